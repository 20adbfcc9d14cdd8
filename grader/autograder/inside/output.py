"""What a cell shows, as nbformat outputs, cut where it grows past the limits."""

import base64
import json

CUT = "\n... cut here: this cell printed more than {limit:,} characters ...\n"
DROPPED = "(left out: this notebook's outputs are larger than {limit:,} bytes)"
MORE = "\n... cut here: this cell showed more than {limit:,} outputs ...\n"
MOST = 9_000                                     # outputs of a cell; the supervisor takes no message of 10,000
ENTRIES, AXES = 1000, 4                          # of an array whose text the supervisor writes, at most
SIMPLE = set("?bBhHiIlLefdFD")                   # characters of its types: those that are the same on the other side
NUMBER, TEXT = 60, 1000                          # what it counts as, beforehand: so much a number, and so much for itself
NEVER = {"application/vnd.jupyter.widget-view+json", "application/javascript"}


class Outputs:
    """The outputs of the running cell, in the order in which they came."""

    def __init__(self, text_limit, rich_limit):
        self.text_limit, self.rich_limit = text_limit, rich_limit
        self.rich_left = rich_limit
        self.clear()

    def clear(self):
        self.items, self.text_left, self.clear_next = [], self.text_limit, False
        self.named = {}

    def take(self):
        """The outputs so far; then starts over."""
        items = self.items
        self.clear()
        return items

    def stream(self, name, text):
        self._clear_if_due()
        if self.text_left <= 0:
            return
        if len(text) > self.text_left:
            text = text[:self.text_left] + CUT.format(limit=self.text_limit)
            self.text_left = 0
        else:
            self.text_left -= len(text)
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "parts": [text]})

    def rich(self, kind, data, metadata, count=None, name=None, update=False):
        """name: of a display that may be shown anew. update: it is, in the place where this cell showed it last."""
        self._clear_if_due()
        data = {mime: _text(value) for mime, value in data.items()
                if isinstance(mime, str) and isinstance(value, (str, bytes)) and mime not in NEVER}
        if not data:
            return
        shown = self.named.get(name) if update and isinstance(name, str) else None
        if shown:
            self.rich_left += _size(shown["data"], shown["metadata"])
        try:
            size = _size(data, metadata)
        except (TypeError, ValueError, RecursionError):        # an object among the metadata
            metadata, size = {}, _size(data, {})
        if size > self.rich_left and not (kind == "execute_result" and size <= TEXT):      # which may be a test's points
            data, metadata = {"text/plain": DROPPED.format(limit=self.rich_limit)}, {}
            size = _size(data, metadata)
        self.rich_left -= size
        if shown:
            shown.update(data=data, metadata=metadata)
            return
        item = {"output_type": kind, "data": data, "metadata": metadata}
        if isinstance(name, str):
            self.named[name] = item
        if kind == "execute_result":
            item["execution_count"] = count
        self._add(item)

    def array(self, values, count):
        """The value of a cell, an array whose text the supervisor writes."""
        self._clear_if_due()
        self.rich_left -= TEXT + NUMBER * values.size
        if self.rich_left < 0:
            self.rich("execute_result", {"text/plain": ""}, {}, count)
        else:
            self._add({"output_type": "execute_result", "array": values, "execution_count": count})

    def error(self, name, value, lines):
        self._add({"output_type": "error", "ename": name[:200], "evalue": value[:self.text_limit],
                   "traceback": [line[:self.text_limit] for line in lines[:400]]})

    def _add(self, item):
        if len(self.items) < MOST:
            self.items.append(item)
        elif len(self.items) == MOST:
            self.items.append({"output_type": "stream", "name": "stderr", "parts": [MORE.format(limit=MOST)]})
            self.text_left = 0

    def clear_output(self, wait=False):
        if wait:
            self.clear_next = True
        else:
            self._clear()

    def _clear_if_due(self):
        if self.clear_next:
            self._clear()
            self.clear_next = False

    def _clear(self):
        self.items.clear()
        self.named.clear()


def _size(data, metadata):
    return len(json.dumps([data, metadata]))


def _text(value):
    """What is no text is a picture, of PIL's for example: it travels in base64, as from a kernel."""
    return value if isinstance(value, str) else base64.b64encode(value).decode()


def finished(items):
    """The same outputs with each stream's parts joined."""
    for item in items:
        if "parts" in item:
            item["text"] = "".join(item.pop("parts"))
    return items


class Stream:
    """sys.stdout or sys.stderr: what is written becomes an output."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, outputs, name):
        self.outputs, self.name = outputs, f"<{name}>"
        self._kind = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self.outputs.stream(self._kind, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def fileno(self):
        import io
        raise io.UnsupportedOperation("fileno")
