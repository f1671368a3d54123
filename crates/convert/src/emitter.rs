//! Writes the states of the new flow, step by step.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::Language;
use flowglass_flow::{Document, Flow, LineIndex, Mapping, ScopeId, Span, Step, StepId, StepKind, Target, Value};

use crate::expr::Expr;
use crate::keys::{Keys, Presence};
use crate::locals::{Locals, way_of};
use crate::names::Names;
use crate::needs::Needs;
use crate::note::{Note, Weight};
use crate::plan::Plan;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput, Unsaid, output_source};
use crate::state::{State, Way, entries};
use crate::view::{Shape, Surroundings, View};
use flowglass_yaml::Node;

/// What is known of the old flow, and what has been written of the new one.
#[derive(Debug)]
pub(crate) struct Emitter<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) document: &'a Document,
    /// The new flow's name.
    pub(crate) name: &'a str,
    /// The language of comments in the new text.
    pub(crate) language: Language,
    pub(crate) locals: Locals,
    pub(crate) needs: Needs,
    pub(crate) plan: Plan,
    pub(crate) names: Names,
    pub(crate) notes: Vec<Note>,
    /// The first state of what each old step has become.
    pub(crate) entries: BTreeMap<StepId, String>,
    /// The lines of the old text, from 0, whose comments stand in the new one.
    pub(crate) kept_comments: BTreeSet<usize>,
}

/// A scope of the new flow.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) shape: Shape,
    pub(crate) input: Surroundings,
    /// What leaves the scope is the local under `local`, not the local itself.
    pub(crate) wrapped: bool,
    /// It lies in an iteration.
    pub(crate) iterates: bool,
}

/// A sequence of the old flow whose steps become states of a [`Place`].
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) scope: ScopeId,
    /// The local around it, when it is an arm that shares it.
    pub(crate) before: Keys,
    /// Where it leads at its end.
    pub(crate) end: Way,
    /// Nothing has been handed on when it begins.
    pub(crate) raw: bool,
}

/// What a step adds to the local.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Added {
    /// These members.
    Members(Vec<(String, Expr)>),
    /// All members of an object whose keys are not known.
    All(Expr),
}

impl Added {
    pub(crate) fn nothing() -> Self {
        Self::Members(Vec::new())
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Members(members) if members.is_empty())
    }

    fn keys(&self) -> Keys {
        match self {
            Self::Members(members) => Keys::exactly(members.iter().map(|(key, _)| key.as_str())),
            Self::All(_) => Keys::any(),
        }
    }
}

