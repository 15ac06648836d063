//! Words of a query that no post has, and what they were taken for.

use persian::{Alternative, Clause, Pattern, Plan, Reason, Term, TermKind, analyze};

/// A word that was read as another one, because no post has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The word as it was typed.
    pub typed: String,
    /// What it was taken for, the likeliest first.
    pub meant: Vec<String>,
}

impl Reading {
    /// A query with the word in quotation marks, so that it means only itself.
    pub fn literal(&self, query: &str) -> String {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let place = query.match_indices(&self.typed).map(|(at, _)| at).find(|at| {
            let (before, rest) = query.split_at(*at);
            let after = rest.strip_prefix(&self.typed).and_then(|after| after.chars().next());
            !inside(before.chars().next_back()) && !inside(after)
        });
        let Some(at) = place else { return format!("\"{query}\"") };
        let (before, rest) = query.split_at(at);
        format!("{before}\"{}\"{}", self.typed, rest.strip_prefix(&self.typed).unwrap_or_default())
    }
}

/// The most words that one is said to have been taken for.
const MOST: usize = 2;

/// The readings of a plan that was made of `text`; `known` says whether some post has a term.
pub(super) fn readings(text: &str, plan: &Plan, known: &dyn Fn(&str) -> bool) -> Vec<Reading> {
    let reading = |clause: &Clause| {
        let typed = text.get(clause.range.clone())?;
        let meant = meant(clause, known)?;
        Some(Reading { typed: typed.to_owned(), meant })
    };
    plan.clauses().iter().filter_map(reading).collect()
}

/// What a clause was taken for; `None` if some post answers it as it was typed.
fn meant(clause: &Clause, known: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let (guesses, plain): (Vec<&Alternative>, Vec<&Alternative>) =
        clause.alternatives.iter().partition(|way| is_guess(way.reason));
    // Mostly the first look tells.
    if plain.into_iter().any(|way| is_held(way, known)) {
        return None;
    }
    let mut held: Vec<_> = guesses.into_iter().filter(|way| is_held(way, known)).collect();
    held.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    let words: Vec<String> = held.into_iter().filter_map(written).collect();
    let mut meant: Vec<String> = Vec::new();
    for word in &words {
        // A stem is in the index, and perhaps in no text: the word that it is of was meant.
        let spelled_out = words.iter().any(|other| is_stem(word, other));
        if meant.len() < MOST && !spelled_out && !meant.contains(word) {
            meant.push(word.clone());
        }
    }
    (!meant.is_empty()).then_some(meant)
}

/// Whether a word is a stem of a longer one.
fn is_stem(word: &str, of: &str) -> bool {
    let stem = |term: &Term| term.kind == TermKind::Stem && term.text == word;
    word.len() < of.len() && analyze(of).iter().any(stem)
}

/// Whether a way to answer is a guess at what was meant, and not another way to write it.
fn is_guess(reason: Reason) -> bool {
    matches!(reason, Reason::Slip | Reason::Layout | Reason::Sound | Reason::Split)
}

fn is_held(way: &Alternative, known: &dyn Fn(&str) -> bool) -> bool {
    match &way.pattern {
        Pattern::Term(text) => known(text),
        Pattern::Phrase(terms) => terms.iter().all(|(_, text)| known(text)),
        // Whoever marks a beginning says that the word is not whole.
        Pattern::Prefix(_) => true,
    }
}

/// A way to answer as people write it; the term of a sound is nothing to show.
fn written(way: &Alternative) -> Option<String> {
    let readable = |text: &String| text.starts_with(char::is_alphanumeric);
    match &way.pattern {
        Pattern::Term(text) => Some(text.clone()).filter(readable),
        Pattern::Phrase(terms) => {
            let words: Vec<&str> = terms.iter().map(|(_, text)| text.as_str()).collect();
            Some(words.join(" "))
        }
        Pattern::Prefix(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use persian::{Lexicon, Planner};

    use super::*;

    fn read(typed: &str, posts: &[&str]) -> Vec<(String, String)> {
        let terms: Vec<String> =
            posts.iter().flat_map(|post| persian::analyze(post)).map(|term| term.text).collect();
        let known = |term: &str| terms.iter().any(|held| held == term);
        let plan = Planner::new(Lexicon::bundled()).plan_knowing(typed, &known);
        let all = readings(typed, &plan, &known).into_iter();
        all.map(|reading| (reading.typed, reading.meant[0].clone())).collect()
    }

    fn pair(typed: &str, meant: &str) -> (String, String) {
        (typed.to_owned(), meant.to_owned())
    }

    #[test]
    fn a_word_that_no_post_has_is_read_as_one_that_they_have() {
        let posts = ["کتابخانه‌های شهر", "صد سال تنهایی"];
        assert_eq!(read("کتابخنه شهر", &posts), [pair("کتابخنه", "کتابخانه")]);
        assert_eq!(read(";jhfohki", &posts), [pair("jhfohki", "کتابخانه")]);
        assert_eq!(read("tanhayi", &posts), [pair("tanhayi", "تنهایی")]);
    }

    #[test]
    fn the_way_back_marks_the_word_and_no_part_of_another() {
        let reading = Reading { typed: "بوف".into(), meant: vec!["بوق".into()] };
        assert_eq!(reading.literal("بوفه بوف"), "بوفه \"بوف\"");
        assert_eq!(reading.literal("بوف کور"), "\"بوف\" کور");
        assert_eq!(reading.literal("بوفه"), "\"بوفه\"");
    }

    #[test]
    fn a_word_that_posts_have_is_left_alone() {
        let posts = ["کتابخانه‌های شهر", "شعر و شیر", "كتابهاي خوب"];
        for typed in ["شعر", "شیر", "کتابخانه", "کتاب خانه", "کتاب‌ها", "«کتابخنه»", "کتابخ*"]
        {
            assert_eq!(read(typed, &posts), [], "{typed}");
        }
        assert_eq!(read("نارنجستان", &posts), []);
    }
}
