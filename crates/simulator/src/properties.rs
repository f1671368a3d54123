//! What holds for every run: generated flows and scenarios of both languages, in both vocabularies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use flowglass_expression::{Json, Random, json};
use flowglass_history::{EventId, EventType, Folder, Status, fold};

use crate::testing::{assert_sound, error, flow};
use crate::{
    Breakpoint, Change, Edit, Execution, ExecutionId, Generated, Goal, Halted, Outside, Scenario, Simulation,
    Vocabulary, When, begin, generated,
};

/// A run that has not begun.
fn prepare(case: &Generated, vocabulary: Vocabulary) -> (Simulation, ExecutionId) {
    let mut scenario = Scenario::parse(&case.scenario).unwrap_or_else(|error| panic!("{error}\n{}", case.scenario));
    scenario.options.vocabulary = vocabulary;
    let others: Vec<_> = case.others.iter().map(|(name, text)| (name.clone(), flow(text))).collect();
    begin(&flow(&case.flow), "main", &scenario, &others)
}

/// One of the vocabularies, by turns.
fn vocabulary(seed: u64) -> Vocabulary {
    if seed.is_multiple_of(2) { Vocabulary::Reference } else { Vocabulary::State }
}

/// Everything that a run has shown.
fn shown(simulation: &Simulation) -> String {
    let mut text = String::new();
    for (id, execution) in simulation.executions() {
        let _ = writeln!(text, "{id:?} {} {:?} {:?}", execution.name, execution.status(), execution.notes);
        for event in execution.history.events() {
            let trigger = event.trigger.map_or(0, |id| id.0);
            let detail = event.detail.to_text();
            let _ = writeln!(text, "{} {trigger} {} {} {detail}", event.time.0, event.kind.name(), event.step);
        }
        let _ = writeln!(text, "{:?}", execution.map_runs);
    }
    text
}

/// Whether the limit of events ended something.
fn is_limited(simulation: &Simulation) -> bool {
    simulation.executions().any(|(_, execution)| error(execution) == Some("Sim.TooManyEvents"))
}

#[test]
fn every_run_is_sound_and_repeats() {
    let mut kinds = BTreeSet::new();
    let mut rests: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..220 {
        let case = generated(seed);
        let (start, id) = prepare(&case, vocabulary(seed));
        let mut one = start.clone();
        let rest = one.run(Outside::Nobody);
        assert_sound(&one);
        for (_, execution) in one.executions() {
            kinds.extend(execution.history.events().map(|event| event.kind.name().to_owned()));
            check_open(execution, seed);
        }
        let mut two = start;
        assert_eq!(two.run(Outside::Nobody), rest, "{seed}");
        assert_eq!(shown(&one), shown(&two), "{seed}");
        *rests.entry(format!("{rest:?}")).or_default() += 1;
        *rests.entry(format!("{:?}", one.execution(id).status())).or_default() += 1;
    }
    // The generator writes runs of all sorts, and every type of event comes up.
    let missing: Vec<_> = EventType::ALL.into_iter().filter(|kind| !kinds.contains(kind.name())).collect();
    assert_eq!(missing, []);
    for (rest, least) in
        [("Ended", 150), ("Quiet", 5), ("Succeeded", 30), ("Failed", 50), ("TimedOut", 5), ("Stopped", 5)]
    {
        assert!(rests.get(rest).is_some_and(|count| *count >= least), "{rests:?}");
    }
}

