//! The registry: a platform is one file in this folder, its `mod` line and its line below.

use crate::platform::Entry;

/// Every platform, in the order in which tables list them.
pub const REGISTRY: &[Entry] = &[];

/// A platform by name, or the names that are known.
pub fn platform(name: &str) -> Result<&'static Entry, String> {
    REGISTRY.iter().find(|entry| entry.name == name).ok_or_else(|| {
        let known = REGISTRY.iter().map(|entry| entry.name).collect::<Vec<_>>().join("`, `");
        format!("unknown platform `{name}` (known: `{known}`)")
    })
}
