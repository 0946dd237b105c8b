"""The chain of a log: what netkit writes holds, and a line that is changed, taken out or put in shows."""

import json

from hypothesis import given
from hypothesis import strategies as st

from netkit.lab.student import progress as log
from netkit.lab.student.chain import FIRST, follow, hash_of

EVENTS = [{"event": "answered", "time": f"{n}.0", "task": "1", "answer": f"{n} 学\n"} for n in range(6)]


def chained(events=EVENTS):
    lines, last = [], FIRST
    for event in events:
        lines.append(json.dumps({**event, "before": last}).encode())
        last = hash_of(lines[-1])
    return lines


def test_what_is_appended_makes_a_chain_that_holds(tmp_path):
    for event in EVENTS:
        log.append(tmp_path, event)
    data = (tmp_path / log.FILE).read_bytes()
    found = follow(data)
    assert (found.broken, found.unchained) == ((), 0)
    assert found.head == hash_of(data.splitlines()[-1])
    assert data.splitlines() == chained()


def test_a_log_from_before_there_was_a_chain_is_gone_on_with(tmp_path):
    (tmp_path / log.FILE).write_bytes(b'{"event": "started"}\n{"event": "hinted"}\n')
    log.append(tmp_path, EVENTS[0])
    found = follow((tmp_path / log.FILE).read_bytes())
    assert (found.broken, found.unchained) == ((), 2)


def test_a_line_torn_by_a_kill_breaks_nothing(tmp_path):
    log.append(tmp_path, EVENTS[0])
    with (tmp_path / log.FILE).open("ab") as file:
        file.write(b'{"event": "answ')
    log.append(tmp_path, EVENTS[1])
    data = (tmp_path / log.FILE).read_bytes()
    assert follow(data).broken == ()
    assert follow(data.replace(b'"answ\n', b'"ansv\n')).broken == (3,)


def test_a_long_line_before_is_found_whole(tmp_path):
    log.append(tmp_path, {"event": "answered", "answer": "x" * 200_000})
    log.append(tmp_path, EVENTS[0])
    assert follow((tmp_path / log.FILE).read_bytes()).broken == ()


@given(st.integers(0, len(EVENTS) - 2), st.sampled_from(["change", "drop", "double", "strip"]))
def test_what_is_done_to_a_line_shows_at_it_or_at_the_next(at, how):
    lines = chained()
    if how == "change":
        lines[at] = lines[at].replace(b'"task": "1"', b'"task": "2"')
    elif how == "drop":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    else:
        event = json.loads(lines[at])
        del event["before"]
        lines[at] = json.dumps(event).encode()
    found = follow(b"\n".join(lines))
    # without the first line's hash it looks like a log that began before there was a chain
    assert found.broken or (how == "strip" and at == 0 and found.unchained == 1)
    assert set(found.broken) <= {at + 1, at + 2}


@given(st.binary(max_size=300))
def test_any_bytes_are_followed(data):
    assert len(follow(data).head) == 64
