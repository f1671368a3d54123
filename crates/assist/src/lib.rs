//! Help for people who write a definition: what can stand at the cursor, what stands there, where its name is used.
//!
//! Everything is a function of the file as [`open`](flowglass_flow::open) read it and of a byte offset in it. The text
//! may be broken anywhere, the cursor's line included, and the definition may lie in a template.

mod block_scalar;
mod complete;
mod compose;
mod data;
mod documentation;
mod file;
mod fixes;
mod format;
mod hover;
mod insert;
mod outline;
mod place;
mod probe;
mod quote;
mod rename;
mod spine;
mod spot;
mod token;
mod uses;

pub use complete::{Completion, CompletionKind, Context, Documented, complete};
pub use data::Recorded;
pub use file::File;
pub use fixes::{QuickFix, quick_fixes};
pub use format::{FormatError, format};
pub use hover::{Hover, HoverRule, hover};
pub use insert::Insert;
pub use outline::{OutlineItem, outline};
pub use rename::{RenameError, rename};
pub use uses::{Named, named_at};
