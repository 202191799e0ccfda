//! `throughline describe`: what the outcomes mean, and what the capabilities own.

use super::{Failure, say};
use crate::outcomes::{METRICS, SERIES, Scope};
use crate::scenario::typed::{BASKET_KEPT, BASKET_KEPT_WITHIN, Capabilities, Ends};
use std::fmt::Write;

pub fn print() -> Result<(), Failure> {
    let mut text = String::from("OUTCOMES  (* headline; the better direction in brackets)\n\n");
    for metric in METRICS {
        let star = if metric.headline { "*" } else { " " };
        let parts = match metric.scope {
            Scope::Market => "",
            Scope::Segments => ", also by segment",
            Scope::Channels => ", also by channel",
        };
        let _ = writeln!(
            text,
            "{star} {} [{}] ({}{parts})\n    {}",
            metric.id,
            metric.unit,
            metric.better.words(),
            metric.definition
        );
    }
    text.push_str(
        "  contact_flow [contacts] (neither)\n    Contacts by passage: `web>phone` came to the phone after the web, `start>web` began a journey on the web.\n  \
         order_path [share of orders] (neither)\n    Completed journeys with a value by the channel of the first contact and of the last.\n  \
         staffed_hours [h] (neither)\n    Paid hours of a staff pool, by its timetable.\n  \
         occupancy [share] (neither)\n    Time at work of a staff pool's agents, over its paid hours; above 1 where they finish after closing, unpaid.\n\n",
    );
    text.push_str("BY WEEK\n\n");
    for (id, unit, meaning) in SERIES {
        let _ = writeln!(text, "  {id} [{unit}]\n    {meaning}");
    }
    text.push_str("\nCAPABILITIES  (what each owns: value at level 0 -> value at level 1)\n\n");
    for (name, idea, owned) in capabilities() {
        let _ = writeln!(text, "  {name}\n    {idea}");
        for (parameter, ends, meaning) in owned {
            let _ = writeln!(text, "    {parameter} {} -> {}: {meaning}", ends.siloed, ends.integrated);
        }
    }
    say(&text)
}

type Capability = (&'static str, &'static str, Vec<(&'static str, Ends, &'static str)>);

fn capabilities() -> Vec<Capability> {
    let all = Capabilities::default();
    vec![
        (
            "identity",
            "The firm knows who this is, in every channel.",
            vec![("recognised", all.identity.recognised, "probability that a contact needs no identification (E20)")],
        ),
        (
            "continuity",
            "Customers pick up where they left off.",
            vec![
                (
                    "context_kept",
                    all.continuity.context_kept,
                    "service: the case survives from channel to channel (E7, E18)",
                ),
                (
                    "context_kept_within",
                    all.continuity.context_kept_within,
                    "service: from contact to contact in a channel (E7)",
                ),
                (
                    "context_kept",
                    BASKET_KEPT,
                    "journeys with `restart`: the basket survives from channel to channel (assumed)",
                ),
                (
                    "context_kept_within",
                    BASKET_KEPT_WITHIN,
                    "journeys with `restart`: from contact to contact (assumed)",
                ),
            ],
        ),
        (
            "consistency",
            "Channels say the same.",
            vec![("consistent", all.consistency.consistent, "probability that two channels tell the same (C24)")],
        ),
        (
            "routing",
            "Channels pass customers on to the right place, with their story.",
            vec![
                (
                    "routed_right",
                    all.routing.routed_right,
                    "a transfer goes where the step succeeds most often (assumed)",
                ),
                ("warm", all.routing.warm, "a transfer keeps context and place in the queue (assumed; order from E16)"),
            ],
        ),
    ]
}
