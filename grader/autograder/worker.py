"""The supervisor's end of a worker: have children forked, interrupt them, end them. One process speaks to it."""

import contextlib
import json
import os
import socket
import tarfile
import time

from .inside import control


class WorkerGone(Exception):
    """The worker could not be started, or is gone."""


class Worker:
    """requests: the socket to it. report: what it said of its cage."""

    def __init__(self, requests):
        self.requests, self.gone = requests, False
        self.report = self.answer()

    def answer(self):
        """The next message from it."""
        try:
            message, descriptors = control.receive(self.requests)
        except OSError as error:
            self.gone = True
            raise WorkerGone(str(error)) from None
        if message is None:
            self.gone = True
            raise WorkerGone("the worker ended")
        if message.get("failed") and not message.get("without"):
            raise WorkerGone(message["failed"])
        return message | {"descriptors": descriptors}

    def _ask(self, request, descriptors=()):
        try:
            control.send(self.requests, request, descriptors)
        except OSError as error:
            self.gone = True
            raise WorkerGone(str(error)) from None
        return self.answer()

    def holds(self):
        """(True, "") where the probe got out of the cage in no way and could run Python in it, otherwise (False, words)."""
        probe = self.report["holds"]
        if "failed" in probe:
            return False, probe["failed"]
        if not probe["environment"]:
            return False, "a notebook could not read the Python environment"
        loose = [name for name, possible in probe["attempts"].items() if possible]
        return not loose, "a notebook could " + ", ".join(loose) if loose else ""

    def spawn(self):
        """(channel, process number there) of a new child, already in its cage."""
        ours, theirs = socket.socketpair()
        with theirs:
            return ours, self._ask({"do": "spawn"}, [theirs.fileno()])["pid"]

    def interrupt(self, child):
        """What Ctrl-C does in a terminal."""
        self._ask({"do": "interrupt", "pid": child})

    def clock(self, child):
        """CPU seconds a child has used."""
        return self._ask({"do": "clock", "pid": child})["seconds"]

    def end(self, child, grace=0.0, known=()):
        """(exit code, whether it had to be killed, {name: bytes} of the files it made, where names come along)."""
        until = time.monotonic() + grace
        with _written(known) as names:
            while True:
                answer = self._ask({"do": "end", "pid": child, "wait": time.monotonic() < until}, names)
                if "running" not in answer:
                    return answer["exit"], answer["killed"], _unpacked(answer["descriptors"])
                time.sleep(0.003)

    def close(self):
        """Hang up: it ends, and everything below it."""
        self.requests.close()


@contextlib.contextmanager
def _written(names):
    """[a file that holds the names], [] for none: a list of them may be longer than a message."""
    if not names:
        yield []
        return
    with open(os.memfd_create("names"), "w+", encoding="utf-8") as file:
        json.dump(list(names), file)
        file.flush()
        file.seek(0)
        yield [file.fileno()]


def _unpacked(descriptors):
    files = {}
    for descriptor in descriptors:
        with open(descriptor, "rb") as file:
            file.seek(0)
            with tarfile.open(fileobj=file) as archive:
                for entry in archive:
                    parts = entry.name.split("/")
                    if entry.isreg() and not entry.name.startswith("/") and ".." not in parts:
                        files[entry.name] = archive.extractfile(entry).read()
    return files
