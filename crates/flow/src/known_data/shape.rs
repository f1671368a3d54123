//! What is known of a value before a flow runs.

use super::keys::Keys;

/// How many objects inside each other are told apart; what lies deeper may be anything.
const MAX_DEPTH: u8 = 4;

/// What is known of a value before a flow runs.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Nothing is known.
    Anything,
    /// A text, a number, a Boolean or null.
    Scalar,
    /// A list.
    List {
        /// It has at least so many elements.
        least: usize,
    },
    /// An object.
    Object(KnownObject),
}

/// What is known of an object.
#[derive(Clone, Debug, Default)]
pub struct KnownObject {
    pub(super) keys: Keys,
    pub(super) open: bool,
    depth: u8,
}

impl KnownObject {
    /// Tells whether it may have keys besides the known ones; then a known key may have another shape too.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// The keys that it may have, each with what is known of its value, in the order in which the flow first names
    /// them; not more than `most`.
    pub fn keys(&self, most: usize) -> Vec<(&str, &Shape)> {
        self.keys.first(most)
    }

    /// An object of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// Tells whether it has no key in any run.
    pub fn is_empty(&self) -> bool {
        !self.open && self.keys.is_empty()
    }

    /// What it and `other` have in common, and what either of them has.
    pub(super) fn join(&self, other: &Self) -> Self {
        self.join_at(other, 0)
    }

    fn join_at(&self, other: &Self, level: u8) -> Self {
        Self {
            keys: self.keys.union(&other.keys, &mut |one, other| one.join_at(other, level + 1)),
            open: self.open || other.open,
            depth: self.depth.max(other.depth),
        }
    }

    /// Adds a member; one that stands twice has the later value, or either.
    pub(super) fn add(&mut self, key: super::names::Name<'_>, shape: Shape) {
        let shape = if shape.depth() >= MAX_DEPTH { Shape::Anything } else { shape };
        self.depth = self.depth.max(shape.depth() + 1);
        self.keys.add(key.id, key.text, shape, &mut |one, other| one.join_at(other, 1));
    }

    /// Tells whether both are made of one version; see [`Keys::is`].
    pub(super) fn is(&self, other: &Self) -> bool {
        self.open == other.open && self.keys.is(&other.keys)
    }
}

impl Shape {
    /// What is known of a value that is this or `other`; `level` counts the objects around it.
    fn join_at(&self, other: &Self, level: u8) -> Self {
        match (self, other) {
            (Self::Scalar, Self::Scalar) => Self::Scalar,
            (Self::List { least: one }, Self::List { least: other }) => Self::List { least: *one.min(other) },
            (Self::Object(one), Self::Object(other)) if one.is(other) => self.clone(),
            // Large objects in large objects would take long to join again and again.
            (Self::Object(one), Self::Object(other)) if level < 2 => Self::Object(one.join_at(other, level)),
            _ => Self::Anything,
        }
    }

    /// What is known of a value that is this or comes from elsewhere; known keys stay, as a hint.
    pub(super) fn or_anything(&self) -> Self {
        match self {
            Self::Object(object) => Self::Object(KnownObject { open: true, ..object.clone() }),
            Self::Anything | Self::Scalar | Self::List { .. } => Self::Anything,
        }
    }

    /// The value as an input, an output or a local variable, which are objects [IO].
    pub(super) fn into_object(self) -> KnownObject {
        match self {
            Self::Object(object) => object,
            Self::Anything | Self::Scalar | Self::List { .. } => KnownObject::unknown(),
        }
    }

    /// Tells whether both are made of one version; see [`Keys::is`].
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anything, Self::Anything) | (Self::Scalar, Self::Scalar) => true,
            (Self::List { least: one }, Self::List { least: other }) => one == other,
            (Self::Object(one), Self::Object(other)) => one.is(other),
            _ => false,
        }
    }

    fn depth(&self) -> u8 {
        match self {
            Self::Object(object) => object.depth,
            Self::Anything | Self::Scalar | Self::List { .. } => 0,
        }
    }
}
