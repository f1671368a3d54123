//! What somebody typed → what is to be found: words that must all fit, some of them for one field only.

use super::field::Field;
use super::fold::fold;

/// One thing that must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// Where it must stand; anywhere when nothing is said.
    pub(super) field: Option<Field>,
    /// What must stand there, folded; may be empty behind a field.
    pub(super) wanted: String,
}

/// The terms of a query. Blanks part them, double quotes hold blanks together; a word before a colon that is no field's
/// belongs to the text, as in `acs:fc:…` and `https://…`.
pub(super) fn terms(query: &str) -> Vec<Term> {
    let query = fold(query);
    let mut terms = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let key = rest.split_once(':').and_then(|(key, behind)| Some((Field::from_key(key)?, behind)));
        let (field, behind) = key.map_or((None, rest), |(field, behind)| (Some(field), behind));
        let (wanted, after) = word(behind);
        if field.is_some() || !wanted.is_empty() {
            terms.push(Term { field, wanted: wanted.to_owned() });
        }
        rest = after.trim_start();
    }
    terms
}

/// The first word of a text, and what comes behind it.
fn word(text: &str) -> (&str, &str) {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_quotes_and_fields() {
        let check = |query: &str, expected: &[(Option<Field>, &str)]| {
            let expected: Vec<Term> =
                expected.iter().map(|(field, wanted)| Term { field: *field, wanted: (*wanted).to_owned() }).collect();
            assert_eq!(terms(query), expected, "{query}");
        };
        check("", &[]);
        check("  \t ", &[]);
        check("Charge  CARD", &[(None, "charge"), (None, "card")]);
        check("\"Charge card\" x", &[(None, "charge card"), (None, "x")]);
        check("status:failed pay", &[(Some(Field::Status), "failed"), (None, "pay")]);
        check("Status:\"timed out\"", &[(Some(Field::Status), "timed out")]);
        check("kind：选择", &[(Some(Field::Kind), "选择")]);
        check("kind:", &[(Some(Field::Kind), "")]);
        check("kind: pay", &[(Some(Field::Kind), ""), (None, "pay")]);
        check("acs:fc:::x", &[(None, "acs:fc:::x")]);
        check("https://a.b/c", &[(None, "https://a.b/c")]);
        check("\"open end", &[(None, "open end")]);
        check("\"\" a", &[(None, "a")]);
        check("a\"b", &[(None, "a\"b")]);
        check(":", &[(None, ":")]);
        check("检查　库存", &[(None, "检查"), (None, "库存")]);
    }
}
