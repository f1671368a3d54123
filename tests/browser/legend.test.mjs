// What the signs mean, the words under the pointer, and the zoom keys.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, openWorkbench, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

const open = (page, text) => openWorkbench(page, site.url, text);

const legend = (page) => page.getByRole("region", { name: "Legend" });
const tip = (page) => page.getByRole("tooltip");
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
const signs = (page) => legend(page).locator("li b").allInnerTexts();

test("the legend tells the signs of this picture first, then the others, and the keys", async ({ page, screenshot }) => {
  await open(page);
  const item = page.getByRole("treeitem", { name: /^Check stock/ });
  await item.focus();
  await page.keyboard.press("?");
  await legend(page).waitFor();
  assert.ok(await legend(page).evaluate((panel) => panel === document.activeElement));
  const here = await signs(page);
  assert.ok(here.includes("choice") && here.includes("way of an error") && here.includes("retries"), here.join());
  assert.ok(!here.includes("failed") && !here.includes("broken"), here.join());
  await legend(page).getByText("finds steps").waitFor();
  // The drawings are those of the picture.
  const drawn = (root) => page.locator(`${root} path.fg-icon`).first().getAttribute("d");
  assert.equal(await drawn(".legend"), await drawn(".fg-near"));
  await legend(page).getByRole("button", { name: "More signs" }).click();
  const all = await signs(page);
  assert.ok(all.includes("timed out") && all.includes("broken") && all.length > here.length + 10);
  await screenshot("legend");
  await page.keyboard.press("Escape");
  await legend(page).waitFor({ state: "detached" });
  assert.match(await focused(page), /^Check stock/);

  const button = page.getByRole("button", { name: "Legend", exact: true });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await button.click();
  await page.getByRole("button", { name: "Close the legend" }).click();
  assert.equal(await focused(page), "Legend");
});

test("a run adds what its colours mean", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("[data-node].is-succeeded").first().waitFor();
  await page.getByRole("button", { name: "Legend", exact: true }).click();
  const here = await signs(page);
  assert.ok(here.includes("succeeded") && here.includes("taken"), here.join());
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 844 } }],
]) {
  test(`the legend is accessible and inside of the window: ${name}`, async ({ page, screenshot }) => {
    await open(page);
    if (name === "narrow") {
      await page.getByRole("button", { name: "Diagram", exact: true }).click();
    }
    await page.getByRole("button", { name: "Legend", exact: true }).click();
    await legend(page).getByRole("button", { name: "More signs" }).click();
    const place = await legend(page).boundingBox();
    const { width } = page.viewportSize();
    assert.ok(place.x >= 0 && place.x + place.width <= width, JSON.stringify(place));
    await screenshot(`legend-${name}`);
    assert.deepEqual(await accessibilityIssues(page), []);
  }, options);
}

const LONG = "a name that is by far too long to be shown in a box of this width 很长的名字";
const FLOW = `version: v1
type: flow
name: mine
steps:
  - type: task
    name: "${LONG}"
    resourceArn: acs:fc:::services/pay/functions/charge
    timeoutSeconds: 30
    retry: [{errors: [FC.ResourceThrottled], intervalSeconds: 1, maxAttempts: 3, multiplier: 2}]
    catch: [{errors: [FnF.ALL], goto: sorry}]
  - {type: choice, name: decide, choices: [{condition: "$.amount > 100 && $.country == 'CN' && $.again == true && $.customer.since == 'long ago'", goto: plain}], default: {goto: sorry}}
  - {type: pass, name: plain, end: true}
  - {type: fail, name: sorry, error: E, cause: c}
`;

/** Rests with the pointer on a part of the picture. */
async function rest(page, locator, position) {
  await locator.hover({ position, force: true });
}

test("the pointer that rests is told what was cut and what signs mean", async ({ page, screenshot }) => {
  await open(page, FLOW);
  const task = page.getByRole("treeitem", { name: new RegExp(`^${LONG}`) });
  await task.waitFor();
  await rest(page, task.locator(".fg-name"));
  await tip(page).getByText(LONG).waitFor();
  await tip(page).getByText("Retries up to 3 times on FC.ResourceThrottled, waits 1 s, doubled each time.").waitFor();
  await tip(page).getByText("On every error (FnF.ALL) goes on at sorry.").waitFor();
  assert.equal(await task.locator("title").count(), 0, "the browser's own words do not come as well");
  await screenshot("tooltip");
  await rest(page, task.locator(".fg-badge").nth(1));
  await tip(page).getByText("Each attempt may take 30 s at most.").and(page.locator("span:only-of-type")).waitFor();
  await rest(page, page.locator(".fg-label").filter({ hasText: "$.amount" }).first());
  await tip(page).getByText("$.amount > 100 && $.country == 'CN' && $.again == true && $.customer.since == 'long ago'").waitFor();
  await tip(page).getByText("decide → plain").waitFor();
  assert.deepEqual(await accessibilityIssues(page), []);
  // Where the picture says it all there is nothing to tell.
  await rest(page, page.getByRole("treeitem", { name: /^plain/ }).locator(".fg-name"));
  await tip(page).waitFor({ state: "hidden" });
});

