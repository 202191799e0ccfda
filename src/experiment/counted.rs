//! What dashboards count, over replications.

use super::Study;
use crate::dashboards::{Claims, Row, rows};
use crate::stats::Ratio;

/// What channels claim and books know of one thing, over replications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// What each channel counts as its own.
    pub channels: Vec<Ratio>,
    /// What the reports of all channels add up to.
    pub sum: Ratio,
    /// What there is.
    pub books: Ratio,
    /// What channels count once more than it is there.
    pub twice: Ratio,
    /// What channels count though it is not so.
    pub not_so: Ratio,
    /// What is there, and no channel counts.
    pub nobody: Ratio,
}

impl Study {
    /// Whether any dashboard is asked for.
    pub fn has_dashboards(&self) -> bool {
        self.scenario.run.asked.dashboards != 0
    }

    /// The figures of the dashboards asked for, in order.
    pub fn dashboard_rows(&self) -> Vec<Row> {
        rows(self.scenario.run.asked.dashboards, self.scenario.names.channels.len())
    }

    /// A figure over all replications: the ratio of the sums.
    pub fn dashboard_value(&self, strategy: usize, row: usize) -> Ratio {
        let counts = self.outcomes[strategy].iter().filter_map(|outcomes| outcomes.dashboards.as_ref());
        summed(counts.map(|counts| counts.figures[row]))
    }

    /// What channels claim of one thing, and what is in the books.
    pub fn claimed(&self, strategy: usize, of: usize) -> Claimed {
        let counts = || self.outcomes[strategy].iter().filter_map(|outcomes| outcomes.dashboards.as_ref());
        let total = |count: &dyn Fn(&Claims) -> u64| {
            summed(counts().map(|counts| Ratio::total(count(&counts.claims[of]).into())))
        };
        let channels = 0..self.scenario.names.channels.len();
        Claimed {
            channels: channels.map(|channel| total(&|claims| claims.channels[channel])).collect(),
            sum: total(&Claims::sum),
            books: total(&|claims| claims.books),
            twice: total(&|claims| claims.twice),
            not_so: total(&|claims| claims.not_so),
            nobody: total(&|claims| claims.nobody),
        }
    }
}

fn summed(parts: impl Iterator<Item = Ratio>) -> Ratio {
    parts.fold(Ratio::NONE, |mut sum, part| {
        sum += part;
        sum
    })
}
