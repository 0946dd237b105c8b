"""Bundles that a stranger made: each is refused by name, nothing is raised but that, and nothing is written anywhere."""

import io
import json
import math
import stat
import struct
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import BundleError
from netkit.lab.bundle import archive
from netkit.lab.bundle.reading import LARGEST_LOG, MOST_LINES, read_bundle
from tests.lab.course.bundles import bundle, lab_of, parts, zipped

LAB = lab_of("start-here")
GOOD = bundle(LAB, "ada", [("2", "5")])
PARTS = list(parts(LAB, "ada").items())


def special(name, kind, data=b"/etc/passwd"):
    member = zipfile.ZipInfo(name)
    member.external_attr = (kind | 0o777) << 16
    return member, data


def patched(name, **changes):
    """A bundle whose manifest says something else; None takes a key out."""
    members = parts(LAB, "ada")
    told = {**json.loads(members["manifest.json"]), **changes}
    told = {key: value for key, value in told.items() if value is not None}
    return zipped(("manifest.json", json.dumps(told)), ("log.jsonl", members["log.jsonl"]))


def with_manifest(data):
    return zipped(("manifest.json", data), ("log.jsonl", b""))


def told_by_ada(**changes):
    return {**json.loads(parts(LAB, "ada")["manifest.json"]), **changes}


def artefact(name, size=1):
    return {"name": name, "size": size, "sha256": "0" * 64}


def many(count):
    return zipped(*PARTS, *((f"files/{number}", b"") for number in range(count)))


def encrypted():
    at = GOOD.rindex(b"PK\x01\x02")
    return GOOD[: at + 8] + bytes([GOOD[at + 8] | 1]) + GOOD[at + 9 :]


