"""What is sent back: what comes about over an order, and what handing it in does to money and stock."""

from dataclasses import dataclass

from money import earn
from records import chance_to_follow
from showroom import sent_back_today


@dataclass
class Piece:
    """What an order brought: the channel of its last contact, value, margin and unit; whether it holds all twice."""

    journey: object
    channel: str
    value: float
    margin: float
    unit_from: object
    twice: bool

    @property
    def double(self):
        """The half that was bought by mistake, of which no unit was asked for."""
        return Piece(self.journey, self.channel, self.value / 2, self.margin / 2, None, False)


def what_comes_about(world, journey, fitting, piece):
    """Of links that fit, as type and cause, those that come about, with what each brings back of an order that there is.

    The first that brings something back brings the piece. If none does, and the order holds all twice, the first that
    could comes about nevertheless, with the double.
    """
    coming, brought = [], None
    for kind, cause in fitting:
        chance = chance_to_follow(kind, cause, journey)
        brings_back = kind.refunds is not None
        if world.luck.happens(chance * sent_back_today(world, journey) if brings_back else chance):
            coming.append((kind, cause, piece if brings_back and not brought else None))
            brought = brought or brings_back
    double = [(kind, cause, piece.double) for kind, cause in fitting if kind.refunds is not None] if piece and piece.twice else []
    return coming if brought else coming + double[:1]


def hand_in(world, journey):
    """Hands in what a completed journey brings back; the sale is undone, unless the piece is exchanged."""
    piece, channel, segment = journey.brings, world.market.channels[journey.before], journey.customer.segment.name
    if piece is None:
        return
    rules = journey.contact_kind.refunds
    exchanged = world.luck.happens(rules.get("exchanged", {}).get(channel.name, 0.0))
    cost = rules.get("lost", 0.0) * piece.value + rules.get("cost", 0.0)
    if not exchanged and piece.unit_from:
        put_back(world, piece, channel)
    if not world.in_window:
        return
    world.tally.add("handed in", channel.name)
    world.tally.add("exchanged", channel.name, exchanged)
    world.tally.add("sent back", piece.channel)
    world.tally.add("cost of what was sent back", segment, cost)
    earn(world, segment, -cost)
    if not exchanged:
        world.tally.add("refunds", segment, piece.value)
        world.tally.add("revenue", segment, -piece.value)
        earn(world, segment, -piece.margin)


def put_back(world, piece, channel):
    """Puts the unit of an order on hand where it is handed in, or where it came from if nothing is sold from stock there."""
    pool = world.stocks[channel.stock] if channel.stock else piece.unit_from
    pool.move(pool.item(piece.journey), 1)
    if world.in_window:
        world.tally.add("put back", channel.name)
