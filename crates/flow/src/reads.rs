//! Every path into data that a flow reads, and the place that it stands in.

use std::ops::Range;

use flowglass_expression::legacy::{self, Root};
use flowglass_expression::state_machine::{self, Variable};
use flowglass_expression::{PartKind, Path, PathRoot, Segment, Step};

use crate::document::Document;
use crate::known_data::{KnownData, Member, Shape};
use crate::model::{Condition, ConditionExpression, Data, Flow, Mapping, StepId, StepKind, Template, Value};
use crate::span::{Span, Spanned};

/// One path into data.
#[derive(Clone, Debug)]
pub(crate) struct Read<'flow> {
    /// The step that reads it; `None` for the flow's own mappings.
    pub(crate) step: Option<StepId>,
    /// Which part of the step reads it.
    pub(crate) place: Place,
    /// The path.
    pub(crate) path: Path<'flow>,
    /// The whole text that holds the path.
    pub(crate) text: &'flow str,
    /// The scalar of that text.
    at: Span,
}

/// Which part of a step reads a path; it decides what the path begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `inputMappings`, `InputConstructor`: the step's input is being built.
    Input,
    /// `outputMappings`, `OutputConstructor`, `GlobalConstructor`: its work is done.
    Output,
    /// `errorMappings`, the `OutputConstructor` of a catch rule: its work has failed.
    Error,
    /// `ItemConstructor`: an item of a distributed Map is being built.
    Item,
    /// Everything else: its work is being done.
    Work,
}

impl<'flow> Read<'flow> {
    /// What is known of the value that the path leads into, and the part of the path that leads into it.
    ///
    /// `None` when nothing is known of it, when no execution comes to the step, and where the path has no meaning.
    pub(crate) fn root<'data>(&self, known: &'data KnownData) -> Option<(&'data Shape, &'flow [Segment])> {
        let path = self.path.segments;
        let Some(id) = self.step else {
            return match (self.path.root, self.place) {
                (PathRoot::Legacy(Root::Local), Place::Input) => Some((known.nothing(), path)),
                (PathRoot::Legacy(Root::Local), Place::Output) => Some((known.result()?, path)),
                (PathRoot::Legacy(Root::Input), Place::Output) => Some((known.flow_input(), path)),
                _ => None,
            };
        };
        let data = known.step(id)?;
        match (self.path.root, self.place) {
            (PathRoot::Legacy(Root::Input), Place::Input) => Some((&data.received, path)),
            (PathRoot::Legacy(Root::Local), Place::Input) => Some((data.local.as_ref()?, path)),
            (PathRoot::Legacy(Root::Input), Place::Output) => Some((&data.input, path)),
            (PathRoot::Legacy(Root::Local), Place::Output) => Some((data.output.as_ref()?, path)),
            (PathRoot::Legacy(Root::Own), Place::Work) => Some((&data.input, path)),
            (PathRoot::Legacy(_), _) => None,
            (PathRoot::Variable(Variable::Input), Place::Input) => Some((&data.received, path)),
            (PathRoot::Variable(Variable::Input), _) => Some((&data.input, path)),
            (PathRoot::Variable(Variable::Output), Place::Output) => Some((data.output.as_ref()?, path)),
            (PathRoot::Variable(Variable::Context), place) => {
                let (current, path) = path.split_first()?;
                let (member, path) = path.split_first()?;
                let key = |segment: &'flow Segment| match &segment.step {
                    Step::Key(key) => &**key,
                    Step::Index(_) | Step::All => "",
                };
                match (key(current), key(member), place) {
                    ("Current", "Input", Place::Input) => Some((&data.received, path)),
                    ("Current", "Input", _) => Some((&data.input, path)),
                    ("Current", "Output", Place::Output) => Some((data.output.as_ref()?, path)),
                    _ => None,
                }
            }
            (PathRoot::Variable(Variable::Output | Variable::Global | Variable::Item) | PathRoot::Unknown, _) => None,
        }
    }

    /// Tells whether the same path can lead somewhere from `$input`, where it begins at `$local`.
    pub(crate) fn instead_of_local(&self, known: &KnownData) -> bool {
        let input = match self.step {
            Some(id) => {
                known.step(id).map(|data| if self.place == Place::Input { &data.received } else { &data.input })
            }
            None => Some(known.flow_input()),
        };
        input.is_some_and(|input| !matches!(known.member(input, self.path.segments), Member::Nothing { .. }))
    }

    /// The place of a part of the text in the document.
    pub(crate) fn span(&self, document: &Document, part: Range<usize>) -> Span {
        span(document, self.at, part)
    }

    /// What the path begins with, as it is written.
    pub(crate) fn root_text(&self) -> &str {
        self.text.get(self.path.root_at.clone()).unwrap_or_default()
    }

    /// The whole path as it is written.
    pub(crate) fn path_text(&self) -> &str {
        self.path.segments.len().checked_sub(1).map_or_else(|| self.root_text(), |last| self.written(last))
    }

    /// The path as it is written, up to and with the segment of this number.
    pub(crate) fn written(&self, segment: usize) -> &str {
        let end = self.path.segments.get(segment).map_or(self.path.root_at.end, |segment| segment.at.end);
        self.text.get(self.path.root_at.start..end).unwrap_or_default()
    }
}

