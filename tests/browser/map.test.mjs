// The small map in the picture's corner.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

async function open(page) {
  await page.goto(`${site.url}/`);
  await page.locator("[data-node]").first().waitFor();
}

const map = (page) => page.locator(".fg-minimap");
const shown = (page) => page.locator(".fg-minimap:not(.is-idle)");
const near = (one, other) => Math.abs(one - other) < 2.5;

/** Where the map's rectangle is, and what part of the picture the window shows. */
async function shares(page) {
  const rectangle = await page.locator(".fg-minimap-window").boundingBox();
  const picture = await page.locator(".fg-layer").evaluate((layer) => {
    const window = layer.closest(".fg-viewer").getBoundingClientRect();
    const { a, e, f } = layer.getScreenCTM();
    return { x: (window.left - e) / a, y: (window.top - f) / a, height: window.height / a };
  });
  return { rectangle, picture };
}

test("the map comes when the picture does not fit, and shows what the window shows", async ({ page, screenshot }) => {
  await open(page);
  assert.equal(await map(page).getAttribute("aria-hidden"), "true");
  await map(page).and(page.locator(".is-idle")).waitFor({ state: "attached" });
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await shown(page).waitFor();
  assert.ok(await page.locator(".fg-minimap-step").count() >= 1);
  // Moved by the wheel, the rectangle moves as the picture does.
  const before = await shares(page);
  const { x, y, width, height } = await page.locator(".fg-viewer").boundingBox();
  await page.mouse.move(x + width / 3, y + height / 2);
  await page.mouse.wheel(0, 100);
  await page.waitForFunction((top) => document.querySelector(".fg-minimap-window").getBoundingClientRect().y > top, before.rectangle.y);
  const after = await shares(page);
  const scale = before.rectangle.height / before.picture.height;
  const moved = after.picture.y - before.picture.y;
  assert.ok(near(moved, 100), `${moved}`);
  assert.ok(near(after.rectangle.y - before.rectangle.y, moved * scale), JSON.stringify([before, after]));
  await screenshot("map");
  await page.getByRole("button", { name: "Fit", exact: true }).click();
  await shown(page).waitFor({ state: "detached" });
});

test("a press on the map brings that part, and a drag moves on from there", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await shown(page).waitFor();
  const whole = await page.locator(".fg-minimap > svg").boundingBox();
  const start = await page.locator("[data-node]").first().boundingBox();
  await page.mouse.move(whole.x + whole.width / 2, whole.y + whole.height - 2);
  await page.mouse.down();
  await page.waitForFunction((y) => document.querySelector("[data-node]").getBoundingClientRect().y < y - 100, start.y);
  const low = await page.locator("[data-node]").first().boundingBox();
  await page.mouse.move(whole.x + whole.width / 2, whole.y + 10, { steps: 4 });
  await page.waitForFunction((y) => document.querySelector("[data-node]").getBoundingClientRect().y > y + 100, low.y);
  await page.mouse.up();
  const rectangle = await page.locator(".fg-minimap-window").boundingBox();
  await page.mouse.move(whole.x + whole.width / 2, whole.y + whole.height - 2);
  assert.deepEqual(await page.locator(".fg-minimap-window").boundingBox(), rectangle, "it is let go");
});

test("the map shows where a run stands", async ({ page, screenshot }) => {
  await open(page);
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await shown(page).waitFor();
  assert.equal(await page.locator(".fg-minimap-step.is-succeeded").count(), 0);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".fg-minimap-step.is-succeeded").waitFor({ state: "attached" });
  await screenshot("map-run");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await page.locator(".fg-minimap-step.is-succeeded").waitFor({ state: "detached" });
});

test("who turns the map off finds it off again", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await shown(page).waitFor();
  const button = page.getByRole("button", { name: "Map", exact: true });
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await button.click();
  await map(page).waitFor({ state: "detached" });
  await page.reload();
  await page.locator("[data-node]").first().waitFor();
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  assert.equal(await map(page).count(), 0);
  await button.click();
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await shown(page).waitFor();
});

test("ten thousand steps are few pixels, and one that failed is among them", async ({ page, screenshot }) => {
  const name = (at) => (at === 700 ? "{type: fail, name: s700, error: E, cause: c}" : `{type: pass, name: s${at}}`);
  const steps = Array.from({ length: 10_000 }, (_, at) => `  - ${name(at)}\n`).join("");
  await open(page);
  const file = { name: "long.flow.yaml", mimeType: "text/yaml", buffer: Buffer.from(`version: v1\ntype: flow\nname: long\nsteps:\n${steps}`) };
  await page.getByLabel("Open…").setInputFiles(file);
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor({ timeout: 30_000 });
  await shown(page).waitFor();
  assert.ok(await page.locator(".fg-minimap *").count() < 20);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".fg-minimap-step.is-failed").waitFor({ state: "attached", timeout: 30_000 });
  await screenshot("map-10k");
});

test("in a narrow window there is no map", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Diagram", exact: true }).click();
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await page.locator(".zoom-value", { hasText: "100 %" }).waitFor();
  assert.equal(await map(page).isVisible(), false);
  assert.equal(await page.getByRole("button", { name: "Map", exact: true }).isVisible(), false);
}, { viewport: { width: 390, height: 844 } });

for (const colorScheme of ["light", "dark"]) {
  test(`the page with a map is accessible: ${colorScheme}`, async ({ page }) => {
    await open(page);
    await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
    await shown(page).waitFor();
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { colorScheme });
}
