//! No text makes reading or evaluating panic, run away, or point outside the text.

use std::ops::Range;

use flowglass_expression::legacy::{self, Condition, Reference};
use flowglass_expression::state_machine::{Expression, Options, Scope};
use flowglass_expression::{Json, Language, MAX_DEPTH, Part, PartKind, Random, Remark, SyntaxError, json};

use super::data::pick;

/// What both languages consist of, and what they do not know.
const PIECES: [&str; 84] = [
    "$",
    "$Input",
    "$Output",
    "$Item",
    "$input",
    "$local",
    "$context",
    "$Context.Current",
    "$.a",
    "$.b[0]",
    "$$",
    "${",
    ".",
    ".a",
    ".id",
    "._b",
    "-b",
    ".*",
    "[",
    "]",
    "[0]",
    "[*]",
    "['k']",
    "[99999999999999999999]",
    "*",
    "0",
    "1",
    "1.5",
    "007",
    "1e9",
    "1e999",
    "e5",
    "-0",
    "9223372036854775808",
    "\"",
    "'",
    "`",
    "\"s\"",
    "'{}'",
    "`x`",
    "\\",
    "\\u12",
    "\"\\ud83d\"",
    "(",
    ")",
    "{",
    "}",
    "{\"a\":",
    ":",
    ",",
    "!",
    "-",
    "==",
    "!=",
    "===",
    "=~",
    "<",
    ">=",
    "<>",
    "in",
    "&&",
    "||",
    "&",
    "and",
    "not",
    "=",
    "+",
    "true",
    "false",
    "null",
    "True",
    "中",
    "（",
    "“",
    "\u{a0}",
    "\u{3000}",
    "\u{0}",
    "length(",
    "format(",
    "toArray()",
    "jsonMerge(",
    "regexMatchString(",
    "split(",
    "frob(",
];

/// Expressions and conditions that can be read, to be spoiled.
const READABLE: [&str; 9] = [
    "format(\"{}-{}\", $Context.Execution.Name, $Input.zone)",
    "$Input.kg > 30 && $Input.zone != \"island\"",
    "\"fragile\" in $Input.tags || !($Input.rows[0]['a-b'].id == -1.5e3)",
    "[1, {\"k\": toArray(arrayUnique(split(`a,b`, ',')), null)}, get({\"中\": true}, '中')]",
    "regexMatchString(`^\\d+(a|b)*$`, jsonToString($Output)) == true",
    "$.status == \"done\" && ($.count >= 3 || `x` in $.list[*].key)",
    "!$.a == -\"2\" in [1, [true], $.b[0]]",
    "$local[*].parts[*]",
    "$input.order[\"a-b\"].items[0]",
];

fn concatenated(random: &mut Random) -> String {
    (0..=random.below(9)).map(|_| pick(random, &PIECES)).collect()
}

/// A readable text with a few characters removed, doubled, replaced or moved in from elsewhere.
fn spoiled(random: &mut Random) -> String {
    let mut characters: Vec<char> = pick(random, &READABLE).chars().collect();
    for _ in 0..=random.below(3) {
        let place = random.below(characters.len() as u64) as usize;
        match random.below(4) {
            0 if characters.len() > 1 => {
                characters.remove(place);
            }
            1 => characters.insert(place, characters[place]),
            2 => characters[place] = character(random),
            _ => {
                let piece = pick(random, &PIECES);
                characters.splice(place..place, piece.chars());
            }
        }
    }
    characters.into_iter().collect()
}

fn noise(random: &mut Random) -> String {
    (0..random.below(30)).map(|_| character(random)).collect()
}

fn character(random: &mut Random) -> char {
    let most = pick(random, &[0x80, 0x80, 0x3000, 0x11_0000]);
    char::from_u32(random.below(most) as u32).unwrap_or('\u{fffd}')
}

/// Tries a text in every way; says whether each reader took it.
fn try_everything(text: &str, random: &mut Random) -> [bool; 3] {
    [try_expression(text, random), try_condition(text), try_reference(text)]
}

