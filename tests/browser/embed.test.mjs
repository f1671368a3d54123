// `<flow-glass>` in a documentation page under a strict content policy: picture, history, run, events, errors.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { join } from "node:path";
import { accessibilityIssues, repository, serve, test } from "./harness.mjs";

/** The demonstration page as `cargo xtask package` puts it together. */
const demo = process.env.FLOWGLASS_DEMO ?? join(repository, "target/package/demo");

const PAGE = (body) => `<!doctype html><html lang="en"><head><title>t</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'">
<link rel="stylesheet" href="/flowglass/flow-glass.css"><script type="module" src="/flowglass/element.js"></script></head><body>${body}</body></html>`;

const FLOW = "Type: StateMachine\nSpecVersion: v1\nName: greet\nStartAt: Hello\nStates:\n  - {Type: Pass, Name: Hello, End: true}\n";

let site;
before(async () => {
  site = await serve({ "/": demo }, {
    "/missing": PAGE('<flow-glass src="nowhere.flow.yaml"></flow-glass>'),
    "/html": PAGE('<flow-glass src="/index.html"></flow-glass>'),
    "/empty": PAGE("<flow-glass></flow-glass>"),
    "/bad-history": PAGE(`<flow-glass><pre>${FLOW}</pre><script type="application/json" data-for="history">{"Events":5}</script></flow-glass>`),
    "/bad-scenario": PAGE(`<flow-glass view="player"><pre>${FLOW}</pre><script type="application/yaml" data-for="scenario">tasks: 5</script></flow-glass>`),
    "/plain": PAGE(`<main><h1>Page</h1><flow-glass id="one" view="player"><pre>${FLOW}</pre></flow-glass><p id="other"></p></main>`),
  });
});
after(() => site.close());

