// Dying ReLU: units that are off for every sample get no gradient, and so stay off.

import { part, percent, write } from "./numbers.js";
import { axes, key } from "./plot.js";

export const dyingRelu = {
  title: "Dying ReLU: units that are off for every sample",

  controls: (data) => [
    { kind: "range", name: "bias", label: "Bias at the start", start: 2, values: data.biases.map((b) => write(b, 2)) },
    { kind: "range", name: "spread", label: "Spread of the weights", start: 1, values: data.spreads.map(String) },
    { kind: "range", name: "rate", label: "Learning rate", start: 4, values: data.rates.map(String) },
    {
      kind: "range",
      name: "step",
      label: "Steps taken",
      values: Array.from({ length: data.steps + 1 }, (_, t) => String(t)),
    },
  ],

  show(state, data) {
    const setting = [state.bias, state.spread, state.rate];
    const on = part(data.on, ...setting, state.step);
    const steps = Array.from({ length: data.steps + 1 }, (_, t) => t);
    const dead = steps.map((t) => part(data.on, ...setting, t).filter((share) => share === 0).length);
    const loss = steps.map((t) => -Math.LN10 * part(data.tens, ...setting, t));
    const [now, units] = [dead[state.step], on.length];
    const numbers = Array.from(on, (_, u) => u);

    const shares = axes({
      xlim: [-0.6, units - 0.4],
      ylim: [0, 1],
      xlabel: "unit of the hidden layer",
      xticks: [0, 6, 12, 18, 23],
      ylabel: "share of the samples for which each unit is on",
      yticks: [0, 0.25, 0.5, 0.75, 1],
    });
    const off = numbers.filter((u) => on[u] === 0);
    const course = axes({
      xlim: [0, data.steps],
      ylim: [0, units],
      xlabel: "steps of gradient descent",
      ylabel: `dead units, of ${units}`,
      yticks: [0, 6, 12, 18, 24],
    });
    const line = course.line([state.step, state.step], [0, units], "c4 dotted");
    return {
      panels: [
        shares.picture(
          `After ${state.step} steps ${now} of ${units} units are off for every sample${living(on)}.`,
          numbers.map((u) => shares.bar(u - 0.45, u + 0.45, on[u], "f1")).join(""),
          shares.marks(
            off,
            off.map(() => 0.03),
            "c2",
            "cross",
          ),
          off.length &&
            key(shares, [
              ["f1", "bar", "on for this share"],
              ["c2 none", "cross", "dead: off for every sample"],
            ]),
        ),
        course.picture(
          `Dead units by step: ${dead.join(", ")}.`,
          line,
          course.line(steps, dead, "c2"),
          course.marks(steps, dead, "c2", "cross"),
          course.marks([state.step], [now], "c4"),
        ),
      ],
      numbers: [
        ["dead", `${now} of ${units} (${percent(now / units)})`],
        ["at the start", String(dead[0])],
        [`after ${data.steps} steps`, String(dead.at(-1))],
        ["loss", write(loss[state.step])],
      ],
      say: verdict(state.step, dead, units),
      table: {
        head: ["step or unit", "dead units", "loss", `on after ${state.step} steps`],
        rows: [
          ...steps.map((t) => [`step ${t}`, String(dead[t]), write(loss[t]), ""]),
          ...numbers.map((u) => [`unit ${u}`, "", "", on[u] === 0 ? "dead" : percent(on[u])]),
        ],
      },
    };
  },
};

/** How often the others are on. */
function living(on) {
  const shares = on.filter((share) => share > 0);
  if (!shares.length) return "";
  return `; the others are on for ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} of the samples`;
}

function verdict(step, dead, units) {
  const [before, now] = [dead[0], dead[step]];
  const start = `Before any step ${before} of ${units} units are dead`;
  if (step === 0)
    return before
      ? `${start}: their derivative is 0 for every sample, so no gradient reaches their weights.`
      : `${start}. Take some steps.`;
  if (now > before)
    return `${start}; after ${step} there are ${now}. A step that is too long pushes a unit below 0 for every sample.`;
  if (now < before)
    return `${start}; after ${step} there are ${now}: with right gradients a dead unit of the first layer cannot come back.`;
  return now
    ? `${start}, and after ${step} still the same number: nothing teaches them.`
    : `No unit has died after ${step} steps.`;
}
