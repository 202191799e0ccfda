use throughline::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let source = scenario::Source::read(std::path::Path::new(&path)).unwrap_or_else(|e| { eprintln!("{e}"); std::process::exit(2) });
    let mut s = scenario::understand(&source, "x", &Default::default()).unwrap_or_else(|e| { eprintln!("{e}"); std::process::exit(2) });
    s.run.replications = std::env::args().nth(2).unwrap().parse().unwrap();
    let n = s.strategies.len() as u32 * s.run.replications;
    let t = std::time::Instant::now();
    let studies = experiment::run(vec![s], experiment::Order::Forward, || {});
    eprintln!("{:?} per run (2 threads)", t.elapsed() / n);
    let st = &studies[0];
    for (k, key) in st.keys.iter().enumerate() {
        if key.metric == "contact_flow" { continue; }
        print!("{:40} {:8} {:12}", key.metric, key.segment, key.channel);
        for s in 0..st.scenario.strategies.len() {
            print!(" {:>12}", st.estimate(s, k).map_or("-".into(), |e| format!("{:.4}", e.mean)));
        }
        println!();
    }
}
