//! Paths into data, without the places in the text that they came from.

use std::sync::Arc;

use flowglass_expression::{Segment, Step};

/// A path into a value.
pub(crate) type DataPath = Vec<Part>;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// A member of an object.
    Key(Arc<str>),
    /// An element of a list, whichever.
    Item,
}

/// The path that segments of an expression make.
pub(crate) fn data_path(segments: &[Segment]) -> DataPath {
    let part = |segment: &Segment| match &segment.step {
        Step::Key(key) => Part::Key(Arc::clone(key)),
        Step::Index(_) | Step::All => Part::Item,
    };
    segments.iter().map(part).collect()
}

/// A path, and the rest that is read inside it.
pub(crate) fn joined(path: &[Part], rest: &[Part]) -> DataPath {
    path.iter().chain(rest).cloned().collect()
}
