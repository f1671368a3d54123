//! What holds for an account whatever is asked of it.

use flowglass_expression::Random;
use flowglass_simulator::{Rest, Settings};

use crate::testing::{ASK, PASS, START, WAIT, account, call, create, create_express, execution, list, start, stop};
use crate::{
    Account, CreateFlowAlias, DeleteFlowVersion, ListExecutions, PublishFlowVersion, ReportTaskFailed, Request,
    Response, StartExecution, StartSyncExecution,
};

/// Parents, their children and others share one clock: each runs as it would alone, only at its own time.
#[test]
fn many_executions_run_side_by_side_on_one_clock() {
    let call_flow = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: c, resourceArn: \"acs:fnf:::flow/rest\", pattern: sync}\n  - {type: wait, name: w, duration: 5}\n";
    let shifted = |account: &Account, flow: &str, name: &str| -> Vec<(String, i64)> {
        let id = account.execution_id(flow, name).unwrap();
        let execution = account.simulation().execution(id);
        let kinds =
            execution.history.events().map(|event| (event.kind.name().to_owned(), event.time.since(execution.started)));
        kinds.collect()
    };
    let flows = [("parent", call_flow), ("rest", WAIT), ("pass", PASS)];
    let mut alone = account(&flows);
    for flow in ["parent", "rest", "pass"] {
        execution(call(&mut alone, start(flow, "x", "{}")));
        assert_eq!(alone.run(), Rest::Ended);
    }
    let mut together = account(&flows);
    let names: Vec<(&str, String)> =
        (0..30).map(|number| (["parent", "rest", "pass"][number % 3], format!("x{number}"))).collect();
    for (number, (flow, name)) in names.iter().enumerate() {
        execution(together.call(&start(flow, name, "{}"), START.plus(number as i64 * 700)));
    }
    // The first ones have ended while others still run, and the last ones have only begun.
    let ended = |account: &Account| names.iter().filter(|(flow, name)| account.wait_done(flow, name)).count();
    assert!((10..30).contains(&ended(&together)), "{}", ended(&together));
    // Those that were started, and a child of each parent.
    assert_eq!(together.run(), Rest::Ended);
    assert_eq!((ended(&together), together.simulation().executions().len()), (30, 40));
    for (flow, name) in &names {
        assert_eq!(shifted(&together, flow, name), shifted(&alone, flow, "x"), "{flow} {name}");
    }
    // The last parent, which began at 18.9 s, waits for the ten seconds of its child and then for five of its own.
    let last = together.execution_id("parent", "x27").unwrap();
    let stopped = together.simulation().execution(last).stopped.unwrap();
    assert!((33_900..34_200).contains(&stopped.since(START)), "{}", stopped.since(START));
}

/// Any sequence of operations leaves lists that can be walked and histories that hold together.
#[test]
fn operations_in_any_order_keep_the_account_whole() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let mut account = Account::new(Settings { seed, ..Settings::default() });
        for _ in 0..150 {
            let flow = ["a", "b", "7"][random.below(3) as usize].to_owned();
            let name = format!("x{}", random.below(6));
            let now = account.now().plus(random.below(8_000) as i64);
            let token = account.simulation().waiting().pop().map_or_else(String::new, |task| task.token);
            let qualifier = [None, Some("1"), Some("2"), Some("prod")][random.below(4) as usize].map(str::to_owned);
            let request = match random.below(14) {
                0 | 1 => create(&flow, [PASS, WAIT, ASK, "x"][random.below(4) as usize]),
                2 => create_express(&flow, [PASS, WAIT][random.below(2) as usize]),
                3 if random.below(4) == 0 => Request::DeleteFlow(flow),
                3..=6 => Request::StartExecution(StartExecution {
                    flow_name: flow,
                    execution_name: Some(name),
                    input: None,
                    callback_token: Some(token),
                    qualifier,
                }),
                7 => Request::StartSyncExecution(StartSyncExecution {
                    flow_name: flow,
                    qualifier,
                    ..StartSyncExecution::default()
                }),
                8 => stop(&flow, &name),
                9 => Request::ReportTaskFailed(ReportTaskFailed {
                    task_token: token,
                    error: "E".to_owned(),
                    cause: None,
                }),
                10 => Request::PublishFlowVersion(PublishFlowVersion { flow_name: flow, description: None }),
                11 => Request::CreateFlowAlias(CreateFlowAlias {
                    flow_name: flow,
                    name: "prod".to_owned(),
                    description: None,
                    routing_configurations: r#"[{"Version":"1","Weight":50},{"Version":"2","Weight":50}]"#.to_owned(),
                }),
                12 => Request::DeleteFlowVersion(DeleteFlowVersion {
                    flow_name: flow,
                    flow_version: random.below(3).to_string(),
                }),
                _ => {
                    account.run();
                    continue;
                }
            };
            let _ = account.call(&request, now);
        }
        check_whole(&mut account);
    }
}

fn check_whole(account: &mut Account) {
    for (_, execution) in account.simulation().executions() {
        assert_eq!(flowglass_history::check_invariants(&execution.history), Vec::<String>::new());
    }
    for (id, execution) in account.simulation().executions() {
        let started = account.started(id).unwrap();
        let version = started.version.map(|number| number.to_string());
        let by_alias = started.alias.as_deref() == Some("prod");
        assert!(!by_alias || version.is_some(), "{}", execution.name);
    }
    assert_eq!(account.started.len(), account.simulation().executions().len());
    for flow in ["a", "b"] {
        let (mut names, mut token) = (Vec::new(), None);
        while let Ok(Response::Executions(page)) =
            call(account, Request::ListExecutions(ListExecutions { limit: Some(2), next_token: token, ..list(flow) }))
        {
            names.extend(page.executions.iter().map(|one| (one.started_time.clone(), one.name.clone())));
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        assert!(
            names.windows(2).all(|pair| pair[0].0 > pair[1].0 || (pair[0].0 == pair[1].0 && pair[0].1 < pair[1].1))
        );
        let known = account.register.get(flow).map_or(0, |flow| flow.by_name.len());
        assert_eq!(names.len(), known);
    }
}
