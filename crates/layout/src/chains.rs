//! Long edges cut into pieces from row to row.

use crate::Size;
use crate::cycles::{Acyclic, Arc};
use crate::level::Flat;
use crate::lists::Lists;

/// A level whose segments all lead from one row to the next.
///
/// The vertices are the boxes, by their number, and after them the stations of long edges: bends and labels.
#[derive(Debug)]
pub(crate) struct Layered {
    pub(crate) boxes: usize,
    /// By vertex.
    pub(crate) row: Vec<u32>,
    /// By vertex; zero of a bend.
    pub(crate) size: Vec<Size>,
    pub(crate) segments: Vec<Segment>,
    /// Where each arc's segments begin, from top to bottom; one entry more than arcs.
    pub(crate) chain: Vec<u32>,
    /// By arc, whether it runs against its arrow.
    pub(crate) reversed: Vec<bool>,
    /// By arc, whether it belongs to the main flow or stays beside it.
    pub(crate) steady: Vec<bool>,
    /// By vertex, the segments that leave it downwards.
    pub(crate) down: Lists,
    /// By vertex, the segments that come from above.
    pub(crate) up: Lists,
    /// By row, whether it holds labels and bends only.
    pub(crate) label_rows: Vec<bool>,
}

/// A piece of an arc, from one row to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) upper: u32,
    pub(crate) lower: u32,
    pub(crate) arc: u32,
}

impl Layered {
    pub(crate) fn is_box(&self, vertex: u32) -> bool {
        (vertex as usize) < self.boxes
    }

    /// Tells whether a segment is the first of its arc, the one at the upper box.
    pub(crate) fn is_first(&self, segment: u32) -> bool {
        self.is_box(self.segments[segment as usize].upper)
    }

    /// Tells whether a segment is the last of its arc, the one at the lower box.
    pub(crate) fn is_last(&self, segment: u32) -> bool {
        self.is_box(self.segments[segment as usize].lower)
    }
}

/// Makes rows of the ranks, with a row between two ranks where labels stand, and cuts the arcs at every row.
///
/// A label stands in the row next to the box its arrow leaves. Needs ranks that increase along each arc.
pub(crate) fn build(flat: &Flat, acyclic: &Acyclic, ranks: &[u32]) -> Layered {
    let arcs = &acyclic.arcs;
    let rank_count = ranks.iter().max().map_or(0, |&last| last as usize + 1);
    // The rank above the label's row, for arcs with a label.
    let label_after = |arc: &Arc| {
        flat.arrows[arc.arrow as usize].label.map(|size| {
            let after = if arc.reversed { ranks[arc.lower as usize] - 1 } else { ranks[arc.upper as usize] };
            (after as usize, size)
        })
    };
    let mut labelled = vec![false; rank_count];
    for (after, _) in arcs.iter().filter_map(label_after) {
        labelled[after] = true;
    }
    let mut row_of_rank = Vec::with_capacity(rank_count);
    let mut label_rows = Vec::with_capacity(rank_count);
    for &labelled in &labelled {
        row_of_rank.push(label_rows.len() as u32);
        label_rows.push(false);
        if labelled {
            label_rows.push(true);
        }
    }

    let mut row: Vec<u32> = ranks.iter().map(|&rank| row_of_rank[rank as usize]).collect();
    let mut size = flat.sizes.clone();
    let mut segments = Vec::with_capacity(arcs.len());
    let mut chain = Vec::with_capacity(arcs.len() + 1);
    for (arc, index) in arcs.iter().zip(0..) {
        chain.push(segments.len() as u32);
        let label = label_after(arc).map(|(after, size)| (row_of_rank[after] + 1, size));
        let mut upper = arc.upper;
        for between in row[arc.upper as usize] + 1..row[arc.lower as usize] {
            let station = row.len() as u32;
            row.push(between);
            size.push(label.filter(|&(row, _)| row == between).map_or(Size::default(), |(_, size)| size));
            segments.push(Segment { upper, lower: station, arc: index });
            upper = station;
        }
        segments.push(Segment { upper, lower: arc.lower, arc: index });
    }
    chain.push(segments.len() as u32);
    let down = Lists::group(row.len(), segments.iter().zip(0..).map(|(segment, index)| (segment.upper, index)));
    let up = Lists::group(row.len(), segments.iter().zip(0..).map(|(segment, index)| (segment.lower, index)));
    let steady = steady(flat, acyclic);
    let reversed = arcs.iter().map(|arc| arc.reversed).collect();
    Layered { boxes: flat.sizes.len(), row, size, segments, chain, reversed, steady, down, up, label_rows }
}

/// Tells which arcs neither run back, nor leave at a side, nor lead from what only such arcs reach into the main flow.
///
/// The main flow is what plain arcs reach from the start; without a start, everything.
fn steady(flat: &Flat, acyclic: &Acyclic) -> Vec<bool> {
    let plain = |arc: &Arc| !arc.reversed && !flat.arrows[arc.arrow as usize].side;
    let pairs = acyclic.arcs.iter().filter(|arc| plain(arc)).map(|arc| (arc.upper, arc.lower));
    let down = Lists::group(flat.sizes.len(), pairs);
    let mut main = vec![flat.start.is_none(); flat.sizes.len()];
    let mut open: Vec<u32> = flat.start.into_iter().collect();
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut main[node as usize], true) {
            open.extend(down.of(node));
        }
    }
    let stays = |arc: &Arc| main[arc.upper as usize] || !main[arc.lower as usize];
    acyclic.arcs.iter().map(|arc| plain(arc) && stays(arc)).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::tests::flat;
    use crate::rank;

    pub(crate) fn layered(flat: &Flat) -> Layered {
        let acyclic = break_cycles(flat);
        build(flat, &acyclic, &rank::assign(flat, &acyclic))
    }

    #[test]
    fn every_segment_leads_one_row_down() {
        let layered = layered(&flat(4, &[(0, 1), (1, 2), (2, 3), (0, 3), (3, 1)]));
        for segment in &layered.segments {
            assert_eq!(layered.row[segment.upper as usize] + 1, layered.row[segment.lower as usize]);
        }
        // Three short arcs, one over two ranks (the loop), one over three.
        assert_eq!(layered.segments.len(), 3 + 2 + 3);
        assert_eq!(layered.row.len(), 4 + 1 + 2);
    }

    #[test]
    fn what_only_errors_reach_does_not_belong_to_the_main_flow() {
        let mut flat = flat(4, &[(0, 1), (0, 2), (2, 3), (3, 1)]);
        flat.arrows[1].side = true;
        // In the order of arcs: 0 to 1, 2 to 3 (both beside the main flow), 3 to 1, and the side edge.
        assert_eq!(layered(&flat).steady, [true, true, false, false]);
    }

    #[test]
    fn a_label_stands_in_a_row_of_its_own_next_to_where_the_arrow_leaves() {
        let mut flat = flat(3, &[(0, 1), (1, 2), (2, 0)]);
        flat.arrows[2].label = Some(Size::new(30.0, 10.0));
        let layered = layered(&flat);
        assert_eq!(layered.label_rows, [false, false, true, false]);
        assert_eq!(layered.row[..3], [0, 1, 3]);
        let label = layered.size.iter().skip(3).position(|size| size.width == 30.0).map(|index| layered.row[index + 3]);
        assert_eq!(label, Some(2));
    }
}
