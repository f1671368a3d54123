//! The gateway in front of an endpoint that speaks HTTPS, with certificates that are good or not.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::running::Running;
use crate::support::Folder;

const KEYS: [(&str, &str); 2] =
    [("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI-test"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-test")];

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its own certificate, as files hold it.
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut about = CertificateParams::default();
        about.distinguished_name.push(DnType::CommonName, name);
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = about.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(about, key), pem }
    }

    /// A server on this machine under a certificate for a name; `until` is the last year that it is good for. Gives its
    /// port, and the first lines of what it is asked.
    fn serve(&self, name: &str, until: i32) -> (u16, Arc<Mutex<Vec<String>>>) {
        let key = KeyPair::generate().unwrap();
        let mut about = CertificateParams::new([name.to_owned()]).unwrap();
        about.not_after = date_time_ymd(until, 12, 31);
        let certificate = about.signed_by(&key, &self.issuer).unwrap().der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = versions.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                // Whoever does not trust the certificate leaves at once.
                if let Ok(line) = answer(&mut StreamOwned::new(connection, stream.unwrap())) {
                    lines.lock().unwrap().push(line);
                }
            }
        });
        (port, asked)
    }
}

/// Reads a request without a body and answers it; gives its first line.
fn answer(stream: &mut (impl Read + Write)) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        bytes.push(byte[0]);
    }
    let body = r#"{"RequestId":"r","Flows":[{"Name":"shop"}]}"#;
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())?;
    stream.flush()?;
    Ok(String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned())
}

/// What the gateway answers when it asks an endpoint for flows, and trusts whom the file names.
fn flows_of(endpoint: &str, folder: &Folder, trusted: &str) -> String {
    folder.write("trusted.pem", trusted.as_bytes());
    let variables = [KEYS[0], KEYS[1], ("SSL_CERT_FILE", "trusted.pem")];
    let running = Running::start(folder, &["--endpoint", endpoint], &variables);
    running.ask("/api/flows", &running.cookie())
}

/// The other systems have their own places for whom they trust, which a test does not change.
#[cfg(not(any(windows, target_vendor = "apple")))]
#[test]
fn an_endpoint_that_the_machine_trusts_is_asked() {
    let authority = Authority::new("one");
    let (port, asked) = authority.serve("localhost", 2999);
    let folder = Folder::with("https_trusted", &[]);
    let answer = flows_of(&format!("https://localhost:{port}"), &folder, &authority.pem);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(r#"[{"Name":"shop","#), "{answer}");
    let asked = asked.lock().unwrap();
    assert!(asked[0].starts_with("GET /?AccessKeyId=LTAI-test&Action=ListFlows&"), "{asked:?}");
}

#[test]
fn a_certificate_that_is_not_good_is_named_and_nothing_is_sent() {
    let (authority, other) = (Authority::new("one"), Authority::new("other"));
    let folder = Folder::with("https_untrusted", &[]);
    let check = |name: &str, until: i32, trusted: &Authority, words: &str| {
        let (port, asked) = authority.serve(name, until);
        let answer = flows_of(&format!("https://localhost:{port}"), &folder, &trusted.pem);
        assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
        let message = format!(r#""Message":"The certificate of what answers as CloudFlow is not good: {words}.""#);
        assert!(answer.contains(r#""Code":"UpstreamUntrusted""#) && answer.contains(&message), "{answer}");
        assert_eq!(*asked.lock().unwrap(), [""; 0]);
    };
    check("localhost", 2999, &other, "nobody whom this machine trusts has signed it");
    #[cfg(not(any(windows, target_vendor = "apple")))]
    {
        check("elsewhere.example", 2999, &authority, "it is for another name");
        check("localhost", 2020, &authority, "it has expired");
    }
}

#[test]
fn an_endpoint_without_https_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
        }
    });
    let answer = flows_of(&endpoint, &Folder::with("https_plain", &[]), &Authority::new("one").pem);
    assert!(answer.starts_with("HTTP/1.1 502 ") && answer.contains(r#""Code":"UpstreamUnreachable""#), "{answer}");
    assert!(answer.contains("what answers there does not speak HTTPS"), "{answer}");
}
