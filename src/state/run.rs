//! One run of the definition in the simulator.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_history::History;
use flowglass_simulator::{Execution, ExecutionId, Outside, Rest, Scenario, Simulation, WaitingTask, simulate};

/// A simulated execution and where it stands.
#[derive(Clone)]
pub(crate) struct Run {
    simulation: Rc<Simulation>,
    execution: ExecutionId,
    /// Why the simulation stopped.
    pub(crate) rest: Rest,
}

/// What a person says to a task that waits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Report {
    /// The task has succeeded with this output.
    Succeeded { token: Rc<str>, output: Json },
    /// The task has failed.
    Failed { token: Rc<str>, error: Rc<str>, cause: Rc<str> },
}

impl Run {
    /// Runs `flow` until nothing more happens by itself.
    pub(crate) fn start(flow: &Arc<Flow>, name: &str, scenario: &Scenario, flows: &[(String, Arc<Flow>)]) -> Self {
        let (simulation, execution, rest) = simulate(flow, name, scenario, flows, Outside::CanReport);
        Self { simulation: Rc::new(simulation), execution, rest }
    }

    /// Which execution of its simulation it is.
    pub(crate) fn id(&self) -> ExecutionId {
        self.execution
    }

    /// The execution.
    pub(crate) fn execution(&self) -> &Execution {
        self.simulation.execution(self.execution)
    }

    /// Its history.
    pub(crate) fn history(&self) -> &History {
        &self.execution().history
    }

    /// The executions that this one started, in the order of their starts.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Execution> {
        let own = self.execution;
        self.simulation.executions().filter(move |(id, _)| *id != own).map(|(_, execution)| execution)
    }

    /// The tasks that wait for a report, in all executions.
    pub(crate) fn waiting(&self) -> Vec<WaitingTask> {
        self.simulation.waiting()
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
        Self { simulation: Rc::new(simulation), execution: self.execution, rest }
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.simulation, &other.simulation)
    }
}
