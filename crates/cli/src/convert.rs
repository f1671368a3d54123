//! `flowglass convert`: a flow of the older language in the new one.

use flowglass_convert::{Note, Weight};
use flowglass_expression::Language;
use flowglass_flow::Severity;

use crate::arguments::{ConvertArguments, NewLanguage};
use crate::exit::{Exit, Trouble};
use crate::finding_text::{Said, finding_text, place_text};
use crate::input_files::{FlowFile, Inputs};
use crate::language::language;
use crate::render::write;
use crate::terminal::{Palette, Role, complain, complain_of};

/// Writes the new definition, and the notes to standard error.
///
/// # Errors
/// The definition cannot be read, or the new one cannot be written.
pub(crate) fn convert(arguments: &ConvertArguments) -> Result<Exit, Trouble> {
    let NewLanguage::StateMachine = arguments.to;
    let language = language(arguments.lang);
    let file =
        Inputs::default().read_flow(&arguments.flow, arguments.resource.as_deref(), flowglass_flow::Mode::Standard)?;
    match flowglass_convert::convert(&file.parsed, &file.flow_name(), language) {
        Ok(conversion) => {
            write(arguments.output.as_deref(), &conversion.text)?;
            for note in &conversion.notes {
                complain_of(&note_text(&file, note, language));
            }
            Ok(Exit::Done)
        }
        Err(reason) => {
            let errors = file.parsed.findings.iter().filter(|finding| finding.severity == Severity::Error);
            for finding in errors {
                let palette = Palette::for_errors();
                complain_of(&finding_text(&file.name(), &file.parsed.document, finding, palette, language));
            }
            complain(&format!("{}: {}", file.name(), reason.words().say(language)));
            Ok(Exit::Wrong)
        }
    }
}

fn note_text(file: &FlowFile, note: &Note, language: Language) -> String {
    let role = match note.weight {
        Weight::Decide => Role::Bad,
        Weight::Differs => Role::Doubtful,
        Weight::Information => Role::Note,
    };
    let said = Said {
        weight: (role, note.weight.words()),
        code: note.code,
        at: note.at,
        told: note.told(language),
        related: &[],
    };
    place_text(&file.name(), &file.parsed.document, &said, Palette::for_errors(), language)
}
