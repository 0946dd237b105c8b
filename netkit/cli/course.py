"""`netkit course`: teach a class."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["course"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry("new", "a course to begin with, and its secret key", "netkit.cli.course_new:new"),
        Entry("handout", "everybody's own code", "netkit.cli.course_handout:handout"),
        Entry(
            "autograder",
            "the zip with which Gradescope grades a course's bundles",
            "netkit.cli.course_autograder:autograder_zip",
        ),
        Entry("report", "what the class finds hard, as one web page", "netkit.cli.course_report:report"),
    ),
    examples=[
        ("netkit course new net101", "the folder net101, with course.toml and its key"),
        ("netkit course handout net101 --roster class.csv", "a file with a code for each student"),
        ("netkit grade bundles --course net101", "grade what they hand in"),
        ("netkit course report net101", "who is stuck, and where"),
    ],
)
def course() -> None:
    """Teach a class: handouts, and a report of what they find hard."""
