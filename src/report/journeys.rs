//! `contacts.csv` and `customers.csv`: contacts and customers one by one, each row written as soon as it is told, and
//! never held in memory.
//!
//! Chapters of a retelling are written side by side, each to files of its own, and bound in their order: so the files are
//! the same on any number of threads.

#[cfg(feature = "parquet")]
mod parquet;

use super::folder::{FolderError, refused};
use super::streamed::{Streamed, Sum, Summed};
use super::tables::{ALL, settings_in_a_cell};
use crate::engine::log::End;
use crate::engine::retold::{Conflict, Contact, LostOver, Need, NeedEnd, Person, Told};
use crate::engine::tally::{Unpursued, fixed};
use crate::experiment::{Chapter, Retelling};
use crate::model::experience::{Ended, LastStraw};
use crate::model::journey::{Arrival, ContactEnd};
use crate::model::rules::Rules;
use crate::scenario::Scenario;
use crate::scenario::timetable::{DAY, Micros};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

/// In which form rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// As CSV.
    Csv,
    /// The same, compressed by Zstandard.
    Zst,
    /// As Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Rows are written when so much of them has come together (bytes).
const AT_ONCE: usize = 1 << 18;
/// How hard rows are compressed: of Zstandard's levels the one that is hardly felt beside the simulation.
const LEVEL: i32 = 1;

const KEY: &str = "scenario,strategy,design_point,replication,customer,segment";
const CONTACTS: &str = "journey,journey_type,need_minutes,contact,channel,transfer,day,arrived_minutes,waited_minutes,served_minutes,ended_minutes,steps_done,context_lost,conflict,contact_end,journey_end,journey_ended_minutes,counts,value,margin,effort_minutes";
const CUSTOMERS: &str =
    "needs,contacts,orders,value,margin,effort_minutes,satisfaction,lost_on_day,lost_minutes,lost_over";

/// What is told besides of customers, where any join.
const JOINED: &str = ",joined_on_day,joined_minutes";

/// The two tables, and the columns of each between the key and the settings.
const TABLES: [(&str, &str); 2] = [("contacts", CONTACTS), ("customers", CUSTOMERS)];

impl Rows {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Zst => "csv.zst",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// The names of the files.
    pub fn names(self) -> [String; 2] {
        TABLES.map(|(table, _)| format!("{table}.{}", self.ending()))
    }
}

/// Writes the rows of a retelling into a folder. `done` is called after each chapter.
///
/// # Errors
/// If the system refuses.
pub fn write(
    retelling: &Retelling,
    folder: &Path,
    rows: Rows,
    done: impl Fn() + Sync,
) -> Result<Vec<Streamed>, FolderError> {
    let words = Words::of(retelling.scenario);
    let chapters = retelling.chapters.par_iter().enumerate().with_max_len(1);
    chapters.try_for_each(|(at, chapter)| {
        let written = write_chapter(retelling, chapter, &words, folder, at);
        done();
        written
    })?;
    let bound = TABLES.iter().zip(rows.names()).map(|((table, columns), name)| {
        let parts = (0..retelling.chapters.len()).map(|at| part(folder, table, at));
        let joined = if *table == "customers" && retelling.scenario.run.asked.joins { JOINED } else { "" };
        let header = format!("{KEY},{columns}{joined},settings\n");
        let to = folder.join(&name);
        let sum = bind(&header, parts, &to, rows).map_err(refused(&to))?;
        Ok(Streamed { name, sum })
    });
    bound.collect()
}

/// Where a chapter's rows of a table are until all are bound.
fn part(folder: &Path, table: &str, at: usize) -> PathBuf {
    folder.join(format!("{table}.{at}"))
}

fn write_chapter(
    retelling: &Retelling,
    chapter: &Chapter,
    words: &Words,
    folder: &Path,
    at: usize,
) -> Result<(), FolderError> {
    let [mut contacts, mut customers] =
        [Sheet::new(part(folder, TABLES[0].0, at)), Sheet::new(part(folder, TABLES[1].0, at))];
    let start = start(retelling.scenario, chapter);
    retelling.tell(chapter, |rules, told| match told {
        Told::Need(need) => rows_of_need(contacts.line(), &start, words, rules, need),
        Told::Customer(person) => row_of_customer(customers.line(), &start, words, rules, person),
    });
    contacts.finish()?;
    customers.finish()
}

