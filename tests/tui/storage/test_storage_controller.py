"""Uploads and downloads, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.tui.files.picker_dialog import FilePicker
from weda_tui.tui.storage.controller import StorageController
from weda_tui.tui.storage.dialog import TransferDialog
from weda_tui.tui.workbench.state import AnswerView, ShownAnswer


class StorageFake(FakeBench):
    def place_to_send(self) -> Target | None:
        return self.target


def ignore(answer: ShownAnswer) -> None:
    del answer


def controller(folder: Path, guard: Guard | None) -> tuple[StorageController, StorageFake]:
    bench = StorageFake()
    if guard is not None:
        setting = EnvTypeSetting("prod", guard)
        host = "https://weda.example.cn"
        bench.target = Target(Environment(name="HQ", host=host, env_types=(setting,)), "prod")
    ended = bench.calls.append
    storage = StorageController(
        bench,
        session_in(folder),
        AnswerView(ignore),
        bench.place_to_send,
        lambda: ended(("ended",)),
    )
    return storage, bench


def test_without_a_target_nothing_is_opened(tmp_path: Path) -> None:
    storage, bench = controller(tmp_path, None)
    storage.upload()
    storage.download()
    assert not bench.asked
    assert not bench.notices


def test_a_read_only_target_takes_no_upload(tmp_path: Path) -> None:
    storage, bench = controller(tmp_path, Guard.READ_ONLY)
    storage.upload()
    assert not bench.asked
    assert "HQ · prod" in bench.notices[0]


async def test_the_chosen_files_are_uploaded(tmp_path: Path) -> None:
    storage, bench = controller(tmp_path, Guard.NONE)
    storage.upload()
    assert isinstance(bench.asked[0][0], FilePicker)
    await bench.answer(("report.pdf",))
    assert isinstance(bench.asked[0][0], TransferDialog)
    await bench.answer(None)
    assert bench.calls == [("ended",)]


def test_a_download_asks_for_objects(tmp_path: Path) -> None:
    storage, bench = controller(tmp_path, Guard.READ_ONLY)
    storage.download()
    assert isinstance(bench.asked[0][0], TransferDialog)
