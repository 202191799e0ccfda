#!/usr/bin/env bash
# R's readr 2.1.4 (vroom 1.6.1) reads small numbers wrong: it keeps 18 digits counted from the point, zeros included.
#
# 0.000000000012345678901234 has 14 significant digits and is read as 1.234567e-11, wrong in the seventh; base R and
# data.table read the double that is nearest. Written with an exponent (1.2345678901234e-11) it is read right. And 1e308
# is read as 1e307. So a table of small rates or p-values in positional notation, as many programs write them, differs
# between read_csv and read.csv; nothing warns, and write_csv followed by read_csv does not return what went in.
#
# Seen: text                       readr                  read.csv
#       0.000000000012345678901234 1.2345669999999999e-11 1.2345678901234000e-11
#       0.000012345678901234567    1.2345678901230001e-05 1.2345678901234568e-05
#       1.2345678901234e-11        1.2345678901234000e-11 1.2345678901234000e-11
#       1e308                      9.9999999999999999e+306 1.0000000000000000e+308
# Ends with 1 if this changed. Installs r-base-core 4.2.2 and r-cran-readr 2.1.4, as Debian 12 has them.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq --no-install-recommends 'r-base-core=4.2.2*' 'r-cran-readr=2.1.4*' >/dev/null
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
printf '%s\n' number 0.000000000012345678901234 0.000012345678901234567 1.2345678901234e-11 1e308 >numbers.csv
cat >read.R <<'RSCRIPT'
cat("readr", format(packageVersion("readr")), "\n")
texts <- readLines("numbers.csv")[-1]
by_readr <- readr::read_csv("numbers.csv", show_col_types = FALSE)$number
by_base <- read.csv("numbers.csv")$number
cat(sprintf("%-26s %-22s %s\n", texts, format(by_readr, digits = 17), format(by_base, digits = 17)), sep = "")
error <- abs(by_readr / as.numeric(texts) - 1)
same <- error[1] > 1e-7 && error[2] > 1e-13 && error[3] < 1e-15 && by_readr[4] < 2e307 && all(by_base == as.numeric(texts))
quit(status = if (same) 0 else 1)
RSCRIPT
Rscript --vanilla read.R || { echo 'readr reads these numbers in another way now'; exit 1; }