test("the words can be pointed at, stay, and go with Escape, which does nothing else then", async ({ page }) => {
  await page.clock.install();
  await open(page, FLOW);
  const task = page.getByRole("treeitem", { name: new RegExp(`^${LONG}`) });
  await task.click();
  const selected = page.locator("[data-node].is-selected");
  await selected.waitFor();
  await rest(page, page.getByRole("treeitem", { name: /^decide/ }).locator(".fg-name"));
  await rest(page, task.locator(".fg-name"));
  await tip(page).getByText(LONG).waitFor();
  const place = await tip(page).boundingBox();
  const window = await page.locator(".fg-viewer").boundingBox();
  assert.ok(place.x >= window.x && place.x + place.width <= window.x + window.width, "inside of the picture's window");
  const box = await task.boundingBox();
  await page.mouse.move(place.x + 20, box.y + box.height + 1);
  await page.mouse.move(place.x + 20, place.y + 10);
  await page.clock.runFor(5_000);
  assert.ok(await tip(page).isVisible());
  await page.keyboard.press("Escape");
  await tip(page).waitFor({ state: "hidden" });
  assert.equal(await selected.count(), 1);
  await page.keyboard.press("Escape");
  await selected.waitFor({ state: "detached" });
});

test("far away the pointer is told the names that cannot be read", async ({ page }) => {
  const steps = Array.from({ length: 400 }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("");
  await open(page, `version: v1\ntype: flow\nname: long\nsteps:\n${steps}`);
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor();
  await page.getByRole("button", { name: "Zoom out" }).click();
  await page.getByRole("button", { name: "Zoom out" }).click();
  for (let presses = 0; presses < 8 && await page.locator(".fg-viewer.is-far").count() === 0; presses += 1) {
    await page.getByRole("button", { name: "Zoom out" }).click();
  }
  await page.locator(".fg-viewer.is-far").waitFor();
  // Of what Tab leads to and of what is behind it the places are known.
  const { x, y, width, height } = await page.getByRole("treeitem", { name: /^s0,/ }).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await tip(page).getByText("s0", { exact: true }).waitFor();
});

test("keys and buttons zoom around the middle, 0 fits, 1 is the picture's own size, and each is told", async ({ page }) => {
  await open(page);
  await page.getByRole("treeitem", { name: /^Check stock/ }).focus();
  const told = page.getByRole("group", { name: "Zoom" }).getByRole("status");
  const zoom = () => page.locator(".fg-layer").evaluate((layer) => layer.getScreenCTM().a);
  const middle = () => page.locator(".fg-layer").evaluate((layer) => {
    const window = layer.closest(".fg-viewer").getBoundingClientRect();
    const { a, e, f } = layer.getScreenCTM();
    return [(window.left + window.width / 2 - e) / a, (window.top + window.height / 2 - f) / a];
  });
  assert.equal(await told.innerText(), "", "what nobody asked for is not told");
  const fitted = await zoom();
  await page.keyboard.press("1");
  await told.getByText("100 percent").waitFor({ state: "attached" });
  assert.equal(await zoom(), 1);
  const before = await middle();
  await page.keyboard.press("+");
  await told.getByText("125 percent").waitFor({ state: "attached" });
  assert.equal(await zoom(), 1.25);
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  await told.getByText("80 percent").waitFor({ state: "attached" });
  const after = await middle();
  assert.ok(Math.abs(after[0] - before[0]) < 2 && Math.abs(after[1] - before[1]) < 2, `${before} ${after}`);
  await page.keyboard.press("0");
  await told.getByText(`${Math.round(fitted * 100)} percent`).waitFor({ state: "attached" });
  assert.ok(Math.abs(await zoom() - fitted) < 1e-6);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await told.getByText(`${Math.round(fitted * 125)} percent`).waitFor({ state: "attached" });
  // The wheel with Ctrl zooms around the pointer.
  const item = page.getByRole("treeitem", { name: /^Check stock/ });
  const box = await item.boundingBox();
  const at = [box.x + 10, box.y + 10];
  await page.mouse.move(...at);
  const under = () => page.locator(".fg-layer").evaluate((layer, [x, y]) => {
    const { a, e, f } = layer.getScreenCTM();
    return [(x - e) / a, (y - f) / a];
  }, at);
  const there = await under();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await page.waitForFunction((before) => document.querySelector(".fg-layer").getScreenCTM().a > before * 1.2, fitted * 1.25);
  const now = await under();
  assert.ok(Math.abs(now[0] - there[0]) < 1 && Math.abs(now[1] - there[1]) < 1, `${there} ${now}`);
});
