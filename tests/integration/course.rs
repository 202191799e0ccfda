//! What cannot be divided becomes another on a day: pools and their rules, losses, and how journeys end, each before and
//! after by its closed form; and where nobody has been served before the day, as if it had always been so.

use crate::support::{
    ALONE, PLAIN, assert_agrees, assert_estimate_agrees, estimate_of, mean_of, sized, strategy, study, week_of,
};
use throughline::experiment::Study;
use throughline::theory::queues::{ChatDesk, chat, erlang_a};

/// Twenty-four calls an hour, by telephone or video as it happens, and a desk of one agent for each.
fn two_desks(change: &str) -> Study {
    study(&format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 52.416 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [channel.phone]
        kind = "live"
        patience_minutes = 5
        step.ask.minutes = {{ mean = 6, law = "exponential" }}
        [channel.video]
        kind = "live"
        patience_minutes = 5
        step.ask.minutes = {{ mean = 6, law = "exponential" }}
        [staff.calls]
        serves = ["phone"]
        servers = 1
        [staff.sights]
        serves = ["video"]
        servers = 1
        {PLAIN}{change}{ALONE}"#,
        sized(4_000, 84, 30)
    ))
}

/// As one, four weeks are a desk of two agents for all calls; apart, two of one for half of them.
#[test]
fn desks_that_are_one_for_some_weeks_wait_as_erlang_says_before_meanwhile_and_after() {
    let one =
        r#"set = { "staff.calls.serves" = ["phone", "video"], "staff.calls.servers" = 2, "staff.sights.serves" = [] }"#;
    let study = two_desks(&format!("[[change]]\nday = 28\nuntil_day = 56\n{one}\n"));
    let desk = |rate: f64, agents| erlang_a(rate / 60.0, 6.0, 5.0, agents).expect("a desk");
    let (apart, together) = (desk(12.0, 1), desk(24.0, 2));
    for (weeks, desk) in [(2..=4, &apart), (6..=8, &together), (10..=12, &apart)] {
        for week in weeks {
            let wait = week_of(&study, week, "wait_minutes");
            assert_estimate_agrees(&format!("wait in week {week}"), wait, desk.mean_wait, 0.05);
        }
    }
    let hours = |pool: &str| mean_of(&study, 0, "staffed_hours", pool);
    assert!((hours("staff.calls") - 28.0 * 24.0 * 4.0).abs() < 1e-9);
    assert!((hours("staff.sights") - 28.0 * 24.0 * 2.0).abs() < 1e-9);
    // A pool is told of by those who wait in its line: half of all calls, and all of them while there is one.
    assert_agrees(&study, "pool_abandonment_rate", "staff.sights", apart.abandon, 0.02);
    let both = f64::midpoint(apart.abandon, together.abandon);
    assert_agrees(&study, "pool_abandonment_rate", "staff.calls", both, 0.02);
}

/// Letters, and calls that are asked back, at a desk that nobody is at before Thursday.
fn letters(staff: &str, change: &str, patience: &str) -> Study {
    study(&format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 364 }}
        needs.beg = {{ per_year = 182 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [journey.beg]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [channel.mail]
        kind = "messages"
        patience_minutes = {patience}
        step.ask = {{ minutes = {{ mean = 2, law = "fixed" }} }}
        [channel.post]
        kind = "messages"
        patience_minutes = {patience}
        step.ask = {{ minutes = {{ mean = 7, law = "fixed" }} }}
        {staff}
        {PLAIN}{change}{ALONE}"#,
        sized(100, 8, 4)
    ))
}

/// All outcomes, but for those of pools, since who is paid when differs.
fn all_values(study: &Study) -> Vec<(String, Vec<f64>)> {
    let keys = study.keys.iter().enumerate();
    let told = keys.filter(|(_, key)| !key.channel.starts_with("staff.") && key.metric != "cost");
    told.map(|(at, key)| (format!("{} {} {}", key.metric, key.segment, key.channel), study.values(0, at))).collect()
}

