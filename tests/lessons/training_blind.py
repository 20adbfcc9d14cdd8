"""Answers to lesson 6 that were written before anyone looked at the lists of known mistakes: wrong with their names, and right."""

import numpy as np

from grader.exercise import load

R = {name: load(name).reference for name in ("forward_deep", "backward_deep", "gradient_step", "minibatches", "momentum_step")}


def parts(X, Y, kept, held):
    return (X[kept], Y[kept]), (X[held], Y[held])


def split(kept_and_held):
    """The split whose two sets of row numbers come from kept_and_held(rng, N, n_held)."""
    return lambda X, Y, n_held, rng: parts(X, Y, *kept_and_held(rng, len(X), n_held))


def block(rng, N, n_held):
    held = np.arange(n_held) + rng.integers(N - n_held + 1)
    return np.delete(np.arange(N), held), held


def last_never(rng, N, n_held):
    order = rng.permutation(N - 1)
    return np.append(order[n_held:], N - 1), order[:n_held]


def deal(X, Y, order, size):
    return [(X[order[s:s + size]], Y[order[s:s + size]]) for s in range(0, len(order), size)]


def one_too_many(X, Y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[k * size:(k + 1) * size]], Y[order[k * size:(k + 1) * size]]) for k in range(len(X) // size + 1)]


def sliding(X, Y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[s:s + size]], Y[order[s:s + size]]) for s in range(max(1, len(X) - size + 1))]


def rest_joined(X, Y, size, rng):
    batches = deal(X, Y, rng.permutation(len(X)), size)
    if len(batches) > 1 and len(batches[-1][0]) < size:
        *batches, before, rest = batches
        batches.append(tuple(np.concatenate(both) for both in zip(before, rest)))
    return batches


def shuffled_batches(X, Y, size, rng):
    batches = deal(X, Y, np.arange(len(X)), size)
    return [batches[k] for k in rng.permutation(len(batches))]


def momentum(velocity, params=lambda t, n, v, g, lr, mu: t - lr * n):
    def step(theta, grads, old, lr, mu):
        new = {k: velocity(old[k], grads[k], lr, mu) for k in theta}
        return {k: params(theta[k], new[k], old[k], grads[k], lr, mu) for k in theta}, new
    return step


def sum_of(v, g, lr, mu):
    return mu * v + g


def arrays_of_params(theta, grads, old, lr, mu):
    new = {k: mu * old[k] + grads[k] for k in theta}
    for k in theta:
        theta[k][...] = theta[k] - lr * new[k]
    return dict(theta), new


def gradient(X, Y, params, names):
    return R["backward_deep"](R["forward_deep"](X, params, names), Y, params, names)


