"""What DNSViz's codes are called by netkit, and where the two differ on purpose: each difference has its reason."""

__all__ = ["CODES", "NAMED"]

CODES = {
    "SERVER_INVALID_RESPONSE_UDP": {"delegation.lame"},
    "SERVER_INVALID_RESPONSE_TCP": {"delegation.lame"},
    "SERVER_NOT_AUTHORITATIVE": {"delegation.lame"},
    "NOT_AUTHORITATIVE": {"delegation.lame"},
    "SERVER_UNRESPONSIVE_UDP": {"server.silent"},
    "SERVER_UNRESPONSIVE_TCP": {"server.no-tcp"},
    "ERROR_RESOLVING_NS_NAME": {"delegation.glue-missing", "delegation.lame", "server.silent", "server.no-tcp"},
    "MISSING_GLUE_FOR_NS_NAME": {"delegation.glue-missing"},
    "NO_NS_ADDRESSES_FOR_IPV4": {"delegation.glue-missing"},
    "NO_ADDRESS_FOR_NS_NAME": {"server.name-missing"},
    "GLUE_MISMATCH": {"delegation.glue-differs"},
    "NS_NAME_NOT_IN_CHILD": {"delegation.differs"},
    "NS_NAME_NOT_IN_PARENT": {"delegation.differs"},
    "EDNS_IGNORED": {"server.no-edns"},
    "ERROR_WITH_EDNS": {"server.no-edns"},
    "CASE_NOT_PRESERVED": {"server.case-lost"},
    "EXPIRATION_IN_PAST": {"trust.broken"},
    "INCEPTION_IN_FUTURE": {"trust.broken"},
    "DIGEST_INVALID": {"trust.broken"},
    "NO_SEP": {"trust.broken"},
    "MISSING_SEP_FOR_ALG": {"trust.broken"},
    "MISSING_RRSIG": {"trust.broken"},
    "MISSING_NSEC_FOR_NODATA": {"trust.denial-broken", "trust.broken"},
    "MISSING_NSEC_FOR_NXDOMAIN": {"trust.denial-broken", "trust.broken"},
    "NO_NSEC_MATCHING_SNAME": {"trust.denial-broken"},
    "SNAME_NOT_COVERED": {"trust.denial-broken"},
    "NONZERO_NSEC3_ITERATION_COUNT": {"trust.too-many-iterations"},
    "NONEMPTY_NSEC3_SALT": {"trust.too-many-iterations"},
}
"""For each code the rules of which one says the same, or what lies behind it."""

NAMED = {
    "cyclic.example": "DNSViz came to no end within 200 s",
    "cyclic.test": "DNSViz came to no end within 200 s",
    "lame.test": "DNSViz came to no end within 200 s: a server that points up to the root sends it round",
    "truncates.test": "DNSViz asks again over TCP, and says nothing of the answers that were cut for no reason",
    "unknown-algorithm.test": "to netkit an unknown algorithm is no fault: the zone counts as unsigned, as `trust` says (RFC 4035 §5.2)",
}
"""Zones in which one of the two says something that the other does not, and why."""
