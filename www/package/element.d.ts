/** The element `<flow-glass>`; importing the module defines it. */
export class FlowGlass extends HTMLElement {
  /** The address of the definition. */
  src: string | null;
  /** The address of a recorded execution. */
  history: string | null;
  /** The address of the scenario that Run uses. */
  scenario: string | null;
  /** `picture` (as when nothing is said) or `player`. */
  view: string | null;
  /** `light`, `dark`, or the system's. */
  theme: string | null;
  /** `lr`: the picture runs from left to right; everything else: from top to bottom. */
  direction: string | null;
  /** Reads everything anew, children included. */
  reload(): Promise<void>;
  /** Runs the flow of a player, and loads first what is missing; in a picture it does nothing. */
  run(): Promise<void>;
}

/** The flow is drawn. */
export interface FlowReady {
  name: string | null;
  steps: number;
}

/** The reader has selected a step, or nothing. */
export interface FlowSelect {
  step: string | null;
}

/** What is shown has come to the end of an execution. */
export interface FlowEnd {
  status: string;
  events: number;
  /** Whether it is the history that the page gave, and not a simulation. */
  recorded: boolean;
  output?: unknown;
  error?: string;
  cause?: string;
}

/** Something could not be done; the reader sees the same words. */
export interface FlowProblem {
  message: string;
  stage: "load" | "definition" | "history" | "scenario" | "run";
}

declare global {
  interface HTMLElementTagNameMap {
    "flow-glass": FlowGlass;
  }
  interface HTMLElementEventMap {
    "flow-ready": CustomEvent<FlowReady>;
    "flow-select": CustomEvent<FlowSelect>;
    "flow-end": CustomEvent<FlowEnd>;
    "flow-error": CustomEvent<FlowProblem>;
  }
}
