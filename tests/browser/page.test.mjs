// The page as a person uses it: open or paste a flow, see it, run it, look into it.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { accessibilityIssues, dist, openWorkbench, serve, test } from "./harness.mjs";

let site;
before(async () => {
  site = await serve({ "/": dist });
});
after(() => site.close());

const open = (page) => openWorkbench(page, site.url);

/** Replaces the definition as a person would: select everything and paste. */
async function paste(page, text) {
  const editor = page.getByRole("textbox", { name: "Definition" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

const node = (page, name) => page.locator("[data-node]", { has: page.getByText(name, { exact: true }) }).last();
const state = async (page, name) => ((await node(page, name).getAttribute("class")) ?? "").match(/is-(?!selected)[\w-]+/)?.[0] ?? "";

const LEGACY = `version: v1
type: flow
steps:
  - type: task
    name: fetch
    resourceArn: acs:fc:::services/shop/functions/fetch
    outputMappings:
      - {target: answer, source: 42}
  - type: choice
    name: enough
    choices:
      - condition: $.answer > 40
        goto: done
    default:
      goto: nowhere
  - type: fail
    name: short
  - type: succeed
    name: done
    outputMappings:
      - {target: total, source: $input.answer}
`;

const MACHINE = `Type: StateMachine
SpecVersion: v1
Name: greet
StartAt: Hello
States:
  - Type: Pass
    Name: Hello
    OutputConstructor:
      text.$: format("hello {}", $Input.who)
    Nxt: World
    Next: World
  - Type: Pass
    Name: World
    End: true
`;

test("a first visit shows an example that is one click from running", async ({ page }) => {
  await open(page);
  await node(page, "Check stock").waitFor();
  assert.equal(await state(page, "Check stock"), "");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 80 / 80").waitFor();
  assert.equal(await state(page, "Check stock"), "is-succeeded");
  assert.equal(await state(page, "Back order"), "is-not-taken");
  await page.getByRole("tab", { name: "Result" }).click();
  await page.getByText("Succeeded after").waitFor();
});

test("the picture turns, and arrow keys turn with it", async ({ page }) => {
  await open(page);
  const place = (name) => node(page, name).boundingBox();
  const lies = async () => {
    const [before, after] = [await place("Check stock"), await place("Available")];
    return before.x + before.width < after.x;
  };
  await node(page, "Check stock").waitFor();
  assert.equal(await lies(), false);
  const turn = page.getByRole("button", { name: "Left to right" });
  await turn.click();
  await page.getByRole("button", { name: "Left to right", pressed: true }).waitFor();
  assert.equal(await lies(), true);
  await node(page, "Check stock").click();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { name: "Available" }).waitFor();
  await turn.click();
  assert.equal(await lies(), false);
});

test("a pasted flow of the older language is drawn, checked and run", async ({ page }) => {
  await open(page);
  await paste(page, LEGACY);
  await node(page, "enough").waitFor();
  await page.getByText("nowhere", { exact: true }).locator("visible=true").first().waitFor();
  await page.getByRole("tab", { name: /Problems/ }).click();
  const problem = page.getByRole("button", { name: /names no step: nowhere/ });
  await problem.click();
  // The click leads to the place in the text.
  assert.equal(await page.evaluate(() => getSelection().toString()), "nowhere");
  assert.ok((await page.locator(".cm-lint-marker-error").count()) > 0, "the gutter marks the line");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/event (\d+) \/ \1$/).waitFor();
  assert.equal(await state(page, "done"), "is-succeeded");
  assert.equal(await state(page, "short"), "is-not-taken");
  await node(page, "done").click();
  const output = page.getByLabel("Output", { exact: true });
  assert.deepEqual(JSON.parse(await output.innerText()), { total: 42 });
});

test("a flow of the older language is converted, and nothing is replaced without being asked", async ({ page }) => {
  await open(page);
  const convert = page.getByRole("button", { name: "Convert…" });
  assert.equal(await convert.count(), 0, "the example is written in the new language");
  await paste(page, LEGACY);
  await convert.click();
  // This one has an error; it is told, and nothing happens.
  await page.getByText("The definition has errors").waitFor();
  await page.getByRole("button", { name: "OK" }).click();
  const good = LEGACY.replace("goto: nowhere", "goto: done").replace("$.answer > 40", "$.answer == $.wanted");
  await paste(page, good);
  await convert.click();
  await page.getByText("Nothing is replaced yet.").waitFor();
  const text = () => page.evaluate(() => document.querySelector(".cm-content").innerText);
  assert.match(await text(), /type: flow/);
  await page.getByRole("button", { name: /right type only/ }).click();
  assert.match(await page.evaluate(() => getSelection().toString()), /answer == \$\.wanted/);
  assert.deepEqual(await accessibilityIssues(page), []);
  await page.getByRole("button", { name: "Use the new text" }).click();
  await page.getByText("The new definition is in the editor.").waitFor();
  assert.match(await text(), /Type: StateMachine/);
  await page.getByRole("banner").getByText("StateMachine").waitFor();
  // Undo in the editor brings the old text back, and the button does.
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("ControlOrMeta+z");
  await page.getByText("Nothing is replaced yet.").waitFor();
  assert.match(await text(), /type: flow/);
  await page.getByRole("button", { name: "Use the new text" }).click();
  await page.getByRole("button", { name: "Bring the old text back" }).click();
  await page.getByText("Nothing is replaced yet.").waitFor();
  await page.getByRole("button", { name: "Use the new text" }).click();
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.getByRole("tab", { name: /Conversion/ }).count(), 0);
  assert.match(await text(), /Type: StateMachine/);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/event (\d+) \/ \1$/).waitFor();
  assert.equal(await state(page, "done"), "is-succeeded");
});

