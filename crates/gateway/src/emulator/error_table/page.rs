//! The page about errors, written from what was provoked.

use std::fmt::Write as _;

use flowglass_api::{ErrorCode, Operation};

use super::Provocation;
use super::places::{Place, place};
use super::world::{OPERATIONS, World};

/// Where the page is.
pub(super) const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors.md");

const INTRODUCTION: &str = "# Errors

What CloudFlow answers when a call fails, and how each error can be had from [`flowglass emulate`](emulator.md). A test provokes every
one of them by requests with both signature schemes, and the texts are what it was answered. An error that was
[ordered](emulator.md#errors-that-you-order) does not count as provoked.

Codes, statuses and texts are those of the service's API pages, except `SignatureNonceUsed`, which is of the vendor's common gateway. After the
service's text the emulator says more where that helps: match on the code, never on the text. Which cause leads to which code is documented
for few operations only; for the others it is our choice, and the service may do otherwise. The service may also answer codes of the vendor's
common gateway instead, such as `Throttling.User` or `SignatureDoesNotMatch`.
";

/// The whole page.
pub(super) fn page(world: &World, provocations: &[Provocation], others: &[(Operation, String)]) -> String {
    let mut page = INTRODUCTION.to_owned();
    codes(&mut page);
    service_only(&mut page);
    overview(&mut page);
    page += "\n## How each is provoked\n\nThe account has a flow `shop` that waits for a report, with the versions 1 and 2, the alias `prod` of version 1, \
             and the executions `running` and `ended`; an Express flow `fast`; and a flow `each` with a distributed Map, whose run in the \
             execution `maps` goes on. `<time>`, `<token>` and `<run>` stand for what differs.\n";
    for operation in OPERATIONS {
        let _ = write!(page, "\n### {}\n\n| sent | answered | text |\n| --- | --- | --- |\n", operation.name());
        let mut of_operation: Vec<_> = provocations.iter().filter(|it| it.operation == operation).collect();
        of_operation.sort_by_key(|it| it.code);
        for it in of_operation {
            let (status, code) = (it.code.http_status(), it.code.name());
            let (how, text) = (cell(world, &it.how), cell(world, &it.message));
            let _ = writeln!(page, "| {how} | {status} {code} | {text} |");
        }
    }
    page += "\n### Operations on schedules\n\n| operation | answered | text |\n| --- | --- | --- |\n";
    for (operation, message) in others {
        let code = ErrorCode::ActionNotSupported;
        let _ = writeln!(page, "| `{}` | {} {} | {message} |", operation.name(), code.http_status(), code.name());
    }
    page
}

fn codes(page: &mut String) {
    *page += "\n## Codes\n\n`…` is filled in. *Again* says that the same request may succeed when it is signed and sent anew; a start only when it names \
              its execution, since the first try may have worked.\n\n| code | status | text | what to do |\n| --- | --- | --- | --- |\n";
    for code in ErrorCode::all() {
        let text = code.message(&["…", "…"]);
        let again = if code.is_worth_repeating() { "Again. " } else { "" };
        let _ = writeln!(page, "| `{}` | {} | {text} | {again}{} |", code.name(), code.http_status(), advice(code));
    }
}

fn advice(code: ErrorCode) -> &'static str {
    use ErrorCode as E;
    match code {
        E::ActionNotSupported => {
            "Look at the operation's spelling, and whether it is for flows of this mode. Operations on schedules are not emulated."
        }
        E::ApiVersionNotSupported => "Ask for the version 2019-03-15.",
        E::EntityTooLarge => "Send less: put data in a store, and its address into the input.",
        E::InvalidArgument => "Put the parameter right that the text names.",
        E::MissingRequiredHeader => "Send the header. Signature V3 only: V1 has parameters instead.",
        E::MissingRequiredParams => "Send the parameter, in the query or in the form.",
        E::AccessDenied => {
            "Use a key that has the right, and the security token that belongs to it. In the emulator only the token can be wrong."
        }
        E::InvalidAccessKeyId => "Look which key your program uses, and which one the emulator printed.",
        E::RequestTimeTooSkewed => "Set the clock of the machine; 15 minutes are allowed, either way.",
        E::SignatureNotMatch => {
            "Look at the secret. If it is right, something changed the request after it was signed."
        }
        E::SignatureNonceUsed => "Sign every request anew, also one that is repeated.",
        E::UnsupportedMediaType => "Send a form, as the official SDKs do, whatever the text says.",
        E::InternalServerError => "Report it with the request id if it stays.",
        E::ExecutionAlreadyExists => {
            "Choose another name. After a repeated start it can mean that the first one worked and the execution is over."
        }
        E::ExecutionAlreadyCompleted => "Nothing is left to do: it is over.",
        E::TaskAlreadyCompleted => "Nothing is left to do: the task was reported, timed out or was stopped.",
        E::FlowNotExists => "Look at the name and the region.",
        E::ExecutionNotExists => "Look at the name. A synchronous start makes a longer one, which its answer has.",
        E::ScheduleNotExists | E::ScheduleAlreadyExists => "Not emulated.",
        E::FlowAlreadyExists => "Update the flow, or choose another name.",
        E::ConcurrentUpdateError => "Somebody else changes the same thing.",
        E::TaskInvalidState => "The task does not wait yet, or rests before its next attempt.",
        E::PreconditionFailed => "Read the resource first.",
        E::ResourceThrottled => "Wait before, longer each time.",
    }
}

