"""Is there anybody to look? A grader sets COURSE_PICTURES to "off" while it runs a notebook: pictures cost most of that."""

import functools
import os


def somebody_looks():
    """Whether pictures are worth drawing."""
    return os.environ.get("COURSE_PICTURES") != "off"


def unless_unseen(stand_in):
    """Decorator of a function that draws: where nobody looks, it gives stand_in() at once instead."""
    def decorator(draw):
        @functools.wraps(draw)
        def drawn(*arguments, **named):
            return draw(*arguments, **named) if somebody_looks() else stand_in()
        return drawn
    return decorator
