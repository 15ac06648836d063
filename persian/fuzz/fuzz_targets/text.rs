//! Any text may be folded, cut, analysed and asked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tantivy_persian::{Plan, analyze, fold, key, tokens};

fuzz_target!(|text: &str| {
    let folded = fold(text);
    assert_eq!(fold(folded.as_str()).as_str(), folded.as_str());
    assert_eq!(key(folded.as_str()), key(text));
    assert!(text.get(folded.original(0..folded.as_str().len())).is_some());
    for token in tokens(text) {
        assert!(text.get(token.range).is_some());
    }
    let terms = analyze(text);
    for term in &terms {
        assert!(text.get(term.range.clone()).is_some());
    }
    let (query, document) = text.split_at(text.floor_char_boundary(text.len() / 2));
    for plan in [Plan::new(text), Plan::new(query)] {
        let terms = analyze(document);
        assert_eq!(plan.explain(&terms).is_match(), plan.matches(&terms));
    }
});
