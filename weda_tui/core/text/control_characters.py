"""Makes text from outside safe to draw: no byte of it may act on a terminal."""

import re

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"  # bidi, invisible
    "\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, tags
)
_JOINER = 0x200D
_EMOJI = re.compile("[\u2194\u2195\u2600-\u27bf\u2b1b\ufe0f\U0001f000-\U0001faff]")

ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\r(?!\n)")
"""What acts on a terminal or an editor that a text of several lines is pasted into: it ends a
paste, erases a line, starts another one or turns it round. Line breaks and tabs are no part of it.
"""


def show_acting(text: str) -> str:
    """Return lines of outside text with what acts on a terminal made visible, as below."""
    return ACTING.sub(_picture, text)


def strip_control_characters(text: str) -> str:
    r"""Return one line of outside text with everything unprintable made visible.

    Control characters become their Unicode pictures (``ESC`` is shown as ``␛``); C1 controls,
    bidirectional and invisible characters and lone surrogates become escapes such as ``\u202e``.
    The joiner in an emoji such as a family is left out: terminals disagree on how wide that is,
    never on its parts. The result never contains a line break: split text into lines first.
    """
    return _UNSAFE.sub(_picture, text)


def clean_lines(text: str) -> list[str]:
    """Return the lines of outside text, each cleaned; CR LF and LF end a line."""
    return [strip_control_characters(line) for line in text.replace("\r\n", "\n").split("\n")]


def _picture(match: re.Match[str]) -> str:
    code, at = ord(match.group()), match.start()
    if (
        code == _JOINER
        and _EMOJI.match(match.string, at - 1)
        and _EMOJI.match(match.string, at + 1)
    ):
        return ""
    if code in _CONTROL_PICTURES:
        return _CONTROL_PICTURES[code]
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
