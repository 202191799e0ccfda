//! What a dashboard counts: lists of things that happened, each with the facts that one definition or another asks for.

use crate::scenario::timetable::{DAY, Micros, SECONDS_PER_MINUTE, Timetable, micros};

/// So many seconds.
pub fn seconds(count: u32) -> Micros {
    micros(f64::from(count) / SECONDS_PER_MINUTE)
}

/// Seconds that have gone by, the last one only if it is over; half a micro-minute of rounding is no part of a second.
pub const fn whole_seconds(time: Micros) -> u64 {
    (time * 60 + 30) / 1_000_000
}

/// The day of a moment, from 0.
pub const fn day(at: Micros) -> u64 {
    at / DAY
}

/// All that is known, each list in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Contacts that stood in a line, or were served at once.
    pub contacts: Vec<Contact>,
    /// Cases: tickets, conversations.
    pub cases: Vec<Case>,
    /// What agents were doing.
    pub presences: Vec<Presence>,
    /// What visitors of a site or an app did.
    pub hits: Vec<Hit>,
    /// Baskets that were filled.
    pub baskets: Vec<Basket>,
    /// Orders.
    pub orders: Vec<Order>,
    /// When one looks.
    pub until: Micros,
}

/// One contact with a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub customer: u32,
    /// About which case.
    pub case: u64,
    /// In which channel, or queue.
    pub channel: u16,
    /// By what means.
    pub medium: Medium,
    /// Who began it.
    pub begun_by: Begun,
    /// When it entered the line.
    pub entered: Micros,
    /// When it left the line: was answered, hung up or was moved; or when one looks, where it still waits.
    pub left: Micros,
    /// How it left the line.
    pub how: Left,
    /// What it went through, of what is told apart.
    pub states: Vec<(State, Micros)>,
}

impl Contact {
    /// How long it waited.
    pub const fn wait(&self) -> Micros {
        self.left - self.entered
    }

    /// How long it was in any of these states.
    pub fn time_in(&self, states: &[State]) -> Micros {
        self.states.iter().filter(|(state, _)| states.contains(state)).map(|(_, time)| time).sum()
    }
}

/// Who began a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// The customer, or the firm.
    Anew,
    /// Another contact, which was passed on.
    PassedOn,
}

/// By what means customers turn to the firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// By telephone.
    Call,
    /// By chat.
    Chat,
    /// By e-mail.
    Mail,
    /// A task, a form, a visit in person.
    Other,
}

/// How a contact left the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// A person answered.
    Answered,
    /// The customer hung up.
    HungUp,
    /// The customer asked to be called back.
    CallBack,
    /// The flow moved it to another queue, to a recording, or to the door at closing time.
    MovedOn,
    /// It had waited for as long as the queue allows.
    TimedOut,
    /// It has not.
    Waiting,
}

/// What a contact is going through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A number is dialled.
    Dialling,
    /// It rings at an agent.
    Ringing,
    /// They talk, or write.
    Talk,
    /// The customer is put on hold.
    Hold,
    /// The agent has put a task aside.
    Pause,
    /// The work after a contact.
    After,
}

/// A ticket or a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub number: u64,
    /// Where it was opened.
    pub channel: u16,
    /// When it was opened.
    pub created: Micros,
    /// When a bot handed it over to people.
    pub handed_over: Option<Micros>,
    /// Its states and since when, in order of time.
    pub statuses: Vec<(Micros, Status)>,
    /// What was written or said, in order of time.
    pub messages: Vec<Message>,
}

impl Case {
    /// The status that it has in the end.
    pub fn status(&self) -> Option<Status> {
        self.statuses.last().map(|&(_, status)| status)
    }

    /// The spans of time in any of these states, up to a moment.
    pub fn spans_in(&self, of: &[Status], until: Micros) -> Vec<(Micros, Micros)> {
        let ends = self.statuses.iter().skip(1).map(|&(at, _)| at).chain([until]);
        let spans = self.statuses.iter().zip(ends);
        spans
            .filter(|((_, status), _)| of.contains(status))
            .map(|(&(from, _), to)| (from.min(until), to.min(until)))
            .collect()
    }

    /// Whether somebody of the firm told the customer something in this message.
    const fn is_reply(message: &Message) -> bool {
        matches!((message.by, message.seen_by), (Author::Person, Reader::Customer))
    }

