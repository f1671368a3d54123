//! How a picture turns into the one of the same flow with other groups closed: which nodes and lines move from where, and
//! what appears. Plain numbers.

use flowglass_diagram::{EdgeIndex, NodeIndex, Point, Rect, Scene};

use crate::twin::twin;

/// How long everything is on its way, in milliseconds.
const DURATION: f64 = 180.0;
/// What is new is not seen before this share of the way, when what was in its place has made room.
const APPEARS: f64 = 0.4;
/// The most elements that move; a picture of which more would is there at once.
const MOST: usize = 600;
/// What is so near to its place stands at it.
const NOTHING: f64 = 0.5;

/// Everything that is on its way.
#[derive(Debug, Default)]
pub(crate) struct Refolding {
    /// Nodes with where they come from, ascending.
    pub(crate) nodes: Vec<(NodeIndex, Rect)>,
    /// Lines that come as a whole, with how far.
    pub(crate) edges: Vec<(EdgeIndex, Point)>,
    /// Nodes and lines that were not there before, or not in this shape.
    pub(crate) new_nodes: Vec<NodeIndex>,
    pub(crate) new_edges: Vec<EdgeIndex>,
    /// Sheets of groups that close: from where to the box that stays.
    pub(crate) sheets: Vec<(Rect, Rect)>,
    /// The time of the first frame.
    start: Option<f64>,
    /// How much of the way is done, 0 to 1.
    pub(crate) share: f64,
}

impl Refolding {
    /// What is to move in `area`, the part of the new picture that is seen; `None` when nothing is, or too much.
    ///
    /// `place` tells where a node of the old scene stands at the moment, `shift` how far the old picture stands beside the new
    /// one.
    pub(crate) fn between(
        old: &Scene,
        place: impl Fn(NodeIndex) -> Rect,
        new: &Scene,
        shift: Point,
        area: &Rect,
    ) -> Option<Self> {
        let before = |index: NodeIndex| {
            let old_index = match new.node(index).step() {
                Some(step) => old.node_of(step),
                None => twin(new, index, old),
            };
            old_index.map(|index| (index, place(index).moved(shift)))
        };
        let seen = |rect: &Rect| rect.overlaps(area);
        let mut refolding = Self::default();
        for (index, node) in new.nodes() {
            // Marks and ends of broken edges are found one by one, so those out of sight are passed over.
            if node.step().is_none() && !seen(&node.rect) {
                continue;
            }
            match before(index) {
                Some((_, from)) if seen(&from) || seen(&node.rect) => {
                    if !is_same(&from, &node.rect) {
                        refolding.nodes.push((index, from));
                    }
                }
                None if seen(&node.rect) => refolding.new_nodes.push(index),
                Some(_) | None => {}
            }
        }
        for (index, edge) in new.edges().filter(|(_, edge)| seen(&edge.bounds)) {
            let ends = before(edge.from).zip(before(edge.to));
            let by = ends.and_then(|((old_from, from), (old_to, to))| {
                let old_edge = old.edge(old.edge_between(old_from, old_to, edge.kind)?);
                let by = offset(&from, &new.node(edge.from).rect);
                let other = offset(&to, &new.node(edge.to).rect);
                let rigid =
                    is_near(by.x, other.x) && is_near(by.y, other.y) && is_alike(&old_edge.bounds, &edge.bounds);
                rigid.then_some(by)
            });
            match by {
                Some(by) if is_near(by.x, 0.0) && is_near(by.y, 0.0) => {}
                Some(by) => refolding.edges.push((index, by)),
                None => refolding.new_edges.push(index),
            }
        }
        for (index, node) in old.nodes().filter(|(_, node)| node.is_group()) {
            let closed = node.step().and_then(|step| new.node_of(step)).filter(|twin| !new.node(*twin).is_group());
            if let Some(twin) = closed {
                let from = place(index).moved(shift);
                if seen(&from) {
                    refolding.sheets.push((from, new.node(twin).rect));
                }
            }
        }
        let moving =
            refolding.nodes.len() + refolding.edges.len() + refolding.new_nodes.len() + refolding.new_edges.len();
        (moving > 0 && moving <= MOST).then_some(refolding)
    }

    /// Goes on to `now`, in milliseconds; tells whether there is still some of the way left.
    pub(crate) fn goes_on(&mut self, now: f64) -> bool {
        let start = *self.start.get_or_insert(now);
        let share = ((now - start) / DURATION).clamp(0.0, 1.0);
        self.share = 1.0 - (1.0 - share).powi(3);
        share < 1.0
    }

    /// Where a node of the new scene, whose place is `at`, stands at the moment.
    pub(crate) fn place(&self, index: NodeIndex, at: &Rect) -> Rect {
        match self.nodes.binary_search_by_key(&index, |(moving, _)| *moving) {
            Ok(found) => self.nodes.get(found).map_or(*at, |(_, from)| between(from, at, self.share)),
            Err(_) => *at,
        }
    }

    /// How much is seen of what is new, 0 to 1.
    pub(crate) fn opacity(&self) -> f64 {
        ((self.share - APPEARS) / (1.0 - APPEARS)).clamp(0.0, 1.0)
    }
}

/// A place a part of the way from one to another.
pub(crate) fn between(from: &Rect, to: &Rect, share: f64) -> Rect {
    let part = |from: f64, to: f64| from + (to - from) * share;
    Rect::new(part(from.x, to.x), part(from.y, to.y), part(from.width, to.width), part(from.height, to.height))
}

