"""Market 1 as one compiled loop: Numba, customer by customer.

Each journey is walked from its need to its end at once, toss by toss. Ended journeys are kept in order of their end
until the next need, before which those that have ended by then are felt.

An honest remark: this is a program written for this market, not a model in a tool: the nearest that Python comes to the
hand-written loops. Compiling is not timed.
"""

import numba
import numpy as np

import market

MARKET = market.Market("rm1")
STEPS, CHANNELS, NOWHERE, RESTART = MARKET.steps, len(MARKET.channels), MARKET.nowhere, MARKET.restart
HORIZON, NEED_GAP, COUNTED_UNTIL = MARKET.horizon, MARKET.need_gap, MARKET.counted_until
TOLERANCE, PAUSE, REFERENCE_MINUTES = MARKET.tolerance, MARKET.pause, MARKET.reference_minutes
GIVE_UP_AFTER, CONTACT_LIMIT = MARKET.give_up_after, MARKET.contact_limit
VALUE_LOG_MEAN, VALUE_LOG_DEVIATION = MARKET.value_log_mean, MARKET.value_log_deviation
START_SATISFACTION, RISE, FALL = market.START_SATISFACTION, market.RISE, market.FALL
FAILED_CONTACT, EXCESS_EFFORT, EXCESS_EFFORT_CAP = market.FAILED_CONTACT, market.EXCESS_EFFORT, market.EXCESS_EFFORT_CAP
EXPERIENCE_GIVEN_UP, LOSS_SATISFACTION = market.GIVEN_UP, market.LOSS_SATISFACTION
ODDS_LATE, ODDS_GIVEN_UP = np.exp(market.LOSS_LATE), np.exp(market.LOSS_GIVEN_UP)
PROPENSITY_A, PROPENSITY_B = market.PROPENSITY

# By channel before and channel.
KEPT = np.array(MARKET.kept)
# By channel before and step: running sums of the chances of channels.
RUNNING = np.array(MARKET.running)
# By channel and step; then success by whether cold, too.
MINUTES, LEAVE, SUCCESS = MARKET.arrays()

LEFT, COMPLETED, GIVEN_UP = range(3)
(ARRIVED, JOURNEYS, COMPLETED_JOURNEYS, LEFT_JOURNEYS, GIVEN_UP_JOURNEYS, CONTACTS, SWITCHES, REPEATS, FAILED_CONTACTS,
 EFFORT, EFFORT_SQUARED, REVENUE, LOST, SATISFACTION) = range(len(market.OUTCOMES))
BY_ENDING = np.array([LEFT_JOURNEYS, COMPLETED_JOURNEYS, GIVEN_UP_JOURNEYS])


@numba.njit
def choose(generator, before, step):
    """A channel for a step, given the channel before: counted without a branch that could be guessed wrong."""
    draw = generator.random()
    channel = 0
    for other in range(CHANNELS):
        channel += draw >= RUNNING[before, step, other]
    return channel


@numba.njit
def walk(generator, start, totals):
    """Walks a journey to its end or the horizon: when that is, its experience, what it does to the odds of loss."""
    now, effort, of_contact = start, 0.0, 0.0
    budget = TOLERANCE * generator.standard_exponential()
    step, contacts, switches, repeats, failed = 0, 1, 0, 0, 0
    channel = choose(generator, NOWHERE, 0)
    cold = 0
    while True:
        minutes = MINUTES[channel, step] * generator.standard_exponential()
        now += minutes
        effort += minutes
        of_contact += minutes
        if generator.random() < LEAVE[channel, step]:
            ending = LEFT
            break
        if generator.random() < SUCCESS[channel, step, cold]:
            step += 1
            if step == STEPS:
                ending = COMPLETED
                break
            chosen = choose(generator, channel, step)
            if chosen == channel:
                cold = 0
                continue
        else:
            chosen = NOWHERE
            failed += 1
            budget -= of_contact
            if budget <= 0.0:
                ending = GIVEN_UP
                break
        over = max(now, start + GIVE_UP_AFTER)
        now += PAUSE * generator.standard_exponential()
        if now > over and over < HORIZON:
            now = over
            ending = GIVEN_UP
            break
        if now >= HORIZON:
            break
        if contacts == CONTACT_LIMIT:
            ending = GIVEN_UP
            break
        if chosen == NOWHERE:
            chosen = choose(generator, channel, step)
        contacts += 1
        switches += chosen != channel
        cold = int(generator.random() >= KEPT[channel, chosen])
        if cold and step > RESTART:
            repeats += step - RESTART
            step = RESTART
        channel = chosen
        of_contact = 0.0
    totals[ARRIVED] += contacts
    if now >= HORIZON:
        return now, 0.0, 0.0
    return now, *record(generator, start, ending, (contacts, switches, repeats, failed), effort, totals)


