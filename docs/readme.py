#!/usr/bin/env python3
"""Checks what README.md says of the shipped scenarios against their runs.

Usage, after `throughline run scenarios --out DIR`:  python3 docs/readme.py DIR README.md
Each sentence is made anew from the numbers and verdicts of the run, and must stand in README.md to the letter. Between
`<!-- run: begin -->` and `<!-- run: end -->` no other sentence may stand. The table of scenarios is made whole, from their
files and runs; with `--write` it is put in its place. Only the standard library is needed.
"""

import csv
import json
import re
import sys
from pathlib import Path

TABLE = re.compile(r"(?<=<!-- scenarios: begin -->\n).*?(?=<!-- scenarios: end -->)", re.DOTALL)
REGION = re.compile(r"<!-- run: begin -->(.*?)<!-- run: end -->", re.DOTALL)
ORDER = ["tutorial", "retail", "contact-centre", "support-desk", "click-and-collect", "fashion", "outage", "bank", "outreach", "mailings", "attribution", "selection", "grocer", "no-gain"]
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
PARTS = {0.5: "half a {}", 0.2: "a fifth of a {}", 0.25: "a quarter of a {}", 0.1: "a tenth of a {}"}
CUSTOMERS = ("effort_per_journey", "conversion_rate", "retention_rate")
HEADLINE = (*CUSTOMERS, "cost_to_serve", "profit")


class Run:
    """The results of a scenario."""

    def __init__(self, folder, scenario):
        self.folder = Path(folder) / scenario
        self.differences = dict(self.rows("comparison"))
        self.baseline = next(iter(self.differences.values()))["baseline"]
        self.means = {key: float(row["mean"]) for key, row in self.rows("summary")}
        self.scenario = json.loads((self.folder / "manifest.json").read_text())["scenario_object"]

    def rows(self, table):
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["segment"] == "*":
                    yield (row["strategy"], row["metric"], row["channel"]), row

    def worth(self, strategy, metric):
        """A row on what a strategy is worth beside the baseline."""
        with (self.folder / "worth.csv").open(encoding="utf-8", newline="") as file:
            return next(row for row in csv.DictReader(file) if (row["strategy"], row["metric"]) == (strategy, metric))

    def bad_day(self, strategy, metric, what):
        """A row on what a change that ends did under a strategy."""
        with (self.folder / "bad_day.csv").open(encoding="utf-8", newline="") as file:
            wanted = (strategy, metric, what)
            return next(row for row in csv.DictReader(file) if (row["strategy"], row["metric"], row["what"]) == wanted)

    def difference(self, strategy, metric):
        return float(self.differences[strategy, metric, "*"]["difference"])

    def verdict(self, strategy, metric, channel="*"):
        return self.differences[strategy, metric, channel]["verdict"]

    def base(self, metric):
        return self.means[self.baseline, metric, "*"]

    def strategy(self, name):
        return next(one for one in self.scenario["strategy"] if one["name"] == name)

    def channels(self, strategy):
        return self.strategy(strategy).get("channels", list(self.scenario["channel"]))


def amount(value, unit):
    """A size in words: half a minute, three minutes, a fifth of a point."""
    rounded = round(abs(value), 1)
    if rounded in PARTS:
        return PARTS[rounded].format(unit)
    count = NUMBERS[round(rounded)] if rounded == round(rounded) and rounded <= 10 else f"{rounded:g}"
    return f"{count} {unit}" if count == "one" else f"{count} {unit}s"


def one_in(share):
    times = round(1 / share)
    return f"one in {NUMBERS[times] if times <= 10 else {50: 'fifty', 20: 'twenty'}.get(times, times)}"


def verb(verdict, better, worse):
    """What a verdict says; what no README says where there is none."""
    return {"better": better, "worse": worse}.get(verdict, f"[{verdict}]")