/** Notes the events, the shifts of the layout and the requests of a page. */
async function watch(page) {
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    window.heard = [];
    window.shifts = [];
    for (const name of ["flow-ready", "flow-select", "flow-end", "flow-error"]) {
      document.addEventListener(name, (event) => window.heard.push({ ...event.detail, event: name, id: event.target.id || event.target.localName }));
    }
    new PerformanceObserver((list) => {
      // What follows a click or a key is what the reader asked for.
      for (const entry of list.getEntries().filter((each) => !each.hadRecentInput)) {
        window.shifts.push(...entry.sources.map(({ node, previousRect, currentRect }) => `${node?.localName ?? node?.nodeName}.${node?.className} ${JSON.stringify([previousRect, currentRect])}`));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return requests;
}

const heard = (page, name) => page.evaluate((wanted) => window.heard.filter((each) => each.event === wanted), name);
const asked = (requests, part) => requests.filter((url) => url.includes(part)).length;

test("the demonstration page draws, colours and runs its flows", async ({ page, screenshot }) => {
  const requests = await watch(page);
  await page.goto(`${site.url}/index.html`);
  const order = page.locator("#order");
  await order.locator("[data-node]").first().waitFor();
  await order.getByText("Check stock", { exact: true }).waitFor();
  assert.equal(asked(requests, "player"), 0, "nothing of the player is loaded before the first Run");

  // The one inside another shadow tree, with its history.
  const quote = page.locator("docs-figure flow-glass");
  await quote.scrollIntoViewIfNeeded();
  await quote.getByText(/Succeeded · event (\d+) \/ \1/).waitFor();
  assert.ok((await quote.locator(".is-succeeded").count()) > 2);
  const slider = quote.getByRole("slider", { name: "Event" });
  await slider.focus();
  await page.keyboard.press("Home");
  await quote.getByText(/event 0 \//).waitFor();
  assert.equal(await quote.locator(".fg-node.is-succeeded").count(), 0);

  const inline = page.locator("#inline");
  await inline.scrollIntoViewIfNeeded();
  await inline.getByText("Wait a moment", { exact: true }).waitFor();
  assert.equal(await inline.getByRole("button", { name: "Run" }).count(), 0, "a picture has no Run");

  assert.equal(asked(requests, "viewer_bg.wasm"), 1, "the elements share one module");
  const ready = await heard(page, "flow-ready");
  assert.deepEqual(ready.map(({ id, errors }) => `${id} ${errors}`).sort(), ["docs-figure 0", "inline 0", "order 0"]);

  await order.scrollIntoViewIfNeeded();
  await order.getByText("Check stock", { exact: true }).click();
  assert.deepEqual((await heard(page, "flow-select")).map(({ step }) => step), ["Check stock"]);
  await screenshot("embed");
  await order.getByRole("button", { name: "Run", exact: true }).click();
  await order.getByText(/event (\d+) \/ \1/).waitFor();
  await page.waitForFunction(() => window.heard.some((each) => each.event === "flow-end" && each.id === "order"));
  const end = (await heard(page, "flow-end")).find(({ id }) => id === "order");
  assert.deepEqual([end.status, end.recorded, typeof end.output], ["Succeeded", false, "object"]);
  await order.getByText("Check stock", { exact: true }).first().click();
  await order.getByRole("heading", { name: "Check stock" }).waitFor();
  await screenshot("embed-run");

  assert.deepEqual(await page.evaluate(() => window.shifts), [], "nothing moved");
  assert.deepEqual(await heard(page, "flow-error"), []);
  assert.deepEqual(requests.filter((url) => !url.startsWith(site.url) && !url.startsWith("data:")), [], "no foreign request");
});

test("an element has no accessibility issues before and after a run", async ({ page }) => {
  await watch(page);
  await page.goto(`${site.url}/plain`);
  const one = page.locator("#one");
  await one.locator("[data-node]").first().waitFor();
  assert.deepEqual(await accessibilityIssues(page), []);
  await one.getByRole("button", { name: "Run", exact: true }).click();
  await one.getByRole("button", { name: "Run again" }).waitFor();
  assert.deepEqual(await accessibilityIssues(page), []);
});

test("the wheel scrolls the page, and with Ctrl it zooms the picture", async ({ page }) => {
  await page.goto(`${site.url}/index.html`);
  const order = page.locator("#order");
  await order.locator("[data-node]").first().waitFor();
  const layer = order.locator(".fg-viewer > g");
  const before = await layer.getAttribute("transform");
  await order.hover();
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() => window.scrollY > 0);
  assert.equal(await layer.getAttribute("transform"), before);
  await order.hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await page.waitForFunction(
    (old) => document.querySelector("#order").shadowRoot.querySelector(".fg-viewer > g").getAttribute("transform") !== old,
    before,
  );
});

test("an element that moves keeps what it shows, and one that comes back begins anew", async ({ page }) => {
  const requests = await watch(page);
  await page.goto(`${site.url}/plain`);
  const one = page.locator("#one");
  await one.getByRole("button", { name: "Run", exact: true }).click();
  await one.getByRole("button", { name: "Run again" }).waitFor();
  await page.evaluate(() => document.getElementById("other").append(document.getElementById("one")));
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  await one.getByRole("button", { name: "Run again" }).waitFor();
  await page.evaluate(async () => {
    window.kept = document.getElementById("one");
    window.kept.remove();
    await new Promise((done) => setTimeout(done, 100));
    document.getElementById("other").append(window.kept);
  });
  await one.getByRole("button", { name: "Run", exact: true }).waitFor();
  assert.equal((await heard(page, "flow-ready")).length, 2);
  assert.equal(asked(requests, "viewer_bg.wasm"), 1);
});

test("attributes can change", async ({ page }) => {
  await watch(page);
  await page.goto(`${site.url}/plain`);
  const one = page.locator("#one");
  await one.getByText("Hello", { exact: true }).waitFor();
  await page.evaluate(() => {
    const one = document.getElementById("one");
    one.theme = "dark";
    one.src = "/quote.flow.yaml";
    one.history = "/quote.history.json";
  });
  await one.getByText(/Succeeded · event/).waitFor();
  assert.equal(await one.locator(".frame").getAttribute("data-theme"), "dark");
  await page.evaluate(() => document.getElementById("one").removeAttribute("view"));
  await one.getByRole("button", { name: "Run" }).waitFor({ state: "hidden" });
});

/** Opens a page whose element cannot do what it is told, and checks the words and the event. */
function refuses(path, name, words, stage, options = {}) {
  test(`${name} is told in words`, async ({ page, expectErrors }) => {
    if (options.network) {
      expectErrors(/Failed to load resource/);
    }
    await watch(page);
    await page.goto(`${site.url}${path}`);
    const element = page.locator("flow-glass");
    if (options.run) {
      await element.getByRole("button", { name: "Run", exact: true }).click();
    }
    await element.getByText(words).first().waitFor();
    const [error] = await heard(page, "flow-error");
    assert.match(error.message, words);
    assert.equal(error.stage, stage);
  });
}

refuses("/missing", "a source that is missing", /^The definition nowhere\.flow\.yaml could not be loaded: the server answers 404/, "definition", { network: true });
refuses("/html", "a source that is not a flow", /^This is not a flow: line 1, column 1: /, "definition");
refuses("/empty", "an element without a definition", /^There is no definition here/, "definition");
refuses("/bad-history", "a history that is none", /^The history cannot be shown: `Events` is no list/, "history");
refuses("/bad-scenario", "a scenario that is none", /^The scenario cannot be used: /, "run", { run: true });
