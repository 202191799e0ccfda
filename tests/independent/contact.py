"""One contact: getting there, waiting, the seam before it, and service step by step."""

from baskets import OVERWRITTEN, fill, set_aside
from choice import after_step, passed_on_to
from clock import JOURNEY
from luck import quantile, shifted
from money import pay
from orphans import close_orphans, leave_behind, send_twice
from market import YEAR
from pool import HUNG_UP, SERVED, Ticket
from records import help_of_records, leave_record, note_known
from repeats import note_served, note_turn_to_people
from stock import is_out
from week import DAY

COMPLETED, LEFT, FAILED, PASSED_ON, MOVES_ON, STRANDED = (
    "completed", "left", "failed", "passed on", "moves on", "stranded"
)


# What goes wrong, as the customer remembers it.
WAIT, REPEAT, TRANSFER, WRONG_RECORD, CONFLICT = "wait", "repeat", "transfer", "wrong record", "conflict"


class Contact:
    """One stay in one channel; steps go by the rules of its arrival, or by those of the contact that passed it on.

    The channel is, to the end of the contact, of the kind that it had on arrival (as_met).
    """

    def __init__(self, world, journey, name, passed_on_by=None, warm=False, access=0.0):
        """A contact that begins now; the one that passed it on, if any, gives its place in line when warm."""
        self.rules = passed_on_by.rules if passed_on_by else world.market
        self.prices = world.market
        self.kind = journey.contact_kind = self.rules.kinds[journey.kind.name]
        self.journey, self.channel, self.warm = journey, self.rules.channels[name], warm
        self.as_met = world.market.channels[name]
        self.arrived = world.now
        self.place = passed_on_by.place if warm else world.now
        self.counted = world.in_window
        self.before = journey.before
        self.served_before = None
        self.effort = {"access": access, "waiting": 0.0, "handling": 0.0, "identification": 0.0, "rebuilding": 0.0}
        self.conflict = None
        self.kept = None
        self.wrong_record = False
        self.sent_back_to = None
        self.began = None
        self.ticket = None
        self.next_channel = None
        self.known = 0.0
        self.to_set_aside = 0.0
        self.chosen = passed_on_by is None
        note_turn(world, journey, self.as_met, passed_on_by)

    @property
    def agent(self):
        """Who serves the contact; None where nobody of a pool does."""
        return self.ticket.agent if self.ticket else None

    def total_effort(self, market):
        """Effort so far, each part by its weight as the market has it."""
        channel = market.channels[self.channel.name]
        weights = {"waiting": channel.waiting_weight, "handling": channel.handling_weight}
        return {part: weights.get(part, 1.0) * minutes for part, minutes in self.effort.items()}


def note_turn(world, journey, channel, passed_on_by):
    """Counts a contact of a journey, and as a turn if chosen, or put through from self-service before meeting anybody."""
    journey.channels.append(channel.name)
    if passed_on_by is None:
        journey.chosen += 1
        journey.met_somebody = False
    if passed_on_by is None or passed_on_by.as_met.alone and not journey.met_somebody:
        journey.turns[channel.name] = journey.turns.get(channel.name, 0) + 1
        if not channel.alone:
            journey.turns_to_people += 1
            note_turn_to_people(world, journey.customer)
    journey.met_somebody |= not channel.alone


def trip_in_vain(world, journey, channel, access):
    """What a customer has of a channel that is closed on arrival, after getting there."""
    note_turn(world, journey, channel, None)
    journey.effort["access"] += access
    fail(journey, access, WAIT)
    if world.in_window:
        world.tally.add("trips in vain", channel.name)


def fail(journey, effort, straw):
    """Counts a failed contact and its effort, and what of it the customer remembers as gone wrong."""
    journey.failed += 1
    journey.failed_effort += effort
    journey.last_straw = straw


