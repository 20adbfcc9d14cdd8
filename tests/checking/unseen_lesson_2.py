"""Wrong answers to lesson 2."""

import numpy as np
from unseen import R, quick, wrong

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
