//! Which ends of arcs stand at the sides of their boxes, and the room that takes.

use crate::Options;
use crate::chains::Layered;
use crate::cycles::Acyclic;
use crate::level::Flat;
use crate::order::Order;
use crate::sorting::sort_by_key;

/// Where an arc meets a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At the lower border of its upper box, or at the upper border of its lower box.
    Port,
    Left,
    Right,
}

/// What happens at one side of a box; each list from the box outwards.
#[derive(Debug, Default, Clone)]
pub(crate) struct Flank {
    /// Segments that leave upwards.
    pub(crate) ups: Vec<u32>,
    /// Segments that leave downwards.
    pub(crate) downs: Vec<u32>,
    /// Arrows from the box to itself.
    pub(crate) loops: Vec<Loop>,
    /// How far the loops reach out, and at least the room for the heads of arrows.
    pub(crate) loop_reach: f64,
    /// How far the segments must not go out, so that they stay clear of the loops' labels beyond.
    pub(crate) limit: f64,
}

/// An arrow from a box to itself, by distances from the side of the box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Loop {
    pub(crate) arrow: u32,
    /// Where the line turns.
    pub(crate) line: f64,
    /// Where the label begins: beyond all lines at that side.
    pub(crate) label: f64,
}

/// The ends of all arcs and the room around all vertices.
#[derive(Debug)]
pub(crate) struct Sides {
    /// By arc.
    pub(crate) upper: Vec<End>,
    /// By arc.
    pub(crate) lower: Vec<End>,
    flanks: Vec<Flank>,
    /// By box: the number of its left and its right flank.
    flank_of: Vec<[Option<u32>; 2]>,
    /// By vertex: how far it and what belongs to it reach from its centre to the left and to the right.
    pub(crate) left: Vec<f64>,
    pub(crate) right: Vec<f64>,
    /// By vertex: its height with the labels of its loops.
    pub(crate) height: Vec<f64>,
}

impl Sides {
    /// Returns what stands at one side of a box, if anything does.
    pub(crate) fn flank(&self, node: u32, end: End) -> Option<&Flank> {
        let side = match end {
            End::Port => return None,
            End::Left => 0,
            End::Right => 1,
        };
        self.flank_of.get(node as usize)?[side].map(|index| &self.flanks[index as usize])
    }

    fn flank_mut(&mut self, node: u32, end: End) -> &mut Flank {
        let slot = &mut self.flank_of[node as usize][usize::from(end == End::Right)];
        let index = *slot.get_or_insert_with(|| {
            self.flanks.push(Flank::default());
            self.flanks.len() as u32 - 1
        });
        &mut self.flanks[index as usize]
    }
}

/// Puts the ends of loops, and those where side edges leave, at a side of their boxes.
///
/// An end stands at the side its arc goes to: left of the other arcs there or right of them. When that decides nothing,
/// loops stand left and side edges right. Needs the rows in order.
pub(crate) fn choose(flat: &Flat, acyclic: &Acyclic, layered: &Layered, order: &Order, options: &Options) -> Sides {
    let arcs = acyclic.arcs.len();
    let half = |size: &crate::Size| size.width / 2.0;
    let mut sides = Sides {
        upper: vec![End::Port; arcs],
        lower: vec![End::Port; arcs],
        flanks: Vec::new(),
        flank_of: vec![[None; 2]; layered.boxes],
        left: layered.size.iter().map(half).collect(),
        right: layered.size.iter().map(half).collect(),
        height: layered.size.iter().map(|size| size.height).collect(),
    };
    let at_side = |arc: usize| (acyclic.arcs[arc].reversed, flat.arrows[acyclic.arcs[arc].arrow as usize].side);
    for index in 0..arcs {
        let (reversed, side) = at_side(index);
        if !reversed && !side {
            continue;
        }
        let usual = if reversed { End::Left } else { End::Right };
        let arc = acyclic.arcs[index];
        let chain = &layered.chains[index];
        if !(reversed && chain.joins()) {
            let first = chain.own.start;
            let end = side_of(layered, order, &at_side, arc.upper, first, true).unwrap_or(usual);
            sides.upper[index] = end;
            sides.flank_mut(arc.upper, end).downs.push(first);
        }
        if reversed {
            let last = chain.own.end - 1;
            let end = side_of(layered, order, &at_side, arc.lower, last, false).unwrap_or(usual);
            sides.lower[index] = end;
            sides.flank_mut(arc.lower, end).ups.push(last);
        }
    }
    // Loops that share their way reach their target where the first of them does.
    for (index, chain) in layered.chains.iter().enumerate().filter(|(_, chain)| chain.joins()) {
        if acyclic.arcs[index].reversed {
            sides.upper[index] = sides.upper[chain.trunk as usize];
        }
    }
    for &arrow in &acyclic.loops {
        let flank = sides.flank_mut(flat.arrows[arrow as usize].from, End::Right);
        flank.loops.push(Loop { arrow, line: 0.0, label: 0.0 });
    }
    measure(flat, layered, order, options, &mut sides);
    sides
}

