//! Channels and the steps that they offer.

use super::values::{A_CHANNEL, Check, share};
use crate::scenario::error::did_you_mean;
use crate::scenario::meant::{Channel, Kind, Names, Step};
use crate::scenario::path::Path;
use crate::scenario::timetable::Timetable;
use crate::scenario::typed;

pub(super) fn open_channels(check: &mut Check, strategy: &typed::Strategy, at: usize, names: &Names) -> Vec<bool> {
    let Some(listed) = &strategy.channels else { return vec![true; names.channels.len()] };
    let mut open = vec![false; names.channels.len()];
    for channel in listed {
        if let Some(index) =
            check.name(Path::of(["strategy"]).index(at).key("channels"), channel, A_CHANNEL, &names.channels)
        {
            open[index] = true;
        }
    }
    open
}

pub(super) fn channels(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    (open, inventory): (&[bool], f64),
    duties: &[Timetable],
) -> Vec<Channel> {
    let list = typed.channel.iter().zip(open);
    list.map(|((name, channel), &open)| one_channel(check, typed, names, name, (channel, open, inventory), duties))
        .collect()
}

fn one_channel(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    name: &str,
    (channel, open, inventory): (&typed::Channel, bool, f64),
    duties: &[Timetable],
) -> Channel {
    let path = Path::of(["channel", name]);
    let pool = pool_of(check, typed, &path, name, channel);
    Channel {
        kind: channel.kind,
        open: channel.open && open,
        pool,
        stock: stock_of(check, &path, channel, names),
        access_minutes: channel.access_minutes,
        handling_weight: channel.handling_weight,
        waiting_weight: channel.waiting_weight(),
        identify_minutes: channel.identify_minutes(&typed.seam),
        after_contact_minutes: channel.after_contact_minutes,
        patience_minutes: channel.patience_minutes(),
        slowdown: channel.slowdown(),
        taste_sd: channel.taste_sd(&typed.choice),
        accepts_transfers: channel.accepts_transfers(),
        slots: slots(check, &path, channel),
        hours: opening(check, &path, channel, pool.map(|pool| &duties[pool])),
        steps: steps(check, &path, typed, channel, names, inventory),
        transfer: share(channel.transfer),
        cost_per_minute: channel.cost_per_minute,
        cost_per_contact: channel.cost_per_contact,
    }
}

/// The stock pool that a channel sells from.
fn stock_of(check: &mut Check, path: &Path, channel: &typed::Channel, names: &Names) -> Option<usize> {
    let name = channel.stock.as_ref()?;
    check.name(path.key("stock"), name, "a stock pool of this scenario", &names.stocks)
}

fn slots(check: &mut Check, path: &Path, channel: &typed::Channel) -> u8 {
    let slots = channel.slots();
    if slots > 1 && channel.kind != Kind::Chat {
        check.wrong(
            path.key("slots"),
            slots,
            "1 to 32 for chat, 1 for other kinds",
            "correct it, or set `kind = \"chat\"`",
        );
    }
    slots
}

/// The pool that serves a channel; what a pool has, such a channel does not have of its own.
fn pool_of(
    check: &mut Check,
    typed: &typed::Scenario,
    path: &Path,
    name: &str,
    channel: &typed::Channel,
) -> Option<usize> {
    let pools = typed.staff.values().enumerate();
    let serving: Vec<usize> =
        pools.filter(|(_, staff)| staff.serves.iter().any(|one| one == name)).map(|(at, _)| at).collect();
    let pool = serving.first().copied()?;
    if serving.len() > 1 {
        check.wrong(
            path,
            format_args!("{} staff pools: {}", serving.len(), names_of(typed, &serving).join(", ")),
            "at most one pool for a channel",
            "take it out of the `serves` of all but one",
        );
    }
    if channel.kind == Kind::SelfService {
        check.wrong(
            path.key("kind"),
            "\"self_service\"",
            "live, chat or messages, since a staff pool serves it",
            "set `kind`, or take it out of the pool's `serves`",
        );
    }
    if let Some(hours) = &channel.hours {
        check.wrong(
            path.key("hours"),
            format_args!("\"{hours}\""),
            "no hours of its own, since a staff pool serves it",
            "set the pool's hours",
        );
    }
    if channel.cost_per_minute > 0.0 {
        check.wrong(
            path.key("cost_per_minute"),
            channel.cost_per_minute,
            "no cost per minute, since a staff pool is paid by the hour",
            "set the pool's cost_per_hour",
        );
    }
    Some(pool)
}

fn names_of<'a>(typed: &'a typed::Scenario, pools: &[usize]) -> Vec<&'a str> {
    typed.staff.keys().enumerate().filter(|(at, _)| pools.contains(at)).map(|(_, name)| name.as_str()).collect()
}

fn opening(check: &mut Check, path: &Path, channel: &typed::Channel, on_duty: Option<&Timetable>) -> Timetable {
    if let (None, Kind::Messages, Some(hours)) = (on_duty, channel.kind, &channel.hours) {
        check.wrong(
            path.key("hours"),
            format_args!("\"{hours}\""),
            "no hours, since messages can be sent at any time",
            "leave it out; who answers them, and when, is said by a staff pool",
        );
    }
    match (on_duty, channel.kind, &channel.hours) {
        (_, Kind::Messages, None) | (None, _, None) => Timetable::always(1),
        (Some(on_duty), ..) => on_duty.clone(),
        (None, _, Some(hours)) => Timetable::from_shifts(&[(check.hours(path.key("hours"), hours), 1)]),
    }
}

/// A step that is offered in vain.
fn no_journey_has(check: &mut Check, path: Path, step: &str, names: &Names) {
    let remedy = match did_you_mean(step, names.steps.iter().map(String::as_str)) {
        Some(like) => format!("did you mean `{like}`? If not, take it out, or add it to the `steps` of a journey"),
        None => "take it out, or add it to the `steps` of a journey".into(),
    };
    check.wrong(path, format_args!("`{step}`, which no journey has among its steps"), "a step of some journey", remedy);
}

/// The steps that a channel offers at a level of inventory.
fn steps(
    check: &mut Check,
    path: &Path,
    typed: &typed::Scenario,
    channel: &typed::Channel,
    names: &Names,
    inventory: f64,
) -> Vec<Option<Step>> {
    let mut steps = vec![None; names.steps.len()];
    for (name, step) in &channel.step {
        let path = path.key("step").key(name);
        let Some(index) = names.steps.iter().position(|step| step == name) else {
            no_journey_has(check, path, name, names);
            continue;
        };
        if step.from_inventory.is_none_or(|from| inventory >= from) {
            let (leave, success) = (share(step.leave), share(step.success));
            let beta = step.personalisation.unwrap_or(typed.personalisation.beta);
            steps[index] = Some(Step { leave, success, minutes: step.minutes, fit: step.fit, beta });
        }
    }
    steps
}
