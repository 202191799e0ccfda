"""Runs throughline, and reads what it found."""

import csv
import subprocess
import tempfile
from collections import defaultdict
from operator import itemgetter
from pathlib import Path

from toml_text import toml_text


class Product:
    """A throughline executable."""

    def __init__(self, executable):
        """The executable is a path."""
        self.executable = str(Path(executable).resolve())

    def accepts(self, document):
        """Whether `check` finds nothing wrong with a scenario; else what it says."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scenario.toml"
            path.write_text(toml_text(document))
            run = subprocess.run([self.executable, "check", path], capture_output=True, text=True)
        return "" if run.returncode == 0 else run.stdout + run.stderr

    def replications(self, document, many, seed):
        """Of each strategy, numerator and denominator of every outcome in each of many replications."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scenario.toml"
            path.write_text(toml_text(document))
            options = ["--quiet", "--threads", "1", "--replications", str(many), "--seed", str(seed), "--out", folder]
            subprocess.run([self.executable, "run", path, *options], check=True, capture_output=True)
            return read(Path(folder) / "scenario" / "replications.csv")


def read(path):
    """The pairs that a table of replications holds, by strategy and outcome, in order of replication."""
    found = defaultdict(lambda: defaultdict(list))
    with open(path, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        cells = itemgetter(*map(header.index, ["strategy", "metric", "segment", "channel", "numerator", "denominator"]))
        for strategy, metric, segment, channel, numerator, denominator in map(cells, rows):
            found[strategy][metric, segment, channel].append((float(numerator or 0), float(denominator or 0)))
    return found
