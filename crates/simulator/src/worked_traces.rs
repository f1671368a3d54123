//! The runs that the reference works out by hand: `events.md` 8, `fdl-v1.md` 6.1, `state-machine.md` 13.

use flowglass_expression::{Json, json};
use flowglass_history::{EventType, Kind, Status};

use crate::testing::{assert_lines, check, notes, prepare, run, times};
use crate::{Outside, ReportError, Rest};

#[test]
fn a_task_with_one_retry_then_caught() {
    check(
        r"
version: v1
type: flow
steps:
  - type: task
    name: charge
    resourceArn: acs:fc:::services/shop/functions/charge
    retry: [{errors: [FC.ResourceExhausted]}]
    catch: [{errors: [CardRefused], goto: refund}]
    errorMappings: [{target: why, source: $local.error}]
  - {type: pass, name: refund}
",
        r"
input: {order: 7}
tasks:
  - step: charge
    outcomes: [{error: FC.ResourceExhausted, cause: busy}, {error: CardRefused, cause: code 51}]
",
        r#"
 1 <- 0  ExecutionStarted  {"input":{"order":7}}
 2 <- 1  StepEntered  charge  {"input":{"order":7},"local":{}}
 3 <- 2  StepStarted  charge  {"input":{"order":7}}
 4 <- 3  TaskScheduled  charge  {"resourceArn":"acs:fc:::services/shop/functions/charge","pattern":"requestResponse","input":{"order":7}}
 5 <- 4  TaskStarted  charge  {}
 6 <- 5  TaskFailed  charge  {"error":"FC.ResourceExhausted","cause":"busy"}
 7 <- 6  TaskScheduled  charge  {"resourceArn":"acs:fc:::services/shop/functions/charge","pattern":"requestResponse","input":{"order":7},"attempt":2,"delaySeconds":1}
 8 <- 7  TaskStarted  charge  {}
 9 <- 8  TaskFailed  charge  {"error":"CardRefused","cause":"code 51"}
10 <- 9  StepExited  charge  {"local":{"why":"CardRefused"}}
11 <- 10  StepEntered  refund  {"input":{"order":7},"local":{"why":"CardRefused"}}
12 <- 11  StepStarted  refund  {"input":{"order":7,"why":"CardRefused"}}
13 <- 12  StepSucceeded  refund  {"output":{}}
14 <- 13  StepExited  refund  {"local":{"why":"CardRefused"}}
15 <- 14  ExecutionSucceeded  {"output":{"why":"CardRefused"}}
"#,
    );
}

#[test]
fn parallel_with_two_branches() {
    let flow = r"
version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps: [{type: pass, name: quick, outputMappings: [{target: a, source: 1}]}]
      - steps: [{type: wait, name: nap, duration: 1}]
";
    let (simulation, id, rest) = run(flow, "");
    assert_eq!(rest, Rest::Ended);
    let execution = simulation.execution(id);
    assert_lines(
        execution,
        r#"
 1 <- 0  ExecutionStarted  {"input":{}}
 2 <- 1  StepEntered  both  {"input":{},"local":{}}
 3 <- 2  StepStarted  both  {"input":{}}
 4 <- 3  BranchEntered  both  {"index":0,"input":{}}
 5 <- 3  BranchEntered  both  {"index":1,"input":{}}
 6 <- 4  StepEntered  quick  {"input":{},"local":{}}
 7 <- 5  StepEntered  nap  {"input":{},"local":{}}
 8 <- 6  StepStarted  quick  {"input":{}}
 9 <- 7  StepStarted  nap  {"input":{},"waitSeconds":1}
10 <- 8  StepSucceeded  quick  {"output":{"a":1}}
11 <- 10  StepExited  quick  {"local":{"a":1}}
12 <- 11  BranchExited  both  {"index":0,"local":{"a":1}}
13 <- 9  StepSucceeded  nap  {"output":{}}
14 <- 13  StepExited  nap  {"local":{}}
15 <- 14  BranchExited  both  {"index":1,"local":{}}
16 <- 15  StepSucceeded  both  {"output":{}}
17 <- 16  StepExited  both  {"local":{}}
18 <- 17  ExecutionSucceeded  {"output":{}}
"#,
    );
    let expected = [0, 10, 20, 30, 30, 40, 40, 50, 50, 60, 70, 80, 1060, 1070, 1080, 1090, 1100, 1110];
    assert_eq!(times(execution), expected);
}

