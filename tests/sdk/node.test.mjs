// The vendor's own SDK for Node.js drives the emulator, with nothing set but endpoint and keys.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const Client = createRequire(import.meta.url)("@alicloud/fnf-2019-03-15");

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.FLOWGLASS_PROGRAM ?? resolve(here, "../../target/debug/flowglass");
const keys = { accessKeyId: "LTAI-test", accessKeySecret: "secret-test" };

const PASS = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: first}\n  - {type: pass, name: second}\n";
const WAIT = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 3600}\n";

let emulator;
let endpoint;
let client;

/** Starts an emulator with more arguments; gives the process and its address once it says that it listens. */
function start(...more) {
  const scenario = join(here, "shop.scenario.yaml");
  const usual = ["emulate", "--listen", "127.0.0.1:0", "--flows", here, "--scenario", scenario];
  const child = spawn(program, [...usual, ...more], {
    env: {
      ...process.env,
      ALIBABA_CLOUD_ACCESS_KEY_ID: keys.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.accessKeySecret,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((done, fail) => {
    let said = "";
    child.on("error", fail);
    child.on("exit", (status) => fail(new Error(`the emulator ended with ${status}: ${said}`)));
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      said += text;
      const address = /http:\/\/\S+/.exec(said);
      if (address && said.includes("from the environment")) {
        assert.ok(!said.includes(keys.accessKeySecret), "the secret is shown");
        done([child, address[0]]);
      }
    });
  });
}

before(async () => {
  [emulator, endpoint] = await start();
  client = new Client({ endpoint, ...keys });
});

after(() => emulator?.kill());

/** All pages of a list. */
async function pages(call, member, parameters) {
  const found = [];
  let next = {};
  do {
    const page = await call({ ...parameters, ...next });
    found.push(page[member]);
    next = page.NextToken ? { NextToken: page.NextToken } : undefined;
  } while (next);
  return found;
}

const create = (Name, Definition) => client.createFlow({ Name, Definition, Description: "", Type: "FDL" });

test("a flow is made, run and read", async () => {
  const made = await create("passes", PASS);
  assert.equal(made.Definition, PASS);
  assert.match(made.RequestId, /^[0-9A-F-]{36}$/);
  const Input = JSON.stringify({ "a b": "+ ~*/=&%'!()步" });
  const started = await client.startExecution({ FlowName: "passes", ExecutionName: "one", Input });
  assert.deepEqual([started.Status, started.Input, started.StoppedTime], ["Starting", Input, "1970-01-01T00:00:00Z"]);
  const ended = await client.describeExecution({ FlowName: "passes", ExecutionName: "one", WaitTimeSeconds: 20 });
  assert.deepEqual([ended.Status, ended.FlowDefinition], ["Succeeded", PASS]);
  const list = (parameters) => client.getExecutionHistory(parameters);
  const found = await pages(list, "Events", { FlowName: "passes", ExecutionName: "one", Limit: 4 });
  assert.deepEqual(found.map((page) => page.length), [4, 4, 2]);
  const events = found.flat();
  assert.deepEqual(events.map((event) => event.EventId), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal(events[0].Type, "ExecutionStarted");
  assert.deepEqual(JSON.parse(events[0].EventDetail), { input: JSON.parse(Input) });
  assert.equal(events[9].Type, "ExecutionSucceeded");
});

test("a scenario answers tasks, and a wait lasts until the end", async () => {
  await client.startExecution({ FlowName: "shop", ExecutionName: "one", Input: "{}" });
  const now = await client.describeExecution({ FlowName: "shop", ExecutionName: "one" });
  assert.equal(now.Status, "Running");
  const ended = await client.describeExecution({ FlowName: "shop", ExecutionName: "one", WaitTimeSeconds: 20 });
  assert.deepEqual([ended.Status, JSON.parse(ended.Output)], ["Succeeded", { paid: true }]);
});

test("executions are listed by filters and pages, and stopped", async () => {
  await create("waits", WAIT);
  const FlowName = "waits";
  for (const ExecutionName of ["a-1", "a-2", "b-1", "b-2", "b-3"]) {
    await client.startExecution({ FlowName, ExecutionName });
  }
  const stopped = await client.stopExecution({ FlowName, ExecutionName: "a-2", Error: "Operator", Cause: "no need" });
  assert.equal(stopped.Status, "Stopped");
  const list = (parameters) => client.listExecutions({ FlowName, ...parameters });
  const names = (page) => page.map((execution) => execution.Name);
  const all = await pages(list, "Executions", { Limit: 2 });
  assert.deepEqual(all.map((page) => page.length), [2, 2, 1]);
  assert.deepEqual(names(all.flat()).sort(), ["a-1", "a-2", "b-1", "b-2", "b-3"]);
  assert.deepEqual(names((await list({ Status: "Stopped" })).Executions), ["a-2"]);
  const prefixed = (await list({ ExecutionNamePrefix: "b-" })).Executions;
  assert.deepEqual(names(prefixed).sort(), ["b-1", "b-2", "b-3"]);
  const started = all.flat().find((execution) => execution.Name === "b-1").StartedTime;
  const window = (await list({ StartedTimeBegin: started, StartedTimeEnd: started })).Executions;
  assert.ok(names(window).includes("b-1"));
  assert.deepEqual((await list({ StartedTimeEnd: "2020-01-01T00:00:00Z" })).Executions, []);
});

test("a task waits for a report", async () => {
  const FlowName = "desk";
  const token = async (ExecutionName) => {
    for (;;) {
      const { Events } = await client.getExecutionHistory({ FlowName, ExecutionName });
      if (Events.some((event) => event.Type === "TaskSubmitted")) {
        return JSON.parse(Events.find((event) => event.Type === "TaskStarted").EventDetail).taskToken;
      }
    }
  };
  for (const [ExecutionName, report, status] of [
    ["one", (TaskToken) => client.reportTaskSucceeded({ TaskToken, Output: '{"by":"ann"}' }), "Succeeded"],
    ["two", (TaskToken) => client.reportTaskFailed({ TaskToken, Error: "Refused", Cause: "no" }), "Failed"],
  ]) {
    await client.startExecution({ FlowName, ExecutionName });
    const reported = await report(await token(ExecutionName));
    assert.ok(reported.EventId > 1, JSON.stringify(reported));
    const ended = await client.describeExecution({ FlowName, ExecutionName, WaitTimeSeconds: 20 });
    assert.equal(ended.Status, status);
  }
});

test("a task is told when an execution ends", async () => {
  await create("told", "Type: StateMachine\nSpecVersion: v1\nName: told\nStartAt: p\nStates:\n  - {Type: Pass, Name: p, End: true}\n");
  await client.startExecution({ FlowName: "desk", ExecutionName: "asks" });
  let taskToken;
  while (!taskToken) {
    const { Events } = await client.getExecutionHistory({ FlowName: "desk", ExecutionName: "asks" });
    const submitted = Events.some((event) => event.Type === "TaskSubmitted");
    const started = Events.find((event) => submitted && event.Type === "TaskStarted");
    taskToken = started && JSON.parse(started.EventDetail).taskToken;
  }
  const Input = '{"by":"child"}';
  await client.startExecution({ FlowName: "told", Input, CallbackFnFTaskToken: taskToken });
  const ended = await client.describeExecution({ FlowName: "desk", ExecutionName: "asks", WaitTimeSeconds: 20 });
  assert.deepEqual([ended.Status, JSON.parse(ended.Output)], ["Succeeded", { by: "child" }]);
});

test("errors can be ordered, and rates be the service's", async () => {
  const [child, address] = await start("--fault", "ListFlows=InternalServerError@2", "--throttle", "--clock", "virtual");
  try {
    const other = new Client({ endpoint: address, ...keys });
    const codes = [];
    for (let call = 1; call <= 12; call += 1) {
      codes.push(await other.listFlows().then(() => "", (error) => error.code));
    }
    assert.deepEqual(codes, ["", "InternalServerError", ...Array(9).fill(""), "ResourceThrottled"]);
    assert.ok(await other.listFlows());
  } finally {
    child.kill();
  }
});

test("errors are the service's", async () => {
  const refused = async (call, code, message) => {
    await assert.rejects(call, (error) => {
      assert.equal(error.code, code);
      assert.equal(error.data.Message, message);
      assert.match(error.data.RequestId, /^[0-9A-F-]{36}$/);
      return true;
    });
  };
  await refused(client.describeFlow({ Name: "nobody" }), "FlowNotExists", "Flow nobody does not exist.");
  const gone = { FlowName: "shop", ExecutionName: "nobody" };
  const words = "Execution nobody for flow shop does not exist.";
  await refused(client.getExecutionHistory(gone), "ExecutionNotExists", words);
  await refused(create("shop", PASS), "FlowAlreadyExists", "Flow shop already exists.");
  const other = new Client({ endpoint, ...keys, accessKeySecret: "wrong" });
  const signature =
    "The request signature we calculated does not match the signature you provided. Check your access key and signing method.";
  await refused(other.listFlows(), "SignatureNotMatch", signature);
  const unknown = new Client({ endpoint, ...keys, accessKeyId: "LTAI-other" });
  await refused(unknown.listFlows(), "InvalidAccessKeyID", "The AccessKey ID LTAI-other is invalid.");
});
