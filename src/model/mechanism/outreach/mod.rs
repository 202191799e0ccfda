//! Outreach: messages that campaigns send to customers, contact pressure and what comes of it, and which messages one plan
//! for all of them leaves out.
//!
//! Each message is an event of its customer's own, which puts down the next of its campaign. What holds is read from the
//! rules of the day; kept of a customer is only what earlier messages have left behind.

mod budget;
mod clock;
mod message;

use super::{Happening, Hook, Mechanism, Scene, Spot};
use crate::chance::ReplicationLuck;
use crate::model::experience::{self, Ended};
use crate::model::joining::Newcomer;
use crate::model::journey::{Customer, JOINING_NEED, Journey, cause_and_need, journey_id};
use crate::model::rules::NOWHERE;
use crate::scenario::meant::{Later, Market, Probability};
use crate::scenario::timetable::{DAY, Micros, float};
use budget::Budget;
use clock::{Clock, message_of};
use message::{Effect, Heard, Message};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of what is counted: by the campaign's channel and the type that it begins.
pub const SENT: &str = "outreach.sent";
/// Messages that were not sent, since they would have been unwelcome.
pub const SUPPRESSED: &str = "outreach.suppressed";
/// Messages that began a journey.
pub const RESPONSES: &str = "outreach.responses";
/// Customers who opted out of a channel.
pub const OPT_OUTS: &str = "outreach.opt_outs";
/// Needs that did not arise, since a response had taken their place.
pub const BROUGHT_FORWARD: &str = "outreach.brought_forward";
/// Customers who got a message: once each.
pub const REACHED: &str = "outreach.reached";
/// Margin of orders that campaigns claim (millionths of a unit of money).
pub const CLAIMED: &str = "outreach.claimed";
/// What those held out show campaigns to have brought (the same).
pub const MEASURED: &str = "outreach.measured";
const COUNTERS: [&str; 8] = [SENT, SUPPRESSED, RESPONSES, OPT_OUTS, BROUGHT_FORWARD, REACHED, CLAIMED, MEASURED];

#[derive(Debug, Clone)]
struct Outreach {
    /// When each campaign sends.
    clocks: Vec<Clock>,
    /// How many of a customer's last messages are looked at, on any day.
    last: usize,
    hooks: &'static [Hook],
    /// How money moves between campaigns, where it does.
    budget: Option<Budget>,
    /// Whether it is asked for how long ago something was bought.
    keeps_quiet: bool,
    /// What earlier messages have left behind, by customer.
    heard: BTreeMap<u32, Heard>,
}

/// The mechanism, where any campaign sends anything, from the start on or later.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let markets = || [(0, market)].into_iter().chain(later.iter().map(|later| (later.day, &later.market)));
    let any = |holds: &dyn Fn(&Market) -> bool| markets().any(|(_, market)| holds(market));
    if !any(&Market::reaches_out) {
        return None;
    }
    let none = Probability::default();
    let brings_forward = any(&|market| market.campaigns.iter().any(|campaign| campaign.brought_forward > none));
    let keeps_quiet = any(&|market| market.outreach.quiet_days > 0.0 && market.suppressed > none);
    let budget = Budget::of(market, later);
    let hooks: &[Hook] = match (brings_forward, keeps_quiet || budget.is_some()) {
        (false, false) => &[Hook::Newcomer],
        (true, false) => &[Hook::Newcomer, Hook::Arises],
        (false, true) => &[Hook::Newcomer, Hook::Journey],
        (true, true) => &[Hook::Newcomer, Hook::Arises, Hook::Journey],
    };
    let clock = |number: usize| {
        let rates =
            markets().map(|(day, market)| (Micros::from(day) * DAY, market.campaigns[number].a_day() / float(DAY)));
        Clock::new(&market.campaigns[number], rates)
    };
    Some(Arc::new(Outreach {
        clocks: (0..market.campaigns.len()).map(clock).collect(),
        last: markets()
            .filter_map(|(_, market)| market.outreach.cap)
            .map(|cap| cap.messages as usize)
            .max()
            .unwrap_or(0),
        hooks,
        budget,
        keeps_quiet,
        heard: BTreeMap::new(),
    }))
}

impl Mechanism for Outreach {
    fn start(&self, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(self.clone())
    }

    fn hooks(&self) -> &'static [Hook] {
        self.hooks
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn couples_customers(&self) -> bool {
        self.budget.is_some()
    }

    fn is_noticed(&self, _: &Journey) -> bool {
        false
    }

    fn arrival_is_noticed(&self, _: &Journey) -> bool {
        false
    }

    fn came_in(&mut self, scene: &mut dyn Scene, newcomer: Newcomer) {
        let Newcomer { number, segment, at } = newcomer;
        if let Some(budget) = &mut self.budget {
            budget.takes_in(scene, number, segment, at);
        }
        if newcomer.has_joined(scene.rules()) && scene.rules().outreach.newcomer_response != 1.0 {
            self.heard.entry(number).or_default().more().joined = Some(at);
        }
        for (campaign, clock) in self.clocks.iter().enumerate() {
            let k = if clock.in_waves { clock.first_wave(at) } else { 0 };
            clock.put_down(scene, number, (campaign, k), at);
        }
    }

