"""Messages between the supervisor and a child: length, JSON, raw array bytes. Nothing in them can run.

A frame is two 4-byte lengths, a JSON text and the bytes of its arrays. Every reply repeats the nonce of its request.
"""

import json
import re
import struct
import time
import zlib

import numpy as np

INSIDE = b"+"
HEADER = struct.Struct("!II")
LARGEST_FRAME, LARGEST_TEXT = 64 * 2**20, 24 * 2**20
DEEPEST = 24
MOST_NODES = 500_000
MOST_ENTRIES = 4_000_000                         # of all arrays in a message
MOST_AXES = 32
KINDS = "biufc"
DTYPE = re.compile(r"[<>=|]?[biufc]\d{1,2}")    # NumPy would build a type of a million fields from a longer name
# NumPy checks the state of these two. MT19937 and Philox read memory at a position that a message could make up.
BIT_GENERATORS = ("PCG64", "PCG64DXSM")


class WireError(Exception):
    """A message that is too large, too deep or not in the format."""


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """Nothing whole came in time."""


# --- values -----------------------------------------------------------------------------------------------------

class Encoder:
    """Values to JSON-friendly trees; arrays go to self.blobs, callables to self.callables (an index stands for each)."""

    def __init__(self):
        self.blobs, self.callables, self.entries = [], [], 0

    def encode(self, value, depth=0):
        if type(value) is np.ndarray:
            return self._array(value)
        if value is None or isinstance(value, (bool, str)) or type(value) in (int, float):
            return value
        if depth > DEEPEST:
            raise WireError("nested too deep")
        if isinstance(value, complex) and type(value) is complex:
            return {"z": [value.real, value.imag]}
        if isinstance(value, (np.ndarray, np.generic)):
            return self._array(np.asarray(value))
        if isinstance(value, list):
            return {"l": [self.encode(item, depth + 1) for item in value]}
        if isinstance(value, tuple):
            return {"t": [self.encode(item, depth + 1) for item in value]}
        if isinstance(value, dict):
            return {"d": [[str(key), self.encode(item, depth + 1)] for key, item in value.items()]}
        if isinstance(value, np.random.Generator):
            return {"g": [type(value.bit_generator).__name__,
                          self.encode(generator_state(value.bit_generator.state), depth + 1)]}
        if type(value).__name__ == "Unreadable":
            return {"u": str(value.reason)[:500]}
        if callable(value):
            self.callables.append(value)
            return {"c": len(self.callables) - 1}
        raise WireError(f"a value of type {type(value).__name__} cannot cross")

    def _array(self, array):
        if array.dtype.kind not in KINDS:
            raise WireError("an array that is not of numbers")
        if array.ndim > MOST_AXES:
            raise WireError("an array of too many axes")
        if self.entries + array.size > MOST_ENTRIES:
            raise WireError("it is too large")
        self.entries += array.size
        if array.dtype.itemsize > 8 and array.dtype.kind != "c" or array.dtype.itemsize > 16:
            array = array.astype(complex if array.dtype.kind == "c" else float)
        if array.dtype.str[0] == ">":
            array = array.astype(array.dtype.newbyteorder("<"))
        self.blobs.append(array.tobytes())
        return {"a": [array.dtype.str, list(array.shape)]}


