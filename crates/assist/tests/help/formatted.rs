//! Formatting.

use flowglass_assist::{FormatError, format};
use flowglass_flow::parse;

use crate::support::examples;

fn check(text: &str, expected: &str) {
    assert_eq!(format(text).as_deref(), Ok(expected), "{text}");
    assert_eq!(format(expected).as_deref(), Ok(expected), "once more");
}

#[test]
fn levels_are_two_blanks_and_colons_one() {
    check("a:\n    b:   1\n    c :   2\n", "a:\n  b: 1\n  c: 2\n");
    check("a:\n- b: 1\n  c: 2\n-   d: 3\n    e: 4\n", "a:\n  - b: 1\n    c: 2\n  - d: 3\n    e: 4\n");
    check("a:\n      -\n         b: 1\n         c: 2\n", "a:\n  -\n    b: 1\n    c: 2\n");
    check("- - a\n  - b\n-   -   c\n", "- - a\n  - b\n- - c\n");
    check("a:\n- b\nc: 1", "a:\n  - b\nc: 1\n");
    check("a:   # why\n    b: 1   # because\n", "a: # why\n  b: 1   # because\n");
}

#[test]
fn empty_lines_and_blanks_at_the_end_go() {
    check("\n\na: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n");
    check("a: 1\r\n\r\n\r\nb:\r\n    c: 2 \r\n", "a: 1\r\n\r\nb:\r\n  c: 2\r\n");
}

#[test]
fn comments_stay_beside_what_they_speak_of() {
    check(
        "# top\na:\n    # inner\n    b: 1\n  # odd\nc: 2\n# end\n",
        "# top\na:\n  # inner\n  b: 1\n  # odd\nc: 2\n# end\n",
    );
    check("a:\n# at the key\n- b\n", "a:\n  # at the key\n  - b\n");
}

#[test]
fn values_of_several_lines_move_as_they_are() {
    check(
        "a:\n    b: |\n        one\n          two  \n\n\n        three\n    c: 1\n",
        "a:\n  b: |\n      one\n        two  \n\n\n      three\n  c: 1\n",
    );
    check(
        "a:\n    b: \"one\n      two\"\n    c: {x: 1,\n        y: 2}\n",
        "a:\n  b: \"one\n    two\"\n  c: {x: 1,\n      y: 2}\n",
    );
    check("a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n");
    check("{\n  \"a\": {\n      \"b\":   1\n  }\n}\n", "{\n  \"a\": {\n      \"b\":   1\n  }\n}\n");
    check("a:\n    - >-\n        x\n        y\n    - z\n", "a:\n  - >-\n      x\n      y\n  - z\n");
}

#[test]
fn a_text_with_errors_is_left_alone() {
    assert_eq!(format("a: 'b\n"), Err(FormatError::Broken));
    assert_eq!(format("a: {b\n"), Err(FormatError::Broken));
}

#[test]
fn examples_are_in_the_style_already_and_mean_the_same_when_they_are_not() {
    for (name, text) in examples() {
        assert_eq!(format(&text).as_deref(), Ok(text.as_str()), "{name}");
        for wider in [2, 4] {
            for end in ["\n", "\r\n"] {
                let spread: String = text
                    .lines()
                    .map(|line| {
                        let words = line.trim_start();
                        format!("{}{}{}", " ".repeat((line.len() - words.len()) * wider / 2), words, end)
                    })
                    .collect();
                if parse(&spread).document.errors.is_empty() {
                    let wanted: String = text.lines().map(|line| format!("{line}{end}")).collect();
                    let found = format(&spread).unwrap_or_else(|error| panic!("{name}: {error:?}"));
                    assert_eq!(found, wanted, "{name}, {wider}");
                }
            }
        }
    }
}
