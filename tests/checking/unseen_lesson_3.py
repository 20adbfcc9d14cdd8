"""Wrong answers to lesson 3."""

import numpy as np
from unseen import R, in_parts, quick

quick("hidden_gradient",
      not_turned=lambda delta, W: delta @ W if W.shape[0] == W.shape[1] else W @ delta,
      one_path=lambda delta, W: delta[0] * W[:, 0],
      last_path=lambda delta, W: delta[-1] * W[:, -1],
      rows_summed=lambda delta, W: W.sum(axis=1),
      mean_paths=lambda delta, W: W @ delta / len(delta),
      not_summed=lambda delta, W: W * delta,
      minus=lambda delta, W: -(W @ delta),
      largest_path=lambda delta, W: (W * delta).max(axis=1),
      absolute=lambda delta, W: np.abs(W) @ delta,
      squared=lambda delta, W: (W ** 2) @ delta,
      total=lambda delta, W: W.sum(axis=1) * delta.sum(),
      with_relu=lambda delta, W: np.maximum(W @ delta, 0),
      column=lambda delta, W: (W @ delta)[:, None],
      sums_wrong_axis=lambda delta, W: (W * delta).sum(axis=0))

quick("relu_derivative",
      relu=lambda z: np.maximum(z, 0),
      one_at_zero=lambda z: (z >= 0).astype(float),
      half_at_zero=lambda z: np.heaviside(z, 0.5),
      inverse=lambda z: (z < 0).astype(float),
      sign=lambda z: np.sign(z),
      ones=lambda z: np.ones(len(z)),
      minus_below=lambda z: np.where(z > 0, 1.0, -1.0),
      leaky=lambda z: np.where(z > 0, 1.0, 0.1),
      any_positive=lambda z: float(np.any(z > 0)),
      above_one=lambda z: (z > 1).astype(float),
      nan_zero=lambda z: np.maximum(z, 0) / z,
      indices=lambda z: np.nonzero(z > 0)[0],
      diag=lambda z: np.diag((z > 0) * 1.0),
      integer_stays=lambda z: np.where(z > 0, 1, z))

quick("sigmoid_derivative",
      plain_z=lambda z: z * (1 - z),
      sigmoid=lambda z: R["sigmoid"](z),
      plus=lambda z: R["sigmoid"](z) * (1 + R["sigmoid"](z)),
      squared=lambda z: R["sigmoid"](z) ** 2,
      twice=lambda z: R["sigmoid"](R["sigmoid"](z)) * (1 - R["sigmoid"](R["sigmoid"](z))),
      tanh=lambda z: 1 - np.tanh(z) ** 2,
      one_minus_square=lambda z: 1 - R["sigmoid"](z) ** 2,
      unstable=lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
      minus=lambda z: -R["sigmoid"](z) * (1 - R["sigmoid"](z)),
      no_square=lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
      quarter=lambda z: np.full(len(z), 0.25),
      one_minus=lambda z: 1 - R["sigmoid"](z),
      integer=lambda z: np.array([R["sigmoid"](a) * (1 - R["sigmoid"](a)) for a in z]).astype(z.dtype),
      linear=lambda z: 0.25 - np.abs(z) / 16,
      second=lambda z: R["sigmoid"](z) * (1 - R["sigmoid"](z)) * (1 - 2 * R["sigmoid"](z)))

quick("hidden_delta",
      added=lambda dh, derivative: dh + derivative,
      no_derivative=lambda dh, derivative: dh,
      only_derivative=lambda dh, derivative: derivative,
      inner=lambda dh, derivative: dh @ derivative,
      outer=lambda dh, derivative: np.outer(dh, derivative),
      divided=lambda dh, derivative: dh / (derivative + 1e-9),
      squared=lambda dh, derivative: dh * derivative ** 2,
      minus=lambda dh, derivative: -dh * derivative,
      masked=lambda dh, derivative: np.where(derivative > 0, dh, 0),
      averaged=lambda dh, derivative: dh * derivative / len(dh),
      one_minus=lambda dh, derivative: dh * derivative * (1 - derivative),
      summed_dh=lambda dh, derivative: dh.sum() * derivative,
      mean_derivative=lambda dh, derivative: dh * derivative.mean())


def _backward(**change):
    def run(cache, y, params):
        p, h2, h1, z2, z1, x = (cache[key] for key in ("p", "h2", "h1", "z2", "z1", "x"))
        d3 = change.get("d3", lambda: p - y)() if "d3" not in change else change["d3"](cache, y)
        dh2 = change["dh2"](d3, params) if "dh2" in change else params["W3"] @ d3
        d2 = change["d2"](dh2, z2, h2) if "d2" in change else dh2 * h2 * (1 - h2)
        dh1 = change["dh1"](d2, params, d3) if "dh1" in change else params["W2"] @ d2
        d1 = change["d1"](dh1, z1, h1) if "d1" in change else dh1 * (z1 > 0)
        grads = {"W3": np.outer(h2, d3), "b3": d3, "W2": np.outer(h1, d2), "b2": d2, "W1": np.outer(x, d1), "b1": d1}
        return change["grads"](grads, cache) if "grads" in change else grads
    return run


