"""Wrong answers written without looking at the lists of known mistakes: WRONG holds (exercise, function, part).

They measure coverage (how many get a name) and precision (how many names are right) on what the lists do not hold.
"""

import math

import numpy as np

from grader.exercise import load

R = {name: load(name).reference for name in (
    "affine", "relu", "sigmoid", "softmax", "cross_entropy", "forward", "cross_entropy_gradient", "softmax_jacobian",
    "output_delta", "hidden_gradient", "backward", "forward_batch", "backward_batch", "forward_deep", "backward_deep",
    "relu_derivative", "sigmoid_derivative", "numerical_gradient")}
WRONG = []


def wrong(name, part=None):
    def keep(function):
        WRONG.append((name, function, part))
        return function
    return keep


def quick(name, **functions):
    for label, function in functions.items():
        function.__name__ = label
        WRONG.append((name, function, None))


# --- lesson 1 -----------------------------------------------------------------------------------------------------------

@wrong("affine")
def overwrites_in_loop(x, W, b):
    z = b.astype(float)
    for i in range(len(x)):
        for j in range(len(z)):
            z[j] = x[i] * W[i, j] + b[j]
    return z


@wrong("affine")
def bias_inside_the_loop(x, W, b):
    z = np.zeros(W.shape[1])
    for j in range(W.shape[1]):
        for i in range(len(x)):
            z[j] += x[i] * W[i, j] + b[j]
    return z


quick("affine",
      reversed_bias=lambda x, W, b: x @ W + b[::-1],
      mean_bias=lambda x, W, b: x @ W + b.mean(),
      reversed_input=lambda x, W, b: x[::-1] @ W + b,
      column_shape=lambda x, W, b: (x @ W + b).reshape(-1, 1),
      with_sigmoid=lambda x, W, b: 1 / (1 + np.exp(-(x @ W + b))),
      times_bias=lambda x, W, b: (x @ W) * b,
      returns_tuple=lambda x, W, b: (x @ W + b, x),
      rounded_to_three=lambda x, W, b: np.round(x @ W + b, 3),
      squares_inputs=lambda x, W, b: (x * x) @ W + b,
      worked_numbers=lambda x, W, b: np.array([1.35, 1.27, 1.8]),
      largest_contribution=lambda x, W, b: (x[:, None] * W).max(axis=0) + b,
      input_bias=lambda x, W, b: (x + b[0]) @ W)


@wrong("relu")
def early_return(z):
    for i in range(len(z)):
        return max(z[i], 0)


@wrong("relu")
def only_the_last_kept(z):
    h = np.zeros(len(z))
    for i, a in enumerate(z):
        if a > 0:
            h = np.zeros(len(z))
            h[i] = a
    return h


@wrong("relu")
def flips_in_place(z):
    for i in range(len(z)):
        if z[i] < 0:
            z[i] = -z[i]
    return z


quick("relu",
      leaky_five_percent=lambda z: np.maximum(z, 0.05 * z),
      half=lambda z: np.maximum(z, 0) / 2,
      shifted_threshold=lambda z: np.where(z > 0.5, z, 0),
      minus_one_below=lambda z: np.where(z > 0, z, -1.0),
      doubled=lambda z: np.where(z > 0, 2 * z, 0),
      swapped_condition=lambda z: np.where(z < 0, z, 0),
      nothing=lambda z: None,
      smooth=lambda z: z / (1 + np.exp(-z)),
      root=lambda z: np.sqrt(np.maximum(z, 0)))

quick("sigmoid",
      unstable_loop=lambda z: np.array([1 / (1 + math.exp(-a)) for a in z]),
      scaled_third=lambda z: 1 / (1 + np.exp(-z / 3)),
      two_below=lambda z: 1 / (2 + np.exp(-z)),
      centred=lambda z: 1 / (1 + np.exp(-z)) - 0.5,
      doubled=lambda z: 2 / (1 + np.exp(-z)),
      tanh_scaled=lambda z: 2 / (1 + np.exp(-2 * z)) - 1,
      exponent_no_minus=lambda z: 1 / (1 + np.exp(z)),
      complement=lambda z: 1 - 1 / (1 + np.exp(-z)),
      scalar=lambda z: 1 / (1 + np.exp(-z[0])),
      summed=lambda z: np.sum(1 / (1 + np.exp(-z))),
      arctan=lambda z: 0.5 + np.arctan(z) / np.pi,
      clipped_ten=lambda z: 1 / (1 + np.exp(-np.clip(z, -5, 5))),
      rounded=lambda z: np.round(1 / (1 + np.exp(-z)), 3),
      upside_down=lambda z: 1 + np.exp(-z))

