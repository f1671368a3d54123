// Without a mouse, without sight: the page by keys alone, and what a screen reader says on the way.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";
import { accessibilityIssues, dist, repository, serve, test } from "./harness.mjs";

let site;
let parcel;
before(async () => {
  site = await serve({ "/": dist });
  const text = (name) => readFile(join(repository, "tests/browser/flows", name), "utf8");
  parcel = { name: "parcel.flow.yaml", definition: await text("parcel.flow.yaml"), scenario: await text("parcel.scenario.yaml") };
});
after(() => site.close());

/** Opens the page as somebody left it who worked on the flow with a choice, a parallel step and a loop. */
async function open(page, scenario = parcel.scenario) {
  await page.addInitScript((kept) => localStorage.getItem("flowglass") ?? localStorage.setItem("flowglass", kept), JSON.stringify({ ...parcel, scenario }));
  await page.goto(`${site.url}/`);
  await page.locator("[data-node]").first().waitFor();
  await page.locator(".cm-content").first().waitFor({ state: "attached" });
}

/** A run in which the scales fail for good after a try that was repeated: the error is caught. */
const BROKEN = `format: 1
input: {}
tasks:
  - step: Weigh
    outcomes:
      - {error: FC.ResourceThrottled, cause: busy, after: 100ms, times: 1}
      - {error: Broken, cause: no scales, after: 100ms}
`;

/** Presses a key until the element with the focus answers to a test of its own words. */
async function tabTo(page, name, key = "Tab") {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    if ((await spoken(page)).name === name) {
      return;
    }
  }
  assert.fail(`no ${key} leads to ${name}`);
}

/** What the accessibility tree of the browser says of the element that has the focus. */
async function spoken(page) {
  page.tree ??= await page.context().newCDPSession(page);
  const { nodes } = await page.tree.send("Accessibility.getFullAXTree");
  const focused = nodes.filter((node) => node.properties?.some(({ name, value }) => name === "focused" && value.value));
  // The document has the focus as well, as long as none of its elements has it.
  const node = focused.at(-1);
  const property = (wanted) => node?.properties.find(({ name }) => name === wanted)?.value.value;
  return {
    role: node?.role.value,
    name: node?.name?.value ?? "",
    description: node?.description?.value ?? "",
    level: property("level"),
    expanded: property("expanded"),
  };
}

/** The name of the step that has the focus, after asserting that it is one stop of the tree, wholly or partly seen, with a ring. */
async function stop(page) {
  const { name, ring, seen, inTree, stops } = await page.evaluate(() => {
    const element = document.activeElement;
    const ring = element.querySelector(":scope > .fg-focus");
    const style = ring && getComputedStyle(ring);
    const window = document.querySelector(".fg-viewer").getBoundingClientRect();
    const place = element.getBoundingClientRect();
    return {
      name: element.querySelector(".fg-name")?.textContent ?? element.getAttribute("aria-label")?.split(",")[0],
      ring: style && { stroke: style.stroke, width: Number.parseFloat(style.strokeWidth) },
      seen: place.left >= window.left && place.top >= window.top && place.right <= window.right && place.bottom <= window.bottom,
      inTree: element.getAttribute("role") === "treeitem" && element.closest("[role=tree]") !== null,
      stops: document.querySelectorAll(".fg-viewer [tabindex='0']").length,
    };
  });
  assert.ok(inTree, `the focus is in the picture, not at ${name}`);
  assert.equal(stops, 1, "Tab leads to one step only");
  assert.ok(ring && ring.stroke !== "none" && ring.width >= 2, `${name} has a ring: ${JSON.stringify(ring)}`);
  assert.ok(seen, `${name} is in the window`);
  return name;
}

/** Presses keys in the picture; each must lead to the step beside it. */
async function walk(page, moves) {
  for (const [key, expected] of moves) {
    await page.keyboard.press(key);
    assert.equal(await stop(page), expected, key);
  }
}

