"""The web pages: short, readable HTML of an exact size."""

from __future__ import annotations

_SENTENCES = (
    "This page was cut into segments, and each segment rides in a packet of its own.",
    "Routers look at the destination address, and never at these words.",
    "Every byte you read here has a sequence number.",
    "The name came first: without its address there would have been nobody to ask.",
    "What got lost on the way is sent again, and you do not notice.",
    "The last byte of this page is followed by a FIN.",
)


def html_page(title: str, size: int) -> bytes:
    """A page with a title, filled with sentences up to exactly this many bytes."""
    heading = title.replace("-", " ").capitalize()
    start = f'<!DOCTYPE html>\n<html lang="en">\n<title>{heading}</title>\n<h1>{heading}</h1>\n'
    end = "</html>\n"
    room = size - len(start) - len(end)
    if room < 0:
        raise ValueError(f"a page of {size} bytes has no room for its title")
    text = ""
    number = 0
    while len(text) < room:
        text += f"<p>{number + 1}. {_SENTENCES[number % len(_SENTENCES)]}\n"
        number += 1
    # A cut sentence ends in a line break all the same, so that the page reads as whole lines.
    body = text[:room] if room == 0 else text[: room - 1] + "\n"
    return (start + body + end).encode("ascii")
