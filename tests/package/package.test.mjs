// The npm package as somebody installs it: its tarball in an empty project, its README's example, its types.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, "../..");
/** What `cargo xtask package` made. */
const built = resolve(process.env.FLOWGLASS_PACKAGE ?? join(repository, "target/package"));
/** What `cargo build` made. */
const program = resolve(process.env.FLOWGLASS_PROGRAM ?? join(repository, "target/debug/flowglass"));

let project;
before(() => {
  project = mkdtempSync(join(tmpdir(), "flowglass-package-"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  const tarball = readdirSync(built).find((name) => /^flowglass-.*\.tgz$/.test(name));
  assert.ok(tarball, `there is no tarball in ${built}; cargo xtask package makes it`);
  // The package needs no other, so nothing is asked of a registry.
  const shell = process.platform === "win32";
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", join(built, tarball)], { shell });
});
after(() => rmSync(project, { recursive: true, force: true }));

/** Runs a program in the project and returns what it prints. */
function run(program, words, options = {}) {
  const done = spawnSync(program, words, { cwd: project, encoding: "utf8", ...options });
  assert.equal(done.status, 0, `${program} ${words.join(" ")}\n${done.error ?? ""}${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** Runs a module in the project; what it returns by `console.log(JSON.stringify(…))` is returned. */
function evaluate(source) {
  return JSON.parse(run(process.execPath, ["--input-type=module", "-e", `import * as flowglass from "flowglass";\n${source}`]));
}

const FLOW = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: fetch, resourceArn: acs:fc:::services/s/functions/f}\n";

test("the example of the README prints what it says", () => {
  const readme = readFileSync(join(project, "node_modules/flowglass/README.md"), "utf8");
  const example = readme.match(/```js\n(.*?)```/s)[1];
  writeFileSync(join(project, "example.js"), example);
  const said = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, words]) => words);
  assert.equal(said.length, 6);
  assert.deepEqual(run(process.execPath, ["example.js"]).trimEnd().split("\n"), said);
});

test("what cannot be used is thrown with words", () => {
  const thrown = (call) => evaluate(`
    try { ${call}; console.log("null"); } catch (error) {
      console.log(JSON.stringify([error instanceof flowglass.FlowglassError, error.name, error.message]));
    }`);
  const check = (call, words) => {
    const [right, name, message] = thrown(call);
    assert.deepEqual([right, name], [true, "FlowglassError"], call);
    assert.ok(message.startsWith(words), `${call}: ${message}`);
  };
  check('flowglass.parse("[]")', "This is not a flow: it says neither `Type: StateMachine` nor `type: flow`.");
  check("flowglass.parse(5)", "The definition must be a text, and this is of type number.");
  check('flowglass.check("", {mode: "Fast"})', "There is no mode `Fast`");
  check('flowglass.check("", {language: "fr"})', "There is no language `fr`; there are en and zh.");
  check('flowglass.parse("", {language: 5})', "The language must be a text, and this is of type number.");
  check('flowglass.renderSvg("x")', "This is not a flow: ");
  check('flowglass.renderMermaid("x")', "This is not a flow: ");
  check('flowglass.renderDot("", {direction: "up"})', "There is no direction `up`; there are tb and lr.");
  check('flowglass.simulate("x")', "The definition has errors; the first: line 1, column 1: ");
  check(`flowglass.simulate(${JSON.stringify(FLOW)}, {input: []})`, "The input is of type array");
  check(`flowglass.simulate(${JSON.stringify(FLOW)}, {scenario: {taks: []}})`, "The scenario: ");
  check("flowglass.foldHistory({Events: 5})", "The history: ");
  check("flowglass.foldHistory({Events: []}, {events: -1})", "`events` must be a whole number from 0.");
  check("const loop = {}; loop.loop = loop; flowglass.foldHistory(loop)", "The history cannot be written as JSON");
});

test("a call that fails does not spoil the next one", () => {
  const errors = evaluate(`
    try { flowglass.parse("") } catch {}
    console.log(JSON.stringify(flowglass.check(${JSON.stringify(FLOW)}).errors));`);
  assert.equal(errors, 0);
});

test("the way of the README to apply a fix mends the text, and findings speak Chinese", () => {
  const readme = readFileSync(join(project, "node_modules/flowglass/README.md"), "utf8");
  const [, apply] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  const [mended, left, said] = evaluate(`
    let definition = "version: v1\\ntype: flow\\nsteps: [{type: pass, name: 𝄞}, {type: pass, name: 7}]\\n";
    const [finding] = flowglass.check(definition).findings;
    const said = flowglass.check(definition, { language: "zh" }).findings[0].what;
    ${apply}
    console.log(JSON.stringify([definition, flowglass.check(definition).findings.length, said]));`);
  assert.equal(mended, 'version: v1\ntype: flow\nsteps: [{type: pass, name: 𝄞}, {type: pass, name: "7"}]\n');
  assert.equal(left, 0);
  assert.match(said, /\p{Script=Han}/u);
});

test("objects are plain, and numbers are JavaScript's", () => {
  const [run, plain, output] = evaluate(`
    const run = flowglass.simulate(${JSON.stringify(FLOW)}, {
      name: "shop",
      input: { big: 9007199254740993 },
      scenario: { tasks: [{ step: "fetch", outcomes: [{ error: "Broken", cause: "why", times: 1 }] }] },
    });
    const folded = flowglass.foldHistory(run);
    console.log(JSON.stringify([run.Execution, Object.getPrototypeOf(folded) === Object.prototype, folded]));`);
  assert.deepEqual([run.FlowName, run.Status], ["shop", "Failed"]);
  assert.equal(plain, true);
  assert.deepEqual([output.status, output.runs[0].status, output.runs[0].error], ["Failed", "Failed", { error: "Broken", cause: "why" }]);
  assert.equal(output.error.error, "Broken");
});

test("pictures are byte for byte what the program renders", () => {
  const definition = join(repository, "www/examples/order.flow.yaml");
  const scenario = join(repository, "www/examples/order.scenario.yaml");
  const history = join(project, "run.json");
  run(program, ["simulate", definition, "--scenario", scenario, "--history-out", history]);
  const check = (call, direction, recorded, words) => {
    const made = evaluate(`
      import { readFileSync } from "node:fs";
      const text = (path) => readFileSync(path, "utf8");
      const history = ${JSON.stringify(recorded)};
      const options = { direction: ${JSON.stringify(direction)}, history: history === null ? undefined : text(history) };
      console.log(JSON.stringify(flowglass.${call}(text(${JSON.stringify(definition)}), options)));`);
    const more = recorded === null ? [] : ["--history", recorded];
    const wanted = run(program, ["render", definition, "--direction", direction, ...words, ...more]);
    // `assert.equal` would print both texts.
    assert.ok(made === wanted, `${call} ${direction} ${recorded}`);
    assert.equal(/succeeded/.test(wanted.replace(/<style>.*<\/style>/s, "")), recorded !== null, "the run is seen");
  };
  for (const direction of ["tb", "lr"]) {
    for (const recorded of [null, history]) {
      check("renderSvg", direction, recorded, ["--format", "svg"]);
      check("renderMermaid", direction, recorded, ["--format", "mermaid"]);
      check("renderDot", direction, recorded, ["--format", "dot"]);
    }
  }
});

test("nothing in the package tells where it was built", () => {
  for (const name of readdirSync(join(project, "node_modules/flowglass"), { recursive: true })) {
    if (/\.(js|wasm)$/.test(name)) {
      const contents = readFileSync(join(project, "node_modules/flowglass", name), "latin1");
      for (const place of [homedir(), repository]) {
        assert.ok(!contents.includes(`${place}/`), `${name} has ${place}`);
      }
    }
  }
});

test("the types hold under tsc --strict", () => {
  cpSync(join(here, "types.ts"), join(project, "types.ts"));
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  for (const resolution of [["NodeNext", "NodeNext"], ["ESNext", "Bundler"]]) {
    const [module, how] = resolution;
    run(process.execPath, [compiler, "--strict", "--noEmit", "--target", "ES2022", "--lib", "ES2022,DOM", "--module", module, "--moduleResolution", how, "types.ts"]);
  }
});
