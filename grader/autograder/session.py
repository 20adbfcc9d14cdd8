"""One child while it lives: requests, deadlines, and the calls that come back from it."""

import dataclasses
import secrets
import select
import time

import numpy as np

from utils.checking.calling import Outcome
from utils.checking.errors import CAUSES
from utils.checking.values import Unreadable, plain
from utils.checking.witness import fresh, heard

from .inside import wire
from .worker import WorkerGone

TICK, GRACE, TRANSFER = 0.25, 1.5, 20.0
MOST_ENTRIES, LONGEST_AXIS, MOST_AXES = 4096, 512, 2   # of what a child may hand to a function of the supervisor's: NumPy
                                                       # multiplies the lengths of axes that it broadcasts
MOST_ASKS = 200_000

FLAGS = [field.name for field in dataclasses.fields(Outcome) if field.type is bool]


class Gone(Exception):
    """The child ended, was ended or cannot be understood. kind: "time", "notebook", "crash" or "message"."""

    def __init__(self, kind, status=None):
        super().__init__(kind)
        self.kind, self.status = kind, status


class Interrupted(Exception):
    """A call was stopped at its time limit; the child lives."""


class Session:
    """A spawned child of a worker and its channel. cell_cpu, cell_wall: seconds one request may take; until: when all must end."""

    def __init__(self, worker, cell_cpu, cell_wall, until):
        self.worker, self.cell_cpu, self.cell_wall, self.until = worker, cell_cpu, cell_wall, until
        self.channel, self.child = worker.spawn()
        self.poller = select.poll()
        self.poller.register(self.channel, select.POLLIN)
        self.inside, self.ended, self.stopped = False, False, None
        self.over = None                                       # the limit that was passed: ("cpu" or "wall", seconds)

    # --- requests -------------------------------------------------------------------------------------------------

    def open(self, files):
        """Hand over the submission's files: {name: bytes}. The names of those that found no room; no student's code ran yet."""
        self._start()
        self._send({"do": "open", "files": [[name, len(data)] for name, data in files.items()]}, list(files.values()))
        return self._receive()[0].get("left", ())

    def cell(self, source, hide=False, draw=False):
        """(outputs, raised, execution count, whether the time limit stopped it)."""
        self._start()
        self._send({"do": "cell", "source": source, "hide": hide, "draw": draw})
        head, blob = self._receive()
        if head.get("interrupted"):
            return [], True, None, True
        return _with_arrays(head.get("outputs"), blob), bool(head.get("raised", True)), head.get("count"), self.interrupted

    def calls(self, function, cases, provided):
        """The Outcome of each call of the student's function. Interrupted where they ran into their limit."""
        tree, blobs, callables = _encoded(cases)
        names = {}
        for name, right in provided.items():
            names[name] = len(callables)
            callables.append(right)
        self._send({"do": "calls", "function": function, "cases": tree, "provided": names}, blobs)
        for _ in range(MOST_ASKS):
            head, blob = self._receive()
            if "ask" not in head:
                break
            self._answer(head, blob, callables)
        else:
            raise Gone("time")
        if head.get("interrupted") or self.interrupted:
            raise Interrupted
        return _witnessed(_outcomes(head, blob, len(cases)), cases, callables)

    def start_test(self):
        """The time of a hidden test, all its calls together, counts from here."""
        self._start()

    # --- the channel ------------------------------------------------------------------------------------------------

    def _start(self):
        self.interrupted, self.over = False, None
        self.asked_at = time.monotonic()
        self.cpu_at_start = None

    def _send(self, head, blobs=()):
        self.nonce = head["nonce"] = secrets.token_hex(8)
        try:
            wire.send(self.channel, head, blobs, time.monotonic() + TRANSFER)
        except (wire.Closed, wire.Late):
            raise self._lost() from None
        except wire.WireError:                                 # a cell of 30 MB
            raise Gone("message") from None

    def _receive(self):
        head, blob = self._next()
        if self.stopped and head.get("interrupted") and head.get("nonce") == self.stopped != self.nonce:
            self.stopped = None                                # an interrupt that came when all was done
            head, blob = self._next()
        if head.get("nonce") != self.nonce:
            raise Gone("message")
        return head, blob

    def _next(self):
        self._await()
        try:
            if not self.inside:
                self.inside = wire.told_inside(self.channel)
                self._await()
            return wire.receive(self.channel, min(self.until, time.monotonic() + TRANSFER))
        except wire.Closed:
            raise self._lost() from None
        except (wire.Late, wire.WireError):                    # a child that sends byte by byte keeps nobody beyond its time
            raise Gone("notebook" if time.monotonic() > self.until else "message") from None

    def _await(self):
        while not self.poller.poll(1000 * min(TICK, max(0.001, self.until - time.monotonic()))):
            self._watch()

    def _lost(self):
        """What it means that the child is gone. Before it was in its cage nothing was run: no notebook is to blame."""
        return Gone("crash") if self.inside else WorkerGone("a notebook could not be locked into its cage")

    def _watch(self):
        """Called while nothing comes: is any limit passed?"""
        now = time.monotonic()
        if now > self.until:
            raise Gone("notebook")
        if self.interrupted:
            if now > self.interrupted_at + GRACE:
                raise Gone("time")
            return
        cpu = self.worker.clock(self.child)
        if self.cpu_at_start is None:
            self.cpu_at_start = max(0.0, cpu - (now - self.asked_at))
        if self.cell_wall and now - self.asked_at > self.cell_wall:
            self.over = "wall", self.cell_wall
        elif cpu - self.cpu_at_start > self.cell_cpu:
            self.over = "cpu", self.cell_cpu
        if self.over:
            self.interrupted, self.interrupted_at, self.stopped = True, now, self.nonce
            self.worker.interrupt(self.child)

    def _answer(self, head, blob, callables):
        """The child called one of the supervisor's functions."""
        if time.monotonic() > self.asked_at + max(self.cell_cpu, self.cell_wall or 0) + GRACE:
            raise Gone("time")
        try:
            function = callables[int(head["ask"])]
            decoder = wire.Decoder(blob, None, Unreadable)
            arguments = decoder.decode(head["arguments"])
            small_enough(arguments)
            names = [str(name) for name in head["names"]]
            first = len(arguments) - len(names)
            arguments, named = arguments[:first], dict(zip(names, arguments[first:], strict=True))
        except (wire.WireError, ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError):
            raise Gone("message") from None
        encoder = wire.Encoder()
        try:
            with np.errstate(all="ignore"):
                value = encoder.encode(plain(function(*arguments, **named)))
        except Exception as error:
            reply = {"failed": f"{type(error).__name__} in a function that was given"}
            encoder.blobs = []
        else:
            reply = {"value": value, "states": [encoder.encode(wire.generator_state(generator.bit_generator.state))
                                                for generator in decoder.generators]}
        reply["nonce"] = self.nonce
        try:
            wire.send(self.channel, reply, encoder.blobs, time.monotonic() + TRANSFER)
        except (wire.Closed, wire.Late, wire.WireError):
            raise Gone("crash") from None

    def end(self, known=(), grace=0.0):
        """Hang up. (exit code, whether it was killed, {name: bytes} of new files)."""
        if self.ended:
            return None, False, {}
        self.ended = True
        self.channel.close()
        return self.worker.end(self.child, grace, known)