/// `events.md` 8.3 in the `reference` vocabulary: nothing is recorded for the open step.
#[test]
fn a_callback_that_is_stopped_while_it_waits() {
    let flow = r"
Type: StateMachine
SpecVersion: v1
Name: approval
StartAt: Approve
States:
  - Type: Task
    Name: Approve
    Action: MNS:SendMessage
    TaskMode: WaitForCustomCallback
    Parameters: {message.$: $Input.id}
    End: true
";
    let (simulation, id, rest) =
        run(flow, "input: {id: p1}\nstop: {after: 1h, error: Operator, cause: no longer needed}");
    assert_eq!(rest, Rest::Ended);
    let execution = simulation.execution(id);
    assert_eq!(execution.status(), Status::Stopped);
    assert_eq!(execution.stopped.map(|at| at.since(execution.started)), Some(3_600_000));
    assert_lines(
        execution,
        r#"
1 <- 0  ExecutionStarted  {"input":{"id":"p1"}}
2 <- 1  StepEntered  Approve  {"input":{"id":"p1"}}
3 <- 2  StepStarted  Approve  {"input":{"id":"p1"}}
4 <- 3  TaskScheduled  Approve  {"action":"MNS:SendMessage","pattern":"WaitForCustomCallback","input":{"message":"p1"}}
5 <- 4  TaskStarted  Approve  {"taskToken":"c2ltOjI="}
6 <- 5  TaskSubmitted  Approve  {"output":{}}
7 <- 1  ExecutionStopped  {"error":"Operator","cause":"no longer needed"}
"#,
    );
}

