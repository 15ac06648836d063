//! Shows the terms of a text and the plan of a query: `cargo run --example probe -- QUERY TEXT`.

use tantivy_persian::{Plan, analyze};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (query, text) =
        (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let (plan, terms) = (Plan::new(&query), analyze(&text));
    for term in &terms {
        println!("{:3} +{} {:?} {}", term.position, term.length, term.kind, term.text);
    }
    for hit in plan.explain(&terms).hits {
        println!("{} -> {:?}", &query[hit.clause.range.clone()], hit.alternative);
        for one in &hit.clause.alternatives {
            println!("    {:.2} {:?} {:?}", one.weight, one.reason, one.pattern);
        }
    }
}
