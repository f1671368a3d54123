//! What is known of the values that mappings, constructors and expressions make.

use std::ops::Range;

use flowglass_expression::legacy::{Reference, Root};
use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Json, Part, PartKind, PathRoot, Segment, Step};

use super::names::{Name, Names};
use super::shape::{KnownObject, Shape};
use crate::model::{Mapping, Template, Value};

/// What the paths of a place begin with; what is `None` is null there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Roots<'shapes> {
    /// `$Input`, `$input`.
    pub(super) input: Option<&'shapes Shape>,
    /// `$Output`, `$local`.
    pub(super) output: Option<&'shapes Shape>,
    /// `$Global`.
    pub(super) global: Option<&'shapes Shape>,
    /// `$`.
    pub(super) own: Option<&'shapes Shape>,
}

/// What a path leads to.
#[derive(Clone, Debug)]
pub(super) enum Found<'shapes> {
    /// A value of which this is known.
    Value {
        /// What is known of it.
        shape: &'shapes Shape,
        /// Set when it may come from elsewhere, and then be anything.
        or_else: bool,
    },
    /// A value of which nothing is known, or none.
    Unknown,
    /// Nothing, in every run: this segment leads nowhere.
    Nothing {
        /// The number of the segment.
        segment: usize,
        /// What is known of the value that it should lead into.
        holder: &'shapes Shape,
    },
}

/// Follows a path.
pub(super) fn follow<'shapes>(names: &Names, root: &'shapes Shape, segments: &[Segment]) -> Found<'shapes> {
    let (mut shape, mut or_else) = (root, false);
    for (segment, Segment { step, .. }) in segments.iter().enumerate() {
        let member = match (shape, step) {
            (Shape::Anything, _) | (_, Step::All) | (Shape::List { .. }, Step::Index(_)) => return Found::Unknown,
            (Shape::Scalar, _) | (Shape::List { .. }, Step::Key(_)) => None,
            (Shape::Object(object), step) => {
                or_else |= object.open;
                match step {
                    Step::Key(key) => names.get(key).and_then(|id| object.keys.get(id)),
                    Step::Index(_) | Step::All => None,
                }
            }
        };
        match member {
            Some(member) => shape = member,
            None if or_else => return Found::Unknown,
            None => return Found::Nothing { segment, holder: shape },
        }
    }
    Found::Value { shape, or_else }
}

impl Names {
    /// What is known of a constant.
    pub(super) fn constant(&mut self, value: &Json) -> Shape {
        match value {
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Shape::Scalar,
            Json::Array(items) => Shape::List { least: items.len() },
            Json::Object(members) => {
                let mut object = KnownObject::default();
                for (key, value) in members.iter() {
                    let shape = self.constant(value);
                    self.put(&mut object, key, shape);
                }
                Shape::Object(object)
            }
        }
    }

    /// Adds a member to an object.
    pub(super) fn put(&mut self, object: &mut KnownObject, key: &str, shape: Shape) {
        let (id, text) = self.add(key);
        object.add(Name { id, text: &text }, shape);
    }

    /// What a list of mappings builds.
    pub(super) fn mappings(&mut self, mappings: &[Mapping], roots: Roots<'_>) -> KnownObject {
        let mut object = KnownObject::default();
        for mapping in mappings {
            let shape = self.value(&mapping.source.value, roots);
            self.put(&mut object, &mapping.target.value, shape);
        }
        object
    }

    /// What a constructor builds.
    pub(super) fn template(&mut self, template: &Template, roots: Roots<'_>) -> Shape {
        match template {
            Template::Value(value) => self.value(&value.value, roots),
            Template::List(items) => Shape::List { least: items.len() },
            Template::Object(members) => {
                let mut object = KnownObject::default();
                for (key, member) in members {
                    let shape = self.template(member, roots);
                    self.put(&mut object, &key.value, shape);
                }
                Shape::Object(object)
            }
        }
    }

    fn value(&mut self, value: &Value, roots: Roots<'_>) -> Shape {
        match value {
            Value::Constant(constant) => self.constant(constant),
            Value::Reference(_) | Value::Expression(_) | Value::Unknown(_) | Value::Broken(_) => {
                self.computed(value, roots)
            }
        }
    }

    /// What is known of a value that is computed.
    pub(super) fn computed(&self, value: &Value, roots: Roots<'_>) -> Shape {
        match value {
            Value::Reference(reference) => self.reference(reference, roots),
            Value::Expression(expression) => self.part(&expression.parts(), 0..expression.text().len(), roots),
            Value::Constant(_) | Value::Unknown(_) | Value::Broken(_) => Shape::Anything,
        }
    }

    fn reference(&self, reference: &Reference, roots: Roots<'_>) -> Shape {
        let root = match reference.root() {
            Root::Input => roots.input,
            Root::Local => roots.output,
            Root::Own => roots.own,
            Root::Context => return Shape::Anything,
        };
        self.path(root, reference.path().segments)
    }

    fn path(&self, root: Option<&Shape>, segments: &[Segment]) -> Shape {
        if segments.iter().any(|segment| segment.step == Step::All) {
            return Shape::List { least: 0 };
        }
        match root.map(|root| follow(self, root, segments)) {
            Some(Found::Value { shape, or_else: false }) => shape.clone(),
            Some(Found::Value { shape, or_else: true }) => shape.or_anything(),
            Some(Found::Unknown) => Shape::Anything,
            Some(Found::Nothing { .. }) | None => Shape::Scalar,
        }
    }

    /// The outermost part of an expression between these bytes.
    fn part(&self, parts: &[Part<'_>], within: Range<usize>, roots: Roots<'_>) -> Shape {
        let inside = |part: &&Part<'_>| within.start <= part.at.start && part.at.end <= within.end;
        let Some(part) = parts.iter().find(inside) else { return Shape::Anything };
        match &part.kind {
            PartKind::Constant(_) | PartKind::Operator { .. } => Shape::Scalar,
            PartKind::Array => Shape::List { least: elements(parts, &part.at) },
            PartKind::Object => Shape::Object(KnownObject::unknown()),
            PartKind::Path(path) => match path.root {
                PathRoot::Variable(Variable::Input) => self.path(roots.input, path.segments),
                PathRoot::Variable(Variable::Output) => self.path(roots.output, path.segments),
                PathRoot::Variable(Variable::Global) => self.path(roots.global, path.segments),
                PathRoot::Variable(Variable::Context | Variable::Item) | PathRoot::Legacy(_) | PathRoot::Unknown => {
                    Shape::Anything
                }
            },
            PartKind::Call(call) => match call.function {
                // The usual way to hand data on: what both have.
                Some(function) if function.name == "jsonMerge" => {
                    let sides = call.arguments.iter().map(|at| self.part(parts, at.clone(), roots).into_object());
                    Shape::Object(sides.fold(KnownObject::default(), |one, other| one.join(&other)))
                }
                Some(function) => match function.result {
                    "array" => Shape::List { least: 0 },
                    "object" => Shape::Object(KnownObject::unknown()),
                    "any" => Shape::Anything,
                    _ => Shape::Scalar,
                },
                None => Shape::Anything,
            },
        }
    }
}

/// The number of elements of an array literal.
fn elements(parts: &[Part<'_>], array: &Range<usize>) -> usize {
    let (mut count, mut end) = (0, array.start);
    for part in parts.iter().filter(|part| array.start < part.at.start && part.at.end < array.end) {
        // A part that begins behind the last element is the next element; others lie in it.
        if part.at.start >= end {
            count += 1;
            end = part.at.end;
        }
    }
    count
}
