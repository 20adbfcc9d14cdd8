"""A second round of wrong answers to lessons 1 to 4, written after the first had been learned from."""

import numpy as np
from unseen import R, in_parts, quick

quick("affine",
      normalised_input=lambda x, W, b: x / np.linalg.norm(x) @ W + b,
      bias_first_only=lambda x, W, b: x @ W + np.concatenate([b[:1], 0 * b[1:]]),
      relu_on_input=lambda x, W, b: np.maximum(x, 0) @ W + b,
      sum_of_inputs=lambda x, W, b: x.sum() + b,
      bias_times_input_sum=lambda x, W, b: x @ W + b * x.sum(),
      plus_one=lambda x, W, b: x @ W + b + 1,
      last_unit_dropped=lambda x, W, b: (x @ W + b)[:-1],
      two_x=lambda x, W, b: (2 * x) @ W + 2 * b)

quick("relu",
      max_with_one_percent=lambda z: np.maximum(z, 0.01),
      keeps_zero_side=lambda z: np.where(z >= 0, 0, z),
      wrapped=lambda z: [np.maximum(z, 0)],
      sums=lambda z: np.maximum(z, 0).sum(),
      elementwise_square=lambda z: np.maximum(z, 0) ** 2,
      reversed_order=lambda z: np.maximum(z, 0)[::-1],
      softplus_ten=lambda z: np.logaddexp(0, 10 * z) / 10,
      scaled_tanh=lambda z: np.maximum(np.tanh(z), 0))

quick("sigmoid",
      minus_one=lambda z: 1 / (1 + np.exp(-z)) - 1,
      shifted_input=lambda z: 1 / (1 + np.exp(-(z - 1))),
      squared=lambda z: (1 / (1 + np.exp(-z))) ** 2,
      ratio=lambda z: np.exp(z) / (np.exp(z) + np.exp(-z)),
      mean_centred=lambda z: 1 / (1 + np.exp(-(z - z.mean()))),
      column=lambda z: (1 / (1 + np.exp(-z)))[:, None],
      relu_first=lambda z: 1 / (1 + np.exp(-np.maximum(z, 0))),
      log_missing=lambda z: np.log(1 / (1 + np.exp(-z)) + 1e-300))

quick("softmax",
      exp_twice=lambda z: np.exp(R["softmax"](z)) / np.exp(R["softmax"](z)).sum(),
      without_last=lambda z: np.exp(z - z.max()) / np.exp(z[:-1] - z.max()).sum(),
      normalised_twice_wrong=lambda z: R["softmax"](z) / R["softmax"](z).max(),
      minus_mean=lambda z: R["softmax"](z) - R["softmax"](z).mean(),
      plus_epsilon=lambda z: R["softmax"](z) + 1e-3,
      reversed_out=lambda z: R["softmax"](z)[::-1],
      relu_then=lambda z: R["softmax"](np.maximum(z, 0)),
      outer=lambda z: np.outer(np.exp(z - z.max()), 1 / np.exp(z - z.max()).sum() * np.ones(len(z))))

quick("cross_entropy",
      averaged_by_two=lambda p, y: -np.log(np.dot(p, y) + 1e-12) / 2,
      plus_wrong=lambda p, y: -np.log(np.dot(p, y) + 1e-12) - np.log(1 - np.dot(p, y) + 1e-12),
      sum_of_logs=lambda p, y: np.sum(np.log(p + 1e-12)),
      absolute=lambda p, y: abs(np.log(np.sum(p * y) + 1e-12)) + 1,
      entropy_of_y=lambda p, y: -np.sum(y * np.log(y + 1e-12)),
      root_mean=lambda p, y: np.sqrt(np.mean((p - y) ** 2)),
      logged_twice=lambda p, y: -np.log(-np.log(np.dot(p, y) + 1e-12) + 1e-12),
      inverse=lambda p, y: 1 / (np.dot(p, y) + 1e-12))


