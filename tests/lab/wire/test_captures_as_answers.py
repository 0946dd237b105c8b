"""Captures as answers: judged by their packets, kept by their hash, judged anew; attempts and live wires by the same check."""

import gzip
import io
import os

import pytest

from netkit import capture
from netkit.capture import NewRecord
from netkit.capture.section import Section
from netkit.cli.lab_given import answer_text
from netkit.cli.lab_wire import Wires, answer_from_wire
from netkit.errors import AnswerError, CaptureError, LabError, UsageError
from netkit.lab.definition import load
from netkit.lab.judging.captured import LARGEST, MOST_PACKETS
from netkit.lab.judging.judgement import judge
from netkit.lab.student import progress as log
from netkit.lab.student.evidence import keep
from netkit.lab.student.folder import begin, find
from netkit.lab.student.gathering import recorded
from netkit.lab.student.live_wire import LiveWire
from netkit.lab.student.results import judge_all
from netkit.lab.student.taking import take
from netkit.view import Outcome
from tests.lab.students import LIBRARY
from tests.lab.tiny import events, write
from tests.lab.wire.lab import CHECK, TOML
from tests.lab.wire.names import BEGIN, PARENT, ask, capture_of

NOISE = [
    NewRecord(data=bytes([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 69]) + bytes(45), time=BEGIN + number)
    for number in range(40)
]


@pytest.fixture
def work(tmp_path):
    lab = load(write(tmp_path / "labs", TOML, CHECK, readme="# Asking\n\nAsk.\n", slug="asking"))
    made, _ = begin(lab, "ada", tmp_path / "here", LIBRARY, now="1767225600.000000000", source=str(lab.folder))
    return made


def again(work):
    return find(work.lab.folder.parent, LIBRARY, work.folder)


def answered(work, task, data, name="mine.pcapng"):
    """Answer with a file of these bytes."""
    path = work.folder.parent / name
    path.write_bytes(data)
    asked = work.lab.task(task)
    return take(work, asked, answer_text(work, asked, [str(path)]), now="1767225700.0").verdict


def test_a_recorded_capture_is_kept_and_judged_anew(work):
    verdict = answered(work, "1", capture_of(ask(kind="AAAA")))
    assert (verdict.outcome, verdict.points) == (Outcome.RIGHT, 2)
    assert verdict.explanation == "Packet 2 has the address: AAAA holds 16 bytes."
    kept = work.folder / verdict.answer
    assert kept.parent.name == "evidence"
    assert events(work.folder)[-1]["answer"] == f"evidence/{kept.name}"
    anew = again(work)
    assert judge_all(anew.lab, anew.variant, anew.progress.by_task()).verdict("1") == verdict
    # the same capture again is the same file
    assert answered(anew, "1", capture_of(ask(kind="AAAA"))).answer == verdict.answer
    assert len(list(kept.parent.iterdir())) == 1


def test_a_capture_that_is_gone_or_was_changed_is_told_kindly(work):
    first = answered(work, "1", capture_of(ask()))
    kept = work.folder / first.answer
    data = kept.read_bytes()
    kept.write_bytes(data[:-1] + b"\xff")
    anew = again(work)
    verdict = judge_all(anew.lab, anew.variant, anew.progress.by_task()).verdict("1")
    assert verdict.outcome is Outcome.WRONG
    assert "not as it was when it was kept" in verdict.explanation
    kept.unlink()
    anew = again(work)
    verdict = judge_all(anew.lab, anew.variant, anew.progress.by_task()).verdict("1")
    assert "is no longer in asking" in verdict.explanation
    assert "answer the task again" in verdict.explanation
    # and what is answered next counts
    assert answered(anew, "1", capture_of(ask(kind="AAAA"))).outcome is Outcome.RIGHT
    assert keep(work.folder, "1", data) == first.answer


@pytest.mark.parametrize("change", [gzip.compress, lambda data: data[:-7], lambda data: data])
def test_packed_and_cut_captures_count_as_far_as_they_are_whole(work, change):
    whole = capture_of(ask(kind="AAAA"), ask("other.leaf.test"))
    assert answered(work, "1", change(whole)).outcome is Outcome.RIGHT


def test_a_pcap_without_names_of_interfaces_counts_too(work):
    with capture.open(io.BytesIO(capture_of(ask(kind="AAAA")))) as records:
        target = io.BytesIO()
        capture.write(target, records, format="pcap")
    assert answered(work, "1", target.getvalue(), "mine.pcap").outcome is Outcome.RIGHT


@pytest.mark.parametrize(("data", "error"), [(b"no capture", CaptureError), (b"", CaptureError), (None, AnswerError)])
def test_what_is_no_capture_is_no_answer(work, data, error):
    if data is None:
        target = io.BytesIO()
        capture.write(target, [], format="pcapng")
        data = target.getvalue()
    with pytest.raises(error):
        answered(work, "1", data)
    assert not work.progress.attempts
    with pytest.raises(UsageError, match=r"no file nothing\.pcapng"):
        answer_text(work, work.lab.task("1"), ["nothing.pcapng"])


