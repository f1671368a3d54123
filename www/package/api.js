// What JavaScript calls. `index.d.ts` says what goes in and comes out.

import * as tools from "./tools/tools.js";

/** Something that was given cannot be used; the message says what and why. */
export class FlowglassError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "FlowglassError";
  }
}

export function check(definition, { mode = "Standard", language = "en" } = {}) {
  return guarded(() => tools.check(text(definition, "definition"), text(mode, "mode"), text(language, "language")));
}

export function parse(definition, { language = "en" } = {}) {
  return guarded(() => tools.parse(text(definition, "definition"), text(language, "language")));
}

export function renderSvg(definition, { theme = "auto", direction = "tb", history } = {}) {
  return guarded(() => tools.renderSvg(text(definition, "definition"), text(theme, "theme"), text(direction, "direction"), json(history, "history")));
}

export function renderMermaid(definition, { direction = "tb", history } = {}) {
  return guarded(() => tools.renderMermaid(text(definition, "definition"), text(direction, "direction"), json(history, "history")));
}

export function renderDot(definition, { direction = "tb", history } = {}) {
  return guarded(() => tools.renderDot(text(definition, "definition"), text(direction, "direction"), json(history, "history")));
}

export function simulate(definition, { name = "flow", scenario = "format: 1", input, flows = {} } = {}) {
  const others = Object.entries(flows).flatMap(([other, own]) => [other, text(own, `flow ${other}`)]);
  const told = typeof scenario === "string" ? scenario : json({ format: 1, ...scenario }, "scenario");
  return guarded(() => tools.simulate(text(definition, "definition"), text(name, "name"), told, json(input, "input"), others));
}

export function foldHistory(history, { events } = {}) {
  if (events !== undefined && !(Number.isSafeInteger(events) && events >= 0)) {
    throw new FlowglassError("`events` must be a whole number from 0.");
  }
  return guarded(() => tools.foldHistory(json(history, "history") ?? "", events === undefined ? undefined : Math.min(events, 0xffff_ffff)));
}

function text(value, what) {
  if (typeof value !== "string") {
    throw new FlowglassError(`The ${what} must be a text, and this is of type ${typeof value}.`);
  }
  return value;
}

/** A text stays; anything else becomes its JSON text. */
function json(value, what) {
  if (value === undefined || typeof value === "string") {
    return value;
  }
  try {
    const made = JSON.stringify(value);
    if (made !== undefined) {
      return made;
    }
  } catch (cause) {
    throw new FlowglassError(`The ${what} cannot be written as JSON: ${cause.message}`, { cause });
  }
  throw new FlowglassError(`The ${what} cannot be written as JSON.`);
}

function guarded(work) {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError) {
      throw new FlowglassError("Flowglass has stopped because of a mistake of its own; please load it anew.", { cause });
    }
    throw new FlowglassError(cause?.message ?? String(cause), { cause });
  }
}
