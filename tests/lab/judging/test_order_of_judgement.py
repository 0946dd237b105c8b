"""Where one number has several explanations: the task's own first, then the general ones in their order, one-off last."""

import pytest

from netkit.lab import load
from netkit.lab.judging.general import GENERAL as TRIED
from netkit.lab.judging.judgement import judge
from netkit.lab.variant import draw_variant
from tests.lab.students import LIBRARY
from tests.lab.tiny import CHECK, TOML, write
from tests.solutions.key import GENERAL

# The right answer is the packet's own number, so that the packets before and after are one away.
NUMBER = """    packet = now.traffic.packet(3)
    return Question(right=3, about=packet, formula=lambda other: other.number, working=[Line(text="is", value=3)],
                    wrong=[Wrong(slug="own", value={own}, why="The task's own.")])
"""


def judged(tmp_path, own, text):
    body = CHECK.replace("    number = len(now.traffic.packets)\n", NUMBER.format(own=own) + "    number = 0\n")
    lab = load(write(tmp_path, toml=TOML, check=body))
    return judge(lab.tasks[0], text, draw_variant(lab, "ada", LIBRARY)).misconception


def test_the_general_ones_are_those_of_the_catalogue_in_its_order():
    assert [found.__name__.replace("_", "-") for found in TRIED] == list(GENERAL)


@pytest.mark.parametrize(
    ("own", "text", "slug"),
    [
        (99, "99", "own"),
        (4, "4", "own"),  # before other-direction, other-packet and one-off
        (24, "24", "own"),  # before bits-not-bytes
        (99, "24", "bits-not-bytes"),
        (99, "768", "byte-order"),
        (99, "4", "other-direction"),  # before other-packet and one-off: the answer to the question is the next packet
        (99, "2", "other-packet"),  # before one-off
        (99, "17", None),
    ],
)
def test_the_first_that_fits_is_told(tmp_path, own, text, slug):
    assert judged(tmp_path, own, text) == slug


def test_one_off_is_told_where_nothing_else_fits(tmp_path):
    body = CHECK.replace("value=0, why", "value=99, why")
    lab = load(write(tmp_path, check=body))
    mine = draw_variant(lab, "ada", LIBRARY)
    count = len(mine.situation.traffic.packets)
    assert [judge(lab.tasks[0], str(count + by), mine).misconception for by in (-1, 1, 2)] == [
        "one-off",
        "one-off",
        None,
    ]
