"""Wrong answers to lesson 4."""

import numpy as np
from unseen import R, in_parts, quick

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
in_parts("backward_batch", BATCH)


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
quick("backward_deep", **DEEP)