BACKWARD = dict(
    delta_turned=(_backward(d3=lambda c, y: y - c["p"]), "W2"),
    delta_squared_error=(_backward(d3=lambda c, y: (c["p"] - y) * c["p"] * (1 - c["p"])), "W3"),
    delta_doubled=(_backward(d3=lambda c, y: 2 * (c["p"] - y)), "W1"),
    one_path=(_backward(dh2=lambda d, P: P["W3"][:, 0] * d[0]), "W2"),
    no_sigmoid=(_backward(d2=lambda dh, z, h: dh), "W2"),
    relu_in_place_of_sigmoid=(_backward(d2=lambda dh, z, h: dh * (z > 0)), "W2"),
    sigmoid_of_h=(_backward(d2=lambda dh, z, h: dh * R["sigmoid_derivative"](h)), "b2"),
    z_one_minus_z=(_backward(d2=lambda dh, z, h: dh * z * (1 - z)), "b2"),
    no_relu=(_backward(d1=lambda dh, z, h: dh), "W1"),
    relu_itself=(_backward(d1=lambda dh, z, h: dh * h), "W1"),
    sigmoid_in_layer_1=(_backward(d1=lambda dh, z, h: dh * R["sigmoid_derivative"](z)), "b1"),
    skips_layer_2=(_backward(dh1=lambda d2, P, d3: P["W2"] @ (P["W3"] @ d3)), "W1"),
    weights_turned=(_backward(dh1=lambda d2, P, d3: P["W2"] @ d2 if P["W2"].shape[0] != P["W2"].shape[1]
                              else d2 @ P["W2"]), "W1"),
    averaged=(_backward(grads=lambda g, c: {key: value / len(c["x"]) for key, value in g.items()}), "W1"),
    all_turned=(_backward(grads=lambda g, c: {key: value.T for key, value in g.items()}), "W2"),
    wrong_h=(_backward(grads=lambda g, c: g | {"W3": np.outer(c["z2"], g["b3"])}), "W3"),
    wrong_h2=(_backward(grads=lambda g, c: g | {"W2": np.outer(c["z1"], g["b2"])}), "W2"),
    bias_ones=(_backward(grads=lambda g, c: g | {"b1": np.ones_like(g["b1"])}), "b1"),
    bias_sum=(_backward(grads=lambda g, c: g | {"b2": g["b2"].sum()}), "b2"),
    no_biases=(_backward(grads=lambda g, c: {key: g[key] for key in ("W1", "W2", "W3")}), "b3"),
    delta_plus=(_backward(d3=lambda c, y: c["p"] + y), "b3"),
    sigmoid_plus=(_backward(d2=lambda dh, z, h: dh * h * (1 + h)), "b2"),
    leaky=(_backward(d1=lambda dh, z, h: np.where(z > 0, dh, 0.01 * dh)), "b1"),
    reversed_names=(_backward(grads=lambda g, c: {"W1": g["W3"], "W2": g["W2"], "W3": g["W1"], "b1": g["b3"],
                                                  "b2": g["b2"], "b3": g["b1"]}), "W1"),
)
in_parts("backward", BACKWARD)


# --- later rounds -----------------------------------------------------------------------------------------------------

def _writes(delta, W):
    W *= delta
    return W.sum(axis=1)


def _stays_0_at_the_end(dh, derivative):
    delta = np.zeros(len(dh))
    for k in range(len(dh) - 1):
        delta[k] = dh[k] * derivative[k]
    return delta


def _one_difference(z, step):
    return (R["sigmoid"](z + step) - R["sigmoid"](z)) / step


quick("hidden_gradient",
      last_path_missing=lambda delta, W: sum(W[:, j] * delta[j] for j in range(len(delta) - 1)),
      inverted=lambda delta, W: delta @ np.linalg.pinv(W),
      weighted_mean=lambda delta, W: W @ delta / W.sum(axis=1),
      writes=_writes,
      minus_mean=lambda delta, W: -np.mean(W * delta, axis=1),
      mean_as_row=lambda delta, W: (W @ delta / len(delta)).reshape(1, -1),
      by_inputs=lambda delta, W: W @ delta / len(W),
      never_reset=lambda delta, W: np.cumsum(W @ delta),
      first_of_each_row=lambda delta, W: np.array([sum(W[i] * delta[i % len(delta)]) for i in range(len(W))]))

quick("relu_derivative",
      whole_first=lambda z: np.where(z.astype(int) > 0, 1, 0),
      clipped=lambda z: np.clip(z, 0, 1),
      ons_only=lambda z: np.array([1.0 for v in z if v > 0]),
      always_true=lambda z: np.maximum(z, 0) >= 0,
      minus_from_zero=lambda z: -(z >= 0).astype(float),
      the_firsts=lambda z: np.full(z.shape, float(z[0] > 0)),
      not_zero=lambda z: (z != 0).astype(float),
      by_the_mean=lambda z: np.full(len(z), float(z.mean() > 0)),
      step_of_one=lambda z: np.maximum(z + 1, 0) - np.maximum(z, 0),
      minus_matrix=lambda z: -np.diag((z > 0) * 1.0))

