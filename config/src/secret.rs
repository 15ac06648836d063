//! Credentials: named in the configuration, resolved late, never printed.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// A reference to a credential: `env:NAME` or `file:/path`. The value itself never stands in a
/// configuration file.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Place);

#[derive(Clone, PartialEq, Eq)]
enum Place {
    Env(String),
    File(String),
}

/// A resolved credential. It prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

/// Why a credential could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The environment has no such variable, or it is empty.
    #[error("the environment variable `{0}` is not set")]
    Unset(String),
    /// The file could not be read.
    #[error("the file `{path}` could not be read: {why}")]
    Unread {
        /// The file's path as configured.
        path: String,
        /// The operating system's reason.
        why: String,
    },
}

impl Secret {
    /// Parses `env:NAME` or `file:/path`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("env", name)) if !name.is_empty() => Ok(Self(Place::Env(name.to_owned()))),
            Some(("file", path)) if !path.is_empty() => Ok(Self(Place::File(path.to_owned()))),
            // The text may be the credential itself, so it is not repeated.
            _ => Err("a credential is named as `env:NAME` or `file:/path`, never written out \
                      in the file"
                .to_owned()),
        }
    }

    /// Looks the credential up; surrounding white space is dropped.
    pub fn resolve(&self) -> Result<SecretText, SecretError> {
        match &self.0 {
            Place::Env(name) => std::env::var(name)
                .ok()
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .map(SecretText)
                .ok_or_else(|| SecretError::Unset(name.clone())),
            Place::File(path) => std::fs::read_to_string(path)
                .map(|value| SecretText(value.trim().to_owned()))
                .map_err(|error| SecretError::Unread {
                    path: path.clone(),
                    why: error.to_string(),
                }),
        }
    }
}

impl SecretText {
    /// Wraps a credential that was come by in another way (a session's token).
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The credential itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Env(name) => write!(f, "env:{name}"),
            Place::File(path) => write!(f, "file:{path}"),
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_found_by_reference_and_never_printed() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "s3cret\n").unwrap();
        let secret = Secret::parse(&format!("file:{}", file.path().display())).unwrap();
        let text = secret.resolve().unwrap();
        assert_eq!(text.expose(), "s3cret");
        assert_eq!(format!("{text:?}"), "***");
    }

    #[test]
    fn a_written_out_credential_is_refused_without_repeating_it() {
        let refusal = Secret::parse("hunter2").unwrap_err();
        assert!(!refusal.contains("hunter2"));
        assert!(Secret::parse("env:").is_err());
    }

    #[test]
    fn a_missing_variable_is_named() {
        let secret = Secret::parse("env:KETABKHAN_NO_SUCH_VARIABLE").unwrap();
        assert!(secret.resolve().unwrap_err().to_string().contains("KETABKHAN_NO_SUCH_VARIABLE"));
    }
}
