// Saturation: where an activation is flat, and how much of a layer stands there.

import { minus, part, percent, write } from "./numbers.js";
import { axes, key } from "./plot.js";

const ACTIVATIONS = [
  { name: "sigmoid", h: (z) => 1 / (1 + Math.exp(-z)), slope: (z, h) => h * (1 - h), ylim: [-0.25, 1.25], top: 0.25 },
  { name: "tanh", h: Math.tanh, slope: (z, h) => 1 - h * h, ylim: [-1.25, 1.25], top: 1 },
  { name: "ReLU", h: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), ylim: [-0.5, 2.5], top: 1 },
];
const [LOW, HIGH] = [-10, 10];
const BINS = 50;

/** What a layer of pre-activations z = scale · z₁ + bias does to δ: the arrays behind the picture. */
export function measure(activation, standard, scale, bias, flat) {
  const { h, slope } = ACTIVATIONS[activation];
  const counts = new Float64Array(BINS);
  const slopes = new Float64Array(20);
  const total = { flat: 0, slope: 0 };
  const top = ACTIVATIONS[activation].top;
  for (const z1 of standard) {
    const z = scale * z1 + bias;
    const d = slope(z, h(z));
    total.slope += d;
    if (d < flat) total.flat++;
    const bin = Math.floor(((z - LOW) / (HIGH - LOW)) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, bin))]++;
    slopes[Math.min(19, Math.floor((d / top) * 20))]++;
  }
  const n = standard.length;
  return {
    counts: counts.map((c) => c / n),
    slopes: slopes.map((c) => c / n),
    saturated: total.flat / n,
    slope: total.slope / n,
  };
}

/** An edge of a bar: 2.4 and not 2.400000001. */
const place = (value) => minus(String(Number(value.toFixed(4))));

export const saturation = {
  title: "Saturation: where the activation is flat, δ stops",

  controls: (data) => [
    { kind: "choice", name: "activation", label: "Activation", values: ACTIVATIONS.map((a) => a.name) },
    {
      kind: "range",
      name: "scale",
      label: "Spread of the weights",
      start: data.start,
      values: data.weights.map((w) => `${write(w)} (z spreads by ${write(w * data.root, 2)})`),
    },
    {
      kind: "range",
      name: "bias",
      label: "Bias",
      start: (data.biases.length - 1) / 2,
      values: data.biases.map((b) => write(b, 2)),
    },
  ],

  show(state, data) {
    const { name, h, slope, ylim, top } = ACTIVATIONS[state.activation];
    const [spread, bias] = [data.weights[state.scale] * data.root, data.biases[state.bias]];
    const found = measure(state.activation, part(data.standard), spread, bias, data.flat);
    const zs = Array.from({ length: 201 }, (_, i) => LOW + (i * (HIGH - LOW)) / 200);
    const isFlat = (z) => slope(z, h(z)) < data.flat;

    const curve = axes({
      xlim: [LOW, HIGH],
      ylim,
      xlabel: "pre-activation z (the end bars hold what lies beyond)",
      ylabel: `${name}, its derivative, and the layer's z`,
    });
    const sloped = zs.filter((z) => !isFlat(z));
    const zones = [
      [LOW, sloped[0]],
      [sloped.at(-1), HIGH],
    ]
      .map(
        ([from, to]) =>
          `<rect class="zone" x="${curve.x(from).toFixed(1)}" y="${curve.box.y1}" ` +
          `width="${(curve.x(to) - curve.x(from)).toFixed(1)}" height="${curve.box.y0 - curve.box.y1}"/>`,
      )
      .join("");
    const tallest = Math.max(...found.counts);
    const bars = Array.from(found.counts, (share, i) => {
      const from = LOW + (i * (HIGH - LOW)) / BINS;
      const middle = from + (HIGH - LOW) / BINS / 2;
      return (
        share &&
        curve.bar(
          from,
          from + (HIGH - LOW) / BINS,
          ylim[0] + (share / tallest) * 0.55 * (ylim[1] - ylim[0]),
          isFlat(middle) ? "f2 hollow" : "f1",
        )
      );
    }).join("");

    const share = axes({
      xlim: [0, top],
      ylim: [0, 1],
      xlabel: `derivative of ${name}: what δ is multiplied by`,
      ylabel: "share of the layer",
      yticks: [0, 0.25, 0.5, 0.75, 1],
    });
    const slopes = Array.from(found.slopes, (s, i) => s && share.bar((i * top) / 20, ((i + 1) * top) / 20, s, "f3")).join(
      "",
    );
    const right = found.slope > 0.6 * top; // the words stand where the panel has room
    const mean =
      `<line class="line c5 dashed" x1="${share.x(found.slope)}" x2="${share.x(found.slope)}" ` +
      `y1="${share.box.y0}" y2="${share.box.y1}"/>` +
      share.text(found.slope + (right ? -0.02 : 0.02) * top, 0.93, `mean ${write(found.slope)}`, "", right ? "end" : "start");

    const flat = name === "ReLU" ? "off" : "flat";
    const alt =
      `${name}: the layer's z spreads by ${write(spread, 2)} around ${write(bias, 2)}; ` +
      `${percent(found.saturated)} of it lies where the curve is ${flat}.`;
    return {
      panels: [
        curve.picture(
          alt,
          zones,
          bars,
          curve.line(zs, zs.map(h), "c4"),
          curve.line(
            zs,
            zs.map((z) => slope(z, h(z))),
            "c5 dashed",
          ),
          key(curve, [
            ["c4", "", name],
            ["c5 dashed", "", "derivative"],
            ["f1", "bar", "z, still sloped"],
            ["f2 hollow", "bar", `z, ${flat}`],
          ]),
        ),
        share.picture(`Derivative over the layer: mean ${write(found.slope)}, at most ${top}.`, slopes, mean),
      ],
      numbers: [
        ["saturated", percent(found.saturated)],
        ["mean derivative", write(found.slope)],
        ["largest possible", String(top)],
      ],
      say:
        `${percent(found.saturated)} of the layer is ${flat} (derivative below ${data.flat}); ` +
        `on average δ keeps ${write(found.slope)} of its size on its way through this ${name}.`,
      table: {
        head: ["from", "to", "share of the layer", `${name} at the middle`, "derivative at the middle"],
        rows: [
          ...Array.from(found.counts, (s, i) => {
            const [from, to] = [LOW + (i * (HIGH - LOW)) / BINS, LOW + ((i + 1) * (HIGH - LOW)) / BINS];
            const middle = (from + to) / 2;
            return s && [`z ${place(from)}`, place(to), percent(s), write(h(middle)), write(slope(middle, h(middle)))];
          }),
          ...Array.from(found.slopes, (s, i) => {
            const [from, to] = [(i * top) / 20, ((i + 1) * top) / 20];
            return s && [`derivative ${place(from)}`, place(to), percent(s), "", ""];
          }),
        ].filter(Boolean),
      },
    };
  },
};
