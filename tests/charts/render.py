"""Shows the SVG charts of result folders in several programs, and compares where they put the ink of each label.

    throughline run scenarios/tutorial.toml
    throughline run scenarios/tutorial.toml --theme dark --out output/dark
    python3 -m venv target/charts
    target/charts/bin/pip install -r tests/charts/requirements.txt
    apt-get install --no-install-recommends chromium librsvg2-bin libreoffice-draw poppler-utils fonts-dejavu-core
    target/charts/bin/python tests/charts/render.py output/tutorial output/dark/tutorial

Each label is held against the outlines of its letters at the place that the SVG gives: once in Open Sans (assets/fonts),
once in DejaVu Sans, which stands in where no other family of the SVG is installed. So that no other ink is near, labels
are shown without lines and shapes, and those that are close to each other on separate sheets. Ends with 1 if a label is
more than a tenth of its size too high or too low, or more than a quarter of its size and 2 % of its length aside (some
programs round the width of each letter), if labels would touch, or if one stands out too little from what it stands on.
Each folder must hold all eight charts, as the tutorial's does, and may hold `payback` and `bad_day`; where labels are depends on no theme, so that only those of
the first folder are shown in all programs.

Not part of CI: LibreOffice takes a minute.
"""

import io
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import numpy
import resvg_py
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageColor, ImageOps

ROOT = pathlib.Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
PIXELS = 2  # to a point
TOO_HIGH, TOO_FAR = 0.1, 0.25  # font sizes
ROUNDED = 0.02  # of a length
LEAST_CONTRAST = 4  # WCAG 2
CHARTS = {"comparison", "differences", "effort", "effort_differences", "flow", "profit_bridge", "survival", "waits"}
FONTS = {
    "Open Sans": [ROOT / "assets/fonts/OpenSans-Regular.ttf", ROOT / "assets/fonts/OpenSans-Bold.ttf"],
    "DejaVu Sans": [pathlib.Path("/usr/share/fonts/truetype/dejavu") / f"DejaVuSans{bold}.ttf" for bold in ("", "-Bold")],
}


class Outlines:
    """How wide texts are in a font, and where their ink is."""

    def __init__(self, path):
        self.font = TTFont(path)
        self.names, self.glyphs = self.font.getBestCmap(), self.font.getGlyphSet()
        self.em = self.font["head"].unitsPerEm

    def ink(self, text):
        """Left, top, right and bottom from the start of the baseline, downwards, and the width (em)."""
        x, boxes = 0, []
        for letter in text:
            glyph = self.glyphs[self.names.get(ord(letter), ".notdef")]
            pen = BoundsPen(self.glyphs)
            glyph.draw(pen)
            if pen.bounds:
                left, bottom, right, top = pen.bounds
                boxes.append((x + left, -top, x + right, -bottom))
            x += glyph.width
        lows, highs = numpy.min(boxes, axis=0), numpy.max(boxes, axis=0)
        return numpy.array([lows[0], lows[1], highs[2], highs[3]]) / self.em, x / self.em


