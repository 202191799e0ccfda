#!/usr/bin/env bash
# LibreOffice Calc 7.4, importing a CSV as German: most numbers become text, and those with three decimals a thousand times
# as large.
#
# A point groups thousands there, so 12.5 is no number and stays text, but 12.345 is 12,345. In a column of means most
# cells are then skipped by SUM and AVERAGE, and one in ten of those printed with three decimals is off by a factor of
# 1,000: the sum of 12.5, 0.25 and 12.345 is 12345. Nothing warns. The import must say English (1033), whatever the
# machine's language is.
#
# Seen: German (1031):  12.5 text, 0.25 text, 12.345 number 12345; sum 12345
#       English (1033): sum 25.095
# Ends with 1 if this changed, or if another version is there. Installs libreoffice-calc 7.4.7, as Debian 12 has it.
set -euo pipefail
version=7.4.7
apt-get update -qq
apt-get install -y -qq --no-install-recommends "libreoffice-calc=4:$version*" >/dev/null
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
printf '%s\n' mean 12.5 0.25 12.345 '=SUM(A2:A4)' >means.csv
convert() {
    soffice --headless "-env:UserInstallation=file://$place/profile" \
        "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,$1,false,true" --convert-to fods --outdir "$2" means.csv >/dev/null 2>&1
}
convert 1031 german
convert 1033 english
seen=$(soffice --version 2>/dev/null | cut -d' ' -f2)
echo "LibreOffice $seen"
case $seen in "$version".*) ;; *) echo "this is not LibreOffice $version"; exit 1 ;; esac
python3 - <<'PYTHON'
import re
import sys


def cells(path):
    text = open(path, encoding="utf-8").read()
    found = re.findall(r'<table:table-cell[^>]*office:value-type="(\w+)"(?: office:value="([^"]*)")?', text)
    return [(kind, float(value) if value else None) for kind, value in found][1:]


german, english = cells("german/means.fods"), cells("english/means.fods")
print("German: ", german)
print("English:", english)
text, number = ("string", None), ("float", 12345.0)
sys.exit(0 if german == [text, text, number, number] and english[-1] == ("float", 25.095) else 1)
PYTHON
