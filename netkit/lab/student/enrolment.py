"""A student in a course: whose numbers they work on, as one code that the student types or keeps in a file.

The code holds the student's own key, made from the course's (`draw.student_key`), which it tells nothing about.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from netkit.errors import AccessError, NetkitError, ProgressError, UsageError
from netkit.lab.draw import PRACTICE_KEY, student_key
from netkit.lab.whole_file import write_whole

__all__ = ["FILE", "Enrolment", "fingerprint", "keep", "kept", "practice_fingerprint", "read_code"]

FILE = "student.key"
"""Where the student's folder of a lab keeps the code; only its owner may read it."""

_BEGINS = "nk1-"
_LETTERS = re.compile(r"[A-Za-z0-9_-]*")
_KEY, _CHECK = 32, 4
"""Bytes of a key, and of the checksum behind everything."""

_LARGEST = 64 * 1024
_LONGEST, _MOST_PIECES, _MOST_CODES = 2000, 40, 100
"""Characters of a code with what stands between them, pieces that it may be broken into, and codes that are looked at in one text."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who takes part in which course; `key` is the student's own, 32 bytes."""

    course: str
    student: str
    key: bytes

    @property
    def code(self) -> str:
        """The code that a student gets, with a checksum, so that a slip in it is noticed."""
        course = self.course.encode()
        plain = self.key + bytes([len(course)]) + course + self.student.encode()
        return _BEGINS + base64.urlsafe_b64encode(plain + sha256(plain).digest()[:_CHECK]).decode().rstrip("=")

    @property
    def fingerprint(self) -> str:
        """What a log and a bundle say of the key: enough to tell it from others, and nothing to draw numbers from."""
        return fingerprint(self.key)


def fingerprint(key: bytes) -> str:
    """The fingerprint of a student's key: 16 hex digits."""
    return sha256(b"netkit student key " + key).hexdigest()[:16]


def practice_fingerprint(student: str) -> str:
    """The fingerprint of the key that a student has without a course."""
    return fingerprint(student_key(student, PRACTICE_KEY))


def read_code(text: str) -> Enrolment:
    """The enrolment that a code says, or a text with one code in it (a handout); UsageError where there is none, or it has a slip.

    A mail may have broken the code into lines.
    """
    begun = [at.start() for at in re.finditer(re.escape(_BEGINS), text)][:_MOST_CODES]
    found = {each for at in begun if (each := _first_whole(text[at : at + _LONGEST])) is not None}
    if len(found) == 1:
        return found.pop()
    if begun and not found:
        raise _slip()
    raise UsageError(
        "there are several codes" if found else "that is no code of a course",
        why="a code begins with nk1- and is some 70 letters, digits, - and _ long",
        hint="copy all of it, or give the file that you got: --code FILE",
    )


def _first_whole(text: str) -> Enrolment | None:
    """The code that a text begins with, which may go on after white space; None where it has a slip."""
    joined = ""
    for piece in text.split()[:_MOST_PIECES]:
        joined += piece
        found = _enrolment(joined.removeprefix(_BEGINS))
        if found is not None:
            return found
    return None


def _enrolment(code: str) -> Enrolment | None:
    """What a code without its beginning says; None where its checksum is not right."""
    match = _LETTERS.match(code)
    letters = match[0] if match else ""
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        plain, check = data[:-_CHECK], data[-_CHECK:]
        if sha256(plain).digest()[:_CHECK] != check:
            return None
        begins = _KEY + 1 + plain[_KEY]
        course, student = plain[_KEY + 1 : begins].decode(), plain[begins:].decode()
    except (binascii.Error, ValueError, IndexError):
        return None
    if not student or not student.isprintable() or not course.isprintable():
        return None
    return Enrolment(course, student, plain[:_KEY])


def _slip() -> UsageError:
    return UsageError(
        "the code has a slip in it",
        why="its checksum is not right: a character is missing, or another one",
        hint="copy it again, all of it, or give the file that you got: --code FILE",
    )


def kept(folder: Path) -> Enrolment | None:
    """The enrolment that a lab's folder keeps; None where it keeps none, ProgressError where it can't be read."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccessError(f"{path} can't be read", why=str(error.strerror)) from error
    try:
        return read_code(text)
    except NetkitError as error:
        raise ProgressError(
            f"{path} can't be read as your code",
            why=error.what,
            hint="netkit lab start NAME --code CODE writes it anew, and keeps everything that you did",
        ) from error


def keep(folder: Path, enrolment: Enrolment) -> None:
    """Keep an enrolment in a lab's folder, for its owner alone; OSError as the system has it."""
    words = f"# Your code in the course {enrolment.course}, {enrolment.student}. It is yours alone: your numbers are made from it.\n"
    write_whole(folder / FILE, f"{words}{enrolment.code}\n".encode(), mode=0o600)
