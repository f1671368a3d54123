// Groups of the picture close into one box and open again: by mouse, by keyboard, during a run, with and without motion.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

/** Opens the page with the example that has a parallel step, Settle, and a Map, Ship. */
async function open(page) {
  await page.goto(`${site.url}/`);
  await item(page, "Settle").waitFor();
  await page.locator(".cm-content").first().waitFor({ state: "attached" });
}

/** A step in the picture, by how its spoken name begins. */
const item = (page, name) => page.getByRole("treeitem", { name: new RegExp(`^${name},`) });
const closed = (page, name) => page.getByRole("treeitem", { name: new RegExp(`^${name},`), expanded: false });
const opened = (page, name) => page.getByRole("treeitem", { name: new RegExp(`^${name},`), expanded: true });
const spoken = (locator) => locator.getAttribute("aria-label");
/** The names of all steps that are drawn. */
const steps = (page) => page.locator("[data-node] .fg-name").allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.split(",")[0]);

/** Where the corner of a group's sheet or box is in the window. */
const corner = (page, name) => item(page, name).evaluate((element) => {
  const { x, y } = element.querySelector(".fg-sheet, .fg-box").getBoundingClientRect();
  return [x, y];
});

/** The sign on a group's corner. */
async function pressSign(page, name) {
  const { x, y, width, height } = await item(page, name).locator(".fg-toggle").boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

const SETTLE = ["Charge", "Reserve", "Wait for depot"];

test("a group closes and opens by the mouse, and stays under the pointer", async ({ page }) => {
  await open(page);
  const all = await steps(page);
  const before = await corner(page, "Settle");
  const stays = async () => {
    const now = await corner(page, "Settle");
    assert.ok(Math.hypot(now[0] - before[0], now[1] - before[1]) < 1, `${before} ${now}`);
  };
  await pressSign(page, "Settle");
  await closed(page, "Settle").waitFor();
  assert.deepEqual(await steps(page), all.filter((name) => !SETTLE.includes(name)));
  await stays();
  await pressSign(page, "Settle");
  await opened(page, "Settle").waitFor();
  assert.deepEqual(await steps(page), all);
  await stays();

  // By its title, and the closed box.
  await item(page, "Settle").locator(".fg-name").dblclick();
  await closed(page, "Settle").waitFor();
  await stays();
  await page.getByRole("heading", { name: "Settle" }).waitFor();
  await item(page, "Settle").locator(".fg-name").dblclick();
  await opened(page, "Settle").waitFor();
  await stays();
  // Two presses of the sign that follow each other close and open it.
  const { x, y } = await item(page, "Settle").locator(".fg-toggle").boundingBox();
  await page.mouse.dblclick(x + 2, y + 2);
  await opened(page, "Settle").waitFor();
  assert.deepEqual(await steps(page), all);
});

test("the buttons below the picture close and open all groups", async ({ page }) => {
  await open(page);
  const [close, expand] = ["Collapse all groups", "Expand all groups"].map((name) => page.getByRole("button", { name }));
  const useless = (button) => button.getAttribute("aria-disabled");
  assert.deepEqual([await useless(close), await useless(expand)], ["false", "true"]);
  await close.press("Enter");
  await closed(page, "Ship").waitFor();
  assert.equal(await page.locator(".fg-sheet").count(), 0);
  assert.deepEqual([await useless(close), await useless(expand)], ["true", "false"]);
  assert.ok(await close.evaluate((element) => element === document.activeElement), "the focus stays");
  await expand.click();
  await opened(page, "Ship").waitFor();
  // A flow without groups has no such buttons.
  await page.getByRole("combobox").first().selectOption({ index: 1 });
  await item(page, "Settle").waitFor({ state: "detached" });
});

test("the keyboard closes, opens and enters groups, and says how they stand", async ({ page }) => {
  await open(page);
  await item(page, "Settle").focus();
  assert.match(await spoken(item(page, "Settle")), /^Settle, parallel, 2 branches, step /);
  await page.keyboard.press("Enter");
  await closed(page, "Settle").waitFor();
  assert.match(await spoken(item(page, "Settle")), /^Settle, parallel, 2 branches, 3 steps inside, step /);
  assert.equal(await focused(page), "Settle");
  // From a closed group the arrows lead on as before.
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "Ship");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(page), "Settle");
  await page.keyboard.press("]");
  await opened(page, "Settle").waitFor();
  assert.equal(await focused(page), "Settle", "the first ] opens");
  await page.keyboard.press("]");
  assert.equal(await focused(page), "Charge", "the next one enters");
  await page.keyboard.press("[");
  assert.equal(await focused(page), "Settle");
  await page.keyboard.press("Enter");
  await closed(page, "Settle").waitFor();
  assert.equal(await page.getByRole("treeitem", { selected: true }).count(), 1);
});

