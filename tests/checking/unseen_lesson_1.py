"""Wrong answers to lesson 1."""

import math

import numpy as np
from unseen import R, quick, wrong

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


@wrong("affine")
def sum_goes_on_into_the_next_unit(x, W, b):
    z, total = np.zeros(len(b)), 0
    for j in range(len(b)):
        for i in range(len(x)):
            total += x[i] * W[i, j]
        z[j] = total + b[j]
    return z


@wrong("affine")
def returns_in_the_outer_loop(x, W, b):
    z = np.zeros(len(b))
    for j in range(len(b)):
        z[j] = np.sum(x * W[:, j]) + b[j]
        return z


@wrong("relu")
def appends_after_the_zero_too(z):
    h = []
    for entry in z:
        if entry < 0:
            h.append(0)
        h.append(entry)
    return np.array(h)


quick("softmax", by_the_largest_size=lambda z: R["softmax"](z / np.max(np.abs(z))))
quick("forward", h1_under_h2=_forward(lambda c, P, m: c["h1"], "h2"))
