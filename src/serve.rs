//! Serving the pages and the API.

use std::io::Write;

use anyhow::Context;
use config::Config;
use search::server::{Limits, Server};

use crate::opened::Place;
use crate::stop;

/// Serves until told to stop.
pub(crate) async fn run(place: &Place<'_>, listen: Option<&str>) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    let routes = search::web::routes(place.web(&config, &archive));
    let server = bind(&config, listen).await?;
    server.serve(routes, stop::on_signal()?).await;
    Ok(())
}

/// Binds the server and says where it is, as the first line.
pub(crate) async fn bind(config: &Config, listen: Option<&str>) -> anyhow::Result<Server> {
    let listen = listen.unwrap_or(&config.site.listen);
    let server = Server::bind(listen, Limits::of(&config.site)).await.with_context(|| {
        format!("could not listen on {listen}; name another address with `--listen`")
    })?;
    println!("listening on http://{}", server.address());
    std::io::stdout().flush()?;
    Ok(server)
}