quick("softmax",
      mean_instead=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).mean(),
      column=lambda z: (np.exp(z - z.max()) / np.exp(z - z.max()).sum())[:, None],
      temperature=lambda z: R["softmax"](z / 2),
      hot=lambda z: R["softmax"](3 * z),
      rounded=lambda z: np.round(R["softmax"](z), 3),
      with_epsilon=lambda z: np.exp(z - z.max()) / (np.exp(z - z.max()).sum() + 0.1),
      cumulative=lambda z: np.cumsum(R["softmax"](z)),
      sorted_out=lambda z: np.sort(R["softmax"](z)),
      percent=lambda z: 100 * R["softmax"](z),
      loop_overflow=lambda z: [math.exp(a) / sum(math.exp(b) for b in z) for a in z],
      squared_norm=lambda z: np.exp(z - z.max()) ** 2 / np.sum(np.exp(z - z.max()) ** 2),
      cubes=lambda z: np.abs(z) ** 3 / np.sum(np.abs(z) ** 3),
      shifted_by_first=lambda z: np.exp(z - z[0]) / np.sum(np.exp(z - z[0])),
      no_minus=lambda z: np.exp(-z) / np.sum(np.exp(-z)),
      only_max=lambda z: z - z.max())

quick("cross_entropy",
      log_of_sum=lambda p, y: -np.log(np.sum(p) + 1e-12),
      sum_of_p_y=lambda p, y: 1 - np.dot(p, y),
      twice=lambda p, y: -2 * np.log(np.dot(p, y) + 1e-12),
      log_of_difference=lambda p, y: -np.sum(np.log(1 - np.abs(p - y) + 1e-12)),
      wrong_axis=lambda p, y: -np.sum(y * np.log(p + 1e-12), keepdims=True),
      exp_not_log=lambda p, y: np.exp(-np.dot(p, y)),
      positive=lambda p, y: np.log(np.dot(p, y) + 1e-12),
      smallest=lambda p, y: -np.log(p.min() + 1e-12),
      kl_with_p=lambda p, y: np.sum(p * (np.log(p + 1e-12) - np.log(y + 1e-12))),
      index_one=lambda p, y: -np.log(p[1] + 1e-12),
      square_of_log=lambda p, y: np.log(np.dot(p, y) + 1e-12) ** 2,
      nothing=lambda p, y: None,
      log1p_wrong=lambda p, y: -np.log1p(-np.dot(p, y) + 1e-12),
      epsilon_tenth=lambda p, y: -np.log(np.dot(p, y) + 0.1))


def _forward(change=None, at=None):
    def run(x, params):
        cache = {"x": x}
        cache["z1"] = x @ params["W1"] + params["b1"]
        cache["h1"] = np.maximum(cache["z1"], 0)
        cache["z2"] = cache["h1"] @ params["W2"] + params["b2"]
        cache["h2"] = R["sigmoid"](cache["z2"])
        cache["z3"] = cache["h2"] @ params["W3"] + params["b3"]
        cache["p"] = R["softmax"](cache["z3"])
        return cache
    if not at:
        return run

    def changed(x, params):
        cache = {"x": x}
        makers = {"z1": lambda: x @ params["W1"] + params["b1"], "h1": lambda: np.maximum(cache["z1"], 0),
                  "z2": lambda: cache["h1"] @ params["W2"] + params["b2"], "h2": lambda: R["sigmoid"](cache["z2"]),
                  "z3": lambda: cache["h2"] @ params["W3"] + params["b3"], "p": lambda: R["softmax"](cache["z3"])}
        for key, make in makers.items():
            cache[key] = change(cache, params, make) if key == at else make()
        return cache
    return changed