impl Emitter<'_> {
    /// Writes the states of a sequence.
    pub(crate) fn part(&mut self, place: &Place, part: &Part, out: &mut Vec<State>) {
        let flow = self.flow;
        let scope = flow.scope(part.scope);
        for id in &scope.steps {
            match self.locals.before(*id) {
                Some(own) => {
                    let raw = part.raw && scope.start.step() == Some(*id);
                    let own = own.clone();
                    self.step(place, part, *id, View::new(place, part.before.clone(), own, raw), out);
                }
                None => {
                    let name = &flow.step(*id).name;
                    self.notes.push(remarks::unreachable(name.at, &name.value));
                }
            }
        }
    }

    fn step(&mut self, place: &Place, part: &Part, id: StepId, view: View, out: &mut Vec<State>) {
        let flow = self.flow;
        let step = flow.step(id);
        let first_note = self.notes.len();
        let first_state = out.len();
        let name = step.name.value.clone();
        self.entries.insert(id, name.clone());
        match &step.kind {
            StepKind::Pass | StepKind::Succeed => {
                let way = self.way(part, &way_of(&step.when_done));
                let kind = if way == Way::End && matches!(step.kind, StepKind::Succeed) { "Succeed" } else { "Pass" };
                let own = OwnInput::new(&view, ContextOf::step(self.name, &step.kind), &step.data);
                let added = self.added(&own, step, &Outcome::Nothing, Added::nothing());
                let mut state = State::new(name, kind);
                self.hand_on(&mut state, place, &view, &added, way, step.name.at, true);
                out.push(state);
            }
            StepKind::Task(task) => self.task(place, part, (id, step, task), name, &view, out),
            StepKind::Wait(wait) => self.wait(place, part, (step, wait), name, &view, out),
            StepKind::Choice(choice) => self.choice(place, part, (id, step, choice), name, &view, out),
            StepKind::Parallel(parallel) => self.parallel(place, part, (step, parallel), name, &view, out),
            StepKind::Map(map) => self.foreach(place, part, (id, step, map), name, view, out),
            StepKind::Fail(fail) => out.push(self.fail(step, fail, name)),
            StepKind::Loop(_) | StepKind::Unknown(_) => {
                self.notes.push(remarks::loop_step(step.name.at));
                let mut state = State::new(name, "Fail");
                state.add("Code", Node::text("NotConverted"));
                state.add("Detail", Node::text("a step of type loop stood here"));
                out.push(state);
            }
        }
        let comments = self.comments_of(step, id, first_note);
        let own = out.get_mut(first_state..).unwrap_or_default().iter_mut().find(|state| state.name == step.name.value);
        if let Some(state) = own {
            state.comments = comments;
        }
    }

    /// Where a jump of a sequence leads.
    pub(crate) fn way(&self, part: &Part, target: &Target) -> Way {
        match target {
            Target::Step(step) => Way::Step(*step),
            Target::End | Target::Unknown(_) | Target::Missing => part.end.clone(),
        }
    }

    /// Says where a state leads, and what it hands on: its output, and its input where that needs another shape.
    ///
    /// `passes`: without a constructor it hands on its input, as Pass, Wait and Succeed do.
    #[expect(clippy::too_many_arguments, reason = "a state ends with all of this, and nothing else holds it together")]
    pub(crate) fn hand_on(
        &mut self,
        state: &mut State,
        place: &Place,
        view: &View,
        added: &Added,
        way: Way,
        at: Span,
        passes: bool,
    ) {
        let leaves = way == Way::End;
        let changes_shape = leaves && if place.wrapped { view.shape.carried } else { !view.shape.is_local_alone() };
        let is_input = passes && added.is_nothing() && !view.raw && !view.wants_all.get() && !changes_shape;
        if !is_input {
            let members = self.output(place, view, added, leaves, at);
            state.add("OutputConstructor", Node::Mapping(members));
        }
        Self::construct_input(state, view);
        state.way = Some(way);
    }

    /// Puts the member `all` into a state's input, when something in it asks for it.
    pub(crate) fn construct_input(state: &mut State, view: &View) {
        if view.wants_all.get() {
            let mut members = view.kept_members();
            members.push(("local".to_owned(), view.local()));
            members.push(("all".to_owned(), view.input.whole().merged_with(view.local())));
            state.members.insert(0, ("InputConstructor".to_owned(), Node::Mapping(entries(&members))));
        }
    }

    /// What a state hands on.
    pub(crate) fn output(
        &mut self,
        place: &Place,
        view: &View,
        added: &Added,
        leaves: bool,
        at: Span,
    ) -> Vec<(String, Node)> {
        let shape = if leaves { &Shape { flat: !place.wrapped, carried: false, outer: false } } else { &view.shape };
        let mut members = if leaves { Vec::new() } else { view.kept_members() };
        if !shape.flat {
            let added = match added {
                Added::Members(members) => Expr::Object(members.clone()),
                Added::All(all) => all.clone(),
            };
            members.push(("local".to_owned(), view.local().merged_with(added)));
            return entries(&members);
        }
        let after = view.keys().with(&added.keys());
        let given: &[(String, Expr)] = match added {
            Added::Members(members) => members,
            Added::All(_) => &[],
        };
        let mut uncertain = Vec::new();
        for key in after.possible().into_iter().flatten() {
            let value = match given.iter().find(|(name, _)| name == key) {
                Some((_, value)) => value.clone(),
                None => view.local_member(key).unwrap_or(Expr::NULL),
            };
            if key.ends_with(".$") {
                self.notes.push(remarks::odd_key(at, key));
                continue;
            }
            if after.has(key) == Presence::Maybe {
                uncertain.push(key.as_str());
            }
            members.push((key.clone(), value));
        }
        if !uncertain.is_empty() {
            self.notes.push(remarks::null_instead_of_missing(at, &uncertain));
        }
        entries(&members)
    }

    /// Where a Choice leads: out of the scope it leads by way of a state, since it has no end of its own.
    pub(crate) fn way_from_choice(
        &mut self,
        place: &Place,
        view: &View,
        way: Way,
        at: Span,
        out: &mut Vec<State>,
    ) -> Way {
        if way != Way::End {
            return way;
        }
        let name = self.names.take("Done");
        let mut state = State::new(name.clone(), "Succeed");
        let settled = View { raw: false, wants_all: false.into(), ..view.clone() };
        self.hand_on(&mut state, place, &settled, &Added::nothing(), Way::End, at, true);
        out.push(state);
        Way::State(name)
    }

    /// What a step adds to the local: what its output mappings say, else `otherwise`.
    pub(crate) fn added(&mut self, own: &OwnInput<'_>, step: &Step, outcome: &Outcome, otherwise: Added) -> Added {
        match output_mappings(step) {
            Some(mappings) => Added::Members(self.mapped(own, mappings, outcome)),
            None => otherwise,
        }
    }

    /// The members that output mappings make; of equal targets the last one counts.
    pub(crate) fn mapped(
        &mut self,
        own: &OwnInput<'_>,
        mappings: &[Mapping],
        outcome: &Outcome,
    ) -> Vec<(String, Expr)> {
        let mut members: Vec<(String, Expr)> = Vec::with_capacity(mappings.len());
        for mapping in mappings {
            let source = &mapping.source;
            let text = match &source.value {
                Value::Reference(reference) => {
                    if outcome.may_lack(reference) {
                        self.notes.push(remarks::null_for_missing(source.at, reference.text()));
                    }
                    reference.text()
                }
                _ => "",
            };
            let value = match (output_source(own, outcome, &source.value), outcome) {
                (Ok(value), Outcome::Items { within: true }) if value == Expr::path("$Output.Items") => {
                    self.notes.push(remarks::wrapped_items(source.at));
                    value
                }
                (Ok(value), _) => value,
                (Err(Unsaid::Wildcard), Outcome::Items { .. }) if text.trim_start().starts_with("$local") => {
                    self.notes.push(remarks::items_as_a_whole(source.at, text));
                    Expr::path("$Output.Items")
                }
                (Err(why), _) => {
                    self.notes.push(remarks::unsaid(source.at, text, why));
                    Expr::NULL
                }
            };
            members.retain(|(key, _)| *key != mapping.target.value);
            members.push((mapping.target.value.clone(), value));
        }
        members
    }

    /// A value of the own input, or null with a note on what cannot be said.
    pub(crate) fn said(&mut self, value: Result<Expr, Unsaid>, at: Span) -> Expr {
        value.unwrap_or_else(|why| {
            let text = self.document.text.get(at.range()).unwrap_or_default().lines().next().unwrap_or_default();
            self.notes.push(remarks::unsaid(at, text, why));
            Expr::NULL
        })
    }

    /// The comments above a step, and what must be decided about it.
    fn comments_of(&mut self, step: &Step, id: StepId, first_note: usize) -> Vec<String> {
        let text = &self.document.text;
        let lines: &LineIndex = &self.document.lines;
        let mut line = lines.line_of(step.at.start as usize);
        let mut comments = Vec::new();
        while line > 0
            && let Some(comment) = lines.line_text(text, line - 1).trim_start().strip_prefix('#')
        {
            line -= 1;
            self.kept_comments.insert(line);
            comments.push(comment.trim().to_owned());
        }
        comments.reverse();
        for note in self.notes.get(first_note..).unwrap_or_default() {
            if note.weight == Weight::Decide && self.flow.step_at(note.at.start as usize) == Some(id) {
                let told = note.told(self.language);
                comments.push(format!("{}: {}", Weight::Decide.words().say(self.language).to_uppercase(), told.what));
                comments.push(told.help.clone());
            }
        }
        comments
    }
}

impl View {
    pub(crate) fn new(place: &Place, before: Keys, own: Keys, raw: bool) -> Self {
        Self {
            shape: place.shape.clone(),
            value: Expr::path("$Input"),
            input: place.input.clone(),
            before,
            own,
            raw,
            wants_all: false.into(),
        }
    }

    /// The members of the value besides the local.
    pub(crate) fn kept_members(&self) -> Vec<(String, Expr)> {
        let kept = [("input", self.shape.carried), ("outer", self.shape.outer)];
        kept.into_iter()
            .filter(|(_, there)| *there)
            .filter_map(|(key, _)| Some((key.to_owned(), self.value.member(key)?)))
            .collect()
    }
}

/// The output mappings of a step.
pub(crate) fn output_mappings(step: &Step) -> Option<&[Mapping]> {
    match &step.data {
        flowglass_flow::Data::Mappings { output, .. } => output.as_deref(),
        flowglass_flow::Data::Constructors { .. } => None,
    }
}
