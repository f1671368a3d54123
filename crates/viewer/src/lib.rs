//! The one live painter of a page: a scene in an SVG element, with pan, zoom, selection, keyboard and screen readers.
//!
//! Knows no definitions, no runs, no framework. What is shown is the text that [`flowglass_diagram::svg`] writes for
//! files too; the view moves one `<g>`, a change of a run touches only the nodes and edges that stand differently.
//! The mathematics of the view and the walk of the keyboard are plain functions.

mod elements;
mod error;
#[cfg(test)]
mod fixture;
mod frames;
mod gesture;
mod keys;
mod listener;
mod same_place;
mod stage;
mod view;
mod viewer;
mod walk;

pub use error::ViewerError;
pub use view::{LEAST_ZOOM, MOST_ZOOM, View};
pub use viewer::{Callbacks, Viewer, Wheel};
pub use walk::{Walk, walk};
