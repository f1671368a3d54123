//! The flows that a task of the open one may start.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::{Flow, parse};

use crate::examples::{EXAMPLES, Example, file_stem};

/// Flows by their names. Equal is what was made at once: comparing flows would cost more than running them.
#[derive(Clone, Default)]
pub(crate) struct Startable(Rc<Vec<(String, Arc<Flow>)>>);

impl Startable {
    /// The examples, by the stems of their file names.
    pub(crate) fn examples() -> Self {
        let flow = |text| parse(text).flow.map(Arc::new);
        let examples =
            EXAMPLES.iter().filter_map(|example| Some((file_stem(example.name).to_owned(), flow(example.definition)?)));
        Self(Rc::new(examples.collect()))
    }

    /// The example that is started by this name: that of a file, then a flow's own, as in a run.
    pub(crate) fn example(&self, name: &str) -> Option<&'static Example> {
        let own = |flow: &Flow| flow.name.as_ref().is_some_and(|own| own.value == name);
        let by_file = self.0.iter().find(|(stem, _)| stem == name);
        let (stem, _) = by_file.or_else(|| self.0.iter().find(|(_, flow)| own(flow)))?;
        EXAMPLES.iter().find(|example| file_stem(example.name) == stem)
    }

    /// The flows.
    pub(crate) fn flows(&self) -> &[(String, Arc<Flow>)] {
        &self.0
    }
}

impl PartialEq for Startable {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Action, Theme, Workbench};

    #[test]
    fn a_task_starts_an_example_where_those_are_at_hand() {
        let nightly = EXAMPLES.iter().find(|example| example.name == "nightly.flow.yaml").unwrap();
        let open =
            || Workbench::open(nightly.name.into(), nightly.definition.into(), nightly.scenario.into(), Theme::System);
        fn started(mut workbench: Workbench) -> Vec<String> {
            workbench.apply(Action::Run);
            workbench.run.unwrap().children().iter().map(|child| child.flow.to_string()).collect()
        }
        assert_eq!(started(open().with_startable(Startable::examples())), ["rotate"]);
        assert!(started(open()).is_empty());
    }
}
