//! Long edges cut into pieces from row to row.

use std::ops::Range;

use crate::cycles::{Acyclic, Arc};
use crate::level::Flat;
use crate::lists::Lists;
use crate::{Size, steady, trunks};

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
    /// By arc.
    pub(crate) chains: Vec<Chain>,
    /// By arc, whether it runs against its arrow.
    pub(crate) reversed: Vec<bool>,
    /// By arc, whether it leaves at a side of its box.
    pub(crate) side: Vec<bool>,
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

/// The way of an arc: its own segments, and those of the arc that it shares the rest of the way with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) own: Range<u32>,
    /// Before the own segments in a reversed arc, else after them; mostly none.
    pub(crate) shared: Range<u32>,
    /// The arc the shared segments belong to; the arc itself when there are none.
    pub(crate) trunk: u32,
}

impl Chain {
    /// Returns all segments from top to bottom.
    pub(crate) fn segments(&self, reversed: bool) -> impl Iterator<Item = u32> + use<> {
        let (own, shared) = (self.own.clone(), self.shared.clone());
        let (first, second) = if reversed { (shared, own) } else { (own, shared) };
        first.chain(second)
    }

    /// Tells whether part of the way belongs to another arc.
    pub(crate) fn joins(&self) -> bool {
        !self.shared.is_empty()
    }
}

impl Layered {
    /// Tells whether a segment is where an arc joins the way of another one, or leaves it.
    pub(crate) fn is_junction(&self, segment: u32) -> bool {
        let arc = self.segments[segment as usize].arc as usize;
        let chain = &self.chains[arc];
        let at = if self.reversed[arc] { chain.own.start } else { chain.own.end - 1 };
        chain.joins() && segment == at
    }

    /// Returns the rows of the two boxes of an arc.
    pub(crate) fn span(&self, arc: usize) -> (u32, u32) {
        let Chain { own, shared, .. } = &self.chains[arc];
        let (mut first, mut last) = (own.start, own.end - 1);
        if self.chains[arc].joins() {
            if self.reversed[arc] {
                first = shared.start;
            } else {
                last = shared.end - 1;
            }
        }
        (self.row[self.segments[first as usize].upper as usize], self.row[self.segments[last as usize].lower as usize])
    }

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
    let mut segments: Vec<Segment> = Vec::with_capacity(arcs.len());
    let trunks = trunks::choose(arcs, &row);
    let mut chains = vec![Chain::default(); arcs.len()];
    let numbered = || (0..arcs.len() as u32).zip(&trunks);
    let labels: Vec<Option<(u32, Size)>> =
        arcs.iter().map(|arc| label_after(arc).map(|(after, size)| (row_of_rank[after] + 1, size))).collect();
    // Arcs that others join come before those that join.
    for (index, &trunk) in
        numbered().filter(|(index, trunk)| index == *trunk).chain(numbered().filter(|(index, trunk)| index != *trunk))
    {
        let arc = &arcs[index as usize];
        let label = labels[index as usize];
        let (mut from, mut to) = (row[arc.upper as usize] + 1, row[arc.lower as usize]);
        let (mut upper, mut last) = (arc.upper, arc.lower);
        let mut shared = 0..0;
        if trunk != index {
            // The station of the other arc's way where the two meet: beyond both labels.
            let way = &chains[trunk as usize].own;
            let is_label = |row: u32| [label, labels[trunk as usize]].iter().flatten().any(|&(label, _)| label == row);
            let top = row[segments[way.start as usize].upper as usize];
            if arc.reversed {
                let meeting = if is_label(to - 1) { to - 2 } else { to - 1 };
                shared = way.start..way.start + (meeting - top);
                upper = segments[shared.end as usize - 1].lower;
                from = meeting + 1;
            } else {
                let meeting = if is_label(from) { from + 1 } else { from };
                shared = way.start + (meeting - top)..way.end;
                last = segments[shared.start as usize].upper;
                to = meeting;
            }
        }
        let start = segments.len() as u32;
        for between in from..to {
            let station = row.len() as u32;
            row.push(between);
            size.push(label.filter(|&(row, _)| row == between).map_or(Size::default(), |(_, size)| size));
            segments.push(Segment { upper, lower: station, arc: index });
            upper = station;
        }
        segments.push(Segment { upper, lower: last, arc: index });
        chains[index as usize] = Chain { own: start..segments.len() as u32, shared, trunk };
    }
    // By arc, so that what stands left of what does not depend on who joins whom.
    let by_arc: Vec<u32> = chains.iter().flat_map(|chain| chain.own.clone()).collect();
    let down = Lists::group(row.len(), by_arc.len(), &|at| Some((segments[by_arc[at] as usize].upper, by_arc[at])));
    let up = Lists::group(row.len(), by_arc.len(), &|at| Some((segments[by_arc[at] as usize].lower, by_arc[at])));
    let reversed = arcs.iter().map(|arc| arc.reversed).collect();
    let side = arcs.iter().map(|arc| flat.arrows[arc.arrow as usize].side).collect();
    let steady = steady::steady(flat, acyclic);
    Layered { boxes: flat.sizes.len(), row, size, segments, chains, reversed, side, steady, down, up, label_rows }
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
    fn many_long_arcs_into_one_box_share_their_way() {
        // A chain of 20 boxes, each with an arc to the last one: stations for the longest only.
        let mut arrows: Vec<(u32, u32)> = (0..19).map(|node| (node, node + 1)).collect();
        arrows.extend((0..12).map(|node| (node, 19)));
        let layered = layered(&flat(20, &arrows));
        assert_eq!(layered.row.len(), 20 + 18);
        for (arc, chain) in layered.chains.iter().enumerate() {
            let way: Vec<Segment> = chain.segments(false).map(|segment| layered.segments[segment as usize]).collect();
            assert_eq!((way[0].upper, way[way.len() - 1].lower), arrows[arc]);
            assert!(way.windows(2).all(|pair| pair[0].lower == pair[1].upper), "{arc}");
        }
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
