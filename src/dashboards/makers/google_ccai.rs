//! Google Cloud's contact centre.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject};
use crate::dashboards::waits::Abandonment;

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "google-ccai",
    title: "Google CCAI Platform",
    figures: &[Figure {
        name: "abandonment rate",
        subject: Subject::Abandonment,
        measure: SHARE,
        numerator: "contacts hung up after 5 s or more",
        denominator: "contacts handled, and hung up after 5 s or more",
        left_out: "hang-ups before 5 s, contacts moved elsewhere, call-backs",
        delivered: Delivered::So,
        also: "",
        source: Source { title: "Google CCAI Platform documentation, title not kept", version: "read 2026-11-28" },
        reach: Reach::Simulated,
        rule: Rule::Abandonment(Abandonment { short_seconds: 5, also: &[] }),
    }],
}];
