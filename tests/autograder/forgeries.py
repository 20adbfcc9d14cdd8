"""Submissions that speak for the child itself: wrong answers behind made-up replies, right ones behind odd leftovers."""

CHILD = """
import struct, sys
frame = sys._getframe()
while frame.f_code.co_name != 'serve': frame = frame.f_back
CHILD, ACTIONS, WIRE = frame.f_locals['self'], frame.f_locals['actions'], frame.f_globals['wire']
KIND = type(CHILD)
CALLS, CELL = KIND._calls, KIND._cell
def answer(kind, lie): ACTIONS[kind] = lambda head, blob: lie(CHILD, head, blob)
"""


def calls(change):
    """Replies to hidden tests of relu, changed."""
    return (CHILD + "def lie(self, head, blob):\n    reply, blobs = CALLS(self, head, blob)\n"
            f"    if head['function'] == 'relu':\n        {change}\n    return reply, blobs\nanswer('calls', lie)")


def outputs(change):
    """Replies about cells, changed."""
    return (CHILD + "def lie(self, head, blob):\n    reply, blobs = CELL(self, head, blob)\n"
            f"    reply['outputs'] = [{change}]\n    return reply, blobs\nanswer('cell', lie)")


# right answers behind lies that cost them their points, or show: if these were without effect, so would all below be
CONTROLS = {
    "calls": calls("for o in reply['outcomes']: o['value'] = {'l': []}"),
    "outputs": outputs("{'output_type': 'stream', 'name': 'stdout', 'text': 'FORGED'}"),
}

# wrong answers: none may earn relu's points, or make the supervisor build what it should not
CHEATS = {
    "type of a million fields": calls("for o in reply['outcomes']: o['value'] = {'a': ['f8,' * 10**6, [1]]}"),
    "axis without end": calls("for o in reply['outcomes']: o['value'] = {'a': ['<f8', [0, 10**15]]}"),
    "60 MB of truth": calls("blobs = [bytes(60_000_000)]; reply['outcomes'] = [dict(o, value={'a': ['|b1', [3_900_000]]}) "
                            "for o in reply['outcomes']]"),
    "lone surrogates": calls("for o in reply['outcomes']: o.update(value='\\ud800', error='\\ud800')"),
    "no error, it says": calls("for o in reply['outcomes']: o.update(value=True, error=False, passed=True)"),
    "interrupted without end": CHILD + "def lie(self, head, blob):\n    for _ in range(5000): WIRE.send(self.channel, "
                               "{'interrupted': True})\n    return CALLS(self, head, blob)\nanswer('calls', lie)",
    "error of 20 MB": outputs("{'output_type': 'error', 'ename': 'x', 'evalue': 'y' * 20_000_000, 'traceback': []}"),
    "output without a type": outputs("{'output_type': ['x'], 'data': {}}"),
    "array of no numbers": outputs("{'output_type': 'execute_result', 'array': {'l': [{'l': [1]}, {'l': [1, 2]}]}}"),
    "array in a list": outputs("['array']"),
    "arrays without end": CHILD + "def lie(self, head, blob):\n    reply, blobs = CELL(self, head, blob)\n"
                          "    item = {'output_type': 'execute_result', 'array': {'a': ['<f8', [1000]]}}\n"
                          "    reply['outputs'] = [item] * 3999\n"
                          "    return reply, [b''.join(bytes([i % 256, i // 256, *[7] * 6]) * 1000 for i in range(3999))]\n"
                          "answer('cell', lie)",
    "quitting in the test": "import os\ndef relu(z): os._exit(0)\nkept = relu",
    "replies begun early": CHILD + "import time\nSEND = WIRE.send\nclass Slow:\n    first = True\n"
                           "    def __init__(self, c): self.c = c\n    def settimeout(self, t): self.c.settimeout(t)\n    def gettimeout(self): return 1\n"
                           "    def sendall(self, data):\n"
                           "        if not Slow.first: time.sleep(0.4); data = data[1:]\n        Slow.first = False\n"
                           "        self.c.sendall(data + b'\\0')\nWIRE.send = lambda c, *a, **k: SEND(Slow(c), *a, **k)",
    "run_code that succeeds": "async def run_code(self, *a, **k): return False\ntype(get_ipython()).run_code = run_code",
    "prompt as an answer": "In [1]: relu = lambda z: z",
    "exception of no class": "class Kind(type):\n    __name__ = property(lambda self: 1 / 0)\n"
                             "    def __instancecheck__(self, other): return True\nclass E(BaseException, metaclass=Kind):\n"
                             "    def __str__(self): raise E\n    def __bool__(self): return False\n    @property\n"
                             "    def __class__(self): raise E\ndef relu(z): raise E\nkept = relu",
    "asks without end or sense": CHILD + "def lie(self, head, blob):\n    for index in (-1, 10**9, 1e308, None, [], {}):\n"
                                 "        WIRE.send(self.channel, {'nonce': self.nonce, 'ask': index, "
                                 "'arguments': {'l': []}, 'names': ['a']})\n        WIRE.receive(self.channel)\n"
                                 "    return CALLS(self, head, blob)\nanswer('calls', lie)",
    "masked signals": "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n"
                      "def relu(z): time.sleep(100)\nkept = relu",
}

# right answers in a notebook with such a cell: full points, and nobody else notices
UNLUCKY = {
    "folders within folders": "import os\nfor _ in range(45):\n"
                              "    os.mkdir('d' * 90); os.chdir('d' * 90); open('f' * 200, 'w').close()",
    "folders without end": "import os\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')",
    "odd names": "import os\nfor name in ('a\\nb', b'\\xff', 'x' * 255, '-rf', 'hw.ipynb', 'timestamp.txt'):\n"
                 "    open(name, 'w').close()",
    "HTML for days": "from IPython.display import display, HTML\ndisplay(HTML('<a' * 300_000 + '>'))",
    "entity of 5,000 digits": "from IPython.display import display, HTML\ndisplay(HTML('<b>&#' + '9' * 5000 + ';</b>'))",
    "deep bundle": "class Deep:\n    def _repr_mimebundle_(self, **k):\n        x = {}\n"
                   "        for _ in range(500): x = {'a': x}\n"
                   "        return {'application/json': x, 'text/plain': 'x'}\nDeep()",
    "objects in a bundle": "from IPython.display import display\n"
                           "display({('a',): 'x', 'text/html': {1}, 'image/png': b'x'}, "
                           "metadata={'a': object()}, raw=True)",
    "outputs without end": "for i in range(10**5): display(i)",
    "other scratch folders": "import os\nfor n in range(1, 400):\n"
                             "    for act in (os.listdir, os.rmdir, lambda p: open(p + '/x', 'w')):\n"
                             "        try:\n            if f'/scratch/run{n}' != os.getcwd(): act(f'/scratch/run{n}'); "
                             "print('GOT OUT')\n"
                             "        except OSError: pass",
    "no stdout": "import sys; sys.stdout = sys.stderr = None",
    "stopped": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "own folder removed": "import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)",
    "descriptors closed": "import os\nos.closerange(0, 256)",
}
