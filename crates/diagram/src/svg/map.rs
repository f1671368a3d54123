//! Paths of the small map, and the outlines around what was found.

use flowglass_layout::{NodeIndex, Rect};

use super::element::path;
use super::far::push_rect;
use crate::scene::Scene;

/// What is free between a step and the outline that marks it, in pixels of the picture.
const AROUND: f64 = 5.0;

/// Writes a whole `<path>`, unless it has no data.
pub(crate) fn map_path(out: &mut String, class: &str, data: &str) {
    if !data.is_empty() {
        path(out, class, data);
    }
}

/// The path data of outlines around those of some nodes that touch `region`: one path for all of them.
pub fn outlines(scene: &Scene, nodes: &[NodeIndex], region: &Rect) -> String {
    let mut data = String::new();
    let places =
        nodes.iter().filter_map(|index| scene.nodes.get(index.0 as usize)).map(|node| node.rect.inflate(AROUND));
    for place in places.filter(|place| place.overlaps(region)) {
        push_rect(&mut data, &place);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_the_region_is_outlined() {
        let text = "{version: v1, type: flow, steps: [{type: pass, name: a}, {type: pass, name: b}]}";
        let scene = crate::draw(&flowglass_flow::parse(text).flow.unwrap());
        let nodes: Vec<NodeIndex> = scene.nodes().map(|(index, _)| index).chain([NodeIndex(99)]).collect();
        let all = outlines(&scene, &nodes, &Rect::new(0.0, 0.0, scene.size.width, scene.size.height));
        assert_eq!(all.matches('M').count(), scene.nodes.len());
        let none = outlines(&scene, &nodes, &Rect::new(-500.0, -500.0, 10.0, 10.0));
        assert!(none.is_empty());
    }
}
