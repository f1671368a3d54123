//! Draws what stands in one line to where its edges lead.

use crate::align::is_short;
use crate::chains::Layered;
use crate::order::Order;
use crate::sides::{End, Sides};
use crate::sorting::{Entry, key_of, of_key, sort};

/// How often all lines are visited, in levels of up to so many vertices; in larger ones half as often.
const ROUNDS: u32 = 8;
const LARGE: usize = 5_000;
/// The least weight of a segment that meets both its boxes at their upper and lower borders.
const PLAIN: u32 = 3;
/// A step in an edge that is less wide, in pixels, looks like a slip.
const SMALL_STEP: f64 = 40.0;
/// How many plain arcs make a box where ways come together.
const JOINED: usize = 4;
/// How many vertices a line may push aside at most.
const MOST_PUSHED: u32 = 64;

/// Moves lines of vertices that stand exactly below each other to the weighted median of their neighbours, as far as the
/// neighbours in their rows allow, or with those pushed aside where that makes the edges shorter.
///
/// Mends what the mean of four placements leaves: parts without plain edges that ended far away, and small steps.
/// Needs vertices that keep `apart` (the least distance of each to its left neighbour) and leaves them so.
pub(crate) fn settle(layered: &Layered, order: &Order, sides: &Sides, apart: &[f64], x: &mut [f64]) {
    let pulls = (0..layered.segments.len() as u32).map(|segment| Pull::new(layered, sides, segment)).collect();
    let count = x.len();
    let mut field = Field {
        layered,
        order,
        apart,
        pulls,
        above: Vec::new(),
        below: Vec::new(),
        targets: Vec::new(),
        then: vec![None; count],
        moving: Vec::new(),
    };
    for round in 0..if count <= LARGE { ROUNDS } else { ROUNDS / 2 } {
        field.link(x);
        let mut moved = false;
        for step in 0..count {
            let top = if round % 2 == 0 { step } else { count - 1 - step } as u32;
            if field.above[top as usize].is_none() {
                moved |= field.draw(top, x);
            }
        }
        if !moved {
            break;
        }
    }
}

/// How a segment draws its ends towards each other.
#[derive(Debug, Clone, Copy)]
struct Pull {
    /// Where the segment leaves its upper vertex, and meets its lower one, from the vertex's centre.
    upper: f64,
    lower: f64,
    weight: u32,
    /// Whether its ends may form a line.
    links: bool,
}

impl Pull {
    fn new(layered: &Layered, sides: &Sides, segment: u32) -> Self {
        let ends = layered.segments[segment as usize];
        let offset = |vertex: u32, end: End| match end {
            End::Port => 0.0,
            End::Left => -sides.left[vertex as usize],
            End::Right => sides.right[vertex as usize],
        };
        let (first, last) = (layered.is_first(segment), layered.is_last(segment));
        let upper_end = if first { sides.upper[ends.arc as usize] } else { End::Port };
        let lower_end = if last { sides.lower[ends.arc as usize] } else { End::Port };
        let plain = upper_end == End::Port && lower_end == End::Port;
        let rows = layered.chains[ends.arc as usize].own.len();
        // No piece of an edge that leaves or ends at a side draws a box out of its line.
        let arc = ends.arc as usize;
        let ports = sides.upper[arc] == End::Port && sides.lower[arc] == End::Port;
        let weight = match (ports, is_short(layered, segment)) {
            (true, true) => 8,
            (true, false) => PLAIN,
            // A step in a short edge is seen more than one in a long edge.
            (false, _) if rows <= 2 => 2,
            (false, _) => 1,
        };
        Self {
            upper: offset(ends.upper, upper_end),
            lower: offset(ends.lower, lower_end),
            weight,
            links: plain && !layered.is_junction(segment) && !(last && joins(layered, sides, ends.lower)),
        }
    }
}

/// Tells whether a box brings many plain arcs together; it then stands in their middle rather than below one of them.
fn joins(layered: &Layered, sides: &Sides, node: u32) -> bool {
    let plain = |&&segment: &&u32| {
        let arc = layered.segments[segment as usize].arc as usize;
        sides.upper[arc] == End::Port && sides.lower[arc] == End::Port
    };
    layered.up.of(node).iter().filter(plain).count() >= JOINED
}

/// A level whose lines are being moved.
struct Field<'a> {
    layered: &'a Layered,
    order: &'a Order,
    apart: &'a [f64],
    /// By segment.
    pulls: Vec<Pull>,
    /// By vertex, the ones that stand exactly above and below it at the other end of a segment.
    above: Vec<Option<u32>>,
    below: Vec<Option<u32>>,
    /// Memory for the neighbours of a line: their places as keys, their weights as items.
    targets: Vec<Entry>,
    /// By vertex, where it would go in the move at hand; and which vertices would go.
    then: Vec<Option<f64>>,
    moving: Vec<u32>,
}

