"""What a cell showed, as its child tells it: made anew from texts and numbers, within the room that a notebook has."""

import functools
import json

import numpy as np

from .disarm import sizes
from .inside.output import AXES, ENTRIES, NUMBER, SIMPLE, TEXT


def error(name, text):
    """An error output that shows its text alone."""
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": text.split("\n")}


def checked(outputs, room):
    """(the outputs with nothing but what nbformat knows, the room that is left); None where they are not outputs."""
    if not isinstance(outputs, list) or len(outputs) > 10_000:
        return None, room
    clean, full = [], error("OutputLimit", "The rest is left out: this notebook's outputs are too large.")
    for item in outputs:
        array = item.get("array") if isinstance(item, dict) else None
        if isinstance(array, np.ndarray):
            room -= TEXT + NUMBER * array.size                 # beforehand: its text takes time to write
        made = _output(item) if room >= 0 else full
        if made is None:
            return None, room
        room -= 100 + len(json.dumps(made))
        if room < 0:
            clean.append(full)
            break
        clean.append(made)
    return clean, room


def _output(item):
    """One output made anew from texts and numbers, None where it is none."""
    kind = item.get("output_type") if isinstance(item, dict) else None
    if kind == "execute_result" and "array" in item:
        item = {**item, "data": {"text/plain": array_text(item["array"])}}
    if kind == "stream" and item.get("name") in ("stdout", "stderr") and isinstance(item.get("text"), str):
        return {"output_type": kind, "name": item["name"], "text": item["text"]}
    if kind == "error":
        name, text, lines = item.get("ename"), item.get("evalue"), item.get("traceback")
        if isinstance(name, str) and isinstance(text, str) and isinstance(lines, list) \
                and all(isinstance(line, str) for line in lines):
            return {"output_type": kind, "ename": name, "evalue": text, "traceback": lines}
    if kind in ("display_data", "execute_result") and isinstance(item.get("data"), dict):
        made = {"output_type": kind, "data": {mime: text for mime, text in item["data"].items() if isinstance(text, str)},
                "metadata": sizes(item.get("metadata"))}
        if kind == "execute_result":
            made["execution_count"] = count_of(item.get("execution_count"))
        return made
    return None


def count_of(told):
    """The number of an execution, None for what is none: a notebook may set its own."""
    return told if type(told) is int and 0 <= told < 10**6 else None


def array_text(array):
    """What IPython shows of an array of numbers, None where it is none or a large one.

    A child leaves this to the supervisor, which writes it once for a whole class: NumPy's code for it would be a tenth of what
    a child touches.
    """
    if isinstance(array, np.ndarray) and array.size <= ENTRIES and array.ndim <= AXES and array.dtype.char in SIMPLE:
        return _array_text(array.dtype.str, array.shape, array.tobytes())
    return None


@functools.lru_cache(maxsize=500)
def _array_text(kind, shape, numbers):
    return repr(np.frombuffer(numbers, kind).reshape(shape))
