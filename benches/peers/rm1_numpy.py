"""Market 1 in vectorised NumPy.

Without habit, a journey's course does not depend on its customer's state. So all journeys of a block of customers are
walked side by side, one attempt of all open journeys at a time; then satisfaction and loss are applied to each
customer's journeys in the order in which they ended, and journeys that a lost customer would not have begun are struck
out.

An honest remark: this is no event simulation, and it works only because nothing flows back from customers to journeys.
Of the journeys that it walks, one in eight is then struck out.
"""

import numpy as np

import market
from moves import (
    CELL_MOVES, COMPLETED, CONTACT, COUNTED_AT_END, COUNTED_AT_START, FAILED, GIVEN_UP, KIND, LEFT, MARKET, MINUTES,
    NEXT_ROW, PAUSES, REPEAT, START, STAYS, SWITCH, THE_GIVEN_UP_MOVE, THRESHOLD, WIDTH,
)

BLOCK = 10_000  # customers: many enough to hide the cost of a call, few enough for the cache

# By move.
ENDS = KIND >= LEFT
STAYS_OR_0 = (KIND == STAYS).astype(float)
FAILED_OR_0 = (COUNTED_AT_END == FAILED).astype(float)
PAUSE_OR_0 = np.where(KIND == PAUSES, MARKET.pause, 0.0)
# By whether the experience is below satisfaction.
SHARE = np.array([market.RISE, market.FALL])


def draw_moves(generator, row):
    """One move for each row."""
    place = generator.random(len(row))
    place *= WIDTH
    cell = place.astype(np.intp)
    place -= cell
    cell += row.astype(np.intp) * WIDTH
    second = place >= THRESHOLD.take(cell)
    cell *= 2
    cell += second
    return CELL_MOVES.take(cell)


def walk(generator, owner, start):
    """Walks journeys to their ends. Returns, in no order: start, end and effort; owner and counts; kinds of ending."""
    move = draw_moves(generator, np.full(len(start), START))
    row = NEXT_ROW.take(move)
    nothing, budget = np.zeros(len(start)), generator.standard_exponential(len(start)) * MARKET.tolerance
    times = np.stack([start, start, nothing, nothing, budget])
    numbers = np.stack([owner, COUNTED_AT_START.take(move)])
    ended = []
    attempts = 0
    while len(row):
        attempts += 1
        start, now, effort, of_contact, budget = times
        minutes = generator.standard_exponential(len(row))
        minutes *= MINUTES.take(row)
        now += minutes
        effort += minutes
        of_contact += minutes
        move = draw_moves(generator, row)
        numbers[1] += COUNTED_AT_END.take(move)
        budget -= of_contact * FAILED_OR_0.take(move)
        ends = ENDS.take(move)
        ends |= budget <= 0.0
        done, on = np.flatnonzero(ends), np.flatnonzero(~ends)
        ended.append((times[:3].take(done, axis=1), numbers.take(done, axis=1), KIND.take(move.take(done))))

        times, numbers, move = times.take(on, axis=1), numbers.take(on, axis=1), move.take(on)
        start, now, effort, of_contact, budget = times
        of_contact *= STAYS_OR_0.take(move)
        pause = generator.standard_exponential(len(move))
        pause *= PAUSE_OR_0.take(move)
        now += pause
        # A new contact is not begun too late, nor beyond the horizon; such a journey has only its end before it.
        over = now > np.minimum(start + MARKET.give_up_after, MARKET.horizon)
        if attempts >= MARKET.contact_limit:
            over |= numbers[1] % SWITCH == MARKET.contact_limit
        over &= pause > 0.0
        move[over] = THE_GIVEN_UP_MOVE
        row = NEXT_ROW.take(move)
        numbers[1] += COUNTED_AT_START.take(move)
    times, numbers, endings = zip(*ended)
    endings = np.concatenate(endings)
    endings[endings < LEFT] = GIVEN_UP
    return np.concatenate(times, axis=1), np.concatenate(numbers, axis=1), endings


