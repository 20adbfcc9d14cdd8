"""The arrays and sizes among a call's arguments, by the names that the text gives them."""

import numpy as np


def arrays(names, args):
    """{name: array of floats} of every numeric array or number among the arguments, those in dictionaries by their key.

    Of a list of other things its length, as len(name).
    """
    found = {}
    for name, value in zip(names, args):
        if isinstance(value, dict):
            for key, item in value.items():
                _add(found, key if key not in found else f'{name}["{key}"]', item)
        elif isinstance(value, (list, tuple)) and not _is_numbers(value):
            found[f"len({name})"] = np.asarray(len(value))
            for i, item in enumerate(value):
                _add(found, f"{name}[{i}]", item)
        else:
            _add(found, name, value)
    return found


def _is_numbers(value):
    return all(isinstance(item, (int, float)) for item in value) and len(value) > 0


def _add(found, name, value):
    if isinstance(value, (np.ndarray, list, tuple, int, float, np.generic)) and not isinstance(value, bool):
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            found[str(name)] = array


def sizes(found):
    """{words in code: number} for the lengths of the axes: len(z), X.shape[0], X.shape[1]."""
    lengths = {}
    for name, array in found.items():
        if array.ndim == 1:
            lengths[f"len({name})"] = len(array)
        for axis in range(array.ndim if array.ndim > 1 else 0):
            lengths[f"{name}.shape[{axis}]"] = array.shape[axis]
    return {name: size for name, size in lengths.items() if size}
