// Who changed the text or moved the cursor: the person, or the page through the handle.

import { isolateHistory } from "@codemirror/commands";
import { Annotation } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const external = Annotation.define();

/** Marks a transaction as the page's: it is not reported back to it. */
export const externally = external.of(true);

/**
 * Reports what the person does: `changed(state)` for the text, then `moved(position)` for the cursor.
 *
 * Undoing a change of the page counts as the person's.
 */
export function followCursor({ changed, moved }) {
  return EditorView.updateListener.of((update) => {
    const own = update.transactions.filter((transaction) => !transaction.annotation(external));
    if (own.some((transaction) => transaction.docChanged)) {
      changed(update.state);
    }
    const head = update.state.selection.main.head;
    if (own.some((transaction) => transaction.selection || transaction.docChanged) && head !== update.startState.selection.main.head) {
      moved(head);
    }
  });
}

/**
 * The transaction that turns the text into `lines` (with "\n" between lines), or null when it already is that.
 *
 * Only what differs is replaced, so that cursor, folds and scroll position stay; one step of the undo history.
 */
export function replaceText(state, lines) {
  const old = state.doc.toString();
  if (old === lines) {
    return null;
  }
  const shorter = Math.min(old.length, lines.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === lines.charCodeAt(start)) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && old.charCodeAt(old.length - 1 - end) === lines.charCodeAt(lines.length - 1 - end)) {
    end += 1;
  }
  return {
    changes: { from: start, to: old.length - end, insert: lines.slice(start, lines.length - end) },
    annotations: [externally, isolateHistory.of("full")],
  };
}
