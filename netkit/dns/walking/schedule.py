"""The jobs of one walk: which go on, which wait for a reply or for one another."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from netkit.dns.walking.walk import Job, LimitReachedError, Reply

if TYPE_CHECKING:
    from netkit.dns.query import Query
    from netkit.dns.reason import Reason
    from netkit.dns.walking.walk import Talk, Walk

__all__ = ["Schedule"]


class Schedule:
    """A main job and those that it starts; `outbox` holds the questions that should go out.

    `stopped` is the limit that ended the main job, None where none did.
    """

    def __init__(self, walk: Walk, talk: Talk[object]) -> None:
        self.outbox: deque[Query] = deque()
        self.stopped: Reason | None = None
        self._walk = walk
        self._main = Job(talk)
        self._asked_by: dict[Query, Job] = {}
        self._run(self._main, None)

    @property
    def done(self) -> bool:
        """Whether the main job is at its end; nobody waits for the others any more."""
        return self._main.done

    @property
    def value(self) -> object:
        """What the main job came to; None while it goes on, and where a limit stopped it."""
        return self._main.value

    def settle(self, query: Query, reply: Reply) -> None:
        """Let the job go on that asked `query`."""
        self._run(self._asked_by.pop(query), reply)

    def _run(self, job: Job, reply: Reply | None) -> None:
        ready: deque[tuple[Job, Reply | None]] = deque([(job, reply)])
        while ready and not self._main.done:
            job, reply = ready.popleft()
            wanted = self._step(job, reply)
            if job.done or (isinstance(wanted, Job) and wanted.done):
                going_on = job.waiting if job.done else [job]
                ready.extend((each, Reply(None)) for each in going_on)
            elif isinstance(wanted, Job):
                wanted.waiting.append(job)
            elif wanted is not None:
                self._asked_by[wanted] = job
                self.outbox.append(wanted)
            ready.extend((each, None) for each in self._walk.to_start)
            self._walk.to_start.clear()

    def _step(self, job: Job, reply: Reply | None) -> Query | Job | None:
        """Let one job go on until it wants something; None at its end."""
        try:
            return next(job.talk) if reply is None else job.talk.send(reply)
        except StopIteration as end:
            job.done, job.value = True, end.value
        except LimitReachedError as limit:
            job.done = True
            if job is self._main:
                self.stopped = limit.reason
        return None
