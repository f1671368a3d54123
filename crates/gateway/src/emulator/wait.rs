//! Holding a call until an execution has ended.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::state::Emulator;

/// Waits until an execution has ended or the time is over.
pub(super) async fn wait(emulator: &Emulator, flow: &str, execution: &str, longest: Duration) {
    // A wait that is too long for a moment to end at has no end.
    let until = Instant::now().checked_add(longest);
    let mut changes = emulator.changes();
    while !emulator.wait_done(flow, execution) {
        let over = match until {
            Some(until) => timeout_at(until, changes.changed()).await.is_err(),
            // The sender lives as long as the emulator, which is here.
            None => changes.changed().await.is_err(),
        };
        if over {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::emulator::Clock;
    use crate::emulator::clock::keep;
    use crate::emulator::testing::{ASK, PASS, Sent, Server, WAIT, create, create_express, describe, start};
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

    fn start_sync(name: &str) -> Sent {
        Sent::new("StartSyncExecution", Method::Post).form(&[("FlowName", "fast"), ("ExecutionName", name)])
    }

    #[tokio::test]
    async fn a_synchronous_start_is_held_until_the_end_on_either_clock() {
        for clock in [Clock::Virtual, Clock::Real] {
            let server = Server::new(clock);
            let ticking = tokio::spawn(keep(server.emulator.clone()));
            server.ok(create_express("fast", PASS)).await;
            let ended = server.ok(start_sync("one")).await;
            assert_eq!((&ended["Status"], &ended["Output"]), (&Value::from("Succeeded"), &Value::from("{}")));
            let members: Vec<_> = ended.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members, ["FlowName", "Name", "Output", "RequestId", "StartedTime", "Status", "StoppedTime"]);
            assert!(ended["Name"].as_str().unwrap().starts_with("one:"));
            ticking.abort();
        }
    }

    /// Another execution that waits for a report may keep the virtual clock from jumping: then the call waits too.
    #[tokio::test]
    async fn a_synchronous_start_waits_where_the_clock_may_not_jump() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", &ASK.replace("waitForCallback", "waitForCallback, timeoutSeconds: 60"))).await;
        server.ok(start("one")).await;
        server.ok(describe("one", "0")).await;
        let token = server.token();
        server.ok(create_express("fast", &WAIT.replace("3600", "200"))).await;
        let waiting = server.clone();
        let waiting = tokio::spawn(async move { waiting.ok(start_sync("one")).await });
        while server.waiters() == 0 && !waiting.is_finished() {
            tokio::task::yield_now().await;
        }
        assert!(!waiting.is_finished());
        let report = Sent::new("ReportTaskFailed", Method::Post).form(&[("TaskToken", &token), ("Error", "E")]);
        server.ok(report).await;
        assert_eq!(waiting.await.unwrap()["Status"], "Succeeded");
    }
}
