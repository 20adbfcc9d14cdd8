// Gradient descent: the loss along the line of the gradient, the slope the gradient promises, and where a step lands.

import { part, write } from "./numbers.js";
import { axes, key } from "./plot.js";

const SAMPLES = ["the worked sample", "three samples that disagree"];

export const descent = {
  title: "Gradient descent: what the slope promises and what the step brings",

  controls: (data) => [
    { kind: "choice", name: "samples", label: "Loss of", values: SAMPLES, start: 0 },
    { kind: "range", name: "rate", label: "Learning rate", start: 4, values: data.rates.map(String) },
    {
      kind: "range",
      name: "step",
      label: "Steps taken",
      start: 0,
      values: Array.from({ length: data.steps + 1 }, (_, t) => String(t)),
    },
  ],

  show(state, data) {
    const rate = data.rates[state.rate];
    const at = [state.samples, state.rate, state.step];
    const curve = data.ahead.map((_, a) => loss(part(data.curve, ...at, a)));
    const slope = -part(data.squares, ...at);
    const here = curve[zero(data)];
    const landed = loss(part(data.landing, ...at));
    const promised = here + slope * rate;
    const losses = Array.from({ length: data.steps + 2 }, (_, t) =>
      t === 0
        ? loss(part(data.curve, state.samples, state.rate, 0, zero(data)))
        : loss(part(data.landing, state.samples, state.rate, t - 1)),
    );

    const top = 4.4;
    const ends = [data.ahead[0], data.ahead.at(-1)];
    const line = axes({
      xlim: ends,
      ylim: [-1, top],
      xlabel: "distance along −gradient (one step: the learning rate)",
      ylabel: "loss L on the line of the gradient",
      yticks: [-1, 0, 1, 2, 3, 4],
    });
    const course = axes({
      xlim: [0, data.steps + 1],
      ylim: [0, 4],
      xlabel: "steps taken",
      ylabel: `loss L by step, at rate ${rate}`,
      yticks: [0, 1, 2, 3, 4],
    });
    const steps = losses.map((_, t) => t);
    const touches = agrees(data, at, slope, here);
    return {
      panels: [
        line.picture(
          `Loss ${write(here)} after ${state.step} steps, slope ${write(slope)}; a step of ${rate} lands at ${write(landed)}.`,
          line.line(data.ahead, curve, "c1"),
          line.line(
            ends,
            ends.map((a) => here + slope * a),
            "c5 dashed",
          ),
          `<line class="line c4 dotted" x1="${line.x(rate)}" x2="${line.x(rate)}" y1="${line.y(promised)}" y2="${line.y(landed)}"/>`,
          line.marks([0], [here], "c4"),
          line.marks([rate], [landed], "c2", "square"),
          line.marks([rate], [promised], "c5", "triangle"),
          key(
            line,
            [
              ["c4 none", "circle", "now"],
              ["c1", "", "loss on the line"],
              ["c5 dashed", "triangle", "promised by the slope"],
              ["c2 none", "square", "after the step"],
            ],
            { x: line.box.x1 - 172 },
          ),
        ),
        course.picture(
          `Loss by step: ${losses.map((l) => write(l)).join(", ")}.`,
          course.line(steps, losses, "c2"),
          course.marks(steps, losses, "c2", "square"),
          course.marks([state.step], [here], "c4"),
        ),
      ],
      numbers: [
        ["loss now", write(here)],
        ["slope", write(slope)],
        ["promised", write(promised)],
        ["after the step", write(landed)],
      ],
      say: touches
        ? verdict(here, promised, landed)
        : "The dashed line does not touch the curve where you stand: the gradient does not belong to this loss.",
      table: { head: ["step", "loss"], rows: steps.map((t) => [String(t), write(losses[t])]) },
    };
  },
};

/** Where on the line one stands: the index of distance 0. */
function zero(data) {
  return data.ahead.findIndex((a) => Math.abs(a) < 1e-9);
}

/** The mean of −ln p over the samples. */
function loss(p) {
  return p.reduce((sum, v) => sum - Math.log(v), 0) / p.length;
}

/** Whether the slope is that of the curve: by central difference, within what its width allows. */
function agrees(data, at, slope, here) {
  const middle = zero(data);
  const side = (k) => loss(part(data.curve, ...at, middle + k));
  const width = data.ahead[middle + 1] - data.ahead[middle];
  const measured = (side(1) - side(-1)) / (2 * width);
  const bend = Math.abs(side(1) - 2 * here + side(-1)) / width;
  return Math.abs(measured - slope) <= bend + 0.02 * Math.abs(slope) + 1e-4;
}

function verdict(here, promised, landed) {
  if (landed > here) return "The step is too long: it lands higher than it started. The slope is true only where you stand.";
  if (promised < 0)
    return "The slope promises a loss below 0, which cannot be; the curve bends away, and the step brings less.";
  const kept = (here - landed) / (here - promised);
  return `The step brings ${Math.round(100 * kept)} % of what the slope promised. Shorter steps come closer to 100 %.`;
}
