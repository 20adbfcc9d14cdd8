// How numbers are written everywhere in the widgets, and how the frames are read.

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function power(exponent) {
  return "10" + [...String(exponent)].map((c) => RAISED[c]).join("");
}

/** As many figures as a hand can check: 0.938, 12.5, 3.1·10⁻⁷. */
export function write(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-4) {
    const exponent = Math.floor(Math.log10(size));
    return minus((value / 10 ** exponent).toFixed(digits - 2)) + "·" + power(exponent);
  }
  return minus(value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size)))));
}

/** A number that somebody typed, as it was typed. */
export function given(value) {
  return minus(String(Number(value.toPrecision(6))));
}

export function minus(text) {
  return text.replace("-", "−");
}

export function percent(share) {
  return (100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0) + " %";
}

export function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}

/** Arrays as Python packed them: one buffer of float32, and for each name its shape and where it starts. */
export function unpack(packed) {
  if (!packed.buffer) return packed;
  const bytes = Uint8Array.from(atob(packed.buffer), (c) => c.charCodeAt(0));
  const floats = new Float32Array(bytes.buffer);
  const data = { ...packed };
  delete data.buffer;
  for (const [name, { shape, start }] of Object.entries(packed.arrays)) {
    const size = shape.reduce((a, b) => a * b, 1);
    data[name] = { shape, values: floats.subarray(start, start + size) };
  }
  return data;
}

/** part(a, i, j): what a[i, j] is in numpy; a number where every index is given. */
export function part(array, ...index) {
  let [start, size] = [0, array.values.length];
  index.forEach((i, axis) => {
    size /= array.shape[axis];
    start += i * size;
  });
  return index.length === array.shape.length ? array.values[start] : array.values.subarray(start, start + size);
}
