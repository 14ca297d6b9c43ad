"""The tables of keys: every command of the command table, place by place."""

from collections.abc import Callable, Iterator

from tests.pages.markdown import Bilingual, code, codes, table, text
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import (
    Command,
    PlaceKey,
    is_changeable,
    is_letter,
    keys_of,
    show_key,
)

KEY = Bilingual("Key", "按键")
AFTER_SPACE = Bilingual("After Space", "空格之后")
AFTER_0 = Bilingual("After `0`", "`0` 之后")
DOES = Bilingual("What it does", "作用")
NAME = Bilingual("In `keys.toml`", "`keys.toml` 中的名称")
_UNREADABLE = {"ideographic_space"}
"""Keys whose names would mean nothing to a reader: the space of an input method."""
TYPING = ("what", "saved", "saved-screen", "history", "history-screen", "form", "form-field")
"""Places where letters are text: there the letter of a command is typed after ``0``."""
_SPACE = Bilingual("Space", "空格")


def _shown_keys(command: Command | None, shown: str) -> list[str]:
    """Return the keys of a command: the key of its place, then its other keys."""
    others = keys_of(command, {}) if command is not None else []
    names = [show_key(key) for key in others if key not in _UNREADABLE]
    return list(dict.fromkeys([shown, *(each for each in names if each not in shown.split())]))


def _keys_cell(keys: list[str], strings: Strings) -> str:
    return codes(_SPACE.of(strings) if each == "Space" else each for each in filter(None, keys))


def _name(command: Command | None) -> str:
    return code(command.id) if command is not None and is_changeable(command) else ""


def everywhere(strings: Strings) -> str:
    """Return a table of the keys that have the same meaning in every place."""
    rest = [each for each in commands.EVERYWHERE if each not in commands.GLOBAL_COMMANDS]
    listed = [*commands.GLOBAL_COMMANDS, *rest, commands.STEP_BACK]
    rows = [
        [
            _keys_cell(_shown_keys(each, each.shown), strings),
            code(each.space),
            text(each.words(strings.tui.keys)),
            _name(each),
        ]
        for each in listed
    ]
    return table([each.of(strings) for each in (KEY, AFTER_SPACE, DOES, NAME)], rows)


def of_place(place: str) -> Callable[[Strings], str]:
    """Return a function that writes a table of the keys of one place."""
    return lambda strings: table(
        [each.of(strings) for each in (KEY, AFTER_0, DOES, NAME)],
        (_row(key, strings, is_typing=place in TYPING) for key in commands.PLACES[place]),
    )


def _row(key: PlaceKey, strings: Strings, *, is_typing: bool) -> list[str]:
    command = None if key.is_fixed else key.command
    shown = _shown_keys(command, key.shown)
    keys = [each for each in shown if not (is_typing and is_letter(each))]
    letter = key.command.letter if key.command is not None else ""
    words = text(key.words(strings.tui.keys))
    return [_keys_cell(keys, strings), code(letter), words, _name(key.command)]


def key_names() -> Iterator[str]:
    """Yield every key that a page may name, as it is displayed."""
    for command in commands.COMMANDS.values():
        yield from _shown_keys(command, command.shown)
    for keys in commands.PLACES.values():
        yield from (key.shown for key in keys)
