//! Reads a text that is to be taken as it stands or not at all, unlike a definition that somebody is writing.

use super::Document;
use super::events::{LeftOut, MAX_DEPTH, SyntaxError, What, build};
use super::read::MAX_BYTES;
use crate::rules::alias::Refusal;

/// Reads a YAML text of which nothing is left out.
///
/// # Errors
/// The text is no YAML, or says something that a [`Document`] cannot hold: where, and what is wrong.
pub fn read_whole(text: &str) -> Result<Document, SyntaxError> {
    if text.len() > MAX_BYTES {
        let message = format!("the text is larger than {} MiB", MAX_BYTES >> 20);
        return Err(SyntaxError { offset: 0, after: 0, message });
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tree = build(body, text.len() - body.len());
    let broken = tree.error.map(|error| at_open_bracket(text, error));
    let left_out = tree.left_out.map(|left_out| told(text, left_out));
    match broken.into_iter().chain(left_out).min_by_key(|error| error.offset) {
        Some(error) => Err(error),
        None => Ok(Document { root: tree.root, nodes: tree.nodes.into(), ..Document::of_text(text) }),
    }
}

/// What stands in an open bracket may be what follows it, so the bracket is pointed at.
fn at_open_bracket(text: &str, error: SyntaxError) -> SyntaxError {
    let open = text.get(error.after..).is_some_and(|rest| rest.starts_with(['[', '{']));
    SyntaxError { offset: if open { error.after } else { error.offset }, ..error }
}

fn told(text: &str, LeftOut { at, what }: LeftOut) -> SyntaxError {
    let source = text.get(at.range()).unwrap_or_default();
    let message = match what {
        What::SecondDocument => "a second document begins here; one is read".to_owned(),
        What::SecondKey => format!("the key `{source}` stands twice in its mapping"),
        What::Tag => "tags have no meaning here; write the value without it".to_owned(),
        What::TooDeep => format!("more than {MAX_DEPTH} lists and mappings stand inside each other here"),
        What::Alias(Refusal::Itself) => "this alias stands inside what it repeats".to_owned(),
        What::Alias(Refusal::TooLarge) => "with this alias written out, the text becomes too large".to_owned(),
    };
    let offset = at.start as usize;
    SyntaxError { offset, after: offset, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_can_hold_is_read() {
        for text in
            ["", "# nothing\n", "a: &x [1]\nb: *x\nc: !!str 5\nd: |\n  e\n", "\u{feff}a: 1\n", "{a: {b: 1}, c: {b: 1}}"]
        {
            assert!(read_whole(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn the_first_thing_that_it_cannot_hold_is_told_with_its_place() {
        fn check(text: &str, place: &str, words: &str) {
            let error = read_whole(text).unwrap_err();
            assert!(text[error.offset..].starts_with(place) && error.message.contains(words), "{text:?}: {error:?}");
        }
        check("a: 1\nb: 2\n'a': 3\n", "'a': 3", "stands twice");
        check("- a: 1\n  b: 2\n  a: 3\n  b: 4\n", "a: 3", "the key `a` stands twice");
        check("a: 1\n---\nb: 2\n", "---", "a second document");
        check("a: !env HOME\n", "", "tags have no meaning");
        check("a: &x\n  b: *x\n", "*x", "inside what it repeats");
        check("a: [1\nb: 2\n", "[1", "':'");
        check("a: 1\nb: {c: [1, 2}\n", "{c", "");
        check("a: 1\n b: 2\n", ": 2", "mapping values are not allowed");
        check("a: 1\na: 2\nb: [\n", "a: 2", "the key `a` stands twice");
        check(&format!("{}{}", "[".repeat(200), "]".repeat(200)), "[", "more than 128 lists");
        let bomb: String = (0..9)
            .map(|at| format!("k{}: &k{} [{}]\n", at + 1, at + 1, vec![format!("*k{at}"); 9].join(",")))
            .collect();
        check(&format!("k0: &k0 [x,x,x,x,x,x,x,x,x]\n{bomb}"), "*k", "too large");
    }
}
