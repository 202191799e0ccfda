//! Personalisation: how often contacts succeed that follow on others, by what their channels know of these.

use super::{Fact, Proof};
use crate::theory::personalisation::{Knowing, mean_records, questions};

/// Contacts of each customer, one a week.
const CONTACTS: u32 = 12;
/// The share of them that is made on the web; the others are made in the store.
const ON_THE_WEB: f64 = 0.7;
/// How much of a record is shared at half a level.
const HALF: f64 = 0.5;
const KAPPA: f64 = 3.0;
const WEB: Knowing = Knowing { success: 0.3, beta: 0.8, kappa: KAPPA };
const STORE: Knowing = Knowing { success: 0.6, beta: -0.6, kappa: KAPPA };
/// How likely a question follows a purchase of which nothing is known, and which share of these does not come up where all is.
const ASKS: f64 = 0.5;
const ANTICIPATED: f64 = 0.6;

/// Customers who want something once a week, and go for it to one of two channels with fixed probabilities: the web, where
/// being known helps, or the store, where it puts people off. `more` is whatever else stands in the file.
pub fn two_channels(more: &str) -> String {
    let horizon = 7 * CONTACTS;
    let taste = (ON_THE_WEB / (1.0 - ON_THE_WEB)).ln();
    let step = |knowing: Knowing| {
        format!(
            r#"step.buy = {{ success = {}, personalisation = {}, minutes = {{ mean = 0, law = "fixed" }} }}"#,
            knowing.success, knowing.beta
        )
    };
    format!(
        r#"
        [run]
        customers = 500
        horizon_days = {horizon}
        replications = 20
        seed = 41
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        taste = {{ web = {taste} }}
        needs.it = {{ every_days = 7 }}
        [journey.it]
        steps = ["buy"]
        value = {{ mean = 1 }}
        give_up_days = 0
        [channel.web]
        {}
        [channel.store]
        {}
        [choice]
        habit = 0
        taste_sd = 0
        [personalisation]
        kappa = {KAPPA}
        {more}
        [[strategy]]
        name = "apart"
        baseline = true
        [[strategy]]
        name = "half"
        levels = {{ personalisation = {HALF} }}
        [[strategy]]
        name = "together"
        levels = {{ personalisation = 1 }}
        "#,
        step(WEB),
        step(STORE)
    )
}

/// A purchase a week on the web, each of which a question to the desk may follow at once.
fn purchases_with_questions() -> String {
    format!(
        r#"
        [run]
        customers = 500
        horizon_days = {}
        replications = 20
        seed = 42
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        needs.it = {{ every_days = 7 }}
        [journey.it]
        steps = ["buy"]
        value = {{ mean = 1 }}
        give_up_days = 0
        [journey.question]
        steps = ["ask"]
        give_up_days = 0
        follows = [{{ journey = "it", probability = {ASKS} }}]
        [channel.web]
        step.buy = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.desk]
        kind = "live"
        step.ask = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [personalisation]
        kappa = {KAPPA}
        anticipation = {ANTICIPATED}
        [[strategy]]
        name = "apart"
        baseline = true
        [[strategy]]
        name = "together"
        levels = {{ personalisation = 1 }}
        "#,
        7 * CONTACTS
    )
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const LAW: &str = "chain over records";
    let of_level = |strategy: &'static str, shared: f64| {
        let web = WEB.mean_success(CONTACTS, ON_THE_WEB, shared);
        let store = STORE.mean_success(CONTACTS, 1.0 - ON_THE_WEB, shared);
        let records = mean_records(CONTACTS, ON_THE_WEB, shared);
        let facts = [
            Fact::new(LAW, "conversion_per_visit", web).of("web"),
            Fact::new(LAW, "conversion_per_visit", store).of("store"),
            Fact::new(LAW, "conversion_rate", ON_THE_WEB * web + (1.0 - ON_THE_WEB) * store),
            Fact::new(LAW, "records_known", records).of("web"),
        ];
        facts.map(|fact| fact.under(strategy))
    };
    let asked = |shared: f64| {
        let questions = questions(CONTACTS, ASKS, ANTICIPATED, KAPPA, shared);
        Fact::new("chain over questions", "contacts", questions / f64::from(CONTACTS))
            .of("desk")
            .per("purchase", &[("contacts", "web")])
    };
    vec![
        Proof {
            about: "contacts that follow on others",
            market: two_channels(""),
            facts: [of_level("", 0.0), of_level("half", HALF), of_level("together", 1.0)].concat(),
        },
        Proof {
            about: "questions that are anticipated",
            market: purchases_with_questions(),
            facts: vec![asked(0.0), asked(1.0).under("together")],
        },
    ]
}
