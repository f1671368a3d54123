//! What can be asked on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use flowglass_account::Fault;
use flowglass_explore::Bounds;

/// Checks, simulates, tests and draws CloudFlow flows.
#[derive(Debug, Parser)]
#[command(name = "flowglass", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(CheckArguments),
    Explain(ExplainArguments),
    Simulate(SimulateArguments),
    Explore(ExploreArguments),
    Test(TestArguments),
    Compare(CompareArguments),
    Render(RenderArguments),
    Convert(ConvertArguments),
    Serve(ServeArguments),
    Emulate(EmulateArguments),
}

/// Says what is wrong with definitions, why, and what to do.
///
/// Definitions also stand in templates of ROS and Fun and in configurations of Terraform: all flows of such a file are
/// checked, and so are the files that it names. The exit status is 1 when there is an error, and 2 when something could
/// not be read or written.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Definitions, templates, *.tf files, or folders that are searched for *.flow.yaml and *.flow.yml; - is standard
    /// input.
    ///
    /// Passed over in folders: hidden ones, node_modules, target, and links to folders.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
    /// The execution mode that the definitions are for.
    #[arg(long, value_enum, default_value_t, ignore_case = true)]
    pub(crate) mode: Mode,
    /// The exit status is 1 for a warning too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Applies the fixes that cannot change what a valid definition means, and tells what is left.
    ///
    /// With - the mended text goes to standard output and everything else to standard error.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Shows what --fix would change, and changes nothing; the exit status is 1 when there is something.
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    pub(crate) diff: bool,
    /// The language of the findings; otherwise what LC_ALL, LC_MESSAGES or LANG says.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// Writes findings and no summary.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Whether findings have colours; auto looks for a terminal and for NO_COLOR.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// How many files are checked at the same time; otherwise as many as there are processors.
    #[arg(short, long, value_name = "NUMBER")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// Says what a finding's code stands for, with examples.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The code that stands in brackets behind a finding's weight; all codes are listed when it is left out.
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// The language; otherwise what LC_ALL, LC_MESSAGES or LANG says.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For code scanning services and editors: SARIF 2.1.0.
    Sarif,
}

/// The language of what is said about definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// Runs a flow on a virtual clock and shows its history.
///
/// The exit status is 0 whatever the execution's status, and 1 when the definition has errors.
#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// The definition, or a template or a *.tf file with one; - is standard input. When it is left out, the scenario's
    /// own flow, else the one that the execution of --from-history ran.
    #[arg(value_name = "FLOW", required_unless_present_any = ["scenario", "from_history"])]
    pub(crate) flow: Option<PathBuf>,
    /// Which flow of a template or of a *.tf file that declares several.
    #[arg(id = "resource", long = "flow", value_name = "NAME")]
    pub(crate) resource: Option<String>,
    /// The run: input, answers of tasks, clock, limits.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// The execution's input, a JSON object; @FILE reads it from a file. Wins over the scenario's.
    #[arg(long, value_name = "JSON|@FILE")]
    pub(crate) input: Option<String>,
    /// A folder with definitions that tasks may start, by flow name or by file name.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) flows: Option<PathBuf>,
    /// The names that events have; wins over the scenario's.
    #[arg(long, value_enum)]
    pub(crate) vocabulary: Option<VocabularyName>,
    /// Also writes the execution and its history to a file, as JSON in the service's own shape.
    #[arg(long, value_name = "FILE")]
    pub(crate) history_out: Option<PathBuf>,
    /// Takes input, clock, stop and the answers of tasks from a history: what --history-out writes, or answers of
    /// GetExecutionHistory.
    ///
    /// Repeat it for further pages, and for executions that this one started. Standard error tells how the simulation
    /// differs from the history, and why it may.
    #[arg(long, value_name = "FILE")]
    pub(crate) from_history: Vec<PathBuf>,
    /// Also writes a scenario that repeats the run, with everything in it that was decided by default; - is standard
    /// output.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// How the run is written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Walks every way that a flow can take, and tells what can go wrong.
