//! Any file: nothing panics, and every range lies in its batch. The first byte chooses the form.
#![no_main]

use std::io::Write;

use harvester::Item;
use harvester::import::Batches;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((form, bytes)) = input.split_first() else { return };
    let header = b"platform,id,text,author_handle,posted_at,duration_s,hashtags\n".as_slice();
    let (ending, before) = match form % 3 {
        0 => (".ndjson", b"".as_slice()),
        1 => (".csv", header),
        _ => ("", b"".as_slice()),
    };
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().expect("a file");
    file.write_all(before).and_then(|()| file.write_all(bytes)).expect("a file");
    let Ok(batches) = Batches::open(file.path()) else { return };
    for batch in batches.map(|batch| batch.expect("a file")) {
        for item in batch.items {
            if let Item::Post { range, .. } | Item::Unreadable { range, .. } = item {
                assert!(range.start < range.end && range.end <= batch.bytes.len());
            }
        }
    }
});
