//! A table of counters, row by row in one piece of memory.

use std::ops::{AddAssign, Index, IndexMut};

/// Cells by row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid<T> {
    columns: usize,
    cells: Vec<T>,
}

impl<T: Clone + Default> Grid<T> {
    /// All cells as they are by default.
    pub fn new(rows: usize, columns: usize) -> Self {
        Self { columns, cells: vec![T::default(); rows * columns] }
    }
}

impl<T> Grid<T> {
    /// All cells, row by row.
    pub fn cells(&self) -> &[T] {
        &self.cells
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> &[T] {
        &self.cells[row * self.columns..][..self.columns]
    }

    /// The cells of a row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [T] {
        &mut self.cells[row * self.columns..][..self.columns]
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[T]> {
        self.cells.chunks(self.columns)
    }
}

impl<T> Index<(usize, usize)> for Grid<T> {
    type Output = T;
    #[inline]
    fn index(&self, (row, column): (usize, usize)) -> &T {
        debug_assert!(column < self.columns);
        &self.cells[row * self.columns + column]
    }
}

impl<T> IndexMut<(usize, usize)> for Grid<T> {
    #[inline]
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut T {
        debug_assert!(column < self.columns);
        &mut self.cells[row * self.columns + column]
    }
}

/// A cell by its number, row by row; of a single row, by its column.
impl<T> Index<usize> for Grid<T> {
    type Output = T;
    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.cells[at]
    }
}

impl<T> IndexMut<usize> for Grid<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.cells[at]
    }
}

impl<T> AddAssign<&Self> for Grid<T>
where
    T: for<'a> AddAssign<&'a T>,
{
    fn add_assign(&mut self, other: &Self) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(sum, more)| *sum += more);
    }
}
