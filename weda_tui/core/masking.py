"""Hide secrets by value, in every spelling in which a text may contain them."""

import base64
import mmap
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from weda_tui.core.wire_text import wire_bytes

MASK = "••••••••"
SHORTEST_SECRET = 4
"""Shorter values are not hidden, because the masks would black out ordinary text."""
SHORTEST_BEGINNING = 8
"""The fewest characters of a secret at the end of a text that count as a cut secret."""
SHORTEST_UNGUESSED = 24
"""Characters from which a secret is in no list of guesses; keys of WeDa have 32 and more."""

CUT = "…"
"""The last character of a text that was cut."""

_MASK = MASK.encode()
_SHORTEST_INSIDE = 8
"""The shortest secret, in bytes, that is searched for inside the base64 of a longer text."""
_SLICE = 2**20
"""Bytes that are searched in one go. Between two slices other threads can run."""
_LONGEST_KERNEL = 24
"""The longest kernel, in bytes. A text without any kernel contains no secret byte for byte."""
_END_LENGTH = 8
"""Characters at the end of a secret. A text without them does not contain the escaped secret."""
_LONGEST_ESCAPE = 16
"""The most bytes that one byte of a secret takes when escaped; it sets how far slices overlap."""
_LONGEST_PATTERN = 128
"""Characters of a secret that one pattern finds escaped; the rest is matched one by one."""
_REMEMBERED = 512
"""Secrets whose spellings are cached for the next masker, which has mostly the same secrets."""
_ESCAPES = (b"\\", b"%", b"&")
"""The first characters of the escapes of JSON, URLs and HTML."""
_CODE = re.compile(rb"""\\[^"'\\/nrt]|%[0-9A-Fa-f]|&#""")
"""The beginning of an escape that may encode a letter or a digit. Few texts have such escapes."""
_PLAIN = re.compile(b"[0-9A-Za-mo-qsu-z]+")
"""Letters and digits that appear unchanged in a text without such an escape."""


