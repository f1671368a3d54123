//! Which of several things that are wrong is told.

use flowglass_api::ErrorCode;

use super::world::World;
use super::{Scheme, Server};
use crate::clock;
use crate::emulator::Clock;
use crate::emulator::testing::Sent;
use crate::signing::Method;

/// One thing after another is put right, and what is told is always the first that is left.
///
/// The order is that of api.md 6.1, CHOICE.
#[tokio::test]
async fn what_is_wrong_is_told_in_order() {
    let world = World::new();
    for scheme in [Scheme::V1, Scheme::V3] {
        let server = Server::with(Clock::Virtual, |account| *account = world.account.clone());
        let good = Server { scheme, ..server };
        let mut all = Wrong {
            server: Server {
                id: "LTAI-other".into(),
                secret: "wrong".into(),
                security_token: Some("token".into()),
                ..good.clone()
            },
            sent: Sent { version: "2018-01-01", ..Sent::new("stopExecution", Method::Post) }
                .with("Error", &"x".repeat(129)),
            minutes: 16,
            nonce: "used".into(),
        };
        let used = Sent::new("ListFlows", Method::Get).request_at(&good, 0, "used");
        good.send(used).await;
        all.check(&good, ErrorCode::ApiVersionNotSupported).await;
        all.sent.version = crate::signing::API_VERSION;
        all.check(&good, ErrorCode::ActionNotSupported).await;
        all.sent.operation = "StopExecution".into();
        all.check(&good, ErrorCode::InvalidAccessKeyId).await;
        all.server.id.clone_from(&good.id);
        all.check(&good, ErrorCode::AccessDenied).await;
        all.server.security_token = None;
        all.check(&good, ErrorCode::RequestTimeTooSkewed).await;
        all.minutes = 0;
        all.check(&good, ErrorCode::SignatureNonceUsed).await;
        all.nonce.clear();
        all.check(&good, ErrorCode::SignatureNotMatch).await;
        all.server.secret.clone_from(&good.secret);
        all.check(&good, ErrorCode::MissingRequiredParams).await;
        all.sent = all.sent.with("FlowName", "nobody").with("ExecutionName", "nobody");
        all.check(&good, ErrorCode::InvalidArgument).await;
        all.sent = all.sent.with("Error", "E");
        all.check(&good, ErrorCode::FlowNotExists).await;
        all.sent = all.sent.with("FlowName", "shop");
        all.check(&good, ErrorCode::ExecutionNotExists).await;
        all.sent = all.sent.with("ExecutionName", "ended");
        all.check(&good, ErrorCode::ExecutionAlreadyCompleted).await;
    }
}

/// A request with much that is wrong.
struct Wrong {
    server: Server,
    sent: Sent,
    minutes: i64,
    nonce: String,
}

impl Wrong {
    async fn check(&self, good: &Server, code: ErrorCode) {
        let nonce = if self.nonce.is_empty() { clock::random_text().unwrap() } else { self.nonce.clone() };
        let request = self.sent.request_at(&self.server, self.minutes * 60_000, &nonce);
        let (status, body) = good.send(request).await;
        assert_eq!((status.as_u16(), body["Code"].as_str()), (code.http_status(), Some(code.name())), "{body}");
    }
}
