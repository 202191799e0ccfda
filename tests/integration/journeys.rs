//! Contacts and customers one by one: the books that can be made of them are those of the other tables, to the last digit.

use crate::exactness::{BUSY_MARKET, busy};
use crate::small::{Place, SMALL, tells};
use std::collections::BTreeMap;

const STRATEGIES: &str = r#"
[[strategy]]
name = "now"
baseline = true
[[strategy]]
name = "one record"
from_day = 20
levels = { identity = 1, continuity = 0.5 }
[[change]]
day = 40
until_day = 54
set = { "segment.young.needs.question.per_year" = 60, "channel.chat.open" = false }
[loss]
a = 1
b = 20
"#;
/// The end of the warm-up of the market (minutes).
const WARM_UP: f64 = 7.0 * 1440.0;
const EXACT: f64 = 1e9;

/// A row by the names of its columns.
type Row = BTreeMap<String, String>;

fn rows(table: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(table);
    reader.deserialize().map(|row| row.expect("as many cells as columns")).collect()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    let cell = &row[column];
    (!cell.is_empty()).then(|| cell.parse().unwrap_or_else(|_| panic!("{column}: {cell}")))
}

/// In whole numbers, of which sums are exact: satisfaction has nine places after the point, all else has six.
fn exact(row: &Row, column: &str) -> i64 {
    number(row, column).map_or(0, |number| (number * EXACT).round() as i64)
}

/// Rows of a strategy's replication.
fn of<'a>(rows: &'a [Row], strategy: &str, replication: &str) -> Vec<&'a Row> {
    rows.iter().filter(|row| row["strategy"] == strategy && row["replication"] == replication).collect()
}

fn is_after_warm_up(row: &Row, column: &str) -> bool {
    number(row, column).is_some_and(|at| at >= WARM_UP)
}

fn is_contact(row: &Row) -> bool {
    row["contact"] != "0" && row["contact_end"] != "in vain" && is_after_warm_up(row, "arrived_minutes")
}

fn is_served(row: &Row) -> bool {
    !["hung up", "turned away", "open", "in vain", "*"].contains(&row["contact_end"].as_str())
}

/// A sum and a count, from which an outcome follows.
type Recomputed = (&'static str, f64, usize);

fn shares<'a>(metric: &'static str, rows: impl Iterator<Item = &'a &'a Row>, is: impl Fn(&Row) -> bool) -> Recomputed {
    let all: Vec<_> = rows.collect();
    (metric, all.iter().filter(|row| is(row)).count() as f64, all.len())
}

fn means<'a>(metric: &'static str, rows: impl Iterator<Item = &'a &'a Row>, column: &str) -> Recomputed {
    let all: Vec<_> = rows.collect();
    (metric, all.iter().map(|row| exact(row, column)).sum::<i64>() as f64 / EXACT, all.len())
}

/// Outcomes of contacts: of all of them.
fn of_contacts(rows: &[&Row]) -> Vec<Recomputed> {
    let contacts = || rows.iter().filter(|row| is_contact(row));
    let in_line = || contacts().filter(|row| !row["waited_minutes"].is_empty() && row["channel"] != "email");
    let with_somebody = || contacts().filter(|row| is_served(row)).filter(|row| row["channel"] != "web");
    let is_in_vain = |row: &Row| row["contact_end"] == "in vain" && is_after_warm_up(row, "arrived_minutes");
    vec![
        ("contacts", contacts().count() as f64, 1),
        ("trips_in_vain", rows.iter().filter(|row| is_in_vain(row)).count() as f64, 1),
        means("wait_minutes", in_line(), "waited_minutes"),
        shares("abandonment_rate", in_line(), |row| row["contact_end"] == "hung up"),
        shares("transfer_rate", with_somebody(), |row| row["contact_end"] == "passed on"),
        shares("context_lost_rate", contacts().filter(|row| !row["context_lost"].is_empty()), |row| {
            row["context_lost"] == "1"
        }),
    ]
}

