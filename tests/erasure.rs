//! The erasure drill: words that nobody else writes, and after a withdrawal no byte of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod support;
use support::bytes::{files, holds};
use support::posts::{Line, file_of, some};
use support::program::{Program, Serving};
use support::seed::Seed;

#[test]
fn a_withdrawn_post_is_in_no_byte_of_the_data_folder() {
    erase(|_| None);
}

#[test]
fn a_withdrawn_post_is_in_no_byte_also_where_a_site_is_being_served() {
    erase(|program| Some(program.serve("serve")));
}

/// Plants words that nobody else writes, withdraws their post, and looks at every byte.
fn erase(meanwhile: impl FnOnce(&Program) -> Option<Serving>) {
    let mut lines = some(&mut Seed::new(11), 400);
    let planted = Line {
        text: "زروندختان می‌خواند zarvandokhtan #زروندخت_نامه".into(),
        id: "zarvanid77".into(),
        handle: "zarvan_handle".into(),
        name: "زروان زروندی".into(),
        account: "zarvanaccount5".into(),
        ..lines[200].clone()
    };
    let former =
        Line { text: "پیشینهٔ زروندختی zarvanformer".into(), ..planted.clone() };
    let words =
        ["زروندخت", "zarvan", "زروان", "زروندی", "zarvanid77", "zarvanaccount5", "zarvanformer"];
    let program = Program::new();
    lines[200] = former;
    program.import(&program.file("one.ndjson", &file_of(&lines))).well();
    program.run(&["index", "--once"]).well();
    lines[200] = planted.clone();
    program.import(&program.file("two.ndjson", &file_of(&lines[150..250]))).well();
    program.run(&["index", "--once"]).well();
    let _serving = meanwhile(&program);
    let before = everything(&program.data());
    for word in ["زروندخت", "zarvanid77", "zarvanaccount5", "zarvanformer"] {
        assert!(before.values().any(|bytes| holds(bytes, word)), "the search itself misses {word}");
    }
    let gone = || {
        for (file, bytes) in everything(&program.data()) {
            for word in words {
                assert!(!holds(&bytes, word), "`{word}` is in {}", file.display());
            }
        }
    };
    program.run(&["withdraw", &planted.key(), "--why", "asked by its author"]).well();
    gone();
    // Whoever brings it again brings it in vain.
    let again = program.import(&program.folder().join("two.ndjson")).well();
    assert!(again.contains("1 were withdrawn before and stay out"), "{again}");
    gone();
    // Its neighbours are still there.
    assert!(program.run(&["check"]).well().contains("archive: 399 posts public"));
}

/// Every file below a folder, gzip taken off, and the words of an index's dictionaries.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = files(folder);
    let metas = all.keys().filter(|path| path.ends_with("meta.json")).cloned();
    for meta in metas.collect::<Vec<_>>() {
        let generation = meta.parent().unwrap();
        all.insert(generation.join("words"), words_of(generation));
    }
    all
}

/// The words in an index's dictionaries, which are packed in its files.
fn words_of(generation: &Path) -> Vec<u8> {
    use tantivy::schema::FieldType;
    let index = tantivy::Index::open_in_dir(generation).unwrap();
    let schema = index.schema();
    let mut words = Vec::new();
    for segment in index.reader().unwrap().searcher().segment_readers() {
        for (field, entry) in schema.fields() {
            if let FieldType::Str(_) = entry.field_type() {
                let inverted = segment.inverted_index(field).unwrap();
                let mut terms = inverted.terms().stream().unwrap();
                while terms.advance() {
                    words.extend_from_slice(terms.key());
                    words.push(b'\n');
                }
            }
            if let Ok(Some(column)) = segment.fast_fields().str(entry.name()) {
                let mut terms = column.dictionary().stream().unwrap();
                while terms.advance() {
                    words.extend_from_slice(terms.key());
                    words.push(b'\n');
                }
            }
        }
    }
    words
}
