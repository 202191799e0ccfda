//! The worked examples of the definitions, as lists of what happened written by hand.

use super::facts::{
    Author, Basket, Begun, Case, Contact, Doing, Exactly, Facts, Hit, Left, Medium, Message, Order, OrderFate, Origin,
    Part, Presence, Reader, Settings, State, Status, What, seconds,
};
use super::visits::{First, LastClick};
use super::work::{By, Occupancy};
use super::{Dashboard, Figure, Subject, dashboards, find};
use crate::scenario::timetable::{DAY, HOUR, Hours, MINUTE, Micros, Timetable, WEEK};
use crate::stats::Ratio;

fn contact(number: u32, wait: Micros, how: Left) -> Contact {
    let entered = Micros::from(number) * MINUTE;
    Contact {
        customer: number,
        case: number.into(),
        channel: 0,
        medium: Medium::Call,
        begun_by: Begun::Anew,
        entered,
        left: entered + wait,
        how,
        states: Vec::new(),
    }
}

/// Contacts: so many that waited so many seconds and left so, one after the other.
fn contacts(groups: &[(u32, u32, Left)]) -> Facts {
    let each = groups.iter().flat_map(|&(count, wait, how)| (0..count).map(move |_| (wait, how)));
    let contacts = each.zip(0..).map(|((wait, how), number)| contact(number, seconds(wait), how)).collect();
    Facts { contacts, until: DAY, ..Facts::default() }
}

const W: [(u32, u32, Left); 4] =
    [(60, 10, Left::Answered), (25, 60, Left::Answered), (10, 30, Left::HungUp), (5, 3, Left::HungUp)];

fn w() -> Facts {
    contacts(&W)
}

fn w_and(more: &[(u32, u32, Left)]) -> Facts {
    contacts(&[&W, more].concat())
}

fn w_and_30() -> Facts {
    w_and(&[(20, 15, Left::CallBack), (10, 40, Left::MovedOn)])
}

fn dashboard(name: &str) -> &'static Dashboard {
    find(name).unwrap_or_else(|| panic!("there is no {name}"))
}

fn figure(of: &str, name: &str) -> &'static Figure {
    let figure = dashboard(of).figures.iter().find(|figure| figure.name == name);
    figure.unwrap_or_else(|| panic!("{of} has no {name}"))
}

fn the(of: &str, subject: Subject) -> &'static Figure {
    let figure = dashboard(of).figures.iter().find(|figure| figure.subject == subject);
    figure.unwrap_or_else(|| panic!("{of} has no {}", subject.words()))
}

fn threshold() -> Settings {
    Settings::of_seconds(20)
}

/// The value of a figure in its unit, shares in per cent.
fn value(figure: &Figure, facts: &Facts, settings: &Settings) -> f64 {
    let value = figure.of(facts, settings, Part::All).value(&figure.measure).expect("something is counted");
    if figure.measure.unit == "share" { 100.0 * value } else { value }
}

fn assert_value(figure: &Figure, facts: &Facts, expected: f64) {
    let value = value(figure, facts, &threshold());
    assert!((value - expected).abs() < 0.05, "{}: {value} is not {expected}", figure.name);
}

/// Each service level by the definition that it follows, with its value on W and on W+30.
const SERVICE_LEVELS: [(&str, &str, f64, f64); 14] = [
    ("throughline", "service level", 60.0, 54.5),
    ("genesys-cloud", "service level %, all hang-ups counted", 60.0, 60.0),
    ("talkdesk/contacts", "service level by contacts", 60.0, 60.0),
    ("uccx/negative", "service level", 60.0, 60.0),
    ("genesys-cloud", "service level %, flow-outs counted", 60.0, 46.2),
    ("uccx/without-abandon", "service level", 63.2, 63.2),
    ("genesys-cloud", "service level %, short hang-ups off", 63.2, 63.2),
    ("talkdesk/contacts-filtered", "service level by contacts, short abandons filtered", 63.2, 63.2),
    ("asterisk/sl", "SL", 70.6, 70.6),
    ("uccx/only-handled", "service level", 70.6, 70.6),
    ("talkdesk/calls", "service level by calls", 70.6, 70.6),
    ("genesys-cloud", "service level %, hang-ups off", 70.6, 70.6),
    ("asterisk/sl2", "SL2", 65.0, 65.0),
    ("uccx/positive", "service level", 65.0, 65.0),
];

