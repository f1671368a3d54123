// The page's own script: a figure as many documentation sites have it, with a shadow tree of its own, and a list of what
// the elements say.

const figureStyles = new CSSStyleSheet();
figureStyles.replaceSync(`
  figure { margin: 0; }
  figcaption { margin-block: .5rem 0; font-style: italic; }
  flow-glass { display: block; block-size: 26rem; }
`);

class DocsFigure extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) {
      return;
    }
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [figureStyles];
    const figure = document.createElement("figure");
    const flow = document.createElement("flow-glass");
    flow.setAttribute("src", "quote.flow.yaml");
    flow.setAttribute("history", "quote.history.json");
    flow.setAttribute("view", "player");
    flow.setAttribute("role", "group");
    flow.setAttribute("aria-label", "The quote flow");
    const caption = document.createElement("figcaption");
    caption.textContent = this.getAttribute("caption");
    figure.append(flow, caption);
    root.append(figure);
  }
}

customElements.define("docs-figure", DocsFigure);

const heard = document.getElementById("heard");
for (const name of ["flow-ready", "flow-select", "flow-end", "flow-error"]) {
  document.addEventListener(name, (event) => {
    const line = document.createElement("li");
    line.textContent = `${name} ${JSON.stringify(event.detail)}`;
    heard.append(line);
    heard.scrollTop = heard.scrollHeight;
  });
}
