"""The keys of commands as changed by the user; invalid changes are ignored."""

from collections.abc import Iterator, Mapping

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from weda_tui.core.errors import FileError
from weda_tui.session.key_map import ChosenKeys, key_taken, load_keys
from weda_tui.store.paths import Paths
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Command, KeyMap, is_changeable, keys_of

RESERVED = frozenset({
    "escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown",
    "home", "end", "backspace", "j", "k", "g", "G", *"123456789", "ctrl+c", "ctrl+v", "ctrl+x",
    "ctrl+j", "ctrl+m", "ctrl+i", "ctrl+h", "left_square_bracket", "left_curly_bracket",
    "right_curly_bracket", "less_than_sign", "greater_than_sign",
})  # fmt: skip
"""Keys of lists, fields and dialogs, which have the same meaning in every place."""
_NAMED = {key.value.rpartition("+")[2] for key in Keys if not key.value.startswith("<")}
_NAMES = _NAMED | set(KEY_NAME_REPLACEMENTS.values())
_MODIFIERS = ("ctrl", "alt", "shift")


def load_key_map(paths: Paths) -> tuple[KeyMap, list[FileError]]:
    """Return the keys that the user changed, and one error for each ignored entry."""
    names = [each.id for each in commands.COMMANDS.values() if is_changeable(each)]
    entries, problems = load_keys(paths, names, read_key)
    chosen = {entry.command: entry for entry in entries}
    while (clash := _first_clash(chosen)) is not None:
        entry, key, other = clash
        del chosen[entry.command]
        problems.append(key_taken(entry, key, other.id, file=paths.keys.name))
    return KeyMap({commands.COMMANDS[name]: entry.keys for name, entry in chosen.items()}), problems


def read_key(text: str) -> str | None:
    """Return a key as Textual spells it; ``None`` if it is no key or is reserved."""
    *modifiers, name = text.split("+") if len(text) > 1 else [text]
    modifiers = [each.lower() for each in modifiers]
    if len(name) > 1:
        name = name.lower()
    is_name = name in _NAMES or (len(name) == 1 and name.isprintable() and not name.isspace())
    if not is_name or not set(modifiers) <= set(_MODIFIERS) or name in {",", "，"}:
        return None
    key = next(each.key for each in Binding.make_bindings([Binding(name, "")]))
    ordered = [each for each in _MODIFIERS if each in modifiers]
    full = "+".join([*ordered, key.lower() if modifiers else key])
    return None if full in RESERVED else full


def _first_clash(chosen: Mapping[str, ChosenKeys]) -> tuple[ChosenKeys, str, Command] | None:
    """Return the last entry of the file whose key another command has in the same place.

    The result is the entry, the key and the other command; ``None`` without a conflict.
    """
    changed = {commands.COMMANDS[name]: entry.keys for name, entry in chosen.items()}
    for entry in reversed(list(chosen.values())):
        command = commands.COMMANDS[entry.command]
        for others in _places_of(command):
            for other in others - {command}:
                taken = set(keys_of(other, changed)) & set(entry.keys)
                if taken:
                    return entry, min(taken), other
    return None


def _places_of(command: Command) -> Iterator[set[Command]]:
    """Yield, for each place where a command has a key, all commands that have a key there."""
    for keys in commands.PLACES.values():
        here = {key.command for key in keys if key.command is not None and not key.is_fixed}
        if command in here or command in commands.EVERYWHERE:
            yield here | set(commands.EVERYWHERE)