#[test]
fn the_same_hundred_calls_have_another_service_level_by_each_definition() {
    for (of, name, on_w, on_w_and_30) in SERVICE_LEVELS {
        assert_value(figure(of, name), &w(), on_w);
        assert_value(figure(of, name), &w_and_30(), on_w_and_30);
    }
    assert_value(figure("amazon-connect", "service level"), &w(), 65.0);
    assert_value(figure("amazon-connect", "service level"), &w_and_30(), 65.4);
}

#[test]
fn every_service_level_has_a_worked_example() {
    let named = |of: &str, name: &str| SERVICE_LEVELS.iter().any(|row| (row.0, row.1) == (of, name));
    for dashboard in dashboards().filter(|dashboard| dashboard.name != "amazon-connect") {
        for figure in dashboard.figures.iter().filter(|figure| figure.subject == Subject::ServiceLevel) {
            assert!(named(dashboard.name, figure.name), "{}: {}", dashboard.name, figure.name);
        }
    }
}

#[test]
fn calls_that_left_by_time_out_are_missed_in_one_servers_second_service_level() {
    let facts = w_and(&[(20, 15, Left::CallBack), (10, 40, Left::TimedOut)]);
    assert_value(the("asterisk/sl2", Subject::ServiceLevel), &facts, 59.1);
    assert_value(the("asterisk/sl", Subject::ServiceLevel), &facts, 70.6);
}

#[test]
fn five_who_hang_up_after_twelve_seconds_are_not_short_and_still_within_the_threshold() {
    let facts = contacts(&[W[0], W[1], W[2], (5, 12, Left::HungUp)]);
    assert_value(figure("genesys-cloud", "service level %, short hang-ups off"), &facts, 60.0);
    assert_value(the("talkdesk/contacts-filtered", Subject::ServiceLevel), &facts, 60.0);
    assert_value(the("uccx/without-abandon", Subject::ServiceLevel), &facts, 63.2);
}

#[test]
fn a_hang_up_after_exactly_five_seconds_is_not_under_five() {
    let facts = contacts(&[W[0], W[1], W[2], (5, 5, Left::HungUp)]);
    assert_value(the("talkdesk/contacts-filtered", Subject::ServiceLevel), &facts, 60.0);
    assert_value(the("google-ccai", Subject::Abandonment), &facts, 15.0);
}

#[test]
fn exactly_the_threshold_is_in_time_with_one_server_and_as_chosen_with_another() {
    let facts = contacts(&[(1, 20, Left::Answered), (1, 21, Left::Answered)]);
    let late = Settings { exactly: Exactly::Late, ..threshold() };
    for name in ["asterisk/sl", "asterisk/sl2"] {
        assert_eq!(value(the(name, Subject::ServiceLevel), &facts, &late), 50.0);
    }
    let connect = the("amazon-connect", Subject::ServiceLevel);
    assert_eq!(value(connect, &facts, &late), 0.0);
    assert_eq!(value(connect, &facts, &threshold()), 50.0);
}

#[test]
fn with_the_delivered_threshold_of_one_server_only_who_did_not_wait_is_answered_in_time() {
    let facts = contacts(&[(1, 0, Left::Answered), (3, 1, Left::Answered)]);
    assert_eq!(value(the("asterisk/sl", Subject::ServiceLevel), &facts, &Settings::of_seconds(0)), 25.0);
}

#[test]
fn who_still_waits_counts_at_once_with_one_maker_only() {
    let facts = w_and(&[(100, 1, Left::Waiting)]);
    assert_value(the("amazon-connect", Subject::ServiceLevel), &facts, 32.5);
    assert_value(the("amazon-connect", Subject::Abandonment), &facts, 7.5);
    for (of, name, on_w, _) in SERVICE_LEVELS {
        assert_value(figure(of, name), &facts, on_w);
    }
}

