"""What an agent can have at hand at a time, and how fast each of it gets on."""

from collections import namedtuple

Taken = namedtuple("Taken", "kind slots slowdown")


def as_taken(kind, channel):
    """How an agent has a contact at hand that arrived when its channel was of this kind, whatever that is by now."""
    return Taken(kind, channel.slots, channel.slowdown) if kind == channel.kind else Taken(kind, 1, 0.0)


def fits_beside_chats(agent, channel):
    """Whether a contact of a channel can be taken when idle, and a chat beside fewer chats than the slots of any."""
    chats = channel.kind == "chat" and all(one.channel.kind == "chat" for one in agent.at_hand)
    return not agent.at_hand or chats and len(agent.at_hand) < min(fewest_slots(agent), channel.slots)


def fewest_slots(agent):
    """The fewest slots of the contacts that an agent has at hand."""
    return min(one.slots for one in agent.at_hand)


def many_of(agent, kind):
    """How many contacts in channels of a kind an agent has at hand."""
    return sum(one.channel.kind == kind for one in agent.at_hand)


def speed_among(ticket, many):
    """How fast a ticket gets on as one of so many; only chats are slowed down."""
    return 1 / (1 + ticket.slowdown * (many - 1))


class ChatsFirst:
    """Nothing beside a call or a message, and nobody overtakes in the line of a pool."""

    one_line = True

    def free(self, agent, channel):
        """Whether an agent can take a contact of a channel."""
        return fits_beside_chats(agent, channel)

    def speed(self, agent, ticket):
        """How fast a ticket gets on beside the others at hand."""
        return speed_among(ticket, len(agent.at_hand))


class CallInterrupts:
    """One call goes before all else at hand, which stands still meanwhile; each channel has its line."""

    one_line = False

    def free(self, agent, channel):
        """Whether an agent can take a contact of a channel."""
        return not many_of(agent, "live") if channel.kind == "live" else fits_beside_chats(agent, channel)

    def speed(self, agent, ticket):
        """How fast a ticket gets on beside the others at hand."""
        stands_still = ticket.channel.kind != "live" and many_of(agent, "live")
        return 0.0 if stands_still else speed_among(ticket, len(agent.at_hand))


class Limits:
    """So many of each kind and so many together; each channel has its line."""

    one_line = False

    def __init__(self, limits, slots):
        """The limits that are named, and the most slots of the chat channels that the pool serves."""
        self.most = {"live": limits.get("calls", 1), "chat": limits.get("chats", slots), "messages": limits.get("messages", 1)}
        self.together = limits.get("together", max(self.most.values()))

    def free(self, agent, channel):
        """Whether an agent can take a contact of a channel."""
        many, kind = many_of(agent, channel.kind), channel.kind
        if kind == "chat" and many >= min([channel.slots, *(one.slots for one in agent.at_hand if one.channel.kind == "chat")]):
            return False
        return many < self.most[kind] and len(agent.at_hand) < self.together

    def speed(self, agent, ticket):
        """How fast a ticket gets on beside the others at hand."""
        return speed_among(ticket, len(agent.at_hand))


def sharing(staff, channels):
    """The rule of a pool, by its table and the channels that it serves; where there are none, it is the first."""
    rule = staff.get("sharing", "chats_first") if channels else "chats_first"
    if isinstance(rule, dict):
        return Limits(rule["limits"], max([channel.slots for channel in channels if channel.kind == "chat"], default=1))
    return {"chats_first": ChatsFirst, "call_interrupts": CallInterrupts}[rule]()
