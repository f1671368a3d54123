// Where executions come from: those that ran here, the sample account, and a gateway that answers well, badly or not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { extname, join, normalize } from "node:path";
import { accessibilityIssues, dist, serve, test } from "./harness.mjs";

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

let plain;
before(async () => {
  plain = await serve({ "/": dist });
});
after(() => plain.close());

/**
 * Serves the app, and answers below `/api/` with `answer(request, response, url)`.
 *
 * @returns {Promise<{url: string, asked: string[], close: () => Promise<void>}>}
 */
async function gateway(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    if (url.pathname.startsWith("/api/")) {
      asked.push(`${request.method} ${url.pathname}${url.search}`);
      return answer(request, response, url);
    }
    const file = join(dist, normalize(url.pathname === "/" ? "/index.html" : url.pathname));
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise((started) => server.listen(0, "127.0.0.1", started));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}

const json = (response, status, body) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

const SESSION = { region: "cn-hangzhou", endpoint: "https://cn-hangzhou.fnf.aliyuncs.com", signature: "v1", write: false };
const DEFINITION = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: first}\n  - {type: pass, name: second}\n";
const EXECUTION = {
  FlowName: "shop",
  Name: "run-1",
  Status: "Succeeded",
  StartedTime: "2026-01-01T00:00:00.000Z",
  StoppedTime: "2026-01-01T00:00:01.000Z",
  Input: "{\"n\":1}",
  Output: "{\"n\":2}",
  FlowDefinition: DEFINITION,
};
const TYPES_OF_EVENTS = [
  ["", "ExecutionStarted", "{\"input\":{\"n\":1}}"],
  ["first", "StepEntered", "{\"input\":{\"n\":1},\"local\":{}}"],
  ["first", "StepStarted", "{}"],
  ["first", "StepSucceeded", "{}"],
  ["first", "StepExited", "{\"output\":{}}"],
  ["second", "StepEntered", "{\"input\":{},\"local\":{}}"],
  ["second", "StepStarted", "{}"],
  ["second", "StepSucceeded", "{}"],
  ["second", "StepExited", "{\"output\":{}}"],
  ["", "ExecutionSucceeded", "{\"output\":{\"n\":2}}"],
];
const EVENTS = TYPES_OF_EVENTS.map(([StepName, Type, EventDetail], index) => ({
  StepName,
  Type,
  EventDetail,
  EventId: index + 1,
  ScheduleEventId: index,
  Time: new Date(Date.UTC(2026, 0, 1) + index * 100).toISOString(),
}));

/** A gateway that answers well, but for what `other` answers itself: it says so by returning true. */
const well = (other = () => false) => gateway((request, response, url) => {
  if (other(request, response, url)) {
    return;
  }
  const token = url.searchParams.get("token");
  switch (url.pathname) {
    case "/api/session":
      return json(response, 200, SESSION);
    case "/api/flows":
      return json(response, 200, token === null
        ? { Flows: [{ Name: "shop", Definition: DEFINITION, Description: "sells things" }], NextToken: "more" }
        : { Flows: [{ Name: "ware", Definition: DEFINITION, Description: "" }] });
    case "/api/flows/shop/executions":
      return json(response, 200, { Executions: [EXECUTION] });
    case "/api/flows/shop/executions/run-1":
      return json(response, 200, EXECUTION);
    case "/api/flows/shop/executions/run-1/history":
      return json(response, 200, token === null
        ? { Events: EVENTS.slice(0, 4), NextToken: "5" }
        : { Events: EVENTS.slice(4) });
    default:
      return json(response, 404, { Code: "NotFound", Message: "There is nothing.", Advice: "Go back." });
  }
});

const node = (page, name) => page.locator("[data-node]", { has: page.getByText(name, { exact: true }) }).last();
const state = async (page, name) => ((await node(page, name).getAttribute("class")) ?? "").match(/is-(?!selected)[\w-]+/)?.[0] ?? "";
const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });

/** Opens the page and switches to CloudFlow. */
async function open(page, url) {
  await page.goto(`${url}/`);
  await page.locator("[data-node]").first().waitFor();
  await button(page, "CloudFlow").click();
}

