"""Text that may stand in XML 1.0 (its section 2.2): other characters can't be written there, not even as references.

Those that it allows and advises against (delete, and the second set of controls) are left out, too: they steer terminals.
"""

from __future__ import annotations

import re

__all__ = ["xml_text"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text, with the replacement character for what XML has no place for."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