/// Puts parts together, each removed when it is bound in.
fn bind(header: &str, parts: impl Iterator<Item = PathBuf>, to: &Path, rows: Rows) -> io::Result<Sum> {
    let out = Summed::new(to)?;
    let out = match rows {
        Rows::Csv => all_in(out, header, parts)?,
        Rows::Zst => all_in(zstd::Encoder::new(out, LEVEL)?, header, parts)?.finish()?,
        #[cfg(feature = "parquet")]
        Rows::Parquet => parquet::bind(out, header, parts)?,
    };
    out.finish()
}

fn all_in<W: Write>(mut out: W, header: &str, parts: impl Iterator<Item = PathBuf>) -> io::Result<W> {
    out.write_all(header.as_bytes())?;
    for part in parts {
        io::copy(&mut BufReader::with_capacity(AT_ONCE, File::open(&part)?), &mut out)?;
        fs::remove_file(part)?;
    }
    Ok(out)
}

/// Rows on their way to a file; after a refusal, nothing more is written.
struct Sheet {
    path: PathBuf,
    file: io::Result<File>,
    rows: Vec<u8>,
}

impl Sheet {
    fn new(path: PathBuf) -> Self {
        Self { file: File::create_new(&path), path, rows: Vec::with_capacity(2 * AT_ONCE) }
    }

    /// Where the next rows go.
    fn line(&mut self) -> Line<'_> {
        if self.rows.len() >= AT_ONCE {
            self.write();
        }
        Line(&mut self.rows)
    }

    fn write(&mut self) {
        if let Ok(file) = &mut self.file
            && let Err(error) = file.write_all(&self.rows)
        {
            self.file = Err(error);
        }
        self.rows.clear();
    }

    fn finish(mut self) -> Result<(), FolderError> {
        self.write();
        self.file.map(drop).map_err(refused(&self.path))
    }
}

/// The words that stand in rows, as they are written.
struct Words {
    segments: Vec<Vec<u8>>,
    journeys: Vec<Vec<u8>>,
    channels: Vec<Vec<u8>>,
    settings: Vec<u8>,
}

impl Words {
    fn of(scenario: &Scenario) -> Self {
        let all = |names: &[String]| names.iter().map(|name| field(name)).collect();
        let names = &scenario.names;
        Self {
            segments: all(&names.segments),
            journeys: all(&names.journeys),
            channels: all(&names.channels),
            settings: field(&settings_in_a_cell(scenario)),
        }
    }
}

/// What all rows of a chapter begin with.
fn start(scenario: &Scenario, chapter: &Chapter) -> Vec<u8> {
    let design_point = scenario.design_point.as_deref().unwrap_or(ALL);
    let mut start: Vec<u8> = Vec::new();
    let mut line = Line(&mut start);
    for name in [scenario.name.as_str(), &scenario.strategies[chapter.strategy].name, design_point] {
        line.word(&field(name));
    }
    line.whole(u64::from(chapter.replication) + 1);
    start
}

/// A text as a cell of a table.
fn field(text: &str) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record([text]).expect("writing to memory cannot fail");
    let mut field = writer.into_inner().expect("writing to memory cannot fail");
    field.pop();
    field
}

/// The rows of a need: one for each contact, or the only one where there is none.
fn rows_of_need(mut line: Line, start: &[u8], words: &Words, rules: &Rules, need: &Need) {
    let row = |line: &mut Line, contact: Option<&Contact>, money: Option<(u64, i64)>| {
        line.key(start, need.customer, &words.segments[usize::from(need.segment)]);
        line.whole(need.journey.into());
        line.word(&words.journeys[need.kind]);
        line.millionths(need.arose);
        match contact {
            Some(contact) => of_contact(line, words, rules, contact),
            None => line.word(b"0,*,*,,,,,,0,,*,*"),
        }
        line.word(of_need(need.end).as_bytes());
        line.perhaps(need.ended);
        line.whole(need.counts.into());
        line.perhaps(money.map(|(value, _)| value));
        line.margin(money.map(|(_, margin)| margin));
        line.millionths(contact.map_or(0, |contact| contact.effort));
        line.end(&words.settings);
    };
    let Some((last, before)) = need.contacts.split_last() else { return row(&mut line, None, need.money) };
    for contact in before {
        row(&mut line, Some(contact), None);
    }
    row(&mut line, Some(last), need.money);
}

