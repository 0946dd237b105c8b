"""The program that calls a stranger's function, run as text in the isolated room: it imports nothing of netkit's.

It reads one JSON object (`source`, `name` of the file, `function`, `calls`: lists of arguments, `seconds` for each) and writes a line of
JSON for each call: what came back, or what went wrong, and what was tried that is shut off. Values are JSON, bytes are `{"bytes": hex}`.
"""

import json
import os
import signal
import sys
import traceback
from typing import Any, NoReturn

LONGEST = 4000
WATCHED = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "os.fork", "os.forkpty", "subprocess.Popen",
           "os.exec", "os.posix_spawn", "os.system", "os.remove", "os.rename", "os.kill", "shutil.rmtree")  # fmt: skip


class TooLong(BaseException):
    """A call's time is over; no `except Exception` of the function's catches it."""


def plain(value: Any, depth: int = 0) -> Any:  # noqa: PLR0911 - a case a line
    """A value as JSON says it; what JSON can't say is told by its type."""
    if depth > 20:
        return {"type": "too deep"}
    if value is None or isinstance(value, (bool, int, float)):
        return value if not isinstance(value, int) or abs(value) < 10**300 else {"type": "a very large number"}
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": bytes(value)[:LONGEST].hex()}
    if isinstance(value, (list, tuple)):
        return [plain(each, depth + 1) for each in list(value)[:LONGEST]]
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((plain(each, depth + 1) for each in list(value)[:LONGEST]), key=str)}
    if isinstance(value, dict):
        return {
            "dict": [[plain(key, depth + 1), plain(each, depth + 1)] for key, each in list(value.items())[:LONGEST]]
        }
    return {"type": type(value).__name__[:80]}


def given(value: Any) -> Any:
    """An argument out of JSON."""
    if isinstance(value, dict):
        return bytes.fromhex(value["bytes"])
    return [given(each) for each in value] if isinstance(value, list) else value


def told(error: BaseException, name: str) -> dict[str, Any]:
    """What an exception says, and the line of the function's file where it came up."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
    line = lines[-1] if lines else getattr(error, "lineno", None)
    number = error.errno if isinstance(error, OSError) else None
    return {"error": type(error).__name__[:80], "text": str(error)[:300], "line": line, "errno": number}


class Watch:
    """What was tried that is shut off, by the names of Python's audit events."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        """An audit event."""
        writes = event == "open" and isinstance(details[1], str) and bool(set(details[1]) & set("wax+"))
        if (writes or event in WATCHED) and len(self.tried) < 20 and event not in self.tried:
            self.tried.append(event)


def over(*_: object) -> NoReturn:
    """A call's time is over."""
    raise TooLong


def begun(asked: dict[str, Any], watch: Watch) -> Any:
    """The function that is asked for, after the file has run; what is said of it where that fails."""
    names: dict[str, Any] = {"__name__": "answer", "__builtins__": __builtins__}
    try:
        code = compile(asked["source"], asked["name"], "exec")
        sys.addaudithook(watch)
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        exec(code, names)  # noqa: S102 - that is what it is for, and it is shut in
        signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:  # noqa: BLE001 - SystemExit and the like, too
        signal.setitimer(signal.ITIMER_REAL, 0)
        return {"begin": told(error, asked["name"])}
    function = names.get(asked["function"])
    return (
        function if callable(function) else {"begin": {"error": "NoFunction", "text": "", "line": None, "errno": None}}
    )


def called(function: Any, arguments: list[Any], asked: dict[str, Any]) -> dict[str, Any]:
    """What a call gives, or how it fails."""
    try:
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        value = function(*[given(each) for each in arguments])
        signal.setitimer(signal.ITIMER_REAL, 0)
        return {"value": plain(value)}
    except BaseException as error:  # noqa: BLE001 - whatever a function raises is its answer
        signal.setitimer(signal.ITIMER_REAL, 0)
        return told(error, asked["name"])


def main() -> None:
    """Read what is asked, and answer it."""
    asked = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    watch, mine = Watch(), os.getpid()

    def say(answer: dict[str, Any]) -> None:
        if os.getpid() != mine:
            os._exit(0)  # a process that the function started
        answers.write(json.dumps({**answer, "tried": watch.tried}) + "\n")
        answers.flush()

    signal.signal(signal.SIGALRM, over)
    function = begun(asked, watch)
    if isinstance(function, dict):
        return say(function)
    for arguments in asked["calls"]:
        say(called(function, arguments, asked))
    return None


if __name__ == "__main__":
    main()
    os._exit(0)
