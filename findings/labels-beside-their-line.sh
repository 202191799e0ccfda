#!/usr/bin/env bash
# No usual way of centring an SVG label on a line works everywhere: LibreOffice 7.4 and Qt 6.12 ignore dy, librsvg 2.54 and
# both of them ignore dominant-baseline.
#
# Charts put the middle of a label beside its mark by dy="0.5ex" or dy="0.32em" (as D3 does) or by dominant-baseline:
# middle. A program that ignores it leaves the label on the line: names of rows and ticks sit half a letter too high, and
# where rows are narrow seem to belong to the row above. Nothing warns. resvg, Inkscape and CairoSVG do both. Only a label
# whose y itself is moved is in the same place everywhere.
#
# Below, three labels of capitals 55 units high stand at a line; how far their middle is above it, in units (within 2):
#
# Seen:             y moved  dy="0.36em"  dominant-baseline
#       librsvg           0            0                 28
#       LibreOffice       0           28                 28
#       Qt                0           28                 28
# Ends with 1 if this changed. Installs libreoffice-draw 7.4.7 and librsvg2-bin 2.54.7, as Debian 12 has them.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq --no-install-recommends 'libreoffice-draw=4:7.4.7*' 'librsvg2-bin=2.54.7*' fonts-liberation poppler-utils \
    libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 >/dev/null
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PySide6-Essentials==6.12.0 pillow==13.0.0 numpy==2.4.6
cat >labels.svg <<'SVG'
<svg width="800" height="100" viewBox="0 0 1600 200" xmlns="http://www.w3.org/2000/svg">
<rect x="0" y="0" width="1600" height="200" fill="#FFFFFF"/>
<text x="100" y="128.8" font-family="Liberation Sans" font-size="80" fill="#FF0000">HHH</text>
<text x="600" y="100" dy="0.36em" font-family="Liberation Sans" font-size="80" fill="#00FF00">HHH</text>
<text x="1100" y="100" dominant-baseline="middle" font-family="Liberation Sans" font-size="80" fill="#0000FF">HHH</text>
</svg>
SVG
rsvg-convert --version
rsvg-convert -w 1600 labels.svg -o librsvg.png
soffice --version 2>/dev/null
soffice --headless "-env:UserInstallation=file://$place/profile" --convert-to pdf labels.svg >/dev/null 2>&1
pdftoppm -r 192 -png -singlefile labels.pdf libreoffice
cat >measure.py <<'PYTHON'
import os
import sys

import numpy as np
from PIL import Image

os.environ["QT_QPA_PLATFORM"] = "offscreen"
import PySide6
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

print("Qt", PySide6.__version__)
application = QGuiApplication([])
image = QImage(1600, 200, QImage.Format.Format_RGB32)
image.fill(0xFFFFFFFF)
painter = QPainter(image)
QSvgRenderer("labels.svg").render(painter)
painter.end()
image.save("qt.png")


def above(path):
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    scale, heights = 1600 / pixels.shape[1], []
    for colour in [(255, 0, 0), (0, 255, 0), (0, 0, 255)]:
        rows = np.flatnonzero((abs(pixels - colour).sum(axis=2) < 120).any(axis=1))
        heights.append(100 - scale * (rows[0] + rows[-1] + 1) / 2)
    return heights


line, off = 0, 28
expected = {"librsvg": [line, line, off], "libreoffice": [line, off, off], "qt": [line, off, off]}
same = True
for name, places in expected.items():
    seen = above(f"{name}.png")
    same &= all(abs(one - other) < 5 for one, other in zip(seen, places))
    print(f"{name:12} y moved {seen[0]:4.0f}, dy {seen[1]:4.0f}, dominant-baseline {seen[2]:4.0f}")
sys.exit(0 if same else 1)
PYTHON
venv/bin/python measure.py || { echo 'labels stand elsewhere now'; exit 1; }