@numba.njit(inline="always")
def record(generator, start, ending, counts, effort, totals):
    """Adds an ended journey to the totals: its experience, what it does to the odds of loss.

    Without `inline` LLVM leaves the call alone, which costs a sixth of all time.
    """
    contacts, switches, repeats, failed = counts
    if ending == COMPLETED:
        value = np.exp(VALUE_LOG_MEAN + VALUE_LOG_DEVIATION * generator.standard_normal())
        totals[REVENUE] += np.floor(value * 1e6 + 0.5) / 1e6
    if start < COUNTED_UNTIL:
        totals[JOURNEYS] += 1.0
        totals[BY_ENDING[ending]] += 1.0
        totals[CONTACTS] += contacts
        totals[SWITCHES] += switches
        totals[REPEATS] += repeats
        totals[FAILED_CONTACTS] += failed
        totals[EFFORT] += effort
        totals[EFFORT_SQUARED] += effort * effort
    excess = min(EXCESS_EFFORT_CAP, max(0.0, effort / REFERENCE_MINUTES - 1.0))
    experience = 1.0 - FAILED_CONTACT * failed - EXCESS_EFFORT * excess
    odds = 1.0
    if ending == GIVEN_UP:
        experience -= EXPERIENCE_GIVEN_UP
        odds = ODDS_GIVEN_UP
    elif ending == COMPLETED and failed > 0:
        odds = ODDS_LATE
    return max(0.0, experience), odds


@numba.njit
def is_lost(generator, propensity, odds, satisfaction):
    """Whether an active customer is lost over a journey."""
    odds *= propensity * np.exp(LOSS_SATISFACTION * (START_SATISFACTION - satisfaction))
    return generator.random() * (odds + 1.0 - propensity) < odds


def simulator(walk):
    """The function that simulates a market whose journeys are walked by `walk`."""

    @numba.njit
    def simulate_all(generator, customers):
        totals = np.zeros(SATISFACTION + 1)
        ended = np.empty((64, 3))
        for _ in range(customers):
            propensity = generator.beta(PROPENSITY_A, PROPENSITY_B)
            satisfaction, active, waiting = START_SATISFACTION, True, 0
            need = NEED_GAP * generator.standard_exponential()
            while True:
                # The journeys that wait to be felt are in order, the first to end last.
                while waiting > 0 and ended[waiting - 1, 0] <= min(need, HORIZON):
                    waiting -= 1
                    change = ended[waiting, 1] - satisfaction
                    satisfaction += (FALL if change < 0.0 else RISE) * change
                    if is_lost(generator, propensity, ended[waiting, 2], satisfaction):
                        active, need, waiting = False, np.inf, 0
                        totals[LOST] += 1.0
                if need >= HORIZON:
                    break
                end, experience, odds = walk(generator, need, totals)
                if end < HORIZON:
                    if waiting == len(ended):
                        ended = np.concatenate((ended, np.empty_like(ended)))
                    at = waiting
                    while at > 0 and ended[at - 1, 0] < end:
                        ended[at] = ended[at - 1]
                        at -= 1
                    ended[at] = end, experience, odds
                    waiting += 1
                need += NEED_GAP * generator.standard_exponential()
            if active:
                totals[SATISFACTION] += satisfaction
        return totals

    def simulate(customers, seed):
        """The totals of one replication, by name."""
        totals = simulate_all(np.random.Generator(np.random.SFC64(seed)), customers)
        return dict(zip(market.OUTCOMES, totals.tolist()))

    return simulate


def run(walk):
    """Runs as the command line says; a tiny market comes first, so that compiling is not timed."""
    simulate = simulator(walk)
    simulate(10, 0)
    market.run(simulate)


if __name__ == "__main__":
    run(walk)
