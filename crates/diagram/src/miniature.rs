//! The picture as few pixels: what stands where, so coarse that it costs the same for ten steps and for ten thousand.
//!
//! Lines are left out: at this size they would hide the steps. Of several steps in one pixel the one that matters most is
//! seen, so that a single failure among thousands is.

use std::ops::Range;

use flowglass_layout::{NodeIndex, Point, Rect, Size};

use crate::number::push_number;
use crate::overlay::{Overlay, weight};
use crate::scene::{Scene, Shape};
use crate::status::NodeStatus;
use crate::svg::map_path;

/// A picture is at least so wide and high here, however long it is, in pixels.
const LEAST: f64 = 28.0;
/// The least side of what was found, in pixels.
const LEAST_HIT: u32 = 3;

/// A picture in few pixels.
#[derive(Clone, Debug)]
pub struct Miniature {
    picture: Size,
    width: u32,
    height: u32,
    /// Row by row: what is in a pixel without a run.
    ground: Vec<u8>,
    /// By [`NodeIndex`]: the pixels of a step's box.
    places: Vec<Option<Cells>>,
}

#[derive(Clone, Debug)]
struct Cells {
    columns: Range<u32>,
    rows: Range<u32>,
}

/// Numbers of what is in a pixel: nothing, a group, then the statuses.
const NOTHING: u8 = 0;
const SHEET: u8 = 1;
const STEP: u8 = 2;

impl Miniature {
    /// Makes the miniature of a scene, in at most `most` pixels. It keeps the scene's proportions unless that would make it
    /// too thin to be seen.
    pub fn of(scene: &Scene, most: Size) -> Self {
        let picture = Size::new(scene.size.width.max(1.0), scene.size.height.max(1.0));
        let scale = (most.width / picture.width).min(most.height / picture.height).min(1.0);
        let side = |length: f64, most: f64| (length * scale).max(LEAST).min(most).max(1.0).round() as u32;
        let (width, height) = (side(picture.width, most.width), side(picture.height, most.height));
        let ground = vec![NOTHING; width as usize * height as usize];
        let mut miniature = Self { picture, width, height, ground, places: Vec::with_capacity(scene.nodes.len()) };
        for node in &scene.nodes {
            let cells = miniature.cells(&node.rect);
            match &node.shape {
                Shape::Group(..) => fill(&mut miniature.ground, width, &cells, SHEET),
                Shape::Box(..) | Shape::Start | Shape::End | Shape::Stub(_) => {}
            }
            miniature.places.push((!node.is_group()).then_some(cells));
        }
        miniature
    }

    /// Its size in pixels.
    pub fn size(&self) -> Size {
        Size::new(f64::from(self.width), f64::from(self.height))
    }

    /// Where a part of the picture is in it.
    pub fn place(&self, part: &Rect) -> Rect {
        let (across, down) = self.scales();
        Rect::new(part.x * across, part.y * down, part.width * across, part.height * down)
    }

    /// The point of the picture at a point of it.
    pub fn to_picture(&self, point: Point) -> Point {
        let (across, down) = self.scales();
        Point::new(point.x / across, point.y / down)
    }

    /// Draws it as paths of an SVG image of its size, one for all pixels that look alike: groups, steps by where they stand,
    /// and over them the `hits`. `overlay` must belong to the scene.
    pub fn paths(&self, overlay: Option<&Overlay>, hits: &[NodeIndex]) -> String {
        let mut pixels = self.ground.clone();
        for (at, place) in self.places.iter().enumerate() {
            let Some(cells) = place else { continue };
            let state = overlay.and_then(|overlay| overlay.nodes.get(at));
            // What went wrong in a closed group is seen on its box.
            let inside = state.and_then(|state| state.inside).map_or(0, |inside| weight(inside.status));
            let own = state.map_or(0, |state| weight(state.status));
            fill(&mut pixels, self.width, cells, STEP + own.max(inside));
        }
        let mut out = String::new();
        map_path(&mut out, "fg-minimap-sheet", &self.runs(&pixels, SHEET));
        for status in NodeStatus::ALL {
            // What was not taken looks here as what has not run: there is no room for a dashed line.
            if status != NodeStatus::NotTaken {
                let class = format!("fg-minimap-step {}", status.class());
                map_path(&mut out, &class, &self.runs(&pixels, STEP + weight(status)));
            }
        }
        let mut found = vec![NOTHING; if hits.is_empty() { 0 } else { pixels.len() }];
        for hit in hits {
            if let Some(Some(cells)) = self.places.get(hit.0 as usize) {
                fill(&mut found, self.width, &self.grown(cells), STEP);
            }
        }
        map_path(&mut out, "fg-minimap-hit", &self.runs(&found, STEP));
        out
    }

    fn scales(&self) -> (f64, f64) {
        (f64::from(self.width) / self.picture.width, f64::from(self.height) / self.picture.height)
    }

    /// The pixels that a part of the picture touches most; at least one.
    fn cells(&self, part: &Rect) -> Cells {
        let place = self.place(part);
        let range = |start: f64, end: f64, most: u32| {
            let first = (start.round().max(0.0) as u32).min(most.saturating_sub(1));
            first..(end.round().max(0.0) as u32).clamp(first + 1, most.max(first + 1))
        };
        Cells { columns: range(place.x, place.right(), self.width), rows: range(place.y, place.bottom(), self.height) }
    }

