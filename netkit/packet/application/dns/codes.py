"""Names of the numbers in DNS messages, as IANA's registries have them (RFC 6895)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ALGORITHMS", "CLASSES", "DIGESTS", "OPCODES", "RCODES", "TYPES"]

TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS", 12: "PTR",
        13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN", 21: "RT", 22: "NSAP",
        23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC", 30: "NXT", 31: "EID", 32: "NIMLOC",
        33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6", 39: "DNAME", 40: "SINK", 41: "OPT", 42: "APL", 43: "DS",
        44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA",
        53: "SMIMEA", 55: "HIP", 56: "NINFO", 57: "RKEY", 58: "TALINK", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC",
        63: "ZONEMD", 64: "SVCB", 65: "HTTPS", 66: "DSYNC", 67: "HHIT", 68: "BRID", 99: "SPF", 100: "UINFO", 101: "UID", 102: "GID",
        103: "UNSPEC", 104: "NID", 105: "L32", 106: "L64", 107: "LP", 108: "EUI48", 109: "EUI64", 128: "NXNAME", 249: "TKEY",
        250: "TSIG", 251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ANY", 256: "URI", 257: "CAA", 258: "AVC", 259: "DOA",
        260: "AMTRELAY", 261: "RESINFO", 262: "WALLET", 263: "CLA", 264: "IPN", 32768: "TA", 32769: "DLV", 65281: "WINS",
        65282: "WINS-R", 65422: "XPF",
    }
)  # fmt: skip
"""Types of records and of questions; the last three are in use without being registered."""

CLASSES: Mapping[int, str] = MappingProxyType({1: "Internet", 3: "Chaos", 4: "Hesiod", 254: "none", 255: "any"})

OPCODES: Mapping[int, str] = MappingProxyType(
    {0: "standard query", 1: "inverse query", 2: "server status", 4: "notify", 5: "update", 6: "stateful operations"}
)

RCODES: Mapping[int, str] = MappingProxyType(
    {
        0: "no error", 1: "format error", 2: "server failure", 3: "no such name", 4: "not implemented", 5: "refused",
        6: "name exists", 7: "record set exists", 8: "record set does not exist", 9: "not authoritative", 10: "not in zone",
        11: "type of stateful operation not implemented", 16: "bad version of EDNS or bad signature", 17: "key not recognised",
        18: "signature out of its time", 19: "bad mode of TKEY", 20: "key name exists already", 21: "algorithm not supported",
        22: "bad truncation", 23: "bad or missing server cookie",
    }
)  # fmt: skip
"""Response codes; those from 16 on need the higher bits that EDNS adds, or stand in TSIG and TKEY."""

ALGORITHMS: Mapping[int, str] = MappingProxyType(
    {
        0: "delete", 1: "RSA/MD5", 2: "Diffie-Hellman", 3: "DSA/SHA-1", 5: "RSA/SHA-1", 6: "DSA-NSEC3-SHA1",
        7: "RSASHA1-NSEC3-SHA1", 8: "RSA/SHA-256", 10: "RSA/SHA-512", 12: "GOST R 34.10-2001", 13: "ECDSA P-256 with SHA-256",
        14: "ECDSA P-384 with SHA-384", 15: "Ed25519", 16: "Ed448", 17: "SM2 with SM3", 23: "GOST R 34.10-2012", 252: "indirect",
        253: "private, by name", 254: "private, by object identifier",
    }
)  # fmt: skip
"""Algorithms of DNSSEC's keys and signatures."""

DIGESTS: Mapping[int, str] = MappingProxyType(
    {0: "delete", 1: "SHA-1", 2: "SHA-256", 3: "GOST R 34.11-94", 4: "SHA-384", 5: "GOST R 34.11-2012", 6: "SM3"}
)
"""Digests of a DS record."""
