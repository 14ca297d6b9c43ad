"""A sent request is opened, compared and sent again: its values go over no other route."""

import asyncio
import os
import re
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
import pytest

from tests.adversarial.machine import Machine, answer_as_weda
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_environment_files import choose
from tests.adversarial.test_explorer import explorer_at, keep_only, until
from tests.tui.explorer import Explorer
from tests.tui.sheets import _shared_sheets
from tests.tui.steady import _steady_pilots
from tests.tui.strips import _light_strips
from weda_tui.core.errors import ErrorCode
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.comparison.send_elsewhere_dialog import SendElsewhere

__all__ = ["_light_strips", "_shared_sheets", "_steady_pilots"]

VALUE = "canaryValueOfTheDeployment0123456789"
TICKET = """method = "GET"
url = "{{vars.host}}/weda/x/GetTicket"
headers = ["Authorization: none"]
[capture]
t = "$.Response.Data.Ticket"
"""
LIST = """method = "GET"
url = "{{vars.host}}/weda/x/List"
headers = ["Authorization: none", "X-Page: {{t}}"]
"""
EVIL = 'host = "<EVIL>"\n[env_types]\nprod = "none"\n'
PROXIED = 'host = "<HOME>"\nproxy = "<EVIL>"\n[env_types]\nprod = "none"\n'
ORIGINS = ("captured", "set", "row")


def answer_with_ticket(path: str) -> Reply:
    if path.endswith("/GetTicket"):
        return json_reply({"Response": {"RequestId": "r", "Data": {"Ticket": VALUE}}})
    return answer_as_weda(path)


def send_at_home(machine: Machine, origin: str = "captured") -> None:
    """Send a request with a value of the given origin to the victim's deployment."""
    machine.sites.plain.answers = answer_with_ticket
    machine.write("collections/lure/a.toml", TICKET)
    depends = 'depends = ["lure/a"]\n' if origin == "captured" else ""
    machine.write("collections/lure/b.toml", LIST + depends)
    at = ("lure/b", "--env", "hq", "--env-type", "prod", "--yes")
    if origin == "row":
        rows = machine.folder / "rows.csv"
        rows.write_text(f"t\n{VALUE}\n", "utf-8")
        ran = machine.run("run", *at, "--data", str(rows))
    else:
        given = ("--set", f"t={VALUE}") if origin == "set" else ()
        ran = machine.run("send", *at, *given)
    assert ran.status == 0, ran.talk
    assert_home_got_the_value(machine)


def assert_home_got_the_value(machine: Machine) -> None:
    machine.sites.plain.settle()
    assert f"X-Page: {VALUE}".encode() in machine.sites.plain.received
    machine.sites.plain.clear()


def assert_nothing_got_out(machine: Machine) -> None:
    machine.evil.settle()
    assert VALUE.encode() not in machine.evil.received


def forget_routes(machine: Machine) -> None:
    """Rewrite all entries as those of an old version, which did not store the route of an entry."""
    path = Paths(workspace=machine.workspace, state=machine.state).history
    with sqlite3.connect(path) as connection:
        for number, blob in connection.execute("SELECT id, entry FROM entries").fetchall():
            entry = msgspec.msgpack.decode(blob)
            del entry["conditions"]["route"]
            connection.execute(
                "UPDATE entries SET entry = ? WHERE id = ?", (msgspec.msgpack.encode(entry), number)
            )
        for number, blob in connection.execute("SELECT id, detail FROM details").fetchall():
            detail = msgspec.msgpack.decode(blob)
            for layer in detail["draft"]["layers"]:
                del layer["route"]
            connection.execute(
                "UPDATE details SET detail = ? WHERE id = ?",
                (msgspec.msgpack.encode(detail), number),
            )
    connection.close()


@asynccontextmanager
async def session_at(machine: Machine) -> AsyncGenerator[Session]:
    paths = Paths(workspace=machine.workspace, state=machine.state)
    session = Session(paths, environ=os.environ, use_keyring=False)
    await session.warm_up()
    try:
        yield session
    finally:
        await session.aclose()


async def listed(session: Session) -> HistoryRecord:
    """Return the entry whose request contains the value."""
    history = await session.open_history()
    page = await history.find(HistoryQuery(limit=50))
    return await history.read(next(e.id for e in page.entries if e.url.endswith("/List")))


@pytest.mark.parametrize("origin", ORIGINS)
async def test_what_was_sent_goes_to_no_other_environment(machine: Machine, origin: str) -> None:
    await asyncio.to_thread(send_at_home, machine, origin)
    machine.write("environments/staging.toml", EVIL)
    async with session_at(machine) as session:
        record = await listed(session)
        there = session.environments.where_exactly("staging", "prod")
        found = session.sending.preflight(record.draft, there)
        assert found.error is not None
        assert found.error.code is ErrorCode.VARIABLE_UNKNOWN
        assert "t" not in session.sending.variables(there, record.draft)
        assert isinstance(await session.sending.send(record.draft, there), Failed)
    assert_nothing_got_out(machine)


@pytest.mark.parametrize("origin", ORIGINS)
async def test_what_was_sent_goes_over_the_same_route_again(machine: Machine, origin: str) -> None:
    await asyncio.to_thread(send_at_home, machine, origin)
    machine.write("environments/staging.toml", EVIL.replace("<EVIL>", "<HOME>"))
    await asyncio.to_thread(machine.approve, "staging")
    async with session_at(machine) as session:
        record = await listed(session)
        for name in ("hq", "staging"):
            there = session.environments.where_exactly(name, "prod")
            assert isinstance(await session.sending.send(record.draft, there), Answered)
            assert_home_got_the_value(machine)
            record = await listed(session)
            assert sum("t" in layer.values for layer in record.draft.layers) == 1


