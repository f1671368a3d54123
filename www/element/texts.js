// Where an element's definition, scenario and history come from: addresses in attributes, or children.

import { Problem } from "./problem.js";

/** Longer texts are not taken, in UTF-16 units; a definition has at most a megabyte, a history 5,000 events. */
const MOST = 32 * 1024 * 1024;

const KINDS = {
  definition: {
    attribute: "src",
    children: ":scope > pre:not([data-for]), :scope > script[type='application/yaml']:not([data-for])",
  },
  history: { attribute: "history", children: ":scope > script[data-for='history']" },
  scenario: { attribute: "scenario", children: ":scope > [data-for='scenario']:is(pre, script[type='application/yaml'])" },
};

/**
 * The texts of an element; what it does not have is `null`, an attribute wins over a child.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @returns {Promise<{name: string, definition: string, history: string | null, scenario: string | null}>}
 */
export async function textsOf(element, signal) {
  const [definition, history, scenario] = await Promise.all(
    ["definition", "history", "scenario"].map((kind) => textOf(element, kind, signal)),
  );
  if (definition === null) {
    throw new Problem("There is no definition here: the element needs `src`, or a `<pre>` with the definition inside.", "definition");
  }
  return { name: nameOf(element), definition, history, scenario };
}

async function textOf(element, kind, signal) {
  const { attribute, children } = KINDS[kind];
  const address = element.getAttribute(attribute);
  if (address !== null) {
    return fetched(address, element.ownerDocument.baseURI, kind, signal);
  }
  return element.querySelector(children)?.textContent ?? null;
}

async function fetched(address, base, kind, signal) {
  let response;
  try {
    response = await fetch(new URL(address, base), { signal });
  } catch (error) {
    throw whyNot(error, signal, `The ${kind} ${address} could not be loaded: ${error.message}.`, kind);
  }
  if (!response.ok) {
    const said = `${response.status} ${response.statusText}`.trim();
    throw new Problem(`The ${kind} ${address} could not be loaded: the server answers ${said}.`, kind);
  }
  let text;
  try {
    text = await response.text();
  } catch (error) {
    throw whyNot(error, signal, `The ${kind} ${address} could not be read to its end: ${error.message}.`, kind);
  }
  if (text.length > MOST) {
    throw new Problem(`The ${kind} ${address} is too long to be shown here.`, kind);
  }
  return text;
}

/** What was given up on purpose stays what it is; its owner looks for that. */
function whyNot(error, signal, words, kind) {
  return signal.aborted ? error : new Problem(words, kind);
}

/** The file name of the definition, without folders. */
function nameOf(element) {
  const address = element.getAttribute("src");
  const file = address?.split(/[?#]/, 1)[0].split("/").pop();
  return file || "flow.flow.yaml";
}
