//! One run of the definition in the simulator.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_simulator::{Execution, ExecutionId, Outside, Rest, Scenario, Simulation, begin};

use super::run::{Child, Report, Waiting};
use crate::text::Text;

/// A simulated execution, and the texts that it was made of.
#[derive(Clone)]
pub(crate) struct Simulated {
    simulation: Rc<Simulation>,
    execution: ExecutionId,
    /// Why the simulation stopped.
    pub(crate) rest: Rest,
    /// The texts that were open.
    pub(crate) texts: Texts,
}

/// A definition with its scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    /// The file name of the definition.
    pub(crate) name: Rc<str>,
    /// The definition.
    pub(crate) definition: Text,
    /// Which of the file's flows it was.
    pub(crate) chosen: usize,
    /// The scenario.
    pub(crate) scenario: Text,
}

impl Simulated {
    /// Runs `flow` until nothing more happens by itself.
    pub(crate) fn start(
        flow: &Arc<Flow>,
        flow_name: &str,
        scenario: &Scenario,
        flows: &[(String, Arc<Flow>)],
        texts: Texts,
    ) -> Self {
        let (mut simulation, execution) = begin(flow, flow_name, scenario, flows);
        let rest = simulation.run(Outside::CanReport);
        Self { simulation: Rc::new(simulation), execution, rest, texts }
    }

    /// The execution.
    pub(crate) fn execution(&self) -> &Execution {
        self.simulation.execution(self.execution)
    }

    /// The executions that this one started, in the order of their starts.
    pub(crate) fn children(&self) -> Vec<Child> {
        let others = self.simulation.executions().filter(|(id, _)| *id != self.execution);
        others
            .map(|(_, execution)| Child {
                flow: execution.flow_name.clone(),
                name: execution.name.clone(),
                status: execution.status(),
                events: execution.history.len(),
            })
            .collect()
    }

    /// The tasks that wait for a report, in all executions.
    pub(crate) fn waiting(&self) -> Vec<Waiting> {
        let tasks = self.simulation.waiting().into_iter();
        tasks
            .map(|task| Waiting {
                step: task.step,
                since: (task.execution == self.execution).then_some(task.event),
                token: Some(task.token.into()),
            })
            .collect()
    }

    /// Answers a waiting task and goes on.
    pub(crate) fn report(&self, report: &Report) -> Result<Self, String> {
        let mut simulation = (*self.simulation).clone();
        let told = match report {
            Report::Succeeded { token, output } => simulation.report_succeeded(token, output.clone()),
            Report::Failed { token, error, cause } => simulation.report_failed(token, error, cause),
        };
        told.map_err(|error| error.to_string())?;
        Ok(self.go_on(simulation))
    }

    /// Lets the time pass although a task waits: its time-out comes, or whatever is due next.
    pub(crate) fn let_time_pass(&self) -> Self {
        let mut simulation = (*self.simulation).clone();
        simulation.let_time_pass();
        self.go_on(simulation)
    }

    /// Stops the execution now.
    pub(crate) fn stop(&self) -> Self {
        let mut simulation = (*self.simulation).clone();
        simulation.stop(self.execution, "Stopped", "stopped by hand");
        self.go_on(simulation)
    }

    fn go_on(&self, mut simulation: Simulation) -> Self {
        let rest = simulation.run(Outside::CanReport);
        Self { simulation: Rc::new(simulation), execution: self.execution, rest, texts: self.texts.clone() }
    }
}

impl PartialEq for Simulated {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.simulation, &other.simulation)
    }
}
