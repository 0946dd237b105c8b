"""What is to be translated of a lab holds the sentences that few of its variants say."""

from netkit.lab.authoring.translating import lab_sentences
from netkit.lab.definition import load
from tests.lab.students import LABS, LIBRARY
from tests.lab.tiny import TOML, write

ONE_TASK = TOML[: TOML.index('[[tasks]]\nid = "2"')]
CHECK = """
from netkit.lab import Question, Situation, Wrong


def situation(draw, library):
    return Situation(facts={"file": "tiny", "rare": draw.number("rare", 1, 40)})


def count(now):
    told = "A rare one." if now.facts["rare"] == 33 else "A usual one."
    return Question(right=1, wrong=[Wrong(slug="rare" if now.facts["rare"] == 33 else "usual", value=0, why=told)])
"""


def test_each_outcome_of_a_draw_with_few_is_looked_at(tmp_path):
    lab = load(write(tmp_path, ONE_TASK, CHECK))
    assert {"A rare one.", "A usual one."} <= set(lab_sentences(lab, LIBRARY).values())


def test_a_file_that_is_a_whole_number_of_segments_is_among_them():
    assert "lab.tcp-segments.1.wrong.whole-plus-one" in lab_sentences(LABS["tcp-segments"], LIBRARY)
