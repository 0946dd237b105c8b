"""Sentences in another language: templates by id. English is the code's own text, and stands in for whatever a language lacks.

A sentence stands in the code beside what it speaks of: `language.say("task.points", "worth {points}", points=3)`. The file of a language
is TOML: `code`, `name`, and tables whose keys, joined by dots, are ids (`engine.task.points`, `lab.start-here.1.question`). In a template
`{name}` stands for a fact of that name, `{{` and `}}` for braces, and nothing else has a meaning: a file from anywhere does no harm.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from netkit.errors import LabError, UsageError

__all__ = [
    "ENGLISH",
    "FOLDER",
    "Fault",
    "Language",
    "Phrase",
    "UnfilledError",
    "fill",
    "is_code",
    "is_name",
    "named",
    "placeholders",
    "read",
]

FOLDER = "languages"
"""The folder of languages in a folder of labs: a file a language, named by its code."""

LARGEST_FILE = 2 << 20
"""Bytes of a language's file that are read."""
LONGEST = 40_000
"""Characters of one sentence; a lab's README is one."""
LONGEST_NAME = 60
"""Characters of what a language is called."""

DEEPEST = 8
"""Tables inside one another."""

_PART = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}|[{}]")
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that end lines or turn the direction of what follows."""


class Phrase(NamedTuple):
    """A sentence of netkit's own that is said later: its id, and its English."""

    id: str
    english: str


class UnfilledError(ValueError):
    """A template that can't be filled: it names a fact that there is not, or has a brace of no meaning."""


def placeholders(template: str) -> frozenset[str]:
    """The names of the facts in a template; UnfilledError where a brace has no meaning."""
    found = set()
    for match in _PART.finditer(template):
        if match[1]:
            found.add(match[1])
        elif len(match[0]) == 1:
            raise UnfilledError(f"a brace stands alone: {template[max(match.start() - 10, 0) : match.end() + 10]!r}")
    return frozenset(found)


def fill(template: str, facts: Mapping[str, object]) -> str:
    """A template with its facts; what stands in a fact is never looked at again. UnfilledError where it can't be filled."""

    def part(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        if not match[1]:
            raise UnfilledError("a brace stands alone")
        if match[1] not in facts:
            raise UnfilledError(repr(match[1]))
        return str(facts[match[1]])

    return _PART.sub(part, template)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one entry of a language's file, which is as if it were not there."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code (`de`), its own name (`Deutsch`), its templates by id, and what in its file could not be taken."""

    code: str = "en"
    name: str = "English"
    templates: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    def template(self, id: str, english: str) -> str:  # noqa: A002  that is what it is called
        """The template of an id; the English one where there is none, or one that names facts which the English does not."""
        found = self.templates.get(id)
        if found is None:
            return english
        try:
            fits = placeholders(found) <= placeholders(english)
        except UnfilledError:
            fits = False
        if not fits:
            return english
        # a template written over several lines is a sentence all the same
        return found if "\n" in english else " ".join(found.split())

    def say(self, id: str, english: str, /, **facts: object) -> str:  # noqa: A002
        """A sentence of netkit's own: `english` with its facts, or what stands under `engine.` and the id."""
        return fill(self.template(f"engine.{id}", english), facts)

    def count(self, id: str, one: str, other: str, /, n: int, **facts: object) -> str:  # noqa: A002
        """A sentence about `{n}` things: of one thing (`ID.one`), or of any other number of them (`ID.other`)."""
        chosen = (f"{id}.one", one) if n == 1 else (f"{id}.other", other)
        return self.say(*chosen, n=f"{n:,}", **facts)

    def listed(self, items: Sequence[str]) -> str:
        """Things in a row: `task 1 and task 2`."""
        text = items[0] if items else ""
        for item in items[1:]:
            text = self.say("list.and", "{before} and {last}", before=text, last=item)
        return text

    def joined(self, other: Language) -> Language:
        """This language with the templates of `other`, which are taken where both have one."""
        return replace(
            self,
            templates=MappingProxyType({**self.templates, **other.templates}),
            faults=(*self.faults, *other.faults),
        )


ENGLISH = Language()
"""The language of the code itself."""


def named(code: str, *folders: Path) -> Language:
    """The language of a code, read from the first of the folders of languages, with what further ones have beside it.

    Without a code it is English. `de-AT` is `de` where there is no file of its own; the path of a file (`./de.toml`) is that language.
    UsageError where there is no such language, LabError where its file is none.
    """
    if code.endswith(".toml"):
        return read(Path(code))
    wanted = code.strip().replace("_", "-")
    if wanted.lower() in ("", ENGLISH.code):
        return ENGLISH
    found = None
    for folder in folders:
        for each in dict.fromkeys((wanted, wanted.partition("-")[0])):
            if is_code(each) and (folder / f"{each}.toml").is_file():
                language = read(folder / f"{each}.toml")
                found = language if found is None else found.joined(language)
                break
    if found is not None:
        return found
    known = sorted({path.stem for folder in folders for path in folder.glob("*.toml")} | {ENGLISH.code})
    raise UsageError(
        f"there is no language {code[:40]!r}",
        where="it was asked for by --language or by NETKIT_LANGUAGE",
        why=f"there are {', '.join(known)}",
        hint="a language is one file: docs/languages.md says how to write it",
    )


def is_code(text: str) -> bool:
    """Whether a text is a language's code, such as `de` or `pt-BR`."""
    return bool(_CODE.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether a text can be what a language is called: it is short, and can be shown."""
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()


def read(path: Path) -> Language:
    """A language from its file; LabError where it can't be read, or is no such file. An entry that can't be taken is a fault."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise LabError(f"{path} can't be read", why=getattr(error, "strerror", None) or str(error)) from error
    if len(data) > LARGEST_FILE:
        raise LabError(f"{path} is too large for a language", why=f"the most is {LARGEST_FILE:,} bytes")
    try:
        table = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LabError(f"{path} is not TOML", where=str(error)) from error
    code, name = table.pop("code", None), table.pop("name", None)
    if not isinstance(code, str) or not is_code(code):
        raise LabError(f"{path} has no code", why='a language says which it is: code = "de"')
    if not isinstance(name, str) or not is_name(name):
        raise LabError(f"{path} has no name", why='a language says what it is called: name = "Deutsch"')
    templates, faults = {}, []
    for id, value in _entries(table):  # noqa: A001
        trouble = _trouble(value)
        if trouble:
            faults.append(Fault(id, trouble))
        else:
            templates[id] = str(value)
    return Language(code, name, MappingProxyType(templates), tuple(faults))


def _entries(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value of a table and those inside it, with the keys that lead to it, joined by dots; a table too deep is a value itself."""
    level: list[tuple[str, object]] = list(table.items())
    for _ in range(DEEPEST):
        deeper: list[tuple[str, object]] = []
        for id, value in level:  # noqa: A001
            if isinstance(value, dict):
                deeper += [(f"{id}.{key}", inner) for key, inner in value.items()]
            else:
                yield id, value
        level = deeper
    yield from level


def _trouble(value: object) -> str:
    """Why a value can't be a sentence; empty if it can."""
    if not isinstance(value, str):
        return "it is no text"
    if not value.strip():
        return "it is empty"
    if len(value) > LONGEST:
        return f"it is too long: {len(value):,} characters, and the most is {LONGEST:,}"
    for character in value:
        if character in _UNSEEN or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"):
            return f"it has the character U+{ord(character):04X}, which no sentence needs"
    try:
        placeholders(value)
    except UnfilledError as error:
        return str(error)
    return ""
