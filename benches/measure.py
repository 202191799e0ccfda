"""Measures the engine against hand-written loops and peers, and writes the tables of README.md.

`python3 benches/measure.py [--quick | --agreement] [--no-peers]`; THROUGHLINE_PEERS_PYTHON names an interpreter that
has what `peers/requirements.txt` lists, in place of one made for the purpose. Needs Python 3.11 and nothing else for
itself.
"""

import argparse
import datetime
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent
TARGET = ROOT / "target"
PEERS = BENCHES / "peers"
README = BENCHES / "README.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"

ROUNDS = 5
QUICK_ROUNDS = 3
TOO_FAR = 3.5                        # standard errors
AGREE_CUSTOMERS, AGREE_REPLICATIONS, AGREE_SEED = 25_000, 20, 1
COMPARED = 100_000                   # customers at which ratios are taken
SMALL, LARGE, HUGE = 10_000, 1_000_000, 10_000_000
FEW_DAYS = 28                        # the horizon at which slow peers are compared with ten million customers
FIRST_RESULT = "effort per journey"  # how the first line that holds a result begins

# Replications in one process, by customers.
OF_FAST = {SMALL: 20, COMPARED: 4, LARGE: 1, HUGE: 1}
OF_MEDIUM = {SMALL: 10, COMPARED: 2, LARGE: 1, HUGE: 1}
OF_SLOW = {SMALL: 1, COMPARED: 1, LARGE: 1}
OF_FEW_DAYS = {SMALL: 10, COMPARED: 4, LARGE: 1, HUGE: 1}
OF_QUICK = {SMALL: 20}


@dataclass(frozen=True)
class Program:
    """A program that simulates a market for a year, or so many days; with the luck of the engine, its outcomes must be
    those of the engine.
    """

    name: str
    tool: str
    words: tuple[str, ...]
    replications: dict[int, int]
    engines_luck: bool = False
    records_all: bool = True
    threads: int = 1
    most_each_round: int = HUGE  # more customers than that run in the first round only
    days: int | None = None

    @property
    def market(self):
        """The market that it simulates."""
        return self.name[:3]

    def replications_in(self, round_, customers):
        """How many it runs in a round."""
        return self.replications.get(customers, 0) if round_ == 1 or customers <= self.most_each_round else 0


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    contacts: float
    customers: int
    peak: float

    @property
    def per_contact(self):
        """Nanoseconds."""
        return 1e9 * self.seconds / self.contacts

    @property
    def per_customer(self):
        """Nanoseconds."""
        return 1e9 * self.seconds / self.customers


@dataclass(frozen=True)
class Figure:
    """What was measured, and from where to where it went from round to round."""

    value: float
    least: float
    most: float
    rounds: int

    def __str__(self):
        spread = f" ({short(self.least)} to {short(self.most)})" if self.rounds > 1 else ""
        return short(self.value) + spread


@dataclass(frozen=True)
class Target:
    """What a figure must be, and what it should be."""

    what: str
    must: float
    aim: float
    figure: Callable[["Measured"], Figure | None]
    unit: str = ""

    def limit(self, limit):
        """One of the two as text."""
        return f"{'≥' if self.aim > self.must else '≤'} {limit:g}{self.unit}"

    def verdict(self, value):
        """Which of the two the figure meets; that aim is beyond must tells whether more is better."""
        sign = 1.0 if self.aim > self.must else -1.0
        return "aim" if sign * value >= sign * self.aim else "must" if sign * value >= sign * self.must else "**no**"


def reference(name, tool, replications, **more):
    """A program of `reference/`."""
    return Program(name, tool, ("reference", name), replications, **more)


def peer(name, tool, replications, **more):
    """A program of `peers/`, in Python."""
    return Program(name.replace("_", "-"), tool, ("python", str(PEERS / f"{name}.py")), replications, **more)


def slow_peer(name, tool):
    """Such a program that takes long for a year of many customers."""
    return peer(name, tool, OF_SLOW, most_each_round=COMPARED)


def for_few_days(program):
    """The program with a short horizon."""
    name = f"{program.name}-{FEW_DAYS}-days"
    return replace(program, name=name, replications=OF_FEW_DAYS, most_each_round=COMPARED, days=FEW_DAYS)


