"""The explorer asks once about a route that is not approved."""

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import environment
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import MARKUP, answers_to, hosted, shown
from tests.tui.screens.network import open_endpoint, transport
from weda_tui.core.environments.route import Route, RouteStatus, RouteUse, UseStatus, route_of
from weda_tui.core.errors import RouteError
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.routes import approval_rows, approval_title, risk_lines
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.environments.files import save_environment
from weda_tui.tui.environments.route_dialog import RouteQuestion, draw_rows
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.widgets.drawing.paint import Run, cells

SIZES = [(160, 48), (80, 24)]
PROXY = "http://attacker.example:3128"


@pytest.fixture(params=SIZES, ids=str)
async def e(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncGenerator[Explorer]:
    """An explorer with an environment whose file was given a proxy by another program."""
    async with explorer(tmp_path, size=request.param, language="zh") as running:
        [kept] = running.session.environments.all
        evil = msgspec.structs.replace(kept, proxy=PROXY)
        folder = running.session.paths.environments
        text = (folder / f"{kept.name}.toml").read_text("utf-8")
        save_environment(folder, evil, known_text=text)
        running.session.environments.reload()
        await open_endpoint(running, "DescribeInstanceApproverList")
        where = running.main.where
        assert where is not None
        running.main.where = msgspec.structs.replace(where, environment=evil, env_type="dev")
        await running.pilot.pause()
        yield running


async def test_esc_sends_nothing_and_says_why_and_a_new_send_asks_and_goes_on(e: Explorer):
    if e.app.size.width >= 140:
        assert "! 代理 attacker.example:3128" in e.rows[0]
    await e.press("f5", "escape")
    await e.settle()
    state = e.main.send_state
    assert isinstance(state, Failed)
    assert isinstance(state.error, RouteError)
    assert transport(e).requests == []
    assert "未发送 请求未发送" not in " ".join(e.text.split())
    text = e.text.replace("\n", "")
    assert "批准 SecretKey（file）的路由之后" in text
    assert "weda-tui env approve" in text
    await e.press("f5")
    assert isinstance(e.app.screen, RouteQuestion), "asked anew by a new send"
    text = e.text.replace("\n", "")
    assert "与已批准的不同" in text
    assert f"代理从 无 变为 {PROXY}" in text
    assert transport(e).requests == []
    await e.press("enter")
    assert isinstance(e.app.screen, RouteQuestion), "Enter approves nothing"
    await e.press("y", "Y", "space")
    assert isinstance(e.app.screen, RouteQuestion), "a letter that was typed ahead approves nothing"
    assert "Ctrl+Y 批准并发送" in e.text
    await e.press("ctrl+y")
    await e.settle()
    assert isinstance(e.main.send_state, Answered)
    await e.send()
    assert isinstance(e.main.send_state, Answered), "not asked again"


async def test_the_question_goes_with_its_call_or_once_its_help_is_closed_and_a_burst_never_answers(
    e: Explorer,
):
    await e.press("f5", "f1")
    assert isinstance(e.app.screen, Help), e.text
    assert (rows := [row for row in e.rows if "批准并发送" in row]), e.text
    assert all("Ctrl+Y" in row and "y" not in row for row in rows), "no letter approves"
    e.main.controllers.cancel_send()
    await e.settle()
    assert isinstance(e.app.screen, Help)
    await e.press("escape")
    assert e.app.screen is e.main
    await e.press("f5")
    assert isinstance(e.app.screen, RouteQuestion), e.text
    e.main.controllers.cancel_send()
    await e.settle()
    assert e.app.screen is e.main
    await e.pilot.press("f6", "f5", "y", "y")
    await e.pilot.pause()
    assert isinstance(e.app.screen, RouteQuestion), e.text
    assert transport(e).requests == []
    [(row, y)] = [(row, y) for y, row in enumerate(e.rows) if "Ctrl+Y 批" in row]
    await e.pilot.click(offset=(cells([Run(row[: row.index("Ctrl+Y")])]), y))
    await e.settle()
    assert isinstance(e.main.send_state, Answered)


def status_of(name: str) -> RouteStatus:
    place = environment(name)
    route = route_of(place)
    before = Route(scheme="https", host="weda.example.cn", port=443, proxy="http://a:1")
    use = UseStatus(RouteUse.KEY, f"secret_key:{name}", "file", False, before)
    return RouteStatus(environment=place, route=route, uses=(use,))


LABEL = "a" * 60
NAMES = f"{LABEL}.{LABEL}.{LABEL}"
LONGEST = RouteStatus(
    environment=msgspec.structs.replace(environment("hq" * 45), verify_tls=False),
    route=Route(
        scheme="http",
        host=f"weda.example.cn.{NAMES}.evil.example",
        port=8080,
        prefix="/" + "p" * 300,
        proxy=f"http://{NAMES}.proxy.example:3128",
        verify_tls=False,
        client_certificate="1" * 64,
    ),
    uses=tuple(
        UseStatus(use, "x" * 200, f"env:{'A' * 200}", False, route_of(environment()))
        for use in (RouteUse.KEY, RouteUse.PASSWORD, RouteUse.CERTIFICATE)
    ),
)


@pytest.mark.parametrize("size", [(72, 20), (80, 24), (100, 30), (160, 48)], ids=str)
@pytest.mark.parametrize("strings", [EN, ZH], ids=["en", "zh"])
async def test_the_answers_are_always_in_sight_and_all_of_the_route_can_be(
    size: tuple[int, int], strings: Strings
):
    words = strings.routes.approval
    rows = draw_rows(
        approval_title(LONGEST, strings),
        approval_rows(LONGEST, strings),
        risk_lines(LONGEST, strings),
        min(88, size[0]),
    )
    wanted = ["".join(run.text for run in row.left).strip() for row in rows]
    async with shown(RouteQuestion(LONGEST, strings), size=size) as (app, pilot, answers):
        seen: set[str] = set()
        for _ in range(len(rows)):
            text = app.text
            assert f"Esc {words.dont}" in text
            assert f"Ctrl+Y {words.approve_key}" in text
            seen |= {line.strip() for line in text.splitlines()}
            await pilot.press("down")
        assert set(wanted) <= seen
        assert (strings.tui.keys.scroll in app.text) is (size[1] < 48)
        await pilot.press("pageup", "home", "enter")
        await pilot.pause()
        assert wanted[0] in app.text
        assert answers == [], "nothing was approved on the way"
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert answers == [True]


@pytest.mark.parametrize("strings", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize("file", ["c" * 4000, f"https://{'c' * 4000}", "证" * 4000])
def test_the_digest_of_a_file_is_in_sight_whatever_its_name(file: str, strings: Strings):
    place = msgspec.structs.replace(environment(), ca_file=file, client_certificate=file)
    route = route_of(place, ca="1" * 64, client_certificate="2" * 64)
    status = RouteStatus(environment=place, route=route, uses=())
    drawn = draw_rows("", approval_rows(status, strings), (), 88)
    text = "".join("".join(run.text for run in row.left).strip() for row in drawn)
    assert "1" * 16 in text
    assert "2" * 16 in text


async def test_a_smaller_window_still_shows_the_answers():
    async with shown(RouteQuestion(LONGEST, EN), size=(160, 48)) as (app, pilot, _):
        await pilot.resize_terminal(72, 20)
        await pilot.pause()
        assert f"Ctrl+Y {EN.routes.approval.approve_key}" in app.text


async def test_text_from_outside_is_shown_literally():
    async with hosted(size=(120, 36)) as (app, pilot):
        for name in MARKUP:
            answers = await answers_to(app, pilot, RouteQuestion(status_of(name), EN))
            assert "differs from the approved one" in app.text.replace("\n", " ")
            await pilot.press("enter", "space", "ctrl+y")
            await pilot.pause()
            assert answers == [True], name
