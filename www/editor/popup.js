// A small window at a place of the text that takes the focus: a new name, a list to choose from.

import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, showTooltip } from "@codemirror/view";

/** Opens `{pos, build}` or, with null, closes. `build(view, close)` gives the element; `close()` leads back to the text. */
const setPopup = StateEffect.define();

/** Keeps the popup; a change of the text closes it. */
export const popupField = StateField.define({
  create: () => null,
  update(popup, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setPopup)) {
        return effect.value;
      }
    }
    return transaction.docChanged ? null : popup;
  },
  provide: (field) => showTooltip.from(field),
});

/** Opens a popup at `pos` with the element that `build(close)` makes; its first field or button takes the focus, or the element. */
export function openPopup(view, pos, label, build) {
  const close = () => {
    view.dispatch({ effects: setPopup.of(null) });
    view.focus();
  };
  const create = () => {
    const dom = document.createElement("div");
    dom.className = "cm-popup";
    dom.setAttribute("role", "dialog");
    dom.setAttribute("aria-label", label);
    dom.append(build(close));
    dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    dom.addEventListener("focusout", (event) => {
      if (event.relatedTarget !== null && !dom.contains(event.relatedTarget)) {
        view.dispatch({ effects: setPopup.of(null) });
      }
    });
    // At once, so that no key that is pressed next goes into the text; its place on the screen comes a moment later.
    return { dom, mount: () => dom.querySelector("input, button, [tabindex]")?.focus({ preventScroll: true }) };
  };
  view.dispatch({ effects: [setPopup.of({ pos, create }), EditorView.scrollIntoView(pos, { yMargin: 80 })] });
}

/** Tells something at the cursor; the button leads back to the text. */
export function openNote(view, label, words) {
  openPopup(view, view.state.selection.main.head, label, (close) => {
    const note = document.createElement("div");
    const paragraph = document.createElement("p");
    const button = document.createElement("button");
    note.className = "cm-note";
    paragraph.textContent = words;
    paragraph.setAttribute("role", "alert");
    button.type = "button";
    button.className = "cm-button";
    button.textContent = view.state.phrase("Close");
    button.addEventListener("click", close);
    note.append(paragraph, button);
    return note;
  });
}

/** A list of `{label, detail, run}`; arrow keys move in it, and what is chosen runs once the popup is closed. */
export function choices(close, items) {
  const list = document.createElement("ul");
  for (const { label, detail, run } of items) {
    const button = document.createElement("button");
    button.type = "button";
    const words = document.createElement("span");
    words.append(...label);
    button.append(words);
    if (detail) {
      const small = document.createElement("span");
      small.className = "cm-choice-detail";
      small.textContent = detail;
      button.append(small);
    }
    button.addEventListener("click", () => {
      close();
      run();
    });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  list.addEventListener("keydown", (event) => {
    const down = event.key === "ArrowDown";
    if (down || event.key === "ArrowUp") {
      event.preventDefault();
      const item = document.activeElement.closest("li");
      const next = down ? item?.nextElementSibling : item?.previousElementSibling;
      next?.firstElementChild.focus();
    }
  });
  return list;
}
