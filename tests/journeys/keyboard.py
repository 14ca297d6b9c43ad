"""The characters that a terminal without the kitty protocol sends for a key."""

import re

_NAMED_KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "shift+tab": "\x1b[Z",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{
        f"f{number}": f"\x1b[{code}~"
        for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)
    },
}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
_ESCAPE_KEY = re.compile(r"\x1b[\[O](\d*)([A-HPQRS~])")
_CONTROL_KEY = re.compile(r"[A-Z @\[\\\]^_]")


def key_sequence(key: str) -> str:
    """Return the characters for a key by Textual's name: ``ctrl+t``, ``shift+up``, ``f5``.

    Raise ``ValueError`` for a key that is unknown or that such a terminal cannot send.
    """
    if len(key) == 1 or key in _NAMED_KEYS:
        return _NAMED_KEYS.get(key, key)
    *names, base = key.split("+")
    plain = _NAMED_KEYS.get(base, base)
    modifiers = {_MODIFIERS[name] for name in names if name in _MODIFIERS}
    if len(modifiers) != len(names) or (len(base) != 1 and base not in _NAMED_KEYS):
        raise ValueError(key)
    if escape_key := _ESCAPE_KEY.fullmatch(plain):
        return f"\x1b[{escape_key[1] or 1};{1 + sum(modifiers)}{escape_key[2]}"
    if "ctrl" in names:
        if not _CONTROL_KEY.fullmatch(plain.upper()):
            raise ValueError(key)
        plain = chr(ord(plain.upper()) & 0x1F)
    elif "shift" in names:
        plain = plain.upper()
    return "\x1b" + plain if "alt" in names else plain
