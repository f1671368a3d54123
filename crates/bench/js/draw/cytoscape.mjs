// Cytoscape in a page, with its canvas.
import cytoscape from "cytoscape";

import { BOX, grid } from "./grid.mjs";

let cy;
let from;
window.bench = {
  grid: (count) => {
    const { boxes, edges } = grid(count);
    cy = cytoscape({
      container: document.querySelector("#place"),
      elements: [
        ...boxes.map(({ x, y, name }, at) => ({ data: { id: `n${at}`, label: name }, position: { x, y } })),
        ...edges.map(([source, target]) => ({ data: { source: `n${source}`, target: `n${target}` } })),
      ],
      layout: { name: "preset" },
      style: [
        { selector: "node", style: { shape: "round-rectangle", width: BOX[0], height: BOX[1], label: "data(label)", "text-valign": "center", "background-color": "#fff", "border-width": 1, "font-size": 13 } },
        { selector: "edge", style: { width: 1.5, "curve-style": "straight", "target-arrow-shape": "triangle" } },
      ],
    });
    cy.fit(undefined, 24);
    from = { ...cy.pan() };
  },
  actual: () => {
    cy.zoom({ level: 1, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    from = { ...cy.pan() };
  },
  shift: (x, y) => cy.pan({ x: from.x + x, y: from.y + y }),
};
