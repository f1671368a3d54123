//! What somebody probably meant by a sign or word that stands where it cannot.

use crate::SyntaxProblem;
use crate::scan::Scanner;

/// Explains what comes next if other languages, or keyboards of other widths, write it and both dialects do not.
pub(crate) fn explained(scanner: &Scanner<'_>) -> Option<SyntaxProblem> {
    let piece = scanner.next_piece();
    if let Some(problem) = explained_word(piece) {
        return Some(problem);
    }
    let operator = |written, instead| Some(SyntaxProblem::NoSuchOperator { written, instead });
    match piece {
        "=" if scanner.before().ends_with("==") => operator("===", "=="),
        "=" if scanner.before().ends_with("!=") => operator("!==", "!="),
        "=" => operator("=", "== to compare"),
        "&" => operator("&", "&&"),
        "|" => operator("|", "||"),
        ">" if scanner.before().ends_with('<') => operator("<>", "!="),
        _ => {
            let written = scanner.peek()?;
            Some(SyntaxProblem::FullWidth { written, instead: half_width(written)? })
        }
    }
}

/// Explains a word that other languages have where both dialects have a sign, or write in another way.
pub(crate) fn explained_word(word: &str) -> Option<SyntaxProblem> {
    let operator = |written, instead| Some(SyntaxProblem::NoSuchOperator { written, instead });
    match word {
        "and" | "AND" => operator("and", "&&"),
        "or" | "OR" => operator("or", "||"),
        "not" | "NOT" => operator("not", "! before the value"),
        "True" | "TRUE" => Some(SyntaxProblem::Capitals { instead: "true" }),
        "False" | "FALSE" => Some(SyntaxProblem::Capitals { instead: "false" }),
        _ => None,
    }
}

/// The ASCII character that a Chinese or Japanese keyboard's character stands for.
fn half_width(written: char) -> Option<char> {
    match written {
        '“' | '”' => Some('"'),
        '‘' | '’' => Some('\''),
        '。' => Some('.'),
        '、' => Some(','),
        '【' => Some('['),
        '】' => Some(']'),
        '￥' => Some('$'),
        // The full-width forms stand in the order of ASCII, from `!` to `~`.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(written) - 0xff01 + u32::from('!')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_full_width_have_an_ascii_one() {
        fn check(written: &str, expected: Option<char>) {
            let half: Vec<Option<char>> = written.chars().map(half_width).collect();
            assert!(half.iter().all(|half| *half == expected), "{written}: {half:?}");
        }
        check("“”＂", Some('"'));
        check("‘’", Some('\''));
        check("＝", Some('='));
        check("（", Some('('));
        check("～", Some('~'));
        check("！", Some('!'));
        check("￥＄", Some('$'));
        check("中a《\u{3000}", None);
    }
}
