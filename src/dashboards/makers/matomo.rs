//! Matomo.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject, VISITS};
use crate::dashboards::shop::Abandoned;
use crate::dashboards::visits::{Cut, Cuts, Visits};

const MATOMO: Source = Source { title: "Matomo, source", version: "5.2" };

const CUTS: Cuts = Cuts { pause_minutes: 30, midnight: Cut::Ends, campaign: Cut::Ends };
const CUT: &str = "nothing; a visit ends at midnight, when a campaign brings the visitor back, and after a pause of more than 30 minutes";

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard { name: "matomo", title: "Matomo", figures: &FIGURES }];

static FIGURES: [Figure; 3] = [
    Figure {
        name: "visits",
        subject: Subject::Visits,
        measure: VISITS,
        numerator: "visits",
        denominator: "1",
        left_out: CUT,
        delivered: Delivered::So,
        also: "",
        source: MATOMO,
        reach: Reach::Without("campaigns"),
        rule: Rule::Visits(Visits::All, CUTS),
    },
    Figure {
        name: "conversion rate",
        subject: Subject::Conversion,
        measure: SHARE,
        numerator: "visits with the goal, which counts once a visit",
        denominator: "visits",
        left_out: CUT,
        delivered: Delivered::So,
        also: "",
        source: MATOMO,
        reach: Reach::Without("campaigns"),
        rule: Rule::Visits(Visits::Converted, CUTS),
    },
    Figure {
        name: "abandoned carts",
        subject: Subject::AbandonedBasket,
        measure: SHARE,
        numerator: "carts without an order in the same visit; a later order does not clear them",
        denominator: "carts",
        left_out: "nothing",
        delivered: Delivered::So,
        also: "",
        source: MATOMO,
        reach: Reach::NotSimulated("the moment at which a cart is filled"),
        rule: Rule::Abandoned(Abandoned::Visit(CUTS)),
    },
];