test("the whole page by keys: run, read the result, move the slider, visit every step", async ({ page }) => {
  await open(page);
  await tabTo(page, "start, next: Weigh");
  await walk(page, [
    ["ArrowDown", "Weigh"], ["ArrowDown", "Ready"],
    // The ways of the choice, side by side, and no further.
    ["ArrowDown", "Refuse"], ["ArrowRight", "Pause"], ["ArrowRight", "Prepare"], ["ArrowRight", "Prepare"], ["ArrowLeft", "Pause"],
    // Round the loop, back the way one came, and on.
    ["ArrowDown", "Weigh"], ["ArrowUp", "Pause"], ["ArrowUp", "Ready"], ["ArrowDown", "Refuse"], ["ArrowRight", "Pause"], ["ArrowRight", "Prepare"],
    // Into the group, through both branches, out again.
    ["]", "Print"], ["ArrowDown", "Stick"], ["ArrowDown", "Stick"], ["ArrowRight", "Book"], ["[", "Prepare"],
    ["ArrowDown", "Thank"], ["ArrowDown", "end"], ["ArrowDown", "end"], ["ArrowUp", "Thank"], ["ArrowUp", "Prepare"],
    // The way of an error, and the other way into the step after it.
    ["Home", "start"], ["ArrowDown", "Weigh"], ["ArrowDown", "Ready"], ["ArrowRight", "Apologise"], ["ArrowDown", "Thank"], ["ArrowUp", "Apologise"],
    // By name.
    ["p", "Pause"], ["p", "Prepare"], ["p", "Print"], ["End", "end"],
  ]);
  await page.keyboard.press("w");
  await page.keyboard.press("e");
  assert.equal(await stop(page), "Weigh");
  assert.equal(await page.getByRole("heading", { name: "Weigh" }).count(), 1, "the inspector follows");

  // Zoom, fit, and nothing selected, with the focus where it was.
  for (const key of ["+", "-", "1", "0", "Escape"]) {
    await page.keyboard.press(key);
    assert.equal(await stop(page), "Weigh", key);
  }
  assert.equal(await page.locator("[data-node].is-selected").count(), 0);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("[data-node].is-selected").count(), 1);

  // Another picture of the same flow keeps the focus.
  await tabTo(page, "Left to right");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Left to right", pressed: true }).waitFor();
  await tabTo(page, "Weigh, task, FC, weigh, 2 retries, step 1 of 7, next: Ready; on FnF.ALL: Apologise", "Shift+Tab");
  await walk(page, [["ArrowRight", "Ready"], ["ArrowRight", "Refuse"], ["ArrowLeft", "Ready"]]);

  // A group closes and opens under the focus.
  await walk(page, [["p", "Pause"], ["p", "Prepare"]]);
  await page.keyboard.press("Enter");
  await page.locator("[role=treeitem][aria-expanded='false']").waitFor();
  assert.equal(await stop(page), "Prepare");
  await page.keyboard.press("]");
  await page.locator("[role=treeitem][aria-expanded='true']").waitFor();
  assert.equal(await stop(page), "Prepare");

  await tabTo(page, "Run", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByText("event 55 / 55").waitFor();
  assert.equal((await spoken(page)).name, "Run", "the focus stays");
  await tabTo(page, "Events 55");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Succeeded after").waitFor();
  await tabTo(page, "Event");
  await page.keyboard.press("Home");
  await page.getByText("event 0 / 55").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("event 1 / 55").waitFor();
  assert.equal(await page.locator("input[type=range]").getAttribute("aria-valuetext"), "event 1 of 55, ExecutionStarted +0 ms");
  await page.keyboard.press("End");
  await page.getByText("event 55 / 55").waitFor();
});

