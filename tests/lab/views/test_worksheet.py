"""Worksheets: whose boxes are empty, what the key adds, and that nothing on a sheet is markup; on paper in a real browser."""

import re
import shutil

import pytest

from netkit.lab.views.worksheet import worksheet
from netkit.render.paper.document import paper
from tests.lab.students import LABS, answer_key, variant
from tests.solutions.key import key, with_choices
from tests.system.browser import browser  # noqa: F401  a fixture
from tests.system.program import ROOT, assert_error, netkit, report

DRAWN = ("build-a-packet", "9")


def sheet(slug, task, student="ada"):
    return worksheet(LABS[slug].task(task), variant(slug, student), student)


def test_the_boxes_fill_whole_rows_and_the_empty_ones_are_the_rows_of_the_answer():
    found = sheet(*DRAWN)
    at = 0
    for box in found.boxes:
        assert at % 32 + box.bits <= 32, box
        assert len(box.value.replace(" ", "")) * 4 == box.bits, box
        at += box.bits
    assert at == 160  # an IPv4 header without options
    right = dict(cell.split("=") for cell in answer_key(*DRAWN[:1], "ada")["9"].right.split())
    assert {box.row: box.value for box in found.boxes if box.row} == right


@pytest.mark.parametrize("slug", LABS)
def test_every_task_has_a_sheet_which_tells_nothing_of_the_key(slug):
    for task in LABS[slug].tasks:
        found = sheet(slug, task.id)
        bare, whole = (paper([found], title="t", keys=keys) for keys in (False, True))
        assert found.because.split(".")[0] not in bare.replace("&#x27;", "'")
        assert not re.search(r'class="[^"]*filled', bare)
        assert len(whole) > len(bare)
        assert 'class="keys"' in whole


def test_an_empty_box_has_as_many_places_as_the_answer_has_digits():
    page = paper([sheet(*DRAWN)], title="t", keys=False)
    places = [found.count("<i>") for found in re.findall(r'class="digits">(.*?)</span>', page)]
    assert places == [1, 1, 4, 2, 2, 4]


def test_a_hostile_student_is_text():
    page = paper([sheet(*DRAWN, "<script>alert(1)</script>\x1b[31m")], title="<b>", keys=True)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "<b>" not in page.replace("<b>9</b>", "")


def test_each_sheet_is_one_page_on_a4_and_letter(browser, tmp_path):  # noqa: F811
    (tmp_path / "class.csv").write_text("ada\ngrace\nedsger\n")
    command = ["lab", "show", "9", "--print", "s.html", "--lab", DRAWN[0], "--roster", "class.csv", "--key"]
    done = netkit(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 worksheets, and the key behind" in done.stderr
    page = browser.new_page(viewport={"width": 420, "height": 800})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "s.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("section.sheet").count() == 3
    for size in ("A4", "Letter"):
        pdf = page.pdf(format=size)
        # three sheets, and their keys on two pages
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 5, size
    assert said == []
    page.close()


def printed(where, *words):
    """What a page of worksheets says, without its markup."""
    done = netkit("lab", "show", "9", "--print", "s.html", "--lab", DRAWN[0], "--key", *words, cwd=where)
    assert (done.returncode, done.stdout) == (0, ""), done
    return re.sub(r"<[^>]+>", " ", (where / "s.html").read_text("utf-8"))


def test_an_instructor_prints_the_numbers_of_a_course(tmp_path):
    """The header of each student's sheet is the one that the code of the handout draws, and not the one for practice."""
    assert netkit("course", "new", "net101", cwd=tmp_path).returncode == 0
    (tmp_path / "net101" / "roster.csv").write_text("id\nada\ngrace\n")
    assert netkit("course", "handout", "net101", cwd=tmp_path).returncode == 0
    keys = {}
    for student in ("ada", "grace"):
        code = next((tmp_path / "net101" / "handouts").glob(f"*{student}*"))
        begun = ["lab", "start", DRAWN[0], "--code", code, "--folder", student]
        assert netkit(*begun, cwd=tmp_path).returncode == 0
        shown = report("lab", "show", cwd=tmp_path / student / DRAWN[0])["tasks"]
        questions = {each["task"]: with_choices(each["question"], each["choices"]) for each in shown}
        files = {
            path.name: path.read_bytes()
            for path in (tmp_path / student / DRAWN[0]).iterdir()
            if path.suffix in (".hex", ".bin", ".pcapng")
        }
        right = key(DRAWN[0], files, questions)["9"].right
        keys[student] = [cell.split("=")[1] for cell in right.split()]
    both = printed(tmp_path, "--course", "net101")
    assert "ada" in both
    assert "grace" in both
    for student, cells in keys.items():
        alone = printed(tmp_path, "--course", "net101", "--student", student)
        spelled = alone.replace(" ", "")
        assert all(cell in spelled for cell in cells), (student, cells)
        practice = printed(tmp_path, "--student", student).replace(" ", "")
        assert not all(cell in practice for cell in cells)


def test_a_course_with_another_version_prints_that_one_or_says_that_it_is_not_here(tmp_path):
    assert netkit("course", "new", "net101", cwd=tmp_path).returncode == 0
    file = tmp_path / "net101" / "course.toml"
    file.write_text(
        'format = 1\nname = "net101"\ntitle = "N"\nfolders = ["labs"]\n'
        '[[labs]]\nname = "build-a-packet"\nversion = "0.9"\ndue = 2030-01-01\n'
    )
    command = ["lab", "show", "9", "--print", "s.html", "--lab", DRAWN[0], "--course", "net101", "--student", "ada"]
    assert_error(netkit(*command, cwd=tmp_path), 3, "version 0.9 of build-a-packet is not here")
    older = tmp_path / "net101" / "labs" / "archive" / "0.9" / DRAWN[0]
    shutil.copytree(ROOT / "labs" / DRAWN[0], older)
    toml = older / "lab.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace(f'version = "{LABS[DRAWN[0]].version}"', 'version = "0.9"'), "utf-8")
    assert netkit(*command, cwd=tmp_path).returncode == 0
    assert "0.9" in (tmp_path / "s.html").read_text("utf-8")


def test_mistakes_are_told(tmp_path):
    assert_error(netkit("lab", "show", "--print", "s.html", cwd=tmp_path), 2, "a worksheet is of one task")
    refused = netkit("lab", "show", "9", "--key", "--lab", DRAWN[0], cwd=tmp_path)
    assert_error(refused, 2, "--print makes a worksheet")
    nowhere = netkit("lab", "show", "9", "--print", "s.html", "--student", "ada", cwd=tmp_path)
    assert_error(nowhere, 2, "of which lab?", "--lab build-a-packet")
    assert list(tmp_path.iterdir()) == []
