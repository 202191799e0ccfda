//! Outreach: messages that campaigns send to customers, contact pressure and what comes of it, and which messages one plan
//! for all of them leaves out.
//!
//! Each message is an event of its customer's own, which puts down the next of its campaign. What holds is read from the
//! rules of the day; kept of a customer is only what earlier messages have left behind.

mod budget;
mod clock;
mod memory;
mod message;

use super::{Happening, Hook, JourneyEnd, Mechanism, Scene, Spot, course, ever};
use crate::chance::ReplicationLuck;
use crate::model::joining::Newcomer;
use crate::model::journey::{Customer, JOINING_NEED, Journey, cause_and_need, journey_id};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::{Later, Market, Probability};
use crate::scenario::timetable::{DAY, Micros, float};
use budget::Budget;
use clock::{Clock, message_of};
use memory::{Asked, Memory};
use message::{Effect, Message, Recipient};
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
    hooks: Vec<Hook>,
    /// How money moves between campaigns, where it does.
    budget: Option<Budget>,
    asked: Asked,
    memory: Memory,
}

/// The mechanism, where any campaign sends anything, from the start on or later.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let ever = |holds: &dyn Fn(&Market) -> bool| ever(market, later, holds);
    if !ever(&Market::reaches_out) {
        return None;
    }
    let none = Probability::default();
    let brings_forward = ever(&|market| market.campaigns.iter().any(|campaign| campaign.brought_forward > none));
    let keeps_quiet = ever(&|market| market.outreach.quiet_days > 0.0 && market.suppressed > none);
    let most = |market: &Market| market.outreach.cap.filter(|_| market.suppressed > none).map(|cap| cap.messages);
    let last = course(market, later, most).into_iter().filter_map(|(_, most)| most).max().unwrap_or(0);
    let budget = Budget::of(market, later);
    let if_any = |any: bool, count: usize| if any { count } else { 0 };
    let asked = Asked {
        joined: ever(&|market| market.outreach.newcomer_response != 1.0),
        last: last as usize,
        campaigns: if_any(budget.is_some(), market.campaigns.len()),
        types: if_any(keeps_quiet, market.journeys.len()),
        taken: if_any(brings_forward, market.journeys.len()),
    };
    let clock = |number: usize| {
        let rates = course(market, later, |market| market.campaigns[number].a_day() / float(DAY));
        Clock::new(&market.campaigns[number], rates)
    };
    let hooks =
        [(Hook::Newcomer, true), (Hook::Arises, brings_forward), (Hook::Journey, keeps_quiet || budget.is_some())];
    Some(Arc::new(Outreach {
        clocks: (0..market.campaigns.len()).map(clock).collect(),
        hooks: hooks.into_iter().filter(|(_, is_asked)| *is_asked).map(|(hook, _)| hook).collect(),
        budget,
        asked,
        memory: Memory::new(asked, 0),
    }))
}

impl Mechanism for Outreach {
    fn start(&self, rules: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self { memory: Memory::new(self.asked, rules.customers), ..self.clone() })
    }

    fn hooks(&self) -> &[Hook] {
        &self.hooks
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
        if self.asked.joined && newcomer.has_joined(scene.rules()) {
            self.memory.joins(number, at);
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
        let is_taken = self.memory.is_taken(who, journey);
        if is_taken {
            count(scene, Spot { segment: customer.segment, journey, channel: NOWHERE }, BROUGHT_FORWARD, 1, now);
        }
        !is_taken
    }

    fn journey_ended(&mut self, scene: &mut dyn Scene, _: &mut Customer, journey: &Journey, end: JourneyEnd) {
        let JourneyEnd { ended, money, now } = end;
        if ended.is_completed() {
            self.memory.completes(journey.customer, journey.kind.number, now);
        }
        if let Some((budget, (_, margin))) = self.budget.as_mut().zip(money) {
            budget.pass(scene, now);
            let last_of = |campaign| self.memory.last_of(journey.customer, campaign);
            budget.ordered(scene, (journey.customer, Spot::of(journey)), margin, last_of, now);
        }
    }

    fn closed(&mut self, scene: &mut dyn Scene, horizon: Micros) {
        if let Some(budget) = &mut self.budget {
            budget.pass(scene, horizon);
        }
        self.memory.clear();
    }

    fn happened(&mut self, scene: &mut dyn Scene, happening: Happening) {
        let Happening { who, customer, mut open, what, now } = happening;
        let (campaign, k) = message_of(what);
        if customer.lost || self.memory.heard(who).hears_no_more(scene.rules(), campaign) {
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
        let pressure = self.memory.heard(who).pressure(scene.rules(), now);
        let recipient = Recipient { rules: scene.rules(), memory: &self.memory, who, now };
        let mut has_problem = || Iterator::any(&mut open, |journey| journey.kind.value.is_none());
        if message.may_be_suppressed(scene.rules())
            && (recipient.has_enough() || recipient.has_just(spot.journey) || has_problem())
        {
            return count(scene, spot, SUPPRESSED, 1, now);
        }
        let effect = recipient.effect(message, pressure);
        let counts = now >= scene.rules().warm_up;
        let is_first = self.memory.heard(who).note(effect, campaign, spot.channel, now, counts);
        self.memory.gets(who, campaign, now);
        if effect.brings_forward {
            self.memory.takes(who, spot.journey);
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
