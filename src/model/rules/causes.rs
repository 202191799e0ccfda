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
    /// The cause of the journey that it follows, or its own.
    pub before: usize,
    /// The cause of one more of the same type, where customers see the goods.
    pub one_more: Option<usize>,
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

/// Where the luck of what campaigns begin stands.
const CAMPAIGN: u64 = named("campaign");

/// All causes of a market: first each journey type's own needs, at its number, then each campaign, then whatever follows
/// from each, depth first.
pub fn causes(market: &Market, names: &Names) -> Vec<Cause> {
    let cause = |journey, address, before| Cause { journey, address, followers: Vec::new(), before, one_more: None };
    let own = |(journey, name): (usize, &String)| cause(journey, cause_address(0, named(name)), journey);
    let mut causes: Vec<Cause> = names.journeys.iter().enumerate().map(own).collect();
    for (campaign, name) in market.campaigns.iter().zip(&names.campaigns) {
        causes.push(cause(campaign.begins, cause_address(CAMPAIGN, named(name)), causes.len()));
    }
    add_what_follows(&mut causes, 0, market, names);
    if market.showroom.channels != 0 {
        for journey in (0..market.journeys.len()).filter(|&at| market.journeys[at].typed.value.is_some()) {
            let at = causes.len();
            causes[journey].one_more = Some(at);
            causes.push(cause(journey, cause_address(causes[journey].address, named(ONE_MORE)), journey));
            add_what_follows(&mut causes, at, market, names);
        }
    }
    causes
}

/// Stands in an address for what one more need comes from.
const ONE_MORE: &str = "seen the goods";

/// Adds whatever follows from the causes from a position on, and from that.
fn add_what_follows(causes: &mut Vec<Cause>, from: usize, market: &Market, names: &Names) {
    let mut at = from;
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
                    is_question: follower.typed.value.is_none() && follower.refunds.is_none(),
                    probability: follows.probability.get(),
                    delay: Varies::exponential(follows.after_days * MINUTES_PER_DAY),
                };
                causes[at].followers.push(follower);
                causes.push(Cause { journey, address, followers: Vec::new(), before: at, one_more: None });
            }
        }
        at += 1;
    }
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
