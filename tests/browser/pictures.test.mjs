// How pictures look: twenty flows, in both themes and directions, with and without a run, against the files in
// tests/pictures. The font comes from npm, so that the machine's fonts do not matter.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { flow, stateMachine } from "../../crates/bench/js/flows.mjs";
import { faultsOf } from "./compare.mjs";
import { repository, serve, test } from "./harness.mjs";

const program = process.env.FLOWGLASS_PROGRAM ?? join(repository, "target/debug/flowglass");
/** The demonstration page as `cargo xtask package` puts it together, with the element. */
const demo = process.env.FLOWGLASS_DEMO ?? join(repository, "target/package/demo");

/** The larger side of a picture in the files, in pixels at most; larger ones are drawn smaller. */
const LARGEST = 660;

const FONT = [400, 600].map((weight) => `@font-face {
  font-family: Inter; font-weight: ${weight}; src: url(/font/inter-latin-${weight}-normal.woff2) format("woff2");
}`).join("\n");
const PAGE = (head, body) => `<!doctype html><html lang="en"><head><title>t</title><link rel="icon" href="data:,">
<style>${FONT} body { margin: 0; } svg { display: block; } .fg-picture text { font-family: Inter !important; }</style>${head}</head><body>${body}</body></html>`;

let site;
let folder;
before(async () => {
  site = await serve({ "/": demo, "/font/": join(repository, "node_modules/@fontsource/inter/files") }, {
    "/picture": PAGE("", ""),
    "/element": PAGE(`<link rel="stylesheet" href="/flowglass/flow-glass.css"><script type="module" src="/flowglass/element.js"></script>
      <style>flow-glass { width: 640px; height: 480px; }</style>`, ""),
  });
  folder = await mkdtemp(join(tmpdir(), "flowglass-pictures-"));
});
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the program; what it says of mistakes in a definition is not looked at. */
const flowglass = (...words) => promisify(execFile)(program, words, { maxBuffer: 64 << 20, cwd: repository });

async function open(page, path) {
  await page.goto(`${site.url}${path}`);
  await page.evaluate(() => Promise.all(["400 11px Inter", "600 13px Inter"].map((font) => document.fonts.load(font))));
}

const EXAMPLE = (name) => `www/examples/${name}.flow.yaml`;
const STRAINED = (name) => `tests/pictures/${name}.flow.yaml`;
const DARK = ["--theme", "dark"];
const LYING = ["--direction", "lr"];

/** The smaller ones, as `flowglass render` draws them, which is how the page exports them too. */
const RENDERED = [
  { name: "catalogue", file: EXAMPLE("catalogue"), words: DARK },
  { name: "leave-request", file: EXAMPLE("leave-request"), scenario: "leave-request-rejected" },
  { name: "mailing", file: EXAMPLE("mailing"), scenario: "mailing-two-are-wrong", words: LYING },
  { name: "nightly", file: EXAMPLE("nightly"), scenario: "nightly" },
  { name: "order", file: EXAMPLE("order") },
  { name: "order-refused", file: EXAMPLE("order"), scenario: "order-card-refused", words: DARK },
  { name: "poll-job", file: EXAMPLE("poll-job"), scenario: "poll-job" },
  { name: "quote", file: EXAMPLE("quote") },
  { name: "rotate", file: EXAMPLE("rotate"), words: [...LYING, ...DARK] },
  { name: "thumbnails", file: EXAMPLE("thumbnails"), scenario: "thumbnails" },
  { name: "trip", file: EXAMPLE("trip"), scenario: "trip-no-room" },
  { name: "broken", file: STRAINED("broken") },
  { name: "errors", file: STRAINED("errors") },
  { name: "loops", file: STRAINED("loops") },
  { name: "nested", file: STRAINED("nested") },
  { name: "nested-lr", file: STRAINED("nested"), words: [...LYING, ...DARK] },
  { name: "ways", file: STRAINED("ways") },
  { name: "ways-lr", file: STRAINED("ways"), words: LYING },
];

