// What stands under the pointer, explained.

import { hoverTooltip } from "@codemirror/view";
import { openPopup } from "./popup.js";
import { prose } from "./prose.js";

/** Explanations from the answers to "hover". */
export function hover(ask) {
  return hoverTooltip((_view, pos) => explained(ask("hover", pos)), { hideOnChange: true });
}

/** The same at the cursor, for those who use no pointer. */
export function showHover(view, ask) {
  const told = ask("hover", view.state.selection.main.head);
  if (!told) {
    return false;
  }
  openPopup(view, told.from, view.state.phrase("Explanation"), () => {
    const dom = drawn(told);
    dom.tabIndex = -1;
    return dom;
  });
  return true;
}

function explained(told) {
  return told && { pos: told.from, end: told.to, above: true, create: () => ({ dom: drawn(told) }) };
}

function drawn({ title, about, rules }) {
  const dom = document.createElement("div");
  dom.className = "cm-help";
  if (title) {
    const head = element("div", "cm-help-title", title);
    if (about.source) {
      head.append(element("span", "cm-source", about.source));
    }
    dom.append(head, paragraphs(about.text));
  }
  for (const rule of rules) {
    const more = document.createElement("details");
    const summary = element("summary", "", "");
    summary.append(...prose(rule.title));
    more.append(summary, paragraphs(rule.text));
    dom.append(more);
  }
  return dom;
}

function paragraphs(text) {
  const all = document.createElement("div");
  for (const line of text.split("\n")) {
    const paragraph = document.createElement("p");
    paragraph.append(...prose(line));
    all.append(paragraph);
  }
  return all;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
