"""What a message of a text protocol says, in a few words: HTTP, SSDP, SMTP."""

from __future__ import annotations

from netkit.packet.dissection import Dissection

__all__ = ["http_brief", "http_said", "smtp_brief", "smtp_said"]

_LONGEST = 60


def http_said(packet: Dissection, destination: str) -> str:
    """What the sender of a message of HTTP or SSDP does, as the rest of a sentence that begins with its name."""
    method = packet.value("http.request.method")
    if method is None:
        return f"answers {destination} with {_answer(packet)}"
    target, host = _short(packet, "http.request.uri"), _short(packet, "http.host") or destination
    if method == "M-SEARCH":
        return f"looks for devices of the kind {_short(packet, 'http.header.ST') or 'any'}"
    if method == "NOTIFY" and (kind := _short(packet, "http.header.NT")):
        leaves = packet.value("http.header.NTS") == "ssdp:byebye"
        return f"says that {kind} {'leaves' if leaves else 'is there'}"
    if method == "GET":
        return f"asks {host} for {target or 'nothing'}"
    return f"asks {host} to {method} {target}".rstrip()


def http_brief(packet: Dissection) -> str:
    """A message of HTTP or SSDP in a list that names both ends already."""
    method = packet.value("http.request.method")
    if method is None:
        return _answer(packet)
    target = _short(packet, "http.request.uri")
    host = _short(packet, "http.host") if target.startswith("/") else ""
    kind = _short(packet, "http.header.ST") or _short(packet, "http.header.NT")
    return f"{method} {kind or host + target}".rstrip()


def _answer(packet: Dissection) -> str:
    words = [_short(packet, "http.response.code"), _short(packet, "http.response.phrase")]
    said = " ".join(word for word in words if word) or "no status"
    kind = _short(packet, "http.content_type").partition(";")[0]
    return f"{said} ({kind})" if kind else said


def smtp_said(packet: Dissection, destination: str) -> str:
    """What the sender of a line of SMTP does, as the rest of a sentence that begins with its name."""
    return (
        f"{'replies to' if packet.value('smtp.req.command') is None else 'tells'} {destination}: {smtp_brief(packet)}"
    )


def smtp_brief(packet: Dissection) -> str:
    """The first line of a message of SMTP, and how many there are behind it."""
    if packet.value("smtp.req.command") is not None:
        words, lines = ("smtp.req.command", "smtp.req.parameter"), len(packet.values("smtp.req.command"))
    else:
        words = ("smtp.response.code", "smtp.rsp.parameter")
        lines = len(packet.values(words[0])) + len(packet.values("smtp.response.code_again"))
    said = " ".join(word for word in (_short(packet, key) for key in words) if word)
    return f"{said} (and {lines - 1} {'line' if lines == 2 else 'lines'} more)" if lines > 1 else said


def _short(packet: Dissection, key: str) -> str:
    """The first value under a key, without what is too much for a sentence."""
    value = packet.value(key)
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
