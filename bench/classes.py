"""Whole classes that handed in, for `bench/grade.py`: labs that come with netkit, and three of its own."""

from __future__ import annotations

import io
from functools import cache
from hashlib import sha256
from pathlib import Path

from netkit import capture
from netkit.capture import NewRecord
from netkit.lab.definition import Lab, load
from netkit.lab.judging.captured import kept_name
from netkit.packet import build
from tests.lab.course.bundles import KEY, bundle, lab_of, right
from tests.lab.grading.whole_class import A_LAB, CODE_CHECK, COURSE
from tests.lab.judging.test_code import LAB as CODE_LAB
from tests.lab.tiny import write
from tests.lab.wire import lab as asking
from tests.lab.wire.names import ask, capture_of

__all__ = ["made_class"]

LARGE = """format = 1
version = "1.0"
title = "Large"
summary = "a capture of many packets"
minutes = 1

[[tasks]]
id = "1"
title = "Which packet?"
check = "which"
kind = "number"
points = 2
question = "Which packet of large.pcapng has the identification {identity}?"
hint = "Look."

[[tasks]]
id = "2"
title = "How long?"
check = "how_long"
kind = "number"
points = 2
question = "How many bytes has packet {number}?"
hint = "Look."
"""
LARGE_CHECK = """
from netkit.lab import Line, Question, Situation, Traffic, Wrong
from netkit.lab.made.generated import packets

COUNT = 1000


def made():
    line = "ethernet / ip src=192.0.2.1 dst=192.0.2.2 id={} / udp sport=4000 dport=53 / data '{}'"
    return packets((at / 1000, line.format(1000 + at, "x" * (1 + at % 40))) for at in range(COUNT))


def situation(draw, library):
    number = draw.number("number", 1, COUNT)
    packet = LARGE.packet(number)
    return Situation(traffic=LARGE, file="large.pcapng", packets={"asked": packet},
                     facts={"number": number, "identity": packet.value("ip.id")})


def which(now):
    number = now.facts["number"]
    return Question(right=number, wrong=[Wrong(slug="from-zero", value=number - 1, why="Packets count from 1.")],
                    working=[Line(text="counted", value=number)])


def how_long(now):
    return Question(right=len(now.packets["asked"].dissection.data), working=[Line(text="counted", value=0)])


LARGE = Traffic("large", made())
"""


def handed_in(number: int, packets: int) -> bytes:
    """A capture of so many packets in which a student asks the question of `handed-in`, among everything else that goes on."""
    asked = list(capture.open(io.BytesIO(capture_of(ask(kind="AAAA")))))
    begins = asked[0].time or 0
    others = _others(packets - len(asked))
    between = [
        NewRecord(data=data, time=begins + (at - len(others)) * 1_000_000 + number) for at, data in enumerate(others)
    ]
    target = io.BytesIO()
    capture.write(target, [*between, *asked], format="pcapng", packed="none")
    return target.getvalue()


@cache
def _others(count: int) -> list[bytes]:
    """Frames that have nothing to do with the question."""
    line = "ethernet / ip src=192.0.2.10 dst=198.51.100.7 id={} / tcp sport=20000 dport=443 seq={} / data '{}'"
    return [build(line.format(at, 1000 * at, "x" * (1 + at % 40))).encode() for at in range(count)]


def made_class(
    folder: Path, slugs: list[str], count: int, packets: int, *, code: bool
) -> tuple[Path, dict[str, list[Path]]]:
    """A course, and the bundles of so many students by lab; the lab `code` only if it is asked for."""
    course, place = folder / "course", folder / "bundles"
    place.mkdir()
    write(course / "labs", LARGE, LARGE_CHECK.replace("COUNT = 1000", f"COUNT = {packets}"), slug="large")
    write(course / "labs", asking.TOML, asking.CHECK, slug="handed-in")
    write(course / "labs", CODE_LAB, CODE_CHECK, slug="code")
    (course / "course.key").write_text(KEY.hex())
    labs = {slug: lab_of(slug) for slug in slugs}
    labs |= {slug: load(course / "labs" / slug) for slug in ("large", "handed-in", *(["code"] if code else []))}
    text = COURSE + "".join(A_LAB.format(slug=lab.slug, version=lab.version) for lab in labs.values())
    (course / "course.toml").write_text(text)
    found: dict[str, list[Path]] = {}
    for slug, lab in labs.items():
        for number in range(count):
            data = _bundle(lab, number, packets)
            path = place / f"{slug}-{sha256(data).hexdigest()[:16]}.zip"
            path.write_bytes(data)
            found.setdefault(slug, []).append(path)
    return course, found


def _bundle(lab: Lab, number: int, packets: int) -> bytes:
    student = f"student-{number}"
    if lab.slug == "handed-in":
        data = handed_in(number, packets)
        name = kept_name("1", data)
        return bundle(lab, student, [("1", name)], files={name: data})
    if lab.slug == "large":
        return bundle(lab, student, [("1", "7"), ("2", "46")])
    if lab.slug == "code":
        return bundle(lab, student, [("1", "def total(data):\n    return sum(data)\n")])
    return bundle(lab, student, right(lab.slug, student))