#[test]
fn abandonment_is_of_all_queued_or_of_those_answered_or_not_short() {
    for (name, on_w, on_w_and_30) in [("amazon-connect", 15.0, 11.5), ("genesys-cloud", 15.0, 11.5)] {
        assert_value(the(name, Subject::Abandonment), &w(), on_w);
        assert_value(the(name, Subject::Abandonment), &w_and_30(), on_w_and_30);
    }
    assert_value(the("google-ccai", Subject::Abandonment), &w(), 10.5);
}

#[test]
fn speed_of_answer_is_of_the_answered_or_of_all_who_came() {
    assert_value(the("amazon-connect", Subject::SpeedOfAnswer), &w(), 24.7);
    assert_value(the("throughline", Subject::SpeedOfAnswer), &w(), 24.15);
}

#[test]
fn a_moving_average_hangs_on_the_order_of_calls() {
    let holdtime = the("asterisk/sl", Subject::SpeedOfAnswer);
    let seconds_of = |facts: &Facts| value(holdtime, facts, &threshold());
    assert_eq!(seconds_of(&contacts(&[W[0], W[1]])), 57.0);
    assert_eq!(seconds_of(&contacts(&[W[1], W[0]])), 10.0);
    let mut backwards = contacts(&[W[0], W[1]]);
    backwards.contacts.reverse();
    assert_eq!(seconds_of(&backwards), 57.0);
    assert!(holdtime.hangs_on_order());
}

#[test]
fn a_wait_of_a_moving_average_is_the_difference_of_two_readings_of_a_clock_of_whole_seconds() {
    let (holdtime, mut facts) = (the("asterisk/sl", Subject::SpeedOfAnswer), contacts(&[(1, 0, Left::Answered)]));
    let tenths = |count: u64| MINUTE / 600 * count;
    (facts.contacts[0].entered, facts.contacts[0].left) = (tenths(9), tenths(201));
    assert_eq!(value(holdtime, &facts, &threshold()), 5.0, "from 0 to 20 s, though it is 19.2 s");
}

#[test]
fn a_moving_average_is_what_the_server_shows_when_one_looks() {
    let holdtime = the("asterisk/sl", Subject::SpeedOfAnswer);
    let facts = Facts { until: 2 * MINUTE, ..contacts(&[(1, 20, Left::Answered), (1, 600, Left::Answered)]) };
    assert_eq!(value(holdtime, &facts, &threshold()), 5.0, "who is answered later has not been answered yet");
}

#[test]
fn a_moving_average_is_rounded_down_at_each_call_and_leaves_out_hang_ups() {
    let holdtime = the("asterisk/sl2", Subject::SpeedOfAnswer);
    assert_value(holdtime, &contacts(&[(1, 20, Left::Answered)]), 5.0);
    assert_value(holdtime, &contacts(&[(2, 10, Left::Answered)]), 4.0);
    assert_value(holdtime, &contacts(&[(2, 10, Left::Answered), (9, 600, Left::HungUp)]), 4.0);
    assert_eq!(holdtime.of(&contacts(&[(9, 600, Left::HungUp)]), &threshold(), Part::All), Ratio::NONE);
}

#[test]
fn handle_time_is_talk_hold_and_work_after_and_nowhere_ringing() {
    let mut facts = contacts(&[(1, 10, Left::Answered), (1, 30, Left::HungUp)]);
    let call = [(State::Ringing, 10), (State::Talk, 240), (State::Hold, 60), (State::After, 90)];
    facts.contacts[0].states = call.map(|(state, time)| (state, seconds(time))).into();
    for name in ["amazon-connect", "genesys-cloud", "uccx/negative", "uccx/positive", "uccx/only-handled"] {
        assert_value(the(name, Subject::HandleTime), &facts, 390.0);
    }
    facts.contacts[0].states.extend([(State::Dialling, seconds(8)), (State::Pause, seconds(600))]);
    assert_value(the("genesys-cloud", Subject::HandleTime), &facts, 398.0);
    assert_value(the("amazon-connect", Subject::HandleTime), &facts, 990.0);
    assert_value(the("uccx/without-abandon", Subject::HandleTime), &facts, 390.0);
}