ENGINE, LOOP = "Throughline", "Rust"
ENGINES = [
    reference("rm1-engine", ENGINE, OF_FAST, engines_luck=True),
    reference("rm2-engine", ENGINE, OF_MEDIUM, engines_luck=True, most_each_round=LARGE),
]
LOOPS = [
    reference("rm1-addressed", LOOP, OF_FAST, engines_luck=True),
    reference("rm1-sequential", LOOP, OF_FAST),
    reference("rm2-staffed", LOOP, OF_MEDIUM, engines_luck=True, most_each_round=LARGE),
]
WAYS = [
    reference("rm1-in-time", ENGINE, OF_MEDIUM, engines_luck=True, most_each_round=LARGE),
    reference("rm1-totals", ENGINE, OF_MEDIUM, engines_luck=True, records_all=False),
] + [
    Program(f"rm1-threads-{threads}", ENGINE, ("reference", "rm1-threads"), {LARGE: 1}, True, threads=threads)
    for threads in (1, 2)
]
OTHERS = [
    peer("rm1_numpy", "NumPy", OF_FAST),
    peer("rm1_numpy_whole", "NumPy", OF_MEDIUM),
    peer("rm1_numba", "Numba", OF_FAST),
    peer("rm1_numba_merged", "Numba", OF_MEDIUM),
    Program("rm1-ixa-stream", "ixa", ("ixa", "stream"), OF_MEDIUM, most_each_round=LARGE),
    Program("rm1-ixa-customers", "ixa", ("ixa", "customers"), OF_MEDIUM, most_each_round=LARGE),
]
SLOW = [
    slow_peer("rm1_mesa", "Mesa"),
    slow_peer("rm1_simpy", "SimPy"),
    slow_peer("rm2_simpy", "SimPy"),
    slow_peer("rm2_ciw", "Ciw"),
]


class Measured:
    """All runs by program and customers, and what else was timed (seconds), each by round."""

    def __init__(self):
        self.runs = defaultdict(dict)
        self.seconds = defaultdict(dict)

    def values(self, name, customers, read):
        """What `read` reads off the runs of a program, by round."""
        return {round_: read(run) for round_, run in self.runs[name, customers].items()}

    def ratio(self, above, below, read):
        """Two programs compared, each with its customers, by their medians."""
        return ratio_of(statistics.median, self.values(*above, read), self.values(*below, read))


def figure(by_round):
    """The median and the spread, if there is anything."""
    values = by_round.values()
    return Figure(statistics.median(values), min(values), max(values), len(values)) if values else None


def ratio_of(middle, above, below):
    """The ratio of the middles, whatever counts as such, and its spread, over the rounds in which there are both."""
    rounds = above.keys() & below.keys()
    if not rounds:
        return None
    ratios = [above[each] / below[each] for each in rounds]
    middles = [middle(side[each] for each in rounds) for side in (above, below)]
    return Figure(middles[0] / middles[1], min(ratios), max(ratios), len(rounds))


def per_contact(above, below, customers=COMPARED):
    """How many times as long a contact takes in one program as in another."""
    return lambda measured: measured.ratio((above, customers), (below, customers), lambda run: run.per_contact)


def per_customer(name, customers, fewer):
    """How many times as long a customer takes where there are many."""
    return lambda measured: measured.ratio((name, customers), (name, fewer), lambda run: run.per_customer)


def two_threads_within(measured):
    """How much sooner two threads are done with one replication."""
    one, two = (measured.values(f"rm1-threads-{threads}", LARGE, lambda run: run.seconds) for threads in (1, 2))
    return ratio_of(min, one, two)


def two_threads_between(measured):
    """How much sooner two threads are done with several replications."""
    return ratio_of(min, measured.seconds["threads 1"], measured.seconds["threads 2"])


def peak_of_huge(measured):
    """MB of the engine on market 1."""
    return figure(measured.values("rm1-engine", HUGE, lambda run: run.peak))


def bytes_per_customer(measured):
    """What one more customer of market 2 takes."""
    many, few = (measured.values("rm2-engine", size, lambda run: run.peak) for size in (LARGE, SMALL))
    return figure({each: (many[each] - few[each]) * 2**20 / (LARGE - SMALL) for each in many})


def start(measured):
    """Seconds until the first result is there to be read."""
    return figure(measured.seconds["start"])


def targets_against_loops(customers):
    """What the engine may cost, being general."""
    limits = {"rm1-addressed": (1.8, 1.3), "rm1-sequential": (3.0, 2.0), "rm2-staffed": (2.0, 1.5)}
    return [
        Target(f"market {loop[2]}: engine over {loop[4:]} loop", must, aim,
               per_contact(f"{loop[:3]}-engine", loop, customers))
        for loop, (must, aim) in limits.items()
    ]


