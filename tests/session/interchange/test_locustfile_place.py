"""A locustfile is written only where a commit cannot put code beside it."""

from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.session.interchange.locustfile_place import check_place


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    return tmp_path / "team"


@pytest.mark.parametrize("name", ["load.py", "deep/load.py", "../team/load.py", "../link/load.py"])
def test_it_does_not_lie_in_the_workspace(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (workspace.parent / "link").symlink_to(workspace)
    for file in (name, str(workspace / name)):
        monkeypatch.chdir(workspace)
        with pytest.raises(FileError) as caught:
            check_place(ExportFormat.LOCUST, file, workspace)
        assert caught.value.code is ErrorCode.LOCUSTFILE_PLACE
    check_place(ExportFormat.K6, name, workspace)


def test_no_bytecode_has_its_name(workspace: Path) -> None:
    folder = workspace.parent / "beside"
    (folder / "__pycache__").mkdir(parents=True)
    check_place(ExportFormat.LOCUST, str(folder / "load.py"), workspace)
    (folder / "__pycache__" / "load.cpython-311.pyc").touch()
    check_place(ExportFormat.LOCUST, str(folder / "other.py"), workspace)
    with pytest.raises(FileError) as caught:
        check_place(ExportFormat.LOCUST, str(folder / "load.py"), workspace)
    assert caught.value.code is ErrorCode.LOCUSTFILE_PLACE
