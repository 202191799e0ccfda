//! One staff pool that serves calls, messages and chats together, in steady state.
//!
//! The rule: all who wait stand in one line, by rank, then in person before messages, then by arrival. The first in line
//! is served while an agent is free for them, and nobody else is. A call or a message needs an idle agent; a chat also
//! joins an agent who has but chats, and fewer than the slots, and goes to the one with the fewest.

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

/// Agents, each idle, with a number of chats, or with one contact of a class; and who waits, in the order of service.
///
/// Agents beyond those on duty finish what is at hand and take nothing more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    line: Vec<u8>,
    agents: Vec<u8>,
    on_duty: usize,
}

impl State {
    fn empty(agents: usize) -> Self {
        Self { line: Vec::new(), agents: vec![0; agents], on_duty: agents }
    }

    /// The same but for the numbers of the agents, who are all alike where all are on duty.
    fn whoever_it_is(mut self) -> Self {
        self.agents.sort_unstable();
        self
    }
}

/// From here on, what an agent does is one contact of a class.
const ALONE: u8 = 64;
/// From here on, who stands in line is a message of a class whose sender has stopped waiting.
const ORPHAN: u8 = 128;

/// Steady state of a pool of `agents` who are alike, exact but for the cut of the line at `longest`.
///
/// Waits follow from the mean numbers waiting (Little 1961). Those who find the line at its longest are lost, so that
/// any load is safe; `cut` tells how often that is. Takes time in proportion to 2^`longest` where two classes of one
/// rank are served in the order of arrival, to `longest`^2 where one comes first.
pub fn pool(classes: &[Class], agents: usize, longest: usize) -> Pool {
    let law = lasting(classes, agents, longest);
    let fare = |(class, of): (u8, &Class)| {
        let waiting = mean(&law, |state| count(&state.line, |who| who == class));
        let chats =
            |state: &State| state.agents.iter().filter(|&&does| does < ALONE).map(|&does| f64::from(does)).sum();
        let alone = |state: &State| count(&state.agents, |does| does == ALONE + class);
        let in_service = mean(&law, |state| if of.slots > 1 { chats(state) } else { alone(state) });
        let mean_wait = waiting / of.rate;
        let hang_up = mean_wait / of.mean_patience;
        Fare { mean_wait, hang_up, mean_handling: in_service / (of.rate * (1.0 - hang_up)) }
    };
    Pool {
        fares: (0..).zip(classes).map(fare).collect(),
        busy: mean(&law, |state| count(&state.agents, |does| does > 0)) / agents as f64,
        cut: mean(&law, |state| f64::from(u8::from(state.line.len() == longest))),
    }
}

