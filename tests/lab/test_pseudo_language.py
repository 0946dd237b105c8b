"""No sentence of a lab is without an id: in a language made by machine, no letter is left that is not of a value, a name or a command."""

import re
from functools import cache
from pathlib import Path

import pytest
from dns.rdatatype import RdataType

from netkit.errors import AnswerError
from netkit.lab.judging.help import hint
from netkit.lab.judging.judgement import judge
from netkit.lab.student.folder import Work
from netkit.lab.student.progress import Progress
from netkit.lab.student.results import judge_all
from netkit.lab.student.taking import Taken
from netkit.lab.value import spell
from netkit.lab.variant import draw_variant
from netkit.lab.views.overview import started
from netkit.lab.views.status import status
from netkit.lab.views.task import hinted, shown, shown_task
from netkit.lab.views.verdict import answered, checked, reasoned
from netkit.view import Document
from tests.lab.calling import call_here
from tests.lab.pseudo import pseudo_language, sentences, strings
from tests.lab.students import LABS, LIBRARY, answer_key, other_answers, variant, with_own_words

STUDENT = "student-1"
each_lab = pytest.mark.parametrize("slug", LABS)


def work_of(slug):
    mine = draw_variant(LABS[slug], STUDENT, LIBRARY, language=pseudo_language())
    mine.run = call_here
    return Work(Path("/x") / slug, mine.lab, mine, Progress(lab=slug, version=mine.lab.version, student=STUDENT))


HEX = re.compile(
    r"(?<!\w)(?:[0-9a-f]{1,4}(?:::?[0-9a-f]{1,4})+|"
    r"[\w-]+(?:\.[\w-]+)+|0x[0-9a-f]+|(?=\w*\d)[0-9a-f]+|(?:[0-9a-f]{2}\s)+[0-9a-f]{2}|[0-9a-f]{2})(?!\w)",
    re.ASCII,
)
"""IPv6 addresses, keys of fields, names of hosts and files, and numbers in hex."""


@cache
def data_of(slug):
    """A pattern of what is no sentence: values and names in packets, the facts of a variant, answers."""
    mine = variant(slug, STUDENT)
    found = {slug, STUDENT, "/x", "README.md", "answers.txt", *RdataType.__members__}
    for each in [mine, *(mine.other_than(task) for task in mine.lab.tasks)]:
        situation = each.situation
        found |= {str(fact) for fact in situation.facts.values()} | set(situation.all_files)
        for packet in situation.traffic.packets if situation.traffic is not None else ():
            found |= {text for field in packet.fields for text in (field.name, field.meaning, str(field.value))}
        for task in mine.lab.tasks:
            question = each.question(task)
            # recorded attempts are files; other choices are words, which a language may say
            found |= set(each.choices(task)) if task.kind == "capture" else set()
            found |= {spell(question.right), *(spell(line.value) for line in question.working)}
    lettered = sorted((text.strip() for text in found if re.search("[A-Za-z]", text)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, lettered))})(?!\w)", re.IGNORECASE)


def left_over(slug, string, typed=""):
    """The letters of a string that no sentence of the language and no data account for, where `typed` was answered."""
    words = [typed, repr(typed[:60]), *re.split(r"[=,\s]+", typed)]
    answered = "|".join(re.escape(word) for word in words if re.search("[A-Za-z]", word))
    rest = re.sub(rf"(?<![\w-])(?:{answered})(?![\w-])", "", string, flags=re.IGNORECASE) if answered else string
    return " ".join(re.findall("[A-Za-z]+", HEX.sub("", data_of(slug).sub("", rest))))


@each_lab
def test_every_sentence_of_a_lab_is_in_the_language(slug):
    work = work_of(slug)
    nothing = judge_all(work.lab, work.variant, {})
    documents = [(shown(work, nothing), ""), (started(work, new=True, text="", here=Path("/")), "")]
    answers = {}
    for task in work.lab.tasks:
        documents.append((shown_task(work, task, nothing), ""))
        documents += [(hinted(work, task, [hint(task, work.variant, step)]), "") for step in (1, 2, 3)]
        one = answer_key(slug, STUDENT)[task.id]
        texts = [text for each in (*one.wrong.values(), *one.general.values()) for text in each[:1]]
        texts += other_answers(with_own_words(task, variant(slug, STUDENT)), one, task.id)[:3]
        for text in [*texts, one.right, "" if task.kind != "packet" else "6"]:
            try:
                verdict = judge(task, text, work.variant)
            except AnswerError as error:
                told = Document(schema="", data={}, blocks=[error.what, error.where, error.why])
                documents.append((told, text))
                continue
            results = judge_all(work.lab, work.variant, answers | {task.id: [text]})
            documents.append((answered(work, task, Taken(verdict, work.variant, results)), text))
            documents.append((checked(work, results, task.id), text))
        answers[task.id] = [one.right]
        anew = Taken(nothing.verdict(task.id), work.variant, nothing, drawn_anew=True, files=("more.pcapng",))
        documents.append((answered(work, task, anew), ""))
    results = judge_all(work.lab, work.variant, answers)
    assert results.score == work.lab.points
    work.progress.hints = dict.fromkeys(answers, 2)
    documents += [(checked(work, results), ""), (status(work, results, [("other", 1, 2)]), "other")]
    documents.append((reasoned(work, work.lab.tasks[0], "because", results), "because"))
    told = {(string, typed) for document, typed in documents for string in strings(document.blocks)}
    assert not sorted((rest, string) for string, typed in told if (rest := left_over(slug, string, typed)))


@each_lab
def test_a_sentence_without_an_id_would_be_seen(slug):
    for each, english in sentences().items():
        of_lab = each.startswith(f"lab.{slug}.") and not re.search(r"\.(?:choice|row|part)\.", each)
        if of_lab or (each.startswith("engine.") and slug == "subnets"):
            told = re.sub(r"\{[^}]*\}", "1", english)
            # a word or two may be the name of a field as well
            assert left_over(slug, told) or len(re.findall("[A-Za-z]{2,}", told)) < 3, (each, told)