/// From the number of a contact to how it ended.
fn of_contact(line: &mut Line, words: &Words, rules: &Rules, contact: &Contact) {
    let logged = &contact.logged;
    let channel = usize::from(logged.channel);
    let ended = Some(logged.ended).filter(|_| logged.end != End::Censored);
    let in_line = rules.forms[usize::from(logged.form)].has_pool && logged.end != End::InVain;
    let no_longer_waits = logged.answered.or(ended).filter(|_| in_line);
    line.whole(logged.number.into());
    line.word(&words.channels[channel]);
    line.word(of_arrival(logged.arrival).as_bytes());
    line.whole(logged.arrived / DAY);
    line.millionths(logged.arrived);
    line.perhaps(no_longer_waits.map(|at| at - logged.arrived));
    line.perhaps(logged.answered.zip(ended).map(|(from, to)| to - from));
    line.perhaps(ended);
    line.whole(contact.steps_done.into());
    line.word(contact.lost_context.map_or("", |lost| if lost { "1" } else { "0" }).as_bytes());
    line.word(of_conflict(contact.conflict).as_bytes());
    line.word(of_end(logged.end, logged.passed_on).as_bytes());
}

fn row_of_customer(mut line: Line, start: &[u8], words: &Words, rules: &Rules, person: &Person) {
    line.key(start, person.customer, &words.segments[usize::from(person.segment)]);
    for count in [person.needs, person.contacts, person.orders] {
        line.whole(count);
    }
    line.millionths(person.value);
    line.margin(Some(person.margin));
    line.millionths(person.effort);
    line.decimal::<9>(fixed(person.satisfaction).unsigned_abs());
    line.day(person.lost);
    line.perhaps(person.lost);
    line.word(person.lost_over.map_or("*", of_loss).as_bytes());
    if rules.asked.joins {
        line.day(person.joined);
        line.perhaps(person.joined);
    }
    line.end(&words.settings);
}

const fn of_arrival(arrival: Arrival) -> &'static str {
    match arrival {
        Arrival::Chosen | Arrival::Known => "*",
        Arrival::Cold => "cold",
        Arrival::Warm => "warm",
    }
}

const fn of_conflict(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::None => "*",
        Conflict::Better => "better",
        Conflict::Worse => "worse",
    }
}

const fn of_end(end: End, passed_on: bool) -> &'static str {
    match end {
        End::Served(_) if passed_on => "passed on",
        End::Served(ContactEnd::Left) => "left",
        End::Served(ContactEnd::Completed) => "completed",
        End::Served(ContactEnd::Failed) => "failed",
        End::Served(ContactEnd::On) => "went on",
        End::Served(ContactEnd::Stuck) => "stuck",
        End::HungUp => "hung up",
        End::TurnedAway => "turned away",
        End::InVain => "in vain",
        End::Censored => "open",
    }
}

const fn of_need(end: NeedEnd) -> &'static str {
    match end {
        NeedEnd::Ended(Ended::ResolvedFirst) => "resolved at once",
        NeedEnd::Ended(Ended::ResolvedLate) => "resolved late",
        NeedEnd::Ended(Ended::Recovered) => "recovered",
        NeedEnd::Ended(Ended::Left) => "left",
        NeedEnd::Ended(Ended::GivenUp) => "given up",
        NeedEnd::Ended(Ended::CutOff) => "cut off",
        NeedEnd::NotPursued(Unpursued::NotWorthIt) => "not pursued",
        NeedEnd::NotPursued(Unpursued::NoChannel) => "no channel",
        NeedEnd::Open => "open",
    }
}