def test_of_a_long_capture_the_last_packets_that_matter_are_kept(work, tmp_path):
    with capture.open(io.BytesIO(capture_of(ask(kind="AAAA")))) as records:
        mine = list(records)
    path = tmp_path / "long.pcapng"
    filler = [NewRecord(data=NOISE[0].data + bytes(1400), time=BEGIN + number) for number in range(MOST_PACKETS + 2000)]
    capture.write(path, [*filler, *mine])
    assert path.stat().st_size > LARGEST
    data = recorded(path, work.variant.question(work.lab.task("1")).wire.filter)
    with capture.open(io.BytesIO(data)) as records:
        assert [record.data for record in records] == [record.data for record in mine]
    assert answered(work, "1", path.read_bytes()).outcome is Outcome.RIGHT


def test_attempts_are_judged_by_the_same_check(work):
    for task, slugs in (("1", ["a-for-aaaa", "default-server"]), ("2", ["cut-is-complete"])):
        asked, twin = work.lab.task(task), work.variant.situation.twins[task]
        assert sorted(path.name for path in work.folder.glob(f"attempt-{task}*")) == [
            f"{name}.pcapng" for name in twin.attempts
        ]
        assert judge(asked, twin.right, work.variant).points == asked.points
        for slug in slugs:
            name = twin.names[slug]
            for form in (name, name[-1], f"{task}{name[-1].upper()}", f"attempt {name[-1]}", f"./{name}.pcapng"):
                verdict = judge(asked, answer_text(work, asked, [form]), work.variant)
                assert (verdict.misconception, verdict.points, verdict.answer) == (slug, 0, name)
            live = answered(work, task, (work.folder / f"{name}.pcapng").read_bytes(), "copy.pcapng")
            assert (live.misconception, live.explanation) == (slug, verdict.explanation) or task == "2"
        with pytest.raises(AnswerError):
            answer_text(work, asked, ["attempt-9z"])


def test_other_students_have_the_attempts_in_another_order(tmp_path):
    lab = load(write(tmp_path, TOML, CHECK, readme="# Asking\n\nAsk.\n", slug="asking"))
    from netkit.lab.variant import draw_variant

    orders = {draw_variant(lab, f"student {number}", LIBRARY).situation.twins["1"].right for number in range(12)}
    assert len(orders) == 3


def test_the_first_step_that_is_not_met_is_told_with_what_was_seen_instead(work):
    verdict = answered(work, "1", capture_of(ask(kind="MX"), ask("other.leaf.test")))
    assert (verdict.outcome, verdict.misconception) == (Outcome.WRONG, None)
    assert "packet 1, which asks 203.0.113.3 for www.leaf.test, type MX: it asks for type MX" in verdict.explanation
    assert "the type that holds IPv6 addresses" in verdict.explanation
    assert verdict.explanation.endswith("Each type of record is asked for by itself. Ask again.")
    assert (verdict.evidence[0].packet, verdict.evidence[0].key, verdict.evidence[0].hex) == (1, "dns.qry.type", "000f")
    verdict = answered(work, "1", capture_of(ask("other.leaf.test")))
    assert "No packet here has to do with this task." in verdict.explanation


def test_steps_of_several_are_told_one_by_one(work):
    large = ask("large.leaf.test", "TXT")
    other = capture_of(large, ask("large.leaf.test", "MX", tcp=True))
    verdict = judge(work.lab.task("2"), keep(work.folder, "2", other), work.variant)
    assert verdict.misconception is None
    assert verdict.working == (
        "seen: an answer that is cut (packet 1)",
        "not yet: the whole of it over another transport",
    )
    assert "what came back is: that the name has no such record (no data)" in verdict.explanation


def grow(folder, data):
    folder.mkdir(exist_ok=True)
    (folder / "wire.pcapng").write_bytes(data)


