// Text to model with all findings, beside the readers of YAML that JavaScript has: `yaml`, which knows where things
// stand, and js-yaml, which gives plain values.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

import { flow, legacy, stateMachine } from "./flows.mjs";
import { print, shown, times } from "./table.mjs";

const [folder, peakOf, language] = process.argv.slice(2);
const languages = { StateMachine: stateMachine, flow: legacy };

/** Each reader, loaded only where it is used: memory is measured in a process of its own. */
const readers = {
  Flowglass: async () => (await import(pathToFileURL(join(folder, "bench.js")))).read,
  "yaml parseDocument": async () => (await import("yaml")).parseDocument,
  "js-yaml load": async () => (await import("js-yaml")).default.load,
};

if (peakOf) {
  const read = await readers[peakOf]();
  const text = languages[language](flow("mix", 10_000));
  const before = process.resourceUsage().maxRSS;
  read(text);
  console.log((process.resourceUsage().maxRSS - before) / 1024);
} else {
  await compare();
}

async function compare() {
  const packages = fileURLToPath(new URL("../../../node_modules", import.meta.url));
  const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"))).version;
  const loaded = [];
  for (const load of Object.values(readers)) loaded.push(await load());
  const rows = [];
  const growth = [];
  for (const [name, write] of Object.entries(languages)) {
    const ours = [];
    for (const count of [1_000, 10_000]) {
      const text = write(flow("mix", count));
      const [steps, findings] = loaded[0](text);
      // The garbage of one run is not to be swept in another's time.
      const runs = loaded.map((read) => () => {
        globalThis.gc?.();
        return () => read(text);
      });
      const [read, positions, values] = times(runs, count === 1_000 ? 25 : 7);
      ours.push(read);
      const megabytes = (text.length / 1e6).toFixed(2);
      const ratios = [positions, values].map((other) => `${shown(other / read)}x`);
      rows.push([`mix ${name}`, steps, findings, megabytes, ...[read, positions, values].map(shown), ...ratios]);
    }
    growth.push(`${name}: 10,000 steps take ${shown(ours[1] / ours[0])} times as long as 1,000.`);
  }
  console.log(`Node.js ${process.version}, yaml ${version("yaml")}, js-yaml ${version("js-yaml")}; milliseconds of CPU\n`);
  const names = Object.keys(readers);
  print(["flow", "steps", "findings", "MB", ...names, "yaml by ours", "js-yaml by ours"], rows);
  console.log(`\n${growth.join("\n")}\n\nPeak memory for 10,000 steps, MB\n`);
  const peak = (name, reader) => execFileSync(process.execPath, [...process.argv.slice(1, 3), reader, name], { encoding: "utf8" });
  print(["flow", ...names], Object.keys(languages).map((name) => [name, ...names.map((reader) => shown(Number(peak(name, reader))))]));
}
