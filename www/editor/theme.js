// How the editor looks: only custom properties of the page, so that light and dark switch without mounting anew.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const soft = (colour, percent) => `color-mix(in srgb, var(${colour}) ${percent}%, transparent)`;

/** A mark of the lint gutter: a shape for each severity, so that colour is never alone. */
const mark = (colour, shape) => ({ content: "normal", background: `var(${colour})`, clipPath: shape });
const wave = (colour) => ({
  backgroundImage: "none",
  paddingBottom: "0",
  textDecoration: `underline wavy var(${colour})`,
  textUnderlineOffset: "3px",
});

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--panel)", fontSize: "12.5px" },
  // A ring over everything: an outline would lie under the gutters and the coloured lines.
  "&.cm-focused": { outline: "none" },
  "&.cm-focused::after": {
    content: "''",
    position: "absolute",
    inset: "0",
    border: "2px solid var(--focus)",
    pointerEvents: "none",
    zIndex: "400",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.62", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection": {
    backgroundColor: soft("--accent", 26),
  },
  ".cm-activeLine": { backgroundColor: soft("--accent", 5) },
  ".cm-highlighted, .cm-highlighted.cm-activeLine": { backgroundColor: "var(--accent-soft)" },
  ".cm-gutters": { color: "var(--faint)", backgroundColor: "var(--panel)", borderRight: "1px solid var(--line)" },
  ".cm-activeLineGutter": { color: "var(--text)", backgroundColor: soft("--accent", 5) },
  ".cm-foldPlaceholder": {
    color: "var(--muted)",
    backgroundColor: "var(--group)",
    border: "1px solid var(--line-strong)",
    padding: "0 4px",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: soft("--accent", 18), outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--failed-soft)", outline: "1px solid var(--failed)" },
  ".cm-searchMatch": { backgroundColor: "var(--retry-soft)", outline: "1px solid var(--retry)" },
  ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: soft("--retry", 40) },
  ".cm-selectionMatch": { backgroundColor: soft("--accent", 12) },
  ".cm-specialChar": { color: "var(--failed)" },

  ".cm-panels": { color: "var(--text)", backgroundColor: "var(--raised)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { fontFamily: "var(--font)", fontSize: "13px", padding: "6px 28px 6px 8px" },
  ".cm-panel.cm-search label, .cm-panel.cm-search input, .cm-panel.cm-search button": { fontSize: "12px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--muted)", fontSize: "16px", minWidth: "24px", minHeight: "24px" },
  ".cm-textfield": {
    color: "var(--text)",
    backgroundColor: "var(--panel)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    padding: "3px 8px",
  },
  ".cm-button": {
    color: "var(--text)",
    backgroundColor: "var(--raised)",
    backgroundImage: "none",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    padding: "3px 10px",
    "&:active": { backgroundColor: "var(--accent-soft)", backgroundImage: "none" },
  },
  ".cm-textfield:focus-visible, .cm-button:focus-visible": { outline: "2px solid var(--focus)" },

  ".cm-tooltip": {
    color: "var(--text)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    fontFamily: "var(--font)",
    maxWidth: "min(420px, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--text)",
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionMatchedText": { color: "var(--accent)", textDecoration: "none", fontWeight: "600" },

  ".cm-lint-marker": { width: "10px", height: "10px", margin: "5px 2px" },
  ".cm-lint-marker-error": mark("--failed", "circle(50%)"),
  ".cm-lint-marker-warning": mark("--retry", "polygon(50% 0, 100% 100%, 0 100%)"),
  ".cm-lint-marker-info": mark("--running", "inset(1px round 2px)"),
  ".cm-lintRange-error": wave("--failed"),
  ".cm-lintRange-warning": wave("--retry"),
  ".cm-lintRange-info": wave("--running"),
  ".cm-lintRange-active": { backgroundColor: "var(--retry-soft)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--failed)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--retry)" },
  ".cm-lintPoint-info:after": { borderBottomColor: "var(--running)" },
  ".cm-diagnostic": { padding: "6px 10px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--failed)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--retry)" },
  ".cm-diagnostic-info": { borderLeft: "3px solid var(--running)" },
  ".cm-diagnosticSource": { color: "var(--muted)", opacity: "1", fontFamily: "var(--mono)", fontSize: "11px" },
  ".cm-panel.cm-panel-lint ul [aria-selected], .cm-panel.cm-panel-lint ul:focus [aria-selected]": {
    color: "var(--text)",
    backgroundColor: "var(--accent-soft)",
  },
});

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.string, tags.content], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.keyword], color: "var(--timedout)" },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: "var(--caught)" },
  { tag: [tags.comment], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: "var(--muted)" },
  { tag: [tags.invalid], color: "var(--failed)" },
]);

/** The editor's look and the colours of its words. */
export const theme = [look, syntaxHighlighting(words)];