test("a screen reader hears at each stop what it is, where it stands and where it leads", async ({ page }) => {
  await open(page, BROKEN);
  await tabTo(page, "start, next: Weigh");
  /** Walks with keys and compares every word. */
  const hear = async (moves) => {
    for (const [key, expected] of moves) {
      await page.keyboard.press(key);
      const { role, name } = await spoken(page);
      assert.equal(`${role}: ${name}`, `treeitem: ${expected}`, key);
    }
  };
  const ready = "Ready, choice, 3 ways, step 2 of 7, next: Refuse if $Input.kilos > 30, Prepare if $Input.kilos > 0, else Pause";
  await hear([
    ["ArrowDown", "Weigh, task, FC, weigh, 2 retries, step 1 of 7, next: Ready; on FnF.ALL: Apologise"],
    ["ArrowDown", ready],
    ["ArrowDown", "if $Input.kilos > 30: Refuse, fail, TooHeavy: no van carries it, step 7 of 7"],
    ["ArrowRight", "else: Pause, wait 1 min, step 3 of 7, next: back to Weigh"],
    ["ArrowRight", "if $Input.kilos > 0: Prepare, parallel, 2 branches, step 4 of 7, next: Thank"],
    ["]", "Print, pass, step 1 of 2 in branch 0 of Prepare, next: Stick"],
    ["ArrowDown", "Stick, pass, step 2 of 2 in branch 0 of Prepare, next: the end of branch 0"],
    ["ArrowRight", "Book, pass, step 1 of 1 in branch 1 of Prepare, next: the end of branch 1"],
    // Here nothing is chosen among ways, so nothing is said of one.
    ["[", "Prepare, parallel, 2 branches, step 4 of 7, next: Thank"],
    ["ArrowDown", "Thank, pass, step 6 of 7, next: the end"],
    ["ArrowDown", "end"],
    ["Home", "start, next: Weigh"],
    ["ArrowDown", "Weigh, task, FC, weigh, 2 retries, step 1 of 7, next: Ready; on FnF.ALL: Apologise"],
    ["ArrowDown", ready],
    ["ArrowRight", "on FnF.ALL: Apologise, pass, step 5 of 7, next: Thank"],
  ]);
  assert.equal((await spoken(page)).level, 1);
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  assert.equal((await spoken(page)).expanded, true);
  await page.keyboard.press("]");
  assert.equal((await spoken(page)).level, 2);
  const tree = page.getByRole("tree", { name: "parcel" });
  assert.match(await tree.getAttribute("aria-description"), /Arrow keys go along the flow.*Right bracket enters/);

  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator(".chip.is-succeeded").first().waitFor();
  await hear([
    ["Home", "start, next: Weigh"],
    ["ArrowDown", "Weigh, task, FC, weigh, 2 retries, failed, caught, Broken, 2 attempts, step 1 of 7, next on FnF.ALL: Apologise"],
    // The arrows go where the run went.
    ["ArrowDown", "on FnF.ALL: Apologise, pass, succeeded, step 5 of 7, next: Thank"],
    ["ArrowDown", "Thank, pass, succeeded, step 6 of 7, next: the end"],
    ["ArrowDown", "end, succeeded"],
    ["ArrowUp", "Thank, pass, succeeded, step 6 of 7, next: the end"],
    ["ArrowUp", "on FnF.ALL: Apologise, pass, succeeded, step 5 of 7, next: Thank"],
    ["ArrowLeft", "Ready, choice, 3 ways, not taken, step 2 of 7, next: Refuse if $Input.kilos > 30, Prepare if $Input.kilos > 0, else Pause"],
  ]);

  // What is deep in the tree of a large flow says which one it is of all, whatever is in the document.
  const places = await page.locator("[role=treeitem]").evaluateAll((items) => items.map((item) => ["level", "posinset", "setsize"].map((name) => item.getAttribute(`aria-${name}`)).join(" ")));
  // The start, Weigh, Ready, Pause, Prepare with its three, Apologise, Thank, Refuse, the end.
  assert.deepEqual(places, ["1 1 9", "1 2 9", "1 3 9", "1 4 9", "1 5 9", "2 1 3", "2 2 3", "2 3 3", "1 6 9", "1 7 9", "1 8 9", "1 9 9"]);
});

/**
 * Takes over the timers and frames of a page: from now on time passes when `pass(milliseconds)` says so. (The clock of
 * Playwright gives timers numbers that WebAssembly cannot keep.)
 */
