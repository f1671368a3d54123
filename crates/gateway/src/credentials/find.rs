//! The places where keys may lie, in their order.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::{Credentials, config_file, ini_file};

/// A file with keys is not larger, in bytes.
const FILE_LIMIT: u64 = 1 << 20;

/// What a look at this machine needs: the environment's variables, and who asks.
#[derive(Clone, Default)]
pub struct Places {
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
    /// The person's own folder, under which the files lie.
    pub home: Option<PathBuf>,
    /// The profile that was asked for; wins over the environment's.
    pub profile: Option<String>,
}

impl Places {
    /// A variable that is there and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn profile(&self) -> Option<&str> {
        self.profile.as_deref().or_else(|| self.variable("ALIBABA_CLOUD_PROFILE"))
    }
}

// The environment may hold secrets.
impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").field("home", &self.home).field("profile", &self.profile).finish_non_exhaustive()
    }
}

/// Keys, and what else was said where they lay.
#[derive(Clone, Debug)]
pub struct Found {
    /// The keys.
    pub credentials: Credentials,
    /// Where they lay, in words.
    pub source: String,
    /// The region that was named next to them.
    pub region: Option<String>,
}

/// Looks for keys: in the environment, the command-line tool's file, the credentials file.
///
/// A profile that is asked for by argument is looked for in the files only.
///
/// # Errors
/// When there are none, when what there is cannot be read, or when it is of a kind that takes further calls.
pub fn find(places: &Places) -> Result<Found, CredentialsError> {
    let region = places.variable("ALIBABA_CLOUD_REGION_ID").map(str::to_owned);
    if places.profile.is_none()
        && let Some(credentials) = in_environment(places)?
    {
        return Ok(Found { credentials, source: "the environment".to_owned(), region });
    }
    if places.profile.is_none() && places.variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE").is_some() {
        let kind = "oidc_role_arn".to_owned();
        return Err(CredentialsError::Kind { source: "the environment".to_owned(), kind });
    }
    let disabled =
        places.variable("ALIBABA_CLOUD_CLI_PROFILE_DISABLED").is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let config = places.home.as_ref().filter(|_| !disabled).map(|home| home.join(".aliyun").join("config.json"));
    let mut looked = Vec::new();
    let config = config.into_iter().map(|path| (path, config_file::read as Reader));
    let ini = credentials_files(places).into_iter().map(|path| (path, ini_file::read as Reader));
    for (path, read) in config.chain(ini) {
        let name = path.display().to_string();
        looked.push(name.clone());
        let Some(text) = text_of(&path)? else { continue };
        let unreadable = |why| CredentialsError::File { name: name.clone(), why };
        match read(&text, places.profile()).map_err(unreadable)? {
            Entry::Keys { credentials, region: its_own, profile } => {
                let source = format!("{name}, profile {profile}");
                return Ok(Found { credentials, source, region: region.or(its_own) });
            }
            Entry::OtherKind { kind, profile } => {
                return Err(CredentialsError::Kind { source: format!("{name}, profile {profile}"), kind });
            }
            Entry::NoProfile => {}
        }
    }
    Err(match places.profile() {
        Some(profile) => CredentialsError::NoProfile { profile: profile.to_owned(), looked },
        None => CredentialsError::None { looked },
    })
}

/// Reads a file's text, with the profile that was asked for.
type Reader = fn(&str, Option<&str>) -> Result<Entry, String>;

/// What a file says about a profile.
#[derive(Debug)]
pub(super) enum Entry {
    /// Keys that can be used as they are.
    Keys { credentials: Credentials, region: Option<String>, profile: String },
    /// Something that takes further calls to become keys.
    OtherKind { kind: String, profile: String },
    /// Nothing.
    NoProfile,
}

