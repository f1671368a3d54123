// The text editor: CodeMirror 6 behind the handle that `loader.js` describes. Bundled into `www/generated/editor.js`.
//
// Tab is not bound: it leaves the editor as it leaves every other field. Ctrl-m (Shift-Alt-m on macOS) and Escape followed by
// Tab, CodeMirror's own ways out, hold as well should a key map ever bind it.

import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { externally, followCursor, replaceText } from "./changes.js";
import { extensions } from "./extensions.js";
import { setHighlight } from "./highlight.js";
import { TextOffsets } from "./loader.js";

/**
 * Puts a CodeMirror editor into `parent`; `loader.js` documents options and handle.
 *
 * @param {Element} parent
 * @param {object} options
 */
export function mountEditor(parent, options) {
  let offsets = new TextOffsets(options.doc ?? "");
  const root = parent.getRootNode();
  const view = new EditorView({
    parent,
    root: root instanceof ShadowRoot ? root : document,
    state: EditorState.create({
      doc: offsets.text,
      extensions: [
        extensions(options, () => offsets),
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
      const shown = diagnostics.map(({ from, to, severity, code, message }) => ({ ...range(from, to), severity, message, source: code }));
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
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
