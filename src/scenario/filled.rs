//! A scenario with every default filled in as it acts, also those that hang on other keys.

use super::path::Path;
use super::typed::{self, BasketMerge, Capability, InPart, Kind, Limits, Reach, Sharing, WithinLimits};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The scenario as it acts, where none of its strategies changes anything.
pub fn filled(typed: &typed::Scenario) -> typed::Scenario {
    filled_but_for(typed, Vec::new()).0
}

/// The scenario as it acts, for reading and for running again. A default that hangs on what a strategy or a change sets is
/// left out.
pub fn printed(typed: &typed::Scenario) -> String {
    let by_strategies = typed.strategy.iter().flat_map(|strategy| strategy.set.keys());
    let set = by_strategies.chain(typed.change.iter().flat_map(|change| change.set.keys()));
    let set = set.map(|path| Path::typed(path));
    let (filled, left_out) = filled_but_for(typed, set.collect());
    let told = left_out
        .iter()
        .map(|path| format!("# not filled in, since a strategy or a change sets what it hangs on: {path}\n"));
    let text = toml::to_string_pretty(&filled).expect("a typed scenario can be written as TOML");
    told.chain([text]).collect()
}

/// Fills in all that does not hang on what strategies and changes set, and tells what does.
fn filled_but_for(typed: &typed::Scenario, set: Vec<Path>) -> (typed::Scenario, Vec<Path>) {
    let mut filling = Filling { set, left_out: Vec::new() };
    let mut filled = typed.clone();
    let channels: Vec<String> = typed.channel.keys().cloned().collect();
    for (name, journey) in &mut filled.journey {
        filling.journey(typed, &Path::of(["journey", name]), journey);
    }
    if filled.seam.basket_merge == Some(BasketMerge::SetAside) {
        let (minutes, path) = (filled.seam.basket_minutes(), Path::of(["seam", "basket_minutes"]));
        filling.fill(&mut filled.seam.basket_minutes, minutes, path, &[Path::of(["seam", "basket_merge"])]);
    }
    for (name, channel) in &mut filled.channel {
        filling.channel(typed, &Path::of(["channel", name]), channel);
    }
    for (name, segment) in &mut filled.segment {
        let path = Path::of(["segment", name]);
        let loss = segment.loss(&typed.loss);
        filling.fill_table(&mut segment.loss, &loss, path.key("loss"), &[Path::of(["loss"])]);
        for channel in &channels {
            segment.reach.entry(channel.clone()).or_insert(Reach::Constant(1.0));
            segment.taste.entry(channel.clone()).or_insert(0.0);
        }
    }
    for (name, staff) in &mut filled.staff {
        let served: Vec<&typed::Channel> = staff.serves.iter().filter_map(|name| typed.channel.get(name)).collect();
        if let Sharing::Within(WithinLimits { limits }) = &mut staff.sharing {
            filling.limits(&Path::of(["staff", name]), &served, limits);
        }
    }
    for strategy in &mut filled.strategy {
        strategy.channels.get_or_insert_with(|| channels.clone());
        for capability in Capability::ALL {
            strategy.levels.entry(capability.name().into()).or_insert(0.0);
        }
    }
    (filled, filling.left_out)
}

/// What is filled in, and what is not.
struct Filling {
    /// What strategies and changes set.
    set: Vec<Path>,
    /// What hangs on that.
    left_out: Vec<Path>,
}

