// The picture of what depends on what. Where there is room, it is drawn in layers from the left to
// the right; else as a list, with arcs beside it. Each node has its state as a colour and a word.

import { element, setAttribute, setText, svg } from './dom.js';
import { word } from './words.js';

const NODE = { least: 150, most: 200, height: 38, padding: 10 };
const LETTER = 7.6; // as wide as a bold one is on average
const SMALL_LETTER = 6.7;
const GAP = { least: 44, most: 96, between: 8, row: 6 };
const PLACE = 8; // the height of a line that passes a layer
const MARGIN = 4;

let view; // what is shown, for when the window changes
let drawn = ''; // of which graph, how wide

export function showGraph(latest) {
  view = latest;
  redrawGraph();
}

export function redrawGraph() {
  const width = Math.floor(element('graph').clientWidth);
  if (!view || width === 0) {
    return;
  }
  const key = JSON.stringify([width, view.graph, view.services.map(service => service.name)]);
  if (key !== drawn) {
    drawn = key;
    draw(width);
  }
  view.services.forEach(showNode);
}

function draw(width) {
  const columns = view.graph.layers.length;
  const room = Math.floor((width - 2 * MARGIN - (columns - 1) * GAP.least) / Math.max(1, columns));
  const longest = Math.max(...view.services.map(service => service.name.length));
  const nodeWidth = Math.min(room, NODE.most, Math.max(NODE.least, longest * LETTER + 2 * NODE.padding));
  const isList = nodeWidth < NODE.least;
  const { nodes, lines, height } = isList ? asList(width) : inLayers(width, nodeWidth);
  const edges = lines.map(({ from, to, d }) => svg('path', { class: 'edge', 'data-from': from, 'data-to': to, d }));
  const picture = svg('svg', {
    width, height, viewBox: `0 0 ${width} ${height}`, role: 'group',
    'aria-label': `${view.services.length} services in ${columns} layers; the table of services says the same in words`
  }, ...edges, ...nodes.map(node));
  setText(element('graph-hint'), isList
    ? 'Each arc leads from a service down to one that depends on it. Point at one to see its lines.'
    : 'Services to the right depend on those to the left. Point at one to see its lines.');
  element('graph').replaceChildren(picture);
}

// ---- in layers

function inLayers(width, nodeWidth) {
  const columns = view.graph.layers.length;
  const gap = Math.min(GAP.most, (width - 2 * MARGIN - columns * nodeWidth) / Math.max(1, columns - 1));
  const spots = new Map();
  const heights = view.graph.layers.map(layer => layer.reduce((sum, id) => sum + heightOf(id) + GAP.between, 0));
  const highest = Math.max(0, ...heights);
  view.graph.layers.forEach((layer, column) => {
    let y = MARGIN + (highest - heights[column]) / 2;
    layer.forEach(id => {
      spots.set(id, { x: MARGIN + column * (nodeWidth + gap), y: y + heightOf(id) / 2 });
      y += heightOf(id) + GAP.between;
    });
  });
  const nodes = view.graph.layers.flat().filter(id => !isPlace(id))
    .map(id => ({ id, ...spots.get(id), width: nodeWidth }));
  const alone = view.services.map(service => service.name).filter(id => !spots.has(id));
  const perRow = Math.max(1, Math.floor((width - 2 * MARGIN + GAP.between) / (nodeWidth + GAP.between)));
  const top = highest === 0 ? MARGIN : MARGIN + highest + 12;
  alone.forEach((id, i) => nodes.push({
    id, width: nodeWidth,
    x: MARGIN + i % perRow * (nodeWidth + GAP.between),
    y: top + Math.floor(i / perRow) * (NODE.height + GAP.between) + NODE.height / 2
  }));
  const rows = Math.ceil(alone.length / perRow);
  return {
    nodes,
    lines: view.graph.lines.map(line => ({ from: line[0], to: line.at(-1), d: curve(line.map(id => spots.get(id)), nodeWidth) })),
    height: top + rows * (NODE.height + GAP.between) + MARGIN
  };
}

const isPlace = id => id.startsWith('\n');
const heightOf = id => isPlace(id) ? PLACE : NODE.height;

