// Steps by their names: where one is declared, who leads to it, and another name for it.

import { EditorView } from "@codemirror/view";
import { choices, openPopup } from "./popup.js";

/** Goes from a jump to the step that it names; at the step itself, to what leads to it. */
export function goToDefinition(view, ask, pos = view.state.selection.main.head) {
  const named = ask("named", pos);
  if (!named) {
    return false;
  }
  if (named.from === named.declared.from) {
    return showUses(view, ask, pos);
  }
  select(view, named.declared);
  return true;
}

/** Lists the places that name the step at the cursor. */
export function showUses(view, ask, pos = view.state.selection.main.head) {
  const named = ask("named", pos);
  if (!named) {
    return false;
  }
  const { doc } = view.state;
  const places = [named.declared, ...named.jumps].sort((one, other) => one.from - other.from);
  const items = places.map((place) => {
    const line = doc.lineAt(place.from);
    return { label: [line.text.trim()], detail: String(line.number), run: () => select(view, place) };
  });
  openPopup(view, named.from, view.state.phrase("Uses of $", named.name), (close) => choices(close, items));
  return true;
}

/** Asks for another name of the step at the cursor, and gives it everywhere. */
export function renameStep(view, ask) {
  const pos = view.state.selection.main.head;
  const named = ask("named", pos);
  if (!named || view.state.readOnly) {
    return false;
  }
  const { state } = view;
  openPopup(view, named.from, state.phrase("Rename the step"), (close) => {
    const form = document.createElement("form");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const wrong = document.createElement("p");
    input.className = "cm-textfield";
    input.value = named.name;
    input.spellcheck = false;
    wrong.className = "cm-refused";
    wrong.setAttribute("role", "alert");
    label.append(state.phrase("New name"), input);
    const hint = document.createElement("p");
    hint.className = "cm-hint";
    hint.textContent = state.phrase(named.jumps.length === 1 ? "Enter renames it, and $ jump." : "Enter renames it, and $ jumps.", named.jumps.length);
    form.append(label, wrong, hint);
    input.addEventListener("focus", () => input.select());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim() === named.name) {
        close();
        return;
      }
      const answer = ask("rename", pos, input.value);
      if (answer?.edits) {
        close();
        apply(view, answer.edits);
      } else {
        wrong.textContent = answer?.refused ?? "";
        input.setAttribute("aria-invalid", "true");
      }
    });
    return form;
  });
  return true;
}

/** Writes the changes of an answer, in one step of the history. */
export function apply(view, edits) {
  view.dispatch({ changes: edits.map(({ from, to, text: insert }) => ({ from, to, insert })), userEvent: "input" });
}

/** Ctrl or Cmd with a click goes where F12 does. */
export function followClicks(ask) {
  return EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) {
        return false;
      }
      const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (pos === null || !goToDefinition(view, ask, pos)) {
        return false;
      }
      event.preventDefault();
      return true;
    },
  });
}

function select(view, { from, to }) {
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}
