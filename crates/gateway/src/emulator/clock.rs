//! The real clock, which lets executions go on when nobody asks.

use std::time::Duration;

use tokio::time::sleep;

use super::state::Emulator;

/// The shortest pause between two looks at the account: things happen an overhead of 10 ms apart at the least.
const SHORTEST: Duration = Duration::from_millis(2);

/// Lets executions go on as time passes; never returns.
pub(super) async fn keep(emulator: Emulator) {
    let mut changes = emulator.changes();
    loop {
        changes.borrow_and_update();
        match emulator.tick() {
            Some(ms) => {
                let pause = Duration::from_millis(ms).max(SHORTEST);
                tokio::select! {
                    () = sleep(pause) => {}
                    // Something that is due earlier may have come.
                    _ = changes.changed() => {}
                }
            }
            None => {
                // The sender lives as long as the emulator, which is here.
                let _ = changes.changed().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::Clock;
    use crate::emulator::testing::{ASK, PASS, Sent, Server, WAIT, create, describe, start};
    use crate::signing::Method;

    #[tokio::test]
    async fn a_virtual_clock_goes_on_while_a_task_of_another_execution_waits() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", ASK)).await;
        server.ok(start("asks")).await;
        assert_eq!(server.ok(describe("asks", "0")).await["Status"], "Running");
        let update = [("Name", "shop"), ("Definition", WAIT)];
        server.ok(Sent::new("UpdateFlow", Method::Post).form(&update)).await;
        server.ok(start("rests")).await;
        assert_eq!(server.ok(describe("rests", "60")).await["Status"], "Succeeded");
        assert_eq!(server.ok(describe("asks", "0")).await["Status"], "Running");
    }

    #[tokio::test]
    async fn on_the_real_clock_executions_go_on_by_themselves() {
        let server = Server::new(Clock::Real);
        let ticking = tokio::spawn(keep(server.emulator.clone()));
        server.ok(create("shop", PASS)).await;
        let started = server.ok(start("one")).await;
        assert_eq!(started["Status"], "Starting");
        let ended = server.ok(describe("one", "20")).await;
        assert_eq!(ended["Status"], "Succeeded");
        ticking.abort();
    }
}
