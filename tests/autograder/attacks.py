"""Hostile, broken and unlucky submissions. Each is a name, what it does, and the points it may at most earn.

`cheats` answer relu wrongly and try for its points; `raids` are right and try for something of somebody else's;
`bombs` are right and try to use up the machine in their first cell.
"""

import json
import tempfile

import nbformat
from nbformat.v4 import new_code_cell

from . import forgeries, sample

HONEST = {**sample.FULL}
NO_RELU = {**sample.FULL, "test_relu": 0.0}

FORGE = """
import os, json, struct, threading, time, gc
reply = json.dumps({"nonce": NONCE, "value": {"l": []}, "error": None, "line": None, "unwritten": False,
                    "shapes": False, "mutated": [], "signature": False, "raised": False, "outputs": [], "count": 1}).encode()
def forge():
    for number in range(3, 64):
        try:
            os.write(number, struct.pack("!II", len(reply), 0) + reply)
        except OSError:
            pass
"""

# --- wrong answers that try for the points of a right one: the code stands before the wrong answer ---------------------

CHEATS = {
    "patched numpy comparison": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n"
                                "np.testing.assert_allclose = lambda *a, **k: None",
    "patched checks": "import utils.checking.calling as c, utils.checking.values as v, utils.checking.compare as p\n"
                      "c.call = lambda *a, **k: None\np.compare = lambda *a, **k: None\np.close = lambda *a, **k: True",
    "ast transformer": "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return None\n"
                       "    def visit_Expr(self, node): return ast.parse('pass').body[0]\n"
                       "get_ipython().ast_transformers.append(T())",
    "stack frames": "import sys\ndef relu(z):\n    frame = sys._getframe()\n    while frame:\n"
                    "        for name, value in {**frame.f_globals, **frame.f_locals}.items():\n"
                    "            if 'expected' in name or 'reference' in name or 'right' in name:\n"
                    "                return value(z) if callable(value) else value\n"
                    "        frame = frame.f_back\n    return z\nkept = relu",
    "garbage collector": "import gc\nfound = [o for o in gc.get_objects() if callable(o) and "
                         "getattr(o, '__name__', '') in ('reference', 'examine', 'trial')]\n"
                         "assert not found or [print('FOUND', found)]",
    "solutions off the disk": "import glob, os\nfor path in glob.glob('/**/solutions/**/*', recursive=True)[:50] + "
                              "glob.glob('../../../**/*.ipynb', recursive=True):\n"
                              "    try: print('READ', open(path).read()[:50])\n    except OSError: pass",
    "grader's exercises": "try:\n    from grader.exercises.forward_pass.relu import reference as stolen\n"
                          "    print('STOLEN')\nexcept ImportError: pass",
    "grader's source": "import sys, os\nfor entry in sys.path + [os.path.dirname(os.path.dirname("
                       "__import__('utils').__file__))]:\n    for name in ('judge.py', 'exercises', 'exercise.py'):\n"
                       "        try: os.listdir(entry + '/grader'); print('LISTED')\n        except OSError: pass",
    "shadowed hidden test": "import sys, types\nfake = types.ModuleType('grader')\n"
                            "fake.hidden_test = lambda *a, **k: None\nsys.modules['grader'] = fake\n"
                            "import builtins\nbuiltins.hidden_test = fake.hidden_test\nhidden_test = fake.hidden_test",
    "hidden traceback": "get_ipython().showtraceback = lambda *a, **k: None\n"
                        "get_ipython()._showtraceback = lambda *a, **k: None",
    "own exception handler": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
    "run_cell replaced": "shell = get_ipython()\ntype(shell).run_cell = lambda self, *a, **k: type('R', (), "
                         "dict(error_before_exec=None, error_in_exec=None, success=True))()",
    "always equal": "class Yes(np.ndarray):\n    def __eq__(self, o): return True\n    def __array_ufunc__(self, *a, **k): "
                    "return np.True_\n    def __array__(self, *a, **k): return np.zeros(1)",
    "exit as if done": "import atexit, os\natexit.register(os._exit, 0)",
    "trace": "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
    "score as output": "import sys\nsys.displayhook = lambda v: None\nfrom IPython.display import display\n"
                       "get_ipython().display_formatter.format = lambda o, **k: ({'text/plain': '2.0'}, {})",
    "forged replies": FORGE.replace("NONCE", "'0' * 16") + "forge()",
    "forging thread": FORGE.replace("NONCE", "'0' * 16") +
                      "def go():\n    while True:\n        forge(); time.sleep(0.01)\n"
                      "threading.Thread(target=go, daemon=True).start()",
    "child found": "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Child':\n"
                   "        send = type(o)._send\n        def lie(self, reply, blobs=(), send=send):\n"
                   "            if 'value' in reply: reply.update(error=None, value=True, passed=True)\n"
                   "            if 'raised' in reply: reply['raised'] = False\n            send(self, reply, blobs)\n"
                   "        type(o)._send = lie",
    "unpickled": "import pickle\nclass Boom:\n    def __reduce__(self): return (print, ('BOOM',))\n"
                 "def relu(z): return Boom()\nkept = relu",
    "endless value": "def endless():\n    while True: yield 1\ndef relu(z): return endless()\nkept = relu",
    "giant value": "def relu(z): return np.zeros(10**8)\nkept = relu",
    "deep value": "def relu(z):\n    deep = []\n    for _ in range(10**5): deep = [deep]\n    return deep\nkept = relu",
    "signal handlers": "import signal\nfor s in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):\n"
                       "    signal.signal(s, signal.SIG_IGN)",
    "constant for one case": "def relu(z): return np.array([1.0, 2.0])\nkept = relu",
}

