//! Reading the sources.

use std::process::ExitCode;

use harvester::{Health, Report, Walk};

use crate::opened::Place;
use crate::{house, stop};

/// Reads sources on schedule until told to stop, or once.
pub(crate) async fn run(
    place: &Place<'_>,
    only: Option<&str>,
    once: bool,
    sweep: bool,
) -> anyhow::Result<ExitCode> {
    let (mut config, archive) = place.open().await?;
    if let Some(name) = only {
        let source = config.source(name).map_err(anyhow::Error::msg)?.clone();
        config.sources = vec![source];
    }
    let harvester = place.harvester(&config, &archive)?;
    let stop = stop::on_signal()?;
    if !once {
        tokio::select! {
            harvested = harvester.run(&stop) => harvested?,
            Err(error) = house::keep(archive.clone(), stop.child_token()) => return Err(error.into()),
        }
        return Ok(ExitCode::SUCCESS);
    }
    let walk = if sweep { Walk::Sweep } else { Walk::News };
    let reports = harvester.run_once(only, walk, &stop).await?;
    for report in &reports {
        println!("{report}");
    }
    let failing = |report: &Report| {
        matches!(
            report.health,
            Health::Failing(_) | Health::Unreachable(_) | Health::NeedsCredentials(_)
        )
    };
    Ok(if reports.iter().any(failing) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
