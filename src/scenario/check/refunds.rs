//! What is sent back: by which journeys, and what that takes.

use super::values::{Check, share};
use crate::scenario::meant::{BasketMerge, Names, Probability, Refunds};
use crate::scenario::path::Path;
use crate::scenario::typed;

/// What it takes to hand in what a journey type brings back, if it does.
pub(super) fn refunds(
    check: &mut Check,
    path: &Path,
    typed: &typed::Scenario,
    journey: &typed::Journey,
    names: &Names,
) -> Option<Refunds> {
    let given = journey.refunds.as_ref()?;
    let path = path.key("refunds");
    let exchanged = check.per_channel(&path.key("exchanged"), &given.exchanged, &names.channels);
    if let Some((found, remedy)) = cannot_bring_back(typed, journey) {
        check.wrong(path, found, "a journey without a value that follows one with a value, and takes nothing", remedy);
    }
    let exchanged = exchanged.into_iter().map(|given| given.map_or(Probability::default(), share)).collect();
    Some(Refunds { lost: given.lost, cost: given.cost, exchanged })
}

/// Why a journey type can bring back nothing, and what to do about it.
fn cannot_bring_back(typed: &typed::Scenario, journey: &typed::Journey) -> Option<(&'static str, &'static str)> {
    let sells = |name: &str| typed.journey.get(name).is_some_and(|before| before.value.is_some());
    let follows_an_order = |follows: &typed::Follows| {
        sells(&follows.journey) && matches!(follows.ending, typed::Ending::Completed | typed::Ending::Any)
    };
    if journey.value.is_some() {
        Some(("refunds, in a journey with a value", "take `value` out, or let another journey bring orders back"))
    } else if journey.takes_at.is_some() {
        Some(("refunds, in a journey that takes a unit of stock", "take `takes_at` out: what is handed in is put back"))
    } else if !journey.follows.iter().any(follows_an_order) {
        Some((
            "refunds, in a journey that follows no order",
            "let it follow a journey with a value that was completed: \
             follows = [{ journey = \"NAME\", probability = 0.2, after_days = 10 }]",
        ))
    } else {
        None
    }
}

/// Where baskets are added up, people pay twice for the same; that they send it back is part of it.
pub(super) fn whoever_pays_twice_can_send_it_back(check: &mut Check, typed: &typed::Scenario) {
    let adds_up = typed.seam.basket_merge == Some(BasketMerge::AddedUp);
    if adds_up && typed.journey.values().all(|journey| journey.refunds.is_none()) {
        check.wrong(
            Path::of(["seam", "basket_merge"]),
            "\"added_up\", where no journey has `refunds`",
            "a journey that sends back what was paid twice",
            "give a journey that follows the order `refunds`, or choose \"overwritten\" or \"set_aside\"",
        );
    }
}
