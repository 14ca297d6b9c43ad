"""Recognises the values of a response that are times."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

_YEARS = range(2000, 2101)
_ISO_YEARS = range(1900, 2101)
"""The years of a time in ISO 8601, which may be a birthday."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 40
"""The maximum number of bytes of a value that is examined."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TIME_WORDS = frozenset({
    "time", "times", "date", "datetime", "day", "timestamp", "ts", "stamp", "deadline", "expiry",
    "created", "updated", "modified",
})  # fmt: skip
_LAST_TIME_WORDS = frozenset({
    "at", "on", "exp", "iat", "nbf", "since", "until", "start", "end", "begin",
})  # fmt: skip
_ID_WORDS = frozenset({
    "id", "ids", "no", "code", "number", "num", "count", "total", "size", "amount", "price",
    "version", "key", "phone", "mobile", "sn",
})  # fmt: skip
_CHINESE = re.compile("\u65f6\u95f4|\u65e5\u671f|\u65f6\u523b")
"""The Chinese words for time, date and moment."""

_CHINESE_IDS = re.compile("\u7f16\u53f7|\u53f7\u7801|\u5de5\u53f7|\u91d1\u989d|\u6570\u91cf")
"""The Chinese words for a number (of a thing, telephone or person), amount and quantity."""

_DIGITS = re.compile(r"\d{10}|\d{12,13}", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?:[Zz]|([+-])(\d\d):?(\d\d))",
    re.ASCII,
)


def moment(value: str, key: str, zone: tzinfo | None, *, is_time: bool = False) -> datetime | None:
    """Return the time that a JSON value stands for, in a zone; ``None`` if it is not a time.

    A time is either ISO 8601 with a zone, from 1900 to 2100, or an epoch from 2000 to 2100. 13
    digits are milliseconds. If the name or ``is_time`` says that the value is a time, 12 digits are
    milliseconds too, 10 digits are seconds, and the digits may be in a string. ``zone=None`` is the
    zone of the machine.
    """
    if len(value) > LONGEST:
        return None
    is_text = value.startswith('"')
    bare = value[1:-1] if is_text else value
    if is_text and (match := _ISO.fullmatch(bare)) is not None:
        return _of_iso(match, zone)
    if not _DIGITS.fullmatch(bare):
        return None
    says_time = is_time or _says_time(key)
    if not says_time and (is_text or len(bare) != 13 or _says_id(key)):
        return None
    seconds = int(bare) if len(bare) == 10 else int(bare) // 1000
    return _local(seconds, zone, _YEARS)


def _says_time(key: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(key)]
    if not words:
        return bool(_CHINESE.search(key))
    is_said = not _TIME_WORDS.isdisjoint(words) or words[-1] in _LAST_TIME_WORDS
    return (is_said and words[-1] not in _ID_WORDS) or bool(_CHINESE.search(key))


def _says_id(key: str) -> bool:
    words = _WORDS.findall(key)
    is_said = bool(words) and words[-1].lower() in _ID_WORDS
    return is_said or bool(_CHINESE_IDS.search(key))


def _of_iso(match: re.Match[str], zone: tzinfo | None) -> datetime | None:
    *fields, sign, hours, minutes = match.groups()
    try:
        year, month, day, hour, minute, second = (int(field or 0) for field in fields)
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        utc = local + ahead if sign == "-" else local - ahead
    except (ValueError, OverflowError):
        return None
    return _local((utc - _EPOCH) // timedelta(seconds=1), zone, _ISO_YEARS)


def _local(seconds: int, zone: tzinfo | None, years: range) -> datetime | None:
    try:
        at = datetime.fromtimestamp(seconds, zone)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.year in years else None
