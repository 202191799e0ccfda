//! Mechanisms in the walk: what is off moves nothing, luck of their own, and no order of customers matters.

use super::*;
use crate::chance::{Laws, OwnLuck, named};
use crate::engine::tally::Tally;
use crate::engine::{in_time, replicate};
use crate::model::experience::Ended;
use crate::model::journey::ContactEnd;
use crate::scenario::timetable::DAY;
use crate::scenario::{Source, Wishes, understand};
use std::sync::Arc;

const LUCK: ReplicationLuck = ReplicationLuck::new(11, 0);
const DAYS: u64 = 2_000;

/// A shop at which each need is one attempt that succeeds, unless something forbids it.
const SHOP: &str = r#"
run = { customers = 20, horizon_days = 2000, replications = 1 }
segment.all = { share = 1, needs.item = { per_year = 72.8 } }
journey.item = { steps = ["take"], give_up_days = 0 }
loss = { a = 0, b = 1, late = 0, given_up = 0 }
channel.shop.step.take = { minutes = { mean = 30, law = "exponential" } }
strategy = [{ name = "only", baseline = true }]
"#;

fn rules(text: &str, mechanism: Option<Arc<dyn Mechanism>>) -> Rules {
    let source = Source::parse("t.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
    let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
    let mut rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
    rules.mechanisms.extend(mechanism);
    rules
}

fn both_ways(rules: &Rules) -> [Tally; 2] {
    let mut timed = Tally::new(rules);
    in_time(rules, LUCK, (0..rules.customers).rev(), &mut timed);
    [replicate(rules, LUCK, 0..rules.customers), timed]
}

#[derive(Debug)]
struct Nothing;

impl Mechanism for Nothing {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Need, Hook::Success, Hook::Contact, Hook::Journey]
    }
}

#[test]
fn a_mechanism_that_does_nothing_moves_nothing() {
    for text in [include_str!("../../../../scenarios/tutorial.toml"), SHOP] {
        let [off, off_in_time] = both_ways(&rules(text, None));
        let [on, on_in_time] = both_ways(&rules(text, Some(Arc::new(Nothing))));
        assert!(off == on && off_in_time == on_in_time && off == off_in_time);
    }
}

/// A shelf that is filled up to so many items every day; whoever comes when it is empty goes without.
#[derive(Debug)]
struct Shelf {
    full: u32,
    left: u32,
    is_begun: bool,
    last: Micros,
}

impl Mechanism for Shelf {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self { left: self.full, ..*self })
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Need, Hook::Success]
    }

    fn counters(&self) -> &'static [&'static str] {
        &["shelf.taken", "shelf.missed", "shelf.asked"]
    }

    fn couples_customers(&self) -> bool {
        true
    }

    fn need_arose(&mut self, scene: &mut dyn Scene, _: &mut Customer, journey: &mut Journey, now: Micros) {
        scene.count(journey, 2, 1, now);
        if !std::mem::replace(&mut self.is_begun, true) {
            scene.let_happen(0, 7, (now / DAY + 1) * DAY);
        }
    }

    fn attempt_holds(&mut self, scene: &mut dyn Scene, journey: &mut Journey, now: Micros) -> AttemptEnd {
        assert!(now >= self.last, "what others notice happens in the order of time");
        self.last = now;
        let is_there = self.left > 0;
        self.left -= u32::from(is_there);
        scene.count(journey, usize::from(!is_there), 1, now);
        if is_there { AttemptEnd::Succeeded } else { AttemptEnd::Failed }
    }

    fn happened(&mut self, scene: &mut dyn Scene, happening: Happening) {
        assert_eq!((happening.who, happening.what), (0, 7));
        self.left = self.full;
        scene.let_happen(0, 7, happening.now + DAY);
    }
}