def feel(generator, customers, owner, start, end, experience, loss_odds):
    """Satisfaction of each customer, and when they were lost, if ever; takes journeys by owner, in order of end."""
    journeys = np.bincount(owner, minlength=customers)
    first = np.cumsum(journeys) - journeys
    # Those with the most journeys come first, so that a slice holds all who have one more.
    by_journeys = np.argsort(-journeys)
    first, journeys = first.take(by_journeys), journeys.take(by_journeys)
    having_more = np.searchsorted(-journeys, -np.arange(journeys[0]))
    satisfaction = np.full(customers, market.START_SATISFACTION)
    lost_at = np.full(customers, np.inf)
    propensity = generator.beta(*market.PROPENSITY, customers)
    for rank, some in enumerate(having_more):
        here = first[:some] + rank
        s, lost, p = satisfaction[:some], lost_at[:some], propensity[:some]
        change = experience.take(here)
        change -= s
        change *= SHARE.take(change < 0.0)
        change *= start.take(here) < lost
        s += change
        odds = np.exp(market.LOSS_SATISFACTION * (market.START_SATISFACTION - s))
        odds *= loss_odds.take(here)
        odds *= p
        leaves = generator.random(some) * (odds + (1.0 - p)) < odds
        leaves &= lost == np.inf
        leaving = np.flatnonzero(leaves)
        lost[leaving] = end.take(here.take(leaving))
    by_number = np.empty((2, customers))
    by_number[:, by_journeys] = satisfaction, lost_at
    return by_number


def simulate_block(generator, customers, totals):
    """Adds what a block of customers does to the totals."""
    needs = generator.poisson(MARKET.horizon / MARKET.need_gap, customers)
    owner = np.repeat(np.arange(customers, dtype=np.uint32), needs)
    start = generator.random(len(owner)) * MARKET.horizon
    times, numbers, endings = walk(generator, owner, start)

    # A journey open at the horizon is felt by nobody; of it only the contacts so far count.
    is_open = times[1] >= MARKET.horizon
    unfinished, finished = np.flatnonzero(is_open), np.flatnonzero(~is_open)
    open_start, open_owner, open_counts = times[0][unfinished], *numbers[:, unfinished]
    key = numbers[0].take(finished) + times[1].take(finished) / MARKET.horizon
    felt = finished.take(np.argsort(key))
    start, end, effort = times.take(felt, axis=1)
    owner, counts = numbers.take(felt, axis=1)
    endings = endings.take(felt)

    failed = counts // FAILED
    gave_up, completed = endings == GIVEN_UP, endings == COMPLETED
    excess = np.clip(effort / MARKET.reference_minutes - 1.0, 0.0, market.EXCESS_EFFORT_CAP)
    experience = 1.0 - market.FAILED_CONTACT * failed - market.EXCESS_EFFORT * excess - market.GIVEN_UP * gave_up
    np.maximum(experience, 0.0, out=experience)
    loss_odds = np.exp(market.LOSS_LATE * (completed & (failed > 0)) + market.LOSS_GIVEN_UP * gave_up)
    satisfaction, lost_at = feel(generator, customers, owner, start, end, experience, loss_odds)

    really = start < lost_at.take(owner)
    totals["arrived"] += int((counts % SWITCH) @ really)
    totals["arrived"] += int((open_counts % SWITCH) @ (open_start < lost_at.take(open_owner)))
    active = lost_at == np.inf
    totals["lost"] += customers - int(active.sum())
    totals["satisfaction"] += float(satisfaction @ active)
    orders = np.count_nonzero(really & completed)
    values = generator.lognormal(MARKET.value_log_mean, MARKET.value_log_deviation, orders)
    totals["revenue"] += float(values.round(2).sum())
    counted = np.flatnonzero(really & (start < MARKET.counted_until))
    totals["journeys"] += len(counted)
    for name, total in zip(("left", "completed", "given_up"), np.bincount(endings.take(counted), minlength=5)[LEFT:]):
        totals[name] += int(total)
    counts, effort = counts.take(counted), effort.take(counted)
    for name, unit in (("contacts", CONTACT), ("switches", SWITCH), ("repeats", REPEAT), ("failed", FAILED)):
        totals[name] += int((counts // unit % 256).sum())
    totals["effort"] += float(effort.sum())
    totals["effort_squared"] += float(effort @ effort)


def simulate(customers, seed):
    """The totals of one replication."""
    generator = np.random.Generator(np.random.SFC64(seed))
    totals = dict.fromkeys(market.OUTCOMES, 0)
    for first in range(0, customers, BLOCK):
        simulate_block(generator, min(BLOCK, customers - first), totals)
    return totals


if __name__ == "__main__":
    market.run(simulate)