fn data() -> Json {
    json!({"a": {"b": [1, "x"]}, "b": [1, null], "rows": [{"id": 1}], "kg": 31, "tags": ["fragile"], "status": "done"})
}

fn try_expression(text: &str, random: &mut Random) -> bool {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => return refused(text, &error),
    };
    for fault in expression.faults() {
        assert!(text.get(fault.at.clone()).is_some_and(|part| !part.is_empty()), "{text:?}: {fault:?}");
        assert!(!fault.words(Language::English).is_empty() && !fault.words(Language::Chinese).is_empty());
    }
    check_parts(text, &expression.parts());
    remarked(text, &expression.remarks());
    let (data, null) = (data(), Json::Null);
    let mut notes = Vec::new();
    for (output, item) in [(None, None), (Some(&data), Some(&null))] {
        let scope = Scope { input: &data, output, context: &null, global: &null, item };
        let value = expression.evaluate(&scope, &Options::default(), random, &mut notes);
        assert!(value.as_ref().is_ok_and(|value| value.depth() <= MAX_DEPTH) || value.is_err(), "{text:?}");
        assert!(expression.faults().is_empty() || value.is_err(), "{text:?}: {value:?}");
        let held = expression.holds(&scope, random, &mut notes);
        assert!(!held || expression.faults().is_empty(), "{text:?}");
    }
    assert!(notes.iter().all(|note| text.get(note.at.clone()).is_some()), "{text:?}: {notes:?}");
    true
}

fn try_condition(text: &str) -> bool {
    let condition = match Condition::parse(text) {
        Ok(condition) => condition,
        Err(error) => return refused(text, &error),
    };
    check_parts(text, &condition.parts());
    remarked(text, &condition.remarks());
    let mut notes = Vec::new();
    condition.evaluate(&data(), &mut notes);
    assert!(notes.iter().all(|note| text.get(note.at.clone()).is_some()), "{text:?}: {notes:?}");
    true
}

fn try_reference(text: &str) -> bool {
    let reference = match Reference::parse(text) {
        Ok(reference) => reference,
        Err(error) => return refused(text, &error),
    };
    let path = reference.path();
    assert_eq!(text.get(path.root_at), path.root.text(), "{text:?}");
    assert!(path.segments.iter().all(|segment| text.get(segment.at.clone()).is_some()), "{text:?}");
    let (data, null) = (data(), Json::Null);
    let mut notes = Vec::new();
    reference.resolve(&legacy::Scope { input: &data, local: &data, context: &null, own: &data }, &mut notes);
    assert!(notes.iter().all(|note| text.get(note.at.clone()).is_some()), "{text:?}: {notes:?}");
    true
}

fn refused(text: &str, error: &SyntaxError) -> bool {
    assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
    assert!(!error.words(Language::English).is_empty() && !error.words(Language::Chinese).is_empty(), "{error:?}");
    false
}

fn remarked(text: &str, remarks: &[Remark]) {
    for remark in remarks {
        assert!(text.get(remark.at.clone()).is_some_and(|part| !part.is_empty()), "{text:?}: {remark:?}");
        assert!(!remark.words(Language::English).is_empty() && !remark.words(Language::Chinese).is_empty());
    }
}

