#!/usr/bin/env bash
# R's data.table 1.14.8: fread does not undo what fwrite does. A quote inside a text comes back as two.
#
# CSV writes a quote inside a quoted text twice. fwrite does so, and read.csv and readr read it back; fread takes off the
# outer quotes and leaves the inner ones doubled, without a word. Names with quotes in them then no longer match those
# that another reader returned, and every round trip by fwrite and fread doubles them again: one quote is two, then four.
#
# Seen: written by fwrite: level "half"; read by read.csv: level "half"; by fread: level ""half""; again: level """"half""""
# Ends with 1 if this changed. Installs r-base-core 4.2.2 and r-cran-data.table 1.14.8, as Debian 12 has them.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq --no-install-recommends 'r-base-core=4.2.2*' 'r-cran-data.table=1.14.8*' >/dev/null
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
cat >read.R <<'RSCRIPT'
cat("data.table", format(packageVersion("data.table")), "\n")
name <- "level \"half\""
data.table::fwrite(data.frame(strategy = c(name, "other")), "once.csv")
by_base <- read.csv("once.csv")$strategy[1]
once <- data.table::fread("once.csv")
data.table::fwrite(once, "twice.csv")
twice <- data.table::fread("twice.csv")$strategy[1]
once <- once$strategy[1]
cat("written by fwrite: ", name, "; read by read.csv: ", by_base, "; by fread: ", once, "; again: ", twice, "\n", sep = "")
same <- by_base == name && once == "level \"\"half\"\"" && twice == "level \"\"\"\"half\"\"\"\""
quit(status = if (same) 0 else 1)
RSCRIPT
Rscript --vanilla read.R || { echo 'fread reads quotes in another way now'; exit 1; }
