// The worked network as SVG: units in boxes, weights on the edges near their start, gradients near their end.

import { escape, given, write } from "./numbers.js";
import { svg } from "./plot.js";

const UNITS = [0, 1, 2];
const WIDTH = 980;
const HEIGHT = 484;
const COLUMNS = [
  { x: 42, w: 72 },
  { x: 284, w: 112 },
  { x: 534, w: 112 },
  { x: 784, w: 112 },
  { x: 938, w: 72 },
];
const ROWS = [92, 245, 398];
const BOX = 94;
const [START, END] = [0.24, 0.72]; // where on an edge its weight stands, and its gradient or its term of a sum

/** What stands in a unit's box, line by line: [the name in the pass, how it is written, forward or backward]. */
const LINES = [
  [["x", "x", "f"]],
  [
    ["z1", "z", "f"],
    ["h1", "h", "f"],
    ["dh1", "∂L/∂h", "b"],
    ["delta1", "δ", "b"],
  ],
  [
    ["z2", "z", "f"],
    ["h2", "h", "f"],
    ["dh2", "∂L/∂h", "b"],
    ["delta2", "δ", "b"],
  ],
  [
    ["z3", "z", "f"],
    ["p", "p", "f"],
    ["y", "y", "f"],
    ["delta3", "δ", "b"],
  ],
  [["L", "L", "f"]],
];

/**
 * v: one pass. known(name, index): whether the walk has come to it. step: the step to light, or null.
 * wrong(name, ...index): the learner's value where it differs, or undefined. What can be changed has a data-field: the
 * name and place of its number field.
 */
export function drawNetwork({ v, known, step, wrong, alt }) {
  const edges = [];
  const labels = [];
  const colour = step && (step.forward ? "c1" : "c2");
  for (const layer of [1, 2, 3]) {
    const summed = step?.carried && step.edges[0][0] === layer; // other numbers are no part of the sum: they wait
    for (const i of UNITS)
      for (const j of UNITS) {
        const style = lit(step?.edges, layer, i, j)
          ? `lit ${colour}`
          : lit(step?.further, layer, i, j)
            ? `further ${colour}`
            : "";
        const [from, to] = [corner(layer - 1, i, 1), corner(layer, j, -1)];
        const differs = known(`dW${layer}`, i) && wrong(`dW${layer}`, i, j) !== undefined;
        edges.push(
          `<line class="edge ${style} ${differs ? "differs" : ""}" x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"/>`,
        );
        labels.push(edgeLabel(from, to, START, given(v[`W${layer}`][i][j]), style ? "strong" : "", `W${layer}-${i}-${j}`));
        const term = step?.carried?.[step.edges.findIndex(([l, a, b]) => l === layer && a === i && b === j)];
        if (term !== undefined) {
          labels.push(edgeLabel(from, to, END, write(term, 4), `strong ${step.forward ? "" : "gradient"}`));
        } else if (known(`dW${layer}`, i) && !summed) {
          const mark = differs ? "✗ " : "";
          labels.push(
            edgeLabel(from, to, END, mark + write(v[`dW${layer}`][i][j], 4), `gradient ${differs ? "differs" : ""}`),
          );
        }
      }
  }
  for (const j of UNITS) {
    const style = lit(step?.edges, 4, j, 0) ? `lit ${colour}` : lit(step?.further, 4, j, 0) ? `further ${colour}` : "";
    const [from, to] = [corner(3, j, 1), corner(4, 0, -1)];
    edges.push(`<line class="edge ${style}" x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"/>`);
  }
  const boxes = [0, 1, 2, 3].flatMap((layer) => UNITS.map((j) => unit(layer, j))).concat(unit(4, 0));
  return svg(
    alt,
    WIDTH,
    HEIGHT,
    heads() + edges.join("") + labels.join("") + boxes.join("") + legend(step, known),
    "flex:1 0 760px;max-width:1060px",
  );

  function unit(layer, j) {
    const [{ x, w }, y] = [COLUMNS[layer], layer === 4 ? ROWS[1] : ROWS[j]];
    const lines = LINES[layer];
    const tall = lines.length > 1 ? BOX : 40;
    const on = step?.units.some(([l, k]) => l === layer && k === j);
    let body = "";
    let differs = false;
    lines.forEach(([name, words, way], row) => {
      if (name !== "x" && name !== "y" && !known(name, j)) return;
      const value = name === "L" ? v.L : v[name][j];
      const off = wrong(name.startsWith("delta") ? `db${layer}` : name, j) !== undefined; // ∂L/∂b is δ
      differs ||= off;
      const at = y - tall / 2 + (tall / lines.length) * (row + 0.5) + 4;
      const now = step?.name === name && (step.index[0] ?? j) === j;
      const style = `class="${way === "f" ? "forward" : "backward"} ${now ? "now" : ""}" y="${at}"`;
      const number = name === "x" || name === "y" ? given(value) : write(value, 4);
      body +=
        `<text ${style} x="${x - w / 2 + 7}">${off ? "✗ " : ""}${words}</text>` +
        `<text ${style} x="${x + w / 2 - 7}" text-anchor="end">${number}</text>`;
    });
    const bias =
      layer > 0 && layer < 4
        ? `<text class="bias" data-field="b${layer}-0-${j}" x="${x}" y="${y - tall / 2 - 6}" text-anchor="middle">b ${given(v[`b${layer}`][j])}` +
          (known(`db${layer}`, j) ? `<tspan class="backward">  ∂L/∂b ${write(v[`db${layer}`][j], 4)}</tspan>` : "") +
          `</text>`
        : "";
    return (
      `<g ${layer ? "" : `data-field="x-0-${j}"`}>` +
      `<rect class="unit ${on ? `on ${colour}` : ""} ${differs ? "differs" : ""}" x="${x - w / 2}" y="${y - tall / 2}" ` +
      `width="${w}" height="${tall}" rx="8"/>${body}${bias}</g>`
    );
  }
}

/** What the numbers on the lines are, at this step. */
function legend(step, known) {
  const words = ["On each line: its weight"];
  const none = step?.carried && step.edges[0][0] === 3; // a sum over the paths of layer 3: no other layer has its ∂L/∂W yet
  if (known("dW3", 0) && !none) words.push("near its end: ∂L/∂W of that weight");
  if (step?.carried)
    words.push(step.forward ? "near the end of a strong line: what it adds to z" : "on a strong line: weight · δ, its part of ∂L/∂h");
  return `<text class="bias" x="6" y="${HEIGHT - 4}">${words.join("; ")}.</text>`;
}

function heads() {
  const words = ["input", "layer 1: ReLU", "layer 2: sigmoid", "layer 3: softmax", "loss"];
  return words
    .map((w, i) => `<text class="head" x="${COLUMNS[i].x}" y="16" text-anchor="middle">${escape(w)}</text>`)
    .join("");
}

function corner(layer, j, side) {
  const { x, w } = COLUMNS[layer];
  return [x + (side * w) / 2, layer === 4 ? ROWS[1] : ROWS[j]];
}

/** At a quarter and at three quarters of their length the nine edges of a layer lie evenly apart: no label meets another. */
function edgeLabel([x1, y1], [x2, y2], t, words, style, field = "") {
  const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1) + 4];
  const leads = field && `data-field="${field}"`;
  return (
    `<text class="weight ${style}" ${leads} x="${x.toFixed(1)}" y="${y.toFixed(1)}" ` +
    `text-anchor="middle">${words}</text>`
  );
}

function lit(edges, layer, i, j) {
  return Boolean(edges?.some(([l, a, b]) => l === layer && a === i && b === j));
}
