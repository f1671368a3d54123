//! The ways along which the keyboard came to where it stands, so that it can go back the same way, and choose another one.

use flowglass_diagram::{EdgeIndex, NodeIndex, Scene};

/// The most ways that are remembered.
const MOST: usize = 1_000;

/// The ways along which the keyboard went, oldest first; each begins where the one before it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(Vec<EdgeIndex>);

impl Trail {
    /// The way that led to `node`, if the keyboard came along one.
    pub fn arrival(&self, scene: &Scene, node: NodeIndex) -> Option<EdgeIndex> {
        self.0.last().copied().filter(|way| scene.edges.get(way.0 as usize).is_some_and(|edge| edge.to == node))
    }

    /// Goes on along a way.
    pub(crate) fn on(&mut self, way: EdgeIndex) {
        if self.0.len() >= MOST {
            self.0.drain(..MOST / 2);
        }
        self.0.push(way);
    }

    /// Goes back along the last way.
    pub(crate) fn back(&mut self) {
        self.0.pop();
    }

    /// Takes another way from where the last one began.
    pub(crate) fn instead(&mut self, way: EdgeIndex) {
        self.0.pop();
        self.0.push(way);
    }

    /// Goes somewhere else, along no way.
    pub(crate) fn leave(&mut self) {
        self.0.clear();
    }
}
