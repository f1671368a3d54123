//! The one live painter of a page: a scene in an SVG element, with pan, zoom, selection, keyboard and screen readers.
//!
//! Knows no definitions, no runs, no framework. What is shown is the text that [`flowglass_diagram::svg`] writes for
//! files too; a change of a run touches only the nodes and edges that stand differently. Of a large picture only what is
//! around the window is in the document, and far away merged paths in the place of its nodes; what the keyboard is at and
//! can go to from there always is. The mathematics of the view, the choice of what is in the document and the walk of the
//! keyboard are plain functions.
//!
//! With the feature `motion`, what moves when a group is closed or opened is seen on its way.

mod attributes;
mod changes;
mod detail;
mod elements;
mod error;
mod extras;
mod far;
#[cfg(test)]
mod fixture;
mod frames;
mod gesture;
mod hit;
mod kept;
mod keys;
#[cfg(feature = "tooltips")]
mod later;
mod listener;
#[cfg(feature = "navigation")]
mod marks;
#[cfg(feature = "navigation")]
mod minimap;
#[cfg(feature = "motion")]
mod moving;
#[cfg(not(feature = "motion"))]
#[path = "still.rs"]
mod moving;
#[cfg(feature = "navigation")]
mod navigation;
mod near;
#[cfg(feature = "motion")]
mod refolding;
mod same_place;
mod stage;
#[cfg(feature = "tooltips")]
mod tooltip;
#[cfg(feature = "tooltips")]
mod tooltip_place;
mod trail;
mod twin;
mod typed;
mod view;
mod viewer;
mod walk;

pub use error::ViewerError;
pub use trail::Trail;
pub use view::{LEAST_ZOOM, MOST_ZOOM, View};
pub use viewer::{Callbacks, Viewer, Wheel};
pub use walk::{Walk, walk};
