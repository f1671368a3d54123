//! Chrome or Chromium for the browser tests.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use super::say;
use crate::{
    Outcome,
    failure::Failure,
    process::{answer, command, on_path, run},
};

/// The variable that names the browser, for this program and for the tests.
pub(crate) const VARIABLE: &str = "CHROME";

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Finds a browser, or installs Debian's where that is possible without asking anybody.
///
/// The tests also show Chinese text, so a font for it is installed where that is possible, and missed aloud where not.
///
/// # Errors
/// `CHROME` names no file, or there is no browser and it cannot be installed.
pub(crate) fn find_or_install() -> Outcome<PathBuf> {
    let font_missing = env::consts::OS == "linux" && !has_chinese_font();
    let mut wanted = Vec::new();
    let found = find()?;
    if found.is_none() {
        wanted.push("chromium");
    }
    if font_missing {
        wanted.push("fonts-noto-cjk");
    }
    if !wanted.is_empty() && may_install() {
        install(&wanted)?;
    } else if font_missing {
        say(
            "note: there is no font for Chinese here (Debian: fonts-noto-cjk); pictures of Chinese pages will show boxes",
        );
    }
    match found {
        Some(program) => Ok(program),
        None => find()?.ok_or_else(|| {
            Failure::Advice(format!(
                "Please install Chrome or Chromium for the browser tests, or set {VARIABLE} to its program."
            ))
        }),
    }
}

fn find() -> Outcome<Option<PathBuf>> {
    if let Some(named) = env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from) {
        return if named.is_file() {
            Ok(Some(named))
        } else {
            Err(Failure::Advice(format!("{VARIABLE} is set to {}, which is no file.", named.display())))
        };
    }
    let usual = usual_places(env::consts::OS, |name| env::var_os(name).map(PathBuf::from));
    Ok(NAMES.iter().find_map(|name| on_path(name)).or_else(|| usual.into_iter().find(|path| path.is_file())))
}

/// Returns where installers of Chrome, Chromium and Edge put them on systems where that is not on the PATH.
fn usual_places(system: &str, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    match system {
        "macos" => ["Google Chrome", "Chromium", "Microsoft Edge"]
            .map(|name| PathBuf::from(format!("/Applications/{name}.app/Contents/MacOS/{name}")))
            .to_vec(),
        "windows" => ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
            .iter()
            .filter_map(|name| variable(name))
            .flat_map(|folder| {
                [["Google", "Chrome", "Application", "chrome.exe"], ["Microsoft", "Edge", "Application", "msedge.exe"]]
                    .map(|parts| folder.join(parts.iter().collect::<PathBuf>()))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn has_chinese_font() -> bool {
    answer(command("fc-list").arg(":lang=zh-cn")).is_some_and(|fonts| !fonts.is_empty())
}

/// Returns whether this is a Debian where packages can be installed as the person who is logged in, which is root.
fn may_install() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    is_debian(&release)
        && Path::new("/usr/bin/apt-get").is_file()
        && answer(command("id").arg("-u")).is_some_and(|user| user == "0")
}

/// Returns whether `/etc/os-release` names Debian itself; its relatives have other packages under these names.
fn is_debian(release: &str) -> bool {
    release.lines().any(|line| line.trim() == "ID=debian")
}

fn install(packages: &[&str]) -> Outcome {
    say(&format!("installing {} with apt-get", packages.join(" and ")));
    let apt = |arguments: &[&str]| {
        run(command("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null()))
    };
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "--yes", "--quiet"], packages].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debian_itself_counts() {
        for (release, expected) in [
            ("PRETTY_NAME=\"Debian GNU/Linux\"\nID=debian\n", true),
            ("ID=ubuntu\nID_LIKE=debian\n", false),
            ("VERSION_ID=\"12\"\n", false),
            ("", false),
        ] {
            assert_eq!(is_debian(release), expected, "{release}");
        }
    }

    #[test]
    fn usual_places_are_those_of_the_system() {
        let places = usual_places("macos", |_| None);
        assert_eq!(places[0], Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
        let places = usual_places("windows", |name| (name == "ProgramFiles").then(|| PathBuf::from("programs")));
        let chrome: PathBuf = ["programs", "Google", "Chrome", "Application", "chrome.exe"].iter().collect();
        assert_eq!(places[0], chrome);
        assert_eq!(places.len(), 2);
        assert!(usual_places("linux", |_| None).is_empty());
    }
}
