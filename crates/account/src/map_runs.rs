//! The operations on runs of distributed Maps.
//!
//! Source: api.md 5.5.

use flowglass_api::{ErrorCode, MapRunUpdate, WireExecution, WireItemCounts, WireMapRun};
use flowglass_history::Status;
use flowglass_simulator::{ExecutionId, MapRun, MapRunChange};

use crate::account::Account;
use crate::error::ApiError;
use crate::request::{DescribeMapRun, UpdateMapRun};
use crate::response::Response;

/// How many children of a run may be running at a time, at most. Source: api.md 7, the UpdateMapRun page.
const MOST_AT_ONCE: i64 = 300;

impl Account {
    pub(crate) fn describe_map_run(&self, asked: &DescribeMapRun) -> Result<Response, ApiError> {
        let (id, index) = self.find_map_run(&asked.flow_name, &asked.execution_name, &asked.map_run_name)?;
        let execution = self.simulation.execution(id);
        let run = execution.map_runs.get(index).ok_or_else(|| no_run(&asked.execution_name, &asked.map_run_name))?;
        Ok(Response::MapRun(wire(&execution.name, run)))
    }

    /// Which bounds the values have, the documentation does not say but for the percentage (CHOICE).
    pub(crate) fn update_map_run(&mut self, asked: &UpdateMapRun) -> Result<Response, ApiError> {
        let change = read_change(asked)?;
        let (id, index) = self.find_map_run(&asked.flow_name, &asked.execution_name, &asked.map_run_name)?;
        if self.simulation.execution(id).status().is_ended() {
            let parts = [asked.execution_name.as_str(), &asked.flow_name];
            return Err(ApiError::new(ErrorCode::ExecutionAlreadyCompleted, &parts));
        }
        let changed = self.simulation.change_map_run(id, index, change);
        let run = changed.ok_or_else(|| ApiError::argument(&format!("The map run {} is over.", asked.map_run_name)))?;
        let update = MapRunUpdate {
            flow_name: asked.flow_name.clone(),
            execution_name: asked.execution_name.clone(),
            map_run_name: run.name.to_string(),
            concurrency: i64::from(run.concurrency),
            tolerated_failed_count: run.tolerated_count.map(|count| count as i64),
            tolerated_failed_percentage: run.tolerated_percentage,
            ..MapRunUpdate::default()
        };
        Ok(Response::MapRunUpdate(update))
    }

    /// No code is documented for a run that is not there: it is `InvalidArgument` (CHOICE).
    fn find_map_run(&self, flow: &str, execution: &str, run: &str) -> Result<(ExecutionId, usize), ApiError> {
        let id = self.register.find_execution(flow, execution)?;
        let index = self.simulation.execution(id).map_runs.iter().position(|known| &*known.name == run);
        index.map(|index| (id, index)).ok_or_else(|| no_run(execution, run))
    }
}

fn no_run(execution: &str, run: &str) -> ApiError {
    ApiError::argument(&format!("The execution {execution} has no map run {run}."))
}

fn read_change(asked: &UpdateMapRun) -> Result<MapRunChange, ApiError> {
    let concurrency = match asked.concurrency {
        None => None,
        Some(most) => {
            let most = u32::try_from(most).ok().filter(|most| (1..=MOST_AT_ONCE).contains(&i64::from(*most)));
            Some(most.ok_or_else(|| {
                ApiError::argument(&format!("Concurrency is a whole number from 1 to {MOST_AT_ONCE}."))
            })?)
        }
    };
    if asked.tolerated_failed_count.is_some_and(|count| count < 0) {
        return Err(ApiError::argument("ToleratedFailedCount is a whole number, 0 or more."));
    }
    if asked.tolerated_failed_percentage.is_some_and(|share| !(0.0..=100.0).contains(&share)) {
        return Err(ApiError::argument("ToleratedFailedPercentage is a number from 0 to 100."));
    }
    Ok(MapRunChange {
        concurrency,
        tolerated_count: asked.tolerated_failed_count.map(|count| count as f64),
        tolerated_percentage: asked.tolerated_failed_percentage,
    })
}

