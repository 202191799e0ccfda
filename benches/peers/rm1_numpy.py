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

MARKET = market.Market("rm1")
STEPS = MARKET.steps

BLOCK = 12_000  # customers: many enough to hide the cost of a call, few enough for the cache

# By channel and step, flat; success by whether cold, too.
MINUTES, LEAVE, SUCCESS = (table.ravel() for table in MARKET.arrays())
# By channel, then by channel before and step, flat: running sums of the chances, but for the last channel.
RUNNING = np.array(MARKET.running).reshape(-1, len(MARKET.channels)).T[:-1].copy()
# By whether the channel is the one before.
KEPT = np.array([MARKET.kept[0][1], MARKET.kept[0][0]])
# By whether the experience is below satisfaction.
SHARE = np.array([market.RISE, market.FALL])

LEFT, COMPLETED, GIVEN_UP = np.array([1, 2, 4], np.uint8)


def choose(generator, before, step):
    """A channel for each journey, given the channel before and the step."""
    row = before * np.uint8(STEPS) + step
    draw = generator.random(len(row))
    channel = np.zeros(len(row), np.uint8)
    for running in RUNNING:
        channel += draw >= running.take(row)
    return channel


def attempt(generator, times, counts, cold):
    """An attempt of each journey: by what it ends the journey, or 0, and whether it has failed."""
    _, now, effort, of_contact, budget = times
    step, channel, failed = counts[0], counts[1], counts[5]
    cell = channel * np.uint8(STEPS) + step
    minutes = generator.standard_exponential(len(cell))
    minutes *= MINUTES.take(cell)
    now += minutes
    effort += minutes
    of_contact += minutes
    leaves = generator.random(len(cell)) < LEAVE.take(cell)
    succeeds = generator.random(len(cell)) < SUCCESS.take(2 * cell + cold)
    succeeds &= ~leaves
    fails = ~(leaves | succeeds)
    step += succeeds
    failed += fails
    budget -= of_contact * fails
    return LEFT * leaves + COMPLETED * (step == STEPS) + GIVEN_UP * (budget <= 0.0), fails


def walk(generator, owner, start):
    """Walks journeys to their ends. Returns, in no order: start, end and effort; counts; owner; kinds of ending."""
    nothing, budget = np.zeros(len(start)), generator.standard_exponential(len(start)) * MARKET.tolerance
    times = np.stack([start, start, nothing, nothing, budget])
    counts = np.zeros((6, len(start)), np.uint8)  # step, channel, contacts, switches, repeats, failed
    counts[1] = choose(generator, np.full(len(start), MARKET.nowhere, np.uint8), counts[0])
    counts[2] = 1
    cold = np.zeros(len(start), bool)
    ended = []
    while len(owner):
        ending, fails = attempt(generator, times, counts, cold)
        on = np.flatnonzero(ending == 0)
        channel = counts[1].take(on)
        # Each journey that goes on has one choice before it: at once after success, else when the next contact starts.
        chosen = choose(generator, channel, counts[0].take(on))
        pauses = fails.take(on) | (chosen != channel)
        now = times[1].take(on)
        latest = np.maximum(now, times[0].take(on) + MARKET.give_up_after)
        now += MARKET.pause * generator.standard_exponential(len(on)) * pauses
        # A pause ends when it is too late for a new contact, nor is one begun beyond the horizon.
        over = now > latest
        np.minimum(now, latest, out=now, where=pauses)
        times[1, on] = now
        over |= now > MARKET.horizon
        over |= counts[2].take(on) == MARKET.contact_limit
        over &= pauses
        ending[on[over]] = GIVEN_UP

        done = np.flatnonzero(ending)
        ended.append((times[:3].take(done, axis=1), counts[2:].take(done, axis=1), owner.take(done), ending.take(done)))
        stays = ~over
        on, chosen, pauses = on[stays], chosen[stays], pauses[stays]
        times, counts, owner = times.take(on, axis=1), counts.take(on, axis=1), owner.take(on)
        step, channel, contacts, switches, repeats, _ = counts
        within = chosen == channel
        cold = generator.random(len(on)) >= KEPT.take(within)
        cold &= pauses
        goes_back = cold & (step > MARKET.restart)
        repeats += goes_back
        step -= goes_back
        contacts += pauses
        switches += ~within
        channel[:] = chosen
        times[3] *= ~pauses
    times, counts, owner, endings = zip(*ended)
    return (
        np.concatenate(times, axis=1), np.concatenate(counts, axis=1), np.concatenate(owner), np.concatenate(endings)
    )


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
    times, counts, owner, endings = walk(generator, owner, start)

    # A journey open at the horizon is felt by nobody; of it only the contacts so far count.
    is_open = times[1] >= MARKET.horizon
    unfinished, finished = np.flatnonzero(is_open), np.flatnonzero(~is_open)
    open_start, open_owner, open_contacts = times[0][unfinished], owner[unfinished], counts[0][unfinished]
    key = owner.take(finished) + times[1].take(finished) / MARKET.horizon
    felt = finished.take(np.argsort(key))
    start, end, effort = times.take(felt, axis=1)
    counts, owner, endings = counts.take(felt, axis=1), owner.take(felt), endings.take(felt)
    contacts, failed = counts[0], counts[3]

    gave_up, completed = endings == GIVEN_UP, endings == COMPLETED
    excess = np.clip(effort / MARKET.reference_minutes - 1.0, 0.0, market.EXCESS_EFFORT_CAP)
    experience = 1.0 - market.FAILED_CONTACT * failed - market.EXCESS_EFFORT * excess - market.GIVEN_UP * gave_up
    np.maximum(experience, 0.0, out=experience)
    loss_odds = np.exp(market.LOSS_LATE * (completed & (failed > 0)) + market.LOSS_GIVEN_UP * gave_up)
    satisfaction, lost_at = feel(generator, customers, owner, start, end, experience, loss_odds)

    really = start < lost_at.take(owner)
    totals["arrived"] += int(contacts[really].sum()) + int(open_contacts[open_start < lost_at.take(open_owner)].sum())
    active = lost_at == np.inf
    totals["lost"] += customers - int(active.sum())
    totals["satisfaction"] += float(satisfaction @ active)
    orders = np.count_nonzero(really & completed)
    values = generator.lognormal(MARKET.value_log_mean, MARKET.value_log_deviation, orders)
    totals["revenue"] += float(values.round(6).sum())
    counted = np.flatnonzero(really & (start < MARKET.counted_until))
    totals["journeys"] += len(counted)
    by_ending = np.bincount(endings.take(counted), minlength=GIVEN_UP + 1)
    for name, ending in (("left", LEFT), ("completed", COMPLETED), ("given_up", GIVEN_UP)):
        totals[name] += int(by_ending[ending])
    for name, total in zip(("contacts", "switches", "repeats", "failed"), counts.take(counted, axis=1).sum(axis=1)):
        totals[name] += int(total)
    effort = effort.take(counted)
    totals["effort"] += float(effort.sum())
    totals["effort_squared"] += float(effort @ effort)


def simulate(customers, seed, block=BLOCK):
    """The totals of one replication."""
    generator = np.random.Generator(np.random.SFC64(seed))
    totals = dict.fromkeys(market.OUTCOMES, 0)
    for first in range(0, customers, block):
        simulate_block(generator, min(block, customers - first), totals)
    return totals


if __name__ == "__main__":
    market.run(simulate)
