"""The explorer asks before it sends anything in a workspace that leads elsewhere."""

import asyncio
import json
import os
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.adversarial.machine import READ, Machine
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_answers import FRESH, answering
from tests.adversarial.test_contents import prepare
from tests.adversarial.test_environment_files import ATTACKS, Attack, choose
from tests.canaries import PASSWORD
from tests.tui.explorer import Explorer, nothing_by_itself
from tests.tui.sheets import _shared_sheets
from tests.tui.steady import LONGEST_WORK, _steady_pilots, until_still
from tests.tui.strips import _light_strips
from weda_tui.core.bodies.document import BodyForm
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import RouteError
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import EN
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.app import WedaApp
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.environments.route_dialog import RouteQuestion
from weda_tui.tui.environments.target_dialog import TargetDialog
from weda_tui.tui.files.save_dialog import SaveFile
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.widgets.field import Field

__all__ = ["_light_strips", "_shared_sheets", "_steady_pilots"]

NAMES = (
    *("proxy", "tls-off-proxy", "ca-swapped", "variable-aws"),
    *("host-of-a-variable", "workspace-same-name-proxy"),
)
CHOSEN = [attack for attack in ATTACKS if attack.name in NAMES]
SMALL = (100, 30)


def show_no_time(_: object) -> None:
    """Replace a method that shows how long a call has been waiting."""