def _with_arrays(outputs, blob):
    """The outputs with the array itself where a cell's value is one."""
    decoder = wire.Decoder(blob)
    try:
        return [{**item, "array": decoder.decode(item["array"])} if "array" in item else item for item in outputs]
    except (wire.WireError, ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError, AttributeError):
        raise Gone("message") from None


_KEPT = {}                                       # id of a list of cases: that list, and what it looks like on the wire


def _encoded(cases):
    """(tree, blobs, a new list of callables). A whole class gets the same cases: they are encoded once."""
    kept = _KEPT.get(id(cases))
    if kept is None or kept[0] is not cases:
        encoder = wire.Encoder()
        tree = encoder.encode([tuple(arguments) for arguments in cases])
        if len(_KEPT) > 500:
            _KEPT.clear()
        kept = _KEPT[id(cases)] = cases, tree, encoder.blobs, encoder.callables
    return kept[1], kept[2], [fresh(function) for function in kept[3]]


def _witnessed(outcomes, cases, callables):
    """The outcomes with what the witnesses of each case have heard."""
    if not callables:
        return outcomes
    found, functions = [], iter(callables)
    for outcome, case in zip(outcomes, cases):
        said = heard([next(functions) for argument in case if callable(argument)])
        found.append(dataclasses.replace(outcome, heard=said) if said else outcome)
    return found


def _outcomes(head, blob, count):
    try:
        decoder, told = wire.Decoder(blob, None, Unreadable), head["outcomes"]
        if len(told) != count:
            raise ValueError
        return [_outcome(decoder, one) for one in told]
    except (wire.WireError, ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError, AttributeError):
        raise Gone("message") from None


def _outcome(decoder, told):
    value = decoder.decode(told["value"])
    if len(told) == 1:                                         # a child tells nothing else where all went well
        return Outcome(value)
    error, line = told.get("error"), told.get("line")
    flags = {name: told.get(name) is True for name in FLAGS}
    cause = told.get("cause")
    return Outcome(**flags, value=value, error=None if error is None else str(error)[:80],
                   cause=cause if isinstance(cause, str) and cause in CAUSES else None,
                   line=line if type(line) is int else None,
                   mutated=tuple(i for i in told.get("mutated", ()) if type(i) is int and 0 <= i < 20))


def small_enough(arguments):
    """ValueError for arguments that could make a right function allocate without bound."""
    room = MOST_ENTRIES
    for argument in arguments:
        room = _room(argument, room, 0)


def _room(value, room, axes):
    """The room that a value leaves. axes: how many lists it stands in, of which NumPy would make an array."""
    if isinstance(value, np.ndarray):
        room, axes, lengths = room - value.size, axes + value.ndim, value.shape
        value = int(np.max(np.abs(value), initial=0)) if value.dtype.kind in "iu" and value.size <= MOST_ENTRIES else value
    elif isinstance(value, (list, tuple)):
        room, axes, lengths = room - len(value), axes + 1, (len(value),)
    elif isinstance(value, (str, dict)):
        room, lengths = room - sum(map(len, [value] if isinstance(value, str) else value)), ()
    else:
        lengths = ()
    if room < 0 or axes > MOST_AXES or any(n > LONGEST_AXIS for n in lengths) or isinstance(value, int) and abs(value) > 10**6:
        raise ValueError("too large")
    if isinstance(value, (list, tuple)):
        for item in value:
            room = _room(item, room, axes)
    elif isinstance(value, dict):
        for item in value.values():
            room = _room(item, room - 1, 0)
    return room