async function openSample(page) {
  await open(page, plain.url);
  await page.getByText("Real executions need a gateway").waitFor();
  await page.getByRole("link", { name: "Try it with a sample account" }).click();
  await button(page, /^order /).waitFor();
}

/** What a plain server answers to the question for a gateway. */
const NO_GATEWAY = /404.*api\/session/;

test("executions that ran here are listed by name and come back with their texts", async ({ page }) => {
  await page.goto(`${plain.url}/`);
  await page.locator("[data-node]").first().waitFor();
  await button(page, "Run").click();
  await button(page, "Run").click();
  await page.getByRole("combobox", { name: "Flow" }).selectOption("leave-request.flow.yaml");
  await button(page, "Run").click();
  await page.getByRole("tab", { name: "Executions 3" }).click();
  assert.deepEqual(await page.locator(".listed-name:visible").allTextContents(), ["run", "run-2", "run"]);
  await button(page, /^run-2 Succeeded order/).click();
  await node(page, "Check stock").waitFor();
  await page.getByText("event 80 / 80").waitFor();
  await page.getByText("The texts are those that this execution ran with").waitFor();
  assert.equal(await page.locator("[aria-current=true] .listed-name:visible").textContent(), "run-2");
});

test("without a gateway the page says how to start one", async ({ page, expectErrors, screenshot }) => {
  expectErrors(NO_GATEWAY);
  await open(page, plain.url);
  await page.getByText("Real executions need a gateway").waitFor();
  await page.getByText("flowglass serve --region").waitFor();
  await screenshot("source-no-gateway");
  assert.deepEqual(await accessibilityIssues(page), []);
  await button(page, "Try again").click();
  await page.getByText("Real executions need a gateway").waitFor();
  // What was open here is still open.
  await button(page, "Simulate").click();
  await node(page, "Check stock").waitFor();
});

test("the sample account is read, filtered and paged", async ({ page, expectErrors, screenshot }) => {
  expectErrors(NO_GATEWAY);
  await openSample(page);
  await button(page, /^order /).click();
  const rows = page.locator(".listed:visible");
  await rows.nth(19).waitFor();
  assert.equal(await rows.count(), 20);
  await button(page, "Show more").click();
  await rows.nth(39).waitFor();
  await button(page, "Show more").click();
  await rows.nth(44).waitFor();
  assert.equal(await rows.count(), 45);
  assert.equal(await button(page, "Show more").count(), 0);

  // An execution is shown with its own definition and history; the list keeps its place.
  const list = page.getByRole("group", { name: "Executions" });
  await list.evaluate((element) => { element.scrollTop = 900; });
  await button(page, /^order-020 /).click();
  await page.getByText("event 80 / 80").waitFor();
  assert.equal(await state(page, "Check stock"), "is-succeeded");
  assert.equal(await state(page, "Back order"), "is-not-taken");
  const place = await list.evaluate((element) => element.scrollTop);
  assert.ok(place > 0);
  await page.getByRole("tab", { name: "Definition" }).click();
  const definition = page.getByRole("textbox", { name: "Definition" });
  await definition.click();
  await page.keyboard.type("x");
  assert.match(await definition.innerText(), /^Type: StateMachine/);
  await page.getByRole("tab", { name: "Executions" }).click();
  assert.equal(await list.evaluate((element) => element.scrollTop), place);
  await screenshot("source-sample");
  assert.deepEqual(await accessibilityIssues(page), []);

  await page.getByText("Filter", { exact: true }).click();
  await page.getByLabel("Status").selectOption("Failed");
  await page.locator(".listed:visible", { hasText: "Succeeded" }).first().waitFor({ state: "detached" });
  assert.deepEqual([...new Set(await page.locator(".listed:visible .chip").allTextContents())], ["Failed"]);
  await page.getByLabel("Status").selectOption("");
  await page.getByLabel("Name begins with").fill("order-00");
  await page.keyboard.press("Enter");
  await rows.nth(8).waitFor();
  await page.locator(".listed:visible", { hasText: "order-045" }).waitFor({ state: "detached" });
  assert.equal(await rows.count(), 9);
  await page.getByLabel("Started from (UTC)").fill("2099-01-01T00:00");
  await page.keyboard.press("Tab");
  await page.getByText("No execution fits the filter.").waitFor();
  await button(page, "Show all").click();
  await rows.nth(19).waitFor();
});

