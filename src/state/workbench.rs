//! The workbench: one open flow, its scenario, its run, and what the person looks at.

use std::rc::Rc;

use flowglass_diagram::Direction;
use flowglass_flow::{Dialect, Span, StepId};
use flowglass_simulator::{Scenario, ScenarioError};
use yew::Reducible;

use super::simulated::Texts;
use super::{Action, BottomTab, Drawing, Fetched, LeftTab, Proposal, Run, Runs, Simulated, Startable, Theme};
use crate::examples::file_stem;

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
    pub(crate) runs: Runs,
    /// The flows that its tasks may start.
    startable: Startable,
    /// The definition in the new language, when somebody asked for it.
    pub(crate) proposal: Option<Rc<Proposal>>,
    /// The run that is shown.
    pub(crate) run: Option<Run>,
    /// Whether an execution is to be shown that has not been read yet; only where executions come from elsewhere.
    pub(crate) awaited: bool,
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
    /// Grows whenever the person wants to search the picture.
    #[cfg(feature = "navigation")]
    pub(crate) searches: u32,
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

impl Workbench {
    /// The workbench with a flow.
    pub(crate) fn open(name: Rc<str>, definition: Rc<str>, scenario: Rc<str>, theme: Theme) -> Self {
        let drawing = Drawing::new(&name, &definition, Direction::default());
        let scenario_error = Scenario::parse(&scenario).err().map(Rc::new);
        Self {
            editable: true,
            name,
            definition,
            scenario,
            opened: 0,
            drawing,
            scenario_error,
            runs: Runs::default(),
            startable: Startable::default(),
            proposal: None,
            run: None,
            awaited: false,
            position: 0,
            playing: false,
            message: None,
            selected: None,
            wanted: None,
            wishes: 0,
            #[cfg(feature = "navigation")]
            searches: 0,
            left: LeftTab::Definition,
            bottom: BottomTab::Events,
            theme,
        }
    }

    /// The same, where tasks may start these flows too.
    pub(crate) fn with_startable(self, startable: Startable) -> Self {
        Self { startable, ..self }
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

    /// Shows no execution until the chosen one has been read.
    pub(crate) fn await_fetched(&mut self) {
        self.forget_run();
        self.awaited = true;
    }

    /// The name of the flow: what it says itself, else the file's.
    pub(crate) fn flow_name(&self) -> String {
        if !self.editable {
            return self.name.to_string();
        }
        let own = self.drawing.flow.as_ref().and_then(|flow| flow.name.as_ref()).map(|name| name.value.clone());
        own.or_else(|| self.drawing.resource().map(str::to_owned)).unwrap_or_else(|| file_stem(&self.name).to_owned())
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
        let name = self.runs.free_name(&flow_name, scenario.execution_name());
        let scenario = Scenario { execution: Some(name), ..scenario };
        let texts = Texts {
            name: self.name.clone(),
            definition: self.definition.clone(),
            chosen: self.drawing.chosen(),
            scenario: self.scenario.clone(),
        };
        let run = Simulated::start(&flow, &flow_name, &scenario, self.startable.flows(), texts);
        self.runs.add(run.clone());
        self.show(run, 0);
        self.bottom = BottomTab::Events;
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
        let events = shown.execution().history.len();
        match change(shown) {
            Ok(run) => {
                self.runs.replace(shown, &run);
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
        if self.drawing.chosen() != texts.chosen {
            self.apply(Action::ChooseFlow(texts.chosen));
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
                let (opened, runs, startable) = (self.opened + 1, self.runs.clone(), self.startable.clone());
                let direction = self.drawing.direction;
                let folding = (self.name == name).then(|| self.drawing.folding().clone());
                *self = Self { opened, runs, startable, ..Self::open(name, definition, scenario, self.theme) };
                self.turn(direction);
                if let Some(folding) = folding {
                    self.fold(&folding);
                }
            }
            Action::TypeDefinition(text) => {
                self.drawing = self.drawing.changed(&self.name, &text);
                self.definition = text;
                self.forget_run();
                self.drop_outdated_proposal();
                let steps = self.drawing.flow.as_ref().map_or(0, |flow| flow.steps().len());
                self.selected = self.selected.filter(|id| (id.0 as usize) < steps);
            }
            Action::ChooseFlow(index) => {
                self.drawing = self.drawing.choose(index);
                self.forget_run();
                self.selected = None;
                if let Some(flow) = &self.drawing.flow {
                    let first = flow.steps().next().map(|(_, step)| step.name.at);
                    let at = first.unwrap_or(flow.scope(flow.root).at);
                    self.want(Wanted { at, focus: false });
                }
            }
            Action::TypeScenario(text) => {
                self.scenario_error = Scenario::parse(&text).err().map(Rc::new);
                self.scenario = text;
            }
            Action::MoveCursor(offset) => {
                if let Some(flow) = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale) {
                    self.selected = flow.step_at(offset);
                    self.open_around_selected();
                }
            }
            Action::Select(step) => {
                self.selected = step;
                self.open_around_selected();
                self.reveal_step();
            }
            Action::Toggle(group) => self.toggle_group(group),
            Action::CloseGroups => self.close_groups(),
            Action::OpenGroups => self.open_groups(),
            Action::Reveal(at) => {
                self.want(Wanted { at, focus: true });
                let flow = self.drawing.flow.as_ref().filter(|_| !self.drawing.stale);
                self.selected = flow.and_then(|flow| flow.step_at(at.start as usize)).or(self.selected);
                self.open_around_selected();
            }
            #[cfg(feature = "navigation")]
            Action::Find => self.searches += 1,
            Action::Propose(proposal) => {
                self.proposal = Some(proposal);
                self.bottom = BottomTab::Conversion;
            }
            Action::TakeProposal => {
                if let Some(new) = self.proposal.as_ref().map(|proposal| proposal.conversion.text.as_str().into()) {
                    self.replace_definition(new);
                }
            }
            Action::TakeBack => {
                if let Some(old) = self.proposal.as_ref().map(|proposal| Rc::clone(&proposal.old)) {
                    self.replace_definition(old);
                }
            }
            Action::DropProposal => self.drop_proposal(),
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
                    self.open_around_selected();
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
            Action::Turn(direction) => self.turn(direction),
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

    /// Draws the picture in a direction.
    fn turn(&mut self, direction: Direction) {
        if direction != self.drawing.direction {
            self.drawing = self.drawing.turned(direction);
        }
    }

    /// Whether the editor holds the text that the proposal was made of; otherwise the new one has been taken.
    pub(crate) fn is_proposed(&self) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| proposal.old == self.definition)
    }

    /// Puts another text into the editor, which can be undone there.
    fn replace_definition(&mut self, text: Rc<str>) {
        let drawing = Drawing::new(&self.name, &text, self.drawing.direction);
        self.drawing = drawing.folded(self.drawing.folding());
        self.definition = text;
        self.opened += 1;
        self.selected = None;
        self.left = LeftTab::Definition;
        self.forget_run();
    }

    /// A text that has been changed is no longer what the proposal was made of; a taken one may be worked on.
    fn drop_outdated_proposal(&mut self) {
        let dialect = self.drawing.dialect();
        if self.proposal.is_some() && !self.is_proposed() && dialect == Some(Dialect::Legacy) {
            self.drop_proposal();
        }
    }

    fn drop_proposal(&mut self) {
        self.proposal = None;
        if self.bottom == BottomTab::Conversion {
            self.bottom = BottomTab::Problems;
        }
    }

    fn forget_run(&mut self) {
        self.run = None;
        self.awaited = false;
        self.position = 0;
        self.playing = false;
    }
}
