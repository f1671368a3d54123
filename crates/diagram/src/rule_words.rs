//! The rules for errors as sentences without a beginning: `retries up to 3 times on FC.ResourceThrottled, …`.

use flowglass_expression::Json;
use flowglass_flow::{ALL_ERRORS, Catch, Flow, Retry, Spanned, Target};

use crate::duration_words::duration_words;
use crate::visible_text::visible;

/// When, how often and after which pauses a step is tried again.
pub(crate) fn retry_words(rule: &Retry) -> String {
    let times = match rule.max_attempts {
        0 => "never retries".to_owned(),
        1 => "retries once".to_owned(),
        times => format!("retries up to {times} times"),
    };
    let mut words = format!("{times} on {}", errors_words(&rule.errors));
    if rule.max_attempts > 0 {
        words.push_str(&format!(", waits {}", duration_words(rule.interval_seconds)));
    }
    if rule.max_attempts > 1 && rule.factor != 1.0 {
        words.push_str(&if rule.factor == 2.0 {
            ", doubled each time".to_owned()
        } else {
            format!(", times {} each time", Json::from(rule.factor))
        });
        // A cap that no pause comes to says nothing.
        if let Some(most) = rule.max_interval_seconds
            && rule.delay_seconds(rule.max_attempts) >= most
        {
            words.push_str(&format!(", {} at most", duration_words(most)));
        }
    }
    words
}

/// Where a step goes on after which errors.
pub(crate) fn catch_words(flow: &Flow, rule: &Catch) -> String {
    let target = match &rule.jump.target {
        Target::Step(id) => visible(&flow.step(*id).name.value).into_owned(),
        Target::End => "the end".to_owned(),
        Target::Unknown(name) => format!("{}, which is not there", visible(name)),
        Target::Missing => "nowhere".to_owned(),
    };
    format!("on {} goes on at {target}", errors_words(&rule.errors))
}

/// The errors that a rule takes.
fn errors_words(errors: &[Spanned<String>]) -> String {
    let names: Vec<String> = errors
        .iter()
        .map(|error| {
            if error.value == ALL_ERRORS { "every error (FnF.ALL)".into() } else { visible(&error.value).into_owned() }
        })
        .collect();
    if names.is_empty() { "no error".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "{version: v1, type: flow, steps: [
        {type: task, name: a, resourceArn: 'acs:fc:::services/s/functions/f', retry: [
            {errors: [FC.ResourceThrottled], intervalSeconds: 1, maxAttempts: 3, multiplier: 2},
            {errors: [X, FnF.ALL], intervalSeconds: 90, maxAttempts: 1, multiplier: 2},
            {errors: [Y], intervalSeconds: 10, maxAttempts: 4, multiplier: 1},
            {errors: [Z], intervalSeconds: 10, maxAttempts: 4, multiplier: 1.5}],
         catch: [{errors: [FC.Unknown], goto: b}, {errors: [FnF.ALL], goto: gone}]},
        {type: pass, name: b}]}";

    #[test]
    fn rules_are_told_with_their_pauses_and_targets() {
        let flow = flowglass_flow::parse(FLOW).flow.unwrap();
        let (_, step) = flow.steps().next().unwrap();
        let retries: Vec<String> = step.retry.iter().map(retry_words).collect();
        assert_eq!(
            retries,
            [
                "retries up to 3 times on FC.ResourceThrottled, waits 1 s, doubled each time",
                "retries once on X, every error (FnF.ALL), waits 90 s",
                "retries up to 4 times on Y, waits 10 s",
                "retries up to 4 times on Z, waits 10 s, times 1.5 each time",
            ]
        );
        let catches: Vec<String> = step.catch.iter().map(|rule| catch_words(&flow, rule)).collect();
        assert_eq!(
            catches,
            ["on FC.Unknown goes on at b", "on every error (FnF.ALL) goes on at gone, which is not there"]
        );
        let capped = Retry { max_interval_seconds: Some(4.0), ..step.retry[0].clone() };
        assert!(retry_words(&capped).ends_with("doubled each time, 4 s at most"));
    }
}
