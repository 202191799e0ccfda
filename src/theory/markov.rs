//! Journeys as absorbing Markov chains.
//!
//! Kemeny & Snell (1960), chapter 3. Assumes finitely many passing states,
//! each of which leads to an ending sooner or later, and a next state that depends on the present
//! one only.

use super::Matrix;

/// An absorbing chain, solved: the law of passage between its passing states and its
/// fundamental matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct AbsorbingChain {
    passage: Matrix,
    visits: Matrix,
}

impl AbsorbingChain {
    /// Solves the chain with passage probabilities `passage[from][to]` (square, rows summing to
    /// at most 1); `None` if some state never leads to an ending.
    pub fn solve(passage: Matrix) -> Option<Self> {
        let visits = inverse(&less_from_identity(&passage))?;
        Some(Self { passage, visits })
    }

    /// Expected visits N = (I - Q)^-1 to each passing state (column) from each start (row).
    pub fn visits(&self) -> &Matrix {
        &self.visits
    }

    /// Probability B = N R of each ending (column) from each start (row), for the probabilities
    /// `endings[state][ending]` of ending directly.
    pub fn absorption(&self, endings: &[Vec<f64>]) -> Matrix {
        let row = |visits: &Vec<f64>| combine(visits, endings);
        self.visits.iter().map(row).collect()
    }

    /// Expected number of visits t = N 1 before the end, by start.
    pub fn steps(&self) -> Vec<f64> {
        self.total(&vec![1.0; self.passage.len()])
    }

    /// Variance (2N - I) t - t^2 of the number of visits, by start.
    pub fn variance_of_steps(&self) -> Vec<f64> {
        let steps = self.steps();
        let again = self.total(&steps);
        let variance = |(t, n_t): (&f64, &f64)| 2.0 * n_t - t - t * t;
        steps.iter().zip(&again).map(variance).collect()
    }

    /// Expected sum N c over all visits of a value per visit (cost, minutes, ...), by start, in
    /// the unit of `per_visit`.
    pub fn total(&self, per_visit: &[f64]) -> Vec<f64> {
        apply(&self.visits, per_visit)
    }

    /// Variance of the sum over all visits of a fixed value per visit, by start.
    ///
    /// The sum from a state is its own value r plus the sum from the next state; with m the mean,
    /// the second moment is therefore N (r^2 + 2 r Q m).
    pub fn variance_of_total(&self, per_visit: &[f64]) -> Vec<f64> {
        let mean = self.total(per_visit);
        let onward = apply(&self.passage, &mean);
        let source = |(r, m): (&f64, &f64)| r * r + 2.0 * r * m;
        let sources: Vec<f64> = per_visit.iter().zip(&onward).map(source).collect();
        let second = self.total(&sources);
        second.iter().zip(&mean).map(|(s, m)| s - m * m).collect()
    }

    /// Expected sum over all passages before the end of a value per passage, `per_passage[from][to]`, by start; the
    /// last passage, into an ending, has none.
    pub fn total_over_passages(&self, per_passage: &Matrix) -> Vec<f64> {
        self.total(&self.over_passages(|i, j| per_passage[i][j]))
    }

    /// Variance of the sum over all passages before the end of a fixed value per passage, by start.
    ///
    /// The sum from a state is the value s of the next passage plus the sum from where it leads; with m the mean from
    /// there, the second moment is therefore N u, with u the mean of s^2 + 2 s m over the next passage.
    pub fn variance_of_total_over_passages(&self, per_passage: &Matrix) -> Vec<f64> {
        let mean = self.total_over_passages(per_passage);
        let second = self.total(&self.over_passages(|i, j| per_passage[i][j] * (per_passage[i][j] + 2.0 * mean[j])));
        second.iter().zip(&mean).map(|(s, m)| s - m * m).collect()
    }

    /// Expected number of passages into another state before the end, by start.
    pub fn switches(&self) -> Vec<f64> {
        self.total_over_passages(&self.other_state())
    }

    /// Variance of the number of passages into another state before the end, by start.
    pub fn variance_of_switches(&self) -> Vec<f64> {
        self.variance_of_total_over_passages(&self.other_state())
    }

    /// Mean value of the next passage, by the state left.
    fn over_passages(&self, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let row = |(i, row): (usize, &Vec<f64>)| row.iter().enumerate().map(|(j, q)| q * value(i, j)).sum();
        self.passage.iter().enumerate().map(row).collect()
    }