@asynccontextmanager
async def explorer_at(
    machine: Machine, size: tuple[int, int] = (160, 48)
) -> AsyncGenerator[Explorer]:
    """Open the explorer on the victim's machine, with the network of these tests.

    A call that waits for an answer to a question does not show how long it waits: each change would
    draw the whole screen again behind the question.
    """
    paths = Paths(workspace=machine.workspace, state=machine.state)
    session = Session(paths, environ=os.environ, use_keyring=False)
    await session.warm_up()
    app = WedaApp(session, "en", "weda-dark")
    with nothing_by_itself(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(MainScreen, "_age_wait", show_no_time)
        patch.setattr(ResponsePane, "_tick", show_no_time)
        async with app.run_test(size=size, notifications=True) as pilot:
            running = Explorer(app, pilot, session)
            await until(running, lambda: running.main.is_ready)
            await until_still(pilot)
            yield running


async def until(explorer: Explorer, holds: Callable[[], bool]) -> None:
    """Wait until a connection or a thread makes a condition true."""
    async with asyncio.timeout(LONGEST_WORK):
        while not holds():
            await explorer.pilot.pause()
            await asyncio.sleep(0.001)


def open_alone(machine: Machine, attack: Attack) -> None:
    """Remove all other environments, so that the explorer opens with the attacked environment."""
    attack.prepare(machine)
    keep_only(machine, attack.environment)


def keep_only(machine: Machine, environment: str) -> None:
    for file in (machine.workspace / "environments").glob("*.toml"):
        if file.stem != environment:
            file.unlink()


def requests_of(machine: Machine) -> list[str]:
    recorders = (machine.evil, *machine.sites)
    return [line for recorder in recorders for line in recorder.requests]


def is_asking(explorer: Explorer) -> bool:
    return isinstance(explorer.app.screen, RouteQuestion)


async def send_until_asked(explorer: Explorer) -> None:
    await explorer.press("f5")
    await until(explorer, lambda: is_asking(explorer))
    await until_still(explorer.pilot)


@pytest.mark.parametrize("attack", CHOSEN, ids=lambda attack: attack.name)
async def test_the_explorer_asks_and_enter_is_no_answer(machine: Machine, attack: Attack) -> None:
    open_alone(machine, attack)
    async with explorer_at(machine, SMALL) as explorer:
        assert requests_of(machine) == []
        for key in ("enter", "space", "f5", "tab", "escape"):
            if not is_asking(explorer):
                await send_until_asked(explorer)
            await explorer.press(key)
            await until_still(explorer.pilot)
            assert requests_of(machine) == [], key
        assert not is_asking(explorer)
    assert machine.stolen == []


async def test_a_secret_that_is_not_there_for_the_address_is_not_asked_about(
    machine: Machine,
) -> None:
    open_alone(machine, next(each for each in ATTACKS if each.name == "host-other-port"))
    async with explorer_at(machine) as explorer:
        await explorer.press("f5")
        await explorer.settle()
        assert not is_asking(explorer)
        state = explorer.main.send_state
        assert isinstance(state, Failed)
        assert isinstance(state.error, RouteError)
        assert "weda-tui env secret hq" in explain(state.error, EN).hint
    assert requests_of(machine) == []
    assert machine.stolen == []


async def test_the_question_says_what_would_go_where(machine: Machine) -> None:
    attack = next(each for each in CHOSEN if each.name == "proxy")
    open_alone(machine, attack)
    async with explorer_at(machine) as explorer:
        await send_until_asked(explorer)
        text = explorer.text
        assert machine.evil.base in text
        assert machine.sites.plain.base in text
        await explorer.press("y")
        await until_still(explorer.pilot)
        assert is_asking(explorer)
        assert machine.stolen == []
        await explorer.press("ctrl+y")
        await until(explorer, lambda: machine.evil.requests != [])
        await explorer.settle()
    assert machine.stolen != []


@pytest.mark.parametrize("edit", ["host", "proxy"])
async def test_the_explorer_asks_before_what_a_person_typed_goes_elsewhere(
    machine: Machine, edit: str
) -> None:
    """The call carries a token that the user typed, and none of the program's tokens."""
    prepare(machine, edit)
    keep_only(machine, "hq")
    async with explorer_at(machine) as explorer:
        draft = explorer.main.panes.stages.editor.draft
        assert draft is not None
        typed = (("Authorization", f"Bearer {PASSWORD}"),)
        explorer.main.panes.stages.editor.show_draft(msgspec.structs.replace(draft, headers=typed))
        await until_still(explorer.pilot)
        await explorer.press("f8")
        await until_still(explorer.pilot)
        assert "The route of hq differs from the approved one" in explorer.text
        await explorer.press("escape")
        await until_still(explorer.pilot)
        for key in ("enter", "space", "f5", "escape"):
            if not is_asking(explorer):
                await send_until_asked(explorer)
                assert "your requests" in explorer.text
            await explorer.press(key)
            await until_still(explorer.pilot)
            assert requests_of(machine) == [], key
        await send_until_asked(explorer)
        await explorer.press("ctrl+y")
        await until(explorer, lambda: machine.evil.requests != [])
        await explorer.settle()
    assert machine.stolen != []


async def test_each_gesture_that_needs_a_secret_asks(machine: Machine) -> None:
    """Sending, renewing the token and checking the environment each ask."""
    open_alone(machine, next(each for each in CHOSEN if each.name == "proxy"))
    async with explorer_at(machine) as explorer:
        for keys in (("f5",), ("ctrl+t", "1"), ("space", "C")):
            assert not is_asking(explorer)
            for key in keys:
                await explorer.press(key)
                await until_still(explorer.pilot)
            await until(explorer, lambda: is_asking(explorer))
            await explorer.press("enter", "escape")
            await until_still(explorer.pilot)
            assert machine.stolen == [], keys
            if explorer.app.screen is not explorer.main:
                await explorer.press("escape")


COOKIE = "canaryCookie0123456789"
STEPS = {
    "cookie": Reply(
        json.dumps({"token_type": "Bearer", "access_token": FRESH, "expires_in": 7200}).encode(),
        200,
        (("Set-Cookie", f"sid={COOKIE}; HttpOnly"),),
    ),
    "markup": Reply(f'<token access="{FRESH}"/>'.encode(), 200, ()),
    "no name": Reply(json.dumps({"data": [FRESH, COOKIE]}).encode(), 200, ()),
    "location": Reply(b"", 302, (("Location", f"https://x.example/cb#t={FRESH}"),)),
}


@pytest.mark.parametrize("step", STEPS)
async def test_the_steps_of_a_token_call_show_no_token(machine: Machine, step: str) -> None:
    keep_only(machine, "hq")
    machine.sites.plain.answers = answering("/auth", STEPS[step])
    async with explorer_at(machine) as explorer:
        await explorer.press("ctrl+t")
        await until_still(explorer.pilot)
        before = len(machine.sites.plain.requests)
        await explorer.press("1")
        await until(explorer, lambda: len(machine.sites.plain.requests) > before)
        where = explorer.main.bench.target
        assert where is not None
        await until(
            explorer, lambda: explorer.session.tokens.steps(where.environment, TokenKind.KEY) != ()
        )
        await explorer.press("5")
        await until(explorer, lambda: "/auth/v1/token/clientCredential" in explorer.text)
        assert FRESH not in explorer.text
        assert COOKIE not in explorer.text


PIECES = [f"{number:03x}_" for number in range(256)]
LONG = f"eyJ{''.join(PIECES)}"


async def test_no_part_of_a_long_token_is_shown_or_kept(machine: Machine) -> None:
    keep_only(machine, "hq")
    token = {"access_token": FRESH, "id_token": LONG, "token_type": "Bearer", "expires_in": 7200}
    machine.sites.plain.answers = answering("/auth", json_reply(token))
    async with explorer_at(machine) as explorer:
        call = explorer.session.modules.catalogue.get("auth.clientCredential")
        explorer.main.controllers.open_endpoint(call)
        await until_still(explorer.pilot)
        await explorer.press("f5")
        await until(explorer, lambda: any("/auth" in each for each in requests_of(machine)))
        await explorer.settle()
        await explorer.press("f6", "f6")
        reader = explorer.main.query_one(BodyReader)
        await until(explorer, lambda: reader.document.is_complete)
        reader.go_to_path(("id_token",))
        for key in ("down", "up", "v", "escape", "g", "left"):
            await explorer.press(key)
            await until_still(explorer.pilot)
            shown = explorer.text
            assert not any(piece in shown for piece in PIECES), key
        await explorer.press("t", "3")
        await until(explorer, lambda: reader.document.form is BodyForm.HEX)
        await until_still(explorer.pilot)
        rows = [row for row in explorer.rows if "••" in row]
        assert len(rows) > len(LONG) // 32
        shown = explorer.text
        assert not any(LONG[at : at + 4].encode().hex(" ") in shown for at in range(900))
    assert LONG[:40] not in machine.environment("hq").read_text("utf-8")


async def test_the_headers_of_an_answer_show_no_credential(machine: Machine) -> None:
    keep_only(machine, "hq")
    fields = (("Set-Cookie", f"sid={COOKIE}; Path=/"), ("X-Cos-Security-Token", f"{COOKIE}-cos"))
    answer = json_reply({"Response": {"RequestId": "r-1", "Data": {}}})._replace(headers=fields)
    machine.sites.plain.answers = answering("/weda", answer)
    async with explorer_at(machine) as explorer:
        call = explorer.session.modules.catalogue.get(READ)
        explorer.main.controllers.open_endpoint(call)
        await until_still(explorer.pilot)
        await explorer.press("f5")
        await until(explorer, lambda: isinstance(explorer.main.send_state, Answered))
        await explorer.settle()
        await explorer.press("f6", "f6", "]")
        await until_still(explorer.pilot)
        assert "Set-Cookie: sid=••••••••; Path=/" in explorer.text
        assert COOKIE not in explorer.text
        body = explorer.main.query_one(BodyReader)
        copied = "".join(each.text() for each in body.copying.beside)
        assert "Set-Cookie: sid=••••••••" in copied
        assert COOKIE not in copied


@pytest.mark.parametrize("attack", CHOSEN, ids=lambda attack: attack.name)
async def test_opening_and_renewing_ask_and_send_nothing(machine: Machine, attack: Attack) -> None:
    """Nothing is sent even if no token is left and a new one would have to be fetched."""
    (machine.state / "tokens.json").unlink()
    open_alone(machine, attack)
    async with explorer_at(machine, SMALL) as explorer:
        await explorer.press("f8")
        await until_still(explorer.pilot)
        assert not is_asking(explorer)
    assert requests_of(machine) == []


@pytest.mark.parametrize("typed", [False, True], ids=["as-it-is", "with-a-typed-secret"])
async def test_a_copy_of_a_crafted_environment_approves_nothing(
    machine: Machine, typed: bool
) -> None:
    """The values of a copy come from the file, so saving the copy does not approve its route."""
    open_alone(machine, next(each for each in CHOSEN if each.name == "variable-aws"))
    file = machine.environment("new")
    lines = file.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("username", "password"))]
    file.write_text("\n".join(kept), "utf-8")
    approvals = machine.state / "approved_routes.json"
    before = approvals.read_text("utf-8")
    async with explorer_at(machine) as explorer:
        await explorer.press("f2", "f2", "0")
        row = next(row for row in explorer.rows if "Duplicate" in row)
        await explorer.press(row.split("Duplicate")[0].split()[-1])
        await until_still(explorer.pilot)
        if typed:
            explorer.app.screen.query_one("#field-secret_key", Field).value = "typed-in-now-0123"
            await until_still(explorer.pilot)
        await send_until_asked(explorer)
        await explorer.press("escape")
        await until_still(explorer.pilot)
        assert approvals.read_text("utf-8") == before
        assert b"typed-in-now" not in machine.evil.received
        await explorer.press("ctrl+s")
        await until(explorer, lambda: len(list(file.parent.glob("*.toml"))) == 2)
        await until_still(explorer.pilot)
        assert b"typed-in-now" not in machine.evil.received
    assert approvals.read_text("utf-8") == before
    for name in (each.stem for each in file.parent.glob("*.toml")):
        words = ("send", READ, "--env", name, "--env-type", "prod")
        assert (await asyncio.to_thread(machine.run, *words)).status == 7
    assert machine.stolen == []


