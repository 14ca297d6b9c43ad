"""A change of the target transfers no token, no secret and no consent."""

from pathlib import Path

import httpx

from tests.tui.explorer import HOST, Explorer, explorer
from tests.tui.screens.network import (
    SilentNetwork,
    calls,
    edit_environment,
    open_endpoint,
    switch_to,
    transport,
)
from weda_tui.core.environments.deployment import EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Idle
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.widgets.code_area import UrlArea

READ, WRITE = "DescribeInstanceApproverList", "CompleteTask"
OTHER = "https://other.example.cn"


def requests_to(e: Explorer, host: str) -> list[httpx.Request]:
    return [each for each in transport(e).requests if str(each.url).startswith(host)]


async def test_a_question_cannot_be_left_for_another_place(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        await e.press("f5")
        await e.press("f2", "right", "enter")
        assert isinstance(e.app.screen, GuardDialog)
        assert e.main.where is not None
        assert e.main.where.env_type == "prod"
        assert not calls(e)


async def confirm_changed_write(e: Explorer) -> None:
    """Confirm the write, find that it was not sent, and send it again."""
    await e.press("y")
    await e.settle()
    assert not transport(e).requests
    assert "环境刚被修改，请求未发送" in e.text
    await e.press("f5")
    await e.settle()


async def test_a_consent_is_void_when_the_place_is_edited_below_the_question(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        await e.press("f5")
        edit_environment(e, host=OTHER)
        await confirm_changed_write(e)
        assert isinstance(e.app.screen, GuardDialog)
        assert OTHER in e.text
        locked = (EnvTypeSetting("prod", Guard.READ_ONLY), EnvTypeSetting("dev", Guard.NONE))
        edit_environment(e, env_types=locked)
        await confirm_changed_write(e)
        assert not calls(e)
        assert not isinstance(e.app.screen, GuardDialog)
        assert "为只读" in e.text


async def test_a_consent_of_one_env_type_does_not_hold_in_the_other(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        await switch_to(e, "dev")
        await e.send()
        assert [each.url.path.split("/")[4] for each in calls(e)] == ["dev"]
        await switch_to(e, "prod")
        await e.press("f5")
        assert isinstance(e.app.screen, GuardDialog)
        assert len(calls(e)) == 1


async def test_a_send_that_runs_is_cancelled_and_its_answer_shows_nowhere(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await open_endpoint(e, READ)
        await e.press("f5")
        await network.arrived.wait()
        await switch_to(e, "dev")
        assert network.is_cancelled
        network.release.set()
        await e.pilot.pause()
        assert isinstance(e.main.send_state, Idle)
        assert not e.main.verdicts


async def test_an_env_type_typed_into_the_path_is_guarded_as_that_one(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        await switch_to(e, "dev")
        url = e.main.query_one(UrlArea)
        url.load_text(url.text.replace("{{WeDa.EnvType}}", "prod"))
        await e.pilot.pause()
        assert "总部 · prod · 写" in e.text
        assert "! 写前确认：发送前会询问" in e.text
        await e.press("f5")
        assert isinstance(e.app.screen, GuardDialog)
        assert "发送到 prod" in e.text
        assert not calls(e)


async def test_a_token_and_a_secret_stay_with_their_address(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, READ)
        await e.send()
        old = calls(e)[0].headers["Authorization"]
        edit_environment(e, host=OTHER)
        await e.send()
        there = requests_to(e, OTHER)
        assert there[0].url.path == "/auth/v1/token/clientCredential"
        assert len(there) == 2
        assert there[1].headers["Authorization"] != old
        assert len(requests_to(e, HOST)) == 2
        assert all(old not in str(each.headers.raw) for each in there)


async def test_the_draft_is_kept_and_resolves_for_the_new_place(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, READ)
        draft = e.main.draft
        assert isinstance(draft, RequestDraft)
        await switch_to(e, "dev")
        assert e.main.draft == draft
        assert e.main.preflight is not None
        assert e.main.preflight.request is not None
        assert "/dev/" in e.main.preflight.request.url


async def assert_top_rows(e: Explorer, env_type: str, line: str) -> None:
    """Check the row of the place and the line below it at every size."""
    for size in ((72, 20), (80, 24), (100, 30), (160, 48)):
        await e.pilot.resize_terminal(*size)
        assert "总部" in e.rows[0], size
        assert env_type in e.rows[0], size
        assert e.rows[1] == line * size[0], size


async def test_both_axes_and_the_weight_of_the_line_are_seen_at_every_size(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await assert_top_rows(e, "prod 正式   ! 写前确认", "━")
        await switch_to(e, "dev")
        await assert_top_rows(e, "dev 体验", "─")
        asking = (EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.TYPE_NAME))
        edit_environment(e, env_types=asking)
        e.main.controllers.reload_files()
        await e.pilot.pause()
        await assert_top_rows(e, "dev 体验", "━")
        await e.press("f2", "f2")
        await assert_top_rows(e, "dev 体验", "━")