test("pictures of examples, and of flows that strain the layout", async ({ page }) => {
  const drawing = RENDERED.map(rendered);
  await open(page, "/picture");
  // Whoever changes something wants to see all that it changes.
  const faults = [];
  for (const [at, { name }] of RENDERED.entries()) {
    const size = await page.evaluate(shown, { text: await drawing[at], largest: LARGEST });
    assert.deepEqual(await page.evaluate(tooWide), [], `${name}: texts that leave their boxes`);
    await page.setViewportSize(size);
    faults.push(...await faultsOf(name, await page.screenshot()));
  }
  assert.deepEqual(faults, []);
});

/** The SVG of a flow, coloured by a run when it has a scenario. */
async function rendered({ name, file, scenario, words = [] }) {
  const theme = words.includes("--theme") ? [] : ["--theme", "light"];
  const run = [];
  if (scenario) {
    run.push("--history", join(folder, `${name}.json`));
    await flowglass("simulate", "--scenario", `www/examples/${scenario}.scenario.yaml`, "--history-out", run[1]);
  }
  return (await flowglass("render", file, ...theme, ...run, ...words)).stdout;
}

/** Puts a picture into the page, not larger than a size, and returns the size it has. */
function shown({ text, largest }) {
  document.body.innerHTML = text;
  const svg = document.querySelector("svg");
  // The font has no Chinese signs; of its letters this one is about as wide as they are.
  for (const part of svg.querySelectorAll("text, tspan")) {
    if (part.childElementCount === 0) part.textContent = part.textContent.replace(/[\u2e80-\uffff]/g, "W");
  }
  const [width, height] = ["width", "height"].map((side) => Number(svg.getAttribute(side)));
  const scale = Math.min(1, largest / Math.max(width, height));
  const size = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
  svg.setAttribute("width", width * scale);
  svg.setAttribute("height", height * scale);
  return size;
}

/** The texts of boxes that reach into the border of their box or beyond, and those of groups that do. */
function tooWide() {
  const found = [];
  for (const node of document.querySelectorAll(".fg-node")) {
    const box = node.querySelector(".fg-box, .fg-sheet, .fg-stub-box");
    for (const text of box ? node.querySelectorAll(":scope > text:not(.fg-pill-text)") : []) {
      const { x, width } = text.getBBox();
      if (x < 6 || x + width > box.getBBox().width - 6) {
        found.push(text.textContent);
      }
    }
  }
  return found;
}

/** Large ones, as the element shows them: near, from afar, and from where single steps are no longer told apart. */
const LARGE = [
  { name: "mix-100", shape: "mix", steps: 100, keys: "1---" },
  { name: "wide-50", shape: "wide", steps: 50, theme: "dark", keys: "1-----" },
  { name: "nested-100", shape: "nested", steps: 100, direction: "lr", keys: "1-----" },
  { name: "mix-1000", shape: "mix", steps: 1_000, keys: "1------" },
  { name: "mix-10000", shape: "mix", steps: 10_000, theme: "dark", direction: "lr", keys: "1-------" },
];

test("pictures of large flows", async ({ page }) => {
  await open(page, "/element");
  const faults = [];
  for (const { name, shape, steps, theme = "light", direction = "tb", keys } of LARGE) {
    await page.evaluate(({ text, ...attributes }) => {
      const element = document.createElement("flow-glass");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.append(document.createElement("pre"));
      element.firstChild.textContent = text;
      document.body.replaceChildren(element);
      const font = new CSSStyleSheet();
      font.replaceSync(".fg-picture text { font-family: Inter !important; } .bar { display: none !important; }");
      element.shadowRoot.adoptedStyleSheets.push(font);
    }, { text: stateMachine(flow(shape, steps), name), theme, direction });
    const first = page.getByRole("treeitem").first();
    await first.waitFor({ timeout: 30_000 });
    await first.focus();
    for (const key of keys) await page.keyboard.press(key);
    // The last press is drawn in the frame that follows it.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.locator(".fg-viewer").evaluate((viewer) => viewer.getRootNode().activeElement?.blur());
    faults.push(...await faultsOf(name, await page.locator("flow-glass .place").screenshot()));
  }
  assert.deepEqual(faults, []);
});
