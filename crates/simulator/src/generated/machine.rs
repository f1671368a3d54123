//! States of the new language.

use super::{Writer, joined};

impl Writer {
    /// `StartAt` and `States`.
    pub(super) fn scope(&mut self, depth: u32) -> String {
        let names = self.names(4);
        let states: Vec<String> =
            names.iter().enumerate().map(|(index, name)| self.state(depth, name, index, &names)).collect();
        let start = names.first().map_or("", String::as_str);
        format!("StartAt: {start}, States: [{}]", states.join(", "))
    }

    fn state(&mut self, depth: u32, name: &str, index: usize, names: &[String]) -> String {
        let next = match names.get(index + 1) {
            Some(next) if self.below(8) > 0 => format!("Next: {next}"),
            Some(_) => format!("Next: {}", self.jump(names)),
            None => "End: true".to_owned(),
        };
        let kinds = if depth == 0 { 6 } else { 10 };
        let (kind, own) = match self.below(kinds) {
            0 => ("Pass", String::new()),
            1..=3 => ("Task", self.action(name)),
            4 => ("Wait", self.seconds()),
            5 => match self.below(6) {
                0 => ("Fail", self.pick(&["Code: Bad, Detail: d", "", "Code.$: $Input.n"]).to_owned()),
                1 => ("Succeed", String::new()),
                _ => ("Choice", self.branches(names)),
            },
            6 => ("Choice", self.branches(names)),
            7 => ("Parallel", self.parallel_state(name, depth)),
            8 => ("Map", self.map(name, depth)),
            _ => ("Map", self.distributed(name, depth)),
        };
        let next = if matches!(kind, "Choice" | "Fail" | "Succeed") { "" } else { next.as_str() };
        let rules = if matches!(kind, "Task" | "Parallel" | "Map") { self.rules(names) } else { String::new() };
        let input = self.pick(&[
            "",
            "",
            "",
            "InputConstructor: {n.$: $Input.n, xs: [{n: 1}, {n: 2}]}",
            "InputConstructor: {n.$: \"intAdd($Input.n, 1)\", xs.$: $Input.xs, c.$: $Context}",
        ]);
        let output = match kind {
            "Choice" => "",
            _ => self.pick(&[
                "",
                "",
                "OutputConstructor: {n: 2, o.$: $Output, xs.$: $Input.xs}",
                "OutputConstructor: {n.$: $Global.n, u.$: uuid(), none.$: $Input.none.deep}",
            ]),
        };
        let global =
            self.pick(&["", "", "", "GlobalConstructor: {n.$: $Input.n, by.$: $Context.Current.Name, at.$: $Global}"]);
        let head = format!("Type: {kind}, Name: {name}");
        format!("{{{}}}", joined(&[&head, &own, &rules, input, output, global, next]))
    }

    fn rules(&mut self, names: &[String]) -> String {
        let retry = self.pick(&[
            "",
            "",
            "Retry: [{Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 2}]",
            "Retry: [{Errors: [Bad], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 3, MaxBackoffSeconds: 2}, {Errors: [FnF.TaskTimeout], MaxAttempts: 1, IntervalSeconds: 0}]",
        ]);
        let catch = match self.below(4) {
            0 => format!("Catch: [{{Errors: [FnF.ALL], Next: {}}}]", self.jump(names)),
            1 => format!(
                "Catch: [{{Errors: [Bad], Next: {}}}, {{Errors: [FnF.ALL], Next: {}, OutputConstructor: {{n: 5, why.$: $Context.Current.Error.Code, xs: [1]}}}}]",
                self.jump(names),
                self.jump(names)
            ),
            _ => String::new(),
        };
        joined(&[retry, &catch])
    }

    fn action(&mut self, name: &str) -> String {
        self.is_task(name);
        let mode = self.pick(&["", "TaskMode: WaitForSystemCallback", "TaskMode: WaitForCustomCallback"]);
        let timeout = self.pick(&["", "", "Timeout: 3", "Timeout.$: $Input.n"]);
        let call = match self.children.len() {
            0 => "Action: \"FC:InvokeFunction\", Parameters: {body.$: $Input}".to_owned(),
            _ if self.chance(2) => "Action: \"A:B\"".to_owned(),
            count => {
                let child = self.below(count);
                let child = self.children.get(child).cloned().unwrap_or_default();
                let more = self.pick(&[
                    "",
                    ", input: {n: 4, xs: [{n: 1}]}",
                    ", input.$: $Input, executionName: same",
                    ", callbackFnFTaskToken.$: $Context.Current.TaskToken",
                ]);
                format!("Action: \"FNF:StartExecution\", Parameters: {{resourceArn: \"acs:fnf:::flow/{child}\"{more}}}")
            }
        };
        joined(&[&call, mode, timeout])
    }

    fn seconds(&mut self) -> String {
        let how = [
            "Seconds: 1",
            "Seconds: 2",
            "Seconds.$: $Input.n",
            "Seconds: 400",
            "Seconds: 25",
            "UntilDateTime: 2026-01-01T00:00:06Z",
        ];
        self.pick(&how).to_owned()
    }

    fn branches(&mut self, names: &[String]) -> String {
        let condition =
            self.pick(&["$Input.n > 3", "'$Input.n == 2 || $Global.n > 1'", "$Input.none", "'2 in $Input.xs'"]);
        let one = self.jump(names);
        let default = if self.chance(6) { String::new() } else { format!("Default: {}", self.jump(names)) };
        joined(&[&format!("Branches: [{{Condition: {condition}, Next: {one}}}]"), &default])
    }

    fn parallel_state(&mut self, name: &str, depth: u32) -> String {
        let count = 1 + self.below(3) as u64;
        let branches: Vec<String> = (0..count)
            .map(|index| self.inside(name, "branch", index, |writer| format!("{{{}}}", writer.scope(depth - 1))))
            .collect();
        format!("Branches: [{}]", branches.join(", "))
    }

    fn map(&mut self, name: &str, depth: u32) -> String {
        let index = self.random.below(3);
        let body = self.inside(name, "iteration", index, |writer| writer.scope(depth - 1));
        let concurrency = self.pick(&["", "MaxConcuccency: 1", "MaxConcurrency: 2"]);
        let items = self.pick(&["$Input.xs", "$Input.xs", "$Input.xs", "$Input.n"]);
        joined(&[&format!("ItemsPath: {items}, Processor: {{{body}}}"), concurrency])
    }

    fn distributed(&mut self, name: &str, depth: u32) -> String {
        let index = self.random.below(3);
        let body = self.inside(name, "iteration", index, |writer| writer.scope(depth - 1));
        let mode = self.pick(&["Express", "Standard"]);
        let source = if self.chance(4) {
            self.is_task(name);
            "ItemReader: {Bucket: b}"
        } else {
            "ItemsPath: $Input.xs"
        };
        let tolerated = self.pick(&["", "", "ToleratedFailureCount: 1", "ToleratedFailurePercentage: 50"]);
        let concurrency = self.pick(&["", "MaxConcuccency: 1", "MaxConcuccency: 2"]);
        let items = self.pick(&[
            "",
            "",
            "ItemConstructor: {n.$: $Item.n, xs: [1]}",
            "MaxItems: 2",
            "ItemBatcher: {MaxItemsPerBatch: 2}",
        ]);
        let own = format!("{source}, ProcessorConfig: {{ExecutionMode: {mode}}}, Processor: {{{body}}}");
        joined(&[&own, tolerated, concurrency, items])
    }
}
