//! By whose record customers are known: whether they are recognised, and whether the record is their own.

use super::journey::Journey;
use super::rules::{Rules, WrongMatch};
use crate::chance::{ContactLuck, CustomerLuck, Uniform, named};
use crate::scenario::MOST_CHANNELS;
use crate::scenario::meant::RecognisedBy;

const RECOGNISED: u64 = named("recognised by customer");
const WRONG_RECORD: u64 = named("wrong record");

/// The luck by which a contact is recognised: its own, or that of the customer for all contacts.
pub fn recognition(rules: &Rules, luck: ContactLuck, customer: CustomerLuck) -> Uniform {
    match rules.whole.seam.recognised_by {
        RecognisedBy::Contact => luck.recognised(),
        RecognisedBy::Customer => customer.own(RECOGNISED).draw(0),
    }
}

/// Whether the record of who is recognised is somebody else's.
pub fn is_wrong(wrong_match: &WrongMatch, journey: &Journey) -> bool {
    let share = wrong_match[usize::from(journey.told)][usize::from(journey.channel) % MOST_CHANNELS];
    journey.contact.luck.own(WRONG_RECORD).draw(0).falls_below(share)
}
