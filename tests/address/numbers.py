"""Hypothesis strategies for addresses and prefixes: uniform ones, and such with runs of zeros and neighbours, which chance hardly gives."""

from hypothesis import strategies as st

from netkit.address import Address, Prefix

FOUR = st.integers(0, (1 << 32) - 1)
GROUPS = st.lists(st.sampled_from([0, 0, 0, 1, 0xA, 0xABCD, 0xFFFF]), min_size=8, max_size=8).map(
    lambda eight: sum(group << 112 - 16 * at for at, group in enumerate(eight))
)
SIX = st.one_of(st.integers(0, (1 << 128) - 1), GROUPS, FOUR, FOUR.map(lambda low: 0xFFFF << 32 | low))
MACS = st.integers(0, (1 << 48) - 1)

addresses4 = FOUR.map(lambda number: Address(4, number))
addresses6 = SIX.map(lambda number: Address(6, number))
addresses = addresses4 | addresses6


def prefixes(version):
    """Prefixes of any length."""
    number, width = (FOUR, 32) if version == 4 else (SIX, 128)
    return st.builds(lambda at, length: Prefix.of(Address(version, at), length), number, st.integers(0, width))


def near_prefixes(version, length=(24, 32)):
    """Prefixes inside one small block, so that they meet, lie in each other, and are siblings."""
    base, width = (0xC0000200, 32) if version == 4 else (0x20010DB8 << 96, 128)
    longest = range(width - 8, width + 1) if version == 6 else range(length[0], length[1] + 1)
    return st.builds(
        lambda at, bits: Prefix.of(Address(version, base + at), bits), st.integers(0, 255), st.sampled_from(longest)
    )
