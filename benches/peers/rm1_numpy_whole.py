"""Market 1 in vectorised NumPy with all customers at once, whatever the cache holds: `rm1_numpy.py` without its blocks."""

import market
import rm1_numpy

if __name__ == "__main__":
    market.run(lambda customers, seed: rm1_numpy.simulate(customers, seed, block=customers))