def retail(run):
    name = "shared record"
    says = lambda metric, better, worse: verb(run.verdict(name, metric), better, worse)
    minutes = amount(run.difference(name, "effort_per_journey"), "minute")
    of = {17: "seventeen"}.get(round(run.base("effort_per_journey")), f"{run.base('effort_per_journey'):.0f}")
    points = lambda metric: amount(100 * run.difference(name, metric), "point")
    before, after = len(run.channels(run.baseline)), len(run.channels("more channels"))
    sixth = {6: "sixth", 7: "seventh"}.get(after, f"{after}th")
    verdicts = [run.verdict("more channels", metric) for metric in HEADLINE]
    is_little = all(abs(run.difference("more channels", metric) / run.base(metric)) < 0.05 for metric in HEADLINE)
    return [
        f"A retailer with {NUMBERS[before]} channels that shares its customer record"
        f" {says('effort_per_journey', 'saves its customers', 'costs its customers')} {minutes} of {of} a journey,"
        f" converts {points('conversion_rate')} {says('conversion_rate', 'more', 'less')},"
        f" solves {points('resolution_rate')} {says('resolution_rate', 'more', 'less')} of its questions and keeps"
        f" {points('retention_rate')} {says('retention_rate', 'more', 'less')} of them.",
        f"A {sixth} channel that is not integrated makes {'most' if verdicts.count('worse') > len(verdicts) / 2 else 'few'}"
        f" things {'a little ' if is_little else 'much '}worse.",
    ]


def support_desk(run):
    effort = lambda name: amount(run.difference(name, "effort_per_journey"), "minute")
    says = lambda name, better, worse: verb(run.verdict(name, "effort_per_journey"), better, worse)
    wrongly = lambda name: one_in(run.strategy(name)["set"]["capability.identity.wrong_match.integrated"])
    few, many = "known, 2 % wrongly", "known, 15 % wrongly"
    few_in = run.scenario["capability"]["identity"]["wrong_match"]["integrated"]
    shows_none = run.verdict(few, "effort_per_journey") == "no difference shown"
    is_little = abs(run.difference(few, "effort_per_journey")) < 0.1 * abs(run.difference("known", "effort_per_journey"))
    undone = "undoes it" if shows_none and is_little else "does not undo it"
    return [
        f"In `scenarios/support-desk.toml`, knowing who writes and calls {says('known', 'saves', 'costs')}"
        f" {effort('known')} a case; taking {one_in(few_in)} of those known for somebody else {undone}, and"
        f" {wrongly(many)} {says(many, 'saves', 'costs')} {effort(many)}."
    ]


def contact_centre(run):
    case, all_in = "shared case record", "omnichannel"
    share = lambda name: abs(run.difference(name, "profit")) / run.base("profit")
    pays = verb(run.verdict(case, "profit"), "pays for itself", "does not pay for itself")
    little = "by a little" if share(case) < 0.01 else "by much"
    is_better = all(run.verdict(all_in, metric) == "better" for metric in CUSTOMERS)
    earns = verb(run.verdict(all_in, "profit"), "more", "less")
    more = set(run.channels(all_in)) - set(run.channels(run.baseline))
    return [
        f"In `scenarios/contact-centre.toml`, a shared case record {pays} {little}, and the full omnichannel strategy,"
        f" which adds a staffed {' and '.join(sorted(more))}, is better for customers {'on every count' if is_better else 'on some counts'}"
        f" (effort, conversion, retention) and earns {100 * share(all_in):.0f} % {earns} than the multichannel baseline."
    ]


def paid_back(run, name, begins="it begins"):
    row = run.worth(name, "payback_days")
    within = f" ({row['ci_low']} to {row['ci_high'] or 'beyond the horizon'})" if row["ci_low"] else ""
    began = run.strategy(name)["from_day"] - run.scenario["run"]["warm_up_days"]
    since = f", {float(row['value']) - began:.0f} after {begins}" if row["value"] else ""
    return f"paid back after {row['value']} days{within}{since}" if row["value"] else "not paid back within the horizon"


