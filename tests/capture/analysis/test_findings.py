"""Each finding by an exchange written down by hand; the rules are those of RFC 9293 and of Wireshark's user's guide, "TCP Analysis"."""

import pytest

from netkit.capture.analysis.again import Kind, Proof
from netkit.capture.analysis.finding import FINDINGS, Finding, findings_in
from netkit.capture.analysis.reasons import explained
from netkit.capture.view import duration
from tests.capture.analysis.scripted import CLIENT, SERVER, Script


def found(event):
    return list(findings_in(event.analysed.findings))


def reasons(script):
    return [[each.text for each in told.reasons] for told in explained(script.events)]


def test_a_handshake_is_timed_and_is_nothing_out_of_the_ordinary():
    script = Script()
    last = script.open()
    assert [found(event) for event in script.events] == [[], [], []]
    assert last.analysed.initial_rtt == 20_000_000
    assert (last.analysed.acks_packet, last.analysed.ack_rtt) == (2, 10_000_000)


def test_a_lost_segment_is_sent_again_after_three_duplicates():
    script = Script()
    script.open()
    script.say(SERVER, 1, "A", 1, size=100)
    gap = script.say(SERVER, 201, "A", 1, size=100)  # 101 to 200 were lost
    script.say(CLIENT, 1, "A", 101)
    duplicates = [script.say(CLIENT, 1, "A", 101, selected=100) for _ in range(3)]
    again = script.say(SERVER, 101, "A", 1, size=100)
    assert found(gap) == [Finding.LOST_SEGMENT]
    assert [found(each) for each in duplicates] == [[Finding.DUPLICATE_ACK]] * 3
    assert [each.analysed.duplicate_number for each in duplicates] == [1, 2, 3]
    assert {each.analysed.duplicate_of for each in duplicates} == {6}
    assert found(again) == [Finding.FAST_RETRANSMISSION]
    assert again.analysed.again.kind is Kind.FAST
    assert again.analysed.again.first
    told = reasons(script)
    assert told[4] == [
        "It begins at 201, but 101 was next: 100 bytes were lost on the way, overtaken, or not captured."
    ]
    assert told[8] == ["No. 3 to repeat packet 6: it still waits for byte 101, and has 100 bytes beyond it (SACK)."]
    assert "Bytes 101–200 are sent again at once, for 3 duplicate ACKs of the client" in told[9][0]


def test_the_timer_sends_again():
    script = Script()
    script.open()
    script.say(CLIENT, 1, "PA", 1, size=100)
    again = script.say(CLIENT, 1, "PA", 1, size=100, after=300)
    assert found(again) == [Finding.RETRANSMISSION]
    assert (again.analysed.timer, again.analysed.timer_packet) == (300_000_000, 4)
    assert again.analysed.again.proof is Proof.SEEN
    assert "300 ms after packet 4" in reasons(script)[-1][0]


def test_sent_again_although_it_was_acknowledged():
    script = Script()
    script.open()
    script.say(CLIENT, 1, "PA", 1, size=100)
    script.say(SERVER, 1, "A", 101)
    again = script.say(CLIENT, 1, "PA", 1, size=100, after=300)
    assert found(again) == [Finding.SPURIOUS_RETRANSMISSION]
    assert again.analysed.again.kind is Kind.NEEDLESS


@pytest.mark.parametrize(
    ("stamp", "kind", "proof"),
    [
        (5, Kind.REORDERED, Proof.CLOCK),  # its sender's clock says that it was sent first
        (15, Kind.RETRANSMISSION, Proof.CLOCK),  # or later, whatever Wireshark thinks
        (10, Kind.REORDERED, Proof.TIME),  # or does not tell
        (None, Kind.REORDERED, Proof.TIME),
    ],
)
def test_the_senders_clock_tells_what_was_overtaken(stamp, kind, proof):
    script = Script()
    script.open()
    script.say(SERVER, 1, "A", 1, size=100, stamp=5)
    script.say(SERVER, 201, "A", 1, size=100, stamp=10)
    late = script.say(SERVER, 101, "A", 1, size=100, stamp=stamp)  # within the round trip of 20 ms
    assert found(late) == [Finding.OUT_OF_ORDER]
    assert (late.analysed.again.kind, late.analysed.again.proof) == (kind, proof)
    text = reasons(script)[-1][0]
    assert ("Wireshark" in text) == (kind is not Kind.REORDERED)
    assert ("likely" in text) == (proof is Proof.TIME)


