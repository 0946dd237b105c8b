"""The ways of both ends through the states of TCP, as far as what passes shows them (RFC 9293 section 3.3.2)."""

from __future__ import annotations

from netkit.tcp.connection.states import Cause, State, after

__all__ = ["Following"]

MOST_STEPS = 64


class Following:
    """What passes is taken to arrive: so a state may be that of half a round trip later. `paths` has the states of each side so far."""

    def __init__(self) -> None:
        self.paths: tuple[list[State], list[State]] = ([], [])
        self._finish: list[int | None] = [None, None]
        self._finish_known = [False, False]

    def state(self, side: int) -> State | None:
        """How a side stands; None before anything is known of it."""
        return self.paths[side][-1] if self.paths[side] else None

    def opened(self, side: int, *, answers: bool) -> None:
        """A side sends SYN."""
        if not answers:
            self._begin(side, State.CLOSED)
            self._go(side, Cause.CONNECT)
            self._begin(1 - side, State.CLOSED)
            if self.state(1 - side) is State.CLOSED and len(self.paths[1 - side]) == 1:
                self._go(1 - side, Cause.LISTEN)
            self._go(1 - side, Cause.SYN)
        else:
            if not self.paths[side]:
                self.paths[side].extend((State.CLOSED, State.LISTEN, State.SYN_RECEIVED))
            if not self.paths[1 - side]:
                self.paths[1 - side].extend((State.CLOSED, State.SYN_SENT))
            if self.state(1 - side) is State.SYN_SENT:
                self._go(1 - side, Cause.SYN_ACK)

    def acknowledged(self, side: int, number: int, *, finishing: bool) -> None:
        """A side sends an acknowledgment; `finishing` says that its own FIN goes along."""
        other = 1 - side
        for each in (side, other):
            if not self.paths[each]:
                self.paths[each].append(State.ESTABLISHED)
        if self.state(other) is State.SYN_RECEIVED:
            self._go(other, Cause.ACK_OF_SYN)
        finish = self._finish[other]
        if finish is None or number < finish:
            return
        if not self._finish_known[side]:
            self._finish_known[side] = True
            self._go(side, Cause.FIN)
        both = finishing and not self._finish_known[other]
        if both and self.state(other) is State.FIN_WAIT_1:
            self._finish_known[other] = True
            self._go(other, Cause.FIN_AND_ACK)
        else:
            self._go(other, Cause.ACK_OF_FIN)

    def finished(self, side: int, end: int) -> None:
        """A side sends FIN, whose number comes before `end`."""
        if not self.paths[side]:
            self.paths[side].append(State.ESTABLISHED)
        if self._finish[side] is None:
            self._finish[side] = end
            self._go(side, Cause.CLOSE)

    def reset(self, side: int) -> None:
        """A side sends a reset that the other one believes."""
        listened = self.paths[1 - side][1:2] == [State.LISTEN]
        if self.state(side) is not None:
            self._go(side, Cause.ABORT)
        refused = listened and self.state(1 - side) is State.SYN_RECEIVED
        if self.state(1 - side) is not None:
            self._go(1 - side, Cause.RST_OF_SYN if refused else Cause.RST)

    def _begin(self, side: int, state: State) -> None:
        if not self.paths[side]:
            self.paths[side].append(state)

    def _go(self, side: int, cause: Cause) -> None:
        now = self.state(side)
        step = None if now is None else after(now, cause)
        if step is not None and len(self.paths[side]) < MOST_STEPS:
            self.paths[side].append(step.after)
