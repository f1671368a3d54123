// A grid of boxes that all draw: each has a name and two edges, to the next box and to the one below.

export const CELL = [220, 100];
export const BOX = [180, 50];

export function grid(count) {
  const columns = Math.ceil(Math.sqrt(count));
  const boxes = Array.from({ length: count }, (_, at) => ({ x: (at % columns) * CELL[0], y: Math.floor(at / columns) * CELL[1], name: `step ${at}` }));
  const edges = boxes.flatMap((_, at) => [at + 1, at + columns].filter((to) => to < count).map((to) => [at, to]));
  return { columns, boxes, edges, width: columns * CELL[0], height: Math.ceil(count / columns) * CELL[1] };
}

/** The grid as a flow: choices with two ways. */
export function gridFlow({ boxes, columns }) {
  const to = (at) => boxes[Math.min(at, boxes.length - 1)].name;
  const step = ({ name }, at) => at === boxes.length - 1
    ? `  - {type: pass, name: ${name}}`
    : `  - {type: choice, name: ${name}, choices: [{condition: $.a == 1, goto: ${to(at + 1)}}], default: {goto: ${to(at + columns)}}}`;
  return `version: v1\ntype: flow\nsteps:\n${boxes.map(step).join("\n")}\n`;
}