fn in_environment(places: &Places) -> Result<Option<Credentials>, CredentialsError> {
    const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    match (places.variable(ID), places.variable(SECRET)) {
        (Some(id), Some(secret)) => {
            let token = places.variable("ALIBABA_CLOUD_SECURITY_TOKEN").map(str::to_owned);
            Ok(Some(Credentials::new(id, secret, token)))
        }
        (Some(_), None) => Err(CredentialsError::Half { there: ID, missing: SECRET }),
        (None, Some(_)) => Err(CredentialsError::Half { there: SECRET, missing: ID }),
        (None, None) => Ok(None),
    }
}

/// The credentials file under the names that it goes by.
fn credentials_files(places: &Places) -> Vec<PathBuf> {
    if let Some(path) = places.variable("ALIBABA_CLOUD_CREDENTIALS_FILE") {
        return vec![PathBuf::from(path)];
    }
    let folder = places.home.as_ref().map(|home| home.join(".alibabacloud"));
    folder.map_or_else(Vec::new, |folder| vec![folder.join("credentials"), folder.join("credentials.ini")])
}

/// The text of a file, if there is one.
fn text_of(path: &Path) -> Result<Option<String>, CredentialsError> {
    let name = || path.display().to_string();
    let length = match std::fs::metadata(path) {
        Ok(about) => about.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CredentialsError::File { name: name(), why: error.to_string() }),
    };
    if length > FILE_LIMIT {
        return Err(CredentialsError::File { name: name(), why: "it is larger than 1 MiB".to_owned() });
    }
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) => Err(CredentialsError::File { name: name(), why: error.to_string() }),
    }
}

/// Why there are no keys. No message holds a value from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialsError {
    /// One of two variables is missing.
    Half {
        /// The one that is there.
        there: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// A file cannot be read.
    File {
        /// Which one.
        name: String,
        /// Why not.
        why: String,
    },
    /// Keys of a kind that takes further calls.
    Kind {
        /// Where they lie.
        source: String,
        /// Which kind.
        kind: String,
    },
    /// The profile that was asked for is nowhere.
    NoProfile {
        /// Its name.
        profile: String,
        /// The files that were looked for.
        looked: Vec<String>,
    },
    /// Nothing was found.
    None {
        /// The files that were looked for.
        looked: Vec<String>,
    },
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Half { there, missing } => write!(f, "the environment has {there} but not {missing}"),
            Self::File { name, why } => write!(f, "cannot read {name}: {why}"),
            Self::Kind { source, kind } => write!(
                f,
                "{source} has keys of the kind {kind}, which is not supported: please use an AccessKey pair or a \
                 temporary one with its token"
            ),
            Self::NoProfile { profile, looked } => {
                write!(f, "no profile {profile} in {}", list(looked))
            }
            Self::None { looked } => write!(
                f,
                "no keys: neither ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment, \
                 nor a profile in {}",
                list(looked)
            ),
        }
    }
}

impl std::error::Error for CredentialsError {}

