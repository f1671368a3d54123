//! Steps of the older language.

use super::{Writer, joined};

impl Writer {
    /// A list of steps.
    pub(super) fn list(&mut self, depth: u32) -> String {
        let names = self.names(4);
        let steps: Vec<String> = names.iter().map(|name| self.step(depth, name, &names)).collect();
        format!("[{}]", steps.join(", "))
    }

    fn step(&mut self, depth: u32, name: &str, names: &[String]) -> String {
        let kinds = if depth == 0 { 7 } else { 11 };
        let (kind, own) = match self.below(kinds) {
            0 => ("pass", String::new()),
            1..=3 => ("task", self.task(name, names)),
            4 => ("wait", self.wait()),
            5 => match self.below(5) {
                0 => ("fail", self.pick(&["error: Bad, cause: c", "", "error: Worse"]).to_owned()),
                1 => ("succeed", String::new()),
                _ => ("choice", self.jumps(names)),
            },
            6 => ("choice", self.jumps(names)),
            7 | 8 => ("choice", self.choice(depth, names)),
            9 => ("parallel", self.parallel(name, depth)),
            _ => ("foreach", self.foreach(name, depth)),
        };
        let ends = !matches!(kind, "fail" | "succeed");
        let end = if ends { self.pick(&["", "", "", "", "end: true"]) } else { "" };
        let input = self.pick(&[
            "",
            "",
            "",
            "inputMappings: [{target: n, source: $input.n}, {target: xs, source: $input.xs}, {target: k, source: $local.a}]",
            "inputMappings: [{target: token, source: $context.task.token}, {target: n, source: 3}, {target: xs, source: [1]}]",
        ]);
        let output = self.pick(&[
            "",
            "",
            "outputMappings: [{target: a, source: $local}, {target: n, source: $input.n}]",
            "outputMappings: [{target: x, source: 1}, {target: id, source: $context.step.eventId}]",
            "outputMappings: [{target: all, source: '$local[*].a'}]",
        ]);
        let head = format!("type: {kind}, name: {name}");
        format!("{{{}}}", joined(&[&head, &own, input, output, end]))
    }

    fn task(&mut self, name: &str, names: &[String]) -> String {
        self.is_task(name);
        let pattern = self.pick(&["", "pattern: sync", "pattern: waitForCallback"]);
        let target = match self.children.len() {
            0 => "resourceArn: \"acs:fc:::services/s/functions/f\"".to_owned(),
            _ if self.chance(2) => "resourceArn: r".to_owned(),
            count => {
                let child = self.below(count);
                let child = self.children.get(child).cloned().unwrap_or_default();
                let parameters = self.pick(&[
                    "",
                    ", serviceParams: {Input: $}",
                    ", serviceParams: {ExecutionName: same}",
                    ", serviceParams: {CallbackFnFTaskToken: $.token}",
                ]);
                format!("resourceArn: \"acs:fnf:::flow/{child}\"{parameters}")
            }
        };
        let retry = self.pick(&[
            "",
            "",
            "retry: [{errors: [Bad], maxAttempts: 2}]",
            "retry: [{errors: [FnF.TaskTimeout], intervalSeconds: 2}, {errors: [FnF.ALL], maxAttempts: 1, multiplier: 1.5}]",
        ]);
        let timeout = self.pick(&["", "", "timeoutSeconds: 4"]);
        let catch = if self.chance(2) {
            let goto = self.jump(names);
            let errors = self.pick(&["FnF.ALL", "Bad"]);
            format!("catch: [{{errors: [{errors}], goto: {goto}}}]")
        } else {
            String::new()
        };
        let mappings = if !catch.is_empty() && self.chance(2) {
            "errorMappings: [{target: e, source: $local.error}, {target: c, source: $local.cause}]"
        } else {
            ""
        };
        joined(&[&target, pattern, retry, timeout, &catch, mappings])
    }

    fn wait(&mut self) -> String {
        let how = [
            "duration: 1",
            "duration: 0",
            "duration: -5",
            "duration: $.n",
            "duration: $.none",
            "duration: 200000",
            "timestamp: 2026-01-01T00:00:06Z",
            "timestamp: $.t",
        ];
        self.pick(&how).to_owned()
    }

    /// A choice that only jumps.
    fn jumps(&mut self, names: &[String]) -> String {
        let (one, two) = (self.jump(names), self.jump(names));
        let condition = self.pick(&["$.n == 2", "$.n > 2 && $.a", "$.none", "!$.n", "'$.n in $.xs'"]);
        let default = if self.chance(3) { String::new() } else { format!("default: {{goto: {two}}}") };
        joined(&[&format!("choices: [{{condition: {condition}, goto: {one}}}]"), &default])
    }

    fn choice(&mut self, depth: u32, names: &[String]) -> String {
        let one = self.list(depth - 1);
        let default = match self.below(3) {
            0 => String::new(),
            1 => format!("default: {{steps: {}}}", self.list(depth - 1)),
            _ => format!("default: {{steps: {}, goto: {}}}", self.list(depth - 1), self.jump(names)),
        };
        let condition = self.pick(&["$.n == 2", "$.n > 2", "'true'"]);
        joined(&[&format!("choices: [{{condition: {condition}, steps: {one}}}]"), &default])
    }

    fn parallel(&mut self, name: &str, depth: u32) -> String {
        let count = self.below(4) as u64;
        let branches: Vec<String> = (0..count)
            .map(|index| self.inside(name, "branch", index, |writer| format!("{{steps: {}}}", writer.list(depth - 1))))
            .collect();
        format!("branches: [{}]", branches.join(", "))
    }

    fn foreach(&mut self, name: &str, depth: u32) -> String {
        let index = self.random.below(3);
        let body = self.inside(name, "iteration", index, |writer| writer.list(depth - 1));
        let items = self.pick(&["$.xs", "$.xs", "$.xs", "$.none"]);
        format!("iterationMapping: {{collection: {items}, item: x, index: i}}, steps: {body}")
    }
}
