//! Where nodes and edges stand in runs: derived by hand from events.md 4, 5 and 7.

use flowglass_diagram::svg::tree_places;
use flowglass_diagram::{
    EdgeStatus, NodeIndex, NodeStatus, Overlay, Scene, Shape, accessible_name, arrival_words, draw,
};
use flowglass_history::{History, fold};

const ORDER: &str = "version: v1
type: flow
steps:
  - type: task
    name: pay
    resourceArn: acs:fc:::services/pay/functions/charge
    retry: [{errors: [Busy], maxAttempts: 2}]
    catch: [{errors: [FnF.ALL], goto: refund}]
  - type: choice
    name: big
    choices:
      - {condition: $.n > 9, steps: [{type: pass, name: gift}, {type: pass, name: card}]}
      - {condition: $.n > 5, steps: [{type: pass, name: card}]}
    default: {goto: last}
  - type: pass
    name: wrap
  - type: pass
    name: last
    end: true
  - type: pass
    name: refund
";

fn name(scene: &Scene, node: NodeIndex) -> String {
    match &scene.node(node).shape {
        Shape::Start => "START".to_owned(),
        Shape::End => "END".to_owned(),
        Shape::Stub(label) => label.full.clone(),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => face.name.clone(),
    }
}

fn run(flow: &str, history: &str) -> (Scene, Overlay) {
    let flow = flowglass_flow::parse(flow).flow.expect("the fixture is a flow");
    let history = History::from_lines(history).expect("the fixture is a history");
    let scene = draw(&flow);
    let overlay = Overlay::from_run(&flow, &scene, &fold(&history, history.len()), &history);
    (scene, overlay)
}

/// `name status` of every node that is not simply untouched, with attempts and runs when there are several.
fn standing(scene: &Scene, overlay: &Overlay) -> Vec<String> {
    let nodes = scene.nodes().filter_map(|(index, _)| {
        let state = overlay.node(index);
        let mut words = format!("{} {:?}", name(scene, index), state.status);
        if state.attempts > 1 {
            words.push_str(&format!(" attempt {}", state.attempts));
        }
        if state.runs > 1 {
            words.push_str(&format!(" runs {}", state.runs));
        }
        (state.status != NodeStatus::NotRun || state.runs > 0).then_some(words)
    });
    nodes.collect()
}

fn edges(scene: &Scene, overlay: &Overlay, status: EdgeStatus) -> Vec<String> {
    let edges = scene.edges().filter(|(index, _)| overlay.edge(*index) == status);
    edges.map(|(_, edge)| format!("{}>{}", name(scene, edge.from), name(scene, edge.to))).collect()
}

fn check(flow: &str, history: &str, nodes: &[&str], taken: &[&str], passed_by: &[&str]) {
    let (scene, overlay) = run(flow, history);
    assert_eq!(standing(&scene, &overlay), nodes, "{history}");
    assert_eq!(edges(&scene, &overlay, EdgeStatus::Taken), taken, "{history}");
    assert_eq!(edges(&scene, &overlay, EdgeStatus::PassedBy), passed_by, "{history}");
}

const PAID: &str = r#"
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered    pay  {}
3 <- 2  StepStarted    pay  {}
4 <- 3  TaskScheduled  pay  {}
5 <- 4  TaskStarted    pay  {}
"#;

fn after_pay(more: &str) -> String {
    format!(
        "{PAID}6 <- 5  TaskSucceeded  pay  {{}}\n7 <- 6  StepSucceeded  pay  {{}}\n8 <- 7  StepExited  pay  {{}}\n\
         9 <- 8  StepEntered  big  {{}}\n10 <- 9  StepStarted  big  {{}}\n{more}"
    )
}

#[test]
fn before_the_first_event_nothing_is_touched() {
    check(ORDER, "", &[], &[], &[]);
    check(ORDER, "1 <- 0  ExecutionStarted  {}", &[], &[], &[]);
}

#[test]
fn a_task_runs_pauses_and_is_caught() {
    check(ORDER, PAID, &["pay Running"], &["START>pay"], &[]);
    let failed = format!("{PAID}6 <- 5  TaskFailed  pay  {{\"error\":\"Busy\",\"cause\":\"\"}}\n");
    let retried = format!("{failed}7 <- 6  TaskScheduled  pay  {{\"attempt\":2,\"delaySeconds\":1}}\n");
    check(ORDER, &retried, &["pay Retrying attempt 2"], &["START>pay"], &[]);
    let caught = format!("{failed}7 <- 6  StepExited  pay  {{}}\n8 <- 7  StepEntered  refund  {{}}\n");
    check(
        ORDER,
        &caught,
        &[
            "pay Caught",
            "big NotTaken",
            "gift NotTaken",
            "card NotTaken",
            "card NotTaken",
            "wrap NotTaken",
            "last NotTaken",
            "refund Scheduled",
        ],
        &["START>pay", "pay>refund"],
        &["gift>card", "pay>big", "big>last", "big>wrap", "wrap>last", "last>END"],
    );
}

