//! Twins: work that a customer has left behind in another channel, or sent there beside, and how it is closed.
//!
//! A message whose sender has hung up is still worked on; so is one that was written beside the first contact. From another
//! channel of the same journey it can be dropped from its line, so that the matter is answered once.

use super::{Hook, JourneyEnd, Mechanism, Orphan, Scene, on};
use crate::chance::{ReplicationLuck, named};
use crate::model::journey::{ContactEnd, Customer, Journey};
use crate::model::rules::Rules;
use crate::scenario::meant::{self, Kind, Later, Market, TwinClosed};
use crate::scenario::timetable::{DAY, Micros, micros};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A contact's luck: whether it closes an orphan, by the channel and the number of that.
const CLOSED: u64 = named("twin closed");
/// A journey's luck: whether its matter is sent to a channel, and how long an answer there takes.
const SENT: u64 = named("twin");
const IS_SENT: u64 = 0;
const MINUTES: u64 = 1;
/// Messages sent beside a contact are numbered from here by their channel, beyond all contacts.
const BESIDE: u16 = 1 << 15;

/// Probability that an orphan is closed: `[its channel][channel of the contact]`.
type Closed = Vec<Vec<f64>>;

#[derive(Debug, Clone)]
struct Twins {
    /// What holds, from when on.
    course: Vec<(Micros, OfDay)>,
    /// Whether orphans are closed by a contact that arrives, on any day.
    closes_on_arrival: bool,
    hooks: &'static [Hook],
    /// Orphans that may still stand in a line, by customer and open journey.
    orphans: BTreeMap<(u32, u32), Vec<Orphan>>,
}

/// What holds on a day.
#[derive(Debug, Clone)]
struct OfDay {
    /// How likely orphans are closed.
    closed: Closed,
    /// By what.
    when: TwinClosed,
    /// Channels to which the matter is also sent, and how likely that is, by journey type.
    sent: Vec<Vec<(u8, f64)>>,
}

impl OfDay {
    fn new(market: &Market) -> Self {
        let sent = market.journeys.iter().map(sent).collect();
        Self { closed: closed(market), when: market.twin_closed_when, sent }
    }

    fn closes(&self, when: TwinClosed) -> bool {
        self.when == when && self.closed.iter().flatten().any(|&likely| likely > 0.0)
    }

    fn sends(&self) -> bool {
        self.sent.iter().any(|channels| !channels.is_empty())
    }
}

/// The mechanism, where a matter can be sent twice, or what is left behind be closed.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let changed = later.iter().map(|later| (Micros::from(later.day) * DAY, OfDay::new(&later.market)));
    let course: Vec<(Micros, OfDay)> = [(0, OfDay::new(market))].into_iter().chain(changed).collect();
    let any = |holds: &dyn Fn(&OfDay) -> bool| course.iter().any(|(_, of_day)| holds(of_day));
    let closes_if_served = any(&|of_day| of_day.closes(TwinClosed::Served));
    let closes_on_arrival = any(&|of_day| of_day.closes(TwinClosed::Arrives));
    let hooks: &[Hook] = match (closes_if_served, closes_on_arrival, any(&OfDay::sends)) {
        (false, false, false) => return None,
        (false, false, true) => &[Hook::Arrival, Hook::Journey],
        (true, false, false) => &[Hook::Orphan, Hook::Contact, Hook::Journey],
        (false, true, _) => &[Hook::Orphan, Hook::Arrival, Hook::Journey],
        (true, _, _) => &[Hook::Orphan, Hook::Arrival, Hook::Contact, Hook::Journey],
    };
    Some(Arc::new(Twins { course, closes_on_arrival, hooks, orphans: BTreeMap::new() }))
}

/// Only messages that wait for a pool are left behind, and they are closed from another channel in which people serve.
fn closed(market: &Market) -> Closed {
    let can_be_left = |at: usize| market.channels[at].kind == Kind::Messages && market.channels[at].pool.is_some();
    let can_close = |at: usize| market.channels[at].kind != Kind::SelfService;
    let probability = |from: usize, to: usize, given: f64| {
        if from != to && can_be_left(from) && can_close(to) { given } else { 0.0 }
    };
    let row = |(from, row): (usize, &Vec<meant::Probability>)| {
        row.iter().enumerate().map(|(to, given)| probability(from, to, given.get())).collect()
    };
    market.twin_closed.iter().enumerate().map(row).collect()
}

