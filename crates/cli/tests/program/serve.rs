//! The gateway as a person starts it.

use crate::running::Running;
use crate::support::Folder;

const KEY: &str = "LTAI5tKeyOfTheProgramTest";
const SECRET: &str = "secret-of-the-program-test";

#[test]
fn the_printed_address_lets_one_browser_in() {
    let folder = Folder::with("serve_enter", &[]);
    let keys = [("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)];
    // Nobody listens at port 1, which is all that has to be known of the upstream.
    let running = Running::start(&folder, &["--endpoint", "http://127.0.0.1:1", "--signature", "v3"], &keys);
    assert!(running.said.contains("CloudFlow at http://127.0.0.1:1, key LTAI5tKe…, signature v3; reads only"));
    assert!(running.ask("/api/session", "").starts_with("HTTP/1.1 401 "));
    let entered = running.ask(&format!("/?token={}", running.token()), "");
    assert!(entered.starts_with("HTTP/1.1 303 "), "{entered}");
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
    let session = running.ask("/api/session", &cookie);
    let body = r#"{"region":"cn-hangzhou","endpoint":"http://127.0.0.1:1","signature":"v3","write":false}"#;
    assert!(session.ends_with(body), "{session}");
    let flows = running.ask("/api/flows", &cookie);
    assert!(flows.starts_with("HTTP/1.1 502 ") && flows.contains("UpstreamUnreachable"), "{flows}");
    assert!(running.ask(&format!("/?token={}", running.token()), "").starts_with("HTTP/1.1 403 "));
    let said = running.end();
    assert!(said.contains("GET /api/flows 502 "), "{said}");
    for answer in [&said, &entered, &session, &flows] {
        assert!(!answer.contains(SECRET) && !answer.contains(KEY), "{answer}");
    }
}

#[test]
fn without_keys_it_serves_the_page_and_says_so() {
    let folder = Folder::with("serve_without_keys", &[]);
    let running = Running::start(&folder, &[], &[]);
    assert!(running.said.contains("Simulating only: no keys"), "{}", running.said);
    assert!(running.ask("/enter", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_token_file_is_for_everybody_who_knows_it() {
    let folder = Folder::with("serve_token_file", &[("token", "a-token-of-more-than-twenty\n"), ("short", "x\n")]);
    let running = Running::start(&folder, &["--token-file", "token"], &[]);
    assert!(running.said.contains("/enter\n") && !running.said.contains("a-token"), "{}", running.said);
    for _ in 0..2 {
        assert!(running.ask("/?token=a-token-of-more-than-twenty", "").starts_with("HTTP/1.1 303 "));
    }
    let refused = folder.run(&["serve", "--token-file", "short"]);
    refused.check(2, "", "flowglass: short: a token is one line of at least 20 characters without blanks\n");
}

#[test]
fn what_cannot_be_served_is_said() {
    let folder = Folder::with("serve_refused", &[]);
    for (arguments, part) in [
        (&["--listen", "0.0.0.0:0"][..], "0.0.0.0:0 can be reached from other machines"),
        (&["--listen", "127.0.0.1:99999"], "cannot listen at 127.0.0.1:99999"),
        (&["--endpoint", "http://example.com"], "plain HTTP to another machine"),
        (&["--region", "evil.example"], "is no region"),
        (&["--allow-origin", "*"], "is no origin"),
        (&["--profile", "nobody"], "no profile nobody"),
        (&["--token-file", "missing"], "cannot read missing"),
    ] {
        let ran = folder.run(&[&["serve"], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}
