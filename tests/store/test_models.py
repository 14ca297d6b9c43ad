import os
import stat
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import environment
from weda_tui.core.errors import FileError
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField, ModelList
from weda_tui.store import models as model_files
from weda_tui.store.models import ModelFiles

KNOWN = ModelList(
    models=(DataModel(name="a", fields=(ModelField(name="b", kind=FieldKind.TIME),)),),
    added=("todo",),
    fetched_at=1.5,
    left_out=2,
)


def test_what_is_kept_comes_back_private_to_this_user(tmp_path: Path) -> None:
    files = ModelFiles(tmp_path / "models")
    assert files.load(environment()) == ModelList()
    files.save(environment(), KNOWN)
    assert files.load(environment()) == KNOWN
    (path,) = (tmp_path / "models").iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_deployment_and_another_key_have_other_models(tmp_path: Path) -> None:
    files = ModelFiles(tmp_path)
    files.save(environment(), KNOWN)
    for change in ({"host": "https://other.example.cn"}, {"secret_id": "another"}):
        other = msgspec.structs.replace(environment(), **change)
        assert files.load(other) == ModelList()
    renamed = msgspec.structs.replace(environment(), name="renamed")
    assert files.load(renamed) == KNOWN


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[1]", b'{"models":[{"name":"../x"}]}', b'{"added":["a b"]}']
)
def test_a_file_that_is_damaged_holds_nothing(tmp_path: Path, text: bytes) -> None:
    files = ModelFiles(tmp_path)
    files.save(environment(), KNOWN)
    (path,) = tmp_path.iterdir()
    path.write_bytes(text)
    assert files.load(environment()) == ModelList()


def test_only_so_much_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "MOST_LISTS", 2)
    files = ModelFiles(tmp_path)
    for number in range(4):
        other = msgspec.structs.replace(environment(), secret_id=f"id{number}")
        files.save(other, KNOWN)
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda p: p.stat().st_mtime)):
            os.utime(path, (number * 10 + age, number * 10 + age))
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.setattr(model_files, "LARGEST_LIST", 10)
    with pytest.raises(FileError):
        files.save(environment(), KNOWN)