TARGETS = targets_against_loops(COMPARED) + [
    Target("market 1: walk in time over walk by customer", 2.0, 1.5, per_contact("rm1-in-time", "rm1-engine")),
    Target("market 1: recording all over five totals", 1.20, 1.08, per_contact("rm1-engine", "rm1-totals")),
    Target("market 1: faster than NumPy", 2, 4, per_contact("rm1-numpy", "rm1-engine")),
    Target("market 1: faster than Numba", 1.8, 3.5, per_contact("rm1-numba", "rm1-engine")),
    Target("market 1: faster than ixa, one stream of needs", 7, 14, per_contact("rm1-ixa-stream", "rm1-engine")),
    Target("market 1: faster than ixa, needs by customer", 7, 14, per_contact("rm1-ixa-customers", "rm1-engine")),
    Target("market 1: faster than Mesa", 45, 90, per_contact("rm1-mesa", "rm1-engine")),
    Target("market 1: faster than SimPy", 45, 90, per_contact("rm1-simpy", "rm1-engine")),
    Target("market 2: faster than SimPy", 40, 100, per_contact("rm2-simpy", "rm2-engine")),
    Target("market 2: faster than Ciw", 80, 200, per_contact("rm2-ciw", "rm2-engine")),
    Target("market 1: time per customer, 10⁷ over 10⁵", 1.2, 1.05, per_customer("rm1-engine", HUGE, COMPARED)),
    Target("market 2: time per customer, 10⁶ over 10⁵", 1.5, 1.2, per_customer("rm2-engine", LARGE, COMPARED)),
    Target("market 1: two threads, one replication of 10⁶", 1.6, 1.9, two_threads_within),
    Target("market 1: two threads, eight replications", 1.6, 1.9, two_threads_between),
    Target("market 1: peak memory at 10⁷", 32, 8, peak_of_huge, " MB"),
    Target("market 2: memory per customer at 10⁶", 64, 32, bytes_per_customer, " bytes"),
    Target("tutorial: start to first line of results", 0.5, 0.1, start, " s"),
]


class Tools:
    """The commands behind the first words of programs."""

    def __init__(self, with_command_line, with_peers):
        self.commands = {"reference": [build_reference()]}
        if with_command_line:
            self.commands["throughline"] = [build_command_line()]
        if with_peers:
            self.commands |= {"ixa": [build_ixa()], "python": [peers_python()]}

    def run(self, program, customers, seed, replications):
        """What a program prints."""
        first, *words = program.words
        numbers = [str(number) for number in (customers, seed, replications, program.days) if number is not None]
        return json.loads(output([*self.commands[first], *words, *numbers], threads=program.threads))


