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


# --- later rounds -----------------------------------------------------------------------------------------------------

def _true(P, Y):
    return np.maximum(np.sum(P * Y, axis=1), 1e-12)


def _zeros_overwritten(P, Y):
    P[P == 0] = 1e-12
    return -np.sum(Y * np.log(P)) / len(P)


quick("batch_loss",
      zeros_overwritten=_zeros_overwritten,
      every_pair=lambda P, Y: -np.mean(np.log(np.maximum(P @ Y.T, 1e-12))),
      log_of_sum=lambda P, Y: -np.log(_true(P, Y).sum()),
      exchanged=lambda P, Y: -np.sum(P * np.log(np.maximum(Y, 1e-12))) / len(P),
      hundredth=lambda P, Y: -np.mean(np.log(np.sum(P * Y, axis=1) + 0.01)),
      last_over_n=lambda P, Y: -np.log(_true(P, Y)[-1]) / len(P),
      base_ten_of_all=lambda P, Y: -np.mean(Y * np.log10(np.maximum(P, 1e-12))),
      product=lambda P, Y: -np.log(np.prod(_true(P, Y))),
      one_minus_mean=lambda P, Y: 1 - np.exp(np.mean(np.log(_true(P, Y)))),
      right_ones=lambda P, Y: -np.sum(np.log(_true(P, Y))[P.argmax(axis=1) == Y.argmax(axis=1)]) / len(P),
      all_but_last_summed=lambda P, Y: -np.sum(np.log(_true(P, Y))[:-1]))


def _z1_overwritten(X, params):
    cache = _forward_batch()(X, params)
    return cache | {"z1": cache["h1"]}


def _centred(X, params):
    X -= X.mean(axis=0)
    return _forward_batch()(X, params)


quick("forward_batch",
      clipped=_forward_batch(last=lambda z: _rows_softmax(np.clip(z, -50, 50))),
      no_keepdims=_forward_batch(last=lambda z: np.exp(z - z.max(axis=1)) / np.exp(z - z.max(axis=1)).sum(axis=1)),
      one_shift=_forward_batch(last=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)),
      overflows=_forward_batch(last=lambda z: np.array([np.exp(r) / np.exp(r).sum() for r in z])),
      softmax_inside=_forward_batch((lambda z: np.maximum(z, 0), _rows_softmax)),
      largest_p=_forward_batch(last=lambda z: _rows_softmax(z).max(axis=1)),
      half_bias_columns=_forward_batch(last=lambda z: _rows_softmax(z.T).T, bias=0.5),
      relu_twice_whole=_forward_batch((lambda z: np.maximum(z, 0),) * 2, lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
      z1_overwritten=_z1_overwritten, centred=_centred)

LATER = dict(
    n_minus_one=(_backward_batch(lambda c, Y: (c["p"] - Y) / max(len(Y) - 1, 1)), "W2"),
    whole_columns=(_backward_batch(lambda c, Y: (c["p"] - Y.max(axis=0)) / len(Y)), "b3"),
    summed_and_of_h=(_backward_batch(lambda c, Y: c["p"] - Y, lambda c: R["sigmoid_derivative"](c["h2"])), "W2"),
    summed_and_rows=(_backward_batch(lambda c, Y: c["p"] - Y, bias=lambda d: d.sum(axis=1)), "b2"),
    minus_mean=(_backward_batch(lambda c, Y: (Y - c["p"]) / len(Y), bias=lambda d: d.mean(axis=0)), "b1"),
    averaged_z=(_backward_batch(slope2=lambda c: R["sigmoid_derivative"](c["z2"].mean(axis=0))), "W2"),
    off_and_mean=(_backward_batch(slope1=lambda c: c["z1"] < 0, bias=lambda d: d.mean(axis=0)), "b1"),
    stacked=(_backward_batch(weights=lambda h, d: np.einsum("ni,nj->nij", h, d)), "W3"),
    biases_by_n=(_backward_batch(lambda c, Y: c["p"] - Y, weights=lambda h, d: h.T @ d / len(h)), "b3"),
)
in_parts("backward_batch", LATER)


def _as_text(X, params, activations):
    order = sorted(key[1:] for key in params if key[0] == "W")
    cache, h = {"x": X}, X
    for i, k in enumerate(order):
        cache["z" + k] = h @ params["W" + k] + params["b" + k]
        h = {"relu": lambda z: np.maximum(z, 0), "sigmoid": R["sigmoid"], "tanh": np.tanh, "": _rows_softmax}[
            [*activations, ""][i]](cache["z" + k])
        cache[f"h{k}" if i < len(activations) else "p"] = h
    return cache


