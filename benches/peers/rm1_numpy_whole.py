"""Market 1 in vectorised NumPy as arrays are mostly used: all customers at once, whatever the cache holds."""

import market
import rm1_numpy

if __name__ == "__main__":
    market.run(lambda customers, seed: rm1_numpy.simulate(customers, seed, block=customers))
