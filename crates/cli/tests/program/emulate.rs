//! The emulator as a person starts it.

use crate::running::Running;
use crate::support::{Folder, GOOD};

const KEYS: [(&str, &str); 3] = [
    ("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI5tKeyOfTheProgramTest"),
    ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-of-the-program-test"),
    ("ALIBABA_CLOUD_SECURITY_TOKEN", "token-of-the-program-test"),
];

/// With the same environment the gateway gets in.
#[test]
fn keys_of_the_environment_open_it() {
    let folder = Folder::with("emulate_keys", &[("flows/greet.flow.yaml", GOOD)]);
    for (keys, kind) in [(&KEYS[..2], "key"), (&KEYS[..], "temporary key")] {
        let emulator = Running::start_emulator(&folder, &["--flows", "flows", "--log"], keys);
        let note = format!("flows: greet\n{kind} LTAI5tKe… from the environment\n");
        assert!(emulator.said.ends_with(&note), "{}", emulator.said);
        let endpoint = format!("http://{}", emulator.address());
        // A proxy for other machines has nothing to do with this one.
        let variables = [keys, &[("http_proxy", "http://127.0.0.1:1"), ("ALL_PROXY", "http://127.0.0.1:1")]].concat();
        let gateway = Running::start(&folder, &["--endpoint", &endpoint], &variables);
        let flows = gateway.ask("/api/flows", &gateway.cookie());
        assert!(flows.starts_with("HTTP/1.1 200 ") && flows.contains(r#"[{"Name":"greet","#), "{flows}");
        let said = emulator.end() + &gateway.end();
        assert!(said.contains("ListFlows 200"), "{said}");
        for (_, secret) in KEYS {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[test]
fn half_a_key_is_none() {
    let folder = Folder::with("emulate_half", &[]);
    let mut command = folder.command(&["emulate", "--listen", "127.0.0.1:0"]);
    let output = command.env_remove(KEYS[1].0).env(KEYS[0].0, KEYS[0].1).output().unwrap();
    let words = "flowglass: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set in the environment: set both halves of the key, or \
                 neither to have one made\n";
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(2), words));
}

#[cfg(unix)]
#[test]
fn asked_to_end_gateway_and_emulator_end_well() {
    let folder = Folder::with("emulate_end", &[]);
    for running in [Running::start_emulator(&folder, &[], &KEYS), Running::start(&folder, &[], &KEYS)] {
        // Whoever has answered is there to be asked.
        assert!(running.ask("/api/flows", "").starts_with("HTTP/1.1 4"));
        assert_eq!(running.terminate(), Some(0));
    }
}
