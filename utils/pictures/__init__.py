"""The lessons' pictures: functions that take arrays and draw, and `show`, which adds the words for who cannot see them."""

from .network import draw_network
from .paths import draw_paths
from .style import COLOURS, figure, show

__all__ = ["COLOURS", "draw_network", "draw_paths", "figure", "show"]
