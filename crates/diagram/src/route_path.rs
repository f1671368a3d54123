//! The line of an edge: right-angled turns with round corners, and the head of the arrow.

use flowglass_layout::{Point, Rect};

use crate::number::push_number;

/// The radius of a turn in CSS pixels, where the line is long enough.
const RADIUS: f64 = 10.0;
/// How much of a line stays straight at its ends, where there is room.
const STRAIGHT: f64 = 2.0;
const HEAD_LENGTH: f64 = 7.5;
const HEAD_HALF_WIDTH: f64 = 3.8;
/// How far the line reaches into the arrow's head.
const OVERLAP: f64 = 2.0;

/// The path data of the line along `points`, ending inside the arrow's head; empty for fewer than two points.
pub(crate) fn line_path(points: &[Point]) -> String {
    let mut path = String::new();
    push_line(&mut path, &shortened(points));
    path
}

/// The same with a gap where a label stands on the line; `None` where it stands beside it.
pub(crate) fn gapped_path(points: &[Point], label: &Rect) -> Option<String> {
    let points = shortened(points);
    let (at, enters, leaves) = points.windows(2).enumerate().find_map(|(at, ends)| {
        let (enters, leaves) = within(*ends.first()?, *ends.last()?, label)?;
        Some((at, enters, leaves))
    })?;
    let mut path = String::new();
    push_line(&mut path, &[points.get(..=at)?, &[enters]].concat());
    push_line(&mut path, &[&[leaves], points.get(at + 1..)?].concat());
    Some(path)
}

/// Where an upright or level piece enters a rectangle that it passes through, and where it leaves it.
fn within(from: Point, to: Point, rect: &Rect) -> Option<(Point, Point)> {
    let clamp =
        |point: Point| Point::new(point.x.max(rect.x).min(rect.right()), point.y.max(rect.y).min(rect.bottom()));
    let (enters, leaves) = (clamp(from), clamp(to));
    let on_the_piece = if from.x == to.x { enters.x == from.x } else { enters.y == from.y };
    (on_the_piece && distance(enters, leaves) > 0.0).then_some((enters, leaves))
}

fn push_line(path: &mut String, points: &[Point]) {
    let Some((first, rest)) = points.split_first() else { return };
    push(path, 'M', &[*first]);
    let last = points.len() - 1;
    for (at, corner) in rest.iter().enumerate() {
        let before = points[at];
        match rest.get(at + 1) {
            Some(after) => {
                // Two corners share what lies between them; an end leaves the rest of its piece to the only corner.
                let room = |other: Point, is_end: bool| {
                    let length = distance(*corner, other);
                    if is_end { (length - STRAIGHT).max(length / 2.0) } else { length / 2.0 }
                };
                let radius = RADIUS.min(room(before, at == 0)).min(room(*after, at + 2 == last));
                push(path, 'L', &[towards(*corner, before, radius)]);
                push(path, 'Q', &[*corner, towards(*corner, *after, radius)]);
            }
            None => push(path, 'L', &[*corner]),
        }
    }
}

/// The path data of the arrow's head at the end of `points`; empty for fewer than two points.
pub(crate) fn head_path(points: &[Point]) -> String {
    let mut path = String::new();
    let [.., before, tip] = points else { return path };
    let base = towards(*tip, *before, HEAD_LENGTH);
    let length = distance(*tip, *before);
    let (x, y) = if length > 0.0 { ((tip.x - before.x) / length, (tip.y - before.y) / length) } else { (0.0, 1.0) };
    let aside = |by: f64| Point::new(base.x - y * by, base.y + x * by);
    push(&mut path, 'M', &[aside(HEAD_HALF_WIDTH)]);
    push(&mut path, 'L', &[*tip]);
    push(&mut path, 'L', &[aside(-HEAD_HALF_WIDTH)]);
    path.push('z');
    path
}

/// The points with the end drawn back into the arrow's head, so that a thick line does not show beside its tip.
fn shortened(points: &[Point]) -> Vec<Point> {
    let mut points = points.to_vec();
    if let [.., before, tip] = points.as_mut_slice() {
        let by = (HEAD_LENGTH - OVERLAP).min(distance(*before, *tip));
        *tip = towards(*tip, *before, by);
    } else {
        points.clear();
    }
    points
}

fn distance(one: Point, other: Point) -> f64 {
    let (dx, dy) = (one.x - other.x, one.y - other.y);
    (dx * dx + dy * dy).sqrt()
}

/// The point that lies `by` pixels from `from` in the direction of `to`.
fn towards(from: Point, to: Point, by: f64) -> Point {
    let length = distance(from, to);
    if length == 0.0 {
        return from;
    }
    Point::new(from.x + (to.x - from.x) / length * by, from.y + (to.y - from.y) / length * by)
}

fn push(path: &mut String, command: char, points: &[Point]) {
    path.push(command);
    for (at, point) in points.iter().enumerate() {
        if at > 0 {
            path.push(' ');
        }
        push_number(path, point.x);
        path.push(' ');
        push_number(path, point.y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(pairs: &[(f64, f64)]) -> Vec<Point> {
        pairs.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    #[test]
    fn lines_turn_round_and_end_in_the_head() {
        let check = |pairs: &[(f64, f64)], line: &str, head: &str| {
            let points = points(pairs);
            assert_eq!((line_path(&points).as_str(), head_path(&points).as_str()), (line, head));
        };
        check(&[], "", "");
        check(&[(1.0, 1.0)], "", "");
        check(&[(10.0, 0.0), (10.0, 40.0)], "M10 0L10 34.5", "M6.2 32.5L10 40L13.8 32.5z");
        check(
            &[(0.0, 0.0), (0.0, 20.0), (50.0, 20.0), (50.0, 60.0)],
            "M0 0L0 10Q0 20 10 20L40 20Q50 20 50 30L50 54.5",
            "M46.2 52.5L50 60L53.8 52.5z",
        );
        // Short pieces get small corners.
        check(
            &[(0.0, 0.0), (0.0, 8.0), (0.5, 8.0), (0.5, 30.0)],
            "M0 0L0 7.75Q0 8 0.25 8L0.25 8Q0.5 8 0.5 8.25L0.5 24.5",
            "M-3.3 22.5L0.5 30L4.3 22.5z",
        );
    }
}
