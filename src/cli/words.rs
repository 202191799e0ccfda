//! What words stand for that are neither outcomes nor keys: of the tables `worth` and `bad_day`, and of the subject.

/// Rows of `worth.csv` and `bad_day.csv`, beside the outcomes.
pub const OF_TABLES: [(&str, &str); 13] = [
    (
        "integration_cost_per_year",
        "What integration costs more than in the baseline, a year of 364 days over the time that is reported, what is paid once included. In worth.csv.",
    ),
    (
        "integration_stops_paying_per_year",
        "The cost of integration, a year, at which it stops paying: the difference in profit, integration apart. In worth.csv.",
    ),
    ("integration_stops_paying_once", "The same in all over the time that is reported. In worth.csv."),
    (
        "roi",
        "What is gained for each unit of money that integration costs more, that unit taken off, discounted. In worth.csv, with run.discount_per_year.",
    ),
    (
        "payback_days",
        "The first day after the warm-up from which the discounted difference in profit so far stays at 0 or more; empty where it is not within the horizon. Its interval is that of the days by the ends of the intervals. In worth.csv, with run.discount_per_year.",
    ),
    (
        "depth",
        "The difference from the same strategy without the bad day, of the seven days together in which it is worst, of those that bad days are among or that begin within four weeks after them. In bad_day.csv.",
    ),
    ("deepest_from_day", "The day with which these seven days begin. In bad_day.csv."),
    (
        "length",
        "Days from the first bad day to the first, after the worst seven, from which seven days together have 0 within their interval; 0 where the worst seven have. In bad_day.csv.",
    ),
    (
        "customers_lost",
        "How many more customers are lost by the horizon, beside the same strategy without the bad day. In bad_day.csv.",
    ),
    (
        "profit_change",
        "The difference in profit of the whole run, beside the same strategy without the bad day. In bad_day.csv.",
    ),
    ("effort_change", "The same in effort a journey. In bad_day.csv."),
    ("completion_change", "The same in the share of journeys that are completed. In bad_day.csv."),
    ("wait_change", "The same in minutes of waiting a contact. In bad_day.csv."),
];

/// Words of the subject.
pub const GLOSSARY: [(&str, &str); 19] = [
    (
        "siloed",
        "Channels that work apart: each knows only its own records, and customers start again where they go on. The value of what a capability owns at level 0.",
    ),
    ("integrated", "Channels that work as one. The value of what a capability owns at level 1."),
    ("multichannel", "Several channels, each for itself: all capabilities at level 0."),
    ("omnichannel", "Several channels, integrated: capabilities at higher levels, up to 1."),
    (
        "strategy",
        "What the firm decides: its channels, the level of each capability, and settings of its own. What is compared.",
    ),
    ("baseline", "The strategy that the others are compared with."),
    (
        "capability",
        "One lever of integration: identity (who somebody is), continuity (what was said and done), consistency (what channels tell), routing (where somebody is passed on to), these four at the seam; inventory (what is in stock elsewhere), personalisation (what others have learnt of a customer), orchestration (one plan for all messages), measurement (what messages bring).",
    ),
    ("level", "How far a strategy has a capability, from 0, siloed, to 1, integrated."),
    ("seam", "The passage from one contact of a journey to the next, where context may be lost."),
    ("need", "What a customer wants at a time; it begins a journey, if it is pursued."),
    ("contact", "One stay in one channel."),
    (
        "cohort",
        "Customers there at the start, or those who joined in the same 13 weeks of the run. In cohorts.csv, by the time since joining.",
    ),
    ("step", "One part of a journey, with a time and a chance to succeed in each channel that offers it."),
    (
        "verdict",
        "What a difference comes to, chance and the number of looks allowed for: better, worse, no difference shown, no relevant difference, exactly equal; none with fewer than five replications.",
    ),
    (
        "attribution",
        "Which channels get the credit for what is sold: any touch, first touch, last touch, linear, Markov removal, Shapley, or what is lost in truth where the channel is closed. See throughline attribute.",
    ),
    (
        "over-claim",
        "Mean number of channels that claim a sale, where each channel claims every sale that it touched. See throughline attribute.",
    ),
    (
        "removal",
        "What share of sales would be lost if whoever goes to a channel went nowhere, by a Markov chain over paths of channels. Closing a channel reroutes people instead. See throughline attribute.",
    ),
    (
        "interaction",
        "What all channels bring less the sum of what is lost where each is closed by itself: what no channel owns alone. See throughline attribute.",
    ),
    (
        "effort",
        "A customer's time, weighted by how hard it is: getting there, waiting, handling, identifying, explaining again. See effort_per_journey.",
    ),
];
