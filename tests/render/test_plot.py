"""A plot: what is drawn can be read back by its ticks, and what is small or hidden among much is seen all the same."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from netkit.render.lines import measure
from netkit.view import Axis, Plot, PlotMark, PlotShape, Series
from tests.render.blocks import plots
from tests.render.drawing import drawn

TIME, VALUE = Axis(label="time"), Axis(label="value")


def marks(points, mark=PlotMark.CROSS):
    return Series(name="seen", points=points, shape=PlotShape.MARKS, mark=mark)


def test_a_small_plot_as_it_was_designed():
    plot = Plot(x=TIME, y=VALUE, series=[marks([(0, 0), (1, 10), (2, 20)])])
    assert drawn([plot], mode="ascii", width=40) == [
        "  value",
        "  20 +                              x",
        "     |",
        "  15 +",
        "     |",
        "  10 +               x",
        "     |",
        "   5 +",
        "     |",
        "   0 +x",
        "     ++--------------+--------------+",
        "      0              1              2",
        "                                 time",
        "",
        "  x seen",
    ]


def test_a_line_of_dots_goes_through_the_middle_of_its_ticks():
    """Braille counts its dots from above; ⠤ is the third of four rows, in which the ticks lie."""
    level = Series(name="level", points=[(0, 4), (2, 4)])
    lines = drawn([Plot(x=TIME, y=VALUE, series=[level, marks([(0, 0), (2, 10)])])], mode="terminal", width=40)
    assert f"   4 ┤{'⠤' * 30}⠄ A" in lines


def test_read_aloud_it_is_a_list_of_events():
    plot = Plot(
        x=Axis(label="time", unit="s"),
        y=Axis(label="sequence number", unit="bytes"),
        series=[
            Series(name="acknowledged", points=[(0, 0), (0.04, 2897), (0.2, 1449)], shape=PlotShape.STEPS),
            marks([(0.08, 2897)]),
            marks([]),
        ],
        events=["2897 is sent again"],
    )
    assert drawn([plot], mode="plain") == [
        "sequence number (bytes) over time (ms)",
        "acknowledged: 3 points, from 0 bytes at 0 ms to 1,449 bytes at 200 ms, greatest",
        "2,897 bytes at 40 ms",
        "seen: 1 mark: 2,897 bytes at 80 ms",
        "seen: nothing",
        "2897 is sent again",
    ]


def read_back(lines):
    """Where the one × lies, by the ticks around it; and what half a row and half a column are worth."""
    rows = {at: line for at, line in enumerate(lines) if re.match(r" *[\d,.-]* [┤│]", line)}
    labels = {at: float(line.split("┤")[0].replace(",", "")) for at, line in rows.items() if "┤" in line}
    (row,) = (at for at, line in rows.items() if "×" in line)
    (first, low), (last, high) = max(labels.items()), min(labels.items())
    y = low + (first - row) * (high - low) / (first - last)
    foot = next(at for at, line in enumerate(lines) if "└" in line)
    ticks = [at for at, sign in enumerate(lines[foot]) if sign == "┬"]
    numbers = [float(text.replace(",", "")) for text in lines[foot + 1].split()]
    assume(len(numbers) == len(ticks))
    wide = (numbers[-1] - numbers[0]) / (ticks[-1] - ticks[0])
    x = numbers[0] + (rows[row].index("×") - ticks[0]) * wide
    return (x, y), (wide / 2, (high - low) / (first - last) / 2)


@given(
    st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 99_999)), min_size=1, max_size=20),
    st.data(),
    st.integers(60, 140),
)
def test_a_mark_lies_where_its_numbers_say(points, data, width):
    x, y = data.draw(st.sampled_from(points))
    plot = Plot(x=TIME, y=VALUE, series=[marks(points, PlotMark.DOT), marks([(x, y)])])
    (seen_x, seen_y), (half_x, half_y) = read_back(drawn([plot], mode="terminal", width=width))
    assert abs(seen_x - x) <= half_x * 1.01
    assert abs(seen_y - y) <= half_y * 1.01


def test_one_peak_among_very_many_points_is_seen():
    points = [(at, 90 if at == 20_011 else at % 3) for at in range(50_000)]
    lines = drawn([Plot(x=TIME, y=VALUE, series=[Series(name="s", points=points)])], mode="ascii")
    (top,) = (line for line in lines if line.lstrip().startswith("90 +") or line.lstrip().startswith("100 +"))
    high = next(line for line in lines if "A" in line)
    assert lines.index(high) - lines.index(top) <= 1
    foot = next(line for line in lines if line.lstrip().startswith("++"))
    left, right = foot.index("++") + 1, foot.rindex("+")
    assert abs((high.index("A") - left) / (right - left) - 20_011 / 50_000) < 0.02


def test_each_kind_has_a_sign_of_its_own_without_colour():
    series = [marks([(0, number)], mark) for number, mark in enumerate(PlotMark)]
    series += [Series(name=f"line {number}", points=[(0, number), (9, number)]) for number in range(3)]
    for mode in ("terminal", "ascii"):
        lines = drawn([Plot(x=TIME, y=VALUE, series=series)], mode=mode, width=200)
        legend = lines[lines.index("") + 1]
        signs = re.findall(r"(\S+(?: \S+)*?) (?:seen|line \d)(?:   |$)", legend)
        assert len(signs) == len(set(signs)) == len(series)


@given(plots(), st.sampled_from(["terminal", "pipe", "ascii"]), st.integers(20, 200))
def test_nothing_exceeds_the_page(plot, mode, width):
    for line in drawn([plot], mode=mode, width=width):
        assert measure(line) <= width