test("a pasted flow of the new language is drawn, checked and run, and the slider shows every moment", async ({ page }) => {
  await open(page);
  await paste(page, MACHINE);
  await node(page, "Hello").waitFor();
  await page.getByRole("tab", { name: /Problems/ }).click();
  await page.getByRole("button", { name: /has no key Nxt/ }).waitFor();
  await page.getByRole("tab", { name: "Scenario" }).click();
  const scenario = page.getByRole("textbox", { name: "Scenario" });
  await scenario.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("format: 1\ninput: {who: Ann}");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("event 10 / 10").waitFor();
  const slider = page.getByRole("slider", { name: "Event" });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.getByText("event 0 / 10").waitFor();
  assert.equal(await state(page, "Hello"), "is-not-run");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("event 3 / 10").waitFor();
  assert.equal(await state(page, "Hello"), "is-running");
  assert.equal(await state(page, "World"), "is-not-run");
  await page.keyboard.press("End");
  assert.equal(await state(page, "World"), "is-succeeded");
  await node(page, "Hello").click();
  assert.deepEqual(JSON.parse(await page.getByLabel("Output", { exact: true }).innerText()), { text: "hello Ann" });
});

test("picture and text point at each other", async ({ page }) => {
  await open(page);
  await node(page, "Refund").click();
  await page.locator(".cm-highlighted", { hasText: "Name: Refund" }).waitFor();
  await page.locator(".cm-line", { hasText: "Name: Not delivered" }).scrollIntoViewIfNeeded();
  await page.locator(".cm-line", { hasText: "Name: Not delivered" }).click();
  await page.locator("[data-node].is-selected", { hasText: "Not delivered" }).waitFor();
});

