//! The lines of edges, point by point.

use crate::chains::Layered;
use crate::cycles::Acyclic;
use crate::level::{Drawing, Flat, Way};
use crate::ports::Pins;
use crate::rows::Rows;
use crate::sides::{End, Flank, Sides};
use crate::{Point, Rect, Size};

/// Between two lines that leave a box at one side, where there is room.
const EXIT_GAP: f64 = 14.0;

/// A level whose parts all have their place.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) layered: &'a Layered,
    pub(crate) sides: &'a Sides,
    pub(crate) x: &'a [f64],
    pub(crate) pins: &'a Pins,
    pub(crate) rows: &'a Rows,
}

/// Draws the lines of all arrows and moves the whole to the origin.
pub(crate) fn draw(flat: &Flat, acyclic: &Acyclic, placed: &Placed<'_>) -> Drawing {
    let mut ways = vec![Way::default(); flat.arrows.len()];
    for (index, arc) in acyclic.arcs.iter().enumerate() {
        let mut way = placed.way(index, [arc.upper, arc.lower]);
        if arc.reversed {
            way.points.reverse();
            way.back = true;
        }
        ways[arc.arrow as usize] = way;
    }
    for &arrow in &acyclic.loops {
        ways[arrow as usize] =
            placed.loop_way(flat.arrows[arrow as usize].from, arrow, flat.arrows[arrow as usize].label);
    }
    let corners =
        (0..flat.sizes.len() as u32).map(|node| placed.rect(node)).map(|rect| Point::new(rect.x, rect.y)).collect();
    at_origin(Drawing { size: Size::default(), corners, ways }, &flat.sizes)
}

impl Placed<'_> {
    fn rect(&self, vertex: u32) -> Rect {
        let size = self.layered.size[vertex as usize];
        Rect::new(self.x[vertex as usize] - size.width / 2.0, self.rows.top[vertex as usize], size.width, size.height)
    }

    /// The way of an arc, from its upper box to its lower one.
    fn way(&self, arc: usize, [upper, lower]: [u32; 2]) -> Way {
        let chain = &self.layered.chains[arc];
        let reversed = self.layered.reversed[arc];
        let (mut first, mut last) = (chain.own.start, chain.own.end - 1);
        if chain.joins() {
            if reversed {
                first = chain.shared.start;
            } else {
                last = chain.shared.end - 1;
            }
        }
        let mut points = Vec::with_capacity(6);
        points.extend(self.exit(upper, first, self.sides.upper[arc], true));
        let mut label = None;
        for segment in chain.segments(reversed) {
            let (from, to) = (self.pins.upper[segment as usize], self.pins.lower[segment as usize]);
            if from != to {
                let y = self.rows.track[segment as usize];
                points.extend([Point::new(from, y), Point::new(to, y)]);
            }
            let station = self.layered.segments[segment as usize].lower;
            if chain.own.contains(&segment) && segment != last && self.layered.size[station as usize] != Size::default()
            {
                label = Some(self.rect(station));
            }
        }
        let mut entry = self.exit(lower, last, self.sides.lower[arc], false);
        entry.reverse();
        points.append(&mut entry);
        straighten(&mut points);
        Way { points, label, back: false }
    }

    /// The points from the border of a box to where the segment goes up or down.
    fn exit(&self, node: u32, segment: u32, end: End, downwards: bool) -> Vec<Point> {
        let rect = self.rect(node);
        let pin = if downwards { self.pins.upper[segment as usize] } else { self.pins.lower[segment as usize] };
        let Some(flank) = self.sides.flank(node, end) else {
            return vec![Point::new(pin, if downwards { rect.bottom() } else { rect.y })];
        };
        // From top to bottom: what goes up, the innermost first; loops; what goes down, the outermost first.
        let slot = if downwards {
            let from_bottom = flank.downs.iter().position(|&other| other == segment).unwrap_or(0);
            slots(flank) - 1 - from_bottom
        } else {
            flank.ups.iter().position(|&other| other == segment).unwrap_or(0)
        };
        let y = slot_y(&rect, slot, slots(flank));
        let border = if end == End::Left { rect.x } else { rect.right() };
        vec![Point::new(border, y), Point::new(pin, y)]
    }

    /// The way of an arrow from a box to itself: out at its right side, down and back.
    fn loop_way(&self, node: u32, arrow: u32, label: Option<Size>) -> Way {
        let rect = self.rect(node);
        let Some(flank) = self.sides.flank(node, End::Right) else { return Way::default() };
        let index = flank.loops.iter().position(|other| other.arrow == arrow).unwrap_or(0);
        let (line, beside) = flank.loops.get(index).map_or((0.0, 0.0), |own| (own.line, own.label));
        let outer = rect.right() + line;
        let inside = flank.ups.len() + flank.loops.len();
        let top = slot_y(&rect, inside - 1 - index, slots(flank));
        let bottom = slot_y(&rect, inside + index, slots(flank));
        let points = [(rect.right(), top), (outer, top), (outer, bottom), (rect.right(), bottom)];
        let label = label.map(|size| {
            let y = rect.center().y - size.height / 2.0;
            Rect::new(rect.right() + beside, y, size.width, size.height)
        });
        Way { points: points.map(|(x, y)| Point::new(x, y)).to_vec(), label, back: true }
    }
}

