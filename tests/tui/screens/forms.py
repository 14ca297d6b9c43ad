"""Filling in, checking and saving the form of an environment."""

import asyncio

from textual.screen import Screen

from tests.tui.explorer import HOST, Explorer
from tests.tui.screens.network import TOKEN, SilentNetwork, transport
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.environments.deployment import Environment
from weda_tui.tui.environments.form_screen import EnvironmentScreen
from weda_tui.tui.widgets.field import Field

SECRET = "s3cret-that-nobody-may-see"


async def fill(e: Explorer, **fields: str) -> None:
    for name, value in fields.items():
        e.app.screen.query_one(f"#field-{name}", Field).value = value
        await e.pilot.pause()


async def fill_rightly(e: Explorer, **fields: str) -> None:
    credentials = transport(e).credentials
    known = {
        "host": HOST,
        "secret_id": credentials.secret_id,
        "secret_key": credentials.secret_key,
        "name": "总部",
    }
    await fill(e, **(known | fields))


async def until_done(e: Explorer, screen: Screen[object]) -> None:
    """Wait for the check and save of the form; ``screen`` is the screen before the key press."""
    assert isinstance(screen, EnvironmentScreen)
    async with asyncio.timeout(LONGEST_WORK):
        while screen.checking.is_busy and screen.is_current:
            await e.pilot.pause()
    await e.pilot.pause()
    await e.pilot.pause()


async def check(e: Explorer) -> None:
    screen = e.app.screen
    await e.press("f5")
    await until_done(e, screen)


async def save(e: Explorer, *keys: str) -> None:
    screen = e.app.screen
    await e.press(*(keys or ("ctrl+s",)))
    await until_done(e, screen)


def is_form(e: Explorer) -> bool:
    return isinstance(e.app.screen, EnvironmentScreen)


async def until_form(e: Explorer) -> None:
    """Wait until the fields of the form exist."""
    async with asyncio.timeout(LONGEST_WORK):
        while not (isinstance(e.app.screen, EnvironmentScreen) and e.app.screen.is_ready):
            await e.pilot.pause()
            await asyncio.sleep(0)


def only(e: Explorer) -> Environment:
    (environment,) = e.session.environments.all
    return environment


async def start_check(e: Explorer) -> SilentNetwork:
    """Fill in the form, press F5, and return once the token call waits for its response."""
    await fill_rightly(e)
    network = SilentNetwork(e, TOKEN)
    await e.press("f5")
    await asyncio.wait_for(network.arrived.wait(), 5)
    return network
