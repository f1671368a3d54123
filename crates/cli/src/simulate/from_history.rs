//! `--from-history`: mocks from a real run, and how the simulation differs from it.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_history::{History, Times, compare, fold};
use flowglass_record::{Child, Remark, Run, from_history};
use flowglass_simulator::Execution;

use super::Given;
use crate::compare::first_difference;
use crate::exit::Trouble;
use crate::history_file::HistoryFile;
use crate::input_files::FlowFile;
use crate::terminal::complain;

/// Where the mocks of a run come from.
#[derive(Debug)]
pub(super) struct Origin {
    /// The file of the history.
    pub(super) name: String,
    /// The history.
    history: History,
    /// Why the simulation may differ from it.
    remarks: Vec<Remark>,
}

/// The definition that an execution ran, from its own description.
///
/// # Errors
/// The description does not hold it.
pub(super) fn definition(file: &HistoryFile, mode: flowglass_flow::Mode) -> Result<FlowFile, Trouble> {
    let Some(text) = file.execution.flow_definition.as_deref().filter(|text| !text.is_empty()) else {
        return Err(Trouble::NoFlow);
    };
    let name = if file.execution.flow_name.is_empty() { "flow" } else { &file.execution.flow_name };
    Ok(FlowFile::described(name, text, mode))
}

/// Replaces the answers of the tasks by those that the histories tell. The first is that of the execution; the others
/// are those of executions that it started.
pub(super) fn take_over(given: &mut Given, histories: Vec<HistoryFile>) {
    let Some(flow) = given.flow.parsed.flow.clone().map(Arc::new) else { return };
    let Some((own, others)) = histories.split_first() else { return };
    if !own.execution.flow_name.is_empty() {
        given.flow_name.clone_from(&own.execution.flow_name);
    }
    let startable = given.startable(&flow);
    let run = run_of(own, &flow, others, &startable, MOST_NESTED);
    let mut known = std::mem::take(&mut given.scenario);
    let execution = &own.execution;
    if !execution.name.is_empty() {
        known.execution = Some(execution.name.clone());
    }
    if let Some(role) = execution.role_arn.as_ref().filter(|role| !role.is_empty()) {
        known.role = Some(role.clone());
    }
    if execution.input.is_some() {
        known.input = Some(execution.input_value());
    }
    known.environment.extend(variables(execution.environment.as_ref()));
    let mocks = from_history(&run, known);
    given.scenario = mocks.scenario;
    let remarks = mocks.remarks.into_iter().collect();
    given.origin = Some(Origin { name: own.name.clone(), history: own.history.clone(), remarks });
}

/// How deep executions that started each other are looked for.
const MOST_NESTED: u32 = 100;

/// An execution with those of the others that it started: the answer to the start names flow and execution.
fn run_of<'a>(
    file: &'a HistoryFile,
    flow: &'a Arc<Flow>,
    others: &'a [HistoryFile],
    startable: &'a [(String, Arc<Flow>)],
    levels: u32,
) -> Run<'a> {
    let mut run = Run::alone(flow, &file.execution.flow_name, &file.history);
    if levels == 0 || others.is_empty() {
        return run;
    }
    let view = fold(&file.history, usize::MAX);
    for event in file.history.events() {
        let member = |name| event.detail.output().and_then(|output| output.get(name)).and_then(Json::as_str);
        let Some((flow_name, name)) = member("FlowName").zip(member("ExecutionName")) else { continue };
        let started =
            others.iter().find(|other| other.execution.name == name && other.execution.flow_name == flow_name);
        let known = startable.iter().find(|(known, _)| known == flow_name);
        let entered = view.instance_of(event.id).and_then(|id| view.instance(id)?.entered);
        let (Some(started), Some((_, flow)), Some(entered)) = (started, known, entered) else { continue };
        if run.children.iter().all(|child| child.entered != entered) {
            let inner = run_of(started, flow, others, startable, levels - 1);
            run.children.push(Child { entered, item: None, run: inner });
        }
    }
    run
}

/// The variables of an environment as the service describes it.
fn variables(environment: Option<&Json>) -> Vec<(String, String)> {
    let Some(Json::Array(variables)) = environment.and_then(|environment| environment.get("Variables")) else {
        return Vec::new();
    };
    let text = |variable: &Json, key| variable.get(key).and_then(Json::as_str).map(str::to_owned);
    variables.iter().filter_map(|variable| text(variable, "Name").zip(text(variable, "Value"))).collect()
}

impl Origin {
    /// How an execution differs from the history that its mocks come from, in lines; none when it does not.
    pub(super) fn differences(&self, execution: &Execution) -> Vec<String> {
        let comparison = compare(&self.history, &execution.history, Times::Ignored);
        let name = &self.name;
        let mut lines = Vec::new();
        if let Some(row) = comparison.first_row() {
            let (differing, all) = (comparison.differing, comparison.rows.len());
            lines.push(format!("{name}: the simulation differs in {differing} of {all} events"));
            lines.push(format!("  {}", first_difference(&self.history, &execution.history, row)));
            lines.extend(self.remarks.iter().map(|remark| format!("  perhaps because of {remark}")));
        } else if comparison.reordered.is_some() {
            lines.push(format!("{name}: the simulation is the same but for the order of branches"));
        }
        lines
    }

    /// Tells on standard error how an execution differs from the history.
    pub(super) fn complain(&self, execution: &Execution) {
        let lines = self.differences(execution);
        if lines.is_empty() {
            complain(&format!("{}: all {} events are reproduced", self.name, self.history.len()));
        }
        lines.iter().for_each(|line| complain(line));
    }
}
