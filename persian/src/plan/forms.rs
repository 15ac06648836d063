//! The forms of the words that queries are made of.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::form::{Form, form};
use crate::lexicon::Lexicon;

/// How many words are remembered before all are forgotten.
const REMEMBERED: usize = 1 << 15;

/// Works out the forms of words, and remembers them.
#[derive(Debug, Clone)]
pub(crate) struct Forms {
    lexicon: Arc<Lexicon>,
    seen: HashMap<String, Arc<Form>>,
}

impl Forms {
    pub(crate) fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, seen: HashMap::new() }
    }

    /// The form of a word as written.
    pub(crate) fn of(&mut self, written: &str) -> Arc<Form> {
        if let Some(seen) = self.seen.get(written) {
            return Arc::clone(seen);
        }
        if self.seen.len() > REMEMBERED {
            self.seen.clear();
        }
        let form = Arc::new(form(&self.lexicon, written));
        self.seen.insert(written.to_owned(), Arc::clone(&form));
        form
    }

    /// The lexicon it works with.
    pub(crate) fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }
}