def contact(world, contact):
    """Lives through a contact; tells how it ended."""
    pool = world.pool_of(contact.channel)
    note_arrival(world, contact)
    note_known(world, contact)
    lines_changed = send_twice(world, contact)
    if world.market.twin_closed_when == "arrives":
        lines_changed |= close_orphans(world, contact)
    for name in sorted(lines_changed - {pool and pool.name}):
        world.pools[name].settle()
    if pool:
        answer = yield from stand_in_line(world, contact, pool)
        if answer != SERVED:
            leave_line(world, contact, answer)
            return answer
    contact.began = world.now
    if not contact.as_met.alone and contact.journey.answered is None:
        contact.journey.answered = (world.now, contact.channel)
    cross_seam(world, contact)
    return (yield from serve(world, contact))


def note_arrival(world, contact):
    """Puts an arrival into the books of the channel."""
    if not contact.counted:
        return
    name, before = contact.channel.name, contact.before
    world.tally.add("contacts", name)
    world.tally.add("censored", name)
    world.tally.add("flow", f"{before or 'start'}>{name}")
    world.tally.add("contacts of customers", contact.journey.customer.segment.name, YEAR / DAY)
    pay(world, "cost of contacts", contact.prices.channels[name].cost_per_contact)
    pay(world, "integration cost", contact.prices.integration_costs("per_contact"))


def stand_in_line(world, contact, pool):
    """Waits in the line of a pool, or of one that takes its place; tells whether served, hung up or turned away."""
    journey, channel = contact.journey, contact.as_met
    patience = world.luck.exponential(world.market.channels[channel.name].patience)
    order = pool.order(channel, journey.kind, contact.place, journey.customer.number, journey.number)

    def wait_for(resume):
        contact.ticket = Ticket(channel, journey.kind, order, resume)
        if contact.chosen:
            pool.let_wait_for(journey.last_agent, contact.ticket)
        pool.line_up(contact.ticket, patience, attempt_minutes(world, contact))

    world.in_line.add(contact)
    answer = yield wait_for
    world.in_line.remove(contact)
    waited = world.now - contact.arrived
    contact.effort["waiting"] = waited
    if contact.counted:
        in_person = not channel.messages
        world.tally.add_to_both("waited", channel.name, in_person)
        world.tally.add_to_both("wait", channel.name, in_person, waited)
        if in_person:
            world.tally.add("waited in line", f"staff.{contact.ticket.pool.name}")
            world.tally.add("hung up in line", f"staff.{contact.ticket.pool.name}", answer == HUNG_UP)
        in_time = answer == SERVED and waited <= world.market.in_time
        world.tally.add_to_both("served in time", channel.name, in_person, in_time)
    if answer == SERVED and not contact.agent:
        contact.ticket = None
    return answer


def leave_line(world, contact, answer):
    """Ends a contact that was never served."""
    end(world, contact)
    fail(contact.journey, sum(contact.total_effort(world.market).values()), WAIT)
    if answer == HUNG_UP and contact.as_met.messages:
        leave_behind(world, contact)
    if contact.counted:
        what, in_person = "hung up" if answer == HUNG_UP else "turned away", not contact.as_met.messages
        world.tally.add_to_both(what, contact.channel.name, in_person)


def cross_seam(world, contact):
    """Identification, then context and consistency between this channel and the one that served before."""
    market, luck, journey, channel = world.market, world.luck, contact.journey, contact.channel
    contact.served_before = before = journey.last_served
    seam = f"{before}>{channel.name}"
    identify(world, contact, seam)
    if before is None:
        return
    same = before == channel.name
    kept = contact.kind.kept["context_kept_within" if same else "context_kept"]
    known = contact.chosen and contact.ticket and contact.ticket.pool.knows_the_case(journey.last_agent, contact.ticket)
    if contact.wrong_record:
        contact.kept = False
    else:
        contact.kept = bool(contact.warm or known) or luck.happens(contact.rules.at_level("continuity", kept, seam))
    consistent = contact.rules.capability("consistency", "consistent", 0.72, 0.98)
    consistent = contact.rules.at_level("consistency", consistent, seam)
    if not same and not contact.wrong_record and not luck.happens(consistent):
        worse = market.worse_share.get(seam, 1 - market.conflict["better_share"])
        meet_conflict(contact, "worse" if luck.happens(worse) else "better")
    if not contact.kept:
        lose_context(world, contact)