/// How many lines meet one side of a box; a loop meets it twice.
fn slots(flank: &Flank) -> usize {
    flank.ups.len() + flank.downs.len() + 2 * flank.loops.len()
}

/// The height at which a line meets a side: all of them around the middle.
fn slot_y(rect: &Rect, slot: usize, slots: usize) -> f64 {
    let step = EXIT_GAP.min(rect.height / (slots + 1) as f64);
    rect.center().y + (slot as f64 - (slots as f64 - 1.0) / 2.0) * step
}

/// Takes out points that lie on the straight line between their neighbours.
fn straighten(points: &mut Vec<Point>) {
    let mut kept: usize = 0;
    for index in 0..points.len() {
        let point = points[index];
        if kept >= 1 && points[kept - 1] == point {
            continue;
        }
        if kept >= 2 {
            let (a, b) = (points[kept - 2], points[kept - 1]);
            if (a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y) {
                kept -= 1;
            }
        }
        points[kept] = point;
        kept += 1;
    }
    points.truncate(kept);
}

/// Moves a drawing so that its top left corner is the origin, and measures it.
fn at_origin(mut drawing: Drawing, sizes: &[Size]) -> Drawing {
    let mut least = Point::new(f64::INFINITY, f64::INFINITY);
    let mut greatest = Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut include = |x: f64, y: f64| {
        least = Point::new(least.x.min(x), least.y.min(y));
        greatest = Point::new(greatest.x.max(x), greatest.y.max(y));
    };
    for (corner, size) in drawing.corners.iter().zip(sizes) {
        include(corner.x, corner.y);
        include(corner.x + size.width, corner.y + size.height);
    }
    for way in &drawing.ways {
        for point in &way.points {
            include(point.x, point.y);
        }
        if let Some(label) = way.label {
            include(label.x, label.y);
            include(label.right(), label.bottom());
        }
    }
    if !least.x.is_finite() {
        return drawing;
    }
    let by = Point::new(-least.x, -least.y);
    for corner in &mut drawing.corners {
        *corner = corner.moved(by);
    }
    for way in &mut drawing.ways {
        for point in &mut way.points {
            *point = point.moved(by);
        }
        way.label = way.label.map(|label| label.moved(by));
    }
    drawing.size = Size::new(greatest.x - least.x, greatest.y - least.y);
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_straight_line_go() {
        let check = |points: &[(f64, f64)], expected: &[(f64, f64)]| {
            let mut points: Vec<Point> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
            straighten(&mut points);
            let expected: Vec<Point> = expected.iter().map(|&(x, y)| Point::new(x, y)).collect();
            assert_eq!(points, expected);
        };
        check(&[(0.0, 0.0), (0.0, 5.0), (0.0, 9.0)], &[(0.0, 0.0), (0.0, 9.0)]);
        check(&[(0.0, 0.0), (0.0, 5.0), (0.0, 5.0), (3.0, 5.0)], &[(0.0, 0.0), (0.0, 5.0), (3.0, 5.0)]);
        check(&[(0.0, 0.0), (4.0, 0.0), (4.0, 7.0)], &[(0.0, 0.0), (4.0, 0.0), (4.0, 7.0)]);
    }

    #[test]
    fn lines_at_a_side_keep_apart_around_the_middle() {
        let rect = Rect::new(0.0, 100.0, 10.0, 60.0);
        assert_eq!(slot_y(&rect, 0, 1), 130.0);
        assert_eq!((slot_y(&rect, 0, 2), slot_y(&rect, 1, 2)), (123.0, 137.0));
        assert_eq!(slot_y(&rect, 0, 9), 106.0);
    }
}