class Label:
    """A text of a chart, and the box (points) in which its ink should be in a font."""

    def __init__(self, element, scale, outlines):
        self.element, self.text = element, element.text.strip()
        x, y, self.size = (float(element.get(name)) / scale for name in ("x", "y", "font-size"))
        (left, top, right, bottom), wide = outlines[element.get("font-weight") == "bold"].ink(self.text)
        back = {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor")]
        self.length = wide  # font sizes
        self.turned = element.get("transform") is not None
        box = (top, back - right, bottom, back - left) if self.turned else (left - back, top, right - back, bottom)
        self.box = numpy.array([x, y, x, y]) + numpy.array(box) * self.size

    def near(self, other, points):
        a, b = self.box, other.box
        return a[0] < b[2] + points and b[0] < a[2] + points and a[1] < b[3] + points and b[1] < a[3] + points


def sheets(labels):
    """Labels spread over as few sheets as keep them well apart."""
    filled = []
    for label in labels:
        free = (sheet for sheet in filled if not any(label.near(other, 24) for other in sheet))
        sheet = next(free, None)
        if sheet is None:
            filled.append([label])
        else:
            sheet.append(label)
    return filled


def sheet_text(head, labels):
    texts = [re.sub(r' (xmlns:ns0|opacity|fill)="[^"]*"', "", xml.tostring(label.element, "unicode")) for label in labels]
    body = "\n".join(text.replace("ns0:", "").strip() for text in texts)
    return f'{head}\n<rect width="100%" height="100%" fill="#FFFFFF"/>\n{body}\n</svg>\n'


# Programs: each makes a PNG of a width beside each SVG.


def chromium(files, width, environment, fonts):
    for file, height in files:
        page = file.with_suffix(".html")
        page.write_text(f'<body style="margin:0"><img src="{file.name}" width="{width // PIXELS}" style="display:block">')
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", f"--user-data-dir={file.parent}/chromium",
             f"--force-device-scale-factor={PIXELS}", f"--window-size={width // PIXELS},{height}",
             f"--screenshot={file.with_suffix('.png')}", page.as_uri()],
            check=True, capture_output=True, env=environment,
        )


def rsvg(files, width, environment, fonts):
    for file, _ in files:
        subprocess.run(["rsvg-convert", "-w", str(width), file, "-o", file.with_suffix(".png")], check=True, env=environment)


def libreoffice(files, width, environment, fonts):
    folder = files[0][0].parent
    subprocess.run(
        ["soffice", f"-env:UserInstallation={folder.as_uri()}/office", "--headless", "--convert-to",
         "pdf", "--outdir", folder, *[file for file, _ in files]],
        check=True, capture_output=True, env=environment,
    )
    for file, _ in files:
        # A point of an SVG is a 96th of an inch.
        subprocess.run(
            ["pdftoppm", "-r", str(96 * PIXELS), "-png", "-singlefile", file.with_suffix(".pdf"), file.with_suffix("")],
            check=True, env=environment,
        )


def cairo(files, width, environment, fonts):
    code = "import cairosvg, sys\nfor f in sys.argv[2:]: cairosvg.svg2png(url=f, write_to=f[:-3] + 'png', output_width=int(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(width), *[file for file, _ in files]], check=True, env=environment)


def resvg(files, width, environment, fonts):
    for file, _ in files:
        png = resvg_py.svg_to_bytes(
            svg_path=str(file), width=width, font_files=[str(path) for path in fonts], skip_system_fonts=True,
            sans_serif_family=TTFont(fonts[0])["name"].getDebugName(1),
        )
        file.with_suffix(".png").write_bytes(bytes(png))


PROGRAMS = {"chromium": chromium, "rsvg-convert": rsvg, "libreoffice": libreoffice, "cairosvg": cairo, "resvg": resvg}


def environment_with(fonts, folder):
    """An environment in which these are the only fonts."""
    for path in fonts:
        (folder / path.name).write_bytes(path.read_bytes())
    name = TTFont(fonts[0])["name"].getDebugName(1)
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>'
        f"<alias><family>sans-serif</family><prefer><family>{name}</family></prefer></alias></fontconfig>"
    )
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(config), "LANG": "C.UTF-8"}


def ink(image, label, room):
    """The box of the ink near a label (points); none if there is none."""
    left, top, right, bottom = label.box * PIXELS
    x, y = max(int(left - room), 0), max(int(top - room), 0)
    part = image[y : int(bottom + room), x : int(right + room)] > 100
    rows, columns = numpy.flatnonzero(part.any(axis=1)), numpy.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    return numpy.array([x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1]) / PIXELS


def offsets(image, labels):
    """How far right and down the middle of each label's ink is from where it should be (font sizes)."""
    for label in labels:
        found = ink(image, label, 11 * PIXELS)
        if found is None:
            yield label, numpy.array([numpy.inf, numpy.inf])
            continue
        away = (found - label.box) / label.size
        # Both ends of a label tell where it is along the line; its top and bottom how high it stands.
        yield label, numpy.array([(away[0] + away[2]) / 2, (away[1] + away[3]) / 2])


