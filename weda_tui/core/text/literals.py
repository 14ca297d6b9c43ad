"""Finds the values between the literal texts of a template."""

from collections.abc import Sequence


def values_between(
    text: str, literals: Sequence[str], *, shortest: int = 0
) -> list[tuple[int, int]] | None:
    """Return where values of ``shortest`` characters at least stand between literals.

    ``None`` where they are not all of the text, in order. Each value but the last is as short as
    can be: the next literal is looked for once, so that no text takes long.
    """
    if len(literals) == 1:
        return [] if text == literals[0] else None
    first, *middle = literals[:-1]
    end = len(text) - len(literals[-1])
    if not text.startswith(first) or not text.endswith(literals[-1]):
        return None
    spans, start = list[tuple[int, int]](), len(first)
    for literal in middle:
        at = text.find(literal, start + shortest, max(end, 0))
        if at < 0:
            return None
        spans.append((start, at))
        start = at + len(literal)
    return [*spans, (start, end)] if start + shortest <= end else None
