// Flowglass in a page.
import { BOX, CELL, grid, gridFlow } from "./grid.mjs";

const { default: start, Drawn } = await import(new URL("/module/bench.js", location.href).href);
await start();
const drawn = new Drawn(document.querySelector("#place"));
let middle;

window.bench = {
  flow: (text) => drawn.flow(text),
  /** Peers are given objects: reading a flow is no part of drawing boxes. */
  prepare: (count) => {
    const cells = grid(count);
    middle = [cells.width / 2, cells.height / 2];
    drawn.grid(gridFlow(cells), cells.columns, ...CELL, ...BOX);
  },
  grid: () => drawn.draw_grid(),
  tick: (node) => drawn.tick(node),
  actual: () => drawn.actual(),
  /** Moves by pixels of the window from where it was fitted; a pixel of the window is `1 / zoom` of the picture. */
  shift: (x, y, zoom) => drawn.center_on(middle[0] - x / zoom, middle[1] - y / zoom),
};
