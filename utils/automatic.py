"""Whichever automatic-differentiation library is installed, under one roof."""


def automatic_differentiation():
    """(name, NumPy as the library has it, grad), or None where neither autograd nor jax is installed.

    grad(f)(params) gives ∂f/∂params for a function f that is written with that NumPy and returns a number.
    """
    try:
        import autograd.numpy as np
        from autograd import grad
        return "autograd", np, grad
    except ImportError:
        pass
    try:
        import jax
        import jax.numpy as np
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)      # its usual float32 would hide whether six digits agree
    return "jax", np, jax.grad