def touching(name, labels):
    return [f"{name}: `{a.text}` touches `{b.text}`" for at, a in enumerate(labels) for b in labels[:at] if a.near(b, 1)]


def off_page(name, labels, width, height):
    inside = lambda box: box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
    return [f"{name}: `{label.text}` is off the page" for label in labels if not inside(label.box)]


def labels_of(chart, outlines):
    """A chart's labels, the first line of its file, and its width and height (points)."""
    root = xml.fromstring(chart.read_text())
    width, height = (float(root.get(name)) for name in ("width", "height"))
    scale = float(root.get("viewBox").split()[2]) / width
    labels = [Label(element, scale, outlines) for element in root.iter(SVG + "text") if element.text.strip()]
    return labels, chart.read_text().split("\n")[0], width, height


def compare(charts, family, wrong):
    outlines = [Outlines(path) for path in FONTS[family]]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        environment = environment_with(FONTS[family], folder)
        drawn = []
        for chart in charts:
            labels, head, width, height = labels_of(chart, outlines)
            wrong += touching(chart.stem, labels) + off_page(chart.stem, labels, width, height)
            for nth, sheet in enumerate(sheets(labels)):
                file = folder / f"{chart.stem}-{nth}.svg"
                file.write_text(sheet_text(head, sheet))
                drawn.append((file, int(height), sheet))
        for program, show in PROGRAMS.items():
            show([(file, height) for file, height, _ in drawn], int(width * PIXELS), environment, FONTS[family])
            judge(program, family, drawn, wrong)


def judge(program, family, drawn, wrong):
    worst, count = numpy.zeros(2), 0
    for file, _, labels in drawn:
        png = file.with_suffix(".png")
        image = 255 - numpy.asarray(ImageOps.grayscale(Image.open(png).convert("RGB")))
        for label, away in offsets(image, labels):
            across, along = (away if not label.turned else away[::-1])[::-1]
            count += 1
            worst = numpy.maximum(worst, numpy.abs([across, along]))
            if abs(across) > TOO_HIGH or abs(along) > TOO_FAR + ROUNDED * label.length:
                wrong.append(f"{program}, {family}, {file.stem}: `{label.text}` is {across:+.2f} down, {along:+.2f} along")
        png.unlink()
    print(f"{program:12} {family:12} {count:4} labels: at most {worst[0]:.3f} of a size too high or low, {worst[1]:.3f} aside")


def luminance(colour):
    return numpy.dot([0.2126, 0.7152, 0.0722], (numpy.asarray(colour) / 255) ** 2.2)


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def too_pale(chart):
    """Labels that stand out too little from the commonest colour around them, in a whole chart."""
    family = FONTS["Open Sans"]
    labels, _, width, _ = labels_of(chart, [Outlines(path) for path in family])
    png = resvg_py.svg_to_bytes(
        svg_path=str(chart), width=int(width * PIXELS), font_files=[str(path) for path in family], skip_system_fonts=True,
        sans_serif_family="Open Sans",
    )
    image = numpy.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"))
    for label in labels:
        left, top, right, bottom = (label.box * PIXELS).astype(int) + [-2, -2, 2, 2]
        colours, counts = numpy.unique(image[top:bottom, left:right].reshape(-1, 3), axis=0, return_counts=True)
        stands_out = contrast(ImageColor.getrgb(label.element.get("fill")), colours[counts.argmax()])
        if stands_out < LEAST_CONTRAST:
            yield f"{chart}: `{label.text}` stands out by {stands_out:.1f} only"


def charts_of(folder):
    charts = sorted(pathlib.Path(folder).glob("charts/*.svg"))
    assert {chart.stem for chart in charts} - {"payback", "bad_day"} == CHARTS, f"{folder} does not hold all SVG charts, and no others"
    return charts


def main():
    folders = [charts_of(folder) for folder in sys.argv[1:]]
    wrong = [pale for charts in folders for chart in charts for pale in too_pale(chart)]
    for family in FONTS:
        compare(folders[0], family, wrong)
    print(*wrong, sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
