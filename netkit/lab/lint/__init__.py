"""What is wrong in a lab, found before a student finds it: its texts, its check, its answers and explanations over many variants."""

from netkit.lab.lint.problem import RULES, Problem, Severity
from netkit.lab.lint.students import Found, lint_students
from netkit.lab.lint.whole import lint_lab, merged

__all__ = ["RULES", "Found", "Problem", "Severity", "lint_lab", "lint_students", "merged"]
