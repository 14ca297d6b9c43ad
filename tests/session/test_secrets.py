"""Secrets are read where they are stored, else asked for and kept in memory until the end."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.sending.test_sender import answered
from tests.session.weda import HOST, READ, SECRET, Weda, draft, environment, open_session
from tests.session.weda import place as kept_place
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, SecretName, SecretRef, Target
from weda_tui.core.environments.route import ALL_USES
from weda_tui.core.errors import ErrorCode
from weda_tui.core.masking import MASK
from weda_tui.core.sending.exchange import Failed
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import EN
from weda_tui.session import Session
from weda_tui.store.tokens import MOST_MASKED

GIVEN = "asked-for/Secret+1"


class Person:
    """A user who answers each question with the next secret."""

    def __init__(self, *secrets: str) -> None:
        self.secrets = list(secrets)
        self.asked: list[tuple[str, str, SecretName]] = []

    async def __call__(self, place: Environment, name: SecretName) -> str:
        self.asked.append((place.name, place.host, name))
        await asyncio.sleep(0)
        return self.secrets.pop(0) if self.secrets else ""


def place(session: Session) -> Target:
    prompted = {"secret_key": SecretRef("prompt"), "password": SecretRef("prompt")}
    named = msgspec.structs.replace(environment(), username="zhangwei", **prompted)
    return Target(session.environments.save(named, secret="", approves=ALL_USES), "dev")


async def test_it_is_asked_for_once_and_kept_nowhere(tmp_path: Path, weda: Weda):
    session, person = open_session(tmp_path, weda), Person(GIVEN)
    session.secrets.ask = person
    where = place(session)
    for _ in range(2):
        answered(await session.sending.send(draft(session, READ), where))
        await session.tokens.renew(where.environment)
    assert person.asked == [("总部", where.environment.host, SecretName.KEY)]
    assert session.tokens.masker().text(GIVEN) == MASK
    await session.aclose()
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        assert GIVEN.encode() not in file.read_bytes()
    text = (session.paths.environments / "总部.toml").read_text("utf-8")
    assert 'secret_key = "prompt"' in text


async def test_many_who_need_it_ask_once(session: Session):
    person = Person(GIVEN)
    session.secrets.ask = person
    where = place(session)
    await asyncio.gather(*(session.sending.send(draft(session, READ), where) for _ in range(9)))
    assert len(person.asked) == 1


async def test_while_a_token_lives_nobody_is_asked(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    first.secrets.ask = Person(GIVEN)
    where = place(first)
    answered(await first.sending.send(draft(first, READ), where))
    await first.aclose()
    later, person = open_session(tmp_path, weda), Person()
    later.secrets.ask = person
    answered(await later.sending.send(draft(later, READ), where))
    assert person.asked == []
    await later.aclose()


@pytest.mark.parametrize("person", [None, Person()])
@pytest.mark.parametrize("endpoint", [READ, "auth.clientCredential"])
async def test_without_an_answer_nothing_is_sent_and_it_is_said(
    session: Session, weda: Weda, person: Person | None, endpoint: str
):
    if person is not None:
        session.secrets.ask = person
    state = await session.sending.send(draft(session, endpoint), place(session))
    assert isinstance(state, Failed)
    assert state.error.code is ErrorCode.SECRET_MISSING
    assert "must be entered each time" in explain(state.error, EN).what
    assert "env:NAME" in explain(state.error, EN).hint
    assert weda.calls == weda.token_calls == []


async def test_one_that_is_wrong_is_asked_for_again(session: Session, weda: Weda):
    person = Person("wrong-one", "wrong-password", GIVEN)
    session.secrets.ask = person
    where = place(session)
    good = weda.token_answer
    weda.token_answer = lambda _: httpx.Response(401, json={"error": "invalid_client"})
    weda.user_answer = lambda _: httpx.Response(400, json={"error": "invalid_grant"})
    assert isinstance(await session.sending.send(draft(session, READ), where), Failed)
    await asyncio.gather(
        session.tokens.renew(where.environment, TokenKind.USER), return_exceptions=True
    )
    weda.token_answer = good
    answered(await session.sending.send(draft(session, READ), where))
    names = [name for _, _, name in person.asked]
    assert names == [SecretName.KEY, SecretName.PASSWORD, SecretName.KEY]


async def test_for_another_host_it_is_asked_for_anew(session: Session):
    person = Person(GIVEN, "of-the-other-host")
    session.secrets.ask = person
    where = place(session)
    await session.tokens.renew(where.environment)
    moved = msgspec.structs.replace(where.environment, host="https://other.example.cn")
    moved = session.environments.save(
        moved, secret="", replaces=where.environment, approves=ALL_USES
    )
    await session.tokens.renew(moved)
    assert [host for _, host, _ in person.asked] == [where.environment.host, moved.host]


async def test_the_background_asks_nobody(session: Session, weda: Weda):
    person = Person(GIVEN)
    session.secrets.ask = person
    where = place(session)
    await session.tokens.renew(where.environment)
    renamed = msgspec.structs.replace(where.environment, name="分部")
    session.environments.save(renamed, secret="", replaces=where.environment)
    weda.passed += 259200.0 - 30
    error = await anext(session.renewals.keep_fresh(renamed))
    assert error is not None
    assert error.code is ErrorCode.SECRET_MISSING
    assert len(person.asked) == 1


async def test_a_secret_that_could_not_be_read_is_looked_up_again(
    tmp_path: Path, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    session = open_session(tmp_path, weda)
    where = kept_place(session)
    await session.tokens.renew(where.environment)
    await session.aclose()
    later = open_session(tmp_path, weda)
    kept = later.paths.secrets.read_bytes()
    later.paths.secrets.unlink()
    answered(await later.sending.send(draft(later, READ), where))
    assert later.tokens.masker().text(SECRET) == SECRET, "nobody knows it yet"
    later.paths.secrets.write_bytes(kept)
    answered(await later.sending.send(draft(later, READ), where))
    assert later.tokens.masker().text(SECRET) == MASK
    await later.aclose()


async def test_a_secret_that_is_saved_counts_instead_of_one_of_this_session(
    session: Session, weda: Weda
) -> None:
    session.secrets.ask = Person(GIVEN)
    where = place(session)
    await session.sending.send(draft(session, READ), where)
    kept = msgspec.structs.replace(where.environment, secret_key=None)
    saved = session.environments.save(kept, secret=SECRET, replaces=where.environment)
    await session.tokens.renew(saved)
    sent = [httpx.BasicAuth(saved.secret_id, secret) for secret in (GIVEN, SECRET)]
    wanted = [next(each.auth_flow(httpx.Request("GET", HOST))) for each in sent]
    assert [call.headers["Authorization"] for call in weda.token_calls] == [
        each.headers["Authorization"] for each in wanted
    ]


async def test_a_locked_keyring_is_read_again_and_needs_no_file_of_an_environment(
    tmp_path: Path, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    session, kept = open_session(tmp_path, weda), {"hq": ""}

    def read_kept(name: str, _origin: str, secret: SecretName) -> str:
        return kept.get(name, "") if secret is SecretName.KEY else ""

    monkeypatch.setattr(session.secrets.store, "read_kept", read_kept)
    saved = session.environments.save(
        msgspec.structs.replace(environment(), name="hq"), secret=SECRET, approves=ALL_USES
    )
    session.secrets.store.remove("hq", saved.host)
    route = await session.routes.open(saved, TokenKind.KEY)
    (session.paths.environments / "hq.toml").unlink()
    session.environments.reload()
    for secret, shown in (("", GIVEN), (GIVEN, MASK)):
        kept["hq"] = secret
        session.approvals.see_approved((), route)
        assert session.tokens.masker().text(GIVEN) == shown
        assert session.tokens.masker(unguessed=True).text(GIVEN) == GIVEN  # too short
    await session.aclose()


def test_of_what_answers_bring_the_newest_stay_masked(session: Session) -> None:
    typed, repeated = "typed-by-a-person-1234567890", "brought-and-typed-1234567890"
    session.tokens.see([typed])
    session.tokens.see([repeated], is_got=True)
    session.tokens.see([repeated])
    session.tokens.see([typed], is_got=True)
    brought = [f"brought-by-answer-{n:06}-abcdef" for n in range(MOST_MASKED + 5)]
    for each in brought[:5]:
        session.secrets.pass_by([each], is_got=True)
    session.secrets.pass_by(brought[5:], is_got=True)
    masker = session.tokens.masker()
    assert all(masker.text(each) == MASK for each in (typed, repeated, brought[5], brought[-1]))
    assert [masker.text(each) for each in brought[:5]] == brought[:5]
    session.secrets.pass_by(["one-more-of-an-answer-123456"], is_got=True)
    masker = session.tokens.masker()
    assert masker.text("one-more-of-an-answer-123456") == MASK
    assert masker.text(brought[-1]) == MASK
