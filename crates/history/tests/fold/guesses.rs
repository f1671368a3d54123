//! Histories that do not follow the model: nothing is lost, nothing goes wrong, and guesses are marked.

use crate::support::{history, statuses};
use flowglass_expression::Random;
use flowglass_history::{
    Detail, Event, EventId, EventType, Folder, GroupId, History, Kind, Member, Millis, NewEvent, check_invariants, fold,
};

fn check(lines: &str, expected: &[&str]) {
    let history = history(lines);
    assert_eq!(statuses(&fold(&history, usize::MAX)), expected, "{lines}");
}

#[test]
fn a_page_that_is_missing_leaves_guesses() {
    // Events 1 to 3 are not there: `work` was begun, and it is still found to end.
    check(
        r#"
4 <- 3  StepSucceeded work
5 <- 4  StepExited    work
6 <- 5  StepEntered   next
"#,
        &["Starting", "work Succeeded?", "next Entered"],
    );
    // Event 4, which fails the task, is not there.
    check(
        "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered t\n3 <- 2 StepStarted t\n5 <- 4 StepFailed t",
        &["Running", "t Failed?"],
    );
}

#[test]
fn without_any_triggers_order_and_names_must_do() {
    check(
        r#"
 1 <- 0  ExecutionStarted
 2 <- 0  StepEntered   both
 3 <- 0  StepStarted   both
 4 <- 0  BranchEntered both  {"index":0}
 5 <- 0  BranchEntered both  {"index":1}
 6 <- 0  StepEntered   quick
 7 <- 0  StepEntered   nap
 8 <- 0  StepStarted   quick
 9 <- 0  StepStarted   nap
10 <- 0  StepSucceeded quick
11 <- 0  StepExited    quick
12 <- 0  StepEntered   later
13 <- 0  StepExited    later
14 <- 0  BranchExited  both  {"index":0}
15 <- 0  StepSucceeded nap
16 <- 0  StepExited    nap
17 <- 0  BranchExited  both  {"index":1}
18 <- 0  StepSucceeded both
19 <- 0  StepExited    both
20 <- 0  StepEntered   end
21 <- 0  ExecutionSucceeded
"#,
        &[
            "Succeeded",
            "both Succeeded?",
            "both[0].quick Succeeded?",
            "both[1].nap Succeeded?",
            "both[0].later Caught?",
            "end Aborted?",
        ],
    );
}

#[test]
fn a_step_that_was_seen_before_is_expected_at_the_same_place() {
    check(
        r#"
1 <- 0  ExecutionStarted
2 <- 1  StepEntered      each
3 <- 2  StepStarted      each
4 <- 3  IterationEntered each {"index":0}
5 <- 4  StepEntered      in
6 <- 5  StepExited       in
7 <- 6  IterationExited  each {"index":0}
8 <- 7  IterationEntered each {"index":1}
9 <- 0  StepEntered      in
"#,
        &["Running", "each Running", "each[0].in Caught", "each[1].in Entered?"],
    );
}

#[test]
fn triggers_that_lead_elsewhere_are_not_believed() {
    // Another step's event, an event to come, itself.
    check(
        "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepStarted b\n4 <- 9 StepSucceeded b\n5 <- 5 StepExited b",
        &["Running", "a Entered", "b Succeeded?"],
    );
    // A task's answer leads to the step after it.
    check(
        "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 TaskSucceeded a\n4 <- 3 StepEntered b",
        &["Running", "a Running", "b Entered?"],
    );
}

#[test]
fn late_events_do_not_wake_what_has_ended() {
    check(
        r#"
1 <- 0  ExecutionStarted
2 <- 1  StepEntered   all
3 <- 2  StepStarted   all
4 <- 3  BranchEntered all {"index":0}
5 <- 4  StepEntered   in
6 <- 3  StepFailed    all
7 <- 5  StepStarted   in
8 <- 3  BranchEntered all {"index":1}
9 <- 8  StepEntered   new
"#,
        &["Running", "all Failed", "all[0].in Aborted", "all[1].new Aborted"],
    );
}

#[test]
fn names_of_unknown_types_are_kept() {
    check(
        "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepNoticed a\n4 <- 3 Weather\n5 <- 4 StepNoticed b",
        &["Running", "a Entered", "b Entered?"],
    );
}

