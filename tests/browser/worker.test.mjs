// Long definitions are read and drawn in a worker: the page goes on meanwhile, the picture from before stays, and what
// nobody waits for any more is ended.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before } from "node:test";
import { accessibilityIssues, dist, repository, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist, "/deep/down/": dist });
});
after(() => site.close());

/** Long enough for the worker; `first` is the name of the first step. */
const flow = (first, steps = 8_000) =>
  `version: v1\ntype: flow\nname: long\nsteps:\n  - {type: pass, name: ${first}}\n${Array.from({ length: steps - 1 }, (_, at) => `  - {type: pass, name: step-${at}}\n`).join("")}`;

/** A page whose workers answer only when the test lets them; `window.workers` tells what became of each. */
async function open(page, path = "/") {
  await page.addInitScript(() => {
    window.workers = [];
    window.held = true;
    const Real = window.Worker;
    let youngest;
    // The page may not have made a worker yet.
    window.release = () => {
      window.held = false;
      youngest?.kept.splice(0).forEach((event) => youngest.hear(event));
    };
    window.Worker = class extends Real {
      constructor(...words) {
        super(...words);
        this.told = { ended: false, orders: 0 };
        this.kept = [];
        window.workers.push(this.told);
        youngest = this;
      }
      // What it posts after it is ready is kept until the test wants it.
      set onmessage(hear) {
        this.hear = hear;
        super.onmessage = hear && ((event) => (window.held && event.data !== null ? this.kept.push(event) : hear(event)));
      }
      postMessage(...words) {
        this.told.orders += 1;
        super.postMessage(...words);
      }
      terminate() {
        this.told.ended = true;
        super.terminate();
      }
    };
  });
  await page.goto(site.url + path);
  await page.locator("[data-node]").first().waitFor();
  await page.locator(".cm-content").first().waitFor({ state: "attached" });
}

const load = (page, text, name = "long.flow.yaml") =>
  page.getByLabel("Open…").setInputFiles({ name, mimeType: "text/yaml", buffer: Buffer.from(text) });
const step = (page, name) => page.getByRole("treeitem", { name: new RegExp(`^${name},`) });
const note = (page) => page.locator(".redraw");
const release = (page) => page.evaluate(() => window.release());
const hold = (page) => page.evaluate(() => { window.held = true; });
/** Waits until the youngest worker has had this many messages: how it starts, then its orders. */
const ordered = (page, messages) => page.waitForFunction((count) => window.workers.at(-1)?.orders === count, messages);
const workers = (page) => page.evaluate(() => window.workers);
const end = (page) => page.locator(".cm-content").first().press("Control+End");

test("a long file is announced, drawn beside the page, and then like any other", async ({ page, screenshot }) => {
  await open(page);
  await load(page, flow("alpha"));
  await note(page).getByText("Reading 8,004 lines…").waitFor();
  assert.equal(await page.locator(".canvas").getAttribute("aria-busy"), "true");
  assert.equal(await page.locator("[data-node]:visible").count(), 0);
  assert.equal(await page.getByText("No problems").count(), 0);
  assert.deepEqual(await accessibilityIssues(page), []);
  await screenshot("worker-first");
  // The page answers meanwhile: what is typed stands in the editor, tabs change.
  await page.getByRole("tab", { name: "Scenario" }).click();
  await page.getByRole("tab", { name: "Definition" }).click();
  await page.getByRole("tab", { name: "Problems" }).click();
  await page.getByText("The definition has not been read yet.").first().waitFor();
  await release(page);
  await step(page, "alpha").waitFor();
  assert.equal(await page.locator(".canvas").getAttribute("aria-busy"), "false");
  assert.equal(await note(page).textContent(), "");
  // One worker with the page's own module; its first message, then the order.
  assert.deepEqual(await workers(page), [{ ended: false, orders: 2 }]);
  // It is seen from its beginning, as every file that is opened.
  await step(page, "alpha").click();
  await page.locator(".inspected h2", { hasText: "alpha" }).waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("[data-node].is-succeeded", { hasText: "alpha" }).waitFor({ timeout: 30_000 });
});

test("what is typed is drawn after a pause, over the picture from before", async ({ page, screenshot }) => {
  await open(page);
  await load(page, flow("alpha"));
  await release(page);
  await step(page, "alpha").waitFor();
  await hold(page);
  await page.locator(".cm-content").first().press("Control+Home");
  await page.keyboard.insertText("# a comment\n");
  await note(page).getByText("Reading 8,005 lines; the picture is from before…").waitFor();
  await ordered(page, 3);
  await step(page, "alpha").waitFor();
  await screenshot("worker-changed");
  // A second change does not wait for the first one, whose worker is ended.
  await page.keyboard.insertText("# and one more\n");
  await note(page).getByText("Reading 8,006 lines; the picture is from before…").waitFor();
  await ordered(page, 2);
  await release(page);
  await page.locator(".canvas[aria-busy=false]").waitFor();
  assert.equal(await note(page).textContent(), "");
  assert.deepEqual((await workers(page)).map(({ ended }) => ended), [true, false]);
  // The step is found where it stands now, one line further down.
  await step(page, "alpha").click();
  assert.match(await page.locator(".inspected pre[aria-label=Definition]").textContent(), /^\{type: pass, name: alpha\}$/);
});