fn presence(doing: Doing, hours: u64, contacts: u32, slots: u32) -> Presence {
    Presence { doing, time: hours * HOUR, contacts, slots }
}

#[test]
fn occupancy_leaves_out_states_of_the_firms_own_and_takes_one_chat_of_three_for_all() {
    let occupancy = the("amazon-connect", Subject::Occupancy);
    let day = |contacts, slots| {
        vec![
            presence(Doing::OnContact, 4, contacts, slots),
            presence(Doing::Idle, 2, 0, slots),
            presence(Doing::Custom, 2, 0, slots),
        ]
    };
    let of = |presences| Facts { presences, ..Facts::default() };
    assert_value(occupancy, &of(day(1, 1)), 66.7);
    assert_value(occupancy, &of(day(1, 3)), 66.7);
    assert_value(occupancy, &of(vec![presence(Doing::OnContact, 1, 1, 3)]), 100.0);
    let ringing = [day(1, 1), vec![presence(Doing::Ringing, 2, 0, 1)]].concat();
    assert_value(occupancy, &of(ringing), 50.0);
}

#[test]
fn occupancy_by_slot_and_ringing_that_is_work_give_other_values() {
    let presences =
        vec![presence(Doing::OnContact, 3, 1, 3), presence(Doing::Idle, 1, 0, 3), presence(Doing::Ringing, 2, 1, 3)];
    let facts = Facts { presences, ..Facts::default() };
    let hours = |ratio: Ratio| (ratio.numerator / i128::from(HOUR), ratio.denominator / HOUR);
    let of = |by, ringing| hours(Occupancy { by, ringing }.of(&facts));
    assert_eq!(of(By::Agent, Doing::Idle), (3, 6));
    assert_eq!(of(By::Agent, Doing::OnContact), (5, 6));
    assert_eq!(of(By::Slot, Doing::OnContact), (5, 18));
}

fn case(created: Micros, statuses: &[(Micros, Status)], messages: &[Message]) -> Case {
    Case { number: 0, channel: 0, created, handed_over: None, statuses: statuses.to_vec(), messages: messages.to_vec() }
}

const fn message(at: Micros, by: Author, seen_by: Reader) -> Message {
    Message { at, by, seen_by }
}

fn of_case(case: Case) -> Facts {
    Facts { cases: vec![case], until: WEEK * 4, ..Facts::default() }
}

fn open(hours: &str) -> Settings {
    let hours = Hours::parse(hours).expect("hours can be read");
    Settings { hours: vec![Timetable::from_shifts(&[(hours.clone(), 1), (hours, 2)])], ..threshold() }
}

#[test]
fn a_first_reply_after_a_weekend_takes_two_days_on_the_clock_and_half_an_hour_in_opening_hours() {
    let (saturday, monday) = (5 * DAY + 10 * HOUR, 7 * DAY + 9 * HOUR + 30 * MINUTE);
    let messages = [
        message(saturday, Author::Customer, Reader::Customer),
        message(saturday + MINUTE, Author::Automatic, Reader::Customer),
        message(monday - 15 * MINUTE, Author::Person, Reader::Firm),
        message(monday, Author::Person, Reader::Customer),
    ];
    let facts = of_case(case(saturday, &[(saturday, Status::New)], &messages));
    let settings = open("mon-fri 09:00-17:00");
    assert_eq!(value(figure("zendesk", "first reply time, calendar"), &facts, &settings), 2850.0);
    assert_eq!(value(figure("zendesk", "first reply time, business hours"), &facts, &settings), 30.0);
}

