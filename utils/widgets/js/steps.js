// The walk through one pass: a list of steps, each with what it computes, its formula, the numbers put in, the edges and
// units that take part, and, where a sum is formed, the term that each edge carries (`carried`). Units are counted from
// 0, as everywhere in the course.

import { given, write as digits } from "./numbers.js";

const UNITS = [0, 1, 2];
const BELOW = { 1: "x", 2: "h1", 3: "h2" };
const ABOVE = { 1: "h1", 2: "h2", 3: "p" };

const sub = (name, ...index) => `${name}<sub>${index.join("")}</sub>`;
const partial = (name) => `∂L/∂${name}`;
const write = (value) => digits(value, 4);
const bracket = (value, words) => (value < 0 ? `(${words})` : words);
const put = (value) => bracket(value, write(value));
const typed = (value) => bracket(value, given(value));

/** steps(v): from x to the loss and back to the first weights, with v as pass() returns it. */
export function steps(v) {
  const list = [];
  for (const layer of [1, 2, 3]) {
    for (const j of UNITS) list.push(weightedSum(v, layer, j));
    for (const j of UNITS) list.push(activation(v, layer, j));
  }
  list.push(loss(v));
  for (const j of UNITS) list.push(outputDelta(v, j));
  for (const layer of [3, 2, 1]) {
    for (const i of UNITS) list.push(weights(v, layer, i));
    list.push(biases(v, layer));
    if (layer === 1) break;
    for (const i of UNITS) list.push(paths(v, layer, i));
    for (const i of UNITS) list.push(hiddenDelta(v, layer - 1, i));
  }
  return list;
}

function weightedSum(v, layer, j) {
  const [h, W, b, z] = [BELOW[layer], `W${layer}`, `b${layer}`, `z${layer}`];
  return {
    name: z,
    index: [j],
    forward: true,
    title: `Forward: ${z}, unit ${j}`,
    lines: [
      [
        `${sub(z, j)} = ${UNITS.map((i) => `${sub(h, i)}·${sub(W, i, j)}`).join(" + ")} + ${sub(b, j)}`,
        `= ${UNITS.map((i) => `${put(v[h][i])}·${typed(v[W][i][j])}`).join(" + ")} + ${typed(v[b][j])} = <b>${write(v[z][j])}</b>`,
      ],
    ],
    edges: UNITS.map((i) => [layer, i, j]),
    carried: UNITS.map((i) => v[h][i] * v[W][i][j]),
    units: [[layer, j], ...UNITS.map((i) => [layer - 1, i])],
    say: `Each input times the weight on its edge, and the bias: z${layer} of unit ${j} is ${write(v[z][j])}.`,
  };
}

function activation(v, layer, j) {
  const [z, h] = [`z${layer}`, ABOVE[layer]];
  const formulas = {
    1: [`max(0, ${sub(z, j)})`, `max(0, ${write(v[z][j])})`],
    2: [`1 / (1 + e<sup>−${sub(z, j)}</sup>)`, `1 / (1 + e<sup>${write(-v[z][j])}</sup>)`],
    3: [
      `e<sup>${sub(z, j)}</sup> / (${UNITS.map((k) => `e<sup>${sub(z, k)}</sup>`).join(" + ")})`,
      `e<sup>${write(v[z][j])}</sup> / (${UNITS.map((k) => `e<sup>${write(v[z][k])}</sup>`).join(" + ")})`,
    ],
  };
  const words = { 1: "ReLU", 2: "The sigmoid", 3: "The softmax" }[layer];
  return {
    name: h,
    index: [j],
    forward: true,
    title: `Forward: ${h}, unit ${j}`,
    lines: [[`${sub(h, j)} = ${formulas[layer][0]}`, `= ${formulas[layer][1]} = <b>${write(v[h][j])}</b>`]],
    edges: [],
    units: layer === 3 ? UNITS.map((k) => [3, k]) : [[layer, j]],
    say: `${words} turns ${write(v[z][j])} into ${write(v[h][j])}.`,
  };
}

function loss(v) {
  const right = v.y.indexOf(1);
  return {
    name: "L",
    index: [],
    forward: true,
    title: "Forward: the loss",
    lines: [
      [
        `L = −Σ<sub>j</sub> y<sub>j</sub> ln p<sub>j</sub> = −ln ${sub("p", right)}`,
        `= −ln ${write(v.p[right])} = <b>${write(v.L)}</b>`,
      ],
    ],
    edges: [[4, right, 0]],
    units: [
      [3, right],
      [4, 0],
    ],
    say: `Only the right class counts: its p is ${write(v.p[right])}, so the loss is ${write(v.L)}.`,
  };
}

