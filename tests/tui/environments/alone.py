"""The form of an environment as the only screen of an app, over the sandbox."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.explorer import HOST, Explorer, nothing_by_itself, sandbox_session
from tests.tui.screens.network import Before
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.strings import ZH
from weda_tui.session import Session
from weda_tui.tui.app import WedaApp
from weda_tui.tui.environments.first_run import FirstRun
from weda_tui.tui.environments.screen import EnvironmentsScreen

HQ = Environment(
    name="总部",
    host=HOST,
    env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE)),
)


class FormAlone(Explorer):
    """Forms without a main screen; ``left`` has the result of each form that was closed."""

    def __init__(self, app: WedaApp, pilot: Pilot[int], session: Session) -> None:
        super().__init__(app, pilot, session)
        self.left: list[str | None] = []

    async def open(self, environment: Environment | None) -> None:
        """Open the form of an environment or of a new one, as the main screen does."""
        kind = EnvironmentsScreen if self.session.environments.all else FirstRun
        self.app.push_screen(kind(self.session, environment, ZH), self.left.append)
        await self.pilot.pause()


@asynccontextmanager
async def form_alone(
    folder: Path,
    *environments: Environment,
    is_new: bool = False,
    size: tuple[int, int] = (160, 48),
    before: Before = lambda _: None,
) -> AsyncGenerator[FormAlone]:
    """Show the form of the first environment, or of a new one; without any, the first run."""
    transport, session = sandbox_session(folder, before)
    known = transport.credentials
    for each in environments:
        kept = msgspec.structs.replace(each, secret_id=known.secret_id, username=known.username)
        secret = "" if each.secret_key else known.secret_key
        session.environments.save(kept, secret=secret, password=known.password)
    saved = {each.name: each for each in session.environments.all}
    app = WedaApp(session, "zh", first_screen=Screen)
    with nothing_by_itself():
        async with app.run_test(size=size, notifications=True) as pilot:
            form = FormAlone(app, pilot, session)
            is_new = is_new or not environments
            await form.open(None if is_new else saved[environments[0].name])
            yield form
