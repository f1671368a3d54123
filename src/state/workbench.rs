//! The workbench: one open flow, its scenario, its run, and what the person looks at.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::{Flow, Span, StepId, parse};
use flowglass_history::EventId;
use flowglass_simulator::{Scenario, ScenarioError};
use yew::Reducible;

use super::simulated::Texts;
use super::{Drawing, Fetched, Report, Run, Simulated};
use crate::examples::EXAMPLES;

/// Everything that the page shows.
#[derive(Clone, PartialEq)]
pub(crate) struct Workbench {
    /// Whether the definition can be changed and run here.
    pub(crate) editable: bool,
    /// The file name of the open definition; elsewhere the name of the flow.
    pub(crate) name: Rc<str>,
    /// The definition's text.
    pub(crate) definition: Rc<str>,
    /// The scenario's text.
    pub(crate) scenario: Rc<str>,
    /// Grows whenever the texts come from elsewhere than the editors.
    pub(crate) opened: u32,
    /// The definition as it is drawn.
    pub(crate) drawing: Drawing,
    /// Why the scenario cannot be used.
    pub(crate) scenario_error: Option<Rc<ScenarioError>>,
    /// The executions that ran here, in the order of their starts.
    pub(crate) runs: Rc<Vec<Simulated>>,
    /// The run that is shown.
    pub(crate) run: Option<Run>,
    /// How many events of the run are shown.
    pub(crate) position: usize,
    /// Whether the slider moves by itself.
    pub(crate) playing: bool,
    /// What the last action has to say to the person.
    pub(crate) message: Option<Rc<str>>,
    /// The selected step.
    pub(crate) selected: Option<StepId>,
    /// What the editor was last asked to bring into view.
    pub(crate) wanted: Option<Wanted>,
    /// Grows with every such wish.
    pub(crate) wishes: u32,
    pub(crate) left: LeftTab,
    pub(crate) bottom: BottomTab,
    pub(crate) theme: Theme,
}

/// A place of the definition that is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The place.
    pub(crate) at: Span,
    /// Whether the person goes there, or stays in the picture.
    pub(crate) focus: bool,
}

/// What the left panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftTab {
    Definition,
    Scenario,
    Executions,
}

/// What the bottom panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BottomTab {
    Events,
    Problems,
    Result,
}

/// The page's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    #[default]
    System,
    Light,
    Dark,
}

impl LeftTab {
    /// The tab's name in ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Scenario => "scenario",
            Self::Executions => "executions",
        }
    }
}

impl BottomTab {
    /// The tab's name in ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Problems => "problems",
            Self::Result => "result",
        }
    }
}

