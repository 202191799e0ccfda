"""What all programs of this folder share: rows of an export as it is, and whether two figures are the same."""

import csv
import sys
from pathlib import Path


def rows(folder, file, columns):
    """The rows of a file, which must have these columns, in this order."""
    text = (Path(folder) / file).read_bytes()
    assert not text.startswith(b"\xef\xbb\xbf"), f"{file}: begins with a byte order mark"
    assert b"\r" not in text, f"{file}: lines do not end in a line feed alone"
    names, *cells = csv.reader(text.decode("utf-8").splitlines())
    assert names == list(columns), f"{file}: columns {names} for {list(columns)}"
    return [dict(zip(names, row, strict=True)) for row in cells]


def in_order(keys, file):
    """That rows stand in this order, and none twice."""
    keys = list(keys)
    assert all(one < other for one, other in zip(keys, keys[1:])), f"{file}: rows in another order, or twice"


class Checks:
    """Figures of a package beside those computed here."""

    def __init__(self):
        self.seen, self.wrong = 0, []

    def same(self, name, found, expected, tolerance=0.0):
        """Numbers to a tolerance of their size; all else exactly. Of tables, every cell."""
        if isinstance(expected, dict):
            if set(found) != set(expected):
                return self.note(f"{name}: {sorted(found)} for {sorted(expected)}")
            for key, value in expected.items():
                self.same(f"{name}, {key}", found[key], value, tolerance)
            return None
        number = isinstance(expected, (int, float)) or hasattr(expected, "numerator")
        near = abs(float(found) - float(expected)) <= tolerance * max(1.0, abs(expected)) if number else found == expected
        return self.note(None if near else f"{name}: {found} for {expected}")

    def note(self, wrong):
        self.seen += 1
        if wrong:
            self.wrong.append(wrong)

    def end(self, package):
        print("\n".join([f"{package}: {self.seen} figures, {len(self.wrong)} wrong", *self.wrong[:20]]))
        sys.exit(1 if self.wrong or not self.seen else 0)
