//! A queue that is not in steady state: a shift that begins with nobody there, a rush, a day of overload.
//!
//! Erlang A (see [`super::queues::erlang_a`]) as it changes in time: Poisson arrivals at a rate that may change from
//! minute to minute, exponential service and patience, service in order of arrival.

use super::chain::{Law, mean, pass};

/// Agents who are alike, and callers before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Desk {
    /// Agents.
    pub agents: u32,
    /// Mean service (minutes).
    pub mean_service: f64,
    /// Mean patience (minutes), > 0, infinite for those who never hang up.
    pub mean_patience: f64,
    /// Most who may wait: the cut of the chain.
    pub longest: u32,
}

/// What a shift of a desk comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    desk: Desk,
    /// Callers, by the number whom they find there.
    found: Law<u32>,
    /// Minutes for which so many are there.
    spent: Law<u32>,
    /// How many are there at the end.
    left: Law<u32>,
}

impl Desk {
    /// A shift that begins with nobody there, in spells of so many minutes with so many callers a minute.
    pub fn shift(self, spells: &[(f64, f64)]) -> Shift {
        let mut shift = Shift { desk: self, found: Vec::new(), spent: Vec::new(), left: vec![(0, 1.0)] };
        for &(minutes, rate) in spells {
            let spell = pass(&shift.left, minutes, |&present| self.onward(rate, present));
            shift.found.extend(spell.spent.iter().map(|&(present, spent)| (present, rate * spent)));
            shift.spent.extend(spell.spent);
            shift.left = spell.after;
        }
        shift
    }

    fn onward(&self, rate: f64, present: u32) -> Vec<(u32, f64)> {
        let mut onward = Vec::new();
        if present < self.agents + self.longest {
            onward.push((present + 1, rate));
        }
        if present > 0 {
            let leaving = self.busy(present) / self.mean_service + self.waiting(present) / self.mean_patience;
            onward.push((present - 1, leaving));
        }
        onward
    }

    fn waiting(&self, present: u32) -> f64 {
        f64::from(present.saturating_sub(self.agents))
    }

    fn busy(&self, present: u32) -> f64 {
        f64::from(present.min(self.agents))
    }

    /// The place in line of who comes when so many are there; 0 if an agent is free.
    fn place(&self, present: u32) -> u32 {
        (present + 1).saturating_sub(self.agents)
    }

    /// Mean wait at a place k in line, until an agent is free or patience ends: k / (c mu + k theta), since at every
    /// place i on the way the line moves or the caller hangs up at rate c mu + i theta.
    fn wait_at(&self, place: u32) -> f64 {
        let place = f64::from(place);
        place / (f64::from(self.agents) / self.mean_service + place / self.mean_patience)
    }

    /// Chance of being answered within `time` at a place in line.
    fn answered_at(&self, place: u32, time: f64) -> f64 {
        const HUNG_UP: u32 = u32::MAX;
        let served = f64::from(self.agents) / self.mean_service;
        let onward = |&place: &u32| match place {
            0 | HUNG_UP => Vec::new(),
            _ => vec![
                (place - 1, served + f64::from(place - 1) / self.mean_patience),
                (HUNG_UP, 1.0 / self.mean_patience),
            ],
        };
        mean(&pass(&vec![(place, 1.0)], time, onward).after, |&place| f64::from(u8::from(place == 0)))
    }
}

impl Shift {
    /// Callers who come.
    pub fn calls(&self) -> f64 {
        mean(&self.found, |_| 1.0)
    }

    /// Minutes waited before the end.
    pub fn waited(&self) -> f64 {
        mean(&self.spent, |&present| self.desk.waiting(present))
    }

    /// Callers who hang up before the end.
    pub fn hung_up(&self) -> f64 {
        self.waited() / self.desk.mean_patience
    }

    /// Callers who wait at the end, and are turned away if it is closing time.
    pub fn waiting(&self) -> f64 {
        mean(&self.left, |&present| self.desk.waiting(present))
    }

