"""Who made a network card, by the first bytes of its MAC address: the IEEE's register as netaddr carries it."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.address.mac import Mac

__all__ = ["Vendor", "vendor_of"]

_DIVIDED = "IEEE Registration Authority"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A maker as registered: its name, how many of the 48 bits are the maker's (24 or 36); `divided` if small makers share the block."""

    name: str
    bits: int
    divided: bool = False


def vendor_of(mac: Mac) -> Vendor | None:
    """The maker that the IEEE has given this address's first bytes to; None if it is in nobody's block, a local address, or a group.

    netaddr's copy of the register is as old as netaddr. It knows the blocks of 24 bits and the older ones of 36.
    """
    if mac.local or mac.group:
        return None
    # a register of five megabytes: only who asks for a maker needs it
    import netaddr  # type: ignore[import-untyped]  # noqa: PLC0415

    found = netaddr.EUI(mac.number, version=48)
    if found.is_iab():
        try:
            return Vendor(found.iab.registration().org, 36)
        except netaddr.NotRegisteredError:
            pass
    try:
        name = found.oui.registration().org
    except netaddr.NotRegisteredError:
        return None
    return Vendor(name, 24, divided=name == _DIVIDED)