/// Outcomes of journeys and of money: of all of them, or of a segment.
fn of_journeys(rows: &[&Row]) -> Vec<Recomputed> {
    let has_ended = |row: &&&Row| !["open", "not pursued", "no channel"].contains(&row["journey_end"].as_str());
    let counted = || rows.iter().filter(has_ended).filter(|row| row["counts"] == "1");
    // Of a journey's rows one stands for it: the first, or the only one.
    let journeys = || counted().filter(|row| ["0", "1"].contains(&row["contact"].as_str()));
    let completed =
        |row: &Row| ["resolved at once", "resolved late", "recovered"].contains(&row["journey_end"].as_str());
    let of_kind = |is_sold: bool| journeys().filter(move |row| (row["journey_type"] == "purchase") == is_sold);
    let each = |metric, sum: f64| (metric, sum, journeys().count());
    let count = |is: &dyn Fn(&Row) -> bool| counted().filter(|row| is(row)).count() as f64;
    let money = |column| {
        rows.iter()
            .filter(|row| is_after_warm_up(row, "journey_ended_minutes"))
            .map(|row| exact(row, column))
            .sum::<i64>() as f64
            / EXACT
    };
    let effort = counted().map(|row| exact(row, "effort_minutes")).sum::<i64>() as f64 / EXACT;
    let not_pursued = |row: &&&Row| ["not pursued", "no channel"].contains(&row["journey_end"].as_str());
    vec![
        each("effort_per_journey", effort),
        each("contacts_per_journey", count(&|row| row["contact"] != "0")),
        each("conflicts_per_journey", count(&|row| row["conflict"] != "*")),
        each("transfers_per_journey", count(&|row| row["transfer"] != "*")),
        shares("conversion_rate", of_kind(true), completed),
        shares("resolution_rate", of_kind(false), completed),
        ("revenue", money("value"), 1),
        ("margin", money("margin"), 1),
        (
            "needs_not_pursued",
            rows.iter().filter(not_pursued).filter(|row| is_after_warm_up(row, "journey_ended_minutes")).count() as f64,
            1,
        ),
    ]
}

/// Outcomes of customers: of all of them, or of a segment.
fn of_customers(rows: &[&Row]) -> Vec<Recomputed> {
    let lost_before = |row: &&&Row| number(row, "lost_minutes").is_some_and(|at| at < WARM_UP);
    let there = || rows.iter().filter(move |row| !lost_before(row));
    let lost = |over: &'static str| there().filter(move |row| row["lost_over"] == over).count() as f64;
    let active = |row: &Row| row["lost_on_day"].is_empty();
    vec![
        shares("retention_rate", there(), active),
        means("satisfaction", there().filter(|row| active(row)), "satisfaction"),
        ("churned_customers", there().filter(|row| !active(row)).count() as f64, 1),
        ("lost_repeat", lost("repeat"), 1),
        ("lost_gave_up", lost("gave up"), 1),
        ("lost_none", lost("nothing"), 1),
    ]
}

/// The busy market, where customers meet, or each by themselves.
fn markets() -> [String; 2] {
    [busy(STRATEGIES), format!("{}{STRATEGIES}", BUSY_MARKET.split("[staff").next().expect("a part"))]
}

fn ran(market: &str, more: &[&str]) -> Place {
    let place = Place::new().file("shop.toml", market);
    place.throughline(&[&["run", "shop.toml", "--quiet", "--charts", "none"], more].concat()).assert().success();
    place
}

fn table(place: &Place, name: &str) -> Vec<Row> {
    rows(place.read(&format!("output/shop/{name}.csv")).as_bytes())
}

