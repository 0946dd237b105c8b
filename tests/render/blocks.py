"""Hypothesis strategies for blocks with any text in any place."""

from hypothesis import strategies as st

from netkit.view import (
    Axis,
    Bar,
    Bars,
    BitCell,
    BitDiagram,
    BitRow,
    Bits,
    Bytes,
    Card,
    CardLine,
    CheckItem,
    Checklist,
    Chip,
    ChipShape,
    Emphasis,
    Fact,
    Facts,
    Gap,
    Heading,
    Jump,
    Ladder,
    Lane,
    LanePart,
    Lanes,
    Mark,
    Next,
    Outcome,
    Paragraph,
    Plot,
    PlotMark,
    PlotShape,
    Remark,
    Remarks,
    Rung,
    Sentence,
    Series,
    Side,
    Slide,
    SlideOption,
    Standing,
    Table,
    Tree,
    Trouble,
    Wire,
)

NASTY = "\x1b\x07\x00\r\n\t\x9b\x85\u200b\u202e\u2066\u2028\u00ad\u3164\ufe0f\ufeff\ud800\udcff\U000e0041→·–✓✗×…§字e\u0301a b"
ANY_TEXT = st.text(st.one_of(st.sampled_from(NASTY), st.characters(codec=None)), max_size=40)
CALM_TEXT = st.lists(st.text("abcdefgh0123456789→·–é字.:", min_size=1, max_size=5), max_size=12).map(" ".join)

ANY_NUMBER = st.one_of(
    st.integers(-100, 100_000), st.floats(), st.sampled_from([0, 1e300, -1e300, 5e-324, 10**400, 1700000000.25])
)


@st.composite
def ladders(draw, text=ANY_TEXT):
    """Ladders of two sides or more, with any texts."""
    sides = draw(st.lists(st.builds(Side, name=text, clock=text, unit=text), min_size=2, max_size=4))
    ways = [(a, b) for a in range(len(sides)) for b in range(len(sides)) if a != b]
    rung = st.sampled_from(ways).flatmap(
        lambda way: st.builds(
            Rung,
            source=st.just(way[0]),
            target=st.just(way[1]),
            label=text,
            left_time=text,
            right_time=text,
            remark=text,
            rule=text,
            lost=st.booleans(),
            emphasis=st.sampled_from(Emphasis),
            packet=st.none() | st.integers(1, 10**6),
        )
    )
    return Ladder(sides=sides, caption=draw(text), rows=draw(st.lists(rung | st.builds(Gap, text=text), max_size=4)))


def plots(text=ANY_TEXT, number=ANY_NUMBER):
    """Plots with any texts and any numbers."""
    axis = st.builds(
        Axis,
        label=text,
        unit=text | st.sampled_from(["s", "bytes", "bit/s"]),
        least=st.none() | number,
        most=st.none() | number,
    )
    series = st.builds(
        Series,
        name=text,
        points=st.lists(st.tuples(number, number), max_size=6),
        shape=st.sampled_from(PlotShape),
        mark=st.sampled_from(PlotMark),
    )
    return st.builds(
        Plot, x=axis, y=axis, series=st.lists(series, max_size=3), caption=text, events=st.lists(text, max_size=2)
    )


def diagrams(text=ANY_TEXT):
    """Headers' pictures with any texts."""
    cell = st.builds(BitCell, label=text, width_bits=st.none() | st.integers(0, 140), value=text)
    return st.builds(
        BitDiagram, caption=text, cells=st.lists(cell, max_size=6), row_bits=st.sampled_from([8, 16, 32, 13, 1])
    )