test("the sample account has an address of its own", async ({ page, expectErrors }) => {
  expectErrors(NO_GATEWAY);
  await openSample(page);
  assert.equal(new URL(page.url()).hash, "#sample");
  await page.reload();
  await button(page, /^order /).waitFor();
  await button(page, "Simulate").click();
  await node(page, "Check stock").waitFor();
  assert.equal(page.url(), `${plain.url}/`);
  await button(page, "CloudFlow").click();
  await button(page, "Leave").click();
  await page.getByText("Real executions need a gateway").waitFor();
  assert.equal(page.url(), `${plain.url}/`);
});

test("in the sample account executions are started, watched, answered and stopped", async ({ page, expectErrors, screenshot }) => {
  expectErrors(NO_GATEWAY);
  await openSample(page);
  await button(page, /^leave-request /).click();
  await page.getByText("Start an execution", { exact: true }).click();
  const input = page.getByLabel("Input (JSON)");
  assert.deepEqual(JSON.parse(await input.inputValue()), { who: "ann" }, "the input of the youngest execution is offered");
  await input.fill("[]");
  await page.getByText("The input has to be an object").waitFor();
  assert.ok(await button(page, "Start").isDisabled());
  await input.fill("{\"who\": \"bo\"}");
  await page.getByLabel("Name (made by the account when empty)").fill("mine");
  await button(page, "Start").click();
  await page.getByText("Ask waits for a report").waitFor();
  await page.getByText("live", { exact: true }).waitFor();
  await node(page, "Ask").click();
  assert.deepEqual(JSON.parse(await page.getByLabel("Input", { exact: true }).innerText()), { who: "bo" });
  await screenshot("source-waiting");
  await page.getByLabel("Output (JSON)").fill("{\"by\": \"cai\"}");
  await button(page, "Report success").click();
  await page.locator(".strip .chip", { hasText: "Succeeded" }).waitFor();
  assert.equal(await state(page, "Approved"), "is-succeeded");
  await page.locator(".listed.current .chip", { hasText: "Succeeded" }).waitFor();

  // The name is taken now, and the account says so in the service's words.
  await button(page, "Start").click();
  await page.getByText(/ExecutionAlreadyExists: Execution mine for flow leave-request already exists\./).waitFor();
  await button(page, "OK").click();

  await button(page, /^leave-request-002 /).click();
  await page.getByText("Ask waits for a report").waitFor();
  await page.locator(".reading").getByRole("button", { name: "Stop" }).click();
  await page.locator(".strip .chip", { hasText: "Stopped" }).waitFor();

  await button(page, "Simulate a copy").click();
  await page.getByRole("tab", { name: "Scenario" }).click();
  await page.getByRole("textbox", { name: "Scenario" }).getByText("ann").waitFor();
});

test("a running execution updates by itself while the slider stands at its end", async ({ page, expectErrors }) => {
  expectErrors(NO_GATEWAY);
  await openSample(page);
  await button(page, /^order /).click();
  await page.getByText("Start an execution", { exact: true }).click();
  await page.getByLabel("Input (JSON)").fill("{\"items\": [{\"sku\": \"lamp\"}]}");
  await button(page, "Start").click();
  // The depot is waited for in real time.
  await page.locator("[data-node].is-running", { hasText: "Wait for depot" }).waitFor();
  await page.locator(".strip .chip", { hasText: "Succeeded" }).waitFor();
  await page.getByText(/event (\d+) \/ \1$/).waitFor();
  assert.equal(await state(page, "Done"), "is-succeeded");
});

