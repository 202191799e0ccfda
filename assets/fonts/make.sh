#!/usr/bin/env bash
# Makes the fonts of this folder anew, byte for byte: Open Sans as Debian has it, without hinting and layout tables,
# which charts do not use. Needs Debian or a child of it, and Python 3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq fonts-open-sans=1.11-2
dpkg-deb -x fonts-open-sans_1.11-2_all.deb .
python3 -m venv venv
venv/bin/pip install -q fonttools==4.68.0
for weight in Regular Bold; do
    venv/bin/pyftsubset "usr/share/fonts/truetype/open-sans/OpenSans-$weight.ttf" --unicodes='*' --notdef-outline \
        --no-hinting --drop-tables+=kern,gasp,GDEF,GPOS,GSUB --output-file="$here/OpenSans-$weight.ttf"
done
