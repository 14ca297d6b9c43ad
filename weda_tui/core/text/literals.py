"""Find the values between the literal texts of a template."""

from collections.abc import Sequence


def values_between(
    text: str, literals: Sequence[str], *, shortest: int = 0
) -> list[tuple[int, int]] | None:
    """Return the (start, end) of the values between literals.

    Each value has at least ``shortest`` characters. Returns ``None`` if the text does not consist
    of the literals in order, with values between them. Each value but the last is as short as
    possible: every literal is searched for once, so that no text takes long.
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
