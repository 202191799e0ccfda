//! What is not wrong with a market, and worth a look before its results are believed.

use crate::scenario::meant::{Channel, Journey, Kind, LostContext, Market, Names, Note, Probability, Reach};
use crate::scenario::path::Path;
use crate::scenario::timetable::HOUR;
use crate::scenario::tree::plain;
use crate::scenario::typed::{self, BasketMerge, Capability, Cost, Ends, Loss, Needs, TwinClosed};

/// Above this level, identity without a single mismatch is more than such matching is said to do.
const NEARLY_FULL: f64 = 0.9;

/// The notes on a market under a strategy.
pub fn notes(
    market: &Market,
    typed: &typed::Scenario,
    names: &Names,
    (at, strategy): (usize, &typed::Strategy),
) -> Vec<Note> {
    let wrong = nobody_is_mistaken(market, typed, at, strategy);
    let restarts = market.journeys.iter().zip(&names.journeys).filter_map(|(journey, name)| {
        let (channel, step) = nothing_to_restart(market, journey)?;
        Some(Note {
            path: Path::of(["journey", name, "restart"]),
            what: format!(
                "`{}` offers `{}` and no step from `{}` to it: context lost there costs nothing, unless restart_not_offered says so",
                names.channels[channel],
                names.steps[step],
                journey.typed.restart.as_deref().unwrap_or_default(),
            ),
        })
    });
    let levels = levels_for_nothing(typed, at, strategy);
    let all = wrong.into_iter().chain(restarts).chain(levels).chain(nothing_of_its_own(typed, at, strategy));
    let of_numbers = odd_numbers(typed)
        .into_iter()
        .chain(odd_rates(typed))
        .chain(odd_joiners(typed))
        .chain(odd_stock(typed))
        .chain(odd_days(typed));
    all.chain(of_numbers).chain(impossible(market, typed, names)).chain(in_vain(typed)).collect()
}

/// That a strategy does nothing else than the baseline.
fn nothing_of_its_own(typed: &typed::Scenario, at: usize, strategy: &typed::Strategy) -> Option<Note> {
    let baseline = typed.strategy.iter().find(|one| one.baseline)?;
    let what_it_does =
        |one: &typed::Strategy| (one.levels.clone(), one.seam_levels.clone(), one.set.clone(), one.channels.clone());
    let is_alike = !strategy.baseline && what_it_does(strategy) == what_it_does(baseline);
    let what = format!("it does nothing else than \"{}\": give it levels, channels or a set", baseline.name);
    is_alike.then(|| noted(Path::of(["strategy"]).index(at), what))
}

/// Rates a year that are possible, and most often per cent.
fn odd_rates(typed: &typed::Scenario) -> Vec<Note> {
    const HIGH: f64 = 1.0;
    let in_per_cent = |path: Path, rate: f64, of: &str| {
        let what = format!(
            "{of} of {} % a year; if {} is per cent, write {}",
            plain(rate * 100.0),
            plain(rate),
            plain(rate / 100.0)
        );
        (rate >= HIGH).then(|| noted(path, what))
    };
    let discount = typed.run.discount_per_year.unwrap_or(0.0);
    let discount = in_per_cent(Path::of(["run", "discount_per_year"]), discount, "a discount");
    let losses = typed.segment.iter().filter_map(|(name, segment)| {
        in_per_cent(Path::of(["segment", name, "loss_per_year"]), segment.loss_per_year, "a rate of leaving")
    });
    discount.into_iter().chain(losses).collect()
}

/// Days on which nothing can change any more.
fn odd_days(typed: &typed::Scenario) -> Vec<Note> {
    let horizon = typed.run.horizon_days;
    let beyond = |path: Path, day: Option<u32>, what: &str| {
        let day = day.filter(|&day| f64::from(day) >= horizon)?;
        Some(noted(path, format!("day {day} is not before the horizon of {} days: {what}", plain(horizon))))
    };
    let changes = typed.change.iter().enumerate().filter_map(|(number, change)| {
        beyond(Path::of(["change"]).index(number).key("day"), Some(change.day), "nothing changes")
    });
    let last_to_count = horizon - typed.journey.values().map(typed::Journey::longest_days).fold(0.0, f64::max);
    let late = typed.change.iter().enumerate().filter_map(|(number, change)| {
        let is_late = change.until_day.is_some() && (last_to_count..horizon).contains(&f64::from(change.day));
        let what = format!(
            "journeys that begin after day {} do not count in outcomes of the whole run, since they may not end by the horizon: give the run a later horizon, or the change an earlier day",
            plain(last_to_count.floor())
        );
        is_late.then(|| noted(Path::of(["change"]).index(number).key("day"), what))
    });
    let strategies = typed.strategy.iter().enumerate().filter_map(|(number, strategy)| {
        let path = Path::of(["strategy"]).index(number).key("from_day");
        beyond(path, strategy.from_day, "the strategy never begins")
    });
    changes.chain(late).chain(strategies).collect()
}

