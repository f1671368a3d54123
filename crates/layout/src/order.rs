//! In which order the vertices of a row stand.

use std::ops::RangeInclusive;

use crate::chains::{Layered, Segment};
use crate::crossings::{self, Counter};
use crate::lists::Lists;
use crate::nesting::Nesting;
use crate::sorting::{Entry, key_of, sort};

/// How many sweeps without a gain end the search.
const PATIENCE: u32 = 4;

/// The rows from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Where each row begins in `line`; one entry more than rows.
    starts: Vec<u32>,
    /// The vertices, row after row.
    line: Vec<u32>,
    /// By vertex, its place in its row.
    pub(crate) place: Vec<u32>,
}

impl Order {
    pub(crate) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn row(&self, row: usize) -> &[u32] {
        &self.line[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Returns the vertex left of another one in its row.
    pub(crate) fn left_of(&self, layered: &Layered, vertex: u32) -> Option<u32> {
        let place = self.place[vertex as usize].checked_sub(1)?;
        self.row(layered.row[vertex as usize] as usize).get(place as usize).copied()
    }

    /// Returns the vertex right of another one in its row.
    pub(crate) fn right_of(&self, layered: &Layered, vertex: u32) -> Option<u32> {
        self.row(layered.row[vertex as usize] as usize).get(self.place[vertex as usize] as usize + 1).copied()
    }

    /// Cuts the rows where a single vertex stands: nothing passes it. Neighbouring bands share that row.
    pub(crate) fn bands(&self) -> Vec<RangeInclusive<usize>> {
        let mut bands = Vec::new();
        let mut first = 0;
        for row in 0..self.rows() {
            if row + 1 == self.rows() || (row > 0 && self.row(row).len() == 1) {
                bands.push(first..=row);
                first = row;
            }
        }
        bands
    }

    /// Returns the vertices of a band, row after row.
    pub(crate) fn vertices(&self, band: &RangeInclusive<usize>) -> &[u32] {
        &self.line[self.starts[*band.start()] as usize..self.starts[*band.end() + 1] as usize]
    }

    /// Puts the vertices of a band in this order, row after row.
    fn take(&mut self, band: &RangeInclusive<usize>, line: &[u32]) {
        let first = self.starts[*band.start()] as usize;
        self.line[first..first + line.len()].copy_from_slice(line);
        for row in band.clone() {
            self.number(row);
        }
    }

    fn number(&mut self, row: usize) {
        for slot in self.starts[row]..self.starts[row + 1] {
            self.place[self.line[slot as usize] as usize] = slot - self.starts[row];
        }
    }
}

/// Orders the rows so that few segments cross; where crossings leave a choice, as in the input.
///
/// Begins with the order in which a walk along the arcs meets the vertices. A band of rows in which segments cross is
/// searched by itself, so that what is changed in one band leaves the others as they are: it begins anew with arcs that lie
/// around each other, if fewer cross so; then its rows are sorted by the middle of the neighbours' places, down and up by
/// turns, neighbours are exchanged while that helps, and the best is kept. The number of sweeps is bounded and smaller for
/// large bands.
pub(crate) fn arrange(layered: &Layered) -> Order {
    let mut order = walk(layered, &|_| {});
    let mut search = Search::new(layered);
    let mut around = None;
    for band in order.bands() {
        let crossings = search.crossings(layered, &order, &band);
        if crossings > 0 {
            let around = around.get_or_insert_with(|| {
                let nesting = Nesting::new(layered);
                walk(layered, &|ways| nesting.sort(layered, ways))
            });
            search.improve(layered, &mut order, around, &band, crossings);
        }
    }
    order
}

/// Orders each row as a walk down from the boxes, in input order, meets its vertices. The segments that leave a vertex
/// are followed as `sort` puts them.
fn walk(layered: &Layered, sort: &dyn Fn(&mut [u32])) -> Order {
    let vertices = layered.row.len();
    let rows = layered.label_rows.len();
    let mut starts = vec![0u32; rows + 1];
    for &row in &layered.row {
        starts[row as usize + 1] += 1;
    }
    for row in 0..rows {
        starts[row + 1] += starts[row];
    }
    let mut next = starts.clone();
    let mut order = Order { starts, line: vec![0; vertices], place: vec![0; vertices] };
    let mut met = vec![false; vertices];
    let mut open = Vec::new();
    let mut ways = Vec::new();
    // Boxes that nothing leads to come first: from there the walk goes down before it goes on.
    let tops = (0..layered.boxes as u32).filter(|&node| layered.up.of(node).is_empty());
    for top in tops.chain(0..layered.boxes as u32) {
        open.push(top);
        while let Some(vertex) = open.pop() {
            if std::mem::replace(&mut met[vertex as usize], true) {
                continue;
            }
            let slot = &mut next[layered.row[vertex as usize] as usize];
            order.line[*slot as usize] = vertex;
            *slot += 1;
            ways.clear();
            ways.extend_from_slice(layered.down.of(vertex));
            if ways.len() > 1 {
                sort(&mut ways);
            }
            // A loop leads to a box that the flow leads to as well: its place is decided there.
            open.extend(ways.iter().rev().filter_map(|&segment| {
                let Segment { lower, arc, .. } = layered.segments[segment as usize];
                (!layered.reversed[arc as usize] || !layered.is_box(lower)).then_some(lower)
            }));
        }
    }
    for row in 0..rows {
        order.number(row);
    }
    order
}

/// Memory for the search, kept from sweep to sweep.
#[derive(Debug)]
struct Search {
    counter: Counter,
    ends: Vec<u32>,
    entries: Vec<Entry>,
    above: Near,
    below: Near,
}

/// By vertex, the places of its neighbours above or below, ascending.
#[derive(Debug)]
struct Near {
    /// Where the segments to them stand in the list of all.
    places: Vec<u32>,
    /// By vertex, how many of its neighbours were met in the row at hand.
    met: Vec<u32>,
}

impl Near {
    fn new(layered: &Layered) -> Self {
        Self { places: vec![0; layered.segments.len()], met: vec![0; layered.row.len()] }
    }

    /// Reads a row that stands below, or above, the vertices in question: gone through from left to right, they meet their
    /// neighbours in order.
    fn read(&mut self, layered: &Layered, order: &Order, near: usize, downwards: bool) {
        if order.row(near).len() < 2 {
            // The only place is 0, and so it stands there from the beginning.
            return;
        }
        let (there, here) = if downwards { (&layered.up, &layered.down) } else { (&layered.down, &layered.up) };
        for (&vertex, place) in order.row(near).iter().zip(0..) {
            for &segment in there.of(vertex) {
                let own = other(layered, segment, downwards);
                let range = here.range(own as u32);
                let met = &mut self.met[own];
                self.places[range.start + *met as usize] = place;
                *met = if range.start + *met as usize + 1 == range.end { 0 } else { *met + 1 };
            }
        }
    }

    fn of(&self, lists: &Lists, vertex: u32) -> &[u32] {
        &self.places[lists.range(vertex)]
    }
}

impl Search {
    fn new(layered: &Layered) -> Self {
        let (above, below) = (Near::new(layered), Near::new(layered));
        Self { counter: Counter::default(), ends: Vec::new(), entries: Vec::new(), above, below }
    }

    /// Searches for an order of one band with fewer crossings than it has, and than it has in another order.
    fn improve(
        &mut self,
        layered: &Layered,
        order: &mut Order,
        other: &Order,
        band: &RangeInclusive<usize>,
        mut fewest: u64,
    ) {
        let sweeps: u32 = if order.vertices(band).len() <= 2_000 { 16 } else { 8 };
        let in_other = self.crossings(layered, other, band);
        if in_other < fewest {
            fewest = in_other;
            order.take(band, other.vertices(band));
        }
        let mut best = order.vertices(band).to_vec();
        let mut idle = 0;
        for sweep in 0..sweeps {
            if fewest == 0 || idle == PATIENCE {
                break;
            }
            self.sweep(layered, order, band, sweep % 2 == 0);
            self.exchange(layered, order, band);
            let crossings = self.crossings(layered, order, band);
            if crossings < fewest {
                fewest = crossings;
                best.copy_from_slice(order.vertices(band));
                idle = 0;
            } else {
                idle += 1;
            }
        }
        order.take(band, &best);
    }

    /// Counts all crossings between the neighbouring rows of a band.
    fn crossings(&mut self, layered: &Layered, order: &Order, band: &RangeInclusive<usize>) -> u64 {
        let mut crossings = 0;
        for row in *band.start() + 1..=*band.end() {
            // Nothing crosses between two rows of which one has a single vertex.
            if order.row(row - 1).len() < 2 || order.row(row).len() < 2 {
                continue;
            }
            self.below.read(layered, order, row, true);
            self.ends.clear();
            for &upper in order.row(row - 1) {
                self.ends.extend_from_slice(self.below.of(&layered.down, upper));
            }
            crossings += self.counter.count(&self.ends, order.row(row).len());
        }
        crossings
    }

    /// Sorts each row by the mean place of its neighbours in the row before; who has none keeps its place.
    fn sweep(&mut self, layered: &Layered, order: &mut Order, band: &RangeInclusive<usize>, downwards: bool) {
        for step in 1..=*band.end() - *band.start() {
            let row = if downwards { *band.start() + step } else { *band.end() - step };
            if order.row(row).len() < 2 {
                continue;
            }
            self.entries.clear();
            for (&vertex, place) in order.row(row).iter().zip(0..) {
                let near = if downwards { layered.up.of(vertex) } else { layered.down.of(vertex) };
                if near.is_empty() {
                    continue;
                }
                let sum: u64 =
                    near.iter().map(|&segment| u64::from(order.place[other(layered, segment, downwards)])).sum();
                self.entries.push(Entry { key: key_of(sum as f64 / near.len() as f64), place, item: vertex });
            }
            sort(&mut self.entries);
            let mut sorted = self.entries.iter();
            for slot in order.starts[row]..order.starts[row + 1] {
                let vertex = order.line[slot as usize];
                let near = if downwards { layered.up.of(vertex) } else { layered.down.of(vertex) };
                if !near.is_empty()
                    && let Some(next) = sorted.next()
                {
                    order.line[slot as usize] = next.item;
                }
            }
            order.number(row);
        }
    }

    /// Exchanges neighbours while that saves crossings, a bounded number of times.
    fn exchange(&mut self, layered: &Layered, order: &mut Order, band: &RangeInclusive<usize>) {
        for _ in 0..4 {
            let mut gained = false;
            for row in band.clone() {
                if order.row(row).len() < 2 {
                    continue;
                }
                if row > 0 {
                    self.above.read(layered, order, row - 1, false);
                }
                if row + 1 < order.rows() {
                    self.below.read(layered, order, row + 1, true);
                }
                for slot in order.starts[row] as usize + 1..order.starts[row + 1] as usize {
                    gained |= self.exchange_at(layered, order, slot);
                }
            }
            if !gained {
                break;
            }
        }
    }

    /// Exchanges the vertex at a slot with the one before it when that saves crossings.
    fn exchange_at(&self, layered: &Layered, order: &mut Order, slot: usize) -> bool {
        let (left, right) = (order.line[slot - 1], order.line[slot]);
        let (mut now, mut then) = (0, 0);
        for (near, lists) in [(&self.above, &layered.up), (&self.below, &layered.down)] {
            let (as_is, exchanged) = crossings::of_neighbours(near.of(lists, left), near.of(lists, right));
            now += as_is;
            then += exchanged;
        }
        if then >= now {
            return false;
        }
        order.line.swap(slot - 1, slot);
        order.place.swap(left as usize, right as usize);
        true
    }
}

/// The other end of a segment: above when sweeping down.
fn other(layered: &Layered, segment: u32, downwards: bool) -> usize {
    let segment = layered.segments[segment as usize];
    (if downwards { segment.upper } else { segment.lower }) as usize
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::chains::tests::layered;
    use crate::level::tests::flat;

    fn check(boxes: u32, arrows: &[(u32, u32)], rows: &[&[u32]], crossings: u64) {
        let layered = layered(&flat(boxes, arrows));
        let order = arrange(&layered);
        for (row, expected) in rows.iter().enumerate() {
            let found: Vec<u32> = order.row(row).iter().copied().filter(|&vertex| vertex < boxes).collect();
            assert_eq!(&found, expected, "row {row} of {arrows:?}");
        }
        assert_eq!(Search::new(&layered).crossings(&layered, &order, &(0..=order.rows() - 1)), crossings, "{arrows:?}");
    }

    #[test]
    fn targets_stand_as_in_the_input() {
        check(4, &[(0, 1), (0, 2), (0, 3)], &[&[0], &[1, 2, 3]], 0);
        check(4, &[(0, 3), (0, 1), (0, 2)], &[&[0], &[3, 1, 2]], 0);
    }

    #[test]
    fn crossings_that_can_go_do_go() {
        check(5, &[(0, 1), (0, 2), (1, 4), (2, 3)], &[&[0], &[1, 2], &[4, 3]], 0);
        // Both targets of the second row are shared: one crossing remains.
        check(5, &[(0, 1), (0, 2), (1, 3), (1, 4), (2, 3), (2, 4)], &[&[0], &[1, 2], &[3, 4]], 1);
    }

    #[test]
    fn a_loop_runs_left_of_what_it_goes_around() {
        let layered = layered(&flat(3, &[(0, 1), (1, 2), (2, 0)]));
        let order = arrange(&layered);
        assert_eq!(order.row(1).len(), 2);
        assert_eq!(order.row(1)[1], 1);
    }
}