#[test]
fn a_first_response_is_counted_from_the_bots_hand_over() {
    let messages = [
        message(0, Author::Customer, Reader::Customer),
        message(MINUTE, Author::Automatic, Reader::Customer),
        message(6 * MINUTE, Author::Person, Reader::Firm),
        message(10 * MINUTE, Author::Person, Reader::Customer),
    ];
    let chatwoot = the("chatwoot", Subject::FirstReply);
    let with_bot = Case { handed_over: Some(4 * MINUTE), ..case(0, &[], &messages) };
    assert_eq!(value(chatwoot, &of_case(with_bot), &threshold()), 360.0);
    assert_eq!(value(chatwoot, &of_case(case(0, &[], &messages)), &threshold()), 600.0);
    let again = [(0, Status::Open), (2 * MINUTE, Status::Solved), (7 * MINUTE, Status::Open)];
    assert_eq!(value(chatwoot, &of_case(case(0, &again, &messages)), &threshold()), 180.0);
}

#[test]
fn a_first_response_in_opening_hours_goes_on_the_next_morning_without_pending_time() {
    let (asked, answered) = (17 * HOUR - 10 * MINUTE, DAY + 9 * HOUR + 20 * MINUTE);
    let messages = [
        message(asked, Author::Automatic, Reader::Customer),
        message(asked + MINUTE, Author::Person, Reader::Firm),
        message(answered, Author::Person, Reader::Customer),
    ];
    let zammad = the("zammad", Subject::FirstReply);
    let settings = open("mon-sun 09:00-17:00");
    let facts = of_case(case(asked, &[(asked, Status::New)], &messages));
    assert_eq!(value(zammad, &facts, &settings), 30.0);
    let morning = DAY + 9 * HOUR;
    let statuses = [(asked, Status::New), (asked + 4 * MINUTE, Status::Pending), (morning + 8 * MINUTE, Status::Open)];
    assert_eq!(value(zammad, &of_case(case(asked, &statuses, &messages)), &settings), 16.0);
}

#[test]
fn without_a_reply_there_is_no_first_reply() {
    let facts = of_case(case(0, &[], &[message(1, Author::Person, Reader::Firm)]));
    for name in ["zendesk", "chatwoot", "zammad"] {
        assert_eq!(the(name, Subject::FirstReply).of(&facts, &threshold(), Part::All), Ratio::NONE);
    }
}

#[test]
fn a_requester_waits_while_a_ticket_is_new_open_or_on_hold_and_an_agent_while_it_is_pending() {
    let lengths = [
        (Status::New, 10),
        (Status::Open, 50),
        (Status::Pending, 120),
        (Status::Open, 20),
        (Status::OnHold, 60),
        (Status::Open, 10),
        (Status::Solved, 500),
        (Status::Open, 30),
        (Status::Solved, 0),
    ];
    let begin = |at: usize| lengths[..at].iter().map(|(_, minutes)| minutes * MINUTE).sum::<Micros>();
    let statuses: Vec<(Micros, Status)> = (0..lengths.len()).map(|at| (begin(at), lengths[at].0)).collect();
    let facts = of_case(case(0, &statuses, &[]));
    assert_eq!(value(figure("zendesk", "requester wait time"), &facts, &threshold()), 180.0);
    assert_eq!(value(figure("zendesk", "agent wait time"), &facts, &threshold()), 120.0);
}

fn solved(number: u64, replies: usize) -> Case {
    let reply = |at: usize| message(at as Micros, Author::Person, Reader::Customer);
    let messages: Vec<Message> = (0..replies).map(reply).collect();
    Case { number, ..case(0, &[(0, Status::New), (100, Status::Solved)], &messages) }
}

#[test]
fn a_ticket_of_one_touch_has_fewer_than_two_replies_or_exactly_one() {
    let mut cases: Vec<Case> = [0, 1, 1, 2].into_iter().map(|replies| solved(0, replies)).collect();
    cases.push(case(0, &[(0, Status::Open)], &[]));
    let facts = Facts { cases, ..Facts::default() };
    assert_eq!(value(figure("zendesk", "one-touch tickets"), &facts, &threshold()), 75.0);
    assert_eq!(value(figure("zendesk", "one-touch tickets, as one national page says"), &facts, &threshold()), 50.0);
}