fn offset(from: &Rect, to: &Rect) -> Point {
    Point::new(from.x - to.x, from.y - to.y)
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() < NOTHING
}

fn is_alike(one: &Rect, other: &Rect) -> bool {
    is_near(one.width, other.width) && is_near(one.height, other.height)
}

fn is_same(one: &Rect, other: &Rect) -> bool {
    is_near(one.x, other.x) && is_near(one.y, other.y) && is_alike(one, other)
}

#[cfg(test)]
mod tests {
    use flowglass_diagram::{Closed, Direction, draw_closed, groups};

    use super::*;
    use crate::fixture::{flow, name};

    const STEPS: &str = "[{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}, {type: pass, name: y}]}, {steps: [{type: pass, name: z}]}]}, {type: pass, name: b}, {type: pass, name: c}]";
    const EVERYWHERE: Rect = Rect::new(-1e6, -1e6, 2e6, 2e6);

    fn scenes() -> (Scene, Scene) {
        let flow = flow(STEPS);
        let scene = |closed: Closed| draw_closed(&flow, Direction::TopToBottom, &closed);
        (scene(Closed::default()), scene(groups(&flow).collect()))
    }

    fn names(scene: &Scene, nodes: impl Iterator<Item = NodeIndex>) -> Vec<String> {
        nodes.map(|index| name(scene, index)).collect()
    }

    fn find(scene: &Scene, wanted: &str) -> NodeIndex {
        scene.nodes().map(|(index, _)| index).find(|index| name(scene, *index) == wanted).expect("it is there")
    }

    /// The refolding between two scenes whose group stays where it is, without another refolding before.
    fn moved(old: &Scene, new: &Scene, area: &Rect) -> Option<Refolding> {
        let corner = |scene: &Scene| scene.node(find(scene, "p")).rect;
        let shift = offset(&corner(new), &corner(old));
        Refolding::between(old, |index| old.node(index).rect, new, shift, area)
    }

    #[test]
    fn what_is_below_a_group_that_opens_makes_room_and_its_steps_appear() {
        let (open, closed) = scenes();
        let refolding = moved(&closed, &open, &EVERYWHERE).expect("something moves");
        assert_eq!(names(&open, refolding.new_nodes.iter().copied()), ["x", "y", "z"]);
        assert!(refolding.sheets.is_empty());
        // The group grows from the box, the rest moves as a whole with its lines.
        let from = |name: &str| {
            let index = find(&open, name);
            refolding.nodes.iter().find(|(moving, _)| *moving == index).map(|(_, from)| *from)
        };
        assert_eq!(from("p").map(|rect| rect.width), Some(closed.node(find(&closed, "p")).rect.width));
        let [b, c] = ["b", "c"].map(|name| offset(&from(name).expect("it moves"), &open.node(find(&open, name)).rect));
        assert!(b.y < -50.0 && b == c, "{b:?} {c:?}");
        let ends = |edge: &EdgeIndex| (name(&open, open.edge(*edge).from), name(&open, open.edge(*edge).to));
        assert!(refolding.edges.iter().any(|(edge, by)| ends(edge) == ("b".to_owned(), "c".to_owned()) && *by == b));
        assert!(refolding.new_edges.iter().any(|edge| ends(edge) == ("p".to_owned(), "b".to_owned())));
    }

    #[test]
    fn a_group_that_closes_leaves_a_sheet_that_shrinks() {
        let (open, closed) = scenes();
        let refolding = moved(&open, &closed, &EVERYWHERE).expect("something moves");
        assert!(refolding.new_nodes.is_empty());
        let [(from, to)] = refolding.sheets[..] else { panic!("one group closes") };
        assert_eq!(to, closed.node(find(&closed, "p")).rect);
        assert_eq!((from.x, from.y, from.width), (to.x, to.y, open.node(find(&open, "p")).rect.width));
    }

    #[test]
    fn what_is_out_of_sight_does_not_move() {
        let (open, closed) = scenes();
        assert!(moved(&open, &closed, &Rect::new(-5_000.0, 0.0, 10.0, 10.0)).is_none());
        assert!(moved(&open, &open, &EVERYWHERE).is_none());
    }

    #[test]
    fn a_motion_that_is_broken_off_goes_on_from_where_everything_stands() {
        let (open, closed) = scenes();
        let mut first = moved(&closed, &open, &EVERYWHERE).expect("something moves");
        assert!(first.goes_on(1_000.0) && first.share == 0.0);
        assert!(first.goes_on(1_000.0 + DURATION / 2.0));
        assert!(first.share > 0.5 && first.share < 1.0);
        let b = find(&open, "b");
        let at = first.place(b, &open.node(b).rect);
        assert!(at.y < open.node(b).rect.y);
        let place = |index: NodeIndex| first.place(index, &open.node(index).rect);
        let second = Refolding::between(&open, place, &closed, Point::default(), &EVERYWHERE).expect("something moves");
        let index = find(&closed, "b");
        assert_eq!(second.place(index, &closed.node(index).rect), at);
        assert!(!first.goes_on(1_000.0 + DURATION) && first.place(b, &open.node(b).rect) == open.node(b).rect);
        assert!((first.opacity() - 1.0).abs() < 1e-9);
    }
}
