// The worked network in numbers: 3-3-3-3, ReLU, sigmoid, softmax, cross-entropy, for one sample.
// Everything the step-by-step picture shows is computed here from x, the parameters and the class.

const affine = (h, W, b) => b.map((bias, j) => h.reduce((sum, v, i) => sum + v * W[i][j], bias));
const outer = (h, delta) => h.map((v) => delta.map((d) => v * d));
const back = (delta, W) => W.map((row) => row.reduce((sum, w, j) => sum + w * delta[j], 0));

/** h is written so that neither end overflows; p subtracts the largest z first. */
export function forward({ x, W1, b1, W2, b2, W3, b3 }) {
  const z1 = affine(x, W1, b1);
  const h1 = z1.map((z) => Math.max(0, z));
  const z2 = affine(h1, W2, b2);
  const h2 = z2.map((z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))));
  const z3 = affine(h2, W3, b3);
  const e = z3.map((z) => Math.exp(z - Math.max(...z3)));
  const total = e.reduce((a, b) => a + b);
  return { x, z1, h1, z2, h2, z3, p: e.map((v) => v / total) };
}

/** Every quantity of one pass by name: dh2 is ∂L/∂h2, delta2 is ∂L/∂z2, dW2 is ∂L/∂W2. */
export function pass(values) {
  const { W2, W3, y } = values;
  const cache = forward(values);
  const { x, z1, h1, h2, z3, p } = cache;
  const top = Math.max(...z3);
  const right = y.indexOf(1);
  const L = Math.log(z3.reduce((sum, z) => sum + Math.exp(z - top), 0)) + top - z3[right];
  const delta3 = p.map((v, j) => v - y[j]);
  const dh2 = back(delta3, W3);
  const delta2 = dh2.map((d, i) => d * h2[i] * (1 - h2[i]));
  const dh1 = back(delta2, W2);
  const delta1 = dh1.map((d, i) => (z1[i] > 0 ? d : 0));
  return {
    ...values,
    ...cache,
    L,
    delta3,
    dh2,
    delta2,
    dh1,
    delta1,
    dW3: outer(h2, delta3),
    db3: delta3,
    dW2: outer(h1, delta2),
    db2: delta2,
    dW1: outer(x, delta1),
    db1: delta1,
  };
}
