// Uses everything that the package declares; `tsc --strict` must take it. What must not be taken is marked.

import { FlowglassError, check, foldHistory, parse, renderDot, renderMermaid, renderSvg, simulate } from "flowglass";
import type { Checked, Finding, Fix, Flow, Folded, Simulated, Step, StepRun } from "flowglass";
import { FlowGlass } from "flowglass/element";

const checked: Checked = check("Type: StateMachine", { mode: "Express" });
const first: Finding | undefined = checked.findings[0];
const place: [number, number] | undefined = first && [first.from, first.column];

const fix: Fix | null | undefined = first?.fix;
const cuts: [number, string][] | undefined = fix?.edits.map((edit) => [edit.from, edit.text]);
const title: string | null = check("", { language: "zh" }).findings[0]?.fix?.title ?? null;

const flow: Flow = parse("Type: StateMachine", { language: "en" });
const names: string[] = flow.steps.map((step: Step) => step.name);
const leads: (number | null)[] = flow.steps.flatMap((step) => step.next.map((way) => way.step));

const run: Simulated = simulate("Type: StateMachine", {
  name: "shop",
  scenario: { tasks: [{ step: "a", outcomes: [{ output: 1 }] }] },
  input: { order: 7 },
  flows: { pay: "Type: StateMachine" },
});
const status: string = run.Execution.Status;
const folded: Folded = foldHistory(run, { events: 3 });
const again: Folded = foldHistory(JSON.stringify(run));
const runs: StepRun[] = folded.runs;
const svg: string = renderSvg("Type: StateMachine", { theme: "dark", direction: "lr", history: run });

const texts: string[] = [renderMermaid("Type: StateMachine", { direction: "lr", history: JSON.stringify(run) }), renderDot("", { history: run }), renderDot("")];

// @ts-expect-error a definition is a text
check(5);
// @ts-expect-error there is no such mode
check("", { mode: "Fast" });
// @ts-expect-error there is no such language
check("", { language: "fr" });
// @ts-expect-error there is no such theme
renderSvg("", { theme: "pink" });
// @ts-expect-error only SVG has a theme of its own
renderMermaid("", { theme: "dark" });
// @ts-expect-error there is no such direction
renderDot("", { direction: "up" });
// @ts-expect-error an output can be anything, so it has to be looked at first
const wrong: string = folded.output;

try {
  parse("");
} catch (error) {
  if (error instanceof FlowglassError) {
    const message: string = error.message;
    console.log(message);
  }
}

const element: FlowGlass = document.createElement("flow-glass");
element.src = "order.flow.yaml";
element.addEventListener("flow-end", (event) => {
  const ended: string = event.detail.status;
  console.log(ended, event.detail.recorded);
});
element.addEventListener("flow-select", ({ detail }) => console.log(detail.step?.length));
void element.run();
console.log(place, cuts, title, names, leads, status, again, runs, svg, texts, wrong);
