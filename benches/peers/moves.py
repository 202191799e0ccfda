"""Market 1 as one table of moves, for `rm1_numba_merged.py`.

How an attempt ends, which channel comes next and whether context survives are drawn at once: they depend on the step,
the channel and whether the attempt is cold (a *row*), and on nothing else. A draw takes one uniform number by Walker's
alias method. Whether the budget, the time or the number of contacts ends the journey instead is for the caller to see.
"""

import numpy as np

import market

MARKET = market.Market("rm1")
CHANNELS = len(MARKET.channels)
START = 2 * MARKET.steps * CHANNELS  # the row of a journey that chooses its first channel
GIVES_UP = START + 1                 # the row of a journey that only has its end before it

# What a move does to the journey.
STAYS, PAUSES, LEFT, COMPLETED, GIVEN_UP = range(5)

# Counts of a journey share one number, 8 bits each: no count passes the limit of contacts, which is 50.
CONTACT, SWITCH, REPEAT, FAILED = (1 << shift for shift in (0, 8, 16, 24))


def row(step, channel, cold):
    """The number of a row."""
    return (cold * MARKET.steps + step) * CHANNELS + channel


def contacts_elsewhere_or_here(before, step, failed):
    """The moves into a new contact, with their probabilities."""
    for channel, chosen in enumerate(MARKET.choice[before][step]):
        if chosen == 0.0 or (channel == before and not failed):
            continue
        kept = MARKET.kept[before][channel]
        begun = CONTACT + SWITCH * (channel != before)
        back = min(step, MARKET.restart)
        repeated = REPEAT * (step - back)
        yield (PAUSES, row(step, channel, 0), FAILED * failed, begun), chosen * kept
        yield (PAUSES, row(back, channel, 1), FAILED * failed, begun + repeated), chosen * (1.0 - kept)


def moves_of_attempt(step, channel, cold):
    """All ways in which an attempt can end, with their probabilities."""
    leave = MARKET.attempts[channel][step]["leave"]
    success = (1.0 - leave) * MARKET.success(channel, step, cold)
    yield (LEFT, GIVES_UP, 0, 0), leave
    if step + 1 == MARKET.steps:
        yield (COMPLETED, GIVES_UP, 0, 0), success
    else:
        stay = MARKET.choice[channel][step + 1][channel]
        yield (STAYS, row(step + 1, channel, 0), 0, 0), success * stay
        for move, chance in contacts_elsewhere_or_here(channel, step + 1, False):
            yield move, success * chance
    for move, chance in contacts_elsewhere_or_here(channel, step, True):
        yield move, (1.0 - leave - success) * chance


def alias(chances, width):
    """Walker's table: where a uniform draw falls into cell i below threshold[i] it means i, else other[i]."""
    scaled = np.zeros(width)
    scaled[:len(chances)] = np.asarray(chances) * width / sum(chances)
    threshold, other = np.ones(width), np.arange(width)
    small, large = [i for i in range(width) if scaled[i] < 1.0], [i for i in range(width) if scaled[i] >= 1.0]
    while small and large:
        poor, rich = small.pop(), large.pop()
        threshold[poor], other[poor] = scaled[poor], rich
        scaled[rich] -= 1.0 - scaled[poor]
        (small if scaled[rich] < 1.0 else large).append(rich)
    return threshold, other


def build():
    """The list of all moves, and for each row the moves it can make with their chances."""
    by_row = {GIVES_UP: [((GIVEN_UP, GIVES_UP, 0, 0), 1.0)]}
    by_row[START] = [
        ((STAYS, row(0, channel, 0), 0, CONTACT), chance)
        for channel, chance in enumerate(MARKET.choice[MARKET.nowhere][0])
        if chance > 0.0
    ]
    for channel in range(CHANNELS):
        for step in MARKET.attempts[channel]:
            for cold in (0, 1):
                by_row[row(step, channel, cold)] = list(moves_of_attempt(step, channel, cold))
    moves = sorted({move for choices in by_row.values() for move, _ in choices})
    return moves, by_row


MOVES, BY_ROW = build()
WIDTH = max(len(choices) for choices in BY_ROW.values())
# By cell (row x WIDTH + column): below the threshold the first move of the cell is made, else the second.
THRESHOLD = np.ones((GIVES_UP + 1) * WIDTH)
CELL_MOVES = np.zeros(2 * len(THRESHOLD), np.uint8)
# By row.
MINUTES = np.zeros(GIVES_UP + 1)
# By move.
KIND, NEXT_ROW = (np.array(column, np.uint8) for column in list(zip(*MOVES))[:2])
COUNTED_AT_END, COUNTED_AT_START = (np.array(column, np.uint32) for column in list(zip(*MOVES))[2:])

for at, choices in BY_ROW.items():
    numbers = np.array([MOVES.index(move) for move, _ in choices] + [0] * (WIDTH - len(choices)))
    cells = slice(at * WIDTH, (at + 1) * WIDTH)
    THRESHOLD[cells], others = alias([chance for _, chance in choices], WIDTH)
    CELL_MOVES[2 * at * WIDTH:2 * (at + 1) * WIDTH] = np.stack([numbers, numbers[others]], axis=1).ravel()
    if at < START:
        MINUTES[at] = MARKET.attempts[at % CHANNELS][at // CHANNELS % MARKET.steps]["minutes"]["mean"]
