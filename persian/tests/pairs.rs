//! Pairs of a query and a document that must or must not meet.

use std::path::Path;

use tantivy_persian::{Plan, analyze};

/// One row of a table: query, document, whether they must meet, and why.
fn rows(table: &str) -> Vec<(&str, &str, bool, &str)> {
    let rows = table.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        (fields[0], fields[1], fields[2] == "1", fields[3])
    });
    rows.collect()
}

/// How many of each sort are right, and a line for each that is not.
fn measure(table: &str) -> ([usize; 2], [usize; 2], Vec<String>) {
    let (mut right, mut all, mut wrong) = ([0; 2], [0; 2], Vec::new());
    for (query, document, wanted, why) in rows(table) {
        let found = Plan::new(query).matches(&analyze(document));
        all[usize::from(wanted)] += 1;
        right[usize::from(wanted)] += usize::from(found == wanted);
        if found != wanted {
            wrong.push(format!("{query}\t{document}\twanted {wanted}\t{why}"));
        }
    }
    (right, all, wrong)
}

#[test]
fn own_pairs_hold() {
    let (right, all, wrong) = measure(include_str!("pairs.tsv"));
    println!("{right:?} of {all:?}\n{}", wrong.join("\n"));
    assert_eq!(right[0], all[0], "pairs that must not meet:\n{}", wrong.join("\n"));
    assert!(right[1] * 100 >= all[1] * 97, "pairs that must meet:\n{}", wrong.join("\n"));
}

#[test]
fn traps_hold() {
    let (right, all, wrong) = measure(include_str!("traps.tsv"));
    assert!(all[0] > 50 && all[1] > 30, "{all:?}");
    assert_eq!(right, all, "{}", wrong.join("\n"));
}

#[test]
fn shared_pairs_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/persian/pairs.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        println!("{} is missing: its pairs are not measured", path.display());
        return;
    };
    let (right, all, wrong) = measure(&table);
    println!("{right:?} of {all:?}\n{}", wrong.join("\n"));
    assert_eq!(right[0], 43, "{}", wrong.join("\n"));
    assert!(right[1] >= 175, "{} of {}:\n{}", right[1], all[1], wrong.join("\n"));
}