fn list(looked: &[String]) -> String {
    if looked.is_empty() { "any file, as there is no home folder".to_owned() } else { looked.join(", ") }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use secrecy::ExposeSecret as _;

    use super::*;

    const CONFIG: &str = r#"{"current":"work","profiles":[
        {"name":"work","mode":"AK","access_key_id":"work-id","access_key_secret":"work-secret","region_id":"cn-beijing"},
        {"name":"temp","mode":"StsToken","access_key_id":"STS.x","access_key_secret":"y","sts_token":"z"},
        {"name":"role","mode":"RamRoleArn","access_key_id":"a","access_key_secret":"b"}]}"#;
    const INI: &str = "[default]\ntype = access_key\naccess_key_id = ini-id\naccess_key_secret = ini-secret\n";

    /// A home folder with these files, gone when it is dropped.
    struct Home(PathBuf);

    impl Home {
        fn with(files: &[(&str, &str)]) -> Self {
            static COUNT: AtomicU32 = AtomicU32::new(0);
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let home = std::env::temp_dir().join(format!("flowglass-keys-{}-{number}", std::process::id()));
            for (path, text) in files {
                let path = home.join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            Self(home)
        }
    }

    impl Drop for Home {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn look(files: &[(&str, &str)], environment: &[(&str, &str)], profile: Option<&str>) -> Result<String, String> {
        let home = Home::with(files);
        let places = Places {
            environment: environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            home: Some(home.0.clone()),
            profile: profile.map(str::to_owned),
        };
        let here = home.0.display().to_string();
        match find(&places) {
            Ok(Found { credentials, source, region }) => {
                let token = credentials.token().map_or("-", |token| token.expose_secret());
                let (id, secret) = (credentials.key_id(), credentials.secret().expose_secret());
                let region = region.as_deref().unwrap_or("-");
                Ok(format!("{id} {secret} {token} {region} from {}", source.replace(&here, "~").replace('\\', "/")))
            }
            Err(error) => Err(error.to_string().replace(&here, "~").replace('\\', "/")),
        }
    }

    const KEYS: [(&str, &str); 2] =
        [("ALIBABA_CLOUD_ACCESS_KEY_ID", "env-id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret")];
    const BOTH: [(&str, &str); 2] = [(".aliyun/config.json", CONFIG), (".alibabacloud/credentials", INI)];

    #[test]
    fn keys_are_found_in_order() {
        fn check(files: &[(&str, &str)], environment: &[(&str, &str)], profile: Option<&str>, expected: &str) {
            assert_eq!(look(files, environment, profile), Ok(expected.to_owned()));
        }
        check(&BOTH, &KEYS, None, "env-id env-secret - - from the environment");
        let sts = [KEYS[0], KEYS[1], ("ALIBABA_CLOUD_SECURITY_TOKEN", "t"), ("ALIBABA_CLOUD_REGION_ID", "r")];
        check(&[], &sts, None, "env-id env-secret t r from the environment");
        check(&BOTH, &[], None, "work-id work-secret - cn-beijing from ~/.aliyun/config.json, profile work");
        check(&BOTH, &KEYS, Some("temp"), "STS.x y z - from ~/.aliyun/config.json, profile temp");
        let temp = [("ALIBABA_CLOUD_PROFILE", "temp")];
        check(&BOTH, &temp, None, "STS.x y z - from ~/.aliyun/config.json, profile temp");
        let disabled = [("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "True")];
        check(&BOTH, &disabled, None, "ini-id ini-secret - - from ~/.alibabacloud/credentials, profile default");
        check(&BOTH, &[], Some("default"), "ini-id ini-secret - - from ~/.alibabacloud/credentials, profile default");
        let suffix = [(".alibabacloud/credentials.ini", INI)];
        check(&suffix, &[], None, "ini-id ini-secret - - from ~/.alibabacloud/credentials.ini, profile default");
    }

    #[test]
    fn what_is_missing_or_unusable_is_said() {
        fn check(files: &[(&str, &str)], environment: &[(&str, &str)], profile: Option<&str>, parts: &[&str]) {
            let error = look(files, environment, profile).unwrap_err();
            for part in parts {
                assert!(error.contains(part), "{error}");
            }
            assert!(!error.contains("secret-value"), "{error}");
        }
        check(&[], &[], None, &["no keys", "ALIBABA_CLOUD_ACCESS_KEY_ID", "~/.aliyun/config.json", "credentials.ini"]);
        check(&BOTH, &KEYS[..1], None, &["has ALIBABA_CLOUD_ACCESS_KEY_ID but not ALIBABA_CLOUD_ACCESS_KEY_SECRET"]);
        check(&BOTH, &KEYS[1..], None, &["but not ALIBABA_CLOUD_ACCESS_KEY_ID"]);
        check(&BOTH, &[], Some("nobody"), &["no profile nobody in ~/.aliyun/config.json, ~/.alibabacloud/credentials"]);
        check(&BOTH, &[], Some("role"), &["profile role has keys of the kind RamRoleArn"]);
        check(&[], &[("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "f")], None, &["oidc_role_arn"]);
        let broken = [(".aliyun/config.json", "{\"profiles\": [{\"access_key_secret\": \"secret-value\" \"")];
        check(&broken, &[], None, &["cannot read ~/.aliyun/config.json", "line 1"]);
    }
}
