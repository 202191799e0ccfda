#!/usr/bin/env python3
"""Collects several result folders with the lines of docs/tables.md, and holds their contrasts against the summaries.

Usage:  several.py FOLDER_OF_RESULT_FOLDERS
"""

import sys
from pathlib import Path

import pandas as pd
from read_tables import lines_for, true_rows

SCENARIO, METRIC, BASE = "small", "profit", "*"


def main():
    output = Path(sys.argv[1])
    found = {"pd": pd, "output": output, "scenario": SCENARIO, "metric": METRIC, "base": BASE}
    exec(lines_for("Several runs")[0], found)
    means = {}
    for table in output.glob("*/summary.csv"):
        for row in true_rows(table):
            if row["metric"] == METRIC and row["segment"] == row["channel"] == "*":
                means[row["design_point"], row["strategy"]] = row["mean"]
    points = {point for point, _ in means}
    assert len(points) > 1, f"only one run in {output}"
    for (point, strategy), mean in means.items():
        contrast = found["contrasts"].loc[strategy, (point, "mean")]
        expected = mean - means[BASE, strategy]
        assert abs(contrast - expected) <= 1e-9 * max(1, abs(mean)), (point, strategy, contrast, expected)
    print(f"{len(means)} means of {len(points)} runs, all contrasts as in the summaries")


main()
