//! What the program is linked with may be given away under its own licence.

use std::process::Command;

/// Licences that ask for no more than to be named.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn no_dependency_asks_for_more_than_to_be_named() {
    // What is linked on other platforms is fetched where it is not at hand yet.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "the whole graph was read");
    for package in packages {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or_default());
        assert!(may_be_linked(licence), "{name} is licensed under `{licence}`");
    }
}

/// Whether one way through the alternatives of a licence expression is permissive.
fn may_be_linked(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], " ");
    plain
        .split(" OR ")
        .any(|way| way.split(" AND ").all(|licence| PERMISSIVE.contains(&licence.trim())))
}

#[test]
fn copyleft_is_noticed() {
    assert!(may_be_linked("MIT OR Apache-2.0"));
    assert!(may_be_linked("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(may_be_linked("MIT/Apache-2.0"));
    assert!(!may_be_linked("GPL-3.0-only"));
    assert!(!may_be_linked("MIT AND AGPL-3.0"));
    assert!(!may_be_linked(""));
}
