#!/usr/bin/env python3
"""Judges throughline by a second simulator, written from its documentation alone, on random small scenarios.

    judge.py ci --seed COMMIT      20 scenarios, for continuous integration; exit code 1 if anything differs
    judge.py bench --results FILE  1,000 scenarios, on from where the file ends, and the table of what was found
    judge.py compare FILE          one scenario file
    judge.py show NUMBER           a random scenario as TOML
"""

import argparse
import json
import math
import multiprocessing
import sys
from pathlib import Path

from comparing import normal_tails
from market import load
from product import Product
from scenarios import scenario
from shrink import shrink
from toml_text import toml_text
from trial import ask_again, compare, enough, suspects

CHANCE_OF_ALARM = 1e-4      # of a whole run, if both simulators are the same
CHANCE_OF_ALARM_IN_BENCH = 1e-2
BEGIN, END = "<!-- judge: begin -->", "<!-- judge: end -->"
WITHOUT_EFFECT = "expected: a setting by which something differs"
ALL_SHUT = "an open channel for every step of every journey"
FEW = 25                    # replications that say something, below which a z is no normal quantity


def examine(task):
    """Compares both simulators on one random scenario; what is suspect is asked again."""
    executable, asked_for, contacts, asked_contacts = task
    product = Product(executable)
    seed = first_that_fits(product, asked_for)
    document = scenario(seed)
    try:
        return {"scenario": seed, "asked for": asked_for} | judged(product, document, contacts, asked_contacts, seed)
    except Exception as error:
        raise ValueError(f"scenario {seed} cannot be judged: {error!r}") from error


def first_that_fits(product, seed):
    """The seed, or the first after it, of a scenario in which every setting does something, and some channel is open for each
    step on every day; what else is wrong is an error."""
    for number in range(9):
        drawn = f"{seed} {number}" if number else seed
        refusal = " ".join(product.accepts(scenario(drawn)).split())
        if not refusal:
            return drawn
        if refusal.count("expected:") > refusal.count(WITHOUT_EFFECT) + refusal.count(ALL_SHUT):
            raise ValueError(f"scenario {drawn} is not valid: {refusal}")
    raise ValueError(f"no scenario of seed {seed} does something by each of its settings and has all steps open")


def judged(product, document, contacts, asked_contacts, seed):
    """The z of every outcome, and what became of those asked again."""
    compared = compare(product, document, contacts, seed)
    again = ask_again(product, document, suspects(compared), asked_contacts, seed)
    zs = [one.z for several in compared.values() for one in several if one.informative >= FEW and math.isfinite(one.z)]
    return {
        "compared": sum(map(len, compared.values())),
        "z": [round(z, 2) for z in zs],
        "again": [{"strategy": name, "outcome": outcome} | found for (name, outcome), found in again.items()],
    }


def alarms(results, chance_of_alarm):
    """What differs by more than chance: asked again with luck of its own, each at its share of the chance allowed."""
    again = [dict(found, scenario=result["scenario"]) for result in results for found in result["again"]]
    return [found for found in again if found["chance"] < chance_of_alarm / len(again)]


def examine_all(tasks, jobs, tell):
    """Examines scenarios side by side, and tells each result as it comes."""
    with multiprocessing.Pool(jobs) as workers:
        for result in workers.imap_unordered(examine, tasks):
            tell(result)
            yield result


def progress(result):
    """A line about a scenario."""
    largest = max(map(abs, result["z"]), default=0.0)
    print(f"{result['scenario']}: {result['compared']} compared, largest |z| {largest:.2f}, {len(result['again'])} asked again",
          flush=True)


def report_alarms(found, options):
    """Prints what differs, and of each scenario what does so most as the smallest scenario in which it does."""
    shrunk = set()
    for one in sorted(found, key=lambda one: one["chance"]):
        name, outcome = one["strategy"], tuple(one["outcome"])
        print(f"\nDIFFERS: scenario {one['scenario']}, strategy {name}, {' '.join(outcome)}: independent {one['ours']}, "
              f"throughline {one['theirs']}, chance at most {one['chance']:.1e}", flush=True)
        if options.shrink and one["scenario"] not in shrunk:
            shrunk.add(one["scenario"])
            print_smallest(Product(options.throughline), scenario(one["scenario"]), name, outcome, options)


def print_smallest(product, document, name, outcome, options):
    """Prints the smallest scenario in which an outcome differs."""
    most = enough(document, name, options.asked_contacts, "smallest")
    smallest = shrink(product, document, name, outcome, most, "smallest", lambda text: print(f"  {text}", flush=True))
    print(toml_text(smallest) if smallest else "  not there with other luck", flush=True)


def ci(options):
    """Twenty scenarios or so, by a seed; whether both simulators agree."""
    seeds = [f"{options.seed} {number}" for number in range(options.scenarios)]
    tasks = [(options.throughline, seed, options.contacts, options.asked_contacts) for seed in seeds]
    results = list(examine_all(tasks, options.jobs, progress))
    found = alarms(results, CHANCE_OF_ALARM)
    report_alarms(found, options)
    print(f"{sum(result['compared'] for result in results)} outcomes compared, {len(found)} differ")
    return not found


