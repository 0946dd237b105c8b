"""JUnit XML, in the form that pytest writes: a suite a bundle, a case a task; points are properties, for the format has none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from netkit.lab.export.wording import told
from netkit.lab.export.xml_text import xml_text
from netkit.lab.grading.graded import whole
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["junit"]


def junit(gradebook: Gradebook) -> dict[str, bytes]:
    """One file for all bundles."""
    suites = ET.Element("testsuites", name=xml_text(gradebook.course))
    suites.extend(_suite(each, gradebook.time) for each in gradebook.graded if each.bundle)
    ET.indent(suites)
    return {"grades.xml": ET.tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n"}


def _suite(graded: Graded, time: str) -> ET.Element:
    cases = [_case(graded, verdict) for verdict in graded.verdicts]
    if graded.refused:
        cases = [ET.Element("testcase", classname="netkit", name="bundle", time="0")]
        ET.SubElement(cases[0], "error", message=xml_text(graded.refused))
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    suite = ET.Element(
        "testsuite",
        name=xml_text(graded.bundle),
        errors=str(int(bool(graded.refused))),
        failures=str(failures),
        skipped=str(skipped),
        tests=str(len(cases)),
        time="0",
        timestamp=time,
        hostname="netkit",
    )
    properties = ET.SubElement(suite, "properties")
    said = {
        "student": graded.student,
        "lab": graded.lab,
        "version": graded.version,
        "score": whole(graded.score),
        "max_score": whole(graded.max_score),
    }
    for name, value in said.items():
        ET.SubElement(properties, "property", name=name, value=xml_text(str(value)))
    suite.extend(cases)
    return suite


def _case(graded: Graded, verdict: Verdict) -> ET.Element:
    name = xml_text(f"{verdict.task}. {verdict.title}")
    case = ET.Element("testcase", classname=xml_text(f"{graded.student}.{graded.lab}"), name=name, time="0")
    properties = ET.SubElement(case, "properties")
    ET.SubElement(properties, "property", name="points", value=str(verdict.points))
    ET.SubElement(properties, "property", name="max_points", value=str(verdict.max_points))
    why = xml_text(told(verdict))
    if verdict.outcome is Outcome.SKIPPED:
        ET.SubElement(case, "skipped", type="netkit.needs", message=why)
    elif verdict.outcome is not Outcome.RIGHT:
        ET.SubElement(case, "failure", message=why.partition("\n")[0]).text = why
    return case
