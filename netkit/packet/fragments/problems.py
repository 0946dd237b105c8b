"""What is wrong with fragments, as problems that say which fragment they lie in; what makes a packet impossible is a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from netkit.packet.fragments.arrival import Fragment
from netkit.packet.overlap import Decision
from netkit.packet.place import byte_range
from netkit.packet.problem import Problem
from netkit.packet.reading import problem_in

__all__ = ["RFC", "FragmentProblem", "Refusal", "found_in_headers", "found_in_overlaps", "in_data", "in_header"]

RFC = {4: "RFC 791 §3.2", 6: "RFC 8200 §4.5"}
"""Where fragmentation is defined, by IP's version."""

KEYS = {4: "ip", 6: "ipv6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentProblem(Problem):
    """A problem in one of several fragments: `fragment` is its number, and the place is one of its packet."""

    fragment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no packet can come of the fragments: `rule` is a stable id, `text` says it in words, `rfc` where the rule stands."""

    rule: str
    text: str
    rfc: str


def _of(fragment: Fragment, problem: Problem) -> FragmentProblem:
    values = {field.name: getattr(problem, field.name) for field in fields(Problem)}
    return FragmentProblem(fragment=fragment.number, **values)


def found_in_headers(fragment: Fragment) -> list[FragmentProblem]:
    """The problems of the fragment's own headers; of its data nothing can be said before they are whole."""
    found = [problem for problem in fragment.packet.problems if problem.start_bit < fragment.data_start * 8]
    return [_of(fragment, problem) for problem in found]


def in_header(fragment: Fragment, rule: str, name: str, text: str, rfc: str) -> FragmentProblem:
    """A problem in the field `name` of a fragment's IP header."""
    header = next(layer.header for layer in fragment.packet.layers if layer.start == fragment.header_start)
    return _of(fragment, problem_in(rule, header, name, text, rfc=rfc))


def in_data(
    fragment: Fragment, rule: str, key: str, span: tuple[int, int], text: str, rfc: str, details: Sequence[str] = ()
) -> FragmentProblem:
    """A problem in the bytes `span` (start, end) of the whole packet's data, as they lie in one fragment; `key` is without `ip.`."""
    size = len(fragment.packet.data)
    first, last = (min(fragment.data_start + at - fragment.start, size) for at in span)
    return FragmentProblem(
        fragment=fragment.number,
        rule=rule,
        key=f"{KEYS[fragment.identity.version]}.{key}",
        start_bit=first * 8,
        width_bits=max(last - first, 0) * 8,
        text=text,
        rfc=rfc,
        details=tuple(details),
    )


def found_in_overlaps(decisions: Sequence[Decision], arrived: Mapping[int, Fragment]) -> list[FragmentProblem]:
    """A problem for each overlap: with other content it changes what is read, with the same it is a needless repetition."""
    found = []
    for each in decisions:
        new, span = arrived[each.new], (each.start, each.end)
        came = f"{byte_range(each.start, each.end - each.start)} came in fragment {each.old} already"
        rfc = RFC[new.identity.version]
        if each.differ:
            text, told = f"{came}, with other content", [each.told()]
            found.append(
                in_data(new, "fragments.overlap.different", "fragment.overlap.conflict", span, text, rfc, told)
            )
        else:
            text = f"{came}, with the same content"
            found.append(in_data(new, "fragments.overlap.same", "fragment.overlap", span, text, rfc))
    return found
