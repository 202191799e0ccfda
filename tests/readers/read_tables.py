#!/usr/bin/env python3
"""Reads the tables of a result folder with the lines of docs/tables.md, and finds keys, numbers and comparison.csv again.

Usage:  read_tables.py RESULT_FOLDER [READER...]
Readers: pandas, polars, DuckDB, SQLite (all four by default), R, Miller, JavaScript, LibreOffice. Each must return every
text of every table as it is and every number to 1e-15 of itself (LibreOffice writes 14 digits), and must find the
differences and intervals of comparison.csv to 1e-12 of the values compared, by pairing strategies by key.
"""

import csv
import json
import math
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
TEXTS = {
    "scenario", "strategy", "design_point", "baseline", "metric", "unit", "segment", "channel", "verdict", "settings",
}  # fmt: skip
KEY = ("strategy", "design_point", "metric", "segment", "channel")
TABLES = ("replications", "summary", "comparison", "series", "hours")
TOLERANCE = 1e-12


# What is there, by Python's own csv


def true_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{name: cell_of(name, cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def cell_of(column, cell):
    return cell if column in TEXTS else None if cell == "" else float(cell)


def key_of(row):
    return tuple(row[name] for name in KEY)


# What docs/tables.md says


def lines_for(reader):
    """The code blocks below the reader's heading."""
    text = (HERE / "../../docs/tables.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {re.escape(reader)}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```\w+\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)


def ran(arguments, text="", cwd=None):
    done = subprocess.run(arguments, input=text, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{arguments[0]}: {done.stderr}")
    return done.stdout


# Each reader: how it reads a table by its documented options, and what its documented lines compare


def pandas(folder, baseline):
    import pandas as pd

    def read(path):
        table = pd.read_csv(path, dtype=dict.fromkeys(TEXTS, str), keep_default_na=False, na_values={"": ""} | empty(path))
        return table.astype(object).where(table.notna(), None).to_dict("records")

    def empty(path):
        return {name: "" for name in true_rows(path)[0] if name not in TEXTS}

    found = {"folder": folder, "baseline": baseline}
    exec(lines_for("pandas")[0], found)
    return read, found["compared"].reset_index().to_dict("records")


def polars(folder, baseline):
    import polars as pl

    def read(path):
        return pl.read_csv(path, schema_overrides=dict.fromkeys(TEXTS, pl.String), infer_schema_length=None).to_dicts()

    found = {"folder": folder, "baseline": baseline}
    exec(lines_for("polars")[0], found)
    return read, found["compared"].to_dicts()


def duckdb(folder, baseline):
    import duckdb

    def read(path):
        names = [name for name in true_rows(path)[0] if name in TEXTS]
        types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        table = duckdb.sql(f"FROM read_csv('{path}', types = {{{types}}}, sample_size = -1)")
        return [dict(zip(table.columns, row)) for row in table.fetchall()]

    found = {"folder": folder, "baseline": baseline, "QUERY": lines_for("SQLite")[1]}
    exec(lines_for("DuckDB")[0], found)
    columns = [column[0] for column in found["compared"].description]
    return read, [dict(zip(columns, row)) for row in found["compared"].fetchall()]


def sqlite(folder, baseline):
    place = Path(tempfile.mkdtemp())
    database = str(place / "tables.db")
    commands, query = lines_for("SQLite")
    ran(["sqlite3", database], commands.replace("FOLDER", str(folder)))
    # The command and Python's module read the same file.
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    compared = [dict(row) for row in connection.execute(query, {"baseline": baseline})]
    bound = query.replace("$baseline", "'" + baseline.replace("'", "''") + "'")
    by_command = ran(["sqlite3", database], f".mode quote\nSELECT count(*), sum(difference) FROM ({bound});\n").split(",")
    assert int(by_command[0]) == len(compared), by_command
    return lambda path: sqlite_read(path, place), compared


def sqlite_read(path, place):
    columns = list(true_rows(path)[0])
    types = ", ".join(f'"{name}" {"TEXT" if name in TEXTS else "NUMERIC"}' for name in columns)
    database = str(place / f"{Path(path).stem}.db")
    ran(["sqlite3", database], f"CREATE TABLE t ({types});\n.import --csv --skip 1 '{path}' t\n")
    connection = sqlite3.connect(database)
    return [{name: None if cell == "" else cell for name, cell in zip(columns, row)} for row in connection.execute("SELECT * FROM t")]


def r(folder, baseline):
    def read(path):
        names = [name for name in true_rows(path)[0] if name in TEXTS]
        classes = ", ".join(f'{name} = "character"' for name in names)
        script = f"""
            table <- read.csv("{path}", colClasses = c({classes}), na.strings = "", encoding = "UTF-8")
            cells <- lapply(table, function(x) if (is.character(x)) x else ifelse(is.na(x), "", format(x, digits = 17, trim = TRUE)))
            write.csv(as.data.frame(cells), row.names = FALSE, fileEncoding = "UTF-8")
        """
        return rows_of(ran(["Rscript", "--vanilla", "-e", script]))

    lines = f"folder <- {json.dumps(str(folder))}; baseline <- {json.dumps(baseline)}\n" + lines_for("R")[0]
    lines += "\nfor (x in c('difference', 'se', 'n', 'ci_low', 'ci_high')) compared[[x]] <- format(compared[[x]], digits = 17, trim = TRUE)"
    return read, rows_of(ran(["Rscript", "--vanilla", "-"], lines + "\nwrite.csv(compared, row.names = FALSE)\n"))


def miller(folder, baseline):
    def read(path):
        return rows_of(ran(["mlr", "--csv", "cat", str(path)]))

    lines = lines_for("Miller")[0]
    return read, rows_of(ran(["env", f"baseline={baseline}", "bash", "-eu", "-c", lines], cwd=folder))


def javascript(folder, baseline):
    place = Path(tempfile.mkdtemp())
    ran(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(place), "d3-dsv@3.0.2"])
    lines, start = lines_for("JavaScript")[0], f"const folder = {json.dumps(str(folder))}, baseline = {json.dumps(baseline)};\n"

    def run(text):
        (place / "read.mjs").write_text(text, encoding="utf-8")
        return json.loads(ran(["node", str(place / "read.mjs")]))

    imports = "".join(line + "\n" for line in lines.splitlines() if line.startswith("import "))
    body = lines.replace(imports, "")
    texts = json.dumps(sorted(TEXTS))

    def read(path):
        row = f"row => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, {texts}.includes(k) ? v : v === '' ? null : +v]))"
        return run(f"{imports}console.log(JSON.stringify(csvParse(readFileSync({json.dumps(str(path))}, 'utf8'), {row})))")

    return read, run(f"{imports}{start}{body}\nconsole.log(JSON.stringify(compared))")


def libreoffice(folder, baseline):
    place = Path(tempfile.mkdtemp())
    convert = lines_for("LibreOffice and Excel")[0]

    def read(path):
        ran(["bash", "-eu", "-c", convert.replace("TABLE", str(path)).replace("PLACE", str(place))])
        names, *rows = sheet(place / f"{Path(path).stem}.fods")
        return [{name: None if cell == "" else cell for name, cell in zip(names, row + [""] * len(names))} for row in rows]

    return read, None


def sheet(path):
    """Rows of a flat OpenDocument sheet: texts as they are, numbers as they are kept."""
    space = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
    table, office, text = (space % name for name in ("table", "office", "text"))
    rows = []
    for row in ElementTree.parse(path).iter(f"{table}table-row"):
        cells = []
        for cell in row.iter(f"{table}table-cell"):
            shown = "".join("".join(line.itertext()) for line in cell.iter(f"{text}p"))
            cells += [cell.get(f"{office}value", shown)] * int(cell.get(f"{table}number-columns-repeated", 1))
        if any(cells):
            rows += [cells] * int(row.get(f"{table}number-rows-repeated", 1))
    return rows


def rows_of(text):
    return [{name: None if cell in ("", "NA", "NaN", "Inf") and name not in TEXTS else cell for name, cell in row.items()} for row in csv.DictReader(text.splitlines())]


READERS = {
    "pandas": pandas, "polars": polars, "DuckDB": duckdb, "SQLite": sqlite,
    "R": r, "Miller": miller, "JavaScript": javascript, "LibreOffice": libreoffice,
}  # fmt: skip


# What must hold


def wrong_cells(reader, path, rows):
    """What a reader does not return as it is."""
    true, wrong = true_rows(path), []
    if len(true) != len(rows):
        return [f"{reader}: {path.name} has {len(rows)} rows for {len(true)}"]
    for at, (one, other) in enumerate(zip(true, rows), start=2):
        for name, cell in one.items():
            seen = other[name]
            if not (seen == cell if name in TEXTS else same_number(reader, cell, seen)):
                wrong.append(f"{reader}: {path.name}:{at} {name}: {seen!r} for {cell!r}")
    return wrong


def same_number(reader, cell, seen):
    if cell is None or seen is None or isinstance(seen, float) and math.isnan(seen):
        return cell is None and (seen is None or math.isnan(seen))
    return abs(float(seen) - cell) <= (1e-13 if reader == "LibreOffice" else 1e-15) * abs(cell)


def wrong_differences(reader, folder, compared):
    """Rows of comparison.csv that a reader's lines do not find."""
    from scipy.stats import t

    size = {key_of(row): abs(row["mean"]) for row in true_rows(folder / "summary.csv")}
    found, wrong = {key_of(row): row for row in compared}, []
    for row in true_rows(folder / "comparison.csv"):
        key = key_of(row)
        other, of_baseline = found.get(key), (row["baseline"], *key[1:])
        if other is None or key not in size or of_baseline not in size:
            wrong.append(f"{reader}: {key} of comparison.csv is found in no other table")
            continue
        near = TOLERANCE * (size[key] + size[of_baseline])
        n = int(row["n"])
        wanted = {"difference": row["difference"]}
        if n >= 2 and "se" in other:
            half_width = t.ppf(0.975, n - 1) * float(other["se"])
            other = {"ci_low": float(other["difference"]) - half_width, "ci_high": float(other["difference"]) + half_width} | other
            wanted |= {"se": row["se"]} | ({"ci_low": row["ci_low"], "ci_high": row["ci_high"]} if row["ci_low"] is not None else {})
            if int(float(other["n"])) != n:
                wrong.append(f"{reader}: {key} n: {other['n']} for {n}")
        for name, value in wanted.items():
            if not abs(float(other[name]) - value) <= near:
                wrong.append(f"{reader}: {key} {name}: {other[name]} for {value}")
    return wrong


def misread_names():
    """Names of tests/readers/names.txt that a reader takes for something else where they fill a column."""
    import duckdb
    import pandas as pd
    import polars as pl

    wrong = []
    with tempfile.TemporaryDirectory() as place:
        for name in (HERE / "names.txt").read_text(encoding="utf-8").splitlines():
            path = f"{place}/names.csv"
            with open(path, "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([["name", "value"], [name, 1], [name, 2]])
            seen = {
                "pandas": pd.read_csv(path)["name"][0],
                "polars": pl.read_csv(path)["name"][0],
                "DuckDB": duckdb.sql(f"SELECT name FROM '{path}'").fetchall()[0][0],
            }
            wrong += [f"{reader}: {value!r} for the name {name!r}" for reader, value in seen.items() if value != name]
    return wrong


def main():
    folder, *readers = sys.argv[1:]
    folder = Path(folder).resolve()
    readers = readers or ["pandas", "polars", "DuckDB", "SQLite"]
    baseline = true_rows(folder / "comparison.csv")[0]["baseline"]
    wrong = misread_names() if "pandas" in readers else []
    cells = 0
    for reader in readers:
        read, compared = READERS[reader](folder, baseline)
        for table in TABLES:
            rows = read(folder / f"{table}.csv")
            cells += sum(len(row) for row in rows)
            wrong += wrong_cells(reader, folder / f"{table}.csv", rows)
        if compared is not None:
            wrong += wrong_differences(reader, folder, compared)
            print(f"{reader}: {len(compared)} differences found again")
    print(f"{cells} cells read by {', '.join(readers)}; {len(wrong)} wrong")
    print("\n".join(wrong[:20]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