    /// 1 for every passage into another state.
    fn other_state(&self) -> Matrix {
        let size = self.passage.len();
        (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i != j))).collect()).collect()
    }
}

fn apply(matrix: &Matrix, vector: &[f64]) -> Vec<f64> {
    let dot = |row: &Vec<f64>| row.iter().zip(vector).map(|(a, b)| a * b).sum();
    matrix.iter().map(dot).collect()
}

/// Sum of `rows`, each times its weight.
fn combine(weights: &[f64], rows: &[Vec<f64>]) -> Vec<f64> {
    let mut sum = vec![0.0; rows.first().map_or(0, Vec::len)];
    for (weight, row) in weights.iter().zip(rows) {
        add_multiple(&mut sum, *weight, row);
    }
    sum
}

fn add_multiple(to: &mut [f64], factor: f64, row: &[f64]) {
    to.iter_mut().zip(row).for_each(|(t, r)| *t += factor * r);
}

fn less_from_identity(matrix: &Matrix) -> Matrix {
    let entry = |i: usize, (j, x): (usize, &f64)| f64::from(u8::from(i == j)) - x;
    let row = |(i, row): (usize, &Vec<f64>)| row.iter().enumerate().map(|x| entry(i, x)).collect();
    matrix.iter().enumerate().map(row).collect()
}

/// Inverse by Gauss-Jordan elimination with row pivoting; `None` if singular.
fn inverse(matrix: &Matrix) -> Option<Matrix> {
    const SINGULAR: f64 = 1e-13;
    let size = matrix.len();
    let mut rows = beside_identity(matrix);
    for column in 0..size {
        let pivot = (column..size).max_by(|&i, &j| {
            let (i, j) = (rows[i][column], rows[j][column]);
            i.abs().total_cmp(&j.abs())
        })?;
        if rows[pivot][column].abs() < SINGULAR {
            return None;
        }
        rows.swap(column, pivot);
        eliminate(&mut rows, column);
    }
    Some(rows.into_iter().map(|mut row| row.split_off(size)).collect())
}

fn beside_identity(matrix: &Matrix) -> Matrix {
    let unit = |i: usize| (0..matrix.len()).map(move |j| f64::from(u8::from(i == j)));
    let row = |(i, row): (usize, &Vec<f64>)| row.iter().copied().chain(unit(i)).collect();
    matrix.iter().enumerate().map(row).collect()
}