def with_comments(comment):
    """A bundle whose list of members has a comment at each of them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, data in [*PARTS, ("files/a", b"x")]:
            member = zipfile.ZipInfo(name)
            member.comment = comment
            written.writestr(member, data)
    return target.getvalue()


def hiding(data):
    """The last record says that there are three members."""
    return data[:-14] + struct.pack("<HH", 3, 3) + data[-10:]


def overlapping():
    """Two members of one place: the better zip bombs are made so."""
    data = zipped(*PARTS, ("files/a", b"x"), ("files/b", b"x"))
    first, second = data.index(b"PK\x03\x04", data.index(b"log.jsonl")), data.index(b"files/b") - 30
    at = data.rindex(b"files/b") - 4
    assert struct.unpack("<I", data[at : at + 4]) == (second,)
    return data[:at] + struct.pack("<I", first) + data[at + 4 :]


def larger_than_it_says():
    """A member of which the headers say that it has one byte."""
    data = zipped(*PARTS, ("files/a", bytes(archive.LARGEST_MEMBER + 1)))
    size = struct.pack("<I", archive.LARGEST_MEMBER + 1)
    assert data.count(size) == 2
    return data.replace(size, struct.pack("<I", 1))


def in_64_bits():
    """The record of the 64-bit form stands before the last one, with numbers of its own."""
    return GOOD[:-22] + struct.pack("<4sIQI", b"PK\x06\x07", 0, 1 << 60, 1) + GOOD[-22:]


def packed_by(method):
    at = GOOD.rindex(b"PK\x01\x02")
    return GOOD[: at + 10] + struct.pack("<H", method) + GOOD[at + 12 :]


def flagged(bits):
    at = GOOD.rindex(b"PK\x01\x02")
    return GOOD[: at + 8] + struct.pack("<H", bits) + GOOD[at + 10 :]


def claiming(count):
    """The last record says that there are so many members."""
    return GOOD[:-14] + struct.pack("<HH", count, count) + GOOD[-10:]


HOSTILE = {
    "nothing": (lambda: b"", "bundle.zip.none"),
    "what Moodle downloads, whole": (
        lambda: zipped(special("Lovelace Ada_1_file_/", stat.S_IFDIR, b""), ("Lovelace Ada_1_file_/a.ZIP", GOOD)),
        "bundle.zip.of-zips",
    ),
    "a bundle in an archive": (lambda: zipped(("start-here-ada.zip", GOOD)), "bundle.zip.of-zips"),
    "text": (lambda: b"my answers", "bundle.zip.none"),
    "cut": (lambda: GOOD[:-30], "bundle.zip.damaged"),
    "a comment behind": (lambda: GOOD[:-2] + b"\x05\x00hello", "bundle.zip.damaged"),
    "damaged inside": (lambda: GOOD[:60] + b"\xff\xff\xff" + GOOD[63:], "bundle.zip.damaged"),
    "a bomb": (lambda: zipped(*PARTS, ("files/zeros", bytes(archive.LARGEST_MEMBER + 1))), "bundle.zip.bomb"),
    "many small bombs": (
        lambda: zipped(*PARTS, *((f"files/{n}", bytes(archive.LARGEST_MEMBER - 1)) for n in range(3))),
        "bundle.zip.bomb",
    ),
    "many members": (lambda: many(archive.MOST_MEMBERS), "bundle.zip.bomb"),
    "many members claimed": (lambda: claiming(65_535), "bundle.zip.bomb"),
    "many members that are not claimed": (lambda: hiding(many(5_000)), "bundle.zip.bomb"),
    "a long list of few members": (lambda: with_comments(b"x" * 65_000), "bundle.zip.bomb"),
    "two members of one place": (overlapping, "bundle.zip.damaged"),
    "larger than it says": (larger_than_it_says, "bundle.zip.damaged"),
    "64 bits": (in_64_bits, "bundle.zip.form"),
    "bzip2": (lambda: packed_by(12), "bundle.zip.form"),
    "strongly encrypted": (lambda: flagged(0x40), "bundle.zip.damaged"),
    "patched": (lambda: flagged(0x20), "bundle.zip.damaged"),
    "up": (lambda: zipped(*PARTS, ("../escaped", b"x")), "bundle.zip.path"),
    "up from inside": (lambda: zipped(*PARTS, ("files/../../escaped", b"x")), "bundle.zip.path"),
    "absolute": (lambda: zipped(*PARTS, ("/escaped", b"x")), "bundle.zip.path"),
    "a drive": (lambda: zipped(*PARTS, ("C:escaped", b"x")), "bundle.zip.path"),
    "backslashes": (lambda: zipped(*PARTS, ("..\\escaped", b"x")), "bundle.zip.path"),
    "a zero byte": (lambda: zipped(*PARTS, ("files/axb", b"x")).replace(b"files/axb", b"files/a\0b"), "bundle.zip.path"),
    "a name of zero bytes": (
        lambda: zipped(*PARTS, ("files/axb", b"x")).replace(b"files/axb", b"\0iles/axb"),
        "bundle.zip.path",
    ),
    "a link": (lambda: zipped(*PARTS, special("files/link", 0o120000)), "bundle.zip.link"),
    "a device": (lambda: zipped(*PARTS, special("files/zero", 0o020000)), "bundle.zip.link"),
    "a folder": (lambda: zipped(*PARTS, ("files/", b"")), "bundle.zip.link"),
    "a deep name": (lambda: zipped(*PARTS, ("a/" * 40 + "b", b"x")), "bundle.zip.name"),
    "a long name": (lambda: zipped(*PARTS, ("a" * 300, b"x")), "bundle.zip.name"),
    "escape sequences": (lambda: zipped(*PARTS, ("files/\x1b[31mred", b"x")), "bundle.zip.name"),
    "another script": (lambda: zipped(*PARTS, ("files/\u202egnp.exe", b"x")), "bundle.zip.name"),
    "twice": (lambda: zipped(*PARTS, PARTS[1]), "bundle.zip.duplicate"),
    "twice but for capitals": (lambda: zipped(*PARTS, ("LOG.jsonl", b"")), "bundle.zip.duplicate"),
    "encrypted": (encrypted, "bundle.zip.encrypted"),
    "no manifest": (lambda: zipped(PARTS[1]), "bundle.part.missing"),
    "no log": (lambda: zipped(PARTS[0]), "bundle.part.missing"),
    "a log without end": (
        lambda: zipped(PARTS[0], ("log.jsonl", bytes(LARGEST_LOG + 1))),
        "bundle.log.large",
    ),
    "a log of nothing but lines": (
        lambda: zipped(PARTS[0], ("log.jsonl", b"{}\n" * (MOST_LINES + 1))),
        "bundle.log.large",
    ),
    "no JSON": (lambda: with_manifest(b"{"), "bundle.manifest.broken"),
    "no object": (lambda: with_manifest(b"[]"), "bundle.manifest.broken"),
    "deep JSON": (lambda: with_manifest(b"[" * 200_000), "bundle.manifest.broken"),
    "half a character for a partner": (lambda: with_manifest(json.dumps(told_by_ada(partners=["\ud800"]))), "bundle.manifest.broken"),
    "a time in other digits": (lambda: patched("submitted", submitted="١٧٩.٠٠٠٠٠٠٠٠٠"), "bundle.manifest.broken"),
    "an artefact of a long name": (lambda: patched("artefacts", artefacts=[artefact("x" * 100_000)]), "bundle.manifest.broken"),
    "an artefact of less than nothing": (lambda: patched("artefacts", artefacts=[artefact("x", -1)]), "bundle.manifest.broken"),
    "an artefact without end": (lambda: patched("artefacts", artefacts=[artefact("x", math.inf)]), "bundle.manifest.broken"),
    "a huge artefact": (lambda: patched("artefacts", artefacts=[artefact("x", 10**4000)]), "bundle.manifest.broken"),
    "a huge number": (lambda: with_manifest(b'{"a": ' + b"9" * 5000 + b"}"), "bundle.manifest.broken"),
    "a long manifest": (lambda: with_manifest(b" " * 300_000), "bundle.manifest.broken"),
    "bytes that are no text": (lambda: with_manifest(b'{"schema": "\xff"}'), "bundle.manifest.broken"),
    "another schema": (lambda: patched("schema", schema="netkit.bundle/2"), "bundle.manifest.schema"),
    "no lab": (lambda: patched("lab", lab=None), "bundle.manifest.broken"),
    "a lab's path": (lambda: patched("lab", lab="../../etc"), "bundle.manifest.broken"),
    "a version's path": (lambda: patched("version", version="1/../.."), "bundle.manifest.broken"),
    "a list for a student": (lambda: patched("student", student=["ada"]), "bundle.manifest.broken"),
    "an empty student": (lambda: patched("student", student=" "), "bundle.manifest.broken"),
    "a student with escapes": (lambda: patched("student", student="\x1b[2Jada"), "bundle.manifest.broken"),
    "no time": (lambda: patched("submitted", submitted="yesterday"), "bundle.manifest.broken"),
    "endless time": (lambda: patched("submitted", submitted="1e999"), "bundle.manifest.broken"),
    "a key for a fingerprint": (lambda: patched("key", key="0" * 64), "bundle.manifest.broken"),
    "oneself as a partner": (lambda: patched("partners", partners=["ada"]), "bundle.manifest.broken"),
    "too many partners": (lambda: patched("partners", partners=list("abcdefghijklmnopqrstuvwxy")), "bundle.manifest.broken"),
    "artefacts of another kind": (lambda: patched("artefacts", artefacts={"a": 1}), "bundle.manifest.broken"),
    "an artefact of another kind": (lambda: patched("artefacts", artefacts=[1]), "bundle.manifest.broken"),
}  # fmt: skip


@pytest.mark.parametrize("how", HOSTILE)
def test_each_is_refused_by_name(how, monkeypatch):
    make, rule = HOSTILE[how]
    if rule != "bundle.log.large":
        monkeypatch.setattr(archive, "LARGEST_MEMBER", 1 << 20)
        monkeypatch.setattr(archive, "LARGEST_WHOLE", 2 << 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says that it writes a name twice
        data = make()
    with pytest.raises(BundleError) as caught:
        read_bundle(data, "x.zip")
    assert caught.value.rule == rule
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 1000


HALF = ["\ud800", "\udfff\x1b[2J"]


def test_half_a_character_in_what_is_not_read_can_be_written_all_the_same():
    found = read_bundle(patched("x", artefacts=[artefact(each) for each in HALF], **dict.fromkeys(HALF, 1)), "x.zip")
    assert len(found.manifest.unknown) == 2
    "".join([*found.manifest.unknown, *found.changed]).encode()


def test_a_bundle_of_many_members_is_none_however_they_are_counted():
    with pytest.raises(BundleError) as caught:
        read_bundle(hiding(many(5_000)), "x.zip")
    assert "3 members" not in str(caught.value)


def test_a_good_one_is_read_and_is_as_it_says():
    found = read_bundle(GOOD, "x.zip")
    assert found.changed == []
    assert found.chain.broken == ()
    assert found.manifest.student == found.progress.student == "ada"
    assert [attempt.answer for attempt in found.progress.attempts] == ["5"]


def test_the_same_content_makes_the_same_bytes():
    assert bundle(LAB, "ada", [("2", "5")]) == GOOD


def test_every_shorter_one_is_refused():
    for length in range(len(GOOD)):
        with pytest.raises(BundleError):
            read_bundle(GOOD[:length], "x.zip")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_changed_byte_is_refused_or_makes_no_difference_that_is_not_seen(changes):
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    try:
        found = read_bundle(bytes(data), "x.zip")
    except BundleError:
        return
    assert found.log == read_bundle(GOOD, "x.zip").log or found.changed


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_zips_beginning_are_refused(data):
    with pytest.raises(BundleError):
        read_bundle(b"PK\x03\x04" + data, "x.zip")


def test_a_zip_among_what_a_bundle_has_more_is_no_archive_of_bundles():
    found = read_bundle(zipped(*PARTS, ("files/mine.zip", GOOD)), "x.zip")
    assert found.artefacts["files/mine.zip"] == GOOD