#[test]
fn a_case_resolved_on_first_contact_has_one_contact_however_late_and_is_not_split_by_queue() {
    let of = |number: u32, case: u64, medium: Medium| Contact { case, medium, ..contact(number, 0, Left::Answered) };
    let contacts = vec![
        of(0, 1, Medium::Call),
        of(1, 2, Medium::Mail),
        of(40_000, 2, Medium::Call),
        of(3, 3, Medium::Chat),
        of(4, 3, Medium::Other),
        of(5, 4, Medium::Other),
        of(6, 99, Medium::Call),
    ];
    let cases = (1..=4).map(|number| solved(number, 0)).chain([case(0, &[(0, Status::Open)], &[])]).collect();
    let facts = Facts { contacts, cases, until: WEEK * 52, ..Facts::default() };
    let connect = the("amazon-connect", Subject::FirstContact);
    assert_eq!(value(connect, &facts, &threshold()), 50.0);
    assert_eq!(connect.of(&facts, &threshold(), Part::Channel(0)), Ratio::NONE);
}

#[test]
fn a_contact_is_resolved_where_nobody_comes_again_within_seven_days_in_whatever_queue() {
    let at = |customer, entered: Micros, channel| Contact {
        customer,
        channel,
        entered,
        left: entered,
        ..contact(0, 0, Left::Answered)
    };
    let contacts = vec![
        at(1, 0, 0),
        at(1, 7 * DAY, 1),
        at(2, 0, 0),
        at(2, 7 * DAY + 1, 0),
        Contact { how: Left::HungUp, ..at(3, DAY, 1) },
        at(3, 0, 0),
        Contact { begun_by: Begun::PassedOn, ..at(4, 10, 1) },
        at(4, 0, 0),
        at(5, 25 * DAY, 0),
    ];
    let facts = Facts { contacts, until: 28 * DAY, ..Facts::default() };
    let genesys = the("genesys-cloud", Subject::FirstContact);
    let of = |part| genesys.of(&facts, &threshold(), part);
    assert_eq!(of(Part::All), Ratio::per(4, 6));
    assert_eq!(of(Part::Channel(0)), Ratio::per(2, 4), "who was passed on is credited to the last queue");
    assert_eq!(of(Part::Channel(1)), Ratio::per(2, 2));
}

fn hit(customer: u32, at: Micros, what: What) -> Hit {
    Hit { customer, channel: 0, at, what, from: None, in_front: 0 }
}

/// 23:50 to 0:10, a pause of 25 minutes, back by a campaign, with a sign-up.
fn path_over_midnight() -> Facts {
    let back = DAY + 35 * MINUTE;
    let hits = vec![
        Hit { from: Some(Origin::Direct), ..hit(7, DAY - 10 * MINUTE, What::Page) },
        hit(7, DAY + 10 * MINUTE, What::Page),
        Hit { from: Some(Origin::Campaign(1)), ..hit(7, back, What::Page) },
        hit(7, back + MINUTE, What::KeyEvent),
    ];
    Facts { hits, ..Facts::default() }
}

#[test]
fn one_path_is_one_visit_or_three() {
    assert_eq!(value(the("ga4", Subject::Visits), &path_over_midnight(), &threshold()), 1.0);
    assert_eq!(value(the("matomo", Subject::Visits), &path_over_midnight(), &threshold()), 3.0);
}

#[test]
fn a_pause_of_more_than_half_an_hour_ends_a_visit_and_visitors_have_visits_of_their_own() {
    let page = |customer, minutes: u64| hit(customer, minutes * MINUTE, What::Page);
    let facts = Facts { hits: vec![page(1, 31), page(1, 0), page(1, 1), page(2, 40)], ..Facts::default() };
    assert_eq!(value(the("matomo", Subject::Visits), &facts, &threshold()), 2.0);
    let facts = Facts { hits: vec![page(1, 32), page(1, 0), page(1, 1), page(2, 40)], ..Facts::default() };
    assert_eq!(value(the("matomo", Subject::Visits), &facts, &threshold()), 3.0);
}

