//! Words that people bring from other tools, or expect here, and what is said of them in place of a word that only looks
//! alike.

use super::error::did_you_mean;
use super::path::{Part, Path};
use super::reference::{Key, Section, sections};

/// Keys of other tools: where they may be typed (any table, where empty), the words, and what to say.
const KEYS: [(&str, &[&str], &str); 20] = [
    (
        "staff",
        &["capacity", "agents", "headcount", "fte", "count", "size", "number"],
        "the number of agents is `servers`",
    ),
    (
        "",
        &["aht", "handle_time", "handle_minutes", "handling_minutes", "handling_time", "service_time", "duration"],
        "time is a matter of each step: step.NAME = { minutes = ... } of a channel",
    ),
    (
        "",
        &["wait_minutes", "waiting_minutes", "max_wait", "wait_time"],
        "waits come out of the simulation; how long people would wait is `patience_minutes` of a channel",
    ),
    (
        "",
        &["patience", "abandon_minutes", "abandonment"],
        "how long people would wait is `patience_minutes` of a channel",
    ),
    (
        "",
        &["first_response_minutes", "first_reply_minutes", "sla", "service_level", "target_minutes"],
        "take it out: it is measured, not set; `throughline describe` tells the outcomes",
    ),
    (
        "",
        &["occupancy", "utilisation", "utilization"],
        "take it out: it is measured, not set; `throughline describe` tells the outcomes",
    ),
    (
        "channel",
        &["conversion", "conversion_rate", "resolution", "fcr"],
        "what becomes of a step is `success` and `leave` of step.NAME",
    ),
    (
        "",
        &["opening_hours", "open_hours", "business_hours", "schedule"],
        "the key is `hours`; of a channel that a staff pool serves, that of the pool",
    ),
    (
        "journey",
        &["revenue", "price", "order_value", "basket"],
        "what a completed journey is worth is `value = { mean = ... }`",
    ),
    (
        "journey",
        &["return_rate", "returns", "refund", "return_days"],
        "what is sent back is a journey of its own, which `follows` the order and has `refunds = { ... }`",
    ),
    ("seam", &["reexplain_minutes", "repeat_minutes", "explain_minutes"], "time to explain again is `rebuild_minutes`"),
    (
        "strategy",
        &["changes", "settings", "overrides", "override"],
        "what else a strategy changes stands in `set = { \"PATH\" = ... }`",
    ),
    (
        "strategy",
        &["identity", "continuity", "consistency", "routing"],
        "levels stand in a table: levels = { identity = ... }",
    ),
    ("run", &["repeats", "runs", "iterations", "reps"], "how often all is simulated is `replications`"),
    (
        "staff",
        &["shrinkage", "absence", "absenteeism"],
        "there is no such key: take fewer agents on duty, such as `scale = 0.7` for 30 % who are away",
    ),
    ("staff", &["skills", "channels", "queues"], "the channels of a pool are `serves = [\"...\"]`"),
    (
        "change",
        &["days", "duration", "duration_days", "length", "for_days", "end_day", "end"],
        "a change ends with `until_day`, the first day on which all is as before; for good without it",
    ),
    (
        "strategy",
        &["until_day", "start_day", "start", "begin", "begin_day"],
        "a strategy begins with `from_day`, and is there in full from `full_day` on",
    ),
    (
        "segment",
        &["new_customers", "new_per_year", "growth", "inflow", "signups", "acquisition", "joiners"],
        "customers who come later are `joins = { per_year = ... }`, for each there at the start",
    ),
    (
        "staff",
        &["routing", "distribution", "strategy"],
        "take it out: whoever has been idle longest is next; who goes first is `priority`, who may have what at a time `sharing`",
    ),
];

/// Words for values, and the one that is known here.
const VALUES: [(&[&str], &str); 5] = [
    (&["chatbot", "bot", "web", "app", "ivr", "website", "self-service", "selfservice", "kiosk"], "self_service"),
    (&["email", "e-mail", "mail", "letter", "ticket", "async", "message", "messaging", "sms"], "messages"),
    (&["voice", "phone", "telephone", "call", "store", "shop", "branch", "in_person", "face_to_face"], "live"),
    (&["livechat", "live_chat", "live-chat", "webchat"], "chat"),
    (&["constant", "deterministic", "none"], "fixed"),
];

/// What to say of an unknown key, if more is known than the words that look like it.
pub fn remedy(path: &Path, key: &str, known: &[&str]) -> Option<String> {
    let table = path.parts().first().map(Part::shown).unwrap_or_default();
    let typed = key.to_lowercase();
    let here = KEYS
        .iter()
        .find(|(tables, words, _)| (tables.is_empty() || *tables == table) && words.contains(&typed.as_str()));
    let said = here.map(|(.., says)| (*says).to_string());
    said.or_else(|| in_another_unit(key, known)).or_else(|| in_another_table(key, known))
}

