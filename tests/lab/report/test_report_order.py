"""The report says the same in whichever order the bundles were graded."""

from itertools import permutations

from netkit.lab.report.report import Report
from netkit.lab.report.view import report_blocks, report_data
from tests.lab.course.bundles import right, solutions
from tests.lab.grading.test_whole_class import line


def told(lines):
    report = Report()
    for each in lines:
        report.add(each.examined.graded, dict(each.examined.tried))
    return report_data(report, {}), report_blocks("Networks", report, {}, when="now")


def test_the_order_of_grading_is_not_seen():
    def misconceived(student, task, way):
        return line(student, [(task, solutions("start-here", student)[task].wrong[way][0])])

    ways = sorted(solutions("start-here", "s0")["2"].wrong)[:2]
    lines = [
        misconceived("s0", "2", ways[0]),
        misconceived("s1", "2", ways[1]),
        line("s2", [("2", "7"), ("2", "8"), ("2", "9")]),
        line("s3", [("2", "6"), ("2", "8"), ("2", "9")]),
        line("s4", right("start-here", "s4")),
    ]
    first, *others = (told(each) for each in permutations(lines, len(lines)))
    assert all(each == first for each in others)
