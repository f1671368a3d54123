// Pictures of thousands of steps: of them only what is around the window is in the document.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { dist, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

const STEPS = 10_000;
const FLOW = `version: v1\ntype: flow\nname: long\nsteps:\n${Array.from({ length: STEPS }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("")}`;

async function open(page) {
  await page.goto(`${site.url}/`);
  await page.locator("[data-node]").first().waitFor();
  await page.getByLabel("Open…").setInputFiles({ name: "long.flow.yaml", mimeType: "text/yaml", buffer: Buffer.from(FLOW) });
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor({ timeout: 30_000 });
}

const elements = (page) => page.locator(".fg-viewer *").count();
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label"));

test("only what is around the window is in the document, near and far", async ({ page, screenshot }) => {
  await open(page);
  const viewer = page.locator(".fg-viewer");
  assert.ok(await page.getByRole("treeitem").count() < 60);
  assert.ok(await elements(page) < 1_000);
  const { x, y, width, height } = await viewer.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, 20_000);
  // A step is about a hundred pixels long.
  const there = page.getByRole("treeitem", { name: /^s2\d\d,/ }).first();
  await there.waitFor();
  const item = await there.evaluate((element) => ["aria-posinset", "aria-setsize", "aria-level"].map((name) => element.getAttribute(name)));
  assert.equal(Number(item[0]), Number((await there.getAttribute("aria-label")).match(/^s(\d+)/)[1]) + 2, "start and s0 come before s1");
  assert.deepEqual(item.slice(1), [String(STEPS + 2), "1"]);
  assert.ok(await elements(page) < 1_000);
  await page.getByRole("button", { name: "Fit", exact: true }).click();
  await page.locator(".fg-viewer.is-far").waitFor();
  assert.ok(await elements(page) < 3_000);
  // All boxes are there, as parts of paths.
  const boxes = await page.locator(".fg-far-box").evaluateAll((paths) => paths.reduce((sum, path) => sum + path.getAttribute("d").match(/M/g).length, 0));
  assert.equal(boxes, STEPS);
  await screenshot("large-far");
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await page.locator(".fg-viewer:not(.is-far)").waitFor();
  assert.ok(await page.getByRole("treeitem").count() < 60);
  await screenshot("large-near");
});

test("the keyboard leads everywhere, and the focus stays when its step is out of the window", async ({ page }) => {
  await open(page);
  await page.getByRole("treeitem", { name: /^s0,/ }).focus();
  for (const expected of [/^s1,/, /^s2,/, /^s3,/]) {
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(page), expected);
  }
  await page.keyboard.press("End");
  assert.match(await focused(page), /^end/);
  await page.keyboard.press("ArrowUp");
  assert.match(await focused(page), /^s9999,/);
  // Where it can go to is there as well.
  await page.getByRole("treeitem", { name: /^s9998,/ }).waitFor({ state: "attached" });
  await page.keyboard.press("0");
  await page.locator(".fg-viewer.is-far").waitFor();
  assert.match(await focused(page), /^s9999,/);
  await page.keyboard.press("Home");
  assert.equal((await focused(page)).split(",")[0], "start");
  const { x, y, width } = await page.locator(".fg-viewer").boundingBox();
  await page.mouse.move(x + width / 2, y + 100);
  await page.keyboard.press("1");
  await page.mouse.wheel(0, 300_000);
  await page.getByRole("treeitem", { name: /^s[1-9]\d\d\d,/ }).first().waitFor();
  assert.equal((await focused(page)).split(",")[0], "start");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /^s0,/);
  assert.equal(await page.locator(".fg-viewer [tabindex='0']").count(), 1);
});

test("a run colours near and far, and a click hits the box that is seen", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("[data-node].is-succeeded", { hasText: "s1" }).first().waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Fit", exact: true }).click();
  await page.locator(".fg-far-box.is-succeeded").first().waitFor({ state: "attached" });
  await page.getByRole("button", { name: /^Zoom .* percent/ }).click();
  await page.getByRole("treeitem", { name: /^s\d{4},/ }).first().waitFor();
  for (let zoom = 0; zoom < 8; zoom += 1) {
    await page.getByRole("button", { name: "Zoom out" }).click();
  }
  await page.locator(".fg-viewer.is-far").waitFor();
  const { x, y, width, height } = await page.locator(".fg-viewer").boundingBox();
  let hit = 0;
  // Boxes and the gaps between them.
  for (let at = 0; at < 24 && hit === 0; at += 4) {
    await page.mouse.click(x + width / 2, y + height / 2 + at);
    hit = await page.locator("[data-node].is-selected").count();
  }
  assert.equal(hit, 1);
});