@st.composite
def trees(draw, text=ANY_TEXT):
    """Trees of a few cards, with any texts, chips in up to four columns, wires between any two of them, and jumps."""
    standing = st.sampled_from(Standing)
    line = st.builds(CardLine, label=text, text=text, aside=text, standing=standing, quiet=st.booleans())
    cards, keys = [], []
    for number in range(draw(st.integers(0, 4))):
        columns = []
        for _ in range(draw(st.integers(0, 4))):
            column = []
            for _ in range(draw(st.integers(1, 3))):
                keys.append(f"{len(keys)}")
                shape, title, said = draw(st.tuples(st.sampled_from(ChipShape), text, text))
                column.append(
                    Chip(key=keys[-1], title=title, text=said, note=draw(text), shape=shape, standing=draw(standing))
                )
            columns.append(column)
        cards.append(
            Card(
                title=draw(text),
                parent=draw(st.none() | st.integers(0, number - 1)) if number else None,
                standing=draw(standing),
                badge=draw(text),
                lines=draw(st.lists(line, max_size=3)),
                chips=columns,
                remarks=draw(st.lists(line, max_size=2)),
                stages=draw(st.lists(st.integers(1, 9), max_size=2)),
            )
        )
    key, place = st.sampled_from([*keys, "nowhere"]), st.integers(0, max(len(cards) - 1, 0))
    wire = st.builds(Wire, source=key, target=key, label=text, standing=standing)
    jump = st.builds(
        Jump, source=place, target=place, label=text, line=st.integers(0, 3), standing=standing, returns=st.booleans()
    )
    return Tree(
        cards=cards,
        wires=draw(st.lists(wire, max_size=4)),
        jumps=draw(st.lists(jump, max_size=4)) if cards else [],
        caption=draw(text),
        branch=draw(text),
        wire=draw(text),
        end=draw(st.lists(line, max_size=2)),
    )


def blocks(text):
    """Lists of blocks whose strings are drawn from `text`."""
    fact = st.builds(
        Fact,
        label=text,
        value=text,
        note=text,
        place=text,
        source=text,
        trouble=st.booleans(),
        group=text | st.just(""),
    )
    remark = st.builds(
        Remark,
        label=text,
        value=text,
        text=text,
        place=text,
        source=text,
        trouble=st.booleans(),
        group=text | st.just(""),
    )
    mark = st.builds(Mark, start_bit=st.integers(-200, 1000), width_bits=st.integers(0, 600), label=text)
    bits = st.none() | st.integers(-3, 150)
    row = st.builds(
        BitRow, label=text, value=st.integers(0, 1 << 140), note=text, length=bits, pointer=bits, remark=text
    )
    part = st.builds(LanePart, start=st.integers(-5, 300), end=st.integers(-5, 300), sign=text, text=text)
    lane = st.builds(Lane, label=text, parts=st.lists(part, max_size=4), note=text)
    whole = st.integers(0, 1 << 70)
    bar = st.builds(Bar, label=text, value=st.integers(0, 1 << 70), note=text, whole=whole)
    option = st.builds(SlideOption, letter=text, text=text, right=st.sampled_from([None, True, False]), why=text)
    simple = st.one_of(
        st.builds(Sentence, text=text),
        st.builds(Bars, rows=st.lists(bar, max_size=4), caption=text),
        st.builds(Slide, label=text, question=text, options=st.lists(option, max_size=4), note=text),
        st.builds(Paragraph, text=text, quiet=st.booleans()),
        st.builds(Heading, text=text, source=text, place=text),
        st.builds(Facts, rows=st.lists(fact, max_size=4)),
        st.builds(Remarks, rows=st.lists(remark, max_size=4)),
        st.builds(
            Bytes,
            data=st.binary(max_size=70),
            marks=st.lists(mark, max_size=4),
            first=st.integers(0, 70000),
            rows=st.none() | st.lists(st.integers(-1, 6), max_size=4),
        ),
        st.builds(Trouble, text=text, place=text, source=text, details=st.lists(text, max_size=2)),
        st.builds(
            Table,
            columns=st.lists(text, max_size=4),
            rows=st.lists(st.lists(text, max_size=5), max_size=4),
            right=st.lists(st.integers(0, 4), max_size=2),
            caption=text,
        ),
        diagrams(text),
        ladders(text),
        plots(text),
        trees(text),
        st.builds(
            Bits,
            rows=st.lists(row, max_size=3),
            width_bits=st.sampled_from([0, 1, 8, 13, 32, 48, 64, 128]),
            split=bits,
            parts=st.tuples(text, text),
            digit_bits=st.sampled_from([1, 4]),
        ),
        st.builds(
            Lanes,
            lanes=st.lists(lane, max_size=4),
            start=st.integers(-5, 5),
            end=st.integers(-5, 100_000),
            noun=text,
            unit=st.integers(1, 16),
            caption=text,
        ),
        st.builds(Next, commands=st.lists(st.tuples(text, text), max_size=3)),
    )
    item = st.builds(
        CheckItem,
        outcome=st.sampled_from(Outcome),
        label=text,
        text=text,
        aside=text,
        details=st.lists(simple, max_size=2),
    )
    return st.lists(simple | st.builds(Checklist, items=st.lists(item, max_size=3)), max_size=4)
