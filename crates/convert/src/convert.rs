//! The one way in: an old definition to a new text and notes.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::{Json, Language, legacy};
use flowglass_flow::{Data, Dialect, Flow, Mapping, NodeId, NodeKind, Parsed, Span, Value, Words};

use crate::emitter::{Emitter, Place};
use crate::expr::Expr;
use crate::keys::Keys;
use crate::locals::Locals;
use crate::names::{Names, flow_name};
use crate::needs::Needs;
use crate::note::Note;
use crate::plan::Plan;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput};
use crate::state::{State, Way, entries};
use crate::view::{Shape, Surroundings, View};
use flowglass_yaml::{self as yaml, Node};

/// A definition in the new language.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The new text.
    pub text: String,
    /// What a person should know, in the order of the old text.
    pub notes: Vec<Note>,
}

/// Why a definition is not converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConverted {
    /// The text is no definition of a flow.
    NoFlow,
    /// It is written in the new language.
    AlreadyNew,
    /// It has findings that are errors: what it means is not known well enough.
    HasErrors,
}

impl NotConverted {
    /// What it is, in one sentence.
    pub const fn words(self) -> Words {
        match self {
            Self::NoFlow => Words::new("The text is no definition of a flow.", "该文本不是流程定义。"),
            Self::AlreadyNew => {
                Words::new("The flow is written in the new language already.", "该流程已经使用新语言编写。")
            }
            Self::HasErrors => Words::new(
                "The definition has errors; mend them first, so that what it means is known.",
                "该定义存在错误；请先修正，以便明确其含义。",
            ),
        }
    }
}

/// Writes a flow of the older language in the new one, under `name` unless the text has a name of its own.
///
/// `language` is that of comments in the new text; they stand where a person must decide.
///
/// # Errors
/// There is nothing to convert, or what the definition means is not known.
pub fn convert(parsed: &Parsed, name: &str, language: Language) -> Result<Conversion, NotConverted> {
    let flow = parsed.flow.as_ref().ok_or(NotConverted::NoFlow)?;
    if flow.dialect != Dialect::Legacy {
        return Err(NotConverted::AlreadyNew);
    }
    if parsed.has_errors() {
        return Err(NotConverted::HasErrors);
    }
    let wanted = flow.name.as_ref().map(|name| name.value.as_str()).filter(|name| !name.is_empty()).unwrap_or(name);
    let new_name = flow_name(wanted);
    let locals = Locals::of(flow);
    let mut emitter = Emitter {
        flow,
        document: &parsed.document,
        name: &new_name,
        language,
        needs: Needs::of(flow, &locals),
        plan: Plan::of(flow, &locals),
        locals,
        names: Names::of(flow),
        notes: Vec::new(),
        entries: BTreeMap::new(),
        kept_comments: BTreeSet::new(),
    };
    if new_name != wanted {
        let at = flow.name.as_ref().map_or_else(Span::default, |name| name.at);
        emitter.notes.push(remarks::new_name(at, wanted, &new_name));
    }
    let scope = emitter.root();
    let mut notes = emitter.notes_at_the_end();
    notes.sort_by_key(|note| (note.at.start, note.at.end, note.weight));
    let mut members = vec![
        ("Type".to_owned(), Node::text("StateMachine")),
        ("SpecVersion".to_owned(), Node::text("v1")),
        ("Name".to_owned(), Node::text(&new_name)),
    ];
    if let Some(seconds) = &flow.timeout_seconds {
        members.push(("Timeout".to_owned(), Node::Constant(Json::from(seconds.value))));
    }
    if let Node::Mapping(scope) = scope {
        members.extend(scope);
    }
    Ok(Conversion { text: yaml::write(&members), notes })
}

