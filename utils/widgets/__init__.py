"""Pictures that move: each one call in a notebook, and at home in an exported page too."""

from .descent import descent
from .dying_relu import dying_relu
from .initialisation import initialisation
from .saturation import saturation
from .step_by_step import step_by_step
from .vanishing_gradients import vanishing_gradients

__all__ = ["descent", "dying_relu", "initialisation", "saturation", "step_by_step", "vanishing_gradients"]