test("broken text keeps the picture", async ({ page }) => {
  await open(page);
  const editor = page.getByRole("textbox", { name: "Definition" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("{{ not yaml ");
  await page.locator(".cm-lint-marker-error").first().waitFor();
  // What stands behind the broken line is read and drawn as it is.
  await node(page, "Check stock").waitFor();
  assert.equal(await page.getByText("picture of its last good state").count(), 0);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.getByText("picture of its last good state").waitFor();
  await paste(page, MACHINE);
  await node(page, "World").waitFor();
  assert.equal(await page.getByText("picture of its last good state").count(), 0);
});

test("a task that waits is answered by hand, and the execution goes on", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Flow" }).selectOption("leave-request.flow.yaml");
  await node(page, "Ask").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("Ask waits for a report").waitFor();
  assert.equal(await state(page, "Ask"), "is-waiting");
  await node(page, "Ask").click();
  await page.getByLabel("Error name").fill("Rejected");
  await page.getByRole("button", { name: "Report failure" }).click();
  await page.locator(".chip.is-failed").first().waitFor();
  assert.equal(await state(page, "Ask"), "is-caught");
  assert.equal(await state(page, "Declined"), "is-failed");
});

test("what was typed survives a reload", async ({ page }) => {
  await open(page);
  await paste(page, MACHINE);
  await node(page, "World").waitFor();
  await page.reload();
  await node(page, "World").waitFor();
});

test("hostile and huge input leaves the page usable", async ({ page }) => {
  await open(page);
  for (const text of ["\u0000\u0001", "[".repeat(10_000), "- ".repeat(10_000), "a: &a [*a]", "<script>alert(1)</script>", `Type: StateMachine\nStates:\n  - {Type: Pass, Name: '<img src=x onerror="document.title=1">', End: true}\n`]) {
    await paste(page, text);
    await page.getByRole("tab", { name: /Problems [1-9]/ }).waitFor();
  }
  await page.getByRole("treeitem", { name: /<img src=x/ }).waitFor();
  assert.equal(await page.title(), "Flowglass");
  await paste(page, MACHINE);
  await node(page, "World").waitFor();
});

test("a file of 5 MB is read and told about, and the page stays usable", async ({ page }) => {
  await open(page);
  const text = "version: v1\ntype: flow\nsteps:\n" + "  - {type: pass, name: a}\n".repeat(200_000);
  await page.getByLabel("Open…").setInputFiles({ name: "large.flow.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await page.getByText("This flow has 200000 steps").waitFor({ timeout: 30_000 });
  await page.getByRole("tab", { name: "Problems 1003" }).click();
  await page.getByText("803 more are marked in the text.").waitFor();
  await page.getByRole("combobox", { name: "Flow" }).selectOption("poll-job.flow.yaml");
  await node(page, "give it time").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page has no serious accessibility issue, ${colorScheme}`, async ({ page, screenshot }) => {
    await open(page);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("event 80 / 80").waitFor();
    await node(page, "Charge").click();
    await screenshot(`workbench-${colorScheme}`);
    assert.deepEqual(await accessibilityIssues(page), []);
  }, { colorScheme });
}

for (const width of [1440, 1024, 420]) {
  test(`nothing is wider than a window of ${width} pixels`, async ({ page, screenshot }) => {
    await open(page);
    await screenshot(`width-${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0);
    if (width < 720) {
      await page.getByRole("button", { name: "Text", exact: true }).click();
      await page.getByRole("textbox", { name: "Definition" }).click();
      await page.getByRole("tab", { name: /Problems/ }).waitFor();
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByText("event 80 / 80").waitFor();
      assert.ok(await node(page, "Check stock").isVisible(), "a run is seen in the diagram");
      assert.equal(await page.getByRole("textbox", { name: "Definition" }).isVisible(), false);
    }
  }, { viewport: { width, height: 900 } });
}

const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  order:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition: !Sub |
        version: v1
        type: flow
        steps:
          - {type: task, name: charge, resourceArn: "\${Charge.Arn}"}
          - {type: pass, name: thank}
  refund:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition:
        version: v1
        type: flow
        steps:
          - {type: pass, name: look up}
          - {type: tusk, name: pay back}
`;

test("a template with two flows: findings and steps are at home in the template", async ({ page }) => {
  await open(page);
  await page.getByLabel("Open…").setInputFiles({ name: "template.yml", mimeType: "text/yaml", buffer: Buffer.from(TEMPLATE) });
  await node(page, "charge").waitFor();
  await page.getByRole("tab", { name: /Problems/ }).click();
  await page.getByText("20:20", { exact: true }).waitFor();
  await page.locator(".cm-lint-marker-error").first().waitFor();

  const choice = page.getByLabel("Flow of the file");
  assert.deepEqual(await choice.locator("option").allTextContents(), ["order", "refund"]);
  await choice.selectOption("refund");
  await node(page, "pay back").waitFor();
  assert.equal(await node(page, "charge").count(), 0);
  await node(page, "look up").click();
  await page.locator(".cm-highlighted", { hasText: "look up" }).waitFor();

  await choice.selectOption("order");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("[data-node].is-succeeded", { hasText: "thank" }).waitFor();

  await paste(page, `resource "alicloud_fnf_flow" "only" {\n  definition = <<-EOF\n    version: v1\n    type: flow\n    steps:\n      - {type: pass, name: pasted}\n  EOF\n}\n`);
  await node(page, "pasted").waitFor();
  assert.equal(await choice.count(), 0, "one flow needs no choice");
});
