// Words of the page with `code` in them, as nodes.

/** The text as text nodes and, where it stands between backquotes, `code` elements. */
export function prose(text) {
  return text.split("`").map((part, index) => {
    if (index % 2 === 0) {
      return document.createTextNode(part);
    }
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
}
