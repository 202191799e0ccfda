//! The customers of a walk, by number: those who are there from the start in one piece, and behind it those who have joined.

use crate::model::joining::joined_for;
use crate::model::journey::Customer;
use crate::model::rules::Rules;

/// The customers at hand.
#[derive(Debug)]
pub struct Crowd {
    /// By number, from `first` on: whoever is alone, or all who are there from the start.
    customers: Vec<Customer>,
    first: u32,
    /// Those who have joined, for one customer after the other.
    joined: Vec<Customer>,
    /// Where in `joined` those stand who join for each customer there from the start; empty where nobody has.
    joined_for: Vec<u32>,
    /// How many are there from the start.
    at_the_start: u32,
}

impl Crowd {
    /// Nobody yet.
    pub const fn new(rules: &Rules) -> Self {
        Self {
            customers: Vec::new(),
            first: 0,
            joined: Vec::new(),
            joined_for: Vec::new(),
            at_the_start: rules.customers,
        }
    }

    /// Takes somebody in, in the place of the one before.
    pub fn take_in_alone(&mut self, number: u32, customer: Customer) {
        self.customers.clear();
        self.customers.push(customer);
        self.first = number;
    }

    /// Takes somebody in beside the others, from the start on.
    pub fn take_in(&mut self, number: u32, customer: Customer) {
        if self.customers.is_empty() {
            self.customers.resize(self.at_the_start as usize, customer);
        }
        self.customers[number as usize] = customer;
    }

    /// Takes in those who join for one who was taken in, in their order.
    pub fn take_in_joiners(&mut self, parent: u32, joiners: impl Iterator<Item = Customer>) {
        self.joined_for.resize(self.at_the_start as usize, 0);
        self.joined_for[parent as usize] = self.joined.len() as u32;
        self.joined.extend(joiners);
    }

    /// A customer.
    #[inline(always)]
    pub fn of(&self, number: u32) -> &Customer {
        self.customers.get(number.wrapping_sub(self.first) as usize).unwrap_or_else(|| self.of_joiners(number))
    }

    /// The same, to be changed.
    #[inline(always)]
    pub fn of_mut(&mut self, number: u32) -> &mut Customer {
        let at = number.wrapping_sub(self.first) as usize;
        if at >= self.customers.len() {
            return self.of_joiners_mut(number);
        }
        &mut self.customers[at]
    }

    #[cold]
    #[inline(never)]
    fn of_joiners(&self, number: u32) -> &Customer {
        &self.joined[self.place(number)]
    }

    #[cold]
    #[inline(never)]
    fn of_joiners_mut(&mut self, number: u32) -> &mut Customer {
        let place = self.place(number);
        &mut self.joined[place]
    }

    /// Where somebody stands who has joined.
    #[cold]
    fn place(&self, number: u32) -> usize {
        let (parent, k) = joined_for(number, self.at_the_start);
        (self.joined_for[parent as usize] + k - 1) as usize
    }
}

#[cfg(test)]
mod tests {
    use crate::chance::{Laws, ReplicationLuck};
    use crate::engine::retold::{Retold, Told};
    use crate::engine::tally::Tally;
    use crate::engine::{in_time, one_by_one, replicate};
    use crate::model::rules::Rules;
    use crate::scenario::{Source, Wishes, understand};

    const CUSTOMERS: u32 = 60;

    /// All that joining meets: days that differ, a rhythm, changes by which fewer and more needs arise, contracts, follow-ups,
    /// losses of all kinds, a warm-up.
    const MARKET: &str = r#"
demand.day_cv = 0.3
run = { customers = 60, horizon_days = 200, warm_up_days = 30, replications = 1, discount_per_year = 0.05 }
[segment.old]
share = 0.7
reach = { app = 0.5 }
needs = { ask = { per_year = 60, cv = 0.5 }, renew = { every_days = 50 } }
loss_per_year = 0.4
joins = { per_year = 1.5, by_week = [1, 0, 3], first = "buy", cost = 10 }
[segment.new]
share = 0.3
needs.ask.per_year = 30
joins.per_year = 4
[journey.ask]
steps = ["look", "ask"]
by_weekday = [1, 1, 1, 1, 1, 0, 0]
occasion = true
restart = "look"
[journey.renew]
steps = ["look"]
[journey.thank]
steps = ["look"]
follows = [{ journey = "ask", probability = 0.3, after_days = 2 }, { journey = "buy", probability = 0.5, after_days = 9 }]
[journey.buy]
steps = ["ask"]
value = { mean = 30 }
[channel.web.step]
look = { minutes.mean = 5, success = 0.7 }
ask = { minutes.mean = 9, success = 0.5 }
[channel.app]
access_minutes = 30
step = { look = { minutes.mean = 2 }, ask = { minutes.mean = 900, success = 0.4 } }
[[strategy]]
name = "now"
baseline = true
[[strategy]]
name = "then"
from_day = 80
full_day = 110
levels.continuity = 1
[[change]]
day = 50
until_day = 64
set = { "segment.old.needs.ask.per_year" = 200, "channel.app.open" = false }
[[change]]
day = 120
set = { "segment.old.needs.ask.per_year" = 20, "segment.new.needs.ask.per_year" = 90 }
"#;

    fn rules(strategy: usize) -> Rules {
        let source = Source::parse("t.toml".into(), MARKET.into()).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        let strategy = &scenario.strategies[strategy];
        let laws = &mut Laws::default();
        Rules::of_course(&scenario.run, &scenario.names, &strategy.market, &strategy.later, laws)
    }

    const LUCK: ReplicationLuck = ReplicationLuck::new(3, 0);

    #[test]
    fn who_joins_lives_alike_one_by_one_all_together_in_any_order_and_in_parts() {
        let tallies = [0, 1].map(|strategy| {
            let rules = rules(strategy);
            assert!(rules.customers_are_independent() && !rules.later.is_empty());
            let alone = replicate(&rules, LUCK, 0..CUSTOMERS);
            let mut reversed = Tally::new(&rules);
            in_time(&rules, LUCK, (0..CUSTOMERS).rev(), &mut reversed);
            assert_eq!(alone, reversed);
            let mut parts = replicate(&rules, LUCK, 17..CUSTOMERS);
            parts.add(&replicate(&rules, LUCK, (0..17).rev()));
            assert_eq!(alone, parts);
            alone
        });
        let joined = |tally: &Tally| tally.customers.cells().iter().map(|cell| cell.joined).sum::<u64>();
        assert!(joined(&tallies[0]) > 30);
        assert_eq!(joined(&tallies[0]), joined(&tallies[1]), "the same join under both strategies");
        assert_ne!(tallies[0], tallies[1]);
    }

    #[test]
    fn customers_are_told_of_alike_however_they_were_simulated_each_before_those_who_joined_for_them() {
        let rules = rules(0);
        let told = |together: bool| {
            let mut all = Vec::new();
            let mut retold = Retold::new(|_: &Rules, told: Told| {
                if let Told::Customer(person) = told {
                    all.push(format!("{person:?}"));
                }
            });
            if together {
                in_time(&rules, LUCK, 0..CUSTOMERS, &mut retold);
            } else {
                one_by_one(&rules, LUCK, 0..CUSTOMERS, &mut retold);
            }
            all
        };
        assert_eq!(told(true), told(false));
        assert!(told(true).len() > CUSTOMERS as usize + 30);
    }
}