test("a gateway's account is shown, with its session and all pages", async ({ page }) => {
  const site = await well();
  try {
    await open(page, site.url);
    await page.getByText("cn-hangzhou", { exact: true }).waitFor();
    await page.getByText("read only").waitFor();
    await button(page, "Show more").click();
    await button(page, /^ware/).waitFor();
    await button(page, /^shop /).click();
    assert.equal(await page.getByText("Start an execution").count(), 0, "nothing is offered that is not allowed");
    await button(page, /^run-1 /).click();
    await page.getByText("event 10 / 10").waitFor();
    assert.equal(await state(page, "second"), "is-succeeded");
    await page.getByRole("tab", { name: "Result" }).click();
    assert.deepEqual(JSON.parse(await page.getByLabel("Output", { exact: true }).innerText()), { n: 2 });
    assert.ok(site.asked.includes("GET /api/flows/shop/executions/run-1/history?limit=999&token=5"), site.asked.join("\n"));
    assert.ok(!site.asked.some((ask) => ask.includes("/live")), "what has ended is not listened to");
    await button(page, "‹ Flows").click();
    await button(page, /^ware/).waitFor();
  } finally {
    await site.close();
  }
});

test("what the service refuses is told with code, message, request id and advice", async ({ page, expectErrors }) => {
  expectErrors(/403/);
  let refuse = true;
  const site = await well((request, response, url) => {
    if (!refuse || url.pathname !== "/api/flows") {
      return false;
    }
    json(response, 403, { Code: "AccessDenied", Message: "The resources doesn't belong to you.", RequestId: "R-17", Advice: "Ask for the right fnf:ListFlows." });
    return true;
  });
  try {
    await open(page, site.url);
    const note = page.getByRole("alert");
    await note.waitFor();
    for (const words of ["AccessDenied", "The resources doesn't belong to you.", "R-17", "Ask for the right fnf:ListFlows."]) {
      await note.getByText(words).waitFor();
    }
    refuse = false;
    await button(page, "Try again").click();
    await button(page, /^shop /).waitFor();
  } finally {
    await site.close();
  }
});

test("answers that are no JSON, broken or of another kind are told, and what was read stays", async ({ page, expectErrors }) => {
  expectErrors(/502/);
  const bad = [
    [502, "<html><body>Bad Gateway</body></html>", /HTTP 502.*It begins: <html>/s],
    [200, "{\"Events\":[{\"EventId\":5,", /UnreadableAnswer/],
    [200, "{\"Events\":[{\"EventId\":-5,\"Type\":\"StepEntered\"}]}", /UnreadableAnswer.*numbered from 1/s],
  ];
  const site = await well((request, response, url) => {
    if (!url.pathname.endsWith("/history") || !url.searchParams.has("token") || bad.length === 0) {
      return false;
    }
    const [status, body] = bad[0];
    response.writeHead(status, { "content-type": "text/html" });
    response.end(body);
    return true;
  });
  try {
    await open(page, site.url);
    await button(page, /^shop /).click();
    await button(page, /^run-1 /).click();
    while (bad.length > 0) {
      await page.getByRole("alert").getByText(bad[0][2]).or(page.getByRole("alert").filter({ hasText: bad[0][2] })).first().waitFor();
      await page.getByText("event 4 / 4").waitFor();
      bad.shift();
      await button(page, "Try again").click();
    }
    await page.getByText("event 10 / 10").waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  } finally {
    await site.close();
  }
});

test("reading is cancelled and goes on; what hangs ends with words", async ({ page, expectErrors }) => {
  expectErrors(/ERR_/);
  let hang = true;
  const site = await well((request, response, url) => hang && url.pathname.endsWith("/history") && url.searchParams.has("token"));
  try {
    await open(page, site.url);
    await button(page, /^shop /).click();
    await button(page, /^run-1 /).click();
    await page.getByText("Reading the history: 4 events so far").waitFor();
    await button(page, "Cancel").click();
    await page.getByText("Not read to the end: 4 events").waitFor();
    // From now on long waits are short.
    await page.evaluate(() => {
      const wait = window.setTimeout;
      window.setTimeout = (action, time, ...more) => wait(action, time > 10_000 ? 500 : time, ...more);
    });
    await button(page, "Read on").click();
    await page.getByText("Reading the history: 4 events so far").waitFor();
    await page.getByRole("alert").getByText("No answer came within 45 seconds.").waitFor();
    hang = false;
    await button(page, "Try again").click();
    await page.getByText("event 10 / 10").waitFor();
  } finally {
    await site.close();
  }
});

