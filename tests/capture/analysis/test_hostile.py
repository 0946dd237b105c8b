"""Segments that no host would send: nothing raises, and what is told of them can be shown."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.capture.analysis.analysis import ANALYSED, Analysis
from netkit.capture.analysis.pictures import flight_plot, ladder, sequence_plot
from netkit.capture.analysis.reasons import explained
from netkit.capture.analysis.story_view import story_view
from netkit.capture.analysis.telling import Account, Event
from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.render.json import document_text

EDGES = st.sampled_from([0, 1, 2, 99, 100, 101, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 2, 2**32 - 1])
NUMBERS = st.one_of(EDGES, st.integers(0, 2**32 - 1), st.integers(0, 300))
TIMES = st.one_of(st.none(), st.integers(-(10**18), 10**18), st.integers(0, 10**9))

SEGMENTS = st.lists(
    st.tuples(
        st.booleans(), st.integers(0, 255), NUMBERS, NUMBERS, st.one_of(st.none(), st.integers(0, 65535), st.integers(0, 2)),
        st.integers(0, 65535), st.one_of(st.none(), st.integers(0, 255)), st.one_of(st.none(), NUMBERS), NUMBERS, TIMES,
    ),
    max_size=40,
)  # fmt: skip


@given(SEGMENTS)
def test_anything_can_be_told(segments):
    numbers, analysis, events = StreamNumbers(), Analysis(), []
    ends = ((b"\xc0\0\2\1", 1), (b"\xc0\0\2\2", 2))
    for packet, (back, flags, sequence, acknowledgment, length, window, shift, stamp, selected, time) in enumerate(
        segments, 1
    ):
        (source, here), (destination, there) = ends[::-1] if back else ends
        segment = Segment(
            source, destination, here, there, flags, sequence, acknowledgment, length, window, shift, stamp, selected
        )
        numbered = numbers.take(segment)
        analysed = analysis.take(segment, numbered, time, packet)
        for _, take in ANALYSED.values():
            value = take(analysed)
            assert value is None or value is True or -(2**63) <= value < 2**63
        events.append(Event(packet, time, not back, segment, numbered, analysed))
    account = Account(0, End(*ends[0]), End(*ends[1]), 1, None)
    for event in events:
        account.add(event)
    told = list(explained(events))
    assert len(told) == len(segments)
    document = story_view(account, told, title="x", problems=[], everything=True)
    assert document_text(document.schema, document.data, encoding="utf-8")
    assert all(reason.text and reason.name for each in told for reason in each.reasons)
    assert len(ladder(account, told, everything=True).rows) >= len(segments)
    for plot in (sequence_plot(account, told), flight_plot(account, told)):
        assert all(len(point) == 2 for series in plot.series for point in series.points)
