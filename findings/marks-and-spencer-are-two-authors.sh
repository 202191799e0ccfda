#!/usr/bin/env bash
# cffconvert 2.0.0: of a firm or an institute as author, BibTeX makes people, and of "Marks and Spencer Analytics" two.
#
# CITATION.cff knows authors that are no persons (`name` in place of given and family names). cffconvert says that such a
# file is valid, and writes their names into BibTeX as they are, without the braces that keep a name whole there. BibTeX
# splits authors at "and" and takes the last word of each for a family name: a reference list then has Marks, S. Analytics,
# and W. H. Organization. In schema.org and CodeMeta the firm is a Person by its type. BibTeX and RIS leave out the version
# as well, which is what says which program computed a result. (Its repository has braces since 2023, no release has them.)
#
# Seen: in CITATION.cff      Marks and Spencer Analytics; World Health Organization; version 2.1.0
#       read from BibTeX     Marks; Analytics, Spencer; Organization, World Health; no version
#       schema.org           Person, Person
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cffconvert==2.0.0 pybtex==0.26.0
cat >CITATION.cff <<'YAML'
cff-version: 1.2.0
message: Please cite this program.
title: Demand model
type: software
version: 2.1.0
date-released: 2026-03-01
authors:
  - name: Marks and Spencer Analytics
  - name: World Health Organization
YAML
venv/bin/cffconvert --version
venv/bin/cffconvert --validate
venv/bin/cffconvert --format bibtex | tee cited.bib
venv/bin/cffconvert --format ris >cited.ris
venv/bin/cffconvert --format schema.org >cited.json
cat >read.py <<'PYTHON'
import json
import sys
from pathlib import Path

from pybtex.database import parse_file

[entry] = parse_file("cited.bib").entries.values()
authors = [str(person) for person in entry.persons["author"]]
types = [author["@type"] for author in json.loads(Path("cited.json").read_text())["author"]]
versions = [file for file in ("cited.bib", "cited.ris") if "2.1.0" in Path(file).read_text()]
print("read from BibTeX:", "; ".join(authors))
print("schema.org:", ", ".join(types), "- with the version:", versions)
expected = ["Marks", "Analytics, Spencer", "Organization, World Health"]
sys.exit((authors, types, versions) != (expected, ["Person", "Person"], []))
PYTHON
venv/bin/python read.py || { echo 'it writes these authors in another way now'; exit 1; }