test("cancelled, the picture from before stays with the new text, and can be drawn again", async ({ page }) => {
  await open(page);
  await load(page, flow("alpha"));
  await release(page);
  await step(page, "alpha").waitFor();
  await hold(page);
  await end(page);
  await page.keyboard.insertText("  - {type: pass, name: omega}\n");
  await note(page).getByText("the picture is from before").waitFor();
  await ordered(page, 3);
  await page.getByRole("button", { name: "Cancel" }).click();
  await note(page).getByText("This is the picture from before the last changes of the text.").waitFor();
  await step(page, "alpha").waitFor();
  assert.match(await page.locator(".cm-content").first().textContent(), /omega/);
  assert.equal((await workers(page)).at(-1).ended, true);
  await page.evaluate(() => { window.held = false; });
  await page.getByRole("button", { name: "Draw again" }).click();
  await note(page).getByText("This is the picture from before").waitFor({ state: "detached" });
  await step(page, "alpha").press("End");
  await page.keyboard.press("ArrowUp");
  await step(page, "omega").waitFor();
});

test("Escape cancels as the button does, also the first drawing of a file", async ({ page }) => {
  await open(page);
  await load(page, flow("alpha"));
  await note(page).getByText("Reading").waitFor();
  await page.locator(".canvas").press("Escape");
  await note(page).getByText("long.flow.yaml has not been drawn.").waitFor();
  await page.evaluate(() => { window.held = false; });
  await page.getByRole("button", { name: "Draw it" }).click();
  await step(page, "alpha").waitFor();
});

test("a run waits for the text that it is to run", async ({ page }) => {
  await open(page);
  await load(page, flow("alpha"));
  await note(page).getByText("Reading").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await note(page).getByText("then the flow runs…").waitFor();
  await release(page);
  await page.locator("[data-node].is-succeeded", { hasText: "alpha" }).waitFor({ timeout: 30_000 });
});

test("another file ends the work on the last one", async ({ page }) => {
  await open(page);
  await load(page, flow("alpha"));
  await note(page).getByText("Reading").waitFor();
  await load(page, flow("beta"), "beta.flow.yaml");
  await page.getByLabel("Flow", { exact: true }).locator("option:checked", { hasText: "beta" }).waitFor({ state: "attached" });
  await page.evaluate(() => { window.held = false; });
  await release(page);
  await step(page, "beta").waitFor();
  assert.equal((await workers(page))[0].ended, true);
  assert.equal(await step(page, "alpha").count(), 0);
});

test("without a worker the page reads the file itself", async ({ page }) => {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error("no workers here");
      }
    };
  });
  await page.goto(site.url);
  await page.locator("[data-node]").first().waitFor();
  await load(page, flow("alpha"));
  await step(page, "alpha").waitFor({ timeout: 30_000 });
});

test("a worker whose script does not come is no worker", async ({ page, expectErrors }) => {
  expectErrors(/404/);
  await page.addInitScript(() => {
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(_script, options) {
        super(new URL("/gone.js", location.href), options);
      }
    };
  });
  await page.goto(site.url);
  await page.locator("[data-node]").first().waitFor();
  await load(page, flow("alpha"));
  await step(page, "alpha").waitFor({ timeout: 30_000 });
});

test("a worker that breaks loses nothing", async ({ page }) => {
  await page.addInitScript(() => {
    const Real = window.Worker;
    window.broken = true;
    window.Worker = class extends Real {
      postMessage(message, ...more) {
        // Half of the order is not understood.
        super.postMessage(window.broken && message instanceof Uint8Array ? message.slice(0, 9) : message, ...(window.broken ? [] : more));
      }
    };
  });
  await page.goto(site.url);
  await page.locator("[data-node]").first().waitFor();
  await load(page, flow("alpha"));
  await note(page).getByText("The text could not be drawn").waitFor();
  await page.evaluate(() => { window.broken = false; });
  await page.getByRole("button", { name: "Draw again" }).click();
  await step(page, "alpha").waitFor();
});

test("the worker is found wherever the page lies", async ({ page }) => {
  await open(page, "/deep/down/");
  await load(page, flow("alpha"));
  await page.evaluate(() => { window.held = false; });
  await release(page);
  await step(page, "alpha").waitFor();
  assert.equal((await workers(page)).length, 1);
});

test("the gateway's policy lets the worker run", async ({ page }) => {
  const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "nobody", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "nothing" };
  const program = process.env.FLOWGLASS_PROGRAM ?? join(repository, "target/debug/flowglass");
  const gateway = spawn(program, ["serve", "--listen", "127.0.0.1:0"], { env: { ...process.env, ...keys }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [said] = await once(gateway.stdout.setEncoding("utf8"), "data");
    await page.goto(/at (http:\/\/\S+)/.exec(said)[1]);
    await page.locator("[data-node]").first().waitFor();
    await load(page, flow("alpha"));
    await step(page, "alpha").waitFor();
    assert.equal(page.workers().length, 1);
  } finally {
    gateway.kill();
  }
});
