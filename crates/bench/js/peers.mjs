// The layouts of others: each takes a picture and the distances of ours, and gives a run and the centres that a run leads to.

/** Graphviz's `dot`, as a WebAssembly module; groups are clusters. It reads text and writes text. */
export async function graphviz({ nodes, groups, edges }, [nodeGap, rankGap, padding]) {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const dot = await Graphviz.load();
  const inches = (pixels) => pixels / 72;
  const lines = [`digraph { graph [nodesep=${inches(nodeGap)} ranksep=${inches(rankGap)}] node [shape=box fixedsize=true label=""]`];
  const { within, inside } = nesting(nodes, groups);
  const scope = (group) => {
    for (const at of inside(group)) {
      lines.push(`n${at} [width=${inches(nodes[at].width)} height=${inches(nodes[at].height)}]`);
    }
    for (const { id } of within(group)) {
      lines.push(`subgraph cluster_${id} { margin=${padding}`);
      scope(id);
      lines.push("}");
    }
  };
  scope(-1);
  for (const { from, to } of edges) lines.push(`n${from} -> n${to}`);
  const text = `${lines.join("\n")}\n}\n`;
  return {
    prepare: () => text,
    run: (text) => dot.layout(text, "plain", "dot"),
    centres: (plain) => {
      const at = [];
      for (const line of plain.split("\n")) {
        const [word, name, x, y] = line.split(" ");
        // Inches, from below.
        if (word === "node") at[Number(name.slice(1))] = [Number(x) * 72, -Number(y) * 72];
      }
      return at;
    },
  };
}

/** The layered layout of the Eclipse Layout Kernel. */
export async function elk({ nodes, groups, edges }, [nodeGap, rankGap, padding]) {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const kernel = new Elk();
  const { within, inside } = nesting(nodes, groups);
  const scope = (group) => [
    ...inside(group).map((at) => ({ id: `n${at}`, width: nodes[at].width, height: nodes[at].height })),
    ...within(group).map(({ id }) => ({
      id: `g${id}`,
      children: scope(id),
      layoutOptions: { "elk.padding": `[top=${padding},left=${padding},bottom=${padding},right=${padding}]` },
    })),
  ];
  const layoutOptions = {
    "elk.algorithm": "layered",
    "elk.direction": "DOWN",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.spacing.nodeNode": String(nodeGap),
    "elk.layered.spacing.nodeNodeBetweenLayers": String(rankGap),
  };
  const whole = () => ({
    id: "root",
    layoutOptions,
    children: scope(-1),
    edges: edges.map(({ from, to }, at) => ({ id: `e${at}`, sources: [`n${from}`], targets: [`n${to}`] })),
  });
  return {
    // It writes the places into the graph that it is given.
    prepare: whole,
    run: (root) => kernel.layout(root),
    centres: (root) => {
      const at = [];
      const visit = ({ children }, left, top) => {
        for (const child of children) {
          const [x, y] = [left + child.x, top + child.y];
          if (child.id.startsWith("n")) at[Number(child.id.slice(1))] = [x + child.width / 2, y + child.height / 2];
          else visit(child, x, y);
        }
      };
      visit(root, 0, 0);
      return at;
    },
  };
}

/** The groups and the nodes that stand directly in a group. */
function nesting(nodes, groups) {
  const listed = (count, owner) => {
    const lists = new Map();
    for (let at = 0; at < count; at += 1) {
      if (!lists.has(owner(at))) lists.set(owner(at), []);
      lists.get(owner(at)).push(at);
    }
    return (group) => lists.get(group) ?? [];
  };
  const groupsIn = listed(groups.length, (at) => groups[at].group);
  return { within: (group) => groupsIn(group).map((at) => groups[at]), inside: listed(nodes.length, (at) => nodes[at].group) };
}
