//! The wasm modules of the npm package `flowglass`.
//!
//! Built three times. Without features this is the viewer of `<flow-glass>`: a definition becomes a picture with pan and
//! zoom, coloured by a recorded history. The feature `player` makes the module that `<flow-glass>` loads on the first
//! Run, the feature `tools` the one behind the functions that JavaScript calls. The element itself is a class of
//! JavaScript (`www/element`), which loads each module when it is wanted.

#[cfg(not(feature = "tools"))]
mod direction;
mod failure;
#[cfg(not(any(feature = "player", feature = "tools")))]
mod picture;
#[cfg(feature = "player")]
mod player;
#[cfg(not(any(feature = "player", feature = "tools")))]
mod recorded;
mod shown_flow;
#[cfg(any(test, feature = "tools"))]
mod tools;

#[cfg(not(any(feature = "player", feature = "tools")))]
pub use picture::Picture;
#[cfg(feature = "player")]
pub use player::MountedPlayer;
#[cfg(feature = "tools")]
pub use tools::exports::{check, fold_history, parse, render_dot, render_mermaid, render_svg, simulate};
