// What the editor knows of the language: the page answers, the editor asks and shows.

import { keymap } from "@codemirror/view";
import { completion } from "./completion.js";
import { showFixes } from "./fixes.js";
import { formatText } from "./format.js";
import { hover, showHover } from "./hover.js";
import { popupField } from "./popup.js";
import { followClicks, goToDefinition, renameStep, showUses } from "./steps.js";

/** The extensions; `ask` is the function that `asking` makes. */
export function help(ask) {
  const keys = [
    { key: "Shift-F1", run: (view) => showHover(view, ask), preventDefault: true },
    { key: "F12", run: (view) => goToDefinition(view, ask), preventDefault: true },
    { key: "Shift-F12", run: (view) => showUses(view, ask), preventDefault: true },
    { key: "F2", run: (view) => renameStep(view, ask), preventDefault: true },
    { key: "Mod-.", run: (view) => showFixes(view, ask), preventDefault: true },
    { key: "Alt-Shift-f", run: (view) => formatText(view, ask), preventDefault: true },
  ];
  return [completion(ask), hover(ask), popupField, followClicks(ask), keymap.of(keys)];
}

/**
 * Makes `ask(name, position, word)`: it asks `answer(name, text, offset, word)`, and turns every place of the answer from
 * an offset in the text to a position in the editor.
 */
export function asking(answer, offsets) {
  return (name, position, word = "") => {
    const map = offsets();
    return placed(answer(name, map.text, map.toText(position), word), map);
  };
}

/** Members `from` and `to` are places of the text; `stops` are places inside of what is to be written. */
function placed(value, map) {
  if (Array.isArray(value)) {
    return value.map((item) => placed(item, map));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const place = (key, inner) => (key === "from" || key === "to" ? map.toEditor(inner) : key === "stops" ? inner : placed(inner, map));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, place(key, inner)]));
}
