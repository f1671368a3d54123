//! Holding a call until an execution has ended.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::state::Emulator;

/// Waits until an execution has ended or the time is over.
pub(super) async fn wait(emulator: &Emulator, flow: &str, execution: &str, longest: Duration) {
    let until = Instant::now() + longest;
    let mut changes = emulator.changes();
    while !emulator.wait_done(flow, execution) {
        if timeout_at(until, changes.changed()).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::emulator::Clock;
    use crate::emulator::testing::{ASK, Sent, Server, create, describe, start};
    use crate::signing::Method;

    #[tokio::test]
    async fn a_wait_ends_with_the_execution_and_holds_nobody_up() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", ASK)).await;
        server.ok(start("one")).await;
        server.ok(describe("one", "0")).await;
        let token = server.token();
        let waiting = server.clone();
        let waiting = tokio::spawn(async move { waiting.ok(describe("one", "60")).await });
        // Others are answered while it waits.
        while server.waiters() == 0 {
            tokio::task::yield_now().await;
        }
        let other = server.ok(describe("one", "0")).await;
        assert_eq!((&other["Status"], waiting.is_finished()), (&Value::from("Running"), false));
        let report = Sent::new("ReportTaskFailed", Method::Post).form(&[("TaskToken", &token), ("Error", "E")]);
        server.ok(report).await;
        assert_eq!(waiting.await.unwrap()["Status"], "Failed");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_ends_when_its_time_is_over() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", ASK)).await;
        server.ok(start("one")).await;
        let before = Instant::now();
        assert_eq!(server.ok(describe("one", "20")).await["Status"], "Running");
        assert_eq!(before.elapsed().as_secs(), 20);
    }
}