#[test]
fn where_nobody_was_served_before_the_day_it_is_as_if_the_pools_had_always_been_so() {
    let idle = "[staff.few]\nserves = [\"mail\", \"post\"]\nservers = 1\nhours = \"sun 23:59-24:00\"\n";
    let desk = |serves: &str, more: &str| {
        format!("[staff.many]\nserves = {serves}\nservers = 2\nhours = \"thu-sat 00:00-24:00\"\n{more}\n")
    };
    let moved =
        "[[change]]\nday = 3\nset = { \"staff.few.serves\" = [], \"staff.many.serves\" = [\"mail\", \"post\"] }\n";
    let all = "[\"mail\", \"post\"]";
    for patience in ["inf", "600"] {
        let later = letters(&(idle.to_owned() + &desk("[]", "")), moved, patience);
        let always = letters(&desk(all, ""), "", patience);
        assert_eq!(all_values(&later), all_values(&always), "letters that nobody waits for any more come along");
        assert!(mean_of(&later, 0, "wait_minutes", "mail") > 60.0);
        for [first, then] in [["post", "mail"], ["mail", "beg"], ["beg", "post"]] {
            let of = |name: &str| format!("priority = [\"{name}\"]");
            let change = format!("[[change]]\nday = 3\nset = {{ \"staff.many.priority\" = [\"{then}\"] }}\n");
            let [later, always] = [(first, change.as_str()), (then, "")]
                .map(|(priority, change)| letters(&desk(all, &of(priority)), change, patience));
            assert_eq!(all_values(&later), all_values(&always), "{first}, then {then}");
            let before = letters(&desk(all, &of(first)), "", patience);
            assert_ne!(all_values(&later), all_values(&before), "{first}, then {then}");
        }
    }
}

/// Chats one by one for four weeks, and two at a time from then on.
#[test]
fn agents_who_may_have_more_chats_on_a_day_take_them_as_the_chain_says() {
    let text = format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 52.416 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        [channel.chat]
        kind = "chat"
        slots = 1
        slowdown = 0.4
        patience_minutes = inf
        step.ask.minutes = {{ mean = 6, law = "exponential" }}
        [staff.desk]
        serves = ["chat"]
        servers = 3
        [[change]]
        day = 28
        set = {{ "channel.chat.slots" = 2 }}
        {PLAIN}{ALONE}"#,
        sized(4_000, 56, 30)
    );
    let study = study(&text);
    for (weeks, cap) in [(2..=4, 1), (6..=8, 2)] {
        let desk = ChatDesk { rate: 24.0 / 60.0, mean_service: 6.0, slow_down: 0.4, agents: 3, cap };
        let exact = chat(&desk).expect("a desk that keeps up").mean_wait;
        for week in weeks {
            assert_estimate_agrees(&format!("wait in week {week}"), week_of(&study, week, "wait_minutes"), exact, 0.08);
        }
    }
}

