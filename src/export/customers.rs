//! Purchases by customer and day, and what models of customers are fitted to: for lifetimes and pymc-marketing.

use super::calendar::date;
use super::rows::{MILLION, Row};
use super::{ExportError, Sheets, Written, count, decimal};
use crate::scenario::timetable::DAY;
use std::collections::BTreeMap;

pub const FILES: [&str; 3] = ["transactions.csv", "summary.csv", "period.csv"];

/// Revenue by day, of a customer.
type Days = BTreeMap<u64, u64>;

pub fn write(place: &str, rows: &[Row], last_day: u64, sheets: Sheets) -> Result<Written, ExportError> {
    let customers = purchases(rows, last_day);
    if customers.is_empty() {
        return Err(ExportError::refused(
            place,
            "no purchase: no journey that was completed with a value",
            "purchases, which models of customers are fitted to",
            "choose other strategies with --strategy, or give a type of journeys a value (journey.NAME.value)",
        ));
    }
    let [transactions, summary, period] = FILES;
    let files = vec![
        sheets.table(transactions, &["customer_id", "date", "value"], |table| {
            each(&customers, |customer, days| {
                let mut days = days.iter();
                days.try_for_each(|(&day, &value)| table.write_record([customer, &date(day), &decimal(value)]))
            })
        })?,
        sheets.table(summary, &["customer_id", "frequency", "recency", "T", "monetary_value"], |table| {
            each(&customers, |customer, days| {
                let [frequency, recency, age, money] = summary_of(days, last_day);
                table.write_record([customer, &frequency, &recency, &age, &money])
            })
        })?,
        sheets.table(period, &["first_day", "last_day"], |table| table.write_record([date(0), date(last_day)]))?,
    ];
    let days = customers.values().map(BTreeMap::len).sum();
    let told = format!(
        "{} of {}",
        count(days, "day of a purchase", "days of purchases"),
        count(customers.len(), "customer", "customers")
    );
    Ok(Written { files, told })
}

/// Days on which customers bought, up to the last whole day.
fn purchases(rows: &[Row], last_day: u64) -> BTreeMap<u32, Days> {
    let mut customers: BTreeMap<u32, Days> = BTreeMap::new();
    for row in rows {
        if let (Some(value), Some(ended)) = (row.value, row.journey_ended)
            && ended / DAY <= last_day
        {
            *customers.entry(row.customer).or_default().entry(ended / DAY).or_default() += value;
        }
    }
    customers
}

fn each(customers: &BTreeMap<u32, Days>, mut write: impl FnMut(&str, &Days) -> csv::Result<()>) -> csv::Result<()> {
    customers.iter().try_for_each(|(customer, days)| write(&customer.to_string(), days))
}

/// Frequency, recency, age and money, as Fader, Hardie and Lee (2005) have them: the first day with a purchase is not
/// counted, and nor is its money.
fn summary_of(days: &Days, last_day: u64) -> [String; 4] {
    let first = *days.keys().next().expect("who is there has bought");
    let last = *days.keys().next_back().expect("who is there has bought");
    let again = days.len() as u64 - 1;
    let money: u64 = days.values().skip(1).sum();
    let mean = if again == 0 { 0.0 } else { money as f64 / (again * MILLION) as f64 };
    [again.to_string(), (last - first).to_string(), (last_day - first).to_string(), mean.to_string()]
}
