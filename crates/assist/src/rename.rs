//! Gives a step another name, everywhere.

use flowglass_expression::Language;
use flowglass_flow::{Dialect, Document, Edit, Opened, Parsed, Span, StepId, apply};

use crate::file::{File, definition_at, syntax_errors};
use crate::quote::{Style, scalar};
use crate::token::flow_collection_at;
use crate::uses::{jumps_to, named_in};

/// Why a step cannot get a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenameError {
    /// The place names no step.
    NoStep,
    /// The new name is empty.
    Empty,
    /// Another step has it.
    Taken(String),
    /// A part of the text cannot be read, and may name the step too.
    Broken,
    /// The name cannot be written where the step's name stands.
    Unwritable,
}

impl RenameError {
    /// Says so.
    pub fn words(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::NoStep => ("There is no step's name at the cursor.", "光标处没有步骤名称。"),
            Self::Empty => ("A step needs a name.", "步骤必须有名称。"),
            Self::Taken(name) => {
                return match language {
                    Language::English => format!("Another step is called \"{name}\"."),
                    Language::Chinese => format!("已有名为“{name}”的步骤。"),
                };
            }
            Self::Broken => (
                "A part of the text cannot be read, and may name the step too. Mend it first.",
                "有部分文本无法读取，其中可能也引用了该步骤。请先修正。",
            ),
            Self::Unwritable => ("This name cannot be written there.", "此处无法写入该名称。"),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
        .to_owned()
    }
}

/// The edits that give the step at the byte `offset` the name `name`: where it is declared, and in every jump to it.
///
/// # Errors
/// Says why the step cannot get this name.
pub fn rename(opened: &Opened, file: File<'_>, offset: usize, name: &str) -> Result<Vec<Edit>, RenameError> {
    let Some((index, parsed)) = definition_at(opened, offset) else { return Err(RenameError::NoStep) };
    let (Some(flow), Some(named)) = (parsed.flow.as_ref(), named_in(parsed, offset)) else {
        return Err(RenameError::NoStep);
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(RenameError::Empty);
    }
    if syntax_errors(opened) > 0 {
        return Err(RenameError::Broken);
    }
    let scope = flow.step(named.step).scope;
    // In the older language a name is unique in the whole flow [VSC], in the new one in its scope (CHOICE 4).
    let taken = flow.steps().any(|(id, step)| {
        id != named.step && step.name.value == name && (flow.dialect == Dialect::Legacy || step.scope == scope)
    });
    if taken {
        return Err(RenameError::Taken(name.to_owned()));
    }
    let mut places = named.jumps;
    places.push(named.declared);
    places.sort();
    places.dedup();
    let edits: Vec<Edit> = places.into_iter().map(|at| written(&parsed.document, at, name)).collect();
    // Inside a string of another file a name may have to be written in yet another way.
    let renamed = file.read(&apply(&parsed.document.text, &edits));
    let after = renamed.definitions.get(index).map(|definition| &definition.parsed);
    let done = after.is_some_and(|after| is_renamed(parsed, after, named.step, name));
    if done { Ok(edits) } else { Err(RenameError::Unwritable) }
}

/// Tells whether two definitions differ in the name of one step, and lead the same ways.
fn is_renamed(before: &Parsed, after: &Parsed, renamed: StepId, name: &str) -> bool {
    let (Some(before), Some(after)) = (&before.flow, &after.flow) else { return false };
    let same = |((id, before), (_, after)): ((StepId, &flowglass_flow::Step), (StepId, &flowglass_flow::Step))| {
        let wanted = if id == renamed { name } else { before.name.value.as_str() };
        after.name.value == wanted
    };
    before.steps().len() == after.steps().len()
        && before.steps().zip(after.steps()).all(same)
        && jumps_to(before, renamed).len() == jumps_to(after, renamed).len()
}

/// The name in place of what stands at `at`, in the same quotes.
fn written(document: &Document, at: Span, name: &str) -> Edit {
    let source = document.text.get(at.range()).unwrap_or_default();
    let quote = source.chars().next().filter(|c| matches!(c, '"' | '\''));
    let flow = flow_collection_at(document, at.start as usize).is_some();
    Edit { at, text: scalar(name, Style { quote, flow }) }
}
