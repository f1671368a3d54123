//! The picture as SVG text: pieces that a page puts into its document, and whole files.
//!
//! Both are written by the same functions, so a page and a file show the same. The pieces carry classes and
//! presentation attributes, never `style`, so that a strict content policy lets them pass.

mod edge;
mod element;
mod escape;
mod far;
mod file;
mod map;
mod node;
mod picture;
mod sample;
mod stylesheet;
mod toggle;

pub use edge::{edge, edge_class};
pub use far::{far_sheets, far_tile};
pub use file::write_svg;
pub(crate) use map::map_path;
pub use map::outlines;
pub use node::{node, node_class};
pub use picture::{Piece, TreePlace, picture, pieces, tree_content, tree_item, tree_places};
pub(crate) use sample::{Sample, sample};
pub(crate) use stylesheet::light_color;
pub use stylesheet::{Theme, stylesheet};
pub use toggle::toggle_at;
