//! Where failures are passed on: markets of one step, context kept, where nobody queues.

use crate::support::{assert_agrees, strategy, study, values_of};
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
/// Three things are alike in all channels of a market, since routing right is to where an attempt succeeds most often
/// and looks no further. How often a failure is passed on: a desk that succeeds more often but passes nothing on is the
/// worse place to land. How long an attempt takes: a minute, lest the others close meanwhile. And that people serve
/// where failures are passed on to: who is helped by a machine leaves the journeys of which resolution is a share.
fn market(lot: u64) -> String {
    let mut lots = Lots(lot);
    let passed_on = lots.between(0.2, 1.0);
    let tolerance = lots.one_of(&["0.001", "30", "inf"]);
    let count = 2 + (lots.next() * 3.0) as usize;
    let (channels, tastes): (Vec<String>, Vec<String>) = (0..count)
        .map(|channel| {
            let kind = lots.one_of(&["self_service", "live", "chat", "messages"]);
            let accepts = match (kind, lots.one_of(&["", "true", "false"])) {
                (_, "") | ("self_service", _) => String::new(),
                (_, accepts) => format!("accepts_transfers = {accepts}"),
            };
            let liking = lots.between(-2.0, 2.0);
            let (from, open) = (lots.between(0.0, 18.0) as u32, lots.between(1.0, 6.0) as u32);
            let hours = match lots.one_of(&["always", "part"]) {
                "part" if channel > 0 && kind != "messages" => {
                    format!("hours = \"mon-sun {from:02}:00-{:02}:00\"", from + open)
                }
                _ => String::new(),
            };
            let success = lots.between(0.1, 0.9);
            let channel_table = format!(
                r#"
                [channel.c{channel}]
                kind = "{kind}"
                {accepts}
                {hours}
                transfer = {passed_on}
                step.do = {{ success = {success}, minutes = {{ mean = 1, law = "fixed" }} }}
                "#
            );
            (channel_table, format!("c{channel} = {liking}"))
        })
        .unzip();
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
        taste = {{ {} }}
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
        tastes.join(", "),
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

/// A telephone that half of all calls fail on, and a desk that is open half of the day and does better; nothing takes time.
fn two_desks(phone: &str, desk: &str) -> Study {
    study(&format!(
        r#"
        [run]
        customers = 2_000
        horizon_days = 364
        replications = 10
        seed = 25
        [segment.all]
        share = 1
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        needs.ask = {{ per_year = 12 }}
        taste = {{ vault = -40 }}
        [journey.ask]
        steps = ["do"]
        pause_days = 0
        [channel.phone]
        kind = "live"
        transfer = 1
        {phone}
        step.do = {{ success = 0.5, minutes = {{ mean = 0 }} }}
        [channel.desk]
        kind = "live"
        hours = "mon-sun 00:00-12:00"
        transfer = 1
        {desk}
        step.do = {{ success = 0.8, minutes = {{ mean = 0 }} }}
        [channel.vault]
        kind = "live"
        accepts_transfers = false
        step.do = {{ minutes = {{ mean = 0 }} }}
        [seam]
        identify_minutes = 0
        rebuild_minutes = 0
        cold = 0
        [choice]
        habit = 0
        taste_sd = 0
        [capability.routing]
        routed_right = {{ siloed = 1, integrated = 1 }}
        [[strategy]]
        name = "siloed"
        baseline = true
        "#
    ))
}

#[test]
fn a_failure_goes_to_the_best_of_those_that_are_open_and_accept_it() {
    let study = two_desks("", "");
    // At night a call that fails is called through again until it works: once on average. By day half of all begin at
    // the desk, and who fails anywhere goes on there: 0.5 x (0.5 + 0.5 x 0.2 / 0.8) + 0.5 x 0.2 / 0.8.
    let to_desk = 0.5 * (0.5 / 0.8) + 0.5 * (0.2 / 0.8);
    assert_agrees(&study, "transfers_per_journey", "", 0.5 + 0.5 * to_desk, 0.005);
    assert_agrees(&study, "first_contact_resolution", "", 1.0, 1e-9);
    assert_eq!(values_of(&study, 0, "contacts", "vault"), [0.0; 10]);
}

#[test]
fn where_nobody_who_accepts_is_open_the_contact_has_failed_like_any_other() {
    // At night the call fails and is called anew: one failed contact on average. By day the desk takes it.
    let study = two_desks("accepts_transfers = false", "");
    let to_desk = 0.5 * (0.5 / 0.8) + 0.5 * (0.2 / 0.8);
    assert_agrees(&study, "failed_contacts_per_journey", "", 0.5, 0.005);
    assert_agrees(&study, "transfers_per_journey", "", 0.5 * to_desk, 0.005);
    // With nobody to take it by day either, 1 / 0.65 contacts of either kind, of which the last works.
    let study = two_desks("accepts_transfers = false", "accepts_transfers = false");
    assert_agrees(&study, "failed_contacts_per_journey", "", 0.5 + 0.5 * (1.0 / 0.65 - 1.0), 0.005);
    assert_eq!(values_of(&study, 0, "transfers_per_journey", ""), [0.0; 10]);
}
