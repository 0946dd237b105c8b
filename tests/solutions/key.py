"""What an answer key is, and how the key of one student's lab is made: from the capture's bytes and the recording's facts alone.

Nothing here uses netkit. A lab's solutions stand in `<slug>/solutions.py` as `key(recording, questions)`, `questions` being the text of
each task as the student reads it; of a lab without a recording everything stands in them, and in the files of the recording.
"""

import hashlib
import importlib.util
import struct
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CAPTURES = ROOT / "captures"
GENERAL = (
    "byte-order", "hex-as-decimal", "bits-not-bytes", "other-direction", "other-packet", "neighbour-field", "other-numbers", "one-off",
)  # fmt: skip
"""The general misconceptions of the catalogue, in the order in which they are tried."""


@dataclass(frozen=True, kw_only=True)
class TaskKey:
    """One task: the right answer and other forms of it, and what each known way of thinking answers, all as a student types them.

    `shown` are the values that an explanation may well tell although the right answer may happen to be the same: the numbers it is
    worked out from. `size` is the width in bytes of the field that the answer is read from.
    """

    kind: str
    right: str
    forms: tuple[str, ...] = ()
    wrong: dict[str, tuple[str, ...]]
    general: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Recording:
    """A capture's packets as bytes, and what was known when it was recorded; packets count from 1.

    `files` are those made for a student, `origin` is the recording that ships from which they were made.
    """

    file: str
    frames: tuple[bytes, ...]
    facts: dict
    files: dict = field(default_factory=dict)
    origin: str = ""

    def number(self, fits):
        """The number of the first packet that fits."""
        return next(number for number, frame in enumerate(self.frames, 1) if fits(frame))

    def frame(self, number):
        return self.frames[number - 1]


@cache
def catalogue():
    """What is known of each shipped capture, under the capture's SHA-256."""
    entries = tomllib.loads((CAPTURES / "catalogue.toml").read_text(encoding="utf-8"))["capture"]
    return {entry["sha256"]: entry for entry in entries}


@cache
def recording(path):
    """The capture that a student got: a recording is known by its content, whatever its name is; any other was made for them."""
    data = Path(path).read_bytes()
    entry = catalogue().get(hashlib.sha256(data).hexdigest())
    if entry is None:
        return made({Path(path).name: data})
    found = Recording(entry["file"], tuple(frames_of(data)), entry["facts"])
    assert len(found.frames) == entry["records"]
    return found


def frames_of(data):
    """The frames in a pcapng file of little-endian enhanced packet blocks."""
    assert data[:4] == b"\x0a\x0d\x0d\x0a"
    found, start = [], 0
    while start < len(data):
        kind, length = struct.unpack_from("<II", data, start)
        if kind == 6:
            captured = struct.unpack_from("<I", data, start + 20)[0]
            found.append(data[start + 28 : start + 28 + captured])
        start += length
    return found


@cache
def _solutions(slug):
    path = Path(__file__).parent / slug / "solutions.py"
    spec = importlib.util.spec_from_file_location(f"solutions_of_{slug.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(files):
    """What a student got of a lab whose files are made for each: the frames are those of the first capture among them.

    Where that has the shape of a recording that ships, it was made anew from it, and `facts` are the recording's: its distances, ports and
    lengths hold, its addresses and names are those that must be gone.
    """
    captures = {name: data for name, data in files.items() if data[:4] == b"\x0a\x0d\x0d\x0a"}
    name = next(iter(captures), "")
    frames = tuple(frames_of(captures[name])) if name else ()
    origin = shapes().get(shape(frames)) if name else None
    return Recording(name, frames, {**origin["facts"]} if origin else {}, files, origin["file"] if origin else "")


def shape(frames):
    """What making a capture anew leaves as it was: how long each frame is, its type, and in IPv4 the lengths, the TTL and the flags."""
    return tuple(
        (len(f), f[12:14], f[16:18] + f[20:24] + (f[46:48] if f[23] == 6 else b"") if f[12:14] == b"\x08\x00" else b"")
        for f in frames
    )


@cache
def shapes():
    """What is known of each recording that ships, under its shape; of two alike none can be known."""
    found = {}
    for entry in catalogue().values():
        frames = tuple(frames_of((CAPTURES / entry["file"]).read_bytes()))
        found[shape(frames)] = None if shape(frames) in found else entry
    return found


def key(slug, given, questions):
    """The answer key, under each task's id, of a student who got the capture at a path, or these files, and reads these questions."""
    found = _solutions(slug).key(made(given) if isinstance(given, dict) else recording(str(given)), questions)
    return {task: _with_general(one) for task, one in found.items()}


def _with_general(one):
    """The key with those general misconceptions added that are arithmetic over the right number."""
    if one.kind != "number":
        return one
    right = int(one.right)
    digits = f"{right:x}"
    general = {
        "hex-as-decimal": (*((digits,) if digits.isdigit() else ()), str(int(str(right), 16))) if right > 9 else (),
        "bits-not-bytes": (str(right * 8), *((str(right // 8),) if right % 8 == 0 else ())),
        "one-off": (str(right + 1), *((str(right - 1),) if right else ())),
    }
    made = {slug: (*one.general.get(slug, ()), *general.get(slug, ())) for slug in GENERAL}
    return TaskKey(
        kind=one.kind,
        right=one.right,
        forms=one.forms,
        wrong=one.wrong,
        general={slug: tuple(text for text in texts if text != one.right) for slug, texts in made.items()},
        shown=one.shown,
    )


def with_choices(question, choices):
    """A task's question as a key reads it: the words to choose from stand in a line beneath it."""
    return f"{question}\n{', '.join(choices)}" if choices else question


def u16(frame, start):
    return struct.unpack_from(">H", frame, start)[0]


def u32(frame, start):
    return struct.unpack_from(">I", frame, start)[0]


def ipv4(frame, start):
    return ".".join(map(str, frame[start : start + 4]))


def mac(frame, start):
    return frame[start : start + 6].hex(":")


def is_ipv4(frame, protocol):
    """An IPv4 packet, without options, of this protocol."""
    return frame[12:15] == b"\x08\x00\x45" and frame[23] == protocol


def question_name(frame):
    """The name in a DNS question that UDP carries."""
    at, labels = 54, []
    while frame[at]:
        labels.append(frame[at + 1 : at + 1 + frame[at]].decode())
        at += 1 + frame[at]
    return ".".join(labels)


def swapped(number):
    """The two bytes of a number the other way round."""
    return int.from_bytes(number.to_bytes(2, "big"), "little")
