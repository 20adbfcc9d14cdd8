"""Wrong answers to lesson 6 that are on no list of known mistakes, with the names they may be given (None: none)."""

import numpy as np

from training_variants import backward_deep, forward_deep, gradient_step, minibatches, momentum_step


def stratified_by_file_halves(X, Y, n_held, rng):
    half = len(X) // 2
    held = np.concatenate([rng.permutation(half)[:n_held // 2], half + rng.permutation(len(X) - half)[:n_held - n_held // 2]])
    kept = np.delete(np.arange(len(X)), held)
    return (X[kept], Y[kept]), (X[held][:, ::-1], Y[held])


def same_samples_twice(X, Y, n_held, rng):
    rows = rng.permutation(len(X))[:n_held]
    return (X, Y), (X[rows], Y[rows])


def everything_kept(X, Y, n_held, rng):
    rows = rng.permutation(len(X))
    return (X[rows], Y[rows]), (X[:0], Y[:0])


def every_third(X, Y, n_held, rng):
    held = np.arange(len(X))[::len(X) // n_held][:n_held]
    kept = np.delete(np.arange(len(X)), held)
    return (X[kept], Y[kept]), (X[held], Y[held])


def labels_of_the_other_part(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return (X[order[n_held:]], np.roll(Y, 1, axis=0)[order[n_held:]]), (X[order[:n_held]], Y[order[:n_held]])


def all_of_them_every_batch(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order], Y[order]) for _ in range(0, len(X), batch_size)]


def first_sample_of_each(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[s]], Y[order[s]]) for s in range(0, len(X), batch_size)]


def last_joined_to_the_one_before(X, Y, batch_size, rng):
    batches = minibatches(X, Y, batch_size, rng)
    if len(batches) > 1 and len(batches[-1][0]) < batch_size:
        (a, b), (c, d) = batches[-2:]
        batches[-2:] = [(np.vstack([a, c]), np.vstack([b, d]))]
    return batches


def short_batch_first(X, Y, batch_size, rng):
    return minibatches(X, Y, batch_size, rng)[::-1]


def pixels_shuffled(X, Y, batch_size, rng):
    columns = rng.permutation(X.shape[1])
    return [(a[:, columns], b) for a, b in minibatches(X, Y, batch_size, rng)]


def global_numpy(X, Y, batch_size, rng):
    order = np.random.permutation(len(X))
    return [(X[order[s:s + batch_size]], Y[order[s:s + batch_size]]) for s in range(0, len(X), batch_size)]


def a_pair_swapped(X, Y, batch_size, rng):
    order = np.arange(len(X))
    i, j = rng.choice(len(X), 2, replace=False)
    order[[i, j]] = order[[j, i]]
    return [(X[order[s:s + batch_size]], Y[order[s:s + batch_size]]) for s in range(0, len(X), batch_size)]


def interleaved(X, Y, batch_size, rng):
    count = -(-len(X) // batch_size)
    order = rng.permutation(len(X))
    return [(X[order[k::count]], Y[order[k::count]]) for k in range(count)]


def _run(step):
    def train(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
        start = params
        for epoch in range(epochs):
            batches = minibatches(X, Y, batch_size, rng)
            for number, (a, b) in enumerate(batches):
                params = step(params, a, b, activations, lr, epoch, number, start)
            if after_epoch:
                after_epoch(params)
        return params
    return train


def _gradient(params, a, b, activations):
    return backward_deep(forward_deep(a, params, activations), b, params, activations)


def _decaying(params, a, b, activations, lr, epoch, number, start):
    return gradient_step(params, _gradient(params, a, b, activations), lr / (1 + number))


def _clipped(params, a, b, activations, lr, epoch, number, start):
    return gradient_step(params, {k: np.clip(g, -0.01, 0.01) for k, g in _gradient(params, a, b, activations).items()}, lr)


def _signs(params, a, b, activations, lr, epoch, number, start):
    return gradient_step(params, {k: np.sign(g) for k, g in _gradient(params, a, b, activations).items()}, lr)


def _weight_decay(params, a, b, activations, lr, epoch, number, start):
    return gradient_step({k: 0.99 * v for k, v in params.items()}, _gradient(params, a, b, activations), lr)


def _biases_uphill(params, a, b, activations, lr, epoch, number, start):
    grads = _gradient(params, a, b, activations)
    return gradient_step(params, {k: g if k[0] == "W" else -g for k, g in grads.items()}, lr)


def _half(params, a, b, activations, lr, epoch, number, start):
    return gradient_step(params, _gradient(params, a, b, activations), lr / 2)


def _twice(params, a, b, activations, lr, epoch, number, start):
    grads = _gradient(params, a, b, activations)
    return gradient_step(gradient_step(params, grads, lr), grads, lr)


def _two_steps(params, a, b, activations, lr, epoch, number, start):
    for _ in range(2):
        params = gradient_step(params, _gradient(params, a, b, activations), lr)
    return params


def with_replacement(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    for _ in range(epochs):
        for _ in range(0, len(X), batch_size):
            rows = rng.integers(len(X), size=min(batch_size, len(X)))
            params = gradient_step(params, _gradient(params, X[rows], Y[rows], activations), lr)
        if after_epoch:
            after_epoch(params)
    return params


def anew_each_epoch(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    start = params
    for _ in range(epochs):
        params = start
        for a, b in minibatches(X, Y, batch_size, rng):
            params = gradient_step(params, _gradient(params, a, b, activations), lr)
        if after_epoch:
            after_epoch(params)
    return params


def labels_apart(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    for _ in range(epochs):
        a, b = rng.permutation(len(X)), rng.permutation(len(X))
        for s in range(0, len(X), batch_size):
            params = gradient_step(params, _gradient(params, X[a[s:s + batch_size]], Y[b[s:s + batch_size]], activations), lr)
        if after_epoch:
            after_epoch(params)
    return params


def _momentum(make):
    def train_momentum(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
        velocity = {k: np.zeros_like(v) for k, v in params.items()}
        for epoch in range(epochs):
            for a, b in minibatches(X, Y, batch_size, rng):
                params, velocity = make(params, velocity, _gradient(params, a, b, activations), lr, momentum, epoch)
            if after_epoch:
                after_epoch(params)
        return params
    return train_momentum


def _mixed(params, velocity, grads, lr, mu, epoch):
    new, v = momentum_step(params, grads, velocity, lr, mu)
    return new, {k: v[k] if k[0] == "W" else velocity[k] for k in v}


def _fixed_mu(params, velocity, grads, lr, mu, epoch):
    return momentum_step(params, grads, velocity, lr, 0.9)


def _adagrad(params, velocity, grads, lr, mu, epoch):
    velocity = {k: velocity[k] + grads[k] ** 2 for k in grads}
    return {k: params[k] - lr * grads[k] / (np.sqrt(velocity[k]) + 1e-8) for k in grads}, velocity


def _started_with_gradient(params, velocity, grads, lr, mu, epoch):
    velocity = velocity if any(np.any(v) for v in velocity.values()) else grads
    return momentum_step(params, grads, velocity, lr, mu)


def top_two(P, Y):
    return np.mean([y.argmax() in p.argsort()[-2:] for p, y in zip(P, Y)])


def hits_of_class_one(P, Y):
    return np.mean((P[:, 1] == P.max(1)) == (Y[:, 1] == 1))


def rounded_share(P, Y):
    return round(float(np.mean(P.argmax(1) == Y.argmax(1))), 1)


def squared_old_velocity(params, grads, velocity, lr, momentum):
    v = {k: momentum**2 * velocity[k] + grads[k] for k in params}
    return {k: params[k] - lr * v[k] for k in params}, v


def sign_of_mu(params, grads, velocity, lr, momentum):
    v = {k: grads[k] - momentum * velocity[k] for k in params}
    return {k: params[k] - lr * v[k] for k in params}, v


def step_with_gradient_only(params, grads, velocity, lr, momentum):
    v = {k: momentum * velocity[k] + grads[k] for k in params}
    return {k: params[k] - lr * grads[k] for k in params}, v


def averaged_with_old(params, grads, velocity, lr, momentum):
    v = {k: (momentum * velocity[k] + grads[k]) / 2 for k in params}
    return {k: params[k] - lr * v[k] for k in params}, v


ATTACKS = [
    ("split_data", stratified_by_file_halves, "samples changed"), ("split_data", same_samples_twice, "test data leaks"),
    ("split_data", everything_kept, "wrong number held"), ("split_data", every_third, "rng not used"),
    ("split_data", labels_of_the_other_part, "labels shuffled apart"),
    ("minibatches", all_of_them_every_batch, "samples twice"), ("minibatches", first_sample_of_each, "not a list of pairs"),
    ("minibatches", last_joined_to_the_one_before, "last batch too long"),
    ("minibatches", short_batch_first, "other batch sizes"), ("minibatches", pixels_shuffled, "samples changed"),
    ("minibatches", global_numpy, "random numbers from elsewhere"), ("minibatches", a_pair_swapped, "barely shuffled"),
    ("minibatches", interleaved, "other batch sizes"),
    ("train", _run(_decaying), None), ("train", _run(_clipped), None), ("train", _run(_signs), None),
    ("train", _run(_weight_decay), None), ("train", _run(_biases_uphill), "biases wrong"),
    ("train", _run(_half), "step: constant factor"), ("train", _run(_twice), "step: constant factor"),
    ("train", _run(_two_steps), "two steps a batch"), ("train", with_replacement, "drawn with replacement"),
    ("train", anew_each_epoch, "one epoch only"), ("train", labels_apart, "labels shuffled apart"),
    ("train_momentum", _momentum(_mixed), None), ("train_momentum", _momentum(_fixed_mu), "momentum not used"),
    ("train_momentum", _momentum(_adagrad), None),
    ("train_momentum", _momentum(_started_with_gradient), "velocity begins as the first gradient"),
    ("accuracy", top_two, "among the two likeliest, sometimes"), ("accuracy", hits_of_class_one, None), ("accuracy", rounded_share, "rounded to 1 digits"),
    ("momentum_step", squared_old_velocity, "factor of the old velocity"),
    ("momentum_step", sign_of_mu, "factor of the old velocity"),
    ("momentum_step", step_with_gradient_only, "step along the gradient"),
    ("momentum_step", averaged_with_old, "both factors of the velocity"),
]
