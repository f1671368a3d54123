// Generated flows of the shapes that the benchmarks share, in both languages; the same seed gives the same text.

/** A flow as the writers below take it: a list of steps; `next: null` ends the scope. */
export function flow(shape, steps, seed = 1) {
  const shapes = { chain, wide, nested, mix };
  return shapes[shape](steps, numbers(seed));
}

const linked = (steps) => steps.map((step, at) => ({ ...step, next: steps[at + 1]?.name ?? null }));

function chain(count) {
  return linked(Array.from({ length: count }, (_, at) => ({ kind: "pass", name: `S${at}` })));
}

function wide(count) {
  const branches = Array.from({ length: Math.max(1, count - 3) }, (_, at) => linked([{ kind: "pass", name: `B${at}` }]));
  return linked([{ kind: "pass", name: "First" }, { kind: "parallel", name: "Fan", branches }, { kind: "pass", name: "Last" }]);
}

/** Parallels inside parallels: 106, 937 and 10,886 steps for about 100, 1,000 and 10,000. */
function nested(count) {
  const [depth, fanout] = count < 500 ? [3, 4] : count < 5000 ? [4, 5] : [5, 6];
  let made = 0;
  const scope = (level) => {
    if (level === 0) return linked([{ kind: "pass", name: `L${made++}` }]);
    const name = `P${made++}`;
    const after = `A${made++}`;
    const branches = Array.from({ length: fanout }, () => scope(level - 1));
    return linked([{ kind: "parallel", name, branches }, { kind: "pass", name: after }]);
  };
  return scope(depth);
}

/** What people write: tasks with retries and catches, choices that jump on and back, parallels and maps to depth 4. */
function mix(count, random) {
  const verbs = ["Validate", "Fetch", "Transform", "Notify", "Charge", "Reserve", "Approve", "Resize", "Publish", "Score"];
  const nouns = ["Order", "Invoice", "Image", "Customer", "Shipment", "Payment", "Report", "Batch", "Ticket", "Model"];
  const below = (bound) => Math.floor(random() * bound);
  const one = (list) => list[below(list.length)];
  const weights = [["task", 0.56], ["pass", 0.14], ["wait", 0.05], ["choice", 0.12], ["parallel", 0.07], ["map", 0.06]];
  let made = 0;
  const kind = (depth, left) => {
    let draw = random();
    const [drawn] = weights.find(([, weight]) => (draw -= weight) < 0) ?? weights[0];
    if (["parallel", "map"].includes(drawn) && (depth >= 4 || left < 5)) return "task";
    return drawn === "choice" && left < 3 ? "pass" : drawn;
  };
  const scope = (budget, depth) => {
    const steps = [];
    let left = budget;
    const inner = (most) => {
      const size = Math.max(1, Math.min(left, 1 + below(most)));
      left -= size;
      return scope(size, depth + 1);
    };
    while (left > 0) {
      const step = { kind: kind(depth, left), name: "" };
      step.name = ["task", "pass"].includes(step.kind) ? `${one(verbs)}${one(nouns)}-${made++}` : `${step.kind}-${made++}`;
      left -= 1;
      if (step.kind === "parallel") {
        step.branches = [];
        for (let more = 2 + below(4); more > 0 && left > 0; more -= 1) step.branches.push(inner(6));
      }
      if (step.kind === "map") step.body = left > 0 ? inner(8) : linked([{ kind: "pass", name: `item-${made++}` }]);
      steps.push(step);
    }
    const flowing = linked(steps);
    flowing.forEach((step, at) => jumps(flowing, step, at));
    return flowing;
  };
  const jumps = (steps, step, at) => {
    const name = (index) => steps[Math.max(0, Math.min(steps.length - 1, index))].name;
    if (step.kind === "choice" && step.next === null) step.kind = "pass";
    if (step.kind === "choice") {
      const used = new Set([step.name, step.next]);
      step.arms = [];
      for (let more = 1 + below(3); more > 0; more -= 1) {
        const target = random() < 0.15 ? name(at - 1 - below(4)) : name(at + 2 + below(5));
        if (used.has(target)) continue;
        used.add(target);
        step.arms.push({ condition: `value ${one(["==", ">", "<"])} ${below(100)}`, next: target });
      }
      if (step.arms.length === 0) step.arms.push({ condition: `value > ${below(100)}`, next: step.next });
    }
    if (step.kind === "task") {
      step.retries = random() < 0.35;
      if (random() < 0.12 && at + 3 < steps.length) step.caught = name(at + 2 + below(3));
    }
  };
  return scope(count, 0);
}

