"""Pictures that move: each one call in a notebook, and at home in an exported page too."""

from .saturation import saturation
from .vanishing_gradients import vanishing_gradients

__all__ = ["saturation", "vanishing_gradients"]