quick("forward",
      tanh_first=_forward(lambda c, P, m: np.tanh(c["z1"]), "h1"),
      leaky_first=_forward(lambda c, P, m: np.where(c["z1"] > 0, c["z1"], 0.01 * c["z1"]), "h1"),
      softmax_second=_forward(lambda c, P, m: R["softmax"](c["z2"]), "h2"),
      bias_twice=_forward(lambda c, P, m: m() + P["b3"], "z3"),
      bias_minus=_forward(lambda c, P, m: c["h1"] @ P["W2"] - P["b2"], "z2"),
      not_normalised=_forward(lambda c, P, m: np.exp(c["z3"]), "p"),
      log_softmax=_forward(lambda c, P, m: np.log(m()), "p"),
      wrong_sigmoid=_forward(lambda c, P, m: 1 / (1 + np.exp(c["z2"])), "h2"),
      doubled_weights=_forward(lambda c, P, m: 2 * c["h2"] @ P["W3"] + P["b3"], "z3"),
      one_hot=_forward(lambda c, P, m: (c["z3"] == c["z3"].max()) * 1.0, "p"),
      p_of_z2=_forward(lambda c, P, m: R["softmax"](c["z2"]), "p"),
      only_p=lambda x, params: {"p": _forward()(x, params)["p"]},
      other_names=lambda x, params: {key.upper(): value for key, value in _forward()(x, params).items()},
      columns=lambda x, params: {key: value[:, None] for key, value in _forward()(x, params).items()},
      averaged=_forward(lambda c, P, m: c["h1"] @ P["W2"] / len(c["h1"]) + P["b2"], "z2"))


# --- lesson 2 -----------------------------------------------------------------------------------------------------------

def _differences(rule):
    def run(f, x, eps=1e-5):
        x = np.array(x, dtype=float)
        out = np.zeros_like(x)
        for i in np.ndindex(x.shape):
            up, down = x.copy(), x.copy()
            up[i] += eps
            down[i] -= eps
            out[i] = rule(f, x, up, down, eps)
        return out
    return run


@wrong("numerical_gradient")
def integer_copy(f, x, eps=1e-5):
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        out[i] = (f(up) - f(down)) / (2 * eps)
    return out