fn noted(path: Path, what: impl Into<String>) -> Note {
    Note { path, what: what.into() }
}

/// Capabilities that a strategy has for nothing, where others cost something.
fn levels_for_nothing(typed: &typed::Scenario, at: usize, strategy: &typed::Strategy) -> Vec<Note> {
    let costs = |capability: &Capability| capability.cost(&typed.capability) != Cost::default();
    let is_set = || strategy.set.keys().any(|path| path.starts_with("capability."));
    let has = |capability: &&Capability| strategy.levels.get(capability.name()).is_some_and(|level| *level > 0.0);
    let free = Capability::ALL.iter().filter(has).filter(|capability| !costs(capability));
    let free: Vec<&str> = free.map(|capability| capability.name()).collect();
    if free.is_empty() || is_set() || !books_are_kept(typed) {
        return Vec::new();
    }
    let what =
        format!("{} at no cost: profit favours whoever has it; see capability.{}.cost", free.join(", "), free[0]);
    vec![noted(Path::of(["strategy"]).index(at).key("levels"), what)]
}

/// Whether the scenario says what anything costs or is worth.
fn books_are_kept(typed: &typed::Scenario) -> bool {
    typed.journey.values().any(|journey| journey.value.is_some())
        || typed.staff.values().any(|staff| staff.cost_per_hour > 0.0)
        || typed.channel.values().any(|channel| channel.cost_per_contact + channel.cost_per_minute > 0.0)
}

/// Numbers that are possible, and most often a slip of the unit.
fn odd_numbers(typed: &typed::Scenario) -> Vec<Note> {
    const LONG_STEP: f64 = 120.0;
    const LONG_TALK: f64 = 30.0;
    const FAR: f64 = 240.0;
    const DEAR: f64 = 500.0;
    const OFTEN_A_YEAR: f64 = 2.0 * 364.0;
    let talked_long = |minutes: f64| format!("{} minutes each time: were these seconds?", plain(minutes));
    let mut notes = Vec::new();
    for (name, channel) in &typed.channel {
        let path = Path::of(["channel", name]);
        for (step, how) in channel.step.iter().filter(|(_, how)| how.minutes.mean > LONG_STEP) {
            let what = format!("{} minutes a step: were these seconds?", plain(how.minutes.mean));
            notes.push(noted(path.key("step").key(step).key("minutes"), what));
        }
        let reaches_out = || typed.campaign.values().any(|campaign| campaign.channel == *name);
        if channel.step.is_empty() && !reaches_out() {
            notes.push(noted(path.clone(), "it offers no step of any journey: nobody comes here"));
        }
        if channel.identify_minutes.is_some_and(|minutes| minutes > LONG_TALK) {
            notes.push(noted(path.key("identify_minutes"), talked_long(channel.identify_minutes.unwrap_or(0.0))));
        }
        if channel.access_minutes > FAR {
            let what = format!("{} minutes to get there: were these seconds?", plain(channel.access_minutes));
            notes.push(noted(path.key("access_minutes"), what));
        }
    }
    for (name, campaign) in &typed.campaign {
        if campaign.first_day >= typed.run.horizon_days {
            let what = format!("it begins on day {}, when the run is over", plain(campaign.first_day));
            notes.push(noted(Path::of(["campaign", name]).key("first_day"), what));
        }
    }
    let is_served = |name: &String| typed.staff.values().any(|staff| staff.serves.contains(name));
    for (name, channel) in &typed.channel {
        let by_people = channel.kind != Kind::SelfService && channel.open && channel.cost_per_minute == 0.0;
        if by_people && !is_served(name) && books_are_kept(typed) {
            let what = "people serve here at once, any number of customers, and cost nothing: no staff pool serves it, and cost_per_minute is 0";
            notes.push(noted(Path::of(["channel", name]), what));
        }
    }
    for (name, journey) in typed.journey.iter().filter(|(_, journey)| journey.value.is_some()) {
        let discount = typed.conflict.better_discount;
        if (0.0..discount).contains(&journey.margin) {
            let what = format!(
                "its margin {} is less than conflict.better_discount {}: whoever finds a better price buys at a loss to the firm",
                plain(journey.margin),
                plain(discount)
            );
            notes.push(noted(Path::of(["journey", name, "margin"]), what));
        }
    }
    let seam = [("identify_minutes", typed.seam.identify_minutes), ("rebuild_minutes", typed.seam.rebuild_minutes)];
    for (key, minutes) in seam.into_iter().filter(|(_, minutes)| *minutes > LONG_TALK) {
        notes.push(noted(Path::of(["seam", key]), talked_long(minutes)));
    }
    for (name, journey) in &typed.journey {
        if let Some(minutes) = journey.rebuild_minutes.filter(|minutes| *minutes > LONG_TALK) {
            notes.push(noted(Path::of(["journey", name, "rebuild_minutes"]), talked_long(minutes)));
        }
    }
    for (name, staff) in typed.staff.iter().filter(|(_, staff)| staff.cost_per_hour > DEAR) {
        let what = format!(
            "{} {} an hour of one agent: was this a day, or a month?",
            plain(staff.cost_per_hour),
            typed.currency
        );
        notes.push(noted(Path::of(["staff", name, "cost_per_hour"]), what));
    }
    for (name, segment) in &typed.segment {
        let a_year = |needs: Needs| needs.per_year.or(needs.every_days.map(|days| 364.0 / days)).unwrap_or(0.0);
        let rate = |needs: &Needs| a_year(needs.times(typed.volume));
        for (journey, needs) in segment.needs.iter().filter(|(_, needs)| rate(needs) > OFTEN_A_YEAR) {
            let hours = 364.0 * 24.0 / rate(needs);
            let what =
                format!("a need every {hours:.1} hours of each customer: needs are those of one customer, not of all");
            notes.push(noted(Path::of(["segment", name, "needs", journey]), what));
        }
    }
    notes
}

