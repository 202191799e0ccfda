//! What dashboards count, over replications.

use super::Study;
use crate::dashboards::{Claims, Reported, Row, rows};
use crate::stats::Ratio;

/// What channels claim and books know of one thing, by replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// What each channel counts as its own.
    pub channels: Vec<Vec<Ratio>>,
    /// What the reports of all channels add up to.
    pub sum: Vec<Ratio>,
    /// What there is.
    pub books: Vec<Ratio>,
    /// What channels count once more than it is there.
    pub twice: Vec<Ratio>,
    /// What channels count though it is not so.
    pub not_so: Vec<Ratio>,
    /// What is there, and no channel counts.
    pub nobody: Vec<Ratio>,
}

impl Claimed {
    /// Whether there is none of it, and nobody counts any.
    pub fn is_nothing(&self) -> bool {
        self.sum.iter().chain(&self.books).all(|part| part.numerator == 0)
    }
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

    /// A figure by replication.
    pub fn dashboard_parts(&self, strategy: usize, row: usize) -> Vec<Ratio> {
        self.reported(strategy).map(|counts| counts.figures[row]).collect()
    }

    /// A figure over all replications: the ratio of the sums.
    pub fn dashboard_value(&self, strategy: usize, row: usize) -> Ratio {
        self.reported(strategy).map(|counts| &counts.figures[row]).sum()
    }

    /// What channels claim of one thing, and what is in the books.
    pub fn claimed(&self, strategy: usize, of: usize) -> Claimed {
        let total = |count: &dyn Fn(&Claims) -> u64| {
            self.reported(strategy).map(|counts| Ratio::total(count(&counts.claims[of]).into())).collect()
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

    fn reported(&self, strategy: usize) -> impl Iterator<Item = &Reported> {
        self.outcomes[strategy].iter().filter_map(|outcomes| outcomes.dashboards.as_ref())
    }
}