class Decoder:
    """The reverse. proxy(index) makes what stands for a callable; unreadable(reason) what stands for no plain value.

    self.generators: the random generators that were rebuilt, in their order.
    """

    def __init__(self, blob, proxy=None, unreadable=None):
        self.blob, self.at, self.nodes, self.entries = blob, 0, 0, 0
        self.proxy, self.unreadable = proxy, unreadable
        self.generators = []

    def decode(self, tree, depth=0):
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise WireError("a value that is too large or too deep")
        if not isinstance(tree, dict):
            if isinstance(tree, list):
                raise WireError("a bare list")
            return tree
        if len(tree) != 1:
            raise WireError("an unknown tag")
        (tag, body), = tree.items()
        if tag == "a":
            return self._array(body)
        if tag in ("l", "t") and isinstance(body, list):
            items = [self.decode(item, depth + 1) for item in body]
            return items if tag == "l" else tuple(items)
        if tag == "d" and isinstance(body, list):
            return {str(key): self.decode(item, depth + 1) for key, item in body}
        if tag == "z":
            return complex(float(body[0]), float(body[1]))
        if tag == "u" and self.unreadable:
            return self.unreadable(str(body)[:500])
        if tag == "c" and self.proxy:
            return self.proxy(int(body))
        if tag == "g" and body[0] in BIT_GENERATORS:
            seed = zlib.crc32(json.dumps(body[1]).encode())      # what rng.spawn() gives follows from the state as well
            kind = getattr(np.random, body[0])(seed)
            kind.state = self.decode(body[1], depth + 1)
            self.generators.append(np.random.Generator(kind))
            return self.generators[-1]
        raise WireError("an unknown tag")

    def _array(self, body):
        name, shape = body
        if not DTYPE.fullmatch(str(name)) or len(shape) > MOST_AXES:
            raise WireError("not an array of numbers")
        dtype = np.dtype(name)
        if dtype.kind not in KINDS:
            raise WireError("not an array of numbers")
        count = 1
        for n in shape:
            if type(n) is not int or not 0 <= n <= MOST_ENTRIES:
                raise WireError("an array larger than any answer")
            count *= n
        end = self.at + count * dtype.itemsize
        self.entries += count
        if end > len(self.blob) or self.entries > MOST_ENTRIES:
            raise WireError("an array larger than its bytes, or than any answer")
        array = np.frombuffer(self.blob, dtype, count, self.at).reshape(shape).copy()
        self.at = end
        return array


def generator_state(state):
    return {key: generator_state(item) if isinstance(item, dict) else int(item) if isinstance(item, np.integer) else item
            for key, item in state.items()}


# --- frames -----------------------------------------------------------------------------------------------------

def tell_inside(channel):
    """A child's first byte: it is in its cage."""
    channel.sendall(INSIDE)


def told_inside(channel):
    """Whether that byte is there."""
    try:
        return channel.recv(len(INSIDE)) == INSIDE
    except OSError as error:
        raise Closed(str(error)) from None


def send(channel, head, blobs=(), deadline=None):
    """One frame: head is a dictionary of JSON values, blobs the bytes that it speaks of."""
    text = json.dumps(head).encode()
    blob = b"".join(blobs)
    if len(text) + len(blob) > LARGEST_FRAME or len(text) > LARGEST_TEXT:
        raise WireError("a message that is too large")
    try:
        _allow(channel, None if deadline is None else max(0.001, deadline - time.monotonic()))
        channel.sendall(HEADER.pack(len(text), len(blob)) + text + blob)
    except TimeoutError:
        raise Late from None
    except OSError as error:
        raise Closed(str(error)) from None


def receive(channel, deadline=None):
    """(head, bytes of the arrays). Raises Closed, Late (with the frame half read, if at all) or WireError."""
    sizes = HEADER.unpack(_exactly(channel, HEADER.size, deadline))
    if sum(sizes) > LARGEST_FRAME or sizes[0] > LARGEST_TEXT:
        raise WireError("a message that is too large")
    text = _exactly(channel, sizes[0], deadline)
    blob = _exactly(channel, sizes[1], deadline)
    if text.count(b"{") + text.count(b"[") > 2 * MOST_NODES or text.count(b",") > 6 * MOST_NODES:
        raise WireError("a message of too many parts")
    try:
        head = json.loads(text)
    except (ValueError, RecursionError):
        raise WireError("a message that is not JSON") from None
    if not isinstance(head, dict):
        raise WireError("a message that is no dictionary")
    return head, blob


def _allow(channel, seconds):
    """Let the next call take so long, None for ever. A child's channel has no limit, and asks the kernel for none."""
    if seconds is not None or channel.gettimeout() is not None:
        channel.settimeout(seconds)


def _exactly(channel, size, deadline):
    buffer = bytearray(size)
    view, got = memoryview(buffer), 0
    while got < size:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise Late
        _allow(channel, left)
        try:
            count = channel.recv_into(view[got:])
        except TimeoutError:
            raise Late from None
        except OSError as error:
            raise Closed(str(error)) from None
        if not count:
            raise Closed("end of file")
        got += count
    return bytes(buffer)
