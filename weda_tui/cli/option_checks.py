"""Checks of option values, as Click callbacks with errors in the user's language."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from weda_tui.cli.invocation import current
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import LONGEST_TIMEOUT, is_timeout
from weda_tui.core.runs.schedule import SHORTEST, read_duration, read_until

Number = TypeVar("Number", int, float)
Check = Callable[[click.Context, click.Parameter, str | None], str | None]


def one_of(choices: Sequence[str]) -> Check:
    """Accept one of a few words. Raises ``click.BadParameter``."""

    def check(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
        if value and value not in choices:
            words = current().strings.cli.usage.choose_from
            message = words.format(value=value, choices=", ".join(choices))
            raise click.BadParameter(message, context, parameter)
        return value

    return check


def whole_number(
    least: int, most: int
) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """Accept an integer within bounds; ``None`` stays ``None``. Raises ``click.BadParameter``."""

    def check(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        number = _number(int, context, parameter, value)
        if not least <= number <= most:
            raise _out_of_range(context, parameter, number, (least, most))
        return number

    return check


def number(
    least: float, most: float
) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """Accept a number within bounds; ``None`` stays ``None``. Raises ``click.BadParameter``."""

    def check(
        context: click.Context, parameter: click.Parameter, value: str | None
    ) -> float | None:
        if value is None:
            return None
        found = _number(float, context, parameter, value)
        if not least <= found <= most:
            raise _out_of_range(context, parameter, found, (least, most))
        return found

    return check


def seconds(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """Accept a number of seconds above zero, up to a day. Raises ``click.BadParameter``."""
    if value is None:
        return None
    number = _number(float, context, parameter, value)
    if is_timeout(number):
        return number
    raise _out_of_range(context, parameter, number, (0.001, LONGEST_TIMEOUT))


def interval(refusal: str) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """Accept an interval between rounds, as seconds; ``refusal`` is a sentence with ``{value}``."""

    def check(
        context: click.Context, parameter: click.Parameter, value: str | None
    ) -> float | None:
        try:
            seconds = None if value is None else read_duration(value)
        except ValueError:
            seconds = 0.0
        if seconds is not None and seconds < SHORTEST:
            raise click.BadParameter(refusal.format(value=value), context, parameter)
        return seconds

    return check


def moment(refusal: str) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """Accept a future time, as seconds from now; ``refusal`` is a sentence with ``{value}``."""

    def check(
        context: click.Context, parameter: click.Parameter, value: str | None
    ) -> float | None:
        try:
            return None if value is None else read_until(value, Clock().wall())
        except ValueError:
            raise click.BadParameter(refusal.format(value=value), context, parameter) from None

    return check


def each_matching(
    pattern: str, refusal: str
) -> Callable[[click.Context, click.Parameter, Sequence[str]], Sequence[str]]:
    """Accept values that fully match ``pattern``; ``refusal`` is a sentence with ``{value}``."""
    compiled = re.compile(pattern, re.DOTALL)

    def check(
        context: click.Context, parameter: click.Parameter, values: Sequence[str]
    ) -> Sequence[str]:
        for value in values:
            if not compiled.fullmatch(value):
                raise click.BadParameter(refusal.format(value=value), context, parameter)
        return values

    return check


def assigned(texts: Sequence[str]) -> dict[str, str]:
    """Return the values of ``NAME=VALUE`` texts; the last value of a name wins."""
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def _number(
    kind: Callable[[str], Number], context: click.Context, parameter: click.Parameter, value: str
) -> Number:
    try:
        return kind(value)
    except ValueError:
        message = current().strings.cli.usage.not_a_number.format(value=value)
        raise click.BadParameter(message, context, parameter) from None


def _out_of_range(
    context: click.Context, parameter: click.Parameter, number: float, bounds: tuple[float, float]
) -> click.BadParameter:
    least, most = bounds
    words = current().strings.cli.usage.out_of_range
    message = words.format(value=number, least=f"{least:.10g}", most=f"{most:.10g}")
    return click.BadParameter(message, context, parameter)
