// Vanishing and exploding gradients: what is left of the gradient, layer by layer.

import { part, power, write } from "./numbers.js";
import { axes, key, ticks } from "./plot.js";

// The largest derivative, and its words for the key.
const STEEPEST = {
  sigmoid: [0.25, "δ if only σ′ = ¼ acted"],
  tanh: [1, "δ if only tanh′ = 1 acted"],
  ReLU: [1, "δ if only ReLU′ = 1 acted"],
};
const POWERS = [-20, -15, -10, -5, 0, 5, 10];

export const vanishingGradients = {
  title: "Vanishing and exploding gradients, layer by layer",

  controls: (data) => [
    { kind: "choice", name: "activation", label: "Activation", values: data.activations },
    {
      kind: "choice",
      name: "spread",
      label: "Weights",
      start: 1,
      values: data.spreads.map(([name, s]) => `${name} (${s})`),
    },
    { kind: "range", name: "depth", label: "Hidden layers", start: 8, values: data.depths.map(String) },
  ],

  show(state, data) {
    const depth = data.depths[state.depth];
    const activation = data.activations[state.activation];
    const [name, spread] = data.spreads[state.spread];
    const norms = part(data.norms, state.activation, state.spread, state.depth).subarray(0, depth);
    const deltas = part(data.deltas, state.activation, state.spread, state.depth).subarray(0, depth);
    const [first, last] = [norms[0], norms[depth - 1]];
    const layers = Array.from({ length: depth }, (_, i) => i + 1);
    const outputs = layers.map((l) => part(data.outputs, state.activation, state.spread, l - 1));
    const bound = layers.map((l) => deltas[depth - 1] * STEEPEST[activation][0] ** (depth - l));
    const setting = `${depth} hidden layers of ${activation}, ${name} weights (spread ${spread})`;

    const xlim = [1, Math.max(depth, 2)];
    const xticks = ticks(xlim).filter(Number.isInteger);
    const xlabel = "layer (1 is next to the input)";
    const gradient = axes({
      xlim,
      xticks,
      ylim: [-21, 12],
      yticks: POWERS,
      log: true,
      xlabel,
      ylabel: "size of the gradients by layer, in powers of ten",
    });
    const high = Math.max(...norms, ...deltas) > 1e3; // then the key stands below the lines
    const low = Math.min(...outputs.map((q) => q[0]));
    const top = Math.max(...outputs.map((q) => q[2]));
    const room = Math.max(0.05, 0.12 * (top - low));
    const h = axes({
      xlim,
      xticks,
      ylim: [Math.min(low, 0) - room, top + 2.6 * room],
      xlabel,
      ylabel: `h by layer: the middle 90 % of its values`,
    });
    const median = outputs.map((q) => q[1]);
    return {
      panels: [
        gradient.picture(
          `Size of the gradient by layer for ${setting}: ${write(first)} at layer 1, ${write(last)} at layer ${depth}.`,
          gradient.line(layers, deltas, "c2"),
          gradient.marks(layers, deltas, "c2", "square"),
          gradient.line(layers, norms, "c1"),
          gradient.marks(layers, norms, "c1"),
          gradient.line(layers, bound, "c5 dashed"),
          key(
            gradient,
            [
              ["c1", "circle", "‖∂L/∂W‖"],
              ["c2", "square", "‖∂L/∂b‖, the size of δ"],
              ["c5 dashed", "", STEEPEST[activation][1]],
            ],
            high ? { y: gradient.box.y0 - 44 } : {},
          ),
        ),
        h.picture(
          `Outputs of each layer: the middle 90 % runs from ${write(outputs[0][0])} to ${write(outputs[0][2])} at layer 1 ` +
            `and from ${write(outputs[depth - 1][0])} to ${write(outputs[depth - 1][2])} at layer ${depth}.`,
          h.band(
            layers,
            outputs.map((q) => q[0]),
            outputs.map((q) => q[2]),
            "f3",
          ),
          h.line(layers, median, "c3"),
          h.marks(layers, median, "c3", "square"),
          key(h, [
            ["c3", "square", "median of h"],
            ["band f3", "bar", "5 % to 95 %"],
          ]),
        ),
      ],
      numbers: [
        ["‖∂L/∂W1‖", write(first)],
        [`‖∂L/∂W${depth}‖`, write(last)],
        ["on its way down, a layer multiplies δ by about", write((deltas[0] / deltas[depth - 1]) ** (1 / (depth - 1)))],
      ],
      say: `${setting}: ${verdict(first, last)}`,
      table: {
        head: ["layer", "‖∂L/∂W‖", "‖∂L/∂b‖", "derivatives at their largest", "h, 5 %", "h, median", "h, 95 %"],
        rows: layers.map((l, i) => [
          String(l),
          write(norms[i]),
          write(deltas[i]),
          write(bound[i]),
          ...Array.from(outputs[i], (q) => write(q)),
        ]),
      },
    };
  },
};

function verdict(first, last) {
  if (first === 0) return "nothing at all reaches layer 1.";
  const tens = Math.round(Math.log10(first / last));
  if (tens <= -2) return `the gradient vanishes. Layer 1 gets about ${power(tens)} of what the last hidden layer gets.`;
  if (tens >= 2) return `the gradient explodes. Layer 1 gets about ${power(tens)} times what the last hidden layer gets.`;
  if (last < 1e-3)
    return `every layer gets next to nothing: h fades on the way up, δ on the way down, and ∂L/∂W is their product.`;
  if (last > 1e3)
    return `every layer gets a huge gradient: h grows on the way up, δ on the way down, and ∂L/∂W is their product.`;
  return `layer 1 learns about as fast as the last one: it gets ${write(first / last)} times its gradient.`;
}
