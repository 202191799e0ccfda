//! What the walk tells of what happens, and the words for it.

use crate::model::experience::{Ended, LastStraw};
use crate::model::joining::Newcomer;
use crate::model::journey::{ContactEnd, Customer, First, Journey};
use crate::model::mechanism::{Held, Refund, Spot};
use crate::model::rules::Rules;
use crate::scenario::timetable::Micros;
use std::ops::Range;

/// How a journey ended, for the books.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// In what way.
    pub ended: Ended,
    /// The experience x.
    pub experience: f64,
    /// The experience as reported.
    pub reported: f64,
    /// Whether the customer was lost over it; `None` where they were lost before.
    pub lost: Option<bool>,
    /// Value and margin of an order (millionths of a unit of money).
    pub money: Option<(u64, i64)>,
    /// What the customer did for the first time since the warm-up.
    pub first: First,
}

/// What the walk tells of what happens; a record that leaves something out costs nothing for it. It is not told in the
/// order of time, since much is seen through ahead of its time: a record must not depend on the order.
pub trait Record {
    /// A customer is there from some moment on.
    fn admitted(&mut self, _rules: &Rules, _newcomer: Newcomer, _customer: &Customer) {}
    /// A contact has arrived.
    fn arrived(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// A contact with somebody who serves no longer waits.
    fn waited(&mut self, _rules: &Rules, _journey: &Journey, _waited: Micros, _why: WaitEnd) {}
    /// Whoever set out for a channel has found it closed.
    fn trip_in_vain(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// The basket at hand has been ordered, or never will be.
    fn basket(&mut self, _rules: &Rules, _journey: &Journey, _fate: Fate) {}
    /// The work after a contact, counted with it as if nothing delayed it, is done.
    fn worked_after(&mut self, _rules: &Rules, _after: AfterContact, _now: Micros) {}
    /// A contact has been served to its end.
    fn served(&mut self, _rules: &Rules, _journey: &Journey, _end: ContactEnd) {}
    /// A contact has been passed on.
    fn passed_on(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// A journey has ended.
    fn ended(&mut self, _rules: &Rules, _journey: &Journey, _ending: &Ending, _now: Micros) {}
    /// The satisfaction of a customer who was not lost has moved from what it was before; perhaps the customer is lost now.
    fn felt(&mut self, _rules: &Rules, _number: u32, _customer: &Customer, _before: f64, _now: Micros) {}
    /// A customer is lost over a journey that has ended.
    fn lost(&mut self, _rules: &Rules, _journey: &Journey, _straw: LastStraw, _now: Micros) {}
    /// A customer is lost by the calendar.
    fn left(&mut self, _rules: &Rules, _number: u32, _customer: &Customer, _now: Micros) {}
    /// A stock pool has held so much in a span of time.
    fn held(&mut self, _rules: &Rules, _pool: usize, _held: Held, _time: Range<Micros>) {}
    /// A need is not pursued; perhaps the customer is lost over it.
    fn not_pursued(&mut self, _rules: &Rules, _journey: &Journey, _why: Unpursued, _lost: bool, _now: Micros) {}
    /// A journey is open at the horizon, and its contact under way, if there is one, has been followed in vain.
    fn censored(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// A message in this channel stands in the line, and nobody waits for it any more, or ever did.
    fn orphaned(&mut self, _rules: &Rules, _channel: u8, _now: Micros) {}
    /// Such a message, for which nobody waited from that moment on, has been dropped from the line.
    fn orphan_closed(&mut self, _rules: &Rules, _channel: u8, _arose: Micros) {}
    /// An agent begins to work on such a message, for so long.
    fn orphan_begun(&mut self, _rules: &Rules, _channel: u8, _work: Micros, _now: Micros) {}
    /// An order that a journey has brought back is refunded.
    fn refunded(&mut self, _rules: &Rules, _journey: &Journey, _refund: Refund, _now: Micros) {}
    /// A campaign has sent a message.
    fn sent(&mut self, _rules: &Rules, _campaign: usize, _now: Micros) {}
    /// A mechanism counts something somewhere, by the number of the counter over all mechanisms.
    fn counted(&mut self, _rules: &Rules, _spot: Spot, _counter: usize, _amount: i64, _now: Micros) {}
    /// The agents of a pool have been at work for this time.
    fn worked(&mut self, _pool: usize, _time: Micros) {}
    /// Nothing more happens to those who were there.
    fn closed(&mut self, _rules: &Rules) {}
}

/// The work after a contact, and where its time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AfterContact {
    /// When it began.
    pub began: Micros,
    /// Segment and journey.
    pub cell: u16,
    /// The channel.
    pub channel: u8,
    /// What it was when the contact arrived.
    pub form: u8,
    /// Whether the story was told elsewhere before.
    pub after_switch: bool,
    /// When the contact arrived.
    pub arrived: Micros,
    /// How long it takes by itself, which is counted with the contact.
    pub undelayed: Micros,
}

impl AfterContact {
    /// The work after the contact at hand, where others may delay it, and it is counted.
    pub fn of(rules: &Rules, journey: &Journey, now: Micros) -> Option<Self> {
        let rule = &rules.channels[usize::from(journey.channel)];
        let is_counted = rule.is_delayed && journey.contact.arrived >= rules.warm_up;
        is_counted.then(|| Self {
            began: now,
            cell: journey.cell,
            channel: journey.channel,
            form: journey.contact.form,
            after_switch: journey.is_after_switch(),
            arrived: journey.contact.arrived,
            undelayed: rule.after_contact,
        })
    }

    /// By how much others at hand have delayed it.
    pub fn delay(&self, now: Micros) -> Micros {
        (now - self.began).saturating_sub(self.undelayed)
    }
}

/// Why a contact no longer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitEnd {
    /// It is served.
    Served,
    /// The customer hung up.
    HungUp,
    /// The desk closed.
    TurnedAway,
}

/// What becomes of a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its journey was completed.
    Ordered,
    /// It was filled anew, or its journey ended otherwise.
    Lost,
}

/// Why a need is not pursued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpursued {
    /// It is not worth the trouble.
    NotWorthIt,
    /// The customer has no channel to turn to.
    NoChannel,
}
