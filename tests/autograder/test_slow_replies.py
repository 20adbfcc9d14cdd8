"""A child that sends its replies byte by byte keeps nobody waiting beyond the time of its notebook."""

import socket
import threading
import time

import pytest

from grader.autograder.inside import wire
from grader.autograder.session import Gone, Session


class _Worker:
    """Hands out one end of a channel and has nothing to watch."""

    def __init__(self):
        self.ours, self.theirs = socket.socketpair()

    def spawn(self):
        return self.ours, 1

    def clock(self, child):
        return 0.0

    def end(self, child, grace, known):
        return 0, False, {}


def _drip(channel):
    """A reply whose first byte is always there already, and whose others take their time."""
    try:
        wire.receive(channel)
        for byte in wire.HEADER.pack(100, 0) + bytes(100):
            channel.sendall(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        pass                                                   # they hung up


def test_it_ends_with_the_notebook():
    worker = _Worker()
    session = Session(worker, cell_cpu=30, cell_wall=30, until=time.monotonic() + 0.5)
    threading.Thread(target=_drip, args=(worker.theirs,), daemon=True).start()
    started = time.monotonic()
    with pytest.raises(Gone) as gone:
        session.cell("1")
    session.end()
    assert gone.value.kind == "notebook" and time.monotonic() - started < 2
