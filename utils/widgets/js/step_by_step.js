// Backpropagation step by step: the picture that walks through one pass, with numbers that can be changed.

import { compare } from "./comparing.js";
import { drawNetwork } from "./drawing.js";
import { fields } from "./fields.js";
import { pass } from "./network.js";
import { given, write as digits } from "./numbers.js";
import { steps } from "./steps.js";

const write = (value) => digits(value, 4);

export const stepByStep = {
  controls(data) {
    const list = walk(data.values, data);
    return [
      {
        kind: "buttons",
        name: "walk",
        buttons: [
          [
            "Back",
            (state) => {
              state.step = Math.max(0, state.step - 1);
            },
          ],
          [
            "Next",
            (state) => {
              state.step = Math.min(list.length, state.step + 1);
            },
          ],
        ],
      },
      {
        kind: "range",
        name: "step",
        label: "Step",
        start: data.start,
        values: ["the start", ...list.map((s, n) => `${n + 1} of ${list.length}`)],
      },
    ];
  },

  /** Number fields for x, y, the weights and biases; and the link to the learner's functions, where there is one. */
  attach(root, state, data, redraw, line) {
    state.values = structuredClone(data.values);
    state.answer = data.answer;
    let asked = 0;
    line.onAnswer((answer) => {
      if (answer.number !== asked) return;
      state.answer = answer;
      redraw();
    });
    const ask = () => {
      const { z1, h1, z2, h2, z3, p } = pass(state.values);
      line.ask({ ...state.values, cache: { x: state.values.x, z1, h1, z2, h2, z3, p }, number: ++asked });
    };
    fields(root, state.values, data.values, () => {
      state.answer = null;
      redraw();
      ask();
    });
    ask();
  },

  show(state, data) {
    const v = pass(state.values ?? data.values);
    const list = walk(v, data);
    const step = state.step ? list[state.step - 1] : null;
    const done = list.slice(0, state.step);
    const known = (name, unit) => done.some((s) => s.name === name && (s.index.length === 0 || s.index[0] === unit));
    const { wrong, words } = compare(v, state.answer);
    const place = step
      ? `Step ${state.step} of ${list.length}. ${step.title}`
      : "The start: the inputs, the weights and the biases";
    const alt = `The 3-3-3-3 network. ${place}. ${step ? step.say : ""}`;
    return {
      panels: [{ alt, svg: drawNetwork({ v, known, step, wrong, alt }) }],
      heading: place,
      formula: step
        ? step.lines
            .map(([symbols, numbers]) => `<p class="bw-line"><span>${symbols}</span> <span>${numbers}</span></p>`)
            .join("") + yours(step, wrong)
        : "",
      numbers: [
        ...(known("p", 2) ? [["p", v.p.map(write).join(", ")]] : []),
        ...(known("L", 0) ? [["loss", write(v.L)]] : []),
      ],
      say: step?.say ?? `Press Next: forward to the loss${data.whole ? ", then backward to the first weights" : ""}.`,
      notes: data.asks ? learner(state, words) : [],
      table: { head: ["quantity", "0", "1", "2"], rows: rows(v, known) },
    };
  },
};

/** All steps, or those up to the loss. */
function walk(values, data) {
  const list = steps(pass(values));
  return data.whole ? list : list.filter((step) => step.forward);
}

function learner(state, words) {
  if (!state.answer)
    return ["Your functions are asked while the notebook runs; here they have not answered for these numbers."];
  return words.length ? ["Where your functions differ:", ...words] : ["Your functions return these numbers, all of them."];
}

/** The learner's own value of what the step computes, where it differs. */
function yours(step, wrong) {
  const name = step.name.replace("delta", "db");
  const values =
    step.name.startsWith("dW") || step.index.length === 0
      ? [0, 1, 2].map((j) => wrong(name, ...step.index, j))
      : [wrong(name, ...step.index)];
  const shown = values
    .map((value, j) => value !== undefined && `${write(value)}${values.length > 1 ? ` (${j})` : ""}`)
    .filter(Boolean);
  return shown.length ? `<p class="bw-line differs">✗ yours: ${shown.join(", ")}</p>` : "";
}

/** What is known so far: vectors in one row, matrices in a row for each unit that their edges leave. */
function rows(v, known) {
  const vectors = ["z1", "h1", "z2", "h2", "z3", "p", "delta3", "dh2", "delta2", "dh1", "delta1", "db3", "db2", "db1"];
  const shown = (name) => name.replace("delta", "δ").replace(/^d(.)/, "∂L/∂$1");
  const three = (name) => [0, 1, 2].map((j) => (known(name, j) ? write(v[name][j]) : "…"));
  return [
    ["x", ...v.x.map(given)],
    ["y", ...v.y.map(String)],
    ...vectors.filter((name) => known(name, 0)).map((name) => [shown(name), ...three(name)]),
    ...[3, 2, 1].flatMap((l) =>
      [0, 1, 2].filter((i) => known(`dW${l}`, i)).map((i) => [`∂L/∂W${l}, from unit ${i}`, ...v[`dW${l}`][i].map(write)]),
    ),
    ...(known("L", 0) ? [["L", write(v.L), "", ""]] : []),
  ];
}
