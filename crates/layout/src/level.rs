//! The passes over one level, in their order.

use crate::{Options, Point, Rect, Size};
use crate::{chains, columns, cycles, order, ports, rank, routes, rows, sides};

/// One level as the passes see it: boxes by number, and arrows between them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Flat {
    pub(crate) sizes: Vec<Size>,
    pub(crate) arrows: Vec<Arrow>,
    pub(crate) start: Option<u32>,
}

/// An edge between boxes of one level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arrow {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) label: Option<Size>,
    pub(crate) side: bool,
}

/// One level laid out; its top left corner is the origin.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) size: Size,
    /// By box.
    pub(crate) corners: Vec<Point>,
    /// By arrow.
    pub(crate) ways: Vec<Way>,
}

/// The way of one arrow, from its box to its box.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Way {
    pub(crate) points: Vec<Point>,
    pub(crate) label: Option<Rect>,
    pub(crate) back: bool,
}

/// Lays out the boxes and arrows of one level.
pub(crate) fn draw(flat: &Flat, options: &Options) -> Drawing {
    let acyclic = cycles::break_cycles(flat);
    let ranks = rank::assign(flat, &acyclic);
    let layered = chains::build(flat, &acyclic, &ranks);
    let order = order::arrange(&layered);
    let sides = sides::choose(flat, &acyclic, &layered, &order, options);
    let x = columns::place(&layered, &order, &sides, options);
    let pins = ports::spread(&layered, &order, &sides, &x, options);
    let rows = rows::place(&layered, &order, &pins, &sides, options);
    routes::draw(flat, &acyclic, &routes::Placed { layered: &layered, sides: &sides, x: &x, pins: &pins, rows: &rows })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Boxes of 100 by 40, plain arrows, start at the first box.
    pub(crate) fn flat(boxes: u32, arrows: &[(u32, u32)]) -> Flat {
        let arrow = |&(from, to): &(u32, u32)| Arrow { from, to, label: None, side: false };
        Flat {
            sizes: vec![Size::new(100.0, 40.0); boxes as usize],
            arrows: arrows.iter().map(arrow).collect(),
            start: (boxes > 0).then_some(0),
        }
    }
}