/// A reference, condition or expression of the flow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'flow> {
    /// The step that it belongs to; `None` for the flow's own mappings.
    pub(crate) step: Option<StepId>,
    /// Which part of the step has it.
    pub(crate) place: Place,
    /// What its value is for.
    pub(crate) purpose: Purpose,
    /// What it says.
    pub(crate) says: Says<'flow>,
    /// Its scalar.
    at: Span,
}

/// What the value of an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It is data, or a setting of the step.
    Value,
    /// It decides a way on.
    Condition,
    /// It is the list that a Map walks.
    Items,
}

/// A reference, condition or expression in the language of its flow.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says<'flow> {
    /// `$input.x` and the like.
    Reference(&'flow legacy::Reference),
    /// A condition of the older language.
    Condition(&'flow legacy::Condition),
    /// An expression of the new language.
    Expression(&'flow state_machine::Expression),
}

impl<'flow> Written<'flow> {
    /// The text as it is written.
    pub(crate) fn text(&self) -> &'flow str {
        match self.says {
            Says::Reference(reference) => reference.text(),
            Says::Condition(condition) => condition.text(),
            Says::Expression(expression) => expression.text(),
        }
    }

    /// The place of a part of the text in the document.
    pub(crate) fn span(&self, document: &Document, part: Range<usize>) -> Span {
        span(document, self.at, part)
    }

    fn each_path(&self, see: &mut impl FnMut(Path<'flow>)) {
        let parts = match self.says {
            Says::Reference(reference) => return see(reference.path()),
            Says::Condition(condition) => condition.parts(),
            Says::Expression(expression) => expression.parts(),
        };
        for part in parts {
            if let PartKind::Path(path) = part.kind {
                see(path);
            }
        }
    }
}

fn span(document: &Document, scalar: Span, part: Range<usize>) -> Span {
    document.scalar_at(scalar).map_or(scalar, |node| document.part_of_scalar(node, part))
}

/// Shows every path that the flow reads, step by step in the order of the text.
pub(crate) fn each_read<'flow>(flow: &'flow Flow, mut see: impl FnMut(Read<'flow>)) {
    each_written(flow, |written| {
        let Written { step, place, at, .. } = written;
        written.each_path(&mut |path| see(Read { step, place, path, text: written.text(), at }));
    });
}

/// Shows every reference, condition and expression of the flow, step by step in the order of the text.
pub(crate) fn each_written<'flow>(flow: &'flow Flow, mut see: impl FnMut(Written<'flow>)) {
    let mut reader = Reader { step: None, see: &mut see };
    reader.data(&flow.data);
    for (id, step) in flow.steps() {
        let mut reader = Reader { step: Some(id), see: &mut see };
        reader.data(&step.data);
        for rule in &step.catch {
            reader.template(rule.output.as_ref(), Place::Error);
        }
        reader.kind(&step.kind);
    }
}

struct Reader<'see, See> {
    step: Option<StepId>,
    see: &'see mut See,
}

impl<'flow, See: FnMut(Written<'flow>)> Reader<'_, See> {
    fn data(&mut self, data: &'flow Data) {
        match data {
            Data::Mappings { input, output } => {
                self.mappings(input.as_deref(), Place::Input);
                self.mappings(output.as_deref(), Place::Output);
            }
            Data::Constructors { input, output, global } => {
                self.template(input.as_ref(), Place::Input);
                self.template(output.as_ref(), Place::Output);
                self.template(global.as_ref(), Place::Output);
            }
        }
    }

    fn kind(&mut self, kind: &'flow StepKind) {
        match kind {
            StepKind::Task(task) => {
                self.template(task.parameters.as_ref(), Place::Work);
                self.value(task.timeout.as_ref(), Place::Work);
                self.mappings(task.error_mappings.as_deref(), Place::Error);
            }
            StepKind::Wait(wait) => {
                self.value(wait.seconds.as_ref(), Place::Work);
                self.value(wait.until.as_ref(), Place::Work);
            }
            StepKind::Choice(choice) => {
                choice
                    .arms
                    .iter()
                    .filter_map(|arm| arm.condition.as_ref())
                    .for_each(|condition| self.condition(condition));
            }
            StepKind::Map(map) => {
                self.value_for(Purpose::Items, map.items.as_ref(), Place::Work);
                if let Some(distributed) = &map.distributed {
                    self.template(distributed.item.as_ref(), Place::Item);
                }
            }
            StepKind::Fail(fail) => {
                self.value(fail.code.as_ref(), Place::Work);
                self.value(fail.detail.as_ref(), Place::Work);
            }
            StepKind::Pass | StepKind::Parallel(_) | StepKind::Succeed | StepKind::Loop(_) | StepKind::Unknown(_) => {}
        }
    }

    fn mappings(&mut self, mappings: Option<&'flow [Mapping]>, place: Place) {
        for mapping in mappings.unwrap_or_default() {
            self.value(Some(&mapping.source), place);
        }
    }

    fn template(&mut self, template: Option<&'flow Template>, place: Place) {
        match template {
            Some(Template::Value(value)) => self.value(Some(value), place),
            Some(Template::Object(members)) => {
                members.iter().for_each(|(_, member)| self.template(Some(member), place));
            }
            Some(Template::List(items)) => items.iter().for_each(|item| self.template(Some(item), place)),
            None => {}
        }
    }

    fn value(&mut self, value: Option<&'flow Spanned<Value>>, place: Place) {
        self.value_for(Purpose::Value, value, place);
    }

    fn value_for(&mut self, purpose: Purpose, value: Option<&'flow Spanned<Value>>, place: Place) {
        let Some(Spanned { value, at }) = value else { return };
        let says = match value {
            Value::Reference(reference) => Says::Reference(reference),
            Value::Expression(expression) => Says::Expression(expression),
            Value::Constant(_) | Value::Unknown(_) | Value::Broken(_) => return,
        };
        (self.see)(Written { step: self.step, place, purpose, says, at: *at });
    }

    fn condition(&mut self, condition: &'flow Condition) {
        let says = match &condition.expression {
            Some(ConditionExpression::Legacy(condition)) => Says::Condition(condition),
            Some(ConditionExpression::StateMachine(expression)) => Says::Expression(expression),
            None => return,
        };
        let (place, purpose) = (Place::Work, Purpose::Condition);
        (self.see)(Written { step: self.step, place, purpose, says, at: condition.text.at });
    }
}