function outputDelta(v, j) {
  return {
    name: "delta3",
    index: [j],
    forward: false,
    title: `Backward: δ3, unit ${j}`,
    lines: [
      [
        `${sub("δ3", j)} = ${partial(sub("z3", j))} = ${sub("p", j)} − ${sub("y", j)}`,
        `= ${write(v.p[j])} − ${v.y[j]} = <b>${write(v.delta3[j])}</b>`,
      ],
    ],
    edges: [[4, j, 0]],
    units: [
      [3, j],
      [4, 0],
    ],
    say: v.y[j]
      ? "The right class: δ is negative, so a larger z would lower the loss."
      : "A wrong class: δ is positive, so a larger z would raise the loss.",
  };
}

function weights(v, layer, i) {
  const [h, W] = [BELOW[layer], `W${layer}`];
  return {
    name: `d${W}`,
    index: [i],
    forward: false,
    title: `Backward: ∂L/∂${W} of the edges that leave unit ${i} of ${h}`,
    lines: UNITS.map((j) => [
      `${partial(sub(W, i, j))} = ${sub(h, i)}·${sub(`δ${layer}`, j)}`,
      `= ${put(v[h][i])}·${put(v[`delta${layer}`][j])} = <b>${write(v[`d${W}`][i][j])}</b>`,
    ]),
    edges: UNITS.map((j) => [layer, i, j]),
    units: [[layer - 1, i], ...UNITS.map((j) => [layer, j])],
    say: `What the edge carried forward, ${write(v[h][i])}, times the δ it arrives at.`,
  };
}

function biases(v, layer) {
  return {
    name: `db${layer}`,
    index: [],
    forward: false,
    title: `Backward: ∂L/∂b${layer}`,
    lines: UNITS.map((j) => [
      `${partial(sub(`b${layer}`, j))} = 1·${sub(`δ${layer}`, j)}`,
      `= <b>${write(v[`db${layer}`][j])}</b>`,
    ]),
    edges: [],
    units: UNITS.map((j) => [layer, j]),
    say: "A bias is a weight whose input is always 1: its gradient is δ itself.",
  };
}

function paths(v, layer, i) {
  const [h, W, delta] = [`h${layer - 1}`, `W${layer}`, `delta${layer}`];
  const further = layer === 3 ? [] : UNITS.flatMap((j) => UNITS.map((k) => [3, j, k]));
  return {
    name: `dh${layer - 1}`,
    index: [i],
    forward: false,
    title: `Backward: ∂L/∂${h}, unit ${i}, over every path`,
    lines: [
      [
        `${partial(sub(h, i))} = ${UNITS.map((j) => `${sub(W, i, j)}·${sub(`δ${layer}`, j)}`).join(" + ")}`,
        `= ${UNITS.map((j) => `${typed(v[W][i][j])}·${put(v[delta][j])}`).join(" + ")}`,
      ],
      ["", `= ${UNITS.map((j) => put(v[W][i][j] * v[delta][j])).join(" + ")} = <b>${write(v[`dh${layer - 1}`][i])}</b>`],
    ],
    edges: UNITS.map((j) => [layer, i, j]),
    carried: UNITS.map((j) => v[W][i][j] * v[delta][j]),
    further: [...further, ...UNITS.map((k) => [4, k, 0])],
    units: [[layer - 1, i], ...UNITS.map((j) => [layer, j])],
    say:
      layer === 3
        ? "Three paths lead from this unit to the loss, one through each output: their products are summed."
        : "Nine paths lead from this unit to the loss. Each δ2 already holds the sum of the three behind it, so three terms are enough.",
  };
}

function hiddenDelta(v, layer, i) {
  const [z, h, dh] = [`z${layer}`, `h${layer}`, `dh${layer}`];
  const slope =
    layer === 2
      ? [`${sub(h, i)}·(1 − ${sub(h, i)})`, `${write(v[h][i])}·(1 − ${write(v[h][i])})`]
      : [`[${sub(z, i)} &gt; 0]`, v[z][i] > 0 ? "1" : "0"];
  return {
    name: `delta${layer}`,
    index: [i],
    forward: false,
    title: `Backward: δ${layer}, unit ${i}`,
    lines: [
      [
        `${sub(`δ${layer}`, i)} = ${partial(sub(h, i))} · ${slope[0]}`,
        `= ${put(v[dh][i])}·${slope[1]} = <b>${write(v[`delta${layer}`][i])}</b>`,
      ],
    ],
    edges: [],
    units: [[layer, i]],
    say:
      layer === 2
        ? `The sigmoid is nearly flat at ${write(v[z][i])}: δ keeps ${write(v[h][i] * (1 - v[h][i]))} of the gradient.`
        : v[z][i] > 0
          ? "This ReLU is on: the gradient passes unchanged."
          : "This ReLU is off: nothing passes.",
  };
}