/// Every part lies inside the text and what names it inside the part; parts that hold it come before.
fn check_parts(text: &str, parts: &[Part<'_>]) {
    let written = |at: &Range<usize>| text.get(at.clone()).unwrap_or_else(|| panic!("{text:?}: {at:?}"));
    let inside = |inner: &Range<usize>, outer: &Range<usize>| outer.start <= inner.start && inner.end <= outer.end;
    assert!(!parts.is_empty(), "{text:?}");
    for part in parts {
        assert!(!written(&part.at).is_empty(), "{text:?}: {part:?}");
        match &part.kind {
            PartKind::Constant(_) | PartKind::Array | PartKind::Object => {}
            PartKind::Path(path) => {
                assert!(path.root.text().is_none_or(|root| root == written(&path.root_at)), "{text:?}: {path:?}");
                let mut end = path.root_at.end;
                for segment in path.segments {
                    assert_eq!(segment.at.start, end, "{text:?}: {path:?}");
                    assert!(inside(&segment.name_at, &segment.at), "{text:?}: {path:?}");
                    written(&segment.name_at);
                    end = segment.at.end;
                }
                assert_eq!((path.root_at.start, end), (part.at.start, part.at.end), "{text:?}: {path:?}");
            }
            PartKind::Call(call) => {
                assert_eq!(written(&call.name_at), call.name, "{text:?}");
                assert!(call.arguments.iter().all(|argument| inside(argument, &part.at)), "{text:?}: {call:?}");
            }
            PartKind::Operator { symbol, symbol_at } => {
                assert_eq!(written(symbol_at), *symbol, "{text:?}");
                assert!(inside(symbol_at, &part.at), "{text:?}: {part:?}");
            }
        }
    }
    for pair in parts.windows(2) {
        let [before, after] = pair else { continue };
        assert!(
            inside(&after.at, &before.at) || after.at.start >= before.at.end || after.at == before.at,
            "{text:?}: {pair:?}"
        );
    }
}

#[test]
fn no_text_makes_a_reader_or_an_evaluation_panic() {
    let mut random = Random::new(5);
    let mut taken = [0; 3];
    for round in 0..24_000 {
        let text = match round % 4 {
            0 | 1 => concatenated(&mut random),
            2 => spoiled(&mut random),
            _ => noise(&mut random),
        };
        for (count, took) in taken.iter_mut().zip(try_everything(&text, &mut random)) {
            *count += usize::from(took);
        }
    }
    assert!(taken.iter().all(|count| *count > 200), "{taken:?}");
}

#[test]
fn what_is_spoiled_can_be_read_before() {
    let mut random = Random::new(6);
    for text in READABLE {
        assert!(try_everything(text, &mut random).contains(&true), "{text}");
    }
}

#[test]
fn texts_cut_anywhere_are_refused_kindly() {
    let mut random = Random::new(7);
    for text in READABLE {
        for (end, _) in text.char_indices() {
            try_everything(&text[..end], &mut random);
            try_everything(&text[end..], &mut random);
        }
    }
}

#[test]
fn extremes_are_bounded() {
    let mut random = Random::new(8);
    let deep = ["(", "[", "!", "-", "{\"a\":", "toArray(", "frob(", "$Input[", "[[(", "!-("];
    for open in deep {
        for depth in [63, 64, 65, 100_000] {
            try_everything(&open.repeat(depth), &mut random);
            try_everything(&format!("{}1", open.repeat(depth)), &mut random);
        }
    }
    for number in ["9", "0", "1e", "1.", "0.", "-", "1e-"] {
        try_everything(&format!("{number}{}", "9".repeat(20_000)), &mut random);
        try_everything(&format!("$.a[{number}{}]", "0".repeat(20_000)), &mut random);
    }
    for long in ["1 && ", "1 || ", "$.a == ", "'a' in ", "uuid() || ", "$Input.a && "] {
        try_everything(&format!("{}1", long.repeat(5_000)), &mut random);
    }
    for list in ["1,", "$Input.a,", "uuid(),", "frob(1),", "\"a\": 1,"] {
        try_everything(&format!("[{}1]", list.repeat(5_000)), &mut random);
        try_everything(&format!("{{{}\"b\": 2}}", list.repeat(5_000)), &mut random);
    }
    try_everything(&format!("${}", ".a".repeat(50_000)), &mut random);
    try_everything(&format!("$Input{}", "['x']".repeat(50_000)), &mut random);
    try_everything(&"a".repeat(200_000), &mut random);
    try_everything(&"中".repeat(100_000), &mut random);
}