/// The share of a Poisson demand that a stock of so many serves.
fn fill_rate(mean: f64, stock: u32) -> f64 {
    let mut probability = (-mean).exp();
    let mut served = 0.0;
    let mut left = 1.0;
    for demand in 0..stock {
        served += probability * f64::from(demand);
        left -= probability;
        probability *= mean / f64::from(demand + 1);
    }
    (served + left * f64::from(stock)) / mean
}

fn own(tally: &Tally, counter: usize) -> i64 {
    tally.own.rows().map(|row| row[counter]).sum()
}

#[test]
fn a_shelf_filled_daily_serves_the_share_of_a_poisson_demand_that_its_stock_does() {
    for full in [2, 4, 6] {
        let rules = rules(SHOP, Some(Arc::new(Shelf { full, left: full, is_begun: false, last: 0 })));
        assert!(!rules.customers_are_independent());
        let [tally, reversed] = both_ways(&rules);
        assert_eq!(tally, reversed, "what comes first takes first, whoever is simulated first");
        let (taken, missed) = (own(&tally, 0), own(&tally, 1));
        // Days are alike and independent: each asks for 4 on average.
        let asked = (taken + missed) as f64;
        let se = (f64::from(full) / (4.0 * 4.0 * DAYS as f64)).sqrt();
        let share = taken as f64 / asked;
        assert!((share - fill_rate(4.0, full)).abs() < 4.0 * se, "{full}: {share}");
        let begun: u64 = tally.journeys.cells().iter().map(|cell| cell.ended).sum();
        assert!(own(&tally, 2) - (begun as i64) < 3, "each need asked once");
        let completed: u64 = tally.journeys.row(0)[..=Ended::Recovered as usize].iter().map(|cell| cell.ended).sum();
        assert!((completed as i64 - taken).abs() < 2, "who goes without has failed, and gives up");
    }
}

/// All that is sent back, met and seen, with customers who join and are lost, and changes.
const CLOTHES: &str = r#"
run = { customers = 80, horizon_days = 300, warm_up_days = 20, replications = 1, discount_per_year = 0.05 }
segment.all = { share = 1, needs = { buy = { per_year = 60, cv = 0.5 }, look = { per_year = 4 } }, loss_per_year = 0.5, joins = { per_year = 1.5, first = "buy" } }
showroom = { channels = ["store"], needs = 0.5, after_days = 20, sent_back = 0.5 }
seam.basket_merge = "added_up"
[journey.buy]
steps = ["find", "choose", "order"]
occasion = true
value = { mean = 60 }
restart = "choose"
[journey.back]
steps = ["hand_in"]
refunds = { lost = 0.1, cost = 3, exchanged = { store = 0.3 } }
follows = [{ journey = "buy", channel = "web", probability = 0.4, after_days = 9 }, { journey = "buy", probability = 0.1, after_days = 2 }]
[journey.look]
steps = ["find"]
[channel.web.step]
find = { minutes.mean = 5, success = 0.8 }
choose = { minutes.mean = 9, success = 0.7 }
order = { minutes.mean = 5, success = 0.6 }
hand_in.minutes.mean = 5
[channel.app.step]
find = { minutes.mean = 5, success = 0.8 }
choose = { minutes.mean = 9, success = 0.7 }
order = { minutes.mean = 5, success = 0.6 }
[channel.store]
access_minutes = 600
step = { find.minutes.mean = 9, choose.minutes.mean = 20, order.minutes.mean = 3, hand_in.minutes.mean = 4 }
[[change]]
day = 90
set = { "seam.basket_merge" = "overwritten", "showroom.needs" = 0.9, "journey.back.refunds.cost" = 9 }
[[change]]
day = 180
set = { "seam.basket_merge" = "set_aside", "channel.store.open" = false }
[[strategy]]
name = "only"
baseline = true
"#;

