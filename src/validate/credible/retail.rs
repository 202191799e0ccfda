//! What is observed of retailers.

use super::Asked::{Above, Within};
use super::{APART, Shown, Sight, Stage, fitted, held_out};

const KNOWN: &str = "shared record";
const WHOLE: &str = "omnichannel";
const FEW: &str = "single channel";
const SAYS: &str = "what people say they would do";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/retail.toml",
        text: include_str!("../../../scenarios/retail.toml").to_owned() + STATED,
        strategies: &[FEW, APART, KNOWN, WHOLE, SAYS],
        enough: 10,
        claims: false,
        sights: sights(),
    }
}

/// The same where many replications are needed: few contacts are passed on warm where channels work apart.
pub(super) fn stage_of_transfers() -> Stage {
    Stage {
        file: "scenarios/retail.toml",
        text: include_str!("../../../scenarios/retail.toml").to_owned(),
        strategies: &[APART],
        enough: 80,
        claims: false,
        sights: sights_of_transfers(),
    }
}

/// Loss as it is stated in surveys (E14): of those resolved at once 5 in 100, and the logits of the others beside them.
const STATED: &str = r#"
[[strategy]]
name = "what people say they would do"
channels = ["store", "web", "app", "phone", "email"]
set = { "loss.a" = 50000, "loss.b" = 950000, "loss.satisfaction" = 0, "loss.stated_to_actual" = 1, "loss.late" = 0.630804, "loss.given_up" = 1.845827 }
"#;

fn sights() -> Vec<Sight> {
    vec![
        fitted("C1", "conversion per visit, web", Within(0.018, 0.0444), |shown| visit(shown, "web")),
        fitted("C2", "conversion per visit, app", Within(0.03, 0.07), |shown| visit(shown, "app")),
        fitted("C3", "conversion per visit, store", Within(0.15, 0.45), |shown| visit(shown, "store")),
        fitted("F8", "store over web, conversion per visit", Within(5.0, 10.0), |shown| {
            visit(shown, "store") / visit(shown, "web")
        }),
        fitted("F9, C5", "online cart abandonment", Within(0.65, 0.75), |shown| shown.apart("cart_abandonment")),
        fitted("C8, C13", "orders that touch two channels or more", Within(0.20, 0.40), |shown| {
            shown.apart("cross_channel_orders")
        }),
        fitted("C12", "orders begun on web or app, finished in the store (webrooming)", Within(0.15, 0.41), to_store),
        fitted(
            "C12",
            "orders begun in the store, finished on web or app (showrooming)",
            Within(0.02, 0.28),
            from_store,
        ),
        fitted("F11", "webrooming over showrooming", Above(1.0), |shown| to_store(shown) / from_store(shown)),
        fitted("F11", "orders from web to store over those of any other path between channels", Above(1.0), |shown| {
            path(shown, "web>store") / most_of_other_paths(shown)
        }),
        fitted("E9, E24", "contacts per service journey", Within(1.4, 2.6), |shown| {
            shown.apart("contacts_per_service_journey")
        }),
        fitted("E9", "first-contact resolution, telephone, as reported", Within(0.69, 0.78), |shown| {
            shown.of(APART, "first_contact_resolution_reported", "phone")
        }),
        held_out("F3, E10", "reported less lived resolution", Within(0.05, 0.20), |shown| {
            shown.reported_beyond_lived(APART)
        }),
        held_out("F3", "reported less lived resolution where nobody switches", super::Asked::Exactly(0.0), |shown| {
            shown.reported_beyond_lived(FEW)
        }),
        fitted("E16", "telephone contacts passed on", Within(0.08, 0.25), |shown| {
            shown.of(APART, "transfer_rate", "phone")
        }),
        fitted("E28", "telephone hang-ups", Within(0.03, 0.12), |shown| shown.of(APART, "abandonment_rate", "phone")),
        fitted("E25", "telephone handle time [min]", Within(4.0, 7.0), |shown| {
            shown.of(APART, "handle_minutes", "phone")
        }),
        held_out(
            "F2, E19",
            "cut of telephone handle time after a switch, shared record",
            Within(0.10, 0.40),
            |shown| {
                let after = |strategy| shown.of(strategy, "handle_minutes_after_switch", "phone");
                1.0 - after(KNOWN) / after(APART)
            },
        ),
        fitted("F4, E13", "satisfaction, change per further contact", Within(-0.20, -0.10), |shown| {
            (shown.apart("reported_three_contacts") - shown.apart("reported_one_contact")) / 2.0
        }),
        held_out("F5", "loss, resolved late over resolved at once", Above(1.0), |shown| {
            shown.apart("loss_rate_resolved_late") / shown.apart("loss_rate_resolved_first")
        }),
        held_out("F5", "loss, given up over resolved late", Above(1.0), |shown| {
            shown.apart("loss_rate_given_up") / shown.apart("loss_rate_resolved_late")
        }),
        fitted("F5, E14", "loss as stated, resolved late over resolved at once", Within(1.7, 1.9), |shown| {
            shown.of(SAYS, "loss_rate_resolved_late", "") / shown.of(SAYS, "loss_rate_resolved_first", "")
        }),
        fitted("F5, E14", "loss as stated, given up over resolved at once", Within(4.8, 5.2), |shown| {
            shown.of(SAYS, "loss_rate_given_up", "") / shown.of(SAYS, "loss_rate_resolved_first", "")
        }),
        held_out("F16", "same channel again, over chance", Above(1.0), |shown| {
            shown.apart("same_channel_share") / shown.apart("same_channel_share_if_independent")
        }),
        fitted("R3", "retention over a year (R3 counts otherwise)", Within(0.6, 0.9), |shown| {
            shown.apart("retention_rate")
        }),
        held_out("F21", "retention in each quarter over the one before, least", Above(1.0), |shown| {
            let kept = [(1, 13), (13, 26), (26, 39), (39, 52)].map(|(from, to)| shown.active(to) / shown.active(from));
            kept.windows(2).map(|pair| pair[1] / pair[0]).fold(f64::INFINITY, f64::min)
        }),
        held_out("oracle 16", "conversion, omnichannel over multichannel: a ceiling", Within(1.0, 1.144), |shown| {
            shown.of(WHOLE, "conversion_rate", "") / shown.apart("conversion_rate")
        }),
    ]
}

fn sights_of_transfers() -> Vec<Sight> {
    vec![
        held_out("F6", "resolution, no transfer over a warm one", Above(1.0), |shown| {
            shown.apart("resolution_no_transfer") / shown.apart("resolution_warm_transfer")
        }),
        held_out("F6", "resolution, warm transfer over a cold one", Above(1.0), |shown| {
            shown.apart("resolution_warm_transfer") / shown.apart("resolution_cold_transfer")
        }),
    ]
}

fn visit(shown: &Shown, channel: &str) -> f64 {
    shown.of(APART, "conversion_per_visit", channel)
}

fn path(shown: &Shown, path: &str) -> f64 {
    shown.of(APART, "order_path", path)
}

fn to_store(shown: &Shown) -> f64 {
    path(shown, "web>store") + path(shown, "app>store")
}

fn from_store(shown: &Shown) -> f64 {
    path(shown, "store>web") + path(shown, "store>app")
}

fn most_of_other_paths(shown: &Shown) -> f64 {
    let others = ["web>app", "app>web", "app>store", "store>web", "store>app"];
    others.map(|one| path(shown, one)).into_iter().fold(0.0, f64::max)
}
