"""Pools of staff: one line, numbered agents, and the one rule that settles them."""

from bisect import bisect_left, insort
from collections import defaultdict

from clock import AT_ONCE, JOURNEY, SHIFT, WORK_ENDS
from sharing import as_taken, sharing

SERVED, HUNG_UP, TURNED_AWAY = "served", "hung up", "turned away"


class Ticket:
    """A contact's place in a line, and then what an agent has at hand of it."""

    def __init__(self, channel, kind, order, resume):
        """The order says who comes first in the line; resume is told what becomes of the wait."""
        self.channel = channel
        self.kind = kind
        self.order = order
        self.pool = None
        self.resume = resume
        self.orphan_minutes = None
        self.counted_orphan = False
        self.waits_for = None
        self.agent = None
        self.slots = self.slowdown = None
        self.minutes_left = 0.0
        self.work_done = None


class Agent:
    """Somebody who serves, with the tickets at hand."""

    def __init__(self, number):
        """Agents are told apart by their number."""
        self.number = number
        self.at_hand = []
        self.since = 0.0
        self.plan = 0


class Pool:
    """A staff pool in the course of a replication."""

    def __init__(self, name, market, clock):
        """A pool as the market has it at the start."""
        self.name = name
        self.clock = clock
        self.window = (market.warm_up, market.horizon)
        self.shifts = 0
        self.kinds = defaultdict(set)
        self.line = []
        self.agents = []
        self.go_by(market)
        self.on_duty = 0
        self.busy_minutes = 0.0
        self.orphan_minutes = defaultdict(float)
        self.plan_shift(0.0)

    def go_by(self, market):
        """Goes by the rules of another day: channels, timetable, priority, sharing, and who waits for the agent they know."""
        for agent in self.agents:
            self.catch_up(agent)
        staff = market.staff[self.name]
        self.market, self.week = market, market.weeks[self.name]
        self.channels = {channel.name: channel for channel in market.channels.values() if channel.pool == self.name}
        for channel in market.channels.values():
            self.kinds[channel.name].add(channel.kind)
        self.priority = staff.get("priority", [])
        self.sharing = sharing(staff, list(self.channels.values()))
        self.wait_for_same = staff.get("same_agent", {}).get("wait_minutes", 0.0)
        for agent in self.agents:
            self.plan_ahead(agent)

    @property
    def forms_line_by(self):
        """What lets lines form anew when it becomes another; limits that are not named are those that hold by default."""
        return set(self.channels), self.priority, type(self.sharing), vars(self.sharing), self.wait_for_same > 0

    def plan_shift(self, time):
        """Puts down when agents next change, in the place of what was put down before."""
        self.shifts += 1
        number = self.shifts
        self.clock.at(time, SHIFT, lambda: number == self.shifts and self.change_shift())

    def change_shift(self):
        """Lets the timetable say how many are on duty, and serves whoever can be served then."""
        self.count_on_duty()
        self.settle()

    def count_on_duty(self):
        """Lets the timetable say how many are on duty; those in person for whom nobody is are turned away."""
        self.on_duty = self.week.count(self.clock.now)
        self.agents += [Agent(number) for number in range(len(self.agents), self.on_duty)]
        self.plan_shift(self.week.next_change(self.clock.now))
        for _, ticket in self.line:
            if ticket.waits_for and ticket.waits_for.number >= self.on_duty:
                ticket.waits_for = None
        self.turn_away()

    def turn_away(self):
        """Turns those in line away who are there in person, where nobody is on duty or their channel is shut."""
        leaving = [ticket for _, ticket in self.line
                   if not ticket.channel.messages and not (self.on_duty and self.channels[ticket.channel.name].open)]
        self.line = [(order, ticket) for order, ticket in self.line if ticket not in leaving]
        for ticket in leaving:
            ticket.resume(TURNED_AWAY)

    def rank(self, channel, kind):
        """How early the priority names a contact's channel or journey."""
        named = [self.priority.index(name) for name in (channel.name, kind.name) if name in self.priority]
        return min(named, default=len(self.priority))

    def line_up(self, ticket, patience, orphan_minutes):
        """Puts a ticket in the line; whoever is not served in the patience hangs up, and a message is still worked on."""
        def hang_up():
            pool = ticket.pool
            if ticket.agent or pool.position(ticket) is None:
                return
            if ticket.channel.messages:
                ticket.orphan_minutes, ticket.waits_for = orphan_minutes, None
            else:
                pool.drop(ticket)
            ticket.resume(HUNG_UP)
            pool.settle()

        self.insert(ticket)
        self.settle()
        if not ticket.agent:
            self.clock.at(self.clock.now + patience, JOURNEY, hang_up)

    def insert(self, ticket):
        """Puts a ticket in the line, and serves nobody yet."""
        ticket.pool = self
        insort(self.line, (ticket.order, ticket), key=lambda place: place[0])

    def drop(self, ticket):
        """Takes a ticket out of the line, and serves nobody yet; whether it still stood there."""
        place = self.position(ticket)
        if place is None:
            return False
        del self.line[place]
        return True

    def let_wait_for(self, agent, ticket):
        """Lets a ticket wait for one agent alone who is on duty, if there is such a one, for as long as the pool has it so."""
        if not self.is_waited_for(agent):
            return

        def wait_no_longer():
            if ticket.waits_for and not ticket.agent:
                ticket.waits_for = None
                ticket.pool.settle()

        ticket.waits_for = agent
        self.clock.at(self.clock.now + self.wait_for_same, JOURNEY, wait_no_longer)

    def is_waited_for(self, agent):
        """Whether whom this agent served last would wait for them now."""
        return self.wait_for_same > 0 and agent in self.agents[:self.on_duty]

    def knows_the_case(self, agent, ticket):
        """Whether a ticket is served by this agent, where that makes a difference."""
        return self.wait_for_same > 0 and ticket.agent is agent

    def position(self, ticket):
        """Where in the line a ticket stands; None if it does not."""
        place = bisect_left(self.line, ticket.order, key=lambda place: place[0])
        return place if place < len(self.line) and self.line[place][1] is ticket else None

    def settle(self):
        """Serves whoever can be served, one after the other."""
        while next_served := self.next_served():
            ticket, agent = next_served
            self.drop(ticket)
            self.take(agent, ticket)

    def next_served(self):
        """The ticket that is served next, and by whom; None if nobody can be.

        It is the first, in the order of the line, of those who wait for an agent of their own who is free for them, and of the
        heads of lines for whom any agent is. Those who wait for an agent of their own keep nobody else waiting. Agents who are
        waited for are on duty (change_shift), so that nobody can be served where none of those on duty is free.
        """
        agents = {(name, kind): self.free_agent(as_taken(kind, channel))
                  for name, channel in self.channels.items() for kind in self.kinds[name] - {"self_service"}}
        if not any(agents.values()):
            return None
        for _, ticket in self.line:
            if ticket.waits_for:
                if self.sharing.free(ticket.waits_for, as_taken(ticket.channel.kind, self.channels[ticket.channel.name])):
                    return ticket, ticket.waits_for
                continue
            if agent := agents[ticket.channel.name, ticket.channel.kind]:
                return ticket, agent
            if self.sharing.one_line:
                if not self.wait_for_same:
                    return None
                agents = dict.fromkeys(agents)
        return None

    def free_agent(self, channel):
        """Of the agents on duty who can take a contact of a channel the one with the fewest contacts; None if nobody can."""
        free = [agent for agent in self.agents[:self.on_duty] if self.sharing.free(agent, channel)]
        return min(free, key=lambda agent: (len(agent.at_hand), agent.number), default=None)

    def take(self, agent, ticket):
        """Lets an agent begin with a ticket."""
        self.catch_up(agent)
        agent.at_hand.append(ticket)
        ticket.agent = agent
        taken = as_taken(ticket.channel.kind, self.channels[ticket.channel.name])
        ticket.slots, ticket.slowdown = taken.slots, taken.slowdown
        if ticket.orphan_minutes is None:
            ticket.resume(SERVED)
        else:
            self.note_orphan_work(ticket)
            self.work(ticket, ticket.orphan_minutes, lambda: self.wrap_up(ticket))

    def note_orphan_work(self, ticket):
        """Adds the work that nobody waits for, with that after it, if it begins in the window."""
        start, end = self.window
        if start <= self.clock.now < end:
            after_contact = self.market.channels[ticket.channel.name].after_contact
            self.orphan_minutes[ticket.channel.name] += ticket.orphan_minutes + after_contact

    def work(self, ticket, minutes, done):
        """Lets the ticket's agent work on it for so many minutes at full speed."""
        ticket.minutes_left, ticket.work_done = minutes, done
        self.plan_ahead(ticket.agent)

    def wrap_up(self, ticket, done=lambda: None):
        """Lets the agent do the work after a contact, and be free for others then."""
        def part():
            ticket.agent.at_hand.remove(ticket)
            self.plan_ahead(ticket.agent)
            done()
            self.settle()

        after_contact = self.market.channels[ticket.channel.name].after_contact
        if after_contact:
            self.work(ticket, after_contact, part)
        else:
            self.clock.at(self.clock.now, AT_ONCE, part)

    def catch_up(self, agent):
        """Brings what an agent has at hand up to now."""
        now = self.clock.now
        for ticket in agent.at_hand:
            ticket.minutes_left -= (now - agent.since) * self.sharing.speed(agent, ticket)
        if agent.at_hand:
            start, end = self.window
            self.busy_minutes += max(0.0, min(now, end) - max(agent.since, start))
        agent.since = now

    def plan_ahead(self, agent):
        """Puts down when the agent's next piece of work ends, as things stand now."""
        agent.plan += 1
        speeds = {ticket: self.sharing.speed(agent, ticket) for ticket in agent.at_hand}
        # What is done does not stand still, whatever has come in its way at the same moment.
        done = {ticket: 0.0 for ticket in agent.at_hand if ticket.minutes_left <= 0}
        under_way = {ticket: ticket.minutes_left / speed for ticket, speed in speeds.items() if speed} | done
        if under_way:
            plan, ticket = agent.plan, min(under_way, key=under_way.get)
            end = self.clock.now + max(0.0, under_way[ticket])
            self.clock.at(end, WORK_ENDS, lambda: plan == agent.plan and self.finish(agent, ticket))

    def finish(self, agent, ticket):
        """Ends a piece of work; whoever waits for it says what comes next."""
        self.catch_up(agent)
        ticket.minutes_left = 0.0
        ticket.work_done()

    def close_books(self):
        """Counts the work that is under way at the end."""
        for agent in self.agents:
            self.catch_up(agent)

    def would_serve(self, channel, kind, now, agent):
        """Whether somebody whom this agent served last, if any did, would be served at once in the channel now."""
        if self.is_waited_for(agent):
            return self.sharing.free(agent, channel)
        first = next((order for order, ticket in self.line if not ticket.waits_for), None)
        ahead = self.sharing.one_line and first is not None and first < self.order(channel, kind, now)
        return not ahead and self.free_agent(channel) is not None

    def order(self, channel, kind, place, customer=0, journey=0, copy=0):
        """What decides who comes first: priority, in person before messages, place, then customer, journey and its twins."""
        return (self.rank(channel, kind), channel.messages, place, customer, journey, copy)

    def expected_wait(self, channel, kind, agent):
        """The wait that somebody whom this agent served last, if any did, sees in front of a channel."""
        if channel.messages or not self.on_duty or self.would_serve(channel, kind, self.clock.now, agent):
            return 0.0
        waiting = sum(not ticket.channel.messages for _, ticket in self.line)
        return (waiting + 1) * channel.typical_minutes / (self.on_duty * channel.slots)


def form_lines_anew(pools, market):
    """Puts whoever stands in any line in that of the pool that serves their channel now; they wait for no agent of their own.

    Returns those whose channel no pool serves any more, in the order of places.
    """
    waiting = [ticket for pool in pools.values() for _, ticket in pool.line]
    for pool in pools.values():
        pool.line = []
    for ticket in waiting:
        ticket.waits_for = None
        if not market.channels[ticket.channel.name].pool:
            continue
        pool = pools[market.channels[ticket.channel.name].pool]
        ticket.order = (pool.rank(ticket.channel, ticket.kind), *ticket.order[1:])
        pool.insert(ticket)
    without = [ticket for ticket in waiting if not market.channels[ticket.channel.name].pool]
    return sorted(without, key=lambda ticket: ticket.order[2:])


def let_go(tickets, market):
    """Serves at once who waited for a pool where there is none now, unless in person at a shut door; drops work left behind."""
    for ticket in tickets:
        if ticket.orphan_minutes is None:
            shut_out = not ticket.channel.messages and not market.channels[ticket.channel.name].open
            ticket.resume(TURNED_AWAY if shut_out else SERVED)
