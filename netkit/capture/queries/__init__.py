"""Questions of DNS and what came back: who asked whom, how long it took, and what was never answered."""

from __future__ import annotations
