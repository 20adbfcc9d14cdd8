// Initialisation: the variance of h on the way up, of δ on the way down, and whether equal units ever part.

import { part, write } from "./numbers.js";
import { axes, key } from "./plot.js";

const EQUAL = "all units of a layer stay equal, so the layer is one unit, many times over.";
const DIFFERENT = "the units differ from the start, so each can learn something else.";
const STUCK = "the units differ from the start, but after the first step nothing moves these weights any more.";

export const initialisation = {
  title: "Where the weights start: what becomes of h, of δ, and of equal units",

  controls: (data) => [
    { kind: "choice", name: "start", label: "Start", values: data.starts.map(([name]) => name), start: 1 },
    { kind: "choice", name: "activation", label: "Activation", values: data.activations, start: 1 },
    {
      kind: "range",
      name: "step",
      label: "Steps of training",
      start: data.steps,
      values: Array.from({ length: data.steps + 1 }, (_, t) => String(t)),
    },
  ],

  show(state, data) {
    const [name, kind, size] = data.starts[state.start];
    const activation = data.activations[state.activation];
    const up = part(data.forward, state.start, state.activation);
    const down = part(data.backward, state.start, state.activation);
    const layers = Array.from(up, (_, l) => l + 1);
    const deepest = layers.length;
    const course = (t) => part(data.courses, state.start, state.activation, t);
    const now = course(state.step);
    const units = now.length;
    const kinds = different(now);
    const stuck = course(data.steps).every((w, u) => w === course(1)[u]);

    const plot = (ylabel) =>
      axes({
        xlim: [1, deepest],
        ylim: [-28, 10],
        yticks: [-25, -20, -15, -10, -5, 0, 5, 10],
        log: true,
        ylabel,
        xlabel: "layer (1 is next to the input)",
        width: 310,
        height: 260,
      });
    const forward = plot("variance of h by layer, in powers of ten");
    const backward = plot("variance of δ by layer, in powers of ten");
    const gone = (plot, values) =>
      plot.marks(
        layers.filter((_, l) => values[l] === 0),
        Array(deepest).fill(1e-27),
        "c4",
        "cross",
      ) + (values.some((v) => v === 0) ? plot.text(deepest / 2, 1e-24, "0 where crossed", "", "middle") : "");

    const all = Array.from({ length: data.steps + 1 }, (_, t) => course(t)).flatMap((row) => [...row]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const room = Math.max(0.02, 0.15 * (high - low));
    const weights = axes({
      xlim: [0, data.steps],
      ylim: [low - room, high + room],
      xlabel: `steps of training, learning rate ${data.rate}`,
      ylabel: `small network: a weight into each of ${units} units`,
      width: 310,
      height: 260,
    });
    const steps = Array.from({ length: state.step + 1 }, (_, t) => t);
    const shapes = ["circle", "square", "triangle"];
    const lines = Array.from(now, (_, u) => {
      const values = steps.map((t) => course(t)[u]);
      const every = steps.filter((t) => t % 8 === (u % 4) * 2 || t === state.step);
      return (
        weights.line(steps, values, `c${(u % 5) + 1}`) +
        weights.marks(
          every,
          every.map((t) => values[t]),
          `c${(u % 5) + 1}`,
          shapes[u % 3],
        )
      );
    }).join("");

    const change = (values) => `${write(values[0])} at layer 1, ${write(values[deepest - 1])} at layer ${deepest}`;
    const words = kind === "same" ? `every weight ${size}` : `weights drawn with spread ${size}`;
    return {
      panels: [
        forward.picture(
          `Variance of h by layer: ${change(up)}.`,
          forward.line(layers, up, "c3"),
          forward.marks(layers, up, "c3", "square"),
          gone(forward, up),
        ),
        backward.picture(
          `Variance of δ by layer: ${change(down)}.`,
          backward.line(layers, down, "c1"),
          backward.marks(layers, down, "c1"),
          gone(backward, down),
        ),
        weights.picture(
          `Weights into ${units} units after ${state.step} steps: ${kinds} different values.`,
          lines,
          weights.text(
            data.steps / 2,
            high + 0.55 * room,
            kinds === 1 ? `${units} units, one line: all equal` : `${units} units, ${kinds} lines`,
            "",
            "middle",
          ),
        ),
      ],
      numbers: [
        ["variance of h, layer 1 → " + deepest, `${write(up[0])} → ${write(up[deepest - 1])}`],
        [`variance of δ, layer ${deepest} → 1`, `${write(down[deepest - 1])} → ${write(down[0])}`],
        ["different units in the small network", `${kinds} of ${units}`],
        [`largest difference between them after ${state.step} steps`, write(Math.max(...now) - Math.min(...now))],
      ],
      say: `${name} (${words}), ${activation}: ${kinds === 1 ? EQUAL : stuck ? STUCK : DIFFERENT} ${verdict(up, down)}`,
      table: {
        head: ["layer", "variance of h", "variance of δ"],
        rows: [
          ...layers.map((l) => [String(l), write(up[l - 1]), write(down[l - 1])]),
          ...Array.from(now, (w, u) => [`weight into unit ${u}, step ${state.step}`, write(w, 4), ""]),
        ],
      },
    };
  },
};

/** How many different numbers stand in a list, rounding aside. */
function different(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return 1 + sorted.slice(1).filter((v, i) => Math.abs(v - sorted[i]) > 1e-6 * (1 + Math.abs(v))).length;
}

function verdict(up, down) {
  const last = up.length - 1;
  const trend = (from, to) =>
    from === 0 && to === 0
      ? "is 0"
      : to === 0
        ? "ends at 0"
        : to / from < 0.01
          ? "fades"
          : to / from > 100
            ? "grows"
            : "holds";
  const [h, delta] = [trend(up[0], up[last]), trend(down[last], down[0])];
  return `On the way up the variance of h ${h}; on the way down that of δ ${delta}.`;
}
