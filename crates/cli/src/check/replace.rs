//! Putting a new text in a file's place, wholly or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Replaces what is in a file, if that is still `before`. A link stays one, and so do permissions and, where that is
/// allowed, the owner.
///
/// The new text is written beside the file and takes its place in one step, so that nobody ever sees half of it.
///
/// # Errors
/// The file is read-only, no regular file, or was changed meanwhile; the folder takes no file. Nothing was changed then.
pub(super) fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    if !metadata.is_file() {
        return Err(refused("it is no regular file"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "it is read-only"));
    }
    // Who may not write a file may not replace it either, whatever its folder allows.
    OpenOptions::new().write(true).open(&target)?;
    let beside = Beside::write(&target, &metadata, after)?;
    if fs::read(&target)? != before {
        return Err(refused("it was changed while it was checked"));
    }
    beside.take_the_place_of(&target)
}

fn refused(words: &str) -> io::Error {
    io::Error::other(words.to_owned())
}

/// A file beside another; in the end there is none, whether or not it took the other's place.
struct Beside {
    path: PathBuf,
}

impl Beside {
    fn write(target: &Path, metadata: &Metadata, text: &[u8]) -> io::Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}.tmp", std::process::id()));
        let path = target.with_file_name(name);
        let mut file = File::create_new(&path)?;
        let beside = Self { path };
        keep_owner(&beside.path, metadata);
        file.set_permissions(metadata.permissions())?;
        file.write_all(text)?;
        file.sync_all()?;
        Ok(beside)
    }

    fn take_the_place_of(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // What is left over is told by nobody: the error that led here matters more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Gives the file to the owner of the other one; only an administrator has to and can.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _metadata: &Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("flowglass-replace-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The names in a folder: nothing is left beside the file.
    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_text_is_replaced_and_nothing_is_left_beside_it() {
        let folder = folder("plain");
        let file = folder.join("a.yaml");
        fs::write(&file, "before").unwrap();
        replace(&file, b"before", b"after").unwrap();
        assert_eq!((fs::read(&file).unwrap(), names(&folder)), (b"after".to_vec(), vec!["a.yaml".to_owned()]));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_changed_meanwhile_stays() {
        let folder = folder("changed");
        let file = folder.join("a.yaml");
        fs::write(&file, "by somebody else").unwrap();
        let error = replace(&file, b"before", b"after").unwrap_err();
        assert_eq!(error.to_string(), "it was changed while it was checked");
        assert_eq!(fs::read(&file).unwrap(), b"by somebody else");
        assert_eq!(names(&folder), ["a.yaml"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder("links");
        let (file, link) = (folder.join("a.yaml"), folder.join("b.yaml"));
        fs::write(&file, "before").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.yaml", &link).unwrap();
        replace(&link, b"before", b"after").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"after");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(replace(&file, b"after", b"again").unwrap_err().to_string(), "it is read-only");
        assert_eq!(fs::read(&file).unwrap(), b"after");
        assert!(replace(Path::new("/dev/null"), b"", b"x").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