#[test]
fn what_is_sent_back_met_and_seen_is_alike_one_by_one_all_together_in_any_order_and_in_parts() {
    let source = Source::parse("t.toml".into(), CLOTHES.into()).unwrap_or_else(|error| panic!("{error}"));
    let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
    let strategy = &scenario.strategies[0];
    let laws = &mut Laws::default();
    let rules = Rules::of_course(&scenario.run, &scenario.names, &strategy.market, &strategy.later, laws);
    assert!(rules.customers_are_independent() && rules.later.len() == 2);
    let [alone, reversed] = both_ways(&rules);
    assert_eq!(alone, reversed);
    let mut parts = replicate(&rules, LUCK, (0..30).rev());
    parts.add(&replicate(&rules, LUCK, 30..80));
    assert_eq!(alone, parts);
    let counted: Vec<(&str, i64)> = rules.counters().enumerate().map(|(at, name)| (name, own(&alone, at))).collect();
    assert!(counted.iter().all(|(_, sum)| *sum > 0), "{counted:?}");
}

/// Counts the contacts in which its own luck falls below a half.
#[derive(Debug)]
struct Coin(OwnLuck);

const COIN: u64 = named("coin");

impl Mechanism for Coin {
    fn start(&self, _: &Rules, luck: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self(luck.market(COIN)))
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Contact]
    }

    fn counters(&self) -> &'static [&'static str] {
        &["coin.market", "coin.customer", "coin.journey", "coin.contact"]
    }

    fn contact_ended(&mut self, scene: &mut dyn Scene, journey: &mut Journey, _: ContactEnd, now: Micros) {
        let customer = scene.luck_of(journey.customer).own(COIN).of(u64::from(journey.id));
        let own = [self.0.of(now), customer, journey.luck.own(COIN), journey.contact.luck.own(COIN)];
        for (at, luck) in own.into_iter().enumerate() {
            scene.count(journey, at, i64::from(luck.draw(0).falls_below(0.5)), now);
        }
    }
}

#[test]
fn a_mechanism_draws_luck_of_its_own_that_moves_nobody_elses() {
    let plain = replicate(&rules(SHOP, None), LUCK, 0..20);
    let rules = rules(SHOP, Some(Arc::new(Coin(LUCK.market(COIN)))));
    let [tally, in_time] = both_ways(&rules);
    assert_eq!(tally, in_time);
    assert_eq!(tally.contacts, plain.contacts);
    let contacts: u64 = tally.contacts.cells().iter().map(|cell| cell.served).sum();
    let heads: Vec<i64> = (0..4).map(|counter| own(&tally, counter)).collect();
    for &own in &heads {
        let (mean, sd) = (contacts as f64 / 2.0, (contacts as f64 / 4.0).sqrt());
        assert!((own as f64 - mean).abs() < 4.0 * sd, "{heads:?} of {contacts}");
    }
    assert!(heads.iter().any(|own| *own != heads[0]), "{heads:?}");
}

#[test]
fn what_happens_before_the_warm_up_is_over_is_not_counted() {
    let text = SHOP.replace("replications = 1", "replications = 1, warm_up_days = 1500");
    let shelf = || Shelf { full: 100, left: 100, is_begun: false, last: 0 };
    let [whole, _] = both_ways(&rules(SHOP, Some(Arc::new(shelf()))));
    let [rest, _] = both_ways(&rules(&text, Some(Arc::new(shelf()))));
    let share = own(&rest, 2) as f64 / own(&whole, 2) as f64;
    assert!((share - 0.25).abs() < 0.03, "{share} of what is asked falls into the last quarter");
}

