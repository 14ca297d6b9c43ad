"""A source package has the files of the checkout, and the version is defined in one place."""

import re
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.dist import ADDED, DistError, check_source, source_names
from tests.wheelhouse import ROOT
from weda_tui import __version__


def test_the_names_of_a_source_package_are_those_of_the_checkout(tmp_path: Path) -> None:
    inside = tmp_path / "weda_tui-1" / "docs"
    inside.mkdir(parents=True)
    (inside / "keys.md").touch()
    with tarfile.open(tmp_path / "package.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "weda_tui-1", "weda_tui-1")
    assert source_names(tmp_path / "package.tar.gz") == {"docs/keys.md"}


def test_a_source_package_lacks_nothing_and_has_no_more() -> None:
    check_source({"README.md", "docs/keys.md", *ADDED}, {"README.md", "docs/keys.md"})
    for names in ({"README.md"}, {"README.md", "docs/keys.md", "notes.txt"}):
        with pytest.raises(DistError, match=r"docs/keys\.md|notes\.txt"):
            check_source({*names, *ADDED}, {"README.md", "docs/keys.md"})


def test_the_version_stands_in_one_place() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "weda_tui/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert "version" not in project["project"]