def identify(world, contact, seam):
    """Says who the customer is, if that is not known; who is known may be taken for somebody else."""
    market, luck, journey = world.market, world.luck, contact.journey
    identify_minutes = market.channels[contact.channel.name].identify
    recognised = contact.rules.at_level("identity", contact.rules.capability("identity", "recognised", 0.41, 0.95), seam)
    luck_of_it = journey.customer.recognition_luck if market.recognised_by == "customer" else luck.random()
    if luck_of_it >= recognised:
        contact.effort["identification"] = identify_minutes
        return
    wrong_match = market.at_level("identity", market.capability("identity", "wrong_match", 0.0, 0.0), seam)
    if identify_minutes and luck.happens(wrong_match):
        contact.wrong_record = True
        contact.effort["rebuilding"] = market.repair
        journey.wrong_records += 1
        meet_conflict(contact, "worse")
        journey.last_straw = WRONG_RECORD


def meet_conflict(contact, conflict):
    """Is told something else than before, for the better or the worse."""
    contact.conflict = conflict
    contact.journey.conflicts[conflict] += 1
    if conflict == "worse":
        contact.journey.last_straw = CONFLICT


def lose_context(world, contact):
    """Falls back to an earlier step that the channel offers, or tells the story again."""
    journey, kind = contact.journey, contact.kind
    if kind.restart is None:
        contact.effort["rebuilding"] += kind.rebuild
        return
    again = range(kind.steps.index(kind.restart), journey.step)
    offered = [step for step in again if kind.steps[step] in contact.channel.steps]
    if offered:
        journey.repeats += journey.step - offered[0]
        journey.step = offered[0]
    elif again:
        restart_elsewhere(world, contact, again)


def restart_elsewhere(world, contact, again):
    """What comes of steps that are lost where none of them is offered: nothing, entering all again, or going back."""
    journey, kind = contact.journey, contact.kind
    if kind.restart_not_offered == "nothing":
        return
    journey.repeats += len(again)
    if kind.restart_not_offered == "back":
        contact.sent_back_to = again[0]
        return
    channels = contact.rules.channels
    offering = sorted(name for name, channel in channels.items() if channel.open and kind.restart in channel.steps)
    told = channels[contact.served_before]
    where = told if kind.restart in told.steps else channels[offering[0]]
    contact.effort["rebuilding"] += world.luck.draw(where.steps[kind.restart].minutes)


def attempt_minutes(world, contact):
    """Minutes of the next attempt; the same attempt takes the same luck wherever it is made."""
    journey, channel = contact.journey, contact.channel
    step = journey.kind.steps[journey.step]
    luck = journey.attempt_luck.setdefault((step, journey.attempts.get(step, 0)), world.luck.random())
    return quantile(channel.steps[step].minutes, luck)


def serve(world, contact):
    """Attempts step after step while they succeed and the customer stays; tells how the contact ended."""
    journey, channel = contact.journey, contact.channel
    before_attempt = contact.effort["identification"] + contact.effort["rebuilding"]
    if contact.sent_back_to is not None:
        return (yield from go_back(world, contact, before_attempt))
    cold = contact.rules.cold if contact.kept is False else 0.0
    while True:
        began = world.now
        yield from work(world, contact, before_attempt + attempt_minutes(world, contact))
        contact.effort["handling"] += world.now - began - before_attempt
        result = attempt(world, contact, cold)
        before_attempt = cold = 0.0
        if result == COMPLETED and journey.step < len(journey.kind.steps):
            contact.next_channel = after_step(world, contact)
            if contact.next_channel == channel.name:
                before_attempt = set_aside(contact)
                continue
            result = MOVES_ON if contact.next_channel else STRANDED
        if result == FAILED:
            contact.next_channel = passed_on_to(world, contact)
            result = PASSED_ON if contact.next_channel else FAILED
        end_service(world, contact, result)
        return result


def go_back(world, contact, minutes):
    """Ends a contact without an attempt; the customer takes up an earlier step elsewhere."""
    journey = contact.journey
    began = world.now
    yield from work(world, contact, minutes)
    contact.effort["handling"] += world.now - began - minutes
    journey.step = contact.sent_back_to
    contact.next_channel = after_step(world, contact)
    result = MOVES_ON if contact.next_channel else STRANDED
    end_service(world, contact, result)
    return result


