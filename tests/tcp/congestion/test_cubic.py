"""CUBIC beside the formulas of RFC 9438, worked out here anew; windows in segments, times in seconds."""

from __future__ import annotations

import pytest

from netkit.tcp.congestion.cubic import Cubic

RTT = 0.1


def after_a_loss(window: int = 100, most: float = 0.0) -> Cubic:
    """Congestion avoidance begins at seven tenths of the window."""
    control = Cubic(window)
    control._most = most
    control.threshold = control.after_loss(window, now=0.0)
    control.window = control.threshold
    return control


def run(control: Cubic, seconds: float, rtt: float = RTT) -> list[int]:
    """Each round trip a window of segments arrives, spread over it; the window at the end of each."""
    found, now = [], 0.0
    while now < seconds - 1e-9:
        count = control.window
        for number in range(count):
            control.acknowledged(1, now=now + rtt * number / count, round_trip=rtt)
        now += rtt
        found.append(control.window)
    return found


def test_a_loss_leaves_seven_tenths_and_never_less_than_two() -> None:
    """Section 4.6."""
    assert after_a_loss(100).threshold == 70
    assert Cubic(10).after_loss(2, now=0.0) == 2


def test_the_curve() -> None:
    """Sections 4.2, 4.4 and 4.5: W(t) = 0.4 (t - K)^3 + W_max; concave before K, convex after, and at K the window is where it was."""
    control = after_a_loss(400)
    k = ((400 - 280) / 0.4) ** (1 / 3)
    windows = run(control, 2 * k)
    for at, window in enumerate(windows):
        t = (at + 1) * RTT
        if at > 3:
            assert window == pytest.approx(400 + 0.4 * (t - k) ** 3, abs=4), t
    middle = windows[int(k / RTT)]
    assert middle == pytest.approx(400, abs=3)


def test_where_reno_would_be_quicker_it_is_as_quick() -> None:
    """Section 4.3: at a short round trip the curve is slow; alpha is 3 (1 - 0.7) / (1 + 0.7), some half a segment each round trip."""
    control = after_a_loss(20)
    rounds = 40
    windows = run(control, rounds * 0.001, rtt=0.001)
    assert windows[-1] == pytest.approx(14 + rounds * 0.529, abs=3)


def test_it_grows_by_half_of_itself_in_a_round_trip_at_most() -> None:
    """Section 4.2: the target is at most one and a half times the window."""
    control = after_a_loss(10)
    for number in range(7):
        control.acknowledged(1, now=1000.0 + number * 1e-3, round_trip=RTT)
    assert control.window <= 7 * 1.5 + 1


def test_a_smaller_maximum_gives_way() -> None:
    """Section 4.7: fast convergence: 85 percent of the window at the loss are remembered, where the last maximum was larger."""
    control = after_a_loss(100, most=200.0)
    assert control._most == pytest.approx(85)
    assert after_a_loss(100, most=50.0)._most == 100


def test_an_ack_never_makes_the_window_smaller() -> None:
    """Section 4.2."""
    control = after_a_loss(100)
    before = control.window
    for window in run(control, 3.0):
        assert window >= before
        before = window


def test_the_timer_begins_a_new_curve() -> None:
    """Section 4.8: the time counts anew from the end of the slow start that follows."""
    control = after_a_loss(100)
    run(control, 2.0)
    control.threshold = control.after_loss(control.window, now=2.0)
    control.timed_out()
    assert control._began_at is None


def test_slow_start_is_renos() -> None:
    """Section 4.10 (MUST employ one; HyStart++ would be the better one): below the threshold a segment for each that arrives."""
    control = Cubic(10)
    control.acknowledged(10, now=0.0, round_trip=RTT)
    assert control.window == 20
