"""Programs can parse the changelog, and its newest version is the program's."""

import re
from pathlib import Path

from weda_tui import __version__

TEXT = (Path(__file__).parent.parent / "CHANGELOG.md").read_text("utf-8")
HEADS = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_the_newest_version_is_that_of_the_program() -> None:
    assert HEADS[0] == "[Unreleased]"
    assert HEADS[1].startswith(f"[{__version__}] - ")


def test_versions_have_dates_and_stand_newest_first() -> None:
    found = [
        re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)", head) for head in HEADS[1:]
    ]
    versions = [tuple(map(int, match.groups()[:3])) for match in found if match]
    dates = [match[4] for match in found if match]
    assert len(versions) == len(HEADS) - 1
    assert versions == sorted(versions, reverse=True)
    assert dates == sorted(dates, reverse=True)


def test_changes_are_sorted_by_kind() -> None:
    for part in TEXT.split("\n## ")[1:]:
        kinds = re.findall(r"^### (.*)$", part, re.MULTILINE)
        assert kinds == [kind for kind in KINDS if kind in kinds]
        assert kinds
