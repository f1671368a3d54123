// The search over the picture: what is found, how it is gone through, and where the focus is before and after.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, openWorkbench, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

const open = (page, text) => openWorkbench(page, site.url, text);

const field = (page) => page.getByRole("combobox", { name: "Find steps" });
const options = (page) => page.getByRole("listbox", { name: "Steps found" }).getByRole("option");
const said = (page) => page.getByRole("search", { name: "Steps of the picture" }).getByRole("status");
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label"));

/** The names of the options, the current one in brackets. */
const listed = (page) => options(page).evaluateAll((rows) => rows.map((row) => {
  const name = row.querySelector(".find-name").firstChild.parentElement.innerText.split(",")[0].trim();
  return row.getAttribute("aria-selected") === "true" ? `[${name}]` : name;
}));

/** How many steps are outlined in the picture. */
const outlined = (page) => page.locator(".fg-hits").evaluate((path) => (path.getAttribute("d") ?? "").split("M").length - 1);

/** Waits until the outline of the current hit is around a step, and tells how far its middle is from that of the free part. */
async function distanceFromMiddle(page) {
  const [hit, box, picture] = await Promise.all([".fg-hit", ".find", ".fg-viewer"].map((one) => page.locator(one).boundingBox()));
  const top = box.y + box.height;
  return [hit.x + hit.width / 2 - (picture.x + picture.width / 2), hit.y + hit.height / 2 - (top + picture.y + picture.height) / 2].map(Math.abs);
}

const FLOW = `version: v1
type: flow
name: mine
steps:
  - {type: pass, name: 开始}
  - type: parallel
    name: both
    branches:
      - steps:
          - type: foreach
            name: 每个订单
            iterationMapping: {collection: $.orders, item: order}
            steps:
              - {type: task, name: chargeCard, resourceArn: "acs:fc:::services/pay/functions/charge", retry: [{errors: [FC.ResourceThrottled], intervalSeconds: 1, maxAttempts: 3}]}
      - steps: [{type: wait, name: cool down, duration: 10}]
  - {type: choice, name: 检查库存, choices: [{condition: "$.left > 0", goto: done}], default: {goto: sorry}}
  - {type: fail, name: sorry, error: NoStock, cause: nothing left}
  - {type: succeed, name: done}
`;

test("hits are ranked, marked in the list and in the picture, and Enter goes to the step", async ({ page, screenshot }) => {
  await open(page);
  await page.getByRole("treeitem", { name: /^Check stock/ }).focus();
  await page.keyboard.press("/");
  assert.equal(await focused(page), "Find steps");
  assert.equal(await field(page).getAttribute("aria-expanded"), "false");
  await page.keyboard.type("ORDER");
  await said(page).getByText("3 found").waitFor({ state: "attached" });
  assert.deepEqual(await listed(page), ["[Back order]", "Not delivered", "Charge"], "a name comes before an error, that before a parameter");
  assert.equal(await options(page).first().locator("mark").innerText(), "order");
  assert.match(await options(page).nth(2).innerText(), /line 35[^]*in Settle[^]*parameter: body: \$Input\.order/);
  assert.equal(await outlined(page), 3);
  assert.equal(await field(page).getAttribute("aria-expanded"), "true");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), await options(page).first().getAttribute("id"));
  await screenshot("find");

  await page.keyboard.press("ArrowUp");
  assert.deepEqual(await listed(page), ["Back order", "Not delivered", "[Charge]"], "from the first to the last");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await listed(page), ["Back order", "[Not delivered]", "Charge"]);
  await page.getByText("2 of 3", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await field(page).waitFor({ state: "detached" });
  assert.match(await focused(page), /^Not delivered,/);
  await page.getByRole("region", { name: "Inspector" }).getByRole("heading", { name: "Not delivered" }).waitFor();
  // The editor shows it too.
  await page.locator(".cm-line", { hasText: "Name: Not delivered" }).waitFor();
  assert.equal(await outlined(page), 0);
});

