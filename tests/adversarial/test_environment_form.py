"""A file changes while its form is open: values that a commit wrote still come from the file."""

from pathlib import Path

import pytest

from tests.tui.environments.fakes import FakeScreen
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.form_texts import texts_of
from weda_tui.core.environments.input import EnvironmentInput
from weda_tui.core.errors import RouteError

PROXY = "http://proxy.evil.example:8080"
CONFLICT = "<<<<<<< HEAD\n{text}=======\n>>>>>>> theirs\n"


@pytest.mark.parametrize("secret", ["", "typed"])
@pytest.mark.parametrize("action", ["overwrite", "save_as"])
@pytest.mark.parametrize("then", ["gone", "reverted", "conflict"])
async def test_writing_over_a_file_approves_nothing_that_it_brought(
    tmp_path: Path, then: str, action: str, secret: str
) -> None:
    file = tmp_path / "workspace/environments/甲.toml"
    screen = FakeScreen(tmp_path)  # the user has added 甲, and a commit changes it
    good = file.read_text("utf-8")
    file.write_text(f'proxy = "{PROXY}"\n{good}', "utf-8")
    screen.session.environments.reload()
    brought = screen.editing.find("甲")
    assert brought is not None
    assert brought.proxy == PROXY
    await screen.editing.show(brought)
    screen.fields.start = texts_of(brought)
    screen.fields.said = EnvironmentInput(environment=brought, secret=secret)
    {
        "gone": file.unlink,
        "reverted": lambda: file.write_text(good, "utf-8"),
        "conflict": lambda: file.write_text(CONFLICT.format(text=good), "utf-8"),
    }[then]()
    screen.form.save()
    await screen.finish()
    await screen.answer(action)
    await screen.finish()
    if action == "save_as":
        screen.form.save()
        await screen.finish()
    begun_as, routes = screen.editing.begun_as, screen.session.routes
    with pytest.raises(RouteError):
        await routes.open(brought, TokenKind.KEY, is_typed=True, begun_as=begun_as)
    assert PROXY not in screen.session.paths.approved_routes.read_text("utf-8")