/// Scales the pivot row to 1 in `column` and clears the column in all other rows.
fn eliminate(rows: &mut Matrix, column: usize) {
    let pivot = rows[column][column];
    rows[column].iter_mut().for_each(|x| *x /= pivot);
    let pivot_row = rows[column].clone();
    for (i, row) in rows.iter_mut().enumerate() {
        if i != column {
            let factor = -row[column];
            add_multiple(row, factor, &pivot_row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_all_near, assert_near};

    fn rows<const N: usize, const M: usize>(rows: [[f64; M]; N]) -> Matrix {
        rows.into_iter().map(Vec::from).collect()
    }

    fn two_states() -> AbsorbingChain {
        AbsorbingChain::solve(rows([[0.2, 0.5], [0.1, 0.3]])).unwrap()
    }

    fn siloed() -> AbsorbingChain {
        let q = [[0.20, 0.15, 0.35], [0.05, 0.10, 0.30], [0.02, 0.03, 0.25]];
        AbsorbingChain::solve(rows(q)).unwrap()
    }

    #[test]
    fn two_states_are_visited_and_left_as_worked_by_hand() {
        let chain = two_states();
        assert_all_near(&chain.visits().concat(), &[1.372_549, 0.980_392, 0.196_078, 1.568_627]);
        let endings = chain.absorption(&rows([[0.2, 0.1], [0.5, 0.1]]));
        assert_all_near(&endings.concat(), &[0.764_706, 0.235_294, 0.823_529, 0.176_471]);
        assert_all_near(&chain.steps(), &[2.352_941, 1.764_706]);
        assert_all_near(&chain.variance_of_steps(), &[2.029_988, 1.580_161]);
        assert_all_near(&chain.switches(), &[0.784_314, 0.254_902]);
    }

    #[test]
    fn a_siloed_journey_costs_and_switches_as_worked_by_hand() {
        let chain = siloed();
        let endings = chain.absorption(&rows([[0.15, 0.15], [0.40, 0.15], [0.60, 0.10]]));
        let cost = chain.total(&[0.10, 3.82, 5.25])[0];
        assert_near(endings[0][0], 0.702_859);
        assert_near(chain.steps()[0], 2.211_955);
        assert_near(chain.variance_of_steps()[0], 1.407_647);
        assert_near(cost, 4.671_210);
        assert_near(cost / endings[0][0], 6.646_015);
        assert_near(chain.switches()[0], 0.758_591);
        assert_near(chain.switches()[0] * 120.0, 91.030_898);
    }

    #[test]
    fn an_integrated_journey_costs_and_switches_less() {
        let q = [[0.20, 0.15, 0.35], [0.05, 0.10, 0.20], [0.02, 0.03, 0.12]];
        let chain = AbsorbingChain::solve(rows(q)).unwrap();
        let endings = chain.absorption(&rows([[0.20, 0.10], [0.57, 0.08], [0.78, 0.05]]));
        let cost = chain.total(&[0.10, 3.82, 5.25])[0];
        assert_near(endings[0][0], 0.825_546);
        assert_near(chain.steps()[0], 2.071_490);
        assert_near(chain.variance_of_steps()[0], 1.015_605);
        assert_near(cost, 3.959_497);
        assert_near(cost / endings[0][0], 4.796_217);
        assert_near(chain.switches()[0], 0.725_265);
    }

    #[test]
    fn a_value_of_one_per_visit_varies_like_the_number_of_visits() {
        let chain = siloed();
        assert_all_near(&chain.variance_of_total(&[1.0; 3]), &chain.variance_of_steps());
    }

    #[test]
    fn a_single_state_costs_a_geometric_number_of_visits() {
        let chain = AbsorbingChain::solve(rows([[0.3]])).unwrap();
        assert_near(chain.total(&[5.0])[0], 5.0 / 0.7);
        assert_near(chain.variance_of_total(&[5.0])[0], 25.0 * 0.3 / 0.49);
    }

    #[test]
    fn journeys_that_switch_every_time_switch_once_less_than_they_step() {
        let chain = AbsorbingChain::solve(rows([[0.0, 0.6], [0.3, 0.0]])).unwrap();
        let less_one: Vec<f64> = chain.steps().iter().map(|t| t - 1.0).collect();
        assert_all_near(&chain.switches(), &less_one);
        assert_all_near(&chain.variance_of_switches(), &chain.variance_of_steps());
    }

    #[test]
    fn a_single_switch_varies_like_a_coin() {
        let chain = AbsorbingChain::solve(rows([[0.5, 0.3], [0.0, 0.5]])).unwrap();
        let reached = 0.3 / 0.5;
        assert_near(chain.switches()[0], reached);
        assert_near(chain.variance_of_switches()[0], reached * (1.0 - reached));
    }

    #[test]
    fn values_per_passage_add_up_in_pairs() {
        // From the first state on to the second (value 2) or back (value 1): the sum is 2 after a geometric number of 1s.
        let chain = AbsorbingChain::solve(rows([[0.4, 0.6], [0.0, 0.0]])).unwrap();
        let values = rows([[1.0, 2.0], [0.0, 0.0]]);
        assert_near(chain.total_over_passages(&values)[0], 2.0 + 0.4 / 0.6);
        assert_near(chain.variance_of_total_over_passages(&values)[0], 0.4 / 0.36);
    }

    #[test]
    fn every_journey_ends_in_one_way_or_another() {
        let leak = |row: &Vec<f64>| vec![1.0 - row.iter().sum::<f64>()];
        let endings: Matrix = siloed().passage.iter().map(leak).collect();
        assert_all_near(&siloed().absorption(&endings).concat(), &[1.0; 3]);
    }

    #[test]
    fn states_that_lead_nowhere_have_no_solution() {
        assert_eq!(AbsorbingChain::solve(rows([[0.5, 0.5], [0.5, 0.5]])), None);
        assert_eq!(AbsorbingChain::solve(rows([[0.2, 0.1], [0.0, 1.0]])), None);
    }

    #[test]
    fn a_zero_on_the_diagonal_needs_a_pivot() {
        let swap = rows([[0.0, 2.0], [4.0, 0.0]]);
        assert_all_near(&inverse(&swap).unwrap().concat(), &[0.0, 0.25, 0.5, 0.0]);
    }
}
