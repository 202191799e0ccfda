//! Holds what was typed against what can stand there: keys that are known, values of the right kind and in their range.

use super::broken::figure::figure;
use super::broken::{level_meant, number_meant, pairs_in_a_text};
use super::check::Check;
use super::error::{did_you_mean, name_remedy};
use super::foreign;
use super::path::{Part, Path};
use super::rules::{Keys, Rule};
use super::tree::{Node, Typed, plain};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Holds a value against a rule; what does not fit is told at its path.
pub fn hold(check: &mut Check, rule: &Rule, node: &Node, path: &Path) {
    match (rule, &node.value) {
        (Rule::Table(keys), Typed::Table(_)) => table(check, keys, node, path),
        (Rule::List { item, least, most }, Typed::List(list)) => {
            if !(*least..=*most).contains(&list.len()) {
                let expected = expected_count(*least, *most, list.len());
                let remedy = if list.len() > *most { remedy_of_length(list, *most) } else { "name one".into() };
                check.wrong(path, entries(list.len()), expected, remedy);
            }
            for (at, one) in list.iter().enumerate().take(*most) {
                hold(check, item, one, &path.index(at));
            }
        }
        (Rule::Number { least, most, unit }, Typed::Number(value, _)) => {
            number(check, path, (node, *value), (*least, *most), unit.as_deref());
        }
        (Rule::Number { least, most, unit }, Typed::Whole(value)) => {
            number(check, path, (node, *value as f64), (*least, *most), unit.as_deref());
        }
        (Rule::Whole { least, most, unit }, Typed::Whole(value)) => {
            if !(*least..=*most).contains(value) {
                check.wrong(path, value, whole(*least, *most, unit.as_deref()), IN_RANGE);
            }
        }
        (Rule::Text { longest }, Typed::Text(text)) => length(check, *longest, text, path),
        (Rule::Word(words), Typed::Text(word)) => known_word(check, words, word, path),
        (Rule::Either(rules, told), _) => either(check, rules, told, node, path),
        (Rule::Anything, Typed::Date(_)) => {
            check.wrong(path, node.shown(), "a number, a text, true or false, a list or a table", QUOTES);
        }
        (Rule::Anything, _) | (Rule::Truth, Typed::Truth(_)) => {}
        (Rule::Number { least, most, unit }, Typed::Beyond(_)) => {
            let range = range((*least, *most), unit.as_deref());
            check.wrong(path, node.shown(), range, "write one that a computer can tell from 0 and from infinity");
        }
        (Rule::Whole { least, most, unit }, Typed::Beyond(_)) => {
            check.wrong(path, node.shown(), whole(*least, *most, unit.as_deref()), IN_RANGE);
        }
        _ => misfit(check, rule, node, path),
    }
}

const QUOTES: &str = "put it in quotes";
const IN_RANGE: &str = "write a number in that range";

fn table(check: &mut Check, keys: &Keys, node: &Node, path: &Path) {
    let mut meant = Vec::new();
    for (key, member) in node.members().into_iter().flatten() {
        match keys.get(key) {
            Some(rule) => hold(check, rule, member, &path.key(key)),
            None if is_strategy(path) && member.members().is_some() && foreign::remedy(path, key, &[]).is_none() => {
                table_in_a_strategy(check, keys, key, path);
            }
            None => meant.extend(unknown_key(check, keys, key, path)),
        }
    }
    let count = node.members().map_or(0, IndexMap::len);
    let (least, most) = keys.count;
    if !(least..=most).contains(&count) {
        let remedy = if count < least { "declare one" } else { "merge some that are alike" };
        check.wrong(path, entries(count), expected_count(least, most, count), remedy);
    }
    for key in keys.needed.iter().filter(|key| node.get(key).is_none() && !meant.contains(&key.as_str())) {
        let line = keys.get(key).map_or_else(|| key.clone(), |rule| line(key, rule, path));
        let remedy = format!("add {line}; `throughline describe --keys` tells its meaning");
        check.wrong(path, "nothing", format!("the key `{key}`"), remedy);
    }
}