/// In the words of states every state that was entered is told to have ended, unless a limit ended the execution.
fn check_open(execution: &Execution, seed: u64) {
    let history = &execution.history;
    let limited = error(execution).is_some_and(|error| ["Sim.TooManyEvents", "Sim.DataLimitExceeded"].contains(&error));
    let in_states = history.events().any(|event| event.kind.known() == Some(EventType::StateEntered));
    if !in_states || limited || !execution.status().is_ended() {
        return;
    }
    let view = fold(history, history.len());
    let open: Vec<_> = view.instances.iter().filter(|run| run.ended.is_none()).map(|run| &*run.step).collect();
    // A Fail state may end everything at once, by a switch.
    let by_fail = execution.status() == Status::Failed
        && history.last().and_then(|last| history.event(last.trigger?)).is_some_and(|trigger| {
            execution.flow.steps().any(|(_, step)| {
                step.name.value == trigger.step && matches!(step.kind, flowglass_flow::StepKind::Fail(_))
            })
        });
    assert!(open.is_empty() || by_fail, "{seed}: {open:?} are open\n{}", history.to_lines());
}

/// `events.md` 9: any prefix folds, to the same whether at once or one event after the other.
#[test]
fn every_prefix_of_a_history_folds() {
    for seed in 0..120 {
        let (mut simulation, _) = prepare(&generated(seed), vocabulary(seed));
        simulation.run(Outside::Nobody);
        let mut random = Random::new(seed);
        for (_, execution) in simulation.executions() {
            let history = &execution.history;
            let cuts: BTreeSet<usize> = (0..3).map(|_| random.below(history.len() as u64 + 1) as usize).collect();
            let mut folder = Folder::new();
            for (position, event) in history.events().enumerate() {
                if cuts.contains(&position) {
                    assert_eq!(folder.view(), &fold(history, position), "{seed}: {position}");
                }
                folder.push(&event);
            }
            assert_eq!(folder.view(), &fold(history, usize::MAX), "{seed}");
            assert_eq!(folder.view().status, execution.status(), "{seed}");
        }
    }
}

#[test]
fn a_clone_goes_on_as_the_original() {
    for seed in 0..150 {
        let (mut original, _) = prepare(&generated(seed), vocabulary(seed));
        let mut random = Random::new(seed);
        for _ in 0..random.below(60) {
            original.advance(Outside::Nobody);
        }
        let mut copy = original.clone();
        assert_eq!(copy.run(Outside::Nobody), original.run(Outside::Nobody), "{seed}");
        assert_eq!(shown(&copy), shown(&original), "{seed}");
    }
}

/// A clone that is edited goes its own way, which is that of a run that has the edit from the start; the original goes
/// on as if nobody had looked.
#[test]
fn an_edited_clone_is_a_run_of_its_own() {
    let (mut changed, mut applied) = (0, 0);
    for seed in 0..150 {
        let case = generated(seed);
        let (start, id) = prepare(&case, vocabulary(seed));
        let mut untouched = start.clone();
        untouched.run(Outside::Nobody);
        let mut random = Random::new(seed ^ 0xed17);
        let step = &case.steps[random.below(case.steps.len() as u64) as usize];
        let value = json!({"n": 2, "xs": [{"n": 7}]});
        let edit = Edit {
            step: step.as_str().into(),
            flow: None,
            within: Vec::new(),
            attempt: 1 + random.below(5) as u32 / 4,
            change: if random.below(2) == 0 { Change::Input(value) } else { Change::Output(value) },
        };
        let mut original = start.clone();
        for _ in 0..random.below(12) {
            original.advance(Outside::Nobody);
        }
        if original.execution(id).status().is_ended() {
            continue;
        }
        let mut edited = original.clone();
        let passed = edited.edit(edit.clone());
        edited.run(Outside::Nobody);
        original.run(Outside::Nobody);
        assert_eq!(shown(&original), shown(&untouched), "{seed}");
        assert_sound(&edited);
        let mut replayed = start;
        replayed.set_edits(vec![edit]);
        replayed.run(Outside::Nobody);
        let unused = |simulation: &Simulation| {
            simulation.execution(id).notes.iter().any(|note| note.message.contains("never applied"))
        };
        if passed.is_empty() {
            assert_eq!(shown(&edited), shown(&replayed), "{seed}");
        } else {
            // What has passed is what a replay changes.
            assert!(!unused(&replayed), "{seed}: {passed:?}");
        }
        applied += u32::from(!unused(&replayed));
        changed += u32::from(shown(&replayed) != shown(&untouched) && !unused(&replayed));
    }
    assert!(applied > 25 && changed > 20, "{applied} applied, {changed} changed something");
}