impl Theme {
    /// The name under which it is kept; nothing for the system's choice.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme of that name.
    pub(crate) fn from_name(name: Option<&str>) -> Self {
        match name {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The one that comes next when the person asks for another.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// What can happen to the workbench.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Another flow is opened.
    Open {
        name: Rc<str>,
        definition: Rc<str>,
        scenario: Rc<str>,
    },
    /// The person changed the definition.
    TypeDefinition(Rc<str>),
    /// The person changed the scenario.
    TypeScenario(Rc<str>),
    /// The cursor stands in the definition at this byte.
    MoveCursor(usize),
    /// A step was chosen in the picture, in a table or by a link; the editor follows.
    Select(Option<StepId>),
    /// A place in the definition is to be seen.
    Reveal(Span),
    /// Simulates the definition with the scenario.
    Run,
    /// Shows the definition without a run.
    Reset,
    /// Shows an execution that ran here, with the texts that it was made of.
    ShowRun(usize),
    /// Shows the first events of the run.
    Seek(usize),
    /// Shows the run up to one event, and the step that it belongs to.
    SeekEvent(EventId, Option<StepId>),
    /// The slider starts or stops moving by itself.
    Play(bool),
    /// The slider moves by so many events while it plays.
    Advance(usize),
    /// A waiting task is answered.
    Report(Report),
    /// The clock jumps although a task waits.
    LetTimePass,
    /// The execution is stopped.
    Stop,
    ShowLeft(LeftTab),
    ShowBottom(BottomTab),
    SetTheme(Theme),
    /// The message has been read.
    Dismiss,
    /// Something outside went wrong.
    Tell(Rc<str>),
}

impl Workbench {
    /// The workbench with a flow.
    pub(crate) fn open(name: Rc<str>, definition: Rc<str>, scenario: Rc<str>, theme: Theme) -> Self {
        let drawing = Drawing::new(&definition);
        let scenario_error = Scenario::parse(&scenario).err().map(Rc::new);
        Self {
            editable: true,
            name,
            definition,
            scenario,
            opened: 0,
            drawing,
            scenario_error,
            runs: Rc::default(),
            run: None,
            position: 0,
            playing: false,
            message: None,
            selected: None,
            wanted: None,
            wishes: 0,
            left: LeftTab::Definition,
            bottom: BottomTab::Events,
            theme,
        }
    }

    /// A workbench for what runs elsewhere: its definition is only looked at.
    pub(crate) fn elsewhere(name: Rc<str>, definition: Rc<str>, theme: Theme) -> Self {
        let left = LeftTab::Executions;
        Self { editable: false, scenario_error: None, left, ..Self::open(name, definition, "".into(), theme) }
    }

    /// Shows the definition of another flow that is elsewhere.
    pub(crate) fn open_elsewhere(&mut self, name: Rc<str>, definition: Rc<str>) {
        let (opened, left, bottom) = (self.opened + 1, self.left, self.bottom);
        *self = Self { opened, left, bottom, ..Self::elsewhere(name, definition, self.theme) };
    }

    /// Shows an execution that ran elsewhere, at its end; one that is shown already follows its end if it stood there.
    pub(crate) fn show_fetched(&mut self, fetched: Fetched) {
        let known = match &self.run {
            Some(Run::Fetched(known)) if known.info.at == fetched.info.at => Some(known.history.len()),
            _ => None,
        };
        if known.is_none_or(|events| self.position >= events) {
            self.position = fetched.history.len();
        }
        self.run = Some(Run::Fetched(Rc::new(fetched)));
    }

    /// The name of the flow: what it says itself, else the file's.
    pub(crate) fn flow_name(&self) -> String {
        if !self.editable {
            return self.name.to_string();
        }
        let own = self.drawing.flow.as_ref().and_then(|flow| flow.name.as_ref()).map(|name| name.value.clone());
        own.unwrap_or_else(|| file_stem(&self.name).to_owned())
    }

    /// Whether nothing is open; only where definitions come from elsewhere.
    pub(crate) fn is_empty(&self) -> bool {
        !self.editable && self.definition.is_empty()
    }

    /// The number of events of the run.
    pub(crate) fn events(&self) -> usize {
        self.run.as_ref().map_or(0, |run| run.history().len())
    }

    fn run(&mut self) {
        let Some(flow) = self.drawing.flow.clone().filter(|_| !self.drawing.stale) else {
            self.message = Some("There is no definition to run yet: mend what the problems tell first.".into());
            self.bottom = BottomTab::Problems;
            return;
        };
        let scenario = match Scenario::parse(&self.scenario) {
            Ok(scenario) => scenario,
            Err(error) => {
                self.message = Some(format!("The scenario cannot be used: {error}").into());
                self.left = LeftTab::Scenario;
                self.scenario_error = Some(Rc::new(error));
                return;
            }
        };
        let flow_name = self.flow_name();
        let scenario = Scenario { execution: Some(self.free_name(&flow_name, scenario.execution_name())), ..scenario };
        let texts =
            Texts { name: self.name.clone(), definition: self.definition.clone(), scenario: self.scenario.clone() };
        let run = Simulated::start(&flow, &flow_name, &scenario, &example_flows(), texts);
        Rc::make_mut(&mut self.runs).push(run.clone());
        self.show(run, 0);
        self.bottom = BottomTab::Events;
    }

    /// The name that the scenario gives, with a number when an execution of the flow has it already.
    fn free_name(&self, flow: &str, wanted: &str) -> String {
        let taken = |name: &str| {
            self.runs.iter().any(|run| &*run.execution().flow_name == flow && &*run.execution().name == name)
        };
        if !taken(wanted) {
            return wanted.to_owned();
        }
        (2..).map(|number| format!("{wanted}-{number}")).find(|name| !taken(name)).unwrap_or_default()
    }

    /// Shows a run from the event `position` on.
    fn show(&mut self, run: Simulated, position: usize) {
        let events = run.execution().history.len();
        self.position = position.min(events);
        self.playing = self.position < events;
        self.run = Some(Run::Simulated(run));
    }

    /// Puts what became of the shown run in its place.
    fn go_on(&mut self, change: impl Fn(&Simulated) -> Result<Simulated, String>) {
        let Some(Run::Simulated(shown)) = &self.run else { return };
        let (events, place) = (shown.execution().history.len(), self.runs.iter().position(|run| run == shown));
        match change(shown) {
            Ok(run) => {
                if let Some(place) = place {
                    Rc::make_mut(&mut self.runs)[place] = run.clone();
                }
                self.show(run, events);
            }
            Err(error) => self.message = Some(format!("The report was refused: {error}").into()),
        }
    }

    /// Shows one of the executions that ran here; its texts come back with it.
    fn show_run(&mut self, index: usize) {
        let Some(run) = self.runs.get(index).cloned() else { return };
        let texts = run.texts.clone();
        if texts.definition != self.definition || texts.scenario != self.scenario {
            self.apply(Action::Open { name: texts.name, definition: texts.definition, scenario: texts.scenario });
            self.left = LeftTab::Executions;
            self.message = Some(
                "The texts are those that this execution ran with. Undo in the editors brings back what was there."
                    .into(),
            );
        }
        let events = run.execution().history.len();
        self.show(run, events);
    }
}

impl Reducible for Workbench {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        Rc::new(next)
    }
}

impl Workbench {
    /// Changes the workbench by one action.
    pub(crate) fn apply(&mut self, action: Action) {
        match action {
            Action::Open { name, definition, scenario } => {
                let (opened, runs) = (self.opened + 1, self.runs.clone());
                *self = Self { opened, runs, ..Self::open(name, definition, scenario, self.theme) };
            }
            Action::TypeDefinition(text) => {
                self.drawing = self.drawing.changed(&text);
                self.definition = text;
                self.forget_run();
                let steps = self.drawing.flow.as_ref().map_or(0, |flow| flow.steps().len());
                self.selected = self.selected.filter(|id| (id.0 as usize) < steps);
            }
            Action::TypeScenario(text) => {
                self.scenario_error = Scenario::parse(&text).err().map(Rc::new);
                self.scenario = text;
            }
            Action::MoveCursor(offset) => {
                if let Some(flow) = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale) {
                    self.selected = flow.step_at(offset);
                }
            }
            Action::Select(step) => {
                self.selected = step;
                self.reveal_step();
            }
            Action::Reveal(at) => {
                self.want(Wanted { at, focus: true });
                let flow = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale);
                self.selected = flow.and_then(|flow| flow.step_at(at.start as usize)).or(self.selected);
            }
            Action::Run => self.run(),
            Action::Reset => self.forget_run(),
            Action::ShowRun(index) => self.show_run(index),
            Action::Seek(position) => {
                self.position = position.min(self.events());
                self.playing = false;
            }
            Action::SeekEvent(event, step) => {
                // Numbers may have gaps, so the place of an event is not its number.
                let before =
                    self.run.as_ref().map(|run| run.history().events().take_while(|one| one.id <= event).count());
                self.position = before.unwrap_or(0);
                self.playing = false;
                if step.is_some() {
                    self.selected = step;
                    self.reveal_step();
                }
            }
            Action::Play(playing) => {
                if playing && self.position >= self.events() {
                    self.position = 0;
                }
                self.playing = playing && self.events() > 0;
            }
            Action::Advance(events) => {
                if self.playing {
                    self.position = (self.position + events).min(self.events());
                    self.playing = self.position < self.events();
                }
            }
            Action::Report(report) => self.go_on(|run| run.report(&report)),
            Action::LetTimePass => self.go_on(|run| Ok(run.let_time_pass())),
            Action::Stop => self.go_on(|run| Ok(run.stop())),
            Action::ShowLeft(tab) => self.left = tab,
            Action::ShowBottom(tab) => self.bottom = tab,
            Action::SetTheme(theme) => self.theme = theme,
            Action::Dismiss => self.message = None,
            Action::Tell(message) => self.message = Some(message),
        }
    }

    /// The text of the selected step, unless the picture is of an earlier text.
    pub(crate) fn selected_span(&self) -> Option<Span> {
        let flow = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale)?;
        Some(flow.step(self.selected?).at)
    }

    fn want(&mut self, wanted: Wanted) {
        if wanted.focus {
            self.left = LeftTab::Definition;
        }
        self.wanted = Some(wanted);
        self.wishes += 1;
    }

    /// Asks the editor to show the name of the selected step.
    fn reveal_step(&mut self) {
        let flow = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale);
        if let (Some(flow), Some(step)) = (flow, self.selected) {
            let at = flow.step(step).name.at;
            self.want(Wanted { at, focus: false });
        }
    }

    fn forget_run(&mut self) {
        self.run = None;
        self.position = 0;
        self.playing = false;
    }
}

/// The flows that a task may start: the examples, by the stems of their file names.
fn example_flows() -> Vec<(String, Arc<Flow>)> {
    let flow = |text| parse(text).flow.map(Arc::new);
    EXAMPLES
        .iter()
        .filter_map(|example| Some((file_stem(example.name).to_owned(), flow(example.definition)?)))
        .collect()
}

/// `order` of `order.flow.yaml`.
fn file_stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