impl Field<'_> {
    /// Finds the lines.
    fn link(&mut self, x: &[f64]) {
        self.above = vec![None; x.len()];
        self.below = vec![None; x.len()];
        for (segment, pull) in self.layered.segments.iter().zip(&self.pulls) {
            let (upper, lower) = (segment.upper as usize, segment.lower as usize);
            if pull.links && (x[upper] - x[lower]).abs() < 0.01 {
                self.below[upper] = Some(segment.lower);
                self.above[lower] = Some(segment.upper);
            }
        }
    }

    fn line(&self, top: u32) -> impl Iterator<Item = u32> + use<'_> {
        std::iter::successors(Some(top), |&vertex| self.below[vertex as usize])
    }

    /// Moves one line, by its first vertex; tells whether it moved by more than nothing.
    ///
    /// A function of its own: a browser goes over to its optimized code only from one call to the next.
    #[inline(never)]
    fn draw(&mut self, top: u32, x: &mut [f64]) -> bool {
        let now = x[top as usize];
        let mut targets = std::mem::take(&mut self.targets);
        let (mut least, mut greatest) = (f64::NEG_INFINITY, f64::INFINITY);
        targets.clear();
        for vertex in self.line(top) {
            if let Some(left) = self.order.left_of(self.layered, vertex) {
                least = least.max(x[left as usize] + self.apart[vertex as usize]);
            }
            if let Some(right) = self.order.right_of(self.layered, vertex) {
                greatest = greatest.min(x[right as usize] - self.apart[right as usize]);
            }
            for &segment in self.layered.up.of(vertex) {
                let (pull, upper) = (self.pulls[segment as usize], self.layered.segments[segment as usize].upper);
                if self.above[vertex as usize] != Some(upper) {
                    targets.push(target(x[upper as usize] + pull.upper - pull.lower, pull.weight));
                }
            }
            for &segment in self.layered.down.of(vertex) {
                let (pull, lower) = (self.pulls[segment as usize], self.layered.segments[segment as usize].lower);
                if self.below[vertex as usize] != Some(lower) {
                    targets.push(target(x[lower as usize] + pull.lower - pull.upper, pull.weight));
                }
            }
        }
        let boxed = self.line(top).any(|vertex| self.layered.is_box(vertex));
        if boxed && targets.iter().any(|target| target.item >= PLAIN) {
            // What runs beside a box does not draw it out of the middle of what stands below and above.
            targets.retain(|target| target.item >= PLAIN);
        }
        let middle = weighted_median(&mut targets);
        self.targets = targets;
        // A row that is too tight by a rounding error stays as it is.
        let Some((before, after)) = middle.filter(|_| least <= greatest) else { return false };
        // A box stands in the middle of what draws it; a piece of an edge rather goes on straight at one of its ends.
        let end = [before, after].into_iter().find(|end| !boxed && (least..=greatest).contains(end));
        let wanted = end.unwrap_or(f64::midpoint(before, after));
        let mut then = wanted.max(least).min(greatest);
        let is_out = (then - wanted).abs() > 0.01;
        // Rather straight at the other end than with a small step.
        let places = self.targets.iter().map(|target| of_key(target.key)).filter(|_| is_out && !boxed);
        let near = places.filter(|place| (least..=greatest).contains(place) && (place - then).abs() < SMALL_STEP);
        if let Some(straight) = near.min_by(|one, other| (one - then).abs().total_cmp(&(other - then).abs())) {
            then = straight;
        } else if is_out && self.push(top, wanted, x) {
            return true;
        }
        let mut next = Some(top);
        while let Some(vertex) = next {
            x[vertex as usize] = then;
            next = self.below[vertex as usize];
        }
        (then - now).abs() > 0.01
    }

    /// Moves a line and all lines that stand in its way, when that makes the edges shorter in sum.
    fn push(&mut self, top: u32, wanted: f64, x: &mut [f64]) -> bool {
        let leftwards = wanted < x[top as usize];
        let fits = self.plan(top, wanted, leftwards, x);
        let shorter = fits && self.gain(x) > 0.01;
        for &vertex in &self.moving {
            if let Some(then) = self.then[vertex as usize].take()
                && shorter
            {
                x[vertex as usize] = then;
            }
        }
        self.moving.clear();
        shorter
    }

    /// Lists what must go where for a line to get to a place; tells whether that is few enough.
    fn plan(&mut self, top: u32, wanted: f64, leftwards: bool, x: &[f64]) -> bool {
        let mut open = vec![(top, wanted)];
        let mut visits = 0;
        while let Some((vertex, then)) = open.pop() {
            let first = std::iter::successors(Some(vertex), |&vertex| self.above[vertex as usize]).last();
            let mut next = first;
            while let Some(vertex) = next {
                next = self.below[vertex as usize];
                visits += 1;
                if visits > MOST_PUSHED {
                    return false;
                }
                let slot = &mut self.then[vertex as usize];
                if slot.is_none() {
                    self.moving.push(vertex);
                }
                let old = slot.unwrap_or(x[vertex as usize]);
                let new = if leftwards { then.min(old) } else { then.max(old) };
                *slot = Some(new);
                let (neighbour, bound) = if leftwards {
                    (self.order.left_of(self.layered, vertex), new - self.apart[vertex as usize])
                } else {
                    let right = self.order.right_of(self.layered, vertex);
                    (right, new + right.map_or(0.0, |right| self.apart[right as usize]))
                };
                if let Some(neighbour) = neighbour {
                    let place = self.then[neighbour as usize].unwrap_or(x[neighbour as usize]);
                    if if leftwards { place > bound + 0.001 } else { place < bound - 0.001 } {
                        open.push((neighbour, bound));
                    }
                }
            }
        }
        true
    }

    /// How much weighted length the planned move saves.
    fn gain(&self, x: &[f64]) -> f64 {
        let mut gain = 0.0;
        for &vertex in &self.moving {
            let up = self.layered.up.of(vertex).iter().filter(|&&segment| {
                // Segments with both ends moving are counted at their upper end.
                self.then[self.layered.segments[segment as usize].upper as usize].is_none()
            });
            for &segment in up.chain(self.layered.down.of(vertex)) {
                let (pull, ends) = (self.pulls[segment as usize], self.layered.segments[segment as usize]);
                let now = |vertex: u32| x[vertex as usize];
                let then = |vertex: u32| self.then[vertex as usize].unwrap_or(x[vertex as usize]);
                let before = now(ends.upper) + pull.upper - now(ends.lower) - pull.lower;
                let after = then(ends.upper) + pull.upper - then(ends.lower) - pull.lower;
                gain += f64::from(pull.weight) * (before.abs() - after.abs());
            }
        }
        gain
    }
}

