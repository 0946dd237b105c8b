"""The rules by which other systems take grades, written from their sources and specifications, each as a function that refuses."""

import base64
import csv
import io
import json
import math
import re
import xml.etree.ElementTree as ET


def gradescope(data: bytes) -> float:
    """The total that Gradescope shows (autograder docs, "Output Format")."""
    found = json.loads(data)
    tests = found.get("tests", [])
    assert "score" in found or (tests and all("score" in test for test in tests))
    for key in ("visibility", "stdout_visibility"):
        assert found.get(key, "visible") in {"hidden", "after_due_date", "after_published", "visible"}
    for key in ("output_format", "test_output_format", "test_name_format"):
        assert found.get(key, "text") in {"text", "html", "simple_format", "md", "ansi"}
    for test in tests:
        assert isinstance(test["score"], int | float)
        assert isinstance(test["max_score"], int | float)
        assert test["status"] in {"passed", "failed"}
        assert isinstance(test["name"], str)
        assert isinstance(test.get("number", ""), str)
        assert isinstance(test.get("output", ""), str)
        assert all(isinstance(tag, str) for tag in test.get("tags", []))
        assert test["visibility"] == "visible"  # with one hidden test nobody sees a total
    return found.get("score", sum(test["score"] for test in tests))


def prairielearn(data: bytes) -> float | None:
    """The score, or None for what is not gradable (externalGrader.ts)."""
    assert len(data) <= 1_000_000
    found = json.loads(data)
    if found.get("gradable") is False:
        assert isinstance(found.get("format_errors", ""), str | list)
        return None
    assert isinstance(found["score"], int | float)
    assert math.isfinite(found["score"])
    assert 0 <= found["score"] <= 1
    for test in found.get("tests", []):
        assert isinstance(test["points"], int | float)
        assert isinstance(test["max_points"], int | float)
        assert all(isinstance(test.get(key, ""), str) for key in ("name", "description", "message", "output"))
    return found["score"]


def check50(data: bytes) -> list[bool | None]:
    """Which checks passed (check50, docs, "JSON Specification")."""
    found = json.loads(data)
    assert isinstance(found["slug"], str)
    assert isinstance(found["version"], str)
    if "error" in found:
        assert set(found["error"]) == {"type", "value", "traceback", "data"}
        return []
    names = [result["name"] for result in found["results"]]
    assert len(set(names)) == len(names)
    for result in found["results"]:
        assert result["passed"] in {True, False, None}
        assert (result["cause"] is None) == (result["passed"] is True)
        assert all(isinstance(line, str) for line in result["log"])
        assert isinstance(result["data"], dict)
        assert result["dependency"] is None or result["dependency"] in names
        if result["cause"]:
            assert isinstance(result["cause"]["rationale"], str)
    return [result["passed"] for result in found["results"]]


def github_classroom(data: bytes) -> tuple[float, float]:
    """The total of the reporter's table and the one that it reports (test-helpers.js, notify-classroom.js): they must agree."""
    environment = dict(line.split("=", 1) for line in data.decode().splitlines())
    shown = reported = 0.0
    for name in filter(None, environment["RUNNERS"].split(",")):
        results = json.loads(base64.b64decode(environment[f"{name.upper()}_RESULTS"], validate=True))
        assert results["version"] == 1
        assert results["status"] in {"pass", "fail", "error"}
        tests = results["tests"]
        passed = sum(test["status"] == "pass" for test in tests)
        if passed == len(tests):
            shown += passed / len(tests) * results["max_score"]
            reported += sum(test["score"] for test in tests)
        else:
            assert all(test["score"] <= results["max_score"] for test in tests)
    return shown, reported


def canvas(data: bytes) -> dict[str, dict[str, float | None]]:
    """Each assignment's grades by what finds the student (canvas-lms, lib/gradebook_importer.rb)."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    header = rows[0]
    assert "Student" in header[0]
    assert "ID" in header[1]
    section = header.index("Section")
    assert set(header[2:section]) <= {"SIS User ID", "SIS Login ID", "Integration ID", "Root Account"}
    titles = header[section + 1 :]
    found: dict[str, dict[str, float | None]] = {title: {} for title in titles}
    body = rows[1:]
    if body and "Points Possible" in body[0][0]:
        assert all(float(cell) >= 0 for cell in body[0][section + 1 :])
        body = body[1:]
    for row in body:
        assert len(row) == len(header)
        known = dict(zip(header[:section], row, strict=False))
        student = known["ID"] or known.get("SIS User ID") or known.get("SIS Login ID") or known["Student"]
        assert student
        for title, cell in zip(titles, row[section + 1 :], strict=True):
            found[title][student] = None if cell in {"", "-"} else float(cell)
    return found


def moodle(data: bytes, *, by: str) -> dict[str, dict[str, float | None]]:
    """Each item's grades by one of the columns that map a user (grade/import/csv/classes/load_data.php)."""
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    found: dict[str, dict[str, float | None]] = {}
    for row in rows:
        for heading, cell in row.items():
            if heading not in {"ID number", "Username", "Email address"} and not heading.startswith("Feedback: "):
                grade = None if cell == "-" else float(cell)
                assert grade is None or grade <= 100
                found.setdefault(heading, {})[row[by]] = grade
    return found


FRACTIONS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0,
)  # fmt: skip


def moodle_xml(data: bytes) -> list[ET.Element]:
    """The questions of a file (question/format/xml/format.php)."""
    quiz = ET.fromstring(data)  # noqa: S314  netkit wrote it
    assert quiz.tag == "quiz"
    questions = []
    for question in quiz.findall("question"):
        kind = question.get("type")
        if kind == "category":
            assert question.findtext("category/text", "").startswith("$course$/")
            continue
        assert kind in {"shortanswer", "numerical", "multichoice"}
        assert question.findtext("name/text")
        assert question.findtext("questiontext/text")
        answers = question.findall("answer")
        fractions = [float(answer.get("fraction", "")) for answer in answers]
        assert all(abs(fraction) in FRACTIONS for fraction in fractions)
        assert all(answer.findtext("text") for answer in answers)
        if kind == "multichoice" and question.findtext("single") == "true":
            assert fractions.count(100) == 1
        elif kind == "multichoice":
            assert abs(sum(fraction for fraction in fractions if fraction > 0) - 100) < 0.01
        else:
            assert 100 in fractions
        if kind == "numerical":
            assert all(math.isfinite(float(answer.findtext("text", ""))) for answer in answers)
            assert all(float(answer.findtext("tolerance", "")) >= 0 for answer in answers)
        for file in question.findall("questiontext/file"):
            assert base64.b64decode(file.text or "", validate=True)
            assert f"@@PLUGINFILE@@/{file.get('name')}" in question.findtext("questiontext/text", "")
        questions.append(question)
    return questions


def lti(line: str) -> tuple[str, float, float]:
    """User, points and maximum of a score that a platform takes (LTI-AGS 2.0, "Score publish service")."""
    score = json.loads(line)
    assert isinstance(score["userId"], str)
    assert score["userId"]
    assert score["scoreGiven"] >= 0
    assert "scoreMaximum" in score
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)", score["timestamp"])
    assert score["activityProgress"] in {"Initialized", "Started", "InProgress", "Submitted", "Completed"}
    assert score["gradingProgress"] in {"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"}
    return score["userId"], score["scoreGiven"], score["scoreMaximum"]