#[test]
fn one_sign_up_is_a_conversion_of_all_visits_or_of_a_third() {
    assert_value(the("ga4", Subject::Conversion), &path_over_midnight(), 100.0);
    assert_value(the("matomo", Subject::Conversion), &path_over_midnight(), 33.3);
    let mut twice = path_over_midnight();
    twice.hits.push(hit(7, DAY + 37 * MINUTE, What::KeyEvent));
    assert_value(the("matomo", Subject::Conversion), &twice, 33.3);
}

#[test]
fn an_engaged_session_has_ten_seconds_two_pages_or_a_key_event() {
    let for_seconds = |customer, count, what| Hit { in_front: seconds(count), ..hit(customer, 0, what) };
    let hits = vec![
        for_seconds(1, 12, What::Page),
        for_seconds(2, 2, What::Page),
        for_seconds(2, 2, What::Page),
        for_seconds(3, 8, What::Page),
        for_seconds(3, 0, What::KeyEvent),
        for_seconds(4, 3, What::Page),
    ];
    let facts = Facts { hits, ..Facts::default() };
    assert_eq!(value(figure("ga4", "engagement rate"), &facts, &threshold()), 75.0);
    assert_eq!(value(figure("ga4", "bounce rate"), &facts, &threshold()), 25.0);
}

const SEARCH: Origin = Origin::Campaign(1);
const MAIL: Origin = Origin::Campaign(2);
const AD: Origin = Origin::OwnAd(3);

/// Arrivals by the day, and a key event on day 100.
fn arrivals(on: &[(u64, Origin)]) -> Facts {
    let arrival = |&(day, from): &(u64, Origin)| Hit { from: Some(from), ..hit(1, day * DAY, What::Page) };
    let hits = [hit(1, 100 * DAY, What::KeyEvent)].into_iter().chain(on.iter().map(arrival)).collect();
    Facts { hits, ..Facts::default() }
}

fn credited(first: First, look_back_days: u32, on: &[(u64, Origin)]) -> Origin {
    let rule = LastClick { first, look_back_days };
    let is_credited = |origin: &Origin| {
        let credit = rule.credited(&arrivals(on), Part::All, |to| to == *origin);
        assert_eq!(credit.denominator, 1);
        credit.numerator == 1
    };
    [Origin::Direct, SEARCH, MAIL, AD].into_iter().find(is_credited).expect("it is credited to something")
}

#[test]
fn after_search_mail_and_direct_the_mail_has_all_of_the_conversion() {
    let path = [(97, SEARCH), (98, MAIL), (99, Origin::Direct)];
    assert_eq!(credited(First::Any, 90, &path), MAIL);
    assert_value(figure("ga4", "key events credited, last click (paid and organic)"), &arrivals(&path), 100.0);
}

#[test]
fn own_advertisements_come_first_where_there_is_one() {
    assert_eq!(credited(First::OwnAds, 90, &[(96, AD), (97, SEARCH), (98, MAIL)]), AD);
    assert_eq!(credited(First::OwnAds, 90, &[(97, SEARCH), (98, MAIL)]), MAIL);
    assert_eq!(credited(First::Any, 90, &[(96, AD), (97, SEARCH)]), SEARCH);
}

#[test]
fn what_is_longer_ago_than_the_look_back_has_no_part() {
    assert_eq!(credited(First::Any, 90, &[(10, MAIL)]), MAIL);
    assert_eq!(credited(First::Any, 90, &[(9, MAIL)]), Origin::Direct);
    assert_eq!(credited(First::Any, 30, &[(69, MAIL), (90, Origin::Direct)]), Origin::Direct);
}

#[test]
fn a_data_driven_credit_cannot_be_computed() {
    let figure = figure("ga4", "key events credited, data-driven");
    assert_eq!(figure.of(&arrivals(&[(99, MAIL)]), &threshold(), Part::All), Ratio::NONE);
}

