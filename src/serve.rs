//! Serving the pages and the API.

use std::io::Write;

use anyhow::Context;
use config::Config;
use indexer::IndexError;
use search::server::{Limits, Server};
use search::web::Web;

use crate::opened::Place;
use crate::stop;

/// Serves until told to stop. The index is brought up to date first, unless another process does
/// that; from then on it is read only, and `index` may follow the archive beside it.
pub(crate) async fn run(place: &Place<'_>, listen: Option<&str>) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    match place.indexer(&config, &archive).catch_up().await {
        Ok(_) | Err(IndexError::Busy { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let web = place.web(&config, &archive);
    let server = bind(&config, listen, &web).await?;
    server.serve(search::web::routes(web), stop::on_signal()?).await;
    Ok(())
}

/// Binds the server and says where it is, as the first line.
pub(crate) async fn bind(
    config: &Config,
    listen: Option<&str>,
    web: &Web,
) -> anyhow::Result<Server> {
    let listen = listen.unwrap_or(&config.site.listen);
    let server = Server::bind(listen, Limits::of(&config.site)).await.with_context(|| {
        format!("could not listen on {listen}; name another address with `--listen`")
    })?;
    println!("listening on http://{}", server.address());
    std::io::stdout().flush()?;
    Ok(server.refusing(web.refusal()))
}
