"""The user's themes, from the settings folder of this machine."""

import re
from collections.abc import Mapping

from weda_tui.core.errors import FileError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.reader import TomlReader
from weda_tui.store.atomic import read_whole
from weda_tui.store.paths import Paths

Palettes = Mapping[str, Mapping[str, str]]
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


def parse_theme(text: str, shipped: Palettes, *, file: str) -> dict[str, str]:
    """Return a colour for every role: from the file, or from the file's ``base`` theme.

    Raises ``FileError`` (``TOML_SYNTAX``, ``TOML_UNKNOWN_KEY``, ``TOML_BAD_VALUE``).
    """
    bases = [name for name, colours in shipped.items() if colours["ground"].startswith("#")]
    reader = TomlReader(text, file)
    reader.allow_only(("base", "colours"))
    base = shipped[reader.fitting(bases.__contains__, " | ".join(bases), "base") or bases[0]]
    reader.allow_only(base, "colours")
    return {
        role: reader.fitting(_COLOUR.fullmatch, "#rrggbb", "colours", role) or colour
        for role, colour in base.items()
    }


def load_themes(
    paths: Paths, shipped: Palettes
) -> tuple[dict[str, dict[str, str]], list[FileError]]:
    """Return the user's palettes by name, and one error for each file that is not a theme."""
    found: dict[str, dict[str, str]] = {}
    problems: list[FileError] = []
    for path in sorted(paths.themes.glob("*.toml")):
        file = f"{paths.themes.name}/{strip_control_characters(path.name)}"
        try:
            text = toml_text.decode(read_whole(path) or b"", file=file)
            found[strip_control_characters(path.stem)] = parse_theme(text, shipped, file=file)
        except FileError as error:
            problems.append(error)
    return found, problems
