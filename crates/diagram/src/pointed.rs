//! What of the picture is at a point: a sign, a label, a line, a step. By geometry, so that it holds at every level of detail.

use flowglass_layout::{EdgeIndex, LevelIndex, NodeIndex, Point, Rect};

use crate::face::{BADGE_SIGN, Face, FittedFace, GROUP_HEADER};
use crate::scene::{Scene, Shape};
use crate::text_width::{Font, text_width};

/// Something that is at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// A box, a mark, a stub, or the title of a group.
    Node(NodeIndex),
    /// A sign beside the second line of a step: its place in the list of badges.
    Badge(NodeIndex, usize),
    /// An edge's line or label.
    Edge(EdgeIndex),
    /// The text above a lane.
    Caption(LevelIndex),
}

/// What is at a point of the picture; lines are met within `reach` pixels beside them. The ground of a group is nothing.
pub fn pointed(scene: &Scene, point: Point, reach: f64) -> Option<Pointed> {
    let holds = |rect: &Rect| rect.inflate(reach / 2.0).contains(&Rect::new(point.x, point.y, 0.0, 0.0));
    let labels =
        scene.edges().filter(|(_, edge)| edge.bounds.inflate(reach).contains(&Rect::new(point.x, point.y, 0.0, 0.0)));
    let near: Vec<_> = labels.collect();
    let labelled = near.iter().find(|(_, edge)| edge.label.as_ref().is_some_and(|(_, place)| holds(place)));
    if let Some((index, _)) = labelled {
        return Some(Pointed::Edge(*index));
    }
    let caption = scene.lanes.iter().position(|lane| lane.caption.as_ref().is_some_and(|(_, place)| holds(place)));
    if let Some(at) = caption {
        return Some(Pointed::Caption(LevelIndex(at as u32)));
    }
    // A group comes before what it contains.
    for (at, node) in scene.nodes.iter().enumerate().rev() {
        let index = NodeIndex(at as u32);
        let inside = Point::new(point.x - node.rect.x, point.y - node.rect.y);
        if inside.x < 0.0 || inside.y < 0.0 || inside.x > node.rect.width || inside.y > node.rect.height {
            continue;
        }
        match &node.shape {
            Shape::Group(_, face, fitted) if inside.y <= GROUP_HEADER => {
                return Some(
                    badge_at(face, fitted, inside.x).map_or(Pointed::Node(index), |at| Pointed::Badge(index, at)),
                );
            }
            // Lines run over the ground of a group.
            Shape::Group(..) => break,
            Shape::Box(_, face, fitted) if inside.y > node.rect.height / 2.0 => {
                return Some(
                    badge_at(face, fitted, inside.x).map_or(Pointed::Node(index), |at| Pointed::Badge(index, at)),
                );
            }
            Shape::Box(..) | Shape::Start | Shape::End | Shape::Stub(_) => return Some(Pointed::Node(index)),
        }
    }
    let distance = |line: &str| distance_to_line(line, point);
    let nearest = near.iter().map(|(index, edge)| (distance(&edge.line), *index)).filter(|(away, _)| *away <= reach);
    nearest.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, index)| Pointed::Edge(index))
}

fn badge_at(face: &Face, fitted: &FittedFace, x: f64) -> Option<usize> {
    face.badges.iter().zip(&fitted.badges_x).position(|(badge, start)| {
        let width = BADGE_SIGN + text_width(&badge.text(), Font::Small);
        x >= start - 3.0 && x <= start + width + 3.0
    })
}

/// How far a point is from the path data of an edge's line; round corners count as sharp ones.
fn distance_to_line(data: &str, point: Point) -> f64 {
    let numbers = data.split(|character: char| !matches!(character, '0'..='9' | '.' | '-'));
    let mut numbers = numbers.filter_map(|number| number.parse::<f64>().ok());
    let mut nearest = f64::INFINITY;
    let mut before: Option<Point> = None;
    while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
        let here = Point::new(x, y);
        nearest = nearest.min(distance_to_segment(before.unwrap_or(here), here, point));
        before = Some(here);
    }
    nearest
}

