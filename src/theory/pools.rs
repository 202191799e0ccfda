//! One staff pool that serves calls, messages and chats together, in steady state.
//!
//! All who wait stand in one line, by rank, then in person before messages, then by arrival. Chats first: the first in line
//! is served while an agent is free for them, and nobody else is. A call or a message needs an idle agent; a chat also
//! joins an agent who has but chats, and fewer than the slots. Under other rules ([`Sharing`]) nobody waits while an agent is
//! free for them. Whoever is served goes to the agent with the fewest contacts, of those who are free for them.

use super::chain::{Law, Passage, mean, pass, stationary};

/// One channel's customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Class {
    /// Arrivals, per unit of time: a Poisson stream.
    pub rate: f64,
    /// Mean service, exponential; of a chat, if its agent has no other.
    pub mean_service: f64,
    /// Mean patience, exponential, > 0; infinite for those who never hang up.
    pub mean_patience: f64,
    /// Contacts that an agent handles at a time, 1 for calls and messages; one class at most has more.
    pub slots: u8,
    /// With j chats, each runs at speed 1 / (1 + slowdown (j - 1)); slowdown >= 0.
    pub slowdown: f64,
    /// Priority, lower first.
    pub rank: u8,
    /// Messages: they come after those in person, and are worked on when their sender has stopped waiting.
    pub message: bool,
}

impl Class {
    /// Calls without priority that never hang up.
    pub const fn calls(rate: f64, mean_service: f64) -> Self {
        Self { rate, mean_service, mean_patience: f64::INFINITY, slots: 1, slowdown: 0.0, rank: 1, message: false }
    }

    /// Messages without priority whose senders never stop waiting.
    pub const fn messages(rate: f64, mean_service: f64) -> Self {
        Self { message: true, ..Self::calls(rate, mean_service) }
    }

    /// Chats without priority that never hang up.
    pub const fn chats(rate: f64, mean_service: f64, slots: u8, slowdown: f64) -> Self {
        Self { slots, slowdown, ..Self::calls(rate, mean_service) }
    }
}

/// What an agent can have at hand at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Chats, or one contact of another kind.
    ChatsFirst,
    /// The same, and a call, for which all else stands still.
    CallInterrupts,
    /// Contacts of all kinds, each up to a limit; chats are the slower, the more contacts of any kind are at hand.
    Limits {
        /// Most calls.
        calls: u8,
        /// Most chats, beside the slots of their class.
        chats: u8,
        /// Most messages.
        messages: u8,
        /// Most contacts.
        together: u8,
    },
}

/// How a class fares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fare {
    /// Mean wait of all who come, hang-ups included.
    pub mean_wait: f64,
    /// Share of those who come who hang up (of messages: who stop waiting).
    pub hang_up: f64,
    /// Mean time in service of those who are served (not of messages given up).
    pub mean_handling: f64,
}

/// A pool in steady state.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// By class.
    pub fares: Vec<Fare>,
    /// Share of the agents that is at work.
    pub busy: f64,
    /// Probability that the line is as long as the chain allows: what the cut may have cost.
    pub cut: f64,
}

impl Pool {
    /// Mean wait of all who come in classes that are not messages.
    pub fn mean_wait(&self, classes: &[Class]) -> f64 {
        let in_person = || classes.iter().zip(&self.fares).filter(|(class, _)| !class.message);
        let rate: f64 = in_person().map(|(class, _)| class.rate).sum();
        in_person().map(|(class, fare)| class.rate * fare.mean_wait).sum::<f64>() / rate
    }
}

/// Most classes of a pool.
const CLASSES: usize = 3;
/// How many contacts an agent has at hand, by class.
type Hand = [u8; CLASSES];

/// What each agent has at hand, and who waits, in the order of service.
///
/// Agents beyond those on duty finish what is at hand and take nothing more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    line: Vec<u8>,
    agents: Vec<Hand>,
    on_duty: usize,
}

impl State {
    fn empty(agents: usize) -> Self {
        Self { line: Vec::new(), agents: vec![[0; CLASSES]; agents], on_duty: agents }
    }

    /// The same but for the numbers of the agents, who are all alike where all are on duty.
    fn whoever_it_is(mut self) -> Self {
        self.agents.sort_unstable();
        self
    }
}

/// From here on, who stands in line is a message of a class whose sender has stopped waiting.
const ORPHAN: u8 = 128;

