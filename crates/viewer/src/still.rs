//! What stands in the place of `moving` where nothing moves: groups are closed and open at once. Docs pages load less that way.

use flowglass_diagram::{NodeIndex, Point, Rect, Scene};
use web_sys::{Document, Element};

use crate::near::Near;

/// There is none.
#[derive(Debug)]
pub(crate) enum Refolding {}

impl Refolding {
    pub(crate) fn between(_: &Scene, _: impl Fn(NodeIndex) -> Rect, _: &Scene, _: Point, _: &Rect) -> Option<Self> {
        None
    }

    pub(crate) fn goes_on(&mut self, _: f64) -> bool {
        match *self {}
    }

    pub(crate) fn place(&self, _: NodeIndex, _: &Rect) -> Rect {
        match *self {}
    }
}

/// Nothing to show.
#[derive(Debug, Default)]
pub(crate) struct Moving {}

impl Moving {
    pub(crate) fn begin(&mut self, refolding: &Refolding, _: &Document, _: &Element, _: &Element) {
        match *refolding {}
    }

    pub(crate) fn show(&self, refolding: &Refolding, _: &Scene, _: &Near) {
        match *refolding {}
    }

    pub(crate) fn settle(&mut self, refolding: &mut Refolding, _: &Scene, _: &Near, _: &Element) {
        match *refolding {}
    }

    pub(crate) fn end(&mut self, _: &Element) {}
}
