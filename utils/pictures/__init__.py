"""The lessons' pictures: functions that take arrays and draw, and `show`, which adds the words for who cannot see them."""

from .style import COLOURS, figure, show

__all__ = ["COLOURS", "figure", "show"]