/// Tells on which side of a box's other arcs one of its segments goes on.
fn side_of(
    layered: &Layered,
    order: &Order,
    at_side: &impl Fn(usize) -> (bool, bool),
    node: u32,
    segment: u32,
    downwards: bool,
) -> Option<End> {
    let far = |segment: u32| {
        let segment = layered.segments[segment as usize];
        order.place[(if downwards { segment.lower } else { segment.upper }) as usize]
    };
    let list = if downwards { layered.down.of(node) } else { layered.up.of(node) };
    let (mut before, mut after) = (0u32, 0u32);
    for &other in list {
        let (reversed, side) = at_side(layered.segments[other as usize].arc as usize);
        if reversed || (side && downwards) {
            continue;
        }
        match far(other).cmp(&far(segment)) {
            std::cmp::Ordering::Less => before += 1,
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => after += 1,
        }
    }
    match before.cmp(&after) {
        std::cmp::Ordering::Less => Some(End::Left),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(End::Right),
    }
}

/// Sorts what stands at each side from the box outwards and adds up the room it takes.
fn measure(flat: &Flat, layered: &Layered, order: &Order, options: &Options, sides: &mut Sides) {
    let gap = options.edge_gap;
    for node in 0..layered.boxes {
        for (side, index) in sides.flank_of[node].into_iter().enumerate() {
            let Some(index) = index else { continue };
            let flank = &mut sides.flanks[index as usize];
            // Outwards is towards lower places on the left and towards higher ones on the right.
            let outwards = |vertex: u32| {
                let place = i64::from(order.place[vertex as usize]);
                if side == 0 { -place } else { place }
            };
            sort_by_key(&mut flank.downs, &|segment| outwards(layered.segments[segment as usize].lower));
            sort_by_key(&mut flank.ups, &|segment| outwards(layered.segments[segment as usize].upper));
            for (index, own) in flank.loops.iter_mut().enumerate() {
                own.line = gap.max(LOOP_GAP) * (index + 1) as f64;
                flank.loop_reach = own.line;
            }
            if !(flank.downs.is_empty() && flank.ups.is_empty()) {
                flank.loop_reach = flank.loop_reach.max(HEAD_ROOM);
            }
            let mut reach = flank.loop_reach + flank.ups.len().max(flank.downs.len()) as f64 * gap;
            let lines = reach;
            let mut label_height = 0.0f64;
            for own in &mut flank.loops {
                if let Some(label) = flat.arrows[own.arrow as usize].label {
                    own.label = reach + LABEL_GAP;
                    reach = own.label + label.width;
                    label_height = label_height.max(label.height);
                }
            }
            flank.limit = if label_height > 0.0 { lines } else { f64::INFINITY };
            let room = if side == 0 { &mut sides.left[node] } else { &mut sides.right[node] };
            *room += reach;
            sides.height[node] = sides.height[node].max(label_height);
        }
    }
}

/// Between a box and a loop on it.
const LOOP_GAP: f64 = 16.0;
/// What an arrow that ends at a side needs beside the gap between lines: it then stands in the middle between two boxes, and
/// there is room for its head and a round corner.
const HEAD_ROOM: f64 = 2.0;
/// Between a loop's line and its label beside it.
const LABEL_GAP: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::tests::flat;
    use crate::{chains, order, rank};

    fn sides_of(flat: &Flat) -> Sides {
        let acyclic = break_cycles(flat);
        let layered = chains::build(flat, &acyclic, &rank::assign(flat, &acyclic));
        let order = order::arrange(&layered);
        choose(flat, &acyclic, &layered, &order, &Options::default())
    }

    #[test]
    fn loops_stand_left_and_error_edges_right() {
        let mut flat = flat(4, &[(0, 1), (1, 2), (2, 1), (1, 3)]);
        flat.arrows[3].side = true;
        let sides = sides_of(&flat);
        // The arcs: the loop, the two plain ones, the side edge.
        assert_eq!(sides.upper, [End::Left, End::Port, End::Port, End::Right]);
        assert_eq!(sides.lower, [End::Left, End::Port, End::Port, End::Port]);
        assert_eq!((sides.left[1], sides.right[1]), (64.0, 64.0));
        assert_eq!((sides.left[2], sides.right[2]), (64.0, 50.0));
    }

    #[test]
    fn a_box_has_room_for_its_own_loops_and_their_labels() {
        let mut flat = flat(1, &[(0, 0), (0, 0)]);
        flat.arrows[0].label = Some(crate::Size::new(30.0, 50.0));
        let sides = sides_of(&flat);
        assert_eq!(sides.right[0], 50.0 + 2.0 * 16.0 + 4.0 + 30.0);
        assert_eq!(sides.height[0], 50.0);
        let loops = [Loop { arrow: 0, line: 16.0, label: 36.0 }, Loop { arrow: 1, line: 32.0, label: 0.0 }];
        assert_eq!(sides.flank(0, End::Right).map(|flank| &flank.loops[..]), Some(&loops[..]));
    }
}