test("moving through the hits brings each into the middle of what is free, at every zoom", async ({ page }) => {
  const steps = Array.from({ length: 400 }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("");
  await open(page, `version: v1\ntype: flow\nname: long\nsteps:\n${steps}`);
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("s20");
  await said(page).getByText("11 found").waitFor({ state: "attached" });
  for (const key of ["", "ArrowDown", "ArrowDown"]) {
    if (key) {
      await page.keyboard.press(key);
    }
    const [across, down] = await distanceFromMiddle(page);
    assert.ok(across < 3 && down < 3, `${key}: ${across} ${down}`);
  }
  await page.getByText("3 of 11", { exact: true }).waitFor();
  // Far away too.
  await page.getByRole("button", { name: "Fit", exact: true }).click();
  await page.locator(".fg-viewer.is-far").waitFor();
  await page.keyboard.press("Control+k");
  assert.equal(await field(page).inputValue(), "s20", "what was typed is kept");
  await page.keyboard.type("kind:pass");
  await said(page).getByText("400 found").waitFor({ state: "attached" });
  // Those around the window, which is not all of them any more.
  assert.ok(await outlined(page) > 150);
  await page.keyboard.type(" s39");
  await said(page).getByText("11 found").waitFor({ state: "attached" });
  assert.ok(await outlined(page) <= 11);
  await page.keyboard.press("Enter");
  await page.locator(".fg-viewer:not(.is-far)").waitFor();
  assert.match(await focused(page), /^s39,/);
});

test("Escape leads back to where the person was, and shows what was seen before", async ({ page }) => {
  await open(page);
  await page.getByRole("textbox", { name: "Definition" }).click();
  const before = await page.getByRole("treeitem", { name: /^Check stock/ }).boundingBox();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("refund");
  await said(page).getByText("2 found").waitFor({ state: "attached" });
  assert.notDeepEqual(await page.getByRole("treeitem", { name: /^Check stock/ }).boundingBox(), before);
  await page.keyboard.press("Escape");
  await field(page).waitFor({ state: "detached" });
  assert.equal(await focused(page), "Definition");
  assert.deepEqual(await page.getByRole("treeitem", { name: /^Check stock/ }).boundingBox(), before);
  // The editor's own search stays its own.
  await page.keyboard.press("ControlOrMeta+f");
  await page.locator(".cm-search").waitFor();
  assert.equal(await field(page).count(), 0);
});

test("attributes, kinds and Chinese names are found, and nothing is a pattern", async ({ page }) => {
  await open(page, FLOW);
  await page.getByRole("treeitem", { name: /^检查库存/ }).waitFor();
  await page.getByRole("button", { name: "Find", exact: true }).click();
  const check = async (query, expected) => {
    await field(page).fill(query);
    await said(page).getByText(expected.length === 0 ? "Nothing found" : `${expected.length} found`, { exact: true }).waitFor({ state: "attached" });
    assert.deepEqual((await listed(page)).map((name) => name.replace(/[[\]]/g, "")), expected, query);
  };
  await check("库存", ["检查库存"]);
  await check("kind：choice", ["检查库存"]);
  await check("target:pay", ["chargeCard"]);
  await check("acs:fc:::services/pay", ["chargeCard"]);
  await check("error:throttled", ["chargeCard"]);
  await check("error:nostock", ["sorry"]);
  await check("if:left", ["检查库存"]);
  await check("\"wait 10 s\"", ["cool down"]);
  await check("card charge", ["chargeCard"]);
  await check("c.*d", []);
  await check("status:failed", []);
  await check("chargecard", ["chargeCard"]);
  assert.match(await options(page).first().innerText(), /in both › 每个订单/);
});

test("a run is searched by where its steps stand", async ({ page }) => {
  await open(page, FLOW);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("[data-node].is-failed").first().waitFor();
  const failed = await page.locator("[data-node].is-failed").count();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("status:failed");
  await said(page).getByText(`${failed} found`).waitFor({ state: "attached" });
  assert.match(await options(page).first().innerText(), /status: failed/);
});

test("a hit in a closed group marks the group, and going there opens it", async ({ page }) => {
  await open(page, FLOW);
  await page.getByRole("button", { name: "Collapse all groups" }).click();
  await page.getByRole("treeitem", { name: /^chargeCard/ }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("chargeCard");
  await said(page).getByText("1 found").waitFor({ state: "attached" });
  assert.equal(await outlined(page), 1);
  await page.keyboard.press("Enter");
  await page.getByRole("treeitem", { name: /^chargeCard/ }).waitFor();
  await page.locator("[data-node].is-selected", { hasText: "chargeCard" }).waitFor();
  await page.waitForFunction(() => document.activeElement.getAttribute("aria-label")?.startsWith("chargeCard"));
});

test("ten thousand steps are searched and outlined as one path", async ({ page, screenshot }) => {
  const steps = Array.from({ length: 10_000 }, (_, at) => `  - {type: pass, name: s${at}}\n`).join("");
  await open(page, `version: v1\ntype: flow\nname: long\nsteps:\n${steps}`);
  await page.getByRole("treeitem", { name: /^s0,/ }).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Fit", exact: true }).click();
  await page.locator(".fg-viewer.is-far").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("s99");
  await said(page).getByText("111 found").waitFor({ state: "attached" });
  await page.keyboard.press("PageDown");
  await page.getByText("9 of 111", { exact: true }).waitFor();
  assert.ok(await options(page).count() <= 60, "only rows around the current one are in the document");
  assert.equal(await options(page).first().getAttribute("aria-setsize"), "111");
  await field(page).fill("s");
  await said(page).getByText("10000 found").waitFor({ state: "attached" });
  assert.equal(await page.locator(".fg-hits").count(), 1);
  // Those around the window, which is about the half of them.
  assert.ok(await outlined(page) > 3_000);
  await screenshot("find-10k");
  await page.keyboard.press("ArrowUp");
  await page.getByText("10000 of 10000", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.getAttribute("aria-label")?.startsWith("s9999,"));
});

for (const [name, settings] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 844 } }],
]) {
  test(`the box is accessible and inside of the window: ${name}`, async ({ page, screenshot }) => {
    await open(page, FLOW);
    // In a narrow window the text is seen first.
    await page.keyboard.press("Control+k");
    await field(page).fill("a");
    await options(page).first().waitFor();
    const place = await page.getByRole("search", { name: "Steps of the picture" }).boundingBox();
    const { width, height } = page.viewportSize();
    assert.ok(place.x >= 0 && place.x + place.width <= width && place.y >= 0 && place.y + place.height <= height, JSON.stringify(place));
    await screenshot(`find-${name}`);
    assert.deepEqual(await accessibilityIssues(page), []);
    await field(page).fill("no such step");
    await said(page).getByText("Nothing found").waitFor();
    assert.deepEqual(await accessibilityIssues(page), []);
  }, settings);
}