impl Emitter<'_> {
    /// The outermost scope.
    fn root(&mut self) -> Node {
        let flow = self.flow;
        let (input, output) = match &flow.data {
            Data::Mappings { input, output } => (input.as_deref(), output.as_deref()),
            Data::Constructors { .. } => (None, None),
        };
        let input = self.flow_input(input);
        let flat = self.plan.is_flat(flow, &self.locals, flow.root, &Keys::none(), &[]);
        let end = self.locals.at_end(flow.root).cloned();
        let knows_end = end.as_ref().is_none_or(|end| end.possible().is_some());
        let wrapped = !flat && !knows_end && output.is_none();
        let shape = Shape { flat, carried: false, outer: false };
        let place = Place { shape, input, wrapped, iterates: false };
        if wrapped {
            self.notes.push(remarks::wrapped_output(last_name(flow)));
        }
        let Some((mappings, end)) = output.zip(end) else { return self.scope(&place, flow.root, None, Way::End) };

        // One more state puts out what the flow's own mappings say.
        let name = self.names.take("Output");
        let Node::Mapping(mut scope) = self.scope(&place, flow.root, None, Way::State(name.clone())) else {
            return Node::Mapping(Vec::new());
        };
        let mut state = State::new(name, "Pass");
        let members = self.flow_output(&place, mappings, &end);
        state.add("OutputConstructor", Node::Mapping(entries(&members)));
        state.way = Some(Way::End);
        if let Some((_, Node::List(states))) = scope.iter_mut().find(|(key, _)| key == "States") {
            states.push(state.into_node(|_| String::new()));
        }
        Node::Mapping(scope)
    }

    /// The input of the flow: the execution's, or what the flow's own mappings make of it.
    fn flow_input(&mut self, mappings: Option<&[Mapping]>) -> Surroundings {
        let whole = Surroundings { base: Some(Expr::path("$Context.Execution.Input")), over: Vec::new() };
        let Some(mappings) = mappings else { return whole };
        let shape = Shape { flat: true, carried: false, outer: false };
        let place = Place { shape, input: whole, wrapped: false, iterates: false };
        let view = View::new(&place, Keys::none(), Keys::none(), true);
        let unmapped = Data::Mappings { input: None, output: None };
        let own = OwnInput::new(&view, ContextOf { flow: self.name, task: false }, &unmapped);
        Surroundings { base: None, over: self.mapped(&own, mappings, &Outcome::Nothing) }
    }

    fn flow_output(&mut self, place: &Place, mappings: &[Mapping], end: &Keys) -> Vec<(String, Expr)> {
        let view = View::new(place, Keys::none(), end.clone(), false);
        let only_input = View { own: Keys::none(), ..view.clone() };
        let unmapped = Data::Mappings { input: None, output: None };
        let own = OwnInput::new(&only_input, ContextOf { flow: self.name, task: false }, &unmapped);
        // `$.x` in these mappings is the input with the local over it, which only input mappings have.
        let local = if mappings.iter().any(uses_local) { view.local() } else { Expr::Object(Vec::new()) };
        self.mapped(&own, mappings, &Outcome::Value(local))
    }

    /// All notes, with those that concern the whole text.
    fn notes_at_the_end(mut self) -> Vec<Note> {
        let text = &self.document.text;
        let lines = &self.document.lines;
        let lost = (0..lines.lines()).find_map(|line| {
            let range = lines.line_range(text, line);
            let content = lines.line_text(text, line);
            let column = if content.trim_start().starts_with('#') {
                content.find('#')
            } else {
                content.find(" #").map(|at| at + 1).filter(|at| !content[..*at].contains(['"', '\'']))
            };
            let at = range.start + column.filter(|_| !self.kept_comments.contains(&line))?;
            Some(Span::new(at, range.start + content.len()))
        });
        self.notes.extend(lost.map(remarks::lost_comments));
        let mut open: Vec<NodeId> = self.document.root.into_iter().collect();
        while let Some(id) = open.pop() {
            let node = self.document.node(id);
            match &node.kind {
                NodeKind::Scalar(scalar) if scalar.is_unknown() => {
                    if self.notes.iter().all(|note| note.at != node.at) {
                        self.notes.push(remarks::written_later(node.at, scalar.text()));
                    }
                }
                NodeKind::Scalar(_) => {}
                NodeKind::Sequence(items) => open.extend(items),
                NodeKind::Mapping(members) => open.extend(members.iter().map(|(_, value)| *value)),
            }
        }
        self.notes
    }
}

fn uses_local(mapping: &Mapping) -> bool {
    matches!(&mapping.source.value, Value::Reference(reference) if reference.root() == legacy::Root::Local)
}

fn last_name(flow: &Flow) -> Span {
    let last = flow.scope(flow.root).steps.last();
    last.map_or_else(Span::default, |step| flow.step(*step).name.at)
}
