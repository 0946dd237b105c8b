"""Kinds of value that TLS has: certificates, and times in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from netkit.packet.application.tls.names_in_certificates import describe
from netkit.packet.kinds import BYTES, Kind
from netkit.packet.moment import MOMENT

__all__ = ["CERTIFICATE", "MILLISECONDS"]

_Bytes = type(BYTES)


class _Certificate(_Bytes):  # type: ignore[misc, valid-type] # the class of BYTES, which has no public name
    """A certificate in DER, shown by what it says."""

    def text(self, raw: Any, width: int, names: Mapping[int, str]) -> str:
        return describe(raw) or str(super().text(raw, width, names))


class _Milliseconds(Kind):
    """Milliseconds since 1970, shown as a date."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:
        return MOMENT.value(raw // 1000, width).replace(".000", f".{raw % 1000:03d}")

    def digits(self, raw: Any, width: int) -> str:
        return MOMENT.digits(raw // 1000, width).replace(" UTC", f".{raw % 1000:03d} UTC")

    def parse(self, value: object, width: int) -> Any:
        if isinstance(value, str) and (found := re.fullmatch(r"(.*)\.(\d{3})0{6} UTC", value)):
            value = MOMENT.parse(f"{found[1]}.000000000 UTC", width) * 1000 + int(found[2])
        return super().parse(value, width)


CERTIFICATE = _Certificate()
MILLISECONDS = _Milliseconds()