# --- right answers that try for what is none of their business ----------------------------------------------------------

RAIDS = {
    "other processes": "import os, signal\nfor pid in [-1, 1, os.getppid()] + list(range(2, 400)):\n"
                       "    try: os.kill(pid, signal.SIGKILL) if pid != os.getpid() else None\n    except OSError: pass",
    "network": "import socket\nfor family in (socket.AF_INET, socket.AF_UNIX, socket.AF_INET6, socket.AF_NETLINK):\n"
               "    try: socket.socket(family); print('GOT OUT')\n    except OSError: pass",
    "processes": "import os, subprocess, multiprocessing\nfor start in (os.fork, lambda: subprocess.run(['true']), "
                 "lambda: os.execv('/bin/true', ['true']), lambda: os.posix_spawn('/bin/true', ['true'], {})):\n"
                 "    try: start(); print('GOT OUT')\n    except (OSError, RuntimeError): pass",
    "system files": "for path in ('/etc/passwd', '/etc/shadow', '/proc/1/environ', '/proc/self/environ', "
                    "'/proc/self/mem', '/etc/hostname', '/dev/sda', '/dev/mem'):\n"
                    "    try: open(path).read(10); print('GOT OUT', path)\n    except OSError: pass",
    "classmate's work": "import os\nfor path in ('COURSE/submitted/alice/lesson/hw.ipynb', 'COURSE/gradebook.db', "
                        "'../alice/lesson/hw.ipynb'):\n    try: open(path, 'r+').write('x'); print('GOT OUT')\n"
                        "    except OSError: pass",
    "gradebook": "import sqlite3\ntry:\n    sqlite3.connect('COURSE/gradebook.db').execute('update grade set auto_score = 99')"
                 "\n    print('GOT OUT')\nexcept sqlite3.Error: pass",
    "canary": "import os, shutil\nfor action in (lambda: open('COURSE/canary.txt', 'w'), lambda: os.remove('COURSE/canary.txt'), "
              "lambda: shutil.rmtree('COURSE/submitted'), lambda: os.rename('COURSE/canary.txt', 'x'), "
              "lambda: os.link('COURSE/canary.txt', 'x'), lambda: open('TEMPORARY/grader-was-here', 'w'), "
              "lambda: open('/dev/shm/grader-was-here', 'w')):\n"
              "    try: action(); print('GOT OUT')\n    except OSError: pass",
    "modes and times": "import os\nfor path in ('/', '/tmp', '..', np.__file__, 'COURSE', 'COURSE/gradebook.db', 'COURSE/submitted/alice'):\n"
                       "    for change in (lambda: os.chmod(path, 0), lambda: os.utime(path, (0, 0)), lambda: os.truncate(path, 0),\n"
                       "                   lambda: os.fchmod(os.open(path, os.O_RDONLY), 0)):\n"
                       "        try: before = os.stat(path)\n        except OSError: continue\n"
                       "        try: change()\n        except OSError: pass\n"
                       "        if (before.st_mode, before.st_mtime) != (os.stat(path).st_mode, os.stat(path).st_mtime): print('GOT OUT', path)",
    "a datagram": "import socket\nsocket.socket.__init__\nours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                  "for path in ('/run/systemd/notify', '/dev/log', 'COURSE/socket', '\\0nobody'):\n"
                  "    try: ours.sendto(b'x', path); print('GOT OUT')\n    except PermissionError: pass\n    except OSError: print('GOT OUT', path)",
    "link to a secret": "import os\nfor name, target in (('a.txt', 'COURSE/secret.txt'), ('b.txt', '/etc/passwd'), "
                        "('c', '/')):\n    try: os.symlink(target, name)\n    except OSError: pass",
    "other memory": "import ctypes, os\nlibc = ctypes.CDLL(None)\nbuffer = ctypes.create_string_buffer(8)\n"
                    "if libc.ptrace(16, os.getppid(), 0, 0) == 0 or libc.process_vm_readv(os.getppid(), buffer, 1, buffer, 1, 0) > 0:\n"
                    "    print('GOT OUT')",
    "namespaces": "import ctypes\nlibc = ctypes.CDLL(None)\nfor flags in (0x10000000, 0x20000, 0x20000000, 0x40000000):\n"
                  "    if libc.unshare(flags) == 0: print('GOT OUT')\n"
                  "if libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0 or libc.chroot(b'.') == 0: print('GOT OUT')",
    "more rights": "import os, resource, ctypes\nfor action in (lambda: os.setuid(0), lambda: os.setgid(0), "
                   "lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)), "
                   "lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)), "
                   "lambda: os.chown('.', 0, 0), lambda: os.nice(-5)):\n"
                   "    try: action(); print('GOT OUT') if os.getuid() == 0 else None\n    except (OSError, ValueError): pass",
    "signal by another road": "import fcntl, os\ntry:\n    r, w = os.pipe()\n    fcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())\n"
                              "    print('GOT OUT')\nexcept OSError: pass",
    "old system calls": "import ctypes, platform\nlibc = ctypes.CDLL(None)\n"
                        "x86 = (101, 165, 250, 272, 298, 304, 311, 319, 321, 323)\n"
                        "arm = (117, 40, 219, 97, 241, 265, 271, 279, 280, 282)\n"
                        "for number in (x86 if platform.machine() == 'x86_64' else arm) + (425, 428, 434, 438):\n"
                        "    if libc.syscall(number, 0, 0, 0, 0, 0) >= 0: print('GOT OUT', number)",
    "descriptors": "import os\nfor number in range(0, 256):\n    try: what = os.readlink(f'/proc/self/fd/{number}'); "
                   "print('GOT OUT', what)\n    except OSError: pass\n"
                   "for number in range(3, 256):\n    try:\n        if os.fstat(number).st_mode & 0o170000 == 0o100000: "
                   "print('GOT OUT: a file is open')\n    except OSError: pass",
    "environment": "import os\nfor name in os.environ:\n    if 'SECRET' in name: print('GOT OUT', name)",
    "script in the page": "from IPython.display import display, HTML, Javascript\n"
                          "display(HTML('<script>GOTOUT()</script>'))\ndisplay(HTML('<img src=x onerror=GOTOUT()>'))\n"
                          "display(Javascript('GOTOUT()'))",
}