@pytest.mark.skipif(os.name == "nt", reason="a symlink takes rights there")
@pytest.mark.parametrize(
    "folders",
    [("environments",), ("collections", "modules"), ("rules", "notes", "certs")],
    ids=" ".join,
)
async def test_the_explorer_opens_on_what_does_not_lead_out(
    machine: Machine, folders: tuple[str, ...]
) -> None:
    outside = machine.folder / "outside"
    outside.mkdir()
    (outside / "codes.toml").write_text('A = "canaryOutside"')
    for path in (machine.workspace / folder for folder in folders):
        if path.exists():
            path.rename(machine.workspace / f"before-{path.name}")
        path.symlink_to(outside)
    async with explorer_at(machine) as explorer:
        session = explorer.session
        assert session.modules.catalogue.modules
        assert bool(session.environments.all) == ("environments" not in folders)
        assert len(session.environments.problems) == ("environments" in folders)
        assert len(session.modules.problems) == ("modules" in folders)
        problems = session.collections.listing().problems
        assert len(problems) == ("collections" in folders)
    assert [each.name for each in outside.iterdir()] == ["codes.toml"]


async def test_what_was_typed_in_one_workspace_is_not_opened_in_another(
    machine: Machine, tmp_path: Path
) -> None:
    async with explorer_at(machine) as explorer:
        opened = explorer.main.bench.editor.draft
        assert opened is not None
        draft = replace(opened, body='{"password": "hunter2!"}')
        drafts = explorer.session.drafts
        assert drafts is not None
        drafts.keep({draft.endpoint_id: draft}, draft.endpoint_id)
        drafts.close()
    kept = [file.read_text() for file in machine.state.rglob("*.json")]
    assert not any("hunter2!" in text for text in kept)
    mine = Session(Paths(machine.workspace, machine.state), environ={}, use_keyring=False)
    other = Session(Paths(tmp_path / "other", machine.state), environ={}, use_keyring=False)
    assert mine.drafts is not None
    assert other.drafts is not None
    assert not other.drafts.recover().drafts
    assert draft.endpoint_id in mine.drafts.recover().drafts


