"""Hours of the week as scenario files write them, such as "mon-fri 08:00-20:00, sat 09:00-14:00"."""

from bisect import bisect_right

DAY = 24 * 60
WEEK = 7 * DAY
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def spans(hours):
    """Start and end, in minutes of the week, of every span that a text of hours names."""
    for part in hours.split(","):
        days, times = part.split()
        first, last = (days.split("-") * 2)[:2]
        start, end = (int(time[:2]) * 60 + int(time[3:]) for time in times.split("-"))
        for day in range(DAYS.index(first), DAYS.index(last) + 1):
            yield day * DAY + start, day * DAY + end


class Week:
    """How many are there at each moment of the week; shifts add up, and a span holds its start but not its end."""

    def __init__(self, shifts):
        """Shifts are pairs of a text of hours, or None for always, and how many are there then."""
        placed = [(span, many) for hours, many in shifts for span in (spans(hours) if hours else [(0, WEEK)])]
        self.starts = sorted({0} | {moment % WEEK for span, _ in placed for moment in span})
        self.counts = [sum(many for (start, end), many in placed if start <= moment < end) for moment in self.starts]

    def count(self, time):
        """How many are there at a time in minutes."""
        return self.counts[bisect_right(self.starts, time % WEEK) - 1]

    def next_change(self, time):
        """The first moment after a time at which the week says how many are there."""
        later = [start for start in self.starts if start > time % WEEK]
        return time - time % WEEK + (later[0] if later else WEEK)

    def next_opening(self, time):
        """The first moment from a time on at which somebody is there; None if nobody ever is."""
        if not any(self.counts):
            return None
        while not self.count(time):
            time = self.next_change(time)
        return time

    def minutes(self, start, end):
        """Minutes between two times, each counted as often as somebody is there."""
        return sum(minutes * many for minutes, many in self.stretches(start, end))

    def open_minutes(self, start, end):
        """Minutes between two times at which anybody is there."""
        return sum(minutes for minutes, many in self.stretches(start, end) if many)

    def stretches(self, start, end):
        """Minutes and how many are there then, from one change between two times to the next."""
        while start < end:
            until = min(self.next_change(start), end)
            yield until - start, self.count(start)
            start = until