# --- right answers behind something that uses up the machine ------------------------------------------------------------

BOMBS = {
    "memory": "x = []\nwhile True: x.append(bytearray(50 * 2**20))",
    "forks": "import os\nwhile True: os.fork()",
    "threads": "import threading, time\nfor _ in range(10**5): threading.Thread(target=time.sleep, args=(30,), daemon=True).start()",
    "output": "for _ in range(10**5): print('x' * 1000)",
    "loop": "while True: pass",
    "stubborn loop": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "sleep": "import time; time.sleep(10**6)",
    "one file": "with open('big', 'wb') as f:\n    while True: f.write(bytes(2**20))",
    "many files": "for n in range(10**6): open(f'f{n}', 'w').write('x' * 4096)",
    "recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
    "exit": "import os; os._exit(0)",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "abort": "import os; os.abort()",
    "system exit": "raise SystemExit(0)",
    "pictures": "from IPython.display import display, HTML\nfor _ in range(200): display(HTML('<b>' + 'x' * 10**6 + '</b>'))",
    "input": "input('name? ')",
    "big error": "raise ValueError('x' * 10**8)",
}


def submissions(course):
    """{student: (notebook, {cell: most points})}; course: the folder, as text."""
    made = {}
    for name, code in (CHEATS | forgeries.CHEATS).items():
        wrong = "" if "kept = relu" in code else "\n" + sample.WRONG
        made[f"cheat {name}"] = sample.submission(relu=code + wrong), NO_RELU
    for name, code in RAIDS.items():
        made[f"raid {name}"] = sample.submission(first="import numpy as np\n" + code.replace("COURSE", course).replace(
            "TEMPORARY", tempfile.gettempdir())), HONEST
    for name, code in (BOMBS | forgeries.UNLUCKY).items():
        nb = sample.submission()
        nb.cells.insert(1, new_code_cell(code))
        made[f"bomb {name}"] = nb, HONEST
    for name, (nb, most) in _altered().items():
        made[f"altered {name}"] = nb, most
    return {name.replace(" ", "-").replace("'", "").replace(",", ""): entry for name, entry in made.items()}


