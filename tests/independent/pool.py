"""Pools of staff: one line, numbered agents, and the one rule that settles them."""

from bisect import bisect_left, insort

from clock import JOURNEY, SHIFT, WORK_ENDS
from market import timetable

SERVED, HUNG_UP, TURNED_AWAY = "served", "hung up", "turned away"


class Ticket:
    """A contact's place in a line, and then what an agent has at hand of it."""

    def __init__(self, channel, order, resume):
        """The order says who comes first in the line; resume is told what becomes of the wait."""
        self.channel = channel
        self.order = order
        self.resume = resume
        self.orphan_minutes = None
        self.agent = None
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

    def free_for(self, ticket):
        """Whether a ticket can be taken: when idle, and a chat beside fewer chats than the slots of any of them all."""
        if not self.at_hand:
            return True
        together = [*self.at_hand, ticket]
        chats = all(one.channel.kind == "chat" for one in together)
        return chats and len(self.at_hand) < min(one.channel.slots for one in together)

    def speed(self, ticket):
        """How fast a ticket gets on beside the others."""
        return 1 / (1 + ticket.channel.slowdown * (len(self.at_hand) - 1))


class Pool:
    """A staff pool in the course of a replication."""

    def __init__(self, staff, clock, window):
        """The window is the time from the end of the warm-up to the horizon, in which work is counted."""
        self.priority = staff.get("priority", [])
        self.cost_per_hour = staff.get("cost_per_hour", 0.0)
        self.week = timetable(staff)
        self.clock = clock
        self.window = window
        self.line = []
        self.agents = []
        self.on_duty = 0
        self.busy_minutes = 0.0
        clock.at(0.0, SHIFT, self.change_shift)

    def change_shift(self):
        """Lets the timetable say how many are on duty; where nobody is, those in person are turned away."""
        self.on_duty = self.week.count(self.clock.now)
        self.agents += [Agent(number) for number in range(len(self.agents), self.on_duty)]
        self.clock.at(self.week.next_change(self.clock.now), SHIFT, self.change_shift)
        if not self.on_duty:
            in_person = [ticket for _, ticket in self.line if not ticket.channel.messages]
            self.line = [(order, ticket) for order, ticket in self.line if ticket.channel.messages]
            for ticket in in_person:
                ticket.resume(TURNED_AWAY)
        self.settle()

    def rank(self, channel, kind):
        """How early the priority names a contact's channel or journey."""
        named = [self.priority.index(name) for name in (channel.name, kind.name) if name in self.priority]
        return min(named, default=len(self.priority))

    def line_up(self, ticket, patience, orphan_minutes):
        """Puts a ticket in the line; whoever is not served in the patience hangs up, and a message is still worked on."""
        def hang_up():
            if ticket.agent or self.position(ticket) is None:
                return
            if ticket.channel.messages:
                ticket.orphan_minutes = orphan_minutes
            else:
                del self.line[self.position(ticket)]
            ticket.resume(HUNG_UP)
            self.settle()

        insort(self.line, (ticket.order, ticket), key=lambda place: place[0])
        self.settle()
        if not ticket.agent:
            self.clock.at(self.clock.now + patience, JOURNEY, hang_up)

    def position(self, ticket):
        """Where in the line a ticket stands; None if it does not."""
        place = bisect_left(self.line, ticket.order, key=lambda place: place[0])
        return place if place < len(self.line) and self.line[place][1] is ticket else None

    def settle(self):
        """Serves the first in the line while an agent is free for them, and nobody else."""
        while self.line:
            ticket = self.line[0][1]
            free = [agent for agent in self.agents[:self.on_duty] if agent.free_for(ticket)]
            if not free:
                return
            del self.line[0]
            self.take(min(free, key=lambda agent: (len(agent.at_hand), agent.number)), ticket)

    def take(self, agent, ticket):
        """Lets an agent begin with a ticket."""
        self.catch_up(agent)
        agent.at_hand.append(ticket)
        ticket.agent = agent
        if ticket.orphan_minutes is None:
            ticket.resume(SERVED)
        else:
            self.work(ticket, ticket.orphan_minutes, lambda: self.wrap_up(ticket))

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

        self.work(ticket, ticket.channel.after_contact, part)

    def catch_up(self, agent):
        """Brings what an agent has at hand up to now."""
        now = self.clock.now
        for ticket in agent.at_hand:
            ticket.minutes_left -= (now - agent.since) * agent.speed(ticket)
        if agent.at_hand:
            start, end = self.window
            self.busy_minutes += max(0.0, min(now, end) - max(agent.since, start))
        agent.since = now

    def plan_ahead(self, agent):
        """Puts down when the agent's next piece of work ends, as things stand now."""
        agent.plan += 1
        if agent.at_hand:
            plan, ticket = agent.plan, min(agent.at_hand, key=lambda ticket: ticket.minutes_left / agent.speed(ticket))
            end = self.clock.now + max(0.0, ticket.minutes_left / agent.speed(ticket))
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

    def would_serve(self, channel, kind, now):
        """Whether somebody who turned to the channel now would be served at once."""
        newcomer = Ticket(channel, self.order(channel, kind, now), None)
        ahead = self.line and self.line[0][0] < newcomer.order
        return not ahead and any(agent.free_for(newcomer) for agent in self.agents[:self.on_duty])

    def order(self, channel, kind, place, customer=0, journey=0):
        """What decides who comes first: priority, in person before messages, place, then customer and journey."""
        return (self.rank(channel, kind), channel.messages, place, customer, journey)

    def expected_wait(self, channel, kind):
        """The wait that somebody sees in front of a channel."""
        if channel.messages or not self.on_duty or self.would_serve(channel, kind, self.clock.now):
            return 0.0
        waiting = sum(not ticket.channel.messages for _, ticket in self.line)
        return (waiting + 1) * channel.typical_minutes / (self.on_duty * channel.slots)
