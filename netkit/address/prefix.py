"""A prefix as a value: the addresses that begin with the same bits, written `192.0.2.0/24` (RFC 4632 §3.1, RFC 4291 §2.3)."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.address.address import WIDTHS, Address
from netkit.address.text import format_ipv4, format_ipv6
from netkit.errors import AddressError

__all__ = ["Prefix", "mask_number", "on_link"]


_MAPPED = 0xFFFF << 32


def mask_number(length: int, width: int = 32) -> int:
    """`length` one-bits from the left in a number of `width` bits: the mask of a prefix."""
    return ((1 << length) - 1) << (width - length)


@dataclass(frozen=True, slots=True, order=True)
class Prefix:
    """All addresses of one IP version whose first `length` bits are those of `number`, and whose other bits may be anything.

    `number` has zeros in its other bits (the host bits); AddressError if not: `Prefix.of` sets them to zero. In order, prefixes stand by
    version, then by where they begin, the shorter ones first.
    """

    version: int
    number: int
    length: int

    def __post_init__(self) -> None:
        if not 0 <= self.length <= self.width:
            raise AddressError(
                f"a prefix of {self.length} bits can't be",
                why=f"an IPv{self.version} address has {self.width} bits, so it is /0 to /{self.width}",
            )
        if not 0 <= self.number < 1 << self.width:
            raise AddressError(f"{self.number} is no IPv{self.version} address", why=f"it has {self.width} bits")
        if self.number & self.wildcard:
            right = Prefix.of(Address(self.version, self.number), self.length)
            raise AddressError(
                f"{self} has host bits set",
                why=f"all bits behind the first {self.length} are zero in a prefix",
                hint=f"{right}",
            )

    @classmethod
    def of(cls, address: Address, length: int) -> Prefix:
        """The prefix of `length` bits that `address` lies in: its network address is `address` AND the mask."""
        return cls(address.version, address.number & mask_number(length, address.width), length)

    @property
    def width(self) -> int:
        """The bits of an address: 32 or 128."""
        return WIDTHS[self.version]

    @property
    def mask(self) -> int:
        """One-bits where the prefix is: 255.255.255.0 for a /24."""
        return mask_number(self.length, self.width)

    @property
    def wildcard(self) -> int:
        """One-bits where the host is: the mask turned over."""
        return (1 << (self.width - self.length)) - 1

    @property
    def size(self) -> int:
        """The addresses in it: two to the number of its host bits."""
        return 1 << (self.width - self.length)

    @property
    def last(self) -> int:
        """The number of the last address: all host bits one. In IPv4 subnets up to /30 it is the broadcast address."""
        return self.number | self.wildcard

    @property
    def first_address(self) -> Address:
        """The first address: all host bits zero, the network address."""
        return Address(self.version, self.number)

    @property
    def last_address(self) -> Address:
        """The last address: all host bits one."""
        return Address(self.version, self.last)

    def holds(self, other: Address | Prefix) -> bool:
        """Whether an address, or every address of a prefix, lies in it."""
        if self.version != other.version or (isinstance(other, Prefix) and other.length < self.length):
            return False
        return other.number & self.mask == self.number

    def subnets(self, length: int) -> int:
        """How many prefixes of `length` bits there are in it: 2^(length − its own length). AddressError if it is longer than they are."""
        self._check_longer(length)
        return 1 << (length - self.length)

    def subnet(self, length: int, index: int) -> Prefix:
        """The `index`-th prefix of `length` bits in it, counted from 0: its number + index × 2^(width − length)."""
        count = self.subnets(length)
        if not 0 <= index < count:
            raise AddressError(
                f"{self} has no /{length} of number {index}", why=f"it has {count:,} of them, counted from 0"
            )
        return Prefix(self.version, self.number + (index << (self.width - length)), length)

    def halves(self) -> tuple[Prefix, Prefix]:
        """The two prefixes one bit longer that make it up."""
        return self.subnet(self.length + 1, 0), self.subnet(self.length + 1, 1)

    def sibling(self) -> Prefix:
        """The prefix that makes a whole with it: the same but for its last bit. AddressError for /0, which has none."""
        if not self.length:
            raise AddressError(f"{self} has no sibling", why="it is already everything")
        return Prefix(self.version, self.number ^ self.size, self.length)

    def parent(self) -> Prefix:
        """The prefix one bit shorter that it is a half of. AddressError for /0, which is no half."""
        if not self.length:
            raise AddressError(f"{self} is no half of anything", why="it is already everything")
        return Prefix(self.version, self.number & ~self.size, self.length - 1)

    def _check_longer(self, length: int) -> None:
        if not self.length <= length <= self.width:
            raise AddressError(
                f"there are no /{length} in {self}",
                why=f"a prefix in it has at least {self.length} bits and at most {self.width}",
            )

    def __str__(self) -> str:
        if self.version == 6 and self.number == _MAPPED and self.length == 96:
            return "::ffff:0:0/96"  # as RFC 4291 and IANA write it: no IPv4 address is meant
        text = format_ipv4(self.number) if self.version == 4 else format_ipv6(self.number)
        return f"{text}/{self.length}"


def on_link(sender: Address, length: int, destination: Address) -> bool:
    """Whether a host with this address and prefix length delivers to `destination` itself: their first `length` bits are the same.

    If not, it hands the packet to a router (RFC 1122 §3.3.1.1). It is the sender's prefix length that decides.
    """
    return Prefix.of(sender, length).holds(destination)
