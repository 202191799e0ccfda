"""What random scenarios are drawn with."""

import math
import random

STEPS = ["find", "ask", "order"]
NAMES = {"self_service": ["web", "app"], "live": ["phone", "store"], "chat": ["chat", "talk"], "messages": ["mail", "post"]}
HOURS = ["mon-sun 08:00-18:00", "mon-fri 09:00-17:00", "mon-fri 08:00-20:00, sat 09:00-14:00", "mon-sun 20:00-24:00",
         "mon-sun 06:00-12:00, mon-sun 13:00-22:00", "tue-thu 10:00-16:00", "mon-sun 10:00-12:00"]
CAPABILITIES = {"identity": ["recognised"], "continuity": ["context_kept", "context_kept_within"],
                "consistency": ["consistent"], "routing": ["routed_right", "warm"]}


class Writer(random.Random):
    """A source of random scenarios."""

    def sometimes(self, **values):
        """Each of the values with an even chance; values are functions that draw them."""
        return {key: draw() for key, draw in values.items() if self.random() < 0.5}

    def rarely(self, **values):
        """Each of the values now and then, so that most scenarios have one or two of all that are drawn so."""
        return {key: draw() for key, draw in values.items() if self.random() < 0.2}

    def share(self, low=0.0, high=1.0):
        """A share, now and then at an end of its range."""
        return self.choice([low, high]) if self.random() < 0.15 else round(self.uniform(low, high), 3)

    def amount(self, low, high):
        """An amount, spread evenly over orders of magnitude."""
        return round(math.exp(self.uniform(math.log(low), math.log(high))), 3)

    def yes(self, chance=0.5):
        """Whether something of this chance is so."""
        return self.random() < chance

    def law(self, low, high):
        """A law with a mean between two ends."""
        shape = self.choice(["lognormal", "exponential", "fixed"])
        return {"mean": self.amount(low, high), "law": shape} | ({"cv": self.share(0.1, 1.5)} if shape == "lognormal" else {})

    def ends(self):
        """The two end values of a parameter that a capability owns."""
        return {"siloed": self.share(), "integrated": self.share()}


def offered(document, channels, steps):
    """Whether some of these channels offer each of these steps."""
    return all(any(step in document["channel"][name]["step"] for name in channels) for step in steps)


def sharing(write, kinds):
    """A rule of what an agent of a pool that serves these kinds has at hand at a time."""
    interrupts = ["call_interrupts"] * 2 if "live" in kinds and len(kinds) > 1 else []
    return write.choice(["chats_first", {"limits": limits(write, kinds)}, *interrupts])


def limits(write, kinds):
    """How many contacts an agent has at hand at most, by kind, where there are such, and together."""
    named = [("calls", "live"), ("chats", "chat"), ("messages", "messages")]
    most = {name: write.randint(1, 3) for name, kind in named if kind in kinds and write.yes()}
    return most | write.sometimes(together=lambda: write.randint(max([3, *most.values()]), 6))
