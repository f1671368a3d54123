//! A wait step: lets time pass.

use flowglass_expression::Json;
use flowglass_flow::{Dialect, Spanned, Value, Wait};
use flowglass_history::{EventId, Millis};

use crate::failure::{self, Failure};
use crate::frame::FrameId;
use crate::limits::pause_ms;
use crate::machine::Machine;
use crate::queue::What;
use crate::settings::{Mode, PassThrough};

/// The longest wait of the older language in seconds. Source: [WAIT].
const LONGEST_LEGACY: f64 = 2.0 * 86_400.0;

impl Machine<'_> {
    /// How many seconds the step that runs in `frame` waits from now.
    ///
    /// # Errors
    /// `Sim.InvalidWait` when the definition gives no time, both times, or one outside the limits (A12, CHOICE 22).
    pub(crate) fn plan_wait(&mut self, frame: FrameId, wait: &Wait) -> Result<f64, Failure> {
        let dialect = self.execution.flow.dialect;
        let seconds = match (&wait.seconds, &wait.until) {
            (Some(_), Some(_)) if dialect == Dialect::Legacy => {
                return Err(invalid("the definition gives both a duration and a timestamp".to_owned()));
            }
            (Some(Spanned { value: Value::Unknown(text), .. }), _)
            | (None, Some(Spanned { value: Value::Unknown(text), .. })) => {
                let message = format!("{text} is written when the flow is deployed; here the wait takes no time");
                self.note(frame, message);
                return Ok(0.0);
            }
            (Some(seconds), _) => seconds_of(&self.value(frame, &seconds.value)?, dialect)?,
            (None, Some(until)) => {
                let until = self.value(frame, &until.value)?;
                let moment = until
                    .as_str()
                    .and_then(|text| Millis::parse(text).ok())
                    .ok_or_else(|| invalid(format!("{} is not a time such as 2026-01-01T00:00:00Z", shown(&until))))?;
                // Times lie within some thousands of years, so the number of milliseconds is exact.
                let seconds = moment.since(self.world.now).max(0) as f64 / 1000.0;
                if dialect == Dialect::StateMachine {
                    return Ok(seconds);
                }
                seconds
            }
            (None, None) => return Err(invalid("the definition does not say how long to wait".to_owned())),
        };
        let (least, longest) = match (dialect, self.execution.mode) {
            (Dialect::Legacy, _) => (f64::NEG_INFINITY, LONGEST_LEGACY),
            (Dialect::StateMachine, Mode::Standard) => (1.0, 300.0),
            (Dialect::StateMachine, Mode::Express) => (1.0, 20.0),
        };
        if seconds > longest {
            return Err(invalid(format!("{} seconds are more than the longest wait, {longest}", Json::from(seconds))));
        }
        if seconds < least {
            return Err(invalid(format!("{} seconds are less than the shortest wait, {least}", Json::from(seconds))));
        }
        Ok(seconds.max(0.0))
    }

    /// Puts in the end of the wait, or the failure of a wait that could not be planned.
    pub(crate) fn begin_wait(&mut self, frame: FrameId, planned: Option<Result<f64, Failure>>, started: EventId) {
        let seconds = match planned {
            Some(Ok(seconds)) => seconds,
            Some(Err(why)) => return self.fail_later(frame, why, started),
            None => 0.0,
        };
        let raw = match self.world.settings.options.pass_through {
            PassThrough::Input => self.input_or_empty(frame),
            PassThrough::Empty => Json::object(),
        };
        self.later(frame, started, pause_ms(seconds), What::Succeed(raw));
    }
}

/// A duration: a whole number; in the older language also a text that is one (A13).
fn seconds_of(value: &Json, dialect: Dialect) -> Result<f64, Failure> {
    let number = match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) if dialect == Dialect::Legacy => text.trim().parse::<f64>().ok(),
        _ => None,
    };
    number
        .filter(|seconds| seconds.is_finite() && seconds.fract() == 0.0)
        .ok_or_else(|| invalid(format!("{} is not a whole number of seconds", shown(value))))
}

fn invalid(cause: String) -> Failure {
    Failure::of_step(failure::INVALID_WAIT, cause)
}