/// Who comes, and by which rule agents take them.
#[derive(Debug, Clone, Copy)]
struct Desk<'a> {
    classes: &'a [Class],
    sharing: Sharing,
}

/// Kinds of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Call,
    Chat,
    Message,
}

impl Class {
    const fn kind(&self) -> Kind {
        match self.slots {
            _ if self.message => Kind::Message,
            1 => Kind::Call,
            _ => Kind::Chat,
        }
    }
}

impl Desk<'_> {
    /// Whether of two agents with as many contacts, of other kinds, the one with the lower number is taken.
    fn tells_agents_apart(&self) -> bool {
        match self.sharing {
            Sharing::ChatsFirst => false,
            Sharing::CallInterrupts => self.classes.iter().any(|class| class.message),
            Sharing::Limits { .. } => true,
        }
    }

    fn at_hand(&self, hand: Hand, kind: Kind) -> u8 {
        self.classes.iter().zip(hand).filter(|(class, _)| class.kind() == kind).map(|(_, count)| count).sum()
    }

    /// Whether an agent who has this at hand is free for one more of a class.
    fn is_free(&self, hand: Hand, class: u8) -> bool {
        let of = &self.classes[usize::from(class)];
        let (kind, all) = (of.kind(), hand.iter().sum::<u8>());
        let alike = self.at_hand(hand, kind);
        match self.sharing {
            Sharing::CallInterrupts if kind == Kind::Call => alike == 0,
            Sharing::ChatsFirst | Sharing::CallInterrupts => match kind {
                Kind::Chat => all == alike && alike < of.slots,
                Kind::Call | Kind::Message => all == 0,
            },
            Sharing::Limits { calls, chats, messages, together } => {
                let limit = match kind {
                    Kind::Call => calls,
                    Kind::Chat => chats.min(of.slots),
                    Kind::Message => messages,
                };
                all < together && alike < limit
            }
        }
    }

    /// Rate at which one of an agent's contacts of a class ends.
    fn finishing_rate(&self, hand: Hand, class: usize) -> f64 {
        let of = &self.classes[class];
        let stands_still =
            of.kind() != Kind::Call && self.sharing == Sharing::CallInterrupts && self.at_hand(hand, Kind::Call) > 0;
        let beside = match of.kind() {
            Kind::Chat => f64::from(hand.iter().sum::<u8>()) - 1.0,
            Kind::Call | Kind::Message => 0.0,
        };
        let speed = if stands_still { 0.0 } else { 1.0 / (1.0 + of.slowdown * beside) };
        f64::from(hand[class]) * speed / of.mean_service
    }
}

/// Steady state of a pool of `agents` who are alike, exact but for the cut of the line at `longest`.
///
/// Waits follow from the mean numbers waiting (Little 1961). Those who find the line at its longest are lost, so that
/// any load is safe; `cut` tells how often that is. Takes time in proportion to 2^`longest` where two classes of one
/// rank are served in the order of arrival, to `longest`^2 where one comes first.
pub fn pool(classes: &[Class], agents: usize, longest: usize) -> Pool {
    shared_pool(classes, Sharing::ChatsFirst, agents, longest)
}

/// The same by another rule of what an agent has at hand; of classes of one kind there is one at most.
pub fn shared_pool(classes: &[Class], sharing: Sharing, agents: usize, longest: usize) -> Pool {
    let law = lasting(Desk { classes, sharing }, agents, longest);
    let fare = |(class, of): (u8, &Class)| {
        let waiting = mean(&law, |state| count(&state.line, |who| who == class));
        let at_hand = |hand: &Hand| f64::from(hand[usize::from(class)]);
        let in_service = mean(&law, |state| state.agents.iter().map(at_hand).sum());
        let mean_wait = waiting / of.rate;
        let hang_up = mean_wait / of.mean_patience;
        Fare { mean_wait, hang_up, mean_handling: in_service / (of.rate * (1.0 - hang_up)) }
    };
    Pool {
        fares: (0..).zip(classes).map(fare).collect(),
        busy: mean(&law, |state| state.agents.iter().filter(|&&hand| hand != [0; CLASSES]).count() as f64)
            / agents as f64,
        cut: mean(&law, |state| f64::from(u8::from(state.line.len() == longest))),
    }
}

fn lasting(desk: Desk, agents: usize, longest: usize) -> Law<State> {
    stationary(State::empty(agents), |state| {
        let onward = onward(desk, longest, state);
        let told_apart = |state: State| if desk.tells_agents_apart() { state } else { state.whoever_it_is() };
        onward.into_iter().map(|(state, rate)| (told_apart(state), rate)).collect()
    })
}

