//! A run that shows something: repeated from its scenario alone, so that what is told of it is what anybody will see.

use flowglass_history::Status;
use flowglass_simulator::{Answer, ExecutionId, Outside, Scenario, Simulation, Taken, begin};

use crate::exploration::Example;
use crate::script::{Decision, Said, Script, simplified};
use crate::subject::Subject;
use crate::walk::way_of;

/// A run that was repeated.
pub(crate) struct Replayed {
    pub(crate) simulation: Simulation,
    /// The ways that it took, in order.
    pub(crate) taken: Vec<Taken>,
}

/// Repeats the run of a scenario.
pub(crate) fn replay(subject: &Subject, scenario: &Scenario) -> Replayed {
    let (mut simulation, _) = begin(&subject.flow, &subject.name, scenario, &subject.flows);
    let mut taken = Vec::new();
    while let Some((id, event)) = simulation.advance(Outside::Nobody) {
        taken.extend(way_of(&simulation, &subject.flow, id, event));
    }
    Replayed { simulation, taken }
}

/// The run that decisions lead to, with the simplest scenario that repeats it.
pub(crate) fn example(subject: &Subject, decisions: &[Decision], shows: String) -> Example {
    let told = words(decisions);
    let scenario = Script::of(decisions).scenario(&subject.base);
    let original = course(&replay(subject, &scenario).simulation);
    let scenario = simplified(scenario, |other| course(&replay(subject, other).simulation) == original);
    finished(subject, scenario, shows, told)
}

/// The run of a scenario as an example.
pub(crate) fn finished(subject: &Subject, scenario: Scenario, shows: String, decisions: Vec<String>) -> Example {
    let simulation = replay(subject, &scenario).simulation;
    let execution = simulation.execution(ExecutionId(0));
    let mut starts: Vec<String> = simulation
        .executions()
        .filter(|(_, other)| other.parent.as_ref().is_some_and(|parent| parent.item.is_none()))
        .map(|(_, other)| other.flow_name.to_string())
        .collect();
    starts.sort();
    starts.dedup();
    Example {
        starts,
        status: execution.status(),
        error: execution.error.as_ref().map(|(error, _)| error.to_string()),
        events: execution.history.len(),
        ms: execution.stopped.unwrap_or(simulation.now()).since(execution.started),
        scenario: Scenario { name: Some(shows.clone()), ..scenario },
        shows,
        decisions,
    }
}

/// What makes two runs the same: their events, and how all executions ended.
fn course(simulation: &Simulation) -> (Vec<(String, String, i64)>, Vec<Status>) {
    let history = &simulation.execution(ExecutionId(0)).history;
    let events = history.events().map(|event| (event.kind.name().to_owned(), event.step.to_owned(), event.time.0));
    (events.collect(), simulation.executions().map(|(_, execution)| execution.status()).collect())
}

/// Decisions in words; equal ones that follow each other are counted.
pub(crate) fn words(decisions: &[Decision]) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for decision in decisions {
        let Some(words) = decision_words(decision) else { continue };
        match counted.last_mut() {
            Some((last, count)) if *last == words => *count += 1,
            _ => counted.push((words, 1)),
        }
    }
    let times = |(words, count): (String, usize)| if count == 1 { words } else { format!("{words}, {count} times") };
    counted.into_iter().map(times).collect()
}

fn decision_words(decision: &Decision) -> Option<String> {
    let who = || {
        let call = decision.call.as_ref()?;
        let flow = call.flow.as_ref().map(|flow| format!(" of {flow}")).unwrap_or_default();
        Some(format!("{}{flow}{}", call.step, call.place_words()))
    };
    Some(match &decision.said {
        Said::Input(input) if input.as_object().is_some_and(|input| input.is_empty()) => return None,
        Said::Input(input) => format!("the input is {}", input.to_compact()),
        Said::Starts => format!("{} starts its flow", who()?),
        Said::Answer(Answer::Output(output)) => format!("{} answers {}", who()?, output.to_compact()),
        Said::Answer(Answer::Error(error, _)) => format!("{} fails with {error}", who()?),
        Said::Answer(Answer::Refused(error, _)) => format!("{} is refused with {error}", who()?),
        Said::Answer(Answer::Never) => format!("{} does not answer", who()?),
    })
}
