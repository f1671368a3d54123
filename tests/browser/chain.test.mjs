// The whole chain: the page asks the gateway, which signs and asks the emulator, which runs the flow on the real clock.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { repository, test } from "./harness.mjs";

const program = process.env.FLOWGLASS_PROGRAM ?? join(repository, "target/debug/flowglass");

/** Retries, branches and a wait that is long enough for a second page to come and look. */
const FLOW = `Type: StateMachine
SpecVersion: v1
Name: chain
StartAt: Both
States:
  - Type: Parallel
    Name: Both
    Branches:
      - StartAt: Charge
        States:
          - Type: Task
            Name: Charge
            Action: FC:InvokeFunction
            Parameters: {resourceArn: acs:fc:::functions/charge}
            Retry:
              - {Errors: [FC.ResourceThrottled], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1}
            End: true
      - StartAt: Depot
        States:
          - {Type: Wait, Name: Depot, Seconds: 12, End: true}
    Catch:
      - {Errors: [FnF.ALL], Next: Refund}
    Next: Ship
  - Type: Task
    Name: Ship
    Action: FC:InvokeFunction
    Parameters: {resourceArn: acs:fc:::functions/ship}
    Catch:
      - {Errors: [NoTruck], Next: Refund}
    End: true
  - {Type: Fail, Name: Refund, Code: Refunded, Detail: nothing was sent}
`;
const SCENARIO = `format: 1
flow: chain.flow.yaml
input: {order: 7}
tasks:
  - step: Charge
    outcomes:
      - {error: FC.ResourceThrottled, cause: busy, after: 200ms}
      - {output: {paid: true}, after: 300ms}
  - step: Ship
    outcomes:
      - {error: NoTruck, cause: all trucks are away, after: 100ms}
`;

const keys = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: `FLOWGLASS${randomBytes(6).toString("hex")}`,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: randomBytes(16).toString("hex"),
};

let folder;
let emulator;
let gateway;

/** Starts a part of the chain; what it says is collected, and `said` waits for words of it. */
function start(parameters) {
  const child = spawn(program, parameters, { env: { ...process.env, ...keys }, stdio: ["ignore", "pipe", "pipe"] });
  const part = { out: "", err: "", stop: () => child.kill() };
  child.stdout.setEncoding("utf8").on("data", (text) => { part.out += text; });
  child.stderr.setEncoding("utf8").on("data", (text) => { part.err += text; });
  part.said = async (pattern) => {
    const end = Date.now() + 10_000;
    for (;;) {
      const found = pattern.exec(part.out);
      if (found) {
        return found;
      }
      assert.ok(child.exitCode === null && Date.now() < end, `${parameters[0]} said: ${part.out}${part.err}`);
      await later(20);
    }
  };
  child.on("error", (error) => { part.err += error.message; });
  return part;
}

const later = (time) => new Promise((done) => setTimeout(done, time));

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "flowglass-chain-"));
  await writeFile(join(folder, "chain.flow.yaml"), FLOW);
  await writeFile(join(folder, "chain.scenario.yaml"), SCENARIO);
  emulator = start(["emulate", "--listen", "127.0.0.1:0", "--log", "--flows", folder, "--scenario", join(folder, "chain.scenario.yaml")]);
  const [, endpoint] = await emulator.said(/at (http:\/\/\S+)/);
  gateway = start(["serve", "--listen", "127.0.0.1:0", "--endpoint", endpoint, "--allow-write"]);
  gateway.url = (await gateway.said(/at (http:\/\/\S+)/))[1];
});

after(async () => {
  gateway?.stop();
  emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** How often the emulator was asked for a history. */
const historiesAsked = () => emulator.err.split("\n").filter((line) => line.includes("GetExecutionHistory")).length;

const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });

/** The status of every step of the picture, by name. */
const picture = (page) => page.locator("[data-node]").evaluateAll((nodes) => Object.fromEntries(nodes.map((node) => [
  node.querySelector("text")?.textContent ?? "",
  (node.getAttribute("class") ?? "").split(/\s+/).filter((name) => /^is-(?!selected)/.test(name)).join(" "),
])));

