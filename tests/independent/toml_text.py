"""Writes a document as TOML."""

import json
import math


def toml_text(document):
    """The text of a scenario file."""
    return "\n".join(lines(document, [])).strip() + "\n"


def lines(table, path):
    """The lines of a table: its values first, then the tables in it."""
    def of_its_own(value):
        return isinstance(value, (dict, list)) and not (path and short(value))

    inner = {key: value for key, value in table.items() if isinstance(value, dict) and of_its_own(value)}
    lists = {key: value for key, value in table.items() if isinstance(value, list) and of_its_own(value)}
    for key, value in table.items():
        if key not in inner and key not in lists:
            yield f"{name(key)} = {value_text(value)}"
    for key, value in inner.items():
        yield ""
        yield f"[{'.'.join(name(part) for part in [*path, key])}]"
        yield from lines(value, [*path, key])
    for key, value in lists.items():
        for item in value:
            yield ""
            yield f"[[{'.'.join(name(part) for part in [*path, key])}]]"
            yield from lines(item, [*path, key])


def short(value):
    """Whether a table or list is written on one line: where no table in it holds a table or list."""
    items = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    return all(not isinstance(part, (dict, list)) for item in items for part in item.values())


def name(key):
    """A key, in quotes where TOML wants them."""
    return key if key.replace("_", "").replace("-", "").isalnum() else json.dumps(key)


def value_text(value):
    """A value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name(key)} = {value_text(part)}" for key, part in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    if isinstance(value, float) and math.isinf(value):
        return "inf"
    return json.dumps(value)
