"""The pinyin initials of the program's own short Chinese words, at once and without a dictionary.

GB 2312 sorts its 3755 common characters by their reading: where one stands tells its first letter.
A character with several readings has the one that GB 2312 sorts it by. Titles of endpoints carry
initials of their own, made by ``formats.pinyin``.
"""

from bisect import bisect_right

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
"""The first code of each letter; behind the last one characters are sorted by their strokes."""
_CODES = tuple(code for code, _ in _STARTS)


def initials(text: str) -> str:
    """Return the first letter of every common Chinese character, in a row; nothing for others."""
    return "".join(map(_initial, text))


def _initial(character: str) -> str:
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    at = bisect_right(_CODES, code) - 1
    return _STARTS[at][1] if at >= 0 else ""
