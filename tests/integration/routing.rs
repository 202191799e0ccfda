//! Where failures are passed on: markets of one step, context kept, where nobody queues.

use crate::support::{strategy, study, values_of};
use throughline::experiment::Study;
use throughline::stats::Estimate;

/// Numbers that look drawn at random and are the same every time (Steele, Lea & Flood 2014).
struct Lots(u64);

impl Lots {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.next() * all.len() as f64) as usize]
    }
}

/// A market of one step in two to four channels of any kind, some open for part of the day, that pass failures on;
/// nobody queues, and context is kept, so that where a failure lands is all that routing moves.
///
/// Two things are alike in all channels of a market, since routing right is to where an attempt succeeds most often
/// and looks no further. How often a failure is passed on: a desk that succeeds more often but passes nothing on is the
/// worse place to land. And how long an attempt takes: a minute, lest the others close meanwhile.
fn market(lot: u64) -> String {
    let mut lots = Lots(lot);
    let passed_on = lots.between(0.2, 1.0);
    let tolerance = lots.one_of(&["0.001", "30", "inf"]);
    let count = 2 + (lots.next() * 3.0) as usize;
    let channels: Vec<String> = (0..count)
        .map(|channel| {
            let kind = lots.one_of(&["self_service", "live", "chat", "messages"]);
            let accepts = lots.one_of(&["", "accepts_transfers = true", "accepts_transfers = false"]);
            let (from, open) = (lots.between(0.0, 18.0) as u32, lots.between(1.0, 6.0) as u32);
            let hours = match lots.one_of(&["always", "part"]) {
                "part" if channel > 0 => format!("hours = \"mon-sun {from:02}:00-{:02}:00\"", from + open),
                _ => String::new(),
            };
            let success = lots.between(0.1, 0.9);
            format!(
                r#"
                [channel.c{channel}]
                kind = "{kind}"
                {accepts}
                {hours}
                transfer = {passed_on}
                step.do = {{ success = {success}, minutes = {{ mean = 1, law = "fixed" }} }}
                "#
            )
        })
        .collect();
    format!(
        r#"
        [run]
        customers = 1_000
        horizon_days = 60
        replications = 10
        seed = {lot}
        [segment.all]
        share = 1
        tolerance_minutes = {{ mean = {tolerance} }}
        loss = {{ a = 0, b = 1 }}
        needs.ask = {{ per_year = 12 }}
        [journey.ask]
        steps = ["do"]
        context_kept = {{ siloed = 1, integrated = 1 }}
        context_kept_within = {{ siloed = 1, integrated = 1 }}
        give_up_days = 10
        [seam]
        identify_minutes = 0
        {}
        [capability.routing]
        routed_right = {{ siloed = 0, integrated = 1 }}
        [capability.consistency]
        consistent = {{ siloed = 1, integrated = 1 }}
        [[strategy]]
        name = "siloed"
        baseline = true
        [[strategy]]
        name = "routing"
        levels = {{ routing = 1 }}
        "#,
        channels.concat()
    )
}

/// What routing adds to first-contact resolution, replication by replication; nothing where nobody turned to a person.
fn gain(study: &Study) -> Option<Estimate> {
    let of = |name: &str| values_of(study, strategy(study, name), "first_contact_resolution", "");
    let gains: Vec<f64> = of("routing").iter().zip(of("siloed")).map(|(routed, any)| routed - any).collect();
    Estimate::of(&gains)
}

#[test]
fn whoever_is_passed_on_to_the_best_open_desk_is_helped_at_the_first_contact_no_less_often() {
    let mut better = 0;
    for lot in 0..60 {
        let study = study(&market(lot));
        let Some(gain) = gain(&study) else { continue };
        let se = gain.se.expect("a market has several replications");
        assert!(gain.mean >= -3.0 * se - 1e-12, "market {lot}: routing moves resolution by {} (se {se})", gain.mean);
        better += u32::from(gain.mean > 5.0 * se);
    }
    // In the others nothing is passed on, or but one channel can take it.
    assert!(better >= 15, "routing helps in {better} markets of 60 only");
}
