//! Showrooms: whoever has seen the goods needs more of them, with a lag, and sends back less of what was ordered elsewhere.

use super::{Hook, JourneyEnd, Mechanism, Scene};
use crate::chance::{ReplicationLuck, Varies, named};
use crate::mistakes::Mistake::SeenAtOnce;
use crate::mistakes::is_made;
use crate::model::journey::{ContactEnd, Customer, Journey, cause_and_need, journey_id};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::{Later, Market};
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, micros};
use std::sync::Arc;

/// A journey's luck: whether its need brings one more about, and when.
const SHOWROOM: u64 = named("showroom");
const ONE_MORE: u64 = 0;
const LATER: u64 = 1;

#[derive(Debug)]
struct Showroom;

/// The mechanism, where customers see the goods anywhere; where they do never changes.
pub fn of(market: &Market, _: &[Later]) -> Option<Arc<dyn Mechanism>> {
    (market.showroom.channels != 0).then(|| Arc::new(Showroom) as Arc<dyn Mechanism>)
}

impl Mechanism for Showroom {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Need, Hook::Contact, Hook::Journey]
    }

    fn need_arose(&mut self, scene: &mut dyn Scene, customer: &mut Customer, journey: &mut Journey, now: Micros) {
        let (cause, k) = cause_and_need(journey.id);
        let rules = scene.rules();
        let Some(one_more) = rules.causes[cause].one_more.filter(|_| customer.has_seen_the_goods()) else { return };
        let luck = journey.luck.own(SHOWROOM);
        if !luck.draw(ONE_MORE).falls_below(rules.showroom.needs.get()) {
            return;
        }
        let lag = if is_made(SeenAtOnce) { 0.0 } else { rules.showroom.after_days * MINUTES_PER_DAY };
        let later = micros(Varies::exponential(lag).at(luck.draw(LATER)));
        scene.let_need_arise(journey.customer, journey_id(one_more, k), now + later);
    }

    fn contact_ended(&mut self, scene: &mut dyn Scene, journey: &mut Journey, _: ContactEnd, _: Micros) {
        journey.saw_the_goods |= shows(scene.rules(), journey.channel);
    }

    fn journey_ended(&mut self, _: &mut dyn Scene, customer: &mut Customer, journey: &Journey, _: JourneyEnd) {
        if journey.saw_the_goods {
            customer.sees_the_goods();
        }
    }
}

/// Whether customers see the goods in a channel.
const fn shows(rules: &Rules, channel: u8) -> bool {
    channel != NOWHERE && rules.showroom.channels >> channel & 1 == 1
}

/// The factor on the probability that an order is sent back, which has just been completed; 1 where there is no showroom.
pub(super) fn factor(rules: &Rules, customer: &Customer, journey: &Journey) -> f64 {
    if customer.has_seen_the_goods() && !shows(rules, journey.channel) { rules.showroom.sent_back } else { 1.0 }
}
