// The page's door to the text editor: loads the bundle when an editor is first wanted, and offers a plain text area
// with the same handle when it cannot be loaded. This file is taken along by wasm-bindgen as it is, so it imports
// nothing; `index.js` takes `TextOffsets` from here.

/** The bundle beside the page, wherever the page lies. */
const BUNDLE = "editor.js";

/**
 * Puts an editor into `parent` and resolves to its handle.
 *
 * Options: `doc` (text), `label` (what a screen reader says), `language` ("yaml" or "json"), `readOnly`,
 * `onChange(text)` and `onCursor(offset)` (called for what the person does, never for what the handle does),
 * `ask(name, text, offset, word)` (optional; answers at once what `help.js` and `format.js` ask), `phrases` (optional; CodeMirror's words, translated),
 * `nonce` (optional; for a page whose policy wants one on style elements; otherwise the content of the page's
 * `<meta name="csp-nonce">`, if it has one).
 *
 * The handle has `setDoc(text)`, `getDoc()`, `setDiagnostics([{from, to, severity, code, message, fix}])`, `format()`,
 * `highlight(from, to)` (null clears), `reveal(from, to)` (selects, scrolls there and takes the focus), `show(from, to)`
 * (only scrolls), `focus()` and `destroy()`. Offsets count UTF-16 units of the text as it was last handed in or out, and
 * are clamped to it.
 *
 * @param {Element} parent
 * @param {object} options
 * @returns {Promise<object>}
 */
export async function mountEditor(parent, options) {
  let bundle;
  try {
    bundle = await import(new URL(BUNDLE, document.baseURI).href);
  } catch (error) {
    console.warn("The editor could not be loaded; a plain text area stands in for it.", error);
    return mountTextArea(parent, options);
  }
  const nonce = options.nonce ?? document.querySelector('meta[name="csp-nonce"]')?.content;
  return bundle.mountEditor(parent, { ...options, nonce });
}

/**
 * Maps offsets between a text and the lines an editor makes of it.
 *
 * CodeMirror and text areas count every line break as one unit, whatever it was in the text. Only "\r\n" is longer in
 * the text, so the positions of those breaks are all there is to remember; a text without "\r" costs nothing. What the
 * editor hands out after a change has the kind of line break that was the more frequent one in the text handed in.
 */
export class TextOffsets {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** Where in the editor's text each break stands that is "\r\n" in `text`; ascending. */
    this.wide = [];
    for (let at = text.indexOf("\r\n"); at !== -1; at = text.indexOf("\r\n", at + 2)) {
      this.wide.push(at - this.wide.length);
    }
    const breaks = this.wide.length === 0 ? 0 : text.match(/\r\n?|\n/g).length;
    this.lineBreak = this.wide.length * 2 > breaks ? "\r\n" : "\n";
  }

  /** The text with every line break as one "\n". */
  get lines() {
    return this.text.replace(/\r\n?/g, "\n");
  }

  /** The map for the text that a change led to, given with "\n" between its lines. */
  after(lines) {
    return new TextOffsets(this.lineBreak === "\n" ? lines : lines.replaceAll("\n", this.lineBreak));
  }

  /** From an offset in `text` to one in the editor; between "\r" and "\n" is before the break. */
  toEditor(offset) {
    const clamped = Math.min(Math.max(Math.trunc(offset) || 0, 0), this.text.length);
    const before = firstIndex(this.wide, (at, index) => at + index + 1 >= clamped);
    return Math.min(clamped - before, this.wide[before] ?? Infinity);
  }

  /** From an offset in the editor to one in `text`. */
  toText(offset) {
    return offset + firstIndex(this.wide, (at) => at >= offset);
  }
}

/** The first index whose item passes `test`, or the length; `test` must stay true once it is. */
function firstIndex(items, test) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle], middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** The stand-in: no colours, gutter or highlighted lines, but everything else that the handle promises. */
function mountTextArea(parent, options) {
  const area = document.createElement("textarea");
  area.className = "editor-fallback";
  area.setAttribute("aria-label", options.label ?? "");
  area.readOnly = Boolean(options.readOnly);
  area.spellcheck = false;
  area.wrap = "off";
  let offsets = new TextOffsets(options.doc ?? "");
  let cursor = 0;
  area.value = offsets.lines;
  area.setSelectionRange(0, 0);

  const reportCursor = () => {
    if (area.selectionEnd !== cursor) {
      cursor = area.selectionEnd;
      options.onCursor?.(offsets.toText(cursor));
    }
  };
  area.addEventListener("input", () => {
    offsets = offsets.after(area.value);
    options.onChange?.(offsets.text);
    reportCursor();
  });
  for (const event of ["keyup", "pointerup", "select"]) {
    area.addEventListener(event, reportCursor);
  }
  parent.append(area);

  const place = (from, to) => {
    area.setSelectionRange(from, to);
    cursor = area.selectionEnd;
  };
  const scrollTo = (offset) => {
    const before = area.value.slice(0, offset).split("\n").length - 1;
    const all = area.value.split("\n").length;
    area.scrollTop = (before / all) * area.scrollHeight - area.clientHeight / 2;
  };
  return {
    setDoc(text) {
      const { selectionStart, selectionEnd } = area;
      offsets = new TextOffsets(text);
      if (area.value !== offsets.lines) {
        area.value = offsets.lines;
        place(selectionStart, selectionEnd);
      }
    },
    getDoc: () => offsets.text,
    setDiagnostics(diagnostics) {
      // The words are in the page's list of problems; here only that there are any can be said.
      area.setAttribute("aria-invalid", String(diagnostics.some(({ severity }) => severity === "error")));
    },
    highlight() {
      // A text area cannot colour a part of its text.
    },
    reveal(from, to) {
      area.focus();
      place(offsets.toEditor(from), offsets.toEditor(to));
      scrollTo(area.selectionStart);
    },
    show: (from) => scrollTo(offsets.toEditor(from)),
    format() {
      const formatted = options.readOnly ? null : options.ask?.("format", offsets.text, 0, "");
      if (typeof formatted?.text === "string" && formatted.text !== offsets.text) {
        offsets = new TextOffsets(formatted.text);
        area.value = offsets.lines;
        options.onChange?.(offsets.text);
      }
    },
    focus: () => area.focus(),
    destroy: () => area.remove(),
  };
}
