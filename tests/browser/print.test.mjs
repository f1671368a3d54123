// The page on paper: the whole picture with its title in light colours, and the element without its controls.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";
import { dist, repository, serve, test } from "./harness.mjs";

/** The demonstration page as `cargo xtask package` puts it together. */
const demo = process.env.FLOWGLASS_DEMO ?? join(repository, "target/package/demo");

let site;
before(async () => {
  site = await serve({ "/": dist, "/demo/": demo });
});
after(() => site.close());

async function open(page) {
  await page.goto(`${site.url}/`);
  await page.locator("[data-node]").first().waitFor();
}

/** The sheets of a printed page: width and height of each, in points. */
async function sheets(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [Number(width), Number(height)]);
}

test("the page prints the whole picture with title, date and address in light colours", async ({ page, screenshot }) => {
  await open(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  await page.setViewportSize({ width: 700, height: 990 });
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const printed = page.locator(".printed");
  assert.equal(await printed.locator("h1").textContent(), "order");
  assert.match(await printed.locator(".printed-about").textContent(), new RegExp(`^order\\.flow\\.yaml · \\d+ \\w+ \\d{4} · ${site.url}/$`));
  assert.equal(await page.locator(".page").isVisible(), false);
  const picture = printed.locator("svg");
  assert.equal(await picture.locator("[data-node]").count(), 14, "12 steps, start and end");
  assert.ok(await picture.locator(".is-succeeded").count() > 5);
  const { x, y, width, height } = await picture.boundingBox();
  assert.ok(x >= 0 && x + width <= 700 && y + height <= 990, "all of it is on the sheet");
  const fill = (selector) => picture.locator(selector).first().evaluate((element) => getComputedStyle(element).fill);
  assert.equal(await fill(".is-succeeded .fg-box"), "rgb(229, 244, 235)");
  assert.equal(await fill(".is-not-taken .fg-box"), "rgb(255, 255, 255)");
  await screenshot("print");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await picture.count(), 0);
  await page.emulateMedia({ media: "screen" });
  assert.equal(await page.locator(".page").isVisible(), true);
  assert.equal(await printed.isVisible(), false);
}, { colorScheme: "dark" });

test("a sheet lies as the picture is largest, and a long picture takes several", async ({ page }) => {
  await open(page);
  const [upright] = await sheets(page);
  assert.ok(upright[0] < upright[1]);
  await page.getByRole("button", { name: "Left to right" }).click();
  const turned = await sheets(page);
  assert.deepEqual(turned.map(([width, height]) => width > height), [true]);
  const steps = Array.from({ length: 60 }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("");
  const buffer = Buffer.from(`version: v1\ntype: flow\nname: long\nsteps:\n${steps}`);
  await page.getByRole("button", { name: "Left to right" }).click();
  await page.getByLabel("Open…").setInputFiles({ name: "long.flow.yaml", mimeType: "text/yaml", buffer });
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor();
  assert.ok((await sheets(page)).length > 3);
});

test("an element in a printed page shows its picture alone, in light colours", async ({ page, screenshot }) => {
  await page.goto(`${site.url}/demo/index.html`);
  const order = page.locator("#order");
  await order.getByText("Check stock", { exact: true }).waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await order.locator(".fg-box").first().evaluate((box) => getComputedStyle(box).fill), "rgb(255, 255, 255)");
  assert.equal(await order.getByRole("button", { name: "Fit", includeHidden: true }).isVisible(), false);
  assert.equal(await order.getByText("Check stock", { exact: true }).isVisible(), true);
  await screenshot("print-element");
}, { colorScheme: "dark" });
