"""`netkit lab preview`: a lab as a student sees it, with its answers beside."""

from __future__ import annotations

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder, language_code, library, speaks
from netkit.cli.output import Form, form, reports, say, show
from netkit.lab.authoring.preview import preview as preview_of
from netkit.lab.student.folder import PRACTICE, language_of, named_lab
from netkit.lab.variant import draw_variant
from netkit.view import Paragraph

__all__ = ["preview"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab preview ./my-lab", "what a student reads, and each task with its answers"),
        ("netkit lab preview ./my-lab --student bob", "with Bob's numbers"),
        ("netkit lab preview first-packets --html preview.html", "as a page for a browser"),
        ("netkit lab preview start-here --language de", "in German"),
    ],
)
@click.argument("name", type=LabName())
@click.option("--student", default=PRACTICE, metavar="ID", help="Whose numbers to show.")
@click.option("--html", type=click.Path(), metavar="FILE", help="Write it as a page of one file.")
@speaks
@reports
def preview(name: str, student: str, html: str | None) -> None:
    """A lab as a student sees it, with its answers beside.

    NAME is the path of a lab's folder (./my-lab), or a lab that comes with netkit. For those who write or teach it: every task with the
    right answer, the misconceptions, and what each is told.
    """
    lab = named_lab(labs_folder(), name)
    language = language_of(lab, labs_folder(), language_code())
    document = preview_of(draw_variant(lab, student, library(), language=language), student, named=name)
    if html is not None:
        from netkit.cli.picture_file import write_page  # noqa: PLC0415  only those who ask for a page need it
        from netkit.render.single_page.document import single_page  # noqa: PLC0415

        write_page(single_page(document.blocks, title=lab.title, look="sheet"), html)
        say(Paragraph(text=f"{html} holds the preview: open it in a browser"))
    if html is None or form() is Form.JSON:
        show(document)
