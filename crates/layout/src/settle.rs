//! Draws what stands in one line to where its edges lead.

use crate::align::is_short;
use crate::chains::Layered;
use crate::order::Order;
use crate::sides::{End, Sides};

/// How often all lines are visited.
const ROUNDS: u32 = 6;

/// Moves lines of vertices that stand exactly below each other to the weighted median of their neighbours, as far as the
/// neighbours in their rows allow.
///
/// Mends what the mean of four placements leaves: parts without plain edges that ended far away, and small steps.
/// Needs vertices that keep `apart` (the least distance of each to its left neighbour) and leaves them so.
pub(crate) fn settle(layered: &Layered, order: &Order, sides: &Sides, apart: &[f64], x: &mut [f64]) {
    let pulls: Vec<Pull> =
        (0..layered.segments.len() as u32).map(|segment| Pull::new(layered, sides, segment)).collect();
    let mut targets = Vec::new();
    let mut line = Vec::new();
    for round in 0..ROUNDS {
        let below = links(layered, &pulls, x);
        let mut above = vec![false; x.len()];
        for lower in below.iter().flatten() {
            above[*lower as usize] = true;
        }
        let mut moved = false;
        let count = x.len();
        for step in 0..count {
            let top = if round % 2 == 0 { step } else { count - 1 - step } as u32;
            if above[top as usize] {
                continue;
            }
            line.clear();
            line.extend(std::iter::successors(Some(top), |&vertex| below[vertex as usize]));
            moved |= draw(layered, order, apart, &pulls, &line, x, &mut targets);
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
    weight: f64,
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
        let weight = match (plain, is_short(layered, segment)) {
            (true, true) => 8.0,
            (true, false) => 3.0,
            (false, _) => 1.0,
        };
        Self {
            upper: offset(ends.upper, upper_end),
            lower: offset(ends.lower, lower_end),
            weight,
            links: plain && !layered.is_junction(segment),
        }
    }
}

/// For each vertex, the one that stands exactly below it at the other end of a segment.
fn links(layered: &Layered, pulls: &[Pull], x: &[f64]) -> Vec<Option<u32>> {
    let mut below = vec![None; x.len()];
    for (segment, pull) in layered.segments.iter().zip(pulls) {
        let (upper, lower) = (segment.upper as usize, segment.lower as usize);
        if pull.links && (x[upper] - x[lower]).abs() < 0.01 {
            below[upper] = Some(segment.lower);
        }
    }
    below
}

/// Moves one line; tells whether it moved by more than nothing.
fn draw(
    layered: &Layered,
    order: &Order,
    apart: &[f64],
    pulls: &[Pull],
    line: &[u32],
    x: &mut [f64],
    targets: &mut Vec<(f64, f64)>,
) -> bool {
    let now = x[line[0] as usize];
    let (mut least, mut greatest) = (f64::NEG_INFINITY, f64::INFINITY);
    targets.clear();
    for (index, &vertex) in line.iter().enumerate() {
        if let Some(left) = order.left_of(layered, vertex) {
            least = least.max(x[left as usize] + apart[vertex as usize]);
        }
        if let Some(right) = order.right_of(layered, vertex) {
            greatest = greatest.min(x[right as usize] - apart[right as usize]);
        }
        let before = index.checked_sub(1).map(|before| line[before]);
        for &segment in layered.up.of(vertex) {
            let (pull, upper) = (pulls[segment as usize], layered.segments[segment as usize].upper);
            if Some(upper) != before {
                targets.push((x[upper as usize] + pull.upper - pull.lower, pull.weight));
            }
        }
        for &segment in layered.down.of(vertex) {
            let (pull, lower) = (pulls[segment as usize], layered.segments[segment as usize].lower);
            if Some(&lower) != line.get(index + 1) {
                targets.push((x[lower as usize] + pull.lower - pull.upper, pull.weight));
            }
        }
    }
    let Some(wanted) = weighted_median(targets) else { return false };
    // A row that is too tight by a rounding error stays as it is.
    let then = if least > greatest { now } else { wanted.clamp(least, greatest) };
    for &vertex in line {
        x[vertex as usize] = then;
    }
    (then - now).abs() > 0.01
}

/// The place with as much weight before it as after it; the middle when that is a range.
fn weighted_median(targets: &mut [(f64, f64)]) -> Option<f64> {
    targets.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = targets.iter().map(|target| target.1).sum::<f64>() / 2.0;
    let mut before = 0.0;
    for (index, &(place, weight)) in targets.iter().enumerate() {
        before += weight;
        if before == half
            && let Some(&(next, _)) = targets.get(index + 1)
        {
            return Some(f64::midpoint(place, next));
        }
        if before >= half {
            return Some(place);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_weighs_its_targets() {
        let check = |targets: &[(f64, f64)], expected: Option<f64>| {
            assert_eq!(weighted_median(&mut targets.to_vec()), expected, "{targets:?}");
        };
        check(&[], None);
        check(&[(4.0, 1.0)], Some(4.0));
        check(&[(8.0, 1.0), (4.0, 1.0)], Some(6.0));
        check(&[(8.0, 1.0), (4.0, 2.0)], Some(4.0));
        check(&[(1.0, 1.0), (5.0, 1.0), (6.0, 1.0)], Some(5.0));
    }
}
