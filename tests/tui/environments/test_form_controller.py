"""The form of an environment is saved, removed and closed, without a terminal."""

from pathlib import Path

import msgspec

from tests.tui.environments.fakes import FakeScreen
from weda_tui.core.environments.form_texts import texts_of
from weda_tui.tui.layout.menu_dialog import Menu


async def test_what_cannot_be_saved_is_shown_at_its_field(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path)
    screen.form.save()
    assert screen.fields.calls == [("faults",), ("focus", "host")]
    assert screen.notices
    assert screen.calls == []


async def test_a_save_writes_the_file_and_leaves_with_the_name(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path)
    screen.says("丙")
    screen.form.save()
    assert screen.editing.is_saving
    assert screen.fields.calls == [("locked", True)]
    await screen.finish()
    assert screen.calls == [("leave", "丙")]
    assert "丙" in screen.editing.names()


async def test_a_removal_is_asked_for_twice(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path, "甲")
    screen.form.remove()
    assert "甲" in screen.notices[-1]
    screen.form.edited()
    screen.form.remove()
    assert not screen.editing.is_saving
    screen.form.remove()
    await screen.finish()
    assert screen.calls == [("leave", "")]
    assert screen.form.removed == "甲"
    assert screen.editing.names() == {"乙"}


async def test_a_new_environment_cannot_be_removed(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path)
    screen.form.remove()
    screen.form.remove()
    await screen.finish()
    assert screen.calls == screen.notices == []


async def test_typed_text_is_dropped_when_that_is_asked_for_twice(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path, "甲")
    screen.fields.is_edited = True
    screen.form.leave()
    assert screen.calls == []
    screen.form.leave()
    assert screen.calls == [("leave", None)]


async def test_nothing_is_left_during_a_save(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path, "甲")
    screen.says("甲")
    screen.form.save()
    assert not screen.form.may_leave("")
    screen.form.save()
    await screen.finish()
    assert screen.calls == [("leave", "甲")]


async def test_another_environment_waits_for_the_save_of_this_one(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path, "甲")
    screen.says("甲")
    screen.fields.is_edited = True
    went: list[str] = []
    screen.form.leave_for("乙", lambda: went.append("乙"), lambda: went.append("stay"))
    await screen.answer("")
    assert went == ["stay"]
    screen.form.leave_for("乙", lambda: went.append("乙"))
    await screen.answer("save")
    await screen.finish()
    assert screen.editing.name == "乙"
    assert ("changed", "乙") in screen.calls
    assert not screen.editing.is_saving
    screen.form.leave_for("甲", lambda: went.append("甲"))
    assert went == ["stay", "甲"]


async def test_a_file_that_changed_is_loaded_kept_or_overwritten(tmp_path: Path) -> None:
    for action in ("reload", "save_as", "overwrite"):
        screen = FakeScreen(tmp_path / action, "甲")
        file = tmp_path / action / "workspace/environments/甲.toml"
        file.write_text(file.read_text("utf-8") + "\n# a colleague's\n", "utf-8")
        screen.says("甲")
        screen.fields.start = texts_of(screen.editing.environment)
        screen.form.save()
        await screen.finish()
        assert screen.checks.state.save_error is not None
        assert isinstance(screen.asked[-1][0], Menu)
        await screen.answer(action)
        await screen.finish()
        if action == "overwrite":
            assert screen.calls == [("leave", "甲")]
        elif action == "reload":
            assert screen.fields.calls[-1] == ("show", "甲", ["乙"])
        else:
            assert screen.editing.environment is None
            assert screen.editing.begun_as is not None
            assert screen.fields.texts().name not in {"甲", "乙"}


async def test_an_edit_stops_the_check_of_what_was_said_before(tmp_path: Path) -> None:
    screen = FakeScreen(tmp_path, "甲")
    screen.run.begin(screen.says("甲").environment)
    screen.form.edited()
    assert screen.calls == [("cancel",)]
    assert screen.checks.state.plan == ()
    assert screen.notices == [screen.words.tui.form.check_voided]
    screen.run.begin(msgspec.structs.replace(screen.says("甲").environment, host="https://x.cn"))
    screen.form.leave()
    assert screen.calls == [("cancel",), ("cancel",)]
