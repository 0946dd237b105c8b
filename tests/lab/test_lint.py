"""The lint of labs: the shipped ones hold; each mistake that an author can make is found by its rule, at its place."""

import re

import pytest

from netkit.lab.authoring.new import write_new
from netkit.lab.lint import RULES, lint_lab, lint_students, merged
from netkit.lab.lint.giving_away import gives_away
from netkit.lab.lint.problem import Severity
from tests.lab.calling import call_here
from tests.lab.students import LIBRARY
from tests.solutions.key import CAPTURES, ROOT

SHIPPED = sorted(folder.name for folder in (ROOT / "labs").iterdir() if (folder / "lab.toml").is_file())


def linted(folder, solutions, students=2, captures=CAPTURES):
    """All problems of a lab, as the command finds them."""
    beside = [each for each in folder.parent.iterdir() if (each / "lab.toml").is_file()]
    lab, problems = lint_lab(folder, beside, LIBRARY, solutions=solutions)
    if lab is None:
        return problems
    found = lint_students(folder, solutions, captures, range(students), run=call_here)
    return [*problems, *merged(lab, [found], solved=solutions is not None).problems.values()]


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_lab_holds_over_twenty_students(slug):
    problems = linted(ROOT / "labs" / slug, ROOT / "tests" / "solutions" / slug / "solutions.py", students=20)
    assert [
        problem for problem in problems if problem.severity is Severity.ERROR or problem.rule == "answer.not-run"
    ] == []


@pytest.fixture
def lab(tmp_path):
    """A new lab, and a way to change its files."""
    return Changed(*write_new(tmp_path, "my-lab"))


class Changed:
    def __init__(self, folder, solutions):
        self.folder, self.solutions = folder, solutions

    def path(self, name):
        return self.solutions if name == "solutions" else self.folder / name

    def change(self, name, old, new):
        text = self.path(name).read_text("utf-8")
        assert old in text, old
        self.path(name).write_text(text.replace(old, new, 1), "utf-8")

    def rules(self, **more):
        return {problem.rule: problem for problem in linted(self.folder, self.solutions, **more)}


def test_a_new_lab_holds(lab):
    assert lab.rules(students=20) == {}


