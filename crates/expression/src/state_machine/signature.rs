//! Which built-in functions there are, and what they take.

/// A built-in function: its name and what it takes.
///
/// Source: state machine reference 4.3, CHOICE 46.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The name, as it is written.
    pub name: &'static str,
    /// The parameters with their types, as one writes them between the parentheses.
    pub parameters: &'static str,
    /// The type of the result.
    pub result: &'static str,
    /// The fewest arguments it takes.
    pub least: usize,
    /// The most arguments it takes; `None` for any number.
    pub most: Option<usize>,
    pub(super) function: Function,
}

/// What a function does; two names may do the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    ArrayContains,
    ArrayUnique,
    Format,
    FromBase64,
    Get,
    Hash,
    IntAdd,
    JsonMerge,
    JsonToText,
    Length,
    MapKeys,
    MapValues,
    RandomInt,
    RegexMatch,
    Split,
    TextToJson,
    ToArray,
    ToBase64,
    Uuid,
}

/// Finds a built-in function; names are case-sensitive.
pub fn function(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().find(|signature| signature.name == name)
}

impl Signature {
    /// Writes the function with its parameters and its result: `length(value: array | object | string): number`.
    pub fn text(&self) -> String {
        format!("{}({}): {}", self.name, self.parameters, self.result)
    }

    /// Says whether so many arguments are right.
    pub fn takes(&self, arguments: usize) -> bool {
        arguments >= self.least && self.most.is_none_or(|most| arguments <= most)
    }
}

/// The built-in functions, in the order of their names.
pub static FUNCTIONS: [Signature; 21] = [
    fixed("arrayContains", 2, "array: array, value: any", "boolean", Function::ArrayContains),
    fixed("arrayUnique", 1, "array: array", "array", Function::ArrayUnique),
    open("format", 1, "template: string, ...values: any", "string", Function::Format),
    fixed("fromBase64", 1, "text: string", "string", Function::FromBase64),
    fixed("fromJSON", 1, "text: string", "any", Function::TextToJson),
    fixed("get", 2, "container: array | object, key: number | string", "any", Function::Get),
    fixed("hash", 2, "text: string, algorithm: string", "string", Function::Hash),
    fixed("intAdd", 2, "a: number, b: number", "number", Function::IntAdd),
    fixed("jsonMerge", 2, "base: object, over: object", "object", Function::JsonMerge),
    fixed("jsonToString", 1, "value: any", "string", Function::JsonToText),
    fixed("length", 1, "value: array | object | string", "number", Function::Length),
    fixed("mapKeys", 1, "object: object", "array", Function::MapKeys),
    fixed("mapValues", 1, "object: object", "array", Function::MapValues),
    fixed("randomInt", 2, "from: number, below: number", "number", Function::RandomInt),
    fixed("regexMatchString", 2, "pattern: string, text: string", "boolean", Function::RegexMatch),
    fixed("split", 2, "text: string, delimiter: string", "array", Function::Split),
    fixed("stringToJson", 1, "text: string", "any", Function::TextToJson),
    open("toArray", 0, "...values: any", "array", Function::ToArray),
    fixed("toBase64", 1, "text: string", "string", Function::ToBase64),
    fixed("toJSON", 1, "value: any", "string", Function::JsonToText),
    fixed("uuid", 0, "", "string", Function::Uuid),
];

const fn fixed(
    name: &'static str,
    count: usize,
    parameters: &'static str,
    result: &'static str,
    function: Function,
) -> Signature {
    Signature { name, parameters, result, least: count, most: Some(count), function }
}

const fn open(
    name: &'static str,
    least: usize,
    parameters: &'static str,
    result: &'static str,
    function: Function,
) -> Signature {
    Signature { name, parameters, result, least, most: None, function }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_their_exact_name() {
        for signature in &FUNCTIONS {
            assert_eq!(function(signature.name), Some(signature));
        }
        assert!(FUNCTIONS.is_sorted_by_key(|signature| signature.name.to_lowercase()));
        assert_eq!(function("Format"), None);
        assert_eq!(function(""), None);
    }

    #[test]
    fn functions_are_written_as_one_calls_them() {
        let text = |name| function(name).map(Signature::text).unwrap_or_default();
        assert_eq!(text("split"), "split(text: string, delimiter: string): array");
        assert_eq!(text("uuid"), "uuid(): string");
    }

    #[test]
    fn parameters_and_counts_agree() {
        for signature in &FUNCTIONS {
            let named = signature.parameters.split(", ").filter(|part| !part.is_empty() && !part.starts_with("..."));
            assert_eq!(named.count(), signature.least, "{}", signature.name);
            assert_eq!(signature.most.is_none(), signature.parameters.contains("..."), "{}", signature.name);
            assert!(signature.takes(signature.least));
            assert_eq!(signature.takes(signature.least + 1), signature.most.is_none());
        }
    }
}
