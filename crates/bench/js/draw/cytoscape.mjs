// Cytoscape in a page, with its canvas; with `?textures` it moves one image of the picture while a hand drags (`textureOnViewport`).
import cytoscape from "cytoscape";

import { BOX, grid } from "./grid.mjs";

const textures = new URLSearchParams(location.search).has("textures");
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
      textureOnViewport: textures,
      style: [
        { selector: "node", style: { shape: "round-rectangle", width: BOX[0], height: BOX[1], label: "data(label)", "text-valign": "center", "background-color": "#fff", "border-width": 1, "font-size": 13, "min-zoomed-font-size": 6 } },
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
  // The renderer uses the image only while it believes that a hand moves the picture.
  moving: () => Object.assign(cy.renderer(), { swipePanning: textures }),
  shift: (x, y) => cy.pan({ x: from.x + x, y: from.y + y }),
};
