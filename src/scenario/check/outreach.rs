//! Campaigns: where, to whom and how often they send, and what comes of it.

use super::values::{A_CHANNEL, Check, LEAST_CV, share};
use crate::scenario::meant::{Campaign, Names, Sends};
use crate::scenario::path::Path;
use crate::scenario::tree::plain;
use crate::scenario::typed;

const DAYS_A_YEAR: f64 = 364.0;
/// Messages of a campaign to one customer are numbered in 18 bits.
const TOO_MANY_MESSAGES: f64 = 262_144.0;
/// Standard deviations by which messages at random may exceed their mean, and several beside them; so many come to nobody.
const CHANCE: f64 = 10.0;
const SEVERAL: f64 = 40.0;

pub(super) fn campaigns(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Vec<Campaign> {
    let of = |(name, campaign): (&String, &typed::Campaign)| {
        let path = Path::of(["campaign", name]);
        customers_can_differ_so(check, typed, &path, campaign);
        Campaign {
            channel: check.name(path.key("channel"), &campaign.channel, A_CHANNEL, &names.channels).unwrap_or(0),
            begins: check
                .name(path.key("begins"), &campaign.begins, "a journey of this scenario", &names.journeys)
                .unwrap_or(0),
            segments: audience(check, &path.key("segments"), campaign, names),
            rhythm: rhythm(check, &path, campaign, typed.run.horizon_days),
            first_day: campaign.first_day,
            share: share(campaign.share),
            cost: campaign.cost,
            response: share(campaign.response),
            response_days: campaign.response_days,
            until_response: campaign.until_response,
            discount: campaign.discount,
            brought_forward: share(campaign.brought_forward),
            opt_out: share(campaign.opt_out),
            pressure: campaign.pressure,
        }
    };
    typed.campaign.iter().map(of).collect()
}

/// Money moves between campaigns that cost some.
pub(super) fn budget(check: &mut Check, typed: &typed::Scenario) -> Option<typed::Budget> {
    let budget = typed.budget?;
    let costs = typed.campaign.values().filter(|campaign| campaign.cost > 0.0).count();
    if costs < 2 {
        check.wrong(
            Path::of(["budget"]),
            format_args!("{costs} campaigns that cost anything"),
            "two or more: money moves between those that have a `cost`",
            "take `budget` out, or say what a message of each costs",
        );
    }
    Some(budget)
}

fn audience(check: &mut Check, path: &Path, campaign: &typed::Campaign, names: &Names) -> Vec<usize> {
    if campaign.segments.is_empty() {
        return (0..names.segments.len()).collect();
    }
    let known = |name: &String| check.name(path, name, "a segment of this scenario", &names.segments);
    let mut segments: Vec<usize> = campaign.segments.iter().filter_map(known).collect();
    segments.sort_unstable();
    segments.dedup();
    segments
}

fn rhythm(check: &mut Check, path: &Path, campaign: &typed::Campaign, horizon_days: f64) -> Sends {
    let (key, number, rhythm, most) = match (campaign.every_days, campaign.per_year) {
        (Some(days), None) => ("every_days", days, Sends::Waves(days), horizon_days / days),
        (None, Some(per_year)) => {
            let mean = per_year * horizon_days / DAYS_A_YEAR;
            ("per_year", per_year, Sends::AtRandom(per_year), mean + CHANCE * mean.sqrt() + SEVERAL)
        }
        (Some(days), Some(per_year)) => {
            let [waves, moments] = [format!("every_days = {}", plain(days)), format!("per_year = {}", plain(per_year))];
            let remedy = format!("keep one of the two: {waves} for waves, or {moments} for random moments");
            check.wrong(path, format_args!("both {waves} and {moments}"), "one of the two", remedy);
            return Sends::AtRandom(0.0);
        }
        (None, None) => {
            let remedy = "write every_days for waves, or per_year for random moments";
            check.wrong(path, "neither every_days nor per_year", "one of the two", remedy);
            return Sends::AtRandom(0.0);
        }
    };
    if most >= TOO_MANY_MESSAGES {
        check.wrong(
            path.key(key),
            format_args!("{}, with which one customer can get {most:.0} messages before the horizon", plain(number)),
            format!("fewer than 2^18 = {TOO_MANY_MESSAGES} messages of a campaign to a customer"),
            "send less often, or shorten the horizon",
        );
    }
    rhythm
}

/// A beta law of a mean has only so much spread: all of it, where each customer always responds or never; none, where all do.
fn customers_can_differ_so(check: &mut Check, typed: &typed::Scenario, campaign: &Path, of: &typed::Campaign) {
    let (cv, mean) = (typed.outreach.response_cv, of.response);
    let path = Path::of(["outreach", "response_cv"]);
    let response = campaign.key("response");
    let most = ((1.0 - mean) / mean).sqrt();
    if cv != 0.0 && cv < LEAST_CV {
        check.wrong(path, plain(cv), format!("0, or a number from {LEAST_CV} on"), "write 0 if all respond alike");
    } else if cv > 0.0 && mean >= 1.0 {
        check.wrong(
            path,
            format_args!("{}, where {response} is 1", plain(cv)),
            "0: customers cannot differ where all of them always respond",
            format!("write 0, or set {response} below 1"),
        );
    } else if cv > 0.0 && mean > 0.0 && cv >= most {
        check.wrong(
            path,
            format_args!("{}, where {response} is {}", plain(cv), plain(mean)),
            format!("less than {most:.3}, the most by which probabilities with that mean can differ"),
            format!("set it lower, or {response}"),
        );
    }
}