test("a browser that the gateway does not know is told how to get in", async ({ page, expectErrors }) => {
  expectErrors(/401/);
  const site = await gateway((request, response) => json(response, 401, {
    Code: "SessionRequired",
    Message: "This browser has not shown the gateway's token yet.",
    Advice: "Open the address that `flowglass serve` printed.",
  }));
  try {
    await open(page, site.url);
    const note = page.getByRole("alert");
    await note.getByText("SessionRequired").waitFor();
    await note.getByText("Open the address that").waitFor();
    await page.getByRole("link", { name: "Try it with a sample account" }).click();
    await button(page, /^order /).waitFor();
  } finally {
    await site.close();
  }
});

test("news come over a stream that breaks and comes back", async ({ page, expectErrors }) => {
  expectErrors(/ERR_/);
  const live = [];
  const running = { ...EXECUTION, Status: "Running", StoppedTime: "1970-01-01T00:00:00Z", Output: "" };
  let ended = false;
  const site = await well((request, response, url) => {
    if (url.pathname === "/api/flows/shop/executions/run-1") {
      json(response, 200, ended ? EXECUTION : running);
      return true;
    }
    if (url.pathname === "/api/flows/shop/executions") {
      json(response, 200, { Executions: [running] });
      return true;
    }
    if (url.pathname.endsWith("/history")) {
      json(response, 200, { Events: ended ? EVENTS : EVENTS.slice(0, 3) });
      return true;
    }
    if (url.pathname.endsWith("/live")) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("retry: 100\n\n");
      live.push(response);
      return true;
    }
    return false;
  });
  const send = (event, data) => live.at(-1).write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  try {
    await open(page, site.url);
    await button(page, /^shop /).click();
    await button(page, /^run-1 /).click();
    await page.getByText("event 3 / 3").waitFor();
    await page.getByText("live", { exact: true }).waitFor();
    assert.ok(site.asked.some((ask) => ask.endsWith("/live?after=3")), site.asked.join("\n"));
    send("history", { Events: EVENTS.slice(0, 5) });
    await page.getByText("event 5 / 5").waitFor();
    await page.getByRole("button", { name: "To the beginning" }).click();
    send("problem", { Code: "ResourceThrottled", Message: "Slowly.", Advice: "Wait." });
    await page.getByText("ResourceThrottled: trying again…").waitFor();
    send("history", { Events: EVENTS.slice(5, 6) });
    await page.getByText("event 0 / 6").waitFor();
    live.at(-1).destroy();
    await page.waitForFunction(() => document.body.innerText.includes("reconnecting…"));
    while (live.length < 2) {
      await new Promise((later) => setTimeout(later, 20));
    }
    ended = true;
    send("execution", EXECUTION);
    send("end", {});
    await page.getByText("event 0 / 10").waitFor();
    assert.equal(await page.getByText("live", { exact: true }).count(), 0);
  } finally {
    await site.close();
  }
});

for (const width of [1024, 420]) {
  test(`the sample account fits into a window of ${width} pixels`, async ({ page, expectErrors, screenshot }) => {
    expectErrors(NO_GATEWAY);
    const fits = async (name) => {
      await screenshot(`source-${width}-${name}`);
      const beyond = await page.locator(".page button:visible, .page input:visible").evaluateAll((controls, edge) => controls
        .filter((control) => !control.closest(".events") && control.getBoundingClientRect().right > edge)
        .map((control) => control.textContent || control.type), width);
      assert.deepEqual(beyond, []);
    };
    await openSample(page);
    await button(page, /^order /).click();
    await page.getByText("Filter", { exact: true }).click();
    await fits("list");
    await page.locator(".listed:visible").first().click();
    await page.getByText(/event (\d+) \/ \1$/).waitFor();
    await fits("diagram");
    // Where there is room for one part only, the one with the news is seen, and the others are a click away.
    const parts = page.getByRole("navigation", { name: "Parts of the page" });
    assert.equal(await parts.isVisible(), width < 720);
    await node(page, "Check stock").click();
    if (width < 720) {
      assert.equal(await page.getByRole("heading", { name: "Check stock" }).isVisible(), false);
      await button(page, "Step").click();
    }
    await page.getByRole("heading", { name: "Check stock" }).waitFor();
    await fits("step");
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { viewport: { width, height: 900 }, colorScheme: "dark" });
}