/// The first and the last place with as much weight before it as after it; mostly the same.
fn weighted_median(targets: &mut [Entry]) -> Option<(f64, f64)> {
    sort(targets);
    let whole: u32 = targets.iter().map(|target| target.item).sum();
    let mut before = 0;
    for (index, target) in targets.iter().enumerate() {
        before += 2 * target.item;
        let place = of_key(target.key);
        if before == whole
            && let Some(next) = targets.get(index + 1)
        {
            return Some((place, of_key(next.key)));
        }
        if before >= whole {
            return Some((place, place));
        }
    }
    None
}

/// A place that draws with a weight.
fn target(place: f64, weight: u32) -> Entry {
    Entry { key: key_of(place), place: 0, item: weight }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::tests::flat;
    use crate::{Options, chains, order, rank, sides};

    #[test]
    fn the_median_weighs_its_targets() {
        let check = |targets: &[(f64, u32)], expected: Option<(f64, f64)>| {
            let mut entries: Vec<Entry> = targets.iter().map(|&(place, weight)| target(place, weight)).collect();
            assert_eq!(weighted_median(&mut entries), expected, "{targets:?}");
        };
        check(&[], None);
        check(&[(4.0, 1)], Some((4.0, 4.0)));
        check(&[(8.0, 1), (4.0, 1)], Some((4.0, 8.0)));
        check(&[(8.0, 1), (4.0, 2)], Some((4.0, 4.0)));
        check(&[(1.0, 1), (5.0, 1), (6.0, 1)], Some((5.0, 5.0)));
    }

    /// Settles the boxes 0 to 3 of a fork with two targets and their common successor, from the given places.
    fn settled(from: [f64; 4]) -> Vec<f64> {
        let flat = flat(4, &[(0, 1), (0, 2), (1, 3)]);
        let acyclic = break_cycles(&flat);
        let layered = chains::build(&flat, &acyclic, &rank::assign(&flat, &acyclic));
        let order = order::arrange(&layered);
        let sides = sides::choose(&flat, &acyclic, &layered, &order, &Options::default());
        let mut x = from.to_vec();
        settle(&layered, &order, &sides, &[0.0, 0.0, 100.0, 0.0], &mut x);
        x
    }

    #[test]
    fn lines_come_together_and_keep_apart() {
        let check = |from: [f64; 4], expected: [f64; 4]| {
            let x = settled(from);
            // By distance from the first target.
            assert_eq!(x.iter().map(|place| place - x[1]).collect::<Vec<_>>(), expected, "{from:?}");
        };
        // The source goes to the middle of its targets, the successor below its box.
        check([20.0, 0.0, 100.0, 30.0], [50.0, 0.0, 100.0, 0.0]);
        // What is straight stays straight, and a target far away comes near.
        check([0.0, 0.0, 900.0, 0.0], [0.0, 0.0, 100.0, 0.0]);
    }

    #[test]
    fn where_many_ways_come_together_is_in_their_middle() {
        // A choice with six ways; the first has a box more than the others.
        let flat = flat(
            9,
            &[(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (1, 7), (7, 8), (2, 8), (3, 8), (4, 8), (5, 8), (6, 8)],
        );
        let acyclic = break_cycles(&flat);
        let layered = chains::build(&flat, &acyclic, &rank::assign(&flat, &acyclic));
        let order = order::arrange(&layered);
        let sides = sides::choose(&flat, &acyclic, &layered, &order, &Options::default());
        let x = crate::columns::place(&layered, &order, &sides, &Options::default());
        assert!(x[3] <= x[8] && x[8] <= x[4], "{x:?}");
    }
}
