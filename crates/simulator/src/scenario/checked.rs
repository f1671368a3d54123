//! Reading parts of a file so that what is wrong with them is told where it stands.
//!
//! A YAML reader knows the place of an error only while it reads; checks afterwards would be told at the start of the
//! whole file.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What must hold for a part of a file beyond its shape.
pub(super) trait Check {
    /// What the part is, after "expected".
    const EXPECTED: &'static str;

    /// Says what does not hold.
    fn check(&self) -> Result<(), String>;
}

/// A part that was checked while it was read.
pub(super) struct Checked<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + Check> Deserialize<'de> for Checked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Part<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Check> Visitor<'de> for Part<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::EXPECTED)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                let part = T::deserialize(MapAccessDeserializer::new(map))?;
                part.check().map_err(A::Error::custom)?;
                Ok(part)
            }
        }
        deserializer.deserialize_map(Part(PhantomData)).map(Self)
    }
}

/// A plain value of a file.
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Whole(i128),
    Text(&'a str),
}

/// Reads a plain value; `read` says what is wrong with it.
pub(super) fn scalar<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    read: impl FnOnce(Scalar<'_>) -> Result<T, String>,
) -> Result<T, D::Error> {
    struct Plain<F> {
        expected: &'static str,
        read: F,
    }
    impl<T, F: FnOnce(Scalar<'_>) -> Result<T, String>> Visitor<'_> for Plain<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }

        fn visit_unit<E: Error>(self) -> Result<T, E> {
            (self.read)(Scalar::Null).map_err(E::custom)
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
            (self.read)(Scalar::Bool(value)).map_err(E::custom)
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
            (self.read)(Scalar::Whole(value.into())).map_err(E::custom)
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
            (self.read)(Scalar::Whole(value.into())).map_err(E::custom)
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
            (self.read)(Scalar::Text(value)).map_err(E::custom)
        }
    }
    deserializer.deserialize_any(Plain { expected, read })
}