def _altered():
    """Notebooks whose cells or metadata were tampered with."""
    made = {}

    def wrong():
        return sample.submission(relu=sample.WRONG)

    nb = wrong()
    sample.cell(nb, "test_relu").source = "pass"
    made["test replaced"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["tags"] = ["skip-execution", "raises-exception"]
    made["test skipped"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["nbgrader"]["points"] = 1000
    sample.cell(nb, "test_sigmoid").metadata["nbgrader"]["points"] = 1000
    made["points edited"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["nbgrader"].update(grade=False, solution=True, locked=False)
    made["test made an answer"] = nb, NO_RELU
    nb = wrong()
    copy = nbformat.from_dict(json.loads(json.dumps(sample.cell(nb, "test_relu"))))
    copy.source = "2.0"
    nb.cells.append(copy)
    made["test copied"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["nbgrader"]["grade_id"] = "something_else"
    made["test renamed"] = nb, NO_RELU
    nb = wrong()
    nb.cells = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != "test_relu"]
    made["test deleted"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").cell_type = "markdown"
    made["test made text"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["nbgrader"] = ["grade"]
    made["metadata of another type"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").metadata["nbgrader"]["schema_version"] = 99
    made["schema of the future"] = nb, NO_RELU
    nb = wrong()
    sample.cell(nb, "test_relu").outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "2.0"})]
    made["output brought along"] = nb, NO_RELU
    nb = sample.submission(double="def double(x):\n    return 3 * x")
    nb.metadata["kernelspec"] = {"name": "bash", "display_name": "x", "language": "bash"}
    made["other kernel"] = nb, {**sample.FULL, "test_double": 0.0}
    return made
