// What `bench simulate` runs: one workload in each notation that runs it, and what it has to come to.

import { flow, legacy, stateMachine } from "./flows.mjs";

/** So many steps that do nothing, one behind the other. */
export function chain(count) {
  const steps = flow("chain", count);
  const states = Object.fromEntries(steps.map(({ name, next }) => [name, { Type: "Pass", ...on(next) }]));
  return {
    transitions: count,
    input: { order: 7, customer: "ann" },
    stateMachine: stateMachine(steps),
    legacy: legacy(steps),
    asl: { StartAt: steps[0].name, States: states },
  };
}

/** Two steps for each of so many items. */
export function map(count) {
  const body = ["First", "Second"].map((name, at, names) => ({ kind: "pass", name, next: names[at + 1] ?? null }));
  const steps = [{ kind: "map", name: "Each", body, next: null }];
  const states = Object.fromEntries(body.map(({ name, next }) => [name, { Type: "Pass", ...on(next) }]));
  return {
    transitions: 1 + count * body.length,
    input: { items: Array.from({ length: count }, (_, id) => ({ id, name: `item ${id}` })) },
    stateMachine: stateMachine(steps),
    legacy: legacy(steps),
    asl: {
      StartAt: "Each",
      States: { Each: { Type: "Map", ItemsPath: "$.items", ItemProcessor: { StartAt: "First", States: states }, End: true } },
    },
  };
}

/** A step that counts and a choice that goes back to it, so many times. */
export function loop(count) {
  return {
    transitions: 2 * count + 1,
    input: { n: 0 },
    stateMachine: `Type: StateMachine
SpecVersion: v1
Name: loop
StartAt: Count
States:
  - Type: Pass
    Name: Count
    OutputConstructor:
      n.$: intAdd($Input.n, 1)
    Next: Again
  - Type: Choice
    Name: Again
    Branches:
      - Condition: $Input.n < ${count}
        Next: Count
    Default: Done
  - Type: Succeed
    Name: Done
`,
    xstate: {
      initial: "count",
      context: { n: 0 },
      states: {
        count: { on: { next: { target: "again", actions: "add" } } },
        again: { on: { next: [{ guard: ({ context }) => context.n < count, target: "count" }, { target: "done" }] } },
        done: { type: "final" },
      },
    },
  };
}

const on = (next) => (next === null ? { End: true } : { Next: next });