#[test]
fn whoever_adds_the_rows_up_finds_the_outcomes_of_each_replication() {
    for market in markets() {
        let place = ran(&market, &["--journeys", "--journeys-replications", "2"]);
        let [contacts, customers, printed] = ["contacts", "customers", "replications"].map(|name| table(&place, name));
        assert_eq!(of(&contacts, "now", "3").len() + of(&customers, "now", "3").len(), 0);
        for (strategy, replication) in [("now", "1"), ("now", "2"), ("one record", "1"), ("one record", "2")] {
            let [contacts, customers] = [&contacts, &customers].map(|rows| of(rows, strategy, replication));
            let printed = of(&printed, strategy, replication);
            for segment in ["*", "young", "old"] {
                let in_segment = |rows: &[&Row]| -> Vec<Row> {
                    rows.iter()
                        .filter(|row| segment == "*" || row["segment"] == segment)
                        .map(|row| (*row).clone())
                        .collect()
                };
                let (contacts, customers) = (in_segment(&contacts), in_segment(&customers));
                let (contacts, customers): (Vec<&Row>, Vec<&Row>) =
                    (contacts.iter().collect(), customers.iter().collect());
                let mut found = [of_journeys(&contacts), of_customers(&customers)].concat();
                if segment == "*" {
                    found.extend(of_contacts(&contacts));
                }
                for outcome in found {
                    assert_printed(&printed, segment, outcome);
                }
            }
        }
    }
}

fn assert_printed(printed: &[&Row], segment: &str, (metric, numerator, denominator): Recomputed) {
    let is_it = |row: &&&Row| row["metric"] == metric && row["segment"] == segment && row["channel"] == "*";
    let row = printed.iter().find(is_it).unwrap_or_else(|| panic!("no {metric}"));
    let said = (number(row, "numerator").unwrap_or(0.0), number(row, "denominator").expect("a count"));
    assert_eq!(denominator as f64, said.1, "{metric} of {segment}");
    assert!(
        (numerator - said.0).abs() <= 1e-9 * said.0.abs().max(1.0),
        "{metric} of {segment}: {numerator}, {}",
        said.0
    );
}

#[test]
fn what_is_summed_up_of_a_customer_is_what_stands_in_the_rows_of_their_contacts() {
    for market in markets() {
        let place = ran(&market, &["--journeys"]);
        let (contacts, customers) = (table(&place, "contacts"), table(&place, "customers"));
        let key = |row: &Row| (row["strategy"].clone(), row["customer"].clone());
        let mut of_customer: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
        for row in &contacts {
            of_customer.entry(key(row)).or_default().push(row);
        }
        assert_eq!(customers.len(), 2 * 400);
        for customer in &customers {
            let rows = of_customer.remove(&key(customer)).unwrap_or_default();
            let count = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count().to_string();
            let sum = |column: &str| rows.iter().map(|row| exact(row, column)).sum::<i64>();
            assert_eq!(customer["needs"], count(&|row| ["0", "1"].contains(&row["contact"].as_str())));
            assert_eq!(customer["contacts"], count(&|row| row["contact"] != "0" && row["contact_end"] != "in vain"));
            assert_eq!(customer["orders"], count(&|row| !row["value"].is_empty()));
            for column in ["value", "margin", "effort_minutes"] {
                assert_eq!(exact(customer, column), sum(column), "{column}");
            }
            assert!(rows.iter().all(|row| row["segment"] == customer["segment"]));
        }
        assert!(of_customer.is_empty(), "nobody else has contacts");
    }
}

#[test]
fn the_rows_of_a_journey_stand_together_and_follow_each_other() {
    for market in markets() {
        let contacts = table(&ran(&market, &["--journeys"]), "contacts");
        let journey = |row: &Row| (row["strategy"].clone(), row["customer"].clone(), row["journey"].clone());
        let journeys: Vec<&[Row]> = contacts.chunk_by(|one, next| journey(one) == journey(next)).collect();
        let different: std::collections::BTreeSet<_> = journeys.iter().map(|rows| journey(&rows[0])).collect();
        assert_eq!(different.len(), journeys.len());
        for rows in journeys {
            for (row, next) in rows.iter().zip(&rows[1..]) {
                assert_eq!(number(row, "contact").map(|number| number + 1.0), number(next, "contact"));
                assert_eq!(row["journey_end"], next["journey_end"]);
                assert_eq!(row["value"], "", "the value stands in the last row");
                assert!(number(next, "arrived_minutes") >= number(row, "ended_minutes"));
                assert_eq!(row["contact_end"] == "passed on", next["transfer"] != "*");
            }
            for row in rows.iter().filter(|row| row["contact"] != "0") {
                let sum = ["arrived_minutes", "waited_minutes", "served_minutes"]
                    .map(|column| exact(row, column))
                    .iter()
                    .sum::<i64>();
                let has_ended = !row["ended_minutes"].is_empty();
                assert!(!has_ended || sum == exact(row, "ended_minutes"), "{row:?}");
                assert_eq!(has_ended, row["contact_end"] != "open");
                let day = number(row, "arrived_minutes").map(|at| (at / 1440.0).floor());
                assert_eq!(number(row, "day"), day);
            }
        }
    }
}

