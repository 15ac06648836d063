//! Prints how many pairs of a table come out right, class by class, and which do not.
//!
//! `cargo run --example pairs -- tests/pairs.tsv` reads lines of query, document, 1 or 0, and why.

use std::collections::BTreeMap;
use std::error::Error;

use tantivy_persian::{Plan, analyze};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        print_table(&std::fs::read_to_string(path)?);
    }
    Ok(())
}

fn print_table(table: &str) {
    let mut classes: BTreeMap<(&str, bool), (usize, usize)> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [query, document, wanted, why] = fields.as_slice() else { continue };
        let wanted = *wanted == "1";
        let found = Plan::new(query).matches(&analyze(document));
        let class = why.split(':').next().unwrap_or(why);
        let (right, all) = classes.entry((class, wanted)).or_default();
        *all += 1;
        *right += usize::from(found == wanted);
        if found != wanted {
            println!("{}\t{query}\t{document}\t{why}", if wanted { "missed" } else { "false" });
        }
    }
    for ((class, wanted), (right, all)) in &classes {
        let sort = if *wanted { "must match" } else { "must not" };
        println!("{right:4} of {all:4}  {sort:10}  {class}");
    }
    for sort in [true, false] {
        let rows = classes.iter().filter(|((_, wanted), _)| *wanted == sort).map(|(_, row)| row);
        let (right, all) = rows.fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        println!(
            "{right:4} of {all:4}  {}  in all",
            if sort { "must match" } else { "must not  " }
        );
    }
}
