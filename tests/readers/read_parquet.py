#!/usr/bin/env python3
"""Holds rows as Parquet against the same rows as CSV, cell by cell, as polars and DuckDB read them.

Usage:  read_parquet.py FOLDER_OF_PARQUET FOLDER_OF_CSV        with the Python of target/readers
"""

import csv
import sys

import duckdb
import polars as pl

TYPES = {"customer": pl.Int64, "segment": pl.String, "effort_minutes": pl.Float64, "design_point": pl.String}


def main():
    columns, text = sys.argv[1:]
    for name in ("contacts", "customers"):
        with open(f"{text}/{name}.csv", encoding="utf-8", newline="") as file:
            heads, *rows = csv.reader(file)
        table = pl.read_parquet(f"{columns}/{name}.parquet")
        assert table.columns == heads, (name, table.columns)
        for column, kind in TYPES.items():
            assert table.schema[column] == kind, (name, column, table.schema[column])
        same(name, "polars", table.rows(), rows)
        same(name, "DuckDB", duckdb.read_parquet(f"{columns}/{name}.parquet").fetchall(), rows)
        print(f"{name}: {len(rows)} rows of {len(heads)} columns are the same")


def same(name, reader, found, rows):
    """Whether each cell is the text, the number, or nothing where nothing is."""
    assert len(found) == len(rows), (name, reader, len(found), len(rows))
    for ours, theirs in zip(rows, found):
        assert all(cell(value, text) for value, text in zip(theirs, ours, strict=True)), (name, reader, ours, theirs)


def cell(value, text):
    if value is None:
        return text == ""
    return value == text if isinstance(value, str) else value == float(text)


main()
