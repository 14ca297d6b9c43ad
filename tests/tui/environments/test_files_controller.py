"""Actions on an environment outside its form, without a terminal."""

from pathlib import Path

from textual.message import Message

from tests.core.recordings import environment
from tests.tui.environments.fakes import FakeScreen
from weda_tui.tui.environments.files_controller import EnvironmentFilesController
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.widgets.messages import CopyRequested


class FilesFake(FakeScreen):
    def __init__(self, folder: Path, edited: str = "甲") -> None:
        super().__init__(folder, edited)
        self.messages: list[Message] = []
        self.files = EnvironmentFilesController(
            self, self.session, self.editing, self.form, lambda t: self.calls.append(("drop", t))
        )

    def enter_form(self, field: str) -> None:
        self.calls.append(("enter", field))

    def post_message(self, message: Message) -> bool:
        self.messages.append(message)
        return True

    async def choose(self, action: str | None) -> None:
        self.files.offer()
        await self.answer(action)
        await self.finish()


async def test_a_new_one_and_a_copy_are_forms_of_no_file(tmp_path: Path) -> None:
    screen = FilesFake(tmp_path)
    await screen.choose("duplicate")
    assert screen.editing.environment is None
    assert screen.editing.begun_as is not None
    assert screen.fields.texts().name not in {"甲", "乙"}
    assert screen.calls[-1] == ("enter", "name")
    screen.fields.is_edited = False
    await screen.choose("new")
    assert screen.editing.begun_as is None
    assert screen.calls[-1] == ("enter", "host")
    await screen.choose("export")
    await screen.choose("duplicate")
    assert screen.messages == []
    assert screen.calls[-1] == ("enter", "host")


async def test_an_export_is_copied_with_an_env_type_of_the_environment(tmp_path: Path) -> None:
    screen = FilesFake(tmp_path)
    screen.editing.env_type = "nowhere"
    await screen.choose("export")
    (message,) = screen.messages
    assert isinstance(message, CopyRequested)
    assert "weda.example.cn" in message.text
    assert "甲 · prod" in message.what


async def test_small_acts_go_where_they_belong(tmp_path: Path) -> None:
    screen = FilesFake(tmp_path)
    await screen.choose("rename")
    await screen.choose("drop_type")
    await screen.choose(None)
    assert screen.calls == [("enter", "name"), ("drop", "prod")]
    await screen.choose("remove")
    assert "甲" in screen.notices[-1]


async def test_what_was_removed_is_restored_and_shown(tmp_path: Path) -> None:
    screen = FilesFake(tmp_path)
    await screen.choose("restore")
    assert screen.notices == [screen.words.environments.trash.nothing]
    await screen.session.environments.trash.discard(environment("乙"))
    await screen.choose("restore")
    assert isinstance(screen.asked[-1][0], Menu)
    await screen.answer("乙")
    await screen.finish()
    assert screen.editing.name == "乙"


async def test_an_imported_environment_is_shown(tmp_path: Path) -> None:
    screen = FilesFake(tmp_path)
    screen.files.import_file()
    assert isinstance(screen.asked[-1][0], ImportDialog)
    await screen.answer(None)
    assert screen.notices == []
