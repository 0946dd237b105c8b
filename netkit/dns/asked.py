"""What a person means by the words of a question: a name, a type, and a server to begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address

import dns.exception
import dns.name
import dns.rdatatype
import dns.reversename

from netkit.dns.query import Question
from netkit.errors import UsageError

__all__ = ["Asked", "parse_words", "read_name", "read_server", "read_type"]

FORM = "netkit dns trace NAME [TYPE] [@SERVER]"
LONGEST_LABEL, LONGEST_NAME = 63, 255
"""Bytes on the wire (RFC 1035 section 2.3.4); those of a name with the length of each label and that of the root."""

SHOWN = 80
"""Characters of a person's word that an error repeats."""

_URL = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#]*)", re.IGNORECASE)
_NUMBERED = re.compile(r"TYPE(\d+)", re.IGNORECASE)
_LARGEST_TYPE = 65535


@dataclass(frozen=True, slots=True)
class Asked:
    """A question (None where no name was given), and the address of a server to begin with ("" for the root's)."""

    question: Question | None
    server: str = ""


def parse_words(words: Sequence[str], *, form: str = FORM) -> Asked:
    """The question and the server; UsageError says which word is wrong. `form` is how the command is written.

    Without a type, an address asks for PTR, its name in the reverse tree, and any other name for A.
    """
    servers = [word[1:] for word in words if word.startswith("@")]
    plain = [word for word in words if not word.startswith("@")]
    if len(servers) > 1 or len(plain) > 2:
        extra = plain[2] if len(plain) > 2 else f"@{servers[1]}"
        raise UsageError(
            f"{extra[:SHOWN]!r} is one word too many", why="a question has one name, one type and one server", hint=form
        )
    server = read_server(servers[0]) if servers else ""
    if not plain:
        return Asked(None, server)
    if len(plain) == 2 and _is_type(plain[0]) and not _is_type(plain[1]) and "." in plain[1]:
        plain.reverse()
    usual = "PTR" if _address(plain[0]) is not None else "A"
    return Asked(
        Question(read_name(plain[0], form=form), read_type(plain[1] if len(plain) > 1 else usual, form=form)), server
    )


def read_server(word: str) -> str:
    """The address of a server, in canonical text; UsageError for anything else."""
    bare = word[1:-1] if word.startswith("[") and word.endswith("]") else word
    try:
        return str(ip_address(bare))
    except ValueError:
        raise UsageError(
            f"@{word[:SHOWN]} is no server's address" if word else "@ without a server's address behind it",
            why="a walk begins with an address: it knows no name yet",
            hint="for example @192.0.2.53 or @2001:db8::53",
        ) from None


def read_name(word: str, *, form: str = FORM) -> dns.name.Name:
    r"""The name as it stands on the wire: letters that are not ASCII by IDNA, an address by its name in the reverse tree.

    A backslash is RFC 1035's (section 5.1): `a\.b.test` has a dot in its first label. UsageError says which label is wrong.
    """
    _refuse_url(word, form)
    address = _address(word)
    if address is not None:
        return dns.reversename.from_address(address)
    _refuse_more_than_a_name(word, form)
    try:
        return dns.name.from_text(word, idna_codec=dns.name.IDNA_2008_Practical)
    except dns.name.EmptyLabel:
        raise _empty(word, form) from None
    except dns.name.LabelTooLong:
        raise _long_label(word) from None
    except dns.name.NameTooLong:
        raise UsageError(
            f"{word[:SHOWN]!r}… is too long for a name",
            where=f"it has {len(word.encode('utf-8', 'replace')):,} bytes as it is written",
            why=f"a name has at most {LONGEST_NAME} bytes, with one for each label and one for the root (RFC 1035 §2.3.4)",
            hint=form,
        ) from None
    except dns.name.BadEscape:
        raise UsageError(
            f"{word[:SHOWN]!r} has a backslash that escapes nothing",
            why=r"a backslash stands before one sign, or before three digits up to 255 (RFC 1035 §5.1)",
            hint=r"a\.b.example.test has a dot in its first label, a\032b.example.test a space",
        ) from None
    except (dns.exception.DNSException, UnicodeError, ValueError) as error:
        raise UsageError(
            f"{word[:SHOWN]!r} is no domain name",
            where=str(error)[:200],
            why="letters beyond ASCII have to fit into IDNA (RFC 5891 §4)",
            hint=form,
        ) from None


