// The text editor: CodeMirror 6 behind the handle that `loader.js` describes. Bundled into `www/generated/editor.js`.
//
// Tab is not bound: it leaves the editor as it leaves every other field. Ctrl-m (Shift-Alt-m on macOS) and Escape followed by
// Tab, CodeMirror's own ways out, hold as well should a key map ever bind it.

import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { externally, followCursor, replaceText } from "./changes.js";
import { extensions } from "./extensions.js";
import { formatText } from "./format.js";
import { asking } from "./help.js";
import { setHighlight } from "./highlight.js";
import { TextOffsets } from "./loader.js";
import { prose } from "./prose.js";
import { apply } from "./steps.js";

/**
 * Puts a CodeMirror editor into `parent`; `loader.js` documents options and handle.
 *
 * @param {Element} parent
 * @param {object} options
 */
export function mountEditor(parent, options) {
  let offsets = new TextOffsets(options.doc ?? "");
  const ask = options.ask ? asking(options.ask, () => offsets) : null;
  const root = parent.getRootNode();
  const view = new EditorView({
    parent,
    root: root instanceof ShadowRoot ? root : document,
    state: EditorState.create({
      doc: offsets.text,
      extensions: [
        extensions(options, ask),
        followCursor({
          changed(state) {
            offsets = offsets.after(state.doc.toString());
            options.onChange?.(offsets.text);
          },
          moved: (position) => options.onCursor?.(offsets.toText(position)),
        }),
      ],
    }),
  });
  const range = (from, to) => {
    const [one, other] = [offsets.toEditor(from), offsets.toEditor(to)];
    return { from: Math.min(one, other), to: Math.max(one, other) };
  };

  /** A button below a finding. Its edit is for the text that the finding was made for. */
  const action = ({ title, edits }) => {
    const { text } = offsets;
    const placed = edits.map((edit) => ({ ...range(edit.from, edit.to), text: edit.text }));
    return { name: title.replaceAll("`", ""), apply: () => (offsets.text === text ? apply(view, placed) : undefined) };
  };

  return {
    setDoc(text) {
      const next = new TextOffsets(text);
      const change = replaceText(view.state, next.lines);
      offsets = next;
      if (change) {
        view.dispatch(change);
      }
    },
    getDoc: () => offsets.text,
    setDiagnostics(diagnostics) {
      // The code stands below the message, in small type.
      const shown = diagnostics.map(({ from, to, severity, code, message, fix }) => ({
        ...range(from, to),
        severity,
        message,
        renderMessage: () => worded(message),
        source: code,
        actions: fix && !options.readOnly ? [action(fix)] : [],
      }));
      view.dispatch(setDiagnostics(view.state, shown));
    },
    highlight(from, to) {
      const lines = from === null || from === undefined ? null : range(from, to ?? from);
      view.dispatch({ effects: setHighlight.of(lines), annotations: externally });
    },
    reveal(from, to) {
      const { from: anchor, to: head } = range(from, to ?? from);
      view.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: "center" }),
        annotations: externally,
      });
      view.focus();
    },
    show(from, to) {
      const { from: anchor } = range(from, to ?? from);
      view.dispatch({ effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: 80 }), annotations: externally });
    },
    format() {
      if (ask) {
        view.focus();
        formatText(view, ask);
      }
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** The words of a finding, with what is code set as code. */
function worded(message) {
  const words = document.createElement("span");
  words.append(...prose(message));
  return words;
}