def bench(options):
    """Many scenarios, each result a line of a file, on from what the file holds; then the table."""
    path = Path(options.results)
    done = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    known = {result.get("asked for", result["scenario"]) for result in done}
    left = [number for number in range(options.scenarios) if number not in known]
    with path.open("a") as file:
        def keep(result):
            progress(result)
            print(json.dumps(result), file=file, flush=True)

        tasks = [(options.throughline, number, options.contacts, options.asked_contacts) for number in left]
        done += examine_all(tasks, options.jobs, keep)
    print(table(done))
    if options.write:
        write_section(Path(options.write), table(done))
    found = alarms(done, CHANCE_OF_ALARM_IN_BENCH)
    report_alarms(found, options)
    return not found


def count(expected):
    """A number of things to be expected, as it is read."""
    return f"{expected:,.0f}" if expected >= 10 else f"{expected:.1g}"


def table(results):
    """How often z is beyond a bound, and how often it would be if both simulators were the same."""
    zs = [abs(z) for result in results for z in result["z"]]
    compared, asked = sum(result["compared"] for result in results), sum(len(result["again"]) for result in results)
    rows = [f"| {bound} | {count(len(zs) * normal_tails(bound))} | {sum(z > bound for z in zs):,} |"
            for bound in range(1, 7)]
    head = f"{len(results):,} scenarios, {compared:,} outcomes compared, {len(zs):,} of them with {FEW} replications that say something"
    differ = len(alarms(results, CHANCE_OF_ALARM_IN_BENCH))
    return "\n".join([head, "", "| \\|z\\| above | expected | found |", "|---|---|---|", *rows, "",
                      f"{asked} asked again with fresh luck; {differ} of these differ."])


def write_section(path, text):
    """Puts the table between the marks of its section in a page; adds the section where there is none."""
    page = path.read_text() if path.exists() else ""
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n## Independent judge\n\n{BEGIN}\n{END}\n".lstrip()
    before, rest = page.split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}")


def compare_file(options):
    """Compares one scenario file, and prints what is furthest apart."""
    product, document = Product(options.throughline), load(options.file)
    compared = compare(product, document, options.contacts, options.seed)
    for name, several in compared.items():
        for one in sorted(several, key=lambda one: -abs(one.z)):
            if abs(one.z) >= options.above:
                print(f"{name}: {' '.join(one.outcome)}: independent {one.ours:.6g}, throughline {one.theirs:.6g}, z {one.z:.2f}")
    again = ask_again(product, document, suspects(compared), options.asked_contacts, options.seed)
    found = alarms([{"scenario": options.file, "again": [{"strategy": name, "outcome": outcome} | values
                                                         for (name, outcome), values in again.items()]}], CHANCE_OF_ALARM)
    for one in found:
        print(f"DIFFERS: {one['strategy']}, {' '.join(one['outcome'])}: {one['ours']:.6g}, {one['theirs']:.6g}")
        if options.shrink:
            print_smallest(product, document, one["strategy"], tuple(one["outcome"]), options)
    return not found


def show(options):
    """Prints a random scenario."""
    print(toml_text(scenario(options.number)), end="")
    return True


def arguments():
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--throughline", default="target/release/throughline", help="the executable to judge")
    shared.add_argument("--contacts", type=positive, default=12_000, help="contacts of the independent simulator, each strategy")
    shared.add_argument("--asked-contacts", type=positive, default=36_000, help="the same, where a difference is asked again")
    shared.add_argument("--jobs", type=positive, default=2, help="scenarios side by side")
    shared.add_argument("--shrink", action="store_true", help="look for the smallest scenario of each difference")
    command = commands.add_parser("ci", parents=[shared], help="scenarios by a seed; fails by chance once in 10,000 runs")
    command.add_argument("--seed", required=True, help="any text, such as the hash of the commit")
    command.add_argument("--scenarios", type=positive, default=20)
    command.set_defaults(run=ci)
    command = commands.add_parser("bench", parents=[shared], help="many scenarios, resumed where a file ends")
    command.add_argument("--results", required=True, help="file with a line for each scenario done")
    command.add_argument("--scenarios", type=positive, default=1000)
    command.add_argument("--write", help="page whose section \"Independent judge\" gets the table, such as docs/reliability.md")
    command.set_defaults(run=bench, contacts=5_000)
    command = commands.add_parser("compare", parents=[shared], help="one scenario file")
    command.add_argument("file")
    command.add_argument("--seed", default="1")
    command.add_argument("--above", type=float, default=3.0, help="print outcomes this many standard errors apart")
    command.set_defaults(run=compare_file)
    command = commands.add_parser("show", help="print a random scenario")
    command.add_argument("number")
    command.set_defaults(run=show)
    return parser.parse_args()


def positive(text):
    """A whole number above 0."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def main():
    """Does what was asked for; exit code 1 if the simulators differ, 2 if that cannot be told."""
    options = arguments()
    try:
        return 0 if options.run(options) else 1
    except (OSError, ValueError) as error:
        print(f"judge: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
