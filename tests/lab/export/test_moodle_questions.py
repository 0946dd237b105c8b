"""Moodle's importer takes the questions of every lab; what is right and what is a misconception has its own feedback there."""

from pathlib import Path

import pytest

from netkit import content
from netkit.lab.definition import load
from netkit.lab.export.gradebook import Gradebook
from netkit.lab.export.moodle_questions import left_out, moodle_questions
from netkit.lab.traffic import Library
from netkit.lab.value import spell
from netkit.lab.variant import Variant, draw_variant
from tests.lab.export import importers

LABS = sorted(path.parent.name for path in Path(str(content.labs())).glob("*/lab.toml"))


def variant(slug: str, student: str = "ada") -> Variant:
    lab = load(Path(str(content.labs())) / slug)
    return draw_variant(lab, student, Library(Path(str(content.captures()))))


@pytest.mark.parametrize("slug", LABS)
def test_every_lab_is_taken(slug: str) -> None:
    drawn = variant(slug)
    asked = [task for task in drawn.lab.tasks if task not in left_out(drawn)]
    book = Gradebook(course="", people=(), graded=(), time="", variants=(drawn,))
    questions = importers.moodle_xml(moodle_questions(book)[f"{slug}.xml"])
    assert len(questions) == len(asked)
    for question, task in zip(questions, asked, strict=True):
        assert question.findtext("idnumber") == f"netkit-{slug}-{task.id}-1"
        right = drawn.question(task).right
        full = [answer.findtext("text", "") for answer in question.findall("answer") if answer.get("fraction") == "100"]
        if question.get("type") != "multichoice" or question.findtext("single") == "true":
            assert full == [str(right) if isinstance(right, int) else spell(right).replace("*", "\\*")]


def test_a_misconception_has_its_own_feedback() -> None:
    drawn = variant("first-packets")
    (data,) = moodle_questions(Gradebook(course="", people=(), graded=(), time="", variants=(drawn,))).values()
    routers = next(task for task in drawn.lab.tasks if task.check == "routers_passed")
    question = next(
        each for each in importers.moodle_xml(data) if (each.findtext("idnumber") or "").endswith(f"-{routers.id}-1")
    )
    told = {answer.findtext("text"): answer.findtext("feedback/text") for answer in question.findall("answer")}
    for wrong in drawn.question(routers).wrong:
        if wrong.value is not None and wrong.value != drawn.question(routers).right:
            assert told[str(wrong.value)]


def test_two_variants_are_two_questions_with_names_of_their_own() -> None:
    book = Gradebook(
        course="", people=(), graded=(), time="", variants=(variant("start-here"), variant("start-here", "bob"))
    )
    questions = importers.moodle_xml(moodle_questions(book)["start-here.xml"])
    names = [question.findtext("idnumber") for question in questions]
    assert len(set(names)) == len(names)
