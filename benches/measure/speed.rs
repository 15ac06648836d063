//! How fast a text becomes terms.

use persian::PersianTokenizer;
use tantivy::tokenizer::{TokenStream, Tokenizer};

/// Passes over the texts.
const PASSES: usize = 6;

/// What one core does in a second of its own time.
pub(crate) struct Speed {
    pub(crate) megabytes: f64,
    pub(crate) documents: f64,
}

/// The whole chain as tantivy drives it. It remembers words, so each pass is timed on texts that
/// it has not seen, after it has read the others: what an indexer in its first minute does.
pub(crate) fn measure(texts: &[&str]) -> Speed {
    let (one, other): (Vec<_>, Vec<_>) = texts.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let (mut bytes, mut documents, mut seconds, mut tokens) = (0, 0, 0.0, 0_usize);
    for pass in 0..PASSES {
        let (known, new) = if pass % 2 == 0 { (&one, &other) } else { (&other, &one) };
        let mut tokenizer = PersianTokenizer::default();
        known.iter().for_each(|(_, text)| tokens += count(&mut tokenizer, text));
        let before = cpu();
        new.iter().for_each(|(_, text)| tokens += count(&mut tokenizer, text));
        seconds += cpu() - before;
        bytes += new.iter().map(|(_, text)| text.len()).sum::<usize>();
        documents += new.len();
    }
    std::hint::black_box(tokens);
    Speed { megabytes: bytes as f64 / seconds / 1e6, documents: documents as f64 / seconds }
}

fn count(tokenizer: &mut PersianTokenizer, text: &str) -> usize {
    let mut stream = tokenizer.token_stream(text);
    let mut tokens = 0;
    while stream.advance() {
        tokens += stream.token().text.len();
    }
    tokens
}

/// CPU seconds of this thread; other programs on the machine do not count.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos: f64 = stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    nanos / 1e9
}
