//! The whole page: a workbench for what is simulated here, one for what runs elsewhere, and which of them is seen.

use std::rc::Rc;

use flowglass_flow::parse;
use yew::Reducible;

use super::{Action, Cloud, CloudAction, LeftTab, Run, Section, Theme, Workbench};
use crate::text::Text;

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
    /// Which part of it is seen in a narrow window.
    pub(crate) section: Section,
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
    /// Something happens to the workbench that simulates, whether it is seen or not.
    Simulate(Action),
    /// Another part is to be seen in a narrow window.
    Show(Section),
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
            section: Section::default(),
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
        let before = self.clone();
        self.change(action);
        if let Some(section) = self.news_since(&before) {
            self.section = section;
        }
    }

    /// The part where something new is to be seen.
    fn news_since(&self, before: &Self) -> Option<Section> {
        let opened = |page: &Self| page.cloud.opened.as_ref().map(|opened| opened.at.clone());
        let cloudflow =
            |page: &Self| (page.mode == Mode::CloudFlow).then(|| (page.cloud.session.is_some(), opened(page)));
        let (now, then) = (cloudflow(self), cloudflow(before));
        if now != then {
            // Who has an account chooses an execution next.
            return Some(if matches!(now, Some((true, None))) { Section::Text } else { Section::Picture });
        }
        let (desk, old) = (self.desk(), before.desk());
        if desk.wishes != old.wishes && desk.wanted.is_some_and(|wanted| wanted.focus) {
            return Some(Section::Text);
        }
        #[cfg(feature = "navigation")]
        if desk.searches > old.searches {
            return Some(Section::Picture);
        }
        let name = |run: &Run| (run.flow_name().to_owned(), run.name().to_owned());
        let run = desk.run.as_ref().map(name);
        (run.is_some() && run != old.run.as_ref().map(name)).then_some(Section::Picture)
    }

    fn change(&mut self, action: PageAction) {
        match action {
            PageAction::Show(section) => self.section = section,
            PageAction::Simulate(action) => Rc::make_mut(&mut self.simulate).apply(action),
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
                (opened.at.flow.clone(), Text::from(text.unwrap_or_default()))
            }
            (None, Some(flow)) => (flow.name.clone(), flow.definition.clone().into()),
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
            None => desk.await_fetched(),
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
        let words = "This is a copy. Undo in the editors brings back what was there.";
        self.desk_mut().apply(Action::Tell(words.into()));
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use flowglass_expression::json;
    use flowglass_flow::Span;
    use flowglass_history::{History, Status};

    use super::*;
    use crate::source::{Ask, At, ExecutionInfo, HistoryPage, News, Problem, Reply, Session};

    const FLOW: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n";
    const HISTORY: &str = r#"
1 <- 0  ExecutionStarted     {"input":{"n":1}}
2 <- 1  StepEntered    a     {"input":{"n":1},"local":{}}
"#;
    const MORE: &str = r#"
1 <- 0  ExecutionStarted     {"input":{"n":1}}
2 <- 1  StepEntered    a     {"input":{"n":1},"local":{}}
3 <- 2  StepStarted    a     {}
"#;

    fn at() -> At {
        At { flow: "f".into(), execution: "x".into() }
    }

    fn history(lines: &str) -> HistoryPage {
        HistoryPage { events: History::from_lines(lines).unwrap().into(), next: None }
    }

    fn page() -> Page {
        Page::new(Workbench::open("mine.flow.yaml".into(), FLOW.into(), "format: 1".into(), Theme::System))
    }

    /// Answers everything that is asked.
    fn settle(page: &mut Page) {
        while let Some((ticket, ask)) = page.cloud.asks.first().cloned() {
            let answer = match ask {
                Ask::Session => Ok(Reply::Session(Session { title: "r".into(), detail: "e".into(), write: true })),
                Ask::Describe(_) => Ok(Reply::Described(Box::new(ExecutionInfo {
                    at: at(),
                    status: Status::Running,
                    started: None,
                    stopped: None,
                    input: json!({"n": 1}),
                    output: None,
                    definition: Some(FLOW.into()),
                }))),
                Ask::History { .. } => Ok(Reply::History(history(HISTORY))),
                _ => Err(Problem::unreachable()),
            };
            page.apply(PageAction::Cloud(CloudAction::Answered(ticket, Box::new(answer))));
        }
    }

    fn opened() -> Page {
        let mut page = page();
        page.apply(PageAction::Switch(Mode::CloudFlow));
        settle(&mut page);
        page.apply(PageAction::Cloud(CloudAction::Open(at())));
        settle(&mut page);
        page
    }

    #[test]
    fn an_execution_is_shown_at_its_end_and_followed_from_there() {
        let mut page = opened();
        let desk = page.desk().clone();
        assert_eq!((desk.position, desk.events(), &*desk.definition), (2, 2, FLOW));
        let run = desk.run.as_ref().unwrap();
        assert!(Arc::ptr_eq(run.flow(), desk.drawing.flow.as_ref().unwrap()), "picture and run are of one flow");
        page.apply(PageAction::Cloud(CloudAction::Heard(at(), News::Events(history(MORE)))));
        assert_eq!((page.desk().position, page.desk().events()), (3, 3));
    }

    #[test]
    fn news_do_not_move_a_slider_that_stands_elsewhere() {
        let mut page = opened();
        page.apply(PageAction::Desk(Action::Seek(1)));
        page.apply(PageAction::Cloud(CloudAction::Heard(at(), News::Events(history(MORE)))));
        assert_eq!((page.desk().position, page.desk().events()), (1, 3));
    }

    #[test]
    fn each_side_keeps_what_it_shows() {
        let mut page = opened();
        page.apply(PageAction::Switch(Mode::Simulate));
        assert_eq!(&*page.desk().name, "mine.flow.yaml");
        assert!(page.desk().run.is_none());
        page.apply(PageAction::Cloud(CloudAction::Heard(at(), News::Events(history(MORE)))));
        page.apply(PageAction::Switch(Mode::CloudFlow));
        assert_eq!(page.desk().events(), 3);
        assert_eq!(page.cloud.asks.len(), 0, "the account is known already");
    }

    #[test]
    fn orders_go_to_where_the_execution_is() {
        let mut page = opened();
        page.apply(PageAction::Desk(Action::Stop));
        assert!(page.cloud.is_ordering());
        settle(&mut page);
        let message = page.desk().message.clone().unwrap();
        assert!(message.starts_with("GatewayUnreachable"), "{message}");
    }

    #[test]
    fn a_copy_runs_here_with_the_executions_input() {
        let mut page = opened();
        page.apply(PageAction::Copy);
        assert_eq!((page.mode, &*page.desk().definition), (Mode::Simulate, FLOW));
        assert!(page.desk().message.is_some(), "the texts that were there are told about");
        page.apply(PageAction::Desk(Action::Run));
        let run = page.desk().run.clone().unwrap();
        assert_eq!((run.status(), run.input()), (Status::Succeeded, &json!({"n": 1})));
    }

    #[test]
    fn a_narrow_window_shows_where_the_news_are() {
        let mut page = page();
        let mut check = |action: PageAction, expected: Section| {
            page.apply(action.clone());
            assert_eq!(page.section, expected, "{action:?}");
            settle(&mut page);
            page.section
        };
        let desk = PageAction::Desk;
        check(PageAction::Show(Section::Text), Section::Text);
        check(desk(Action::Run), Section::Picture);
        check(desk(Action::Reveal(Span::new(0, 1))), Section::Text);
        check(desk(Action::TypeScenario("format: 1".into())), Section::Text);
        check(desk(Action::ShowRun(0)), Section::Text);
        check(desk(Action::Run), Section::Picture);
        check(PageAction::Show(Section::Step), Section::Step);
        check(desk(Action::Seek(1)), Section::Step);
        check(desk(Action::Find), Section::Picture);
        let with_account = check(PageAction::Switch(Mode::CloudFlow), Section::Picture);
        assert_eq!(with_account, Section::Text, "the lists of the account");
        check(PageAction::Cloud(CloudAction::Open(at())), Section::Picture);
        check(PageAction::Switch(Mode::Simulate), Section::Picture);
    }

    #[test]
    fn executions_that_ran_here_stay_side_by_side() {
        let mut page = page();
        page.apply(PageAction::Desk(Action::Run));
        page.apply(PageAction::Desk(Action::Run));
        let names: Vec<_> =
            page.desk().runs.youngest_first().map(|(_, run)| run.execution().name.to_string()).collect();
        assert_eq!(names, ["run-2", "run"]);
        let name = |page: &Page| page.desk().run.as_ref().map(Run::name).unwrap_or_default().to_owned();
        page.apply(PageAction::Desk(Action::TypeDefinition(
            "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: b}\n".into(),
        )));
        assert!(page.desk().run.is_none());
        page.apply(PageAction::Desk(Action::ShowRun(0)));
        assert_eq!((name(&page).as_str(), &*page.desk().definition), ("run", FLOW));
        assert_eq!(page.desk().runs.len(), 2);
    }
}
