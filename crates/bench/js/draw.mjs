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

const [module, viewer] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const packages = join(here, "../node_modules");
const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"))).version;

/** How many times each is mounted; the median counts. */
const MOUNTS = 5;
/** How often each is panned; the median counts. */
const PANS = 3;
const PAN_SECONDS = 3;
/** How many steps of a flow change their status, one in each frame. */
const TICKS = 200;
const WINDOW = { width: 1280, height: 800 };
/** `/proc` counts in hundredths of a second. */
const TICK = 10;

const names = ["own", "package", "cytoscape", "react-flow", "graphviz", "elk"];
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
<style>${name === "own" || name === "package" ? styles : ""}html,body,#place{margin:0;width:100%;height:100%}#place{position:absolute;inset:0}</style>
<div id="place"></div><script type="module" src="/pages/${name}.js"></script>`;
const types = { ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const folders = { module, viewer, pages: folder };
const site = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, "http://localhost");
  const name = basename(pathname);
  const [type, text] = names.includes(name)
    ? ["text/html", page(name)]
    : [types[extname(name)], await readFile(join(folders[pathname.split("/")[1]] ?? folder, name)).catch(() => "")];
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
  // Not with `waitForFunction`: that listens to touches, and then the browser works out anew in each frame where they can go.
  await page.evaluate(async () => {
    while (!window.bench) await new Promise((done) => setTimeout(done, 1));
  });
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
    window.bench.moving?.();
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

/** The CPU milliseconds of the main thread for one step's change of status in a drawn flow, and the most elements that one touches. */
async function ticked(steps) {
  const { page, cpu, close } = await open("own");
  await page.evaluate((text) => window.bench.flow(text), stateMachine(flow("mix", steps)));
  const touched = await page.evaluate(async (ticks) => {
    let [changed, most] = [new Set(), 0];
    const watch = new MutationObserver((records) => records.forEach(({ target }) => changed.add(target.closest?.("[data-node], [data-edge], .fg-far > g") ?? target)));
    watch.observe(document.querySelector("#place"), { subtree: true, attributes: true, childList: true });
    for (let node = 0; node <= ticks; node += 1) {
      window.bench.tick(node);
      await new Promise((done) => requestAnimationFrame(done));
      // The first one lays a run over a picture without one.
      if (node > 0) most = Math.max(most, changed.size);
      changed.clear();
    }
    watch.disconnect();
    return most;
  }, TICKS);
  const before = await cpu();
  await page.evaluate(async ([first, ticks]) => {
    for (let node = first; node < first + ticks; node += 1) {
      window.bench.tick(node);
      await new Promise((done) => requestAnimationFrame(done));
    }
  }, [TICKS + 1, TICKS]);
  const time = ((await cpu()) - before) / TICKS;
  await close();
  return [time, touched];
}

/** The medians of what several turns of panning take, of ours and of a peer. */
async function pannedBoth(peer, count, actual) {
  const found = [[], []];
  for (let round = 0; round < PANS; round += 1) {
    for (const [side, name] of ["own", peer].entries()) found[side].push(await panned(name, count, actual));
  }
  return found.map((turns) => turns.sort(([one], [other]) => one - other)[Math.floor(PANS / 2)]);
}

const peers = ["cytoscape", "@xyflow/react", "react", "js-yaml", "@hpcc-js/wasm-graphviz", "elkjs"];
console.log(`Chromium ${browser.version()} without a GPU, ${peers.map((name) => `${name} ${version(name)}`).join(", ")}; milliseconds of CPU\n`);
const rows = [];
const row = (what, peer, own, other, wanted, ...further) => rows.push([what, peer, shown(own), shown(other), `${shown(other / own)}x`, wanted, ...further]);
{
  const [own, other] = await medians(["own", "cytoscape"], "grid", 1_000, [MOUNTS, MOUNTS]);
  row("mount 1,000 boxes", "cytoscape", own, other, "10x", "");
}
const pans = [
  [5_000, false, "cytoscape", "cytoscape", "3x"],
  [5_000, false, "cytoscape?textures", "cytoscape, textureOnViewport", ""],
  [10_000, false, "cytoscape", "cytoscape", "40x"],
  [10_000, false, "cytoscape?textures", "cytoscape, textureOnViewport", ""],
  [5_000, true, "react-flow", "react-flow", "4x"],
];
for (const [count, actual, page, peer, wanted] of pans) {
  const [[own, ownFrames], [other, otherFrames]] = await pannedBoth(page, count, actual);
  const what = `pan ${count.toLocaleString("en")} boxes, ${actual ? "at 1:1" : "all in view"}, a frame`;
  row(what, peer, own, other, wanted, `${shown(ownFrames)}, ${shown(otherFrames)}`);
}
const flows = [
  ["mix-1k", 1_000, "own", "graphviz", "15x", 3],
  ["mix-1k, the package's viewer", 1_000, "package", "graphviz", "", 3],
  ["mix-1k", 1_000, "own", "elk", "", 3],
  ["mix-10k", 10_000, "own", "elk", "80x", 1],
  ["mix-10k, the package's viewer", 10_000, "package", "elk", "", 1],
];
for (const [name, steps, page, peer, wanted, rounds] of flows) {
  const [own, other] = await medians([page, peer], "flow", stateMachine(flow("mix", steps)), [MOUNTS, rounds]);
  row(`YAML to pixels, ${name}`, `js-yaml, ${peer}, SVG`, own, other, wanted, "");
}
print(["what", "peer", "Flowglass", "the peer", "ratio", "wanted", "frames a second, ours and the peer's"], rows);
console.log("");
const ticks = [];
for (const [name, steps] of [["mix-1k", 1_000], ["mix-10k", 10_000]]) {
  const [time, touched] = await ticked(steps);
  ticks.push([`a step's status changes, ${name}`, shown(time), touched]);
}
print(["what", "Flowglass, with the frame", "elements touched"], ticks);
await browser.close();
await server.close();
site.close();
await rm(folder, { recursive: true });
process.exit(0);
