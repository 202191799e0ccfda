//! Staff pools.

use super::ranges::{A_CHANNEL, Check};
use crate::scenario::meant::{Channel, Names, Pool};
use crate::scenario::timetable::{Hours, Timetable};
use crate::scenario::typed;

pub(super) fn pools(check: &mut Check, typed: &typed::Scenario, names: &Names, channels: &[Channel]) -> Vec<Pool> {
    let mut pools = Vec::new();
    for (at, (name, staff)) in typed.staff.iter().enumerate() {
        let path = format!("staff.{name}");
        for channel in &staff.serves {
            check.name(format_args!("{path}.serves"), channel, A_CHANNEL, &names.channels);
        }
        if staff.serves.is_empty() {
            check.wrong(
                format_args!("{path}.serves"),
                "nothing",
                "at least one channel",
                "name the channels that this pool serves",
            );
        }
        let timetable = staff_timetable(check, &path, staff);
        let has_work = channels.iter().any(|channel| channel.open && channel.pool == Some(at));
        pools.push(Pool {
            timetable: if has_work { timetable } else { Timetable::always(0) },
            cost_per_hour: check.euros(format_args!("{path}.cost_per_hour"), staff.cost_per_hour),
            ranks: ranks(check, &path, staff, names),
        });
    }
    pools
}

pub(super) fn staff_timetable(check: &mut Check, path: &str, staff: &typed::Staff) -> Timetable {
    const MOST_SERVERS: u32 = 100_000;
    let mut shifts = Vec::new();
    match (staff.servers, staff.timetable.is_empty()) {
        (Some(servers), true) => {
            let hours = staff
                .hours
                .as_ref()
                .map_or_else(Hours::always, |hours| check.hours(format_args!("{path}.hours"), hours));
            shifts.push((hours, servers));
        }
        (None, false) => {
            for (index, shift) in staff.timetable.iter().enumerate() {
                shifts
                    .push((check.hours(format_args!("{path}.timetable[{index}].hours"), &shift.hours), shift.servers));
            }
        }
        (servers, _) => {
            let (found, remedy) = if servers.is_some() {
                ("both `servers` and a `timetable`", "keep one of the two")
            } else {
                ("neither `servers` nor a `timetable`", "add one of the two")
            };
            check.wrong(path, found, "either `servers` (with `hours`) or a `timetable`", remedy);
            return Timetable::always(1);
        }
    }
    if !staff.timetable.is_empty() && staff.hours.is_some() {
        check.wrong(
            format_args!("{path}.hours"),
            "hours beside a `timetable`",
            "hours in each shift of the timetable",
            "remove it",
        );
    }
    let timetable = Timetable::from_shifts(&shifts);
    if timetable.most() == 0 || timetable.most() > MOST_SERVERS {
        let found = match timetable.most() {
            0 => "nobody on duty at any time".into(),
            most => format!("{most} agents on duty at a time"),
        };
        check.wrong(
            path,
            found,
            format!("1 to {MOST_SERVERS} agents on duty at some time"),
            "set servers; to close a channel, use `open = false`",
        );
    }
    timetable
}

fn ranks(check: &mut Check, path: &str, staff: &typed::Staff, names: &Names) -> Vec<Vec<u8>> {
    let last = staff.priority.len().min(255) as u8;
    let mut ranks = vec![vec![last; names.channels.len()]; names.journeys.len()];
    let known: Vec<String> = names.channels.iter().chain(&names.journeys).cloned().collect();
    for (rank, named) in staff.priority.iter().enumerate() {
        let Some(index) =
            check.name(format_args!("{path}.priority"), named, "a channel or a journey of this scenario", &known)
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
