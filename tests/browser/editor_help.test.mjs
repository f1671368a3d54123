// Help with the language in the page's editor: completion, hover, jumps between steps, renaming, fixes, format, outline.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

const FLOW = `Type: StateMachine
SpecVersion: v1
Name: demo
StartAt: Ask
States:
  - Type: Task
    Name: Ask
    Action: HTTP:Request
    Parameters:
      url: https://example.com/
      method: GET
    OutputConstructor:
      answer.$: $Output.Body
    Next: 完成🎉
  - Type: Succeed
    Name: 完成🎉
`;

/** Opens the page with a definition, and puts the cursor behind `before`. */
async function open(page, text, before) {
  await page.goto(`${site.url}/`);
  await page.locator(".cm-content").first().waitFor();
  await page.getByLabel("Open…").setInputFiles({ name: "demo.flow.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await page.locator(".cm-line", { hasText: "Name: demo" }).first().waitFor();
  await place(page, text, before);
}

/** Puts the cursor behind `before`, with keys only. */
async function place(page, text, before) {
  const lines = text.slice(0, text.indexOf(before) + before.length).split("\n");
  await page.getByRole("textbox", { name: "Definition" }).focus();
  await page.keyboard.press("Control+Home");
  for (let line = 1; line < lines.length; line += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("End");
  const whole = text.split("\n")[lines.length - 1];
  for (const _ of [...whole.slice(lines.at(-1).length)]) {
    await page.keyboard.press("ArrowLeft");
  }
}

const text = (page) => page.locator(".cm-content").first().evaluate((content) => [...content.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));
const offered = (page) => page.locator(".cm-tooltip-autocomplete li .cm-completionLabel").allTextContents();
const selected = (page) => page.evaluate(() => window.getSelection().toString());

/** Waits until the page has read the text: the marks are those of the text as it is. */
async function marked(page, count) {
  await page.waitForFunction((wanted) => document.querySelectorAll(".cm-lint-marker-error").length === wanted, count);
}

/** Chooses from the open list; CodeMirror takes no choice in the first moments of it. */
async function choose(page, label) {
  const option = page.locator(".cm-tooltip-autocomplete li", { has: page.getByText(label, { exact: true }) }).first();
  await option.click();
}

test("a key comes with a value to begin with, which is selected", async ({ page, screenshot }) => {
  await open(page, FLOW, "Action: HTTP:Request");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Tim");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  assert.equal((await offered(page))[0], "Timeout");
  await page.locator(".cm-completionInfo", { hasText: "604800" }).waitFor();
  await screenshot("help-key");
  await choose(page, "Timeout");
  assert.equal(await selected(page), "60");
  await page.keyboard.type("5");
  assert.match(await text(page), /HTTP:Request\n    Timeout: 5\n    Parameters:/);
});

test("a whole state is written with Tab leading from part to part", async ({ page }) => {
  await open(page, FLOW, "Name: 完成🎉");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("- Wa");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  await choose(page, "Wait");
  assert.equal(await selected(page), "Wait");
  await page.keyboard.type("Pause");
  await page.keyboard.press("Tab");
  assert.equal(await selected(page), "10");
  assert.match(await text(page), /\n  - Type: Wait\n    Name: Pause\n    Seconds: 10\n    End: true/);
});

test("a jump offers the states of its scope", async ({ page }) => {
  const flow = FLOW.replace("Next: 完成🎉", "Next: ");
  await open(page, flow, "Next: ");
  await page.keyboard.press("Control+Space");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  assert.deepEqual(await offered(page), ["完成🎉"]);
  await choose(page, "完成🎉");
  await marked(page, 0);
  assert.equal(await text(page), FLOW);
});

test("an expression offers what the called service answers", async ({ page }) => {
  const flow = FLOW.replace("$Output.Body", "$Output.");
  await open(page, flow, "$Output.");
  await page.keyboard.press("Control+Space");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  assert.deepEqual(await offered(page), ["Header", "Code", "Body"]);
  await choose(page, "Code");
  assert.match(await text(page), /answer\.\$: \$Output\.Code\n/);
});

test("hovering explains keys and tells the source", async ({ page, screenshot }) => {
  await open(page, FLOW, "Name: demo");
  await page.locator(".cm-line", { hasText: "OutputConstructor" }).getByText("OutputConstructor").hover();
  const help = page.locator(".cm-help");
  await help.waitFor();
  assert.match(await help.textContent(), /^OutputConstructorIOBuilds the state's output/);
  await screenshot("help-hover");
  await page.mouse.move(900, 600);
  await place(page, FLOW, "StartA");
  await page.keyboard.press("Shift+F1");
  await page.getByRole("dialog", { name: "Explanation" }).getByText("The name of the state with which an execution begins.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".cm-popup").count(), 0);
});

test("F12 goes to a step, and from there to what leads to it", async ({ page, screenshot }) => {
  await open(page, FLOW, "Next: 完");
  await page.keyboard.press("F12");
  assert.equal(await selected(page), "完成🎉");
  assert.equal(await page.locator(".cm-activeLine").first().textContent(), "    Name: 完成🎉");
  await page.keyboard.press("F12");
  const uses = page.getByRole("dialog", { name: "Uses of 完成🎉" });
  await uses.waitFor();
  assert.deepEqual(await uses.getByRole("button").allTextContents(), ["Next: 完成🎉14", "Name: 完成🎉16"]);
  await screenshot("help-uses");
  await uses.getByRole("button", { name: "Next" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".cm-activeLine").first().textContent(), "    Next: 完成🎉");
});

test("F2 renames a step everywhere, and refuses a name that is taken", async ({ page, screenshot }) => {
  await open(page, FLOW, "Name: 完");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog", { name: "Rename the step" });
  const input = dialog.getByRole("textbox", { name: "New name" });
  await input.waitFor();
  await input.fill("Ask");
  await page.keyboard.press("Enter");
  await dialog.getByText('Another step is called "Ask".').waitFor();
  assert.deepEqual(await accessibilityIssues(page), []);
  await screenshot("help-rename");
  await input.fill("Yes");
  await page.keyboard.press("Enter");
  assert.equal(await text(page), FLOW.replaceAll("完成🎉", "'Yes'"));
  await marked(page, 0);
  await page.keyboard.press("Control+z");
  assert.equal(await text(page), FLOW, "one step of the history");
});

test("a finding brings its fix: below its words, and by a key", async ({ page, screenshot }) => {
  await open(page, FLOW.replace("StartAt: Ask", "StartAt: Aks"), "StartAt: A");
  await marked(page, 1);
  await page.keyboard.press("Control+.");
  const fixes = page.getByRole("dialog", { name: "Quick fixes" });
  await fixes.waitFor();
  await screenshot("help-fixes");
  await fixes.getByRole("button", { name: "Write Ask" }).press("Enter");
  await marked(page, 0);
  assert.equal(await text(page), FLOW);
  await page.keyboard.press("Control+z");
  await marked(page, 1);
  await page.locator(".cm-lintRange-error").hover();
  await page.getByRole("button", { name: "Write Ask" }).click();
  await marked(page, 0);
  assert.equal(await text(page), FLOW);
});

test("Format keeps the cursor in its word, and tells when it cannot be done", async ({ page }) => {
  const wide = FLOW.replaceAll("\n  ", "\n      ").replace("States:", "\n\n\nStates:   ");
  await open(page, wide, "Action: HTTP");
  await page.keyboard.press("Alt+Shift+F");
  const tidy = FLOW.replace("States:", "\nStates:");
  assert.equal(await text(page), tidy);
  await page.keyboard.type("S");
  assert.match(await text(page), /Action: HTTPS:Request/);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  assert.equal(await text(page), wide);
  await page.getByRole("button", { name: "Format" }).click();
  assert.equal(await text(page), tidy);

  await page.keyboard.press("Control+Home");
  await page.keyboard.type("'");
  await page.getByRole("button", { name: "Format" }).click();
  await page.getByRole("dialog", { name: "Format" }).getByText("Mend it first").waitFor();
});

test("the outline lists the steps and leads to them", async ({ page, screenshot }) => {
  await open(page, FLOW, "Name: demo");
  const button = page.getByRole("button", { name: "Outline" });
  await button.focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("list", { name: "Steps" });
  assert.deepEqual(await list.getByRole("button").allTextContents(), ["AskTask", "完成🎉Succeed"]);
  assert.deepEqual(await accessibilityIssues(page), []);
  await screenshot("help-outline");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await selected(page), "完成🎉");
  assert.equal(await list.count(), 0, "the list closes");
  await button.click();
  await page.keyboard.press("Escape");
  assert.equal(await button.getAttribute("aria-expanded"), "false");
});

for (const colorScheme of ["light", "dark"]) {
  test(`the lists and windows of the editor are accessible, ${colorScheme}`, async ({ page }) => {
    await open(page, FLOW, "Action: HTTP:Request");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete").waitFor();
    assert.deepEqual(await accessibilityIssues(page), []);
    await page.keyboard.press("Escape");
    await page.locator(".cm-line", { hasText: "SpecVersion" }).getByText("SpecVersion").hover();
    await page.locator(".cm-help").waitFor();
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { colorScheme });
}