/// The known word that a word stands for.
pub fn word<'a>(typed: &str, known: &'a [String]) -> Option<&'a String> {
    let typed = typed.to_lowercase();
    let (_, meant) = VALUES.iter().find(|(words, _)| words.contains(&typed.as_str()))?;
    known.iter().find(|known| known == meant)
}

/// Units of time that a key can end with.
const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// The unit that a key ends with.
fn unit(key: &str) -> Option<&'static str> {
    let last = key.rsplit('_').next()?.trim_end_matches('s');
    UNITS.into_iter().find(|unit| *unit == last)
}

/// A key that is known in another unit: the number must change with it.
fn in_another_unit(key: &str, known: &[&str]) -> Option<String> {
    let unit = unit(key)?;
    let stem = |key: &str| key.rsplit_once('_').map_or_else(String::new, |(stem, _)| stem.to_string());
    let is_of_time = |like: &&str| self::unit(like).is_some_and(|own| own != unit);
    let same_stem = known.iter().copied().find(|one| is_of_time(one) && stem(one) == stem(key));
    let like = same_stem.or_else(|| did_you_mean(key, known.iter().copied()).filter(is_of_time))?;
    Some(format!("`{like}` is known here: the number in another unit (this is by the {unit})"))
}

/// A key that stands in another table.
fn in_another_table(key: &str, known: &[&str]) -> Option<String> {
    const FEW: usize = 3;
    let is_slip = did_you_mean(key, known.iter().copied()).is_some_and(|like| strsim::osa_distance(like, key) < 2);
    if is_slip || known.len() <= FEW {
        return None;
    }
    let sections = sections();
    let mut places = sections.iter().flat_map(|section| section.keys.iter().map(move |one| (section, one)));
    let of_that_name = |(_, one): &(&Section, &Key)| one.path.rsplit('.').next() == Some(key);
    let mut found: Vec<String> =
        places.by_ref().filter(of_that_name).map(|(section, one)| place(section, one, key)).collect();
    found.dedup();
    let is_of_the_top = found.iter().any(|place| place == TOP);
    found.retain(|place| place != TOP);
    match found.len() {
        0 if is_of_the_top => Some("it belongs at the top of the file, above the first table".into()),
        count => (1..=FEW).contains(&count).then(|| format!("it belongs in {}", found.join(" or "))),
    }
}

/// The heading of the keys that stand in no table.
const TOP: &str = "At the top";

/// A table that has a key, in words.
fn place(section: &Section, one: &Key, key: &str) -> String {
    let above = one.path.strip_suffix(key).unwrap_or_default().trim_end_matches('.');
    if above.is_empty() { section.heading.clone() } else { format!("{}, in {above}", section.heading) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_another_unit_is_not_offered_as_if_it_were_the_same() {
        let said = |key, known: &[&str]| in_another_unit(key, known).unwrap_or_default();
        assert!(
            said("per_day", &["per_year", "cv"]).starts_with("`per_year` is known here: the number in another unit")
        );
        assert!(said("per_month", &["cv", "per_year"]).contains("by the month"));
        assert!(said("pause_minutes", &["pause_days"]).contains("by the minute"));
        assert_eq!(in_another_unit("give_up_day", &["give_up_days"]), None);
    }

    #[test]
    fn a_key_of_another_table_is_told_where_it_belongs() {
        let said = |table: &str, key: &str| {
            remedy(&Path::of([table]), key, &["cold", "identify_minutes", "recognised_by", "repair_minutes"])
        };
        assert_eq!(
            said("seam", "wrong_match").as_deref(),
            Some("it belongs in [capability], in identity or [experience]")
        );
        assert_eq!(said("seam", "cost_per_hour").as_deref(), Some("it belongs in [staff.NAME]"));
        assert_eq!(said("seam", "xyzzy"), None);
    }

    #[test]
    fn words_of_other_tools_are_answered_with_ours() {
        let known: Vec<String> = ["self_service", "live", "chat", "messages"].map(String::from).into();
        for (typed, meant) in [("chatbot", "self_service"), ("Email", "messages"), ("voice", "live")] {
            assert_eq!(word(typed, &known).map(String::as_str), Some(meant));
        }
        assert!(
            remedy(&Path::of(["staff", "desk"]), "capacity", &["servers"]).is_some_and(|said| said.contains("servers"))
        );
    }
}