async def test_the_explorer_lets_another_env_type_be_chosen_where_the_chosen_one_is_gone(
    machine: Machine,
) -> None:
    choose(machine, "dev")
    machine.edit("hq", 'prod = "confirm"\ndev = "none"\n', 'prod = "none"\n')
    async with explorer_at(machine) as explorer:
        assert explorer.main.bench.target is None
        await explorer.press("f5")
        await explorer.settle()
        assert isinstance(explorer.app.screen, TargetDialog)
        assert requests_of(machine) == []


@pytest.mark.parametrize("is_alone", [False, True], ids=["several", "alone"])
async def test_the_explorer_lets_another_environment_be_chosen_where_the_chosen_one_is_gone(
    machine: Machine, is_alone: bool
) -> None:
    choose(machine, "prod")
    machine.environment("hq").unlink()
    machine.write("environments/a-hq.toml", 'host = "<EVIL>"\n[env_types]\nprod = "none"\n')
    if is_alone:
        keep_only(machine, "a-hq")
    async with explorer_at(machine) as explorer:
        assert explorer.main.bench.target is None
        assert "the chosen environment hq no longer exists" in explorer.text
        await explorer.press("f5")
        await explorer.settle()
        assert isinstance(explorer.app.screen, TargetDialog)
    ran = await asyncio.to_thread(machine.run, "send", READ, "--lang", "en")
    assert ran.status == 2
    assert "The selected environment hq" in ran.talk
    assert requests_of(machine) == []


