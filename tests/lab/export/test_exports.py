"""Each export is taken by its reader's own rule, for a class by hand and for any class, and says the grades that are in it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings

from netkit.lab.export.gradebook import Gradebook, Person
from netkit.lab.export.table import EXPORTS
from netkit.lab.grading.graded import Adjustment, Finding, Graded
from tests.lab.export import importers
from tests.lab.export.books import ADA, BAD, CLASS, TIME, gradebooks


def made(name: str, book: Gradebook = CLASS) -> dict[str, bytes]:
    return EXPORTS[name].make(book)


def test_gradescope_takes_the_total_and_not_the_sum() -> None:
    files = made("gradescope")
    assert importers.gradescope(files["ada.json"]) == 2.5
    assert importers.gradescope(files["pair.json"]) == 120
    assert importers.gradescope(files["bad.json"]) == 0
    wrong = json.loads(files["ada.json"])["tests"][1]
    assert wrong["tags"] == ["ttl-is-hops"]
    assert "62" in wrong["output"]
    assert "could pass" in wrong["output"]
    assert "it is not a bundle" in json.loads(files["bad.json"])["output"]


def test_prairielearn_costs_no_attempt_for_what_is_no_bundle() -> None:
    files = made("prairielearn")
    assert importers.prairielearn(files["ada.json"]) == pytest.approx(2.5 / 9)
    assert importers.prairielearn(files["pair.json"]) == 1
    assert importers.prairielearn(files["bad.json"]) is None


def test_prairielearn_reads_a_megabyte_at_most() -> None:
    verdict = replace(ADA.verdicts[1], explanation="\u00e9" * 3000)
    long = replace(ADA, verdicts=[replace(verdict, task=str(number)) for number in range(600)])
    (data,) = made("prairielearn", replace(CLASS, graded=(long,))).values()
    assert importers.prairielearn(data) is not None


def test_check50_knows_what_passed_and_what_was_not_run() -> None:
    files = made("check50")
    assert importers.check50(files["ada.json"]) == [True, False, False, None, False]
    assert importers.check50(files["bad.json"]) == []


def test_github_classrooms_two_totals_agree() -> None:
    files = made("github-classroom")
    assert importers.github_classroom(files["ada.env"]) == (2, 2)
    assert importers.github_classroom(files["bad.env"]) == (0, 0)


def test_junit_counts_as_it_says() -> None:
    suites = ET.fromstring(made("junit")["grades.xml"])  # noqa: S314  netkit wrote it
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for count, tag in (("failures", "failure"), ("skipped", "skipped"), ("errors", "error")):
            assert int(suite.get(count, "")) == sum(case.find(tag) is not None for case in cases)
    assert [suite.get("failures") for suite in suites] == ["3", "0", "0"]
    assert suites[0].find("testcase[2]/failure").get("message") == "Your answer: 62"  # type: ignore[union-attr]


def test_canvas_finds_each_student_by_its_own_id() -> None:
    found = importers.canvas(made("canvas")["canvas.csv"])
    assert found["First packets"] == {"17": 2.5, "18": None, "bob": None, "cy": None}
    assert found["Subnets"] == {"17": None, "18": None, "bob": 120, "cy": 120}


def test_canvas_keeps_its_own_words() -> None:
    named = replace(ADA, title="Final Score")
    (title,) = importers.canvas(made("canvas", replace(CLASS, graded=(named,)))["canvas.csv"])
    assert title == "netkit first-packets"


def test_moodle_gets_no_grade_above_a_hundred() -> None:
    found = importers.moodle(made("moodle")["moodle.csv"], by="Username")
    assert found["First packets"] == {"ada": 2.5, "dan": None, "bob": None, "cy": None}
    assert found["Subnets (of 100)"] == {"ada": None, "dan": None, "bob": 100, "cy": 100}


def test_a_score_of_lti_for_each_student() -> None:
    files = made("lti")
    assert importers.lti(files["first-packets.jsonl"].decode()) == ("ada", 2.5, 9)
    assert [importers.lti(line)[0] for line in files["subnets.jsonl"].decode().splitlines()] == ["bob", "cy"]


def test_the_plain_forms_hold_everything() -> None:
    rows = list(csv.DictReader(io.StringIO(made("csv")["grades.csv"].decode(), newline="")))
    assert [(row["student"], row["lab"], row["score"]) for row in rows] == [
        ("ada", "first-packets", "2.5"), ("bob", "subnets", "120"), ("cy", "subnets", "120"), ("", "", "0"),
    ]  # fmt: skip
    assert rows[3]["refused"] == "it is not a bundle"
    document = json.loads(made("json")["grades.json"])
    assert document["schema"] == "netkit.grade.export/1"
    assert [grade["bundle"] for grade in document["grades"]] == ["ada.netkit", "pair.netkit", "bad.netkit"]


def test_a_page_for_the_student_tells_why_and_keeps_findings_for_the_talk() -> None:
    page = made("html")["ada.html"].decode()
    assert "could pass" in page
    assert "a day late" in page
    assert "bob" not in page


def test_findings_are_in_no_form_but_two() -> None:
    odd = replace(ADA, findings=(Finding(rule="copied.fits-classmate", text="zaphod's numbers", students=("zaphod",)),))
    book = replace(CLASS, graded=(odd,))
    told = {
        name
        for name in EXPORTS
        if any(b"zaphod" in each or b"copied.fits" in each for each in made(name, book).values())
    }
    assert told == {"csv", "json"}


def test_points_set_by_hand_where_nothing_was_graded_are_in_every_form_of_a_class_and_on_a_page() -> None:
    by_hand = Graded(
        bundle="", student="dan", lab="subnets", title="Subnets", version="", score=9, max_score=120,
        adjustments=(Adjustment(rule="override", points=9, text="Set to 9 points: talked on Monday"),),
    )  # fmt: skip
    book = replace(CLASS, graded=(*CLASS.graded, by_hand))
    assert importers.canvas(made("canvas", book)["canvas.csv"])["Subnets"]["18"] == 9
    assert importers.moodle(made("moodle", book)["moodle.csv"], by="Username")["Subnets (of 100)"]["dan"] == 7.5
    assert b"talked on Monday" in made("moodle", book)["moodle.csv"]
    assert importers.lti(made("lti", book)["subnets.jsonl"].decode().splitlines()[-1]) == ("dan", 9, 120)
    page = made("html", book)["dan-subnets.html"].decode()
    assert "talked on Monday" in page
    assert "the tasks" not in page.lower()
    for one_a_bundle in ("gradescope", "prairielearn", "check50", "github-classroom"):
        assert made(one_a_bundle, book).keys() == made(one_a_bundle).keys()
    assert len(ET.fromstring(made("junit", book)["grades.xml"])) == len(CLASS.graded)  # noqa: S314  netkit wrote it


def test_what_a_list_calls_an_address_or_a_name_is_found_however_it_is_written() -> None:
    row = {"nachname": "Öz", "vorname": "Jörg", "matrikel nr": "4711", "e mail": "j@x.org", "kennung": "joez"}
    book = replace(CLASS, people=(Person("joez", row),), graded=(replace(ADA, student="joez"),))
    [found] = csv.DictReader(io.StringIO(made("moodle", book)["moodle.csv"].decode(), newline=""))
    assert (found["ID number"], found["Username"], found["Email address"]) == ("4711", "joez", "j@x.org")
    assert b'"\xc3\x96z, J\xc3\xb6rg"' in made("canvas", book)["canvas.csv"]
    assert Person("x", {"e mail": "a"}).under("E-Mail") == Person("x", {"E-Mail": "a"}).under("e mail") == "a"


def test_what_was_handed_in_again_stands_once() -> None:
    first = replace(ADA, bundle="first.netkit", score=9.0, counts=False)
    book = replace(CLASS, graded=(first, ADA, BAD))
    assert book.standing()["ada", "first-packets"].bundle == "ada.netkit"
    for name in ("canvas", "moodle", "lti"):
        assert all(b"9.0" not in data for data in made(name, book).values())
    assert importers.canvas(made("canvas", book)["canvas.csv"])["First packets"]["17"] == 2.5


def test_no_two_bundles_share_a_file() -> None:
    names = ["a/x.netkit", "b/x.netkit", "A/x.netkit", "a-x.netkit", "../../etc/x.netkit", ".netkit", ""]
    book = replace(CLASS, graded=[replace(ADA, bundle=name) for name in names])
    for export in ("gradescope", "prairielearn", "check50", "github-classroom", "html"):
        files = made(export, book)
        # what has no name is no bundle: points that were set by hand
        assert len(files) == len(names) - (export != "html")
        assert not any("/" in name or name.startswith(".") for name in files)


def test_a_name_that_is_a_formula_stays_a_name() -> None:
    book = replace(CLASS, people=(), graded=(replace(ADA, student="=HYPERLINK(1)"),))
    for name in ("csv", "canvas", "moodle"):
        (data,) = made(name, book).values()
        assert "'=HYPERLINK(1)" in data.decode()
        assert "\n=" not in data.decode()


def test_what_steers_a_terminal_is_in_no_table_and_in_no_xml() -> None:
    name = "a\x1b[2J\x9b31m\x7fb"
    book = replace(CLASS, people=(), graded=(replace(ADA, student=name, bundle=name),))
    for form in ("csv", "canvas", "moodle", "junit"):
        (data,) = made(form, book).values()
        assert not set("\x1b\x9b\x7f") & set(data.decode())
        assert "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}31m\N{REPLACEMENT CHARACTER}b" in data.decode()


@settings(max_examples=60, deadline=None)
@given(gradebooks())
def test_any_class_is_taken(book: Gradebook) -> None:
    assert book.time == TIME
    for data in made("gradescope", book).values():
        importers.gradescope(data)
    for data in made("prairielearn", book).values():
        importers.prairielearn(data)
    for data in made("check50", book).values():
        importers.check50(data)
    for data in made("github-classroom", book).values():
        shown, reported = importers.github_classroom(data)
        assert shown == reported
    ET.fromstring(made("junit", book)["grades.xml"])  # noqa: S314  netkit wrote it
    importers.canvas(made("canvas", book)["canvas.csv"])
    importers.moodle(made("moodle", book)["moodle.csv"], by="ID number")
    for data in made("lti", book).values():
        for line in data.decode().split("\n")[:-1]:
            importers.lti(line)
    for name in ("csv", "json", "html"):
        made(name, book)
