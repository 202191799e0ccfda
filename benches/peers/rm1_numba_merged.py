"""Market 1 as one compiled loop in Numba with merged tosses: as `rm1_numba.py`, but what ends an attempt and what comes
then is one draw from the table in `moves.py`.

An honest remark: nobody writes this by Numba's documentation. It is here to show how little is left to an expert.
"""

import numba

from moves import (
    CELL_MOVES, CONTACT, COUNTED_AT_END, COUNTED_AT_START, FAILED, KIND, LEFT, MARKET, MINUTES, NEXT_ROW, PAUSES,
    REPEAT, START, SWITCH, THRESHOLD, WIDTH,
)
from rm1_numba import CONTACT_LIMIT, GIVE_UP_AFTER, GIVEN_UP, HORIZON, PAUSE, TOLERANCE, ARRIVED, record, run


@numba.njit
def draw_move(generator, row):
    """A move of a row."""
    place = generator.random() * WIDTH
    column = int(place)
    cell = row * WIDTH + column
    return CELL_MOVES[2 * cell + (place - column >= THRESHOLD[cell])]


@numba.njit
def walk(generator, start, totals):
    """Walks a journey to its end or the horizon: when that is, its experience, what it does to the odds of loss."""
    now, effort, of_contact = start, 0.0, 0.0
    budget = TOLERANCE * generator.standard_exponential()
    move = draw_move(generator, START)
    counts = COUNTED_AT_START[move]
    while True:
        row = NEXT_ROW[move]
        minutes = MINUTES[row] * generator.standard_exponential()
        now += minutes
        effort += minutes
        of_contact += minutes
        move = draw_move(generator, row)
        kind = KIND[move]
        if kind >= LEFT:
            ending = kind - LEFT
            break
        if kind == PAUSES:
            if COUNTED_AT_END[move]:
                counts += FAILED
                budget -= of_contact
                if budget <= 0.0:
                    ending = GIVEN_UP
                    break
            of_contact = 0.0
            over = max(now, start + GIVE_UP_AFTER)
            now += PAUSE * generator.standard_exponential()
            if now > over and over < HORIZON:
                now = over
                ending = GIVEN_UP
                break
            if now >= HORIZON:
                break
            if counts % SWITCH == CONTACT_LIMIT:
                ending = GIVEN_UP
                break
            counts += COUNTED_AT_START[move]
    totals[ARRIVED] += counts % SWITCH
    if now >= HORIZON:
        return now, 0.0, 0.0
    apart = (counts % SWITCH, counts // SWITCH % 256, counts // REPEAT % 256, counts // FAILED)
    return now, *record(generator, start, ending, apart, effort, totals)


if __name__ == "__main__":
    run(walk)