    fn need_arises(&mut self, scene: &mut dyn Scene, customer: &Customer, who: u32, id: u32, now: Micros) -> bool {
        let (journey, k) = cause_and_need(id);
        if journey >= scene.rules().journeys.len() || k == JOINING_NEED {
            return true;
        }
        let more = self.heard.get_mut(&who).and_then(|heard| heard.more.as_mut());
        let taken = more.and_then(|more| more.taken.get_mut(&journey));
        let Some(taken) = taken.filter(|taken| **taken > 0) else { return true };
        *taken -= 1;
        count(scene, Spot { segment: customer.segment, journey, channel: NOWHERE }, BROUGHT_FORWARD, 1, now);
        false
    }

    fn journey_ended(&mut self, scene: &mut dyn Scene, _: &mut Customer, journey: &Journey, ended: Ended, now: Micros) {
        if !ended.is_completed() {
            return;
        }
        let who = journey.customer;
        if self.keeps_quiet {
            self.heard.entry(who).or_default().more().completed.insert(journey.kind.number, now);
        }
        if let Some(budget) = &mut self.budget {
            budget.pass(scene, now);
            let luck = scene.luck_of(who);
            if let Some((_, margin)) = experience::money(scene.rules(), journey, || luck) {
                let more = self.heard.get(&who).and_then(|heard| heard.more.as_ref());
                budget.ordered(scene, (who, Spot::of(journey)), margin, more.map(|more| &more.last_of), now);
            }
        }
    }

    fn closed(&mut self, scene: &mut dyn Scene, horizon: Micros) {
        if let Some(budget) = &mut self.budget {
            budget.pass(scene, horizon);
        }
        self.heard.clear();
    }

    fn happened(&mut self, scene: &mut dyn Scene, happening: Happening) {
        let Happening { who, customer, mut open, what, now } = happening;
        let (campaign, k) = message_of(what);
        let heard = self.heard.entry(who).or_default();
        if customer.lost || heard.hears_no_more(scene.rules(), campaign) {
            return;
        }
        self.clocks[campaign].put_down(scene, who, (campaign, k + 1), now);
        let reach = scene.reach_of(who, customer.segment, now);
        let message = Message::new(scene.rules(), scene.luck_of(who), campaign, k);
        let factor = self.budget.as_mut().map_or(1.0, |budget| {
            budget.pass(scene, now);
            budget.factor(scene, who, customer.segment, campaign, now)
        });
        if !message.is_sent(scene.rules(), customer.segment, reach, factor) {
            return;
        }
        let rule = &scene.rules().campaigns[campaign];
        let spot = Spot { segment: customer.segment, journey: rule.begins, channel: rule.channel };
        let has_problem = Iterator::any(&mut open, |journey| journey.kind.value.is_none());
        if message.may_be_suppressed(scene.rules())
            && (has_problem || heard.has_enough(scene.rules(), now) || heard.has_just(scene.rules(), spot.journey, now))
        {
            return count(scene, spot, SUPPRESSED, 1, now);
        }
        let effect = heard.effect(scene.rules(), message, now);
        let is_first = heard.note(effect, message.campaign, spot, now, now >= scene.rules().warm_up);
        if self.budget.is_some() {
            heard.more().last_of.insert(campaign, now);
        }
        if self.last > 0 {
            let last = &mut heard.more().last;
            last.push_back(now);
            last.drain(..last.len().saturating_sub(self.last));
        }
        scene.sent(campaign, now);
        tell(scene, effect, spot, is_first, now);
        if let Some(later) = effect.begins_after {
            let cause = scene.rules().cause_of(campaign);
            scene.let_need_arise(who, journey_id(cause, k), now + later);
        }
        if effect.annoys > 0.0 {
            let before = customer.satisfaction;
            customer.satisfaction *= 1.0 - effect.annoys;
            scene.moved(who, customer, before, now);
        }
    }
}

/// Counts a message that was sent.
fn tell(scene: &mut dyn Scene, effect: Effect, spot: Spot, is_first: bool, now: Micros) {
    count(scene, spot, SENT, 1, now);
    if is_first {
        count(scene, spot, REACHED, 1, now);
    }
    if effect.begins_after.is_some() {
        count(scene, spot, RESPONSES, 1, now);
    }
    if effect.opts_out {
        count(scene, spot, OPT_OUTS, 1, now);
    }
}

fn count(scene: &mut dyn Scene, spot: Spot, counter: &str, amount: i64, now: Micros) {
    let at = COUNTERS.iter().position(|name| *name == counter).expect("one of its own counters");
    scene.count_at(spot, at, amount, now);
}
