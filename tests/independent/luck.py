"""Draws from the laws of the model, by their quantiles."""

import math
import random
from statistics import NormalDist

SMALLEST = 2.0**-33


class Luck(random.Random):
    """One replication's random numbers."""

    def happens(self, probability):
        """Whether something of this probability happens."""
        return self.random() < probability

    def exponential(self, mean):
        """An exponential quantity of this mean, which may be 0 or infinite."""
        return mean if mean in (0.0, math.inf) else self.expovariate(1.0) * mean

    def arrival(self, rate):
        """The time until something happens that happens at a rate, which may be 0."""
        return self.expovariate(rate) if rate else math.inf

    def varied(self, mean, cv):
        """A gamma quantity of a mean and a coefficient of variation, which both may be 0."""
        return self.gammavariate(cv**-2, mean * cv**2) if cv and mean else mean

    def draw(self, law):
        """A quantity that follows a law."""
        return quantile(law, self.random())

    def pick(self, weights):
        """A key of a table of weights, each as likely as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def choose(self, liked):
        """A key of a table of logits: a multinomial logit."""
        most = max(liked.values())
        return self.pick({key: math.exp(logit - most) for key, logit in liked.items()})


def quantile(law, share):
    """The value that this share of a law's values stay below."""
    share = min(max(share, SMALLEST), 1 - SMALLEST)
    if law.shape == "fixed" or law.mean in (0.0, math.inf):
        return law.mean
    if law.shape == "exponential":
        return -law.mean * math.log(1 - share)
    variance = math.log(1 + law.cv**2)
    return law.mean * math.exp(math.sqrt(variance) * NormalDist().inv_cdf(share) - variance / 2)


def gamma_quantile(share, cv):
    """The value that this share of a gamma law's values stay below, with mean 1 and a coefficient of variation."""
    if not cv:
        return 1.0
    share, shape = min(max(share, SMALLEST), 1 - SMALLEST), cv**-2
    low, high = -800.0, math.log(shape + 40 + 10 * math.sqrt(shape))    # logarithms, beyond the quantiles in use
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if gamma_share(math.exp(middle), shape) < share else (low, middle)
    return math.exp(low) / shape


def gamma_share(x, shape):
    """The share of a gamma law's values below x, with scale 1, by the series of the incomplete gamma function."""
    term = total = 1 / shape
    number = shape
    while term > 1e-12 * total:
        number += 1
        term *= x / number
        total += term
    return min(1.0, total * math.exp(shape * math.log(x) - x - math.lgamma(shape))) if x else 0.0


def beta_quantile(share, mean, cv):
    """The value that this share of a beta law's values stay below, with a mean and a coefficient of variation."""
    if not cv or mean in (0.0, 1.0):
        return mean
    share, both = min(max(share, SMALLEST), 1 - SMALLEST), (1 - mean) / (mean * cv**2) - 1
    a, b = mean * both, (1 - mean) * both
    low, high = -60.0, 60.0                                             # logits
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return 1 / (1 + math.exp(-low))


def beta_share(logit, a, b):
    """The share of a beta law's values below one told by its logit, by the continued fraction of the incomplete beta function."""
    if logit > math.log(a / b):
        return 1 - beta_share(-logit, b, a)
    x = 1 / (1 + math.exp(-logit))
    front = math.exp(a * math.log(x) - b * math.log1p(math.exp(logit)) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a
    fraction, above, below = 1.0, 1.0, 0.0
    for number in range(2000):
        term = partial_numerator(number, a, b, x) if number else 1.0
        below = 1 / (1 + term * below)
        above = 1 + term / above
        fraction *= above * below
        if abs(above * below - 1) < 1e-12:
            break
    return front * (fraction - 1)


def partial_numerator(number, a, b, x):
    """A partial numerator of that continued fraction."""
    half = number // 2
    if number % 2:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def shifted(probability, logit):
    """A probability moved on the logit scale; 0 and 1 stay."""
    if logit == 0 or probability in (0.0, 1.0):
        return probability
    return 1 / (1 + (1 - probability) / probability * math.exp(-logit))