/// Customers who may leave at any time, at a rate that falls for all or for a strategy.
fn leavers(loss: &str, more: &str) -> Study {
    study(&format!(
        r#"
        {}
        [segment.all]
        share = 1
        {loss}
        needs.ask = {{ per_year = 1 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        [channel.web]
        step.ask.minutes.mean = 0
        {PLAIN}{more}"#,
        sized(20_000, 364, 20)
    ))
}

#[test]
fn customers_leave_by_the_calendar_at_the_rate_of_the_day() {
    let change = "[[change]]\nday = 91\nuntil_day = 182\nset = { \"segment.all.loss_per_year\" = 1.2 }\n";
    let passed: f64 = 0.4 * 0.75 + 1.2 * 0.25;
    let alike = leavers("loss_per_year = 0.4", &(change.to_owned() + ALONE));
    assert_agrees(&alike, "retention_rate", "", (-passed).exp(), 0.002);
    let differ = leavers("loss_per_year = 0.4\nloss_cv = 0.9", &(change.to_owned() + ALONE));
    assert_agrees(&differ, "retention_rate", "", (1.0 + 0.81 * passed).powf(-1.0 / 0.81), 0.002);
    let never = leavers("loss_per_year = 0", &(change.replace("1.2", "0.5") + ALONE));
    assert_agrees(&never, "retention_rate", "", (-0.125_f64).exp(), 0.002);
}

/// Whoever joins between two changes leaves at the rates of the days from then on.
#[test]
fn those_who_join_leave_at_the_rates_of_the_days_on_which_they_are_there() {
    let change = "[[change]]\nday = 91\nuntil_day = 182\nset = { \"segment.all.loss_per_year\" = 1.2 }\n";
    let study = leavers("loss_per_year = 0.4\njoins.per_year = 0.6", &(change.to_owned() + ALONE));
    // Of those who join in the last half, the second quarter and the first one, so many are there at the end.
    let kept = |rate: f64, years: f64, later: f64| (-later).exp() * (1.0 - (-rate * years).exp()) / rate;
    let joined = 0.6 * (kept(0.4, 0.5, 0.0) + kept(1.2, 0.25, 0.2) + kept(0.4, 0.25, 0.5));
    assert_agrees(&study, "active_customers", "", 20_000.0 * ((-0.6_f64).exp() + joined), 0.002);
}

#[test]
fn a_strategy_that_keeps_customers_from_a_day_on_loses_the_same_ones_before() {
    let late =
        "[[strategy]]\nname = \"kept\"\nfrom_day = 91\nfull_day = 182\nset = { \"segment.all.loss_per_year\" = 0 }\n";
    let study = leavers("loss_per_year = 0.8", &(ALONE.to_owned() + late));
    let kept = estimate_of(&study, 1, "retention_rate", "");
    assert_estimate_agrees("retention", kept, (-0.8_f64 * (0.25 + 0.125)).exp(), 0.002);
    let first_weeks = |strategy: usize| study.outcomes[strategy].iter().map(|one| &one.weeks[..13]).collect::<Vec<_>>();
    assert_eq!(first_weeks(0), first_weeks(1));
}

/// Cases that take no time, each attempt at them going so; `more` is the rest of their type and of the market.
fn cases(days: u32, attempt: &str, more: &str, change: &str) -> Study {
    study(&format!(
        r#"
        {}
        [segment.all]
        share = 1
        tolerance_minutes.mean = inf
        needs.ask = {{ per_year = 26 }}
        [journey.ask]
        steps = ["ask"]
        {more}
        [channel.web]
        step.ask = {{ {attempt}minutes.mean = 0 }}
        {PLAIN}{change}{ALONE}"#,
        sized(2_000, days, 20)
    ))
}

/// Cases that seem settled at once, and come back or not.
fn settled(more: &str, change: &str) -> Study {
    cases(70, "", &format!("give_up_days = 2\n{more}"), change)
}

#[test]
fn a_journey_is_given_up_after_the_time_of_the_day_on_which_it_began() {
    let change = "[[change]]\nday = 30\nset = { \"journey.ask.give_up_days\" = 4 }\n";
    let study = cases(64, "success = 0, ", "pause_days = 1\ngive_up_days = 2", change);
    // One contact, and one for each of two days or four; half of the journeys that count begin before the day.
    assert_agrees(&study, "contacts_per_journey", "", 4.0, 0.005);
}

#[test]
fn a_case_comes_back_as_likely_as_on_the_day_on_which_it_seemed_settled() {
    let reopens = "reopens = { probability = 0, after_days = 0 }";
    let change = "[[change]]\nday = 33\nset = { \"journey.ask.reopens.probability\" = 0.5 }\n";
    let study = settled(reopens, change);
    // One contact or two; half of the days that count are before the day.
    assert_agrees(&study, "contacts_per_journey", "", 1.5, 0.005);
}

#[test]
fn what_follows_does_so_as_likely_as_on_the_day_on_which_the_journey_before_ends() {
    let more = "[journey.praise]\nsteps = [\"ask\"]\ngive_up_days = 2\nfollows = [{ journey = \"ask\", probability = 0, after_days = 0 }]\n";
    let change = "[[change]]\nday = 35\nset = { \"journey.praise.follows.0.probability\" = 1 }\n";
    let study = settled(more, change);
    let all = |study: &Study| mean_of(study, 0, "contacts_per_active_customer", "");
    let alone = settled(more, "");
    assert!((all(&study) / all(&alone) - 1.5).abs() < 0.01, "{} for {}", all(&study), all(&alone));
}

#[test]
fn a_matter_is_sent_twice_as_likely_as_on_the_day_on_which_its_first_contact_arrives() {
    let more = r#"
        twin = { mail = 0 }
        [channel.mail]
        kind = "messages"
        patience_minutes = inf
        step.ask = { fit = -50, minutes.mean = 1 }
        [staff.desk]
        serves = ["mail"]
        servers = 9
    "#;
    let of = |change: &str| settled(more, change);
    let sent = of("[[change]]\nday = 35\nset = { \"journey.ask.twin.mail\" = 1 }\n");
    let [letters, contacts] = [("orphaned_contacts", "mail"), ("contacts", "web")]
        .map(|(metric, channel)| mean_of(&sent, 0, metric, channel));
    assert!((letters / contacts - 0.5).abs() < 0.01, "{letters} of {contacts}");
    assert_eq!(mean_of(&of(""), 0, "orphaned_contacts", "mail"), 0.0);
    // On its way from none to all over the whole run: half, whether or not the file names it.
    let late = "[[strategy]]\nname = \"late\"\nfrom_day = 0\nfull_day = 70\nset = { \"journey.ask.twin.mail\" = 1 }\n";
    for named in [more, &more.replace("twin = { mail = 0 }", "")] {
        let study = settled(named, late);
        let strategy = strategy(&study, "late");
        let [letters, contacts] = [("orphaned_contacts", "mail"), ("contacts", "web")]
            .map(|(metric, channel)| mean_of(&study, strategy, metric, channel));
        assert!((letters / contacts - 0.5).abs() < 0.01, "{letters} of {contacts}");
    }
}
