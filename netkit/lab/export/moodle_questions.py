"""Moodle XML: the tasks of labs as questions for a quiz, each misconception with its own feedback.

Its rule (question/format/xml/format.php): a question has a type, a name, a text and answers; a fraction is one of a fixed list; the one
right option of a single choice has 100, the right ones of a set share it. What only netkit can judge (packets, files, functions, rules)
is left out.
"""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.lab.export.xml_text import xml_text
from netkit.lab.value import Value, spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netkit.lab.definition import Task
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.question import Question
    from netkit.lab.variant import Variant

__all__ = ["left_out", "moodle_questions"]

_SHORT = frozenset(
    {"ipv4", "ipv6", "address", "prefix", "mac", "name", "text", "form", "hex", "order", "sequence", "packets"}
)
"""Kinds whose one right answer can be compared as text."""

_SHARES = MappingProxyType(
    dict(enumerate(["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10"], 1))
)
"""What each right option of a set is worth, by their number, as Moodle's list has it."""

_LARGEST_FILE = 200_000


def moodle_questions(gradebook: Gradebook) -> dict[str, bytes]:
    """A file for each lab with a question for each of its tasks in each variant."""
    by_lab: dict[str, ET.Element] = {}
    for number, variant in enumerate(gradebook.variants, 1):
        quiz = by_lab.get(variant.lab.slug)
        if quiz is None:
            quiz = by_lab[variant.lab.slug] = ET.Element("quiz")
            category = ET.SubElement(quiz, "question", type="category")
            _text(category, "category", f"$course$/netkit/{variant.lab.slug}".replace("//", "/"))
        quiz.extend(_questions(variant, number))
    return {
        f"{slug}.xml": ET.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"
        for slug, quiz in by_lab.items()
    }


def left_out(variant: Variant) -> list[Task]:
    """The tasks of a lab that a quiz can't judge."""
    return [task for task in variant.lab.tasks if _maker(task, variant.question(task)) is None]


def _questions(variant: Variant, number: int) -> Iterator[ET.Element]:
    files = {name: data for name, data in variant.situation.all_files.items() if len(data) <= _LARGEST_FILE}
    for task in variant.lab.tasks:
        question = variant.question(task)
        maker = _maker(task, question)
        if maker is not None:
            kind, fill = maker
            element = ET.Element("question", type=kind)
            _text(element, "name", f"{variant.lab.slug} {task.id}: {task.title} ({number})")
            _question_text(element, variant, task, files)
            _text(element, "generalfeedback", _html(question.because), form="html")
            ET.SubElement(element, "defaultgrade").text = str(task.points)
            ET.SubElement(element, "penalty").text = "0.3333333"
            ET.SubElement(element, "hidden").text = "0"
            ET.SubElement(element, "idnumber").text = f"netkit-{variant.lab.slug}-{task.id}-{number}"
            fill(element, task, question, variant)
            _text(element, "hint", _html(variant.sentence(task.hint)), form="html")
            tags = ET.SubElement(element, "tags")
            _text(tags, "tag", f"netkit {variant.lab.slug}")
            yield element


Fill = Callable[[ET.Element, "Task", "Question", "Variant"], None]


def _maker(task: Task, question: Question) -> tuple[str, Fill] | None:
    """The type of question that a task becomes, and what fills in its answers; None where none can judge it."""
    right = question.right
    if task.kind == "choice":
        return "multichoice", _one
    if task.kind == "set" and isinstance(right, frozenset) and len(right) in _SHARES:
        return "multichoice", _several
    if question.accepts is not None or question.parts or question.cases:
        return None
    if task.kind == "number" and isinstance(right, int):
        return "numerical", _number
    return ("shortanswer", _short) if task.kind in _SHORT else None


def _one(element: ET.Element, task: Task, question: Question, variant: Variant) -> None:
    told = _feedback(question, variant)
    ET.SubElement(element, "single").text = "true"
    _options(element)
    right = spell(question.right)
    for choice in variant.choices(task):
        is_right = choice == right
        _answer(element, choice, "100" if is_right else "0", question.because if is_right else told.get(choice, ""))


def _several(element: ET.Element, task: Task, question: Question, variant: Variant) -> None:
    right = {spell(each) for each in question.right} if isinstance(question.right, frozenset) else set()
    ET.SubElement(element, "single").text = "false"
    _options(element)
    for choice in variant.choices(task):
        _answer(element, choice, _SHARES[len(right)] if choice in right else "-100", "")


def _options(element: ET.Element) -> None:
    ET.SubElement(element, "shuffleanswers").text = "true"
    ET.SubElement(element, "answernumbering").text = "abc"


def _number(element: ET.Element, _: Task, question: Question, variant: Variant) -> None:
    _answer(element, str(question.right), "100", question.because, tolerance="0")
    for wrong, why in _feedback(question, variant).items():
        if isinstance(wrong, int):
            _answer(element, str(wrong), "0", why, tolerance="0")


def _short(element: ET.Element, task: Task, question: Question, variant: Variant) -> None:
    ET.SubElement(element, "usecase").text = "1" if task.kind == "form" else "0"
    _answer(element, _typed(question.right), "100", question.because)
    for wrong, why in _feedback(question, variant).items():
        _answer(element, _typed(wrong), "0", why)
    _answer(element, "*", "0", "")


def _typed(answer: Value) -> str:
    """An answer as Moodle compares it: there a star stands for anything, unless a backslash is before it."""
    return spell(answer).replace("*", "\\*")


def _feedback(question: Question, variant: Variant) -> Mapping[Value, str]:
    """Each known wrong answer with its sentence, the first way of thinking that comes to it."""
    found: dict[Value, str] = {}
    for wrong in question.wrong:
        if wrong.value is not None and wrong.value != question.right:
            found.setdefault(wrong.value, variant.told(wrong.why, wrong.facts, answer=spell(wrong.value)))
    return found


def _question_text(element: ET.Element, variant: Variant, task: Task, files: Mapping[str, bytes]) -> None:
    text = _html(variant.sentence(task.question))
    given = variant.text(task.given).strip("\n")
    if given:
        text += f"<pre>{_escaped(given)}</pre>"
    for name in files:
        text += f'<p><a href="@@PLUGINFILE@@/{_escaped(name)}">{_escaped(name)}</a></p>'
    holder = _text(element, "questiontext", text, form="html")
    for name, data in files.items():
        file = ET.SubElement(holder, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(data).decode()


def _answer(element: ET.Element, text: str, fraction: str, why: str, *, tolerance: str = "") -> None:
    answer = _text(
        element, "answer", text, form="moodle_auto_format" if element.get("type") != "multichoice" else "plain_text"
    )
    answer.set("fraction", fraction)
    _text(answer, "feedback", _html(why), form="html")
    if tolerance:
        ET.SubElement(answer, "tolerance").text = tolerance


def _text(parent: ET.Element, tag: str, text: str, *, form: str = "") -> ET.Element:
    element = ET.SubElement(parent, tag, {"format": form} if form else {})
    ET.SubElement(element, "text").text = xml_text(text)
    return element


def _html(text: str) -> str:
    return f"<p>{_escaped(text)}</p>" if text else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
