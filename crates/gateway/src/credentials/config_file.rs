//! The command-line tool's file, `~/.aliyun/config.json`.

use serde::Deserialize;

use super::{Credentials, find::Entry};

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    current: String,
    #[serde(default)]
    profiles: Vec<Profile>,
}

#[derive(Deserialize)]
#[serde(default)]
struct Profile {
    name: String,
    mode: String,
    access_key_id: String,
    access_key_secret: String,
    sts_token: String,
    region_id: String,
}

impl Default for Profile {
    fn default() -> Self {
        let empty = String::new;
        Self {
            name: empty(),
            mode: "AK".to_owned(),
            access_key_id: empty(),
            access_key_secret: empty(),
            sts_token: empty(),
            region_id: empty(),
        }
    }
}

/// Reads the profile that is asked for, or the file's current one.
///
/// # Errors
/// When the text is no such file, or the profile lacks a part; in words, without any value.
pub(super) fn read(text: &str, profile: Option<&str>) -> Result<Entry, String> {
    let config: Config = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        // The error's own text may quote the file.
        format!("it is no such JSON, see line {} column {}", error.line(), error.column())
    })?;
    let wanted = match profile {
        Some(profile) => profile,
        None if config.current.is_empty() => "default",
        None => &config.current,
    };
    let Some(found) = config.profiles.into_iter().find(|profile| profile.name == wanted) else {
        return Ok(Entry::NoProfile);
    };
    let token = match found.mode.as_str() {
        "AK" | "" => None,
        "StsToken" if found.sts_token.is_empty() => return Err(format!("the profile {wanted} has no sts_token")),
        "StsToken" => Some(found.sts_token),
        _ => return Ok(Entry::OtherKind { kind: found.mode, profile: found.name }),
    };
    for (name, value) in [("access_key_id", &found.access_key_id), ("access_key_secret", &found.access_key_secret)] {
        if value.is_empty() {
            return Err(format!("the profile {wanted} has no {name}"));
        }
    }
    Ok(Entry::Keys {
        credentials: Credentials::new(found.access_key_id, found.access_key_secret, token),
        region: Some(found.region_id).filter(|region| !region.is_empty()),
        profile: found.name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_read_or_refused() {
        fn check(text: &str, profile: Option<&str>, expected: &str) {
            let found = match read(text, profile) {
                Ok(Entry::Keys { credentials, region, profile }) => {
                    format!("{profile}: {} {}", credentials.key_id(), region.unwrap_or_default())
                }
                Ok(Entry::OtherKind { kind, profile }) => format!("{profile}: {kind}"),
                Ok(Entry::NoProfile) => "none".to_owned(),
                Err(error) => error,
            };
            assert_eq!(found, expected, "{text}");
        }
        let plain = r#"{"profiles":[{"name":"default","access_key_id":"a","access_key_secret":"b"}]}"#;
        check(plain, None, "default: a ");
        check(&format!("\u{feff}{plain}"), None, "default: a ");
        check(plain, Some("other"), "none");
        check("{}", None, "none");
        let half = r#"{"current":"x","profiles":[{"name":"x","mode":"AK","access_key_id":"a"}]}"#;
        check(half, None, "the profile x has no access_key_secret");
        let sts = r#"{"current":"x","profiles":[{"name":"x","mode":"StsToken","access_key_id":"a"}]}"#;
        check(sts, None, "the profile x has no sts_token");
        check(r#"{"profiles":[{"name":"default","mode":"EcsRamRole"}]}"#, None, "default: EcsRamRole");
        check("[", None, "it is no such JSON, see line 1 column 1");
    }
}