def work(world, contact, minutes):
    """Waits while somebody works on the contact, or the customer alone."""
    if contact.ticket:
        yield lambda resume: contact.ticket.pool.work(contact.ticket, minutes, resume)
    else:
        yield lambda resume: world.clock.at(world.now + minutes, JOURNEY, resume)


def attempt(world, contact, cold):
    """Whether a step is left, done or failed; COMPLETED stands for the step."""
    market, luck, journey, kind = contact.rules, world.luck, contact.journey, contact.kind
    name = kind.steps[journey.step]
    step = contact.channel.steps[name]
    journey.attempts[name] = journey.attempts.get(name, 0) + 1
    better = contact.conflict == "better" and kind.value is not None
    if luck.happens(shifted(step.leave, market.conflict["worse_leave"] if contact.conflict == "worse" else 0.0)):
        return LEFT
    help_of_price = market.conflict["better_success"] if better and name == kind.price_step else 0.0
    if not luck.happens(shifted(step.success, help_of_price + help_of_records(contact, step) - cold)):
        return FAILED
    if name == kind.takes_at and is_out(world, contact):
        return LEFT if luck.happens(kind.leave_when_out) else FAILED
    if name == (kind.price_step or kind.steps[-1]):
        journey.better_price = better
    if kind.value and journey.step == len(kind.steps) - 2:
        if fill(world, contact) == OVERWRITTEN:
            return COMPLETED
    journey.step += 1
    return COMPLETED


def end_service(world, contact, result):
    """Ends a served contact: what it leaves with the journey, in the books, and with the agent."""
    journey, channel, tally = contact.journey, contact.channel, world.tally
    end(world, contact)
    journey.last_served = journey.customer.last_channel = channel.name
    journey.served_in.add(channel.name)
    leave_record(world, contact)
    journey.last_agent = contact.agent
    journey.last_effort = sum(contact.total_effort(world.market).values())
    if result == FAILED:
        fail(journey, journey.last_effort, REPEAT)
    if result == PASSED_ON:
        journey.last_straw = TRANSFER
    if result == COMPLETED:
        journey.recovered = contact.kept is not False and journey.failed == 1
    if contact.counted:
        name, by_people = channel.name, not contact.as_met.alone
        tally.add_to_both("served", name, by_people)
        tally.add("identified", name, contact.effort["identification"] > 0)
        tally.add("wrong records", name, contact.wrong_record)
        tally.add_to_both("passed on", name, by_people, result == PASSED_ON)
        tally.add("served after another", name, contact.kept is not None)
        tally.add("context lost", name, contact.kept is False)
        tally.add("visits that ordered", name, result == COMPLETED and journey.kind.value is not None)
    if not contact.as_met.alone:
        note_served(world, contact)
        if world.market.twin_closed_when == "served":
            for name in sorted(close_orphans(world, contact)):
                world.pools[name].settle()
    if contact.ticket:
        contact.ticket.pool.wrap_up(contact.ticket, lambda: note_handling(world, contact, world.now))
        return
    after_contact = world.market.channels[channel.name].after_contact
    note_handling(world, contact, world.now + after_contact)
    if contact.counted:
        minutes = world.now + after_contact - contact.began
        pay(world, "cost of minutes", contact.prices.channels[channel.name].cost_per_minute * minutes, contact.arrived)


def note_handling(world, contact, until):
    """Counts how long a contact took, the work after it included."""
    if not contact.counted:
        return
    minutes, name = until - contact.began, contact.channel.name
    switched = contact.served_before not in (None, name)
    by_people = not contact.as_met.alone
    world.tally.add_to_both("handled", name, by_people)
    world.tally.add_to_both("handle", name, by_people, minutes)
    world.tally.add_to_both("handled after switch", name, by_people, switched)
    world.tally.add_to_both("handle after switch", name, by_people, minutes * switched)


def end(world, contact):
    """Adds a contact's effort to its journey, and takes it off those under way."""
    for part, minutes in contact.total_effort(world.market).items():
        contact.journey.effort[part] += minutes
    if not contact.counted:
        return
    world.tally.add("censored", contact.channel.name, -1)
    if contact.journey.kind.value:
        world.tally.add("visits", contact.channel.name)
