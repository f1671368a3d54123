//! Which run of a step an event belongs to when names repeat, and how runs end (events.md 4, 5.2, 7).

use crate::support::{check_changes, check_sound, history};
use flowglass_history::{AttemptOutcome, GroupStatus, fold};

#[test]
fn a_loop_by_goto_makes_a_new_run_each_time() {
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StepEntered   work
 3 <-  2  StepStarted   work
 4 <-  3  StepSucceeded work
 5 <-  4  StepExited    work
 6 <-  5  StepEntered   more
 7 <-  6  StepStarted   more
 8 <-  7  StepSucceeded more
 9 <-  8  StepExited    more
10 <-  9  StepEntered   work
11 <- 10  StepStarted   work
12 <- 11  StepFailed    work {"error":"E","cause":""}
13 <- 12  ExecutionFailed {"error":"E","cause":""}
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "work Entered",
        "work Running",
        "work Succeeded",
        "",
        "more Entered",
        "more Running",
        "more Succeeded",
        "",
        "work#2 Entered",
        "work#2 Running",
        "work#2 Failed",
        "Failed",
    ];
    check_changes(&history, &changes);
}

#[test]
fn the_steps_of_a_choice_lie_in_its_body() {
    // The choice holds a choice whose only step has the outer one's name.
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StepEntered   pick
 3 <-  2  StepStarted   pick
 4 <-  3  StepEntered   inner
 5 <-  4  StepStarted   inner
 6 <-  5  StepEntered   pick
 7 <-  6  StepStarted   pick
 8 <-  7  StepSucceeded pick
 9 <-  8  StepExited    pick
10 <-  9  StepSucceeded inner
11 <- 10  StepExited    inner
12 <- 11  StepEntered   last
13 <- 12  StepStarted   last
14 <- 13  StepSucceeded last
15 <- 14  StepExited    last
16 <- 15  StepSucceeded pick
17 <- 16  StepExited    pick
18 <- 17  ExecutionSucceeded
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "pick Entered",
        "pick Running",
        "pick>inner Entered",
        "pick>inner Running",
        "pick>inner>pick Entered",
        "pick>inner>pick Running",
        "pick>inner>pick Succeeded",
        "",
        "pick>inner Succeeded",
        "",
        "pick>last Entered",
        "pick>last Running",
        "pick>last Succeeded",
        "",
        "pick Succeeded",
        "",
        "Succeeded",
    ];
    check_changes(&history, &changes);
    let view = fold(&history, usize::MAX);
    assert!(view.groups.iter().all(|group| group.status == GroupStatus::Succeeded), "{:?}", view.groups);
}

#[test]
fn a_failure_climbs_out_of_choices_and_branches() {
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StepEntered    all
 3 <-  2  StepStarted    all
 4 <-  3  BranchEntered  all  {"index":0}
 5 <-  3  BranchEntered  all  {"index":1}
 6 <-  4  StepEntered    pick
 7 <-  5  StepEntered    call
 8 <-  6  StepStarted    pick
 9 <-  7  StepStarted    call
10 <-  8  StepEntered    stop
11 <-  9  TaskScheduled  call
12 <- 11  TaskStarted    call
13 <- 10  StepStarted    stop
14 <- 13  StepFailed     stop {"error":"E","cause":"c"}
15 <- 14  StepFailed     pick {"error":"E","cause":"c"}
16 <- 15  BranchExited   all  {"index":0,"error":"E","cause":"c"}
17 <- 16  StepFailed     all  {"error":"E","cause":"c"}
18 <- 17  ExecutionFailed {"error":"E","cause":"c"}
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "all Entered",
        "all Running",
        "",
        "",
        "all[0].pick Entered",
        "all[1].call Entered",
        "all[0].pick Running",
        "all[1].call Running",
        "all[0].pick>stop Entered",
        "",
        "",
        "all[0].pick>stop Running",
        "all[0].pick>stop Failed",
        "all[0].pick Failed",
        "",
        // The sibling is cut off with the container.
        "all Failed, all[1].call Aborted",
        "Failed",
    ];
    check_changes(&history, &changes);
    let view = fold(&history, usize::MAX);
    let statuses: Vec<_> = view.groups.iter().map(|group| group.status).collect();
    use GroupStatus::{Aborted, Failed};
    assert_eq!(statuses, [Failed, Failed, Aborted, Aborted]);
    let call = view.instance(view.youngest("call").unwrap()).unwrap();
    assert_eq!(call.attempts[0].outcome, AttemptOutcome::Aborted);
}