/// One event at a time, all at once, with the clock held back, or from breakpoint to breakpoint: the same run.
#[test]
fn how_a_run_goes_on_does_not_change_it() {
    for seed in 0..120 {
        let case = generated(seed);
        let (start, id) = prepare(&case, vocabulary(seed));
        let mut whole = start.clone();
        let rest = whole.run(Outside::Nobody);
        let mut bounded = start.clone();
        let mut reached = None;
        let mut random = Random::new(seed);
        for _ in 0..5_000 {
            let time = bounded.now().plus(1 + random.below(3_000) as i64);
            reached = bounded.run_until(time, Outside::Nobody);
            assert!(bounded.execution(id).history.last().is_none_or(|last| last.time <= time), "{seed}");
            if reached.is_some() {
                break;
            }
        }
        assert_eq!((reached, shown(&bounded)), (Some(rest), shown(&whole)), "{seed}");
        let halting = halt_again_and_again(&case, start.clone(), id, &mut random);
        assert_eq!(shown(&halting), shown(&whole), "{seed}");
        let mut stepped = start;
        let mut before = 0;
        while let Some((advanced, event)) = stepped.advance(Outside::Nobody) {
            assert_eq!(event.0 as usize, stepped.execution(advanced).history.len());
            let events: usize = stepped.executions().map(|(_, execution)| execution.history.len()).sum();
            // Exactly one event more than before.
            assert_eq!(events, before + 1, "{seed}");
            before = events;
        }
        assert_eq!(shown(&stepped), shown(&whole), "{seed}");
    }
}

/// Runs from one halt to the next, with goals and breakpoints at random.
fn halt_again_and_again(
    case: &Generated,
    mut simulation: Simulation,
    id: ExecutionId,
    random: &mut Random,
) -> Simulation {
    let breakpoint = |step: &String, when| Breakpoint {
        step: step.as_str().into(),
        flow: None,
        within: Vec::new(),
        attempt: None,
        when,
    };
    let breakpoints: Vec<_> = case
        .steps
        .iter()
        .take(2)
        .map(|step| breakpoint(step, When::Start))
        .chain(case.steps.last().map(|step| breakpoint(step, When::Failure)))
        .collect();
    loop {
        let events = simulation.execution(id).history.len() as u64;
        let event = EventId(1 + random.below(events + 5) as u32);
        let goal = match random.below(6) {
            0 => Goal::Rest,
            1 => Goal::Event(id, event),
            2 => Goal::Error,
            3 => Goal::Into,
            4 => Goal::Over(id, event),
            _ => Goal::Out(id, event),
        };
        if matches!(simulation.run_to(goal, &breakpoints, Outside::Nobody), Halted::Rest(_)) {
            return simulation;
        }
    }
}

/// Somebody outside reports, stops and lets time pass at random; whatever they do the histories stay sound.
#[test]
fn reports_and_stops_at_any_moment_keep_runs_sound() {
    let mut reported = 0;
    for seed in 0..200 {
        let (mut simulation, id) = prepare(&generated(seed), vocabulary(seed));
        let mut random = Random::new(seed ^ 0xabcd);
        for _ in 0..250 {
            match random.below(20) {
                0 => {
                    simulation.let_time_pass();
                }
                1 => simulation.stop_at(id, simulation.now().plus(500), "Later", ""),
                2 if random.below(30) == 0 => simulation.stop(id, "Now", ""),
                _ => {
                    simulation.advance(Outside::CanReport);
                }
            }
            for task in simulation.waiting() {
                let result = match random.below(3) {
                    0 => simulation.report_succeeded(&task.token, json!({"n": 1})),
                    1 => simulation.report_failed(&task.token, "Bad", "c"),
                    _ => continue,
                };
                assert!(result.is_ok(), "{seed}: {task:?} {result:?}");
                reported += 1;
            }
            if random.below(10) == 0 {
                // Any other token is refused in words, never with a panic.
                let text = crate::token::token(ExecutionId(random.below(3) as u32), EventId(random.below(60) as u32));
                let _ = simulation.clone().report_succeeded(&text, Json::object());
            }
        }
        assert_sound(&simulation);
    }
    assert!(reported > 15, "{reported}");
}

