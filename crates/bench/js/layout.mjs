// Boxes and edges to places and routes, beside the layouts that JavaScript has: as fast, and as good.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

import { flow, stateMachine } from "./flows.mjs";
import { elk, graphviz } from "./peers.mjs";
import { centres, picture, quality } from "./picture.mjs";
import { print, shown, timed } from "./table.mjs";

const [folder, only] = process.argv.slice(2);
const { Boxes } = await import(pathToFileURL(join(folder, "bench.js")));

const peers = { graphviz: [graphviz, "@hpcc-js/wasm-graphviz"], elk: [elk, "elkjs"] };
/** Name, shape, steps, peer, how often the peer is asked, and the ratio of times that is wanted, if one is. */
const cases = [
  ["mix-1k", "mix", 1_000, "graphviz", 5, "30x"],
  ["mix-10k", "mix", 10_000, "graphviz", 1, "200x"],
  ["nested-10k", "nested", 10_000, "elk", 2, "200x"],
  // For the looks: those are measured by graphviz.
  ["nested-10k", "nested", 10_000, "graphviz", 1, ""],
  ["wide-10k", "wide", 10_000, "graphviz", 1, "500x"],
];
const OWN_ROUNDS = 25;

const chosen = cases.filter(([name]) => !only || name === only);
if (chosen.length === 0) {
  console.error(`there is no \`${only}\`; there are ${[...new Set(cases.map(([name]) => name))].join(", ")}.`);
  process.exit(2);
}
const packages = fileURLToPath(new URL("../node_modules", import.meta.url));
const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"))).version;
const versions = Object.values(peers).map(([, name]) => `${name} ${version(name)}`);
console.log(`Node.js ${process.version}, ${versions.join(", ")}; milliseconds of CPU, all threads\n`);

/** The garbage of one run is not to be swept in another's time, nor by threads beside it. */
async function sweep() {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const speed = [];
const looks = [];
for (const [name, shape, steps, peer, rounds, wanted] of chosen) {
  const text = stateMachine(flow(shape, steps));
  const boxes = new Boxes(text);
  const labelled = Boxes.labelled(text);
  const drawn = picture(boxes);
  const rival = await peers[peer][0](drawn, boxes.distances());
  let [own, withTexts, other, answer] = [Infinity, Infinity, Infinity, null];
  // They take turns, so that load hits all.
  for (let round = 0; round < rounds; round += 1) {
    await sweep();
    for (let again = 0; again < OWN_ROUNDS / rounds; again += 1) {
      own = Math.min(own, (await timed(() => boxes.lay_out()))[0]);
      withTexts = Math.min(withTexts, (await timed(() => labelled.lay_out()))[0]);
    }
    const input = rival.prepare();
    await sweep();
    const [time, found] = await timed(() => rival.run(input));
    other = Math.min(other, time);
    answer = found;
  }
  speed.push([name, drawn.nodes.length, drawn.groups.length, drawn.edges.length, peer, shown(own), shown(other), `${shown(other / own)}x`, wanted, shown(withTexts)]);
  const [ours, theirs] = [quality(drawn, centres(drawn, boxes)), quality(drawn, rival.centres(answer))];
  const kilo = (length) => shown(length / 1000);
  looks.push([name, peer, ours.crossings, theirs.crossings, kilo(ours.length), kilo(theirs.length), shown(ours.length / theirs.length)]);
}
print(["flow", "boxes", "groups", "edges", "peer", "Flowglass", "the peer", "ratio", "wanted", "Flowglass, with texts"], speed);
console.log("\nStraight lines between the centres of boxes: crossings, and lengths in 1,000 px\n");
print(["flow", "peer", "crossings", "the peer's", "length", "the peer's", "by the peer's"], looks);
