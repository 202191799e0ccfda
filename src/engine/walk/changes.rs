//! The market changes while customers are on their way: what is under way in a channel goes on as it began, all else goes
//! by the new rules.

use super::mechanisms::Mechanisms;
use super::{Walk, World};
use crate::chance::{Quantiles, named};
use crate::engine::agenda::{Agenda, Event, Kind};
use crate::engine::pool::{Place, Pool};
use crate::engine::tally::{Record, WaitEnd};
use crate::model::contact;
use crate::model::day_factors::DayFactors;
use crate::model::journey::{Agent, JOINING_NEED, Journey, Phase, REGULAR_NEEDS, cause_and_need, journey_id};
use crate::model::needs::{next_need, next_of_more_needs};
use crate::model::rules::{Channel, Needs, StillArise};
use crate::model::traits::Traits;
use crate::scenario::timetable::Micros;

/// Where the luck of a need stands that still arises while fewer do.
const STILL_ARISES: u64 = named("still arises");

impl<A: Agenda, R: Record, M: Mechanisms> Walk<'_, A, R, M> {
    /// A journey that is in no channel goes by the rules that hold now.
    #[cold]
    pub(super) fn follow(&mut self, slot: usize) {
        let (world, journey) = (&mut self.world, &mut self.journeys[slot]);
        if !is_in_contact(journey) && world.is_behind(journey) {
            world.turn_to(journey.customer, journey.segment);
            let kind = &world.rules.journeys[journey.kind.number];
            journey.liking = *world.traits.liking(world.rules, journey.reach & kind.offered_at_all);
            journey.kind = kind;
        }
    }
    /// Other rules hold from now on.
    #[cold]
    pub(super) fn market_changes(&mut self, now: Micros) {
        let before = self.world.rules;
        self.world.change();
        let rules = self.world.rules;
        if rules.has_other_pools_than(before) {
            for place in self.world.form_lines_anew() {
                self.wait_for_no_pool(place, now);
            }
        }
        for pool in 0..self.world.pools.len() {
            for (agent, due) in self.world.pools[pool].follow(&rules.pools[pool], now) {
                self.world.schedule_work(pool, agent, due);
            }
            let shuts = |channel: usize| before.channels[channel].open && !rules.channels[channel].open;
            self.world.pools[pool].send_back_those_in(shuts);
            self.turn_away(pool, shuts, now);
            self.shift_changes(pool, now);
        }
    }
}

impl<A: Agenda, R: Record, M: Mechanisms> Walk<'_, A, R, M> {
    /// Whoever stood in the line of a channel that no pool serves any more is served at once, as all are there from now on;
    /// where it has shut, those in person have to go.
    fn wait_for_no_pool(&mut self, place: Place, now: Micros) {
        let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
        let (world, journey) = (&mut self.world, &mut self.journeys[slot]);
        let rule = &world.rules.channels[usize::from(journey.channel)];
        if rule.open || place.message {
            world.serve_from_line(rule, journey, now);
        } else {
            journey.phase = Phase::TurnedAway;
            self.carry_on(slot, now);
        }
    }
}

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// At the start, before anything has changed.
    pub(super) fn start_over(&mut self) {
        (self.rules, self.changes) = (self.first, 0);
        self.look_ahead();
    }

    /// The next rules come to hold.
    fn change(&mut self) {
        self.rules = &self.first.later[self.changes].rules;
        self.changes += 1;
        // Reach and liking go by the rules.
        self.traits = Traits::new(u32::MAX, self.luck.customer(u32::MAX), 0);
        self.look_ahead();
    }

    /// Whoever waits does so in the line of the pool that serves their channel now, by the order of that. Returns those for
    /// whom there is none any more; messages whose senders have gone are then dropped.
    fn form_lines_anew(&mut self) -> Vec<Place> {
        let lines = self.pools.iter_mut().map(Pool::take_all);
        let mut without = Vec::new();
        for (form, mut place, work) in lines.collect::<Vec<_>>().into_iter().flatten() {
            let channel = self.rules.forms[form].channel;
            let Some(pool) = self.rules.channels[channel].pool else {
                without.extend(work.is_none().then_some(place));
                continue;
            };
            let (cause, _) = cause_and_need(place.id);
            place.rank = self.rank(pool, self.rules.causes[cause].journey, channel);
            self.pools[pool].queue(form, place);
            if let Some(work) = work {
                self.pools[pool].orphan(place, work);
            }
        }
        without.sort_unstable();
        without
    }

    /// Service begins for somebody who stood in a line, without anybody from a pool.
    fn serve_from_line(&mut self, rule: &Channel, journey: &mut Journey, now: Micros) {
        let waited = contact::stop_waiting(rule, journey, now);
        self.record.waited(self.rules, journey, waited, WaitEnd::Served);
        journey.served_by = Agent::NOBODY;
        let customer = journey.customer;
        contact::cross_seam(self.rules, rule, journey, || self.luck_of(customer), now);
        self.serve_alone(rule, journey, now);
        self.wait(journey, journey.phase, journey.due);
    }

    /// Puts down the next change.
    fn look_ahead(&mut self) {
        let next = self.first.later.get(self.changes).map_or(self.first.horizon, |later| later.from);
        self.known_until = next.min(self.first.horizon);
        if next < self.first.horizon {
            self.agenda.push(Event::new(next, Kind::Change, 0, 0));
        }
    }

    /// Whether a journey still goes by rules that hold no longer.
    #[cold]
    pub(super) fn is_behind(&self, journey: &Journey) -> bool {
        !std::ptr::eq(journey.kind, &raw const self.rules.journeys[journey.kind.number])
    }

    /// Whether a need arises that would usually, while fewer do.
    #[cold]
    pub(super) fn still_arises(&self, cause: usize, k: u32) -> bool {
        let rules = self.rules;
        if k >= REGULAR_NEEDS {
            return true;
        }
        let segment = &rules.segments[usize::from(self.traits.segment)];
        segment.still_arise.get(cause).is_none_or(|share| {
            let share = match share {
                StillArise::Alike(share) => *share,
                StillArise::ByCustomer { now, first } => {
                    let at = |rates: &Quantiles| rates.at(|| self.traits.luck.rate(rules.journeys[cause].address));
                    at(now) / at(first)
                }
            };
            let luck = self.traits.luck.journey(rules.causes[cause].address, k);
            share >= 1.0 || luck.own(STILL_ARISES).draw(0).falls_below(share)
        })
    }

    /// Puts down the next need beyond the usual of the customer at hand.
    #[cold]
    pub(super) fn schedule_one_more_need(&mut self, journey: usize, k: u32, before: Micros) {
        if k > JOINING_NEED {
            return;
        }
        let &Traits { customer, luck, segment, .. } = &self.traits;
        let rules = &self.first.segments[usize::from(segment)];
        let kind = &self.first.journeys[journey];
        let own = luck.journey(self.first.causes[journey].address, k);
        let pace = DayFactors::pace(self.days.as_ref(), segment, kind);
        // Who needs something regularly from early on does not therefore need it rarely, once that comes at random, nor the
        // other way round: the kind that is not there at the start goes by luck of its own.
        let other = || luck.rate_of_other_kind(kind.address);
        let rate = || if matches!(rules.needs[journey], Needs::Every(_)) { other() } else { luck.rate(kind.address) };
        let at = match k.checked_sub(REGULAR_NEEDS) {
            None => next_of_more_needs(&rules.more_needs[journey], pace, rate, own, before),
            Some(k) => next_need(&rules.regular_needs[journey], pace, other, own, k, before),
        };
        if let Some(at) = at.filter(|&at| at < self.first.horizon) {
            self.agenda.push(Event::new(at, Kind::Need, customer, journey_id(journey, k)));
        }
    }
}

