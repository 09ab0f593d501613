"""Errors as one sentence, and as a traceback for those who ask."""

from typing import Any

import typer
from typer.core import TyperGroup

DEBUG = "--debug"
#: They hand all that follows to another program.
PASSING_ON = ("test", "bench")
LEFT_TO_TYPER: tuple[type[BaseException], ...] = (
    typer.Exit,
    typer.Abort,
    *typer.BadParameter.__bases__,
)


class PlainErrors(TyperGroup):
    """Commands whose errors are fit to read. `--debug` may stand anywhere."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if DEBUG in args and not set(args) & {*PASSING_ON}:
            args = [DEBUG, *(word for word in args if word != DEBUG)]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> object:
        try:
            return super().invoke(ctx)
        except LEFT_TO_TYPER:
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            typer.echo(sentence(error), err=True)
            raise typer.Exit(1) from error


def sentence(error: Exception) -> str:
    """Our own errors say what to do; a stranger's name helps those who help."""
    if type(error).__module__.partition(".")[0] in ("deploy", "services", "shared"):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    text = " ".join(str(error).split())
    return f"This failed: {type(error).__name__}: {text} (add --debug to see where)."
