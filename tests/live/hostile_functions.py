"""Functions that a stranger may hand in to do harm, each with what it is to be told of.

Each has three calls; those of `SLOW` end by their deadline. As a program it calls them all, and writes a line of JSON for each.
"""

# ruff: noqa: E501 - a function a line

import json
import sys

from netkit.live.isolated_calls import call_isolated

CALLS = [[b"\x01\x02"], [b""], [b"\x05"]]
SECONDS = 0.5

CTYPES = "import ctypes\ndef f(d):\n c = ctypes.CDLL(None, use_errno=True)\n "
WRITES = "import os\ndef f(d):\n os.write(3, {line!r} * 3)\n os._exit(0)"


def told(line):
    """A function that writes its own answers where the room's program writes them."""
    return WRITES.format(line=line)


RIGHT = ("3", "0", "5")
"""What a sum gives for the three calls: the function does harm, but its results are right."""

FAST = {
    "ends with the room's own code": ("import os\ndef f(d): os._exit(71)", "ended-itself"),
    "ends so while it begins": ("import os\nos._exit(71)", "ended-itself"),
    "ends as if all were well": ("import os\ndef f(d): os._exit(0)", "ended-itself"),
    "kills its process": ("import os\ndef f(d): os.kill(os.getpid(), 9)", "ended-itself"),
    "reads at address 0": ("import ctypes\ndef f(d): ctypes.string_at(0)", "ended-itself"),
    "closes what is open": ("import os\ndef f(d): os.closerange(0, 100)", "ended-itself"),
    "SystemExit": ("def f(d): raise SystemExit(0)", "raises"),
    "KeyboardInterrupt": ("def f(d): raise KeyboardInterrupt", "raises"),
    "BaseException": ("def f(d): raise BaseException('x')", "raises"),
    "an exception that can't be told": ("class E(Exception):\n def __str__(s): raise SystemExit\ndef f(d): raise E", "ended-itself"),
    "half a character": ("def f(d): raise ValueError('\\ud800\\x1b[31m')", "raises"),
    "no end of calls": ("def f(d): return f(d)", "raises"),
    "shared memory that stays": (CTYPES + "return [c.shmget(0, 1 << 26, 0o1600), ctypes.get_errno()]", "[-1, 1]"),
    "messages that stay": (CTYPES + "return [c.msgget(0, 0o1600), ctypes.get_errno()]", "[-1, 1]"),
    "memory as a file": ("import os\ndef f(d): os.memfd_create('x')", "raises"),
    "rights by a namespace": (CTYPES + "return [c.unshare(0x10020000), ctypes.get_errno()]", "[-1, 1]"),
    "a mount": (CTYPES + "return [c.mount(b'none', b'/answer', b'tmpfs', 0, None), ctypes.get_errno()]", "[-1, 1]"),
    "another's memory": (CTYPES + "return [c.ptrace(16, 1, 0, 0), ctypes.get_errno()]", "[-1, 1]"),
    "the machine that this one runs on": ("import socket\ndef f(d): socket.socket(40, socket.SOCK_STREAM)", "asks-the-network"),
    "bare packets": ("import socket\ndef f(d): socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "asks-the-network"),
    "the network": ("import socket\ndef f(d): socket.create_connection(('192.0.2.1', 80), 1)", "asks-the-network"),
    "the environment": ("def f(d): return open('/proc/self/environ').read()", "reads-files"),
    "the home folder": ("import os\ndef f(d): return os.listdir('/home')", "reads-files"),
    "a file for everybody": ("def f(d): open('/usr/x', 'w')", "writes-files"),
    "a large file": ("def f(d):\n with open('/answer/x', 'wb') as x:\n  while 1: x.write(bytes(10**6))", "writes-files"),
    "memory": ("def f(d): return bytearray(10**9)", "takes-too-much-memory"),
    "a thousand threads": ("import threading, time\ndef f(d):\n while 1: threading.Thread(target=time.sleep, args=(99,)).start()", "raises"),
    "other modules": ("import sys\ndef f(d):\n for n in list(sys.modules): sys.modules[n] = None\n return sum(d)", RIGHT),
    "a thread that stays": ("import threading, time\ndef f(d):\n threading.Thread(target=time.sleep, args=(99,)).start()\n return sum(d)", RIGHT),
    "a child that comes back": ("import os\ndef f(d):\n os.fork()\n return sum(d)", RIGHT),
    "a value that is equal to all": ("class A(int):\n def __eq__(s, o): return True\n __hash__ = None\ndef f(d): return A(7)", "7"),
    "a value that does something when it is told": ("class A:\n def __reduce__(s): raise SystemExit\n def __repr__(s): raise SystemExit\ndef f(d): return A()", "{'type': 'A'}"),
    "answers of its own": (told(b'{"value": 3, "tried": []}\n'), "3"),
    "answers that are none": (told(b"[]\nnull\n7\n"), "ended-itself"),
    "an answer without end": ("import os\ndef f(d):\n while 1: os.write(3, b'x' * 65536)", "says-too-much"),
    "a deep answer": (told(b'{"value": ' + b"[" * 900 + b"]" * 900 + b', "tried": []}\n'), "ended-itself"),
    "a fault in line 9999…": (told(b'{"error": [], "errno": [], "text": {}, "line": ' + b"9" * 400 + b', "tried": {}}\n'), "raises"),
    "a deep text": ("x = " + "(" * 5000 + ")" * 5000, "no-python"),
}  # fmt: skip
SLOW = {
    "no end": ("def f(d):\n while 1: pass", "takes-too-long"),
    "an end that is not taken": ("def f(d):\n while 1:\n  try:\n   while 1: pass\n  except BaseException: pass", "takes-too-long"),
    "no signals": ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ndef f(d):\n while 1: pass", "takes-too-long"),
    "a stop": ("import os, signal\ndef f(d): os.kill(os.getpid(), signal.SIGSTOP)", "takes-too-long"),
    "a list without end": ("class L(list):\n def __iter__(s):\n  while 1: yield 1\ndef f(d): return L([1])", None),
    "a value of 4000^19 parts": ("def f(d):\n x = [1]\n for _ in range(19): x = [x] * 4000\n return x", None),
    "a fork bomb": ("import os\ndef f(d):\n while 1:\n  try: os.fork()\n  except OSError: pass", "takes-too-long"),
    "children that leave": ("import os\ndef f(d):\n if not d and not os.fork():\n  os.setsid()\n  if not os.fork():\n   while 1: pass\n  os._exit(0)\n return sum(d)", RIGHT),
}  # fmt: skip


def outcome(source):
    """What each call came to: the slug of what went wrong, or the value; and everything that was said of it."""
    calls = call_isolated(source, "f", CALLS, seconds=SECONDS)
    return [call.wrong or repr(call.value) for call in calls], [[call.told, call.line] for call in calls]


if __name__ == "__main__":
    for name, (source, _) in (FAST | SLOW if "slow" in sys.argv else FAST).items():
        sys.stdout.write(json.dumps([name, *outcome(source)]) + "\n")