const fn of_loss(over: LostOver) -> &'static str {
    match over {
        LostOver::Journey(LastStraw::Nothing) => "nothing",
        LostOver::Journey(LastStraw::Wait) => "wait",
        LostOver::Journey(LastStraw::Repeat) => "repeat",
        LostOver::Journey(LastStraw::Transfer) => "transfer",
        LostOver::Journey(LastStraw::Conflict) => "conflict",
        LostOver::Journey(LastStraw::WrongRecord) => "wrong record",
        LostOver::Journey(LastStraw::GaveUp) => "gave up",
        LostOver::NotPursued => "not pursued",
        LostOver::Calendar => "calendar",
    }
}

/// A row being written, cell by cell.
struct Line<'a>(&'a mut Vec<u8>);

impl Line<'_> {
    fn key(&mut self, start: &[u8], customer: u32, segment: &[u8]) {
        self.0.extend_from_slice(start);
        self.whole(u64::from(customer) + 1);
        self.word(segment);
    }

    fn word(&mut self, word: &[u8]) {
        self.0.extend_from_slice(word);
        self.0.push(b',');
    }

    fn whole(&mut self, number: u64) {
        self.digits(number);
        self.0.push(b',');
    }

    /// The day of a moment, where there is one.
    fn day(&mut self, moment: Option<Micros>) {
        match moment {
            Some(moment) => self.whole(moment / DAY),
            None => self.0.push(b','),
        }
    }

    /// A time in minutes, or an amount of money.
    fn millionths(&mut self, number: u64) {
        self.decimal::<6>(number);
    }

    /// The same, where there is one.
    fn perhaps(&mut self, number: Option<Micros>) {
        match number {
            Some(number) => self.millionths(number),
            None => self.0.push(b','),
        }
    }

    /// An amount of money that may be a loss, where there is one.
    fn margin(&mut self, number: Option<i64>) {
        if number.is_some_and(|number| number < 0) {
            self.0.push(b'-');
        }
        self.perhaps(number.map(i64::unsigned_abs));
    }

    /// A number with so many places after the point, as far as they are not 0.
    fn decimal<const PLACES: usize>(&mut self, number: u64) {
        let one = 10_u64.pow(PLACES as u32);
        self.digits(number / one);
        let mut rest = number % one;
        if rest > 0 {
            let mut places = [b'0'; PLACES];
            for place in places.iter_mut().rev() {
                *place += (rest % 10) as u8;
                rest /= 10;
            }
            let used = places.iter().rposition(|&place| place != b'0').map_or(0, |last| last + 1);
            self.0.push(b'.');
            self.0.extend_from_slice(&places[..used]);
        }
        self.0.push(b',');
    }

    fn digits(&mut self, mut number: u64) {
        const MOST: usize = 20;
        let mut digits = [b'0'; MOST];
        let mut first = MOST;
        while first == MOST || number > 0 {
            first -= 1;
            digits[first] += (number % 10) as u8;
            number /= 10;
        }
        self.0.extend_from_slice(&digits[first..]);
    }

    fn end(&mut self, settings: &[u8]) {
        self.0.extend_from_slice(settings);
        self.0.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Line)) -> String {
        let mut bytes = Vec::new();
        write(&mut Line(&mut bytes));
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn numbers_are_written_to_their_last_place_and_no_further() {
        for (number, expected) in [
            (0, "0,"),
            (1, "0.000001,"),
            (1_500_000, "1.5,"),
            (20_000_000, "20,"),
            (u64::MAX, "18446744073709.551615,"),
        ] {
            assert_eq!(written(|line| line.millionths(number)), expected);
        }
        assert_eq!(written(|line| line.margin(Some(-2_050_000))), "-2.05,");
        assert_eq!(written(|line| line.margin(None)), ",");
        assert_eq!(written(|line| line.decimal::<9>(750_000_000)), "0.75,");
    }

    #[test]
    fn a_text_with_a_comma_is_quoted() {
        assert_eq!(field("web, app"), b"\"web, app\"");
        assert_eq!(field("web"), b"web");
    }
}
