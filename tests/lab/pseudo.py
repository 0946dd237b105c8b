"""A language made by machine: every sentence with accents on all its letters, in brackets, so that what is not in it stands out."""

import re
from dataclasses import fields, is_dataclass
from functools import cache

from netkit.lab.authoring.translating import engine_sentences, lab_sentences
from netkit.lab.paths import read_paths
from netkit.language import Language
from netkit.view import Bytes, Next
from tests.lab.students import LABS, LIBRARY
from tests.solutions.key import ROOT

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀćđéƒǵĥíĵķľḿńóṕɋŕśťúṽŵẋýžÁƁĆĐÉƑǴĤÍĴĶĽḾŃÓṔɊŔŚŤÚṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)


def pseudo(template):
    """A template in the language: its placeholders stay, every letter gets an accent."""
    told = "".join(
        part if part.startswith("{") else part.translate(ACCENTS) for part in re.split(r"(\{[^{}]*\})", template)
    )
    return f"⟦{told}⟧"


@cache
def sentences():
    """Every sentence that there is to translate."""
    found = dict(engine_sentences())
    for lab in LABS.values():
        found |= lab_sentences(lab, LIBRARY)
    paths = read_paths(ROOT / "labs", list(LABS.values()))
    return found | {f"path.{path.id}.title": path.title for path in paths}


@cache
def pseudo_language():
    return Language("qps", "Pseudo", {each: pseudo(english) for each, english in sentences().items()})


def strings(block):
    """Every string of a view that a person reads; commands are typed, and rows of bytes are data."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, Next):
        yield block.word
        yield from (note for _, note in block.commands)
    elif isinstance(block, Bytes):
        return
    elif is_dataclass(block):
        for field in fields(block):
            yield from strings(getattr(block, field.name))
    elif isinstance(block, list | tuple):
        for each in block:
            yield from strings(each)
