//! Journeys by how they ended.

use super::counters::Journeys;
use crate::model::experience::{ENDINGS, Ended};

/// Journeys by how they ended.
#[derive(Debug, Clone, Default)]
pub struct Endings([Journeys; ENDINGS]);

impl Endings {
    /// Adds journeys of one segment and type, by ending.
    pub fn add(&mut self, more: &[Journeys]) {
        self.0.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    }

    /// All that ended.
    pub fn all(&self) -> Journeys {
        sum(&self.0)
    }

    /// Those that were completed.
    pub fn completed(&self) -> Journeys {
        self.of(&[Ended::ResolvedFirst, Ended::ResolvedLate, Ended::Recovered])
    }

    /// Those that ended in one of these ways.
    pub fn of(&self, ways: &[Ended]) -> Journeys {
        sum(ways.iter().map(|&ended| &self.0[ended as usize]))
    }
}

fn sum<'a>(cells: impl IntoIterator<Item = &'a Journeys>) -> Journeys {
    let mut sum = Journeys::default();
    for cell in cells {
        sum += cell;
    }
    sum
}
