"""The chain of trust through the cards: which chips each card has, and the wires between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from netkit.dns.picture.chips import (
    MOST_CHIPS,
    STANDINGS,
    checked_chip,
    is_entry,
    key_chips,
    no_keys_chip,
    pointer_chips,
)
from netkit.dns.result import Security
from netkit.view import Chip, Standing, Wire

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.picture.zones import ZoneSeen
    from netkit.dns.result import Result
    from netkit.dns.trust.link import Checked, Key, Link

__all__ = ["Trust"]

SIGNS, DIGEST = "signs", "digest of"


class Trust:
    """Chips and wires for the zones of a walk; `columns` and what was `checked` are those of each card, by its number."""

    def __init__(self, result: Result, zones: Sequence[ZoneSeen]) -> None:
        self.places: Mapping[dns.name.Name, int] = {each.zone: number for number, each in enumerate(zones)}
        self.columns: dict[int, list[list[Chip]]] = {}
        self.wires: list[Wire] = []
        self._links = {number: each.link for number, each in enumerate(zones) if each.link is not None}
        self.checked = self._by_card(result.checked)
        self._signing = self._signing_tags(result.checked)
        for number, link in self._links.items():
            self._card(number, link)
        for number, link in self._links.items():
            self._from_parent(number, link)
        for number, some in self.checked.items():
            self._signed(number, some)

    def _by_card(self, checked: Sequence[Checked]) -> dict[int, list[Checked]]:
        """What was checked, by the card it belongs on: that of the zone that signed it, else of the deepest above the name."""
        found: dict[int, list[Checked]] = {}
        for each in checked:
            signer = each.signer
            zones = [signer] if signer is not None and signer in self.places else []
            zones = zones or [zone for zone in self.places if each.name.is_subdomain(zone)]
            if zones:
                found.setdefault(self.places[max(zones, key=len)], []).append(each)
        return found

    def _signing_tags(self, checked: Sequence[Checked]) -> dict[dns.name.Name, set[int]]:
        found: dict[dns.name.Name, set[int]] = {}
        for zone, tag in [
            *((link.parent, link.signed_with) for link in self._links.values()),
            *((each.signer, each.tag) for each in checked),
        ]:
            if zone is not None and tag is not None:
                found.setdefault(zone, set()).add(tag)
        return found

    def _card(self, number: int, link: Link) -> None:
        """The columns of one card but the last, and the wires between them."""
        pointers = list(pointer_chips(link, number))
        entries, others = key_chips(link, number, frozenset(self._signing.get(link.zone, ())))
        self.columns[number] = [pointers, entries, others, []]
        self.wires += self._to_keys(link, pointers, entries)
        missing = no_keys_chip(link, number)
        if missing is not None:
            self.columns[number][1] = [missing]
            self.wires += [
                Wire(source=chip.key, target=missing.key, label=DIGEST, standing=Standing.BROKEN) for chip in pointers
            ]
        holds = [chip for chip in entries if self._key(number, chip).signs_keys]
        self.wires += [
            Wire(source=chip.key, target=other.key, label=SIGNS, standing=STANDINGS[link.security])
            for chip in holds[:1]
            for other in others
        ]

    def _to_keys(self, link: Link, pointers: Sequence[Chip], entries: Sequence[Chip]) -> Iterator[Wire]:
        if not link.pointers:
            return
        for chip, pointer in zip(pointers, link.pointers, strict=False):
            label = DIGEST if pointer.digest_type else "is"
            same = [
                entry
                for entry in entries
                if (self._key_of(link, entry).tag, self._key_of(link, entry).algorithm)
                == (pointer.tag, pointer.algorithm)
            ]
            if pointer.matches:
                meant = [entry for entry in same if self._key_of(link, entry).pointed_at]
                yield from (
                    Wire(source=chip.key, target=entry.key, label=label, standing=Standing.GOOD) for entry in meant
                )
            elif pointer.supported and link.security is Security.BOGUS and entries:
                target = (same or list(entries))[0]
                yield Wire(source=chip.key, target=target.key, label="does not fit", standing=Standing.BROKEN)

    def _key(self, number: int, chip: Chip) -> Key:
        return self._key_of(self._links[number], chip)

    def _key_of(self, link: Link, chip: Chip) -> Key:
        return link.keys[int(chip.key.rpartition(" ")[2])]

    def _from_parent(self, number: int, link: Link) -> None:
        """The wires from the parent's key to the zone's DS set, or to its denial."""
        signer = self._signer(link.parent, link.signed_with)
        if signer is None:
            return
        for chip in self.columns[number][0]:
            broken = chip.standing is Standing.BROKEN and not link.pointers
            standing = Standing.BROKEN if broken else Standing.GOOD
            self.wires.append(Wire(source=signer, target=chip.key, label=SIGNS, standing=standing))

    def _signed(self, number: int, some: Sequence[Checked]) -> None:
        """The chips of what was checked on one card, and the wires to them."""
        columns = self.columns.setdefault(number, [[], [], [], []])
        for place, checked in enumerate(some[:MOST_CHIPS]):
            chip = checked_chip(checked, f"{number} checked {place}")
            columns[3].append(chip)
            signer, label = self._signer(checked.signer, checked.tag), SIGNS
            if signer is None:
                signer, label = self._unsigned(number, checked)
            if signer is not None:
                self.wires.append(Wire(source=signer, target=chip.key, label=label, standing=chip.standing))
        if len(some) > MOST_CHIPS:
            columns[3].append(
                Chip(key=f"{number} checked more", title=f"and {len(some) - MOST_CHIPS} more", text="in the list")
            )

    def _unsigned(self, number: int, checked: Checked) -> tuple[str | None, str]:
        """The key that should have signed something, where a secure zone has nothing that holds; and what to say of it."""
        link = self._links.get(number)
        if link is None or link.security is not Security.SECURE or checked.security is not Security.BOGUS:
            return None, ""
        keys = self.columns[number][2] or self.columns[number][1]
        label = "no signature" if checked.reason.rule == "signature.missing" else "does not hold"
        return (keys[0].key, label) if keys else (None, "")

    def _signer(self, zone: dns.name.Name | None, tag: int | None) -> str | None:
        """The chip of a zone's key: one that is no entry where several have its tag."""
        if zone is None or tag is None or zone not in self.places:
            return None
        number = self.places[zone]
        if number not in self._links or not self._links[number].keys:
            return None
        chips = [chip for column in self.columns[number][1:3] for chip in column]
        fitting = [chip for chip in chips if self._key(number, chip).tag == tag]
        fitting.sort(key=lambda chip: not is_entry(self._key(number, chip)))
        return fitting[0].key if fitting else None