def bank(run):
    record, all_in, staff = "shared record", "omnichannel", "Saturdays"
    value = lambda name, metric: float(run.worth(name, metric)["value"])
    thousands = lambda metric: f"{round(value(record, metric), -3):,.0f}"
    years = run.scenario["run"]["horizon_days"] / 364
    alike = run.difference(staff, "cost_to_serve") / years / value(all_in, "integration_cost_per_year")
    money = "about as much" if 0.8 < alike < 1.25 else "other"
    is_better = all(run.verdict(staff, metric) == "better" for metric in CUSTOMERS)
    later = run.strategy(all_in)["from_day"] - run.strategy(record)["from_day"]
    later = "a quarter" if later == 91 else f"{later} days"
    gains = "less" if value(all_in, "npv") < value(record, "npv") else "more"
    earns = verb(run.verdict(staff, "profit"), "more", "less")
    return [
        f"In `scenarios/bank.toml`, a shared record is {paid_back(run, record)};"
        f" it costs {thousands('integration_cost_per_year')} EUR a year, and would stop paying at"
        f" {thousands('integration_stops_paying_per_year')}.",
        f"Identity, continuity, consistency and routing together, bought {later} later, are {paid_back(run, all_in, 'they begin')},"
        f" and gain {gains} in {NUMBERS[round(years)]} years; a bank that spends {money} money on Saturdays instead is better"
        f" for customers {'on every count' if is_better else 'on some counts'} and earns {earns} than one that changes nothing.",
    ]


def adds_to_bad_days(run, name):
    """Whether bad days are `more` or `less` hard than under the baseline, by the interval of the difference in effort."""
    low, high = (float(run.bad_day(name, "effort_change", "total")[f"beside_baseline_ci_{end}"]) for end in ("low", "high"))
    return "more" if low > 0 else "less" if high < 0 else "[no difference shown]"


def outage(run):
    worst = lambda name: f"{float(run.bad_day(name, 'effort_per_journey', 'depth')['value']):.1f}"
    adds = lambda name: adds_to_bad_days(run, name)
    [change] = run.scenario["change"]
    return [
        f"In `scenarios/outage.toml`, {NUMBERS[change['until_day'] - change['day']]} days on which web and case record fail"
        f" cost {worst('apart')} minutes a journey in the worst week where all channels work apart,"
        f" {adds('one desk')} where telephone and mail share a desk ({worst('one desk')}),"
        f" and {adds('one record')} where everybody relies on the record ({worst('one record')})."
    ]


def contact_centre_shows(run):
    shorter = run.verdict("shared case record", "handle_minutes_after_switch", "phone") in ("lower", "better")
    sooner = run.verdict("shared case record", "wait_minutes", "phone") in ("lower", "better")
    return (f"context that is lost {'lengthens' if shorter else 'does not lengthen'} calls,"
            f" and calls {'lengthen' if sooner else 'do not lengthen'} the queue")


def support_desk_shows(run):
    found = {run.verdict(name, "effort_per_journey") for name in ("known", "known, 2 % wrongly", "known, 15 % wrongly")}
    return "helps, harms or does neither" if found == {"better", "worse", "no difference shown"} else f"[{found}]"


def no_gain_shows(run):
    equal = all(float(row["difference"]) == 0 for row in run.differences.values())
    return f"all strategies come out {'equal, exactly' if equal else 'different'}"


def click_and_collect_shows(run):
    loses = run.verdict("stock seen", "cart_abandonment_own", "web") == run.verdict("stock seen", "orders", "web") == "worse"
    gains = run.verdict("stock seen", "orders") == run.verdict("stock seen", "profit") == "better"
    return (f"the web shop's own report shows {'a loss' if loses else 'no loss'},"
            f" the books of all {'a gain' if gains else 'no gain'}")


def outage_shows(run):
    does = lambda name: {"more": "spreads it", "less": "softens it"}.get(adds_to_bad_days(run, name), "[does neither]")
    return f"one desk {does('one desk')}, one record {does('one record')}"


def fashion_shows(run):
    one_stock = verb(run.verdict("one stock", "profit"), "pays", "does not pay")
    added_up = verb(run.verdict("known, baskets added up", "profit_before_integration"), "brings something", "loses money")
    return (f"one stock {one_stock}; knowing customers {added_up} where their baskets are added up,"
            " before it is paid for")


def premium(run, strategy):
    """What customers of more channels spend beyond those of one, in per cent."""
    more, one = (run.means[strategy, f"spend_{many}", "*"] for many in ("more_channels", "one_channel"))
    return 100 * (more / one - 1)


