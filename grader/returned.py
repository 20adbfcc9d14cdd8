"""What a wrong answer shows before its numbers are looked into: things returned beside the right one, and cases that are right."""

import numpy as np

from utils.checking.compare import all_close, compare
from utils.checking.returned import fixed_size, one_of_several, piled_up
from utils.checking.values import numbers

from .judge import Verdict, only

FEWEST_SOMETIMES = 4    # cases, and numbers, that a mistake must explain where other cases are right


def returned_beside(drawn, outcomes, part):
    """The right result among others, or a result whose size does not follow the arguments."""
    expected = [only(right, part) for right in drawn.expected]
    found = one_of_several([outcome.value for outcome in outcomes],
                           lambda i, item: compare(only(item, part), expected[i]) is None)
    if not found and all(isinstance(right, np.ndarray) for right in expected) \
            and all(outcome.shapes for outcome in outcomes if outcome.error):
        arrays = [numbers(outcome.value)[0] for outcome in outcomes]
        if not any(array is None for array in arrays):
            found = piled_up(arrays, expected)
        found = found or fixed_size([None if array is None else array.shape for array in arrays], [right.shape for right in expected])
    return Verdict(False, found[1], found[0]) if found else None


def sometimes_known(got, right, wrong, where, beside):
    """A known mistake that explains every case but those that are right."""
    telling = [i for i, (g, e) in enumerate(zip(got, right)) if not all_close(g, e)]
    if not FEWEST_SOMETIMES <= len(telling) < len(got):
        return None
    numbers_there = np.concatenate([got[i].ravel() for i in telling])
    if len(np.unique(np.round(numbers_there, 6))) < FEWEST_SOMETIMES:
        return None
    for mistake, arrays in wrong:
        if all(all_close(got[i], arrays[i]) for i in telling):
            return Verdict(False, f"{where}Right for some inputs. For the others: {mistake.words}{beside}",
                           f"{mistake.name}, sometimes")
    return None