def test_a_window_closes_is_probed_and_opens():
    script = Script()
    script.open()
    full = script.say(CLIENT, 1, "PA", 1, size=1000)
    closed = script.say(SERVER, 1, "A", 1001, window=0)
    probe = script.say(CLIENT, 1001, "A", 1, size=1, after=200)
    answer = script.say(SERVER, 1, "A", 1001, window=0)
    update = script.say(SERVER, 1, "A", 1001, window=500)
    assert [found(each) for each in (full, closed, probe, answer, update)] == [
        [Finding.WINDOW_FULL],
        [Finding.ZERO_WINDOW],
        [Finding.ZERO_WINDOW_PROBE],
        [Finding.ZERO_WINDOW, Finding.ZERO_WINDOW_PROBE_ACK],
        [Finding.WINDOW_UPDATE],
    ]
    told = reasons(script)
    assert told[3] == [
        "Its data end at 1,001, where the server's window of 1,000 bytes ends: no more may be sent before it moves."
    ]
    assert told[7] == ["The window went from 0 to 500 bytes, and nothing else changed."]


def test_windows_count_by_their_scale():
    script = Script()
    script.open(shift=7)
    script.say(SERVER, 1, "A", 1, window=10)
    full = script.say(CLIENT, 1, "PA", 1, size=1280)
    assert script.events[0].numbered.window == 1000  # never scaled on a SYN (RFC 7323 §2.2)
    assert script.events[3].numbered.window == 1280
    assert found(full) == [Finding.WINDOW_FULL]


def test_keep_alive_and_its_answer():
    script = Script()
    script.open()
    script.say(CLIENT, 1, "PA", 1, size=100)
    script.say(SERVER, 1, "A", 101)
    alive = script.say(CLIENT, 100, "A", 1, after=60_000)
    answer = script.say(SERVER, 1, "A", 101)
    assert (found(alive), found(answer)) == ([Finding.KEEP_ALIVE], [Finding.KEEP_ALIVE_ACK])


def test_an_acknowledgment_of_what_was_not_captured_is_named_once():
    script = Script()
    script.open()
    first = script.say(SERVER, 1, "A", 501)
    second = script.say(SERVER, 1, "A", 501)
    assert (found(first), found(second)) == ([Finding.ACK_LOST_SEGMENT], [Finding.DUPLICATE_ACK])


def test_ports_used_again_begin_another_stream():
    script = Script()
    script.open()
    again = script.say(CLIENT, 70_000, "S")
    assert found(again) == [Finding.REUSED_PORTS]
    assert again.numbered.stream == 1


def test_bytes_under_way_and_since_the_last_push():
    script = Script()
    script.open()
    one = script.say(CLIENT, 1, "A", 1, size=100)
    two = script.say(CLIENT, 101, "PA", 1, size=50)
    script.say(SERVER, 1, "A", 101)
    three = script.say(CLIENT, 151, "A", 1, size=10)
    assert [each.analysed.in_flight for each in (one, two, three)] == [100, 150, 60]
    assert [each.analysed.pushed for each in (one, two, three)] == [100, 150, 10]


def test_every_finding_is_described():
    assert set(FINDINGS) == set(Finding)
    assert all(each.name and each.rule and each.rfc.startswith("RFC") for each in FINDINGS.values())


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [(0, "0 ns"), (999, "999 ns"), (35_400, "35.4 µs"), (210_000, "210 µs"), (1_500_000, "1.5 ms"), (12 * 10**9, "12 s"),
     (5_000 * 10**9, "5,000 s"),
     (999_400, "999 µs"), (999_900, "1 ms"), (999_999_999, "1 s"), (999_900_000_000, "1,000 s"), (-1_500_000, "−1.5 ms")],
)  # fmt: skip
def test_durations(nanoseconds, text):
    assert duration(nanoseconds) == text