/** A history without what differs from one execution to the next. */
const comparable = (events) => events.map(({ Time, ...rest }) => rest);

test("an execution is started, watched live by two pages and ends as in the simulation", async ({ page, context, screenshot }) => {
  /** All that reached a page: the program itself, its files, and every answer; the open streams are read at their ends. */
  const received = [];
  context.on("response", (response) => received.push(response));
  await page.goto(gateway.url);
  await page.locator("[data-node]").first().waitFor();
  await button(page, "CloudFlow").click();
  await page.getByText("cn-hangzhou", { exact: true }).waitFor();
  await button(page, /^chain/).click();
  await page.getByText("This flow has no executions.").waitFor();
  await page.getByText("Start an execution", { exact: true }).click();
  // The name that the simulation gives too.
  await page.getByLabel("Name (made by the account when empty)").fill("run");
  await page.getByLabel("Input (JSON)").fill("{\"order\": 7}");
  await button(page, "Start").click();
  await page.getByText("live", { exact: true }).waitFor();
  await page.locator("[data-node].is-running", { hasText: "Depot" }).waitFor();
  await page.locator("[data-node].is-retrying, [data-node].is-succeeded", { hasText: "Charge" }).waitFor();
  await screenshot("chain-live");

  const other = await context.newPage();
  await other.goto(new URL("/", gateway.url).href);
  await other.locator("[data-node]").first().waitFor();
  await button(other, "CloudFlow").click();
  await button(other, /^chain/).click();
  await button(other, /^run /).click();
  await other.getByText("live", { exact: true }).waitFor();
  // Both pages look on for three seconds: a poller looks once a second, two would look twice as often.
  await later(500);
  const before = historiesAsked();
  await later(3_000);
  const asked = historiesAsked() - before;
  assert.ok(asked >= 1 && asked <= 4, `${asked} calls of GetExecutionHistory in three seconds\n${emulator.err}`);

  for (const each of [page, other]) {
    await each.locator(".strip .chip", { hasText: "Failed" }).waitFor({ timeout: 20_000 });
    await each.getByText(/event (\d+) \/ \1$/).waitFor();
  }
  assert.equal(await page.getByText("live", { exact: true }).count(), 0);
  const watched = await picture(page);
  assert.deepEqual(await picture(other), watched);
  await screenshot("chain-end");

  // The same flow and scenario, simulated on the command line: the same history, but for the times.
  const scenario = join(folder, "chain.scenario.yaml");
  const { stdout } = await promisify(execFile)(program, ["simulate", "--scenario", scenario, "--format", "json"]);
  const simulated = JSON.parse(stdout);
  const answer = await page.request.get(new URL("/api/flows/chain/executions/run/history?limit=999", gateway.url).href);
  assert.equal(answer.status(), 200);
  assert.deepEqual(comparable((await answer.json()).Events), comparable(simulated.Events));

  // And simulated in the page: the same picture.
  await button(page, "Simulate a copy").click();
  await page.getByRole("tab", { name: "Scenario" }).click();
  const editor = page.getByRole("textbox", { name: "Scenario" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((element, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, SCENARIO);
  await button(page, "Run").click();
  await page.locator(".strip .chip", { hasText: "Failed" }).waitFor();
  await page.getByText(/event (\d+) \/ \1$/).waitFor();
  assert.deepEqual(await picture(page), watched);

  // No key anywhere: not in what the gateway says, not in what it sent, not in what the page keeps and shows.
  const kept = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }));
  const places = new Map([["the gateway's output", Buffer.from(gateway.out + gateway.err)], ["the page", Buffer.from(kept)]]);
  for (const response of received) {
    const body = await response.body().catch(() => Buffer.alloc(0));
    places.set(response.url(), Buffer.concat([Buffer.from(JSON.stringify(await response.allHeaders())), body]));
  }
  assert.ok([...places].some(([place, bytes]) => place.endsWith(".wasm") && bytes.length > 1_000_000), "the program was looked at");
  for (const [place, bytes] of places) {
    for (const secret of Object.values(keys)) {
      assert.ok(!bytes.includes(secret), `${place} holds a key`);
    }
  }
});