async function holdTime(page) {
  await page.evaluate(() => {
    const due = new Map();
    let [now, last] = [performance.now(), 0];
    const add = (call, at, every) => due.set(++last, { call, at, every }) && last;
    window.setTimeout = (call, delay = 0) => add(call, now + delay);
    window.setInterval = (call, delay = 0) => add(call, now + delay, delay);
    window.requestAnimationFrame = (call) => add(() => call(now), now + 16);
    window.clearTimeout = window.clearInterval = window.cancelAnimationFrame = (id) => due.delete(id);
    window.passTime = async (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        const [id, timer] = [...due].reduce((first, each) => (first && first[1].at <= each[1].at ? first : each), undefined) ?? [];
        if (!timer || timer.at > end) {
          break;
        }
        now = timer.at;
        timer.every === undefined ? due.delete(id) : (timer.at += timer.every);
        timer.call();
        // What was set off is rendered, and seen by those who watch the page.
        await new Promise((done) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = done;
          port2.postMessage(0);
        });
      }
      now = end;
    };
  });
  return (milliseconds) => page.evaluate((time) => window.passTime(time), milliseconds);
}

test("what becomes of the step at hand is said once it rests, and not at every event", async ({ page }) => {
  await open(page, BROKEN);
  await tabTo(page, "start, next: Weigh");
  await page.keyboard.press("ArrowDown");
  const pass = await holdTime(page);
  await page.evaluate(() => {
    window.heard = [];
    window.states = new Set();
    const step = document.activeElement;
    new MutationObserver(() => window.heard.push(`name: ${step.getAttribute("aria-label")}`)).observe(step, { attributes: true, attributeFilter: ["aria-label"] });
    new MutationObserver(() => window.states.add(step.getAttribute("class"))).observe(step, { attributes: true, attributeFilter: ["class"] });
    const place = document.querySelector(".announcer");
    new MutationObserver(() => place.textContent && window.heard.push(`said: ${place.textContent}`)).observe(place, { subtree: true, childList: true, characterData: true });
  });
  const heard = () => page.evaluate(() => window.heard.splice(0).sort());
  const at = async (event) => {
    for (let left = 200; !(await page.getByText(`event ${event} / 19`, { exact: true }).count()); left -= 1) {
      assert.ok(left > 0, `event ${event}, not ${await page.locator(".timeline").innerText()}`);
      await pass(0);
    }
  };
  await page.keyboard.press("ControlOrMeta+Enter");
  await at(0);
  // An event each 80 milliseconds. The step ends with the tenth; it was entered, at work, waited, and was at work again.
  await pass(10 * 80);
  await at(10);
  // That there is a run now is told at once.
  assert.deepEqual(await heard(), ["name: Weigh, task, FC, weigh, 2 retries, not run, step 1 of 7, next: Ready; on FnF.ALL: Apologise"]);
  assert.ok(await page.evaluate(() => window.states.size) >= 4, "several states were seen");
  await pass(8 * 80);
  await at(18);
  const name = "Weigh, task, FC, weigh, 2 retries, failed, caught, Broken, 2 attempts, step 1 of 7, next on FnF.ALL: Apologise";
  assert.deepEqual(await heard(), ["said: Weigh: failed, caught, Broken, 2 attempts."]);
  // Where it leads was known with the event after.
  await pass(80);
  await at(19);
  assert.deepEqual(await heard(), [`name: ${name}`]);
  await pass(600);
  assert.deepEqual(await heard(), ["said: Execution Succeeded."]);

  // A step that the keyboard comes to says its state itself; what then becomes of it is said.
  await page.keyboard.press("ArrowDown");
  await pass(1_000);
  await tabTo(page, "Event");
  await page.keyboard.press("Home");
  await at(0);
  await pass(1_000);
  assert.deepEqual((await heard()).filter((words) => words.startsWith("said: ")), ["said: Apologise: not run."]);
}, { reducedMotion: "no-preference" });

