"""What a cell showed, as its child tells it: made anew from texts and numbers, within the room that a notebook has."""

import json

from .disarm import sizes


def error(name, text):
    """An error output that shows its text alone."""
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": text.split("\n")}


def checked(outputs, room):
    """(the outputs with nothing but what nbformat knows, the room that is left); None where they are not outputs."""
    if not isinstance(outputs, list) or len(outputs) > 10_000:
        return None, room
    clean = []
    for item in outputs:
        item = _output(item)
        if item is None:
            return None, room
        room -= 100 + len(json.dumps(item))
        if room < 0:
            clean.append(error("OutputLimit", "The rest is left out: this notebook's outputs are too large."))
            break
        clean.append(item)
    return clean, room


def _output(item):
    """One output made anew from texts and numbers, None where it is none."""
    kind = item.get("output_type") if isinstance(item, dict) else None
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
            made["execution_count"] = item["execution_count"] if type(item.get("execution_count")) is int else None
        return made
    return None