def _hidden_first(X, params, activations):
    return _deep()(X, params, activations) if activations[0] else None


def _one_layer_early(X, params, activations):
    cache = {key: value for key, value in _deep()(X, params, activations).items() if key != f"z{len(activations) + 1}"}
    return cache | {"p": _rows_softmax(cache[f"h{len(activations)}"] if activations else X)}


def _swapped(X, params, activations):
    cache = _deep()(X, params, activations)
    return {("h" + key[1:] if key[0] == "z" else "z" + key[1:]) if key[0] in "zh" and "h" + key[1:] in cache else key: value
            for key, value in cache.items()}


def _emptied(X, params, activations):
    return _deep()(X, params, [activations.pop(0) for _ in range(len(activations))])


quick("forward_deep", as_text=_as_text, needs_hidden=_hidden_first, one_layer_early=_one_layer_early, swapped=_swapped,
      emptied=_emptied,
      relu_at_the_end=_deep(last=lambda z: _rows_softmax(np.maximum(z, 0))),
      neighbours=_deep(names=lambda a: a[1:] + a[:1]), alphabetical=_deep(names=sorted),
      exchanged_whole=_deep({"tanh": R["sigmoid"], "sigmoid": np.tanh}, lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()))


def _slope(name, z):
    return {"relu": lambda: z > 0, "sigmoid": lambda: R["sigmoid_derivative"](z), "tanh": lambda: 1 - np.tanh(z) ** 2}[name]()


def _down(delta=lambda c, Y: (c["p"] - Y) / len(Y), name=lambda a, k: a[k - 1], through=lambda d, first, P, k: d @ P[f"W{k}"].T,
          off=lambda k, last: False, bias=lambda d: d.sum(axis=0), weights=lambda h, d: h.T @ d, finish=lambda g: g):
    def run(cache, Y, params, activations):
        grads, d, last = {}, delta(cache, Y), len(activations) + 1
        first = d
        for k in range(last, 0, -1):
            grads[f"W{k}"], grads[f"b{k}"] = weights(cache[f"h{k - 1}"] if k > 1 else cache["x"], d), bias(d)
            if k > 1:
                slope = 1 if off(k - 1, last) else _slope(name(activations, k - 1), cache[f"z{k - 1}"])
                d = through(d, first, params, k) * slope
        return finish(grads)
    return run


quick("backward_deep",
      not_in_layer_1=_down(off=lambda k, last: k == 1), not_in_the_last=_down(off=lambda k, last: k == last - 1),
      neighbours=_down(name=lambda a, k: a[min(k, len(a) - 1)]), backwards=_down(name=lambda a, k: a[-k]),
      tanh_by_sigmoid=_down(name=lambda a, k: "sigmoid" if a[k - 1] == "tanh" else a[k - 1]),
      relu_for_sigmoid=_down(name=lambda a, k: "relu" if a[k - 1] == "sigmoid" else a[k - 1]),
      weights_below=_down(through=lambda d, first, P, k: d @ P[f"W{k - 1}"].T),
      output_again=_down(through=lambda d, first, P, k: first @ P[f"W{k}"].T),
      first_path=_down(through=lambda d, first, P, k: d[:, :1] @ P[f"W{k}"][:, :1].T),
      summed_tanh_by_sigmoid=_down(lambda c, Y: c["p"] - Y, lambda a, k: "sigmoid" if a[k - 1] == "tanh" else a[k - 1]),
      no_slopes_mean_bias=_down(off=lambda k, last: True, bias=lambda d: d.mean(axis=0)),
      minus_backwards=_down(lambda c, Y: (Y - c["p"]) / len(Y), lambda a, k: a[-k]),
      no_layer_1=_down(finish=lambda g: {key: value for key, value in g.items() if key[1:] != "1"}),
      pairs_for_keys=_down(finish=lambda g: {(key[0], int(key[1:])): value for key, value in g.items()}),
      one_too_low=_down(finish=lambda g: {key[0] + str(int(key[1:]) - 1): value for key, value in g.items()}),
      three_only=lambda cache, Y, params, activations: R["backward_batch"](cache, Y, params))


def _last_layer_left_out(X, params, activations):
    cache, h = {"x": X}, X
    for k, name in enumerate(activations, 1):
        z = cache[f"z{k}"] = h @ params[f"W{k}"] + params[f"b{k}"]
        h = cache[f"h{k}"] = _deep()(X, params, activations)[f"h{k}"]
    return cache | {"p": _rows_softmax(z)}


quick("forward_deep", last_layer_left_out=_last_layer_left_out)
in_parts("backward_batch", {"y_over_n": (_backward_batch(lambda c, Y: c["p"] - Y / len(Y)), "W3")})
