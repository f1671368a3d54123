/** Something that was given cannot be used; `message` says what and why. Every function throws it, and nothing else. */
export class FlowglassError extends Error {
  readonly name: "FlowglassError";
}

/** A range of a text. */
export interface TextRange {
  /** UTF-16 units from the beginning, as JavaScript counts. */
  from: number;
  to: number;
  /** Both from 1; columns count characters. */
  line: number;
  column: number;
}

/** Something to be said about a place of a definition. */
export interface Finding extends TextRange {
  severity: "error" | "warning" | "note";
  /** The stable code of the rule, such as `unknown-target`. */
  code: string;
  /** What is wrong. */
  what: string;
  /** Why that matters. */
  why: string;
  /** What to do. */
  help: string;
  related: (TextRange & { what: string })[];
  /** A change of the text that mends it, where one is known. */
  fix: Fix | null;
}

/** A change of the text that mends a finding. */
export interface Fix {
  /** What it does, in one line. */
  title: string;
  /** Set when it cannot change what a valid definition means, so that it may be applied unasked. */
  safe: boolean;
  /** In the order of the text; none overlaps another. All count in the text as it was checked. */
  edits: (TextRange & { text: string })[];
}

/** The language of what is said about definitions; English when nothing is said. */
export type Language = "en" | "zh";

/** The findings of a definition. */
export interface Checked {
  errors: number;
  warnings: number;
  notes: number;
  findings: Finding[];
}

/** Checks a definition. It never throws for what is wrong with the definition: that is in the findings. */
export function check(definition: string, options?: { mode?: "Standard" | "Express"; language?: Language }): Checked;

/** A way from a step to the next. */
export interface Way {
  on: "success" | "choice" | "default" | "error";
  /** The condition of the arm, or the names of the errors. */
  when?: string;
  /** The place in `steps` of where it leads; `null` when it ends the list of steps. */
  step: number | null;
  /** The name that the definition gives, when there is no such step. */
  unknown?: string;
}

/** A step of a definition. */
export interface Step extends TextRange {
  name: string;
  /** The type in the definition's own language, such as `Task` or `foreach`. */
  type: string;
  /** The place in `steps` of the step around it, and which branch, arm or body of that it stands in. */
  parent: number | null;
  slot: number | null;
  description: string | null;
  next: Way[];
}

/** A definition as data. */
export interface Flow extends Checked {
  name: string | null;
  description: string | null;
  type: "StateMachine" | "flow";
  /** In the order of the text; a container stands before what it contains. */
  steps: Step[];
}

/** Reads a definition; throws when the text is no flow at all. */
export function parse(definition: string, options?: { language?: Language }): Flow;

/** An execution, as the service describes it. Times are RFC 3339; `Input` and `Output` are texts of JSON. */
export interface Execution {
  FlowName?: string;
  Name?: string;
  Status?: string;
  StartedTime?: string;
  StoppedTime?: string;
  Input?: string;
  Output?: string;
  FlowDefinition?: string;
  [member: string]: unknown;
}

/** An event of a history, as the service tells it. */
export interface HistoryEvent {
  EventId: number;
  ScheduleEventId?: number;
  Type: string;
  StepName?: string;
  /** The text of a JSON object. */
  EventDetail?: string;
  Time?: string;
}

/** A recorded execution: what `simulate` returns, or answers of `DescribeExecution` and `GetExecutionHistory`. */
export interface ExecutionRecord {
  Execution?: Execution;
  Events: HistoryEvent[];
}

/**
 * The picture of a definition as the text of an SVG file, from top to bottom (`tb`, as when nothing is said) or from left
 * to right (`lr`); `history` (an object or its JSON text) colours it.
 */
export function renderSvg(
  definition: string,
  options?: { theme?: "light" | "dark" | "auto"; direction?: "tb" | "lr"; history?: ExecutionRecord | string },
): string;

/** How a picture is drawn that something else lays out. */
export interface TextPictureOptions {
  /** From top to bottom, as when nothing is said, or from left to right. */
  direction?: "tb" | "lr";
  /** An object or its JSON text, which colours the picture. */
  history?: ExecutionRecord | string;
}

/** The picture of a definition as a flowchart of Mermaid, for Markdown: what `flowglass render --format mermaid` writes. */
export function renderMermaid(definition: string, options?: TextPictureOptions): string;

/** The picture of a definition as a graph of Graphviz: what `flowglass render --format dot` writes. */
export function renderDot(definition: string, options?: TextPictureOptions): string;

/** What a simulated execution came to. */
export interface Simulated {
  Execution: Execution & { FlowName: string; Name: string; Status: string; Output: string };
  Events: Required<HistoryEvent>[];
  /** What the simulation assumed, such as the answer of a task that no scenario answers. */
  Notes: { StepName: string; Message: string }[];
  /** The tasks that wait for a report when nothing else is left to happen. */
  Waiting: { StepName: string; TaskToken: string }[];
}

/** How a definition is simulated. */
export interface SimulateOptions {
  /** What the flow is called when its definition does not say it. */
  name?: string;
  /** A scenario: the text of a scenario file, or the same as an object (`format` may be left out). */
  scenario?: string | { [key: string]: unknown };
  /** The execution's input: an object, or its JSON text. It wins over the scenario's. */
  input?: { [key: string]: unknown } | string;
  /** Definitions that tasks may start, by name. */
  flows?: { [name: string]: string };
}

/** Runs a definition on a virtual clock; throws when the service would refuse it. */
export function simulate(definition: string, options?: SimulateOptions): Simulated;

/** An error of the flow: its name and its cause. */
export interface FlowError {
  error: string;
  cause: string;
}

/** One run of one step. */
export interface StepRun {
  step: string;
  status: "Entered" | "Running" | "Retrying" | "Waiting" | "Succeeded" | "Caught" | "Failed" | "TimedOut" | "Aborted";
  /** The branches and iterations around it, outermost first; both count from 0. */
  in: { step: string; branch?: number; iteration?: number }[];
  attempts: number;
  /** Milliseconds since the Unix epoch; `null` when the history does not say it. */
  entered: number | null;
  /** Milliseconds. */
  duration: number;
  input: unknown;
  output: unknown;
  error: FlowError | null;
  /** The numbers of its events. */
  events: number[];
}

/** Where an execution stands after some of its events. */
export interface Folded {
  status: "Starting" | "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut";
  /** How many events were looked at, and how many there are. */
  upto: number;
  events: number;
  /** In the order in which they began. */
  runs: StepRun[];
  output: unknown;
  error: FlowError | null;
}

/** Says where each step stands after the first `events` events of a record; after all, when nothing is said. */
export function foldHistory(history: ExecutionRecord | string, options?: { events?: number }): Folded;
