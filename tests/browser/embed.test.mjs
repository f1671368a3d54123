// `<flow-glass>` in a documentation page under a strict content policy: picture, history, run, events, errors.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessibilityIssues, repository, serve, test } from "./harness.mjs";

/** The demonstration page as `cargo xtask package` puts it together. */
const demo = process.env.FLOWGLASS_DEMO ?? join(repository, "target/package/demo");

const PAGE = (body) => `<!doctype html><html lang="en"><head><title>t</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'">
<link rel="stylesheet" href="/flowglass/flow-glass.css"><script type="module" src="/flowglass/element.js"></script></head><body>${body}</body></html>`;

const FLOW = "Type: StateMachine\nSpecVersion: v1\nName: greet\nStartAt: Hello\nStates:\n  - {Type: Pass, Name: Hello, End: true}\n";

/** A parallel step one of whose branches has failed. */
const GROUP = "version: v1\ntype: flow\nsteps: [{type: parallel, name: both, branches: [{steps: [{type: pass, name: left}]}, {steps: [{type: fail, name: right, error: Bad}]}]}]";
const FAILED = JSON.stringify({
  Events: [
    ["ExecutionStarted", ""], ["StepEntered", "both"], ["StepStarted", "both"], ["ParallelBranchStarted", "both", { parallelIndex: 1 }],
    ["StepEntered", "right"], ["StepFailed", "right", { error: "Bad" }], ["StepFailed", "both", { error: "Bad" }], ["ExecutionFailed", "", { error: "Bad" }],
  ].map(([Type, StepName, detail], at) => ({ EventId: at + 1, ScheduleEventId: at, Type, StepName, EventDetail: JSON.stringify(detail ?? {}) })),
});

const LONG = `version: v1\ntype: flow\nsteps:\n${Array.from({ length: 400 }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("")}`;
/** Of the long flow, how the first steps ran. */
const CHAIN = JSON.stringify({
  Events: [["ExecutionStarted", ""], ...[0, 1, 2, 3].flatMap((step) => [["StepEntered", `s${step}`], ["StepExited", `s${step}`]])]
    .map(([Type, StepName], at) => ({ EventId: at + 1, ScheduleEventId: at, Type, StepName, EventDetail: "{}" })),
});

