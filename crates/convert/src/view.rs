//! What a state of the new flow sees of the old flow's data, and how it says so.

use std::cell::Cell;

use flowglass_expression::{Segment, Step};

use crate::expr::Expr;
use crate::keys::{Keys, Presence};

/// Where the old flow's data stands in what the states of one scope hand on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// The members of `$local` stand directly in the value; otherwise in its member `local`.
    pub(crate) flat: bool,
    /// The parts of the scope's input that cannot be had elsewhere are in the member `input`.
    pub(crate) carried: bool,
    /// The value of the scope around a choice is in the member `outer`.
    pub(crate) outer: bool,
}

impl Shape {
    /// The value is `$local` and nothing else.
    pub(crate) fn is_local_alone(&self) -> bool {
        self.flat && !self.carried && !self.outer
    }
}

/// The input that all steps of a sequence share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Surroundings {
    /// An object whose keys are not known.
    pub(crate) base: Option<Expr>,
    /// Members that stand over it.
    pub(crate) over: Vec<(String, Expr)>,
}

impl Surroundings {
    pub(crate) fn member(&self, key: &str) -> Option<Expr> {
        match (self.over.iter().rev().find(|(name, _)| name == key), &self.base) {
            (Some((_, value)), _) => Some(value.clone()),
            (None, Some(base)) => base.member(key),
            (None, None) => Some(Expr::NULL),
        }
    }

    pub(crate) fn whole(&self) -> Expr {
        let over = Expr::Object(self.over.clone());
        match &self.base {
            Some(base) => base.clone().merged_with(over),
            None => over,
        }
    }

    pub(crate) fn follow(&self, segments: &[Segment]) -> Option<Expr> {
        follow_object(segments, |key| self.member(key), || self.whole())
    }
}

/// Follows a path into an object that is known by its members.
pub(crate) fn follow_object(
    segments: &[Segment],
    member: impl FnOnce(&str) -> Option<Expr>,
    whole: impl FnOnce() -> Expr,
) -> Option<Expr> {
    let Some((first, rest)) = segments.split_first() else { return Some(whole()) };
    match &first.step {
        Step::Key(key) => member(key)?.follow(rest),
        Step::Index(_) => Some(Expr::NULL),
        Step::All => None,
    }
}

/// What one state sees.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) shape: Shape,
    /// The value that the state before handed on: `$Input`, or a member of it.
    pub(crate) value: Expr,
    /// The input of the sequence that all choices around the step stand in.
    pub(crate) input: Surroundings,
    /// The local where the innermost choice that shares it was entered.
    pub(crate) before: Keys,
    /// The local of the step's own sequence.
    pub(crate) own: Keys,
    /// Nothing has been handed on yet: the value is whatever the scope was entered with.
    pub(crate) raw: bool,
    /// Set when something is asked for that only the merged object `all` can tell.
    pub(crate) wants_all: Cell<bool>,
}

impl View {
    /// The keys of the local that the value holds.
    pub(crate) fn keys(&self) -> Keys {
        self.before.with(&self.own)
    }

    /// A member of the local that the value holds.
    pub(crate) fn local_member(&self, key: &str) -> Option<Expr> {
        if self.shape.flat { self.value.member(key) } else { self.value.member("local")?.member(key) }
    }

    /// The local that the value holds.
    pub(crate) fn local(&self) -> Expr {
        let keys = self.keys();
        if self.raw || keys.is_none() {
            return Expr::Object(Vec::new());
        }
        match keys.exact() {
            Some(keys) if self.shape.flat && !self.shape.is_local_alone() => Expr::Object(
                keys.iter().map(|key| (key.clone(), self.local_member(key).unwrap_or(Expr::NULL))).collect(),
            ),
            _ if self.shape.flat => self.value.clone(),
            _ => self.value.member("local").unwrap_or(Expr::NULL),
        }
    }

    /// `$.…`: the input of the sequence with its local merged over it.
    pub(crate) fn merged(&self, segments: &[Segment]) -> Option<Expr> {
        let member = |key: &str| match self.keys().has(key) {
            Presence::Always => self.local_member(key),
            Presence::Never => self.input.member(key),
            Presence::Maybe => {
                self.wants_all.set(true);
                self.value.member("all")?.member(key)
            }
        };
        follow_object(segments, member, || self.input.whole().merged_with(self.local()))
    }

    /// `$input.…` in the input mappings of the step.
    pub(crate) fn parent_input(&self, segments: &[Segment]) -> Option<Expr> {
        // In an arm that shares the local around its choice, this is what was merged when the choice was entered. The
        // plan shares only where no step asks for a key that the arm itself has written.
        if self.before.is_none() { self.input.follow(segments) } else { self.merged(segments) }
    }

    /// `$local.…` in the input mappings of the step.
    pub(crate) fn parent_local(&self, segments: &[Segment]) -> Option<Expr> {
        let member = |key: &str| match self.own.has(key) {
            Presence::Never => Some(Expr::NULL),
            Presence::Always | Presence::Maybe => self.local_member(key),
        };
        let whole = || match self.own.exact() {
            Some(keys) if !self.before.is_none() => Expr::Object(
                keys.iter().map(|key| (key.clone(), self.local_member(key).unwrap_or(Expr::NULL))).collect(),
            ),
            _ => self.local(),
        };
        follow_object(segments, member, whole)
    }
}
