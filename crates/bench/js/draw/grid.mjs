// A grid of boxes that all draw: each has a name and two edges, to the next box of its row and to the one below.

export const CELL = [220, 100];
export const BOX = [180, 50];

export function grid(count) {
  const columns = Math.ceil(Math.sqrt(count));
  const boxes = Array.from({ length: count }, (_, at) => ({ x: (at % columns) * CELL[0], y: Math.floor(at / columns) * CELL[1], name: `step ${at}` }));
  const right = (at) => (at % columns < columns - 1 ? [at + 1] : []);
  const edges = boxes.flatMap((_, at) => [...right(at), at + columns].filter((to) => to < count).map((to) => [at, to]));
  return { columns, boxes, edges, width: columns * CELL[0], height: Math.ceil(count / columns) * CELL[1] };
}

/** The grid as a flow: a choice has two ways, a pass one, and where none leads on the flow fails. */
export function gridFlow({ boxes, edges }) {
  const ways = boxes.map(() => []);
  for (const [from, to] of edges) ways[from].push(boxes[to].name);
  const state = ({ name }, at) => {
    const [one, other] = ways[at];
    if (other) return `{Type: Choice, Name: ${name}, Choices: [{Condition: $Input.a == 1, Next: ${one}}], Default: ${other}}`;
    return one ? `{Type: Pass, Name: ${name}, Next: ${one}}` : `{Type: Fail, Name: ${name}, Code: none}`;
  };
  return `{Type: StateMachine, SpecVersion: v1, StartAt: ${boxes[0].name}, States: [\n${boxes.map(state).join(",\n")}]}`;
}
