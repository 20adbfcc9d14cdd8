"""The lessons' pictures: functions that take arrays and draw, and `show`, which adds the words for who cannot see them."""

from .network import draw_network
from .style import COLOURS, figure, show

__all__ = ["COLOURS", "draw_network", "figure", "show"]