/// What nobody can do, or nobody can end.
fn impossible(market: &Market, typed: &typed::Scenario, names: &Names) -> Vec<Note> {
    let mut notes = Vec::new();
    let is_reached = |reach: &Reach| *reach != Reach::Constant(0.0);
    for (at, (journey, name)) in market.journeys.iter().zip(&names.journeys).enumerate() {
        let Some(&first) = journey.steps.first() else { continue };
        for (segment, who) in market.segments.iter().zip(&names.segments).filter(|(one, _)| one.needs[at].is_some()) {
            let mut channels = market.channels.iter().zip(&segment.reach);
            if !channels.any(|(channel, reach)| channel.open && channel.steps[first].is_some() && is_reached(reach)) {
                let what = format!("nobody of these reaches a channel in which {name} can begin");
                notes.push(noted(Path::of(["segment", who, "reach"]), what));
            }
        }
        for &step in &journey.steps {
            let mut ways =
                market.channels.iter().filter(|channel| channel.open).filter_map(|channel| channel.steps[step]);
            if ways.all(|way| way.success == Probability::default() || way.leave == Probability::ONE) {
                let what = format!("no channel in which the step {} ever succeeds", names.steps[step]);
                notes.push(noted(Path::of(["journey", name, "steps"]), what));
            }
        }
        if journey.typed.reopens.is_some_and(|reopens| reopens.probability >= 1.0) {
            let what = "every case comes back, each time: none is ever solved";
            notes.push(noted(Path::of(["journey", name, "reopens"]), what));
        }
        for (channel, _) in journey.twin.iter().filter(|(channel, _)| !market.channels[*channel].open) {
            let twin = Path::of(["journey", name, "twin", &names.channels[*channel]]);
            notes.push(noted(twin, "a channel that is closed: nothing is sent there"));
        }
        if needs_stand_at_a_closed_door(market, journey, first) {
            let what = format!(
                "more than a fifth of the needs of {name} arise while every channel that takes them is closed, and come when one opens: look at the hours of those, and at by_hour and by_weekday"
            );
            notes.push(noted(Path::of(["journey", name]), what));
        }
    }
    if typed.segment.values().all(|segment| segment.loss.is_none())
        && typed.journey.values().all(|journey| journey.value.is_none() && !journey.occasion)
        && typed.loss == Loss::default()
    {
        let what = "customers are lost by the default [loss] over what goes wrong, and then need nothing more; for a study of queues alone, write a = 0, b = 1, late = 0 and given_up = 0 there";
        notes.push(noted(Path::of(["loss"]), what));
    }
    notes
}