@wrong("numerical_gradient")
def never_put_back(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        out[i] = (up - f(x)) / (2 * eps)
    return out


@wrong("numerical_gradient")
def first_axis_only(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    out = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        out[i] = (f(up) - f(down)) / (2 * eps)
    return out


quick("numerical_gradient",
      divides_by_eps=_differences(lambda f, x, up, down, eps: (f(up) - f(down)) / eps),
      not_divided=_differences(lambda f, x, up, down, eps: f(up) - f(down)),
      minus=_differences(lambda f, x, up, down, eps: (f(down) - f(up)) / (2 * eps)),
      plus=_differences(lambda f, x, up, down, eps: (f(up) + f(down)) / (2 * eps)),
      coarse=lambda f, x, eps=1e-5: _differences(
          lambda f, x, up, down, eps: (f(up) - f(down)) / (2 * eps))(f, x, 0.1),
      one_sided_coarse=lambda f, x, eps=1e-5: _differences(
          lambda f, x, up, down, eps: (f(up) - f(x)) / eps)(f, x, 1e-2),
      precedence=_differences(lambda f, x, up, down, eps: (f(up) - f(down)) / 2 * eps),
      all_at_once=lambda f, x, eps=1e-5: (f(x + eps) - f(x - eps)) / (2 * eps),
      ratio=_differences(lambda f, x, up, down, eps: f(up) / f(down)),
      second=_differences(lambda f, x, up, down, eps: (f(up) - 2 * f(x) + f(down)) / eps ** 2))

quick("cross_entropy_gradient",
      plus=lambda p, y: y / p,
      softmax_too=lambda p, y: p - y,
      no_division=lambda p, y: -y,
      no_y=lambda p, y: -1 / p,
      log=lambda p, y: -y * np.log(p),
      inverse=lambda p, y: -p / np.where(y == 0, 1, y),
      squared=lambda p, y: -y / p ** 2,
      summed=lambda p, y: -np.sum(y / p),
      averaged=lambda p, y: -y / p / len(p),
      binary=lambda p, y: (p - y) / (p * (1 - p)),
      half=lambda p, y: -0.5 * y / p,
      swapped=lambda p, y: -p * y,
      first=lambda p, y: np.array([-1 / p[0]] + [0.0] * (len(p) - 1)),
      matrix=lambda p, y: np.diag(-y / p))


@wrong("softmax_jacobian")
def loop_wrong_sign_beside(p):
    n = len(p)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i, j] = p[i] * (1 - p[i]) if i == j else p[i] * p[j]
    return J


quick("softmax_jacobian",
      no_diagonal=lambda p: -np.outer(p, p) * (1 - np.eye(len(p))),
      squared_diagonal=lambda p: np.diag(p ** 2) - np.outer(p, p),
      ones_diagonal=lambda p: np.eye(len(p)) - np.outer(p, p),
      identity_minus_rows=lambda p: np.eye(len(p)) - p,
      rows=lambda p: p * (np.eye(len(p)) - p),
      half=lambda p: 0.5 * (np.diag(p) - np.outer(p, p)),
      summed_rows=lambda p: (np.diag(p) - np.outer(p, p)).sum(axis=1),
      upper=lambda p: np.triu(np.diag(p) - np.outer(p, p)),
      applied_twice=lambda p: np.diag(R["softmax"](p)) - np.outer(R["softmax"](p), R["softmax"](p)),
      p_one_minus_p=lambda p: np.outer(p, 1 - p),
      dot_product=lambda p: p @ p - np.diag(p),
      inner_subtracted=lambda p: np.diag(p) - p @ p)

quick("output_delta",
      turned=lambda p, y: y - p,
      only_p=lambda p, y: p,
      averaged=lambda p, y: (p - y) / len(p),
      doubled=lambda p, y: 2 * (p - y),
      squared=lambda p, y: (p - y) ** 2,
      absolute=lambda p, y: np.abs(p - y),
      with_derivative=lambda p, y: (p - y) * p * (1 - p),
      ratio=lambda p, y: p / np.where(y == 0, 1, y),
      ce_gradient=lambda p, y: -y / p,
      diagonal_only=lambda p, y: -y / p * p * (1 - p),
      true_entry_only=lambda p, y: (p - y) * y,
      argmax_zero=lambda p, y: p - np.eye(len(p))[0],
      argmax_p=lambda p, y: p - np.eye(len(p))[np.argmax(p)],
      sum_to_one=lambda p, y: p + y,
      one_minus=lambda p, y: 1 - p,
      scalar=lambda p, y: np.sum(p - y),
      column=lambda p, y: (p - y)[:, None])

quick("weight_gradient",
      turned=lambda h, delta: np.outer(delta, h),
      added=lambda h, delta: h[:, None] + delta[None, :],
      difference=lambda h, delta: h[:, None] - delta[None, :],
      inner=lambda h, delta: np.sum(h) * np.sum(delta),
      repeated_delta=lambda h, delta: np.tile(delta, (len(h), 1)),
      repeated_h=lambda h, delta: np.tile(h[:, None], (1, len(delta))),
      squared=lambda h, delta: np.outer(h ** 2, delta),
      active_only=lambda h, delta: np.outer(h > 0, delta),
      averaged=lambda h, delta: np.outer(h, delta) / len(h),
      minus=lambda h, delta: -np.outer(h, delta),
      with_derivative=lambda h, delta: np.outer(h, delta * (1 - delta)),
      flat=lambda h, delta: np.outer(h, delta).ravel(),
      reshaped=lambda h, delta: np.outer(delta, h).reshape(len(h), len(delta)),
      integer=lambda h, delta: np.outer(h, delta).astype(int),
      mean_delta=lambda h, delta: np.outer(h, np.full(len(delta), delta.mean())))

quick("bias_gradient",
      ones=lambda delta: np.ones_like(delta),
      zeros=lambda delta: np.zeros(len(delta)),
      summed=lambda delta: delta.sum(),
      averaged=lambda delta: delta / len(delta),
      minus=lambda delta: -delta,
      absolute=lambda delta: np.abs(delta),
      squared=lambda delta: delta ** 2,
      column=lambda delta: delta.reshape(-1, 1),
      half=lambda delta: delta / 2,
      turned=lambda delta: delta[::-1],
      integers=lambda delta: delta.astype(int),
      one_added=lambda delta: delta + 1)


@wrong("gradient_step")
def in_place(params, grads, lr):
    for key in params:
        params[key] -= lr * grads[key]
    return params


@wrong("gradient_step")
def weights_only(params, grads, lr):
    return {key: value - lr * grads[key] if key[0] == "W" else value for key, value in params.items()}


@wrong("gradient_step")
def last_layer_only(params, grads, lr):
    last = max(params)
    return {key: value - lr * grads[key] if key == last else value for key, value in params.items()}


quick("gradient_step",
      upwards=lambda params, grads, lr: {key: value + lr * grads[key] for key, value in params.items()},
      no_rate=lambda params, grads, lr: {key: value - grads[key] for key, value in params.items()},
      rate_fixed=lambda params, grads, lr: {key: value - 0.01 * grads[key] for key, value in params.items()},
      only_steps=lambda params, grads, lr: {key: lr * grads[key] for key in params},
      unchanged=lambda params, grads, lr: {key: value.copy() for key, value in params.items()},
      divided=lambda params, grads, lr: {key: value - grads[key] / lr for key, value in params.items()},
      shrinks=lambda params, grads, lr: {key: value * (1 - lr * grads[key]) for key, value in params.items()},
      brackets=lambda params, grads, lr: {key: (value - lr) * grads[key] for key, value in params.items()},
      averaged=lambda params, grads, lr: {key: value - lr * grads[key] / value.size for key, value in params.items()},
      signs=lambda params, grads, lr: {key: value - lr * np.sign(grads[key]) for key, value in params.items()},
      nothing=lambda params, grads, lr: None)


# --- lesson 3 -----------------------------------------------------------------------------------------------------------

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
for label, (function, part) in BACKWARD.items():
    function.__name__ = label
    WRONG.append(("backward", function, part))


# --- lesson 4 -----------------------------------------------------------------------------------------------------------

def _rows_softmax(z):
    a = np.exp(z - z.max(axis=1, keepdims=True))
    return a / a.sum(axis=1, keepdims=True)


def _forward_batch(activations=None, last=_rows_softmax, bias=1):
    def run(X, params):
        first, second = activations or (lambda z: np.maximum(z, 0), R["sigmoid"])
        cache = {"x": X, "z1": X @ params["W1"] + bias * params["b1"]}
        cache["h1"] = first(cache["z1"])
        cache["z2"] = cache["h1"] @ params["W2"] + bias * params["b2"]
        cache["h2"] = second(cache["z2"])
        cache["z3"] = cache["h2"] @ params["W3"] + bias * params["b3"]
        cache["p"] = last(cache["z3"])
        return cache
    return run


quick("forward_batch",
      columns=_forward_batch(last=lambda z: np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)),
      whole_table=_forward_batch(last=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
      not_shifted_sum=_forward_batch(last=lambda z: np.exp(z) / np.exp(z).sum()),
      no_bias=_forward_batch(bias=0),
      minus_bias=_forward_batch(bias=-1),
      exchanged=_forward_batch((R["sigmoid"], lambda z: np.maximum(z, 0))),
      tanh_second=_forward_batch((lambda z: np.maximum(z, 0), np.tanh)),
      first_sample=lambda X, params: R["forward"](X[0], params),
      averaged_input=lambda X, params: R["forward"](X.mean(axis=0), params),
      turned=lambda X, params: {key: value.T for key, value in _forward_batch()(X, params).items()},
      same_row=lambda X, params: {key: np.tile(value[:1], (len(X), 1))
                                  for key, value in _forward_batch()(X, params).items()},
      sigmoid_out=_forward_batch(last=lambda z: R["sigmoid"](z)))

quick("batch_loss",
      summed=lambda P, Y: -np.sum(Y * np.log(P + 1e-12)),
      over_everything=lambda P, Y: -np.mean(Y * np.log(P + 1e-12)),
      per_sample=lambda P, Y: -np.sum(Y * np.log(P + 1e-12), axis=1),
      plus=lambda P, Y: np.mean(np.sum(Y * np.log(P + 1e-12), axis=1)),
      first_sample=lambda P, Y: -np.sum(Y[0] * np.log(P[0] + 1e-12)),
      log_of_mean=lambda P, Y: -np.log(np.mean(np.sum(Y * P, axis=1)) + 1e-12),
      mean_square=lambda P, Y: np.mean((P - Y) ** 2),
      by_classes=lambda P, Y: -np.sum(Y * np.log(P + 1e-12)) / P.shape[1],
      half=lambda P, Y: -0.5 * np.mean(np.sum(Y * np.log(P + 1e-12), axis=1)),
      binary=lambda P, Y: -np.mean(np.sum(Y * np.log(P + 1e-12) + (1 - Y) * np.log(1 - P + 1e-12), axis=1)),
      squared_n=lambda P, Y: -np.sum(Y * np.log(P + 1e-12)) / len(P) ** 2,
      largest=lambda P, Y: np.max(-np.sum(Y * np.log(P + 1e-12), axis=1)),
      n_minus_one=lambda P, Y: -np.sum(Y * np.log(P + 1e-12)) / max(len(P) - 1, 1),
      log_two=lambda P, Y: -np.mean(np.sum(Y * np.log2(P + 1e-12), axis=1)),
      median=lambda P, Y: np.median(-np.sum(Y * np.log(P + 1e-12), axis=1)))


def _backward_batch(delta=lambda c, Y: (c["p"] - Y) / len(Y), slope2=lambda c: c["h2"] * (1 - c["h2"]),
                    slope1=lambda c: c["z1"] > 0, bias=lambda d: d.sum(axis=0), weights=lambda h, d: h.T @ d):
    def run(cache, Y, params):
        d3 = delta(cache, Y)
        d2 = d3 @ params["W3"].T * slope2(cache)
        d1 = d2 @ params["W2"].T * slope1(cache)
        return {"W3": weights(cache["h2"], d3), "b3": bias(d3), "W2": weights(cache["h1"], d2), "b2": bias(d2),
                "W1": weights(cache["x"], d1), "b1": bias(d1)}
    return run


BATCH = dict(
    summed=(_backward_batch(lambda c, Y: c["p"] - Y), "W3"),
    twice_mean=(_backward_batch(bias=lambda d: d.mean(axis=0)), "b2"),
    by_size=(_backward_batch(lambda c, Y: (c["p"] - Y) / Y.size), "W2"),
    by_classes=(_backward_batch(lambda c, Y: (c["p"] - Y) / Y.shape[1]), "W1"),
    turned=(_backward_batch(lambda c, Y: (Y - c["p"]) / len(Y)), "b1"),
    no_slope2=(_backward_batch(slope2=lambda c: 1), "W2"),
    no_slope1=(_backward_batch(slope1=lambda c: 1), "W1"),
    slope_of_h=(_backward_batch(slope2=lambda c: R["sigmoid_derivative"](c["h2"])), "b2"),
    exchanged=(_backward_batch(slope2=lambda c: c["z2"] > 0, slope1=lambda c: R["sigmoid_derivative"](c["z1"])), "W1"),
    bias_rows=(_backward_batch(bias=lambda d: d), "b3"),
    bias_total=(_backward_batch(bias=lambda d: d.sum()), "b1"),
    bias_wrong_axis=(_backward_batch(bias=lambda d: d.sum(axis=1)), "b2"),
    bias_first=(_backward_batch(bias=lambda d: d[0]), "b3"),
    weights_turned=(_backward_batch(weights=lambda h, d: d.T @ h), "W3"),
    first_sample=(_backward_batch(weights=lambda h, d: np.outer(h[0], d[0])), "W2"),
    mean_outer=(_backward_batch(weights=lambda h, d: h.T @ d / len(h)), "W1"),
    outer_of_sums=(_backward_batch(weights=lambda h, d: np.outer(h.sum(axis=0), d.sum(axis=0))), "W2"),
    outer_of_means=(_backward_batch(weights=lambda h, d: np.outer(h.mean(axis=0), d.sum(axis=0))), "W3"),
    last_sample=(_backward_batch(weights=lambda h, d: np.outer(h[-1], d[-1]), bias=lambda d: d[-1]), "b2"),
    doubled=(_backward_batch(lambda c, Y: 2 * (c["p"] - Y) / len(Y)), "W2"),
    squared_error=(_backward_batch(lambda c, Y: (c["p"] - Y) * c["p"] * (1 - c["p"]) / len(Y)), "W3"),
)
for label, (function, part) in BATCH.items():
    function.__name__ = label
    WRONG.append(("backward_batch", function, part))


def _deep(hidden=None, last=_rows_softmax, names=lambda a: a):
    functions = {"relu": lambda z: np.maximum(z, 0), "sigmoid": R["sigmoid"], "tanh": np.tanh} | (hidden or {})

    def run(X, params, activations):
        cache, h = {"x": X}, X
        for k, name in enumerate(names(activations), 1):
            cache[f"z{k}"] = h @ params[f"W{k}"] + params[f"b{k}"]
            h = cache[f"h{k}"] = functions[name](cache[f"z{k}"])
        last_layer = len(activations) + 1
        cache[f"z{last_layer}"] = h @ params[f"W{last_layer}"] + params[f"b{last_layer}"]
        cache["p"] = last(cache[f"z{last_layer}"])
        return cache
    return run


quick("forward_deep",
      all_relu=_deep(names=lambda a: ["relu"] * len(a)),
      all_first=_deep(names=lambda a: [a[0]] * len(a) if a else a),
      backwards=_deep(names=lambda a: a[::-1]),
      tanh_is_sigmoid=_deep({"tanh": R["sigmoid"]}),
      sigmoid_turned=_deep({"sigmoid": lambda z: R["sigmoid"](-z)}),
      leaky=_deep({"relu": lambda z: np.where(z > 0, z, 0.01 * z)}),
      over_columns=_deep(last=lambda z: np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)),
      over_all=_deep(last=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
      no_softmax=_deep(last=lambda z: z),
      three_layers_only=lambda X, params, activations: R["forward_batch"](X, params),
      derivative=_deep({"tanh": lambda z: 1 - np.tanh(z) ** 2}))


def _deep_back(delta=lambda c, Y: (c["p"] - Y) / len(Y), slopes=None, change=lambda k, d: d, bias=lambda d: d.sum(axis=0)):
    table = {"relu": lambda z, h: z > 0, "sigmoid": lambda z, h: h * (1 - h), "tanh": lambda z, h: 1 - h ** 2} | (slopes or {})

    def run(cache, Y, params, activations):
        grads, d = {}, delta(cache, Y)
        for k in range(len(activations) + 1, 0, -1):
            h = cache[f"h{k - 1}"] if k > 1 else cache["x"]
            grads[f"W{k}"], grads[f"b{k}"] = h.T @ d, bias(d)
            if k > 1:
                d = change(k, d) @ params[f"W{k}"].T * table[activations[k - 2]](cache[f"z{k - 1}"], h)
        return grads
    return run


DEEP = dict(
    summed=_deep_back(lambda c, Y: c["p"] - Y),
    tanh_as_sigmoid=_deep_back(slopes={"tanh": lambda z, h: h * (1 - h)}),
    tanh_no_square=_deep_back(slopes={"tanh": lambda z, h: 1 - h}),
    tanh_of_h=_deep_back(slopes={"tanh": lambda z, h: 1 - np.tanh(h) ** 2}),
    no_slopes=_deep_back(slopes={name: lambda z, h: 1 for name in ("relu", "sigmoid", "tanh")}),
    relu_at_h=_deep_back(slopes={"relu": lambda z, h: h}),
    mean_again=_deep_back(change=lambda k, d: d / len(d)),
    bias_mean=_deep_back(bias=lambda d: d.mean(axis=0)),
    turned=_deep_back(lambda c, Y: (Y - c["p"]) / len(Y)),
    relu_everywhere=_deep_back(slopes={"sigmoid": lambda z, h: z > 0, "tanh": lambda z, h: z > 0}),
)
for label, function in DEEP.items():
    function.__name__ = label
    WRONG.append(("backward_deep", function, None))