/// The line that a missing key needs, with dots for what only its author knows.
fn line(key: &str, rule: &Rule, path: &Path) -> String {
    match rule {
        Rule::Number { .. } | Rule::Whole { .. } => format!("{key} = ..., {}", expected(rule)),
        Rule::Text { .. } => format!("{key} = \"...\""),
        Rule::Word(words) => format!("{key} = \"...\", one of {}", words.join(", ")),
        Rule::Truth => format!("{key} = true or false"),
        Rule::List { .. } if path.is_empty() => format!("[[{key}]] with what belongs to it"),
        Rule::List { item, .. } if matches!(**item, Rule::Text { .. }) => format!("{key} = [\"...\"]"),
        Rule::List { .. } => format!("{key} = [ ... ]"),
        Rule::Table(keys) if path.is_empty() && keys.others.is_some() => {
            format!("[{key}.NAME] with what belongs to it")
        }
        Rule::Table(_) if path.is_empty() => format!("[{key}] with what belongs to it"),
        Rule::Table(keys) => {
            let within: Vec<String> = keys_of_a_table(keys).iter().map(|key| format!("{key} = ...")).collect();
            format!("{key} = {{ {} }}", within.join(", "))
        }
        Rule::Either(_, told) => format!("{key} = ..., {told}"),
        Rule::Anything => format!("{key} = ..."),
    }
}

fn is_strategy(path: &Path) -> bool {
    matches!(path.parts(), [Part::Key(list), Part::Index(_)] if list == "strategy")
}

/// A table within a strategy that is none of its own: another strategy, or a setting without its quotes.
fn table_in_a_strategy(check: &mut Check, keys: &Keys, key: &str, path: &Path) {
    let like = did_you_mean(key, keys.known.iter().map(|(name, _)| name.as_str()));
    let like = like.map_or_else(String::new, |like| format!("did you mean `{like}`? "));
    let remedy = format!(
        "{like}if it is a strategy, write [[strategy]] with name = \"{key}\"; if a setting, set = {{ \"PATH\" = ... }}"
    );
    check.wrong(path.key(key), format_args!("a table `{key}` within a strategy"), "a key that is known here", remedy);
}

/// What to do about a list that is too long: maybe its decimals are written with commas.
fn remedy_of_length(list: &[Arc<Node>], most: usize) -> String {
    let whole = |node: &Arc<Node>| if let Typed::Whole(number) = node.value { Some(number) } else { None };
    match list.iter().map(whole).collect::<Option<Vec<i64>>>().as_deref() {
        Some([first, second, ..]) if list.len() > most && list.len() <= 2 * most => {
            format!("shorten the list; if it has decimals, write them with a point: [{first}.{second}, ...]")
        }
        _ => "shorten the list".into(),
    }
}

/// Tells that a key is unknown; the one that seems to be meant.
fn unknown_key<'a>(check: &mut Check, keys: &'a Keys, key: &str, path: &Path) -> Option<&'a str> {
    if check.is_full() {
        check.one_more();
        return None;
    }
    let known: Vec<&str> = keys.known.iter().map(|(name, _)| name.as_str()).collect();
    let said = foreign::remedy(path, key, &known);
    let meant = did_you_mean(key, known.iter().copied()).filter(|_| said.is_none());
    let alike = || meant.map(|like| format!("did you mean `{like}`?"));
    let remedy = said.or_else(alike).unwrap_or_else(|| format!("remove it, or use one of: {}", known.join(", ")));
    check.wrong(path.key(key), format_args!("`{key}`"), "a key that is known here", remedy);
    meant
}

fn known_word(check: &mut Check, words: &[String], word: &str, path: &Path) {
    if !words.iter().any(|known| known == word) {
        check.wrong(path, format_args!("`{word}`"), "a word that is known here", remedy_of_word(word, words));
    }
}

fn remedy_of_word(word: &str, words: &[String]) -> String {
    match foreign::word(word, words) {
        Some(meant) => format!("write \"{meant}\""),
        None => name_remedy(word, words.iter().map(String::as_str)),
    }
}

fn number(
    check: &mut Check,
    path: &Path,
    (node, value): (&Node, f64),
    (least, most): (f64, Option<f64>),
    unit: Option<&str>,
) {
    if (least..=most.unwrap_or(f64::INFINITY)).contains(&value) {
        return;
    }
    let is_in_per_cent = least <= 0.0 && most == Some(1.0) && value.abs() > 1.0 && value.abs() <= 100.0;
    let remedy = if is_in_per_cent {
        let what = if least == 0.0 { "; a share or a probability is from 0 to 1" } else { "" };
        format!("if this is per cent, write {}{what}", plain(value / 100.0))
    } else {
        IN_RANGE.into()
    };
    check.wrong(path, node.shown(), range((least, most), unit), remedy);
}