///
/// Wherever a task answers, a run is made for each outcome that makes a difference: results, the errors that rules
/// name, another error, a time-out. The exit status is 1 when a loop never ends, a condition can never hold or no
/// execution comes to a step, and when the definition has errors.
#[derive(Debug, Args)]
pub(crate) struct ExploreArguments {
    /// The definition, or a template or a *.tf file with one; - is standard input.
    #[arg(value_name = "FLOW")]
    pub(crate) flow: PathBuf,
    /// Which flow of a template or of a *.tf file that declares several.
    #[arg(id = "resource", long = "flow", value_name = "NAME")]
    pub(crate) resource: Option<String>,
    /// The input of every execution, a JSON object; @FILE reads it from a file. Otherwise inputs are tried out.
    #[arg(long, value_name = "JSON|@FILE")]
    pub(crate) input: Option<String>,
    /// A folder with definitions that tasks may start, by flow name or by file name; their tasks are tried out too.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) flows: Option<PathBuf>,
    /// The execution mode.
    #[arg(long, value_enum, default_value_t, ignore_case = true)]
    pub(crate) mode: Mode,
    /// Also writes the scenario of every run that is told of to a folder, as NAME.scenario.yaml; flowglass test repeats
    /// them.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) scenarios: Option<PathBuf>,
    /// The most runs; a run goes from one decision to the next.
    #[arg(long, value_name = "NUMBER", default_value_t = Bounds::default().runs)]
    pub(crate) runs: usize,
    /// The most events of all runs together.
    #[arg(long, value_name = "NUMBER", default_value_t = Bounds::default().events)]
    pub(crate) events: usize,
    /// The most decisions on one way.
    #[arg(long, value_name = "NUMBER", default_value_t = Bounds::default().depth)]
    pub(crate) depth: usize,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Runs scenarios, and says which of their expectations are not met and which steps were never reached.
///
/// A scenario names its flow relative to its own file, and says under `expect` what its run should be; one that expects
/// nothing passes when it has run. Tasks answer as the scenario says and time is virtual, so the same files always give
/// the same result. The exit status is 1 when a scenario failed, and 2 when one could not be used.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// Scenarios, or folders that are searched for *.scenario.yaml and *.scenario.yml; - is standard input.
    ///
    /// Passed over in folders: hidden ones, node_modules, target, and links to folders.
    #[arg(required_unless_present = "schema", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Writes the JSON Schema of scenarios, with which editors complete and check them, and runs nothing.
    #[arg(long, exclusive = true)]
    pub(crate) schema: bool,
    /// Runs only scenarios with this text in their path or their name.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Stops behind the first scenario that fails.
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// A note fails a scenario too, such as one that a task without an answer was taken to succeed.
    #[arg(long)]
    pub(crate) deny_notes: bool,
    /// How results are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Also writes the results to a file as JUnit XML, for build servers.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Also writes to a file how often each step was entered and each edge taken, as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) coverage: Option<PathBuf>,
    /// Writes what failed and nothing else.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Whether results have colours; auto looks for a terminal and for NO_COLOR.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// How many scenarios run at the same time; otherwise as many as there are processors.
    #[arg(short, long, value_name = "NUMBER")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// Compares two runs and names the first difference.
///
/// Events are compared run of a step by run of a step, so that it does not matter how branches interleave; nor do times,
/// the numbers of events, and names that are made anew in every run. The exit status is 1 when the runs differ.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// A history, as simulate --history-out writes it or GetExecutionHistory answers, or a scenario, which is run; - is
    /// standard input.
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// The other one.
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// The definition that scenarios are run with; otherwise the one that each names.
    #[arg(long, value_name = "FILE")]
    pub(crate) flow: Option<PathBuf>,
    /// A folder with definitions that tasks of scenarios may start.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) flows: Option<PathBuf>,
    /// Times count too: every event must come as long after the first one.
    #[arg(long)]
    pub(crate) times: bool,
    /// How the comparison is written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Draws a flow as SVG, or writes it for Mermaid or Graphviz.
///
/// All three show the same: the steps, how they are nested, where each leads and under which condition; with a history also
/// how an execution went. The same definition gives the same file, byte for byte, and the page exports the same ones.
#[derive(Debug, Args)]
pub(crate) struct RenderArguments {
    /// The definition, or a template or a *.tf file with one; - is standard input.
    #[arg(value_name = "FLOW")]
    pub(crate) flow: PathBuf,
    /// Which flow of a template or of a *.tf file that declares several.
    #[arg(id = "resource", long = "flow", value_name = "NAME")]
    pub(crate) resource: Option<String>,
    /// The file to write; standard output when it is left out.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What is written; otherwise what the name of the file ends in: .mmd or .mermaid, .dot or .gv, and SVG for the rest.
    #[arg(long, value_enum)]
    pub(crate) format: Option<PictureFormat>,
    /// Shows how an execution went: what simulate --history-out writes, or an answer of GetExecutionHistory.
    ///
    /// Repeat it for further pages.
    #[arg(long, value_name = "FILE")]
    pub(crate) history: Vec<PathBuf>,
    /// The colours of an SVG; auto follows whoever looks at it.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) theme: Theme,
    /// In which direction the flow runs: tb from top to bottom, lr from left to right.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Direction,
    /// Closes the group of this name into one box: a parallel step, a Map, a choice with steps. For SVG only.
    ///
    /// Repeat it for further groups.
    #[arg(long, value_name = "NAME")]
    pub(crate) collapse: Vec<String>,
    /// Closes all groups. For SVG only.
    #[arg(long, conflicts_with = "collapse")]
    pub(crate) collapse_all: bool,
}

/// Writes a flow of the older language in the new one.
///
/// The new definition goes to standard output, and notes on the old one to standard error: what a person must decide,
/// what differs under a condition, and what is worth knowing. Where a person must decide, a comment in the new
/// definition says so too. The exit status is 0 whatever the notes say, and 1 when the definition has errors or is no
/// flow of the older language; nothing is written then.
#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// The definition, or a template or a *.tf file with one; - is standard input.
    #[arg(value_name = "FLOW")]
    pub(crate) flow: PathBuf,
    /// The language to write.
    #[arg(long, value_enum)]
    pub(crate) to: NewLanguage,
    /// Which flow of a template or of a *.tf file that declares several.
    #[arg(id = "resource", long = "flow", value_name = "NAME")]
    pub(crate) resource: Option<String>,
    /// The file to write; standard output when it is left out.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The language of notes and comments; otherwise what LC_ALL, LC_MESSAGES or LANG says.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

/// The language that a flow is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewLanguage {
    /// Type: StateMachine.
    StateMachine,
}

