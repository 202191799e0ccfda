//! Follow-up needs: the end of one journey may bring another about.

use super::personalisation::likely;
use super::{Hook, JourneyEnd, Mechanism, Scene, showroom};
use crate::chance::ReplicationLuck;
use crate::model::experience::Ended;
use crate::model::journey::{Customer, Journey, cause_and_need, journey_id};
use crate::model::rules::{Follower, Rules};
use crate::scenario::meant::{Ending, Later, Market};
use crate::scenario::timetable::{Micros, micros};
use std::sync::Arc;

#[derive(Debug)]
struct FollowUps;

/// The mechanism, where anything follows from anything.
pub fn of(market: &Market, _: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let any = market.journeys.iter().any(|journey| !journey.follows.is_empty());
    any.then(|| Arc::new(FollowUps) as Arc<dyn Mechanism>)
}

impl Mechanism for FollowUps {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Journey]
    }

    fn journey_ended(&mut self, scene: &mut dyn Scene, customer: &mut Customer, journey: &Journey, end: JourneyEnd) {
        for one in brought_about(scene, customer, journey, end.ended) {
            scene.let_need_arise(journey.customer, one.id, end.now + one.delay);
        }
    }
}

/// A journey that another brings about at its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    /// Its id.
    pub id: u32,
    /// How much later it arises.
    pub delay: Micros,
    /// Whether it brings back what was ordered.
    pub brings_back: bool,
    /// Whether it does so for what was paid twice alone.
    pub for_the_double_alone: bool,
}

/// What a journey brings about at its end, in the order of causes. An order that is paid twice brings back what it is about
/// once more, if nothing else would.
pub(super) fn brought_about(scene: &dyn Scene, customer: &Customer, journey: &Journey, ended: Ended) -> Vec<Brought> {
    let rules = scene.rules();
    let (cause, k) = cause_and_need(journey.id);
    let fitting = || {
        let may_follow = |one: &Follower| !customer.lost || rules.brings_back(one.cause);
        rules.causes[cause].followers.iter().filter(move |one| may_follow(one) && fits(one, journey, ended))
    };
    let luck = |one: &Follower| scene.luck_of(journey.customer).journey(rules.causes[one.cause].address, k);
    let is_drawn = |one: &&Follower| {
        let kept = if rules.brings_back(one.cause) { showroom::factor(rules, customer, journey) } else { 1.0 };
        luck(one).follows().falls_below(likely(one, journey) * kept)
    };
    let brought = |one: &Follower, for_the_double_alone| Brought {
        id: journey_id(one.cause, k),
        delay: micros(one.delay.at(luck(one).delay())),
        brings_back: rules.brings_back(one.cause),
        for_the_double_alone,
    };
    let mut all: Vec<Brought> = fitting().filter(is_drawn).map(|one| brought(one, false)).collect();
    if journey.holds_twice && ended.is_completed() && !all.iter().any(|one| one.brings_back) {
        all.extend(fitting().find(|one| rules.brings_back(one.cause)).map(|one| brought(one, true)));
    }
    all
}

fn fits(follower: &Follower, journey: &Journey, ended: Ended) -> bool {
    let in_channel = follower.channel.is_none_or(|wanted| wanted == usize::from(journey.channel));
    in_channel
        && match follower.ending {
            Ending::Any => true,
            Ending::Completed => ended.is_completed(),
            Ending::Left => ended == Ended::Left,
            Ending::GivenUp => ended.is_given_up(),
        }
}
