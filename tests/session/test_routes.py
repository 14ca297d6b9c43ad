"""A secret, and a token obtained with a secret, is sent only over a route approved by the user."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import (
    HOST,
    PASSWORD,
    READ,
    SECRET,
    Weda,
    draft,
    environment,
    open_session,
    place,
    place_of_user,
)
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.check import Faulty
from weda_tui.core.environments.deployment import Environment, SecretRef, Target
from weda_tui.core.environments.route import ALL_USES, RoutePart, RouteStatus, RouteUse
from weda_tui.core.errors import ErrorCode, FileError, RouteError, WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.storage.transfer import Direction, TransferItem
from weda_tui.core.tokens.access_token import KINDS
from weda_tui.formats.toml.environments import render_environment
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import EN, ZH
from weda_tui.session import Session
from weda_tui.store.tokens import TokenFile

PROXY = "http://attacker.example:3128"
EVIL: list[dict[str, object]] = [
    {"proxy": PROXY},
    {"verify_tls": False},
    {"proxy": PROXY, "verify_tls": False},
    {"ca_file": "ca.pem"},
    {"client_certificate": "me.pem"},
]


def changed(session: Session, before: Environment, **changes: object) -> Target:
    """Change the file of an environment, as the commit of an attacker would."""
    path = session.paths.environments / f"{before.name}.toml"
    for name in ("ca.pem", "me.pem"):
        (session.paths.workspace / name).write_text(
            f"-----BEGIN CERTIFICATE----- of the attacker: {name}"
        )
    theirs = msgspec.structs.replace(before, **changes)
    path.write_text(render_environment(theirs, None), "utf-8")
    session.environments.reload()
    return Target(next(e for e in session.environments.all if e.name == before.name), "dev")


def refused(error: BaseException | None) -> ErrorCode:
    assert isinstance(error, RouteError), error
    return error.code


async def renew(session: Session, where: Target) -> None:
    await session.tokens.renew(where.environment)


async def get(session: Session, where: Target) -> None:
    await session.tokens.get(where.environment)


async def send_a_read(session: Session, where: Target) -> None:
    _raise_failure(await session.sending.send(draft(session, READ), where))


async def send_anew(session: Session, where: Target) -> None:
    _raise_failure(await session.sending.send(draft(session, READ), where, renews=True))


async def send_basic(session: Session, where: Target) -> None:
    _raise_failure(await session.sending.send(draft(session, "auth.clientCredential"), where))


async def send_with_a_token_by_hand(session: Session, where: Target) -> None:
    by_hand = draft(
        session, READ, headers=(("Authorization", "Bearer {{access_token}}"),), body="{}"
    )
    _raise_failure(await session.sending.send(by_hand, where))


async def renew_early(session: Session, where: Target) -> None:
    error = await session.renewals.renew(where.environment, TokenKind.KEY)
    if error is not None:
        raise error


async def refresh_models(session: Session, where: Target) -> None:
    outcome = await session.live.refresh(where)
    error = getattr(outcome, "error", None)
    if error is not None:
        raise error


async def check(session: Session, where: Target) -> None:
    async for result in session.checks.run(where.environment):
        if isinstance(result.outcome, Faulty) and isinstance(result.outcome.fault, WedaError):
            raise result.outcome.fault


async def upload(session: Session, where: Target) -> None:
    storage = session.storage
    plan = await storage.plan_download([TransferItem(object_id="cloud://a/b", file="b")], where)
    assert plan.direction is Direction.DOWNLOAD
    for each in plan.addresses:
        error = getattr(each, "error", None)
        if error is not None:
            raise error


def _raise_failure(result: Answered | Failed) -> None:
    if isinstance(result, Failed):
        raise result.error


ROADS = [
    *(renew, get, send_a_read, send_anew, send_basic, send_with_a_token_by_hand),
    *(renew_early, refresh_models, check, upload),
]
Road = Callable[[Session, Target], Awaitable[None]]


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
@pytest.mark.parametrize("changes", EVIL, ids=str)
async def test_no_road_leaves_over_a_route_that_a_commit_changed(
    tmp_path: Path, weda: Weda, road: Road, changes: dict[str, object]
) -> None:
    session = open_session(tmp_path, weda)
    saved = place_of_user(session).environment
    where = changed(session, saved, **changes)
    with pytest.raises(RouteError) as stopped:
        await road(session, where)
    assert stopped.value.code in {ErrorCode.ROUTE_CHANGED, ErrorCode.ROUTE_NOT_APPROVED}
    sent = [*weda.token_calls, *weda.user_calls, *weda.calls]
    assert all("authorization" not in call.headers for call in sent)
    assert not [*weda.token_calls, *weda.user_calls]
    await session.aclose()


@pytest.mark.parametrize("road", [get, send_a_read, send_with_a_token_by_hand])
async def test_a_token_that_is_kept_does_not_take_another_route_either(
    tmp_path: Path, weda: Weda, road: Road
) -> None:
    first = open_session(tmp_path, weda)
    where = place(first)
    await first.tokens.get(where.environment)
    await first.aclose()
    second = open_session(tmp_path, weda)
    moved = changed(second, where.environment, proxy=PROXY)
    with pytest.raises(RouteError):
        await road(second, moved)
    assert weda.calls == []
    status = second.routes.status(moved.environment, TokenKind.KEY)
    second.routes.approve(status)
    await road(second, moved)
    assert len(weda.token_calls) == 2, "a token of its own, not that of the other route"
    await second.aclose()


async def test_a_second_workspace_does_not_get_the_token_of_the_first(
    tmp_path: Path, weda: Weda
) -> None:
    first = open_session(tmp_path, weda)
    where = place(first)
    await first.tokens.get(where.environment)
    await first.aclose()
    theirs = tmp_path / "theirs" / "workspace" / "environments"
    theirs.mkdir(parents=True)
    own = (first.paths.environments / "总部.toml").read_text("utf-8")
    (theirs / "总部.toml").write_text(f'proxy = "{PROXY}"\n{own}', "utf-8")
    (tmp_path / "theirs" / "state").symlink_to(tmp_path / "state")
    second = open_session(tmp_path / "theirs", weda)
    evil = Target(second.environments.all[0], "dev")
    assert evil.environment.proxy == PROXY
    result = await second.sending.send(draft(second, READ), evil)
    assert isinstance(result, Failed)
    assert refused(result.error) is ErrorCode.ROUTE_NOT_APPROVED
    assert weda.calls == []
    await second.aclose()


@pytest.mark.parametrize("variable", ["AWS_SECRET_ACCESS_KEY", "HOME"])
async def test_a_variable_leaves_once_it_is_approved_by_its_name(
    tmp_path: Path, weda: Weda, variable: str
) -> None:
    session = open_session(tmp_path, weda, environ={variable: "canary", "WEDA_KEY": "ours"})
    ours = msgspec.structs.replace(environment(), secret_key=SecretRef("env", "WEDA_KEY"))
    session.environments.save(ours, secret="", approves=ALL_USES)
    theirs = msgspec.structs.replace(
        environment("theirs"), secret_key=SecretRef("env", variable), host=HOST
    )
    saved = session.environments.save(theirs, secret="")
    with pytest.raises(RouteError) as stopped:
        await session.tokens.renew(saved)
    assert stopped.value.code is ErrorCode.ROUTE_NOT_APPROVED
    session.routes.approve(session.routes.status(saved))
    await session.tokens.renew(saved)
    again = session.environments.save(msgspec.structs.replace(theirs, name="again"), secret="")
    statuses = session.routes.status(again, TokenKind.KEY).uses
    assert {each.use: each.is_approved for each in statuses} == {
        RouteUse.KEY: True,
        RouteUse.REQUEST: False,
    }
    session.routes.approve(session.routes.status(again))
    await session.tokens.renew(again)
    moved = msgspec.structs.replace(theirs, name="moved", host="https://attacker.example")
    moved = session.environments.save(moved, secret="")
    with pytest.raises(RouteError) as other:
        await session.tokens.renew(moved)
    assert other.value.code is ErrorCode.ROUTE_CHANGED
    assert {call.url.host for call in weda.token_calls} == {"weda.example.cn"}
    await session.aclose()


async def test_a_person_is_not_asked_for_a_secret_before_the_route_is_approved(
    session: Session, weda: Weda
) -> None:
    async def ask(*_: object) -> str:
        raise AssertionError("asked")

    session.secrets.ask = ask
    prompted = msgspec.structs.replace(environment(), secret_key=SecretRef("prompt"))
    saved = session.environments.save(prompted, secret="")
    with pytest.raises(RouteError):
        await session.tokens.renew(saved)
    assert weda.token_calls == []


async def test_going_back_to_a_route_that_the_person_edited_away_is_asked_again(
    session: Session,
) -> None:
    lax = msgspec.structs.replace(environment(), verify_tls=False)
    first = session.environments.save(lax, secret=SECRET)
    strict = msgspec.structs.replace(first, verify_tls=True)
    session.environments.save(strict, secret="", replaces=first, approves=ALL_USES)
    back = changed(session, strict, verify_tls=False)
    status = session.routes.status(back.environment)
    assert not status.is_approved
    assert status.changes == (RoutePart.TLS,)


async def test_an_approval_is_for_what_was_shown_not_for_what_is_there_by_then(
    session: Session,
) -> None:
    saved = place(session).environment
    shown = session.routes.status(changed(session, saved, ca_file="ca.pem").environment)
    (session.paths.workspace / "ca.pem").write_text("-----BEGIN CERTIFICATE----- another one")
    session.routes.approve(shown)
    now = session.routes.status(shown.environment)
    assert not now.is_approved
    assert now.changes == (RoutePart.CA,)


async def test_a_ca_that_is_replaced_while_the_program_runs_is_noticed(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    where = changed(session, place(session).environment, ca_file="ca.pem")
    session.routes.approve(session.routes.status(where.environment))
    await session.tokens.renew(where.environment)
    (session.paths.workspace / "ca.pem").write_text("-----BEGIN CERTIFICATE----- another one")
    for road in (get, send_a_read, renew_early):
        with pytest.raises(RouteError) as stopped:
            await road(session, where)
        assert stopped.value.code is ErrorCode.ROUTE_CHANGED
    assert len(weda.token_calls) == 1
    assert weda.calls == []
    await session.aclose()


async def test_a_secret_of_an_earlier_version_asks_once(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    where = place(session)
    session.paths.approved_routes.unlink()
    with pytest.raises(RouteError) as stopped:
        await send_a_read(session, where)
    assert stopped.value.code is ErrorCode.ROUTE_NOT_APPROVED
    session.routes.approve(session.routes.status(where.environment))
    await send_a_read(session, where)
    await session.aclose()


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
async def test_damaged_approvals_approve_nothing(tmp_path: Path, weda: Weda, road: Road) -> None:
    session = open_session(tmp_path, weda)
    where = place_of_user(session)
    session.paths.approved_routes.write_text("{}")
    with pytest.raises(FileError) as damaged:
        await road(session, where)
    assert damaged.value.parameters["file"] == str(session.paths.approved_routes)
    assert not [*weda.token_calls, *weda.user_calls]
    await session.aclose()


async def test_what_stands_before_a_send_says_that_the_route_needs_approval(
    session: Session,
) -> None:
    where = changed(session, place(session).environment, proxy=PROXY)
    preflight = session.sending.preflight(draft(session, READ), where)
    assert refused(preflight.error) is ErrorCode.ROUTE_CHANGED
    assert preflight.request is not None
    assert preflight.route is not None
    assert preflight.route.route.proxy == PROXY


async def test_yes_to_the_guard_is_no_approval(session: Session, weda: Weda) -> None:
    saved = place(session, "prod", Guard.CONFIRM).environment
    where = Target(changed(session, saved, proxy=PROXY).environment, "prod")
    result = await session.sending.send(draft(session), where, consent=GuardDecision.ASK_NAME)
    assert isinstance(result, Failed)
    assert refused(result.error) is ErrorCode.ROUTE_CHANGED
    assert weda.token_calls == []


BY_HAND: list[tuple[str, dict[str, object]]] = [
    (READ, {"headers": (("Authorization", "Bearer typed"),)}),
    (READ, {"headers": (("Authorization", "none"),), "body": '{"of": "the person"}'}),
    ("auth.signin", {"body": '{"username": "me", "password": "typed"}'}),
]
MOVED: list[dict[str, object]] = [*EVIL, {"host": "https://attacker.example"}]


@pytest.mark.parametrize(("endpoint", "typed"), BY_HAND, ids=str)
@pytest.mark.parametrize("changes", MOVED, ids=str)
async def test_what_a_person_sends_takes_no_route_that_a_commit_changed(
    session: Session,
    weda: Weda,
    endpoint: str,
    typed: dict[str, object],
    changes: dict[str, object],
) -> None:
    where = changed(session, place(session).environment, **changes)
    by_hand = draft(session, endpoint, **typed)
    preflight = session.sending.preflight(by_hand, where)
    assert isinstance(preflight.error, RouteError)
    result = await session.sending.send(by_hand, where)
    assert isinstance(result, Failed)
    assert isinstance(result.error, RouteError)
    assert [*weda.calls, *weda.token_calls, *weda.user_calls] == []
    session.routes.approve(session.routes.status(where.environment))
    if "client_certificate" not in changes and "ca_file" not in changes:
        assert isinstance(await session.sending.send(by_hand, where), Answered)


@pytest.mark.parametrize("way", ["removed", "renamed", "given"])
async def test_what_a_person_sends_stays_guarded_once_the_last_approval_is_gone(
    tmp_path: Path, weda: Weda, way: str
) -> None:
    session = open_session(tmp_path, weda)
    saved = place(session).environment
    by_hand = draft(session, "auth.signin", body='{"username": "me", "password": "typed"}')
    if way == "removed":
        session.environments.trash.remove(saved)
        where = changed(session, saved, host="https://attacker.example")
    elif way == "renamed":
        theirs = changed(session, saved, proxy=PROXY).environment
        name = msgspec.structs.replace(theirs, name="HQ")
        renamed = session.environments.save(name, secret="", replaces=theirs, approves=None)
        where = Target(renamed, "dev")
    else:
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "state").symlink_to(tmp_path / "state")
        other = open_session(tmp_path / "other", weda)
        other.environments.save(environment(), secret="another", replaces=saved)
        await other.aclose()
        assert not session.routes.status(saved).is_approved
        assert session.routes.status(saved, TokenKind.NONE).is_approved
        where = changed(session, saved, host="https://attacker.example")
    result = await session.sending.send(by_hand, where)
    assert isinstance(result, Failed)
    assert isinstance(result.error, RouteError)
    assert [*weda.calls, *weda.user_calls] == []
    await session.aclose()


def test_a_use_of_what_is_sent_says_what_changed(session: Session) -> None:
    where = changed(session, place(session).environment, proxy=PROXY)
    status = session.routes.status(where.environment, TokenKind.NONE)
    assert [(each.use, each.source) for each in status.unapproved] == [
        (RouteUse.REQUEST, "request:总部")
    ]
    assert status.changes == (RoutePart.PROXY,)
    with pytest.raises(RouteError) as stopped:
        status.check()
    assert stopped.value.code is ErrorCode.ROUTE_CHANGED
    assert "after the route for your requests was approved" in explain(stopped.value, EN).what
    assert "批准请求内容的路由之后" in explain(stopped.value, ZH).what


@pytest.mark.parametrize("answer", [True, False])
async def test_a_person_is_asked_about_what_is_sent(
    session: Session, weda: Weda, answer: bool
) -> None:
    person = Asked(answer=answer)
    session.approvals.ask = person
    where = changed(session, place(session).environment, host="https://attacker.example")
    by_hand = draft(session, READ, headers=(("Authorization", "Bearer typed"),))
    sent = await asyncio.gather(*(session.sending.send(by_hand, where) for _ in range(5)))
    assert [[use.use for use in status.uses] for status in person.shown] == [[RouteUse.REQUEST]]
    assert all(isinstance(each, Answered) is answer for each in sent)
    assert session.routes.status(where.environment, TokenKind.NONE).is_approved is answer
    assert not session.routes.status(where.environment, TokenKind.KEY).is_approved
    assert weda.token_calls == []


async def test_an_approval_for_anything_is_one_for_what_is_sent(session: Session) -> None:
    """Approvals of earlier versions, which covered secrets only, count as well."""
    where = place(session)
    sources = [
        each["source"]
        for each in msgspec.json.decode(session.paths.approved_routes.read_bytes())["approvals"]
    ]
    assert sources == ["secret_key:总部"]
    by_hand = draft(session, READ, headers=(("Authorization", "Bearer typed"),))
    assert isinstance(await session.sending.send(by_hand, where), Answered)


async def test_where_nothing_was_approved_there_is_nothing_to_compare_with(
    session: Session, weda: Weda
) -> None:
    theirs = msgspec.structs.replace(environment("theirs"), proxy=PROXY, secret_id="")
    where = Target(session.environments.save(theirs, secret=""), "dev")
    by_hand = draft(session, READ, headers=(("Authorization", "Bearer typed"),))
    assert isinstance(await session.sending.send(by_hand, where), Answered)
    assert session.routes.status(where.environment).uses == ()


async def test_an_environment_without_secrets_that_the_person_wrote_is_compared_too(
    session: Session, weda: Weda
) -> None:
    bare = msgspec.structs.replace(environment(), secret_id="")
    ours = session.environments.save(bare, secret="", approves=ALL_USES)
    by_hand = draft(session, READ, headers=(("Authorization", "Bearer typed"),))
    assert isinstance(await session.sending.send(by_hand, Target(ours, "dev")), Answered)
    edited = msgspec.structs.replace(ours, host="https://new.example.cn")
    edited = await session.environments.store(edited, secret="", replaces=ours, approves=None)
    assert isinstance(await session.sending.send(by_hand, Target(edited, "dev")), Answered)
    moved = changed(session, edited, host="https://attacker.example")
    assert isinstance(await session.sending.send(by_hand, moved), Failed)
    assert len(weda.calls) == 2


async def test_an_import_over_an_environment_leaves_what_its_route_is_compared_with(
    session: Session, weda: Weda
) -> None:
    ours = place(session).environment
    theirs = msgspec.structs.replace(ours, host="https://attacker.example", secret_key=None)
    where = Target(session.environments.save(theirs, secret="", replaces=ours), "dev")
    by_hand = draft(session, READ, headers=(("Authorization", "Bearer typed"),))
    assert isinstance(await session.sending.send(by_hand, where), Failed)
    assert weda.calls == []


async def test_a_check_goes_nowhere_that_a_commit_leads_to(session: Session, weda: Weda) -> None:
    bare = msgspec.structs.replace(environment(), secret_id="")
    ours = session.environments.save(bare, secret="", approves=ALL_USES)
    where = changed(session, ours, proxy=PROXY)
    with pytest.raises(RouteError):
        await check(session, where)
    assert weda.calls == []


async def test_a_check_of_the_form_goes_where_the_person_typed(
    session: Session, weda: Weda
) -> None:
    ours = place(session).environment
    edited = msgspec.structs.replace(ours, host="https://new.example.cn")
    async for _ in session.checks.run(edited, replaces=ours):
        pass
    assert {call.url.host for call in weda.calls} == {"new.example.cn"}


@pytest.mark.parametrize("answer", [True, False])
async def test_a_check_asks_once(session: Session, weda: Weda, answer: bool) -> None:
    person = Asked(answer=answer)
    session.approvals.ask = person
    where = changed(session, place(session).environment, proxy=PROXY)
    async for _ in session.checks.run(where.environment):
        pass
    assert [[use.use for use in status.uses] for status in person.shown] == [[RouteUse.KEY]]
    assert bool(weda.calls) is answer


async def test_a_sandbox_of_the_name_of_an_approved_environment_is_not_asked_about(
    session: Session,
) -> None:
    name = place(session).environment.name
    own = session.environments.use_sandbox(name)
    assert session.routes.status(own, TokenKind.NONE).is_approved
    assert session.routes.status(own).is_approved
    session.environments.close()


async def test_approvals_follow_an_environment_to_a_new_name(session: Session) -> None:
    saved = place(session).environment
    renamed = session.environments.save(
        msgspec.structs.replace(saved, name="HQ"), secret="", replaces=saved
    )
    assert session.routes.status(renamed).is_approved
    assert not session.routes.status(saved).is_approved
    moved = session.environments.save(
        msgspec.structs.replace(renamed, proxy=PROXY, name="moved"), secret="", replaces=renamed
    )
    assert not session.routes.status(moved).is_approved


async def test_a_secret_that_is_typed_approves_itself_alone(session: Session) -> None:
    named = msgspec.structs.replace(
        environment(), username="zhangwei", password=SecretRef("env", "AWS_SECRET_ACCESS_KEY")
    )
    saved = session.environments.save(named, secret=SECRET)
    uses = {each.use: each.is_approved for each in session.routes.status(saved).uses}
    assert uses == {RouteUse.KEY: True, RouteUse.PASSWORD: False}


async def test_an_import_approves_nothing(session: Session) -> None:
    saved = place(session).environment
    imported = msgspec.structs.replace(saved, proxy=PROXY)
    session.environments.save(imported, secret="", replaces=saved)
    assert not session.routes.status(imported).is_approved


async def test_a_removed_environment_takes_its_approvals_along(session: Session) -> None:
    saved = place(session).environment
    session.environments.trash.remove(saved)
    assert not session.routes.status(saved).is_approved


async def test_the_background_neither_asks_nor_sends(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    where = place(session)
    await session.tokens.get(where.environment)
    session.paths.approved_routes.unlink()
    weda.passed += 259200.0 - 30
    error = await anext(session.renewals.keep_fresh(where.environment))
    assert refused(error) is ErrorCode.ROUTE_NOT_APPROVED
    assert len(weda.token_calls) == 1
    await session.aclose()


def test_a_token_kept_by_an_earlier_version_is_read_and_used_for_nothing(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    where = place(session)
    entry = {
        "key": {"host": HOST, "kind": "wedaClientCredentials", "identity": "AKID-1234567890"},
        "token": {
            "value": "old-token",
            "issued_at": 1_800_000_000.0,
            "lifetime": 259200.0,
            "lifetime_given": True,
            "url": HOST,
            "status": 200,
            "elapsed": 0.1,
        },
    }
    entry["key"]["secret"] = "总部"
    session.paths.tokens.write_bytes(msgspec.json.encode({"tokens": [entry]}))
    assert len(TokenFile(session.paths.tokens).load()) == 1
    for kind in KINDS:
        assert session.tokens.status(where.environment, kind).token is None
    assert open_session(tmp_path, weda).tokens.masker().text("old-token") != "old-token"


async def test_a_typed_secret_is_tried_on_the_route_beside_it(tmp_path: Path, weda: Weda) -> None:
    session = open_session(tmp_path, weda)
    tried = msgspec.structs.replace(environment(), proxy=PROXY, username="zhangwei")
    results = [
        result async for result in session.checks.run(tried, secret=SECRET, password=PASSWORD)
    ]
    assert not any(isinstance(result.outcome, Faulty) for result in results)
    assert len(weda.token_calls) == 1
    await session.aclose()


async def test_a_kept_secret_is_not_tried_on_a_route_that_was_edited(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    saved = place(session).environment
    edited = msgspec.structs.replace(saved, proxy=PROXY)
    faults = [
        result.outcome.fault
        async for result in session.checks.run(edited, replaces=saved)
        if isinstance(result.outcome, Faulty)
    ]
    assert [refused(fault) for fault in faults if isinstance(fault, WedaError)] == [
        ErrorCode.ROUTE_CHANGED
    ]
    assert weda.token_calls == []
    await session.aclose()


class Asked:
    """A user who is asked to approve routes and records what is shown."""

    def __init__(self, *, answer: bool) -> None:
        self.answer, self.shown = answer, list[RouteStatus]()

    async def __call__(self, status: RouteStatus) -> bool:
        self.shown.append(status)
        await asyncio.sleep(0)
        return self.answer


async def test_the_time_that_a_person_takes_is_not_that_of_the_send(
    session: Session, weda: Weda
) -> None:
    async def person(_: RouteStatus) -> bool:
        weda.passed += 30.0
        return True

    session.approvals.ask = person
    where = changed(session, place(session).environment, proxy=PROXY)
    sent = await session.sending.send(draft(session, READ), where)
    assert isinstance(sent, Answered)
    assert sent.exchange.prepared < 1.0


@pytest.mark.parametrize("answer", [True, False])
async def test_many_who_wait_ask_once(session: Session, weda: Weda, answer: bool) -> None:
    person = Asked(answer=answer)
    session.approvals.ask = person
    where = changed(session, place(session).environment, proxy=PROXY)
    sent = await asyncio.gather(
        *(session.sending.send(draft(session, READ), where) for _ in range(9))
    )
    assert len(person.shown) == 1
    assert person.shown[0].changes == (RoutePart.PROXY,)
    assert all(isinstance(each, Answered) is answer for each in sent)
    assert len(weda.token_calls) == (1 if answer else 0)


@pytest.mark.parametrize("answer", [True, False])
async def test_another_secret_that_waits_is_asked_for_too(
    session: Session, weda: Weda, answer: bool
) -> None:
    """The answer for one secret does not count for another secret that the user was not shown."""
    person = Asked(answer=answer)
    session.approvals.ask = person
    where = changed(session, place_of_user(session).environment, proxy=PROXY)
    opened = await asyncio.gather(
        *(session.approvals.open(where.environment, kind) for kind in [*KINDS, *KINDS]),
        return_exceptions=True,
    )
    assert [isinstance(each, RouteError) for each in opened] == [not answer] * 4
    shown = [[use.use for use in status.unapproved] for status in person.shown]
    assert shown == [[RouteUse.KEY], [RouteUse.PASSWORD]]


@pytest.mark.parametrize("answer", [True, False])
async def test_another_environment_that_waits_is_asked_for_too(
    session: Session, weda: Weda, answer: bool
) -> None:
    person = Asked(answer=answer)
    session.approvals.ask = person
    own = place(session).environment
    other = msgspec.structs.replace(own, host="https://other.example.cn")
    await asyncio.gather(
        *(
            session.approvals.open(each, TokenKind.KEY, keeper=own)
            for each in (msgspec.structs.replace(own, proxy=PROXY), other, other)
        ),
        return_exceptions=True,
    )
    assert [status.environment.host for status in person.shown] == [own.host, other.host]


async def test_the_background_asks_no_person_for_an_approval(tmp_path: Path, weda: Weda) -> None:
    session, person = open_session(tmp_path, weda), Asked(answer=True)
    session.approvals.ask = person
    where = place(session)
    session.paths.approved_routes.unlink()
    with pytest.raises(RouteError):
        await renew_early(session, where)
    assert person.shown == []
    assert weda.token_calls == []
    await session.aclose()


EDITS: list[tuple[dict[str, object], set[RouteUse]]] = [
    ({"timeout": 5.0}, {RouteUse.KEY}),
    ({"name": "other"}, {RouteUse.KEY}),
    ({"host": "https://new.example.cn"}, {RouteUse.KEY}),
    ({"proxy": "none"}, {RouteUse.KEY}),
    ({"verify_tls": True}, {RouteUse.KEY}),
    ({"secret_key": SecretRef("env", "WEDA_KEY")}, set[RouteUse]()),
    ({"username": "zhangwei", "password": SecretRef("env", "HOME")}, {RouteUse.KEY}),
    ({"client_certificate": "me.pem"}, {RouteUse.KEY}),
]
TYPED = [set[RouteUse](), {RouteUse.KEY}, {RouteUse.PASSWORD}]


@pytest.mark.parametrize(("edit", "uses"), EDITS, ids=str)
@pytest.mark.parametrize("typed", TYPED, ids=str)
def test_an_edit_approves_what_was_approved_before_it(
    session: Session, edit: dict[str, object], uses: set[RouteUse], typed: set[RouteUse]
) -> None:
    lax = msgspec.structs.replace(environment(), proxy=PROXY, verify_tls=False)
    ours = session.environments.save(lax, secret=SECRET)
    edited = msgspec.structs.replace(ours, **edit)
    assert set(session.routes.written_uses(edited, ours, typed)) == uses | typed
    assert set(session.routes.written_uses(edited, None, typed)) == set(ALL_USES)


@pytest.mark.parametrize("edit", [edit for edit, _ in EDITS], ids=str)
@pytest.mark.parametrize("typed", TYPED, ids=str)
@pytest.mark.parametrize(
    "brought", [{"proxy": PROXY}, {"host": "https://evil.example.cn"}], ids=str
)
def test_an_edit_of_what_a_commit_brought_approves_nothing(
    session: Session, edit: dict[str, object], typed: set[RouteUse], brought: dict[str, object]
) -> None:
    theirs = changed(session, place(session).environment, **brought).environment
    edited = msgspec.structs.replace(theirs, **edit)
    assert set(session.routes.written_uses(edited, theirs, typed)) == set()


@pytest.mark.parametrize("secret", ["", "typed"])
async def test_saving_the_form_sends_no_variable_that_a_commit_named(
    tmp_path: Path, weda: Weda, secret: str
) -> None:
    """The user corrects the proxy of a file in which an attacker set the variable and the host."""
    session = open_session(tmp_path, weda, environ={"AWS_SECRET_ACCESS_KEY": "canary"})
    theirs = changed(
        session,
        place(session).environment,
        host="https://evil.example.cn",
        proxy=PROXY,
        secret_key=SecretRef("env", "AWS_SECRET_ACCESS_KEY"),
    ).environment
    edited = msgspec.structs.replace(theirs, proxy="none")
    saved = await session.environments.store(edited, secret=secret, replaces=theirs, approves=None)
    with pytest.raises(RouteError):
        await session.tokens.renew(saved)
    assert weda.token_calls == []
    await session.aclose()


@pytest.mark.parametrize("answer", [None, False, True])
async def test_a_typed_secret_is_not_tried_where_a_commit_brought_the_route(
    tmp_path: Path, weda: Weda, answer: bool | None
) -> None:
    session = open_session(tmp_path, weda)
    person = Asked(answer=bool(answer))
    if answer is not None:
        session.approvals.ask = person
    theirs = changed(session, place(session).environment, proxy=PROXY).environment
    edited = msgspec.structs.replace(theirs, timeout=5.0)
    faults = [
        result.outcome.fault
        async for result in session.checks.run(edited, secret=SECRET, replaces=theirs)
        if isinstance(result.outcome, Faulty)
    ]
    assert [refused(fault) for fault in faults if isinstance(fault, WedaError)] == (
        [] if answer else [ErrorCode.ROUTE_CHANGED]
    )
    assert len(person.shown) == (answer is not None)
    assert len(weda.token_calls) == (1 if answer else 0)
    await session.aclose()


async def test_a_typed_secret_is_tried_where_the_route_was_approved_before_the_edit(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    ours = place(session).environment
    edited = msgspec.structs.replace(ours, proxy=PROXY)
    async for result in session.checks.run(edited, secret="new", replaces=ours):
        if isinstance(result.outcome, Faulty):
            assert not isinstance(result.outcome.fault, RouteError)
    assert len(weda.token_calls) == 1
    await session.aclose()


@pytest.mark.parametrize("road", [renew, get, send_a_read, check], ids=lambda road: road.__name__)
@pytest.mark.parametrize("is_known", [True, False])
async def test_nobody_is_asked_to_approve_a_secret_that_is_not_there_for_the_address(
    tmp_path: Path, weda: Weda, is_known: bool, road: Road
) -> None:
    """The error names the change and says that the secret must be entered for the new address."""

    async def ask(status: RouteStatus) -> bool:
        raise AssertionError(status)

    session = open_session(tmp_path, weda)
    session.approvals.ask = ask
    where = changed(session, place(session).environment, host="https://evil.example.cn")
    if not is_known:
        session.paths.approved_routes.unlink()
    with pytest.raises(WedaError) as stopped:
        await road(session, where)
    expected = ErrorCode.ROUTE_CHANGED if is_known else ErrorCode.SECRET_MISSING
    assert stopped.value.code is expected
    for strings, sentence in ((EN, "valid for one address only"), (ZH, "仅用于一个地址")):
        words = explain(stopped.value, strings).line
        assert sentence in words
        assert "weda-tui env secret" in words
        assert "env approve" not in words
        assert ("https://evil.example.cn" in words) is is_known
    assert weda.token_calls == []
    await session.aclose()


async def test_entering_a_secret_again_approves_the_route_it_is_written_for(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    where = changed(session, place(session).environment, host="https://new.example.cn")
    [lack] = session.approvals.secret_faults(session.routes.status(where.environment)).values()
    assert lack.code is ErrorCode.SECRET_MISSING
    environment = session.environments.save(
        where.environment, secret=SECRET, replaces=where.environment
    )
    assert session.approvals.secret_faults(session.routes.status(environment)) == {}
    assert session.routes.status(environment).is_approved
    await session.aclose()


async def test_a_check_says_of_a_certificate_that_its_route_is_not_approved(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    certified = msgspec.structs.replace(environment(), client_certificate="me.pem")
    where = changed(session, session.environments.save(certified, secret=""))
    with pytest.raises(RouteError) as stopped:
        await check(session, where)
    assert stopped.value.code is ErrorCode.ROUTE_NOT_APPROVED
    await session.aclose()


COPIED: dict[str, object] = {
    "secret_key": SecretRef("env", "AWS_SECRET_ACCESS_KEY"),
    "host": "https://evil.example.cn",
    "client_certificate": "me.pem",
}


@pytest.mark.parametrize("secret", ["", "typed"])
async def test_a_copy_leaves_the_route_of_a_file_as_it_is(
    tmp_path: Path, weda: Weda, secret: str
) -> None:
    session = open_session(tmp_path, weda, environ={"AWS_SECRET_ACCESS_KEY": "canary"})
    theirs = changed(session, place(session).environment, **COPIED).environment
    copy = msgspec.structs.replace(theirs, name="copy")
    saved = await session.environments.store(copy, secret=secret, begun_as=theirs, approves=None)
    for each in (theirs, saved):
        assert not session.routes.has_approved(each)
        with pytest.raises(RouteError):
            await session.tokens.renew(each)
    assert weda.token_calls == []
    await session.aclose()


async def test_a_copy_keeps_what_was_approved_and_adds_what_is_typed(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda, environ={"WEDA_KEY": "ours"})
    named = msgspec.structs.replace(environment(), secret_key=SecretRef("env", "WEDA_KEY"))
    ours = session.environments.save(named, secret="", approves=ALL_USES)
    copy = msgspec.structs.replace(
        ours, name="copy", host="https://new.example.cn", username="z", password=SecretRef("file")
    )
    saved = session.environments.save(
        copy, secret="", password="typed", begun_as=ours, approves=None
    )
    assert session.routes.status(saved).is_approved
    await session.aclose()


async def test_a_secret_typed_into_a_copy_is_not_tried_on_the_route_of_a_file(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    theirs = changed(session, place(session).environment, proxy=PROXY).environment
    copy = msgspec.structs.replace(theirs, name="copy", secret_key=None)
    async for _ in session.checks.run(copy, secret=SECRET, begun_as=theirs):
        pass
    assert weda.token_calls == []
    await session.aclose()


def test_a_new_name_brings_no_variable_along_that_was_not_approved(session: Session) -> None:
    ours = place(session).environment
    renamed = msgspec.structs.replace(
        ours, name="HQ", secret_key=SecretRef("env", "AWS_SECRET_ACCESS_KEY")
    )
    saved = session.environments.save(renamed, secret="", replaces=ours)
    assert not session.routes.has_approved(saved)


@pytest.mark.parametrize("typed", ["", "another"])
def test_a_route_that_changes_after_it_was_shown_is_not_approved(
    session: Session, typed: str
) -> None:
    before = changed(session, place(session).environment, ca_file="ca.pem").environment
    shown = session.routes.status(before).route
    (session.paths.workspace / "ca.pem").write_text("-----BEGIN CERTIFICATE----- another one")
    text = (session.paths.environments / f"{before.name}.toml").read_text("utf-8")
    with pytest.raises(RouteError) as stopped:
        session.environments.save(
            before, secret=typed, replaces=before, approves=[RouteUse.KEY], shown=shown
        )
    assert stopped.value.code is ErrorCode.ROUTE_CHANGED_MEANWHILE
    assert not session.routes.has_approved(before)
    assert (session.paths.environments / f"{before.name}.toml").read_text("utf-8") == text
