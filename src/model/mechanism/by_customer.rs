//! What a mechanism keeps of customers: a row of equally many cells for each, in one table.

use std::collections::BTreeMap;

/// A row of cells for each customer: by number for those who were there at the start, from the first on who was asked for;
/// behind those, for those who have joined, whose numbers lie far apart. Where customers are independent, a mechanism clears
/// it after each, so that it holds a single row.
#[derive(Debug, Clone)]
pub struct ByCustomer<T> {
    width: usize,
    /// How many customers were there at the start.
    at_the_start: u32,
    /// The number of the customer of the first row.
    first: u32,
    cells: Vec<T>,
    /// Which row of `joined` is whose.
    places: BTreeMap<u32, u32>,
    joined: Vec<T>,
}

impl<T: Clone + Default> ByCustomer<T> {
    /// With so many cells for each.
    pub const fn new(width: usize, at_the_start: u32) -> Self {
        Self { width, at_the_start, first: 0, cells: Vec::new(), places: BTreeMap::new(), joined: Vec::new() }
    }

    /// A customer's cells, if there are any.
    pub fn row(&self, who: u32) -> Option<&[T]> {
        let (cells, row) = if who < self.at_the_start {
            (&self.cells, who.checked_sub(self.first)?)
        } else {
            (&self.joined, *self.places.get(&who)?)
        };
        let at = row as usize * self.width;
        cells.get(at..at + self.width)
    }

    /// A customer's cells, made where there are none yet.
    pub fn row_mut(&mut self, who: u32) -> &mut [T] {
        let (cells, row) = if who < self.at_the_start {
            let row = self.row_from_the_start(who);
            (&mut self.cells, row)
        } else {
            let next = self.places.len() as u32;
            (&mut self.joined, *self.places.entry(who).or_insert(next))
        };
        let at = row as usize * self.width;
        if cells.len() < at + self.width {
            cells.resize(at + self.width, T::default());
        }
        &mut cells[at..at + self.width]
    }

    /// The row of somebody who was there at the start; whoever comes before the first makes room for all in between.
    fn row_from_the_start(&mut self, who: u32) -> u32 {
        if self.cells.is_empty() {
            self.first = who;
        } else if who < self.first {
            let missing = (self.first - who) as usize * self.width;
            self.cells.splice(0..0, std::iter::repeat_n(T::default(), missing));
            self.first = who;
        }
        who - self.first
    }

    /// Forgets everybody.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.places.clear();
        self.joined.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_have_rows_of_their_own_in_whatever_order_they_are_asked_for() {
        let mut table = ByCustomer::new(2, 10);
        assert_eq!((table.row(5), table.row(25)), (None, None));
        let all = [5_u32, 25, 9, 2, 15, 7];
        for who in all {
            table.row_mut(who).copy_from_slice(&[who, 10 * who]);
        }
        for who in all {
            assert_eq!(table.row(who), Some(&[who, 10 * who][..]));
        }
        assert_eq!((table.row(1), table.row(3), table.row(35)), (None, Some(&[0, 0][..]), None));
        assert_eq!((table.cells.len(), table.joined.len()), (16, 4), "joiners leave no gaps between their rows");
        table.clear();
        assert_eq!((table.row(5), table.row(25)), (None, None));
        table.row_mut(9)[1] = 3;
        assert_eq!((table.cells.len(), table.row(9)), (2, Some(&[0, 3][..])), "whoever is alone takes one row");
    }

    #[test]
    fn nothing_at_all_can_be_kept() {
        let mut table = ByCustomer::<u8>::new(0, 5);
        assert!([3, 1, 7].into_iter().all(|who| table.row_mut(who).is_empty()));
    }
}
