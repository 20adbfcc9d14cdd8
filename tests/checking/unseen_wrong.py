"""All wrong answers that no list of known mistakes was looked at for: WRONG holds (exercise, function, part).

They measure coverage (how many get a name) and, read by eye, precision (how many names are right).
"""

import unseen_lesson_1  # noqa: F401  each adds its own
import unseen_lesson_2  # noqa: F401
import unseen_lesson_3  # noqa: F401
import unseen_lesson_4  # noqa: F401
import unseen_blind_lesson_1  # noqa: F401
import unseen_blind_lesson_2  # noqa: F401
import unseen_second_round  # noqa: F401
from unseen import WRONG  # noqa: F401
