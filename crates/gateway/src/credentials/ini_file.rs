//! The credentials file, `~/.alibabacloud/credentials`.

use super::{Credentials, find::Entry};

/// Reads the section that is asked for, or `default`.
///
/// # Errors
/// When a line is neither a section, a pair nor a comment, or the section lacks a part; in words, without any value.
pub(super) fn read(text: &str, profile: Option<&str>) -> Result<Entry, String> {
    let wanted = profile.unwrap_or("default");
    let mut inside = false;
    let mut found: Option<Section> = None;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = name.trim() == wanted;
            if inside {
                found.get_or_insert_default();
            }
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            return Err(format!("line {} is neither [section] nor name = value", index + 1));
        };
        if let Some(section) = found.as_mut().filter(|_| inside) {
            section.set(name.trim(), value.trim());
        }
    }
    let Some(section) = found else { return Ok(Entry::NoProfile) };
    let token = match section.kind.as_str() {
        "access_key" | "" => None,
        "sts" => Some(section.token),
        _ => return Ok(Entry::OtherKind { kind: section.kind, profile: wanted.to_owned() }),
    };
    for (name, value) in [("access_key_id", &section.key_id), ("access_key_secret", &section.secret)] {
        if value.is_empty() {
            return Err(format!("the section [{wanted}] has no {name}"));
        }
    }
    let credentials = Credentials::new(section.key_id, section.secret, token);
    Ok(Entry::Keys { credentials, region: None, profile: wanted.to_owned() })
}

#[derive(Default)]
struct Section {
    kind: String,
    key_id: String,
    secret: String,
    token: String,
}

impl Section {
    fn set(&mut self, name: &str, value: &str) {
        let member = match name {
            "type" => &mut self.kind,
            "access_key_id" => &mut self.key_id,
            "access_key_secret" => &mut self.secret,
            "security_token" => &mut self.token,
            _ => return,
        };
        value.clone_into(member);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_or_refused() {
        fn check(text: &str, profile: Option<&str>, expected: &str) {
            let found = match read(text, profile) {
                Ok(Entry::Keys { credentials, profile, .. }) => {
                    format!("{profile}: {} {}", credentials.key_id(), credentials.token().is_some())
                }
                Ok(Entry::OtherKind { kind, profile }) => format!("{profile}: {kind}"),
                Ok(Entry::NoProfile) => "none".to_owned(),
                Err(error) => error,
            };
            assert_eq!(found, expected, "{text}");
        }
        let two = "# keys\n[default]\ntype=access_key\n access_key_id = a \naccess_key_secret=b=\n\n; more\n\
                   [temp]\ntype = sts\naccess_key_id = c\naccess_key_secret = d\nsecurity_token = e\nregion = x\n";
        check(two, None, "default: a false");
        check(two, Some("temp"), "temp: c true");
        check(two, Some("other"), "none");
        check("", None, "none");
        check("[default]\ntype = ecs_ram_role\n", None, "default: ecs_ram_role");
        check("[default]\naccess_key_id = a\n", None, "the section [default] has no access_key_secret");
        check("[default]\nnonsense\n", None, "line 2 is neither [section] nor name = value");
    }
}
