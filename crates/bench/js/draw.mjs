// Pictures in Chromium, beside the libraries that draw graphs in pages: mounting, panning, and from the text to the picture.
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { chromium } from "playwright-core";

import { grid } from "./draw/grid.mjs";
import { flow, stateMachine } from "./flows.mjs";
import { print, shown } from "./table.mjs";

const [module] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const packages = join(here, "../node_modules");
const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"))).version;

/** How many times each is mounted; the median counts. */
const MOUNTS = 5;
const PAN_SECONDS = 3;
const WINDOW = { width: 1280, height: 800 };
/** `/proc` counts in hundredths of a second. */
const TICK = 10;

const names = ["own", "cytoscape", "react-flow", "graphviz", "elk"];
const folder = await mkdtemp(join(tmpdir(), "flowglass-draw-"));
await build({
  entryPoints: names.map((name) => join(here, "draw", `${name}.mjs`)),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: folder,
  define: { "process.env.NODE_ENV": '"production"' },
  nodePaths: [packages],
  logLevel: "error",
});
const styles = ["tokens", "picture", "viewer"].map((name) => readFileSync(join(here, `../../diagram/src/svg/${name}.css`), "utf8")).join("");
const page = (name) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
${name === "react-flow" ? '<link rel="stylesheet" href="/pages/react-flow.css">' : ""}
<style>${name === "own" ? styles : ""}html,body,#place{margin:0;width:100%;height:100%}#place{position:absolute;inset:0}</style>
<div id="place"></div><script type="module" src="/pages/${name}.js"></script>`;
const types = { ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const site = createServer(async ({ url }, response) => {
  const name = basename(url);
  const [type, text] = names.includes(name)
    ? ["text/html", page(name)]
    : [types[extname(name)], await readFile(join(url.startsWith("/module/") ? module : folder, name)).catch(() => "")];
  response.writeHead(200, { "content-type": type ?? "text/plain" });
  response.end(text);
});
await new Promise((started) => site.listen(0, "127.0.0.1", started));
const server = await chromium.launchServer({
  executablePath: process.env.CHROME,
  args: ["--disable-gpu", "--disable-dev-shm-usage", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
});
const browser = await chromium.connect(server.wsEndpoint());

/** CPU milliseconds that all processes of the browser have used so far. */
async function processes() {
  const stats = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      stats.push({ id: Number(name), parent: Number(fields[1]), time: (Number(fields[11]) + Number(fields[12])) * TICK });
    } catch {
      // It has ended.
    }
  }
  const family = new Set([server.process().pid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { id, parent } of stats) if (family.has(parent)) family.add(id);
  }
  return stats.filter(({ id }) => family.has(id)).reduce((sum, { time }) => sum + time, 0);
}

/** A fresh page, once its script has run. */
async function open(name) {
  const context = await browser.newContext({ viewport: WINDOW, reducedMotion: "reduce" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(`http://127.0.0.1:${site.address().port}/${name}`);
  await page.waitForFunction(() => window.bench);
  const cpu = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  return { page, cpu, close: () => context.close() };
}

/** What only Flowglass does before it can draw a grid. */
const prepare = (page, count) => page.evaluate((count) => window.bench.prepare?.(count), count);

/** The CPU milliseconds of the main thread from the start of the page until two frames after `act` is done. */
async function mounted(name, act, argument) {
  const { page, cpu, close } = await open(name);
  const before = await cpu();
  if (act === "grid") await prepare(page, argument);
  const preparing = (await cpu()) - before;
  await page.evaluate(async ([act, argument]) => {
    await window.bench[act](argument);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, [act, argument]);
  const time = (await cpu()) - preparing;
  await close();
  return time;
}

async function medians(sides, act, argument, rounds) {
  const times = sides.map(() => []);
  // They take turns, so that load hits all.
  for (let round = 0; round < Math.max(...rounds); round += 1) {
    for (const [at, name] of sides.entries()) if (round < rounds[at]) times[at].push(await mounted(name, act, argument));
  }
  return times.map((list) => list.sort((one, other) => one - other)[Math.floor(list.length / 2)]);
}

/** The CPU milliseconds of all processes for each frame, and frames per second, while the picture goes in circles. */
async function panned(name, count, actual) {
  const { page, close } = await open(name);
  await prepare(page, count);
  await page.evaluate(async ([count, actual]) => {
    await window.bench.grid(count);
    if (actual) await window.bench.actual();
    await new Promise((done) => setTimeout(done, 500));
  }, [count, actual]);
  const { width, height } = grid(count);
  const fitted = Math.min((WINDOW.width - 48) / width, (WINDOW.height - 48) / height, 1);
  const before = await processes();
  const frames = await page.evaluate(([zoom, seconds]) => new Promise((done) => {
    const start = performance.now();
    let frames = 0;
    const frame = (now) => {
      if (now - start > seconds * 1000) return done(frames);
      frames += 1;
      // A pixel or two in each sixtieth of a second at least; the same way for all, however many frames they have.
      const angle = (now - start) / 500;
      window.bench.shift(200 * Math.sin(angle), 120 * (1 - Math.cos(angle)), zoom);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }), [actual ? 1 : fitted, PAN_SECONDS]);
  const time = (await processes()) - before;
  await close();
  return [time / Math.max(1, frames), frames / PAN_SECONDS];
}

const peers = ["cytoscape", "@xyflow/react", "react", "js-yaml", "@hpcc-js/wasm-graphviz", "elkjs"];
console.log(`Chromium ${browser.version()} without a GPU, ${peers.map((name) => `${name} ${version(name)}`).join(", ")}; milliseconds of CPU\n`);
const rows = [];
const row = (what, peer, own, other, wanted, ...further) => rows.push([what, peer, shown(own), shown(other), `${shown(other / own)}x`, wanted, ...further]);
{
  const [own, other] = await medians(["own", "cytoscape"], "grid", 1_000, [MOUNTS, MOUNTS]);
  row("mount 1,000 boxes", "cytoscape", own, other, "10x", "");
}
for (const [count, actual, peer, wanted] of [[5_000, false, "cytoscape", "3x"], [10_000, false, "cytoscape", "40x"], [5_000, true, "react-flow", "4x"]]) {
  const [own, ownFrames] = await panned("own", count, actual);
  const [other, otherFrames] = await panned(peer, count, actual);
  const what = `pan ${count.toLocaleString("en")} boxes, ${actual ? "at 1:1" : "all in view"}, a frame`;
  row(what, peer, own, other, wanted, `${shown(ownFrames)}, ${shown(otherFrames)}`);
}
for (const [name, steps, peer, wanted, rounds] of [["mix-1k", 1_000, "graphviz", "15x", 3], ["mix-1k", 1_000, "elk", "", 3], ["mix-10k", 10_000, "elk", "80x", 1]]) {
  const [own, other] = await medians(["own", peer], "flow", stateMachine(flow("mix", steps)), [MOUNTS, rounds]);
  row(`YAML to pixels, ${name}`, `js-yaml, ${peer}, SVG`, own, other, wanted, "");
}
print(["what", "peer", "Flowglass", "the peer", "ratio", "wanted", "frames a second, ours and the peer's"], rows);
await browser.close();
await server.close();
site.close();
await rm(folder, { recursive: true });
process.exit(0);
