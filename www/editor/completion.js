// What can be written at the cursor, and how it is written.

import { autocompletion, pickedCompletion, snippet, startCompletion } from "@codemirror/autocomplete";
import { prose } from "./prose.js";

/** Longer than any list is, so that the first of a list comes first. */
const TOP = 99;

/** In longer texts (UTF-16 units) a list comes when it is asked for only: whoever types does not wait for the text to be read. */
const MOST_UNASKED = 200_000;

/** Completion from the answers to "complete"; `ask` is that of `ask.js`. */
export function completion(ask) {
  return autocompletion({ override: [(context) => complete(context, ask)], icons: false, addToOptions: [{ render: kindMark, position: 20 }] });
}

function complete(context, ask) {
  const { doc } = context.state;
  // Whoever indents a new line does not want a list with every blank.
  if (!context.explicit && (doc.length > MOST_UNASKED || doc.lineAt(context.pos).text.trim() === "")) {
    return null;
  }
  const found = ask("complete", context.pos);
  if (!found) {
    return null;
  }
  const options = found.options.map((choice, index) => ({
    label: choice.label,
    detail: choice.detail || undefined,
    type: choice.kind,
    boost: Math.max(TOP - index, -TOP),
    info: choice.about ? () => described(choice.about) : undefined,
    apply: (view, completion, _from, to) => write(view, completion, choice, to, to - context.pos),
  }));
  return { from: found.from, options, validFor: /^\$?[\p{L}\p{N}_-]*$/u };
}

/** A mark in the colour of what the option is; the kind is in words for those who do not see it. */
function kindMark(completion) {
  const mark = document.createElement("span");
  mark.className = `cm-kind cm-kind-${completion.type}`;
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

function described({ text, source }) {
  const dom = document.createElement("div");
  dom.className = "cm-about";
  dom.append(...prose(text));
  if (source) {
    const tag = document.createElement("span");
    tag.className = "cm-source";
    tag.textContent = source;
    dom.append(" ", tag);
  }
  return dom;
}

/** Replaces what the choice was made for, and the letters typed since, and selects what is there to be overwritten. */
function write(view, completion, choice, cursor, typed) {
  const to = Math.max(choice.to + typed, cursor);
  const template = choice.stops.length > 0 && templateOf(view.state, choice);
  if (!template) {
    const { from, text: insert } = choice;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
      scrollIntoView: true,
    });
    return;
  }
  snippet(template)(view, completion, choice.from, to);
  if (choice.kind === "key" && choice.stops.length === 1) {
    // The value to begin with is one of several: they are listed right away.
    startCompletion(view);
  }
}

/** The choice in CodeMirror's words for text with stops; it indents later lines as the first one is. */
function templateOf(state, { text, stops, from }) {
  const indent = /^\s*/.exec(state.doc.lineAt(from).text)[0];
  let marked = "";
  let at = 0;
  stops.forEach(({ from: start, to: end }, index) => {
    const word = text.slice(start, end);
    // A word with braces could not be told from the marks around it.
    marked += text.slice(at, start) + (/[{}]/.test(word) ? word : `\${${index + 1}:${word}}`);
    at = end;
  });
  const [first, ...rest] = (marked + text.slice(at)).split("\n");
  return rest.every((line) => line.startsWith(indent)) ? [first, ...rest.map((line) => line.slice(indent.length))].join("\n") : null;
}
