"""The file of a folder: values round-trip, hand-written layout stays, errors have a position."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.toml.test_requests import drawn, several, text, variables
from weda_tui.core.collections.saved_request import FolderSettings
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml.folders import parse_folder_settings, render_folder_settings

folders = st.builds(
    FolderSettings,
    path=st.just("审批"),
    name=drawn,
    description=several,
    variables=variables,
    order=st.lists(text, max_size=3).map(tuple),
)


def parse(said: str) -> FolderSettings:
    return parse_folder_settings(said, file="审批/folder.toml", path="审批")


@given(folders, folders, st.booleans())
def test_what_is_saved_comes_back(old: FolderSettings, new: FolderSettings, is_shaped: bool):
    previous = render_folder_settings(old, None)
    assert parse(previous) == old
    shaped = f"# mine\n{previous}" if is_shaped else previous
    assert parse(render_folder_settings(new, shaped)) == new


def test_comments_stay():
    said = '# ours\nname = "审批"  # short\n'
    changed = msgspec.structs.replace(parse(said), order=("b", "a"))
    assert render_folder_settings(changed, said) == f'{said}order = ["b", "a"]\n'


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("nam = 1", ErrorCode.TOML_UNKNOWN_KEY),
        ("order = 1", ErrorCode.TOML_BAD_VALUE),
        ("variables = 1", ErrorCode.TOML_BAD_VALUE),
        ("name = ", ErrorCode.TOML_SYNTAX),
    ],
)
def test_what_is_wrong_is_said_with_its_line(said: str, code: ErrorCode):
    with pytest.raises(FileError) as caught:
        parse(said)
    assert (caught.value.code, caught.value.parameters["line"]) == (code, 1)