    /// When somebody first replied, if anybody did.
    pub fn first_reply(&self) -> Option<Micros> {
        self.messages.iter().find(|message| Self::is_reply(message)).map(|message| message.at)
    }

    /// How often somebody replied.
    pub fn replies(&self) -> usize {
        self.messages.iter().filter(|message| Self::is_reply(message)).count()
    }

    /// When it was opened again after it had been solved.
    pub fn reopenings(&self) -> impl Iterator<Item = Micros> {
        let again = |pair: &&[(Micros, Status)]| pair[0].1 == Status::Solved && pair[1].1 != Status::Solved;
        self.statuses.windows(2).filter(again).map(|pair| pair[1].0)
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has looked at it.
    New,
    /// The firm has to do something.
    Open,
    /// The customer has to do something.
    Pending,
    /// Somebody else has to do something.
    OnHold,
    /// Done.
    Solved,
}

/// Something written or said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// When.
    pub at: Micros,
    /// By whom.
    pub by: Author,
    /// For whom.
    pub seen_by: Reader,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The customer.
    Customer,
    /// Somebody of the firm.
    Person,
    /// A bot, a rule or a greeting.
    Automatic,
}

/// Who sees a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The customer too.
    Customer,
    /// Only the firm: a note.
    Firm,
}

/// What an agent was doing for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// At what.
    pub doing: Doing,
    /// For how long.
    pub time: Micros,
    /// Contacts at hand.
    pub contacts: u32,
    /// Contacts that the agent may have at hand.
    pub slots: u32,
}

/// What agents do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Something for a contact, the work after it too.
    OnContact,
    /// It rings.
    Ringing,
    /// Nothing, and ready.
    Idle,
    /// Something of the firm's own: a break, a training.
    Custom,
}

/// Something that a visitor did on a site or in an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Who, as the site knows them.
    pub customer: u32,
    /// On which site.
    pub channel: u16,
    /// When.
    pub at: Micros,
    /// What.
    pub what: What,
    /// What brought the visitor, where this is an arrival.
    pub from: Option<Origin>,
    /// How long the page was in front.
    pub in_front: Micros,
}

/// What a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Looked at a page.
    Page,
    /// Did what the firm wants: signed up, ordered.
    KeyEvent,
}

/// What brings visitors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nothing that is known.
    Direct,
    /// A search, a mail, a campaign, by number.
    Campaign(u16),
    /// An advertisement bought from the maker of the dashboard, by number.
    OwnAd(u16),
}

/// A basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basket {
    /// Whose.
    pub customer: u32,
    /// Where it was filled.
    pub channel: u16,
    /// When it was filled.
    pub filled: Micros,
    /// When the customer said how to be reached.
    pub contact_given: Option<Micros>,
    /// When it was ordered.
    pub ordered: Option<Micros>,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The address that it was given with; whether that has an account or not.
    pub address: u64,
    /// Where it was given.
    pub channel: u16,
    /// When.
    pub at: Micros,
    /// What became of it.
    pub fate: OrderFate,
}

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFate {
    /// It is under way, or done.
    Counted,
    /// It is not paid yet.
    Pending,
    /// The payment has failed.
    Failed,
    /// Called off.
    Cancelled,
}

/// What the one who reads a dashboard has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Who is answered within this time is answered in time.
    pub threshold: Micros,
    /// Whether exactly that is in time.
    pub exactly: Exactly,
    /// Opening hours by channel; a channel without is always open.
    pub hours: Vec<Timetable>,
}

/// What a wait of exactly the threshold counts as, where the one who asks can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactly {
    /// In time.
    InTime,
    /// Too late.
    Late,
}

impl Settings {
    /// A threshold of so many seconds, exactly that being in time, and doors that never close.
    pub fn of_seconds(threshold: u32) -> Self {
        Self { threshold: seconds(threshold), exactly: Exactly::InTime, hours: Vec::new() }
    }

    /// The time between two moments in which a channel is open.
    pub fn open_between(&self, channel: u16, from: Micros, to: Micros) -> Micros {
        let to = to.max(from);
        self.hours.get(usize::from(channel)).map_or(to - from, |hours| hours.open_time(from, to))
    }
}

/// All of the firm, or one channel of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All channels.
    All,
    /// One.
    Channel(u16),
}

impl Part {
    /// Whether a channel belongs to it.
    pub fn holds(self, channel: u16) -> bool {
        self == Self::All || self == Self::Channel(channel)
    }
}