fn range((least, most): (f64, Option<f64>), unit: Option<&str>) -> String {
    let unit = in_brackets(unit);
    match most {
        Some(most) => format!("a number from {} to {}{unit}", plain(least), plain(most)),
        None => format!("a number of at least {}{unit}, inf allowed", plain(least)),
    }
}

fn whole(least: i64, most: i64, unit: Option<&str>) -> String {
    format!("a whole number from {least} to {most}{}", in_brackets(unit))
}

/// As a unit stands behind a range.
pub fn in_brackets(unit: Option<&str>) -> String {
    unit.map_or_else(String::new, |unit| format!(" [{unit}]"))
}

fn entries(count: usize) -> String {
    match count {
        0 => "none".into(),
        1 => "1 entry".into(),
        count => format!("{count} entries"),
    }
}

fn expected_count(least: usize, most: usize, count: usize) -> String {
    if count > most { format!("at most {}", entries(most)) } else { format!("at least {}", entries(least)) }
}

fn length(check: &mut Check, longest: usize, text: &str, path: &Path) {
    if text.len() > longest && text.chars().count() > longest {
        let found = format!("a text of {} characters", text.chars().count());
        check.wrong(path, found, format!("at most {longest} characters"), "say it in fewer words");
    }
}

/// Of several rules, the one that takes such keys has its say; where none does, all are told together.
fn either(check: &mut Check, rules: &[Rule], told: &str, node: &Node, path: &Path) {
    let takes = |rule: &&Rule| match (rule, &node.value) {
        (Rule::Table(keys), Typed::Table(members)) => {
            members.keys().all(|key| keys.get(key).is_some()) && keys.needed.iter().all(|key| members.contains_key(key))
        }
        (Rule::Number { .. }, Typed::Number(..) | Typed::Whole(_) | Typed::Beyond(_)) => true,
        (Rule::Word(words), Typed::Text(word)) => words.contains(word),
        _ => false,
    };
    match rules.iter().find(takes) {
        Some(rule) => hold(check, rule, node, path),
        None => check.wrong(path, node.shown(), told, remedy_of_either(rules, node)),
    }
}

/// The word that is most like one that was typed, if words can stand here.
fn remedy_of_either(rules: &[Rule], node: &Node) -> String {
    let words = rules.iter().find_map(|rule| if let Rule::Word(words) = rule { Some(words) } else { None });
    let alike = node.text().zip(words).and_then(|(typed, words)| did_you_mean(typed, words.iter().map(String::as_str)));
    alike.map_or_else(
        || "`throughline describe --keys` tells what can stand here".into(),
        |like| format!("did you mean \"{like}\"?"),
    )
}

/// A value of another kind than can stand here.
fn misfit(check: &mut Check, rule: &Rule, node: &Node, path: &Path) {
    let remedy = match rule {
        Rule::Number { unit, .. } => remedy_of_number(node, path, unit.as_deref()),
        Rule::Whole { unit, .. } if node.text().is_some() => remedy_of_number(node, path, unit.as_deref()),
        Rule::Whole { .. } if matches!(node.value, Typed::Date(_)) => {
            day_of_the_run(path, None).unwrap_or("write a whole number").into()
        }
        Rule::Whole { .. } => remedy_of_whole(node),
        Rule::Text { .. } if path.parts().last() == Some(&Part::Key("hours".into())) => {
            "write days and times in quotes, \"mon-fri 08:00-20:00\"".into()
        }
        Rule::Text { .. } | Rule::Word(_) => QUOTES.into(),
        Rule::Truth => "write true or false, without quotes".into(),
        Rule::List { .. } => remedy_of_list(node, path),
        Rule::Table(keys) => remedy_of_table(keys, node, path),
        Rule::Either(..) => "`throughline describe --keys` tells what can stand here".into(),
        Rule::Anything => return,
    };
    let due = match rule {
        Rule::Number { .. } => "a number".into(),
        rule => expected(rule),
    };
    check.wrong(path, node.shown(), due, remedy);
}

/// Keys of which +20 % means 1.2.
const FACTORS: [&str; 2] = ["scale", "value_factor"];