#[test]
fn the_arm_of_a_choice_is_told_by_its_first_step() {
    let gift = after_pay("11 <- 10  StepEntered  gift  {}\n");
    let before = ["pay Succeeded", "big Running"];
    check(
        ORDER,
        &gift,
        // Only a caught error leads to `refund`, and that chance is gone.
        &[before[0], before[1], "gift Scheduled", "card NotTaken", "refund NotTaken"],
        &["START>pay", "pay>big"],
        &["pay>refund", "refund>END"],
    );
    // `card` stands in both arms; the second begins with it.
    let card = after_pay("11 <- 10  StepEntered  card  {}\n");
    let (scene, overlay) = run(ORDER, &card);
    let cards: Vec<NodeStatus> = scene
        .nodes()
        .filter(|(index, _)| name(&scene, *index) == "card")
        .map(|(index, _)| overlay.node(index).status)
        .collect();
    assert_eq!(cards, [NodeStatus::NotTaken, NodeStatus::Scheduled]);
}

#[test]
fn an_end_settles_everything() {
    let jumped = after_pay(
        "11 <- 10  StepSucceeded  big  {}\n12 <- 11  StepExited  big  {}\n13 <- 12  StepEntered  last  {}\n\
         14 <- 13  StepStarted  last  {}\n15 <- 14  StepSucceeded  last  {}\n16 <- 15  StepExited  last  {}\n\
         17 <- 16  ExecutionSucceeded  {}\n",
    );
    let (scene, overlay) = run(ORDER, &jumped);
    assert_eq!(edges(&scene, &overlay, EdgeStatus::Taken), ["START>pay", "pay>big", "big>last", "last>END"]);
    assert_eq!(edges(&scene, &overlay, EdgeStatus::Open), Vec::<String>::new());
    assert!(standing(&scene, &overlay).contains(&"wrap NotTaken".to_owned()));
    assert_eq!(overlay.summary(&scene), "Execution Succeeded: 3 succeeded.");
    let stopped = format!("{PAID}6 <- 1  ExecutionStopped  {{\"error\":\"Operator\",\"cause\":\"\"}}\n");
    let (scene, overlay) = run(ORDER, &stopped);
    assert!(standing(&scene, &overlay).contains(&"pay Aborted".to_owned()));
    assert!(standing(&scene, &overlay).contains(&"refund NotTaken".to_owned()));
}

const EACH: &str = "version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: send, resourceArn: 'acs:fnf:::flow/x', pattern: waitForCallback}
      - {type: pass, name: done}
  - {type: pass, name: send}
";