fn distance_to_segment(from: Point, to: Point, point: Point) -> f64 {
    let (along_x, along_y) = (to.x - from.x, to.y - from.y);
    let length = along_x * along_x + along_y * along_y;
    let share = ((point.x - from.x) * along_x + (point.y - from.y) * along_y) / length;
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let (away_x, away_y) = (from.x + along_x * share - point.x, from.y + along_y * share - point.y);
    (away_x * away_x + away_y * away_y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw;

    const FLOW: &str = "{version: v1, type: flow, steps: [
        {type: task, name: a, resourceArn: 'acs:fc:::services/s/functions/f', timeoutSeconds: 30,
         retry: [{errors: [X], intervalSeconds: 1, maxAttempts: 3}]},
        {type: choice, name: c, choices: [{condition: '$.a == 1', goto: p}], default: {goto: a}},
        {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}, {steps: [{type: pass, name: y}]}, {steps: [{type: pass, name: z}]}]}]}";

    #[test]
    fn everything_is_found_where_it_is_drawn() {
        let scene = draw(&flowglass_flow::parse(FLOW).flow.unwrap());
        let at = |x: f64, y: f64| pointed(&scene, Point::new(x, y), 4.0);
        for (index, node) in scene.nodes() {
            let place = node.rect;
            match &node.shape {
                Shape::Group(..) => {
                    assert_eq!(at(place.x + 20.0, place.y + 20.0), Some(Pointed::Node(index)));
                    assert_eq!(at(place.x + 3.0, place.bottom() - 3.0), None, "the ground of a group is nothing");
                }
                Shape::Box(_, face, fitted) => {
                    assert_eq!(at(place.x + 60.0, place.y + 15.0), Some(Pointed::Node(index)));
                    for (badge, x) in (0..face.badges.len()).zip(&fitted.badges_x) {
                        assert_eq!(at(place.x + x + 4.0, place.y + 34.0), Some(Pointed::Badge(index, badge)));
                    }
                }
                Shape::Start | Shape::End | Shape::Stub(_) => {
                    assert_eq!(at(place.center().x, place.center().y), Some(Pointed::Node(index)));
                }
            }
        }
        for (index, edge) in scene.edges() {
            if let Some((_, place)) = &edge.label {
                assert_eq!(at(place.center().x, place.center().y), Some(Pointed::Edge(index)));
            }
        }
        let caption = scene.lanes.iter().position(|lane| lane.caption.is_some()).unwrap();
        let place = scene.lanes[caption].caption.as_ref().unwrap().1.center();
        assert_eq!(at(place.x, place.y), Some(Pointed::Caption(LevelIndex(caption as u32))));
        assert_eq!(at(-50.0, -50.0), None);
        assert_eq!(at(f64::NAN, 0.0), None);
    }

    #[test]
    fn lines_are_met_beside_them() {
        let line = "M10 10L10 50Q10 60 20 60L90 60";
        let check = |x: f64, y: f64, expected: f64| {
            assert!((distance_to_line(line, Point::new(x, y)) - expected).abs() < 1e-9, "{x} {y}");
        };
        check(13.0, 20.0, 3.0);
        check(10.0, 0.0, 10.0);
        check(50.0, 64.0, 4.0);
        check(93.0, 64.0, 5.0);
        assert_eq!(distance_to_line("", Point::new(0.0, 0.0)), f64::INFINITY);
        let scene = draw(&flowglass_flow::parse(FLOW).flow.unwrap());
        let (index, edge) = scene.edges().next().unwrap();
        let between =
            Point::new(scene.node(edge.from).rect.center().x + 2.0, scene.node(edge.from).rect.bottom() + 8.0);
        assert_eq!(pointed(&scene, between, 4.0), Some(Pointed::Edge(index)));
        assert_eq!(pointed(&scene, Point::new(between.x + 8.0, between.y), 4.0), None);
    }
}
