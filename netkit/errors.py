"""The exceptions of netkit: one tree, in which the type says who can mend it and the data says where.

Every error has four parts, kept apart so that any output can arrange them: what is wrong (`what`), where and what was found there
(`where`), the rule that makes it wrong (`why`), and what to do next (`hint`).
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "AccessError",
    "AddressError",
    "AnswerError",
    "BadFieldError",
    "BuildError",
    "BundleError",
    "CaptureError",
    "ContentError",
    "CourseError",
    "ExitCode",
    "LabError",
    "NetkitError",
    "PacketError",
    "ProgressError",
    "TruncatedError",
    "UsageError",
    "ZoneError",
]


class ExitCode(IntEnum):
    """What the process says to the shell when it ends; `FAULT` is netkit's own (an internal software error in sysexits.h)."""

    FINE = 0
    WRONG = 1
    USAGE = 2
    MALFORMED = 3
    NETWORK = 4
    FAULT = 70
    INTERRUPTED = 130


class NetkitError(Exception):
    """Something that netkit can't go on from, told in the four parts that a person needs."""

    exit_code = ExitCode.MALFORMED

    def __init__(self, what: str, *, where: str = "", why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.why) if part)


class UsageError(NetkitError):
    """The command's words are off: the user mends it by asking differently."""

    exit_code = ExitCode.USAGE


class AccessError(NetkitError):
    """Something that is there but may not be read or written: the machine's owner mends it."""

    exit_code = ExitCode.NETWORK


class AddressError(NetkitError, ValueError):
    """A text that is no address, prefix or route, or prefixes that can't be as asked.

    `text` is what was written, `start` and `length` say where in it the fault lies, in characters, `found` what stands there. It is a
    ValueError, too, for those who only ask whether a text is an address.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        why: str = "",
        hint: str = "",
        text: str = "",
        start: int = 0,
        length: int = 0,
        found: str = "",
    ) -> None:
        super().__init__(what, where=where, why=why, hint=hint)
        self.text = text
        self.start = start
        self.length = length
        self.found = found

    def __str__(self) -> str:
        return f"{self.what}: {self.why}" if self.why else self.what


class PacketError(NetkitError):
    """A packet that can't be taken apart, or built, as asked."""


class TruncatedError(PacketError):
    """Fewer bytes than a header needs.

    `start`, `needed` and `available` are in bytes; `limited_by` names the length field that set the end, or is empty where the data
    themselves end; `partial` is the header with the fields that could be read, where it could.
    """

    def __init__(self, header: str, *, start: int, needed: int, available: int, limited_by: str = "") -> None:
        limit = f"{limited_by} ends it there" if limited_by else "the data end there"
        super().__init__(
            f"{header} needs {needed} bytes at byte {start}, but only {available} {'is' if available == 1 else 'are'} left",
            why=limit,
        )
        self.partial: object | None = None
        self.header = header
        self.start = start
        self.needed = needed
        self.available = available
        self.limited_by = limited_by


class BadFieldError(PacketError):
    """A value that a field of a header can't hold; `field` is its name, `rule` says what it can hold."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(f"{field} can't be {value!r}", why=rule)
        self.field = field
        self.value = value
        self.rule = rule


class BuildError(PacketError):
    """A packet that can't be built as asked.

    `draft` is the header that it is about and `field` the field's name, where there are such; `item` and `name` are the number and the
    name of the value, among those that the header was made from.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        why: str = "",
        hint: str = "",
        draft: object | None = None,
        field: str = "",
        item: int | None = None,
    ) -> None:
        super().__init__(what, where=where, why=why, hint=hint)
        self.draft = draft
        self.field = field
        self.item = item
        self.name = ""


class CaptureError(NetkitError):
    """A file that is no capture, or one whose first bytes already break its format."""


class ContentError(NetkitError):
    """The labs or captures that come with netkit are not where they should be: the installation is incomplete."""


class LabError(NetkitError):
    """A lab that is wrong in itself: its author mends it."""


class CourseError(NetkitError):
    """A course that is wrong in itself (course.toml, its key, its tables): the instructor mends it."""


class BundleError(NetkitError):
    """A file that is no bundle, or one that can't be graded; `rule` is a stable dotted id (`bundle.zip.damaged`)."""

    def __init__(self, rule: str, what: str, *, where: str = "", why: str = "", hint: str = "") -> None:
        super().__init__(what, where=where, why=why, hint=hint)
        self.rule = rule


class AnswerError(NetkitError):
    """An answer that is not of the kind that the task asks for: the student mends it by answering again."""

    exit_code = ExitCode.USAGE


class ProgressError(NetkitError):
    """A student's folder that can't be read or written as it is."""


class ZoneError(NetkitError):
    """A zone file that can't be served as it stands; `line` is the number of the line, from 1, or 0 where it is about the whole file."""

    def __init__(self, what: str, *, where: str = "", why: str = "", hint: str = "", line: int = 0) -> None:
        super().__init__(what, where=where, why=why, hint=hint)
        self.line = line