/// A value for a message: no longer than a line.
pub(crate) fn shown(value: &Json) -> String {
    const MOST: usize = 80;
    match value {
        Json::Array(items) => format!("an array of {} values", items.len()),
        Json::Object(object) => format!("an object of {} values", object.len()),
        scalar => {
            let text = scalar.to_compact();
            match text.char_indices().nth(MOST) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{error, legacy, machine, notes, run, times};

    /// The milliseconds between the step's Started and its next event, or the error.
    fn check(flow: &str, scenario: &str, expected: Result<i64, &str>) {
        let (simulation, id, _) = run(flow, &format!("{scenario}\nclock: 2026-01-01T00:00:00Z"));
        let execution = simulation.execution(id);
        let times = times(execution);
        let is = match error(execution) {
            Some(error) => Err(error),
            None => Ok(times[3] - times[2] - 10),
        };
        assert_eq!(is, expected, "{flow} {scenario}");
    }

    #[test]
    fn a_time_that_is_written_later_is_none() {
        for how in ["duration: !Ref Pause", "timestamp: !GetAtt [Clock, Noon]"] {
            check(&legacy(&format!("  - {{type: wait, name: w, {how}}}")), "", Ok(0));
        }
        let flow = machine("w", "  - {Type: Wait, Name: w, Seconds: !Ref Pause, End: true}");
        check(&flow, "", Ok(0));
        let (simulation, id, _) = run(&flow, "");
        let notes = notes(simulation.execution(id));
        assert_eq!(notes, ["w: Pause is written when the flow is deployed; here the wait takes no time"]);
    }

    #[test]
    fn waits_of_the_older_language() {
        let wait = |how: &str| legacy(&format!("  - {{type: wait, name: w, {how}}}"));
        check(&wait("duration: 3"), "", Ok(3_000));
        check(&wait("duration: 0"), "", Ok(0));
        check(&wait("duration: $.n"), "input: {n: 4}", Ok(4_000));
        check(&wait("duration: $.n"), "input: {n: \"4\"}", Ok(4_000));
        check(&wait("duration: $.n"), "input: {n: -4}", Ok(0));
        check(&wait("duration: $.n"), "input: {n: 172800}", Ok(172_800_000));
        for wrong in ["172801", "1.5", "[1]", "soon", "null", "\"1.5\"", "\"nan\""] {
            check(&wait("duration: $.n"), &format!("input: {{n: {wrong}}}"), Err("Sim.InvalidWait"));
        }
        // The step starts 20 ms after the execution.
        check(&wait("timestamp: 2026-01-01T00:00:05Z"), "", Ok(4_980));
        check(&wait("timestamp: 2025-01-01T00:00:05+08:00"), "", Ok(0));
        check(&wait("timestamp: $.t"), "input: {t: \"2026-01-01T00:01:00.020Z\"}", Ok(60_000));
        check(&wait("timestamp: $.t"), "input: {t: tomorrow}", Err("Sim.InvalidWait"));
        check(&wait("timestamp: 2026-01-04T00:00:00Z"), "", Err("Sim.InvalidWait"));
        check(&wait("timestamp: 2026-01-01T00:00:05Z, duration: 1"), "", Err("Sim.InvalidWait"));
        check(&wait("end: true"), "", Err("Sim.InvalidWait"));
    }

    #[test]
    fn waits_of_the_new_language() {
        let wait = |how: &str| machine("w", &format!("  - {{Type: Wait, Name: w, {how}, End: true}}"));
        check(&wait("Seconds: 300"), "", Ok(300_000));
        check(&wait("Seconds.$: $Input.n"), "input: {n: 1}", Ok(1_000));
        check(&wait("Seconds.$: $Input.n"), "input: {n: 20}\nmode: Express", Ok(20_000));
        check(&wait("Seconds.$: $Input.n"), "input: {n: 21}\nmode: Express", Err("Sim.InvalidWait"));
        for wrong in ["0", "301", "\"5\"", "2.5", "null"] {
            check(&wait("Seconds.$: $Input.n"), &format!("input: {{n: {wrong}}}"), Err("Sim.InvalidWait"));
        }
        check(&wait("UntilDateTime: 2026-01-01T01:00:00Z"), "", Ok(3_599_980));
    }

    #[test]
    fn the_input_passes_through_unless_told_otherwise() {
        let wait = machine("w", "  - {Type: Wait, Name: w, Seconds: 1, End: true}");
        let output = |options: &str| {
            let (simulation, id, _) = run(&wait, &format!("input: {{a: 1}}\n{options}"));
            simulation.execution(id).output.clone().unwrap_or_default().to_compact()
        };
        assert_eq!(output(""), r#"{"a":1}"#);
        assert_eq!(output("options: {passThrough: empty}"), "{}");
    }
}
