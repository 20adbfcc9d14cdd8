// What the learner's functions returned, beside the pass that the picture computed itself.

import { write } from "./numbers.js";

const FORWARD = ["z1", "h1", "z2", "h2", "z3", "p"];
const BACKWARD = ["W3", "b3", "W2", "b2", "W1", "b1"];

/** { wrong(name, ...index), words: [sentence, ...] } for an answer as Python sends it; no answer, nothing wrong. */
export function compare(v, answer) {
  const found = new Map();
  const words = [];
  const look = (part, names, own, dictionary) => {
    if (!part) return;
    if (part.stopped) words.push(part.stopped);
    for (const name of part.stopped ? [] : names) {
      if (part.words[name]) {
        words.push(`${dictionary}["${name}"]: ${part.words[name]}.`);
        continue;
      }
      const off = differing(part.values[name], v[own(name)]);
      off.forEach(({ index, value }) => found.set([own(name), ...index].join(), value));
      if (off.length) words.push(sentence(`${dictionary}["${name}"]`, off));
    }
  };
  look(answer?.forward, FORWARD, (name) => name, "cache");
  look(answer?.backward, BACKWARD, (name) => `d${name}`, "grads");
  return { wrong: (...at) => found.get(at.join()), words };
}

function sentence(name, off) {
  const [{ index, value, right }] = off;
  const others = off.length > 1 ? `, and at ${off.length - 1} more place${off.length > 2 ? "s" : ""}` : "";
  return `${name}[${index.join(", ")}] differs: yours ${write(value, 4)}, here ${write(right, 4)}${others}.`;
}

function differing(yours, right, index = []) {
  if (Array.isArray(right)) return right.flatMap((r, i) => differing(yours[i], r, [...index, i]));
  return Math.abs(yours - right) <= 1e-5 + 1e-5 * Math.abs(right) ? [] : [{ index, value: yours, right }];
}
