"""The tables of a module on a page: a section with the picture for each, and one list for those that are a line long."""

from __future__ import annotations

from collections.abc import Sequence

from docs.generate.drawing import drawn
from docs.generate.fields import HEAD, FieldRows, base_of, own_fields
from docs.generate.headings import Headings
from docs.generate.markdown import Page, code, first_paragraph, prose, sentence
from docs.generate.numbers import number_of, numbers
from docs.generate.protocols import Protocol
from netkit.packet.diagram import diagram_of_tables
from netkit.packet.header import Header

__all__ = ["TableSections"]

SHORT = "In short"
SHORT_HEAD = ("table", "what it is", "field", "Wireshark", "what it is for", "where it is written")


class TableSections:
    """Writes tables onto a page, and remembers what it has said there."""

    def __init__(self, page: Page, protocol: Protocol) -> None:
        self._page = page
        self._protocol = protocol
        self._pictures = protocol.pictures
        self._rows = FieldRows()
        self._numbers = numbers()
        self.headings = Headings(protocol)

    def write(self, tables: Sequence[type[Header]], level: int) -> None:
        """The tables of one module."""
        short = [table for table in tables if table.fields and self._is_short(table)]
        for table in tables:
            if table.fields and table not in short:
                self._section(table, level)
        if short:
            self._page.heading(level, SHORT)
            self._page.table(SHORT_HEAD, [self._line(table) for table in short])

    def _is_short(self, table: type[Header]) -> bool:
        """Whether a table brings no more than one field, and no picture would say more than a line does."""
        own = own_fields(table)
        if len(own) > 1 or table is self._protocol.own:
            return False
        return not table.__doc__ or not any(field.width for field in own)

    def _section(self, table: type[Header], level: int) -> None:
        page, message = self._page, self._message(table)
        page.heading(level, self.headings.of_table(table))
        told = first_paragraph(table.__doc__).rstrip(".")
        asides = [number_of(message, self._numbers), table.rfc if table.rfc not in told else ""]
        aside = ", ".join(filter(None, asides))
        page.paragraph(f"{sentence(told)[:-1]}{f' ({aside})' if aside else ''}." if told else sentence(aside))
        if any(field.width for field in table.fields):
            page.block(drawn([diagram_of_tables("", message)]))
        fixed = any(field.width for field in own_fields(table))
        rows = self._rows.of(message, table)
        page.table(HEAD if fixed else HEAD[1:], rows if fixed else [row[1:] for row in rows])

    def _line(self, table: type[Header]) -> tuple[str, ...]:
        number = number_of(self._message(table), self._numbers)
        name = f"{table.title} ({number})" if number else table.title
        told = prose(first_paragraph(table.__doc__)).rstrip(".")
        for field in own_fields(table):
            return name, told, field.label, code(field.key), self._rows.meaning(field), field.rfc
        return name, told, "", "", f"the fields of {base_of(table).title}", table.rfc

    def _message(self, table: type[Header]) -> tuple[type[Header], ...]:
        """The tables that the picture shows: all of the message that ends with this one."""
        return next((found for _, found in self._pictures if found[-1] is table), (table,))
