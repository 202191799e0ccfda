//! The simulator beside theory and beside what is observed, as a user sees it; and broken on purpose, to see that it is found.

use throughline::validate::credible::{Seen, Size, look, stages};

#[test]
fn what_is_observed_is_seen_but_for_five_misses_that_the_model_tells() {
    let seen = look(&stages(), Size::Quick, || {});
    assert!(seen.len() >= 120);
    let misses: Vec<&str> = seen.iter().filter(|one| !one.is_met()).map(|one| one.sight.what).collect();
    assert_eq!(
        misses,
        [
            "effort of two contacts, switched less stayed, context lost [min]",
            "satisfaction, change per further contact",
            "net sales with it over those without, last quarter over first",
            "orders that all channels claim, over those there are",
            "calls and visits to branches with web and app, over without"
        ]
    );
    let in_the_page = |one: &Seen| format!("| {} | {} | ", one.sight.rows, one.sight.what);
    let page = include_str!("../../docs/validation.md");
    assert!(seen.iter().all(|one| page.contains(&in_the_page(one))));
}

#[cfg(debug_assertions)]
mod broken {
    use crate::small::Place;
    use clap::ValueEnum;
    use throughline::mistakes::Mistake;

    /// The rows of a table in CSV, by the names of its columns.
    fn rows(table: &str) -> Vec<Vec<(String, String)>> {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let heads = reader.headers().expect("heads").clone();
        let row =
            |row: csv::StringRecord| heads.iter().zip(&row).map(|(head, cell)| (head.into(), cell.into())).collect();
        reader.records().map(|record| row(record.expect("a row"))).collect()
    }

    fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
        &row.iter().find(|(head, _)| head == column).expect("a column").1
    }

    fn number(row: &[(String, String)], column: &str) -> f64 {
        cell(row, column).parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
    }

    #[test]
    fn a_fact_that_is_looked_at_alone_is_the_one_in_the_page_of_the_docs() {
        let page = include_str!("../../docs/validation.md");
        for law in ["geometric", "logit of loss", "same customers, same luck"] {
            let printed = Place::new().printed(&["validate", "--only", law, "--format", "markdown", "--quiet"]);
            let of_law: Vec<&str> = printed.lines().filter(|line| line.contains(&format!("| {law} |"))).collect();
            assert!(of_law.len() > 3 && of_law.iter().all(|line| page.contains(line)), "{of_law:?}");
        }
    }

    #[test]
    fn a_program_reads_the_same_facts() {
        let printed = Place::new().printed(&["validate", "--only", "smoothing", "--format", "csv", "--quiet"]);
        let (exact, rest): (Vec<_>, Vec<_>) = rows(&printed).into_iter().partition(|row| cell(row, "part") == "exact");
        assert!(exact.len() == 2 && rest.iter().all(|row| cell(row, "verdict") == "not built yet"));
        for row in &exact {
            let z = (number(row, "simulated") - number(row, "exact")) / number(row, "se");
            assert!((z - number(row, "z")).abs() < 1e-9, "{row:?}");
        }
    }

    /// Each mistake, and the law that tells it.
    const TOLD_BY: [(&str, &str); 28] = [
        ("needs-too-often", "BG/NBD"),
        ("contact-forgotten", "geometric"),
        ("draws-tilted", "logit"),
        ("luck-by-strategy", "same customers, same luck"),
        ("conflict-reversed", "odds put in"),
        ("hour-unpaid", "cost put in"),
        ("patience-endless", "Erlang A"),
        ("context-kept", "absorbing chain"),
        ("habit-forgotten", "logit with inertia"),
        ("loss-doubled", "shifted beta-geometric"),
        ("rise-as-fall", "smoothing by two weights"),
        ("discount-late", "annuity"),
        ("chats-as-fast", "birth and death"),
        ("priority-ignored", "Cobham"),
        ("redial-always", "chain with an orbit"),
        ("records-unrepaired", "Pollaczek-Khinchine"),
        ("lines-unseen", "chain with balking"),
        ("tastes-alike", "mixed logit"),
        ("days-alike", "Erlang A over days"),
        ("joined-from-the-start", "needs from joining on"),
        ("shelves-endless", "Poisson fill rate"),
        ("refunds-forgotten", "displaced Poisson stream"),
        ("pieces-thrown-away", "Erlang B of units sent back"),
        ("baskets-apart", "chain of baskets"),
        ("seen-at-once", "needs with a lag"),
        ("records-all-shared", "chain over records"),
        ("pressure-unforgotten", "geometric pressure"),
        ("opt-out-ignored", "opting out"),
    ];

    #[test]
    fn every_mistake_that_can_be_made_on_purpose_is_found() {
        let all: Vec<String> = Mistake::value_variants()
            .iter()
            .map(|one| one.to_possible_value().expect("it has a name").get_name().to_owned())
            .collect();
        assert_eq!(all, TOLD_BY.map(|(mistake, _)| mistake));
        for (mistake, law) in TOLD_BY {
            let arguments = ["validate", "--break", mistake, "--only", law, "--format", "csv", "--quiet"];
            let told = Place::new().throughline(&arguments).assert().code(1);
            let printed = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
            let differs = |row: &&Vec<(String, String)>| (cell(row, "law"), cell(row, "verdict")) == (law, "differs");
            assert!(rows(&printed).iter().any(|row| differs(&row)), "{mistake}: {printed}");
        }
    }
}