#[test]
fn iterations_nest_and_names_repeat() {
    // Both maps and the step inside are called `m`; the inner map has one item in the first round and none after.
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StepEntered      m
 3 <-  2  StepStarted      m
 4 <-  3  IterationEntered m {"index":0}
 5 <-  4  StepEntered      m
 6 <-  5  StepStarted      m
 7 <-  6  IterationEntered m {"index":0}
 8 <-  7  StepEntered      m
 9 <-  8  StepStarted      m
10 <-  9  StepSucceeded    m
11 <- 10  StepExited       m
12 <- 11  IterationExited  m {"index":0}
13 <- 12  StepSucceeded    m
14 <- 13  StepExited       m
15 <- 14  IterationExited  m {"index":0}
16 <- 15  IterationEntered m {"index":1}
17 <- 16  IterationExited  m {"index":1}
18 <- 17  StepSucceeded    m
19 <- 18  StepExited       m
20 <- 19  ExecutionSucceeded
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "m Entered",
        "m Running",
        "",
        "m[0].m Entered",
        "m[0].m Running",
        "",
        "m[0].m[0].m Entered",
        "m[0].m[0].m Running",
        "m[0].m[0].m Succeeded",
        "",
        "",
        "m[0].m Succeeded",
        "",
        "",
        "",
        "",
        "m Succeeded",
        "",
        "Succeeded",
    ];
    check_changes(&history, &changes);
}

#[test]
fn siblings_are_aborted_one_by_one_where_the_vocabulary_tells() {
    // Two iterations run the same state; the map's failure is caught.
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StateEntered     Each
 3 <-  2  StateStarted     Each
 4 <-  3  IterationEntered Each {"index":0}
 5 <-  3  IterationEntered Each {"index":1}
 6 <-  4  StateEntered     Call
 7 <-  5  StateEntered     Call
 8 <-  6  StateStarted     Call
 9 <-  7  StateStarted     Call
10 <-  8  TaskScheduled    Call
11 <-  9  StateFailed      Call {"error":"E","cause":""}
12 <- 11  IterationExited  Each {"index":1,"error":"E","cause":""}
13 <- 10  StateAborted     Call {"cause":"sibling failed"}
14 <- 12  StateFailed      Each {"error":"E","cause":"","next":"Mend","output":{}}
15 <- 14  StateEntered     Mend
16 <- 15  StateStarted     Mend
17 <- 16  StateSucceeded   Mend
18 <- 17  ExecutionSucceeded
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "Each Entered",
        "Each Running",
        "",
        "",
        "Each[0].Call Entered",
        "Each[1].Call Entered",
        "Each[0].Call Running",
        "Each[1].Call Running",
        "",
        "Each[1].Call Failed",
        "",
        "Each[0].Call Aborted",
        "Each Caught",
        "Mend Entered",
        "Mend Running",
        "Mend Succeeded",
        "Succeeded",
    ];
    check_changes(&history, &changes);
}

#[test]
fn a_container_is_aborted_by_way_of_its_branch_events() {
    let history = history(
        r#"
1 <- 0  ExecutionStarted
2 <- 1  StateEntered  All
3 <- 2  StateStarted  All
4 <- 3  BranchEntered All {"index":0}
5 <- 4  StateEntered  In
6 <- 5  StateAborted  In  {"cause":"timed out"}
7 <- 4  StateAborted  All {"cause":"timed out"}
8 <- 1  ExecutionTimedOut {"error":"Sim.ExecutionTimeout","cause":""}
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "All Entered",
        "All Running",
        "",
        "All[0].In Entered",
        "All[0].In Aborted",
        "All Aborted",
        "TimedOut",
    ];
    check_changes(&history, &changes);
}

#[test]
fn a_container_is_tried_again_as_a_whole() {
    let history = history(
        r#"
 1 <-  0  ExecutionStarted
 2 <-  1  StepEntered   All
 3 <-  2  StepStarted   All
 4 <-  3  BranchEntered All {"index":0}
 5 <-  3  BranchEntered All {"index":1}
 6 <-  4  StepEntered   A
 7 <-  5  StepEntered   B
 8 <-  6  StepFailed    A   {"error":"E","cause":"c"}
 9 <-  8  BranchExited  All {"index":0,"error":"E","cause":"c"}
10 <-  9  StepStarted   All {"input":{},"attempt":2,"delaySeconds":1.5}
11 <- 10  BranchEntered All {"index":0}
12 <- 10  BranchEntered All {"index":1}
13 <- 11  StepEntered   A
14 <- 12  StepEntered   B
"#,
    );
    check_sound(&history);
    let changes = [
        "Running",
        "All Entered",
        "All Running",
        "",
        "",
        "All[0].A Entered",
        "All[1].B Entered",
        "All[0].A Failed",
        "",
        "All Retrying, All[1].B Aborted",
        "All Running",
        "",
        "All[0].A#2 Entered",
        "All[1].B#2 Entered",
    ];
    check_changes(&history, &changes);
    let view = fold(&history, usize::MAX);
    let all = &view.instances[0];
    let attempts: Vec<_> = all.attempts.iter().map(|a| (a.number, a.scheduled.0, a.outcome, a.delay_ms)).collect();
    assert_eq!(attempts, [(1, 3, AttemptOutcome::Failed, 0), (2, 10, AttemptOutcome::Running, 1_500)]);
    assert_eq!(all.attempts[0].error(&history), Some(("E", "c")));
    let groups: Vec<_> = all.groups.iter().filter_map(|id| view.group(*id)).map(|g| (g.attempt, g.status)).collect();
    use GroupStatus::{Aborted, Failed, Running};
    assert_eq!(groups, [(1, Failed), (1, Aborted), (2, Running), (2, Running)]);
    assert_eq!(fold(&history, 10).instances[0].attempts[1].outcome, AttemptOutcome::Pausing);
}