test("a group that opens beyond the window stays where it is", async ({ page }) => {
  await open(page);
  await pressSign(page, "Settle");
  await closed(page, "Settle").waitFor();
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press("+");
  }
  // The box comes to where the group has no room below.
  const at = await corner(page, "Settle");
  const window = await page.locator(".fg-viewer").boundingBox();
  await page.locator(".fg-viewer").hover();
  await page.mouse.wheel(at[0] - window.x - 100, at[1] - window.y - window.height + 150);
  await page.waitForFunction((y) => document.querySelector('[aria-label^="Settle,"] .fg-box').getBoundingClientRect().y !== y, at[1]);
  await item(page, "Settle").focus();
  const before = await corner(page, "Settle");
  await page.keyboard.press("Enter");
  await opened(page, "Settle").waitFor();
  await page.getByRole("heading", { name: "Settle" }).waitFor();
  const [now, sheet] = [await corner(page, "Settle"), await item(page, "Settle").locator(".fg-sheet").boundingBox()];
  const frame = await page.locator(".fg-viewer").boundingBox();
  assert.ok(sheet.y + sheet.height > frame.y + frame.height, "the case is there at all");
  assert.ok(Math.hypot(now[0] - before[0], now[1] - before[1]) < 1, `${before} ${now}`);
});

test("a group that was scrolled past comes into the window when it closes", async ({ page }) => {
  await open(page);
  await item(page, "Settle").focus();
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press("+");
  }
  const frame = await page.locator(".fg-viewer").boundingBox();
  await page.locator(".fg-viewer").hover();
  // Its lower half is in the window, its title above.
  const [x, y] = await corner(page, "Settle");
  await page.mouse.wheel(x - frame.x - 50, y - frame.y + 150);
  await page.waitForFunction((top) => document.querySelector('[aria-label^="Settle,"] .fg-sheet').getBoundingClientRect().y < top, frame.y);
  await page.keyboard.press("Enter");
  await closed(page, "Settle").waitFor();
  const box = await item(page, "Settle").locator(".fg-box").boundingBox();
  assert.ok(box.x >= frame.x && box.y >= frame.y && box.y + box.height <= frame.y + frame.height, JSON.stringify([box, frame]));
});

test("a closed group tells what happens inside, and nothing opens while a run plays", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Collapse all groups" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  assert.match(await spoken(closed(page, "Settle")), /3 steps inside, succeeded/);
  const slider = page.getByRole("slider", { name: "Event" });
  await slider.focus();
  await page.keyboard.press("Home");
  const seen = new Set();
  for (let event = 0; event < 60; event += 1) {
    await page.keyboard.press("ArrowRight");
    const label = await spoken(closed(page, "Settle"));
    seen.add(label.match(/inside, (.*?), next/)?.[1] ?? "");
  }
  for (const words of ["running, inside 2 running", "running, inside 1 retrying", "succeeded, step"]) {
    assert.ok([...seen].some((each) => each.startsWith(words)), [...seen].join("; "));
  }
  assert.equal(await page.locator(".fg-sheet").count(), 0);
});

test("a failure inside is seen on the closed group", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Scenario" }).click();
  const scenario = page.getByRole("textbox", { name: "Scenario" });
  await scenario.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("format: 1\ninput: {items: [{sku: a}]}\ntasks:\n  - {step: Check stock, outcomes: [{output: {Body: {left: 3}}}]}\n  - {step: Charge, outcomes: [{error: CardRefused, cause: no}]}\n");
  await pressSign(page, "Settle");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/event (\d+) \/ \1$/).waitFor();
  const settle = closed(page, "Settle");
  assert.match(await spoken(settle), /inside 1 failed/);
  assert.equal(await settle.locator(".is-failed > .fg-pill-text").textContent(), "1 failed");
});