def _chain(**change):
    def run(x, P):
        c = {"x": x}
        c["z1"] = change["z1"](c, P) if "z1" in change else c["x"] @ P["W1"] + P["b1"]
        c["h1"] = change["h1"](c, P) if "h1" in change else np.maximum(c["z1"], 0)
        c["z2"] = change["z2"](c, P) if "z2" in change else c["h1"] @ P["W2"] + P["b2"]
        c["h2"] = change["h2"](c, P) if "h2" in change else R["sigmoid"](c["z2"])
        c["z3"] = change["z3"](c, P) if "z3" in change else c["h2"] @ P["W3"] + P["b3"]
        c["p"] = change["p"](c, P) if "p" in change else R["softmax"](c["z3"])
        return c
    return run


quick("forward",
      both_wrong=_chain(h1=lambda c, P: R["sigmoid"](c["z1"]), p=lambda c, P: c["z3"] / c["z3"].sum()),
      bias_sum=_chain(z2=lambda c, P: c["h1"] @ P["W2"] + P["b2"].sum()),
      absolute_h1=_chain(h1=lambda c, P: np.abs(c["z1"])),
      sigmoid_of_h1=_chain(h2=lambda c, P: R["sigmoid"](c["z2"]) ** 2),
      scaled_logits=_chain(p=lambda c, P: R["softmax"](c["z3"] / len(c["z3"]))),
      rounded_h2=_chain(h2=lambda c, P: np.round(R["sigmoid"](c["z2"]), 2)),
      biases_exchanged=_chain(z1=lambda c, P: c["x"] @ P["W1"] + 2 * P["b1"], z2=lambda c, P: c["h1"] @ P["W2"]),
      dropout=_chain(h1=lambda c, P: np.maximum(c["z1"], 0) / 2))

quick("cross_entropy_gradient",
      scaled_p=lambda p, y: -y * p,
      minus_one=lambda p, y: -y / p - 1,
      rows=lambda p, y: (-y / p)[None],
      by_true=lambda p, y: -y / p.max(),
      plus_other=lambda p, y: -y / p + (1 - y),
      epsilon=lambda p, y: -y / (p + 0.01),
      first_entry=lambda p, y: (-y / p)[0],
      reciprocal_of_log=lambda p, y: y / np.log(p))

quick("softmax_jacobian",
      transposed_sign=lambda p: np.outer(p, p) - np.eye(len(p)) * p,
      double_off=lambda p: np.diag(p) - 2 * np.outer(p, p),
      vector_minus=lambda p: p - np.outer(p, p),
      shifted=lambda p: np.roll(np.diag(p) - np.outer(p, p), 1, axis=0),
      ones_minus=lambda p: np.diag(1 - p) - np.outer(p, p) * (1 - np.eye(len(p))),
      square_root=lambda p: np.diag(p) - np.sqrt(np.outer(p, p)),
      flat=lambda p: (np.diag(p) - np.outer(p, p)).ravel(),
      lower=lambda p: np.tril(np.diag(p) - np.outer(p, p)),
      absolute=lambda p: np.abs(np.diag(p) - np.outer(p, p)))

quick("output_delta",
      half=lambda p, y: (p - y) / 2,
      cubed=lambda p, y: (p - y) ** 3,
      wrong_class_only=lambda p, y: p * (1 - y),
      logs=lambda p, y: np.log(p) - y,
      only_y=lambda p, y: -y,
      clipped=lambda p, y: np.maximum(p - y, 0),
      sign=lambda p, y: np.sign(p - y),
      rounded=lambda p, y: np.round(p - y, 2),
      times_p=lambda p, y: p * (p - y),
      row=lambda p, y: (p - y)[None],
      one_hot_of_last=lambda p, y: p - np.eye(len(p))[-1],
      mean_removed=lambda p, y: (p - y) - (p - y).mean() + 0.1)