/// Whether a large share of needs arise while all is closed that takes their first step.
fn needs_stand_at_a_closed_door(market: &Market, journey: &Journey, first: usize) -> bool {
    const LARGE: f64 = 0.2;
    let takes = |channel: &&Channel| channel.open && channel.steps[first].is_some();
    let channels: Vec<&Channel> = market.channels.iter().filter(takes).collect();
    let weight = |list: &[f64], at: usize| list.get(at).copied().unwrap_or(1.0);
    let (mut all, mut closed) = (0.0, 0.0);
    for hour in 0..7 * 24 {
        let weight = weight(&journey.rhythm.by_hour, hour % 24) * weight(&journey.rhythm.by_weekday, hour / 24);
        let middle = hour as u64 * HOUR + HOUR / 2;
        all += weight;
        if channels.iter().all(|channel| channel.hours.count_at(middle) == 0) {
            closed += weight;
        }
    }
    closed > LARGE * all
}

/// Settings of a rule that is off.
fn in_vain(typed: &typed::Scenario) -> Vec<Note> {
    let mut notes = Vec::new();
    let is_off = |ends: Ends| ends.siloed == 0.0 && ends.integrated == 0.0;
    let all_set = || typed.strategy.iter().map(|one| &one.set).chain(typed.change.iter().map(|one| &one.set));
    let sets = |path: &str| all_set().any(|set| set.keys().any(|set| set.starts_with(path)));
    let capability = &typed.capability;
    if typed.seam.twin_closed_when == TwinClosed::Arrives
        && is_off(capability.continuity.twin_closed)
        && !sets("capability.continuity.twin_closed")
    {
        let what = "nothing is closed: capability.continuity.twin_closed is 0 at both ends";
        notes.push(noted(Path::of(["seam", "twin_closed_when"]), what));
    }
    if typed.seam.basket_minutes.is_some()
        && typed.seam.basket_merge != Some(BasketMerge::SetAside)
        && !sets("seam.basket_merge")
    {
        let what = "no basket is set aside: only basket_merge = \"set_aside\" takes this time";
        notes.push(noted(Path::of(["seam", "basket_minutes"]), what));
    }
    for (at, name) in typed.showroom.channels.iter().enumerate() {
        if typed.channel.get(name).is_some_and(|channel| channel.step.is_empty()) {
            let what = format!("`{name}` offers no step of any journey: nobody comes there to see the goods");
            notes.push(noted(Path::of(["showroom", "channels"]).index(at), what));
        }
    }
    for (name, campaign) in &typed.campaign {
        let response = Path::of(["campaign", name, "response"]);
        if typed.outreach.response_cv > 0.0 && campaign.response == 0.0 && !sets(&response.to_string()) {
            let what = "nobody responds, so that customers cannot differ in it: outreach.response_cv does nothing here";
            notes.push(noted(response, what));
        }
    }
    let takes_time = |channel: &typed::Channel| channel.identify_minutes(&typed.seam) > 0.0;
    if !is_off(capability.identity.wrong_match) && !typed.channel.values().any(takes_time) {
        let what = "nobody is taken for somebody else where saying who one is takes no time (identify_minutes)";
        notes.push(noted(Path::of(["capability", "identity", "wrong_match"]), what));
    }
    for (name, staff) in &typed.staff {
        let typed::Sharing::Within(typed::WithinLimits { limits }) = staff.sharing else { continue };
        let most = limits.calls.max(limits.chats).max(limits.messages);
        if let (Some(together), Some(most)) = (limits.together, most)
            && together < most
        {
            let what =
                format!("{together} together, less than one kind may have alone ({most}): that limit is never reached");
            notes.push(noted(Path::of(["staff", name, "sharing"]), what));
        }
    }
    for (name, segment) in &typed.segment {
        let Some(joins) = &segment.joins else { continue };
        let path = Path::of(["segment", name, "joins"]);
        if joins.per_year == 0.0 && !sets(&path.key("per_year").to_string()) {
            notes.push(noted(path.key("per_year"), "nobody joins"));
        } else if segment.share == 0.0 && !sets("segment.") {
            notes.push(noted(path, "nobody joins: of this segment nobody is there at the start for whom others could"));
        }
    }
    notes
}

/// Customers who join by the hundred, and weeks that never come.
fn odd_joiners(typed: &typed::Scenario) -> Vec<Note> {
    const MANY: f64 = 3.0;
    let weeks = (typed.run.horizon_days / 7.0).ceil() as usize;
    let mut notes = Vec::new();
    for (name, segment) in &typed.segment {
        let Some(joins) = &segment.joins else { continue };
        let path = Path::of(["segment", name, "joins"]);
        if joins.per_year >= MANY {
            let [rate, hundredth] = [joins.per_year, joins.per_year / 100.0].map(plain);
            let what = format!(
                "{rate} join in a year for each customer there at the start; for {rate} a year for every hundred, write {hundredth}"
            );
            notes.push(noted(path.key("per_year"), what));
        }
        if joins.by_week.len() > weeks {
            let what = format!("{} weights, of which the run takes {weeks}", joins.by_week.len());
            notes.push(noted(path.key("by_week"), what));
        }
    }
    notes
}

