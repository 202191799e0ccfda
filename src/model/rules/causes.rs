//! Where journeys come from: the tree of what follows from what, by names, so that no order makes a difference.

use crate::chance::{Varies, cause_address, named};
use crate::scenario::meant::{Ending, Follows, Market, Names};
use crate::scenario::timetable::MINUTES_PER_DAY;

/// Where a journey comes from.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The journey type.
    pub journey: usize,
    /// Part of the address of its luck.
    pub address: u64,
    /// What can follow from it.
    pub followers: Vec<Follower>,
}

/// What can follow from a journey.
#[derive(Debug, Clone)]
pub struct Follower {
    /// The cause of the journey that follows.
    pub cause: usize,
    /// How the first must have ended.
    pub ending: Ending,
    /// Where it must have ended.
    pub channel: Option<usize>,
    /// Whether it has no value, and so may be anticipated.
    pub is_question: bool,
    /// With this probability.
    pub probability: f64,
    /// So much later (minutes).
    pub delay: Varies,
}

/// All causes of a market: first each journey type's own needs, at its number, then whatever follows from each, depth
/// first.
pub fn causes(market: &Market, names: &Names) -> Vec<Cause> {
    let cause = |journey, address| Cause { journey, address, followers: Vec::new() };
    let own = |(journey, name): (usize, &String)| cause(journey, cause_address(0, named(name)));
    let mut causes: Vec<Cause> = names.journeys.iter().enumerate().map(own).collect();
    let mut at = 0;
    while at < causes.len() {
        let (parent, address) = (causes[at].journey, causes[at].address);
        for (journey, follower) in market.journeys.iter().enumerate() {
            let after_parent = || follower.follows.iter().filter(|follows| follows.journey == parent);
            for (number, follows) in after_parent().enumerate() {
                let number = after_parent().take(number).filter(|other| alike(other, follows)).count();
                let address = cause_address(cause_address(address, link(names, journey, follows)), number as u64);
                let follower = Follower {
                    cause: causes.len(),
                    ending: follows.ending,
                    channel: follows.channel,
                    is_question: follower.typed.value.is_none(),
                    probability: follows.probability.get(),
                    delay: Varies::exponential(follows.after_days * MINUTES_PER_DAY),
                };
                causes[at].followers.push(follower);
                causes.push(cause(journey, address));
            }
        }
        at += 1;
    }
    causes
}

/// Whether two links to the same journey differ in nothing but their numbers.
fn alike(one: &Follows, other: &Follows) -> bool {
    one.ending == other.ending && one.channel == other.channel
}

/// The part of an address that stands for a journey's following another.
fn link(names: &Names, journey: usize, follows: &Follows) -> u64 {
    let channel = follows.channel.map_or("*", |channel| names.channels[channel].as_str());
    named(&format!("{}>{:?}>{channel}", names.journeys[journey], follows.ending))
}
