"""What the values of an HTTP message make its receiver do; of header fields, the table's meaning mostly says it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["HTTP", "SSDP"]

_METHODS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "GET": (
            "the server sends the resource; asking changes nothing there, so it may be asked again",
            "RFC 9110 §9.3.1",
        ),
        "HEAD": ("the server sends what it would send for GET, without the content", "RFC 9110 §9.3.2"),
        "POST": (
            "the server does with the content what the resource is for; sent twice, it may be done twice",
            "RFC 9110 §9.3.3",
        ),
        "PUT": ("the server keeps the content as the resource; sent twice, nothing more happens", "RFC 9110 §9.3.4"),
        "DELETE": ("the server removes the resource", "RFC 9110 §9.3.5"),
        "CONNECT": ("the proxy connects to the target, and from then on only passes bytes on", "RFC 9110 §9.3.6"),
        "OPTIONS": ("the server says what may be done with the resource", "RFC 9110 §9.3.7"),
        "TRACE": ("the last server sends back what arrived there", "RFC 9110 §9.3.8"),
        "PATCH": ("the server changes the resource as the content says", "RFC 5789 §2"),
    }
)

_STATUS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        100: ("the client goes on with the content", "RFC 9110 §15.2.1"),
        101: ("from here on another protocol is spoken on this connection", "RFC 9110 §15.2.2"),
        200: ("the content is what was asked for", "RFC 9110 §15.3.1"),
        201: ("a new resource was made; Location says where", "RFC 9110 §15.3.2"),
        204: ("it worked, and there is nothing to show", "RFC 9110 §15.3.5"),
        206: ("the content is the part that was asked for", "RFC 9110 §15.3.7"),
        301: ("the client asks at Location instead, now and later", "RFC 9110 §15.4.2"),
        302: ("the client asks at Location instead, this time", "RFC 9110 §15.4.3"),
        303: ("the client fetches Location with GET", "RFC 9110 §15.4.4"),
        304: ("nothing has changed: the client shows what it has kept", "RFC 9110 §15.4.5"),
        307: ("the client asks at Location instead, with the same method", "RFC 9110 §15.4.8"),
        308: ("the client asks at Location instead from now on, with the same method", "RFC 9110 §15.4.9"),
        400: ("the server could not read the request; sent again as it is, it fails again", "RFC 9110 §15.5.1"),
        401: ("the client has to say who it is, as WWW-Authenticate wants it", "RFC 9110 §15.5.2"),
        403: ("the server understood, and does not allow it", "RFC 9110 §15.5.4"),
        404: ("there is no such resource here; the server itself was reached", "RFC 9110 §15.5.5"),
        405: ("the resource is there, but not for this method; Allow says for which", "RFC 9110 §15.5.6"),
        408: ("the request came too slowly, and the server waits no longer", "RFC 9110 §15.5.9"),
        429: ("the client shall wait before it asks again", "RFC 6585 §4"),
        500: ("the server failed; the client did nothing wrong", "RFC 9110 §15.6.1"),
        502: ("a server between client and origin got no proper answer behind it", "RFC 9110 §15.6.3"),
        503: ("the server can't answer now; Retry-After may say when", "RFC 9110 §15.6.4"),
        504: ("a server between client and origin got no answer in time behind it", "RFC 9110 §15.6.5"),
    }
)

_CLASSES: Mapping[int, str] = MappingProxyType(
    {
        1: "so far so good: the final answer still comes",
        2: "it worked",
        3: "the client has to do something more, mostly elsewhere",
        4: "the server refuses: the fault is in the request",
        5: "the server failed: the fault is not in the request",
    }
)


def _method(here: Here) -> Told:
    return _METHODS.get(str(here.value), here.field.note or here.field.meaning)


def _version(here: Here) -> Told:
    if here.value == "HTTP/1.0":
        return "the connection ends behind each answer, unless both sides say keep-alive", "RFC 9112 §9.3"
    if here.value == "HTTP/1.1":
        return "the connection stays open for more, unless one side says close", "RFC 9112 §9.3"
    return ""


def _status(here: Here) -> Told:
    number = int(here.value)
    return _STATUS.get(number) or (_CLASSES.get(number // 100, ""), "RFC 9110 §15")


def _content_length(here: Here) -> Told:
    digits = str(here.value)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        return ""
    length = int(digits)
    content = [*here.all("http.file_data"), *here.all("http.encoded_data")]
    there = sum(field.width_bits // 8 for field in content)
    told = f"{count(length, 'byte')} of content follow the empty line; then the next message may begin"
    if 0 < there < length and here.packet.original_length == len(here.packet.data):
        told += f"; {there:,} of them are in this packet"
    return told, "RFC 9112 §6.3"


HTTP = Effects(
    Effect("http.request.method", _method),
    Effect("http.request.version", _version),
    Effect("http.response.version", _version),
    Effect("http.response.code", _status),
    Effect("http.content_length_header", _content_length),
    Effect("http.chunk_size", "so many bytes of content (in hex) follow this line; 0 says that none follow any more"),
    silent=(
        "http.server", "http.date", "http.user_agent", "http.header.X-Powered-By", "http.empty_line", "http.response.phrase",
        "http.file_data", "http.encoded_data", "http.chunk_data", "http.header", "http.header.folded", "http.stray",
        "http.chunked_trailer_part",
    ),
)  # fmt: skip

_SSDP_METHODS = {
    "M-SEARCH": "each device of the kind that is looked for answers, after a while drawn by lot",
    "NOTIFY": "everyone on the link learns that a device is there, or leaves",
}

SSDP = Effects(
    Effect(
        "http.request.method",
        lambda here: _SSDP_METHODS.get(str(here.value), ""),
        "UPnP Device Architecture 2.0 §1",
    ),
    silent=(
        "http.request.uri",
        "http.request.version",
        "http.response.version",
        "http.response.phrase",
        "http.server",
        "http.empty_line",
    ),
)
