"""What the supervisor makes of a child that replies slowly, or not at all."""

import socket
import threading
import time

import pytest

from grader.autograder.inside import wire
from grader.autograder.session import Gone, Session
from grader.autograder.worker import WorkerGone


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
        wire.tell_inside(channel)
        wire.receive(channel)
        for byte in wire.HEADER.pack(100, 0) + bytes(100):
            channel.sendall(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        pass                                                   # they hung up


def test_a_dripping_child_keeps_nobody_beyond_its_time():
    worker = _Worker()
    session = Session(worker, cell_cpu=30, cell_wall=30, until=time.monotonic() + 0.5)
    threading.Thread(target=_drip, args=(worker.theirs,), daemon=True).start()
    started = time.monotonic()
    with pytest.raises(Gone) as gone:
        session.cell("1")
    session.end()
    assert gone.value.kind == "notebook" and time.monotonic() - started < 2


@pytest.mark.parametrize("entered, raised", [(True, Gone), (False, WorkerGone)])
def test_no_notebook_is_blamed_for_a_cage_that_could_not_be_entered(entered, raised):
    worker = _Worker()
    session = Session(worker, cell_cpu=30, cell_wall=30, until=time.monotonic() + 5)
    if entered:
        wire.tell_inside(worker.theirs)
    worker.theirs.shutdown(socket.SHUT_WR)                     # it takes the request, and says no more
    with pytest.raises(raised):
        session.cell("1")