/// Serves the page, and passes what it asks on to CloudFlow, signed.
///
/// The key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, the vendor's command-line tool or
/// its credentials file, and never leaves this program. Without one the page can simulate.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Where to listen; port 0 takes one that is free. Other machines can be let in only with a token file.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub(crate) listen: String,
    /// The region of the account; otherwise the profile's, or cn-hangzhou.
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Where CloudFlow is, instead of the region's public endpoint; http:// only on this machine.
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// How requests are signed; the official SDKs use v1.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) signature: Signature,
    /// The profile in the command-line tool's file or the credentials file; the environment's key does not count then.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Lets people start and stop executions and report tasks.
    #[arg(long)]
    pub(crate) allow_write: bool,
    /// A page elsewhere that may use this, such as https://docs.example.com; its host becomes a name of this too.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow_origin: Vec<String>,
    /// A file with the token that people enter with, instead of one that is made and good once.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Signature {
    /// HMAC-SHA1.
    #[default]
    V1,
    /// ACS3-HMAC-SHA256.
    V3,
}

impl From<Signature> for flowglass_gateway::signing::Scheme {
    fn from(signature: Signature) -> Self {
        match signature {
            Signature::V1 => Self::V1,
            Signature::V3 => Self::V3,
        }
    }
}

/// Answers like CloudFlow, so that official SDKs can be used without it.
///
/// The key comes from ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for a temporary one,
/// ALIBABA_CLOUD_SECURITY_TOKEN; without them one is made and shown. Nothing is kept when the program ends.
#[derive(Debug, Args)]
pub(crate) struct EmulateArguments {
    /// Where to listen; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7879")]
    pub(crate) listen: String,
    /// A folder with definitions that are there from the start.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) flows: Option<PathBuf>,
    /// What the tasks of a flow answer, in every execution of it; the flow that it names is there from the start.
    #[arg(long = "scenario", value_name = "FILE")]
    pub(crate) scenarios: Vec<PathBuf>,
    /// The clock that executions run on; virtual jumps to what is due next, and past nothing that would come over an
    /// execution that waits for a report.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) clock: ClockKind,
    /// The names that events have.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) vocabulary: VocabularyName,
    /// An error that an operation answers although nothing is wrong: to its N-th call, or to every one. May be repeated.
    ///
    /// Such as StartExecution=ResourceThrottled@2. Calls are counted from 1; those that lack a parameter or are not signed
    /// well do not count.
    #[arg(long = "fault", value_name = "OPERATION=CODE[@N]")]
    pub(crate) faults: Vec<Fault>,
    /// Operations can be called only as often as the service's rates say; more is answered with ResourceThrottled.
    #[arg(long)]
    pub(crate) throttle: bool,
    /// Writes a line for each request to standard error: operation, status, and the code of an error.
    #[arg(long)]
    pub(crate) log: bool,
}