quick("weight_gradient",
      doubled=lambda h, delta: 2 * np.outer(h, delta),
      delta_squared=lambda h, delta: np.outer(h, delta ** 2),
      absolute=lambda h, delta: np.abs(np.outer(h, delta)),
      reversed_delta=lambda h, delta: np.outer(h, delta[::-1]),
      plus_one=lambda h, delta: np.outer(h + 1, delta),
      relu_h=lambda h, delta: np.outer(np.maximum(h, 0), delta),
      normalised=lambda h, delta: np.outer(h, delta) / np.linalg.norm(np.outer(h, delta)),
      first_row=lambda h, delta: np.outer(h, delta)[0],
      diagonal=lambda h, delta: h[:min(len(h), len(delta))] * delta[:min(len(h), len(delta))],
      by_units=lambda h, delta: np.outer(h, delta) / len(delta),
      sigmoid_slope=lambda h, delta: np.outer(h * (1 - h), delta))

quick("gradient_step",
      twice=lambda params, grads, lr: {k: v - 2 * lr * grads[k] for k, v in params.items()},
      squared_rate=lambda params, grads, lr: {k: v - lr ** 2 * grads[k] for k, v in params.items()},
      decays=lambda params, grads, lr: {k: (1 - lr) * v - lr * grads[k] for k, v in params.items()},
      returns_grads=lambda params, grads, lr: dict(grads),
      biases_only=lambda params, grads, lr: {k: v - lr * grads[k] if k[0] == "b" else v for k, v in params.items()},
      normalised=lambda params, grads, lr: {k: v - lr * grads[k] / np.linalg.norm(grads[k]) for k, v in params.items()},
      list_of=lambda params, grads, lr: [v - lr * grads[k] for k, v in params.items()],
      drops_biases=lambda params, grads, lr: {k: v - lr * grads[k] for k, v in params.items() if k[0] == "W"},
      clipped=lambda params, grads, lr: {k: v - lr * np.clip(grads[k], -0.5, 0.5) for k, v in params.items()})

quick("hidden_gradient",
      doubled=lambda delta, W: 2 * W @ delta,
      first_two=lambda delta, W: W[:, :2] @ delta[:2],
      normalised=lambda delta, W: W @ delta / np.abs(W).sum(axis=1),
      delta_mean=lambda delta, W: W.mean(axis=1) * delta.sum(),
      reversed_delta=lambda delta, W: W @ delta[::-1],
      delta_squared=lambda delta, W: W @ delta ** 2,
      zeros=lambda delta, W: np.zeros(len(W)),
      outer=lambda delta, W: np.outer(delta, W.sum(axis=1)))

quick("relu_derivative",
      negative_sign=lambda z: -(z > 0).astype(float),
      sigmoid=lambda z: 1 / (1 + np.exp(-z)),
      zeros=lambda z: np.zeros(len(z)),
      identity_matrix=lambda z: np.eye(len(z)),
      two=lambda z: 2.0 * (z > 0),
      absolute_sign=lambda z: np.abs(np.sign(z)))

quick("sigmoid_derivative",
      half=lambda z: R["sigmoid"](z) * (1 - R["sigmoid"](z)) / 2,
      times_z=lambda z: z * R["sigmoid"](z) * (1 - R["sigmoid"](z)),
      one_minus_h_squared=lambda z: (1 - R["sigmoid"](z)) ** 2,
      exponential=lambda z: np.exp(-np.abs(z)),
      numeric_coarse=lambda z: (R["sigmoid"](z + 0.1) - R["sigmoid"](z)) / 0.1,
      clipped=lambda z: np.maximum(R["sigmoid"](z) * (1 - R["sigmoid"](z)), 0.01),
      jacobian=lambda z: np.diag(R["sigmoid"](z) * (1 - R["sigmoid"](z))))

