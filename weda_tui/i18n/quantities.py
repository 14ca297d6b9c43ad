"""Times, sizes and counts as text, in the same form in all languages."""

from datetime import datetime


def time_left(seconds: float) -> str:
    """Return a rounded-down duration: ``71h32m``, under an hour ``59m12s``, under a minute ``42s``.

    Negative ``seconds`` count as zero.
    """
    whole = int(max(0.0, seconds))
    minutes, rest = divmod(whole, 60)
    if minutes == 0:
        return f"{rest}s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02d}m" if hours else f"{minutes}m{rest:02d}s"


def elapsed(seconds: float) -> str:
    """Return a duration: ``84 ms``, from a second on ``1.2 s``, from a minute on ``2m05s``."""
    milliseconds = round(seconds * 1000)
    if milliseconds < 1:
        return "<1 ms"
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    tenths = round(seconds, 1)
    return f"{tenths:.1f} s" if tenths < 60 else time_left(seconds + 0.05)


def clock_time(seconds: float) -> str:
    """Return the local time of day, such as ``09:42:18``, of ``seconds`` since the epoch."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%H:%M:%S")


def moment(seconds: float) -> str:
    """Return the local date and time of day, such as ``2026-12-01 09:42:18``."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def size(number_of_bytes: int) -> str:
    """Return a size such as ``116 B``, ``1.9 KB``, ``103.7 MB``: powers of 1024, one decimal."""
    if number_of_bytes < 1024:
        return f"{number_of_bytes} B"
    scaled = number_of_bytes / 1024
    for unit in ("KB", "MB"):
        if round(scaled, 1) < 1024:
            return f"{scaled:.1f} {unit}"
        scaled /= 1024
    return f"{scaled:.1f} GB"


class CountWords(str):
    """A number as text; ``{count:row|rows}`` in a sentence is ``1 row``, ``1,204 rows``."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, is_counted, many = words.partition("|")
        if not is_counted:
            return super().__format__(words)
        return f"{self!s} {one if self == '1' else many}"


def count(number: int) -> CountWords:
    """Return a count such as ``1,204``; not for numbers in a response, which stay unchanged."""
    return CountWords(f"{number:,}")


def plain_seconds(seconds: float) -> str:
    """Return seconds as ``30`` or ``0.5``, for a sentence that names the unit."""
    return f"{seconds:.10g}"