def _refuse_url(word: str, form: str) -> None:
    if url := _URL.match(word):
        raise UsageError(
            f"{word[:SHOWN]!r} is a URL, no name",
            where=f"the name in it is {url[1][:SHOWN]}" if url[1] else "there is no name in it",
            why="DNS knows the host's name alone, without the scheme before it and the path behind",
            hint=_instead(form, url[1].strip("[]")) if url[1] else form,
        )


def _refuse_more_than_a_name(word: str, form: str) -> None:
    """UsageError where a path, a port or a space stands beside the name."""
    if "/" in word and not re.search(r"[^.]/\d+[-.]|\d/", word):
        host = word.partition("/")[0]
        raise UsageError(
            f"{word[:SHOWN]!r} has a path behind the name",
            where=f"the name in it is {host[:SHOWN]}",
            why="DNS knows the host's name alone",
            hint=_instead(form, host) if host else form,
        )
    if ported := re.fullmatch(r"([^:\\]+):(\d{1,5})", word):
        raise UsageError(
            f"{word[:SHOWN]!r} has a port behind the name",
            where=f"the name in it is {ported[1][:SHOWN]}",
            why="which port a service uses is not part of its name",
            hint=_instead(form, ported[1]),
        )
    if not word.strip():
        raise UsageError("an empty word is no domain name", why="the root's name is one dot", hint=form)
    if any(sign.isspace() for sign in word):
        raise UsageError(
            f"{word[:SHOWN]!r} has a space in it", why="a space parts two words", hint=r"a space in a label is \032"
        )


def read_type(word: str, *, form: str = FORM) -> dns.rdatatype.RdataType:
    """The type of record: its name in any case, or TYPE65280; UsageError with the one that was meant."""
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        if len(numbered[1]) <= 5 and int(numbered[1]) <= _LARGEST_TYPE:
            return dns.rdatatype.RdataType.make(int(numbered[1]))
        raise UsageError(
            f"{word[:40]} is too large", why="a type has 16 bits, so TYPE65535 is the last (RFC 3597 §5)", hint=form
        )
    found = _named(word)
    if found is not None:
        return found
    near = get_close_matches(word[:20].upper(), _known(), n=1, cutoff=0.5)
    raise UsageError(
        f"{word[:40]!r} is no type of record",
        why="types are A, AAAA, MX, NS, TXT and so on, or TYPE65280 for one without a name (RFC 3597)",
        hint=f"did you mean {near[0]}?" if near else form,
    )


def _named(word: str) -> dns.rdatatype.RdataType | None:
    name = word.upper().replace("-", "_")
    found = dns.rdatatype.RdataType.__members__.get(name)
    return None if found is None or name in ("NONE", "TYPE0") else found


def _is_type(word: str) -> bool:
    return _named(word) is not None or _NUMBERED.fullmatch(word) is not None


def _known() -> list[str]:
    return [name for name in dns.rdatatype.RdataType.__members__ if name not in ("NONE", "TYPE0")]


def _address(word: str) -> str | None:
    """The address that a word is, or None."""
    try:
        text = str(ip_address(word[1:-1] if word.startswith("[") and word.endswith("]") else word))
    except ValueError:
        return None
    return text.partition("%")[0]


def _instead(form: str, name: str) -> str:
    """The command with `name` in it, without what may be left out."""
    words = [word for word in form.split() if not word.startswith("[")]
    return " ".join(name[:SHOWN] if word == "NAME" else word for word in words)


def _empty(word: str, form: str) -> UsageError:
    place = 1 if word.startswith(".") else word.find("..") + 2
    return UsageError(
        f"{word[:SHOWN]!r} has an empty label",
        where=f"a dot at place {place} has nothing before it",
        why="only the root's label is empty, and it stands last (RFC 1035 §3.1)",
        hint=form,
    )


def _long_label(word: str) -> UsageError:
    label = max(re.split(r"(?<!\\)[.。．｡]", word), key=len)
    size = len(label.encode("utf-8", "replace"))
    return UsageError(
        f"a label of {word[:SHOWN]!r} is too long",
        where=f"{label[:20]}… has {size:,} bytes",
        why=f"a label has 1 to {LONGEST_LABEL} bytes (RFC 1035 §2.3.4)",
        hint="a dot parts labels",
    )
