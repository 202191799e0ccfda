//! Shopify.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject};
use crate::dashboards::shop::Abandoned;

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "shopify",
    title: "Shopify",
    figures: &[Figure {
        name: "abandoned checkouts",
        subject: Subject::AbandonedBasket,
        measure: SHARE,
        numerator: "checkouts without an order 10 minutes after contact data was given",
        denominator: "checkouts in which contact data was given",
        left_out: "baskets without contact data: they are no checkouts",
        delivered: Delivered::So,
        also: "",
        source: Source { title: "Shopify documentation, title not kept", version: "read 2026-11-28" },
        reach: Reach::NotSimulated("contact data given"),
        rule: Rule::Abandoned(Abandoned::Minutes(10)),
    }],
}];
