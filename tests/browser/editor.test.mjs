// The text editor by itself, on a page that has nothing but it and the colours of a theme.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";
import { accessibilityIssues, repository, serve, test } from "./harness.mjs";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Editor</title><link rel="icon" href="data:,">
<style>
  :root {
    --font: sans-serif; --mono: monospace; --panel: #ffffff; --raised: #fff; --line: #e3e6ec; --line-strong: #c6ccd6;
    --text: #1a1f29; --muted: #5a6372; --faint: #636c7a; --accent: #4350d0; --accent-soft: #eceefc; --focus: #4350d0;
    --running: #1b66c9; --retry: #8f5200; --retry-soft: #fff2da; --ok: #176f42; --caught: #a34a06; --failed: #bd211b;
    --failed-soft: #fdeae8; --timedout: #6f36bd; --group: #f1f3f7;
  }
  [data-theme=dark] {
    --panel: #151922; --raised: #1b202b; --line: #272d39; --line-strong: #3b4352; --text: #e7eaf0; --muted: #a0a9b8;
    --faint: #8f98a8; --accent: #97a0ff; --accent-soft: #20264a; --focus: #97a0ff; --running: #74b5ff; --retry: #f0b453;
    --retry-soft: #33260f; --ok: #55c98f; --caught: #f5a061; --failed: #ff8078; --failed-soft: #3b1714;
    --timedout: #bd9cff; --group: #12161e;
  }
  body { color: var(--text); background: var(--panel) }
  #editor { height: 300px }
</style><main><h1>Editor</h1><button id="before">before</button><div id="editor"></div><button id="after">after</button></main></html>`;

/** The same page with a policy that forbids every style element without the nonce, and all inline scripts. */
const STRICT = PAGE.replace(
  "<title>",
  `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'nonce-n1'; img-src 'self' data:"><title>`,
).replace("<style>", '<style nonce="n1">');

let site;
before(async () => {
  site = await serve(
    { "/": join(repository, "www/generated"), "/www/": join(repository, "www") },
    { "/blank.html": PAGE, "/strict.html": STRICT, "/elsewhere/blank.html": PAGE },
  );
});
after(() => site.close());

/** Mounts an editor as `window.editor`; what it reports goes into `window.changes` and `window.cursors`. */
async function mount(page, options, path = "/blank.html") {
  await page.goto(site.url + path);
  await page.evaluate(async (given) => {
    const { mountEditor } = await import("/www/editor/loader.js");
    window.changes = [];
    window.cursors = [];
    window.editor = await mountEditor(document.getElementById("editor"), {
      label: "Definition",
      language: "yaml",
      onChange: (text) => window.changes.push(text),
      onCursor: (offset) => window.cursors.push(offset),
      ...given,
    });
  }, options);
}

const changes = (page) => page.evaluate(() => window.changes);
const cursors = (page) => page.evaluate(() => window.cursors);
const text = (page) => page.evaluate(() => window.editor.getDoc());
const selected = (page) => page.evaluate(() => window.getSelection().toString());
const background = (page, selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);

test("typing reports the text and the cursor, the handle reports nothing", async ({ page }) => {
  await mount(page, { doc: "a: 1\nb: 2\n" });
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.evaluate(() => window.editor.reveal(4, 4));
  assert.deepEqual(await changes(page), []);
  await page.evaluate(() => { window.cursors.length = 0; });
  await page.keyboard.type("0");
  assert.deepEqual(await changes(page), ["a: 10\nb: 2\n"]);
  assert.deepEqual(await cursors(page), [5]);

  await page.evaluate(() => window.editor.setDoc("a: 10\nc: 3\n"));
  assert.deepEqual(await changes(page), ["a: 10\nb: 2\n"]);
  assert.deepEqual(await cursors(page), [5]);
  assert.equal(await text(page), "a: 10\nc: 3\n");

  await page.keyboard.press("Control+z");
  assert.equal(await text(page), "a: 10\nb: 2\n", "what the handle sets can be undone");
  await page.keyboard.press("Control+z");
  assert.equal(await text(page), "a: 1\nb: 2\n");
});

test("findings show in the gutter, in the text and in words", async ({ page, screenshot }) => {
  await mount(page, { doc: "Next: Charg\nEnd: true\nName: x\n" });
  await page.evaluate(() => window.editor.setDiagnostics([
    { from: 6, to: 11, severity: "error", code: "unknown-next", message: "There is no step Charg." },
    { from: 12, to: 15, severity: "warning", code: "end-and-next", message: "End has no effect here." },
    { from: 900, to: 1000, severity: "info", code: "far-out", message: "Beyond the end of the text." },
  ]));
  await page.locator(".cm-lint-marker-error").waitFor();
  assert.equal(await page.locator(".cm-lint-marker-warning").count(), 1);
  assert.equal(await page.locator(".cm-lint-marker-info").count(), 1);
  assert.equal(await page.locator(".cm-lintRange-error").textContent(), "Charg");
  assert.equal(await background(page, ".cm-lint-marker-error"), "rgb(189, 33, 27)");
  await page.locator(".cm-lintRange-error").hover();
  const words = page.locator(".cm-tooltip .cm-diagnostic");
  await words.waitFor();
  assert.match(await words.textContent(), /There is no step Charg\..*unknown-next/);
  await screenshot("editor-findings");
  await page.evaluate(() => window.editor.setDiagnostics([]));
  assert.equal(await page.locator(".cm-lint-marker-error").count(), 0);
});

