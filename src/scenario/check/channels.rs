//! Channels and the steps that they offer.

use super::ranges::{A_CHANNEL, Check, FOREVER};
use super::staff::staff_timetable;
use crate::scenario::meant::{Channel, Kind, Names, Step};
use crate::scenario::timetable::Timetable;
use crate::scenario::typed;

pub(super) fn open_channels(check: &mut Check, strategy: &typed::Strategy, at: usize, names: &Names) -> Vec<bool> {
    let Some(listed) = &strategy.channels else { return vec![true; names.channels.len()] };
    let mut open = vec![false; names.channels.len()];
    for channel in listed {
        if let Some(index) = check.name(format_args!("strategy[{at}].channels"), channel, A_CHANNEL, &names.channels) {
            open[index] = true;
        }
    }
    open
}

pub(super) fn channels(check: &mut Check, typed: &typed::Scenario, names: &Names, open: &[bool]) -> Vec<Channel> {
    let list = typed.channel.iter().zip(open);
    list.map(|((name, channel), &open)| one_channel(check, typed, names, name, channel, open)).collect()
}

fn one_channel(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    name: &str,
    channel: &typed::Channel,
    open: bool,
) -> Channel {
    let path = format!("channel.{name}");
    let pool = pool_of(check, typed, &path, name, channel);
    let usual = Usual::of(channel.kind);
    let identify = if channel.kind == Kind::SelfService { 0.0 } else { typed.seam.identify_minutes };
    let mut number = |key: &str, value: f64, most: f64, unit: &str| {
        check.within(format_args!("{path}.{key}"), value, 0.0, most, unit)
    };
    Channel {
        kind: channel.kind,
        open: channel.open && open,
        pool,
        access_minutes: number("access_minutes", channel.access_minutes, 1e6, "minutes"),
        handling_weight: number("handling_weight", channel.handling_weight, 1000.0, ""),
        waiting_weight: number("waiting_weight", channel.waiting_weight.unwrap_or(usual.waiting_weight), 1000.0, ""),
        identify_minutes: number("identify_minutes", channel.identify_minutes.unwrap_or(identify), 1e6, "minutes"),
        after_contact_minutes: number("after_contact_minutes", channel.after_contact_minutes, 1e6, "minutes"),
        patience_minutes: number(
            "patience_minutes",
            channel.patience_minutes.unwrap_or(usual.patience_minutes),
            FOREVER,
            "minutes",
        ),
        slowdown: number("slowdown", channel.slowdown.unwrap_or(0.3), 100.0, ""),
        taste_sd: number("taste_sd", channel.taste_sd.unwrap_or(typed.choice.taste_sd), 10.0, "logit"),
        accepts_transfers: channel.accepts_transfers.unwrap_or(channel.kind != Kind::SelfService),
        slots: slots(check, &path, channel, usual.slots),
        hours: opening(check, typed, &path, channel, pool),
        steps: steps(check, &path, channel, names),
        transfer: check.probability(format_args!("{path}.transfer"), channel.transfer),
        cost_per_minute: check.euros(format_args!("{path}.cost_per_minute"), channel.cost_per_minute),
        cost_per_contact: check.euros(format_args!("{path}.cost_per_contact"), channel.cost_per_contact),
    }
}

/// What a kind of channel is like unless the scenario says otherwise (E27, E29; weights assumed).
struct Usual {
    waiting_weight: f64,
    patience_minutes: f64,
    slots: u8,
}

impl Usual {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Messages => Self { waiting_weight: 0.0, patience_minutes: 1440.0, slots: 1 },
            Kind::Chat => Self { waiting_weight: 1.5, patience_minutes: 3.0, slots: 3 },
            Kind::Live | Kind::SelfService => Self { waiting_weight: 1.5, patience_minutes: 5.0, slots: 1 },
        }
    }
}

fn slots(check: &mut Check, path: &str, channel: &typed::Channel, usual: u8) -> u8 {
    let slots = channel.slots.unwrap_or(usual);
    if slots == 0 || slots > 32 || (slots > 1 && channel.kind != Kind::Chat) {
        check.wrong(
            format_args!("{path}.slots"),
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
    path: &str,
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
            format_args!("{} staff pools", serving.len()),
            "at most one pool for a channel",
            "let one pool serve it",
        );
    }
    if channel.kind == Kind::SelfService {
        check.wrong(
            format_args!("{path}.kind"),
            "self_service",
            "live, chat or messages, since a staff pool serves it",
            "set `kind`, or take it out of the pool's `serves`",
        );
    }
    if let Some(hours) = &channel.hours {
        check.wrong(
            format_args!("{path}.hours"),
            hours,
            "no hours of its own, since a staff pool serves it",
            "set the pool's hours",
        );
    }
    if channel.cost_per_minute > 0.0 {
        check.wrong(
            format_args!("{path}.cost_per_minute"),
            channel.cost_per_minute,
            "no cost per minute, since a staff pool is paid by the hour",
            "set the pool's cost_per_hour",
        );
    }
    Some(pool)
}

fn opening(
    check: &mut Check,
    typed: &typed::Scenario,
    path: &str,
    channel: &typed::Channel,
    pool: Option<usize>,
) -> Timetable {
    let staff = pool.and_then(|pool| typed.staff.get_index(pool));
    if let (None, Kind::Messages, Some(hours)) = (staff, channel.kind, &channel.hours) {
        check.wrong(
            format_args!("{path}.hours"),
            hours,
            "no hours, since messages can be sent at any time",
            "leave it out; who answers them, and when, is said by a staff pool",
        );
    }
    match (staff, channel.kind, &channel.hours) {
        (_, Kind::Messages, None) | (None, _, None) => Timetable::always(1),
        (Some((name, staff)), ..) => staff_timetable(check, &format!("staff.{name}"), staff),
        (None, _, Some(hours)) => Timetable::from_shifts(&[(check.hours(format_args!("{path}.hours"), hours), 1)]),
    }
}

fn steps(check: &mut Check, path: &str, channel: &typed::Channel, names: &Names) -> Vec<Option<Step>> {
    let mut steps = vec![None; names.steps.len()];
    for (name, step) in &channel.step {
        let path = format!("{path}.step.{name}");
        let Some(index) = check.name(&path, name, "a step of some journey", &names.steps) else { continue };
        steps[index] = Some(Step {
            leave: check.probability(format_args!("{path}.leave"), step.leave),
            success: check.probability(format_args!("{path}.success"), step.success),
            minutes: check.law(&format!("{path}.minutes"), step.minutes, 1e6, "minutes"),
            fit: check.logit(format_args!("{path}.fit"), step.fit),
        });
    }
    steps
}
