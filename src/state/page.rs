//! The whole page: a workbench for what is simulated here, one for what runs elsewhere, and which of them is seen.

use std::rc::Rc;

use flowglass_flow::parse;
use yew::Reducible;

use super::{Action, Cloud, CloudAction, LeftTab, Theme, Workbench};

/// Where the executions that are seen ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Here, in the simulator.
    #[default]
    Simulate,
    /// In an account.
    CloudFlow,
}

/// Everything that the page shows.
#[derive(Clone, PartialEq)]
pub(crate) struct Page {
    /// Which workbench is seen.
    pub(crate) mode: Mode,
    /// What is simulated here.
    pub(crate) simulate: Rc<Workbench>,
    /// What ran elsewhere.
    pub(crate) cloudflow: Rc<Workbench>,
    /// What is known of the account.
    pub(crate) cloud: Cloud,
}

/// What can happen to the page.
#[derive(Clone, Debug)]
pub(crate) enum PageAction {
    /// Something happens to the workbench that is seen.
    Desk(Action),
    /// The other workbench is to be seen.
    Switch(Mode),
    /// Something happens to the account.
    Cloud(CloudAction),
    /// The definition that is seen is opened in the simulator.
    Copy,
}

/// A flow without steps, for executions whose definition cannot be read.
const NO_STEPS: &str = "version: v1\ntype: flow\nsteps: []\n";

impl Page {
    /// The page with a flow to simulate.
    pub(crate) fn new(simulate: Workbench) -> Self {
        let cloudflow = Workbench::elsewhere("CloudFlow".into(), "".into(), simulate.theme);
        Self {
            mode: Mode::Simulate,
            simulate: Rc::new(simulate),
            cloudflow: Rc::new(cloudflow),
            cloud: Cloud::default(),
        }
    }

    /// The workbench that is seen.
    pub(crate) fn desk(&self) -> &Rc<Workbench> {
        match self.mode {
            Mode::Simulate => &self.simulate,
            Mode::CloudFlow => &self.cloudflow,
        }
    }

    fn desk_mut(&mut self) -> &mut Workbench {
        Rc::make_mut(match self.mode {
            Mode::Simulate => &mut self.simulate,
            Mode::CloudFlow => &mut self.cloudflow,
        })
    }

    /// Changes the page by one action.
    pub(crate) fn apply(&mut self, action: PageAction) {
        match action {
            PageAction::Desk(Action::SetTheme(theme)) => self.set_theme(theme),
            PageAction::Desk(action) => match (self.mode, action) {
                (Mode::CloudFlow, Action::Report(report)) => self.cloud.report(report),
                (Mode::CloudFlow, Action::Stop) => self.cloud.stop(),
                (Mode::CloudFlow, Action::Run) => self.desk_mut().apply(Action::ShowLeft(LeftTab::Executions)),
                (_, action) => self.desk_mut().apply(action),
            },
            PageAction::Switch(mode) => {
                self.desk_mut().apply(Action::Play(false));
                self.mode = mode;
                if mode == Mode::CloudFlow {
                    self.cloud.enter();
                }
            }
            PageAction::Cloud(action) => self.apply_to_cloud(action),
            PageAction::Copy => self.copy(),
        }
    }

    fn set_theme(&mut self, theme: Theme) {
        for desk in [&mut self.simulate, &mut self.cloudflow] {
            Rc::make_mut(desk).apply(Action::SetTheme(theme));
        }
    }

    fn apply_to_cloud(&mut self, action: CloudAction) {
        let (opened, problem) = (self.cloud.opened.clone(), self.cloud.order_problem.clone());
        let (flow, write) = (self.cloud.flow.clone(), self.cloud.write());
        self.cloud.apply(action);
        let desk = Rc::make_mut(&mut self.cloudflow);
        if self.cloud.order_problem != problem {
            let line = self.cloud.order_problem.as_ref().map(|problem| problem.line().into());
            desk.apply(line.map_or(Action::Dismiss, Action::Tell));
        }
        if self.cloud.opened != opened || self.cloud.flow != flow || self.cloud.write() != write {
            self.show_opened();
        }
    }

    /// Lets the workbench show what is known of the opened execution, or of the flow.
    fn show_opened(&mut self) {
        let (name, definition) = match (&self.cloud.opened, &self.cloud.flow) {
            (Some(opened), flow) => {
                let own = opened.definition().cloned();
                // Until the execution's own definition is there, the flow's is the best guess.
                let text = own.or_else(|| Some(flow.as_ref()?.definition.clone()));
                (opened.at.flow.clone(), text.unwrap_or_default())
            }
            (None, Some(flow)) => (flow.name.clone(), flow.definition.clone()),
            (None, None) => ("CloudFlow".into(), "".into()),
        };
        let desk = Rc::make_mut(&mut self.cloudflow);
        if desk.name != name || desk.definition != definition {
            desk.open_elsewhere(name, definition);
        }
        let Some(opened) = &self.cloud.opened else {
            desk.apply(Action::Reset);
            return;
        };
        if opened
            .flow()
            .is_none_or(|flow| desk.drawing.flow.as_ref().is_some_and(|drawn| !std::sync::Arc::ptr_eq(flow, drawn)))
        {
            let flow = desk.drawing.flow.clone().or_else(|| parse(NO_STEPS).flow.map(Into::into));
            self.cloud.set_flow(flow);
        }
        let write = self.cloud.write();
        match self.cloud.opened.as_ref().filter(|opened| !opened.history.is_empty()) {
            Some(opened) => {
                if let Some(fetched) = opened.fetched(write) {
                    desk.show_fetched(fetched);
                }
            }
            None => desk.apply(Action::Reset),
        }
    }

    /// Opens what is seen in the simulator, with the execution's input as scenario.
    fn copy(&mut self) {
        let desk = self.desk().clone();
        let input = desk.run.as_ref().map(|run| run.input().to_compact());
        let scenario = format!("format: 1\ninput: {}\ntasks: []\n", input.as_deref().unwrap_or("{}"));
        self.mode = Mode::Simulate;
        self.desk_mut().apply(Action::Open {
            name: format!("{}.flow.yaml", desk.name).into(),
            definition: desk.definition.clone(),
            scenario: scenario.into(),
        });
    }
}

impl Reducible for Page {
    type Action = PageAction;

    fn reduce(self: Rc<Self>, action: PageAction) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.apply(action);
        Rc::new(next)
    }
}
