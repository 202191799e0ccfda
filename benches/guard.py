"""Counts the instructions that a contact costs, and fails where it costs a fiftieth more than is recorded.

`python3 benches/guard.py [--record]`; the record is `instructions.json`. Needs valgrind. Counts do not depend on how
busy or how fast the machine is, and hardly on which it is.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from measure import build_reference

RECORD = Path(__file__).with_name("instructions.json")
PROGRAMS = ["rm1-engine", "rm1-in-time", "rm2-engine"]
FEWER, MORE = 2_000, 6_000  # customers; the difference leaves out what starting costs
TOO_MUCH = 1.02


def instructions_per_contact(reference, program):
    """Instructions of one more contact."""
    (fewer, of_fewer), (more, of_more) = (counted(reference, program, customers) for customers in (FEWER, MORE))
    return (more - fewer) / (of_more - of_fewer)


def counted(reference, program, customers):
    """Instructions and contacts of one replication."""
    words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", reference, program, customers, 1, 1]
    finished = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
    contacts = sum(totals["arrived"] for totals in json.loads(finished.stdout)["outcomes"])
    return int(re.search(r"Collected : (\d+)", finished.stderr)[1]), contacts


def main():
    """Counts, and compares or records."""
    reference = build_reference()
    found = {program: round(instructions_per_contact(reference, program)) for program in PROGRAMS}
    if "--record" in sys.argv[1:]:
        RECORD.write_text(json.dumps(found, indent=2) + "\n")
    recorded = json.loads(RECORD.read_text())
    for program, count in found.items():
        ratio = count / recorded[program]
        print(f"{program:12} {count:6,} instructions per contact, {ratio:.2f} of what is recorded")
    if any(count > TOO_MUCH * recorded[program] for program, count in found.items()):
        sys.exit(f"a contact costs more than {TOO_MUCH} times what is recorded in {RECORD.name}: find out why, or\n"
                 "record the new count with `python3 benches/guard.py --record` and say in the change what it buys")


if __name__ == "__main__":
    main()