/// A number that is typed as a text, in the way of files.
fn remedy_of_number(node: &Node, path: &Path, unit: Option<&str>) -> String {
    let is_factor = matches!(path.parts().last(), Some(Part::Key(key)) if FACTORS.contains(&key.as_str()));
    let typed = node.text().map(str::trim);
    if let Some(days) = day_of_the_run(path, typed) {
        return days.into();
    }
    if let Some((text, minutes)) = typed.and_then(|text| Some((text, minutes_of_a_clock(text)?)))
        && unit.is_some_and(|unit| unit.starts_with("min"))
    {
        return format!("write {} for {text}, if that is minutes and seconds", plain(minutes));
    }
    match typed.and_then(|text| Some((text, figure(text, true)?.written))) {
        Some((text, number)) if text.ends_with('%') => {
            let more = if is_factor && text.starts_with(['+', '-', '\u{2212}']) { 1.0 } else { 0.0 };
            let share = number.parse().map_or(number, |per_cent: f64| plain(more + per_cent / 100.0));
            format!("write {share}, without per cent")
        }
        Some((text, number)) => {
            number_meant(text, unit).unwrap_or_else(|| format!("write {number}, without quotes or unit"))
        }
        None => "write a number, without quotes or unit".into(),
    }
}

/// Minutes and seconds as on a clock.
fn minutes_of_a_clock(text: &str) -> Option<f64> {
    let (minutes, seconds) = text.split_once(':')?;
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 3);
    Some(f64::from(number(minutes)?) + f64::from(number(seconds).filter(|seconds| *seconds < 60)?) / 60.0)
}

/// Keys of days of the run.
const DAYS: [&str; 4] = ["day", "until_day", "from_day", "full_day"];

/// What to write for a date where a day of the run is due.
fn day_of_the_run(path: &Path, typed: Option<&str>) -> Option<&'static str> {
    let is_day = matches!(path.parts().last(), Some(Part::Key(key)) if DAYS.contains(&key.as_str()));
    (is_day && typed.is_none_or(is_date))
        .then_some("days are counted from the start of the run, which is day 0: write such a number")
}

/// The beginnings of months, as they are written in several languages.
const MONTHS: [&str; 15] =
    ["jan", "feb", "mar", "mär", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "de"];

/// Whether a text is a date, with a month by its name or two marks between digits.
fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    let has_month = words.any(|word| word.chars().count() > 2 && MONTHS.iter().any(|month| word.starts_with(month)));
    let marks = text.chars().filter(|c| ['-', '/', '.'].contains(c)).count();
    has_month || marks == 2 && text.chars().all(|c| c.is_ascii_digit() || ['-', '/', '.'].contains(&c))
}

/// A number with a point that should be whole: of thousands, or a part of something that has no parts.
fn remedy_of_whole(node: &Node) -> String {
    match &node.value {
        Typed::Number(value, typed) if typed.contains('.') && !typed.contains(['e', 'E']) => {
            let digits = typed.replace('.', "");
            let is_thousands = typed.rsplit('.').next().is_some_and(|group| group.len() == 3);
            let rounded = plain(value.round());
            if is_thousands {
                format!("write {digits} or {rounded}, without a point")
            } else if value.fract() == 0.0 {
                format!("write {rounded}, without a point")
            } else {
                format!("write a whole number, such as {rounded}")
            }
        }
        Typed::Number(value, _) if value.fract() == 0.0 => format!("write {}, without an exponent", plain(*value)),
        _ => "write a whole number".into(),
    }
}

fn remedy_of_list(node: &Node, path: &Path) -> String {
    match &node.value {
        Typed::Table(_) if matches!(path.parts(), [Part::Key(_)]) => {
            format!("write [[{path}]] in the place of [{path}]")
        }
        Typed::Table(_) if matches!(path.parts().last(), Some(Part::Key(_))) => {
            format!("write [[{path}]] above it, or a list [ ... ]")
        }
        Typed::Text(text) if text.contains(',') => {
            let items: Vec<String> = text.split(',').map(|item| format!("\"{}\"", item.trim())).collect();
            format!("write [{}]", items.join(", "))
        }
        Typed::Text(_) | Typed::Whole(_) | Typed::Number(..) => format!("write it in brackets: [{}]", node.shown()),
        _ => "write a list, [ ... ]".into(),
    }
}

