"""The agenda: what happens next, in order of time, then kind of event, then the order in which it was put down."""

import heapq
import itertools

REVIEW, CHANGE, STOCK, AT_ONCE, SHIFT, WORK_ENDS, JOURNEY, NEED, MESSAGE = range(9)


class Clock:
    """The time, and what is still to happen."""

    def __init__(self):
        """An empty agenda at time 0."""
        self.now = 0.0
        self.agenda = []
        self.order = itertools.count()

    def at(self, time, kind, action):
        """Puts an action down for a time; kinds of one moment go in the order of their list."""
        heapq.heappush(self.agenda, (time, kind, next(self.order), action))

    def run(self, end):
        """Does all that happens before the end."""
        while self.agenda and self.agenda[0][0] < end:
            self.now, _, _, action = heapq.heappop(self.agenda)
            action()
