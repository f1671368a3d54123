// The soft background on the lines that belong to what is selected in the picture.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Sets the highlighted lines from a range of positions, `{from, to}`, or clears them with null. */
export const setHighlight = StateEffect.define();

const line = Decoration.line({ class: "cm-highlighted" });

/** Keeps the highlighted lines; they move with the text around them. */
export const highlightField = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let next = lines.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setHighlight)) {
        next = effect.value === null ? Decoration.none : decorate(transaction.state.doc, effect.value);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A range that ends where a line begins does not reach into that line. */
function decorate(doc, { from, to }) {
  const first = doc.lineAt(from).number;
  const end = doc.lineAt(to);
  const last = end.from === to && end.number > first ? end.number - 1 : end.number;
  const marks = [];
  for (let number = first; number <= last; number += 1) {
    marks.push(line.range(doc.line(number).from));
  }
  return Decoration.set(marks);
}
