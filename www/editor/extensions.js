// What the editor can do: language, folding, search, history, keys. How it looks is in `theme.js`.

import { completionKeymap } from "@codemirror/autocomplete";
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
import { help } from "./help.js";
import { highlightField } from "./highlight.js";
import { theme } from "./theme.js";

/** All extensions for the options of `mountEditor`; `ask` (see `help.js`) is null for an editor that knows no language. */
export function extensions(options, ask) {
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
    ask ? help(ask) : [],
    search({ top: true }),
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
