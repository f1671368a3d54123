// Where an element's definition, scenario and history come from: addresses in attributes, or children.

import { Problem, reason } from "./problem.js";

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
 * The definition of an element, and the file name that it goes by.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @returns {Promise<{name: string, definition: string}>}
 */
export async function definitionOf(element, signal) {
  const definition = await textOf(element, "definition", signal);
  if (definition === null) {
    throw new Problem((words) => words.noDefinition, "definition");
  }
  return { name: nameOf(element), definition };
}

/**
 * A text of an element, or `null` when it has none of this kind; an attribute wins over a child.
 *
 * @param {HTMLElement} element
 * @param {"definition" | "history" | "scenario"} kind
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
export async function textOf(element, kind, signal) {
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
    throw whyNot(error, signal, kind, (words) => words.notLoaded(words.kinds[kind], address, reason(error)));
  }
  if (!response.ok) {
    const answer = `${response.status} ${response.statusText}`.trim();
    throw new Problem((words) => words.answered(words.kinds[kind], address, answer), kind, true);
  }
  let text;
  try {
    text = await response.text();
  } catch (error) {
    throw whyNot(error, signal, kind, (words) => words.brokenOff(words.kinds[kind], address, reason(error)));
  }
  if (text.length > MOST) {
    throw new Problem((words) => words.tooLong(words.kinds[kind], address), kind);
  }
  return text;
}

/** What was given up on purpose stays what it is; its owner looks for that. */
function whyNot(error, signal, kind, say) {
  return signal.aborted ? error : new Problem(say, kind, true);
}

/** The file name of the definition, without folders. */
function nameOf(element) {
  const address = element.getAttribute("src");
  const file = address?.split(/[?#]/, 1)[0].split("/").pop();
  return file || "flow.flow.yaml";
}
