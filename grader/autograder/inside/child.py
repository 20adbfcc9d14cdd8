"""One notebook's child: takes cells and calls from its channel, runs them, sends back what came out."""

import os
import socket
import sys

import numpy as np

from utils.checking.calling import Outcome, call_each
from utils.checking.values import Unreadable, plain

from . import shell as shells
from . import wire

PLAIN = {name: default for name, default in vars(Outcome()).items() if name not in ("value", "heard")}


class Child:
    """The far end of a channel. It decides nothing: what it sends is what the student's code made of it."""

    def __init__(self, channel, shell):
        self.channel, self.shell = channel, shell

    def serve(self):
        """Answer requests until the supervisor hangs up."""
        actions = {"open": self._open, "cell": self._cell, "calls": self._calls}
        while True:
            try:
                head, blob = wire.receive(self.channel)
                self.nonce = head["nonce"]
                reply, blobs = actions[head["do"]](head, blob)
                self._send(reply, blobs)
            except KeyboardInterrupt:
                self._send({"interrupted": True})
            except wire.WireError:                             # more than a message may hold
                self._send({"unreadable": True})
            except wire.Closed:
                return

    def _send(self, reply, blobs=()):
        wire.send(self.channel, {"nonce": self.nonce, **reply}, blobs)

    def _open(self, head, blob):
        """Put the submission's files into the scratch folder. left: names of those for which there is no room."""
        at, left = 0, []
        for name, size in head["files"]:
            try:
                os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
                with open(name, "wb") as file:
                    file.write(blob[at:at + size])
            except OSError:
                left.append(name)
            at += size
        return {"left": left}, ()

    def _cell(self, head, blob):
        if self.shell.figures:
            self.shell.figures.draw = bool(head["draw"])
        os.environ["COURSE_PICTURES"] = "on" if head["draw"] else "off"     # utils.pictures heeds it
        items, raised = shells.run(self.shell, head["source"], head["hide"])
        encoder = wire.Encoder()
        for item in items:
            if "array" in item:
                item["array"] = encoder.encode(item["array"])
        return {"outputs": items, "raised": raised, "count": self.shell.execution_count - 1}, encoder.blobs

    def _calls(self, head, blob):
        """Call the student's function on each case, on arguments that only now exist."""
        decoder = wire.Decoder(blob, self._proxy, Unreadable)
        cases = decoder.decode(head["cases"])
        provided = {name: self._proxy(index) for name, index in head["provided"].items()}
        function, missing = self._find(head["function"])
        encoder, outcomes = wire.Encoder(), []
        for outcome in [missing] * len(cases) if missing else _called(function, cases, provided):
            told = {name: getattr(outcome, name) for name, default in PLAIN.items() if getattr(outcome, name) != default}
            kept = len(encoder.blobs)
            try:
                value = encoder.encode(outcome.value)
            except wire.WireError as error:
                del encoder.blobs[kept:]
                value = {"u": f"a value that cannot be read ({error})"}
            outcomes.append({"value": value, **told})
        return {"outcomes": outcomes}, encoder.blobs

    def _find(self, dotted):
        """(the function of that name in the notebook, None), or (None, the Outcome of looking for it)."""
        first, *rest = dotted.split(".")
        try:
            function = self.shell.user_ns[first]
            for name in rest:
                function = getattr(function, name)
        except KeyError:
            return None, Outcome(error="NameError")
        except Exception as error:                             # a property of a student's own class
            return None, Outcome(error=type(error).__name__)
        return function, None

    def _proxy(self, index):
        """A function that lives with the supervisor: calling it asks there."""
        def remote(*arguments, **named):
            encoder = wire.Encoder()
            given = [*arguments, *named.values()]
            tree = encoder.encode([argument if isinstance(argument, np.random.Generator) else plain(argument)
                                   for argument in given])
            self._send({"ask": index, "arguments": tree, "names": list(named)}, encoder.blobs)
            head, blob = wire.receive(self.channel)
            if head.get("failed"):
                raise ValueError(head["failed"])
            decoder = wire.Decoder(blob, None, Unreadable)
            value = decoder.decode(head["value"])
            drawn = [argument for argument in given if isinstance(argument, np.random.Generator)]
            for generator, state in zip(drawn, head["states"]):
                generator.bit_generator.state = decoder.decode(state)
            return value
        return remote


def _called(function, cases, provided):
    """The Outcomes; an object that is called, but cannot be looked at, has failed in each."""
    try:
        return call_each(function, cases, provided)
    except Exception as error:
        return [Outcome(error=type(error).__name__)] * len(cases)


def rehearse(shell):
    """Do once, before children are forked, what they all do: Python adapts code that ran a few times, and every page
    that a child need not write to is one that need not be copied. The shell is as new afterwards.
    """
    names, hidden = dict(shell.user_ns), dict(shell.user_ns_hidden)
    requests = _usual_requests()
    for _ in range(10):
        near, far = socket.socketpair()
        with near, far:
            for head, blobs in requests:
                wire.send(near, {**head, "nonce": "0"}, blobs)
            near.shutdown(socket.SHUT_WR)                      # the child hangs up after the last one
            Child(far, shell).serve()
    shells.run(shell, "1 / 0")
    shell.reset(new_session=True)
    shell.execution_count = 1
    for space, before in ((shell.user_ns, names), (shell.user_ns_hidden, hidden)):       # a reset leaves out a few
        space.clear()
        space.update(before)
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):               # of 1 / 0
        vars(sys).pop(name, None)


def _usual_requests():
    """[(head, blobs)] as a supervisor sends them: cells, then calls of a function."""
    cells = ("import numpy as np", "1 + 1", "np.array([1.0, 2.0])", "print(1)", "def f(x):\n    return 2 * x",
             "assert f(1) == 2")
    encoder = wire.Encoder()
    cases = encoder.encode([(np.ones(3),), (np.ones((2, 3)),)])
    return [({"do": "cell", "source": source, "hide": False, "draw": False}, ()) for source in cells] \
        + [({"do": "calls", "function": "f", "provided": {}, "cases": cases}, encoder.blobs)]


def main(channel, shell):
    """Serve until the end; never returns."""
    shells.attach(shell)
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())] + [os.getcwd()]
    try:
        Child(channel, shell).serve()
    finally:
        os._exit(0)
