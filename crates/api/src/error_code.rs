//! The errors of the service: code, HTTP status and text.

/// What can go wrong in a call, by the service's own code.
///
/// Source: api.md 6.1; [`SignatureNonceUsed`](Self::SignatureNonceUsed) is a code of the vendor's common gateway
/// (signing.md 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorCode {
    /// There is no such operation, or it is not for this flow.
    ActionNotSupported,
    /// Another version of the API is asked for.
    ApiVersionNotSupported,
    /// The request is too large.
    EntityTooLarge,
    /// A parameter has a value that it cannot have.
    InvalidArgument,
    /// A header is missing.
    MissingRequiredHeader,
    /// A parameter is missing.
    MissingRequiredParams,
    /// What is asked for belongs to somebody else.
    AccessDenied,
    /// Nobody has this key.
    InvalidAccessKeyId,
    /// The clocks of client and service differ too much.
    RequestTimeTooSkewed,
    /// The signature is wrong.
    SignatureNotMatch,
    /// The nonce was used before.
    SignatureNonceUsed,
    /// The body is of another type.
    UnsupportedMediaType,
    /// The service itself failed.
    InternalServerError,
    /// An execution of this name has ended already.
    ExecutionAlreadyExists,
    /// The execution has ended.
    ExecutionAlreadyCompleted,
    /// The task has been reported or has ended otherwise.
    TaskAlreadyCompleted,
    /// No flow has this name.
    FlowNotExists,
    /// The flow has no execution of this name.
    ExecutionNotExists,
    /// The flow has no schedule of this name.
    ScheduleNotExists,
    /// A flow of this name exists.
    FlowAlreadyExists,
    /// The flow has a schedule of this name.
    ScheduleAlreadyExists,
    /// Somebody else changes the same thing.
    ConcurrentUpdateError,
    /// The task does not wait for a report right now.
    TaskInvalidState,
    /// What was to be changed has changed.
    PreconditionFailed,
    /// There were too many requests.
    ResourceThrottled,
}

/// A code, its HTTP status and its text; `%s` stands for what is filled in.
type Row = (ErrorCode, &'static str, u16, &'static str);

const TABLE: [Row; 25] = {
    use ErrorCode as E;
    [
        (
            E::ActionNotSupported,
            "ActionNotSupported",
            400,
            "The requested API operation '%s' is incorrect. Please check.",
        ),
        (
            E::ApiVersionNotSupported,
            "APIVersionNotSupported",
            400,
            "The requested API version '%s' is not supported yet. Please check.",
        ),
        (E::EntityTooLarge, "EntityTooLarge", 400, "The payload size exceeds maximum allowed size (%s bytes)."),
        (E::InvalidArgument, "InvalidArgument", 400, "Parameter error."),
        (E::MissingRequiredHeader, "MissingRequiredHeader", 400, "The HTTP header '%s' must be specified."),
        (E::MissingRequiredParams, "MissingRequiredParams", 400, "The HTTP query '%s' must be specified."),
        (E::AccessDenied, "AccessDenied", 403, "The resources doesn't belong to you."),
        (E::InvalidAccessKeyId, "InvalidAccessKeyID", 403, "The AccessKey ID %s is invalid."),
        (
            E::RequestTimeTooSkewed,
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time %s and the current time %s is too large.",
        ),
        (
            E::SignatureNotMatch,
            "SignatureNotMatch",
            403,
            "The request signature we calculated does not match the signature you provided. Check your access key and signing method.",
        ),
        (E::SignatureNonceUsed, "SignatureNonceUsed", 400, "The request signature nonce has been used."),
        (E::UnsupportedMediaType, "UnsupportedMediaType", 415, "The content type must be \"application/json\"."),
        (E::InternalServerError, "InternalServerError", 500, "An internal error has occurred. Please retry."),
        (E::ExecutionAlreadyExists, "ExecutionAlreadyExists", 400, "Execution %s for flow %s already exists."),
        (
            E::ExecutionAlreadyCompleted,
            "ExecutionAlreadyCompleted",
            400,
            "Execution '%s' for flow '%s' has already completed.",
        ),
        (E::TaskAlreadyCompleted, "TaskAlreadyCompleted", 400, "Task %s has already completed."),
        (E::FlowNotExists, "FlowNotExists", 404, "Flow %s does not exist."),
        (E::ExecutionNotExists, "ExecutionNotExists", 404, "Execution %s for flow %s does not exist."),
        (E::ScheduleNotExists, "ScheduleNotExists", 404, "The schedule %s for flow %s does not exist."),
        (E::FlowAlreadyExists, "FlowAlreadyExists", 409, "Flow %s already exists."),
        (E::ScheduleAlreadyExists, "ScheduleAlreadyExists", 409, "The schedule %s already exists in flow %s."),
        (E::ConcurrentUpdateError, "ConcurrentUpdateError", 409, "Update conflict, please retry."),
        (E::TaskInvalidState, "TaskInvalidState", 409, "Task is in an invalid state, please retry."),
        (E::PreconditionFailed, "PreconditionFailed", 412, "The resource to be modified has been changed."),
        (E::ResourceThrottled, "ResourceThrottled", 429, "The request is throttled. Please try again later."),
    ]
};