fn sent(journey: &meant::Journey) -> Vec<(u8, f64)> {
    let likely = journey.twin.iter().filter(|(_, probability)| probability.get() > 0.0);
    likely.map(|&(channel, probability)| (channel as u8, probability.get())).collect()
}

impl Mechanism for Twins {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(self.clone())
    }

    fn hooks(&self) -> &'static [Hook] {
        self.hooks
    }

    fn couples_customers(&self) -> bool {
        true
    }

    fn is_noticed(&self, journey: &Journey) -> bool {
        self.hooks.contains(&Hook::Contact) && self.has_orphans(journey)
    }

    fn arrival_is_noticed(&self, journey: &Journey) -> bool {
        let is_sent = |(_, of_day): &(Micros, OfDay)| !of_day.sent[journey.kind.number].is_empty();
        journey.contacts == 0 && self.course.iter().any(is_sent) || self.closes_on_arrival && self.has_orphans(journey)
    }

    fn contact_arrived(&mut self, scene: &mut dyn Scene, journey: &mut Journey, now: Micros) {
        if journey.contacts == 1 {
            self.send_beside(scene, journey, now);
        }
        self.close(scene, journey, TwinClosed::Arrives, now);
    }

    fn orphan_arose(&mut self, _: &mut dyn Scene, journey: &Journey, orphan: Orphan) {
        self.remember(journey, orphan);
    }

    fn contact_ended(&mut self, scene: &mut dyn Scene, journey: &mut Journey, _: ContactEnd, now: Micros) {
        self.close(scene, journey, TwinClosed::Served, now);
    }

    fn journey_ended(&mut self, _: &mut dyn Scene, _: &mut Customer, journey: &Journey, _: JourneyEnd) {
        self.orphans.remove(&key(journey));
    }
}

impl Twins {
    fn has_orphans(&self, journey: &Journey) -> bool {
        self.orphans.contains_key(&key(journey))
    }

    fn remember(&mut self, journey: &Journey, orphan: Orphan) {
        self.orphans.entry(key(journey)).or_default().push(orphan);
    }

    /// Writes to the channels to which the matter is also sent, as far as the customer can.
    fn send_beside(&mut self, scene: &mut dyn Scene, journey: &Journey, now: Micros) {
        for (channel, likely) in on(&self.course, now).sent[journey.kind.number].clone() {
            let can_write = channel != journey.channel && (journey.kind.offered[0] & journey.reach) >> channel & 1 == 1;
            let luck = journey.luck.own(SENT).of(scene.rules().channels[usize::from(channel)].address);
            if !can_write || !luck.draw(IS_SENT).falls_below(likely) {
                continue;
            }
            let form = scene.rules().channels[usize::from(channel)].form;
            let orphan = Orphan { channel, form, number: BESIDE + u16::from(channel), since: now, arose: now };
            let minutes = journey.kind.attempts[0][usize::from(channel)].minutes.at(luck.draw(MINUTES));
            let work = micros(minutes) + scene.rules().channels[usize::from(channel)].after_contact;
            scene.send_beside(journey, orphan, work);
            self.remember(journey, orphan);
        }
    }

    /// Drops orphans of the journey from the lines of other channels than that of the contact at hand, as likely as on the
    /// day, if that is when it closes them.
    fn close(&mut self, scene: &mut dyn Scene, journey: &Journey, when: TwinClosed, now: Micros) {
        let OfDay { closed, when: on_this_day, .. } = on(&self.course, now);
        let Some(orphans) = self.orphans.get_mut(&key(journey)).filter(|_| *on_this_day == when) else { return };
        let here = usize::from(journey.channel);
        let luck = journey.contact.luck.own(CLOSED);
        orphans.retain(|orphan| {
            let likely = closed[usize::from(orphan.channel)][here];
            let channel = scene.rules().channels[usize::from(orphan.channel)].address;
            let number = u64::from(orphan.number.min(BESIDE));
            let is_closed = luck.of(channel).of(number).draw(0).falls_below(likely);
            if is_closed {
                scene.drop_orphan(journey, *orphan);
            }
            !is_closed
        });
    }
}

fn key(journey: &Journey) -> (u32, u32) {
    (journey.customer, journey.id)
}
