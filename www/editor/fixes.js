// Edits that mend what is found at the cursor.

import { choices, openPopup } from "./popup.js";
import { prose } from "./prose.js";
import { apply } from "./steps.js";

/** Lists the edits for the findings at the cursor. */
export function showFixes(view, ask) {
  const fixes = ask("fixes", view.state.selection.main.head) ?? [];
  if (fixes.length === 0 || view.state.readOnly) {
    return false;
  }
  const items = fixes.map(({ title, edits }) => ({ label: prose(title), run: () => apply(view, edits) }));
  openPopup(view, view.state.selection.main.head, view.state.phrase("Quick fixes"), (close) => choices(close, items));
  return true;
}
