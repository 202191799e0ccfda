//! Small numbers, of which the least is wanted.

const BITS: usize = u64::BITS as usize;

/// A set of numbers below a limit, as bits.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    words: Vec<u64>,
    /// The first word with any of them; beyond all words, where there is none.
    first: usize,
}

impl Numbers {
    /// None of the numbers below this.
    pub fn none_below(limit: usize) -> Self {
        let words = vec![0; limit.div_ceil(BITS)];
        Self { first: words.len(), words }
    }

    /// Puts one in.
    #[inline(always)]
    pub fn insert(&mut self, number: usize) {
        let at = number / BITS;
        self.words[at] |= 1 << (number % BITS);
        self.first = self.first.min(at);
    }

    /// Takes one out.
    #[inline(always)]
    pub fn remove(&mut self, number: usize) {
        self.words[number / BITS] &= !(1 << (number % BITS));
        while self.words.get(self.first) == Some(&0) {
            self.first += 1;
        }
    }

    /// The least.
    #[inline(always)]
    pub fn first(&self) -> Option<usize> {
        let word = self.words.get(self.first)?;
        Some(self.first * BITS + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_what_is_in_comes_first() {
        let mut numbers = Numbers::none_below(200);
        assert_eq!(numbers.first(), None);
        for (number, least) in [(199, 199), (64, 64), (130, 64), (63, 63), (63, 63)] {
            numbers.insert(number);
            assert_eq!(numbers.first(), Some(least));
        }
        for (number, least) in [(64, Some(63)), (63, Some(130)), (130, Some(199)), (199, None)] {
            numbers.remove(number);
            assert_eq!(numbers.first(), least);
        }
        numbers.insert(0);
        assert_eq!(numbers.first(), Some(0));
        assert_eq!(Numbers::none_below(0).first(), None);
    }
}
