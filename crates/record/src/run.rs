//! The history of an execution with those of the executions that it started.

use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_history::{EventId, History};
use flowglass_simulator::{ExecutionId, Simulation};

/// What is known of one execution.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// The definition that it ran.
    pub flow: &'a Arc<Flow>,
    /// The name of its flow.
    pub flow_name: &'a str,
    /// What happened.
    pub history: &'a History,
    /// What it started, as far as that is known.
    pub children: Vec<Child<'a>>,
}

/// An execution that another one started.
#[derive(Clone, Debug)]
pub struct Child<'a> {
    /// The event in the other one's history that entered the starting step.
    pub entered: EventId,
    /// For an item of a distributed Map: its number.
    pub item: Option<u32>,
    /// The execution.
    pub run: Run<'a>,
}

impl<'a> Run<'a> {
    /// An execution of which nothing but its own history is known.
    pub fn alone(flow: &'a Arc<Flow>, flow_name: &'a str, history: &'a History) -> Self {
        Self { flow, flow_name, history, children: Vec::new() }
    }

    /// An execution of a simulation, with all that it started.
    ///
    /// # Panics
    /// When the number comes from another simulation.
    pub fn simulated(simulation: &'a Simulation, id: ExecutionId) -> Self {
        let mut runs: Vec<Self> = simulation
            .executions()
            .map(|(_, execution)| Self::alone(&execution.flow, &execution.flow_name, &execution.history))
            .collect();
        // An execution comes after the one that started it, so whatever has a larger number is complete.
        while let Some(mut run) = runs.pop() {
            run.children.reverse();
            let number = ExecutionId(runs.len() as u32);
            if number == id {
                return run;
            }
            let Some(parent) = &simulation.execution(number).parent else { continue };
            if let Some(starter) = runs.get_mut(parent.execution.0 as usize) {
                let item = parent.item.map(|(_, item)| item);
                starter.children.push(Child { entered: parent.entered, item, run });
            }
        }
        panic!("execution {} is not in this simulation", id.0)
    }
}