def output(command, threads=1, **environment):
    """What a command prints; its errors are ours."""
    names = ("RAYON_NUM_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    environment = os.environ | dict.fromkeys(names, str(threads)) | {"PYTHONDONTWRITEBYTECODE": "1"} | environment
    for flags in ("RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"):  # what is measured is the default build
        environment.pop(flags, None)
    finished = subprocess.run(
        [str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    return finished.stdout


def build_reference():
    """The engine and the loops behind one command line."""
    lines = output(["cargo", "bench", "--locked", "--no-run", "--bench", "reference", "--message-format=json"])
    built = (json.loads(line) for line in lines.splitlines() if line.startswith("{"))
    return next(m["executable"] for m in built if m.get("executable") and m["target"]["name"] == "reference")


def build_command_line():
    """The program that people use."""
    output(["cargo", "build", "--release", "--locked"])
    return TARGET / "release" / "throughline"


def build_ixa():
    """The peer in Rust."""
    folder = TARGET / "peers" / "ixa"
    manifest = PEERS / "ixa" / "Cargo.toml"
    output(["cargo", "build", "--release", "--locked", "--manifest-path", manifest], CARGO_TARGET_DIR=str(folder))
    return folder / "release" / "ixa-peer"


def peers_python():
    """An interpreter that has the packages of the peers."""
    given = os.environ.get("THROUGHLINE_PEERS_PYTHON")
    if given:
        return given
    folder, wanted = TARGET / "peers" / "venv", PEERS / "requirements.txt"
    python, installed = folder / "bin" / "python", folder / "requirements.txt"
    if not installed.exists() or installed.read_bytes() != wanted.read_bytes():
        output([sys.executable, "-m", "venv", "--clear", folder])
        output([python, "-m", "pip", "install", "--quiet", "--requirement", wanted])
        installed.write_bytes(wanted.read_bytes())
    return python


def disagreements(ours, theirs):
    """By outcome, the difference of means over its standard error; each side is a list of totals by replication."""
    scores = {}
    for name in theirs[0]:
        a, b = ([totals[name] for totals in side] for side in (ours, theirs))
        error = math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))
        difference = statistics.fmean(b) - statistics.fmean(a)
        scores[name] = difference / error if error > 0.0 else math.copysign(math.inf, difference) if difference else 0.0
    return scores


def differences(ours, theirs):
    """By outcome, 0 if it is the same in each replication."""
    return {
        name: 0.0 if all(a[name] == b[name] for a, b in zip(ours, theirs)) else math.inf for name in theirs[0]
    }


def agreement(programs, tools):
    """By program, how far the worst of its outcomes lies from that of the engine, which is the first of those of one
    market and horizon; stops where that is too far.
    """
    worst, engine = {}, {}
    for program in programs:
        totals = tools.run(program, AGREE_CUSTOMERS, AGREE_SEED, AGREE_REPLICATIONS)["outcomes"]
        ours = engine.setdefault((program.market, program.days), totals)
        if ours is totals:
            continue
        unlike = set(ours[0]) ^ set(totals[0])
        if program.records_all and unlike:
            sys.exit(f"{program.name} has other outcomes than the engine: {', '.join(sorted(unlike))}")
        scores = (differences if program.engines_luck else disagreements)(ours, totals)
        worst[program.name] = max(map(abs, scores.values()))
        say(f"{program.name:20} |z| up to {worst[program.name]:.2f}{' (exact)' * program.engines_luck}")
        if worst[program.name] > TOO_FAR:
            sys.exit(table_of_scores(program, ours, totals, scores))
    return worst


def table_of_scores(program, ours, theirs, scores):
    """Why a program does not agree."""
    lines = [f"{program.name} does not agree with the engine", f"{'':15} {'engine':>16} {program.name:>20} {'z':>8}"]
    for name, score in scores.items():
        means = [statistics.fmean(totals[name] for totals in side) for side in (ours, theirs)]
        lines.append(f"{name:15} {means[0]:16.2f} {means[1]:20.2f} {score:8.2f}")
    return "\n".join(lines)


def measure(programs, tools, rounds, quick):
    """Times all in turns: in each round each program at each of its sizes, those of one size next to each other."""
    measured = Measured()
    for round_ in range(1, rounds + 1):
        for customers in (OF_QUICK if quick else OF_FAST):
            say(f"round {round_} of {rounds}: {customers:,} customers")
            for program in programs:
                replications = OF_QUICK[customers] if quick else program.replications_in(round_, customers)
                if replications:
                    printed = tools.run(program, customers, round_, replications)
                    measured.runs[program.name, customers][round_] = run_of(printed, customers)
        if not quick:
            time_command_line(tools.commands["throughline"], measured.seconds, round_)
    return measured


def run_of(printed, customers):
    """What a program says of its run."""
    contacts = sum(totals["arrived"] for totals in printed["outcomes"])
    return Run(sum(printed["seconds"]), contacts, customers * len(printed["seconds"]), printed["peak_mb"])


def time_command_line(command, seconds, round_):
    """What people wait for."""
    for threads in (1, 2):
        seconds[f"threads {threads}"][round_] = seconds_of_replications(command, threads)
    seconds["start"][round_] = seconds_to_first_result(command)


def seconds_of_replications(command, threads):
    """How long the command line says that it took, to a tenth: long enough for that."""
    settings = ["--set", "run.replications=8", "--set", "run.customers=500000", "--strategy", "siloed"]
    words = ["run", BENCHES / "rm1.toml", *settings, "--threads", threads, "--force", "--out", TARGET / "measure"]
    return float(re.search(r"simulated in ([\d.]+) s", output([*command, *words], threads))[1])


def seconds_to_first_result(command):
    """From the start of the command line to the first line that holds a result."""
    words = ["run", "scenarios/tutorial.toml", "--force", "--out", str(TARGET / "measure")]
    began = time.perf_counter()
    with subprocess.Popen([*command, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        results = (line for line in process.stdout if line.strip().startswith(FIRST_RESULT))
        if next(results, None) is None:
            sys.exit(f"the command line printed no line that begins with {FIRST_RESULT!r}")
        seconds = time.perf_counter() - began
        process.stdout.read()
    return seconds


def short(number):
    """Three digits, or all of them before the point."""
    places = 2 if number == 0 else max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:,.{places}f}"


def table(head, rows):
    """A table in Markdown; all columns but the first are to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def table_of_targets(targets, measured):
    """What was wanted, and what came of it."""
    rows = []
    for target in targets:
        found = target.figure(measured)
        met = [str(found), target.verdict(found.value)] if found else ["not measured", ""]
        rows.append([target.what, target.limit(target.must), target.limit(target.aim), *met])
    return table(["target", "must", "aim", "measured", "met"], rows)


def table_of_programs(programs, measured, worst, versions):
    """Time and memory of each program."""
    sizes = list(OF_FAST)
    head = ["program", "tool", "largest \\|z\\|"] + [f"ns, 10{'⁴⁵⁶⁷'[at]}" for at in range(len(sizes))]
    rows = []
    for program in programs:
        found = [figure(measured.values(program.name, size, lambda run: run.per_contact)) for size in sizes]
        peaks = [figure(measured.values(program.name, size, lambda run: run.peak)) for size in sizes]
        rows.append([
            f"`{program.name}`", f"{program.tool} {versions[program.tool]}", agrees(program, worst),
            *(str(each) if each else "" for each in found), growth(program, measured),
            " / ".join(short(peak.value) if peak else "–" for peak in peaks),
        ])
    return table([*head, "growth", "peak, MB"], rows)


def agrees(program, worst):
    """How well it agrees, if it is not the engine that others must agree with."""
    if program.name not in worst:
        return ""
    return "exact" if program.engines_luck else f"{worst[program.name]:.1f}"


def growth(program, measured):
    """Time per customer at the largest size over that at 100,000."""
    found = per_customer(program.name, max(program.replications), COMPARED)(measured)
    return str(found) if found else ""


def versions_of(tools, with_peers):
    """By tool."""
    package = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
    versions = {ENGINE: package["version"], LOOP: output(["rustc", "--version"]).split()[1]}
    if with_peers:
        names = ["NumPy", "Numba", "Mesa", "SimPy", "Ciw"]
        ask = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]))"
        versions |= zip(names, output([*tools.commands["python"], "-c", ask, *names]).split())
        locked = tomllib.loads((PEERS / "ixa" / "Cargo.lock").read_text())["package"]
        versions["ixa"] = next(each["version"] for each in locked if each["name"] == "ixa")
    return versions


def circumstances():
    """Where, when and how it was measured."""
    models = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    commit = output(["git", "rev-parse", "--short", "HEAD"]).strip()
    others = output(["git", "status", "--porcelain", "--", ".", ":!benches/README.md"])
    changed = " with changes" if others.strip() else ""
    return (
        f"{os.cpu_count()} cores of {models[0] if models else platform.machine()}, Linux {platform.release()}; "
        f"{datetime.date.today().isoformat()}, commit {commit}{changed}; "
        f"`python3 benches/measure.py`; {ROUNDS} rounds.\n"
    )


def rewrite(text):
    """Puts what was measured in its place in README.md."""
    before, rest = README.read_text().split(BEGIN)
    README.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END)[1]}")


def say(text):
    """Tells how far it is."""
    print(text, file=sys.stderr, flush=True)


def arguments():
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="engine and loops, 10,000 customers; prints only")
    parser.add_argument("--agreement", action="store_true", help="only whether all say the same; writes nothing")
    parser.add_argument("--no-peers", action="store_true", help="without the programs of benches/peers; prints only")
    return parser.parse_args()


def main():
    """Measures and writes."""
    typed = arguments()
    peers = not typed.quick and not typed.no_peers
    programs = ENGINES + LOOPS + ([] if typed.quick else WAYS)
    if peers:
        programs += OTHERS + SLOW + [for_few_days(program) for program in ENGINES + SLOW]
    tools = Tools(with_command_line=not typed.quick, with_peers=peers)
    worst = agreement(programs, tools)
    if typed.agreement:
        return
    measured = measure(programs, tools, QUICK_ROUNDS if typed.quick else ROUNDS, typed.quick)
    wanted = table_of_targets(targets_against_loops(SMALL) if typed.quick else TARGETS, measured)
    print(wanted)
    if not typed.quick:
        by_market = sorted(programs, key=lambda program: program.market)
        found = table_of_programs(by_market, measured, worst, versions_of(tools, peers))
        print(found)
    if peers:
        rewrite("\n".join([circumstances(), wanted, found]))


if __name__ == "__main__":
    main()
