//! Which settings results were made with, so that those of others are not replaced without a word.

use super::look::manifest_in;
use crate::scenario::text::{in_a_shell, short};
use crate::scenario::{Setting, Wishes};
use std::path::Path;

/// Longest setting that is shown (characters).
const SHOWN: usize = 120;

/// Tells of results in a folder that were made with other settings or strategies than these.
pub fn results_of_other_settings(wishes: &Wishes, folder: &Path) -> Option<String> {
    let manifest = manifest_in(folder)?;
    let before = (manifest.settings, manifest.only_strategies);
    let now = (wishes.settings.iter().map(Setting::typed).collect(), wishes.strategies.clone());
    let told = || {
        format!(
            "{}: holds results made with {}, which will be replaced; another --name keeps both",
            folder.display(),
            options(&before)
        )
    };
    let in_any_order = |(settings, strategies): &(Vec<String>, Vec<String>)| {
        let mut all = [settings.clone(), strategies.clone()].concat();
        all.sort_unstable();
        all
    };
    (in_any_order(&before) != in_any_order(&now)).then(told)
}

/// Settings and strategies as typed on the command line.
fn options((settings, strategies): &(Vec<String>, Vec<String>)) -> String {
    let settings = settings.iter().map(|setting| format!("--set {}", in_a_shell(&short(setting, SHOWN))));
    let strategies = strategies.iter().map(|name| format!("--strategy {}", in_a_shell(&short(name, SHOWN))));
    let all: Vec<String> = settings.chain(strategies).collect();
    if all.is_empty() { "the file as it is".into() } else { all.join(" ") }
}
