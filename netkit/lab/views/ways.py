"""The ways to answer a task that is judged by packets: by doing it, by recording it, or by knowing which recorded attempt does it."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.lab.definition import Task
from netkit.lab.variant import Variant
from netkit.language import Language

__all__ = ["attempts_of", "sharing", "ways", "ways_of_all"]


def ways(task: Task, variant: Variant) -> str:
    """How one task is answered, a line for each way."""
    language, attempts = variant.language, variant.choices(task)
    lines = _doing(task.id, language) if task.live else []
    lines.append(_recording(task.id, language))
    if attempts:
        lines.append(
            language.say(
                "task.attempts",
                "Without doing it: look at the recorded attempts (netkit capture show {first}.pcapng), and say which one does what "
                "is asked: netkit lab answer {task} ATTEMPT, one of {attempts}",
                first=attempts[0],
                task=task.id,
                attempts=", ".join(attempts),
            )
        )
    return _listed(language.say("task.ways", "Judged by packets; any of these ways will do:"), lines)


def sharing(tasks: Sequence[Task], variant: Variant) -> list[Task]:
    """The tasks that are answered in the same three ways; none where there are not several."""
    found = [task for task in tasks if task.kind == "capture" and task.live and variant.choices(task)]
    return found if len(found) > 1 else []


def ways_of_all(tasks: Sequence[Task], variant: Variant) -> str:
    """How they are answered, said once for all of them."""
    language = variant.language
    any_of_them = language.say("task.any", "TASK")
    lines = [
        *_doing(any_of_them, language),
        _recording(any_of_them, language),
        language.say(
            "task.any-attempt",
            "Without doing it: look at the task's recorded attempts (netkit capture show {first}.pcapng shows one), and say which one "
            "does what is asked: netkit lab answer {task} ATTEMPT",
            first=variant.choices(tasks[0])[0],
            task=any_of_them,
        ),
    ]
    told = language.say(
        "task.ways-of-all",
        "Tasks {tasks} are judged by packets, and each can be answered in any of these ways:",
        tasks=", ".join(task.id for task in tasks),
    )
    return _listed(told, lines)


def attempts_of(task: Task, variant: Variant) -> str:
    """The recorded attempts at a task whose ways to answer were told before."""
    return variant.language.say(
        "task.recorded-attempts", "Recorded attempts: {attempts}", attempts=", ".join(variant.choices(task))
    )


def _doing(task: str, language: Language) -> list[str]:
    return [
        language.say(
            "task.live", "In the lab shell (netkit lab shell): do it, then netkit lab answer {task}", task=task
        )
    ]


def _recording(task: str, language: Language) -> str:
    return language.say(
        "task.recorded", "Anywhere: record it, then netkit lab answer {task} FILE, the capture", task=task
    )


def _listed(told: str, lines: Sequence[str]) -> str:
    return "\n".join([told, *(f"- {line}" for line in lines)])
