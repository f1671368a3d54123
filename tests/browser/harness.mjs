// What the browser tests share: a server for files on the loopback address, one Chromium for a test file, and a `test`
// that hands out a fresh page and fails when the page reports an error that the test did not announce.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test as nodeTest } from "node:test";
import { dirname, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** The folder of the repository. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The built app: `FLOWGLASS_DIST`, or `dist` when started by hand. */
export const dist = process.env.FLOWGLASS_DIST ?? join(repository, "dist");

/** No test may take longer, in milliseconds; a page that hangs then costs a minute and not the whole run. */
const TEST_TIME = 60_000;
/** How long a step (a click, a locator) waits before it fails, in milliseconds. */
const STEP_TIME = 10_000;

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".yaml": "text/yaml; charset=utf-8",
  ".yml": "text/yaml; charset=utf-8",
};

/**
 * Serves files on a free port of 127.0.0.1.
 *
 * @param {Record<string, string>} folders from path prefix ("/" or "/x/") to folder; the longest prefix that fits counts
 * @param {Record<string, string>} pages from path to the HTML that stands there, before any file
 * @returns {Promise<{url: string, close: () => Promise<void>}>} the address without a slash at its end
 */
export async function serve(folders, pages = {}) {
  const prefixes = Object.keys(folders).sort((one, other) => other.length - one.length);
  const server = createServer(async (request, response) => {
    const answer = (status, type, body) => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(body);
    };
    const path = pathOf(request.url);
    if (path !== null && Object.hasOwn(pages, path)) {
      return answer(200, TYPES[".html"], pages[path]);
    }
    const prefix = path === null ? undefined : prefixes.find((each) => path.startsWith(each));
    if (prefix === undefined) {
      return answer(404, "text/plain", "not found");
    }
    const folder = resolve(folders[prefix]);
    const file = join(folder, path.slice(prefix.length) || "index.html");
    if (!file.startsWith(folder + sep)) {
      return answer(403, "text/plain", "outside of the folder");
    }
    try {
      answer(200, TYPES[extname(file)] ?? "application/octet-stream", await readFile(file));
    } catch {
      answer(404, "text/plain", "not found");
    }
  });
  await new Promise((started, failed) => server.once("error", failed).listen(0, "127.0.0.1", started));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}

function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, "http://127.0.0.1").pathname);
  } catch {
    return null;
  }
}

let browser;

/** The Chromium of this test file, started when first asked for. */
async function startedBrowser() {
  const executablePath = process.env.CHROME;
  assert.ok(executablePath, "the environment variable CHROME must name a Chrome or Chromium program; `cargo xtask test` finds one");
  browser ??= chromium.launch({ executablePath, args: FLAGS });
  return browser;
}

after(async () => {
  await (await browser)?.close();
});

/**
 * A test with a fresh page (own storage, English, 1440 by 900, motion reduced).
 *
 * `run` gets `{page, context, screenshot, expectErrors}`. `screenshot(name)` writes `test-results/NAME.png` and returns
 * its path; `expectErrors(pattern)` announces that errors matching a regular expression are no failure. Options are those
 * of Playwright's `newContext`, among them `colorScheme`, `locale` and `viewport`.
 */
export function test(name, run, options = {}) {
  nodeTest(name, { timeout: TEST_TIME }, async () => {
    const context = await (await startedBrowser()).newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
    });
    try {
      context.setDefaultTimeout(STEP_TIME);
      const errors = [];
      const expected = [];
      const watch = (page) => {
        page.on("pageerror", (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
        page.on("console", (message) => {
          if (message.type() === "error") {
            errors.push(`console: ${message.text()} (${message.location().url})`);
          }
        });
      };
      context.on("page", watch);
      const page = await context.newPage();
      await run({
        page,
        context,
        screenshot: (picture) => screenshot(page, picture),
        expectErrors: (pattern) => expected.push(pattern),
      });
      const surprises = errors.filter((error) => !expected.some((pattern) => pattern.test(error)));
      assert.deepEqual(surprises, [], "the page reported errors");
    } finally {
      await context.close();
    }
  });
}

/**
 * What axe-core finds wrong with the page's accessibility, one line for each rule; the first frame only.
 *
 * @returns {Promise<string[]>}
 */
export async function accessibilityIssues(page) {
  const source = await readFile(join(repository, "node_modules/axe-core/axe.min.js"), "utf8");
  // Evaluated rather than added as an element, so that a page with a strict policy can be looked at too.
  await page.evaluate(`${source};0`);
  return page.evaluate(async () => {
    // A step's box shows its numbers as badges without blanks between; its accessible name begins with the visible name
    // and says the numbers in words, which this rule cannot see.
    const rules = { "label-content-name-mismatch": { enabled: false } };
    const { violations } = await window.axe.run(document, { rules });
    return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(" ")).join(", ")})`);
  });
}

async function screenshot(page, name) {
  const folder = join(repository, "test-results");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  return path;
}

/** Opens the page of a site, waits for picture and editor, and then opens a file with the text of a flow, if there is one. */
export async function openWorkbench(page, url, text) {
  await page.goto(`${url}/`);
  await page.locator("[data-node]").first().waitFor();
  // In a narrow window it is there and not seen.
  await page.locator(".cm-content").first().waitFor({ state: "attached" });
  if (text !== undefined) {
    await page.getByLabel("Open…").setInputFiles({ name: "mine.flow.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  }
}
