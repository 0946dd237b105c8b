"""Bundles made of answers, without a student's folder: as netkit writes them, or changed in ways that it never would."""

import io
import json
import zipfile
from functools import cache

from netkit.lab.bundle.archive import write_archive
from netkit.lab.bundle.content import content_hash
from netkit.lab.definition import load
from netkit.lab.draw import student_key
from netkit.lab.student.chain import FIRST, hash_of
from netkit.lab.student.enrolment import fingerprint
from netkit.lab.variant import draw_variant
from tests.lab.calling import call_here
from tests.lab.students import LIBRARY
from tests.solutions.key import CAPTURES, ROOT, key, with_choices

KEY = bytes(range(32))
"""The course's key."""

NOON = 1_790_000_000


@cache
def lab_of(slug):
    return load(ROOT / "labs" / slug)


@cache
def variant_of(slug, student, course_key=KEY):
    mine = draw_variant(lab_of(slug), student, LIBRARY, key=student_key(student, course_key))
    mine.run = call_here
    return mine


@cache
def solutions(slug, student):
    """The independent answer key of one student of the course."""
    mine = variant_of(slug, student)
    situation = mine.situation
    recorded = situation.traffic is not None and (CAPTURES / situation.traffic.name).is_file()
    told = {task.id: with_choices(mine.asked(task), mine.choices(task)) for task in mine.lab.tasks}
    return key(slug, CAPTURES / situation.traffic.name if recorded else situation.all_files, told)


def right(slug, student):
    """Every task with its right answer."""
    return [(task, one.right) for task, one in solutions(slug, student).items()]


def log_of(lab, student, answers=(), *, hints=(), course_key=KEY, time=NOON, version=None):
    """A log as netkit writes it: a line each, chained."""
    owner = {"lab": lab.slug, "version": version or lab.version, "student": student}
    events = [{"event": "started", **owner, "course": "net101", "key": fingerprint(student_key(student, course_key))}]
    events += [{"event": "hinted", **owner, "task": task, "step": step} for task, step in hints]
    events += [{"event": "answered", **owner, "task": task, "answer": answer} for task, answer in answers]
    lines, last = [], FIRST
    for number, event in enumerate(events):
        lines.append(json.dumps({**event, "time": f"{time + number}.000000000", "before": last}).encode())
        last = hash_of(lines[-1])
    return b"".join(line + b"\n" for line in lines)


def parts(lab, student, answers=(), *, log=None, files=None, manifest=None, hints=(), course_key=KEY, submitted=None):
    """The members of a bundle by their names; `manifest` changes what the manifest says, `files` are more artefacts."""
    from hashlib import sha256

    log = log_of(lab, student, answers, hints=hints, course_key=course_key) if log is None else log
    artefacts = {"log.jsonl": log, **(files or {})}
    told = {
        "schema": "netkit.bundle/1",
        "lab": lab.slug,
        "version": lab.version,
        "content": content_hash(lab),
        "course": "net101",
        "student": student,
        "partners": [],
        "key": fingerprint(student_key(student, course_key)),
        "submitted": f"{submitted or NOON + 1000}.000000000",
        "netkit": "0.1",
        "artefacts": [
            {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in artefacts.items()
        ],
        **(manifest or {}),
    }
    return {"manifest.json": json.dumps(told).encode(), **artefacts}


def bundle(lab, student, answers=(), **more):
    """A bundle's bytes."""
    return write_archive(parts(lab, student, answers, **more))


def zipped(*members):
    """A zip archive of (name or ZipInfo, data), however odd."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()
