//! The workbench: one open flow, its scenario, its run, and what the person looks at.

use std::rc::Rc;

use flowglass_diagram::Direction;
use flowglass_flow::{Dialect, Span, StepId};
use flowglass_simulator::{Scenario, ScenarioError};
use yew::Reducible;

use super::simulated::Texts;
use super::{
    Action, BottomTab, Callers, Drawing, Fetched, LeftTab, Proposal, Reads, Redraw, Run, Runs, Simulated, Startable,
    Theme,
};
use crate::examples::file_stem;
use crate::text::Text;

/// Everything that the page shows.
#[derive(Clone, PartialEq)]
pub(crate) struct Workbench {
    /// Whether the definition can be changed and run here.
    pub(crate) editable: bool,
    /// The file name of the open definition; elsewhere the name of the flow.
    pub(crate) name: Rc<str>,
    /// The definition's text.
    pub(crate) definition: Text,
    /// The scenario's text.
    pub(crate) scenario: Text,
    /// Grows whenever the texts come from elsewhere than the editors.
    pub(crate) opened: u32,
    /// Where texts are read.
    pub(super) reads: Reads,
    /// The definition as it was last read and drawn.
    pub(crate) drawing: Drawing,
    /// How that stands to the text.
    pub(crate) redraw: Redraw,
    /// How many drawings were asked for elsewhere.
    pub(super) tickets: u32,
    /// Why the scenario cannot be used.
    pub(crate) scenario_error: Option<Rc<ScenarioError>>,
    /// The executions that ran here, in the order of their starts.
    pub(crate) runs: Runs,
    /// The flows that its tasks may start.
    pub(super) startable: Startable,
    /// The flows from which this one was opened.
    pub(crate) callers: Callers,
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
    /// The workbench with a flow; everything is read within the page.
    pub(crate) fn open(name: Rc<str>, definition: Text, scenario: Text, theme: Theme) -> Self {
        Self::open_where(Reads::Here, name, definition, scenario, theme)
    }

    /// The workbench with a flow, and where it reads texts.
    pub(crate) fn open_where(reads: Reads, name: Rc<str>, definition: Text, scenario: Text, theme: Theme) -> Self {
        let mut workbench = Self { reads, ..Self::unread(name, definition, scenario, theme) };
        workbench.draw_new(Direction::default());
        workbench
    }

    /// The workbench with a flow that is to be read.
    fn unread(name: Rc<str>, definition: Text, scenario: Text, theme: Theme) -> Self {
        let drawing = Drawing::unread(name.clone(), Direction::default());
        let scenario_error = Scenario::parse(&scenario).err().map(Rc::new);
        Self {
            editable: true,
            name,
            definition,
            scenario,
            opened: 0,
            reads: Reads::Here,
            redraw: Redraw::Done,
            tickets: 0,
            drawing,
            scenario_error,
            runs: Runs::default(),
            startable: Startable::default(),
            callers: Callers::default(),
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
    pub(crate) fn elsewhere(name: Rc<str>, definition: Text, theme: Theme) -> Self {
        let left = LeftTab::Executions;
        Self { editable: false, scenario_error: None, left, ..Self::open(name, definition, "".into(), theme) }
    }

    /// Shows the definition of another flow that is elsewhere.
    pub(crate) fn open_elsewhere(&mut self, name: Rc<str>, definition: Text) {
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

    pub(super) fn run(&mut self) {
        if self.redraw.is_behind() {
            // What runs is the flow that the text says, as soon as it has been read.
            if self.redraw.going().is_none() {
                self.draw_again();
            }
            if let Redraw::Going(going) = &mut self.redraw {
                going.run = true;
                return;
            }
        }
        let Some(flow) = self.flow_of_text().cloned() else {
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
                let (reads, tickets, direction) = (self.reads, self.tickets, self.direction());
                let folding = (self.name == name).then(|| self.drawing.folding().clone());
                let unread = Self::unread(name, definition, scenario, self.theme);
                *self = Self { opened, runs, startable, reads, tickets, ..unread };
                self.draw_new(direction);
                if let Some(folding) = folding {
                    self.fold(&folding);
                }
            }
            Action::TypeDefinition(text) => {
                self.definition = text;
                self.forget_run();
                if self.is_read_here() {
                    let direction = self.direction();
                    self.drawing = self.drawing.changed(&self.name, &self.definition).turned_to(direction);
                    self.redraw = Redraw::Done;
                    self.take_drawing();
                } else {
                    self.ask_for_drawing(self.direction(), true);
                }
            }
            Action::ChooseFlow(index) => {
                self.drawing = self.drawing.choose(index);
                self.forget_run();
                if self.redraw.going().is_some() {
                    self.draw_again();
                }
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
                if let Some(flow) = self.flow_of_text() {
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
                let flow = self.flow_of_text();
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
                if let Some(old) = self.proposal.as_ref().map(|proposal| proposal.old.clone()) {
                    self.replace_definition(old);
                }
            }
            Action::DropProposal => self.drop_proposal(),
            Action::OpenStarted(step) => self.open_started(step),
            Action::GoBack => self.go_back(),
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
            Action::HasRead(ticket, file) => {
                if let Redraw::Going(going) = &mut self.redraw
                    && going.ticket == ticket
                {
                    going.file = Some(file);
                }
            }
            Action::HasDrawn(ticket, chosen, picture) => self.arrive(ticket, chosen, picture),
            Action::ReaderBroke(ticket) => {
                if self.redraw.going().is_some_and(|going| going.ticket == ticket) {
                    self.redraw = Redraw::Failed("what reads and draws long definitions stopped in the middle".into());
                }
            }
            Action::NoReader => {
                self.reads = Reads::Here;
                if let Some(going) = self.redraw.going().cloned() {
                    self.draw_here(&going);
                }
            }
            Action::CancelDrawing => {
                if let Some(going) = self.redraw.going() {
                    self.redraw = if going.same_text { Redraw::Done } else { Redraw::Cancelled };
                }
            }
            Action::DrawAgain => self.draw_again(),
            Action::Dismiss => self.message = None,
            Action::Tell(message) => self.message = Some(message),
        }
    }

    /// The text of the selected step, unless the picture is of an earlier text.
    pub(crate) fn selected_span(&self) -> Option<Span> {
        Some(self.flow_of_text()?.step(self.selected?).at)
    }

    fn want(&mut self, wanted: Wanted) {
        if wanted.focus {
            self.left = LeftTab::Definition;
        }
        self.wanted = Some(wanted);
        self.wishes += 1;
    }

    /// Asks the editor to show the name of the selected step.
    pub(super) fn reveal_step(&mut self) {
        if let (Some(flow), Some(step)) = (self.flow_of_text(), self.selected) {
            let at = flow.step(step).name.at;
            self.want(Wanted { at, focus: false });
        }
    }

    /// Whether the editor holds the text that the proposal was made of; otherwise the new one has been taken.
    pub(crate) fn is_proposed(&self) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| proposal.old == self.definition)
    }

    /// Puts another text into the editor, which can be undone there.
    fn replace_definition(&mut self, text: Text) {
        let (direction, folding) = (self.direction(), self.drawing.folding().clone());
        self.definition = text;
        self.draw_new(direction);
        self.fold(&folding);
        self.opened += 1;
        self.selected = None;
        self.left = LeftTab::Definition;
        self.forget_run();
    }

    /// A text that has been changed is no longer what the proposal was made of; a taken one may be worked on.
    pub(super) fn drop_outdated_proposal(&mut self) {
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