/// How to write a table, with the number that was typed in place of it at the key that it belongs to most likely.
fn remedy_of_table(keys: &Keys, node: &Node, path: &Path) -> String {
    if matches!(node.value, Typed::List(_)) && path.parts().len() < 3 {
        return format!("write single brackets above it, [{path}]");
    }
    if let Some(pairs) = pairs_meant(keys, node) {
        return format!("write {{ {pairs} }}");
    }
    let number = match node.value {
        Typed::Whole(_) | Typed::Number(..) => node.shown(),
        _ => "...".into(),
    };
    match keys_of_a_table(keys).as_slice() {
        [] if matches!(path.parts().last(), Some(Part::Key(set)) if set == "set") => {
            format!("write {{ \"PATH\" = {number} }}, with the path of a key, such as \"seam.rebuild_minutes\"")
        }
        [] => "write { NAME = ... }, with names of this scenario".replace("...", &number),
        [key] => format!("write {{ {key} = {number} }}"),
        [first, rest @ ..] => {
            let each = if keys.names.is_empty() { "..." } else { &number };
            let rest: Vec<String> = rest.iter().map(|key| format!("{key} = {each}")).collect();
            format!("write {{ {first} = {number}, {} }}", rest.join(", "))
        }
    }
}

/// What was meant by names in a list, or by a key and its value in one text.
fn pairs_meant(keys: &Keys, node: &Node) -> Option<String> {
    match &node.value {
        Typed::List(list) => {
            let items: Vec<&str> = list.iter().map(|item| item.text()).collect::<Option<_>>()?;
            let pairs: Vec<(&str, &str)> = items.iter().map(|item| level_meant(item)).collect();
            let are_known = !pairs.is_empty() && pairs.iter().all(|(name, _)| keys.get(name).is_some());
            let once: BTreeMap<&str, &str> = pairs.into_iter().collect();
            are_known
                .then(|| once.iter().map(|(name, level)| format!("{name} = {level}")).collect::<Vec<_>>().join(", "))
        }
        Typed::Text(text) => pairs_in_a_text(text),
        _ => None,
    }
}

/// The keys that a table must have, or the one that says most; none, where they are names.
fn keys_of_a_table(keys: &Keys) -> Vec<&str> {
    const TELLING: [&str; 5] = ["mean", "per_year", "integrated", "wait_minutes", "together"];
    let telling = TELLING.into_iter().find(|key| keys.known.iter().any(|(known, _)| known == key));
    match (telling, keys.needed.as_slice()) {
        (Some(key), _) => vec![key],
        _ if !keys.names.is_empty() => keys.names.iter().map(String::as_str).collect(),
        (None, []) => keys.known.iter().take(3).map(|(key, _)| key.as_str()).collect(),
        (None, needed) => needed.iter().map(String::as_str).collect(),
    }
}

/// What can stand here.
pub fn expected(rule: &Rule) -> String {
    match rule {
        Rule::Number { least, most, unit } => range((*least, *most), unit.as_deref()),
        Rule::Whole { least, most, unit } => whole(*least, *most, unit.as_deref()),
        Rule::Text { .. } => "a text in quotes".into(),
        Rule::Word(words) => format!("one of the words {}", words.join(", ")),
        Rule::Truth => "true or false".into(),
        Rule::List { .. } => "a list".into(),
        Rule::Table(keys) => a_table(keys).into(),
        Rule::Either(_, told) => told.clone(),
        Rule::Anything => "anything".into(),
    }
}

/// A table with some keys, in a few words.
fn a_table(keys: &Keys) -> &'static str {
    match keys_of_a_table(keys).as_slice() {
        ["mean"] => "a table with a mean",
        ["per_year"] if keys.get("once").is_some() => "a table of costs",
        ["per_year"] if keys.get("first").is_some() => "a table of who joins",
        ["per_year"] => "a table of needs",
        ["wait_minutes"] => "a table with a wait",
        ["together"] => "a table of limits",
        ["integrated"] => "two end values",
        _ => "a table",
    }
}

/// Holds the tables in which something was set against the rules, each once.
pub fn hold_where_set<'a>(check: &mut Check, rule: &Rule, tree: &Node, paths: impl Iterator<Item = &'a Path>) {
    let mut tops: Vec<Path> = paths.map(|path| path.first(2)).collect();
    tops.sort_unstable();
    tops.dedup();
    let within_another: Vec<Path> = tops.iter().filter(|path| path.parts().len() == 1).cloned().collect();
    tops.retain(|path| path.parts().len() == 1 || !within_another.iter().any(|top| path.is_within(top)));
    for path in tops {
        if let Some((rule, node)) = rule.at(tree, &path) {
            hold(check, rule, node, &path);
        } else {
            hold(check, rule, tree, &Path::default());
            return;
        }
    }
}
