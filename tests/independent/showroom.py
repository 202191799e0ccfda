"""Channels in which customers see the goods, and what that does later on."""

from week import DAY


def see(world, journey):
    """Lets a customer have seen the goods once a journey ends in which a showroom served them."""
    if journey.served_in & set(world.market.showroom["channels"]):
        journey.customer.has_seen = True


def later_need(world, customer, kind):
    """When a need that arises by itself brings about one more; None where it does not."""
    showroom = world.market.showroom
    if kind.value and customer.has_seen and world.luck.happens(showroom["needs"]):
        return world.now + world.luck.exponential(showroom["after_days"] * DAY)
    return None


def sent_back_today(world, journey):
    """The factor on the chance that an order is sent back."""
    showroom = world.market.showroom
    elsewhere = journey.before not in showroom["channels"]
    return showroom["sent_back"] if journey.customer.has_seen and elsewhere else 1.0
