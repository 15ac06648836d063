//! What must always hold, as functions that tests, the simulator's runs and `ketabkhan check`
//! share.

use sqlx::Row;

use crate::error::ArchiveError;
use crate::raw::read_records;
use crate::store::Archive;

/// Something that must never be, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// What should hold, as a sentence.
    pub rule: &'static str,
    /// How often it does not.
    pub times: i64,
}

/// Each rule with a query that counts what breaks it.
const RULES: &[(&str, &str)] = &[
    (
        "every post has a change that carries its revision",
        "SELECT COUNT(*) FROM post p WHERE NOT EXISTS (SELECT 1 FROM change_log c \
         WHERE c.number = p.number AND c.revision = p.revision)",
    ),
    (
        "no change is newer than the revision of its post",
        "SELECT COUNT(*) FROM change_log c JOIN post p ON p.number = c.number \
         WHERE c.revision > p.revision",
    ),
    (
        "a post without words is withdrawn, and a withdrawn post has none",
        "SELECT COUNT(*) FROM post WHERE (body IS NULL) <> (withdrawn_at IS NOT NULL)",
    ),
    (
        "every post was found by some source",
        "SELECT COUNT(*) FROM post p WHERE NOT EXISTS \
         (SELECT 1 FROM sighting s WHERE s.number = p.number)",
    ),
    (
        "a withdrawn post keeps no former versions",
        "SELECT COUNT(*) FROM edit e JOIN post p ON p.number = e.number \
         WHERE p.withdrawn_at IS NOT NULL",
    ),
    (
        "every withdrawal is on record",
        "SELECT COUNT(*) FROM post p WHERE p.withdrawn_at IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM withdrawal w WHERE w.number = p.number)",
    ),
];

/// Looks for breaches of the archive's invariants; an empty list is the only right answer.
pub async fn check(archive: &Archive) -> Result<Vec<Breach>, ArchiveError> {
    let mut breaches = Vec::new();
    for (rule, text) in RULES {
        let times = sqlx::query(*text).fetch_one(&archive.reader).await?.try_get(0)?;
        if times != 0 {
            breaches.push(Breach { rule, times });
        }
    }
    let times = unread_files(archive).await?;
    if times != 0 {
        breaches.push(Breach { rule: "every noted raw answer stands whole in its file", times });
    }
    Ok(breaches)
}

async fn unread_files(archive: &Archive) -> Result<i64, ArchiveError> {
    let mut missing = 0;
    let files = sqlx::query("SELECT file FROM answer GROUP BY file");
    for row in files.fetch_all(&archive.reader).await? {
        let name: String = row.try_get(0)?;
        let bytes = std::fs::read(archive.raw.path(&name)).unwrap_or_default();
        let records = read_records(&bytes);
        let whole: std::collections::BTreeSet<&str> =
            records.iter().filter_map(|record| record.id()).collect();
        let noted = sqlx::query("SELECT id FROM answer WHERE file = $1").bind(&name);
        for row in noted.fetch_all(&archive.reader).await? {
            let id: String = row.try_get(0)?;
            missing += i64::from(!whole.contains(id.as_str()));
        }
    }
    Ok(missing)
}
