// A flow's boxes as every layout gets them, and how good a layout of them is.

/**
 * What is laid out: `nodes` with `width`, `height` and the `group` they stand in, `groups` with the group around them,
 * and `edges` from node to node. Peers cannot lead edges to a group: each has a title at its entry and a point at its exit.
 */
export function picture(boxes) {
  const rows = (flat, width) => Array.from({ length: flat.length / width }, (_, at) => flat.slice(at * width, (at + 1) * width));
  const found = rows(boxes.nodes(), 4);
  const levels = rows(boxes.levels(), 2);
  const [, , padding, header] = boxes.distances();
  const nodes = [];
  const groups = [];
  const entries = [];
  const exits = [];
  const put = (node) => nodes.push(node) - 1;
  found.forEach(([width, height, level, isGroup], at) => {
    const group = levels[level][0];
    if (isGroup) {
      groups.push({ id: at, group });
      entries.push(put({ width: width - 2 * padding, height: header - padding, group: at, box: at, part: "entry" }));
      exits.push(put({ width: 1, height: 1, group: at, box: at, part: "exit" }));
    } else {
      const own = put({ width, height, group, box: at, part: "box" });
      entries.push(own);
      exits.push(own);
    }
  });
  const edges = [];
  const goesOn = new Set();
  for (const [from, to, error] of rows(boxes.edges(), 3)) {
    if (from === to) continue;
    edges.push({ from: exits[from], to: entries[to] });
    if (!error) goesOn.add(from);
  }
  levels.forEach(([group, start]) => {
    if (group >= 0 && start >= 0) edges.push({ from: entries[group], to: entries[start] });
  });
  found.forEach(([, , level], at) => {
    const [group] = levels[level];
    if (group >= 0 && !goesOn.has(at)) edges.push({ from: exits[at], to: exits[group] });
  });
  return { nodes, groups, edges };
}

/** The centres of a picture's nodes in our own layout. A group's entry is its title, its exit the middle of its lower border. */
export function centres({ nodes }, boxes) {
  const places = boxes.places();
  const header = boxes.distances()[3];
  return nodes.map(({ box, part }) => {
    const [x, y, width, height] = places.slice(4 * box, 4 * box + 4);
    return [x + width / 2, part === "box" ? y + height / 2 : part === "entry" ? y + header / 2 : y + height];
  });
}

/** How often straight lines between the centres cross, and how long they are in sum. */
export function quality({ edges }, at) {
  const lines = edges.map(({ from, to }) => {
    const [[ax, ay], [bx, by]] = [at[from], at[to]];
    return { from, to, ax, ay, bx, by, top: Math.min(ay, by), bottom: Math.max(ay, by), left: Math.min(ax, bx), right: Math.max(ax, bx) };
  });
  const length = lines.reduce((sum, line) => sum + Math.hypot(line.bx - line.ax, line.by - line.ay), 0);
  const side = (line, x, y) => (line.bx - line.ax) * (y - line.ay) - (line.by - line.ay) * (x - line.ax);
  const parts = (line, other) => side(line, other.ax, other.ay) * side(line, other.bx, other.by) < 0;
  lines.sort((a, b) => a.top - b.top);
  let crossings = 0;
  let open = [];
  for (const line of lines) {
    open = open.filter((other) => other.bottom > line.top);
    for (const other of open) {
      if (other.right <= line.left || line.right <= other.left) continue;
      if (line.from === other.from || line.from === other.to || line.to === other.from || line.to === other.to) continue;
      if (parts(line, other) && parts(other, line)) crossings += 1;
    }
    open.push(line);
  }
  return { crossings, length };
}