#[test]
fn iterations_show_what_matters_most() {
    let begun = "
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered  each  {}
3 <- 2  StepStarted  each  {}
4 <- 3  IterationEntered  each  {\"index\":0}
5 <- 3  IterationEntered  each  {\"index\":1}
6 <- 4  StepEntered  send  {}
7 <- 5  StepEntered  send  {}
8 <- 6  StepStarted  send  {}
9 <- 8  TaskScheduled  send  {}
10 <- 9  TaskStarted  send  {}
11 <- 10  TaskSubmitted  send  {}
";
    // One waits, the other has only been entered; the step outside with the same name is untouched.
    check(EACH, begun, &["each Running", "send Waiting runs 2"], &["START>each"], &[]);
    let one_done = format!(
        "{begun}12 <- 11  TaskSucceeded  send  {{}}\n13 <- 12  StepSucceeded  send  {{}}\n14 <- 13  StepExited  send  {{}}\n\
         15 <- 14  StepEntered  done  {{}}\n16 <- 15  StepStarted  done  {{}}\n17 <- 16  StepSucceeded  done  {{}}\n"
    );
    check(
        EACH,
        &one_done,
        &["each Running", "send Scheduled runs 2", "done Succeeded"],
        &["send>done", "START>each"],
        &[],
    );
    let failed = format!(
        "{one_done}18 <- 7  StepFailed  send  {{\"error\":\"E\",\"cause\":\"\"}}\n\
         19 <- 18  IterationExited  each  {{\"index\":1,\"error\":\"E\",\"cause\":\"\"}}\n\
         20 <- 19  StepFailed  each  {{\"error\":\"E\",\"cause\":\"\"}}\n21 <- 20  ExecutionFailed  {{\"error\":\"E\",\"cause\":\"\"}}\n"
    );
    let (scene, overlay) = run(EACH, &failed);
    assert_eq!(standing(&scene, &overlay)[..2], ["each Failed", "send Failed runs 2"]);
    let send = scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == "send").unwrap();
    assert_eq!(overlay.node(send).error.as_deref(), Some("E"));
}

#[test]
fn loops_show_the_last_round() {
    let flow = "version: v1
type: flow
steps:
  - {type: pass, name: a}
  - {type: choice, name: again, choices: [{condition: $.x == 1, goto: a}]}
";
    let round = |first: u32, trigger: u32| {
        format!(
            "{first} <- {trigger}  StepEntered  a  {{}}\n{} <- {first}  StepStarted  a  {{}}\n{} <- {}  StepSucceeded  a  {{}}\n\
             {} <- {}  StepExited  a  {{}}\n{} <- {}  StepEntered  again  {{}}\n",
            first + 1,
            first + 2,
            first + 1,
            first + 3,
            first + 2,
            first + 4,
            first + 3
        )
    };
    let again = "7 <- 6  StepStarted  again  {}\n8 <- 7  StepSucceeded  again  {}\n9 <- 8  StepExited  again  {}\n10 <- 9  StepEntered  a  {}\n";
    let history = format!("1 <- 0  ExecutionStarted  {{}}\n{}{again}", round(2, 1));
    // In the second round `a` is entered again, and `again` may come again: no edge is passed by.
    check(flow, &history, &["a Scheduled runs 2", "again Succeeded"], &["START>a", "a>again", "again>a"], &[]);
}

#[test]
fn runs_of_steps_that_the_flow_does_not_have_are_counted() {
    let (_, overlay) = run(ORDER, "1 <- 0  ExecutionStarted  {}\n2 <- 1  StepEntered  gone  {}\n");
    assert_eq!(overlay.unplaced, 1);
}

#[test]
fn names_tell_what_a_reader_sees() {
    let say = |history: &str, step: &str| {
        let (scene, overlay) = run(ORDER, history);
        let places = tree_places(&scene);
        let node = scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == step).unwrap();
        accessible_name(&scene, node, places[node.0 as usize], Some(&overlay))
    };
    assert_eq!(
        say(PAID, "pay"),
        "pay, task, FC, pay/charge, 2 retries, running, step 1 of 5, next: big; on FnF.ALL: refund"
    );
    let failed = format!("{PAID}6 <- 5  TaskFailed  pay  {{\"error\":\"Busy\",\"cause\":\"\"}}\n");
    let twice = format!(
        "{failed}7 <- 6  TaskScheduled  pay  {{\"attempt\":2}}\n8 <- 7  TaskStarted  pay  {{}}\n\
         9 <- 8  TaskFailed  pay  {{\"error\":\"Busy\",\"cause\":\"\"}}\n10 <- 9  StepExited  pay  {{}}\n\
         11 <- 10  StepEntered  refund  {{}}\n"
    );
    assert_eq!(
        say(&twice, "pay"),
        "pay, task, FC, pay/charge, 2 retries, failed, caught, Busy, 2 attempts, step 1 of 5, next on FnF.ALL: refund"
    );
    assert_eq!(say(PAID, "big"), "big, choice, 3 ways, not run, step 2 of 5, next: last by default, wrap");
    assert_eq!(say(PAID, "START"), "start, next: pay");
    assert_eq!(say(PAID, "END"), "end, not run");
    assert_eq!(say(PAID, "gift"), "gift, pass, not run, step 1 of 2 in big if $.n > 9, next: card");
}

#[test]
fn names_tell_of_every_kind_of_way() {
    let text = "version: v1
type: flow
steps:
  - {type: task, name: poll, resourceArn: 'acs:fc:::functions/poll', catch: [{errors: [A, B], goto: each}]}
  - type: choice
    name: ready
    choices:
      - {condition: $.a == 1, goto: both}
      - {condition: $.a == 2, goto: gone}
    default: {goto: poll}
  - type: parallel
    name: both
    branches:
      - steps: [{type: pass, name: left}, {type: fail, name: stop}]
      - steps: [{type: pass, name: right}]
    end: true
  - type: foreach
    name: each
    iterationMapping: {collection: $.list, item: one}
    steps: [{type: wait, name: rest, duration: 5}]
";
    let flow = flowglass_flow::parse(text).flow.expect("the fixture is a flow");
    let scene = draw(&flow);
    let places = tree_places(&scene);
    let check = |step: &str, expected: &str| {
        let node = scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == step).unwrap();
        assert_eq!(accessible_name(&scene, node, places[node.0 as usize], None), expected);
    };
    check(
        "ready",
        "ready, choice, 3 ways, step 2 of 4, next: both if $.a == 1, nowhere (gone) if $.a == 2, else back to poll",
    );
    check("gone", "leads nowhere: gone");
    check("both", "both, parallel, 2 branches, step 3 of 4, next: the end");
    check("poll", "poll, task, FC, poll, step 1 of 4, next: ready; on A, B: each");
    check("left", "left, pass, step 1 of 2 in branch 0 of both, next: stop");
    check("stop", "stop, fail, fails here, step 2 of 2 in branch 0 of both");
    check("right", "right, pass, step 1 of 1 in branch 1 of both, next: the end of branch 1");
    check("each", "each, map, $.list, step 4 of 4, next: the end");
    check("rest", "rest, wait 5 s, step 1 of 1 in each, next: the end of the iteration");
    check("END", "end");
    let arrivals = |step: &str| {
        let node = scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == step).unwrap();
        let ways = scene.edges_to(node).iter();
        ways.map(|way| arrival_words(&scene, *way).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(arrivals("both"), ["if $.a == 1"]);
    assert_eq!(arrivals("poll"), ["", "else"]);
    assert_eq!(arrivals("each"), ["on A, B"]);
}
