"""Exact numbers of JSON; those of megabytes are parsed in steps that let other threads run."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

LONG = 64 * 1024
"""Characters from which a number is parsed in parts."""
_PART = 19 * 1024
"""Digits of a part: a multiple of the digits of a machine word, so that shifting is fast."""
_LONGEST_EXPONENT = 20
"""The maximum number of characters of an exponent that is parsed."""
_FARTHEST = 3 * MAX_EMAX
"""The exponent beyond which every number is infinite or 0; ``scaleb`` accepts no larger one."""
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def exact_number(text: str) -> Decimal:
    """Return the exact value of a number; beyond all limits it becomes infinite or 0."""
    if len(text) > LONG:
        return _long_number(text)
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal(float(text))


def _long_number(text: str) -> Decimal:
    mark = max(text.find("e"), text.find("E"))
    mantissa, exponent = (text[:mark], text[mark + 1 :]) if mark >= 0 else (text, "")
    is_negative = mantissa.startswith("-")
    whole, _, fraction = mantissa[is_negative:].partition(".")
    number = _whole_number(whole + fraction)
    if len(exponent) > _LONGEST_EXPONENT:
        number = Decimal(0) if exponent.startswith("-") or not number else Decimal("Infinity")
    else:
        scale = int(exponent or 0) - len(fraction)
        number = _EXACT.scaleb(number, max(-_FARTHEST, min(scale, _FARTHEST)))
    return number.copy_negate() if is_negative else number


def _whole_number(digits: str) -> Decimal:
    """Join the parts in pairs, starting at the end: all parts but the first have equal length."""
    ends = range(len(digits), 0, -_PART)
    parts = [Decimal(digits[max(0, end - _PART) : end]) for end in ends]
    length = _PART
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        joined = [_EXACT.add(_EXACT.scaleb(high, length), low) for low, high in pairs]
        parts = joined + parts[len(parts) // 2 * 2 :]
        length *= 2
    return parts[0]
