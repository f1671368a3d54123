//! The addresses of files in a SARIF log.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf, Prefix};

use super::log::{ArtifactLocation, BASE, Message};

/// The folder that the program runs in.
pub(super) struct Folder(Option<PathBuf>);

impl Folder {
    /// `None` when the system does not say it: then paths stay as they are.
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        Self(path)
    }

    /// Where a file is: from this folder on when it lies in it, else from the root of the file system.
    pub(super) fn location(&self, path: &str, index: usize) -> ArtifactLocation {
        let (uri, description) = if path == crate::input_files::STANDARD_INPUT {
            (None, Some(Message::new(path)))
        } else {
            (Some(self.uri(Path::new(path))), None)
        };
        let is_relative = uri.as_ref().is_some_and(|uri| !uri.starts_with("file:"));
        ArtifactLocation { uri, uri_base_id: is_relative.then_some(BASE), index, description }
    }

    fn uri(&self, path: &Path) -> String {
        let Some(folder) = &self.0 else { return segments(path) };
        let whole = without_dots(&folder.join(path));
        match whole.strip_prefix(without_dots(folder)) {
            Ok(inside) => segments(inside),
            Err(_) => format!("file://{}", rooted(&whole)),
        }
    }
}

/// The path without `.` and with `..` followed, as it is written: links are not looked at.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// A path from the root: `/a/b`, on Windows `/C:/a/b`, and `server/share/a` for a shared folder.
fn rooted(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => match prefix.kind() {
                Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
                    write!(text, "/{}:", char::from(letter)).expect("a text takes everything");
                }
                Prefix::UNC(server, share) | Prefix::VerbatimUNC(server, share) => {
                    let parts = [server, share].map(|part| encoded(&part.to_string_lossy()));
                    text.push_str(&parts.join("/"));
                }
                Prefix::Verbatim(name) | Prefix::DeviceNS(name) => text.push_str(&encoded(&name.to_string_lossy())),
            },
            Component::Normal(name) => {
                text.push('/');
                text.push_str(&encoded(&name.to_string_lossy()));
            }
            Component::RootDir | Component::CurDir | Component::ParentDir => {}
        }
    }
    text
}

/// The names of a relative path with slashes between them.
fn segments(path: &Path) -> String {
    let names = path.components().map(|component| encoded(&component.as_os_str().to_string_lossy()));
    names.collect::<Vec<_>>().join("/")
}

/// A name with `%` and two digits for every byte that may not stand in a segment of a path (RFC 3986, 2.3 and 3.3). A
/// colon is one of them, because at the beginning it would make a scheme.
fn encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").expect("a text takes everything");
        }
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn files_in_the_folder_are_relative_and_others_are_not() {
        fn check(path: &str, uri: &str, is_relative: bool) {
            let location = Folder::new(Some("/projects/my flows".into())).location(path, 3);
            assert_eq!((location.uri.as_deref(), location.uri_base_id), (Some(uri), is_relative.then_some(BASE)));
        }
        check("a.flow.yaml", "a.flow.yaml", true);
        check("./a/../b c/步.flow.yaml", "b%20c/%E6%AD%A5.flow.yaml", true);
        check("/projects/my flows/a.flow.yaml", "a.flow.yaml", true);
        check("a:b#c?d%.flow.yaml", "a%3Ab%23c%3Fd%25.flow.yaml", true);
        check("../other/a.flow.yaml", "file:///projects/other/a.flow.yaml", false);
        check("/etc/[x].yaml", "file:///etc/%5Bx%5D.yaml", false);
    }

    #[test]
    fn standard_input_has_a_name_and_no_address() {
        let location = Folder::new(None).location("standard input", 0);
        assert_eq!((location.uri, location.uri_base_id, location.description.is_some()), (None, None, true));
    }
}