class Masker:
    """Replaces every known secret in text or bytes.

    Finds a secret raw, escaped (for JSON, URLs, HTML, in any mixture and depth), in base64 (also in
    a Basic header, and inside the base64 of a longer text) and in hex.
    """

    def __init__(
        self,
        secrets: Iterable[str] = (),
        basic: Iterable[tuple[str, str]] = (),
        others: Sequence["Masker"] = (),
    ) -> None:
        """Hide ``secrets``, which are values, and ``basic``, (user, secret) pairs of Basic headers.

        Everything that any of ``others`` hides is hidden as well, at little cost.
        """
        pairs = [(user, secret) for user, secret in basic if len(secret) >= SHORTEST_SECRET]
        hidden = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        hidden.update(secret for _, secret in pairs)
        spelled = {secret: _spellings(_bytes(secret)) for secret in hidden}
        spellings = set(chain.from_iterable(spelled.values()))
        unknown = (each for secret, each in spelled.items() if not _is_long(secret))
        self.beginnings: tuple[bytes, ...] = (
            *chain.from_iterable(unknown),
            *chain.from_iterable(each.beginnings for each in others),
        )
        """The spellings of the secrets whose beginning nobody else knows."""
        for user, secret in pairs:
            spellings.update(_whole_base64(wire_bytes(f"{user}:{secret}")))
        self.spellings: tuple[bytes, ...] = (
            *spellings,
            *chain.from_iterable(each.spellings for each in others),
        )
        self.kernels: tuple[bytes, ...] = (
            *_kernels(spellings),
            *chain.from_iterable(each.kernels for each in others),
        )
        self.escaped: tuple[_Escaped, ...] = (
            *(_Escaped(secret) for secret in hidden),
            *chain.from_iterable(each.escaped for each in others),
        )
        self.values: tuple[str, ...] = (
            *hidden,
            *(f"{user}:{secret}" for user, secret in pairs),
            *chain.from_iterable(each.values for each in others),
        )
        """The secrets themselves, and the ``user:secret`` texts of Basic headers.

        A masker of these values hides everything that this masker hides.
        """
        self._signs = (*self.kernels, *_ESCAPES)
        self.overlap = _LONGEST_ESCAPE * max(map(len, self.spellings), default=0)
        """The most bytes behind a slice that may belong to a secret that begins in the slice."""

    def text(self, text: str) -> str:
        """Return ``text`` with every secret replaced by ``MASK``."""
        data = _bytes(text)
        masked = self.data(data)
        return text if masked is data else masked.decode("utf-8", "surrogatepass")

    def data(self, data: bytes) -> bytes:
        """Return UTF-8 ``data`` with every secret replaced by ``MASK``.

        Returns ``data`` itself if it contains no secret.
        """
        if len(data) <= _SLICE and not self._may_hold(data):
            return data
        spans = {span for start in range(0, len(data), _SLICE) for span in self.near(data, start)}
        pieces: list[bytes] = []
        done = 0
        for start, end in sorted(spans):
            if start >= done:
                pieces += (data[done:start], _MASK)
            done = max(done, end)
        return b"".join((*pieces, data[done:])) if pieces else data

    def without_cut_end(self, data: bytes) -> bytes:
        """Return masked data that was cut, without the end that may hold a part of a secret.

        The length of the removed end does not depend on its content. Otherwise an attacker could
        see from the length whether a guess is right.
        """
        return data[: max(0, len(data) - self.overlap)]

    def find_cut_end(self, data: bytes | mmap.mmap, shortest: int) -> int:
        """Return where the end begins that may be the beginning of a secret.

        Returns the length of ``data`` if there is no such end. ``shortest`` is the fewest
        characters that count. Only secrets whose beginning nobody else knows are searched for: an
        attacker could guess a token, or what follows the user in a Basic header, step by step.
        """
        begin = max(0, len(data) - self.overlap)
        tail = data[begin:]
        found = [at for each in self.beginnings for at in _first_of(tail, each, shortest)]
        if any(escape in tail for escape in _ESCAPES):
            unknown = (each for each in self.escaped if not each.is_long)
            found += [at for each in unknown for at in each.cut_at_end(tail, shortest)]
        return begin + min(found) if found else len(data)

    def finds(self, pieces: Iterable[bytes]) -> bool:
        """Return whether UTF-8 text that arrives in pieces contains a secret."""
        waiting = b""
        for piece in pieces:
            waiting += piece
            if self.data(waiting) is not waiting:
                return True
            waiting = waiting[-self.overlap :] if self.overlap else b""
        return False

    def _may_hold(self, part: bytes) -> bool:
        """Return whether a text may contain a secret. For most texts the answer is no.

        For bytes, ``find`` takes half the time of ``in``.
        """
        return len(part) >= SHORTEST_SECRET and max(map(part.find, self._signs)) >= 0

    def near(self, data: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) of secrets that begin in the slice at ``start``.

        May also yield secrets that begin in the overlap behind the slice.
        """
        part = data[start : start + _SLICE + self.overlap]
        is_there = any(kernel in part for kernel in self.kernels)
        for spelling in self.spellings if is_there else ():
            at = part.find(spelling)
            while at >= 0:
                yield start + at, start + at + len(spelling)
                at = part.find(spelling, at + len(spelling))
        if any(escape in part for escape in _ESCAPES):
            is_plain = _CODE.search(part) is None
            for escaped in self.escaped:
                if not is_plain or escaped.plain in part:
                    yield from ((start + at, start + end) for at, end in escaped.spans(part))


def masked_pieces(pieces: Iterable[bytes], maskers: Sequence[Masker]) -> Iterator[bytes]:
    """Yield UTF-8 text that arrives in pieces, with the secrets of all ``maskers`` replaced.

    Holds at most some mebibytes in memory, and finds a secret that two pieces share.
    """
    overlap = max((masker.overlap for masker in maskers), default=0)
    waiting, hidden = b"", 0
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _SLICE + overlap:
            hidden = yield from _masked_slice(waiting, _SLICE, hidden, maskers)
            waiting = waiting[_SLICE:]
    while waiting:
        hidden = yield from _masked_slice(waiting, _SLICE, hidden, maskers)
        waiting = waiting[_SLICE:]


def _masked_slice(
    data: bytes, size: int, done: int, maskers: Sequence[Masker]
) -> Generator[bytes, None, int]:
    """Yield the first ``size`` bytes of ``data``, masked.

    The first ``done`` bytes belong to a secret that began before ``data`` and are skipped. Returns
    how many bytes behind the first ``size`` belong to a secret that begins in them.
    """
    end = min(size, len(data))
    spans = {span for masker in maskers for span in masker.near(data, 0) if span[0] < end}
    for start, stop in sorted(spans):
        if start >= done:
            yield data[done:start]
            yield _MASK
        done = max(done, stop)
    if done < end:
        yield data[done:end]
    return max(0, done - end)


class _Escaped:
    """A secret that may be escaped. Its patterns are compiled when needed, because this is slow."""

    def __init__(self, secret: str) -> None:
        self._secret, self.is_long = secret, _is_long(secret)
        is_in_parts = self.is_long and "\\" not in secret
        self._beginning = secret[:_LONGEST_PATTERN] if is_in_parts else secret
        self.plain = max(_PLAIN.findall(_bytes(secret)), key=len, default=b"")
        """A part of the secret that is in every text with the secret, unless ``_CODE`` matches."""

    @cached_property
    def _end(self) -> re.Pattern[bytes]:
        return re.compile(_escaped(self._secret[-_END_LENGTH:]), re.DOTALL)

    def spans(self, part: bytes) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) of the whole secret, for every place at which it may begin.

        Two occurrences may overlap: the result must not depend on where ``part`` begins. It must
        not depend on how much of the secret the text has either, as this would show an attacker how
        much of a guess is right.
        """
        if not self._end.search(part):
            return
        for found in _escaped_pattern(self._beginning).finditer(part):
            if (end := self._end_of(part, found.end(1))) is not None:
                yield found.start(1), end

    def _end_of(self, part: bytes, at: int) -> int | None:
        """Return the end of a secret whose beginning ends at ``at``, or ``None``."""
        for character in self._secret[len(self._beginning) :]:
            found = _one(character).match(part, at)
            if found is None:
                return None
            at = found.end()
        return at

    def cut_at_end(self, part: bytes, shortest: int) -> Iterator[int]:
        """Yield where a beginning of the secret starts that reaches to the end of ``part``."""
        for begin in _one(self._secret[0]).finditer(part):
            at = begin.end()
            for count, character in enumerate(self._secret[1:], 1):
                found = _one(character).match(part, at)
                if found is None:
                    rest = part[at:]
                    is_cut = len(rest) < _LONGEST_ESCAPE and rest[:1] in {b"", *_ESCAPES}
                    if is_cut and count >= shortest:
                        yield begin.start()
                    break
                at = found.end()


