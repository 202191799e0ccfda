#!/usr/bin/env bash
# Makes the fonts of this folder anew, byte for byte: Open Sans as Debian has it, without hinting and layout tables,
# which charts do not use, and of DejaVu Sans the European letters and signs that Open Sans lacks. Needs Debian or a child
# of it, and Python 3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq fonts-open-sans=1.11-2 fonts-dejavu-core=2.37-6
dpkg-deb -x fonts-open-sans_1.11-2_all.deb .
dpkg-deb -x fonts-dejavu-core_2.37-6_all.deb .
python3 -m venv venv
venv/bin/pip install -q fonttools==4.68.0
for weight in Regular Bold; do
    venv/bin/pyftsubset "usr/share/fonts/truetype/open-sans/OpenSans-$weight.ttf" --unicodes='*' --notdef-outline \
        --no-hinting --drop-tables+=kern,gasp,GDEF,GPOS,GSUB --output-file="$here/OpenSans-$weight.ttf"
done

# Latin, combining marks, Greek, Cyrillic, Armenian, Georgian, punctuation, currencies, letterlike signs, arrows, mathematics.
cat > lacking.py <<'PYTHON'
from fontTools.ttLib import TTFont
EUROPEAN = [(0xA0, 0x58F), (0x10A0, 0x10FF), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF), (0x2000, 0x22FF), (0x2C60, 0x2C7F),
            (0xA640, 0xA69F), (0xA720, 0xA7FF), (0xFB00, 0xFB06)]
fonts = [set(TTFont(f"usr/share/fonts/truetype/open-sans/OpenSans-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold")]
lacking = [c for low, high in EUROPEAN for c in range(low, high + 1) if not all(c in font for font in fonts)]
print(",".join(f"U+{c:04X}" for c in lacking))
PYTHON
for weight in "" -Bold; do
    venv/bin/pyftsubset "usr/share/fonts/truetype/dejavu/DejaVuSans$weight.ttf" --unicodes="$(venv/bin/python lacking.py)" \
        --no-hinting --drop-tables+=kern,gasp,GDEF,GPOS,GSUB,FFTM --output-file="$here/DejaVuSans$weight.ttf"
done
sed -n '/^Copyright: .*Bitstream/,/^Files: debian/p' usr/share/doc/fonts-dejavu-core/copyright | sed '/^Files: debian/d' \
    > "$here/LICENSE-DejaVu.txt"
