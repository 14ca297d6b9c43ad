from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.success_rules import LoadedRules, load_rules, save_rule


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rules" / "success.toml"


def test_rules_are_kept_by_endpoint_and_removed_alone(path: Path) -> None:
    assert load_rules(path) == LoadedRules()
    save_rule(path, "crm.List", "$.ok == true", known="")
    save_rule(path, "model.list", "$.data", known="")
    assert load_rules(path).by_endpoint == {"crm.List": "$.ok == true", "model.list": "$.data"}
    save_rule(path, "crm.List", "", known="$.ok == true")
    assert load_rules(path).by_endpoint == {"model.list": "$.data"}


def test_comments_and_line_ends_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"# ours\r\n'crm.List' = \"$.ok\"  # agreed\r\n")
    save_rule(path, "a.b", "$.c", known="")
    text = path.read_bytes()
    assert text.startswith(b"# ours\r\n")
    assert b"# agreed" in text


def test_a_rule_that_somebody_else_changed_is_not_overwritten(path: Path) -> None:
    save_rule(path, "a.b", "$.theirs", known="")
    with pytest.raises(FileError) as refused:
        save_rule(path, "a.b", "$.mine", known="$.before")
    assert refused.value.code is ErrorCode.FILE_CHANGED
    assert load_rules(path).by_endpoint == {"a.b": "$.theirs"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("'a.b' = 1", 1), ("x = ''", 1), ("\n[a]\nb = '$.c'", 2), ('"a" = "\\u001b[2J"', 1)],
)
def test_a_value_that_is_no_rule_is_named_with_its_line(path: Path, text: str, line: int) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(FileError) as refused:
        load_rules(path)
    assert refused.value.code is ErrorCode.TOML_BAD_VALUE
    assert refused.value.parameters["line"] == line
    with pytest.raises(FileError):
        save_rule(path, "a.b", "$.c", known="")
    assert path.read_text() == text