#[test]
fn a_map_over_two_items_whose_second_fails() {
    check(
        r"
Type: StateMachine
SpecVersion: v1
Name: numbers
StartAt: Each
States:
  - Type: Map
    Name: Each
    ItemsPath: $Input.xs
    MaxConcuccency: 1
    Processor:
      StartAt: Check
      States:
        - Type: Pass
          Name: Check
          OutputConstructor: {n.$: stringToJson($Input.v)}
          End: true
    End: true
",
        r#"input: {xs: [{v: "1"}, {v: x}]}"#,
        r#"
 1 <- 0  ExecutionStarted  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 2 <- 1  StepEntered  Each  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 3 <- 2  StepStarted  Each  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 4 <- 3  IterationEntered  Each  {"index":0,"input":{"v":"1"}}
 5 <- 4  StepEntered  Check  {"input":{"v":"1"}}
 6 <- 5  StepStarted  Check  {"input":{"v":"1"}}
 7 <- 6  StepSucceeded  Check  {"output":{"n":1}}
 8 <- 7  StepExited  Check  {"output":{"n":1}}
 9 <- 8  IterationExited  Each  {"index":0,"output":{"n":1}}
10 <- 9  IterationEntered  Each  {"index":1,"input":{"v":"x"}}
11 <- 10  StepEntered  Check  {"input":{"v":"x"}}
12 <- 11  StepStarted  Check  {"input":{"v":"x"}}
13 <- 12  StepFailed  Check  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
14 <- 13  IterationExited  Each  {"index":1,"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
15 <- 14  StepFailed  Each  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
16 <- 15  ExecutionFailed  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
"#,
    );
}

/// `events.md` 8.3.
#[test]
fn a_callback_that_is_stopped_while_it_waits_in_the_words_of_states() {
    let flow = r"
Type: StateMachine
SpecVersion: v1
Name: approval
StartAt: Approve
States:
  - Type: Task
    Name: Approve
    Action: MNS:SendMessage
    TaskMode: WaitForCustomCallback
    Parameters: {message.$: $Input.id}
    End: true
";
    let scenario = "options: {vocabulary: state}\ninput: {id: p1}\n\
                    stop: {after: 1h, error: Operator, cause: no longer needed}";
    let (simulation, id, rest) = run(flow, scenario);
    assert_eq!(rest, Rest::Ended);
    let execution = simulation.execution(id);
    assert_lines(
        execution,
        r#"
1 <- 0  ExecutionStarted  {"input":{"id":"p1"}}
2 <- 1  StateEntered  Approve  {"input":{"id":"p1"}}
3 <- 2  StateStarted  Approve  {"input":{"id":"p1"}}
4 <- 3  TaskScheduled  Approve  {"action":"MNS:SendMessage","pattern":"WaitForCustomCallback","input":{"message":"p1"}}
5 <- 4  TaskStarted  Approve  {"taskToken":"c2ltOjI="}
6 <- 5  TaskSubmitted  Approve  {"output":{}}
7 <- 6  StateAborted  Approve  {"cause":"stopped"}
8 <- 1  ExecutionStopped  {"error":"Operator","cause":"no longer needed"}
"#,
    );
    assert_eq!(times(execution), [0, 10, 20, 30, 40, 50, 3_600_000, 3_600_000]);
}

/// `events.md` 8.4.
#[test]
fn a_map_over_two_items_whose_second_fails_in_the_words_of_states() {
    check(
        r"
Type: StateMachine
SpecVersion: v1
Name: numbers
StartAt: Each
States:
  - Type: Map
    Name: Each
    ItemsPath: $Input.xs
    MaxConcuccency: 1
    Processor:
      StartAt: Check
      States:
        - Type: Pass
          Name: Check
          OutputConstructor: {n.$: stringToJson($Input.v)}
          End: true
    End: true
",
        "options: {vocabulary: state}\ninput: {xs: [{v: \"1\"}, {v: x}]}",
        r#"
 1 <- 0  ExecutionStarted  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 2 <- 1  StateEntered  Each  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 3 <- 2  StateStarted  Each  {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 4 <- 3  IterationEntered  Each  {"index":0,"input":{"v":"1"}}
 5 <- 4  StateEntered  Check  {"input":{"v":"1"}}
 6 <- 5  StateStarted  Check  {"input":{"v":"1"}}
 7 <- 6  StateSucceeded  Check  {"output":{"n":1}}
 8 <- 7  IterationExited  Each  {"index":0,"output":{"n":1}}
 9 <- 8  IterationEntered  Each  {"index":1,"input":{"v":"x"}}
10 <- 9  StateEntered  Check  {"input":{"v":"x"}}
11 <- 10  StateStarted  Check  {"input":{"v":"x"}}
12 <- 11  StateFailed  Check  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
13 <- 12  IterationExited  Each  {"index":1,"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
14 <- 13  StateFailed  Each  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
15 <- 14  ExecutionFailed  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
"#,
    );
}

/// `fdl-v1.md` 6.1.
#[test]
fn data_through_a_flow_of_the_older_language() {
    check(
        r#"
version: v1
type: flow
steps:
  - type: pass
    name: seed
    outputMappings:
      - {target: tries, source: 0}
      - {target: shop, source: $input.shop}
  - type: task
    name: poll
    resourceArn: acs:fc:::services/demo/functions/poll
  - type: choice
    name: settled
    choices:
      - condition: $.state == "paid" && $.amount >= 10
        steps:
          - type: pass
            name: thank
            outputMappings: [{target: note, source: thanks}]
      - condition: $.state == "open"
        goto: poll
  - type: pass
    name: archive
"#,
        "input: {shop: s1, amount: 25}\ntasks: [{step: poll, outcomes: [{output: {state: paid, tries: 1}}]}]",
        r#"
 1 <- 0  ExecutionStarted  {"input":{"shop":"s1","amount":25}}
 2 <- 1  StepEntered  seed  {"input":{"shop":"s1","amount":25},"local":{}}
 3 <- 2  StepStarted  seed  {"input":{"shop":"s1","amount":25}}
 4 <- 3  StepSucceeded  seed  {"output":{"tries":0,"shop":"s1"}}
 5 <- 4  StepExited  seed  {"local":{"tries":0,"shop":"s1"}}
 6 <- 5  StepEntered  poll  {"input":{"shop":"s1","amount":25},"local":{"tries":0,"shop":"s1"}}
 7 <- 6  StepStarted  poll  {"input":{"shop":"s1","amount":25,"tries":0}}
 8 <- 7  TaskScheduled  poll  {"resourceArn":"acs:fc:::services/demo/functions/poll","pattern":"requestResponse","input":{"shop":"s1","amount":25,"tries":0}}
 9 <- 8  TaskStarted  poll  {}
10 <- 9  TaskSucceeded  poll  {"output":{"state":"paid","tries":1}}
11 <- 10  StepSucceeded  poll  {"output":{"state":"paid","tries":1}}
12 <- 11  StepExited  poll  {"local":{"tries":1,"shop":"s1","state":"paid"}}
13 <- 12  StepEntered  settled  {"input":{"shop":"s1","amount":25},"local":{"tries":1,"shop":"s1","state":"paid"}}
14 <- 13  StepStarted  settled  {"input":{"shop":"s1","amount":25,"tries":1,"state":"paid"}}
15 <- 14  StepEntered  thank  {"input":{"shop":"s1","amount":25,"tries":1,"state":"paid"},"local":{}}
16 <- 15  StepStarted  thank  {"input":{"shop":"s1","amount":25,"tries":1,"state":"paid"}}
17 <- 16  StepSucceeded  thank  {"output":{"note":"thanks"}}
18 <- 17  StepExited  thank  {"local":{"note":"thanks"}}
19 <- 18  StepSucceeded  settled  {"output":{"note":"thanks"}}
20 <- 19  StepExited  settled  {"local":{"tries":1,"shop":"s1","state":"paid","note":"thanks"}}
21 <- 20  StepEntered  archive  {"input":{"shop":"s1","amount":25},"local":{"tries":1,"shop":"s1","state":"paid","note":"thanks"}}
22 <- 21  StepStarted  archive  {"input":{"shop":"s1","amount":25,"tries":1,"state":"paid","note":"thanks"}}
23 <- 22  StepSucceeded  archive  {"output":{}}
24 <- 23  StepExited  archive  {"local":{"tries":1,"shop":"s1","state":"paid","note":"thanks"}}
25 <- 24  ExecutionSucceeded  {"output":{"tries":1,"shop":"s1","state":"paid","note":"thanks"}}
"#,
    );
}

/// `state-machine.md` 13.1.
const PARCEL: &str = r#"
Type: StateMachine
SpecVersion: v1
Name: parcel-quote
StartAt: Normalise
Timeout: 900
States:
  - Type: Pass
    Name: Normalise
    InputConstructor:
      kg.$: $Input.weight
      zone.$: $Input.dest.zone
      tags.$: arrayUnique($Input.tags)
    Next: Heavy
  - Type: Choice
    Name: Heavy
    Branches:
      - Condition: $Input.kg > 30 && $Input.zone != "island"
        Next: Freight
      - Condition: '"fragile" in $Input.tags'
        Next: Manual
    Default: Quote
  - Type: Task
    Name: Quote
    Action: FC:InvokeFunction
    Parameters:
      resourceArn: acs:fc:::functions/quote/LATEST
      invocationType: Sync
      body:
        kg.$: $Input.kg
        ref.$: format("{}-{}", $Context.Execution.Name, $Input.zone)
    Timeout: 20
    Retry:
      - Errors: [FC.ResourceThrottled]
        MaxAttempts: 3
        IntervalSeconds: 2
        BackoffRate: 2
        MaxBackoffSeconds: 5
    Catch:
      - Errors: [FnF.ALL]
        OutputConstructor:
          why.$: $Context.Current.Error.Code
        Next: Manual
    OutputConstructor:
      price.$: $Output.Body.price
    GlobalConstructor:
      quotedBy: robot
    End: true
  - Type: Fail
    Name: Freight
    Code: TooHeavy
    Detail: parcels over 30 kg go by freight
  - Type: Succeed
    Name: Manual
    OutputConstructor:
      price: -1
      by.$: $Global.quotedBy
"#;

const PARCEL_INPUT: &str = "execution: {name: p-1}\ninput: {weight: 3, dest: {zone: city}, tags: [a, a]}\n";

/// The delays of the retries of a history in seconds.
fn delays(history: &flowglass_history::History) -> Vec<f64> {
    let delay = |event: flowglass_history::Event<'_>| {
        Some(event.detail.get(&flowglass_history::Member::DelaySeconds)?.as_number()?.as_f64())
    };
    history.events().filter_map(delay).collect()
}

#[test]
fn a_parcel_is_quoted_after_two_throttles() {
    let scenario =
        "tasks: [{step: Quote, outcomes: [{error: FC.ResourceThrottled, times: 2}, {output: {Body: {price: 7}}}]}]";
    let (simulation, id, _) = run(PARCEL, &format!("{PARCEL_INPUT}{scenario}"));
    let execution = simulation.execution(id);
    assert_eq!(execution.output, Some(json!({"price": 7})));
    assert_eq!(delays(&execution.history), [2.0, 4.0]);
    let scheduled = execution.history.events().find(|event| event.kind == Kind::Known(EventType::TaskScheduled));
    assert_eq!(
        scheduled.unwrap().detail.to_text(),
        r#"{"action":"FC:InvokeFunction","pattern":"RequestComplete","input":{"resourceArn":"acs:fc:::functions/quote/LATEST","invocationType":"Sync","body":{"kg":3,"ref":"p-1-city"}},"timeoutSeconds":20}"#
    );
}

#[test]
fn a_parcel_goes_to_a_person_after_four_throttles() {
    let scenario = "tasks: [{step: Quote, outcomes: [{error: FC.ResourceThrottled}]}]";
    let (simulation, id, _) = run(PARCEL, &format!("{PARCEL_INPUT}{scenario}"));
    let execution = simulation.execution(id);
    assert_eq!(delays(&execution.history), [2.0, 4.0, 5.0]);
    assert_eq!(execution.output, Some(json!({"price": -1, "by": null})));
    let entered = execution.history.events().filter(|event| event.step == "Manual").map(|event| event.detail.to_text());
    assert_eq!(entered.take(1).collect::<Vec<_>>(), [r#"{"input":{"why":"FC.ResourceThrottled"}}"#]);
    let left = execution.history.events().rfind(|event| event.step == "Quote").unwrap();
    assert_eq!(
        left.detail.to_text(),
        r#"{"error":"FC.ResourceThrottled","cause":"","next":"Manual","output":{"why":"FC.ResourceThrottled"}}"#
    );
    assert_eq!(notes(execution).len(), 1, "{:?}", execution.notes);
}

#[test]
fn a_heavy_parcel_fails() {
    let (simulation, id, _) = run(PARCEL, "input: {weight: 31, dest: {zone: city}, tags: []}");
    let execution = simulation.execution(id);
    let error = execution.error.as_ref().map(|(error, cause)| (&**error, &**cause));
    assert_eq!(error, Some(("TooHeavy", "parcels over 30 kg go by freight")));
}

/// `state-machine.md` 13.2.
#[test]
fn parallel_and_map_gather_their_results() {
    let flow = r"
Type: StateMachine
SpecVersion: v1
Name: catalogue-refresh
StartAt: Both
States:
  - Type: Parallel
    Name: Both
    Branches:
      - StartAt: Each
        States:
          - Type: Map
            Name: Each
            ItemsPath: $Input.rows
            MaxConcuccency: 4
            Processor:
              StartAt: Double
              States:
                - Type: Pass
                  Name: Double
                  OutputConstructor:
                    sku.$: $Input.sku
                    twice.$: intAdd($Input.qty, $Input.qty)
                  End: true
            OutputConstructor:
              n.$: length($Output.Items)
              rows.$: $Output.Items
            End: true
      - StartAt: Pause
        States:
          - Type: Wait
            Name: Pause
            Seconds: 5
            End: true
    OutputConstructor:
      rows.$: $Output.Branch0.rows
      sameInput.$: $Output.Branch1
    End: true
";
    let rows = json!([{"sku": "x", "qty": 2}, {"sku": "y", "qty": 5}]);
    let (simulation, id, _) = run(flow, &format!("input: {{\"rows\": {rows}}}"));
    let execution = simulation.execution(id);
    let doubled = json!([{"sku": "x", "twice": 4}, {"sku": "y", "twice": 10}]);
    assert_eq!(execution.output, Some(json!({"rows": doubled, "sameInput": {"rows": rows}})));
    let took = execution.stopped.map(|at| at.since(execution.started));
    assert!(took.is_some_and(|ms| (5_000..5_200).contains(&ms)), "{took:?}");
}

/// `state-machine.md` 13.3.
const LEAVE: &str = r"
Type: StateMachine
SpecVersion: v1
Name: leave-request
StartAt: Ask
States:
  - Type: Task
    Name: Ask
    Action: MNS:SendMessage
    TaskMode: WaitForCustomCallback
    Timeout: 86400
    Parameters:
      resourceArn: acs:mns:::/queues/approvals/messages
      message:
        who.$: $Input.who
        token.$: $Context.Current.TaskToken
    Catch:
      - Errors: [Rejected, FnF.TaskTimeout]
        Next: No
    Next: Yes
  - {Type: Succeed, Name: Yes}
  - {Type: Fail, Name: No, Code: Denied, Detail: not approved}
";

#[test]
fn a_callback_is_reported_by_its_token() {
    let (mut simulation, id) = prepare(LEAVE, "input: {who: ann}");
    assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
    let waiting = simulation.waiting();
    assert_eq!(waiting.len(), 1);
    assert_eq!((&*waiting[0].step, waiting[0].token.as_str(), waiting[0].event.0), ("Ask", "c2ltOjI=", 6));
    let mut rejected = simulation.clone();
    let token = waiting[0].token.as_str();
    assert_eq!(simulation.report_succeeded(token, json!({"ok": true})).map(|event| event.0), Ok(7));
    assert_eq!(simulation.report_succeeded(token, Json::object()), Err(ReportError::TaskAlreadyCompleted));
    assert_eq!(simulation.run(Outside::CanReport), Rest::Ended);
    assert_eq!(simulation.execution(id).output, Some(json!({"ok": true})));
    assert_eq!(rejected.report_failed(token, "Rejected", "no").map(|event| event.0), Ok(7));
    rejected.run(Outside::CanReport);
    let error = rejected.execution(id).error.as_ref().map(|(error, _)| &**error);
    assert_eq!(error, Some("Denied"));
}

#[test]
fn a_callback_that_nobody_reports_times_out() {
    let (simulation, id, rest) = run(LEAVE, "input: {who: ann}");
    assert_eq!(rest, Rest::Ended);
    let execution = simulation.execution(id);
    let timed_out = execution.history.events().find(|event| event.kind == Kind::Known(EventType::TaskTimedOut));
    let timed_out = timed_out.unwrap();
    assert_eq!((timed_out.trigger.map(|id| id.0), timed_out.detail.error()), (Some(6), Some("FnF.TaskTimeout")));
    // The time-out counts from TaskStarted, 40 ms after the start.
    assert_eq!(timed_out.time.since(execution.started), 86_400_040);
    assert_eq!(execution.error.as_ref().map(|(error, _)| &**error), Some("Denied"));
}