impl Filling {
    fn journey(&mut self, typed: &typed::Scenario, path: &Path, journey: &mut typed::Journey) {
        let (value, restart) = ([path.key("value")], path.key("restart"));
        let (pause, reference) = (journey.pause_days(), journey.reference_minutes());
        self.fill(&mut journey.pause_days, pause, path.key("pause_days"), &value);
        self.fill(&mut journey.reference_minutes, reference, path.key("reference_minutes"), &value);
        if journey.restart.is_none() {
            let (minutes, seam) = (journey.rebuild_minutes(&typed.seam), Path::of(["seam", "rebuild_minutes"]));
            self.fill(&mut journey.rebuild_minutes, minutes, path.key("rebuild_minutes"), &[seam, restart.clone()]);
        }
        if journey.takes_at.is_some() {
            let leave = journey.leave_when_out();
            self.fill(&mut journey.leave_when_out, leave, path.key("leave_when_out"), &[]);
        }
        let continuity = &typed.capability.continuity;
        let owned = |parameter| Path::of(["capability", "continuity", parameter]);
        let (between, within) = (journey.context_kept(continuity), journey.context_kept_within(continuity));
        let hangs_on = [owned("context_kept"), restart.clone()];
        self.fill_table(&mut journey.context_kept, &between, path.key("context_kept"), &hangs_on);
        let hangs_on = [owned("context_kept_within"), restart];
        self.fill_table(&mut journey.context_kept_within, &within, path.key("context_kept_within"), &hangs_on);
    }

    fn channel(&mut self, typed: &typed::Scenario, path: &Path, channel: &mut typed::Channel) {
        let kind = [path.key("kind")];
        let (waiting, patience, slots) = (channel.waiting_weight(), channel.patience_minutes(), channel.slots());
        self.fill(&mut channel.waiting_weight, waiting, path.key("waiting_weight"), &kind);
        self.fill(&mut channel.patience_minutes, patience, path.key("patience_minutes"), &kind);
        self.fill(&mut channel.slots, slots, path.key("slots"), &kind);
        let (slowdown, accepts) = (channel.slowdown(), channel.accepts_transfers());
        self.fill(&mut channel.slowdown, slowdown, path.key("slowdown"), &[]);
        self.fill(&mut channel.accepts_transfers, accepts, path.key("accepts_transfers"), &kind);
        let (identify, taste) = (channel.identify_minutes(&typed.seam), channel.taste_sd(&typed.choice));
        let seam = [path.key("kind"), Path::of(["seam", "identify_minutes"])];
        self.fill(&mut channel.identify_minutes, identify, path.key("identify_minutes"), &seam);
        self.fill(&mut channel.taste_sd, taste, path.key("taste_sd"), &[Path::of(["choice", "taste_sd"])]);
    }

    fn limits(&mut self, path: &Path, served: &[&typed::Channel], limits: &mut Limits) {
        let hangs_on = [Path::of(["channel"]), path.key("serves")];
        let path = path.key("sharing").key("limits");
        let is_served = |kind| served.iter().any(|channel| channel.kind == kind);
        let together = limits.together(served);
        let of_kinds = [
            (&mut limits.calls, 1, "calls", Kind::Live),
            (&mut limits.chats, typed::slots_of(served), "chats", Kind::Chat),
            (&mut limits.messages, 1, "messages", Kind::Messages),
        ];
        for (limit, usual, key, _) in of_kinds.into_iter().filter(|(.., kind)| is_served(*kind)) {
            self.fill(limit, usual, path.key(key), &hangs_on);
        }
        self.fill(&mut limits.together, together, path.key("together"), &hangs_on);
    }

    /// Fills in what is absent.
    fn fill<T>(&mut self, place: &mut Option<T>, value: T, path: Path, hangs_on: &[Path]) {
        if place.is_none() {
            if self.is_set(hangs_on) {
                self.left_out.push(path);
            } else {
                *place = Some(value);
            }
        }
    }

    /// Fills in what is absent of a table; what was given of it is in the whole.
    fn fill_table<T: Serialize + DeserializeOwned>(
        &mut self,
        place: &mut Option<InPart<T>>,
        whole: &T,
        path: Path,
        hangs_on: &[Path],
    ) {
        if self.is_set(hangs_on) {
            self.left_out.push(path);
        } else {
            *place = Some(InPart::whole(whole));
        }
    }

    /// Whether a strategy sets one of these, or something in one.
    fn is_set(&self, hangs_on: &[Path]) -> bool {
        hangs_on.iter().any(|on| self.set.iter().any(|set| set.is_within(on) || on.is_within(set)))
    }
}
