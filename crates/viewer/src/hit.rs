//! Which node is at a point of the picture.

use flowglass_diagram::{NodeIndex, Point, Scene};

/// The innermost node that covers a point.
pub(crate) fn node_at(scene: &Scene, point: Point) -> Option<NodeIndex> {
    let covers = |index: &NodeIndex| {
        let rect = scene.node(*index).rect;
        point.x >= rect.x && point.x <= rect.right() && point.y >= rect.y && point.y <= rect.bottom()
    };
    // A group comes before what it contains.
    (0..scene.nodes.len() as u32).rev().map(NodeIndex).find(covers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{name, scene};

    #[test]
    fn the_innermost_node_is_hit() {
        let scene = scene(
            "[{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}, {steps: [{type: pass, name: y}]}]}]",
        );
        for (index, node) in scene.nodes() {
            let expected =
                if node.is_group() { Point::new(node.rect.x + 2.0, node.rect.y + 2.0) } else { node.rect.center() };
            assert_eq!(node_at(&scene, expected), Some(index), "{}", name(&scene, index));
        }
        assert_eq!(node_at(&scene, Point::new(-1.0, -1.0)), None);
        assert_eq!(node_at(&scene, Point::new(f64::NAN, 0.0)), None);
    }
}
