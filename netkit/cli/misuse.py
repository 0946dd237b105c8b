"""What click refuses, in netkit's words: what is wrong, what is wanted, and a line that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["misuse"]

FURTHER = "shows how it is used"
_NUMBERS = (click.types.IntParamType, click.types.FloatParamType)


def misuse(error: click.ClickException) -> UsageError:
    """The same as an error of netkit's."""
    ctx = getattr(error, "ctx", None)
    asked = ctx.command_path if isinstance(ctx, click.Context) else "netkit"
    possibilities = getattr(error, "possibilities", None) or []
    hint = f"did you mean {' or '.join(possibilities)}?" if possibilities else f"{asked} --help {FURTHER}"
    if isinstance(error, click.NoSuchOption):
        # each version of click puts it differently
        why = "what begins with - is read as an option" if error.option_name[1:2].isdigit() else ""
        return UsageError(f"there is no option {error.option_name!r} in {asked}", why=why, hint=hint)
    if isinstance(error, click.BadParameter) and error.param is not None and isinstance(ctx, click.Context):
        hint = f"{_like(error.param, ctx)}{hint}"
        if isinstance(error.param.type, _NUMBERS) and not isinstance(error, click.MissingParameter):
            return _number(error, error.param, hint)
    message = error.message if possibilities else error.format_message()
    what = " ".join((message[:1].lower() + message[1:]).split()).rstrip(".")
    return UsageError(what, hint=hint)


def _number(error: click.BadParameter, param: click.Parameter, hint: str) -> UsageError:
    """A word where a number belongs, or one out of its range."""
    name = _name(param)
    # click says `'http' is not …` of a word, `99999 is not …` of a number; the value itself is in no attribute
    value = error.message.partition(" is not ")[0]
    what = f"{value} is no number" if value[:1] in "'\"" else f"{name} can't be {value}"
    whole = isinstance(param.type, click.types.IntParamType)
    wanted = f"{name} is a {'whole number' if whole else 'number'}{_range(param.type)}"
    return UsageError(what, why=wanted, hint=hint)


def _name(param: click.Parameter) -> str:
    """How the parameter is written: `PORT`, `--count`."""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name.strip("[]")


def _range(of: click.ParamType[object]) -> str:
    """Between which ends a number lies; nothing where it has none."""
    least, most = (f"{end:,}" if isinstance(end, int | float) else "" for end in (_end(of, "min"), _end(of, "max")))
    if least and most:
        return f" from {least} to {most}"
    return f", at least {least}" if least else f", at most {most}" if most else ""


def _end(of: click.ParamType[object], name: str) -> object:
    return getattr(of, name, None)


def _like(param: click.Parameter, ctx: click.Context) -> str:
    """One of the command's examples that has this option, or this argument, which the first has if it is required; or nothing."""
    examples: Sequence[tuple[str, str]] = getattr(ctx.command, "examples", ())
    lines = [line for line, _ in examples]
    if isinstance(param, click.Option):
        lines = [line for line in lines if any(option in line.split() for option in param.opts)]
    elif not param.required:
        return ""
    return f"{lines[0]} · " if lines else ""
