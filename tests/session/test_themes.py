"""The user's own themes: ``themes/NAME.toml`` in the settings folder."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode
from weda_tui.session.themes import load_themes
from weda_tui.store.paths import Paths
from weda_tui.tui.widgets.drawing.palette import DARK, LIGHT, PALETTES


def load(
    folder: Path, **files: str
) -> tuple[dict[str, dict[str, str]], Sequence[tuple[ErrorCode, object, object]]]:
    paths = Paths(workspace=folder / "workspace", state=folder)
    paths.themes.mkdir()
    for name, text in files.items():
        paths.themes.joinpath(f"{name}.toml").write_text(text, "utf-8")
    found, problems = load_themes(paths, PALETTES)
    told = [(e.code, e.parameters.get("file"), e.parameters.get("line")) for e in problems]
    return found, told


def test_without_a_folder_there_is_none(tmp_path: Path) -> None:
    assert load_themes(Paths(workspace=tmp_path, state=tmp_path), PALETTES) == ({}, [])


def test_what_a_theme_leaves_out_is_as_in_its_base(tmp_path: Path) -> None:
    found, problems = load(
        tmp_path,
        nord='[colours]\nground = "#2e3440"\n',
        paper='base = "weda-light"\ncolours = { focus = "#005577" }\n',
        empty="",
    )
    assert problems == []
    assert found == {
        "empty": PALETTES[DARK],
        "nord": PALETTES[DARK] | {"ground": "#2e3440"},
        "paper": PALETTES[LIGHT] | {"focus": "#005577"},
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[colours]\n\ngruond = "#000000"\n', ErrorCode.TOML_UNKNOWN_KEY, 3),
        ('[colours]\nground = "black"\n', ErrorCode.TOML_BAD_VALUE, 2),
        ('base = "terminal"\n', ErrorCode.TOML_BAD_VALUE, 1),
        ('[colors]\nground = "#000000"\n', ErrorCode.TOML_UNKNOWN_KEY, 1),
        ("[colours\n", ErrorCode.TOML_SYNTAX, 1),
    ],
)
def test_one_that_cannot_be_read_is_left_out_and_the_others_apply(
    tmp_path: Path, text: str, code: ErrorCode, line: int
) -> None:
    found, problems = load(tmp_path, bad=text, good="")
    assert list(found) == ["good"]
    assert problems == [(code, "themes/bad.toml", line)]
