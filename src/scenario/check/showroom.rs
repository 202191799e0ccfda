//! Where customers see the goods.

use super::values::{A_CHANNEL, Check, share};
use crate::scenario::meant::{Names, Showroom};
use crate::scenario::path::Path;
use crate::scenario::typed;

pub(super) fn showroom(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Showroom {
    let given = &typed.showroom;
    let path = Path::of(["showroom"]);
    let mut channels = 0;
    for (at, name) in given.channels.iter().enumerate() {
        let known = check.name(path.key("channels").index(at), name, A_CHANNEL, &names.channels);
        channels |= known.map_or(0, |channel| 1 << channel);
    }
    if channels == 0 && given.channels.is_empty() && !given.is_off() {
        check.wrong(
            path,
            "a showroom without channels",
            "`channels` in which customers see the goods",
            "name some, such as channels = [\"store\"], or take the table out",
        );
    }
    Showroom { channels, needs: share(given.needs), after_days: given.after_days, sent_back: given.sent_back }
}
