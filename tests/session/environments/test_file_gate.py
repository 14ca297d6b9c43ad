"""Secrets that are read to mask files do not affect what is sent, shown and judged."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.session.runs.test_monitor import Watched, write
from tests.session.sending.test_sender import answered
from tests.session.weda import READ, SECRET, Weda, draft, place
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import draft_for
from weda_tui.session import Session
from weda_tui.store.paths import Paths

OWN_CALL = """title = "CRM"
[calls.L]
method = "GET"
path = "/l"
title = "L"
effect = "read"
auth = "none"
"""
READING = """endpoint = "crm.L"
assert = [{ on = "verdict", exists = true }, { on = "$.a", equals = "z" }]
"""
FOREIGN = 'host = "https://evil.example.cn"\n[env_types]\ndev = "none"\n'


@pytest.fixture
async def foreign(session: Session, weda: Weda, tmp_path: Path) -> AsyncIterator[Session]:
    """A session in another workspace on the same machine, in which nothing was ever approved."""
    where = place(session)
    answered(await session.sending.send(draft(session, READ), where))  # stores a token
    await session.aclose()
    own = tmp_path / "own"
    texts = {"environments/evil.toml": FOREIGN, "modules/crm.toml": OWN_CALL}
    for path, text in {**texts, "collections/a/one.toml": READING}.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, "utf-8")
    paths = Paths(workspace=own, state=session.paths.state)
    other = Session(
        paths, environ={}, clock=weda.clock, use_keyring=False, transport=weda.transport
    )
    yield other
    await other.aclose()


def token_of(weda: Weda) -> str:
    return weda.calls[0].headers["Authorization"].removeprefix("Bearer ")


def evil(session: Session) -> Target:
    return session.environments.where_exactly("evil", "dev")


async def test_what_a_file_may_not_hold_does_not_enter_the_session(
    foreign: Session, weda: Weda
) -> None:
    token = token_of(weda)
    await foreign.gate.read()
    for each in (SECRET, token):
        assert foreign.gate.masker().text(each) == foreign.gate.known().text(each) == MASK
        assert foreign.tokens.masker().text(each) == each
        assert foreign.gate.masker_between().text(each) == each
    assert foreign.secrets.seen() == ()


async def test_where_routes_are_approved_also_rounds_hide_every_secret(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    answered(await session.sending.send(draft(session, READ), where))
    for each in (SECRET, token_of(weda)):
        assert session.gate.masker_between().text(each) == MASK


@pytest.mark.parametrize("is_online", [False, True])
async def test_an_answer_over_an_unapproved_route_is_judged_without_other_secrets(
    foreign: Session, weda: Weda, is_online: bool
) -> None:
    token, where = token_of(weda), evil(foreign)
    if is_online:
        call = draft_for(foreign.modules.catalogue.get("crm.L"))
        answered(await foreign.sending.send(call, where))
    foreign.network.read_again()
    route = foreign.routes.fingerprint(where.environment)
    for unguessed in (False, True):
        masker = foreign.tokens.masker(unguessed=unguessed, over=route)
        assert masker.text(f"{token} {SECRET}") == f"{token} {SECRET}"


async def test_another_way_to_an_approved_address_has_none_looked_for(
    foreign: Session, weda: Weda
) -> None:
    """A response through the workspace's proxy does not count as one of the approved server."""
    file = foreign.paths.environments / "evil.toml"
    true = weda.calls[0].url.copy_with(raw_path=b"/")
    text = FOREIGN.replace("https://evil.example.cn", str(true).rstrip("/"))
    file.write_text(f'proxy = "http://evil.example.cn:3128"\n{text}', "utf-8")
    foreign.environments.reload()
    answered(
        await foreign.sending.send(draft_for(foreign.modules.catalogue.get("crm.L")), evil(foreign))
    )
    assert foreign.secrets.seen() == ()


async def test_no_round_of_a_monitor_leaves_a_key_to_the_next(foreign: Session, weda: Weda) -> None:
    answers = iter(("z", "y", "z", "y"))
    weda.call_answer = lambda _: httpx.Response(200, json={"a": next(answers)})
    watched = Watched(foreign, weda, evil(foreign), every=60.0, until=181.0)
    await watched.monitor.go()
    assert [each.tally.failed for each in watched.rounds] == [0, 1, 0, 1]
    assert watched.monitor.log.requests
    assert foreign.secrets.seen(for_files=True) == ()


async def test_a_run_of_an_approved_workspace_knows_every_secret(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": f'endpoint = "{READ}"\n'})
    watched = Watched(session, weda, where, every=60.0, until=61.0)
    await watched.monitor.go()
    assert session.tokens.masker().text(SECRET) == MASK