function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The flow in today's language. */
export function stateMachine(steps, name = "bench") {
  const lines = ["Type: StateMachine", `Name: ${name}`, "SpecVersion: v1", `StartAt: ${steps[0].name}`, "States:"];
  const types = { task: "Task", pass: "Pass", wait: "Wait", choice: "Choice", parallel: "Parallel", map: "Map" };
  const scope = (list, indent) => list.forEach((step) => state(step, indent));
  const state = (step, indent) => {
    const put = (depth, ...texts) => texts.forEach((text) => lines.push(indent + "  ".repeat(depth) + text));
    put(0, `- Type: ${types[step.kind]}`);
    put(1, `Name: ${step.name}`);
    if (step.kind === "task") {
      put(1, "Action: FC:InvokeFunction", "TaskMode: RequestComplete", "Parameters:");
      put(2, `resourceArn: acs:fc:::functions/${step.name}/LATEST`, "invocationType: Sync", "body:");
      put(3, "key.$: $Input.key");
      if (step.retries) {
        put(1, "Retry:");
        put(2, '- Description: "Retry policy #1"');
        put(3, "Errors:");
        put(4, "- FC.ResourceThrottled", "- FnF.ALL");
        put(3, "IntervalSeconds: 3", "MaxAttempts: 3", "BackoffRate: 2");
      }
      if (step.caught) {
        put(1, "Catch:");
        put(2, "- Errors:");
        put(4, "- FnF.ALL");
        put(3, "OutputConstructor:");
        put(4, "why.$: $Context.Current.Error.Code");
        put(3, `Next: ${step.caught}`);
      }
    }
    if (step.kind === "wait") put(1, "Seconds: 10");
    if (step.kind === "choice") {
      put(1, "Branches:");
      for (const arm of step.arms) {
        put(2, `- Condition: $Input.${arm.condition}`);
        put(3, `Next: ${arm.next}`);
      }
      put(1, `Default: ${step.next}`);
      return;
    }
    if (step.branches) {
      put(1, "Branches:");
      for (const branch of step.branches) {
        put(2, `- StartAt: ${branch[0].name}`);
        put(3, "States:");
        scope(branch, `${indent}        `);
      }
    }
    if (step.body) {
      put(1, "ItemsPath: $Input.items", "Processor:");
      put(2, `StartAt: ${step.body[0].name}`, "States:");
      scope(step.body, `${indent}      `);
    }
    put(1, step.next === null ? "End: true" : `Next: ${step.next}`);
  };
  scope(steps, "  ");
  return `${lines.join("\n")}\n`;
}

/** The same flow in the older language, where the order of the list says what follows. */
export function legacy(steps) {
  const lines = ["version: v1", "type: flow", "steps:"];
  const types = { task: "task", pass: "pass", wait: "wait", choice: "choice", parallel: "parallel", map: "foreach" };
  const scope = (list, indent) => list.forEach((step) => write(step, indent));
  const write = (step, indent) => {
    const put = (depth, ...texts) => texts.forEach((text) => lines.push(indent + "  ".repeat(depth) + text));
    put(0, `- type: ${types[step.kind]}`);
    put(1, `name: ${step.name}`);
    if (step.kind === "task") {
      put(1, `resourceArn: acs:fc:::services/bench/functions/${step.name}`, "inputMappings:");
      put(2, "- target: key");
      put(3, "source: $input.key");
      if (step.retries) {
        put(1, "retry:");
        put(2, "- errors:");
        put(4, "- FC.ResourceThrottled", "- FnF.ALL");
        put(3, "intervalSeconds: 3", "maxAttempts: 3", "multiplier: 2");
      }
      if (step.caught) {
        put(1, "catch:");
        put(2, "- errors:");
        put(4, "- FnF.ALL");
        put(3, `goto: ${step.caught}`);
      }
    }
    if (step.kind === "wait") put(1, "duration: 10");
    if (step.kind === "choice") {
      put(1, "choices:");
      for (const arm of step.arms) {
        put(2, `- condition: $.${arm.condition}`);
        put(3, `goto: ${arm.next}`);
      }
      put(1, "default:");
      put(2, `goto: ${step.next}`);
    }
    if (step.branches) {
      put(1, "branches:");
      for (const branch of step.branches) {
        put(2, "- steps:");
        scope(branch, `${indent}        `);
      }
      put(1, "outputMappings:");
      put(2, "- target: all", "  source: $local");
    }
    if (step.body) {
      put(1, "iterationMapping:");
      put(2, "collection: $.items", "item: item");
      put(1, "steps:");
      scope(step.body, `${indent}    `);
      put(1, "outputMappings:");
      put(2, "- target: all", "  source: $local");
    }
  };
  scope(steps, "  ");
  return `${lines.join("\n")}\n`;
}
