"""Right answers to lesson 6 that look unusual: other ways to shuffle, loops, lists, float32, prints, warnings, helpers."""

import numpy as np

from grader.exercise import load

forward_deep, backward_deep = load("forward_deep").reference, load("backward_deep").reference
gradient_step, momentum_step = load("gradient_step").reference, load("momentum_step").reference
minibatches = load("minibatches").reference


def split_by_mask(X, Y, n_held, rng):
    held = np.zeros(len(X), bool)
    held[rng.choice(len(X), size=n_held, replace=False)] = True
    print("held", held.sum())
    return [[X[~held].tolist(), Y[~held].tolist()], [X[held].tolist(), Y[held].tolist()]]


def split_by_sorting(X, Y, n_held, rng, verbose=False):
    order = np.argsort(rng.random(len(X)))
    return (np.float32(X[order[:-n_held]]), Y[order[:-n_held]]), (np.float32(X[order[-n_held:]]), Y[order[-n_held:]])


def split_by_loop(X, Y, n_held, rng):
    left, parts = list(range(len(X))), ([], [])
    for _ in range(n_held):
        parts[1].append(left.pop(int(rng.integers(len(left)))))
    parts[0].extend(left)
    return tuple((np.stack([X[i] for i in part]), np.stack([Y[i] for i in part])) for part in parts)


def batches_lazily(X, Y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    for start in range(0, len(X), batch_size):
        yield X[order[start:start + batch_size]], Y[order[start:start + batch_size]]


def batches_stacked(X, Y, batch_size, rng):
    both = rng.permutation(np.hstack([X, Y]), axis=0)
    return tuple([part[:, :X.shape[1]], part[:, X.shape[1]:]]
                 for part in np.split(both, range(batch_size, len(X), batch_size)))


def batches_backwards(X, Y, batch_size, rng):
    order, out = list(rng.choice(len(X), len(X), replace=False)), []
    while order:
        rows = [order.pop() for _ in range(min(batch_size, len(order)))]
        out.append((np.float32(X)[rows], [Y[i] for i in rows]))
    return out


def accuracy_by_loop(P, Y):
    hits = 0
    for p, y in zip(P, Y):
        hits += list(p).index(max(p)) == list(y).index(max(y))
    return np.float32(hits / len(P))


def accuracy_of_labels(P, Y):
    return (P[Y == 1] == P.max(axis=1)).mean()


def accuracy_in_an_array(P, Y):
    return np.array(sum(np.argmax(P, 1) == np.argmax(Y, 1)) / P.shape[0])


def momentum_by_loop(params, grads, velocity, lr, momentum):
    new, speed = dict(params), {}
    for name, value in params.items():
        speed[name] = np.empty(value.shape)
        for i in np.ndindex(value.shape):
            speed[name][i] = grads[name][i] + momentum * velocity[name][i]
        new[name] = value - lr * speed[name]
    return [new, speed]


def momentum_in_other_words(params, grads, velocity, lr, momentum, nesterov=False):
    velocity = {k: v * momentum for k, v in velocity.items()}
    velocity = {k: np.add(v, grads[k]) for k, v in velocity.items()}
    return {k: np.float32(params[k] + -lr * velocity[k]) for k in reversed(velocity)}, velocity


def momentum_copied(params, grads, velocity, lr, momentum):
    params, velocity = ({k: np.array(v, float) for k, v in d.items()} for d in (params, velocity))
    for k in params:
        velocity[k] *= momentum
        velocity[k] += grads[k]
        params[k] -= lr * velocity[k]
    return params, velocity


def train_inline(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    params = {k: np.array(v, float) for k, v in params.items()}
    for _ in range(epochs):
        order = np.argsort(rng.random(len(X)))
        for s in range(0, len(X), batch_size):
            rows = order[s:s + batch_size]
            grads = backward_deep(forward_deep(X[rows], params, activations), Y[rows], params, activations)
            for k in params:
                params[k] -= lr * grads[k]
        if after_epoch:
            after_epoch(params)
    return params


def train_recursively(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    if epochs == 0:
        return params
    for batch in batches_lazily(X, Y, batch_size, rng):
        params = gradient_step(params, backward_deep(forward_deep(batch[0], params, activations), batch[1], params,
                                                     activations), lr)
    if after_epoch is not None:
        after_epoch(params)
    return train_recursively(params, X, Y, activations, epochs - 1, batch_size, lr, rng, after_epoch)


def train_planned_ahead(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    np.log(np.zeros(1))
    plan = [minibatches(X, Y, batch_size, rng) for _ in range(epochs)]
    for epoch in plan:
        for a, b in epoch:
            cache = forward_deep(a, params, activations)
            params = gradient_step(params, backward_deep(cache, b, params, activations), lr)
        after_epoch(params) if after_epoch else None
    return {k: np.float32(v) for k, v in params.items()}


def momentum_run_inline(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    params, v = {k: np.array(a, float) for k, a in params.items()}, dict.fromkeys(params, 0.0)
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for rows in np.split(order, range(batch_size, len(X), batch_size)):
            grads = backward_deep(forward_deep(X[rows], params, activations), Y[rows], params, activations)
            for k in params:
                v[k] = v[k] * momentum - lr * grads[k]      # another convention inside gives the same run
                params[k] += v[k]
        if after_epoch:
            after_epoch(dict(params))
    return params


def momentum_run_from_nothing(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    velocity = None
    for _ in range(epochs):
        for a, b in batches_backwards(X, Y, batch_size, rng):
            grads = backward_deep(forward_deep(a, params, activations), np.array(b), params, activations)
            velocity = velocity or {k: 0 * g for k, g in grads.items()}
            params, velocity = momentum_step(params, grads, velocity, lr, momentum)
        if after_epoch:
            after_epoch(params)
    return params


def momentum_run_by_heavy_ball(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    before = params
    for _ in range(epochs):
        for a, b in batches_lazily(X, Y, batch_size, rng):
            g = backward_deep(forward_deep(a, params, activations), b, params, activations)
            params, before = {k: params[k] - lr * g[k] + momentum * (params[k] - before[k]) for k in params}, params
        if after_epoch:
            after_epoch(params)
    return params


VARIANTS = {
    "split_data": [split_by_mask, split_by_sorting, split_by_loop],
    "minibatches": [batches_lazily, batches_stacked, batches_backwards],
    "accuracy": [accuracy_by_loop, accuracy_of_labels, accuracy_in_an_array],
    "momentum_step": [momentum_by_loop, momentum_in_other_words, momentum_copied],
    "train": [train_inline, train_recursively, train_planned_ahead],
    "train_momentum": [momentum_run_inline, momentum_run_from_nothing, momentum_run_by_heavy_ball],
}
