"""Holds scenarios against docs/scenario.schema.json with ajv (strict), check-jsonschema and taplo, and against `check`.

    tests/schema/environment.sh && target/schema/bin/python tests/schema/agree.py [PROGRAM]

All shipped scenarios are accepted by all. Of a scenario that uses every key, one mistake is made at each: a value of the
wrong type, a number or a count below or above its bounds, a text or a name that is too long, an unknown key, a missing
key. Whatever one of the four refuses, all must refuse.

What JSON Schema cannot say, `check` refuses alone: a whole number written with a point (200.0), `nan` and `inf` where a
bound does not stop them, joiners where no script needs them, names that a program takes for something else or that are
alike, names that are not declared, shares that do not add up, weights between 0 and 1e-6 or of another count than 7, 24,
4, 13 or 52, a cv of needs between 0 and 0.01, hours, no or two baselines, keys that exclude each other, and sizes of a
run or a market as a whole.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent
TOP = HERE.parent.parent
MADE = TOP / "target" / "schema"
SCHEMA = TOP / "docs" / "scenario.schema.json"
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else TOP / "target" / "release" / "throughline"
WRONG_TYPES = {"number": "many", "integer": 2.5, "string": 7, "boolean": "yes", "array": {"x": 1}, "object": "web"}


def resolved(rule, schema):
    """The rule itself in place of a reference to it."""
    while "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    return rule


def alternative(rule, value, schema):
    """Of several rules the one for such a value."""
    for one in (resolved(one, schema) for one in rule["anyOf"]):
        kind = one.get("type")
        if kind == "object" and isinstance(value, dict) and set(value) <= set(one["properties"]):
            return one
        if kind == "number" and isinstance(value, (int, float)):
            return one
        if "oneOf" in one and isinstance(value, str) or value in one.get("enum", []):
            return one
    raise ValueError(f"nothing in {rule} is for {value}")


def places(value, rule, schema, path=()):
    """Every value with its rule and the path to it."""
    rule = resolved(rule, schema)
    yield path, value, rule
    if "anyOf" in rule:
        rule = alternative(rule, value, schema)
        yield path, value, rule
    if isinstance(value, dict):
        for key, member in value.items():
            below = rule.get("properties", {}).get(key, rule.get("additionalProperties"))
            if isinstance(below, dict):
                yield from places(member, below, schema, (*path, key))
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from places(item, rule["items"], schema, (*path, at))


def wrong_values(value, rule):
    """Values that may not stand where this one stands."""
    has_words = "oneOf" in rule or "enum" in rule
    kind = rule.get("type", "string" if has_words else None)
    if has_words:
        yield "unknown word", "xyzzy"
    if kind in WRONG_TYPES and "$schema" not in rule:
        yield "wrong type", WRONG_TYPES[kind]
    for bound, step in (("minimum", -1), ("maximum", 1)):
        if bound in rule:
            limit = rule[bound]
            near = limit + step * (1 if kind == "integer" else max(1e-7, abs(limit) * 1e-9))
            yield f"beyond {bound}", near
            yield f"far beyond {bound}", limit + step * (10**9 if kind == "integer" else 1e15)
    if "maxLength" in rule:
        yield "too long", "x" * (rule["maxLength"] + 1)
    if "pattern" in rule:
        for odd in (" x", "x ", "+x", "x\u200by", "x;y", "x\u001by"):
            yield f"alphabet {odd!r}", odd
    if kind == "array":
        if "minItems" in rule:
            yield "too few", []
        if "maxItems" in rule:
            yield "too many", value + value[-1:] * rule["maxItems"]
    if kind == "object":
        if "properties" in rule:
            yield "unknown key", {**value, "xyzzy": 1}
        for key in rule.get("required", []):
            yield f"without {key}", {name: member for name, member in value.items() if name != key}
        if value and isinstance(rule.get("additionalProperties"), dict) and "propertyNames" in rule:
            first = next(iter(value.values()))
            yield "odd name", {**value, "x;y": first}
            yield "long name", {**value, "x" * 61: first}
        if value and rule.get("maxProperties", 99) < 99:
            first = next(iter(value.values()))
            yield "too many", {**value, **{f"more {n}": first for n in range(rule["maxProperties"])}}


def changed(tree, path, value):
    """The tree with another value at a path."""
    if not path:
        return value
    tree = copy.deepcopy(tree)
    at = tree
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return tree


def toml(value):
    """A value as TOML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True)
    return json.dumps(value)