quick("hidden_delta",
      doubled=lambda dh, derivative: 2 * dh * derivative,
      clipped=lambda dh, derivative: np.maximum(dh * derivative, 0),
      root=lambda dh, derivative: dh * np.sqrt(derivative),
      subtracted=lambda dh, derivative: dh - derivative,
      squared_dh=lambda dh, derivative: dh ** 2 * derivative,
      largest=lambda dh, derivative: dh * derivative.max())


def _back(d3=None, step3=None, slope2=None, step2=None, slope1=None, grads=None):
    def run(c, y, P):
        a = d3(c, y) if d3 else c["p"] - y
        dh2 = step3(a, P) if step3 else P["W3"] @ a
        b = dh2 * (slope2(c) if slope2 else c["h2"] * (1 - c["h2"]))
        dh1 = step2(b, P) if step2 else P["W2"] @ b
        d = dh1 * (slope1(c) if slope1 else c["z1"] > 0)
        found = {"W3": np.outer(c["h2"], a), "b3": a, "W2": np.outer(c["h1"], b), "b2": b, "W1": np.outer(c["x"], d), "b1": d}
        return grads(found, c) if grads else found
    return run


in_parts("backward", dict(
    tanh_slope=(_back(slope2=lambda c: 1 - c["h2"] ** 2), "W2"),
    slope_missing_minus=(_back(slope2=lambda c: c["h2"]), "W2"),
    one_minus_only=(_back(slope2=lambda c: 1 - c["h2"]), "b2"),
    both_slopes_missing=(_back(slope2=lambda c: 1, slope1=lambda c: 1), "W1"),
    exchanged_slopes=(_back(slope2=lambda c: c["z2"] > 0, slope1=lambda c: R["sigmoid_derivative"](c["z1"])), "W1"),
    slope1_of_z2_type=(_back(slope1=lambda c: c["h1"] * (1 - c["h1"])), "W1"),
    relu_at_zero=(_back(slope1=lambda c: c["z1"] >= 0), "W1"),
    first_path_both=(_back(step3=lambda a, P: P["W3"][:, 0] * a[0], step2=lambda b, P: P["W2"][:, 0] * b[0]), "W1"),
    mean_paths=(_back(step3=lambda a, P: P["W3"] @ a / len(a)), "W2"),
    sum_of_w=(_back(step3=lambda a, P: P["W3"].sum(axis=1)), "b2"),
    minus_everything=(_back(grads=lambda g, c: {k: -v for k, v in g.items()}), "W2"),
    weights_double=(_back(grads=lambda g, c: g | {"W1": 2 * g["W1"]}), "W1"),
    with_learning_rate=(_back(grads=lambda g, c: {k: 0.01 * v for k, v in g.items()}), "W3"),
    softmax_input=(_back(d3=lambda c, y: R["softmax"](c["p"]) - y), "W3"),
    logits=(_back(d3=lambda c, y: c["z3"] - y), "W3"),
    p_alone=(_back(d3=lambda c, y: c["p"]), "b3"),
    argmax_delta=(_back(d3=lambda c, y: (c["p"] == c["p"].max()) - y), "b3"),
    ce_gradient=(_back(d3=lambda c, y: -y / c["p"]), "W3"),
    bias_of_next=(_back(grads=lambda g, c: g | {"b1": g["b2"]}), "b1"),
    weights_with_p=(_back(grads=lambda g, c: g | {"W3": np.outer(c["h2"], c["p"])}), "W3"),
    x_for_h1=(_back(grads=lambda g, c: g | {"W2": np.outer(c["h1"] * 0 + c["x"].sum(), g["b2"])}), "W2"),
    list_result=(_back(grads=lambda g, c: list(g.values())), "W1"),
    short_names=(_back(grads=lambda g, c: {"d" + k: v for k, v in g.items()}), "W2"),
))