#[test]
fn the_rows_are_the_same_on_any_number_of_threads_and_leave_the_other_tables_as_they_are() {
    // More customers than are simulated at once, so that there are several parts.
    let many = SMALL.split("[staff").next().expect("a part").replace("customers = 200", "customers = 20000");
    let alone = format!("{many}[[strategy]]\nname = \"now\"\nbaseline = true\n");
    for market in [&markets()[0], &alone] {
        let rows = ["--journeys", "--journeys-replications", "2"];
        let [plain, one, three] = ["1", "1", "3"].map(|threads| ["--threads", threads, "--replications", "2"]);
        let (plain, one, three) =
            (ran(market, &plain), ran(market, &[&one[..], &rows].concat()), ran(market, &[&three[..], &rows].concat()));
        for name in ["contacts", "customers"] {
            let name = format!("output/shop/{name}.csv");
            assert!(one.read(&name) == three.read(&name), "{name}");
            assert!(!plain.path(&name).exists());
        }
        for name in ["replications", "summary", "comparison", "series", "hours"] {
            let name = format!("output/shop/{name}.csv");
            assert!(plain.read(&name) == one.read(&name), "{name}");
        }
        assert_eq!(one.listed("output"), ["shop"]);
    }
}

#[test]
fn compressed_rows_are_the_same_rows_and_are_replaced_like_any_results() {
    let place = ran(&markets()[0], &["--journeys"]);
    let plain = ["contacts", "customers"].map(|name| place.read(&format!("output/shop/{name}.csv")).into_bytes());
    let again = ["run", "shop.toml", "--quiet", "--charts", "none"];
    let asked = place.throughline(&[&again[..], &["--journeys=zst"]].concat()).assert().success();
    asked.stderr(tells("contacts.csv, customers.csv of earlier results removed"));
    for (name, plain) in ["contacts", "customers"].iter().zip(&plain) {
        let packed = std::fs::read(place.path(&format!("output/shop/{name}.csv.zst"))).expect("it is there");
        assert!(packed.len() * 3 < plain.len());
        assert!(zstd::decode_all(&packed[..]).expect("it can be read") == *plain, "{name}");
    }
    // They are in the manifest: what was changed in them is not lost.
    place.throughline(&again).assert().success();
    assert!(!place.path("output/shop/contacts.csv.zst").exists());
    place.throughline(&[&again[..], &["--journeys"]].concat()).assert().success();
    let place = place.file("output/shop/contacts.csv", "mine");
    place.throughline(&again).assert().code(2).stderr(tells("`contacts.csv`, which was changed"));
}

#[test]
fn compressed_rows_are_the_same_on_any_number_of_threads() {
    let [one, three] = ["1", "3"].map(|threads| ran(&markets()[0], &["--journeys=zst", "--threads", threads]));
    for name in ["contacts", "customers"] {
        let bytes = |place: &Place| std::fs::read(place.path(&format!("output/shop/{name}.csv.zst"))).expect("a file");
        assert!(bytes(&one) == bytes(&three), "{name}");
    }
}

#[test]
fn rows_of_more_replications_than_there_are_are_refused() {
    let place = Place::with_small();
    let asked = ["run", "small.toml", "--journeys", "--journeys-replications", "3"];
    place.throughline(&asked).assert().code(2).stderr(tells("expected: at most 2"));
    let without = ["run", "small.toml", "--journeys-replications", "2"];
    place.throughline(&without).assert().code(2).stderr(tells("--journeys"));
    assert_eq!(place.listed("."), ["small.toml"]);
}