def selection(run):
    kept = sorted((mean for (name, metric, _), mean in run.means.items() if metric == "retention_rate" and name.startswith("firm ")), reverse=True)
    best, others = kept[: len(kept) // 5], kept[len(kept) // 5 :]
    mean = lambda shares: 100 * sum(shares) / len(shares)
    nothing = all(float(row["difference"]) == 0 for (name, _, _), row in run.differences.items() if name == "integrated")
    return (f"customers of more channels spend {premium(run, 'apart'):.0f} % more than those of one, and the best"
            f" {NUMBERS[len(best)]} of {NUMBERS[len(kept)]} firms keep {mean(best):.0f} % of their customers where the others keep"
            f" {mean(others):.0f} %, though integration does {'nothing, exactly' if nothing else '[something]'}")


def grocer(run):
    needed, pleasure = premium(run, "apart"), premium(run, "pleasure")
    size = lambda percent: f"{abs(percent):.0f} % {'more' if percent > 0 else 'less'}"
    return (f"customers of more channels spend {size(needed)} than those of one, where the same goods bought for pleasure have them"
            f" spend {size(pleasure)}")


def online_banking(run):
    """What the same bank with web and app does beside the one without, from the differences the other way round."""
    more = "more contacts in all" if run.difference("people only", "contacts") < 0 else "fewer contacts in all"
    dearer = verb(run.verdict("people only", "cost_to_serve"), "a higher cost to serve", "a lower cost to serve")
    keeps = verb(run.verdict("people only", "retention_rate"), "fewer customers kept", "more customers kept")
    fewer = verb(run.verdict("clear answers", "cost_to_serve"), "a lower", "a higher")
    calls = "fewer contacts" if run.difference("clear answers", "contacts") < 0 else "more contacts"
    return f"web and app bring {more}, {dearer} and {keeps}; where they answer clearly, {calls} and {fewer} cost"


def outreach(run):
    inside = run.verdict("four", "profit") == run.verdict("ten", "profit") == "worse"
    peace = run.verdict("left in peace", "profit") == "worse"
    pays = run.means["ten, one plan", "profit", "*"] > run.means["ten", "profit", "*"]
    return (f"{'there is a best number' if inside else 'no best number is shown'}; a plan for all of them"
            f" {'pays' if pays else 'does not pay'} where too many go out, and one that leaves customers in peace"
            f" {'costs more than it saves' if peace else 'does not lose money'}")


def mailings(run):
    claimed = {name: run.means[run.baseline, "outreach_claimed", name] for name in ("catalogue", "letters")}
    by = {name: run.means["by what is brought", "outreach_measured", name] for name in claimed}
    claims, brings = max(claimed, key=claimed.get), max(by, key=by.get)
    few = "all that" if run.difference("few held out", "profit") >= run.difference("by what is brought", "profit") else "less"
    return (f"the {claims} claim{'s' * (claims != 'letters')} most, the {brings} bring{'s' * (brings != 'letters')} most;"
            f" who is told so by few held out gains {few}")


def attribution(run):
    early = {"social": "without social media", "newsletter": "without the newsletter"}
    last = sum(run.means[run.baseline, "order_path", f"{first}>{one}"] for first in run.scenario["channel"] for one in early)
    less = [f"{-run.difference(name, 'revenue') / run.base('revenue'):.0%}".replace("%", " %") for name in early.values()]
    shown = all(run.verdict(name, "revenue") == "worse" for name in early.values())
    verdicts = tuple(run.verdict(name, "profit") for name in early.values())
    earns = {("better", "worse"): "only the second earns what it costs"}.get(verdicts, "[no such verdict]")
    return (f"last touch credits social media and newsletter with {'none' if last == 0 else f'{last:.1%}'} of the orders;"
            f" without them {' and '.join(less) if shown else '[not shown]'} less is sold, and {earns}")


# What the table of scenarios says of one beside whether integration pays.
SHOWS = {
    "contact-centre": contact_centre_shows,
    "support-desk": support_desk_shows,
    "click-and-collect": click_and_collect_shows,
    "fashion": fashion_shows,
    "outage": outage_shows,
    "bank": online_banking,
    "outreach": outreach,
    "mailings": mailings,
    "attribution": attribution,
    "selection": selection,
    "grocer": grocer,
    "no-gain": no_gain_shows,
}


def listed(names):
    return ", ".join(names[:-1]) + " and " * (len(names) > 1) + names[-1]


# What profit is made of, and how each counts in it.
MAKE_PROFIT = {"margin": 1, "cost_to_serve": -1, "acquisition_cost": -1, "outreach_cost": -1, "integration_cost": -1}


def loses_most_by(run, strategy):
    """What a strategy loses most by, beside the baseline, of what profit is made of."""
    adds = {metric: sign * run.difference(strategy, metric) for metric, sign in MAKE_PROFIT.items()
            if (strategy, metric, "*") in run.differences}
    return min(adds, key=adds.get).replace("_", " ").replace("integration cost", "its own cost")


def whether_it_pays(run):
    """Of strategies that integrate more than the baseline, by the verdict on profit."""
    at_first = run.strategy(run.baseline)["levels"]
    more = [one["name"] for one in run.scenario["strategy"] if one["levels"] != at_first]
    words = {"better": "pays", "worse": "does not pay", "no difference shown": "is not shown to pay",
             "exactly equal": "changes nothing"}

    def told(verdict, names):
        """What holds of all has no names."""
        why = sorted({loses_most_by(run, name) for name in names}) if verdict == "worse" else []
        of_them = "" if len(names) == len(more) else f": {listed(names)}"
        return f"{words[verdict]}{of_them}" + (f" (loses most by {listed(why)})" if why else "")

    of = {verdict: [name for name in more if run.verdict(name, "profit") == verdict] for verdict in words}
    return "; ".join(told(verdict, names) for verdict, names in of.items() if names) or "nobody integrates"


def by_group(ids):
    return sorted(ids, key=lambda one: (one[0], int(one[1:])))


def table(folder, top):
    """The scenarios in the order in which README.md has them: what each asks, what it rests on, and whether it pays."""
    rows = set(re.findall(r"^\| ([A-Z]\d+) \|", (top / "docs/evidence.md").read_text(encoding="utf-8"), re.MULTILINE))
    lines = ["| scenario | question | evidence it names | integration |", "|---|---|---|---|"]
    for path in sorted((top / "scenarios").glob("*.toml"), key=lambda path: ORDER.index(path.stem)):
        text = path.read_text(encoding="utf-8")
        question = re.search(r"^# Question: ([^?]+\?)", text, re.MULTILINE)[1].replace("\n# ", " ")
        sources = by_group(rows & set(re.findall(r"\b[A-Z]\d{1,2}\b", text)))
        run = Run(folder, path.stem)
        shows = [tells(run) for name, tells in SHOWS.items() if name == path.stem]
        answer = "; ".join([*shows, whether_it_pays(run)])
        lines.append(f"| `{path.name}` | {question[0].upper() + question[1:]} | {' '.join(sources) or 'none'} | {answer} |")
    return "\n".join(lines) + "\n"


def sentences(text):
    return [one.strip(" *\n") for one in re.split(r"(?<=\.)\s+", text.strip()) if one.strip(" *\n")]


def main():
    folder, text = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")
    runs = {name: Run(folder, name) for name in ("retail", "support-desk", "contact-centre", "bank", "outage")}
    made = [*retail(runs["retail"]), *support_desk(runs["support-desk"]), *contact_centre(runs["contact-centre"]), *bank(runs["bank"]),
            *outage(runs["outage"])]
    wrong = [f"the runs say: {one}" for one in made if one not in text]
    regions = [one for region in REGION.findall(text) for one in sentences(region)]
    wrong += [f"no run says: {one}" for one in regions if one not in made]
    wrong += [] if regions else ["no sentence is marked"]
    made_table, stands = table(folder, Path(sys.argv[2]).parent), TABLE.search(text)
    if stands and "--write" in sys.argv:
        Path(sys.argv[2]).write_text(TABLE.sub(lambda _: made_table, text), encoding="utf-8")
    elif not stands or stands[0] != made_table:
        wrong += ["the table of scenarios is to be (it is, with --write):", made_table]
    if wrong:
        sys.exit("\n".join(["README.md is wrong or stale", *wrong]))


main()
