//! Terms and plans: generated spellings of one word meet, nothing panics, ranges are true.

use std::collections::HashSet;

use proptest::prelude::*;
use tantivy_persian::{Analyzer, Lexicon, Plan, Planner, Reason, TermKind, analyze, fold, key};

/// Nouns of which every regular ending makes a form.
const NOUNS: &[&str] = &[
    "کتاب",
    "درخت",
    "دفتر",
    "شهر",
    "روز",
    "دوست",
    "ستاره",
    "خانه",
    "نویسنده",
    "پنجره",
    "معلم",
    "داستان",
    "صدا",
    "دانشجو",
    "کودک",
    "استاد",
    "شاعر",
    "مقاله",
    "پرنده",
    "کتابخانه",
    "کتابدار",
    "دریا",
    "کوچه",
    "قصه",
    "نامه",
    "برادر",
    "مادر",
    "زبان",
    "آسمان",
    "دانش‌آموز",
    "شب",
    "بازی",
];
const ENDINGS: &[&str] =
    &["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "هامون", "هاشون"];
const ADJECTIVES: &[&str] = &["بزرگ", "زیبا", "خواندنی", "مهربان", "کوچک", "سریع", "عجیب", "قدیمی"];

/// Ways to write the same letters.
fn respell(word: &str, way: usize) -> String {
    match way {
        0 => word.to_owned(),
        1 => word.replace('ک', "ك").replace('ی', "ي"),
        2 => word.replace('ا', "\u{640}ا"),
        3 => word.chars().flat_map(|c| [c, '\u{64E}']).collect(),
        4 => format!("\u{202B}{word}\u{202C}"),
        _ => word.replace('ه', "ہ").replace('ی', "ى"),
    }
}

#[test]
fn every_spelling_of_an_inflected_word_meets_the_word() {
    let mut tried = 0;
    let cases = NOUNS
        .iter()
        .map(|noun| (noun, ENDINGS))
        .chain(ADJECTIVES.iter().map(|adjective| (adjective, &["تر", "ترین"][..])));
    for (word, endings) in cases {
        let base = Plan::new(word);
        for ending in endings {
            for joint in ["", " ", "\u{200C}"] {
                for way in 0..6 {
                    let written = respell(&format!("{word}{joint}{ending}"), way);
                    let text = format!("یک {written} دیگر");
                    assert!(base.matches(&analyze(&text)), "{word} in {text}");
                    assert!(Plan::new(&written).matches(&analyze(word)), "{written} for {word}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 6_000, "{tried}");
}

#[test]
fn the_three_spellings_of_a_verb_share_their_terms() {
    for stem in ["خوانم", "روید", "گفتند", "نویسد", "دانستی", "شنویم", "آید", "بینی"]
    {
        for prefix in ["می", "نمی"] {
            let spellings = ["", " ", "\u{200C}"].map(|joint| format!("{prefix}{joint}{stem}"));
            for query in &spellings {
                for text in &spellings {
                    assert!(Plan::new(query).matches(&analyze(text)), "{query} in {text}");
                }
            }
        }
    }
}

#[test]
fn stop_words_are_kept_and_an_ending_keeps_its_place() {
    let terms = analyze("من از او و تو که این را به کتاب ها گفتم");
    for word in ["من", "از", "او", "و", "تو", "که", "این", "را", "به", "ها", "کتاب"]
    {
        assert!(terms.iter().any(|term| term.text == word || term.text == key(word)), "{word}");
    }
    let ending = terms.iter().find(|term| term.kind == TermKind::Ending).unwrap();
    let word = terms.iter().find(|term| term.text == "کتاب").unwrap();
    assert_eq!(ending.position, word.position);
}

#[test]
fn a_phrase_is_no_part_of_a_longer_hashtag_but_words_are() {
    let terms = analyze("#معرفی_کتاب_کودک");
    assert!(Plan::new("معرفی کتاب").matches(&terms));
    assert!(Plan::new("\"معرفی کتاب\"").matches(&terms));
    assert!(!Plan::new("#معرفی_کتاب").matches(&terms));
}

#[test]
fn the_callers_words_titles_and_aliases_count() {
    let lexicon = Lexicon::default()
        .with_words([("زرنگار", 5)])
        .with_titles(["باغ بلورین"])
        .with_aliases([["قلعه مورچه‌ها", "Castle of Ants"]]);
    let lexicon = std::sync::Arc::new(lexicon);
    let mut analyzer = Analyzer::new(lexicon.clone());
    let mut planner = Planner::new(lexicon);
    let mut meets = |query: &str, text: &str| planner.plan(query).matches(&analyzer.analyze(text));
    assert!(meets("بلورین", "#باغبلورین"));
    assert!(meets("zarnegar", "شهر زرنگار"));
    assert!(meets("زرنگاز", "شهر زرنگار"));
    assert!(meets("castle of ants", "رمان قلعه مورچه‌ها"));
    assert!(meets("قلعهٔ مورچه‌ها", "Castle of Ants"));
    assert!(!meets("قلعه مورچه‌ها", "قلعه حیوانات"));
}

#[test]
fn a_word_that_the_documents_have_is_no_slip() {
    let mut planner = Planner::new(Lexicon::bundled());
    let slips = |plan: &Plan| {
        plan.clauses()[0].alternatives.iter().filter(|one| one.reason == Reason::Slip).count()
    };
    assert!(slips(&planner.plan("کتابخنه")) > 0);
    assert_eq!(slips(&planner.plan_knowing("کتابخنه", &|word| word == "کتابخنه")), 0);
}

#[test]
fn plans_are_bounded() {
    for query in [
        "کتاب ".repeat(5_000),
        "\"کتاب خانه ها\" ".repeat(500),
        format!("\"{}\"", "کتاب خانه ".repeat(500)),
        "ا".repeat(100_000),
        "ketab".repeat(5_000),
        "#کتاب_".repeat(2_000),
        "\"".repeat(10_001),
    ] {
        let plan = Plan::new(&query);
        assert!(plan.clauses().len() <= 32);
        for clause in plan.clauses() {
            assert!(clause.alternatives.len() <= 40, "{}", clause.alternatives.len());
        }
    }
    assert!(Plan::new(&"کتاب ".repeat(40)).is_cut());
    assert!(!Plan::new("کتاب").is_cut());
}

#[test]
fn highlights_fall_on_the_words_of_the_original() {
    let table = [
        ("کتاب", "این كتابهاي خوب", vec!["كتابهاي"]),
        ("\"صد سال\"", "رمان صَد سالِ تنهایی", vec!["صَد", "سالِ"]),
        ("کتابخانه", "در کتاب خانه‌ی ما", vec!["کتاب خانه‌ی"]),
        ("کوچولو", "#شازده_کوچولو", vec!["کوچولو"]),
        ("کتابخوان", "#هرکتابداریککتابخوان", vec!["کتابخوان"]),
        ("@iranpl", "سپاس @IranPL", vec!["@IranPL"]),
        ("کتابخ*", "کتاب‌خانه و کتاب", vec!["کتاب‌خانه"]),
    ];
    for (query, text, want) in table {
        let plan = Plan::new(query);
        let terms = analyze(text);
        let ranges = plan.explain(&terms).highlights();
        let cut: Vec<&str> = ranges.into_iter().map(|range| &text[range]).collect();
        assert_eq!(cut, want, "{query} in {text}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(NOUNS).prop_map(str::to_owned),
        2 => prop::sample::select(ENDINGS).prop_map(str::to_owned),
        2 => "[آابپتسشکگلمنوهیيكئؤ]{1,7}",
        1 => "[a-zA-Z]{1,8}",
        1 => "[0-9۰-۹X-]{1,14}",
        2 => "[ _#@\"*\u{200C}«».،;']{1,2}",
        1 => any::<String>(),
        3 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn terms_stand_in_order_on_character_boundaries(text in texts()) {
        let mut position = 0;
        for term in analyze(&text) {
            prop_assert!(term.position >= position);
            position = term.position;
            prop_assert!(term.length > 0 && !term.text.is_empty());
            prop_assert!(text.get(term.range.clone()).is_some_and(|cut| !cut.is_empty()));
            if term.kind == TermKind::Surface && !term.text.starts_with(|c: char| c.is_ascii()) {
                let cut = key(&text[term.range.clone()]);
                prop_assert!(cut.contains(&term.text) || fold(&cut).as_str().contains(&term.text), "{} in {}", term.text, cut);
            }
        }
    }

    #[test]
    fn plans_never_panic_and_explain_agrees_with_matches(query in texts(), text in texts()) {
        let terms = analyze(&text);
        let plan = Plan::new(&query);
        let explanation = plan.explain(&terms);
        prop_assert_eq!(explanation.is_match(), plan.matches(&terms));
        let mut end = 0;
        for range in explanation.highlights() {
            prop_assert!(range.start >= end && range.end > range.start);
            prop_assert!(text.get(range.clone()).is_some());
            end = range.end;
        }
        for clause in plan.clauses() {
            prop_assert!(query.get(clause.range.clone()).is_some());
            let patterns: HashSet<_> = clause.alternatives.iter().map(|one| &one.pattern).collect();
            prop_assert_eq!(patterns.len(), clause.alternatives.len());
        }
    }

    #[test]
    fn a_word_finds_the_text_it_stands_in(before in texts(), noun in prop::sample::select(NOUNS), after in texts()) {
        let text = format!("{before} | {noun} | {after}");
        prop_assert!(Plan::new(noun).matches(&analyze(&text)), "{noun} in {text}");
    }
}
