//! Every byte of a folder, as somebody would look through it who searches for a word.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every file below a folder, gzip taken off. What a running program takes away meanwhile is not
/// there.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().map_while(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if let Ok(bytes) = std::fs::read(&path) {
            let packed = path.extension().is_some_and(|ending| ending == "gz");
            all.insert(path, if packed { gunzip(&bytes) } else { bytes });
        }
    }
    all
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut plain = Vec::new();
    // A record that is just being written gives what is there of it.
    let _ = flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

/// Whether a word stands in some bytes.
pub(crate) fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}
