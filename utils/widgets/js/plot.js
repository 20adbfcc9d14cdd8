// A plot is a string of SVG: pure functions of numbers, the same in JupyterLab, in a page and in a test.

import { escape, minus, power, write } from "./numbers.js";

const MARGIN = { left: 50, right: 12, top: 30, bottom: 40 };

/** Axes of a plot; its methods return SVG, joined by whoever draws. With `log`, ylim holds powers of ten. */
export function axes({ xlim, ylim, xlabel, ylabel, log = false, xticks, yticks, width = 400, height = 280 }) {
  const box = {
    x0: MARGIN.left,
    x1: width - MARGIN.right,
    y0: height - MARGIN.bottom,
    y1: MARGIN.top,
  };
  const x = (v) => box.x0 + ((v - xlim[0]) / (xlim[1] - xlim[0])) * (box.x1 - box.x0);
  const y = (v) => {
    const level = log ? (v > 0 ? Math.log10(v) : -Infinity) : v;
    const share = (level - ylim[0]) / (ylim[1] - ylim[0]);
    return box.y0 + Math.min(50, Math.max(-50, Number.isNaN(share) ? 50 : share)) * (box.y1 - box.y0);
  };

  function grid() {
    const ys = (yticks ?? ticks(ylim, log)).map((t) => {
      const at = y(log ? 10 ** t : t).toFixed(1);
      return (
        `<line class="grid" x1="${box.x0}" x2="${box.x1}" y1="${at}" y2="${at}"/>` +
        `<text class="tick" x="${box.x0 - 6}" y="${at}" dy="4" text-anchor="end">${log ? power(t) : label(t)}</text>`
      );
    });
    const xs = (xticks ?? ticks(xlim)).map(
      (t) =>
        `<line class="grid" x1="${x(t).toFixed(1)}" x2="${x(t).toFixed(1)}" y1="${box.y0}" y2="${box.y0 + 4}"/>` +
        `<text class="tick" x="${x(t).toFixed(1)}" y="${box.y0 + 17}" text-anchor="middle">${label(t)}</text>`,
    );
    return (
      ys.join("") +
      xs.join("") +
      `<line class="axis" x1="${box.x0}" x2="${box.x1}" y1="${box.y0}" y2="${box.y0}"/>` +
      `<text class="label" x="${(box.x0 + box.x1) / 2}" y="${height - 4}" text-anchor="middle">${escape(xlabel)}</text>` +
      `<text class="label" x="4" y="14">${escape(ylabel)}</text>`
    );
  }

  /** What leaves the axes is cut off, with room for a marker that stands on them. */
  function inside(drawn) {
    const [w, h] = [box.x1 - box.x0 + 12, box.y0 - box.y1 + 12];
    const corner = `${box.x0 - 6} ${box.y1 - 6}`;
    return `<svg x="${box.x0 - 6}" y="${box.y1 - 6}" width="${w}" height="${h}" viewBox="${corner} ${w} ${h}" overflow="hidden">${drawn}</svg>`;
  }

  function points(xs, ys) {
    return Array.from(xs, (v, i) => `${x(v).toFixed(1)},${y(ys[i]).toFixed(1)}`).join(" ");
  }

  return {
    x,
    y,
    box,
    width,
    height,
    line: (xs, ys, style = "") => `<polyline class="line ${style}" points="${points(xs, ys)}"/>`,
    band: (xs, low, high, style = "") =>
      `<polygon class="band ${style}" points="` +
      points(xs, high) +
      " " +
      points([...xs].reverse(), [...low].reverse()) +
      `"/>`,
    bar: (from, to, height, style = "") =>
      `<rect class="bar ${style}" x="${x(from).toFixed(1)}" ` +
      `y="${y(height).toFixed(1)}" width="${Math.max(0, x(to) - x(from) - 1).toFixed(1)}" ` +
      `height="${Math.max(0, box.y0 - y(height)).toFixed(1)}"/>`,
    marks: (xs, ys, style, shape = "circle") => Array.from(xs, (v, i) => mark(x(v), y(ys[i]), style, shape)).join(""),
    text: (at, level, words, style = "", anchor = "start") =>
      `<text class="note ${style}" x="${x(at).toFixed(1)}" y="${y(level).toFixed(1)}" text-anchor="${anchor}">` +
      `${escape(words)}</text>`,
    picture: (alt, ...layers) => ({ alt, svg: svg(alt, width, height, grid() + inside(layers.join(""))) }),
  };
}

export function svg(
  alt,
  width,
  height,
  body,
  style = `flex:1 1 ${Math.round(0.8 * width)}px;max-width:${Math.round(1.3 * width)}px`,
) {
  return (
    `<svg class="bw-plot" style="${style}" role="img" aria-label="${escape(alt)}" viewBox="0 0 ${width} ${height}" ` +
    `xmlns="http://www.w3.org/2000/svg">${body}</svg>`
  );
}

/** A marker: its shape tells series apart where colour does not. */
function mark(x, y, style, shape) {
  const [cx, cy] = [x.toFixed(1), y.toFixed(1)];
  if (shape === "circle") return `<circle class="mark ${style}" cx="${cx}" cy="${cy}" r="3.5"/>`;
  if (shape === "cross") {
    return `<path class="mark open ${style}" d="M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}"/>`;
  }
  if (shape === "square") return `<rect class="mark ${style}" x="${x - 3.2}" y="${y - 3.2}" width="6.4" height="6.4"/>`;
  return `<path class="mark ${style}" d="M${cx} ${(y - 4.5).toFixed(1)}l4.5 8h-9z"/>`;
}

function label(value) {
  if (Math.abs(value) >= 1e5) return write(value).replace(".0·", "·");
  return Number.isInteger(value) ? minus(String(value)) : write(value, 2).replace(/(\.\d*?)0+$/, "$1");
}

/** Round values that fit the limits, about five of them. */
export function ticks([low, high], log = false) {
  const rough = (high - low) / 5;
  const base = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    log ? 1 : 0,
    [1, 2, 5, 10].map((m) => m * base).find((s) => s >= rough * 0.999),
  );
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    found.push(Number((i * step).toPrecision(12)));
  }
  return found;
}

/** A key to the lines of a plot: `entries` are [style, shape, words]. */
export function key(plot, entries, { x = plot.box.x0 + 8, y = plot.box.y1 + 8 } = {}) {
  return entries
    .map(([style, shape, words], row) => {
      const at = y + 17 * row;
      const sample =
        shape === "bar"
          ? `<rect class="bar ${style}" x="${x}" y="${at - 5}" width="22" height="10"/>`
          : `<line class="line ${style}" x1="${x}" x2="${x + 22}" y1="${at}" y2="${at}"/>` +
            (shape ? mark(x + 11, at, style, shape) : "");
      return `<g class="key">${sample}<text class="note" x="${x + 28}" y="${at}" dy="4">${escape(words)}</text></g>`;
    })
    .join("");
}