    /// Minutes that agents work, those after the end included in which they finish what they have begun.
    pub fn worked(&self) -> f64 {
        let finishing = mean(&self.left, |&present| self.desk.busy(present)) * self.desk.mean_service;
        mean(&self.spent, |&present| self.desk.busy(present)) + finishing
    }

    /// Mean wait of a caller if all are served to the last after the end, hang-ups included.
    pub fn wait_to_the_last(&self) -> f64 {
        mean(&self.found, |&present| self.desk.wait_at(self.desk.place(present))) / self.calls()
    }

    /// Share of callers who hang up if all are served to the last.
    pub fn hang_up_to_the_last(&self) -> f64 {
        self.wait_to_the_last() / self.desk.mean_patience
    }

    /// Share of callers who are answered within so many minutes if all are served to the last.
    pub fn answered_within(&self, minutes: f64) -> f64 {
        let answered: Vec<f64> =
            (0..=self.desk.longest + 1).map(|place| self.desk.answered_at(place, minutes)).collect();
        mean(&self.found, |&present| answered[self.desk.place(present) as usize]) / self.calls()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::pools::{Class, answers};
    use crate::theory::queues::erlang_a;
    use crate::theory::{assert_near, assert_within};

    #[test]
    fn long_shifts_are_as_erlang_a_says() {
        let desk = Desk { agents: 4, mean_service: 3.0, mean_patience: 2.0, longest: 60 };
        let shift = desk.shift(&[(10_000.0, 1.5)]);
        let theory = erlang_a(1.5, 3.0, 2.0, 4).unwrap();
        assert_near(shift.calls(), 15_000.0);
        assert_within(shift.hung_up() / shift.calls(), theory.abandon, 3e-4);
        assert_within(shift.wait_to_the_last(), theory.mean_wait, 3e-4);
        assert_within(shift.hang_up_to_the_last(), theory.abandon, 3e-4);
        let answers = answers(&Class { mean_patience: 2.0, ..Class::calls(1.5, 3.0) }, 4, 60, 0.5);
        assert_within(shift.answered_within(0.5), answers.in_time, 3e-4);
    }

    #[test]
    fn a_shift_in_spells_is_the_shift() {
        let desk = Desk { agents: 2, mean_service: 3.0, mean_patience: 5.0, longest: 40 };
        let (whole, spells) = (desk.shift(&[(90.0, 1.0)]), desk.shift(&[(1.0, 1.0); 90]));
        assert_near(whole.hung_up(), spells.hung_up());
        assert_near(whole.waiting(), spells.waiting());
        assert_near(whole.worked(), spells.worked());
        assert_near(whole.wait_to_the_last(), spells.wait_to_the_last());
    }

    #[test]
    fn whoever_comes_is_served_hangs_up_or_is_turned_away() {
        let desk = Desk { agents: 3, mean_service: 4.0, mean_patience: 6.0, longest: 60 };
        let shift = desk.shift(&[(60.0, 1.0), (30.0, 2.0)]);
        // All work that is begun is finished, so that its minutes are the served times the mean.
        assert_near(shift.worked() / 4.0, shift.calls() - shift.hung_up() - shift.waiting());
    }

    #[test]
    fn a_day_of_overload_waits_a_little_longer_than_its_fluid_limit() {
        // 1.5 a minute for 1.25: who comes at minute t waits 0.2 t, on average 144 minutes.
        let desk = Desk { agents: 5, mean_service: 4.0, mean_patience: f64::INFINITY, longest: 700 };
        let wait = desk.shift(&[(1440.0, 1.5)]).wait_to_the_last();
        assert_within(wait, 146.330, 5e-4);
    }

    #[test]
    fn a_night_shift_and_a_morning_rush_are_as_worked_out_apart() {
        let night = Desk { agents: 9, mean_service: 3.0, mean_patience: 3.0, longest: 60 }.shift(&[(480.0, 3.0)]);
        assert_within(night.hung_up() / night.calls(), 0.12996, 5e-6);
        assert_within(night.waiting(), 1.186, 5e-4);
        assert_within(night.waited() / night.calls(), 0.3899, 5e-5);
        assert_within(night.worked() / 480.0 / 9.0, 0.8692, 5e-5);
    }
}
