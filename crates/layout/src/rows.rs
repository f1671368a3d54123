//! Where the rows stand from top to bottom, and the horizontal pieces between them.

use crate::Options;
use crate::chains::Layered;
use crate::lists::Lists;
use crate::order::Order;
use crate::ports::Pins;
use crate::sides::Sides;
use crate::tracks::{self, Span};

/// How much deeper than the top of its row a small box may stand beside a high one.
const MOST_INDENT: f64 = 12.0;
/// Between a row and the nearest horizontal piece, where there is room.
const CLEARANCE: f64 = 14.0;

/// All heights of a level.
#[derive(Debug)]
pub(crate) struct Rows {
    /// By vertex, its upper border.
    pub(crate) top: Vec<f64>,
    /// By segment, the y of its horizontal piece; of no meaning for a straight one.
    pub(crate) track: Vec<f64>,
}

/// Stacks the rows; the gap between two grows with the number of tracks in it.
///
/// Needs the pins of all segments.
pub(crate) fn place(layered: &Layered, order: &Order, pins: &Pins, sides: &Sides, options: &Options) -> Rows {
    let rows = order.rows();
    let by_row = Lists::group(rows, layered.segments.len(), &|segment| {
        Some((layered.row[layered.segments[segment].upper as usize], segment as u32))
    });
    let mut top = vec![0.0; layered.row.len()];
    let mut track = vec![0.0; layered.segments.len()];
    let mut y = 0.0;
    let mut bent = Vec::new();
    let mut spans = Vec::new();
    for row in 0..rows {
        let height = order.row(row).iter().map(|&vertex| sides.height[vertex as usize]).fold(0.0, f64::max);
        for &vertex in order.row(row) {
            let room = (height - sides.height[vertex as usize]) / 2.0;
            let indent = if layered.label_rows[row] { room } else { room.min(MOST_INDENT) };
            let own = (sides.height[vertex as usize] - layered.size[vertex as usize].height) / 2.0;
            top[vertex as usize] = (y + indent + own).round();
        }
        y += height.ceil();
        if row + 1 == rows {
            break;
        }
        bent.clear();
        bent.extend(
            by_row
                .of(row as u32)
                .iter()
                .copied()
                .filter(|&segment| pins.upper[segment as usize] != pins.lower[segment as usize]),
        );
        spans.clear();
        spans.extend(
            bent.iter()
                .map(|&segment| Span { top: pins.upper[segment as usize], bottom: pins.lower[segment as usize] }),
        );
        let places = tracks::assign(&spans, options.edge_gap);
        let count = places.iter().map(|place| place.count).max().unwrap_or(1);
        let beside_label = layered.label_rows[row] || layered.label_rows[row + 1];
        let least = if beside_label { options.rank_gap / 2.0 } else { options.rank_gap };
        let gap = least.max(f64::from(count - 1) * options.edge_gap + 2.0 * CLEARANCE.min(least / 2.0));
        for (&segment, place) in bent.iter().zip(&places) {
            let from_middle = f64::from(place.index) - f64::from(place.count - 1) / 2.0;
            track[segment as usize] = y + gap / 2.0 + from_middle * options.edge_gap;
        }
        y += gap;
    }
    Rows { top, track }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::{self, Layered};
    use crate::cycles::break_cycles;
    use crate::level::Flat;
    use crate::level::tests::flat;
    use crate::{Size, columns, order, ports, rank, sides};

    fn rows(flat: &Flat) -> (Layered, Pins, Rows) {
        let options = Options::default();
        let acyclic = break_cycles(flat);
        let layered = chains::build(flat, &acyclic, &rank::assign(flat, &acyclic));
        let order = order::arrange(&layered);
        let sides = sides::choose(flat, &acyclic, &layered, &order, &options);
        let x = columns::place(&layered, &order, &sides, &options);
        let pins = ports::spread(&layered, &order, &sides, &x, &options);
        let rows = place(&layered, &order, &pins, &sides, &options);
        (layered, pins, rows)
    }

    #[test]
    fn a_gap_grows_with_its_tracks() {
        let check = |targets: u32, expected: f64| {
            let arrows: Vec<(u32, u32)> = (1..=targets).map(|target| (0, target)).collect();
            assert_eq!(rows(&flat(targets + 1, &arrows)).2.top[1], expected, "{targets} targets");
        };
        // Up to two tracks fit the usual gap of 40; three need 2 times 12 and 14 on both sides.
        check(1, 80.0);
        check(5, 80.0);
        check(7, 40.0 + 52.0);
    }

    #[test]
    fn horizontal_pieces_lie_between_their_rows() {
        let (layered, pins, rows) = rows(&flat(8, &[(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 7)]));
        for (index, ends) in layered.segments.iter().enumerate() {
            let bent = pins.upper[index] != pins.lower[index];
            let between = rows.top[ends.upper as usize] + 40.0..rows.top[ends.lower as usize];
            assert!(!bent || between.contains(&rows.track[index]), "{index}");
        }
    }

    #[test]
    fn small_boxes_stand_near_the_top_of_a_high_row() {
        let mut flat = flat(4, &[(0, 1), (0, 2), (0, 3)]);
        flat.sizes[1] = Size::new(100.0, 300.0);
        flat.sizes[2] = Size::new(100.0, 290.0);
        let tops = rows(&flat).2.top;
        assert_eq!((tops[1], tops[2], tops[3]), (80.0, 85.0, 92.0));
    }
}