for (const colorScheme of ["light", "dark"]) {
  test(`a run with a caught error and a selected step has no accessibility issue, ${colorScheme}`, async ({ page, screenshot }) => {
    await open(page, BROKEN);
    await tabTo(page, "start, next: Weigh");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.locator(".chip.is-succeeded").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.equal(await stop(page), "Weigh");
    await screenshot(`walk-${colorScheme}`);
    assert.deepEqual(await accessibilityIssues(page), []);
    await page.getByRole("combobox", { name: "Flow" }).selectOption("nightly.flow.yaml");
    await page.getByRole("treeitem", { name: /^rotate logs,/ }).click();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Back to nightly.flow.yaml" }).waitFor();
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { colorScheme });
}

/** The contrast of two colours as WCAG 2 defines it; they are `rgb(…)`. */
function contrast(one, other) {
  const luminance = (color) => {
    const [red, green, blue] = color.match(/\d+(\.\d+)?/g).slice(0, 3).map(Number).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
  return (light + 0.05) / (dark + 0.05);
}

test("the picture has the colours that a person chose for all pages, whatever the page's own are", async ({ page, screenshot }) => {
  await open(page, BROKEN);
  // The page's own colours are light, those of the system dark.
  await page.getByRole("button", { name: /^Colours/ }).click();
  await page.locator("html[data-theme='light']").waitFor();
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await tabTo(page, "start, next: Weigh");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator(".chip.is-succeeded").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await screenshot("walk-forced-colours");
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const colors = (selector, property) => page.locator(selector).evaluateAll((elements, wanted) => [...new Set(elements.map((element) => getComputedStyle(element)[wanted]))], property);
  const check = async (selector, property, least) => {
    const found = await colors(selector, property);
    assert.ok(found.length > 0, selector);
    for (const color of found) {
      assert.ok(contrast(color, canvas) >= least, `${selector} ${color} on ${canvas}`);
    }
  };
  await check(".fg-viewer :is(.fg-name, .fg-second, .fg-label, .fg-badge)", "fill", 7);
  await check(".fg-viewer :is(.fg-box, .fg-sheet, .fg-line, .fg-glyph)", "stroke", 4.5);
  await check("[role=treeitem]:focus > .fg-focus", "stroke", 3);
  assert.deepEqual(await colors(".fg-viewer :is(.fg-box, .fg-label-ground)", "fill"), [canvas]);
});

/** Waits until the browser has painted three times. */
const threeFrames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));

