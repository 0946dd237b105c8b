"""Numbers of TLS with their names, as IANA's registries of TLS parameters and TLS extensions have them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "ALERTS", "ALERT_LEVELS", "CERTIFICATE_COMPRESSIONS", "CERTIFICATE_TYPES", "CLIENT_CERTIFICATE_TYPES", "COMPRESSIONS",
    "CONTENT_TYPES", "CURVE_TYPES", "EXTENSIONS", "FRAGMENT_LENGTHS", "GREASE", "GROUPS", "HANDSHAKE_TYPES", "HEARTBEAT_MODES",
    "HEARTBEAT_TYPES", "KEY_EXCHANGE_MODES", "NAME_TYPES", "POINT_FORMATS", "SIGNATURE_SCHEMES", "STATUS_TYPES", "VERSIONS",
]  # fmt: skip

Names = Mapping[int, str]

GREASE = frozenset(0x0A0A + 0x1010 * number for number in range(16))
"""Numbers that clients send for no purpose but to keep servers used to numbers that they don't know (RFC 8701 §2)."""

_GREASE_NAMES = dict.fromkeys(GREASE, "GREASE: means nothing, and must be passed over")

CONTENT_TYPES: Names = MappingProxyType(
    {
        20: "change cipher spec", 21: "alert", 22: "handshake", 23: "application data", 24: "heartbeat",
        25: "connection ID, in DTLS only",
    }
)  # fmt: skip

VERSIONS: Names = MappingProxyType(
    _GREASE_NAMES
    | {
        0x0002: "SSL 2.0",
        0x0101: "TLCP",
        0x0300: "SSL 3.0",
        0x0301: "TLS 1.0",
        0x0302: "TLS 1.1",
        0x0303: "TLS 1.2",
        0x0304: "TLS 1.3",
    }
    | {0x7F00 + draft: f"TLS 1.3, draft {draft}" for draft in range(14, 29)}
)

HANDSHAKE_TYPES: Names = MappingProxyType(
    {
        0: "hello request", 1: "client hello", 2: "server hello", 3: "hello verify request", 4: "new session ticket",
        5: "end of early data", 6: "hello retry request", 8: "encrypted extensions", 11: "certificate", 12: "server key exchange",
        13: "certificate request", 14: "server hello done", 15: "certificate verify", 16: "client key exchange", 20: "finished",
        21: "certificate URL", 22: "certificate status", 23: "supplemental data", 24: "key update", 25: "compressed certificate",
        67: "next protocol",
    }
)  # fmt: skip

ALERT_LEVELS: Names = MappingProxyType({1: "warning", 2: "fatal"})

ALERTS: Names = MappingProxyType(
    {
        0: "close notify", 10: "unexpected message", 20: "bad record MAC", 21: "decryption failed", 22: "record overflow",
        30: "decompression failure", 40: "handshake failure", 41: "no certificate", 42: "bad certificate",
        43: "unsupported certificate", 44: "certificate revoked", 45: "certificate expired", 46: "certificate unknown",
        47: "illegal parameter", 48: "unknown certificate authority", 49: "access denied", 50: "decode error", 51: "decrypt error",
        60: "export restriction", 70: "protocol version", 71: "insufficient security", 80: "internal error",
        86: "inappropriate fallback", 90: "user cancelled", 100: "no renegotiation", 109: "missing extension",
        110: "unsupported extension", 111: "certificate unobtainable", 112: "unrecognized name",
        113: "bad certificate status response", 114: "bad certificate hash value", 115: "unknown PSK identity",
        116: "certificate required", 120: "no application protocol", 121: "ECH required",
    }
)  # fmt: skip

EXTENSIONS: Names = MappingProxyType(
    _GREASE_NAMES
    | {
        0: "server_name", 1: "max_fragment_length", 2: "client_certificate_url", 3: "trusted_ca_keys", 4: "truncated_hmac",
        5: "status_request", 6: "user_mapping", 7: "client_authz", 8: "server_authz", 9: "cert_type", 10: "supported_groups",
        11: "ec_point_formats", 12: "srp", 13: "signature_algorithms", 14: "use_srtp", 15: "heartbeat",
        16: "application_layer_protocol_negotiation", 17: "status_request_v2", 18: "signed_certificate_timestamp",
        19: "client_certificate_type", 20: "server_certificate_type", 21: "padding", 22: "encrypt_then_mac",
        23: "extended_master_secret", 24: "token_binding", 25: "cached_info", 26: "tls_lts", 27: "compress_certificate",
        28: "record_size_limit", 29: "pwd_protect", 30: "pwd_clear", 31: "password_salt", 32: "ticket_pinning",
        33: "tls_cert_with_extern_psk", 34: "delegated_credential", 35: "session_ticket", 36: "TLMSP", 37: "TLMSP_proxying",
        38: "TLMSP_delegate", 39: "supported_ekt_ciphers", 41: "pre_shared_key", 42: "early_data", 43: "supported_versions",
        44: "cookie", 45: "psk_key_exchange_modes", 47: "certificate_authorities", 48: "oid_filters", 49: "post_handshake_auth",
        50: "signature_algorithms_cert", 51: "key_share", 52: "transparency_info", 53: "connection_id, deprecated",
        54: "connection_id", 55: "external_id_hash", 56: "external_session_id", 57: "quic_transport_parameters",
        58: "ticket_request", 59: "dnssec_chain", 13172: "next_protocol_negotiation", 17513: "application_settings, old number",
        17613: "application_settings", 30031: "channel_id, old number", 30032: "channel_id", 64768: "ech_outer_extensions",
        65037: "encrypted_client_hello", 65281: "renegotiation_info", 65486: "encrypted_server_name",
    }
)  # fmt: skip

