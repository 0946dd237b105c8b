"""Where and how a command's walks take place: in the made-up internet or out there, from which servers, in which way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from netkit.cli.dns_anchors import anchors_in_files, shipped_anchors, wants_dnssec
from netkit.cli.dns_internets import is_made_up, live_walk, made_up
from netkit.dns.made_up.walk import walk
from netkit.dns.round import Round
from netkit.dns.walker import Walker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dns.name

    from netkit.dns.cache import Cache
    from netkit.dns.driven import Driven
    from netkit.dns.made_up import MadeUpInternet
    from netkit.dns.query import Question

__all__ = ["Place", "place_of_walk"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a walk takes place; `begins` are the servers that it begins with, where they are not the usual ones.

    With `dnssec` its walks are validated, from `anchors` on, or from the usual ones where none are given. The made-up internet's clock then
    shows its own date, for signatures have one.
    """

    live: bool
    begins: Sequence[tuple[dns.name.Name | str, str]]
    port: int | None
    seed: str
    qmin: bool = True
    ipv4: bool = True
    ipv6: bool = True
    dnssec: bool = False
    anchors: Sequence[str] = ()

    @property
    def epoch(self) -> float:
        """The clock's second 0, in seconds since 1970: that of real time, but for the made-up internet's where dates count."""
        if self.live or not self.dnssec:
            return 0.0
        from netkit.dns.made_up import ORIGIN  # noqa: PLC0415

        return float(ORIGIN)

    @cached_property
    def trust_anchors(self) -> Sequence[str]:
        """What is believed beforehand; nothing where nothing is validated."""
        if not self.dnssec or self.anchors:
            return self.anchors
        return shipped_anchors() if self.live else self.internet.trust_anchors

    @property
    def name(self) -> str:
        """What this place is called."""
        return "real servers" if self.live else "made-up internet"

    @cached_property
    def internet(self) -> MadeUpInternet:
        """The made-up internet, for all walks the same."""
        return made_up()

    @cached_property
    def hints(self) -> Sequence[tuple[dns.name.Name | str, str]]:
        """Where walks begin."""
        if self.begins:
            return self.begins
        if self.live:
            from netkit.dns.root_hints import ROOT_HINTS  # noqa: PLC0415

            return list(ROOT_HINTS)
        return cast("Sequence[tuple[dns.name.Name | str, str]]", self.internet.hints)

    def walked(self, question: Question, cache: Cache, now: float) -> tuple[Walker, float]:
        """A walk to its end, and the time then."""
        walker = Walker(
            question,
            hints=self.hints,
            cache=cache,
            now=now,
            seed=self.seed,
            qmin=self.qmin,
            ipv4=self.ipv4,
            ipv6=self.ipv6,
            # Who names a server, or root hints, on this machine means it.
            allow_loopback=bool(self.begins),
            trust_anchors=self.trust_anchors,
        )
        return walker, self.drive(walker, now)

    def drive(self, driven: Driven, now: float) -> float:
        """Let what asks come to its end; the time then."""
        if not self.live:
            return walk(driven, self.internet, now)
        live_walk(driven, port=self.port, judged=not isinstance(driven, Round))
        return self.time()

    def time(self) -> float:
        """The time out there, in seconds since 1970."""
        import time  # noqa: PLC0415

        return time.time()


def place_of_walk(name: dns.name.Name, server: str, options: Mapping[str, object]) -> Place:
    """The place that a command's options mean for this name."""
    chosen = options["place"]
    live = chosen == "live" or (chosen is None and not is_made_up(name))
    begins: Sequence[tuple[dns.name.Name | str, str]] = []
    if server:
        begins = [("server-that-you-named", server)]
    elif options["hints"]:
        begins = _hints(str(options["hints"]))
    return Place(
        live=live,
        begins=begins,
        port=cast("int | None", options["port"]),
        seed=_seed(options["seed"], live=live),
        qmin=not options["no_minimise"],
        ipv4=not options["only6"],
        ipv6=not options["only4"],
        dnssec=wants_dnssec(options),
        anchors=anchors_in_files(cast("Sequence[str]", options["trust_anchor"])),
    )


def _seed(given: object, *, live: bool) -> str:
    """What decides the lots; out there it must be nothing that a forger could guess (RFC 5452 section 9.2)."""
    if given is not None:
        return str(given)
    if not live:
        return "0"
    import secrets  # noqa: PLC0415

    return secrets.token_hex(16)


def _hints(path: str) -> Sequence[tuple[dns.name.Name | str, str]]:
    from netkit.cli.text_file import text_of  # noqa: PLC0415
    from netkit.dns.hints_file import read_hints  # noqa: PLC0415

    return cast("Sequence[tuple[dns.name.Name | str, str]]", read_hints(text_of(path), source=path))
