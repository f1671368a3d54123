//! The picture from far away: a few merged paths for each tile.

use std::collections::BTreeMap;

use flowglass_diagram::svg::{far_sheets, far_tile};
use flowglass_diagram::{EdgeIndex, NodeIndex, Overlay, Rect, Scene, push_rounded};
use web_sys::{Document, Element};

use crate::attributes::{mark, set};
use crate::changes::Changes;
use crate::detail::{FAR_TILE, far_line, is_farthest};

/// The tiles of a scene, and the elements of those in the document.
#[derive(Debug)]
pub(crate) struct Far {
    document: Document,
    layer: Element,
    /// The scene's tiles; none before it was far away for the first time.
    tiles: Vec<Tile>,
    tile_of_node: Vec<usize>,
    tile_of_edge: Vec<usize>,
}

#[derive(Debug)]
struct Tile {
    /// The area that its parts need.
    bounds: Rect,
    nodes: Vec<NodeIndex>,
    edges: Vec<EdgeIndex>,
    element: Option<Element>,
}

impl Far {
    /// Puts elements into `layer`.
    pub(crate) fn new(document: Document, layer: Element) -> Self {
        Self { document, layer, tiles: Vec::new(), tile_of_node: Vec::new(), tile_of_edge: Vec::new() }
    }

    /// Forgets the scene.
    pub(crate) fn clear(&mut self) {
        self.layer.set_inner_html("");
        self.tiles.clear();
        self.hide();
    }

    /// Takes the layer out of sight; what is in it is kept.
    pub(crate) fn hide(&self) {
        set(&self.layer, "display", "none");
    }

    /// Shows the tiles that touch `region`, for a zoom.
    pub(crate) fn show(&mut self, scene: &Scene, overlay: Option<&Overlay>, region: &Rect, zoom: f64) {
        if self.tiles.is_empty() {
            self.cut(scene);
            let mut sheets = String::new();
            far_sheets(&mut sheets, scene);
            self.layer.set_inner_html(&sheets);
        }
        for tile in &mut self.tiles {
            let seen = tile.bounds.overlaps(region);
            match &tile.element {
                None if seen => {
                    // Both fail only for a name that is none and for a node in the wrong place.
                    let Ok(element) = self.document.create_element_ns(Some(crate::elements::SVG), "g") else {
                        continue;
                    };
                    let _ = self.layer.append_child(&element);
                    write(&element, tile, scene, overlay);
                    tile.element = Some(element);
                }
                Some(element) if !seen => {
                    element.remove();
                    tile.element = None;
                }
                Some(_) | None => {}
            }
        }
        let mut width = String::new();
        push_rounded(&mut width, far_line(zoom), 2);
        set(&self.layer, "stroke-width", &width);
        mark(&self.layer, "is-farthest", is_farthest(zoom));
        set(&self.layer, "display", "inline");
    }

    /// Writes the tiles anew in which something has changed.
    pub(crate) fn repaint(&mut self, scene: &Scene, overlay: Option<&Overlay>, changes: &Changes) {
        if self.tiles.is_empty() {
            return;
        }
        let nodes = changes.nodes.iter().filter_map(|index| self.tile_of_node.get(index.0 as usize));
        let edges = changes.edges.iter().filter_map(|index| self.tile_of_edge.get(index.0 as usize));
        let mut changed: Vec<usize> = nodes.chain(edges).copied().collect();
        changed.sort_unstable();
        changed.dedup();
        for at in changed {
            let tile = &self.tiles[at];
            if let Some(element) = &tile.element {
                write(element, tile, scene, overlay);
            }
        }
    }

    fn cut(&mut self, scene: &Scene) {
        let mut numbers: BTreeMap<(i64, i64), usize> = BTreeMap::new();
        let mut tiles: Vec<Tile> = Vec::new();
        let mut tile_at = |tiles: &mut Vec<Tile>, bounds: Rect| {
            let center = bounds.center();
            let cell = ((center.y / FAR_TILE).floor() as i64, (center.x / FAR_TILE).floor() as i64);
            let number = *numbers.entry(cell).or_insert(tiles.len());
            if number == tiles.len() {
                tiles.push(Tile { bounds, nodes: Vec::new(), edges: Vec::new(), element: None });
            }
            tiles[number].bounds = tiles[number].bounds.around(&bounds);
            number
        };
        let mut numbers_of_nodes = Vec::with_capacity(scene.nodes.len());
        for (index, node) in scene.nodes() {
            let number = tile_at(&mut tiles, node.rect);
            tiles[number].nodes.push(index);
            numbers_of_nodes.push(number);
        }
        let mut numbers_of_edges = Vec::with_capacity(scene.edges.len());
        for (index, edge) in scene.edges() {
            let number = tile_at(&mut tiles, edge.bounds);
            tiles[number].edges.push(index);
            numbers_of_edges.push(number);
        }
        (self.tiles, self.tile_of_node, self.tile_of_edge) = (tiles, numbers_of_nodes, numbers_of_edges);
    }
}

fn write(element: &Element, tile: &Tile, scene: &Scene, overlay: Option<&Overlay>) {
    let mut text = String::new();
    far_tile(&mut text, scene, &tile.nodes, &tile.edges, overlay);
    element.set_inner_html(&text);
}
