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

#[test]
fn faults_that_nobody_knows_are_told() {
    let folder = Folder::with("emulate_fault", &[]);
    for (fault, words) in [
        ("StartExecuton=ResourceThrottled", "no operation is called StartExecuton; did you mean StartExecution?"),
        (
            "StartExecution=ResourceThrotled",
            "no error code is called ResourceThrotled; did you mean ResourceThrottled?",
        ),
        ("StartExecution", "a fault is OPERATION=CODE for every call, or OPERATION=CODE@N for the N-th one"),
    ] {
        let output = folder.command(&["emulate", "--listen", "127.0.0.1:0", "--fault", fault]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(words), "{said}");
    }
}

/// An ordered error and a bucket that is empty get through to who asks.
#[test]
fn ordered_errors_and_throttling_can_be_switched_on() {
    let folder = Folder::with("emulate_ordered", &[]);
    for (arguments, fails_at) in [
        (&["--log", "--fault", "ListFlows=AccessDenied@2"][..], 2),
        (&["--log", "--throttle", "--clock", "virtual"], 11),
    ] {
        let emulator = Running::start_emulator(&folder, arguments, &KEYS[..2]);
        let endpoint = format!("http://{}", emulator.address());
        let gateway = Running::start(&folder, &["--endpoint", &endpoint], &KEYS[..2]);
        let cookie = gateway.cookie();
        for _ in 0..fails_at {
            gateway.ask("/api/flows", &cookie);
        }
        let said = emulator.end();
        let lines: Vec<_> = said.lines().filter(|line| line.starts_with("ListFlows ")).collect();
        assert!(lines[..fails_at - 1].iter().all(|line| *line == "ListFlows 200"), "{said}");
        let expected = if fails_at == 2 { "ListFlows 403 AccessDenied" } else { "ListFlows 429 ResourceThrottled" };
        assert_eq!(lines[fails_at - 1], expected, "{said}");
    }
}