/** Counts how often something of the picture is put at another place while something is done, and for some frames after it. */
async function movements(page, pass, act) {
  await page.evaluate(() => {
    window.moved = 0;
    window.animated = 0;
    // One that is held moves nothing.
    window.running = () => document.getAnimations().filter(({ playState }) => playState === "running").length;
    window.watch?.disconnect();
    window.watch = new MutationObserver((changes) => {
      window.moved += changes.filter(({ target }) => target.matches(".fg-layer, svg")).length;
      window.animated += window.running();
    });
    window.watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await act();
  await pass(400);
  return page.evaluate(() => ({ moved: window.moved, animated: window.animated + window.running() }));
}

for (const reducedMotion of ["reduce", "no-preference"]) {
  test(`nothing moves by itself under reduced motion: ${reducedMotion}`, async ({ page }) => {
    await open(page);
    await tabTo(page, "start, next: Weigh");
    const pass = reducedMotion === "reduce" ? () => threeFrames(page) : await holdTime(page);
    const zoomed = await movements(page, pass, () => page.keyboard.press("1"));
    const fitted = await movements(page, pass, () => page.keyboard.press("0"));
    await walk(page, [["ArrowDown", "Weigh"]]);
    const tabbed = await movements(page, pass, () => page.getByRole("tab", { name: "Problems" }).click());
    if (reducedMotion === "no-preference") {
      assert.ok(zoomed.moved > 2 && fitted.moved > 2, `the picture glides: ${JSON.stringify([zoomed, fitted])}`);
      assert.ok(tabbed.animated > 0, "what is pressed changes by and by");
      return;
    }
    // Both parts of a place, the shift and the zoom, are set at once.
    assert.ok(zoomed.moved <= 2 && fitted.moved <= 2, `the picture is there at once: ${JSON.stringify([zoomed, fitted])}`);
    const played = await movements(page, pass, async () => {
      await page.keyboard.press("ControlOrMeta+Enter");
      await page.getByText("event 55 / 55", { exact: true }).waitFor();
    });
    await page.getByRole("treeitem", { name: /^Prepare,/ }).click();
    const folded = await movements(page, pass, async () => {
      await page.keyboard.press("Enter");
      await page.locator("[role=treeitem][aria-expanded='false']").waitFor();
    });
    assert.deepEqual([zoomed, fitted, tabbed, played, folded].map(({ animated }) => animated), [0, 0, 0, 0, 0]);
  }, { reducedMotion });
}

test("a task that starts an example opens it, and the way back loses nothing", async ({ page }) => {
  await page.goto(`${site.url}/`);
  await page.locator(".cm-content").first().waitFor();
  await page.getByRole("combobox", { name: "Flow" }).selectOption("nightly.flow.yaml");
  const rotate = page.getByRole("treeitem", { name: /^rotate logs,/ });
  await rotate.waitFor();
  // Something typed, which no example has.
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# typed\n");
  const typed = page.locator(".cm-line", { hasText: "# typed" });
  const decoration = () => rotate.locator(".fg-second").evaluate((line) => getComputedStyle(line).textDecorationLine);
  assert.equal(await decoration(), "none");
  await rotate.hover();
  assert.equal(await decoration(), "underline");
  assert.equal(await rotate.getAttribute("aria-description"), "Enter opens rotate.flow.yaml");
  assert.equal(await page.getByRole("treeitem", { name: /^dump tables,/ }).getAttribute("aria-description"), null);

  const back = page.getByRole("button", { name: "Back to nightly.flow.yaml" });
  const opened = async () => {
    await page.getByRole("treeitem", { name: /^close file,/ }).waitFor();
    await back.waitFor();
    assert.equal((await spoken(page)).name, "start, next: close file", "the focus is in the flow that was opened");
    assert.equal(await typed.count(), 0);
    assert.equal(await page.getByRole("combobox", { name: "Flow" }).inputValue(), "rotate.flow.yaml");
  };
  const returned = async () => {
    await rotate.waitFor();
    await typed.waitFor();
    assert.equal(await back.count(), 0);
    assert.match((await spoken(page)).name, /^rotate logs,/, "the focus is where it came from");
    await page.getByRole("heading", { name: "rotate logs" }).waitFor();
  };
  await rotate.dblclick();
  await opened();
  await back.press("Enter");
  await returned();
  await page.keyboard.press("Escape");
  // The first press selects, the second opens.
  await page.keyboard.press("Enter");
  await page.locator("[data-node].is-selected").waitFor();
  await page.keyboard.press("Enter");
  await opened();
  // What runs there is kept apart.
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByRole("tab", { name: "Executions 1" }).waitFor();
  await back.click();
  await returned();
  await page.getByRole("button", { name: "Open rotate.flow.yaml" }).click();
  await opened();
  // Another flow ends the way back.
  await page.getByRole("combobox", { name: "Flow" }).selectOption("quote.flow.yaml");
  await page.getByRole("treeitem", { name: /^end/ }).waitFor();
  assert.equal(await back.count(), 0);
});

test("a task that starts an unknown flow says so", async ({ page }) => {
  await open(page);
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("version: v1\ntype: flow\nsteps:\n  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/elsewhere'}\n");
  const call = page.getByRole("treeitem", { name: /^call,/ });
  await call.click();
  await page.getByText("Starts the flow elsewhere, which is none of the examples and cannot be opened here.").waitFor();
  assert.equal(await call.getAttribute("aria-description"), null);
  await call.dblclick();
  await page.getByText("The flow elsewhere is none of the examples, so it cannot be opened here.").waitFor();
});
