//! The executions that ran here, side by side.
//!
//! This is the page's own account, and it is no `flowglass_account::Account` on purpose. An account has one clock, one
//! seed, one set of limits and one list of answers for all its executions; here each execution has those of its
//! scenario, so that the same texts give the same history whatever ran before, and a task that waits for a report holds
//! no clock but its own. And an account refuses a definition with errors, as the service does; here a draft runs as far
//! as it can.

use std::rc::Rc;

use super::Simulated;

/// The executions in the order of their starts.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Runs(Rc<Vec<Simulated>>);

impl Runs {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// One of them.
    pub(crate) fn get(&self, index: usize) -> Option<&Simulated> {
        self.0.get(index)
    }

    /// All of them with their numbers, the youngest first.
    pub(crate) fn youngest_first(&self) -> impl Iterator<Item = (usize, &Simulated)> {
        self.0.iter().enumerate().rev()
    }

    /// The name that is wanted for an execution of a flow, with a number when another one has it already.
    ///
    /// Source: api.md 5.1: the service refuses the name of an execution of the flow that has ended.
    pub(crate) fn free_name(&self, flow: &str, wanted: &str) -> String {
        let taken =
            |name: &str| self.0.iter().any(|run| &*run.execution().flow_name == flow && &*run.execution().name == name);
        if !taken(wanted) {
            return wanted.to_owned();
        }
        (2..).map(|number| format!("{wanted}-{number}")).find(|name| !taken(name)).unwrap_or_default()
    }

    /// Adds the youngest.
    pub(crate) fn add(&mut self, run: Simulated) {
        Rc::make_mut(&mut self.0).push(run);
    }

    /// Puts what became of an execution in its place.
    pub(crate) fn replace(&mut self, old: &Simulated, new: &Simulated) {
        if let Some(place) = self.0.iter().position(|run| run == old) {
            Rc::make_mut(&mut self.0)[place] = new.clone();
        }
    }
}