/// A class over a day that begins with nobody there; whoever waits in person at its end is turned away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayFare {
    /// Time waited by all who come, in all.
    pub waited: f64,
    /// How many hang up.
    pub hung_up: f64,
    /// How many still wait at the end.
    pub turned_away: f64,
}

/// What a day of a pool comes to by class, in shifts of so many agents and so long; assumptions of [`pool`], and none of
/// the classes is messages, which would stay for the next day.
///
/// Agents are numbered: of those with the fewest contacts the one with the lowest number takes the next, and when a shift
/// shrinks those with the highest leave, once they are done.
pub fn pool_over_day(classes: &[Class], shifts: &[(usize, f64)], longest: usize) -> Vec<DayFare> {
    shared_over_day(classes, Sharing::ChatsFirst, shifts, longest)
}

/// The same by another rule of what an agent has at hand.
pub fn shared_over_day(classes: &[Class], sharing: Sharing, shifts: &[(usize, f64)], longest: usize) -> Vec<DayFare> {
    let desk = Desk { classes, sharing };
    let most = shifts.iter().map(|&(agents, _)| agents).max().unwrap_or(0);
    let mut law: Law<State> = vec![(State::empty(most), 1.0)];
    let mut fares = vec![DayFare { waited: 0.0, hung_up: 0.0, turned_away: 0.0 }; classes.len()];
    for &(on_duty, time) in shifts {
        let begin = |(state, weight): (State, f64)| (settled(desk, State { on_duty, ..state }), weight);
        let start = law.into_iter().map(begin).collect();
        let shift = pass(&start, time, |state| onward(desk, longest, state));
        for (class, fare) in (0..).zip(&mut fares) {
            let waiting = |law| mean(law, |state: &State| count(&state.line, |who| who == class));
            fare.waited += waiting(&shift.spent);
            fare.turned_away = waiting(&shift.after);
        }
        law = shift.after;
    }
    for (fare, class) in fares.iter_mut().zip(classes) {
        fare.hung_up = fare.waited / class.mean_patience;
    }
    fares
}

fn count(all: &[u8], which: impl Fn(u8) -> bool) -> f64 {
    all.iter().filter(|&&one| which(one)).count() as f64
}

/// Where a state leads, and how fast.
fn onward(desk: Desk, longest: usize, state: &State) -> Vec<(State, f64)> {
    let arrivals = (0..).zip(desk.classes).map(|(class, of)| (arrived(desk, state, class), of.rate));
    let mut onward: Vec<(State, f64)> = arrivals.filter(|(state, _)| state.line.len() <= longest).collect();
    onward.extend(hang_ups(desk, state, state.line.len()));
    onward.extend(ends_of_work(desk, state));
    onward
}

/// Hang-ups among the first in line.
fn hang_ups(desk: Desk, state: &State, first: usize) -> Vec<(State, f64)> {
    let patience =
        |place: &usize| desk.classes.get(usize::from(state.line[*place])).map_or(f64::INFINITY, |of| of.mean_patience);
    let impatient = (0..first).filter(|place| patience(place) < f64::INFINITY);
    impatient.map(|place| (hung_up(desk, state, place), 1.0 / patience(&place))).collect()
}

fn ends_of_work(desk: Desk, state: &State) -> Vec<(State, f64)> {
    let contacts = (0..state.agents.len()).flat_map(|agent| (0..desk.classes.len()).map(move |class| (agent, class)));
    let rate = |&(agent, class): &(usize, usize)| desk.finishing_rate(state.agents[agent], class);
    contacts.filter(|one| rate(one) > 0.0).map(|one| (finished(desk, state, one), rate(&one))).collect()
}

fn arrived(desk: Desk, state: &State, class: u8) -> State {
    let order = |who: u8| {
        let of = &desk.classes[usize::from(who % ORPHAN)];
        (of.rank, of.message)
    };
    let mut next = state.clone();
    let place = next.line.partition_point(|&who| order(who) <= order(class));
    next.line.insert(place, class);
    settled(desk, next)
}

fn hung_up(desk: Desk, state: &State, place: usize) -> State {
    let mut next = state.clone();
    if desk.classes[usize::from(next.line[place])].message {
        next.line[place] += ORPHAN;
    } else {
        next.line.remove(place);
    }
    settled(desk, next)
}