/// The clock that executions run on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockKind {
    /// The machine's.
    #[default]
    Real,
    /// One that jumps.
    Virtual,
}

/// The names that events have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum VocabularyName {
    /// Those of the API reference: StepEntered, StepExited and so on, for both languages.
    #[default]
    Reference,
    /// StateEntered, StateAborted and so on for flows of the new language; those of the older one keep the reference's.
    State,
}

impl From<VocabularyName> for flowglass_simulator::Vocabulary {
    fn from(name: VocabularyName) -> Self {
        match name {
            VocabularyName::Reference => Self::Reference,
            VocabularyName::State => Self::State,
        }
    }
}

/// How a command writes what it has to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// The execution mode of a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// Up to a year, all task modes.
    #[default]
    #[value(name = "Standard")]
    Standard,
    /// Up to five minutes, no callbacks.
    #[value(name = "Express")]
    Express,
}

impl From<Mode> for flowglass_flow::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Standard => Self::Standard,
            Mode::Express => Self::Express,
        }
    }
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PictureFormat {
    /// A picture that needs nothing else.
    Svg,
    /// A flowchart of Mermaid.
    Mermaid,
    /// A graph of Graphviz.
    Dot,
}

/// In which direction a picture runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// From top to bottom.
    #[default]
    #[value(name = "tb")]
    TopToBottom,
    /// From left to right.
    #[value(name = "lr")]
    LeftToRight,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system of whoever looks at it says.
    #[default]
    Auto,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_help_names_the_commands_and_nothing_else() {
        let names: Vec<_> =
            Arguments::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(
            names,
            ["check", "explain", "simulate", "explore", "test", "compare", "render", "convert", "serve", "emulate"]
        );
    }

    #[test]
    fn arguments_are_read() {
        fn check(line: &[&str], expected: Result<(), clap::error::ErrorKind>) {
            let found = Arguments::try_parse_from([&["flowglass"], line].concat());
            assert_eq!(found.map(drop).map_err(|error| error.kind()), expected, "{line:?}");
        }
        use clap::error::ErrorKind::{
            ArgumentConflict, DisplayHelpOnMissingArgumentOrSubcommand, InvalidValue, MissingRequiredArgument,
            UnknownArgument, ValueValidation,
        };
        check(&["check", "a", "-", "--format", "json", "--mode", "express", "--deny-warnings"], Ok(()));
        check(
            &["check", "a", "--format", "sarif", "--fix", "--lang", "zh", "-q", "--color", "never", "-j", "2"],
            Ok(()),
        );
        check(&["check", "a", "--diff"], Ok(()));
        check(&["check", "a", "--diff", "--fix"], Err(ArgumentConflict));
        check(&["check", "a", "--diff", "--format", "json"], Err(ArgumentConflict));
        check(&["check", "a", "--jobs", "0"], Err(ValueValidation));
        check(&["check", "a", "--lang", "fr"], Err(InvalidValue));
        check(&["explain"], Ok(()));
        check(&["explain", "alias", "--format", "json", "--lang", "en"], Ok(()));
        check(&["explain", "alias", "--format", "sarif"], Err(InvalidValue));
        check(&["simulate", "a", "--scenario", "s", "--input", "{}", "--flows", "d", "--history-out", "h"], Ok(()));
        check(&["simulate", "--scenario", "s", "--vocabulary", "state"], Ok(()));
        check(&["emulate", "--vocabulary", "steps"], Err(InvalidValue));
        check(
            &["test", "a", "b", "--junit", "j", "--coverage", "c", "--format", "json", "--filter", "x", "-j", "2"],
            Ok(()),
        );
        check(&["test", "a", "--fail-fast", "--deny-notes", "-q", "--color", "never"], Ok(()));
        check(&["test", "--schema"], Ok(()));
        check(&["test", "a", "--schema"], Err(ArgumentConflict));
        check(&["test"], Err(MissingRequiredArgument));
        check(&["test", "a", "--format", "sarif"], Err(InvalidValue));
        check(&["render", "a", "-o", "b", "--theme", "dark", "--direction", "lr"], Ok(()));
        check(&["render", "a", "--format", "mermaid", "--history", "h", "--history", "i"], Ok(()));
        check(&["render", "a", "--format", "png"], Err(InvalidValue));
        check(&["convert", "a", "--to", "state-machine", "-o", "b", "--lang", "zh", "--flow", "f"], Ok(()));
        check(&["convert", "a", "--to", "flow"], Err(InvalidValue));
        check(&["convert", "a"], Err(MissingRequiredArgument));
        check(
            &["emulate", "--listen", "127.0.0.1:0", "--scenario", "a", "--scenario", "b", "--clock", "virtual"],
            Ok(()),
        );
        check(&["emulate", "--clock", "slow"], Err(InvalidValue));
        check(
            &["emulate", "--throttle", "--fault", "ListFlows=ResourceThrottled", "--fault", "ListFlows=AccessDenied@2"],
            Ok(()),
        );
        check(&["emulate", "--fault", "ListFlow=ResourceThrottled"], Err(ValueValidation));
        check(&["serve", "--region", "r", "--signature", "v3", "--allow-origin", "a", "--allow-origin", "b"], Ok(()));
        check(&["serve", "--signature", "v2"], Err(InvalidValue));
        check(&[], Err(DisplayHelpOnMissingArgumentOrSubcommand));
        check(&["check"], Err(MissingRequiredArgument));
        check(&["simulate"], Err(MissingRequiredArgument));
        check(&["check", "a", "--mode", "Fast"], Err(InvalidValue));
        check(&["render", "a", "--theme", "blue"], Err(InvalidValue));
        check(&["render", "a", "--direction", "up"], Err(InvalidValue));
        check(&["render", "a", "b"], Err(UnknownArgument));
    }
}