def _first_of(tail: bytes, spelling: bytes, shortest: int) -> Iterator[int]:
    """Yield the first place from which the data is the beginning of a spelling."""
    begin = spelling[:shortest]
    at = tail.find(begin, max(0, len(tail) - len(spelling)))
    while at >= 0:
        if spelling.startswith(tail[at:]):
            yield at
            return
        at = tail.find(begin, at + 1)


def _is_long(secret: str) -> bool:
    """Return whether a secret is as long as a token, whose beginning others may know."""
    return len(secret) > _LONGEST_PATTERN


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _kernels(spellings: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a few pieces of the spellings; a text with none of them contains no spelling."""
    kernels: set[bytes] = set()
    sizes: set[int] = set()
    for kernel in sorted({*map(_kernel, spellings)}, key=len):
        pieces = (kernel[at : at + n] for n in sizes for at in range(len(kernel) - n + 1))
        if kernels.isdisjoint(pieces):
            kernels.add(kernel)
            sizes.add(len(kernel))
            yield kernel


@lru_cache(maxsize=16 * _REMEMBERED)
def _kernel(spelling: bytes) -> bytes:
    """Return the end of the longest run of letters and digits in a spelling."""
    runs: list[bytes] = re.findall(b"[A-Za-z0-9]{4,}", spelling)
    return max(runs, key=len, default=spelling)[-_LONGEST_KERNEL:]


@lru_cache(maxsize=_REMEMBERED)
def _spellings(secret: bytes) -> tuple[bytes, ...]:
    """Return the spellings that are searched for byte for byte; ``_escaped`` covers the rest."""
    found = [secret, secret.replace(b" ", b"+")]
    found += (secret.hex().encode(), secret.hex().upper().encode(), *_whole_base64(secret))
    if len(secret) >= _SHORTEST_INSIDE:
        for before in range(3):
            coded = base64.b64encode(bytes(before) + secret)
            inside = coded[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
            found += _spellings_of_base64(inside)
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _whole_base64(secret: bytes) -> tuple[bytes, ...]:
    coded = base64.b64encode(secret)
    return (*_spellings_of_base64(coded), *_spellings_of_base64(coded.rstrip(b"=")))


def _spellings_of_base64(coded: bytes) -> Iterator[bytes]:
    """Yield base64 in both alphabets, and with its three signs escaped as URLs and JSON do."""
    yield coded
    yield coded.translate(bytes.maketrans(b"+/", b"-_"))
    yield coded.replace(b"/", rb"\/")
    for form in ("%{:02X}", "%{:02x}", r"\u{:04X}", r"\u{:04x}"):
        signs = {sign: form.format(ord(sign)) for sign in "+/="}
        yield coded.decode().translate(str.maketrans(signs)).encode()


_LETTERS = {"\b": (b"b",), "\t": (b"t",), "\n": (b"n",), "\f": (b"f",), "\r": (b"r",)}
"""The character after the backslash in JSON."""
_OUTSIDE = {
    "&": (b"&amp;",),
    "<": (b"&lt;",),
    ">": (b"&gt;",),
    '"': (b"&quot;",),
    "'": (b"&apos;",),
    " ": (rb"\+",),
}
"""The names of characters in HTML, and the plus sign for a blank in a URL query."""


def _escaped(secret: str) -> bytes:
    r"""Return a pattern for a secret of which each character may be escaped or not.

    A backslash of the secret may be repeated, and may belong to the escape of the next character
    (``\\\\u0022``): the pattern does not distinguish the two. Every repetition has a bound, so that
    no text takes long.
    """
    pieces = re.findall(r"\\+|[^\\]", secret)
    return b"".join(
        _run(len(piece)) if piece[0] == "\\" else _character(piece, after_run=before[:1] == "\\")
        for before, piece in zip(["", *pieces], pieces, strict=False)
    )


def _run(length: int) -> bytes:
    escaped = b"|".join((rb"\\{1,16}+u005[cC]", *_outer_escapes("\\")))
    return rb"(?:(?:%s){%d}|\\{%d,%d}+)" % (escaped, length, length, 16 * length)


def _character(character: str, *, after_run: bool) -> bytes:
    raw = re.escape(_bytes(character))
    units = character.encode("utf-16-be", "surrogatepass")
    codes = (rb"u(?i:%s)" % units[at : at + 2].hex().encode() for at in range(0, len(units), 2))
    code = rb"[xXuU]?\{?0{0,7}+(?i:%x)\}? ?" % ord(character)  # of Python, JavaScript, CSS
    inner = b"|".join((rb"\\{1,16}+".join(codes), code, *_LETTERS.get(character, ()), raw))
    ways = [*_outer_escapes(character), rb"\\\\{0,15}+(?:%s)" % inner]
    return b"(?:%s)" % b"|".join([*ways, inner if after_run else raw])


@lru_cache(1024)
def _escaped_pattern(secret: str) -> re.Pattern[bytes]:
    """Return a pattern that finds a secret at every position; it takes 0.6 ms a character."""
    return re.compile(b"(?=(%s))" % _escaped(secret), re.DOTALL)


@lru_cache(1024)
def _one(character: str) -> re.Pattern[bytes]:
    """Return a pattern for one character of a secret, escaped or not."""
    return re.compile(_character(character, after_run=False), re.DOTALL)


def _outer_escapes(character: str) -> list[bytes]:
    """Return the escapes of a character in a URL and in HTML."""
    percents = [
        b"%(?:25){1,4}" if byte == 0x25 else rb"%%(?:25){0,3}+(?i:%02x)" % byte
        for byte in _bytes(character)
    ]
    code = ord(character)
    numbers = rb"&#0{0,6}+%d;|&#[xX]0{0,6}+(?i:%x);" % (code, code)
    return [b"".join(percents), numbers, *_OUTSIDE.get(character, ())]