#[test]
fn nothing_is_lost_whatever_comes() {
    let mut random = Random::new(11);
    for round in 0..300 {
        let history = any_history(&mut random, 60);
        let mut folder = Folder::new();
        for (index, event) in history.events().enumerate() {
            folder.push(&event);
            // Known events change nothing.
            folder.push(&event);
            if round % 10 == 0 {
                assert_eq!(&fold(&history, index + 1), folder.view());
            }
        }
        let view = folder.into_view();
        for event in history.events() {
            let step = match event.kind.known() {
                Some(kind) => !kind.name().starts_with("Execution"),
                None => !event.step.is_empty(),
            };
            let own = view.instance_of(event.id);
            assert_eq!(own.is_some(), step, "{event:?}\n{history:?}");
            if let Some(instance) = own.and_then(|id| view.instance(id)) {
                assert_eq!(&*instance.step, event.step, "{event:?}\n{history:?}");
                assert_eq!(instance.events.iter().filter(|id| **id == event.id).count(), 1);
            }
            assert!(view.group_of(event.id).and_then(|id| view.group(id)).is_some());
        }
        let listed: usize = view.instances.iter().map(|instance| instance.events.len()).sum();
        assert_eq!(listed, history.events().filter(|event| view.instance_of(event.id).is_some()).count());
        for (id, instance) in view.numbered() {
            let run = view.group(instance.group_run).expect("every run lies in a group");
            assert!(run.instances.contains(&id) && run.group == instance.group);
            assert!(instance.group.owner().is_none_or(|owner| owner < id));
            if run.status != flowglass_history::GroupStatus::Running {
                assert!(instance.status.is_settled(), "{instance:?}\n{history:?}");
            }
            instance.error(&history);
            instance.output(&history);
            assert!(instance.duration_ms(&history) >= 0);
        }
        assert_eq!(view.root(), view.group(GroupId::ROOT).unwrap());
        check_invariants(&history);
        assert_eq!(History::from_lines(&history.to_lines()).unwrap().to_lines(), history.to_lines());
    }
}

fn any_history(random: &mut Random, len: u32) -> History {
    let mut history = History::new();
    for _ in 0..len {
        let last = history.last().map_or(0, |event| event.id.0);
        let id = EventId(last + 1 + u32::from(random.below(20) == 0));
        // Most often something that has happened, lately.
        let trigger = match random.below(10) {
            0 => random.below(u64::from(last) + 5) as u32,
            _ => last.saturating_sub(random.below(4) as u32),
        };
        let kind = match random.below(30) {
            0 => Kind::Other("Weather"),
            // The phases of steps come more often.
            1..5 => Kind::Known(EventType::StepEntered),
            5..8 => Kind::Known(EventType::StepStarted),
            _ => Kind::Known(EventType::ALL[random.below(28) as usize]),
        };
        let detail = match random.below(6) {
            0 => Detail::new().with(Member::Index, random.below(3)),
            1 => Detail::new().with(Member::Attempt, random.below(4)),
            2 => Detail::new().with(Member::Error, "E").with(Member::Next, "a"),
            3 => Detail::from_text("no object"),
            _ => Detail::new(),
        };
        let event = Event {
            id,
            trigger: Some(EventId(trigger)).filter(|id| id.0 != 0),
            time: Millis(random.below(1_000) as i64),
            kind,
            step: ["", "a", "b", "c"][random.below(4) as usize],
            detail: detail.view(),
        };
        history.record(&event).expect("numbers grow");
    }
    history
}

#[test]
fn long_and_deep_histories_take_no_more_than_their_length() {
    // Each of these would take minutes if any event looked at all the others.
    fn check(name: &str, mut event: impl FnMut(u32) -> (Option<u32>, EventType)) {
        let mut history = History::new();
        for id in 1..=100_000 {
            let (trigger, kind) = event(id);
            history.push(NewEvent {
                trigger: trigger.map(EventId),
                time: Millis(i64::from(id)),
                kind,
                step: "s".into(),
                detail: Detail::new().view(),
            });
        }
        assert_eq!(fold(&history, usize::MAX).upto, 100_000, "{name}");
    }
    use EventType::{
        BranchEntered, BranchExited, ExecutionStarted, IterationEntered, StepEntered, StepFailed, StepStarted,
    };
    check("choices in choices", |id| (Some(id - 1), if id % 2 == 0 { StepEntered } else { StepStarted }));
    check("branches in branches", |id| (Some(id - 1), [BranchEntered, StepEntered, StepStarted][id as usize % 3]));
    check("never left", |_| (None, StepEntered));
    check("all by guess", |id| (None, [IterationEntered, StepEntered, StepStarted][id as usize % 3]));
    check("one container fails again and again", |id| match id {
        1 => (None, ExecutionStarted),
        2 => (Some(1), StepEntered),
        3 => (Some(2), StepStarted),
        _ => [(Some(3), BranchEntered), (Some(id - 1), StepEntered), (Some(3), StepFailed)][id as usize % 3],
    });
    check("one branch is left again and again", |id| match id {
        1 => (None, ExecutionStarted),
        2 => (Some(1), StepEntered),
        3 => (Some(2), StepStarted),
        4 => (Some(3), BranchEntered),
        _ => (Some(4), if id < 50_000 { StepEntered } else { BranchExited }),
    });
    check("the deepest choice ends again and again", |id| match id {
        _ if id > 50_000 => (Some(50_000), BranchExited),
        _ => (Some(id - 1), if id % 2 == 0 { StepEntered } else { StepStarted }),
    });
}