impl ErrorCode {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The service's own word for it.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Finds the code with this name; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The HTTP status that comes with it.
    pub fn http_status(self) -> u16 {
        self.row().2
    }

    /// The service's text with `parts` filled in, in their order; a part that is missing is empty.
    pub fn message(self, parts: &[&str]) -> String {
        let mut pieces = self.row().3.split("%s");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (index, piece) in pieces.enumerate() {
            text += parts.get(index).unwrap_or(&"");
            text += piece;
        }
        text
    }

    /// Whether the same request may succeed when it is made again, signed anew.
    ///
    /// Source: api.md 6.1.
    pub fn is_worth_repeating(self) -> bool {
        matches!(
            self,
            Self::ResourceThrottled
                | Self::InternalServerError
                | Self::ConcurrentUpdateError
                | Self::TaskInvalidState
                | Self::PreconditionFailed
        )
    }

    fn row(self) -> &'static Row {
        // The rows stand in the order of the variants; a test keeps it so.
        &TABLE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_row() {
        for (index, code) in ErrorCode::all().enumerate() {
            assert_eq!(code as usize, index, "{code:?}");
            assert_eq!(ErrorCode::from_name(code.name()), Some(code));
        }
        assert_eq!(ErrorCode::ResourceThrottled as usize + 1, TABLE.len());
        assert_eq!(ErrorCode::from_name("flownotexists"), None);
    }

    #[test]
    fn statuses_and_texts_are_the_services() {
        fn check(name: &str, parts: &[&str], status: u16, text: &str) {
            let code = ErrorCode::from_name(name).unwrap();
            assert_eq!((code.http_status(), code.message(parts).as_str()), (status, text), "{name}");
        }
        check("FlowNotExists", &["shop"], 404, "Flow shop does not exist.");
        check("ExecutionNotExists", &["run", "shop"], 404, "Execution run for flow shop does not exist.");
        check(
            "ExecutionAlreadyCompleted",
            &["run", "shop"],
            400,
            "Execution 'run' for flow 'shop' has already completed.",
        );
        check("InvalidAccessKeyID", &["LTAI"], 403, "The AccessKey ID LTAI is invalid.");
        check(
            "APIVersionNotSupported",
            &["1"],
            400,
            "The requested API version '1' is not supported yet. Please check.",
        );
        check("UnsupportedMediaType", &[], 415, "The content type must be \"application/json\".");
        check("TaskInvalidState", &["unused"], 409, "Task is in an invalid state, please retry.");
        check("FlowAlreadyExists", &[], 409, "Flow  already exists.");
    }

    #[test]
    fn what_may_be_repeated_is_known() {
        let again: Vec<_> = ErrorCode::all().filter(|code| code.is_worth_repeating()).map(ErrorCode::name).collect();
        let expected = [
            "InternalServerError",
            "ConcurrentUpdateError",
            "TaskInvalidState",
            "PreconditionFailed",
            "ResourceThrottled",
        ];
        assert_eq!(again, expected);
    }
}
