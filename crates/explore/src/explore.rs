//! An exploration from beginning to end.

use flowglass_flow::StepKind;
use flowglass_history::Status;
use flowglass_simulator::Way;

use crate::exploration::{Exploration, Finding, Severity, Summary};
use crate::failures::failures;
use crate::longest::{Measure, longest, order, ways};
use crate::loops::loops;
use crate::subject::{Bounds, Subject};
use crate::unreached::unreached;
use crate::walk::{Walk, walk};

/// Walks every way that a flow can take, within bounds, and tells what can go wrong.
///
/// The same flow gives the same exploration on every machine. Takes time in proportion to the events that are walked.
pub fn explore(subject: &Subject, bounds: Bounds) -> Exploration {
    let walk = walk(subject, bounds);
    let loops = loops(subject, &walk);
    let order = order(&walk);
    let summary = summary(subject, &walk, order.as_deref());
    let is_whole = summary.is_whole();
    let longest = |measure| longest(subject, &walk, order.as_deref(), &loops.findings, is_whole, measure);
    let (most_events, most_time) = (longest(Measure::Events), longest(Measure::Time));
    let mut findings: Vec<Finding> =
        [loops.findings, unreached(subject, &walk, is_whole), failures(subject, &walk)].concat();
    findings.sort_by_key(|finding| (severity_order(finding.kind.severity()), finding.kind, finding.at.start));
    Exploration { summary, findings, most_events, most_time }
}

fn severity_order(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    }
}

fn summary(subject: &Subject, walk: &Walk, order: Option<&[usize]>) -> Summary {
    let flow = &subject.flow;
    let count = |status: Status| walk.ends.iter().filter(|end| end.status == status).count();
    let ends = Status::ALL.into_iter().map(|status| (status, count(status))).filter(|(_, count)| *count > 0).collect();
    let entered = walk.taken.keys().filter(|(_, way)| *way == Way::Enter).count();
    let turned = walk.taken.keys().filter(|(_, way)| matches!(way, Way::Arm(_) | Way::Catch(_))).count();
    let (mut turns, mut untaken) = (0, Vec::new());
    for (id, step) in flow.steps() {
        let name = &step.name.value;
        let mut turn = |way: Way, words: String| {
            turns += 1;
            if !walk.taken.contains_key(&(id, way)) {
                untaken.push(words);
            }
        };
        if let StepKind::Choice(choice) = &step.kind {
            for (number, arm) in (0_u32..).zip(choice.all_arms()) {
                let words = match &arm.condition {
                    Some(condition) => format!("{} of {name}", condition.text.value.trim()),
                    None => format!("the default of {name}"),
                };
                turn(Way::Arm(number), words);
            }
        }
        for (number, rule) in (0_u32..).zip(&step.catch) {
            let errors: Vec<&str> = rule.errors.iter().map(|error| error.value.as_str()).collect();
            turn(Way::Catch(number), format!("the catch rule for {} of {name}", errors.join(", ")));
        }
    }
    let nodes = walk.nodes.len();
    Summary {
        runs: walk.edges.len(),
        decisions: nodes,
        met: walk.edges.len().saturating_sub(walk.ends.len() + nodes.saturating_sub(1)),
        events: walk.events,
        ends,
        ways: order.map(|order| ways(walk, order)),
        cut: walk.cut,
        all_values: walk.all_values,
        steps: (entered, flow.steps().len()),
        turns: (turned, turns),
        untaken,
    }
}