def told(when):
    """The right run that calls after_epoch as told: when(place, epoch, epochs), place "before", "batch" or "after"."""
    def train(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        first = params
        for epoch in range(epochs):
            def tell(place):
                which = when(place, epoch, epochs)
                if which and after_epoch:
                    after_epoch(first if which == "first" else {} if which == "nothing" else params)
            tell("before")
            for a, b in R["minibatches"](X, Y, batch_size, rng):
                params = R["gradient_step"](params, gradient(a, b, params, activations), lr)
                tell("batch")
            tell("after")
        return params
    return train


def along(step=lambda p, g, lr, epoch: R["gradient_step"](p, g, lr), batches=R["minibatches"], names=lambda names: names):
    def train(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        for epoch in range(epochs):
            for a, b in batches(X, Y, batch_size, rng):
                params = step(params, gradient(a, b, params, names(activations)), lr, epoch)
            if after_epoch:
                after_epoch(params)
        return params
    return train


def never_kept(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    for _ in range(epochs):
        for a, b in R["minibatches"](X, Y, batch_size, rng):
            new = R["gradient_step"](params, gradient(a, b, params, activations), lr)
        if after_epoch:
            after_epoch(new)
    return new


def unasked(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    for _ in range(epochs):
        for a, b in R["minibatches"](X, Y, batch_size, rng):
            params = R["gradient_step"](params, gradient(a, b, params, activations), lr)
        after_epoch(params)
    return params


def epochs_inside(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    for a, b in R["minibatches"](X, Y, batch_size, rng):
        for _ in range(epochs):
            params = R["gradient_step"](params, gradient(a, b, params, activations), lr)
            if after_epoch:
                after_epoch(params)
    return params


def whole_batches(X, Y, size, rng):
    return [batch for batch in R["minibatches"](X, Y, size, rng) if len(batch[0]) == size]


def heavy(start=lambda p, g: {k: 0.0 * a for k, a in p.items()}, step=R["momentum_step"], at=lambda p, v, lr, mu: p,
          result=lambda p, v: p, tell=lambda after_epoch, p, v: after_epoch(p)):
    def train_momentum(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
        v = None
        for _ in range(epochs):
            for a, b in R["minibatches"](X, Y, batch_size, rng):
                v = start(params, gradient(a, b, params, activations)) if v is None else v
                params, v = step(params, gradient(a, b, at(params, v, lr, momentum), activations), v, lr, momentum)
            if after_epoch:
                tell(after_epoch, params, v)
        return result(params, v)
    return train_momentum


WRONG = [
    ("split_data", split(block), "one block"), ("split_data", split(last_never), "never put aside"),
    ("split_data", lambda X, Y, n_held, rng: tuple(part[::-1] for part in parts(X, Y, *np.split(rng.permutation(len(X)), [
        len(X) - n_held]))), "labels first"),
    ("accuracy", lambda P, Y: np.mean(P.max(axis=1)), "confidence"),
    ("accuracy", lambda P, Y: 1 - np.mean(np.abs(P - Y)), "distance"),
    ("accuracy", lambda P, Y: np.mean(np.sum(P * Y, axis=1) > 1 / P.shape[1]), "better than chance"),
    ("minibatches", one_too_many, "empty batch"), ("minibatches", sliding, "samples twice"),
    ("minibatches", rest_joined, "last batch too long"), ("minibatches", shuffled_batches, "only the batches shuffled"),
    ("minibatches", lambda X, Y, size, rng: [pair[::-1] for pair in R["minibatches"](X, Y, size, rng)], "labels first"),
    ("minibatches", lambda X, Y, size, rng: deal(X, Y, np.arange(len(X))[::rng.choice([-1, 1])], size), "rotated, not shuffled"),
    ("minibatches", lambda X, Y, size, rng: [(X[at], Y[at]) for at in np.array_split(rng.permutation(len(X)), size)],
     "batch_size taken for the number of batches"),
    ("momentum_step", momentum(lambda v, g, lr, mu: mu * v + g**2), "gradient squared"),
    ("momentum_step", momentum(lambda v, g, lr, mu: mu * v + np.mean(g)), None),
    ("momentum_step", momentum(sum_of, lambda t, n, v, g, lr, mu: t - lr * (n + mu * v)), "step along two velocities"),
    ("momentum_step", momentum(sum_of, lambda t, n, v, g, lr, mu: mu * t - lr * n), "parameters fade"),
    ("momentum_step", momentum(sum_of, lambda t, n, v, g, lr, mu: t - lr * mu * n), "factor of the step"),
    ("momentum_step", arrays_of_params, "writes into its arguments"),
    ("train", told(lambda place, epoch, epochs: place == "batch"), "after_epoch called for every batch"),
    ("train", told(lambda place, epoch, epochs: place == "before"), "after_epoch called before its epoch"),
    ("train", told(lambda place, epoch, epochs: place == "after" and epoch == epochs - 1), "after_epoch called once in all"),
    ("train", told(lambda place, epoch, epochs: place == "after" and "first"), "after_epoch handed the first parameters"),
    ("train", told(lambda place, epoch, epochs: place == "after" and "nothing"), "after_epoch handed something else"),
    ("train", told(lambda place, epoch, epochs: None), "after_epoch never called"),
    ("train", unasked, "after_epoch called though it is None"), ("train", never_kept, "every step begins anew"),
    ("train", along(batches=whole_batches), "short batches lost"),
    ("train", along(batches=lambda *args: R["minibatches"](*args)[:-1]), "last batch lost, the only one too"),
    ("train", along(batches=lambda X, Y, size, rng: [(X, Y)]), "not cut into batches"),
    ("train", along(names=lambda names: ["relu"] * len(names)), "ReLU for all"),
    ("train", along(lambda p, g, lr, epoch: R["gradient_step"](p, g, 0.1)), "learning rate not used"),
    ("train_momentum", heavy(start=lambda p, g: p), "velocity begins as the parameters"),
    ("train_momentum", heavy(start=lambda p, g: {k: np.ones_like(a) for k, a in g.items()}), "velocity begins at 1"),
    ("train_momentum", heavy(at=lambda p, v, lr, mu: {k: p[k] - lr * mu * v[k] for k in p}), "gradient ahead"),
    ("train_momentum", heavy(step=lambda p, g, v, lr, mu: R["momentum_step"](p, v, g, lr, mu)), "momentum on the gradient"),
    ("train_momentum", heavy(result=lambda p, v: (p, v)), "more than the parameters"),
    ("train_momentum", heavy(result=lambda p, v: v), "the velocity, not the parameters"),
    ("train_momentum", heavy(tell=lambda after_epoch, p, v: None), "after_epoch never called"),
    ("train_momentum", heavy(tell=lambda after_epoch, p, v: after_epoch(v)), "after_epoch handed old parameters"),
    # a second round, smaller, of answers that were not written with these names in mind
    ("split_data", split(lambda rng, N, n_held: (lambda at: (np.append(at[n_held:], at[n_held:]), at[:n_held]))(rng.permutation(N))),
     "drawn with replacement"),
    ("accuracy", lambda P, Y: np.mean(np.argmax(P * Y, axis=1) == np.argmax(Y, axis=1)), "always the same numbers"),
    ("minibatches", lambda X, Y, size, rng: (lambda at: deal(X, Y, at[np.argsort(np.argmax(Y[at], axis=1), kind="stable")], size))(
        rng.permutation(len(X))), "class by class"),
    ("minibatches", lambda X, Y, size, rng: (lambda all: all + all[-1:])(R["minibatches"](X, Y, size, rng)), "samples twice"),
    ("momentum_step", momentum(sum_of, lambda t, n, v, g, lr, mu: t - lr * n / (1.001 - mu)), "factor of the step"),
    ("momentum_step", momentum(sum_of, lambda t, n, v, g, lr, mu: t - lr * np.sign(n)), None),
    ("train", along(lambda p, g, lr, epoch: {k: np.round(p[k] - lr * g[k], 2) for k in p}), None),
    ("train_momentum", heavy(step=lambda p, g, v, lr, mu: R["momentum_step"](p, g, v, lr, mu * mu)), None),
    # a third round: what students of such a course would write, and nothing odd
    ("accuracy", lambda P, Y: np.mean(P.max(axis=1) == Y.max(axis=1)), "probabilities compared with labels"),
    ("accuracy", lambda P, Y: np.mean(np.argmax(P, axis=1) == Y[:, 0]), "class number against the first column"),
    ("accuracy", lambda P, Y: sum(np.argmax(P[n]) == np.argmax(Y[n]) for n in range(1, len(P))) / len(P), "first sample left out"),
    ("momentum_step", lambda p, g, v, lr, mu: momentum(lambda v, g, lr, mu: g + mu * v)(
        p, g, {k: v[k] if k[0] == "W" else 0 * v[k] for k in v}, lr, mu), "biases without momentum"),
    ("momentum_step", momentum(lambda v, g, lr, mu: mu * v + (1 - mu) * g**2, lambda t, n, v, g, lr, mu: t - lr * g / (
        np.sqrt(n) + 1e-8)), "divided by the root of the squares"),
    ("momentum_step", lambda p, *rest: tuple({"W1": part["W1"]} for part in R["momentum_step"](p, *rest)), "first array only"),
    ("train", epochs_inside, "loops swapped"),
    ("train_momentum", heavy(step=lambda p, g, v, lr, mu: R["momentum_step"](p, g, v, lr, mu)[::-1]), "results swapped"),
]


def drawn_from_the_rest(X, Y, size, rng):
    """Another batch size leads to another order, though the same rng is drawn from."""
    rest, batches = np.arange(len(X)), []
    while len(rest):
        at = rng.choice(rest, size=min(size, len(rest)), replace=False)
        rest = np.setdiff1d(rest, at)
        batches.append((X[at], Y[at]))
    return batches


def one_by_one(X, Y, n_held, rng):
    held, need = [], n_held
    for row in range(len(X)):
        if rng.random() * (len(X) - row) < need:
            held.append(row)
            need -= 1
    return parts(X, Y, np.setdiff1d(np.arange(len(X)), held), held)


def own_arrays(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    """Its own arrays change under the hands of whoever keeps what after_epoch was told."""
    theta = {k: np.array(value, dtype=float) for k, value in params.items()}
    for _ in range(epochs):
        for a, b in R["minibatches"](X, Y, batch_size, rng):
            grads = gradient(a, b, theta, activations)
            for k in theta:
                theta[k] -= lr * grads[k]
        if after_epoch is not None:
            after_epoch(theta)
    return theta


def without_velocity(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    before = params
    for _ in range(epochs):
        for a, b in R["minibatches"](X, Y, batch_size, rng)[::-1]:
            grads = gradient(a, b, params, activations)
            before, params = params, {k: params[k] - lr * grads[k] + momentum * (params[k] - before[k]) for k in grads}
        if after_epoch:
            after_epoch(params)
    return params


RIGHT = {
    "split_data": [one_by_one], "minibatches": [drawn_from_the_rest], "train_momentum": [without_velocity],
    "train": [own_arrays, along(batches=lambda *args: R["minibatches"](*args)[::-1])],
    "accuracy": [lambda P, Y: np.trace(np.eye(P.shape[1])[P.argmax(axis=1)].T @ Y) / len(Y)],
    "momentum_step": [lambda p, g, v, lr, mu: [{k: p[k] - lr * g[k] - lr * mu * v[k] for k in p}, {k: g[k] + mu * v[k] for k in g}]],
}
