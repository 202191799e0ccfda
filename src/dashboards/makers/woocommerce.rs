//! `WooCommerce`.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject};

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "woocommerce",
    title: "WooCommerce",
    figures: &[Figure {
        name: "returning customers",
        subject: Subject::Returning,
        measure: SHARE,
        numerator: "orders that are not the oldest counted one of their e-mail address, of guests too",
        denominator: "orders",
        left_out: "orders cancelled, failed or pending",
        delivered: Delivered::So,
        also: "",
        source: Source { title: "WooCommerce, source", version: "read 2026-11-28" },
        reach: Reach::Without("orders cancelled, failed or pending"),
        rule: Rule::Returning,
    }],
}];