MISTAKES = [
    # rule, file, what is changed into what, what stands on the line that is told
    ("lab.unreadable", "lab.toml", 'kind = "number"', 'kind = "numbr"', None),
    ("lab.prerequisites", "lab.toml", "prerequisites = []", 'prerequisites = ["nothing"]', None),
    ("readme.missing", "README.md", None, "# Title\n\n## Part\n\nText.\n", "# Title"),
    ("text.fact", "README.md", "{name}", "{names}", "{names}"),
    ("text.fact", "lab.toml", "Packet {answer} of {file} brings", "Packet {anser} brings", "question ="),
    ("text.fact", "check.py", "time to live of packet {question}", "time to live of packet {nobody}", "other-packets-ttl"),
    ("check.fails", "check.py", 'right=answer.value("ip.ttl")', 'right=answer.valu("ip.ttl")', "answer.valu"),
    ("check.fails", "check.py", 'place=Place(packet, "ip.src"),', "place=3,", "def who_was"),
    ("check.fails", "check.py", 'value=packet.value("ip.src"),', "fits=lambda answer: answer.nothing,", "answer.nothing"),
    ("check.fails", "check.py", '    packet = now.packets["question"]\n', "    raise SystemExit(1)\n", "raise SystemExit"),
    ("files.named", "check.py", "file=FILE,", 'file="../out.pcapng",', "def situation"),
    ("check.style", "check.py", "from netkit.lab", "import random\nfrom netkit.lab", "import random"),
    ("variant.none", "check.py", 'value=packet.value("ip.src"),', 'value=packet.value("ip.dst"),', "source-for-destination"),
    ("variant.same", "check.py", 'draw.choice("lookup", library.names("hello-??.pcapng"))', '"hello-03.pcapng"', "def situation"),
    ("variant.unsteady", "check.py", '"file": FILE,', '"file": FILE, "id": str(id(object())) + str(id(draw)),', None),
    ("solution.fails", "solutions", "def key(given", "def kee(given", None),
    ("solution.fails", "solutions", "question, answer = given.frame(number)", "question, answer = given.farm(number)", None),
    ("solution.task", "solutions", '"1": {', '"7": {', None),
    ("solution.untested", "solutions", '"source-for-destination": [ipv4(question, ETHERNET + 12)],', "", "source-for-destination"),
    ("answer.not-right", "check.py", 'right=answer.value("ip.ttl")', 'right=answer.value("ip.ttl") + 300', "def time_to_live"),
    ("answer.unexplained", "check.py", '"That is the resolver: a server that finds addresses for others."', '""', "def who_was"),
    ("answer.refused", "solutions", '"right": ipv4(question, ETHERNET + 16)', '"right": "many"', None),
    ("answer.not-known", "solutions", '"other-packets-ttl": [str(question[ETHERNET + 8])]', '"other-packets-ttl": ["7"]', "other-packets"),
    ("answer.same-value", "solutions", '"answer-for-question": [ipv4(answer, len(answer) - 4)]',
     '"answer-for-question": [ipv4(question, ETHERNET + 12)]', None),
    ("answer.alike", "check.py", "{answer} is what came back. The question was sent before anybody knew it.",
     "{answer} is it.", None),
    ("answer.given-away", "check.py", "{answer} is where the packet comes from: the one who asks.",
     "Not this, but {right}.", "source-for-destination"),
    ("help.missing", "lab.toml", None, None, None),
    ("help.given-away", "lab.toml", "shows two addresses.", "shows {right}.", "hint ="),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "name", "old", "new", "line"), MISTAKES, ids=[f"{one[0]}-{one[1]}" for one in MISTAKES]
)
def test_a_mistake_is_found_at_its_place(lab, rule, name, old, new, line):
    if rule == "help.missing":
        text = lab.path(name).read_text("utf-8")
        lab.path(name).write_text(re.sub(r'hint = """.*?"""', 'hint = ""', text, count=1, flags=re.DOTALL), "utf-8")
    elif old is None:
        lab.path(name).write_text(new, "utf-8")
    else:
        lab.change(name, old, new)
    if "{right}" in (new or ""):
        lab.change("check.py", '"name": question.value', '"right": question.value("ip.dst"), "name": question.value')
    if rule == "answer.alike":
        lab.change("check.py", "{answer} is where the packet comes from: the one who asks.", "This is it.")
        lab.change("check.py", "{answer} is it.", "This is it.")
    found = lab.rules()
    assert rule in found, found
    problem = found[rule]
    assert problem.text
    assert rule in RULES
    if line is not None:
        assert problem.file == (name if name != "solutions" else "check.py")
        assert line in lab.path(problem.file).read_text("utf-8").splitlines()[problem.line - 1]


def test_a_lab_without_solutions_is_held_against_itself(tmp_path):
    folder, _ = write_new(tmp_path, "alone")
    assert [problem.rule for problem in linted(folder, None)] == ["solution.missing"]


def test_a_recorded_capture_is_the_one_of_the_catalogue(lab, tmp_path):
    captures = tmp_path / "captures"
    captures.mkdir()
    names = [path.name for path in CAPTURES.glob("hello-0[1-3].pcapng")]
    for name in names:
        (captures / name).write_bytes((CAPTURES / name).read_bytes())
    assert "capture.unlisted" in lab.rules(captures=captures)
    entries = "".join(f'[[capture]]\nfile = "{name}"\nsha256 = "{name[7] * 64}"\n' for name in names)
    (captures / "catalogue.toml").write_text(entries, "utf-8")
    assert "capture.changed" in lab.rules(captures=captures)


def test_what_gives_an_answer_away():
    assert gives_away("the answer is 1,448", 1448, "1448")
    assert not gives_away("packet 1448, bytes 1448–1449: 05 a8", 1448, "1448")
    assert not gives_away("it is 14480 or 1448.5", 1448, "1448")
    assert not gives_away("1448 minus nothing", 1448, "1448", shown={"1448"})
    assert gives_away("it is 192.0.2.1.", "192.0.2.1", "192.0.2.1")
    assert gives_away("packet 4 and packet 5", frozenset({4, 5}), "4, 5", had=frozenset({1}))
    assert gives_away("packet 5 too", frozenset({4, 5}), "4, 5", had=frozenset({4}))
    assert not gives_away("packet 4 is among them", frozenset({4, 5}), "4, 5", had=frozenset({4}))