def test_a_live_wire_is_judged_as_it_grows_and_its_part_is_kept(work, tmp_path, monkeypatch):
    run = tmp_path / "run"
    monkeypatch.setenv("NETKIT_LAB_SHELL", str(run))
    task = work.lab.task("1")
    live = LiveWire(run, "1", work.variant.question(task).wire)
    assert not live.grown()
    whole = capture_of(ask("noise.leaf.test"), ask(kind="AAAA"), ask("noise.leaf.test"), begins=BEGIN + 10**9)
    states = []
    for size in range(0, len(whole) + 1, 16):
        grow(run, whole[:size])
        live.grown()
        states.append(live.seen.right)
    grow(run, whole)
    live.grown()
    assert states == sorted(states)
    # from the very packet on with which the answer is whole
    assert states.index(True) == -(-len(capture_of(ask("noise.leaf.test"), ask(kind="AAAA"))) // 16)
    text = answer_from_wire(work, task, 5.0)
    assert text == live.name
    assert take(work, task, text, now="1767225700.0").verdict.outcome is Outcome.RIGHT
    with capture.open(work.folder / text) as records:
        assert len(list(records)) == 2


def test_of_a_wire_that_grows_each_packet_is_read_once(work, tmp_path, monkeypatch):
    wire = work.variant.question(work.lab.task("1")).wire
    run = tmp_path / "run"
    asks = [ask(f"noise{number}.leaf.test") for number in range(20)]
    whole = capture_of(*asks, ask(kind="AAAA"), begins=BEGIN)
    read = []

    def counting(self, number, *block):
        read.append(number)
        return reading(self, number, *block)

    reading = Section.enhanced
    monkeypatch.setattr(Section, "enhanced", counting)
    live = LiveWire(run, "1", wire)
    for size in range(0, len(whole), 16):
        grow(run, whole[:size])
        live.grown()
        assert not live.grown()
    grow(run, whole)
    assert live.grown()
    assert live.seen.right
    assert read == list(range(1, 43))
    # a whole look at the end gives the same
    at_once = LiveWire(run, "1", wire)
    assert at_once.grown()
    assert (at_once.seen.right, at_once.seen.packets, at_once.part) == (True, live.seen.packets, live.part)


def test_a_recording_that_begins_anew_is_read_anew(work, tmp_path):
    run = tmp_path / "run"
    live = LiveWire(run, "1", work.variant.question(work.lab.task("1")).wire)
    grow(run, capture_of(ask(kind="MX"), begins=BEGIN))
    assert live.grown()
    (run / "wire.pcapng").unlink()
    grow(run, capture_of(ask(kind="MX"), ask(kind="AAAA"), begins=BEGIN))
    assert live.grown()
    assert live.seen.right


def test_what_was_on_the_wire_before_the_lab_was_begun_does_not_count(work, tmp_path, monkeypatch):
    monkeypatch.setenv("NETKIT_LAB_SHELL", str(tmp_path / "run"))
    grow(tmp_path / "run", capture_of(ask(kind="AAAA"), begins=BEGIN - 10**10))
    with pytest.raises(AnswerError, match="nothing that has to do with task 1"):
        answer_from_wire(work, work.lab.task("1"), 0.1)


def test_a_mistake_is_told_once_and_then_something_new_is_waited_for(work, tmp_path, monkeypatch):
    monkeypatch.setenv("NETKIT_LAB_SHELL", str(tmp_path / "run"))
    monkeypatch.setattr("netkit.cli.lab_wire.QUIET", 0.0)
    task = work.lab.task("1")
    grow(tmp_path / "run", capture_of(ask(), begins=BEGIN + 10**9))
    text = answer_from_wire(work, task, 60.0)
    assert take(work, task, text, now="1767225700.0").verdict.misconception == "a-for-aaaa"
    with pytest.raises(AnswerError, match="nothing new"):
        answer_from_wire(again(work), task, 0.1)
    grow(tmp_path / "run", capture_of(ask(), ask(kind="AAAA", server=PARENT), begins=BEGIN + 10**9))
    anew = again(work)
    assert (
        take(anew, task, answer_from_wire(anew, task, 60.0), now="1767225700.0").verdict.misconception
        == "default-server"
    )


def test_a_watch_judges_each_thing_that_is_new(work, tmp_path, monkeypatch):
    assert not list(Wires(work).due())
    monkeypatch.setenv("NETKIT_LAB_SHELL", str(tmp_path / "run"))
    monkeypatch.setattr("netkit.cli.lab_wire.QUIET", 0.0)
    wires = Wires(work)
    assert not list(wires.due())
    grow(tmp_path / "run", capture_of(ask(), begins=BEGIN + 10**9))
    ((task, name),) = wires.due()
    assert judge(task, name, work.variant).misconception == "a-for-aaaa"
    assert not list(wires.due())
    grow(tmp_path / "run", capture_of(ask(), ask(kind="AAAA"), begins=BEGIN + 10**9))
    ((task, name),) = wires.due()
    assert judge(task, name, work.variant).outcome is Outcome.RIGHT


@pytest.mark.parametrize("task", ["1", "2"])
def test_outside_of_the_shell_it_is_said_what_can_be_done(work, task, monkeypatch):
    monkeypatch.delenv("NETKIT_LAB_SHELL", raising=False)
    with pytest.raises(UsageError) as caught:
        answer_from_wire(work, work.lab.task(task), 1.0)
    assert ("recorded attempt" in caught.value.hint) == (task == "1")
    assert ("netkit lab shell" in caught.value.hint) == (task == "1")
    assert ("what is the answer" in caught.value.what) == (task == "2")


def test_a_kill_while_keeping_leaves_nothing_half(work, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        keep(work.folder, "1", capture_of(ask()))
    monkeypatch.undo()
    assert not list((work.folder / "evidence").iterdir())
    assert log.read(work.folder).attempts == []
    with pytest.raises(UsageError, match="too large"):
        keep(work.folder, "1", bytes(LARGEST + 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "capture"\nlive = true', 'kind = "number"\nlive = true', "live belongs"),
        ('check = "ipv6"', 'check = "none"', "no function"),
    ],
)
def test_an_author_is_told_what_does_not_go_together(tmp_path, old, new, told):
    from netkit.lab.variant import draw_variant

    with pytest.raises(LabError, match=told):
        draw_variant(load(write(tmp_path, TOML.replace(old, new), CHECK, slug="asking")), "ada", LIBRARY)