fn lasting(classes: &[Class], agents: usize, longest: usize) -> Law<State> {
    stationary(State::empty(agents), |state| {
        let onward = onward(classes, longest, state);
        onward.into_iter().map(|(state, rate)| (state.whoever_it_is(), rate)).collect()
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
    let most = shifts.iter().map(|&(agents, _)| agents).max().unwrap_or(0);
    let mut law: Law<State> = vec![(State::empty(most), 1.0)];
    let mut fares = vec![DayFare { waited: 0.0, hung_up: 0.0, turned_away: 0.0 }; classes.len()];
    for &(on_duty, time) in shifts {
        let begin = |(state, weight): (State, f64)| (settled(classes, State { on_duty, ..state }), weight);
        let start = law.into_iter().map(begin).collect();
        let shift = pass(&start, time, |state| onward(classes, longest, state));
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
fn onward(classes: &[Class], longest: usize, state: &State) -> Vec<(State, f64)> {
    let arrivals = (0..).zip(classes).map(|(class, of)| (arrived(classes, state, class), of.rate));
    let mut onward: Vec<(State, f64)> = arrivals.filter(|(state, _)| state.line.len() <= longest).collect();
    onward.extend(hang_ups(classes, state, state.line.len()));
    onward.extend(ends_of_work(classes, state));
    onward
}

/// Hang-ups among the first in line.
fn hang_ups(classes: &[Class], state: &State, first: usize) -> Vec<(State, f64)> {
    let patience =
        |place: &usize| classes.get(usize::from(state.line[*place])).map_or(f64::INFINITY, |of| of.mean_patience);
    let impatient = (0..first).filter(|place| patience(place) < f64::INFINITY);
    impatient.map(|place| (hung_up(classes, state, place), 1.0 / patience(&place))).collect()
}

fn ends_of_work(classes: &[Class], state: &State) -> Vec<(State, f64)> {
    let at_work = (0..state.agents.len()).filter(|&agent| state.agents[agent] > 0);
    at_work.map(|agent| (finished(classes, state, agent), finishing_rate(classes, state.agents[agent]))).collect()
}

fn arrived(classes: &[Class], state: &State, class: u8) -> State {
    let order = |who: u8| {
        let of = &classes[usize::from(who % ORPHAN)];
        (of.rank, of.message)
    };
    let mut next = state.clone();
    let place = next.line.partition_point(|&who| order(who) <= order(class));
    next.line.insert(place, class);
    settled(classes, next)
}

fn hung_up(classes: &[Class], state: &State, place: usize) -> State {
    let mut next = state.clone();
    if classes[usize::from(next.line[place])].message {
        next.line[place] += ORPHAN;
    } else {
        next.line.remove(place);
    }
    settled(classes, next)
}

fn finished(classes: &[Class], state: &State, agent: usize) -> State {
    let mut next = state.clone();
    next.agents[agent] = if next.agents[agent] < ALONE { next.agents[agent] - 1 } else { 0 };
    settled(classes, next)
}

/// Rate at which one of an agent's contacts ends.
fn finishing_rate(classes: &[Class], does: u8) -> f64 {
    if does >= ALONE {
        return 1.0 / classes[usize::from(does - ALONE)].mean_service;
    }
    let chats = classes.iter().find(|class| class.slots > 1).expect("an agent has chats only where there are some");
    f64::from(does) / (1.0 + chats.slowdown * f64::from(does - 1)) / chats.mean_service
}

/// Serves the first in line while an agent is free for them.
fn settled(classes: &[Class], mut state: State) -> State {
    while let Some(&who) = state.line.first() {
        let class = who % ORPHAN;
        let slots = classes[usize::from(class)].slots;
        // Whoever has a call or a message counts as having more than any number of chats.
        let fewest = state.agents[..state.on_duty].iter_mut().min_by_key(|does| **does);
        let Some(does) = fewest.filter(|does| **does < slots) else { break };
        *does = if slots > 1 { *does + 1 } else { ALONE + class };
        state.line.remove(0);
    }
    state
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
    let classes = [*class];
    let found = lasting(&classes, agents, longest).into_iter().filter(|(state, _)| state.line.len() < longest);
    let start: Law<Newcomer> = found.map(|(state, weight)| (newcomer(arrived(&classes, &state, 0)), weight)).collect();
    let onward = |newcomer: &Newcomer| fate(&classes, newcomer);
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

fn fate(classes: &[Class], who: &Newcomer) -> Vec<(Newcomer, f64)> {
    let Newcomer::Waits(state) = who else { return Vec::new() };
    let mut fate = vec![(Newcomer::HungUp, 1.0 / classes[0].mean_patience)];
    let nearer = hang_ups(classes, state, state.line.len() - 1).into_iter().chain(ends_of_work(classes, state));
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
mod tests {
    use super::*;
    use crate::theory::queues::{self, ChatDesk, chat, erlang_a, erlang_b, erlang_c, priority_waits};
    use crate::theory::shifts::Desk;
    use crate::theory::{assert_near, assert_within};

    fn patient_for(mean_patience: f64, class: Class) -> Class {
        Class { mean_patience, ..class }
    }

    fn first(class: Class) -> Class {
        Class { rank: 0, ..class }
    }

    #[test]
    fn calls_alone_are_erlang_a_and_erlang_c() {
        let impatient = pool(&[patient_for(2.0, Class::calls(1.5, 3.0))], 4, 60);
        let theory = erlang_a(1.5, 3.0, 2.0, 4).unwrap();
        assert_near(impatient.fares[0].mean_wait, theory.mean_wait);
        assert_near(impatient.fares[0].hang_up, theory.abandon);
        assert_near(impatient.fares[0].mean_handling, 3.0);
        let patient = pool(&[Class::calls(0.8, 2.0)], 3, 80);
        assert_near(patient.fares[0].mean_wait, erlang_c(0.8, 2.0, 3).unwrap().mean_wait);
        assert_near(patient.busy, 1.6 / 3.0);
        assert_near(pool(&[Class::calls(1.5, 3.0)], 4, 0).busy * 4.0, 4.5 * (1.0 - erlang_b(4.5, 4)));
    }

    #[test]
    fn chats_alone_with_one_agent_are_their_birth_death_chain() {
        let desk = ChatDesk { rate: 0.09, mean_service: 10.0, slow_down: 0.4, agents: 1, cap: 3 };
        let theory = chat(&desk).unwrap();
        let fare = pool(&[Class::chats(0.09, 10.0, 3, 0.4)], 1, 400).fares[0];
        assert_near(fare.mean_wait, theory.mean_wait);
        assert_near(fare.mean_handling, theory.mean_time - theory.mean_wait);
    }

    #[test]
    fn calls_before_others_wait_as_cobham_says() {
        let class = |class: &Class| queues::Class { rate: class.rate, mean_service: class.mean_service, cv: 1.0 };
        let (short, long) = (Class::calls(0.2, 1.0), Class::calls(0.15, 2.0));
        for [urgent, other] in [[short, long], [long, short]] {
            let waits = priority_waits(&[class(&urgent), class(&other)]).unwrap();
            let ours = pool(&[other, first(urgent)], 1, 80);
            assert_near(ours.fares[1].mean_wait, waits[0]);
            assert_near(ours.fares[0].mean_wait, waits[1]);
            // Messages come after calls of the same rank, but before them with a better one.
            let letters = pool(&[Class { message: true, ..other }, urgent], 1, 80);
            assert_near(letters.fares[0].mean_wait, waits[1]);
            let letters_first = pool(&[other, first(Class { message: true, ..urgent })], 1, 80);
            assert_near(letters_first.fares[1].mean_wait, waits[0]);
        }
    }

    #[test]
    fn whoever_comes_first_is_served_first_whatever_the_channel() {
        // Two kinds of call with one service are one queue.
        let alike = pool(&[Class::calls(0.12, 1.0), Class::calls(0.08, 1.0)], 1, 9);
        let theory = erlang_c(0.2, 1.0, 1).unwrap();
        for fare in alike.fares {
            assert_within(fare.mean_wait, theory.mean_wait, 1e-5);
        }
    }

    #[test]
    fn a_message_given_up_by_its_sender_still_takes_its_turn_and_its_time() {
        // The work never ends early, so that it waits as Erlang C says; of that wait W the sender sees min(W, P).
        let pool = pool(&[patient_for(10.0, Class::messages(0.02, 6.0))], 1, 9);
        let theory = erlang_c(0.02, 6.0, 1).unwrap();
        assert_near(pool.fares[0].mean_wait, theory.delayed / (theory.slack + 0.1));
        assert_near(pool.busy, 0.12);
    }

    #[test]
    fn chats_that_do_not_slow_each_other_and_never_meet_a_call_are_further_agents() {
        let fare = pool(&[patient_for(6.0, Class::chats(0.8, 5.0, 2, 0.0))], 2, 60).fares[0];
        let theory = erlang_a(0.8, 5.0, 6.0, 4).unwrap();
        assert_near(fare.hang_up, theory.abandon);
    }

    #[test]
    fn one_agent_for_calls_and_chats_is_as_worked_out_apart() {
        // 3,071 states; a line of nine is lost in 3 of 10^8 moments.
        let calls = patient_for(1.0, Class::calls(0.15, 1.0));
        let chats = patient_for(20.0, Class::chats(0.05, 30.0, 3, 0.0));
        let in_order = pool(&[calls, chats], 1, 9);
        assert_near(in_order.fares[0].hang_up, 0.778_810);
        assert_near(in_order.fares[1].hang_up, 0.076_926);
        assert_near(in_order.fares[1].mean_wait, 1.538_526);
        assert!(in_order.cut < 1e-7);
    }

    #[test]
    fn a_day_of_calls_alone_is_the_shift_of_a_desk() {
        let calls = patient_for(4.0, Class::calls(1.2, 3.0));
        let desk = Desk { agents: 3, mean_service: 3.0, mean_patience: 4.0, longest: 50 };
        let shift = desk.shift(&[(120.0, 1.2)]);
        for shifts in [&[(3, 120.0)][..], &[(3, 50.0), (3, 70.0)]] {
            let fare = pool_over_day(&[calls], shifts, 50)[0];
            assert_near(fare.waited, shift.waited());
            assert_near(fare.hung_up, shift.hung_up());
            assert_near(fare.turned_away, shift.waiting());
        }
    }

    #[test]
    fn whoever_leaves_finishes_what_is_at_hand_and_takes_nothing_more() {
        // Two agents with a call each that never ends within the day; one leaves, and nobody who waits is served.
        let calls = Class { mean_patience: f64::INFINITY, ..Class::calls(0.1, 1e9) };
        let fare = pool_over_day(&[calls], &[(2, 1000.0), (1, 10.0)], 200)[0];
        assert_within(fare.turned_away, 0.1 * 1010.0 - 2.0, 1e-3);
        // An agent who comes takes one of them at once.
        let relieved = pool_over_day(&[calls], &[(2, 1000.0), (3, 10.0)], 200)[0];
        assert_within(relieved.turned_away, 0.1 * 1010.0 - 3.0, 1e-3);
    }

    #[test]
    fn calls_that_meet_nobody_else_are_answered_at_the_times_of_erlang_c() {
        let desk = answers(&Class::calls(0.8, 2.0), 3, 120, 1.5);
        let theory = erlang_c(0.8, 2.0, 3).unwrap();
        assert_near(desk.in_time, theory.service_level(1.5));
        assert_near(desk.mean_wait, theory.mean_wait);
        assert_near(desk.answered, 1.0);
    }

    #[test]
    fn those_who_are_answered_or_hang_up_are_all_who_come() {
        let class = patient_for(2.0, Class::calls(1.5, 3.0));
        let desk = answers(&class, 4, 60, 50.0);
        let theory = erlang_a(1.5, 3.0, 2.0, 4).unwrap();
        assert_near(desk.answered, 1.0 - theory.abandon);
        assert_near(desk.in_time + desk.hung_up_in_time, 1.0);
        // Who hangs up waits as well.
        assert!(desk.mean_wait > 0.0 && desk.answered * desk.mean_wait < theory.mean_wait);
    }
}
