"""How far a language is, as a view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netkit.view import Bar, Bars, Block, Document, Json, Next, Sentence, Trouble

if TYPE_CHECKING:
    from netkit.lab.authoring.translating import Comparison
    from netkit.language import Language

__all__ = ["TRANSLATE_SCHEMA", "begun", "compared"]

TRANSLATE_SCHEMA = "netkit.lab.translate/1"


def begun(code: str, file: str, sentences: Mapping[str, str]) -> Document:
    """A language that was just begun."""
    data: dict[str, Json] = {
        "file": file, "code": code, "sentences": len(sentences), "translated": 0, "missing": list(sentences), "unknown": [], "faults": [],
    }  # fmt: skip
    blocks: list[Block] = [
        Sentence(text=f"{file} is begun: {len(sentences):,} sentences, each with the English above it"),
        Next(
            commands=[
                (f"netkit lab translate {file}", "how far it is, and what does not fit"),
                (f"netkit lab show --language {code}", "what students see"),
            ]
        ),
    ]
    return Document(schema=TRANSLATE_SCHEMA, data=data, blocks=blocks)


def compared(language: Language, file: str, sentences: Mapping[str, str], found: Comparison, added: int) -> Document:
    """How much of a language is there, by lab, and what in its file does not fit; `added` lines were written at its end."""
    whole, missing = Counter(map(_part, sentences)), Counter(map(_part, found.missing))
    done = len(sentences) - len(found.missing)
    data: dict[str, Json] = {
        "file": file,
        "code": language.code,
        "sentences": len(sentences),
        "translated": done,
        "missing": list(found.missing),
        "unknown": list(found.unknown),
        "faults": [{"id": fault.id, "text": fault.text} for fault in found.faults],
    }
    written = f" · {added:,} added at the end of {file}, in English" if added else ""
    blocks: list[Block] = [
        Sentence(text=f"{language.name} ({language.code}) · {done:,} of {len(sentences):,} sentences{written}"),
        Bars(
            rows=[
                Bar(
                    label=part, value=count - missing[part], whole=count, note=f"{count - missing[part]:,} of {count:,}"
                )
                for part, count in whole.items()
            ]
        ),
        *(Trouble(text=f"{fault.id}: {fault.text}") for fault in found.faults),
        *(Trouble(text=f"{unknown}: nothing has this id") for unknown in found.unknown),
    ]
    if found.missing and not added:
        blocks.append(Next(commands=[(f"netkit lab translate {file} --add", "write what is missing at its end")]))
    return Document(schema=TRANSLATE_SCHEMA, data=data, blocks=blocks)


def _part(id: str) -> str:  # noqa: A002  that is what it is called
    """Where an id belongs: netkit itself, or a lab."""
    head, _, rest = id.partition(".")
    return rest.partition(".")[0] if head == "lab" else "netkit"