test("highlighting marks lines and leaves the focus, revealing selects and takes it", async ({ page }) => {
  await mount(page, { doc: "one\ntwo\nthree\nfour\n" });
  await page.locator("#before").focus();
  const marked = () => page.locator(".cm-highlighted").allTextContents();

  await page.evaluate(() => window.editor.highlight(5, 14));
  assert.deepEqual(await marked(), ["two", "three"], "a range that ends where a line begins leaves it out");
  assert.match(await background(page, ".cm-highlighted"), /^color\(srgb 0\.26.* \/ 0\.11\)$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "before");
  await page.evaluate(() => window.editor.highlight(18, 9999));
  assert.deepEqual(await marked(), ["four"], "offsets are clamped");
  await page.evaluate(() => window.editor.highlight(null, null));
  assert.deepEqual(await marked(), []);

  await page.evaluate(() => window.editor.reveal(8, 13));
  assert.equal(await selected(page), "three");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Definition");
  assert.deepEqual(await cursors(page), []);
});

test("revealing scrolls there", async ({ page }) => {
  const lines = Array.from({ length: 2000 }, (_, index) => `- line ${index}`);
  await mount(page, { doc: lines.join("\n") });
  const from = lines.slice(0, 1500).join("\n").length + 1;
  await page.evaluate((at) => window.editor.reveal(at, at + 11), from);
  await page.getByText("- line 1500", { exact: true }).waitFor();
  assert.equal(await selected(page), "- line 1500");
});

test("offsets count the text as given, carriage returns included", async ({ page }) => {
  await mount(page, { doc: "a: 1\r\nbb: 2\r\nccc: 3\r\n" });
  assert.equal(await text(page), "a: 1\r\nbb: 2\r\nccc: 3\r\n");
  await page.evaluate(() => window.editor.reveal(13, 16));
  assert.equal(await selected(page), "ccc");
  await page.evaluate(() => window.editor.setDiagnostics([{ from: 6, to: 8, severity: "error", code: "x", message: "x" }]));
  assert.equal(await page.locator(".cm-lintRange-error").textContent(), "bb");
  await page.evaluate(() => window.editor.highlight(6, 13));
  assert.deepEqual(await page.locator(".cm-highlighted").allTextContents(), ["bb: 2"]);

  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("d");
  assert.equal(await text(page), "a: 1\r\nbb: 2\r\nccc: 3\r\nd\r\n", "what goes out has the breaks of what came in");
  assert.deepEqual(await cursors(page), [13, 19, 21, 22]);

  // Mixed breaks: as given until the person edits, then the more frequent kind.
  await page.evaluate(() => window.editor.setDoc("a\nb\r\nc\nd"));
  assert.equal(await text(page), "a\nb\r\nc\nd");
  await page.evaluate(() => window.editor.reveal(5, 6));
  assert.equal(await selected(page), "c");
  await page.keyboard.type("e");
  assert.equal(await text(page), "a\nb\ne\nd");
});

test("the theme follows the page's custom properties without mounting anew", async ({ page, screenshot }) => {
  await mount(page, { doc: "Type: Task\nName: \"charge\"\nRetry: 3 # times\n" });
  await page.evaluate(() => window.editor.highlight(11, 25));
  assert.equal(await background(page, ".cm-editor"), "rgb(255, 255, 255)");
  await screenshot("editor-light");
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  assert.equal(await background(page, ".cm-editor"), "rgb(21, 25, 34)");
  assert.equal(await background(page, ".cm-highlighted"), "color(srgb 0.592157 0.627451 1 / 0.11)");
  await screenshot("editor-dark");
});

test("Tab leaves the editor, and Ctrl-F opens its search", async ({ page }) => {
  await mount(page, { doc: "a: 1\n" });
  await page.locator("#before").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Definition");
  await page.keyboard.press("Control+f");
  await page.locator(".cm-search").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "after");
  assert.equal(await text(page), "a: 1\n");
});

test("a read-only editor takes the focus and no text", async ({ page }) => {
  await mount(page, { doc: "a: 1\n", readOnly: true });
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.type("x");
  assert.equal(await text(page), "a: 1\n");
  assert.deepEqual(await changes(page), []);
});