    fn grown(&self, cells: &Cells) -> Cells {
        let grow = |range: &Range<u32>, most: u32| {
            let missing = LEAST_HIT.saturating_sub(range.end - range.start);
            range.start.saturating_sub(missing.div_ceil(2))..(range.end + missing / 2).min(most)
        };
        Cells { columns: grow(&cells.columns, self.width), rows: grow(&cells.rows, self.height) }
    }

    /// The path data of all pixels that hold `wanted`: one rectangle for those that follow each other in a row.
    fn runs(&self, pixels: &[u8], wanted: u8) -> String {
        let mut data = String::new();
        for (y, row) in pixels.chunks(self.width as usize).enumerate() {
            let mut x = 0;
            for same in row.chunk_by(|one, other| one == other) {
                if same.first() == Some(&wanted) {
                    push_run(&mut data, x, y, same.len());
                }
                x += same.len();
            }
        }
        data
    }
}

fn fill(pixels: &mut [u8], width: u32, cells: &Cells, what: u8) {
    for row in cells.rows.clone() {
        let start = row as usize * width as usize;
        let (from, to) = (start + cells.columns.start as usize, start + cells.columns.end as usize);
        for pixel in pixels.get_mut(from..to).into_iter().flatten() {
            *pixel = (*pixel).max(what);
        }
    }
}

fn push_run(data: &mut String, x: usize, y: usize, length: usize) {
    data.push('M');
    push_number(data, x as f64);
    data.push(' ');
    push_number(data, y as f64);
    data.push('h');
    push_number(data, length as f64);
    data.push_str("v1h-");
    push_number(data, length as f64);
    data.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::EdgeStatus;
    use crate::{NodeState, draw};

    const MOST: Size = Size::new(180.0, 140.0);

    fn scene(steps: &str) -> Scene {
        draw(&flowglass_flow::parse(&format!("version: v1\ntype: flow\nsteps: [{steps}]\n")).flow.unwrap())
    }

    fn overlay(scene: &Scene) -> Overlay {
        Overlay {
            nodes: vec![NodeState { status: NodeStatus::Succeeded, ..NodeState::default() }; scene.nodes.len()],
            edges: vec![EdgeStatus::Open; scene.edges.len()],
            status: flowglass_history::Status::Running,
            hidden: Vec::new(),
            unplaced: 0,
        }
    }

    /// How many pixels the paths of a class cover.
    fn pixels(paths: &str, class: &str) -> usize {
        let start = paths.split(&format!("class=\"{class}\" d=\"")).nth(1).unwrap_or_default();
        let data = start.split('"').next().unwrap_or_default();
        data.split('h').skip(1).step_by(2).filter_map(|run| run.split('v').next()?.parse::<usize>().ok()).sum()
    }

    #[test]
    fn proportions_are_kept_unless_it_would_be_too_thin() {
        let small = Miniature::of(&scene("{type: pass, name: a}"), MOST);
        let size = small.size();
        assert!(size.width <= MOST.width && size.height <= MOST.height);
        let long: String = (0..2_000).map(|at| format!("{{type: pass, name: s{at}}},")).collect();
        let long = Miniature::of(&scene(&long), MOST);
        assert_eq!(long.size(), Size::new(LEAST, 140.0));
        let whole = long.place(&Rect::new(0.0, 0.0, long.picture.width, long.picture.height));
        assert!((whole.width - LEAST).abs() < 1e-9 && (whole.height - 140.0).abs() < 1e-9);
        let back = long.to_picture(Point::new(14.0, 70.0));
        assert!((back.x - long.picture.width / 2.0).abs() < 1e-6 && (back.y - long.picture.height / 2.0).abs() < 1e-6);
    }

    #[test]
    fn one_failure_among_thousands_is_seen() {
        let steps: String = (0..10_000).map(|at| format!("{{type: pass, name: s{at}}},")).collect();
        let scene = scene(&steps);
        let miniature = Miniature::of(&scene, MOST);
        let mut overlay = overlay(&scene);
        overlay.nodes[5_000].status = NodeStatus::Failed;
        let paths = miniature.paths(Some(&overlay), &[]);
        assert!(pixels(&paths, "fg-minimap-step is-failed") > 0);
        assert!(pixels(&paths, "fg-minimap-step is-succeeded") > 500);
        assert!(paths.len() < 10_000, "{}", paths.len());
        let plain = miniature.paths(None, &[NodeIndex(5_000)]);
        assert!(pixels(&plain, "fg-minimap-step is-not-run") > 500);
        assert!(pixels(&plain, "fg-minimap-hit") >= 9);
    }

    #[test]
    fn steps_lie_on_their_groups() {
        let scene = scene(
            "{type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}, {steps: [{type: pass, name: y}]}]}",
        );
        let miniature = Miniature::of(&scene, MOST);
        let paths = miniature.paths(None, &[]);
        let area: f64 = scene
            .nodes
            .iter()
            .filter(|node| node.face().is_some_and(|face| face.name == "x"))
            .map(|node| miniature.place(&node.rect))
            .map(|place| place.width * place.height)
            .sum();
        let steps = pixels(&paths, "fg-minimap-step is-not-run") as f64;
        // Two of them, and the two marks.
        assert!(steps > 1.6 * area && steps < 3.0 * area, "{steps} {area}");
        assert!(pixels(&paths, "fg-minimap-sheet") > 0);
        // What was found lies over everything.
        assert!(paths.find("fg-minimap-sheet") < paths.find("fg-minimap-step"));
    }
}
