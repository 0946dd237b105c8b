"""A transfer's congestion window and its sequence numbers over time."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.view.words import TRIGGERS, span
from netkit.tcp.event import EventKind
from netkit.view import Axis, Plot, PlotMark, PlotShape, Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.internet.transferring import Transfer

__all__ = ["compared_plot", "sequence_plot", "window_plot"]

TIME = Axis(label="time since the first segment", unit="s", least=0)
TOLD = (EventKind.LOSS, EventKind.RECOVERED, EventKind.UNDO)
MOST_TOLD = 40


def window_plot(run: Transfer) -> Plot:
    """The congestion window and the slow start threshold in segments, with a mark where something was sent again."""
    cwnd = _steps(run)
    marks = [(each.time, _window_at(cwnd, each.time)) for each in run.again if each.side is Side.SENDER]
    threshold = [(each.time, float(each.threshold)) for each in run.window if each.threshold is not None]
    if threshold:
        threshold.append((cwnd[-1][0], threshold[-1][1]))
    series = [
        Series(name="congestion window", points=cwnd, shape=PlotShape.STEPS),
        Series(name="slow start threshold", points=threshold, shape=PlotShape.STEPS),
        Series(name="sent again", points=marks, shape=PlotShape.MARKS, mark=PlotMark.CROSS),
    ]
    return Plot(
        x=TIME,
        y=Axis(label="segments", least=0),
        series=[each for each in series if each.points],
        caption=f"How many segments may be under way ({run.ends[0].block.profile.congestion})",
        events=_told(run),
    )


def sequence_plot(run: Transfer) -> Plot:
    """Which bytes were sent when, up to where they were acknowledged; what was lost and what was sent again is marked."""
    sent: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    lost: list[tuple[float, float]] = []
    acknowledged: list[tuple[float, float]] = []
    for each in run.crossings:
        if each.side is Side.SENDER and each.length:
            point = (each.time, float(each.sequence + each.length - 1))
            (again if each.again else sent).append(point)
            if each.lost:
                lost.append(point)
        elif each.side is Side.RECEIVER and each.acknowledgment is not None:
            acknowledged += [(arrival, float(each.acknowledgment)) for arrival in each.arrivals]
    acknowledged.sort()
    series = [
        Series(name="sent", points=sent, shape=PlotShape.MARKS, mark=PlotMark.DOT),
        Series(name="acknowledged", points=acknowledged, shape=PlotShape.STEPS),
        Series(name="sent again", points=again, shape=PlotShape.MARKS, mark=PlotMark.CROSS),
        Series(name="lost", points=lost, shape=PlotShape.MARKS, mark=PlotMark.RING),
    ]
    return Plot(
        x=TIME,
        y=Axis(label="sequence number", unit="bytes", least=0),
        series=[each for each in series if each.points],
        caption="Which bytes were sent when, and acknowledged when",
        events=_told(run),
    )


def compared_plot(runs: Sequence[tuple[str, Transfer]]) -> Plot:
    """The congestion windows of several runs over one pair of axes."""
    return Plot(
        x=TIME,
        y=Axis(label="segments", least=0),
        series=[Series(name=name, points=_steps(run), shape=PlotShape.STEPS) for name, run in runs],
        caption="How many segments may be under way",
        events=[f"{name}: {each}" for name, run in runs for each in _told(run)],
    )


def _steps(run: Transfer) -> list[tuple[float, float]]:
    points = [(each.time, float(each.window)) for each in run.window]
    return [*points, (run.ended_at, points[-1][1])]


def _window_at(points: Sequence[tuple[float, float]], time: float) -> float:
    """The value of the last step up to a time."""
    return points[max(0, bisect_right(points, (time, float("inf"))) - 1)][1]


def _told(run: Transfer) -> list[str]:
    """What changed the window, for those who do not look at the picture."""
    timed = [
        (event.time, f"at {span(event.time)}: {event.reason}")
        for event, side in zip(run.events, run.sides, strict=True)
        if side == Side.SENDER and event.kind in TOLD
    ]
    timed += [
        (each.time, f"at {span(each.time)}: number {each.sequence} sent again ({TRIGGERS[each.trigger]})")
        for each in run.again
        if each.side is Side.SENDER
    ]
    found = [text for _, text in sorted(timed, key=lambda each: each[0])]
    more = len(found) - MOST_TOLD
    return [*found[:MOST_TOLD], f"and {more:,} more"] if more > 0 else found