fn basket(customer: u32, contact_given: Option<Micros>, ordered: Option<Micros>) -> Basket {
    Basket { customer, channel: 0, filled: HOUR, contact_given, ordered }
}

#[test]
fn a_checkout_is_abandoned_ten_minutes_after_contact_data_and_there_is_none_without() {
    let given = Some(HOUR);
    let baskets = vec![
        basket(1, given, None),
        basket(2, given, Some(HOUR + 10 * MINUTE)),
        basket(3, given, Some(HOUR + 11 * MINUTE)),
        basket(4, None, None),
        basket(5, Some(DAY - 9 * MINUTE), None),
    ];
    let facts = Facts { baskets, until: DAY, ..Facts::default() };
    assert_eq!(the("shopify", Subject::AbandonedBasket).of(&facts, &threshold(), Part::All), Ratio::per(2, 3));
}

#[test]
fn a_cart_is_abandoned_with_the_visit_and_a_later_order_does_not_clear_it() {
    let hits = vec![
        hit(1, HOUR, What::Page),
        hit(1, HOUR + 20 * MINUTE, What::Page),
        hit(2, HOUR, What::Page),
        hit(2, 3 * HOUR, What::Page),
        hit(3, HOUR, What::Page),
    ];
    let baskets =
        vec![basket(1, None, Some(HOUR + 20 * MINUTE)), basket(2, None, Some(3 * HOUR)), basket(3, None, None)];
    let facts = Facts { hits, baskets, until: DAY, ..Facts::default() };
    assert_eq!(the("matomo", Subject::AbandonedBasket).of(&facts, &threshold(), Part::All), Ratio::per(2, 3));
}

#[test]
fn of_two_orders_of_a_guest_on_one_day_one_returns() {
    let order = |address, at, fate| Order { address, channel: 0, at, fate };
    let facts = |orders| Facts { orders, ..Facts::default() };
    let returning = |orders| the("woocommerce", Subject::Returning).of(&facts(orders), &threshold(), Part::All);
    let two = vec![order(1, 9 * HOUR, OrderFate::Counted), order(1, 10 * HOUR, OrderFate::Counted)];
    assert_eq!(returning(two.clone()), Ratio::per(1, 2));
    let not_counted = [OrderFate::Cancelled, OrderFate::Failed, OrderFate::Pending].map(|fate| order(1, 0, fate));
    assert_eq!(returning([&two[..1], &not_counted].concat()), Ratio::per(0, 1));
}

#[test]
fn a_part_of_the_firm_counts_what_is_its_own() {
    let mut facts = w();
    for contact in &mut facts.contacts[60..] {
        contact.channel = 1;
    }
    let sl = the("asterisk/sl", Subject::ServiceLevel);
    assert_eq!(sl.of(&facts, &threshold(), Part::Channel(0)), Ratio::per(60, 60));
    assert_eq!(sl.of(&facts, &threshold(), Part::Channel(1)), Ratio::per(0, 25));
}

#[test]
fn letters_count_in_their_channel_and_not_among_those_who_wait_in_person() {
    let mut facts = w();
    for contact in &mut facts.contacts[60..85] {
        (contact.channel, contact.medium) = (1, Medium::Mail);
    }
    let connect = the("amazon-connect", Subject::ServiceLevel);
    assert_eq!(connect.of(&facts, &threshold(), Part::All), Ratio::per(65, 75));
    assert_eq!(connect.of(&facts, &threshold(), Part::Channel(1)), Ratio::per(0, 25));
}

#[test]
fn every_figure_is_told_in_full_and_names_are_unlike() {
    let names: Vec<&str> = dashboards().map(|dashboard| dashboard.name).collect();
    assert_eq!(names.len(), names.iter().collect::<std::collections::BTreeSet<_>>().len());
    for figure in dashboards().flat_map(|dashboard| dashboard.figures) {
        let told = [figure.name, figure.numerator, figure.denominator, figure.left_out];
        assert!(told.iter().all(|text| !text.is_empty()), "{}", figure.name);
        assert!(!figure.source.title.is_empty() && !figure.source.version.is_empty());
    }
}
