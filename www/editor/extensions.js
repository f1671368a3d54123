// What the editor can do: language, folding, search, history, keys. How it looks is in `theme.js`.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { highlightField } from "./highlight.js";
import { theme } from "./theme.js";

/** All extensions for the options of `mountEditor`; `offsets` gives the map of the text as it is when called. */
export function extensions(options, offsets) {
  const completion = options.complete ? [autocompletion({ override: [completionSource(options.complete, offsets)] })] : [];
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    highlightField,
    search({ top: true }),
    completion,
    options.language === "json" ? json() : yaml(),
    keymap.of([...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
    theme,
    EditorState.readOnly.of(Boolean(options.readOnly)),
    EditorState.phrases.of(options.phrases ?? {}),
    // The tab index is what it would be anyway; tools that look for it take the scrolling text for unreachable without.
    EditorView.contentAttributes.of({ "aria-label": options.label ?? "", tabindex: "0" }),
    options.nonce ? EditorView.cspNonce.of(options.nonce) : [],
  ];
}

/**
 * Asks `complete(offset, explicit)` for `{from, options: [{label, detail?, info?, apply?}]}`, null, or a promise of either.
 *
 * `explicit` says that the person asked (Ctrl-Space); `from` is the offset where the word being completed begins.
 */
function completionSource(complete, offsets) {
  return async (context) => {
    const found = await complete(offsets().toText(context.pos), context.explicit);
    return found && { from: offsets().toEditor(found.from), options: found.options, validFor: /^[\w$.:-]*$/ };
  };
}