/** From the right side of the first, straight across each layer that it passes, to the last. */
function curve(spots, nodeWidth) {
  let d = `M${spots[0].x + nodeWidth} ${spots[0].y}`;
  for (let i = 1; i < spots.length; i++) {
    const from = { x: spots[i - 1].x + nodeWidth, y: spots[i - 1].y };
    const to = spots[i];
    const middle = (from.x + to.x) / 2;
    d += `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    if (i < spots.length - 1) {
      d += `H${to.x + nodeWidth}`;
    }
  }
  return d;
}

// ---- as a list

function asList(width) {
  const order = view.graph.layers.flat().filter(id => !isPlace(id));
  const names = view.services.map(service => service.name);
  const all = [...order, ...names.filter(id => !order.includes(id))];
  const gutter = order.length === 0 ? MARGIN : Math.min(96, width / 3.5);
  const step = NODE.height + GAP.row;
  const middle = id => MARGIN + all.indexOf(id) * step + NODE.height / 2;
  return {
    nodes: all.map(id => ({ id, x: gutter, y: middle(id), width: width - gutter - MARGIN, tellsNeeds: true })),
    lines: view.graph.lines.map(line => arc(line[0], line.at(-1))),
    height: all.length * step + 2 * MARGIN
  };

  function arc(from, to) {
    const distance = Math.abs(all.indexOf(to) - all.indexOf(from));
    const reach = (gutter - MARGIN) * Math.min(1, 0.25 + 0.75 * distance / Math.max(3, all.length / 2));
    const x = gutter - reach * 4 / 3 + reach / 3;
    // Above and below the middle, so that it is seen which arcs end here and which begin.
    return { from, to, d: `M${gutter} ${middle(from) + 7}C${x} ${middle(from) + 7} ${x} ${middle(to) - 7} ${gutter} ${middle(to) - 7}` };
  }
}

// ---- a node

function node({ id, x, y, width, tellsNeeds }) {
  const top = y - NODE.height / 2;
  const made = svg('a', { class: 'node', 'data-node': id, href: `#service-${encodeURIComponent(id)}` },
    svg('title', {}),
    svg('rect', { x, y: top, width, height: NODE.height, rx: 7 }),
    svg('text', { x: x + NODE.padding, y: top + 16, class: 'node-name' }),
    svg('text', { x: x + NODE.padding, y: top + 31, class: 'node-state' }));
  setText(made.children[2], shortened(id, Math.floor((width - 2 * NODE.padding) / LETTER)));
  if (tellsNeeds) { // there, arcs are too close to be told apart without pointing at them
    made.dataset.needs = Math.floor((width - 2 * NODE.padding) / SMALL_LETTER);
  }
  made.onclick = event => {
    event.preventDefault(); // the address bar is not for this
    const row = element(`service-${id}`);
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  };
  made.onmouseenter = made.onfocus = () => point(id);
  made.onmouseleave = made.onblur = () => point(null);
  return made;
}

/** Without its middle, since names often differ at their ends. */
function shortened(name, most) {
  const half = Math.max(1, Math.floor((most - 1) / 2));
  return name.length <= most ? name : `${name.slice(0, most - 1 - half)}…${name.slice(-half)}`;
}

function withNeeds(health, service, most) {
  const text = service.dependsOn.length === 0 ? health : `${health} ← ${service.dependsOn.join(', ')}`;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function showNode(service) {
  const found = [...document.querySelectorAll('#graph .node')].find(each => each.dataset.node === service.name);
  if (found) {
    const state = word(service.state);
    setAttribute(found, 'data-state', state);
    setText(found.children[0], `${service.name} is ${state}`);
    const health = service.health.status === 'UP' ? state : `${state}, ${word(service.health.status)}`;
    setText(found.children[3], found.dataset.needs ? withNeeds(health, service, found.dataset.needs) : health);
    setAttribute(found, 'aria-label', service.dependsOn.length === 0 ? `${service.name}: ${state}`
      : `${service.name}: ${state}, depends on ${service.dependsOn.join(', ')}`);
  }
}

function point(id) {
  element('graph').classList.toggle('pointing', id !== null);
  document.querySelectorAll('#graph .edge').forEach(edge =>
    edge.classList.toggle('pointed', edge.dataset.from === id || edge.dataset.to === id));
}
