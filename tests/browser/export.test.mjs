// The picture taken out of the page: the same files as `flowglass render` writes, pixels, and the clipboard.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { accessibilityIssues, dist, repository, serve, test } from "./harness.mjs";

const program = process.env.FLOWGLASS_PROGRAM ?? join(repository, "target/debug/flowglass");
const examples = join(repository, "www/examples");

let site;
let folder;
before(async () => {
  site = await serve({ "/": dist });
  folder = await mkdtemp(join(tmpdir(), "flowglass-export-"));
});
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the program prints. */
async function flowglass(...words) {
  const { stdout } = await promisify(execFile)(program, words, { maxBuffer: 64 << 20 });
  return stdout;
}

/** What the program draws of the example that a first visit shows. */
const rendered = (...words) => flowglass("render", join(examples, "order.flow.yaml"), ...words);

async function open(page) {
  await page.goto(`${site.url}/`);
  await page.locator("[data-node]").first().waitFor();
  await page.locator(".cm-content").first().waitFor({ state: "attached" });
}

const menu = (page) => page.getByRole("button", { name: "Export", exact: true });

/** Downloads the picture from the open menu. */
async function downloaded(page, format) {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download ${format}` }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Width and height of a PNG. */
function sizeOf(png) {
  assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "this is no PNG");
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** The colour of the pixel in a PNG's corner: red, green, blue, opacity. */
const corner = (page, png) => page.evaluate(async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data];
}, png.toString("base64"));

test("downloads are byte for byte what the program renders", async ({ page }) => {
  await open(page);
  await menu(page).click();
  const check = async (format, name, ...words) => {
    const file = await downloaded(page, format);
    assert.equal(file.name, name);
    assert.equal(file.bytes.toString(), await rendered(...words), `${format} ${words.join(" ")}`);
  };
  await check("SVG", "order.svg");
  await check("Mermaid", "order.mmd", "--format", "mermaid");
  await check("DOT", "order.dot", "--format", "dot");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Left to right" }).click();
  await menu(page).click();
  await check("SVG", "order.svg", "--direction", "lr");
  await check("Mermaid", "order.mmd", "--format", "mermaid", "--direction", "lr");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Left to right" }).click();

  await page.getByRole("button", { name: "Colours: Auto" }).click();
  await menu(page).click();
  await check("SVG", "order.svg", "--theme", "light");
  await page.keyboard.press("Escape");
});

test("a run is exported as it stands at the slider", async ({ page }) => {
  const history = join(folder, "run.json");
  await flowglass("simulate", "--scenario", join(examples, "order.scenario.yaml"), "--history-out", history);
  await open(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  await menu(page).click();
  for (const [format, ...words] of [["SVG"], ["Mermaid", "--format", "mermaid"], ["DOT", "--format", "dot"]]) {
    const file = await downloaded(page, format);
    assert.equal(file.bytes.toString(), await rendered("--history", history, ...words), format);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "To the beginning" }).click();
  await menu(page).click();
  assert.match((await downloaded(page, "SVG")).bytes.toString(), /<desc>A flow of 12 steps\. Execution Starting\./);
});

test("closed groups are closed in an SVG, and everything is in the texts that are laid out elsewhere", async ({ page }) => {
  const history = join(folder, "closed.json");
  await flowglass("simulate", "--scenario", join(examples, "order.scenario.yaml"), "--history-out", history);
  await open(page);
  const close = page.getByRole("button", { name: "Collapse all groups" });
  const check = async (format, ...words) => {
    await menu(page).click();
    const file = await downloaded(page, format);
    assert.equal(file.bytes.toString(), await rendered(...words), `${format} ${words.join(" ")}`);
    await page.keyboard.press("Escape");
  };
  await close.click();
  await check("SVG", "--collapse-all");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  await check("SVG", "--history", history, "--collapse", "Settle", "--collapse", "Ship");
  await check("Mermaid", "--history", history, "--format", "mermaid");
  await check("DOT", "--history", history, "--format", "dot");
  await page.getByRole("treeitem", { name: /^Settle,/ }).press("Enter");
  await page.getByRole("treeitem", { name: /^Settle,/, expanded: true }).waitFor();
  await check("SVG", "--history", history, "--collapse", "Ship");
});

for (const [theme, ground] of [["light", [0xf6, 0xf7, 0xf9, 255]], ["dark", [0x0e, 0x11, 0x16, 255]]]) {
  test(`a PNG has twice the size and the colours of the ${theme} page`, async ({ page }) => {
    await open(page);
    await menu(page).click();
    const svg = (await downloaded(page, "SVG")).bytes.toString();
    const [, width, height] = svg.match(/ width="(\d+)" height="(\d+)"/).map(Number);
    const png = await downloaded(page, "PNG");
    assert.equal(png.name, "order.png");
    assert.deepEqual(sizeOf(png.bytes), { width: 2 * width, height: 2 * height });
    assert.deepEqual(await corner(page, png.bytes), ground);
  }, { colorScheme: theme });
}

test("a picture too large for a canvas becomes a smaller PNG, and the page says so", async ({ page }) => {
  const steps = Array.from({ length: 300 }, (_, at) => `  - {type: pass, name: step ${at}}\n`).join("");
  await open(page);
  const editor = page.getByRole("textbox", { name: "Definition" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, `version: v1\ntype: flow\nname: long / flow\nsteps:\n${steps}`);
  await page.locator("[data-node]", { has: page.getByText("step 1", { exact: true }) }).waitFor();
  await menu(page).click();
  const png = await downloaded(page, "PNG");
  assert.equal(png.name, "long---flow.png");
  const { width, height } = sizeOf(png.bytes);
  assert.equal(height, 16_384);
  const said = page.getByText(`The picture is too large for a PNG at twice its size: this one is ${width} by ${height} pixels`);
  await said.waitFor();
  assert.deepEqual(await corner(page, png.bytes), [0xf6, 0xf7, 0xf9, 255]);
}, { colorScheme: "light" });

test("texts are copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await menu(page).click();
  for (const [format, ...words] of [["SVG"], ["Mermaid", "--format", "mermaid"], ["DOT", "--format", "dot"]]) {
    await page.getByRole("button", { name: `Copy ${format}` }).click();
    await page.getByText(`${format} is in the clipboard.`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await rendered(...words), format);
  }
});

test("where a page may not copy, it says so", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }));
  await open(page);
  await menu(page).click();
  await page.getByRole("button", { name: "Copy Mermaid" }).click();
  await page.getByText("The browser does not let this page copy; download the file instead.").waitFor();
});

test("the menu works with the keyboard alone, and closes when it is left", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  const button = menu(page);
  await button.focus();
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Enter");
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Copy SVG");
  await page.keyboard.press("Enter");
  await page.getByText("SVG is in the clipboard.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus is where it was");
  await page.keyboard.press("Space");
  await page.getByText("sharp at any size").click();
  assert.equal(await button.getAttribute("aria-expanded"), "true", "a click inside keeps it open");
  await page.getByRole("textbox", { name: "Definition" }).click();
  assert.equal(await button.getAttribute("aria-expanded"), "false");
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 844 } }],
]) {
  test(`the open menu is accessible and inside of the window: ${name}`, async ({ page, screenshot }) => {
    await open(page);
    await menu(page).click();
    const place = await page.getByRole("group", { name: "Export the picture" }).boundingBox();
    const { width } = page.viewportSize();
    assert.ok(place.x >= 0 && place.x + place.width <= width, JSON.stringify(place));
    await screenshot(`export-${name}`);
    assert.deepEqual(await accessibilityIssues(page), []);
  }, options);
}
