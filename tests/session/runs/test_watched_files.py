"""The files that decide a run are listed repeatedly, while other processes change the folder."""

import shutil
from pathlib import Path

from weda_tui.session.runs.watched_files import requests_in


def test_a_folder_that_goes_while_it_is_looked_at_ends_nothing(tmp_path: Path) -> None:
    for name in ("a.toml", "deep/b.toml", "deep/notes.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    found = requests_in(tmp_path)
    first = next(found)
    shutil.rmtree(tmp_path / "deep")
    assert [first, *found] == [tmp_path / "a.toml"]
    assert list(requests_in(tmp_path / "gone")) == []
