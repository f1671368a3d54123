// React Flow in a page, with only what is visible in the document.
import { ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

import { BOX, grid } from "./grid.mjs";

let flow;
let from;
window.bench = {
  grid: async (count) => {
    const { boxes, edges } = grid(count);
    const nodes = boxes.map(({ x, y, name }, at) => ({ id: `n${at}`, position: { x, y }, data: { label: name }, width: BOX[0], height: BOX[1] }));
    const lines = edges.map(([source, target]) => ({ id: `e${source}-${target}`, source: `n${source}`, target: `n${target}`, type: "straight" }));
    const ready = new Promise((done) => {
      const element = createElement(ReactFlow, { defaultNodes: nodes, defaultEdges: lines, onlyRenderVisibleElements: true, minZoom: 0.01, fitView: true, onInit: done });
      createRoot(document.querySelector("#place")).render(element);
    });
    flow = await ready;
    from = flow.getViewport();
  },
  actual: async () => {
    await flow.zoomTo(1);
    from = flow.getViewport();
  },
  shift: (x, y) => flow.setViewport({ x: from.x + x, y: from.y + y, zoom: from.zoom }),
};
