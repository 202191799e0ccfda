"""Whether programs simulate one market: compares the mean of every outcome over replications, program by program.

`python agree.py CUSTOMERS REPLICATIONS PROGRAM...` runs each program with CUSTOMERS SEED REPLICATIONS and prints, for
each outcome, how many standard errors it lies from that of the first program. A program is a file of this folder, or a
command. It exits with 1 where any lies too far off.

An honest remark: with some fifteen outcomes and a few programs, one z beyond 2.5 is nothing strange; one beyond 3.5 is.
"""

import json
import math
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

TOO_FAR = 3.5
SEED = 1


def disagreements(ours, theirs):
    """By outcome, the difference of means over its standard error; each side is a list of totals by replication."""
    if set(ours[0]) != set(theirs[0]):
        raise ValueError(f"outcomes differ: {sorted(set(ours[0]) ^ set(theirs[0]))}")
    scores = {}
    for name in ours[0]:
        a, b = ([totals[name] for totals in side] for side in (ours, theirs))
        error = math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))
        difference = statistics.fmean(b) - statistics.fmean(a)
        scores[name] = difference / error if error > 0.0 else math.copysign(math.inf, difference) if difference else 0.0
    return scores


def outcomes(program, customers, replications):
    """The totals of each replication."""
    words = shlex.split(program)
    if words[0].endswith(".py"):
        words[:1] = [sys.executable, str(Path(__file__).parent / words[0])]
    line = subprocess.run([*words, customers, str(SEED), replications], check=True, capture_output=True, text=True)
    return json.loads(line.stdout)["outcomes"]


def main():
    """Prints the table; returns whether all agree."""
    customers, replications, *programs = sys.argv[1:]
    first, *others = (outcomes(program, customers, replications) for program in programs)
    scores = [disagreements(first, other) for other in others]
    names = [Path(shlex.split(program)[0]).stem for program in programs]
    print(f"{'mean, and z of others':21} {names[0]:>16} " + " ".join(f"{name:>12}" for name in names[1:]))
    for outcome in first[0]:
        mean = statistics.fmean(totals[outcome] for totals in first)
        print(f"{outcome:21} {mean:16.2f} " + " ".join(f"{score[outcome]:12.2f}" for score in scores))
    farthest = [max(map(abs, score.values())) for score in scores]
    print(f"{'largest |z|':38} " + " ".join(f"{far:12.2f}" for far in farthest))
    return all(far <= TOO_FAR for far in farthest)


if __name__ == "__main__":
    sys.exit(not main())
