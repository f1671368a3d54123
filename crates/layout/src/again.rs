//! Laying out anew only what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compose::arrange;
use crate::level::{self, Drawing, Flat};
use crate::{Graph, Layout, Options};

/// The levels of a layout, kept for the next one.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// With which distances they were laid out.
    options: Options,
    /// By the digest of its content. Of two levels with one digest only one is kept, so every find is compared.
    levels: BTreeMap<u64, Arc<Kept>>,
    laid_out: usize,
}

#[derive(Debug)]
struct Kept {
    content: Flat,
    drawing: Drawing,
}

impl Memory {
    /// Returns how many levels the last layout had to lay out: neither equal to one from before nor to another one of its own.
    #[must_use]
    pub fn laid_out(&self) -> usize {
        self.laid_out
    }
}

/// Lays out a graph like [`lay_out`](crate::lay_out), and takes from an earlier layout every level whose content has not
/// changed; whatever the memory is, the layout is the same.
///
/// A level's content are the sizes of its boxes and groups, its edges with the sizes of their labels, and its start. A change
/// in a group is seen in the levels around it only as far as the group's size changes.
#[must_use]
pub fn lay_out_again(graph: &Graph, options: &Options, last: &Memory) -> (Layout, Memory) {
    let options = options.cleaned();
    let mut next = Memory { options, ..Memory::default() };
    let usable = last.options == options;
    let layout = arrange(graph, &options, &mut |content| {
        let digest = digest(&content);
        let known = next.levels.get(&digest).or_else(|| last.levels.get(&digest).filter(|_| usable));
        if let Some(kept) = known.filter(|kept| kept.content == content).cloned() {
            let drawing = kept.drawing.clone();
            next.levels.insert(digest, kept);
            return drawing;
        }
        let drawing = level::draw(&content, &options);
        next.laid_out += 1;
        next.levels.insert(digest, Arc::new(Kept { content, drawing: drawing.clone() }));
        drawing
    });
    (layout, next)
}

/// Mixes everything that a level's drawing depends on (FNV-1a over 64-bit words).
fn digest(content: &Flat) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut digest = OFFSET;
    let mut mix = |word: u64| digest = (digest ^ word).wrapping_mul(PRIME).rotate_left(29);
    mix(content.start.map_or(u64::MAX, u64::from));
    for size in &content.sizes {
        mix(size.width.to_bits());
        mix(size.height.to_bits());
    }
    for arrow in &content.arrows {
        mix(u64::from(arrow.from) << 32 | u64::from(arrow.to));
        let label = arrow.label.unwrap_or_default();
        mix(label.width.to_bits());
        mix(label.height.to_bits() ^ u64::from(arrow.side));
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Edge, EdgeIndex, Level, LevelIndex, Node, NodeIndex, lay_out};

    /// A box and a group below it, with two lanes of two boxes and three.
    fn grouped() -> Graph {
        let mut graph = Graph { nodes: vec![Node::leaf(100.0, 40.0); 7], ..Graph::default() };
        graph.nodes[1].lanes = vec![LevelIndex(1), LevelIndex(2)];
        for nodes in [0..2, 2..4, 4..7] {
            let edges = nodes.clone().skip(1).map(|node| {
                graph.edges.push(Edge::new(NodeIndex(node - 1), NodeIndex(node)));
                EdgeIndex(graph.edges.len() as u32 - 1)
            });
            let edges = edges.collect();
            graph.levels.push(Level { nodes: nodes.map(NodeIndex).collect(), edges, ..Level::default() });
        }
        graph
    }

    /// Lays out again after a change, and checks that the layout is a fresh one's and how many levels it took.
    fn check(change: impl Fn(&mut Graph), options: Options, expected: usize) {
        let mut graph = grouped();
        let (first, memory) = lay_out_again(&graph, &Options::default(), &Memory::default());
        assert_eq!((first, memory.laid_out()), (lay_out(&graph, &Options::default()), 3));
        change(&mut graph);
        let (again, memory) = lay_out_again(&graph, &options, &memory);
        assert_eq!(again, lay_out(&graph, &options));
        assert_eq!(memory.laid_out(), expected);
        // What is kept is the last layout: nothing is left to do.
        assert_eq!(lay_out_again(&graph, &options, &memory).1.laid_out(), 0);
    }

    #[test]
    fn only_levels_that_have_changed_are_laid_out() {
        check(|_| {}, Options::default(), 0);
        // A box of the outer level: not the lanes.
        check(|graph| graph.nodes[0].size.width = 120.0, Options::default(), 1);
        // The shorter lane grows, and the group stays as large as the longer one makes it.
        check(|graph| graph.nodes[2].size.height = 50.0, Options::default(), 1);
        // The group grows with its wider lane.
        check(|graph| graph.nodes[4].size.width = 150.0, Options::default(), 2);
        check(|graph| graph.edges[1].side = true, Options::default(), 2);
    }

    #[test]
    fn other_distances_or_another_direction_lay_out_everything() {
        check(|_| {}, Options { node_gap: 30.0, ..Options::default() }, 3);
        check(|_| {}, Options { direction: Direction::LeftToRight, ..Options::default() }, 3);
    }

    #[test]
    fn equal_lanes_are_laid_out_once() {
        let mut graph = grouped();
        graph.levels[2].nodes.pop();
        graph.levels[2].edges.pop();
        let (layout, memory) = lay_out_again(&graph, &Options::default(), &Memory::default());
        assert_eq!((layout, memory.laid_out()), (lay_out(&graph, &Options::default()), 2));
    }
}