NOT_APPROVED = "The route of hq differs from the approved one"


async def pick(explorer: Explorer, label: str) -> None:
    """Press the digit of a row in the open list."""
    digits = (re.search(rf"(?:^|\s)(\d)\s+{label}", row) for row in explorer.rows)
    await explorer.press(next(found[1] for found in digits if found))
    await until_still(explorer.pilot)


@pytest.mark.parametrize("is_moved", [False, True], ids=["approved", "moved"])
async def test_a_program_for_a_route_that_nobody_approved_says_so(
    machine: Machine, is_moved: bool
) -> None:
    """Both copied and exported."""
    keep_only(machine, "hq")
    if is_moved:
        machine.edit("hq", "<HOME>", "<EVIL>")
    file = machine.folder / "out.sh"
    async with explorer_at(machine) as explorer:
        explorer.main.controllers.open_endpoint(explorer.session.modules.catalogue.get(READ))
        await until_still(explorer.pilot)
        await explorer.press("escape", "escape")
        for label in ("curl", "Python", "Node", "HTTP"):
            assert NOT_APPROVED not in explorer.text
            await explorer.press("space", "x")
            await pick(explorer, label)
            await until(explorer, lambda: is_moved == isinstance(explorer.app.screen, Menu))
            await until_still(explorer.pilot)
            assert (NOT_APPROVED in explorer.text) == is_moved, label
            if is_moved:
                await explorer.press("escape")
        assert NOT_APPROVED not in explorer.text
        for keys in (("space", "f"), ("f3",), ("down",), ("0", "x")):
            await explorer.press(*keys)
            await until_still(explorer.pilot)
        await pick(explorer, "curl")
        explorer.app.screen.query_one("#save-path", Field).value = str(file)
        await explorer.press("enter")
        await until(explorer, file.exists)
        await until(explorer, lambda: not isinstance(explorer.app.screen, SaveFile))
        await until_still(explorer.pilot)
        assert (NOT_APPROVED in explorer.text) == is_moved


async def test_a_copied_environment_that_nobody_approved_says_so(machine: Machine) -> None:
    keep_only(machine, "hq")
    machine.edit("hq", "<HOME>", "<EVIL>")
    async with explorer_at(machine) as explorer:
        await explorer.press("f2", "f2", "0")
        await pick(explorer, "Copy as")
        await until(explorer, lambda: isinstance(explorer.app.screen, Menu))
        await until_still(explorer.pilot)
        assert NOT_APPROVED in explorer.text
