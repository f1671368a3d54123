// YAML to pixels as a page does it without Flowglass: js-yaml, a layout, SVG.
import { load } from "js-yaml";

const BOX = { width: 180, height: 50 };
const DISTANCES = [28, 40, 18, 38];

/** The boxes, groups and edges of a definition; a group has a title at its entry and a point at its exit. */
function picture(definition) {
  const [nodes, groups, edges] = [[], [], []];
  const put = (node) => nodes.push(node) - 1;
  const scope = (states, group) => {
    const ends = new Map(states.map((state) => {
      const inner = [...(state.Branches ?? []), state.Processor].filter((part) => part?.States);
      if (inner.length === 0) {
        const own = put({ ...BOX, group, name: state.Name });
        return [state.Name, { entry: own, exit: own }];
      }
      const id = groups.length;
      groups.push({ id, group });
      const [entry, exit] = [put({ ...BOX, height: 20, group: id, name: state.Name }), put({ width: 1, height: 1, group: id, name: "" })];
      for (const part of inner) {
        const found = scope(part.States, id);
        edges.push({ from: entry, to: found.get(part.StartAt).entry });
        for (const last of part.States.filter(({ End }) => End)) edges.push({ from: found.get(last.Name).exit, to: exit });
      }
      return [state.Name, { entry, exit }];
    }));
    for (const state of states) {
      const arms = (state.Branches ?? []).filter(({ Condition }) => Condition).map(({ Next }) => Next);
      const caught = (state.Catch ?? []).map(({ Next }) => Next);
      for (const next of new Set([state.Next, state.Default, ...arms, ...caught])) {
        if (next && next !== state.Name) edges.push({ from: ends.get(state.Name).exit, to: ends.get(next).entry });
      }
    }
    return ends;
  };
  scope(definition.States, -1);
  return { nodes, groups, edges };
}

export function reader(layout) {
  return async (text) => {
    const drawn = picture(load(text));
    const { prepare, run, centres } = await layout(drawn, DISTANCES);
    const at = centres(await run(prepare()));
    const boxes = drawn.nodes.map(({ width, height, name }, index) => {
      const [x, y] = at[index];
      return `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="10" fill="#fff" stroke="#888"/><text x="${x}" y="${y}" text-anchor="middle" font-size="13">${name}</text>`;
    });
    const lines = drawn.edges.map(({ from, to }) => `<path d="M${at[from]}L${at[to]}" stroke="#888" fill="none"/>`);
    const [xs, ys] = [0, 1].map((axis) => at.map((point) => point[axis]));
    const range = (values) => values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
    const [[left, right], [top, bottom]] = [range(xs), range(ys)];
    document.querySelector("#place").innerHTML = `<svg width="100%" height="100%" viewBox="${left} ${top} ${right - left} ${bottom - top}">${lines.join("")}${boxes.join("")}</svg>`;
  };
}