quick("forward_batch",
      normalised_batch=lambda X, P: R["forward_batch"]((X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9), P),
      mean_of_p=lambda X, P: R["forward_batch"](X, P) | {"p": R["forward_batch"](X, P)["p"].mean(axis=0)},
      list_of_caches=lambda X, P: [R["forward"](x, P) for x in X],
      one_bias=lambda X, P: R["forward_batch"](X, {k: v if k[0] == "W" else np.full_like(v, v.ravel()[0], dtype=float)
                                                   for k, v in P.items()}),
      last_sample_everywhere=lambda X, P: {k: np.tile(v[-1:], (len(X), 1)) for k, v in R["forward_batch"](X, P).items()},
      logits_as_p=lambda X, P: R["forward_batch"](X, P) | {"p": R["forward_batch"](X, P)["z3"]},
      reversed_samples=lambda X, P: {k: v[::-1] for k, v in R["forward_batch"](X, P).items()})

quick("batch_loss",
      twice=lambda P, Y: -2 * np.sum(Y * np.log(P + 1e-12)) / len(P),
      product=lambda P, Y: -np.log(np.prod(np.sum(P * Y, axis=1)) + 1e-300) * len(P),
      argmax_wrong=lambda P, Y: -np.mean(np.log(P.max(axis=1) + 1e-12)),
      last=lambda P, Y: -np.log(np.sum(P[-1] * Y[-1]) + 1e-12),
      no_log=lambda P, Y: -np.mean(np.sum(P * Y, axis=1)),
      per_class=lambda P, Y: -np.mean(Y * np.log(P + 1e-12), axis=0),
      smallest=lambda P, Y: np.min(-np.sum(Y * np.log(P + 1e-12), axis=1)),
      log_ten=lambda P, Y: -np.mean(np.sum(Y * np.log10(P + 1e-12), axis=1)))


def _batch(d3=lambda c, Y: (c["p"] - Y) / len(Y), s2=lambda c: c["h2"] * (1 - c["h2"]), s1=lambda c: c["z1"] > 0,
           w=lambda h, d: h.T @ d, b=lambda d: d.sum(axis=0), turn=lambda W: W.T):
    def run(c, Y, P):
        a = d3(c, Y)
        e = a @ turn(P["W3"]) * s2(c)
        f = e @ turn(P["W2"]) * s1(c)
        return {"W3": w(c["h2"], a), "b3": b(a), "W2": w(c["h1"], e), "b2": b(e), "W1": w(c["x"], f), "b1": b(f)}
    return run


in_parts("backward_batch", dict(
    root_n=(_batch(lambda c, Y: (c["p"] - Y) / np.sqrt(len(Y))), "W3"),
    squared_n=(_batch(lambda c, Y: (c["p"] - Y) / len(Y) ** 2), "W2"),
    n_minus_one=(_batch(lambda c, Y: (c["p"] - Y) / (len(Y) - 1 or 1)), "W1"),
    tanh_slope=(_batch(s2=lambda c: 1 - c["h2"] ** 2), "W2"),
    slope_averaged=(_batch(s2=lambda c: (c["h2"] * (1 - c["h2"])).mean(axis=0)), "W2"),
    mask_of_first=(_batch(s1=lambda c: c["z1"][0] > 0), "W1"),
    at_zero=(_batch(s1=lambda c: c["z1"] >= 0), "W1"),
    h_itself=(_batch(s1=lambda c: c["h1"]), "W1"),
    largest_bias=(_batch(b=lambda d: d.max(axis=0)), "b3"),
    bias_kept=(_batch(b=lambda d: d.sum(axis=0, keepdims=True)), "b2"),
    bias_first_column=(_batch(b=lambda d: np.full(d.shape[1], d[:, 0].sum())), "b2"),
    minus_weights=(_batch(w=lambda h, d: -h.T @ d), "W3"),
    half=(_batch(lambda c, Y: (c["p"] - Y) / len(Y) / 2), "W2"),
    p_only=(_batch(lambda c, Y: c["p"] / len(Y)), "W3"),
    absolute=(_batch(w=lambda h, d: np.abs(h).T @ d), "W1"),
))