@pytest.mark.parametrize("origin", ORIGINS)
async def test_the_values_of_an_older_entry_go_nowhere(machine: Machine, origin: str) -> None:
    await asyncio.to_thread(send_at_home, machine, origin)
    forget_routes(machine)
    machine.write("environments/staging.toml", EVIL)
    async with session_at(machine) as session:
        record = await listed(session)
        for name in ("staging", "hq"):
            there = session.environments.where_exactly(name, "prod")
            result = await session.sending.send(record.draft, there)
            assert isinstance(result, Failed)
            assert result.error.code is ErrorCode.VARIABLE_UNKNOWN
    assert machine.evil.requests == []
    assert machine.sites.plain.requests == []


@pytest.mark.parametrize("comes", ["before", "after"])
async def test_an_opened_entry_goes_to_no_other_environment(machine: Machine, comes: str) -> None:
    """The other environment may be chosen before or after an entry is opened."""
    await asyncio.to_thread(send_at_home, machine)
    choose(machine, "prod")
    machine.write("environments/staging.toml", EVIL)
    async with explorer_at(machine) as explorer:
        controllers, session = explorer.main.controllers, explorer.session
        staging = session.environments.where_exactly("staging", "prod")
        record = await listed(session)
        if comes == "before":
            controllers.switch_to(staging)
        controllers.history.open_entry(record)
        await explorer.settle()
        if comes == "after":
            controllers.switch_to(staging)
            await explorer.settle()
        for _ in range(2):  # the first F5 reports that a value is missing
            await explorer.press("f5")
            await explorer.settle()
        assert isinstance(explorer.main.send_state, Failed)
    assert_nothing_got_out(machine)


async def compare_with(explorer: Explorer, name: str) -> None:
    """Start a comparison of the response with that of another environment."""
    await explorer.press("f6", "equals_sign")
    await explorer.until_shown(name)
    row = next(each for each in explorer.rows if f"from {name} " in each)
    number = re.search(r"(\d)  A response from", row)
    assert number is not None
    await explorer.press(number[1])


async def send_lure(explorer: Explorer) -> None:
    await explorer.main.controllers.open_saved_now("lure/b")
    await explorer.pilot.pause()
    await explorer.press("f5")
    await until(explorer, lambda: isinstance(explorer.main.send_state, Answered))
    await explorer.settle()


def prepare_comparison(machine: Machine, staging: str) -> None:
    machine.sites.plain.answers = answer_with_ticket
    choose(machine, "prod")
    keep_only(machine, "hq")
    machine.write("environments/staging.toml", staging)
    machine.write("collections/lure/a.toml", TICKET)
    machine.write("collections/lure/b.toml", f'{LIST}depends = ["lure/a"]\n')


@pytest.mark.parametrize("staging", [EVIL, PROXIED], ids=["host", "proxy"])
async def test_a_comparison_sends_nothing_over_another_route(
    machine: Machine, staging: str
) -> None:
    prepare_comparison(machine, staging)
    async with explorer_at(machine) as explorer:
        await send_lure(explorer)
        assert_home_got_the_value(machine)
        await compare_with(explorer, "staging")
        await explorer.until_shown("{{t}}")
        assert not isinstance(explorer.app.screen, SendElsewhere)
        assert VALUE not in explorer.text
    assert machine.evil.requests == []
    assert_nothing_got_out(machine)


async def test_a_comparison_over_the_same_route_shows_and_sends_the_values(
    machine: Machine,
) -> None:
    prepare_comparison(machine, EVIL.replace("<EVIL>", "<HOME>"))
    await asyncio.to_thread(machine.approve, "staging")
    async with explorer_at(machine) as explorer:
        await send_lure(explorer)
        assert_home_got_the_value(machine)
        await compare_with(explorer, "staging")
        await until(explorer, lambda: isinstance(explorer.app.screen, SendElsewhere))
        await explorer.until_shown(f"X-Page: {VALUE}")
        await explorer.press("f5")
        await until(explorer, lambda: bool(machine.sites.plain.requests))
        await explorer.settle()
    assert_home_got_the_value(machine)


@pytest.mark.parametrize("hq", [EVIL, PROXIED], ids=["host", "proxy"])
async def test_what_was_sent_in_another_workspace_is_not_sent_again(
    machine: Machine, hq: str
) -> None:
    await asyncio.to_thread(send_at_home, machine, "set")
    machine.move_to("other")
    machine.write("environments/hq.toml", hq)
    choose(machine, "prod")
    async with explorer_at(machine) as explorer:
        record = await listed(explorer.session)
        explorer.main.controllers.history.send_again(record)
        await explorer.until_shown("The address of hq" if hq == EVIL else "The route of hq")
        assert machine.evil.requests == []
        explorer.main.controllers.history.open_entry(record)
        await explorer.settle()
        for _ in range(2):
            await explorer.press("f5")
            await explorer.settle()
        assert isinstance(explorer.main.send_state, Failed)
    assert_nothing_got_out(machine)


async def test_an_entry_is_sent_again_over_its_route(machine: Machine) -> None:
    await asyncio.to_thread(send_at_home, machine, "set")
    choose(machine, "prod")
    async with explorer_at(machine) as explorer:
        record = await listed(explorer.session)
        explorer.main.controllers.history.send_again(record)
        await until(explorer, lambda: isinstance(explorer.main.send_state, Answered))
        await until(explorer, lambda: bool(machine.sites.plain.requests))
        await explorer.settle()
    assert_home_got_the_value(machine)