let site;
before(async () => {
  site = await serve({ "/": demo }, {
    "/group": PAGE(`<flow-glass><pre>${GROUP}</pre><script type="application/json" data-for="history">${FAILED}</script></flow-glass>`),
    "/missing": PAGE('<flow-glass src="nowhere.flow.yaml"></flow-glass>'),
    "/html": PAGE('<flow-glass src="/index.html"></flow-glass>'),
    "/empty": PAGE("<flow-glass></flow-glass>"),
    "/bad-history": PAGE(`<flow-glass><pre>${FLOW}</pre><script type="application/json" data-for="history">{"Events":5}</script></flow-glass>`),
    "/bad-scenario": PAGE(`<flow-glass view="player"><pre>${FLOW}</pre><script type="application/yaml" data-for="scenario">tasks: 5</script></flow-glass>`),
    "/lost-history": PAGE(`<flow-glass view="player" history="nowhere.json"><pre>${FLOW}</pre></flow-glass>`),
    "/lost-scenario": PAGE(`<flow-glass view="player" scenario="nowhere.scenario.yaml"><pre>${FLOW}</pre></flow-glass>`),
    "/far": PAGE(`<div>${"<br>".repeat(300)}</div><flow-glass view="player"><pre>${FLOW}</pre></flow-glass>`),
    "/chinese": PAGE(`<main lang="zh-Hans-CN"><flow-glass id="zh" view="player" history="/quote.history.json" src="/quote.flow.yaml"></flow-glass>
      <flow-glass id="en" lang="en" view="player"><pre>${FLOW}</pre></flow-glass><div id="host"></div></main><flow-glass id="out" view="player"><pre>${FLOW}</pre></flow-glass>`),
    "/chain": PAGE(`<flow-glass view="player"><pre>${LONG}</pre><script type="application/json" data-for="history">${CHAIN}</script></flow-glass>`),
    "/long": PAGE(`<flow-glass><pre>${LONG}</pre></flow-glass>`),
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
  assert.deepEqual(ready.map(({ id, name, steps }) => [id, name, steps]).sort(), [["docs-figure", "quote", 5], ["inline", "greet", 2], ["order", "order", 12]]);

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

test("groups close and open in a documentation page, with a history over them", async ({ page }) => {
  await page.goto(`${site.url}/index.html`);
  const order = page.locator("#order");
  const group = (expanded) => order.getByRole("treeitem", { name: /^Settle,/, expanded });
  await group(true).waitFor();
  const inside = order.getByRole("treeitem", { name: /^Charge,/ });
  assert.equal(await inside.count(), 1);
  await group(true).locator(".fg-name").dblclick();
  await group(false).waitFor();
  assert.equal(await inside.count(), 0);
  assert.match(await group(false).getAttribute("aria-label"), /3 steps inside/);
  await page.keyboard.press("]");
  await group(true).waitFor();
  await page.keyboard.press("Enter");
  await group(false).waitFor();
  await group(false).locator(".fg-toggle").click({ force: true });
  await group(true).waitFor();
  assert.equal(await inside.count(), 1);

  // The record is over the new picture too.
  await page.goto(`${site.url}/group`);
  const both = page.getByRole("treeitem", { name: /^both,/ });
  await both.locator(".fg-toggle").click({ force: true });
  await page.getByRole("treeitem", { name: /^both,/, expanded: false }).waitFor();
  assert.match(await both.getAttribute("class"), /is-failed/);
  assert.match(await both.getAttribute("aria-label"), /2 steps inside, failed, Bad, inside 1 failed/);
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
  const layer = order.locator(".fg-viewer > svg > g");
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
    (old) => document.querySelector("#order").shadowRoot.querySelector(".fg-viewer > svg > g").getAttribute("transform") !== old,
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

test("a picture and its player run from left to right where the attribute says so", async ({ page }) => {
  await watch(page);
  await page.goto(`${site.url}/plain`);
  const one = page.locator("#one");
  const place = (name) => one.locator("svg g[data-node]", { hasText: name }).boundingBox();
  const follows = (before, after) => (before.x + before.width < after.x ? "right" : before.y + before.height < after.y ? "below" : "on it");
  const direction = async () => follows(await place("Normalise"), await place("Which way"));
  await one.getByText("Hello", { exact: true }).waitFor();
  await page.evaluate(() => { document.getElementById("one").src = "/quote.flow.yaml"; });
  await one.getByText("Normalise", { exact: true }).waitFor();
  assert.equal(await direction(), "below");
  await page.evaluate(() => { document.getElementById("one").direction = "lr"; });
  await page.waitForFunction(() => window.heard.filter(({ event }) => event === "flow-ready").length === 3);
  assert.equal(await direction(), "right");
  await one.getByRole("button", { name: "Run", exact: true }).click();
  await one.getByRole("button", { name: "Run again" }).waitFor();
  assert.equal(await direction(), "right");
});

test("the words are in the language of the place, or the element's own", async ({ page, expectErrors }) => {
  expectErrors(/Failed to load resource/);
  await watch(page);
  await page.goto(`${site.url}/chinese`);
  const run = (id) => page.locator(`#${id}`).getByRole("button", { name: /^(Run|运行)$/ });
  const said = (id) => run(id).textContent();
  const zh = page.locator("#zh");
  await zh.getByText(/^成功 · 事件 (\d+) \/ \1$/).waitFor();
  await zh.getByRole("button", { name: "适应窗口" }).waitFor();
  assert.match(await zh.getByRole("slider", { name: "事件" }).getAttribute("aria-valuetext"), /^第 (\d+) 个事件，共 \1 个，成功$/);
  assert.deepEqual([await said("en"), await said("out")], ["Run", "Run"]);
  // What the page hears stays in the service's words.
  await page.waitForFunction(() => window.heard.some(({ event, status }) => event === "flow-end" && status === "Succeeded"));

  // Inside a shadow tree the language of what is around it counts.
  await page.evaluate(() => {
    const root = document.getElementById("host").attachShadow({ mode: "open" });
    const inner = document.createElement("flow-glass");
    inner.id = "inner";
    inner.setAttribute("view", "player");
    inner.setAttribute("src", "/nowhere.flow.yaml");
    root.append(inner);
  });
  await page.locator("#inner").getByText("无法加载流程定义 /nowhere.flow.yaml：服务器返回 404").waitFor();
  const [error] = await heard(page, "flow-error");
  assert.match(error.message, /^无法加载流程定义/);

  // Languages change while one reads.
  await page.evaluate(() => document.documentElement.setAttribute("lang", "zh"));
  await page.locator("#out").getByRole("button", { name: "运行" }).waitFor();
  await page.evaluate(() => document.getElementById("zh").setAttribute("lang", "fr"));
  await zh.getByText(/^Succeeded · event (\d+) \/ \1$/).waitFor();
  assert.equal(await said("en"), "Run");
});

test("a history that does not come keeps no picture away, and is asked for again", async ({ page, expectErrors }) => {
  expectErrors(/Failed to load resource/);
  await watch(page);
  await page.goto(`${site.url}/lost-history`);
  const element = page.locator("flow-glass");
  await element.getByText("The history nowhere.json could not be loaded: the server answers 404").waitFor();
  await element.getByText("Hello", { exact: true }).waitFor();
  assert.deepEqual((await page.evaluate(() => window.heard)).map(({ event, stage }) => [event, stage]), [["flow-ready", undefined], ["flow-error", "history"]]);
  const answered = page.waitForResponse(/nowhere\.json/);
  await element.getByRole("button", { name: "Try again" }).click();
  await answered;
  // What can be run is run all the same.
  await element.getByRole("button", { name: "Run", exact: true }).click();
  await element.getByRole("button", { name: "Run again" }).waitFor();
  assert.equal(await element.getByRole("alert").count(), 0);
});

test("a scenario is loaded on Run, and nothing runs without the one that was named", async ({ page, expectErrors }) => {
  expectErrors(/Failed to load resource/);
  const requests = await watch(page);
  await page.goto(`${site.url}/lost-scenario`);
  const element = page.locator("flow-glass");
  await element.getByText("Hello", { exact: true }).waitFor();
  assert.equal(asked(requests, "nowhere.scenario.yaml"), 0);
  await element.getByRole("button", { name: "Run", exact: true }).click();
  await element.getByText("The scenario nowhere.scenario.yaml could not be loaded: the server answers 404").waitFor();
  assert.deepEqual((await heard(page, "flow-error")).map(({ stage }) => stage), ["scenario"]);
  await element.getByText("Hello", { exact: true }).waitFor();
  await page.route("**/nowhere.scenario.yaml", (route) => route.fulfill({ body: "format: 1\ninput: {found: true}\n" }));
  await element.getByRole("button", { name: "Try again" }).click();
  await element.getByRole("tab", { name: "Result" }).click();
  await element.getByText("\"found\": true").first().waitFor();
});

test("a script runs an element that nobody has seen yet, and runs it again", async ({ page }) => {
  const requests = await watch(page);
  await page.goto(`${site.url}/far`);
  await page.locator("flow-glass .frame").waitFor({ state: "attached" });
  // Two frames later everything that is near the window has been noticed.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(asked(requests, "viewer"), 0, "nothing of the viewer is loaded before the element comes near");
  for (const runs of [1, 2]) {
    await page.evaluate(() => document.querySelector("flow-glass").run());
    await page.waitForFunction((count) => window.heard.filter(({ event }) => event === "flow-end").length === count, runs);
  }
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  assert.deepEqual(await heard(page, "flow-error"), []);
});

test("while a picture is moved, the browser works out its layers anew only when there are other elements", async ({ page, context }) => {
  await page.goto(`${site.url}/long`);
  const viewer = page.locator("flow-glass .fg-viewer");
  await viewer.locator("[data-node]").first().waitFor();
  const { x, y, width, height } = await viewer.boundingBox();
  const move = async (by) => {
    await page.mouse.move(x + width / 2, y + height / 2 - by);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  await move(0);
  await page.mouse.down();
  await move(10);
  const moved = viewer.locator("svg");
  const before = await moved.evaluate((svg) => svg.style.transform);
  await context.browser().startTracing(page, { categories: ["blink", "cc", "devtools.timeline"] });
  for (let by = 12; by <= 60; by += 2) await move(by);
  const { traceEvents } = JSON.parse(await context.browser().stopTracing());
  await page.mouse.up();
  assert.notEqual(await moved.evaluate((svg) => svg.style.transform), before);
  // With each of the 25 frames there is work on layers unless the browser sees that the picture only moves.
  assert.ok(traceEvents.filter(({ name }) => name === "FireAnimationFrame").length >= 25);
  const layers = traceEvents.filter(({ name }) => name === "PaintArtifactCompositor::Update").length;
  assert.ok(layers < 8, `${layers} times`);
});

test("an event of a run writes one step of the picture anew", async ({ page }) => {
  await page.goto(`${site.url}/chain`);
  const element = page.locator("flow-glass");
  const slider = element.getByRole("slider", { name: "Event" });
  await slider.waitFor();
  await slider.focus();
  await page.keyboard.press("Home");
  await element.getByText(/event 0 \//).waitFor();
  await element.evaluate(({ shadowRoot }) => {
    window.written = [];
    new MutationObserver((records) => {
      window.written.push(...records.filter(({ type }) => type === "childList").map(({ target }) => target.closest("[data-node]")?.getAttribute("aria-label").split(",")[0]));
    }).observe(shadowRoot.querySelector(".fg-viewer"), { subtree: true, childList: true });
  });
  const found = [];
  for (let event = 1; event <= 9; event += 1) {
    await page.keyboard.press("ArrowRight");
    await element.getByText(new RegExp(`event ${event} /`)).waitFor();
    found.push(await page.evaluate(() => [...new Set(window.written.splice(0))].join()));
  }
  assert.deepEqual(found, ["", "s0", "s0", "s1", "s1", "s2", "s2", "s3", "s3"]);
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
    // The element sets what stands between backticks as code.
    await element.getByText(new RegExp(words.source.replaceAll("`", ""))).first().waitFor();
    const [error] = await heard(page, "flow-error");
    assert.match(error.message, words);
    assert.equal(error.stage, stage);
  });
}

refuses("/missing", "a source that is missing", /^The definition nowhere\.flow\.yaml could not be loaded: the server answers 404/, "definition", { network: true });
refuses("/html", "a source that is not a flow", /^This is not a flow: line \d+, column \d+: /, "definition");
refuses("/empty", "an element without a definition", /^There is no definition here/, "definition");
refuses("/bad-history", "a history that is none", /^The history cannot be shown: `Events` is no list/, "history");
refuses("/bad-scenario", "a scenario that is none", /^The scenario cannot be used: /, "run", { run: true });

test("functions give in a browser what they give in Node.js", async ({ page }) => {
  await page.goto(`${site.url}/plain`);
  const { renderDot, renderMermaid, renderSvg } = await import(pathToFileURL(join(demo, "flowglass/node.js")));
  const made = await page.evaluate(async ([flow, options]) => {
    const api = await import("/flowglass/browser.js");
    return [api.renderSvg(flow, options), api.renderMermaid(flow, options), api.renderDot(flow, options)];
  }, [FLOW, { direction: "lr" }]);
  const wanted = [renderSvg, renderMermaid, renderDot].map((draw) => draw(FLOW, { direction: "lr" }));
  assert.deepEqual(made, wanted);
  assert.match(made[1], /Hello/);
});