/// Whether a journey is in a channel: in its line, or in service.
fn is_in_contact(journey: &Journey) -> bool {
    matches!(
        journey.phase,
        Phase::Waiting | Phase::WaitingForAgent | Phase::TurnedAway | Phase::Served | Phase::Leaving(_)
    )
}

#[cfg(test)]
mod tests {
    use crate::chance::{Laws, ReplicationLuck};
    use crate::engine::tally::Tally;
    use crate::engine::{in_time, replicate};
    use crate::model::rules::Rules;
    use crate::scenario::{Source, Wishes, understand};

    const MARKET: &str = r#"
run = { customers = 60, horizon_days = 200, replications = 1 }
segment.all = { share = 1, reach = { app = 0.5 }, needs.ask = { per_year = 90, cv = 0.5 }, loss_per_year = 0.4 }
journey.ask = { steps = ["look", "ask"], occasion = true, restart = "look" }
channel.web.step = { look = { minutes.mean = 5, success = 0.7 }, ask = { minutes.mean = 9, success = 0.5 } }
channel.app = { access_minutes = 30, step = { look = { minutes.mean = 2 }, ask = { minutes.mean = 900, success = 0.4 } } }
strategy = [{ name = "now", baseline = true }, { name = "then", from_day = 80, full_day = 110, levels.continuity = 1 }]
[[change]]
day = 50
until_day = 64
set = { "segment.all.needs.ask.per_year" = 200, "channel.app.open" = false, "segment.all.reach.app" = 0.9 }
[[change]]
day = 120
set = { "segment.all.needs.ask.per_year" = 30, "choice.habit" = 0 }
"#;

    #[test]
    fn one_by_one_all_together_and_in_any_order_customers_go_through_changes_alike() {
        let source = Source::parse("t.toml".into(), MARKET.into()).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        let luck = ReplicationLuck::new(3, 0);
        let tallies = scenario.strategies.iter().map(|strategy| {
            let rules = Rules::of_course(
                &scenario.run,
                &scenario.names,
                &strategy.market,
                &strategy.later,
                &mut Laws::default(),
            );
            assert!(rules.customers_are_independent() && !rules.later.is_empty());
            let alone = replicate(&rules, luck, 0..60);
            let mut reversed = Tally::new(&rules);
            in_time(&rules, luck, (0..60).rev(), &mut reversed);
            assert_eq!(alone, reversed, "{}", strategy.name);
            let mut parts = replicate(&rules, luck, 0..20);
            parts.add(&replicate(&rules, luck, 20..60));
            assert_eq!(alone, parts);
            alone
        });
        let tallies: Vec<Tally> = tallies.collect();
        assert_ne!(tallies[0], tallies[1]);
    }
}