fn finished(desk: Desk, state: &State, (agent, class): (usize, usize)) -> State {
    let mut next = state.clone();
    next.agents[agent][class] -= 1;
    settled(desk, next)
}

/// Serves the first in line while an agent is free for them; where nobody waits for another's sake, the first for whom one
/// is.
fn settled(desk: Desk, mut state: State) -> State {
    let looked_at = if desk.sharing == Sharing::ChatsFirst { 1 } else { usize::MAX };
    while let Some((place, agent)) = state
        .line
        .iter()
        .take(looked_at)
        .enumerate()
        .find_map(|(place, who)| Some((place, taker(desk, &state, who % ORPHAN)?)))
    {
        let class = state.line.remove(place) % ORPHAN;
        state.agents[agent][usize::from(class)] += 1;
    }
    state
}

/// The agent who takes one of a class: of those who are free for it, the one with the fewest contacts.
fn taker(desk: Desk, state: &State, class: u8) -> Option<usize> {
    let free = (0..state.on_duty).filter(|&agent| desk.is_free(state.agents[agent], class));
    free.min_by_key(|&agent| state.agents[agent].iter().sum::<u8>())
}

/// When those who come to a pool of a single class are answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answers {
    /// Share of those who come who are answered within the time asked for.
    pub in_time: f64,
    /// Share of those who come who hang up within it.
    pub hung_up_in_time: f64,
    /// Share of those who come who are answered at all.
    pub answered: f64,
    /// Mean wait of those who are answered (speed of answer).
    pub mean_wait: f64,
}

/// Somebody who has come.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Newcomer {
    Answered,
    HungUp,
    /// The last in line; who comes later makes no difference.
    Waits(State),
}

/// Answers within `time` >= 0 to those who come to a pool of one class, who see it as it is at any moment (Wolff 1982).
///
/// Assumptions of [`pool`]; those who come later stand behind, so that only hang-ups and ends of work bring an answer
/// nearer.
pub fn answers(class: &Class, agents: usize, longest: usize, time: f64) -> Answers {
    let desk = Desk { classes: &[*class], sharing: Sharing::ChatsFirst };
    let found = lasting(desk, agents, longest).into_iter().filter(|(state, _)| state.line.len() < longest);
    let start: Law<Newcomer> = found.map(|(state, weight)| (newcomer(arrived(desk, &state, 0)), weight)).collect();
    let onward = |newcomer: &Newcomer| fate(desk, newcomer);
    let weight = |law: &Law<Newcomer>, of: &Newcomer| mean(law, |newcomer| f64::from(u8::from(newcomer == of)));
    let within = pass(&start, time, onward).after;
    let (long, Passage { after, spent }) = until_all_is_settled(&start, class, onward);
    let answered = weight(&after, &Newcomer::Answered);
    Answers {
        in_time: weight(&within, &Newcomer::Answered),
        hung_up_in_time: weight(&within, &Newcomer::HungUp),
        answered,
        // The time before the answer is the time less that after it.
        mean_wait: long - weight(&spent, &Newcomer::Answered) / answered,
    }
}

fn newcomer(state: State) -> Newcomer {
    if state.line.is_empty() { Newcomer::Answered } else { Newcomer::Waits(state.whoever_it_is()) }
}

fn fate(desk: Desk, who: &Newcomer) -> Vec<(Newcomer, f64)> {
    let Newcomer::Waits(state) = who else { return Vec::new() };
    let mut fate = vec![(Newcomer::HungUp, 1.0 / desk.classes[0].mean_patience)];
    let nearer = hang_ups(desk, state, state.line.len() - 1).into_iter().chain(ends_of_work(desk, state));
    fate.extend(nearer.map(|(state, rate)| (newcomer(state), rate)));
    fate
}

/// What becomes of newcomers in so long a time that next to nobody still waits, and that time.
fn until_all_is_settled(
    start: &Law<Newcomer>,
    class: &Class,
    onward: impl Fn(&Newcomer) -> Vec<(Newcomer, f64)>,
) -> (f64, Passage<Newcomer>) {
    const NEXT_TO_NOBODY: f64 = 1e-12;
    let waits = |newcomer: &Newcomer| f64::from(u8::from(matches!(newcomer, Newcomer::Waits(_))));
    let mut time = class.mean_service;
    loop {
        let passage = pass(start, time, &onward);
        if mean(&passage.after, waits) < NEXT_TO_NOBODY {
            return (time, passage);
        }
        time *= 2.0;
    }
}

#[cfg(test)]
mod tests;
