//! How fast a text becomes terms.

use persian::PersianTokenizer;
use tantivy::tokenizer::{TokenStream, Tokenizer};

/// How many times all is measured.
const ROUNDS: usize = 6;

/// What one core does in a second of its own time.
pub(crate) struct Speed {
    pub(crate) megabytes: f64,
    pub(crate) documents: f64,
}

/// The whole chain as tantivy drives it. It remembers words, so a text is timed only where it was
/// not seen before: each of so many parts of the texts by a tokenizer that has read the other
/// parts. Of ten parts that is an indexer at work; of two, an indexer in its first minute.
pub(crate) fn measure(texts: &[&str], parts: usize) -> Speed {
    let (mut bytes, mut documents, mut seconds, mut letters) = (0, 0, 0.0, 0_usize);
    for part in (0..parts).cycle().take(parts * ROUNDS) {
        let (new, known): (Vec<_>, Vec<_>) =
            texts.iter().enumerate().partition(|(at, _)| at % parts == part);
        let mut tokenizer = PersianTokenizer::default();
        known.iter().for_each(|(_, text)| letters += count(&mut tokenizer, text));
        let before = cpu();
        new.iter().for_each(|(_, text)| letters += count(&mut tokenizer, text));
        seconds += cpu() - before;
        bytes += new.iter().map(|(_, text)| text.len()).sum::<usize>();
        documents += new.len();
    }
    std::hint::black_box(letters);
    Speed { megabytes: bytes as f64 / seconds / 1e6, documents: documents as f64 / seconds }
}

/// The same on texts that it has read before, as Lucene beside it is timed.
pub(crate) fn measure_again(texts: &[&str]) -> Speed {
    let mut tokenizer = PersianTokenizer::default();
    let mut letters: usize = texts.iter().map(|text| count(&mut tokenizer, text)).sum();
    let before = cpu();
    for _ in 0..ROUNDS {
        letters += texts.iter().map(|text| count(&mut tokenizer, text)).sum::<usize>();
    }
    let seconds = cpu() - before;
    std::hint::black_box(letters);
    let bytes = texts.iter().map(|text| text.len()).sum::<usize>() * ROUNDS;
    let documents = (texts.len() * ROUNDS) as f64 / seconds;
    Speed { megabytes: bytes as f64 / seconds / 1e6, documents }
}

fn count(tokenizer: &mut PersianTokenizer, text: &str) -> usize {
    let mut stream = tokenizer.token_stream(text);
    let mut letters = 0;
    while stream.advance() {
        letters += stream.token().text.len();
    }
    letters
}

/// CPU seconds of this thread; other programs on the machine do not count.
fn cpu() -> f64 {
    // The kernel brings its figure up to date when a thread gives way, and every few milliseconds.
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos: f64 = stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    nanos / 1e9
}
