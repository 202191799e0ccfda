//! Mistakes that are made on purpose, one at a time, to see that `validate` finds them; in builds for tests only. A program
//! that is released has none, and pays nothing.

/// A mistake that a rule can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(debug_assertions, derive(clap::ValueEnum))]
pub enum Mistake {
    /// Needs arise a twentieth more often.
    NeedsTooOften,
    /// The third contact of a journey is not counted.
    ContactForgotten,
    /// Low draws come too often.
    DrawsTilted,
    /// Each strategy has luck of its own.
    LuckByStrategy,
    /// Whoever hears worse news stays the longer.
    ConflictReversed,
    /// An hour of each shift is not paid.
    HourUnpaid,
    /// Nobody hangs up.
    PatienceEndless,
    /// Context is never lost.
    ContextKept,
    /// The channel used last does not pull.
    HabitForgotten,
    /// Customers are lost twice as easily.
    LossDoubled,
    /// Good news weighs as much as bad news.
    RiseAsFall,
    /// Money of a day is discounted from its end.
    DiscountLate,
    /// Chats do not slow each other.
    ChatsAsFast,
    /// Who comes first is served first, whatever comes first.
    PriorityIgnored,
    /// Whoever hangs up calls again.
    RedialAlways,
    /// Wrong records put themselves right.
    RecordsUnrepaired,
    /// Nobody minds a line that can be seen.
    LinesUnseen,
    /// All customers like channels alike.
    TastesAlike,
    /// No day is busier than others.
    DaysAlike,
    /// Who joins later is there from the start.
    JoinedFromTheStart,
    /// What is taken from a shelf is still there.
    ShelvesEndless,
    /// What is refunded stays in the books.
    RefundsForgotten,
    /// What is sent back is on no shelf again.
    PiecesThrownAway,
    /// Baskets never meet.
    BasketsApart,
    /// Whoever has seen the goods needs more of them at once.
    SeenAtOnce,
    /// Every channel knows what all have learnt.
    RecordsAllShared,
    /// Contact pressure does not fall with time.
    PressureUnforgotten,
    /// Whoever opts out goes on hearing.
    OptOutIgnored,
}

#[cfg(debug_assertions)]
static MADE: std::sync::OnceLock<Mistake> = std::sync::OnceLock::new();

/// Makes a mistake from now on.
///
/// # Panics
/// If another is made already.
#[cfg(debug_assertions)]
pub fn make(mistake: Mistake) {
    MADE.set(mistake).expect("one mistake at a time");
}

/// Whether a mistake is made.
#[cfg(debug_assertions)]
#[inline(always)]
pub fn is_made(mistake: Mistake) -> bool {
    MADE.get() == Some(&mistake)
}

/// Whether a mistake is made: never.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub const fn is_made(_: Mistake) -> bool {
    false
}