def verdicts_of_ajv(trees):
    lines = "\n".join(map(json.dumps, trees))
    run = subprocess.run(["node", MADE / "ajv.mjs", SCHEMA], input=lines, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"ajv refuses the schema:\n{run.stderr}")
    return [line == "true" for line in run.stdout.split()]


def verdicts_of_check_jsonschema(files):
    command = [MADE / "bin" / "check-jsonschema", "--schemafile", SCHEMA, "--output-format", "json", *files]
    report = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    refused = {entry["filename"] for entry in [*report.get("errors", []), *report.get("parse_errors", [])]}
    return [str(file) not in refused for file in files]


def verdicts_of_taplo(files):
    command = [MADE / "bin" / "taplo", "lint", "--no-auto-config", "--colors", "never", "--schema", SCHEMA.as_uri()]
    told = subprocess.run([*command, *files], capture_output=True, text=True).stderr
    refused = set(re.findall(r"path=\"?([^\s\"]+\.toml)", told))
    # What it tells of several files at once can be torn: whoever seems fine is looked at alone.
    is_fine = lambda file: subprocess.run([*command, file], capture_output=True).returncode == 0
    return [str(file) not in refused and is_fine(file) for file in files]


def verdicts_of_check(files):
    def is_fine(file):
        return subprocess.run([PROGRAM, "check", file], capture_output=True).returncode == 0

    with ThreadPoolExecutor() as pool:
        return list(pool.map(is_fine, files))


def verdicts(files, trees):
    """What each of the four says about each file."""
    with ThreadPoolExecutor() as pool:
        said = {
            "ajv": pool.submit(verdicts_of_ajv, trees),
            "check-jsonschema": pool.submit(verdicts_of_check_jsonschema, files),
            "taplo": pool.submit(verdicts_of_taplo, files),
            "throughline check": pool.submit(verdicts_of_check, files),
        }
    return {by: verdict.result() for by, verdict in said.items()}


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    right = [*sorted((TOP / "scenarios").glob("*.toml")), HERE / "every-key.toml"]
    trees = [tomllib.loads(file.read_text(encoding="utf-8")) for file in right]
    for by, said in verdicts(right, trees).items():
        for file, fine in zip(right, said, strict=True):
            if not fine:
                sys.exit(f"{by} refuses {file}")
    base = trees[-1]
    seen = set()
    mistakes = []
    for path, value, rule in places(base, schema, schema):
        seen.update((id(rule), key) for key in value) if isinstance(value, dict) and "properties" in rule else None
        for what, wrong in wrong_values(value, rule):
            mistakes.append((f"{'.'.join(map(str, path)) or 'scenario'}: {what}", changed(base, path, wrong)))
    rules = [schema, *schema["$defs"].values()]
    unused = [key for rule in rules for key in rule.get("properties", {}) if (id(rule), key) not in seen]
    if unused:
        sys.exit(f"every-key.toml lacks {unused}")
    folder = MADE / "mistakes"
    folder.mkdir(exist_ok=True)
    files = [folder / f"m{at}.toml" for at in range(len(mistakes))]
    for file, (_, tree) in zip(files, mistakes, strict=True):
        text = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in tree.items())
        file.write_text(text, encoding="utf-8")
    said = verdicts(files, [tree for _, tree in mistakes])
    accepted = [(what, [by for by in said if said[by][at]]) for at, (what, _) in enumerate(mistakes)]
    for what, by in (one for one in accepted if one[1]):
        print(f"{what}: accepted by {', '.join(by)}")
    print(f"{len(mistakes)} mistakes, {sum(bool(by) for _, by in accepted)} not refused by all")
    sys.exit(any(by for _, by in accepted))


main()
