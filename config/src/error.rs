//! What is wrong in a configuration file, and where.

use std::fmt;
use std::ops::Range;

/// A fault in a configuration: the place, what is wrong, and the nearest right value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file's name as given, or `default.toml` for the embedded one.
    pub file: String,
    /// Line, counted from 1; `None` where the fault is not at one place.
    pub line: Option<usize>,
    /// What is wrong, as a lowercase fragment with values in backticks.
    pub what: String,
    /// What could stand there instead.
    pub nearest: Option<String>,
}

impl ConfigError {
    /// A fault of the whole file.
    pub fn whole(file: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, what: what.into(), nearest: None }
    }

    pub(crate) fn at(file: &str, text: &str, span: Option<Range<usize>>, message: &str) -> Self {
        let line = span.map(|span| line_of(text, span.start));
        let (what, nearest) = explain(message);
        Self { file: file.to_owned(), line, what, nearest }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// The value nearest to `wrong`, if one is near enough to be worth offering.
pub(crate) fn nearest<'a>(wrong: &str, right: impl Iterator<Item = &'a str>) -> Option<String> {
    right
        .map(|name| (strsim::damerau_levenshtein(&wrong.to_lowercase(), name), name))
        .filter(|(distance, name)| *distance <= 2.max(name.chars().count() / 2))
        .min()
        .map(|(_, name)| name.to_owned())
}

/// Reads serde's sentence for an unknown name: "unknown field `x`, expected one of `a`, `b`".
fn explain(message: &str) -> (String, Option<String>) {
    let unknown = ["unknown field `", "unknown variant `"];
    let Some(rest) = unknown.iter().find_map(|start| message.strip_prefix(start)) else {
        return (message.trim_end().to_owned(), None);
    };
    let mut quoted = rest.split('`');
    let wrong = quoted.next().unwrap_or_default().to_owned();
    let right: Vec<&str> = quoted.skip(1).step_by(2).collect();
    let kind = if message.starts_with("unknown field") { "key" } else { "value" };
    let listed = right.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (
        format!("unknown {kind} `{wrong}` (known here: {listed})"),
        nearest(&wrong, right.iter().copied()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest_right_one() {
        let (what, near) = explain("unknown field `shedule`, expected one of `schedule`, `pace`");
        assert_eq!(what, "unknown key `shedule` (known here: `schedule`, `pace`)");
        assert_eq!(near.as_deref(), Some("schedule"));
        assert_eq!(nearest("zzzzzz", ["schedule", "pace"].into_iter()), None);
    }
}
