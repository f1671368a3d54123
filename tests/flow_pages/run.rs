//! What becomes of a page's definition, in the words of its blocks.

use std::sync::Arc;

use flowglass_diagram::draw;
use flowglass_flow::{Flow, Mode, Parsed, parse, parse_for};
use flowglass_history::{History, check_invariants, fold};
use flowglass_simulator::{self as simulator, Execution, ExecutionId, Outside, Scenario, Simulation};

use crate::outside;
use crate::overlaps::overlaps;
use crate::page::{Block, Page};

/// What became of a page's definition.
pub(crate) struct Happened {
    /// All findings, one a line.
    pub(crate) findings: String,
    /// The run, when the page expects something of one.
    run: Option<Run>,
}

struct Run {
    output: String,
    histories: Vec<String>,
}

impl Happened {
    /// Tells whether anything is to be said about the definition.
    pub(crate) fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    /// What a block should say.
    pub(crate) fn tell(&self, block: &Block) -> Result<String, String> {
        let run = || self.run.as_ref().ok_or("there was no run");
        match block.language.as_str() {
            "findings" => Ok(self.findings.clone()),
            "output" => Ok(run()?.output.clone()),
            _ => {
                let number = match block.words.first() {
                    Some(word) => word.parse().map_err(|_| format!("{word:?} is no number of an execution"))?,
                    None => 0,
                };
                let history = run()?.histories.get(number);
                history.cloned().ok_or_else(|| format!("there is no execution {number}"))
            }
        }
    }
}

/// Reads, draws and runs what a page defines.
pub(crate) fn run(page: &Page) -> Result<Happened, String> {
    let scenario = Scenario::parse(page.scenario()).map_err(|error| format!("scenario: {error}"))?;
    let text = page.definition();
    let mode = if scenario.mode == simulator::Mode::Express { Mode::Express } else { Mode::Standard };
    let parsed = parse_for(&text, mode);
    let findings = findings(&parsed, &text);
    let Some(flow) = parsed.flow.map(Arc::new) else {
        return if page.is_run() { Err("it is no flow".to_owned()) } else { Ok(Happened { findings, run: None }) };
    };
    let problems = overlaps(&draw(&flow));
    if !problems.is_empty() {
        return Err(format!("in the picture {}", problems.join(", ")));
    }
    if !page.is_run() {
        return Ok(Happened { findings, run: None });
    }
    let mut flows = Vec::new();
    for (name, text) in page.flows() {
        let flow = parse(&text).flow.ok_or_else(|| format!("{name} is no flow"))?;
        flows.push((name, Arc::new(flow)));
    }
    let first = run_once(&flow, &scenario, &flows, page.outside())?;
    let second = run_once(&flow, &scenario, &flows, page.outside())?;
    if first.histories != second.histories {
        return Err("two runs differ".to_owned());
    }
    Ok(Happened { findings, run: Some(first) })
}

fn run_once(
    flow: &Arc<Flow>,
    scenario: &Scenario,
    flows: &[(String, Arc<Flow>)],
    from_outside: &str,
) -> Result<Run, String> {
    let name = flow.name.as_ref().map_or("flow", |name| &name.value);
    let (mut simulation, id) = simulator::begin(flow, name, scenario, flows);
    let reports = outside::perform(from_outside, &mut simulation)?;
    simulation.run(Outside::Nobody);
    let output = output(&mut simulation, id, &reports);
    let mut histories = Vec::new();
    for (_, execution) in simulation.executions() {
        histories.push(lines(execution).map_err(|problem| format!("{}: {problem}", execution.name))?);
    }
    Ok(Run { output, histories })
}

/// The history as lines, when it is one that holds: by the invariants, read again, and folded to the execution's end.
fn lines(execution: &Execution) -> Result<String, String> {
    let history = &execution.history;
    let broken = check_invariants(history);
    if !broken.is_empty() {
        return Err(broken.join(", "));
    }
    let lines = history.to_lines();
    if History::from_lines(&lines).map_err(|error| error.to_string())?.to_lines() != lines {
        return Err("the history is another one when it is read again".to_owned());
    }
    let view = fold(history, history.len());
    let error = execution.error.as_ref().map(|(error, cause)| (&**error, &**cause));
    if (view.status, view.output(history), view.error(history))
        != (execution.status(), execution.output.as_ref(), error)
    {
        return Err("the history folds to another end than the execution's".to_owned());
    }
    Ok(lines)
}

/// `line severity code: slice` for each finding; of a slice of several lines the first.
fn findings(parsed: &Parsed, text: &str) -> String {
    let mut lines = String::new();
    for finding in &parsed.findings {
        let line = parsed.document.lines.position(text, finding.at.start as usize).line;
        let slice = text.get(finding.at.range()).unwrap_or("(outside the text)");
        let mut parts = slice.lines();
        let first = parts.next().unwrap_or_default();
        let more = if parts.next().is_some() { " …" } else { "" };
        let told = format!("{line} {} {}: {first}{more}", finding.severity.word(), finding.code);
        lines.push_str(told.trim_end());
        lines.push('\n');
    }
    lines
}

/// How the run ended: the status and after what time; the output, or error and cause; what was started; what waits;
/// what came of reports; notes.
fn output(simulation: &mut Simulation, id: ExecutionId, reports: &[String]) -> String {
    let waiting = simulation.waiting();
    let mut lines = Vec::new();
    let execution = simulation.execution(id);
    let now = execution.stopped.unwrap_or(simulation.now());
    lines.push(format!("{} after {} ms", execution.status().name(), now.since(execution.started)));
    lines.extend(end(execution));
    lines.extend(others(simulation));
    for run in simulation.executions().flat_map(|(_, execution)| &execution.map_runs) {
        let counts = run.counts;
        lines.push(format!(
            "map run of {}: {}; {} items, {} succeeded, {} failed, {} aborted",
            run.step,
            run.status.name(),
            counts.total,
            counts.succeeded,
            counts.failed,
            counts.aborted
        ));
    }
    lines.extend(waiting.iter().map(|task| format!("waits for a report: {} {}", task.step, task.token)));
    lines.extend(reports.iter().cloned());
    for (_, execution) in simulation.executions() {
        lines.extend(execution.notes.iter().map(|note| format!("note: {note}")));
    }
    lines.join("\n") + "\n"
}

/// The other executions and their ends; three and more that follow each other and ended alike share a line.
fn others(simulation: &Simulation) -> Vec<String> {
    let mut ends: Vec<(usize, usize, String)> = Vec::new();
    for (number, (_, other)) in simulation.executions().enumerate().skip(1) {
        let end = end(other).map_or(String::new(), |end| format!(": {end}"));
        let words = format!("of {}: {}{end}", other.flow_name, other.status().name());
        match ends.last_mut() {
            Some((_, last, before)) if *before == words => *last = number,
            _ => ends.push((number, number, words)),
        }
    }
    let lines = ends.into_iter().flat_map(|(first, last, words)| match last - first {
        0 | 1 => (first..=last).map(|number| format!("execution {number} {words}")).collect(),
        _ => vec![format!("executions {first} to {last} {words}")],
    });
    lines.collect()
}

fn end(execution: &Execution) -> Option<String> {
    match (&execution.output, &execution.error) {
        (Some(output), _) => Some(output.to_compact()),
        (None, Some((error, cause))) => Some(format!("{error}: {cause}").trim_end().to_owned()),
        (None, None) => None,
    }
}