quick("sigmoid_derivative",
      brackets=lambda z: R["sigmoid"](z) * 1 - R["sigmoid"](z),
      times_two=lambda z: R["sigmoid"](z) - R["sigmoid"](z) * 2,
      one_inside=lambda z: R["sigmoid"](z) * R["sigmoid"](1 - z),
      clipped_five=lambda z: R["sigmoid_derivative"](np.clip(z, -5, 5)),
      coarse=lambda z: _one_difference(z, 0.1),
      minus_plus=lambda z: -R["sigmoid"](z) * (1 + R["sigmoid"](z)),
      z_minus=lambda z: z ** 2 - z,
      times_z=lambda z: z * R["sigmoid_derivative"](z),
      second_factor=lambda z: 1 - 2 * R["sigmoid"](z),
      top_squared=lambda z: R["sigmoid"](-np.abs(z)) ** 2,
      root=lambda z: np.sqrt(R["sigmoid_derivative"](z)),
      doubled_z=lambda z: 2 * z * (1 - z))

quick("hidden_delta",
      end_missing=_stays_0_at_the_end,
      running=lambda dh, derivative: np.cumsum(dh * derivative),
      dot_everywhere=lambda dh, derivative: np.full(len(dh), dh @ derivative),
      diagonal=lambda dh, derivative: np.diag(dh) * derivative,
      minus_mean=lambda dh, derivative: -dh * derivative / dh.size,
      squared_gradient=lambda dh, derivative: dh ** 2 * derivative,
      returns_early=lambda dh, derivative: (dh * derivative)[:1],
      turned_slopes=lambda dh, derivative: dh * derivative[::-1],
      difference=lambda dh, derivative: derivative - dh)


def _stepped(rate, writes=False):
    """The weights are stepped before the gradient goes back through them."""
    def run(cache, y, params):
        P = params if writes else {key: np.array(value, dtype=float) for key, value in params.items()}
        grads, d = {}, cache["p"] - y
        for k, below, slope in ((3, "h2", cache["h2"] * (1 - cache["h2"])), (2, "h1", cache["z1"] > 0), (1, "x", 1)):
            grads |= {f"W{k}": np.outer(cache[below], d), f"b{k}": d}
            P[f"W{k}"] -= rate * grads[f"W{k}"]
            d = P[f"W{k}"] @ d * slope if k > 1 else None
        return grads
    return run


def _into_p(cache, y, params):
    cache["p"] -= y
    return R["backward"](cache | {"p": cache["p"] + y}, y, params)


LATER = dict(
    exchanged=(_backward(d2=lambda dh, z, h: dh * (z > 0), d1=lambda dh, z, h: dh * R["sigmoid_derivative"](z)), "W1"),
    true_class=(_backward(d3=lambda c, y: (c["p"] - y) * y), "b3"),
    y_left_out=(_backward(d3=lambda c, y: c["p"]), "W2"),
    loss_slope=(_backward(d3=lambda c, y: -y / c["p"]), "W3"),
    biases_before_slopes=(lambda c, y, P: R["backward"](c, y, P) | {"b2": P["W3"] @ (c["p"] - y)}, "b2"),
    bias_times_itself=(lambda c, y, P: R["backward"](c, y, P) | {"b2": P["b2"] * R["backward"](c, y, P)["b2"]}, "b2"),
    own_output=(_backward(grads=lambda g, c: g | {"W1": np.outer(c["h1"], g["b1"]), "W2": np.outer(c["h2"], g["b2"]),
                                                  "W3": np.outer(c["p"], g["b3"])}), "W2"),
    twice_and_z=(_backward(d2=lambda dh, z, h: dh * (h * (1 - h)) ** 2,
                           grads=lambda g, c: g | {"W2": np.outer(c["z1"], g["b2"])}), "W2"),
    of_h_and_no_relu=(_backward(d2=lambda dh, z, h: dh * R["sigmoid_derivative"](h), d1=lambda dh, z, h: dh), "W1"),
    turned_and_minus=(_backward(d3=lambda c, y: y - c["p"], grads=lambda g, c: {k: v.T for k, v in g.items()}), "W2"),
    d_in_front=(_backward(grads=lambda g, c: {"d" + key: value for key, value in g.items()}), "W1"),
    deltas=(_backward(grads=lambda g, c: {"delta1": g["b1"], "delta2": g["b2"], "delta3": g["b3"]}), "b1"),
    stepped=(_stepped(0.01), "W1"), stepped_in_place=(_stepped(0.01, writes=True), "W3"), into_p=(_into_p, "W3"),
)
in_parts("backward", LATER)


def _both_loops_to_the_shorter_end(delta, W):
    dh = np.zeros(len(W))
    for i in range(min(W.shape)):
        for j in range(min(W.shape)):
            dh[i] += W[i, j] * delta[j]
    return dh


quick("hidden_gradient", shorter_end=_both_loops_to_the_shorter_end)
in_parts("backward", {"no_brackets": (_backward(d2=lambda dh, z, h: dh * h * 1 - h), "b2")})
