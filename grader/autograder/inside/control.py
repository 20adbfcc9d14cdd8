"""Requests and answers among the grader's own processes: small JSON messages with file descriptors, on a SEQPACKET socket.

A notebook's child never speaks on such a socket, and none is open in it.
"""

import array
import json
import socket

LARGEST, MOST_DESCRIPTORS = 65536, 4


def pair():
    """Two ends. A message is read by one reader, whole: several processes may send on the same end."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(control, message, descriptors=()):
    """OSError where nobody is there to read it."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    control.sendmsg([json.dumps(message).encode()], rights)


def receive(control):
    """(message, descriptors); (None, []) when the other side has hung up."""
    data, ancillary, _, _ = control.recvmsg(LARGEST, socket.CMSG_SPACE(MOST_DESCRIPTORS * 4), socket.MSG_CMSG_CLOEXEC)
    if not data:
        return None, []
    numbers = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers.frombytes(content[:len(content) - len(content) % numbers.itemsize])
    return json.loads(data), list(numbers)
