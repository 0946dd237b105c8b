"""Text for an output whose encoding can't show every character: the sign is spelled by what it means."""

from __future__ import annotations

from netkit.render.safe import escape

__all__ = ["can_show", "spell"]

_SPELLINGS = {
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "▶": ">",
    "◀": "<",
    "·": ".",
    "•": "*",
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "✓": "ok",
    "✗": "wrong",
    "×": "x",
    "±": "+/-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "about ",
    "µ": "u",
    "μ": "u",
    "°": " degrees",
    "§": "section ",
    "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+",
    "├": "+",
    "┤": "+",
    "┬": "+",
    "┴": "+",
    "┼": "+",
    "─": "-",
    "│": "|",
    "╭": "+",
    "╮": "+",
    "╰": "+",
    "╯": "+",
}


def can_show(text: str, encoding: str) -> bool:
    """Whether every character of `text` exists in `encoding`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def spell(text: str, encoding: str) -> str:
    """`text` with what `encoding` lacks spelled in ASCII: `→` as `->`, a sign without a spelling as its number."""
    if text.isascii() or can_show(text, encoding):
        return text
    return "".join(char if can_show(char, encoding) else _SPELLINGS.get(char) or escape(char) for char in text)
