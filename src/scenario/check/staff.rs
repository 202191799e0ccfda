//! Staff pools.

use super::sharing::sharing;
use super::values::{A_CHANNEL, Check};
use crate::scenario::meant::{Channel, Names, Pool};
use crate::scenario::path::Path;
use crate::scenario::timetable::{Hours, Timetable};
use crate::scenario::typed;

/// Who is on duty when, for each pool.
pub(super) fn duties(check: &mut Check, typed: &typed::Scenario) -> Vec<Timetable> {
    let of_pool = |(name, staff): (&String, _)| staff_timetable(check, &Path::of(["staff", name]), staff);
    typed.staff.iter().map(of_pool).collect()
}

pub(super) fn pools(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    channels: &[Channel],
    duties: Vec<Timetable>,
) -> Vec<Pool> {
    let mut pools = Vec::new();
    for ((at, (name, staff)), timetable) in typed.staff.iter().enumerate().zip(duties) {
        let path = Path::of(["staff", name]);
        for channel in &staff.serves {
            check.name(path.key("serves"), channel, A_CHANNEL, &names.channels);
        }
        let has_work = channels.iter().any(|channel| channel.open && channel.pool == Some(at));
        pools.push(Pool {
            timetable: if has_work { timetable } else { Timetable::always(0) },
            cost_per_hour: staff.cost_per_hour,
            ranks: ranks(check, &path, staff, names),
            sharing: sharing(check, &path.key("sharing"), staff, &served(typed, staff)),
            same_agent_minutes: staff.same_agent.wait_minutes,
        });
    }
    pools
}

/// A pool that serves no channel gets some from a strategy or a change.
pub fn pools_get_channels(check: &mut Check, typed: &typed::Scenario, is_set: impl Fn(&Path) -> bool) {
    for (name, _) in typed.staff.iter().filter(|(_, staff)| staff.serves.is_empty()) {
        let path = Path::of(["staff", name, "serves"]);
        if !is_set(&path) {
            check.wrong(path, "none", "at least 1 channel, here or in the `set` of a strategy or change", "name one");
        }
    }
}

/// The channels that a pool serves.
fn served<'a>(typed: &'a typed::Scenario, staff: &typed::Staff) -> Vec<&'a typed::Channel> {
    staff.serves.iter().filter_map(|channel| typed.channel.get(channel)).collect()
}

fn staff_timetable(check: &mut Check, path: &Path, staff: &typed::Staff) -> Timetable {
    let Some(shifts) = shifts(check, path, staff) else { return Timetable::always(1) };
    let timetable = Timetable::from_shifts(&shifts);
    somebody_is_on_duty(check, path, timetable.most());
    timetable
}

/// The hours of a pool's shifts with the agents of each: one shift, or those of its timetable.
fn shifts(check: &mut Check, path: &Path, staff: &typed::Staff) -> Option<Vec<(Hours, u32)>> {
    match (staff.servers, staff.timetable.as_slice()) {
        (Some(servers), []) => {
            let hours = staff.hours.as_ref().map_or_else(Hours::always, |hours| check.hours(path.key("hours"), hours));
            Some(vec![(hours, scaled(servers, staff.scale))])
        }
        (None, [_, ..]) => {
            no_hours_beside_a_timetable(check, path, staff);
            let path = |at| path.key("timetable").index(at).key("hours");
            let shifts = staff.timetable.iter().enumerate();
            let scaled = |shift: &typed::Shift| scaled(shift.servers, staff.scale);
            Some(shifts.map(|(at, shift)| (check.hours(path(at), &shift.hours), scaled(shift))).collect())
        }
        (servers, _) => {
            let (found, remedy) = if servers.is_some() {
                const BOTH: &str =
                    "keep one of the two; to change a pool with a timetable, set its `scale`, or timetable.0.servers";
                ("both `servers` and a `timetable`", BOTH)
            } else {
                ("neither `servers` nor a `timetable`", "add one of the two")
            };
            check.wrong(path, found, "either `servers` (with `hours`) or a `timetable`", remedy);
            None
        }
    }
}

/// A number of agents times a factor: the nearest whole number, of two as near the greater, and at least one of some.
fn scaled(servers: u32, scale: f64) -> u32 {
    let agents = (f64::from(servers) * scale).round() as u32;
    if servers > 0 && scale > 0.0 { agents.max(1) } else { agents }
}

fn no_hours_beside_a_timetable(check: &mut Check, path: &Path, staff: &typed::Staff) {
    if let Some(hours) = &staff.hours {
        check.wrong(
            path.key("hours"),
            format_args!("\"{hours}\", beside a `timetable`"),
            "hours in each shift of the timetable",
            "leave it out; set those of a shift, timetable.0.hours, instead",
        );
    }
}

fn somebody_is_on_duty(check: &mut Check, path: &Path, most: u32) {
    const MOST_SERVERS: u32 = 100_000;
    if !(1..=MOST_SERVERS).contains(&most) {
        let found = match most {
            0 => "nobody on duty at any time".into(),
            most => format!("{most} agents on duty at a time"),
        };
        check.wrong(
            path,
            found,
            format!("1 to {MOST_SERVERS} agents on duty at some time"),
            "put at least one on duty; of a pool whose channels are all closed nobody is paid, whatever stands here",
        );
    }
}

fn ranks(check: &mut Check, path: &Path, staff: &typed::Staff, names: &Names) -> Vec<Vec<u8>> {
    let last = staff.priority.len().min(255) as u8;
    let mut ranks = vec![vec![last; names.channels.len()]; names.journeys.len()];
    let known: Vec<String> = names.channels.iter().chain(&names.journeys).cloned().collect();
    for (rank, named) in staff.priority.iter().enumerate() {
        let Some(index) = check.name(path.key("priority"), named, "a channel or a journey of this scenario", &known)
        else {
            continue;
        };
        for (journey, row) in ranks.iter_mut().enumerate() {
            for (channel, cell) in row.iter_mut().enumerate() {
                if index == channel || index == names.channels.len() + journey {
                    *cell = (*cell).min(rank.min(255) as u8);
                }
            }
        }
    }
    ranks
}
