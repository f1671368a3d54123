// Definition already read to whole history in memory: the simulator beside those that JavaScript has.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

import { medians, print, shown } from "./table.mjs";
import { chain, loop, map } from "./workloads.mjs";

/** Above all that is asked for here; the service's own limit is the simulator's default. */
const MOST_EVENTS = 2_000_000;
const AWS = "aws-local-stepfunctions";

const [folder, counted, peakOf, workload] = process.argv.slice(2);
const workloads = {
  "chain of 1,000": () => chain(1_000),
  "map of 10,000 x 2": () => map(10_000),
  "loop of 100,000": () => loop(100_000),
};

/** Each simulator: takes a workload and gives what runs it once, to the records that are kept of it. */
const simulators = {
  Flowglass: async (work) => ours(work.stateMachine, work),
  [AWS]: async (work) => {
    const { StateMachine } = await import(AWS);
    const machine = new StateMachine(work.asl, { validationOptions: { noValidate: true } });
    return async () => {
      const execution = machine.run(work.input);
      const log = [];
      for await (const event of execution.eventLogs) log.push(event);
      await execution.result;
      return log;
    };
  },
  xstate: async (work) => {
    const { assign, createActor, setup } = await import("xstate");
    const add = assign({ n: ({ context }) => context.n + 1 });
    const machine = setup({ actions: { add } }).createMachine(work.xstate);
    // One event a step is how it runs fastest: its transitions without events take quadratic time in a long row.
    return async () => {
      const log = [];
      const actor = createActor(machine).start();
      let state = actor.getSnapshot();
      while (state.status === "active") {
        log.push({ state: state.value, time: Date.now() });
        actor.send({ type: "next" });
        state = actor.getSnapshot();
      }
      return log;
    };
  },
};

async function ours(definition, { input }, module = folder) {
  const { Prepared } = await import(pathToFileURL(join(module, "bench.js")));
  const prepared = new Prepared(definition, JSON.stringify(input));
  return () => prepared.run(MOST_EVENTS);
}

if (peakOf) {
  const run = await simulators[peakOf](workloads[workload]());
  const before = process.resourceUsage().maxRSS;
  const kept = await run();
  console.log((process.resourceUsage().maxRSS - before) / 1024, kept.length);
} else {
  const packages = fileURLToPath(new URL("../node_modules", import.meta.url));
  const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"))).version;
  const versions = [AWS, "xstate"].map((name) => `${name} ${version(name)}`);
  console.log(`Node.js ${process.version}, ${versions.join(", ")}; CPU time of the process\n`);
  await besidePeers();
  await alone();
  await flatness();
  await weights();
}

/** The workloads that a peer runs, in turns with it. */
async function besidePeers() {
  const pairs = [
    ["chain of 1,000", AWS, 21, 100],
    ["map of 10,000 x 2", AWS, 5, 1],
    ["loop of 100,000", "xstate", 7, 1],
  ];
  const rows = [];
  for (const [name, peer, rounds, batch] of pairs) {
    const work = workloads[name]();
    const loaded = [await simulators.Flowglass(work), await simulators[peer](work)];
    const kept = await Promise.all(loaded.map(async (run) => count(await run())));
    const [own, other] = (await medians(loaded.map((run) => batched(run, batch)), rounds)).map((ms) => ms / batch);
    const rate = (ms) => thousands(work.transitions / ms);
    rows.push([name, ...kept, shown(own), shown(other), rate(own), rate(other), peer, `${shown(other / own)}x`]);
  }
  const head = ["workload", "our events", "its records", "our ms", "its ms", "our transitions/s", "its transitions/s", "peer", "ratio"];
  print(head, rows);
}

/** The older language, which no peer runs. */
async function alone() {
  console.log("\nThe older language\n");
  const rows = [];
  for (const [name, work, rounds, batch] of [["chain of 1,000", chain(1_000), 21, 100], ["map of 1,000 x 2", map(1_000), 7, 1]]) {
    const run = await ours(work.legacy, work);
    const events = count(await run());
    const [ms] = (await medians([batched(run, batch)], rounds)).map((time) => time / batch);
    rows.push([name, events, shown(ms), thousands(work.transitions / ms), thousands(events / ms)]);
  }
  print(["workload", "events", "ms", "transitions/s", "events/s"], rows);
}

/** Whether many events take longer, one by one, than few. */
async function flatness() {
  console.log("\nEvents per second by the number of events\n");
  const shapes = { chain, map, loop };
  const sizes = { chain: [250, 2_500, 25_000], map: [100, 1_000, 10_000], loop: [125, 1_250, 12_500] };
  const rows = [];
  for (const [name, make] of Object.entries(shapes)) {
    const works = sizes[name].map(make);
    const runs = await Promise.all(works.map((work) => ours(work.stateMachine, work)));
    const events = await Promise.all(runs.map(async (run) => count(await run())));
    const batches = [1_000, 100, 10];
    const times = await medians(runs.map((run, at) => batched(run, batches[at])), 9);
    const rates = times.map((ms, at) => (events[at] * batches[at]) / ms);
    rows.push([name, ...rates.map(thousands), `${shown((rates[2] / rates[0]) * 100)} %`]);
  }
  print(["workload", "1,000", "10,000", "100,000", "100,000 by 1,000"], rows);
}

/** Bytes in the module's memory, and the peak of a process that does nothing else. */
async function weights() {
  console.log("\nBytes for each event: all but the data that events carry, and that data, each value counted once; peak memory, MB\n");
  const rows = [];
  for (const [name, make] of Object.entries(workloads)) {
    const work = make();
    const run = (await ours(work.stateMachine, work, counted))();
    const events = run.events();
    const [data, rest] = run.weigh();
    const peers = [work.asl && AWS, work.xstate && "xstate"].filter(Boolean);
    const peaks = ["Flowglass", ...peers].map((simulator) => `${simulator} ${shown(peak(simulator, name))}`);
    rows.push([name, events, shown(rest / events), shown(data / events), peaks.join(", ")]);
  }
  print(["workload", "events", "bytes", "of data", "peak"], rows);
}

/** Runs several times; what is kept of the runs is let go when the clock stands. */
function batched(run, batch) {
  return () => {
    globalThis.gc?.();
    const kept = [];
    const once = async () => {
      for (let left = batch; left > 0; left -= 1) kept.push(await run());
    };
    return { run: once, after: () => kept.forEach((one) => one.free?.()) };
  };
}

function count(kept) {
  if (Array.isArray(kept)) return kept.length;
  if (!kept.succeeded()) throw new Error("the execution did not succeed");
  const events = kept.events();
  kept.free();
  return events;
}

function peak(simulator, name) {
  return Number.parseFloat(execFileSync(process.execPath, [...process.argv.slice(1, 4), simulator, name], { encoding: "utf8" }));
}

function thousands(perMillisecond) {
  return `${Math.round(perMillisecond).toLocaleString("en")} k`;
}
