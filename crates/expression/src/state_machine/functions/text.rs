//! Functions on texts.

use regex_lite::RegexBuilder;

use crate::Json;
use crate::error::shortened;

use super::arguments::Arguments;
use super::encoding::bounded;

/// How large a compiled pattern may be, in bytes; bounds the time a match can take.
const LARGEST_PATTERN: usize = 1 << 16;

/// Puts the values in the places of `{}`: strings as they are, other values as compact JSON.
pub(super) fn format(arguments: Arguments<'_>, remark: &mut Option<String>) -> Result<Json, String> {
    let template = arguments.text(0)?;
    let values = arguments.0.len().saturating_sub(1);
    let mut pieces = template.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut used = 0;
    for piece in pieces {
        used += 1;
        if used > values {
            let places = counted(template.matches("{}").count(), "place");
            return Err(format!("the template has {places} for {}", counted(values, "value")));
        }
        match arguments.value(used) {
            Json::String(value) => text.push_str(value),
            value => {
                bounded(text.len().saturating_add(value.compact_len()))?;
                text.push_str(&value.to_compact());
            }
        }
        text.push_str(piece);
        bounded(text.len())?;
    }
    if used < values {
        let (places, given) = (counted(used, "place"), counted(values, "value"));
        *remark = Some(format!("the template has {places} for {given}; what is too much is left out"));
    }
    Ok(Json::from(text))
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Matches anywhere in the text unless the pattern is anchored.
pub(super) fn regex_match(arguments: Arguments<'_>) -> Result<Json, String> {
    let (pattern, text) = (arguments.text(0)?, arguments.text(1)?);
    let regex = RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build();
    let regex = regex.map_err(|error| format!("{} is not a regular expression: {error}", shortened(pattern)))?;
    Ok(Json::from(regex.is_match(text)))
}

/// Splits at every delimiter; an empty one splits into characters.
pub(super) fn split(arguments: Arguments<'_>) -> Result<Json, String> {
    let (text, delimiter) = (arguments.text(0)?, arguments.text(1)?);
    // Every part takes more room than its text, so the text itself is bounded too.
    bounded(text.len())?;
    Ok(if delimiter.is_empty() {
        text.chars().map(|c| Json::from(&*c.encode_utf8(&mut [0; 4]))).collect()
    } else {
        text.split(delimiter).map(Json::from).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, evaluate, refuse};
    use crate::json;

    #[test]
    fn places_are_filled_from_left_to_right() {
        check("format(\"{}-{}\", \"a\", 1)", json!("a-1"));
        check("format(\"{}{}\", [1, \"x\"], null)", json!("[1,\"x\"]null"));
        check("format(\"{}\", {\"a\": true})", json!("{\"a\":true}"));
        check("format(\"plain\")", json!("plain"));
        check("format(\"{ } {0} {{}}\", 1)", json!("{ } {0} {1}"));
        check("format(\"{}\", \"{}\")", json!("{}"));
        refuse("format(\"{}{}\", 1)", "format: the template has 2 places for 1 value");
        refuse("format(1)", "format: argument 1 must be a string, not a number");
        let remark = "format: the template has 1 place for 3 values; what is too much is left out".to_owned();
        assert_eq!(evaluate("format(\"{}\", 1, 2, 3)"), (Ok(json!("1")), vec![remark]));
    }

    #[test]
    fn texts_do_not_grow_beyond_bounds() {
        let half = "x".repeat(600_000);
        refuse(&format!("format(\"{{}}{{}}\", '{half}', '{half}')"), "format: the result is longer than 1048576 bytes");
        refuse(&format!("toJSON(['{half}', '{half}'])"), "toJSON: the result is longer than 1048576 bytes");
        refuse(&format!("toBase64('{half}{half}')"), "toBase64: the result is longer than 1048576 bytes");
        refuse(&format!("split('{half}{half}', '')"), "split: the result is longer than 1048576 bytes");
    }

    #[test]
    fn patterns_match_anywhere() {
        check("regexMatchString(\"b+\", \"abbc\")", json!(true));
        check("regexMatchString(\"^b\", \"abbc\")", json!(false));
        check("regexMatchString(`^\\d{2}-\\w+$`, \"12-ab\")", json!(true));
        check("regexMatchString(\"(?i)ABC\", \"xabcx\")", json!(true));
        check("regexMatchString(\"\", \"\")", json!(true));
        refuse("regexMatchString(1, \"\")", "regexMatchString: argument 1 must be a string, not a number");
        for pattern in ["(", "[a", "*", "(?P<", "a{2,1}", "((((a{100}){100}){100}){100})"] {
            let (value, _) = evaluate(&format!("regexMatchString('{pattern}', 'aaa')"));
            let message = value.unwrap_err();
            let expected = format!("regexMatchString: {pattern} is not a regular expression: ");
            assert!(message.starts_with(&expected), "{message}");
        }
    }

    #[test]
    fn texts_are_split_at_every_delimiter() {
        check("split(\"a,b,,c\", \",\")", json!(["a", "b", "", "c"]));
        check("split(\"a--b\", \"--\")", json!(["a", "b"]));
        check("split(\"abc\", \"x\")", json!(["abc"]));
        check("split(\"\", \",\")", json!([""]));
        check("split(\"a中\", \"\")", json!(["a", "中"]));
        check("split(\"\", \"\")", json!([]));
        refuse("split([], \"\")", "split: argument 1 must be a string, not an array");
        refuse("split(\"a\", 1)", "split: argument 2 must be a string, not a number");
    }
}