/// Goods that nobody can ask for, shelves that do not fill again, and steps that never open.
fn odd_stock(typed: &typed::Scenario) -> Vec<Note> {
    let mut notes = Vec::new();
    let horizon = typed.run.horizon_days;
    for (name, stock) in &typed.stock {
        let path = Path::of(["stock", name]);
        if !typed.channel.values().any(|channel| channel.stock.as_ref() == Some(name)) {
            notes.push(noted(path.clone(), "no channel sells from it: a channel names it by `stock`"));
        }
        for (key, days) in [("review_days", stock.review_days), ("lead_days", stock.lead_days)] {
            if days >= horizon {
                let what =
                    format!("{} days, in a run of {}: what is sold is never there again", plain(days), plain(horizon));
                notes.push(noted(path.key(key), what));
            }
        }
    }
    if !typed.stock.is_empty() && typed.journey.values().all(|journey| journey.takes_at.is_none()) {
        notes.push(noted(Path::of(["stock"]), "no journey type takes anything from stock: see `takes_at`"));
    }
    for (name, journey) in &typed.journey {
        let Some(step) = &journey.takes_at else { continue };
        let mut sellers = typed.channel.values().filter(|channel| channel.step.contains_key(step));
        if !sellers.any(|channel| channel.stock.is_some()) {
            let what = format!("no channel that offers `{step}` sells from stock: there is no end of everything");
            notes.push(noted(Path::of(["journey", name, "takes_at"]), what));
        }
    }
    let most =
        typed.strategy.iter().filter_map(|strategy| strategy.levels.get("inventory")).fold(0.0, |a: f64, b| a.max(*b));
    for (name, channel) in &typed.channel {
        for (step, offer) in &channel.step {
            if offer.from_inventory.is_some_and(|level| level > most) {
                let what = format!("no strategy has more inventory than {}: it never opens", plain(most));
                notes.push(noted(Path::of(["channel", name, "step", step, "from_inventory"]), what));
            }
        }
    }
    notes
}

/// Identity in full, where it saves anything, without anybody taken for somebody else.
fn nobody_is_mistaken(market: &Market, typed: &typed::Scenario, at: usize, strategy: &typed::Strategy) -> Option<Note> {
    let (identity, path) = (&typed.capability.identity, Path::of(["strategy"]).index(at));
    let ends = identity.wrong_match;
    let is_gain = identity.recognised.integrated > identity.recognised.siloed;
    let takes_time = |channel: &Channel| channel.open && channel.identify_minutes > 0.0;
    let is_meant = strategy.set.keys().any(|path| path.starts_with("capability.identity.wrong_match"));
    if ends.siloed > 0.0 || ends.integrated > 0.0 || is_meant || !is_gain || !market.channels.iter().any(takes_time) {
        return None;
    }
    let whole = strategy.levels.get("identity").filter(|level| **level > NEARLY_FULL);
    let single = || strategy.seam_levels.get("identity")?.values().find(|level| **level > NEARLY_FULL);
    let table = if whole.is_some() { "levels" } else { "seam_levels" };
    whole.or_else(single)?;
    Some(Note {
        path: path.key(table).key("identity"),
        what: "nobody who is known is taken for somebody else (capability.identity.wrong_match is 0); one vendor calls 0.05 good where people are matched by exact keys, 0.15 by likely ones (E34)"
            .into(),
    })
}

/// A channel and a step of a journey that restarts, reached there with nothing to do again: a channel that offers the step,
/// and none from `restart` to it, where context can be lost.
fn nothing_to_restart(market: &Market, journey: &Journey) -> Option<(usize, usize)> {
    let LostContext::Restart(first) = journey.lost_context else { return None };
    if journey.typed.restart_not_offered.is_some() {
        return None;
    }
    let open = || market.channels.iter().enumerate().filter(|(_, channel)| channel.open);
    let is_lost = |before: usize, channel: usize| {
        journey.seams[before][channel].context_kept < Probability::ONE
            || market.wrong_match[before][channel] > Probability::default()
    };
    open().filter(|&(channel, _)| open().any(|(before, _)| is_lost(before, channel))).find_map(|(at, channel)| {
        let offers = |&step: &usize| channel.steps[step].is_some();
        let from_restart = &journey.steps[first..];
        // Those that it offers after this one fall back to it.
        let step = from_restart.iter().find(|step| offers(step)).filter(|step| **step != from_restart[0])?;
        Some((at, *step))
    })
}
