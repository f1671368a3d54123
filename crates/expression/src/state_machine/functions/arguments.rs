//! Taking arguments with the types a function needs.

use crate::{Json, Object};

/// The arguments of a call; positions count from 0 here and from 1 in messages.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a>(pub(super) &'a [Json]);

impl<'a> Arguments<'a> {
    /// Gives an argument of any type; one that is not there is `null`.
    pub(super) fn value(self, position: usize) -> &'a Json {
        self.0.get(position).unwrap_or(&Json::Null)
    }

    pub(super) fn text(self, position: usize) -> Result<&'a str, String> {
        self.value(position).as_str().ok_or_else(|| self.mismatch(position, "a string"))
    }

    pub(super) fn array(self, position: usize) -> Result<&'a [Json], String> {
        self.value(position).as_array().ok_or_else(|| self.mismatch(position, "an array"))
    }

    pub(super) fn object(self, position: usize) -> Result<&'a Object, String> {
        self.value(position).as_object().ok_or_else(|| self.mismatch(position, "an object"))
    }

    /// Gives an integral number that fits 64 bits.
    pub(super) fn integer(self, position: usize) -> Result<i64, String> {
        match self.value(position) {
            Json::Number(number) => {
                number.as_i64().ok_or_else(|| mismatch(position, "an integer", &number.to_string()))
            }
            _ => Err(self.mismatch(position, "an integer")),
        }
    }

    /// Says that an argument has the wrong type.
    pub(super) fn mismatch(self, position: usize, wanted: &str) -> String {
        let given = match self.value(position) {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        };
        mismatch(position, wanted, given)
    }
}

fn mismatch(position: usize, wanted: &str, given: &str) -> String {
    format!("argument {} must be {wanted}, not {given}", position + 1)
}
