"""Differences from tshark in the lines of HTTP and SMTP: it remembers what was said before, netkit reads each packet by itself."""

__all__ = ["NAMED", "names"]

NAMED = {
    "goes on from before": "the middle of a message: tshark knows from packets before what is spoken, netkit keeps the payload",
    "put together": "tshark shows the content made of chunks, or unpacked, beside its bytes; in netkit each byte has one field",
    "known by its first line": "a message of HTTP between ports of other protocols: tshark goes by the port, netkit by what is there",
    "content twice": "tshark shows content that it takes no further apart as data.data, too, where it has no name for its kind",
    "no coding": "an empty Content-Encoding says nothing; tshark fails to unpack the content by it",
    "folded line": "tshark takes the header to end before a line that begins with a space; netkit reads on (RFC 9112 §5.2)",
    "no size of a chunk": "tshark takes a line that is no number for the size 0; netkit stops there, with a problem",
    "no content": "304 has no content, whatever its Content-Length (RFC 9110 §15.4.5); tshark takes what follows for content",
    "behind a notification": "tshark takes all that follows NOTIFY and its like for content; a request without a length has none",
    "two in one": "where a message begins inside of another's header, tshark reads both as one, with the length that either has",
    "unusual coding": "tshark knows a transfer coding by how its name begins, and not in capitals; netkit goes by RFC 9112 §7",
    "chunks of a cut packet": "where the capture kept less of the packet tshark shows no chunk, not even those that are all there",
    "characters of a text": "netkit writes bytes that are no ASCII as \\xNN; tshark's XML has other marks for them and for controls",
    "code that is no number": "tshark reads a sign, too, where the status code should be; netkit says that the line is wrong",
    "command of another length": "tshark takes the first four letters of STARTTLS for the command",
    "any four letters": "tshark takes any word of four letters for a command of SMTP; netkit those that there are",
    "mail, to tshark": "tshark knows from packets before that a mail follows, or goes by the last line; netkit reads the commands there",
}

_FIRST_WORDS = (
    "http.request.method",
    "http.request.uri",
    "http.request.version",
    "http.response.version",
    "http.response.code",
)
_NOTIFICATIONS = ("NOTIFY", "SUBSCRIBE")
_PAYLOADS = ("tcp.payload", "udp.payload", "data.data")


def _theirs(case):
    key, there = case.key, case.difference.ours
    inside = case.start > case.layer.start or "ssdp" in case.packet.protocols
    if key.startswith("http.") and (key not in _FIRST_WORDS or inside) and there in _PAYLOADS:
        yield "no content" if case.dissection.value("http.response.code") == 304 else "goes on from before"
    if key == "http.file_data" and there in _FIRST_WORDS and {"http.chunk_size", "http.encoded_data"} & _keys(case):
        yield "put together"
    if key == "http.file_data" and _folded(case):
        yield "folded line"
    if key.startswith("http.chunk") and "http.chunk_size.malformed" in case.rules():
        yield "no size of a chunk"
    if key.startswith("smtp.req.") and there in _PAYLOADS:
        yield "any four letters"
    if key.startswith("smtp.r") and there == "tcp.payload" and inside:
        yield "goes on from before"
    if key == "smtp.req.parameter" and _starttls(case):
        yield "command of another length"
    yield from _both(case)


def _ours(case):
    if case.key.startswith("http.") and not {"http", "ssdp"} & set(case.packet.protocols):
        yield "known by its first line"
    if case.key.startswith("http.") and _folded(case):
        yield "folded line"
    if case.key.startswith("http.") and case.cut() and "http.chunk_size" in _keys(case):
        yield "chunks of a cut packet"
    if case.key == "http.file_data" and "" in case.dissection.values("http.content_encoding"):
        yield "no coding"
    if case.key.startswith("smtp.req.") and not case.packet.values("smtp.req.command"):
        yield "mail, to tshark"
    yield from _both(case)


def _both(case):
    if case.key == "data.data" and {"http", "ssdp"} & set(case.packet.protocols):
        yield "content twice"
    if case.key.startswith(("http.chunk", "http.file_data")) and "http.header.unfinished" in case.rules():
        yield "two in one"
    if case.key.startswith("http.") and _unusual_coding(case):
        yield "unusual coding"
    if case.key.startswith("http.") and str(case.dissection.value("http.request.method")).endswith(_NOTIFICATIONS):
        yield "behind a notification"


def _value(case):
    value = case.field.value
    if case.key == "http.response.code" and "http.status_line.malformed" in case.rules():
        yield "code that is no number"
    if (
        case.key.startswith(("http.", "smtp."))
        and isinstance(value, str)
        and (not value.isprintable() or "\\" in value)
    ):
        yield "characters of a text"


def _place(case):
    if case.key.startswith("smtp.req.") and _starttls(case):
        yield "command of another length"
    if case.key == "http.file_data" and _folded(case):
        yield "folded line"
    yield from _both(case)


_KINDS = {"ours": _ours, "theirs": _theirs, "value": _value, "place": _place}


def names(case):
    """The names that fit a difference."""
    yield from _KINDS.get(case.difference.kind, lambda _: ())(case)


def _keys(case):
    return {field.key for field in case.dissection.fields}


def _folded(case):
    """Whether a folded line stands at or before the difference."""
    return any(f.key == "http.header.folded" and f.start_bit // 8 <= case.start for f in case.dissection.fields)


def _unusual_coding(case):
    """Whether the difference lies behind a Transfer-Encoding that is not just chunked; content put together lies at the start."""
    codings = [f for f in case.dissection.fields if f.key == "http.transfer_encoding" and f.value != "chunked"]
    return any(f.start_bit // 8 < case.start or case.difference.ours in _FIRST_WORDS for f in codings)


def _starttls(case):
    return any(str(value).upper() == "STARTTLS" for value in case.dissection.values("smtp.req.command"))