fn service_only(page: &mut String) {
    *page += "\n## What only the service can answer\n\nThe emulator never answers these by itself: [order](emulator.md#errors-that-you-order) them to see what your \
              program does.\n\n| code | operations | why |\n| --- | --- | --- |\n";
    for code in ErrorCode::all() {
        let whys: Vec<_> =
            OPERATIONS.into_iter().filter_map(|operation| Some((operation, why(operation, code)?))).collect();
        let Some((_, why)) = whys.first() else { continue };
        let names = if whys.len() == OPERATIONS.len() { "all".to_owned() } else { names(whys.iter().map(|it| it.0)) };
        let _ = writeln!(page, "| `{}` | {names} | {why} |", code.name());
    }
    *page += "| `AccessDenied` | all | rights of users and roles, and what belongs to another account: the emulator has one account, and who has its key may do \
              everything |\n| `ScheduleNotExists`, `ScheduleAlreadyExists` | those on schedules | the emulator has no schedules |\n";
}

fn why(operation: Operation, code: ErrorCode) -> Option<&'static str> {
    match place(operation, code) {
        Place::ServiceOnly(why) => Some(why),
        Place::Provoked | Place::Never(_) => None,
    }
}

fn overview(page: &mut String) {
    let by_all: Vec<_> = ErrorCode::all()
        .filter(|code| OPERATIONS.into_iter().all(|operation| place(operation, *code) == Place::Provoked))
        .collect();
    let list = by_all.iter().map(|code| format!("`{}`", code.name())).collect::<Vec<_>>().join(", ");
    let _ = write!(
        page,
        "\n## Which operation answers which\n\nEvery operation answers {list}. Besides:\n\n| code | operations | the others |\n| --- | --- | --- |\n"
    );
    for code in ErrorCode::all().filter(|code| !by_all.contains(code)) {
        let provoked = OPERATIONS.into_iter().filter(|operation| place(*operation, code) == Place::Provoked);
        let provoked = names(provoked);
        if provoked.is_empty() {
            continue;
        }
        let mut whys = OPERATIONS.into_iter().filter_map(|operation| match place(operation, code) {
            Place::Never(why) => Some(why),
            Place::Provoked | Place::ServiceOnly(_) => None,
        });
        let _ = writeln!(page, "| `{}` | {provoked} | never: {} |", code.name(), whys.next().unwrap_or_default());
    }
}

fn names(operations: impl Iterator<Item = Operation>) -> String {
    operations.map(|operation| format!("`{}`", operation.name())).collect::<Vec<_>>().join(", ")
}

/// A text as it can stand in a table.
fn cell(world: &World, text: &str) -> String {
    let text = [&world.waits, &world.over, &world.between]
        .iter()
        .fold(text.to_owned(), |text, token| text.replace(token.as_str(), "<token>"));
    let text = text.replace(&world.run, "<run>").replace(&world.done_run, "<run>");
    text.replace('|', "\\|").replace('<', "&lt;").replace('>', "&gt;")
}