/// What both vocabularies tell of a run: everything but how it is called, what is only told in one of them, and the
/// numbers of events.
fn told_in_both(simulation: &Simulation) -> Vec<String> {
    let mut told = Vec::new();
    for (_, execution) in simulation.executions() {
        told.push(format!("{:?} {:?} {:?}", execution.status(), execution.output, execution.error).replace("c2lt", ""));
        let mut succeeded = BTreeSet::new();
        for event in execution.history.events() {
            let name = match event.kind.name() {
                "StateAborted" | "MapRunStarted" => continue,
                "StepExited" if event.trigger.is_some_and(|id| succeeded.contains(&id)) => continue,
                "StepExited" | "StateFailed" | "StateTimedOut" => "StepFailed".to_owned(),
                name => name.replace("State", "Step"),
            };
            if name == "StepSucceeded" {
                succeeded.insert(event.id);
            }
            told.push(format!("{} {name} {}", event.time.0, event.step));
        }
    }
    told
}

/// What a view of a run shows: every run of a step with its place, its status and its attempts.
fn folded(simulation: &Simulation) -> Vec<String> {
    let mut shown = Vec::new();
    for (_, execution) in simulation.executions() {
        let view = fold(&execution.history, usize::MAX);
        for (id, run) in view.numbered() {
            // A second error behind a time-out is told in the words of states only (`events.md` 7).
            let status = format!("{:?}", run.status).replace("TimedOut", "Failed");
            let attempts: Vec<_> =
                run.attempts.iter().map(|tried| (tried.number, tried.outcome, tried.delay_ms)).collect();
            let groups: Vec<_> = run.groups.iter().filter_map(|id| view.group(*id)).map(|run| run.status).collect();
            let around: Vec<_> = view.groups_around(id).into_iter().map(|group| group.index()).collect();
            shown.push(format!("{} {around:?} {status} {attempts:?} {groups:?}", run.step));
        }
    }
    shown
}

/// E1: the vocabulary changes names and what is told beside them, never what happens.
#[test]
fn a_vocabulary_changes_only_words() {
    let (mut aborted, mut compared) = (0, 0);
    for seed in 0..150 {
        let case = generated(seed);
        // Data of events holds their numbers, by tokens and `$context.step.eventId`, so its limits may differ.
        if case.scenario.contains("dataLimit") {
            continue;
        }
        let mut runs = [Vocabulary::Reference, Vocabulary::State].map(|vocabulary| prepare(&case, vocabulary).0);
        let rests = runs.each_mut().map(|simulation| simulation.run(Outside::Nobody));
        let [reference, state] = &runs;
        // Where the limit of events ends a run, the one that tells more ends first.
        if is_limited(reference) || is_limited(state) {
            continue;
        }
        assert_eq!(rests[0], rests[1], "{seed}");
        assert_eq!(told_in_both(reference), told_in_both(state), "{seed}\n{case:?}");
        assert_eq!(folded(reference), folded(state), "{seed}\n{case:?}");
        let events = state.executions().flat_map(|(_, execution)| execution.history.events());
        aborted += events.filter(|event| event.kind.known() == Some(EventType::StateAborted)).count();
        compared += 1;
    }
    assert!(aborted > 10 && compared > 50, "{aborted} aborted, {compared} compared");
}
