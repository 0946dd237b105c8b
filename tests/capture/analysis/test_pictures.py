"""The pictures of a connection say what its events say."""

from netkit.capture.analysis.pictures import flight_plot, ladder, sequence_plot
from netkit.capture.analysis.reasons import explained
from netkit.capture.analysis.telling import Account
from netkit.capture.streams.end import End
from netkit.view import Emphasis, Gap, PlotMark, Rung
from tests.capture.analysis.scripted import CLIENT, ENDS, SERVER, Script


def told(script):
    account = Account(0, End(*ENDS[CLIENT]), End(*ENDS[SERVER]), 1, script.events[0].time)
    for event in script.events:
        account.add(event)
    return account, list(explained(script.events))


def lossy():
    script = Script()
    script.open()
    script.say(SERVER, 1, "A", 1, size=100)
    script.say(SERVER, 201, "A", 1, size=100)
    script.say(CLIENT, 1, "A", 101)
    script.say(SERVER, 101, "A", 1, size=100, after=300)
    script.say(CLIENT, 1, "A", 301)
    return script


def test_a_ladder_has_every_segment_in_order():
    drawn = ladder(*told(lossy()))
    rungs = [row for row in drawn.rows if isinstance(row, Rung)]
    assert [each.packet for each in rungs] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [(each.source, each.target) for each in rungs] == [
        (0, 1),
        (1, 0),
        (0, 1),
        (1, 0),
        (1, 0),
        (0, 1),
        (1, 0),
        (0, 1),
    ]
    assert [each.label for each in rungs] == [
        "SYN", "SYN ACK 1", "ACK 1", "1–100", "201–300", "ACK 101", "101–200", "ACK 301"
    ]  # fmt: skip
    assert [each.left_time for each in rungs][:4] == ["0.000", "10.000", "20.000", "21.000"]
    assert [each.emphasis for each in rungs][4:7] == [Emphasis.PROBLEM, Emphasis.PLAIN, Emphasis.AGAIN]
    assert rungs[6].remark == "retransmission"
    assert [row.text for row in drawn.rows if isinstance(row, Gap)] == ["300 ms pass"]


def test_a_long_ladder_leaves_out_what_is_ordinary():
    script = lossy()
    for number in range(200):
        script.say(SERVER, 301 + 100 * number, "A", 1, size=100)
        script.say(CLIENT, 1, "A", 401 + 100 * number)
    drawn = ladder(*told(script))
    packets = [row.packet for row in drawn.rows if isinstance(row, Rung)]
    assert {5, 7} <= set(packets)
    assert packets == sorted(packets)
    left_out = [row.text for row in drawn.rows if isinstance(row, Gap) and "left out" in row.text]
    assert len(packets) < 60
    assert sum(int(text.split()[0].replace(",", "")) for text in left_out) + len(packets) == 408
    everything = ladder(*told(script), everything=True)
    assert len([row for row in everything.rows if isinstance(row, Rung)]) == 408


def test_sequence_numbers_over_time():
    plot = sequence_plot(*told(lossy()))
    series = {each.name: each for each in plot.series}
    assert series["sent by the server"].points == [(0.021, 101), (0.022, 301)]
    assert series["acknowledged by the client"].points[-1] == (0.324, 301)
    again = series["sent again, or out of order"]
    assert (again.points, again.mark) == ([(0.323, 201)], PlotMark.CROSS)
    assert any("retransmission" in each for each in plot.events)


def test_bytes_under_way():
    plot = flight_plot(*told(lossy()))
    flight = dict(plot.series[0].points)
    assert (flight[0.021], flight[0.022], flight[0.023], flight[0.324]) == (100, 300, 200, 0)


def test_of_the_other_side():
    plot = sequence_plot(*told(lossy()), side=0)
    assert plot.caption.startswith("What the client sent")
