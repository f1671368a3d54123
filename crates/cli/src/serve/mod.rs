//! `flowglass serve`: the page, and the way from it to CloudFlow.

mod given;
mod trouble;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use flowglass_gateway::server::{self, Access, Account, Gateway, Settings};
use secrecy::ExposeSecret as _;

use crate::arguments::ServeArguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::{complain, print};
use given::Given;
pub(crate) use trouble::ServeTrouble;

/// The shortest time between two looks at an execution that is followed. Source: api.md 7.
const PACE: Duration = Duration::from_secs(1);

/// Serves until somebody interrupts the program.
///
/// # Errors
/// Something cannot be read or used, or the address cannot be listened at.
pub(crate) fn serve(arguments: &ServeArguments) -> Result<Exit, Trouble> {
    let given = Given::read(arguments)?;
    let cannot_listen = |error| ServeTrouble::Listen(arguments.listen.clone(), error);
    let listener = TcpListener::bind(given.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let (access, way_in) = match given.access {
        Some(access) => (access, format!("http://{}/enter", shown(address))),
        None => {
            let (access, token) = Access::one_time(address.port()).map_err(ServeTrouble::NoRandomness)?;
            (access, format!("http://{}/?token={}", shown(address), token.expose_secret()))
        }
    };
    print(&format!("Flowglass is at {way_in}\n{}\n", account_note(&given.account, arguments.allow_write)))?;
    if !server::has_page() {
        complain("flowglass: this build has no page in it; `cargo xtask serve` builds one");
    }
    let settings = Settings {
        listen: address.ip(),
        region: given.region,
        allow_write: arguments.allow_write,
        origins: given.origins,
        pace: PACE,
        access,
    };
    let gateway = Gateway::new(settings, given.account, Arc::new(complain));
    server::run(listener, gateway).map_err(cannot_listen)?;
    Ok(Exit::Done)
}

/// An address that a browser can open.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("localhost:{}", address.port()) } else { address.to_string() }
}

/// Says whose account it is, or why there is none.
fn account_note(account: &Account, allow_write: bool) -> String {
    match account {
        Account::Connected(upstream) => {
            let settings = upstream.settings();
            let may = if allow_write { "reads and writes" } else { "reads only; --allow-write changes that" };
            format!(
                "CloudFlow at {}, key {}, signature {}; {may}",
                settings.endpoint.base(),
                upstream.credentials().shown_id(),
                settings.scheme.name()
            )
        }
        Account::SimulateOnly(why) => format!("Simulating only: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_can_be_opened() {
        for (address, expected) in [
            ("127.0.0.1:7878", "127.0.0.1:7878"),
            ("[::1]:7878", "[::1]:7878"),
            ("0.0.0.0:80", "localhost:80"),
            ("[::]:80", "localhost:80"),
        ] {
            assert_eq!(shown(address.parse().unwrap()), expected);
        }
    }
}
