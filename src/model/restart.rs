//! What is done again where context is lost, in journeys that restart.

use super::contact::rebuild;
use super::journey::Journey;
use crate::chance::named;
use crate::scenario::MOST_CHANNELS;
use crate::scenario::meant::RestartNotOffered;
use crate::scenario::timetable::micros;

const NOT_OFFERED: u64 = named("restart not offered");

/// Falls back to the first step from `first` on, of those before the step reached, that the channel at hand offers.
pub fn from(journey: &mut Journey, first: usize) {
    let reached = journey.step();
    let offers = |step: &usize| journey.kind.offered[*step] >> journey.channel & 1 == 1;
    match (first..reached).find(offers) {
        Some(step) => fall_back(journey, step),
        None if first < reached => not_offered(journey, first),
        None => {}
    }
}

fn fall_back(journey: &mut Journey, step: usize) {
    journey.repeats += (journey.step() - step) as u16;
    journey.step = step as u8;
}

/// The channel at hand offers none of the steps that were lost.
#[cold]
fn not_offered(journey: &mut Journey, first: usize) {
    match journey.kind.typed.restart_not_offered.unwrap_or_default() {
        RestartNotOffered::Nothing => {}
        RestartNotOffered::Minutes => enter_again(journey, first),
        RestartNotOffered::Back => fall_back(journey, first),
    }
}

/// What was lost is entered where the customer is, in the time that it takes where it was told, or else where it is offered.
fn enter_again(journey: &mut Journey, first: usize) {
    let offered = journey.kind.offered[first];
    let told = u32::from(journey.told);
    let elsewhere = if offered >> told & 1 == 1 { told } else { offered.trailing_zeros() };
    let attempt = &journey.kind.attempts[first][elsewhere as usize % MOST_CHANNELS];
    let minutes = attempt.minutes.at(journey.contact.luck.own(NOT_OFFERED).draw(0));
    rebuild(journey, micros(minutes));
    journey.repeats += (journey.step() - first) as u16;
}