COMPRESSIONS: Names = MappingProxyType({0: "none", 1: "DEFLATE", 64: "LZS"})

NAME_TYPES: Names = MappingProxyType({0: "host name"})

POINT_FORMATS: Names = MappingProxyType(
    {0: "uncompressed", 1: "compressed, prime field", 2: "compressed, binary field"}
)

CURVE_TYPES: Names = MappingProxyType({1: "explicit prime", 2: "explicit binary", 3: "a curve by its name"})

KEY_EXCHANGE_MODES: Names = MappingProxyType({0: "the shared key alone", 1: "the shared key with (EC)DHE"})

CERTIFICATE_COMPRESSIONS: Names = MappingProxyType({1: "zlib", 2: "Brotli", 3: "Zstandard"})

CERTIFICATE_TYPES: Names = MappingProxyType({0: "X.509", 1: "OpenPGP", 2: "raw public key", 3: "1609Dot2"})

CLIENT_CERTIFICATE_TYPES: Names = MappingProxyType(
    {
        1: "RSA signature", 2: "DSS signature", 3: "RSA, fixed DH", 4: "DSS, fixed DH", 5: "RSA, ephemeral DH",
        6: "DSS, ephemeral DH", 20: "Fortezza", 64: "ECDSA signature", 65: "RSA, fixed ECDH", 66: "ECDSA, fixed ECDH",
    }
)  # fmt: skip

STATUS_TYPES: Names = MappingProxyType({1: "OCSP", 2: "OCSP, several"})

FRAGMENT_LENGTHS: Names = MappingProxyType({1: "512 bytes", 2: "1,024 bytes", 3: "2,048 bytes", 4: "4,096 bytes"})

HEARTBEAT_MODES: Names = MappingProxyType({1: "the peer may send requests", 2: "the peer may not send requests"})

HEARTBEAT_TYPES: Names = MappingProxyType({1: "request", 2: "response"})

GROUPS: Names = MappingProxyType(
    _GREASE_NAMES
    | {
        1: "sect163k1", 2: "sect163r1", 3: "sect163r2", 4: "sect193r1", 5: "sect193r2", 6: "sect233k1", 7: "sect233r1",
        8: "sect239k1", 9: "sect283k1", 10: "sect283r1", 11: "sect409k1", 12: "sect409r1", 13: "sect571k1", 14: "sect571r1",
        15: "secp160k1", 16: "secp160r1", 17: "secp160r2", 18: "secp192k1", 19: "secp192r1", 20: "secp224k1", 21: "secp224r1",
        22: "secp256k1", 23: "secp256r1", 24: "secp384r1", 25: "secp521r1", 26: "brainpoolP256r1", 27: "brainpoolP384r1",
        28: "brainpoolP512r1", 29: "x25519", 30: "x448", 31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13",
        33: "brainpoolP512r1tls13", 41: "curveSM2", 256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096", 259: "ffdhe6144",
        260: "ffdhe8192", 512: "MLKEM512", 513: "MLKEM768", 514: "MLKEM1024", 4587: "SecP256r1MLKEM768", 4588: "X25519MLKEM768",
        4589: "SecP384r1MLKEM1024", 25497: "X25519Kyber768Draft00", 25498: "SecP256r1Kyber768Draft00",
        0xFF01: "arbitrary_explicit_prime_curves", 0xFF02: "arbitrary_explicit_char2_curves",
    }
)  # fmt: skip

_HASHES = {1: "md5", 2: "sha1", 3: "sha224", 4: "sha256", 5: "sha384", 6: "sha512"}
_SIGNATURES = {1: "rsa_pkcs1", 2: "dsa", 3: "ecdsa"}

SIGNATURE_SCHEMES: Names = MappingProxyType(
    _GREASE_NAMES
    | {
        number << 8 | kind: f"{signature}_{hash_}" for number, hash_ in _HASHES.items() for kind, signature in _SIGNATURES.items()
    }
    | {
        0x0403: "ecdsa_secp256r1_sha256", 0x0503: "ecdsa_secp384r1_sha384", 0x0603: "ecdsa_secp521r1_sha512", 0x0708: "sm2sig_sm3",
        0x0804: "rsa_pss_rsae_sha256", 0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512", 0x0807: "ed25519",
        0x0808: "ed448", 0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384", 0x080B: "rsa_pss_pss_sha512",
        0x081A: "ecdsa_brainpoolP256r1tls13_sha256", 0x081B: "ecdsa_brainpoolP384r1tls13_sha384",
        0x081C: "ecdsa_brainpoolP512r1tls13_sha512", 0x0904: "mldsa44", 0x0905: "mldsa65", 0x0906: "mldsa87",
    }
)  # fmt: skip