#[test]
fn a_task_that_times_out_is_told_from_one_that_fails() {
    fn check(end: &str, expected: &str) {
        let start = "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered t\n3 <- 2 StepStarted t\n4 <- 3 TaskScheduled t\n5 <- 4 TaskStarted t\n";
        let history = history(&format!("{start}{end}"));
        let view = fold(&history, usize::MAX);
        let last = &view.instances[0];
        assert_eq!(format!("{:?} {:?}", last.status, last.attempts[0].outcome), expected, "{end}");
    }
    check("6 <- 5 TaskTimedOut t\n7 <- 6 StepFailed t", "TimedOut TimedOut");
    check("6 <- 5 TaskFailed t\n7 <- 6 StepFailed t", "Failed Failed");
    check("6 <- 5 TaskSubmitFailed t\n7 <- 6 StepFailed t", "Failed Refused");
    check("6 <- 5 TaskTimedOut t\n7 <- 6 StateTimedOut t", "TimedOut TimedOut");
    check("6 <- 5 TaskTimedOut t\n7 <- 6 StateTimedOut t {\"next\":\"x\"}", "Caught TimedOut");
    check("6 <- 5 TaskFailed t\n7 <- 6 StateFailed t\n8 <- 7 StateEntered x", "Caught Failed");
    check("6 <- 5 TaskFailed t\n7 <- 6 StepExited t", "Caught Failed");
    check("6 <- 5 TaskFailed t\n7 <- 6 StepFailed t\n8 <- 7 StepExited t", "Failed Failed");
    check("6 <- 5 TaskFailed t\n7 <- 6 StepFailed t\n8 <- 7 StepExited t {\"next\":\"x\"}", "Caught Failed");
    check("6 <- 5 TaskSucceeded t\n7 <- 6 StepSucceeded t\n8 <- 7 StepExited t", "Succeeded Succeeded");
    check("6 <- 1 ExecutionStopped", "Aborted Aborted");
    check("6 <- 5 TaskFailed t\n7 <- 6 TaskScheduled t", "Retrying Failed");
    check("6 <- 5 TaskFailed t\n7 <- 6 TaskScheduled t {\"attempt\":2}\n8 <- 7 TaskStarted t", "Running Failed");
    check("6 <- 5 MapRunStarted t", "Running Running");
}

#[test]
fn a_view_finds_runs_by_place_and_name() {
    let history = history(
        r#"
1 <- 0  ExecutionStarted
2 <- 1  StepEntered   all
3 <- 2  StepStarted   all
4 <- 3  BranchEntered all {"index":0}
5 <- 3  BranchEntered all {"index":1}
6 <- 5  StepEntered   a
7 <- 4  StepEntered   a
8 <- 7  StepExited    a
9 <- 8  StepEntered   b
"#,
    );
    let view = fold(&history, usize::MAX);
    let all = view.youngest("all").unwrap();
    let (in_second, in_first) = (view.instances_of("a")[0], view.instances_of("a")[1]);
    let b = view.youngest("b").unwrap();
    use flowglass_history::Group::{Branch, Root};
    assert_eq!(view.children(Root).collect::<Vec<_>>(), [all]);
    assert_eq!(view.children(Branch { of: all, index: 0 }).collect::<Vec<_>>(), [in_first, b]);
    assert_eq!(view.children(Branch { of: all, index: 1 }).collect::<Vec<_>>(), [in_second]);
    assert_eq!(view.children(Branch { of: b, index: 0 }).count(), 0);
    assert_eq!(view.groups_around(b), [Root, Branch { of: all, index: 0 }]);
    assert_eq!(view.groups_around(all), [Root]);
    assert_eq!(view.root().instances, [all]);
    assert_eq!(view.youngest("c"), None);
    assert_eq!((view.last_time.unwrap().since(view.first_time.unwrap()), view.upto), (80, 9));
}