/// All that messages meet: two campaigns, pressure, joiners, changes, a plan for all, needs of both kinds, problems.
const CAMPAIGNS: &str = r#"
run = { customers = 60, horizon_days = 200, warm_up_days = 30, replications = 1 }
channel.web = { access_minutes = 30, step = { look = { minutes.mean = 5, success = 0.7 }, ask = { minutes.mean = 9, success = 0.5 } } }
channel.mail.step.ask = { minutes.mean = 900, success = 0.4 }
channel.print = {}
journey.buy = { steps = ["look"], occasion = true, value = { mean = 30 } }
journey.ask = { steps = ["look", "ask"] }
journey.thank = { steps = ["look"], follows = [{ journey = "buy", probability = 0.3, after_days = 2 }] }
outreach = { fatigue = 0.1, opt_out_rise = 0.3, annoyance = 0.02, response_cv = 1, newcomer_response = 2, quiet_days = 3, cap = { messages = 2, days = 6 } }
choice.synergy = { "print>web" = 1 }
strategy = [{ name = "now", baseline = true }, { name = "then", from_day = 80, full_day = 110, levels.orchestration = 0.8 }]
[segment.all]
share = 1
reach = { mail = 0.8 }
needs = { buy = { per_year = 12 }, ask = { every_days = 30 } }
loss_per_year = 0.4
joins = { per_year = 1.5, first = "ask" }
[campaign.news]
channel = "mail"
begins = "buy"
every_days = 3
first_day = 2.4
share = 0.9
cost = 0.1
response = 0.1
discount = 0.1
brought_forward = 0.5
opt_out = 0.005
[campaign.flyer]
channel = "print"
begins = "buy"
per_year = 40
response = 0.2
response_days = 1
until_response = true
[[change]]
day = 50
until_day = 64
set = { "campaign.news.every_days" = 1.5, "channel.print.open" = false }
[[change]]
day = 120
set = { "campaign.flyer.per_year" = 5, "outreach.half_life_days" = 3 }
"#;

#[test]
fn messages_reach_customers_alike_one_by_one_and_all_together_in_any_order() {
    let source = Source::parse("t.toml".into(), CAMPAIGNS.into()).unwrap_or_else(|error| panic!("{error}"));
    let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
    let tallies = scenario.strategies.iter().map(|strategy| {
        let (run, names, laws) = (&scenario.run, &scenario.names, &mut Laws::default());
        let rules = Rules::of_course(run, names, &strategy.market, &strategy.later, laws);
        assert!(rules.customers_are_independent());
        let [alone, reversed] = both_ways(&rules);
        assert_eq!(alone, reversed, "{}", strategy.name);
        let mut parts = replicate(&rules, LUCK, 17..60);
        parts.add(&replicate(&rules, LUCK, 0..17));
        assert_eq!(alone, parts);
        let counted: Vec<i64> = (0..6).map(|counter| own(&alone, counter)).collect();
        assert!(counted.iter().enumerate().all(|(at, &count)| count > 0 || at == 1), "{counted:?}");
        alone
    });
    let tallies: Vec<Tally> = tallies.collect();
    assert_ne!(tallies[0], tallies[1]);
}

/// Has an opinion on contacts, and no hook for it.
#[derive(Debug)]
struct Deaf;

impl Mechanism for Deaf {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[]
    }

    fn contact_ended(&mut self, _: &mut dyn Scene, _: &mut Journey, _: ContactEnd, _: Micros) {
        panic!("nobody asked for this");
    }
}

#[test]
fn a_hook_that_another_mechanism_has_is_not_called_for_one_that_has_it_not() {
    let mut rules = rules(SHOP, Some(Arc::new(Coin(LUCK.market(COIN)))));
    rules.mechanisms.push(Arc::new(Deaf));
    both_ways(&rules);
}

#[test]
fn what_mechanisms_count_adds_up_over_segments_and_channels() {
    let rules = rules(include_str!("../../../../scenarios/tutorial.toml"), Some(Arc::new(Coin(LUCK.market(COIN)))));
    let tally = replicate(&rules, LUCK, 0..500);
    let of = |segment, channel| tally.own_of(&rules, segment, channel).map(|row| row[0]).sum::<i64>();
    let segments: Vec<i64> = (0..rules.segments.len()).map(|segment| of(segment, None)).collect();
    let channels = (0..rules.channels.len()).map(|channel| of(0, Some(channel)));
    assert_eq!(segments.iter().sum::<i64>(), own(&tally, 0));
    assert_eq!(channels.sum::<i64>(), segments[0], "contacts have a channel");
    assert!(segments.iter().all(|&count| count > 0));
}
