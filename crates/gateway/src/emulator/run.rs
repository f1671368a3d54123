//! An emulator that listens.

use std::fmt;
use std::io;
use std::net::TcpListener;

use super::app::app;
use super::clock::keep;
use super::state::Emulator;
use crate::clock::{NoRandomness, random_text};
use crate::server::{interrupted, serve};

/// Answers requests that come in on a socket until somebody interrupts the program.
///
/// # Errors
/// The socket cannot be used, or the system gives no threads.
pub fn run(listener: TcpListener, emulator: Emulator) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let ticking = tokio::spawn(keep(emulator.clone()));
        serve(listener, app(emulator), interrupted()).await;
        ticking.abort();
        Ok(())
    })
}

/// A key that was made for an emulator: whoever makes it has to show it to somebody once.
#[derive(Clone)]
pub struct MadeKey {
    /// The id.
    pub id: String,
    /// The secret.
    pub secret: String,
}

// The secret shows in no output but where it is meant to.
impl fmt::Debug for MadeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Makes a key that nobody can guess.
///
/// # Errors
/// When the system has no random source.
pub fn make_key() -> Result<MadeKey, NoRandomness> {
    let id = random_text()?;
    Ok(MadeKey { id: format!("FLOWGLASS{}", id.get(..12).unwrap_or_default()), secret: random_text()? })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use flowglass_account::Account;
    use flowglass_api::{WireEvent, execution_history};
    use flowglass_simulator::{Outside, Scenario, Settings, simulate};
    use serde_json::Value;

    use super::*;
    use crate::clock;
    use crate::credentials::Credentials;
    use crate::emulator::Clock;
    use crate::signing::Scheme;
    use crate::upstream::{self, Call, Endpoint, Operation, Upstream};

    const FLOW: &str = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: charge, resourceArn: r, retry: [{errors: [Busy], intervalSeconds: 0, maxAttempts: 1}]}\n  - {type: pass, name: after}\n";
    const SCENARIO: &str = "format: 1\ninput: {order: 7}\ntasks: [{step: charge, outcomes: [{error: Busy, after: 20ms}, {output: {paid: true}, after: 100ms}]}]";

    /// Serves an emulator with the flow and the scenario on the real clock, and gives a client of it.
    async fn client(scheme: Scheme) -> Upstream {
        let now = clock::now();
        let mut account = Account::new(Settings { clock: now, ..Settings::default() });
        account.seed("shop", FLOW, &Scenario::parse(SCENARIO).unwrap()).unwrap();
        let keys = make_key().unwrap();
        let keys = Credentials::new(keys.id, keys.secret, None);
        let emulator = Emulator::new(account, keys.clone(), Clock::Real, Arc::new(|_| {}));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(keep(emulator.clone()));
        tokio::spawn(serve(listener, app(emulator), std::future::pending()));
        Upstream::new(upstream::Settings::new(endpoint, scheme), keys).unwrap()
    }

    fn of(operation: Operation) -> Call {
        Call::new(operation).with("FlowName", "shop").with("ExecutionName", "one")
    }

    /// What an event says besides its time.
    fn timeless(event: WireEvent) -> WireEvent {
        WireEvent { time: String::new(), ..event }
    }

    #[tokio::test]
    async fn the_signed_client_reads_the_history_that_the_simulation_gives() {
        let scenario = Scenario::parse(SCENARIO).unwrap();
        let flow = Arc::new(flowglass_flow::parse(FLOW).flow.unwrap());
        let (simulation, id, _) = simulate(&flow, "shop", &scenario, &[], Outside::Nobody);
        let simulated = execution_history(&simulation.execution(id).history);
        for scheme in [Scheme::V1, Scheme::V3] {
            let client = client(scheme).await;
            client.call(&of(Operation::StartExecution).with("Input", r#"{"order": 7}"#)).await.unwrap();
            let ended = client.call(&of(Operation::DescribeExecution).held(20)).await.unwrap();
            assert_eq!((&ended["Status"], &ended["Output"]), (&"Succeeded".into(), &r#"{"paid":true}"#.into()));
            let mut history = client.call(&of(Operation::GetExecutionHistory)).await.unwrap();
            let events: Vec<WireEvent> =
                serde_json::from_value(history.remove("Events").unwrap_or(Value::Null)).unwrap();
            let emulated: Vec<_> = events.into_iter().map(timeless).collect();
            assert_eq!(emulated, simulated.iter().cloned().map(timeless).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn the_signed_client_understands_refusals() {
        let client = client(Scheme::V1).await;
        let error = client.call(&of(Operation::GetExecutionHistory)).await.unwrap_err().to_string();
        assert!(error.contains("Execution one for flow shop does not exist."), "{error}");
    }

    #[test]
    fn keys_are_made_anew_and_show_no_secret() {
        let (one, other) = (make_key().unwrap(), make_key().unwrap());
        assert!(one.id != other.id && one.secret != other.secret);
        assert!(!format!("{one:?}").contains(&one.secret));
    }
}
