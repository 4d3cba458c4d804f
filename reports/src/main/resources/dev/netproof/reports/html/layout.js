// Where everything in the picture stands.

const NODE_HEIGHT = 44;
const COLUMN_STEP = 46;
const ruler = document.createElement('canvas').getContext('2d');

function textWidth(text, size, weight) {
  ruler.font = `${weight} ${size}px system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

// Layers by dagre, peers in the boxes of their namespaces.
function inLayers(arrows) {
  const graph = new dagre.graphlib.Graph({ multigraph: true, compound: true });
  const peers = picture.detail === 'peers';
  const upright = byId('picture').clientWidth < 620;
  graph.setGraph({ rankdir: upright ? 'TB' : 'LR', nodesep: 22, edgesep: 14, ranksep: peers ? 64 : 110 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const arrow of arrows) {
    for (const end of [arrow.from, arrow.to]) {
      addNode(graph, end, arrow);
    }
    const label = labelOf(arrow);
    const size = label === '' ? { width: 0, height: 0 } : { width: textWidth(label, 11, 600) + 30, height: 22 };
    graph.setEdge(arrow.from, arrow.to, { arrow, label, ...size, labelpos: 'c' }, arrow.look);
  }
  try {
    dagre.layout(graph);
  } catch {
    // Boxes around namespaces make some graphs more than the layout can do; without them it always can.
    graph.nodes().filter((name) => graph.node(name).space !== undefined).forEach((name) => graph.removeNode(name));
    dagre.layout(graph);
  }
  const boxes = graph.nodes().map((name) => graph.node(name));
  const edges = graph.edges().map((name) => graph.edge(name)).map((edge) => ({ ...edge, path: smooth(edge.points) }));
  const spaces = boxes.filter((box) => box.space !== undefined && box.width > 0);
  const nodes = boxes.filter((box) => box.space === undefined);
  return { spaces, nodes, edges, ...extent([...spaces, ...nodes, ...edges.filter((edge) => edge.label !== '')], edges.flatMap((edge) => edge.points)) };
}

function addNode(graph, end, arrow) {
  if (graph.hasNode(end)) {
    return;
  }
  graph.setNode(end, nodeOf(end, arrow));
  const space = picture.detail === 'peers' ? peerSpace(end) : '';
  if (space !== '') {
    const box = `space ${space}`;
    if (!graph.hasNode(box)) {
      graph.setNode(box, { space });
    }
    graph.setParent(end, box);
  }
}

function nodeOf(end, arrow) {
  const [row] = arrow.edges;
  const peers = picture.detail === 'peers';
  const name = endName(end);
  const is = peers ? (row.from === end ? row.sourceIs : row.targetIs) : '';
  const label = elided(name, 26) || '(no name)';
  const small = elided(is, 34);
  const width = Math.max(84, textWidth(label, 13, 600), textWidth(small, 10.5, 400)) + 24;
  return { label, small, title: `${name}\n${is}`, width, height: peers ? NODE_HEIGHT : 36 };
}

// Sources left and targets right: what is left of a picture when everything is connected with everything.
function inColumns(arrows) {
  const sources = column(arrows, 'from', 0);
  const targets = column(arrows, 'to', Math.max(340, byId('picture').clientWidth - 330));
  const edges = arrows.map((arrow) => {
    const from = sources.get(arrow.from);
    const to = targets.get(arrow.to);
    const left = from.x + from.width / 2;
    const right = to.x - to.width / 2;
    const middle = (left + right) / 2;
    return { arrow, label: '', path: `M${left} ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${right} ${to.y}` };
  });
  const nodes = [...sources.values(), ...targets.values()];
  return { spaces: [], nodes, edges, ...extent(nodes, []) };
}

function column(arrows, side, x) {
  const firsts = new Map();
  arrows.forEach((arrow) => firsts.set(arrow[side], firsts.get(arrow[side]) ?? arrow));
  const ends = [...firsts.keys()].sort((one, other) => one.localeCompare(other));
  return new Map(ends.map((end, i) => [end, { ...nodeOf(end, firsts.get(end)), x, y: i * (COLUMN_STEP + 8) }]));
}

function extent(boxes, points) {
  const xs = boxes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]).concat(points.map(({ x }) => x));
  const ys = boxes.flatMap(({ y, height }) => [y - height / 2, y + height / 2]).concat(points.map(({ y }) => y));
  const left = Math.min(...xs) - 10;
  const top = Math.min(...ys) - 14;
  return { left, top, width: Math.max(...xs) + 10 - left, height: Math.max(...ys) + 10 - top };
}

function smooth(points) {
  let path = `M${points[0].x} ${points[0].y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const end = i === points.length - 2
      ? points[i + 1]
      : { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += ` Q${points[i].x} ${points[i].y} ${end.x} ${end.y}`;
  }
  return points.length === 2 ? `${path} L${points[1].x} ${points[1].y}` : path;
}