test("what the editor asks is answered by the page, in offsets of its text", async ({ page }) => {
  await page.goto(`${site.url}/blank.html`);
  await page.evaluate(async () => {
    const { mountEditor } = await import("/www/editor/loader.js");
    window.asked = [];
    const option = { label: "Succeed", kind: "word", detail: "ends well", about: { text: "Ends `all`.", source: "SUC" } };
    const answers = {
      complete: { from: 12, options: [{ ...option, from: 12, to: 14, text: "Succeed", stops: [] }] },
      named: { from: 12, to: 19, name: "Succeed", declared: { from: 0, to: 1 }, jumps: [{ from: 12, to: 19 }] },
      rename: { refused: "No." },
      fixes: [],
      format: { refused: "Not now." },
    };
    window.editor = await mountEditor(document.getElementById("editor"), {
      doc: "a: 1\r\nType: Su",
      label: "Definition",
      ask(name, text, offset, word) {
        window.asked.push([name, offset, word]);
        return answers[name] ?? null;
      },
    });
    window.editor.reveal(14, 14);
  });
  const asked = () => page.evaluate(() => window.asked.splice(0));
  await page.keyboard.press("Control+Space");
  const offered = page.locator(".cm-tooltip-autocomplete li");
  await offered.waitFor();
  assert.equal(await page.locator(".cm-completionInfo code").textContent(), "all");
  await offered.click();
  assert.equal(await text(page), "a: 1\r\nType: Succeed");
  assert.deepEqual((await asked())[0], ["complete", 14, ""]);

  await page.keyboard.press("F12");
  assert.equal(await selected(page), "a");
  assert.deepEqual(await asked(), [["named", 19, ""]]);
  await page.keyboard.press("F2");
  const input = page.getByRole("dialog", { name: "Rename the step" }).getByRole("textbox", { name: "New name" });
  await input.fill("x");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("No.").waitFor();
  assert.deepEqual((await asked()).at(-1), ["rename", 1, "x"]);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Definition");

  await page.keyboard.press("Alt+Shift+F");
  await page.getByRole("dialog", { name: "Format" }).getByText("Not now.").waitFor();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".cm-popup").count(), 0);
  assert.equal(await text(page), "a: 1\r\nType: Succeed");
});

test("a strict content policy is kept when the nonce is given", async ({ page }) => {
  await mount(page, { doc: "a: [1]\n", nonce: "n1" }, "/strict.html");
  await page.evaluate(() => {
    window.editor.setDiagnostics([{ from: 0, to: 1, severity: "error", code: "x", message: "x" }]);
    window.editor.highlight(0, 1);
    window.editor.reveal(3, 6);
  });
  await page.keyboard.press("Control+f");
  await page.locator(".cm-search").waitFor();
  assert.equal(await background(page, ".cm-editor"), "rgb(255, 255, 255)");
  assert.match(await background(page, ".cm-highlighted"), /^color\(srgb 0\.26.* \/ 0\.11\)$/);
});

for (const theme of ["light", "dark"]) {
  test(`the ${theme} editor is accessible, its search and findings included`, async ({ page }) => {
    await mount(page, { doc: "# a step\nType: Task\nName: \"charge\"\nRetry: [{Max: 3, On: true}]\n" });
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
      window.editor.setDiagnostics([{ from: 15, to: 19, severity: "error", code: "x", message: "What is wrong." }]);
    }, theme);
    assert.deepEqual(await accessibilityIssues(page), []);
    await page.getByRole("textbox", { name: "Definition" }).focus();
    await page.keyboard.press("Control+f");
    await page.locator(".cm-search").waitFor();
    await page.keyboard.type("Task");
    assert.deepEqual(await accessibilityIssues(page), []);
  });
}

test("without the bundle a text area stands in, with the same handle", async ({ page, expectErrors }) => {
  expectErrors(/404/);
  // There is no editor.js beside this page.
  await mount(page, { doc: "a: 1\r\nbb: 2\r\n" }, "/elsewhere/blank.html");
  const area = page.getByRole("textbox", { name: "Definition" });
  assert.equal(await area.evaluate((element) => element.tagName), "TEXTAREA");
  await page.evaluate(() => window.editor.reveal(6, 8));
  assert.equal(await area.evaluate((element) => element.value.slice(element.selectionStart, element.selectionEnd)), "bb");
  await page.keyboard.type("c");
  assert.deepEqual(await changes(page), ["a: 1\r\nc: 2\r\n"]);
  assert.deepEqual(await cursors(page), [7]);
  await page.evaluate(() => {
    window.editor.setDiagnostics([{ from: 0, to: 1, severity: "error", code: "x", message: "x" }]);
    window.editor.highlight(0, 1);
    window.editor.setDoc("z: 1\n");
  });
  assert.equal(await area.getAttribute("aria-invalid"), "true");
  assert.equal(await text(page), "z: 1\n");
  assert.equal((await changes(page)).length, 1);
  await page.evaluate(() => window.editor.format());
  assert.equal(await text(page), "z: 1\n", "an editor without help formats nothing");
  await page.evaluate(() => window.editor.destroy());
  assert.equal(await area.count(), 0);
});