fn wire(execution: &str, run: &MapRun) -> WireMapRun {
    let counts = &run.counts;
    WireMapRun {
        map_run_name: run.name.to_string(),
        execution_name: execution.to_owned(),
        status: Status::name(run.status).to_owned(),
        started_time: run.started.to_rfc3339(),
        stopped_time: WireExecution::stopped_text(run.stopped),
        concurrency: i64::from(run.concurrency),
        tolerated_failed_count: run.tolerated_count.map(|count| count as i64),
        tolerated_failed_percentage: run.tolerated_percentage,
        item_counts: WireItemCounts {
            pending: i64::from(counts.pending),
            running: i64::from(counts.running),
            succeed: i64::from(counts.succeeded),
            failed: i64::from(counts.failed),
            aborted: i64::from(counts.aborted),
            total: i64::from(counts.total),
            ..WireItemCounts::default()
        },
        ..WireMapRun::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{START, account, call, describe, execution, refusal, start};
    use crate::{ListExecutions, PublishFlowVersion, Request, StartExecution, UpdateFlow};

    /// Four items that each rest for ten seconds, two at a time.
    const MAP: &str = "Type: StateMachine\nSpecVersion: v1\nName: shop\nStartAt: each\nStates:\n  - {Type: Map, Name: each, Next: rest, ItemsPath: $Input.xs, MaxConcurrency: 2, \
        ToleratedFailurePercentage: 25, ProcessorConfig: {ExecutionMode: Standard}, \
        Processor: {StartAt: w, States: [{Type: Wait, Name: w, Seconds: 10, End: true}]}}\n  - {Type: Wait, Name: rest, Seconds: 60, End: true}\n";

    /// An account with an execution whose Map has just begun, and the name of its run.
    fn running() -> (Account, String) {
        let mut account = account(&[("shop", MAP)]);
        execution(call(&mut account, start("shop", "one", r#"{"xs":[{},{},{},{}]}"#)));
        account.advance_to(START.plus(1_000));
        let id = account.execution_id("shop", "one").unwrap();
        let run = account.simulation().execution(id).map_runs[0].name.to_string();
        (account, run)
    }

    fn described(account: &mut Account, run: &str) -> WireMapRun {
        let asked =
            DescribeMapRun { flow_name: "shop".into(), execution_name: "one".into(), map_run_name: run.to_owned() };
        match call(account, Request::DescribeMapRun(asked)) {
            Ok(Response::MapRun(run)) => run,
            other => panic!("no map run: {other:?}"),
        }
    }

    fn update(run: &str) -> UpdateMapRun {
        UpdateMapRun {
            flow_name: "shop".into(),
            execution_name: "one".into(),
            map_run_name: run.into(),
            ..UpdateMapRun::default()
        }
    }

    #[test]
    fn a_run_is_described_and_changed_while_it_goes_on() {
        let (mut account, run) = running();
        let before = described(&mut account, &run);
        assert_eq!((before.status.as_str(), before.stopped_time.as_str()), ("Running", "1970-01-01T00:00:00Z"));
        assert_eq!(
            (before.concurrency, before.tolerated_failed_count, before.tolerated_failed_percentage),
            (2, None, Some(25.0))
        );
        let counts = WireItemCounts { pending: 2, running: 2, total: 4, ..WireItemCounts::default() };
        assert_eq!(before.item_counts, counts);
        let asked = UpdateMapRun { concurrency: Some(3), tolerated_failed_count: Some(1), ..update(&run) };
        let Ok(Response::MapRunUpdate(changed)) = call(&mut account, Request::UpdateMapRun(asked)) else {
            panic!("no update")
        };
        assert_eq!(
            (changed.concurrency, changed.tolerated_failed_count, changed.tolerated_failed_percentage),
            (3, Some(1), Some(25.0))
        );
        let counts = WireItemCounts { pending: 1, running: 3, total: 4, ..WireItemCounts::default() };
        assert_eq!(described(&mut account, &run).item_counts, counts);
        let items = ListExecutions { map_run_name: Some(run.clone()), ..crate::testing::list("shop") };
        let Ok(Response::Executions(items)) = call(&mut account, Request::ListExecutions(items)) else {
            panic!("no items")
        };
        assert_eq!(items.executions.len(), 3);
        account.advance_to(START.plus(30_000));
        let after = described(&mut account, &run);
        assert_eq!((after.status.as_str(), after.item_counts.succeed), ("Succeeded", 4));
        assert_eq!(execution(call(&mut account, describe("shop", "one"))).status, "Running");
        let over = format!("InvalidArgument: Parameter error. The map run {run} is over.");
        assert_eq!(refusal(call(&mut account, Request::UpdateMapRun(update(&run)))), over);
        account.run();
        let ended = "ExecutionAlreadyCompleted: Execution 'one' for flow 'shop' has already completed.";
        assert_eq!(refusal(call(&mut account, Request::UpdateMapRun(update(&run)))), ended);
    }

    #[test]
    fn changes_that_cannot_be_are_refused() {
        let (mut account, run) = running();
        let wrong = |detail: &str| format!("InvalidArgument: Parameter error. {detail}");
        let concurrency = wrong("Concurrency is a whole number from 1 to 300.");
        let percentage = wrong("ToleratedFailedPercentage is a number from 0 to 100.");
        for (asked, expected) in [
            (UpdateMapRun { concurrency: Some(0), ..update(&run) }, concurrency.clone()),
            (UpdateMapRun { concurrency: Some(301), ..update(&run) }, concurrency.clone()),
            (UpdateMapRun { concurrency: Some(i64::MIN), ..update(&run) }, concurrency),
            (
                UpdateMapRun { tolerated_failed_count: Some(-1), ..update(&run) },
                wrong("ToleratedFailedCount is a whole number, 0 or more."),
            ),
            (UpdateMapRun { tolerated_failed_percentage: Some(100.5), ..update(&run) }, percentage.clone()),
            (UpdateMapRun { tolerated_failed_percentage: Some(f64::NAN), ..update(&run) }, percentage),
            (update("x"), wrong("The execution one has no map run x.")),
            (
                UpdateMapRun { execution_name: "two".into(), ..update(&run) },
                "ExecutionNotExists: Execution two for flow shop does not exist.".into(),
            ),
            (
                UpdateMapRun { flow_name: "pay".into(), ..update(&run) },
                "FlowNotExists: Flow pay does not exist.".into(),
            ),
        ] {
            assert_eq!(refusal(call(&mut account, Request::UpdateMapRun(asked))), expected);
        }
        assert_eq!(described(&mut account, &run).concurrency, 2);
    }

    /// Also when the flow has changed since, and when a version runs.
    #[test]
    fn items_show_what_their_execution_runs() {
        let mut account = account(&[("shop", MAP)]);
        let publish = PublishFlowVersion { flow_name: "shop".into(), description: None };
        call(&mut account, Request::PublishFlowVersion(publish)).unwrap();
        let later = MAP.replace("Seconds: 60", "Seconds: 61");
        let update = UpdateFlow { name: "shop".into(), definition: Some(later), ..UpdateFlow::default() };
        call(&mut account, Request::UpdateFlow(update)).unwrap();
        let asked = StartExecution {
            flow_name: "shop".into(),
            execution_name: Some("one".into()),
            input: Some(r#"{"xs":[{}]}"#.into()),
            qualifier: Some("1".into()),
            ..StartExecution::default()
        };
        execution(call(&mut account, Request::StartExecution(asked)));
        account.run();
        let id = account.execution_id("shop", "one").unwrap();
        let run = account.simulation().execution(id).map_runs[0].name.to_string();
        let items =
            ListExecutions { map_run_name: Some(run), qualifier: Some("1".into()), ..crate::testing::list("shop") };
        let Ok(Response::Executions(items)) = call(&mut account, Request::ListExecutions(items)) else {
            panic!("no items")
        };
        let [item] = &items.executions[..] else { panic!("{items:?}") };
        assert_eq!(item.flow_definition.as_deref(), Some(MAP));
    }
}
