"""The fields of HTTP's header, each with what its value is for (RFC 9110, RFC 9111)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from netkit.packet.application.http.header_line import OtherLine
from netkit.packet.application.http.header_line import header_line as _line
from netkit.packet.application.http.ssdp_fields import SsdpLine
from netkit.packet.field import Field
from netkit.packet.header import Header

__all__ = ["FieldLine", "field_of"]


class FieldLine(Header):
    """The lines whose names netkit knows."""

    key = "http"
    title = "HTTP header"
    rfc = "RFC 9112 §5"

    accept: Any = _line(
        "Accept", "kinds of content that the client can use; q says how gladly", "RFC 9110 §12.5.1", key="http.accept"
    )
    accept_charset: Any = _line(
        "Accept-Charset", "character sets that the client can use; no longer wanted", "RFC 9110 §12.5.2"
    )
    accept_encoding: Any = _line(
        "Accept-Encoding",
        "ways of packing the content that the client can unpack",
        "RFC 9110 §12.5.3",
        key="http.accept_encoding",
    )
    accept_language: Any = _line(
        "Accept-Language",
        "languages that the person reads, the best first",
        "RFC 9110 §12.5.4",
        key="http.accept_language",
    )
    accept_ranges: Any = _line(
        "Accept-Ranges", "whether the server also gives a part of the resource", "RFC 9110 §14.3"
    )
    access_control_allow_origin: Any = _line(
        "Access-Control-Allow-Origin", "which other sites' pages may read this answer", "Fetch, CORS protocol"
    )
    age: Any = _line("Age", "for how many seconds a cache has kept this answer", "RFC 9111 §5.1")
    allow: Any = _line("Allow", "the methods that the resource knows", "RFC 9110 §10.2.1")
    alt_svc: Any = _line("Alt-Svc", "where else the same site is served, as over HTTP/3", "RFC 7838 §3")
    authorization: Any = _line(
        "Authorization",
        "who the client is, with a proof such as a password: over plain HTTP anyone on the way can read it",
        "RFC 9110 §11.6.2",
        key="http.authorization",
    )
    cache_control: Any = _line(
        "Cache-Control", "who may keep the answer, and for how long", "RFC 9111 §5.2", key="http.cache_control"
    )
    connection: Any = _line(
        "Connection",
        "what holds for this connection only: close ends it after this message, keep-alive leaves it open for the next",
        "RFC 9110 §7.6.1",
        key="http.connection",
    )
    content_disposition: Any = _line(
        "Content-Disposition", "whether to show the content or to save it, and under which name", "RFC 6266 §4"
    )
    content_encoding: Any = _line(
        "Content-Encoding",
        "how the content is packed, to be unpacked before use",
        "RFC 9110 §8.4",
        key="http.content_encoding",
    )
    content_language: Any = _line("Content-Language", "the language that the content is in", "RFC 9110 §8.5")
    content_length: Any = _line(
        "Content-Length",
        "bytes of content: without it the receiver would not know where the message ends",
        "RFC 9110 §8.6",
        key="http.content_length_header",
    )
    content_location: Any = _line(
        "Content-Location", "a target under which exactly this content is found", "RFC 9110 §8.7"
    )
    content_range: Any = _line("Content-Range", "which part of the whole this content is", "RFC 9110 §14.4")
    content_security_policy: Any = _line(
        "Content-Security-Policy",
        "from where the page may load scripts, pictures and the like",
        "Content Security Policy Level 3 §3",
    )
    content_type: Any = _line(
        "Content-Type", "what kind of content follows, such as text/html", "RFC 9110 §8.3", key="http.content_type"
    )
    cookie: Any = _line(
        "Cookie",
        "what the server gave with Set-Cookie before: by this it knows the client again",
        "RFC 6265 §4.2",
        key="http.cookie",
    )
    date: Any = _line("Date", "when the message was made, by the sender's clock", "RFC 9110 §6.6.1", key="http.date")
    etag: Any = _line(
        "ETag",
        "a mark of this version of the resource: asked for again, the server need not send what has not changed",
        "RFC 9110 §8.8.3",
    )
    expect: Any = _line(
        "Expect", "100-continue: tell me whether you want the content before I send it", "RFC 9110 §10.1.1"
    )
    expires: Any = _line("Expires", "from when on the answer counts as stale", "RFC 9111 §5.3")
    forwarded: Any = _line("Forwarded", "for whom a proxy asks", "RFC 7239 §4")
    from_: Any = _line("From", "the mail address of the person behind the request", "RFC 9110 §10.1.2")
    host: Any = _line(
        "Host", "the site that is meant: one server, one address, can have many", "RFC 9110 §7.2", key="http.host"
    )
    http2_settings: Any = _line(
        "HTTP2-Settings",
        "the client's settings, should the server change to HTTP/2",
        "RFC 7540 §3.2.1",
        key="http.http2_settings",
    )
    if_match: Any = _line("If-Match", "do it only if the resource still has this mark", "RFC 9110 §13.1.1")
    if_modified_since: Any = _line(
        "If-Modified-Since", "send it only if it has changed since; else 304 Not Modified is enough", "RFC 9110 §13.1.3"
    )
    if_none_match: Any = _line(
        "If-None-Match", "send it only if its mark is another now; else 304 Not Modified is enough", "RFC 9110 §13.1.2"
    )
    if_range: Any = _line(
        "If-Range", "send the part only if the whole has not changed, else send everything", "RFC 9110 §13.1.5"
    )
    if_unmodified_since: Any = _line(
        "If-Unmodified-Since", "do it only if the resource has not changed since", "RFC 9110 §13.1.4"
    )
    keep_alive: Any = _line(
        "Keep-Alive", "how long, and for how many requests, the connection stays open", "RFC 9112 appendix C.2.2"
    )
    last_modified: Any = _line(
        "Last-Modified", "when the resource last changed", "RFC 9110 §8.8.2", key="http.last_modified"
    )
    link: Any = _line("Link", "other resources that belong to this one", "RFC 8288 §3")
    location: Any = _line("Location", "where to go instead, or what was made", "RFC 9110 §10.2.2", key="http.location")
    max_forwards: Any = _line("Max-Forwards", "how many more proxies may pass the request on", "RFC 9110 §7.6.2")
    origin: Any = _line("Origin", "the site whose page asks", "RFC 6454 §7")
    pragma: Any = _line("Pragma", "no-cache: as Cache-Control, for servers of HTTP/1.0", "RFC 9111 §5.4")
    proxy_authenticate: Any = _line(
        "Proxy-Authenticate", "how the proxy wants to know who asks", "RFC 9110 §11.7.1", key="http.proxy_authenticate"
    )
    proxy_authorization: Any = _line(
        "Proxy-Authorization", "who the client is, for the proxy", "RFC 9110 §11.7.2", key="http.proxy_authorization"
    )
    proxy_connection: Any = _line(
        "Proxy-Connection", "as Connection, for proxies; it never was part of HTTP", "RFC 9112 appendix C.2.2"
    )
    range: Any = _line("Range", "only this part of the resource, please", "RFC 9110 §14.2")
    referer: Any = _line(
        "Referer", "the page that led here (the name lacks an r since 1996)", "RFC 9110 §10.1.3", key="http.referer"
    )
    refresh: Any = _line(
        "Refresh", "after how many seconds to load anew, or to go elsewhere", "HTML, pragma directives"
    )
    retry_after: Any = _line("Retry-After", "when to try again", "RFC 9110 §10.2.3")
    sec_websocket_accept: Any = _line(
        "Sec-WebSocket-Accept",
        "made from the client's key: the server did understand WebSocket",
        "RFC 6455 §11.3.3",
        key="http.sec_websocket_accept",
    )
    sec_websocket_extensions: Any = _line(
        "Sec-WebSocket-Extensions",
        "extensions of WebSocket that are wanted, or taken",
        "RFC 6455 §11.3.2",
        key="http.sec_websocket_extensions",
    )
    sec_websocket_key: Any = _line(
        "Sec-WebSocket-Key",
        "random bytes that the server has to answer to",
        "RFC 6455 §11.3.1",
        key="http.sec_websocket_key",
    )
    sec_websocket_protocol: Any = _line(
        "Sec-WebSocket-Protocol",
        "what is to be spoken over WebSocket",
        "RFC 6455 §11.3.4",
        key="http.sec_websocket_protocol",
    )
    sec_websocket_version: Any = _line(
        "Sec-WebSocket-Version", "the version of WebSocket: 13", "RFC 6455 §11.3.5", key="http.sec_websocket_version"
    )
    server: Any = _line("Server", "the program that answers", "RFC 9110 §10.2.4", key="http.server")
    set_cookie: Any = _line(
        "Set-Cookie",
        "a value that the client is to send back with each request from now on",
        "RFC 6265 §4.1",
        key="http.set_cookie",
    )
    strict_transport_security: Any = _line(
        "Strict-Transport-Security", "come over HTTPS only, for this many seconds", "RFC 6797 §6.1"
    )
    te: Any = _line("TE", "transfer codings that the client can take", "RFC 9110 §10.1.4")
    trailer: Any = _line("Trailer", "fields that come behind the content", "RFC 9110 §6.6.2")
    transfer_encoding: Any = _line(
        "Transfer-Encoding",
        "how the content is wrapped on this stretch; chunked: in pieces, each with its length before it",
        "RFC 9112 §6.1",
        key="http.transfer_encoding",
    )
    upgrade: Any = _line(
        "Upgrade", "let us speak another protocol on this connection", "RFC 9110 §7.8", key="http.upgrade"
    )
    user_agent: Any = _line("User-Agent", "the program that asks", "RFC 9110 §10.1.5", key="http.user_agent")
    vary: Any = _line(
        "Vary", "fields of the request that the answer depends on: a cache must heed them", "RFC 9110 §12.5.5"
    )
    via: Any = _line("Via", "the proxies that the message came through", "RFC 9110 §7.6.3")
    www_authenticate: Any = _line(
        "WWW-Authenticate", "how the server wants to know who asks", "RFC 9110 §11.6.1", key="http.www_authenticate"
    )
    x_forwarded_for: Any = _line(
        "X-Forwarded-For",
        "for which client a proxy asks; no standard, but common",
        "RFC 7239 §1",
        key="http.x_forwarded_for",
    )
    x_powered_by: Any = _line(
        "X-Powered-By", "what the server's program is made with; no standard, but common", "RFC 9110 §10.2.4"
    )
    x_requested_with: Any = _line(
        "X-Requested-With", "a script of the page asks, not the person; no standard, but common", "RFC 9110 §16.3"
    )


_FIELDS = MappingProxyType(
    {field.label.lower().encode(): field for table in (FieldLine, SsdpLine) for field in table.fields}
)


def field_of(name: bytes) -> Field:
    """The field for a line of this name, in lower case."""
    return _FIELDS.get(name) or OtherLine.fields[0]
