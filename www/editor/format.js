// The text in one style.

import { EditorView } from "@codemirror/view";
import { openNote } from "./popup.js";

/** Writes the text as the answer to "format" says, or tells why it cannot be done. */
export function formatText(view, ask) {
  const answer = view.state.readOnly ? null : ask("format", 0);
  if (answer?.refused) {
    openNote(view, view.state.phrase("Format"), answer.refused);
    return true;
  }
  if (typeof answer?.text !== "string") {
    return false;
  }
  const changes = changedLines(view.state.doc, answer.text.replace(/\r\n?/g, "\n").split("\n"));
  const words = view.state.phrase(changes.length === 0 ? "Nothing to format." : "Formatted.");
  view.dispatch({ changes, userEvent: "input", effects: EditorView.announce.of(words) });
  return true;
}

/**
 * The changes line by line, so that the cursor stays in its word: formatting moves words and leaves out empty lines, and
 * does nothing else.
 */
function changedLines(doc, lines) {
  const changes = [];
  const words = (text) => text.replace(/\s+/g, "");
  let next = 0;
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    const wanted = lines[next];
    if (wanted !== undefined && words(line.text) === words(wanted)) {
      if (line.text !== wanted) {
        changes.push(within(line, wanted));
      }
      next += 1;
    } else if (line.text.trim() === "") {
      changes.push(number < doc.lines ? { from: line.from, to: line.to + 1 } : { from: Math.max(line.from - 1, 0), to: line.to });
    } else {
      return [{ from: 0, to: doc.length, insert: lines.join("\n") }];
    }
  }
  const rest = lines.slice(next);
  return rest.length === 0 ? changes : [...changes, { from: doc.length, insert: `\n${rest.join("\n")}` }];
}

/** The change of a line from its first to its last letter that differs. */
function within(line, wanted) {
  const shorter = Math.min(line.length, wanted.length);
  let start = 0;
  while (start < shorter && line.text[start] === wanted[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && line.text[line.length - 1 - end] === wanted[wanted.length - 1 - end]) {
    end += 1;
  }
  return { from: line.from + start, to: line.to - end, insert: wanted.slice(start, wanted.length - end) };
}
