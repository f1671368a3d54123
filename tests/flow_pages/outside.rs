//! What somebody does from outside while a page's flow runs: reports for tokens, and stops of started executions.

use flowglass_expression::Json;
use flowglass_history::Millis;
use flowglass_simulator::{ExecutionId, Outside, Simulation, TimeSpan};
use serde::Deserialize;

/// One line of an `outside` block: a JSON object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// How long after the start of the run, as scenarios write durations.
    at: String,
    /// The token that is reported: with `output` a success, with `error` and `cause` a failure.
    report: Option<String>,
    output: Option<Json>,
    error: Option<String>,
    #[serde(default)]
    cause: String,
    /// The number of the execution that is stopped, with `error` and `cause`.
    stop: Option<u32>,
}

/// Runs the simulation to each moment of the block and does what stands there; tells what came of every report.
///
/// # Errors
/// A line cannot be read, or says not exactly one thing.
pub(crate) fn perform(block: &str, simulation: &mut Simulation) -> Result<Vec<String>, String> {
    let start = simulation.now();
    let mut told = Vec::new();
    for line in block.lines() {
        let line: Line = serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
        let after: TimeSpan = line.at.parse()?;
        simulation.run_until(start.plus(after.millis()), Outside::Nobody);
        told.extend(act(line, start, simulation)?);
    }
    Ok(told)
}

fn act(line: Line, start: Millis, simulation: &mut Simulation) -> Result<Option<String>, String> {
    let (token, answered) = match (line.report, line.output, line.error, line.stop) {
        (Some(token), Some(output), None, None) => {
            let answered = simulation.report_succeeded(&token, output);
            (token, answered)
        }
        (Some(token), None, Some(error), None) => {
            let answered = simulation.report_failed(&token, &error, &line.cause);
            (token, answered)
        }
        (None, None, Some(error), Some(number)) if (number as usize) < simulation.executions().len() => {
            simulation.stop(ExecutionId(number), &error, &line.cause);
            return Ok(None);
        }
        _ => {
            return Err(
                "a line reports an output or an error for a token, or stops an execution that is there".to_owned()
            );
        }
    };
    let answer = match answered {
        Ok(event) => format!("event {}", event.0),
        Err(refusal) => format!("refused: {refusal}"),
    };
    Ok(Some(format!("report {token} after {} ms: {answer}", simulation.now().since(start))))
}

#[cfg(test)]
mod tests {
    use flowglass_simulator::Settings;

    use super::*;

    #[test]
    fn a_line_says_one_thing() {
        let check = |line: &str, expected: &str| {
            let problem = perform(line, &mut Simulation::new(Settings::default())).unwrap_err();
            assert!(problem.contains(expected), "{line}: {problem}");
        };
        check("{}", "at");
        check(r#"{"at": "soon", "stop": 0, "error": "E"}"#, "no duration");
        check(r#"{"at": "1s", "report": "t"}"#, "a line reports");
        check(r#"{"at": "1s", "report": "t", "output": {}, "error": "E"}"#, "a line reports");
        check(r#"{"at": "1s", "stop": 1, "error": "E"}"#, "an execution that is there");
        check(r#"{"at": "1s", "stpo": 1}"#, "stpo");
    }

    #[test]
    fn a_report_that_is_refused_is_told() {
        let line = r#"{"at": "2s", "report": "t", "output": {}}"#;
        let told = perform(line, &mut Simulation::new(Settings::default()));
        assert_eq!(told, Ok(vec!["report t after 2000 ms: refused: no task has this token".to_owned()]));
    }
}