test("who goes to a hidden step sees it: from the text, the events, a problem", async ({ page }) => {
  await open(page);
  const collapse = async () => {
    await page.getByRole("button", { name: "Collapse all groups" }).click();
    await closed(page, "Settle").waitFor();
    await closed(page, "Ship").waitFor();
  };
  await collapse();
  const line = page.locator(".cm-line", { hasText: "Name: Reserve" });
  // The editor has in the document only what is near its window.
  await page.locator(".cm-scroller").first().evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight / 2));
  await line.click();
  await opened(page, "Settle").waitFor();
  await closed(page, "Ship").waitFor();
  await page.getByRole("heading", { name: "Reserve" }).waitFor();
  assert.equal(await item(page, "Reserve").getAttribute("aria-selected"), "true");

  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  await collapse();
  // What was selected inside stands for the group.
  assert.equal(await item(page, "Settle").getAttribute("aria-selected"), "true");
  await page.getByRole("tabpanel", { name: /Events/ }).getByText("Send parcel").first().click();
  await opened(page, "Ship").waitFor();
  await closed(page, "Settle").waitFor();
  assert.equal(await item(page, "Send parcel").getAttribute("aria-selected"), "true");
});

test("groups stay closed while the text changes, and after a reload", async ({ page }) => {
  await open(page);
  await pressSign(page, "Settle");
  await closed(page, "Settle").waitFor();
  await page.locator(".cm-line", { hasText: "Name: Check stock" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type("s");
  await item(page, "Check stocks").waitFor();
  await closed(page, "Settle").waitFor();
  await page.reload();
  await closed(page, "Settle").waitFor();
  await opened(page, "Ship").waitFor();
});

/** What is drawn, without what only focus and selection change. */
const drawn = (page) => page.locator(".fg-near").evaluate((layer) => layer.innerHTML
  .replaceAll(/ (tabindex|aria-selected)="[^"]*"/g, "").replaceAll(" is-selected", ""));

test("with less motion everything is at its place at once", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    window.moved = false;
    const frame = document.querySelector(".fg-viewer");
    new MutationObserver(() => { window.moved ||= frame.classList.contains("is-moving"); }).observe(frame, { attributes: true });
  });
  await pressSign(page, "Settle");
  await closed(page, "Settle").waitFor();
  assert.equal(await page.evaluate(() => window.moved), false);
});

test("with motion everything comes to the same place, however often it is interrupted", async ({ page }) => {
  await open(page);
  const still = () => page.locator(".fg-viewer:not(.is-moving)").waitFor();
  const [start, whole] = [await corner(page, "Settle"), await drawn(page)];
  await page.evaluate(() => {
    window.begun = 0;
    const frame = document.querySelector(".fg-viewer");
    new MutationObserver(() => { window.begun += frame.classList.contains("is-moving") ? 1 : 0; }).observe(frame, { attributes: true });
  });
  await item(page, "Settle").focus();
  await page.keyboard.press("Enter");
  await closed(page, "Settle").waitFor();
  await still();
  assert.ok((await page.evaluate(() => window.begun)) > 0, "something moves");
  const small = await drawn(page);
  assert.doesNotMatch(small, /opacity|fg-sheet" rx/);

  // Faster than it moves, all within one frame and over several.
  for (const pause of [0, 1, 3]) {
    await page.evaluate(async (frames) => {
      const element = document.querySelector('[role="treeitem"][aria-label^="Settle,"]');
      element.focus();
      for (let press = 0; press < 5; press += 1) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        for (let frame = 0; frame < frames; frame += 1) {
          await new Promise(requestAnimationFrame);
        }
      }
    }, pause);
    await still();
    const now = await drawn(page);
    assert.ok(now === small || now === whole, "the picture is one of the two");
    if (!(await closed(page, "Settle").count())) {
      await page.keyboard.press("Enter");
      await closed(page, "Settle").waitFor();
      await still();
    }
  }
  assert.equal(await drawn(page), small);
  await page.keyboard.press("Enter");
  await opened(page, "Settle").waitFor();
  await still();
  const end = await corner(page, "Settle");
  assert.ok(Math.hypot(end[0] - start[0], end[1] - start[1]) < 1, `${start} ${end}`);
}, { reducedMotion: "no-preference" });

for (const scheme of ["light", "dark"]) {
  test(`closed groups are accessible: ${scheme}`, async ({ page, screenshot }) => {
    await open(page);
    await page.getByRole("button", { name: "Collapse all groups" }).click();
    await closed(page, "Ship").waitFor();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("event 80 / 80").waitFor();
    await screenshot(`collapse-${scheme}`);
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { colorScheme: scheme });
}
