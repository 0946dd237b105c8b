"""Exchanges: each request of HTTP with its answer, in the order of the stream (RFC 9112 §9.3), and how long it took."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netkit.capture.requests.gathering import Gathered
from netkit.capture.streams.end import End
from netkit.capture.streams.following import CLIENT, Followed
from netkit.capture.streams.messages import Message, messages_of

__all__ = ["Exchange", "exchanges_of"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came back; times in nanoseconds, None where they can't be told. Of two that speak, `client` sent the request.

    `packet` and `whole_packet` are those with the request's first and last byte. `waited` is the time from the request's last packet to the
    answer's first, `took` to the answer's last. Without `status` there was no answer in the capture. `interim` are the codes of answers
    before the answer (100 to 199, but 101).
    """

    stream: int
    client: End
    server: End
    packet: int
    whole_packet: int
    time: int | None
    method: str
    target: str
    host: str
    status: int | None = None
    phrase: str = ""
    kind: str = ""
    answer_packet: int | None = None
    size: int = 0
    waited: int | None = None
    took: int | None = None
    interim: tuple[int, ...] = ()


def exchanges_of(gathered: Gathered) -> list[Exchange]:
    """Every exchange of the streams, by the packet of its request."""
    found = [each for stream in gathered.streams for each in _of_stream(stream, gathered.times)]
    return sorted(found, key=lambda each: (each.packet, each.stream))


def _of_stream(stream: Followed, times: Mapping[int, int]) -> Iterator[Exchange]:
    """The exchanges of one stream; whoever sends requests is the client, whatever the capture shows of the opening."""
    waiting: deque[Message] = deque()
    interim: list[int] = []
    for message in messages_of(stream)[0]:
        values = _values(message)
        if "http.request.method" in values:
            waiting.append(message)
        elif "http.response.code" in values and waiting:
            code = int(str(values["http.response.code"]))
            if 100 <= code < 200 and code != 101:
                interim.append(code)
                continue
            yield _exchange(stream, waiting.popleft(), message, tuple(interim), times)
            interim.clear()
    for message in waiting:
        yield _exchange(stream, message, None, (), times)


def _values(message: Message) -> dict[str, object]:
    return {
        field.key: field.value for layer in message.dissection.layers if layer.key == "http" for field in layer.fields
    }


def _exchange(
    stream: Followed, request: Message, answer: Message | None, interim: tuple[int, ...], times: Mapping[int, int]
) -> Exchange:
    asked = _values(request)
    client, server = (stream.client, stream.server) if request.direction == CLIENT else (stream.server, stream.client)
    told: dict[str, object] = {}
    if answer is not None:
        said = _values(answer)
        last = times.get(request.packets[-1]) if request.packets else None
        told = {
            "status": said["http.response.code"],
            "phrase": _text(said.get("http.response.phrase")),
            "kind": _text(said.get("http.content_type")).partition(";")[0].strip(),
            "answer_packet": answer.packets[0] if answer.packets else None,
            "size": answer.length,
            "waited": _since(last, times.get(answer.packets[0]) if answer.packets else None),
            "took": _since(last, times.get(answer.packets[-1]) if answer.packets else None),
            "interim": interim,
        }
    return Exchange(
        stream.number,
        client,
        server,
        request.packets[0] if request.packets else stream.first,
        request.packets[-1] if request.packets else stream.first,
        times.get(request.packets[0]) if request.packets else None,
        _text(asked.get("http.request.method")),
        _text(asked.get("http.request.uri")),
        _text(asked.get("http.host")),
        **told,  # type: ignore[arg-type]
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _since(start: int | None, end: int | None) -> int | None:
    return None if start is None or end is None else end - start
