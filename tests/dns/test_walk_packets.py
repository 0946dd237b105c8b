"""A walk as packets: tshark finds nothing wrong in them, and each question and answer is there."""

import dns.message
import pytest

from netkit import capture
from netkit.capture import NewRecord
from netkit.dns.packets import packets_of
from netkit.packet import dissect
from tests.dns.view.test_trace_view import walked
from tests.oracle import tshark

MTU = 1500


def written(tmp_path, packets):
    path = tmp_path / "walk.pcapng"
    capture.write(path, [NewRecord(data=each.data, time=each.time, comments=(each.comment,)) for each in packets])
    return path


@pytest.fixture(params=[("www.hosted.test", "A"), ("big.hosted.test", "TXT"), ("www.lame.test", "A")])
def walker(request):
    return walked(*request.param)


def test_tshark_finds_nothing_wrong(walker, tmp_path):
    path = written(tmp_path, packets_of(walker.steps))
    bad = [
        name
        for packet in tshark.packets(path.read_bytes())
        for name in packet.protocols
        if "malformed" in name or name == "_ws.expert"
    ]
    assert not bad
    with capture.open(path) as records:
        for record in records:
            assert not [each for each in dissect(record.data).problems if "checksum" in each.rule]
            assert len(record.data) <= MTU + 14


def test_every_question_is_there_and_every_answer(walker):
    told = [each.comment for each in packets_of(walker.steps)]
    for step in walker.steps:
        assert sum(each.startswith(f"step {step.number}: {step.question}?") for each in told) == 1
        answers = sum(each.startswith(f"step {step.number}: {step.outcome.value}") for each in told)
        assert answers == (step.response is not None)


def test_a_large_answer_over_udp_comes_in_fragments():
    walker = walked("www.hosted.test")
    step = walker.steps[-1]
    answer = dns.message.make_response(step.query)
    answer.answer = walked("big.hosted.test", "TXT").steps[-1].response.answer
    step.response = answer
    frames = [each.data for each in packets_of([step])]
    assert len(frames) == 3
    assert max(map(len, frames)) <= MTU + 14


def test_the_same_seed_gives_the_same_bytes():
    first, second, other = (packets_of(walked("big.hosted.test", "TXT").steps, seed=seed) for seed in (1, 1, 2))
    assert first == second
    assert [each.data for each in first] != [each.data for each in other]
