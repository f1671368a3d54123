//! How a file names another one.

use std::path::{Component, Path, PathBuf};

/// The way from a folder to a file, with slashes; neither has to be there yet.
pub(crate) fn relative(folder: &Path, file: &Path) -> String {
    let (from, to) = (absolute(folder), absolute(file));
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    while let (Some(one), Some(other)) = (from.peek(), to.peek())
        && one == other
    {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..".to_owned());
    let down = to.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The path from the root, without what leads back.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let whole = if path.as_os_str().is_empty() { std::env::current_dir().unwrap_or(whole) } else { whole };
    let mut parts = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_folder_of_the_scenario() {
        fn check(folder: &str, file: &str, expected: &str) {
            assert_eq!(relative(Path::new(folder), Path::new(file)), expected, "{folder} {file}");
        }
        check("", "order.flow.yaml", "order.flow.yaml");
        check("", "./in/order.flow.yaml", "in/order.flow.yaml");
        check("tests", "order.flow.yaml", "../order.flow.yaml");
        check("tests/a", "tests/b/../order.flow.yaml", "../order.flow.yaml");
        check("/a/b", "/c/order.flow.yaml", "../../c/order.flow.yaml");
    }
}
