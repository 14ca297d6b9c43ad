"""The keys that the user chose, from the settings folder of this machine."""

from collections.abc import Callable, Sequence

from weda_tui.core.errors import FileError
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.keys import ChosenKeys, parse_keys
from weda_tui.store.atomic import read_whole
from weda_tui.store.paths import Paths


def load_keys(
    paths: Paths, known: Sequence[str], read_key: Callable[[str], str | None]
) -> tuple[list[ChosenKeys], list[FileError]]:
    """Return the user's keys, and what is wrong with the file; without one, nothing."""
    file = paths.keys.name
    try:
        data = read_whole(paths.keys)
        if data is None:
            return [], []
        return parse_keys(toml_text.decode(data, file=file), known, read_key, file=file)
    except FileError as error:
        return [], [error]
