"""Environments with their secrets, targets and preferences: what exists, and where it is stored."""

import asyncio
import base64
import threading
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.weda import HOST, READ, SECRET, Weda, draft, environment, open_session, place
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, SecretRef, Target
from weda_tui.core.environments.route import ALL_USES
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import MASK
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.tokens import TokenFile

OTHER_HOST = "https://other.example.cn"


def write(session: Session, name: str, text: str) -> None:
    session.paths.environments.mkdir(parents=True, exist_ok=True)
    (session.paths.environments / f"{name}.toml").write_text(text, encoding="utf-8")
    session.environments.reload()


async def secret_is(session: Session, weda: Weda, environment: Environment, secret: str) -> bool:
    """Return whether the given secret is sent for a new token."""
    await session.tokens.renew(environment)
    basic = f"{environment.secret_id}:{secret}".encode()
    sent = weda.token_calls[-1].headers["Authorization"]
    return sent == "Basic " + base64.b64encode(basic).decode()


def code_of(error: pytest.ExceptionInfo[FileError]) -> tuple[ErrorCode, dict[str, object]]:
    return error.value.code, dict(error.value.parameters)


# -- saving ----------------------------------------------------------------------------------


async def test_a_saved_environment_is_there_at_the_next_start_with_its_secret(
    session: Session, tmp_path: Path
):
    saved = session.environments.save(environment(), secret=SECRET)
    assert saved.secret_key == SecretRef("file")
    weda = Weda()
    later = open_session(tmp_path, weda)
    assert later.environments.all == (saved,)
    assert await secret_is(later, weda, later.environments.all[0], SECRET)
    await later.aclose()


def test_a_secret_is_never_in_the_workspace(session: Session):
    session.environments.save(environment(), secret=SECRET)
    texts = [p.read_text(encoding="utf-8") for p in session.paths.workspace.rglob("*.toml")]
    assert texts
    assert not any(SECRET in text for text in texts)


async def test_an_empty_secret_keeps_the_one_there_is(session: Session, weda: Weda):
    saved = session.environments.save(environment(), secret=SECRET)
    slower = msgspec.structs.replace(saved, timeout=60.0)
    assert session.environments.save(slower, secret="", replaces=saved) == slower
    assert session.environments.all == (slower,)
    assert await secret_is(session, weda, slower, SECRET)


async def test_a_secret_follows_its_environment_to_a_new_name(session: Session, weda: Weda):
    saved = session.environments.save(environment(), secret=SECRET)
    renamed = msgspec.structs.replace(saved, name="HQ")
    session.environments.save(renamed, secret="", replaces=saved)
    assert session.environments.all == (renamed,)
    assert await secret_is(session, weda, renamed, SECRET)
    with pytest.raises(FileError) as gone:
        await session.tokens.renew(saved)
    assert gone.value.code is ErrorCode.SECRET_MISSING


async def test_a_new_secret_with_a_new_name_leaves_nothing_of_the_old(session: Session, weda: Weda):
    saved = session.environments.save(environment(), secret=SECRET)
    renamed = session.environments.save(environment("HQ"), secret="another-key", replaces=saved)
    assert await secret_is(session, weda, renamed, "another-key")
    with pytest.raises(FileError) as gone:
        await session.tokens.renew(saved)
    assert gone.value.code is ErrorCode.SECRET_MISSING


async def test_a_secret_does_not_travel_to_another_host(session: Session, weda: Weda):
    saved = session.environments.save(environment(), secret=SECRET)
    moved = msgspec.structs.replace(saved, host=OTHER_HOST)
    session.environments.save(moved, secret="", replaces=saved)
    with pytest.raises(FileError) as missing:
        await session.tokens.renew(moved)
    assert missing.value.code is ErrorCode.SECRET_MISSING
    assert weda.token_calls == []


@pytest.mark.parametrize("secret", ["", "another-key"])
async def test_a_name_that_is_taken_leaves_both_secrets_alone(
    session: Session, weda: Weda, secret: str
):
    first = session.environments.save(environment("A"), secret="key-of-A")
    second = session.environments.save(environment("B"), secret="key-of-B")
    with pytest.raises(FileError) as taken:
        session.environments.save(
            msgspec.structs.replace(first, name="B"), secret=secret, replaces=first
        )
    assert code_of(taken) == (ErrorCode.FILE_EXISTS, {"file": "B.toml"})
    assert session.environments.all == (first, second)
    assert await secret_is(session, weda, first, "key-of-A")
    assert await secret_is(session, weda, second, "key-of-B")


async def test_a_new_environment_does_not_replace_one_of_its_name(session: Session, weda: Weda):
    first = session.environments.save(environment(), secret=SECRET)
    with pytest.raises(FileError) as taken:
        session.environments.save(environment(), secret="another-key")
    assert taken.value.code is ErrorCode.FILE_EXISTS
    assert await secret_is(session, weda, first, SECRET)


async def test_nothing_is_written_while_the_approvals_cannot_be_read(session: Session):
    kept = session.environments.save(environment(), secret=SECRET)
    file = session.paths.environments / f"{kept.name}.toml"
    before = file.read_bytes()
    session.paths.approved_routes.write_text("damaged")
    edited = msgspec.structs.replace(kept, host=OTHER_HOST)
    with pytest.raises(FileError):
        session.environments.save(edited, secret="", replaces=kept, approves=None)
    with pytest.raises(FileError):
        await session.environments.store(edited, secret="new", replaces=kept)
    with pytest.raises(FileError):
        session.environments.trash.remove(kept)
    with pytest.raises(FileError):
        await session.environments.trash.discard(kept)
    assert file.read_bytes() == before
    assert session.paths.approved_routes.read_text() == "damaged"
    assert session.environments.all == (kept,)


def test_only_the_case_of_a_name_may_change(session: Session):
    saved = session.environments.save(environment("hq"), secret=SECRET)
    session.environments.save(msgspec.structs.replace(saved, name="HQ"), secret="", replaces=saved)
    assert [each.name for each in session.environments.all] == ["HQ"]


def test_an_invalid_name_keeps_no_secret(session: Session):
    with pytest.raises(FileError) as invalid:
        session.environments.save(environment("a/b"), secret=SECRET)
    assert invalid.value.code is ErrorCode.NAME_INVALID
    assert not session.paths.secrets.exists()


def test_a_file_changed_by_somebody_else_is_not_written_over(session: Session):
    saved = session.environments.save(environment(), secret="")
    path = session.paths.environments / "总部.toml"
    theirs = path.read_text(encoding="utf-8").replace("prod", "pre")
    path.write_text(theirs, encoding="utf-8")
    with pytest.raises(FileError) as changed:
        session.environments.save(
            msgspec.structs.replace(saved, timeout=5.0), secret="", replaces=saved
        )
    assert changed.value.code is ErrorCode.FILE_CHANGED
    assert path.read_text(encoding="utf-8") == theirs


async def test_a_file_changed_by_somebody_else_keeps_the_secret(session: Session, weda: Weda):
    saved = session.environments.save(environment(), secret=SECRET)
    path = session.paths.environments / "总部.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# theirs\n", encoding="utf-8")
    with pytest.raises(FileError) as changed:
        session.environments.save(saved, secret="another-key", replaces=saved)
    assert changed.value.code is ErrorCode.FILE_CHANGED
    assert await secret_is(session, weda, saved, SECRET)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_secret_that_cannot_be_kept_is_told_and_can_be_tried_again(
    session: Session, is_new: bool
):
    replaced = None if is_new else session.environments.save(environment("A"), secret="")
    session.paths.secrets.mkdir(parents=True)
    with pytest.raises(FileError):
        session.environments.save(environment("B"), secret=SECRET, replaces=replaced)
    assert session.environments.all == (() if replaced is None else (replaced,))
    session.paths.secrets.rmdir()
    saved = session.environments.save(environment("B"), secret=SECRET, replaces=replaced)
    assert session.environments.all == (saved,)


@pytest.mark.parametrize("secret", ["", "another-key"])
def test_a_host_that_changes_leaves_no_secret_behind(session: Session, secret: str):
    saved = session.environments.save(environment(), secret=SECRET)
    moved = msgspec.structs.replace(saved, host=OTHER_HOST)
    session.environments.save(moved, secret=secret, replaces=saved)
    assert SECRET not in session.paths.secrets.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "secret", "is_kept"),
    [
        ({"timeout": 5.0}, "", True),
        ({"name": "HQ"}, "", True),
        ({"host": OTHER_HOST}, "", False),
        ({"secret_id": "AKID-other"}, "", False),
        ({}, "another-key", False),
    ],
)
@pytest.mark.parametrize("is_online", [True, False])
async def test_a_token_goes_with_its_credentials(
    tmp_path: Path, changes: dict[str, object], secret: str, is_kept: bool, is_online: bool
):
    session = open_session(tmp_path)
    saved = session.environments.save(environment(), secret=SECRET)
    token = await session.tokens.renew(saved)
    if not is_online:
        await session.aclose()
        session = open_session(tmp_path)
    session.environments.save(
        msgspec.structs.replace(saved, **changes), secret=secret, replaces=saved
    )
    await session.aclose()
    file = TokenFile(session.paths.tokens)
    assert (token in file.load().values()) is is_kept
    assert token.value in file.load_values(), "to be masked"
    assert session.tokens.masker().text(token.value) == MASK


async def test_only_the_disk_is_touched_in_a_thread(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    touched: list[tuple[str, int]] = []

    def watch(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def noted(*given: object, **named: object) -> object:
            touched.append((name, threading.get_ident()))
            return real(*given, **named)

        monkeypatch.setattr(owner, name, noted)

    old = await session.environments.store(environment(), secret=SECRET)
    await session.tokens.renew(old)
    for owner, names in (
        (session.environments, ("_write",)),
        (session.environments.trash, ("_trash",)),
        (session.network.online.tokens, ("move",)),
    ):
        for name in names:
            watch(owner, name)
    new = await session.environments.store(
        environment(host="https://b.cn"), secret="another secret", replaces=old
    )
    assert session.tokens.status(old, TokenKind.KEY).token is None
    await session.tokens.renew(new)
    await session.environments.trash.discard(new)
    assert session.environments.all == ()
    here = threading.get_ident()
    assert {name for name, thread in touched if thread == here} == {"move"}
    assert {name for name, thread in touched if thread != here} == {"_write", "_trash"}


async def test_the_masker_hides_what_was_seen_since_it_was_last_asked_for(session: Session):
    where = place(session)
    assert session.tokens.masker() is session.tokens.masker()
    assert session.tokens.masker().text(SECRET) == SECRET
    token = await session.tokens.renew(where.environment)
    assert session.tokens.masker().text(f"{SECRET} {token.value}") == f"{MASK} {MASK}"
    await session.tokens.forget(where.environment)
    assert session.tokens.masker().text(token.value) == MASK


async def test_a_removed_environment_takes_its_token_along(tmp_path: Path):
    session = open_session(tmp_path)
    saved = session.environments.save(environment(), secret=SECRET)
    token = await session.tokens.renew(saved)
    session.environments.trash.remove(saved)
    await session.aclose()
    file = TokenFile(session.paths.tokens)
    assert file.load() == {}
    assert token.value in file.load_values(), "to be masked"


async def test_a_removed_environment_takes_its_secret_along(session: Session):
    saved = session.environments.save(environment(), secret=SECRET)
    session.environments.trash.remove(saved)
    assert session.environments.all == ()
    with pytest.raises(FileError) as gone:
        await session.tokens.renew(saved)
    assert gone.value.code is ErrorCode.SECRET_MISSING


async def test_a_secret_may_come_from_an_environment_variable(tmp_path: Path, weda: Weda):
    session = open_session(tmp_path, weda, environ={"WEDA_KEY": "from-outside"})
    named = msgspec.structs.replace(environment(), secret_key=SecretRef("env", "WEDA_KEY"))
    saved = session.environments.save(named, secret="", approves=ALL_USES)
    assert saved.secret_key == SecretRef("env", "WEDA_KEY")
    assert await secret_is(session, weda, saved, "from-outside")
    await session.aclose()


def test_without_a_keyring_a_new_secret_goes_to_a_file(session: Session):
    assert not session.secrets.has_keyring()


async def test_a_second_environment_does_not_send_with_the_token_of_another_secret(
    session: Session, weda: Weda
):
    first = session.environments.save(environment("A"), secret=SECRET)
    await session.tokens.renew(first)
    second = session.environments.save(environment("B"), secret="another-key")
    assert session.tokens.status(second, TokenKind.KEY).state is TokenState.NONE
    await session.sending.send(draft(session), Target(second, "prod"))
    sent = weda.token_calls[-1].headers["Authorization"].split()[1]
    assert base64.b64decode(sent).endswith(b":another-key")


# -- where -----------------------------------------------------------------------------------


def test_without_an_environment_there_is_no_place(session: Session):
    assert session.environments.where() is None
    with pytest.raises(FileError) as none:
        session.environments.where_exactly()
    assert code_of(none) == (ErrorCode.NO_ENVIRONMENT, {})


def test_the_place_is_the_one_last_used_else_the_first(session: Session, tmp_path: Path):
    first = session.environments.save(environment("A"), secret="")
    second = session.environments.save(environment("B"), secret="")
    assert session.environments.where() == Target(first, "prod")
    session.settings.remember_place("B", "dev")
    assert open_session(tmp_path).environments.where() == Target(second, "dev")
    session.settings.remember_place("", "pre")
    assert session.environments.where() == Target(first, "prod")
    assert session.environments.where("B", "dev") == Target(second, "dev")


def test_one_last_used_that_is_gone_is_named_also_where_one_is_left(session: Session):
    session.environments.save(environment("A"), secret="")
    session.settings.remember_place("gone", "dev")
    assert session.environments.where() is None
    assert session.settings.gone == "gone"
    with pytest.raises(FileError) as gone:
        session.environments.where_exactly()
    assert code_of(gone) == (ErrorCode.CHOSEN_ENVIRONMENT_GONE, {"name": "gone", "known": "A"})


def test_one_that_the_person_removed_is_no_choice(session: Session):
    first = session.environments.save(environment("A"), secret="")
    second = session.environments.save(environment("B"), secret="")
    session.settings.remember_place("A", "dev")
    session.environments.trash.remove(first)
    environments = session.environments
    assert environments.where() == environments.where_exactly() == Target(second, "dev")
    assert session.settings.gone == ""


def test_another_does_not_stand_for_the_chosen_one_where_one_is_added(session: Session):
    write(session, "of-a-commit", f'host = "{HOST}"\nsecret_id = "a"\n')
    session.environments.reload()
    session.settings.remember_place("gone", "prod")
    session.environments.save(environment("A"), secret="")
    assert session.environments.where() is None


def test_one_last_used_that_is_gone_is_named_where_there_are_several(session: Session):
    session.environments.save(environment("A"), secret="")
    session.environments.save(environment("B"), secret="")
    session.settings.remember_place("gone", "prod")
    assert session.environments.where() is None
    with pytest.raises(FileError) as gone:
        session.environments.where_exactly()
    parameters = {"name": "gone", "known": "A, B"}
    assert code_of(gone) == (ErrorCode.CHOSEN_ENVIRONMENT_GONE, parameters)


def test_an_env_type_last_used_that_is_gone_is_named(session: Session):
    only = session.environments.save(environment("A"), secret="")
    session.settings.remember_place("A", "pre")
    environments = session.environments
    assert environments.where() is None
    with pytest.raises(FileError) as gone:
        environments.where_exactly()
    parameters = {"env_type": "pre", "name": "A", "known": "prod, dev"}
    assert code_of(gone) == (ErrorCode.CHOSEN_ENV_TYPE_GONE, parameters)
    assert environments.where_exactly(env_type="dev") == Target(only, "dev")
    assert environments.where("A") == Target(only, "prod")
    for name in (None, "A"):
        assert environments.where_exactly(name, needs_env_type=False) == Target(only, "prod")


def test_an_env_type_last_used_is_not_replaced_in_another_environment(session: Session):
    session.environments.save(environment("A"), secret="")
    session.environments.save(environment("B"), secret="")
    session.settings.remember_place("A", "pre")
    with pytest.raises(FileError) as gone:
        session.environments.where_exactly("B")
    parameters = {"env_type": "pre", "name": "B", "known": "prod, dev"}
    assert code_of(gone) == (ErrorCode.CHOSEN_ENV_TYPE_GONE, parameters)


def test_one_last_used_that_is_gone_and_none_left_is_no_environment(session: Session):
    session.settings.remember_place("gone", "prod")
    with pytest.raises(FileError) as none:
        session.environments.where_exactly()
    assert code_of(none) == (ErrorCode.NO_ENVIRONMENT, {})


def in_workspace(folder: Path, name: str) -> Session:
    paths = Paths(workspace=folder / name, state=folder / "state")
    return Session(paths, environ={}, use_keyring=False)


def test_each_workspace_has_a_choice_of_its_own(tmp_path: Path):
    first, second = in_workspace(tmp_path, "first"), in_workspace(tmp_path, "second")
    for name in ("A", "B"):
        first.environments.save(environment(name), secret="")
    only = second.environments.save(environment("A"), secret="")
    first.settings.remember_place("B", "dev")
    second.settings.remember(theme="weda-light")
    assert in_workspace(tmp_path, "second").environments.where_exactly() == Target(only, "prod")
    chosen = in_workspace(tmp_path, "first").environments.where_exactly()
    assert (chosen.environment.name, chosen.env_type) == ("B", "dev")


def test_a_file_of_before_says_what_is_chosen_where_there_is_such_an_environment(tmp_path: Path):
    first, second = in_workspace(tmp_path, "first"), in_workspace(tmp_path, "second")
    for name in ("A", "B"):
        write(first, name, f'host = "{HOST}"\nsecret_id = "a"\n')
    only = second.environments.save(environment("C"), secret="")
    first.settings.remember(environment="B", env_type="dev")
    assert in_workspace(tmp_path, "second").environments.where_exactly() == Target(only, "prod")
    first = in_workspace(tmp_path, "first")
    chosen = first.environments.where_exactly()
    assert (chosen.environment.name, chosen.env_type) == ("B", "dev")
    first.settings.remember_place("A", "prod")
    assert in_workspace(tmp_path, "first").environments.where_exactly().environment.name == "A"


@pytest.mark.parametrize("adds", ["save", "store", "restore"])
async def test_the_only_one_stays_chosen_when_another_is_added(session: Session, adds: str):
    if adds == "restore":
        session.environments.trash.remove(session.environments.save(environment("A"), secret=""))
    session.environments.save(environment("B"), secret="")
    if adds == "restore":
        session.environments.trash.restore("A")
    elif adds == "save":
        session.environments.save(environment("A"), secret="")
    else:
        await session.environments.store(environment("A"), secret="")
    assert session.environments.where_exactly().environment.name == "B"
    session.environments.save(environment("C"), secret="")
    assert (
        in_workspace(session.paths.workspace.parent, "workspace").settings.chosen.environment == "B"
    )


def test_a_choice_stays_when_another_is_added(session: Session):
    only = session.environments.save(environment("B"), secret="")
    session.settings.remember_place("B", "dev")
    session.environments.save(environment("A"), secret="")
    assert session.environments.where() == Target(only, "dev")


def test_one_last_used_that_is_broken_is_not_replaced(session: Session):
    session.environments.save(environment("A"), secret="")
    write(session, "broken", "host = \n")
    session.settings.remember_place("broken", "")
    assert session.environments.where() is None
    with pytest.raises(FileError) as broken:
        session.environments.where_exactly()
    assert broken.value.code is ErrorCode.TOML_SYNTAX


def test_a_name_that_nobody_has_is_told_beside_broken_files(session: Session):
    write(session, "broken", "host = \n")
    with pytest.raises(FileError) as unknown:
        session.environments.where_exactly("A")
    assert unknown.value.code is ErrorCode.ENVIRONMENT_UNKNOWN


def test_an_empty_name_is_no_place(session: Session):
    session.environments.save(environment("A"), secret="")
    with pytest.raises(FileError) as name:
        session.environments.where_exactly("")
    assert name.value.code is ErrorCode.ENVIRONMENT_UNKNOWN
    with pytest.raises(FileError) as env_type:
        session.environments.where_exactly("A", "")
    assert env_type.value.code is ErrorCode.ENV_TYPE_UNKNOWN


def test_a_named_place_is_not_guessed(session: Session):
    saved = session.environments.save(environment("headquarters"), secret="")
    assert session.environments.where_exactly("headquarters", "dev") == Target(saved, "dev")
    assert session.environments.where_exactly() == Target(saved, "prod")
    with pytest.raises(FileError) as unknown:
        session.environments.where_exactly("headquartes")
    parameters = {"name": "headquartes", "nearest": "headquarters"}
    assert code_of(unknown) == (ErrorCode.ENVIRONMENT_UNKNOWN, parameters)
    with pytest.raises(FileError) as nothing_like_it:
        session.environments.where_exactly("zzz")
    assert nothing_like_it.value.parameters["nearest"] == ""
    with pytest.raises(FileError) as env_type:
        session.environments.where_exactly("headquarters", "pre")
    parameters = {"env_type": "pre", "known": "prod, dev"}
    assert code_of(env_type) == (ErrorCode.ENV_TYPE_UNKNOWN, parameters)


# -- problems --------------------------------------------------------------------------------


def test_a_broken_file_is_a_problem_and_the_others_open(session: Session):
    saved = session.environments.save(environment("A"), secret="")
    write(session, "broken", 'hots = "https://weda.example.cn"\n')
    assert session.environments.all == (saved,)
    (problem,) = session.environments.problems
    assert problem.code is ErrorCode.TOML_UNKNOWN_KEY
    assert problem.parameters["nearest"] == "host"
    with pytest.raises(FileError) as raised:
        session.environments.where_exactly("broken")
    assert raised.value is problem


def test_a_problem_is_that_of_its_own_file_only(session: Session):
    saved = session.environments.save(environment("B"), secret="")
    write(session, "AB", "host = \n")
    assert session.environments.where_exactly("B") == Target(saved, "prod")


def test_only_a_workspace_without_any_file_is_empty(session: Session):
    assert session.environments.is_empty
    write(session, "broken", "host = \n")
    assert not session.environments.is_empty


def test_with_broken_files_only_the_first_problem_is_told(session: Session):
    write(session, "broken", "host = \n")
    with pytest.raises(FileError) as raised:
        session.environments.where_exactly()
    assert raised.value.code is ErrorCode.TOML_SYNTAX


# -- preferences -----------------------------------------------------------------------------


def test_choices_are_remembered(session: Session, tmp_path: Path):
    session.settings.remember(theme="weda-light", endpoint="workflow.PressTask")
    session.settings.remember(theme="terminal", widths={"wide": [30, 40]})
    later = open_session(tmp_path).settings.preferences
    assert (later.theme, later.endpoint) == ("terminal", "workflow.PressTask")
    assert later.widths == {"wide": [30, 40]}


def test_a_choice_that_cannot_be_kept_holds_until_the_end(session: Session):
    session.paths.preferences.mkdir(parents=True)
    session.settings.remember(theme="weda-light")
    assert session.settings.preferences.theme == "weda-light"


# -- the sandbox -----------------------------------------------------------------------------


async def test_the_sandbox_lives_as_long_as_the_session(tmp_path: Path):
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    session = Session(paths, environ={}, use_keyring=False)
    sandbox = await asyncio.to_thread(session.environments.use_sandbox, "sandbox")
    assert session.environments.all == (sandbox,)
    where = session.environments.where_exactly("sandbox", "dev")
    upload = draft(session, "storage.getUploadInfo", body='[{"objectId":"a.txt"}]')
    for each in (draft(session, READ), draft(session, "model.list"), upload):
        assert session.sending.preflight(each, where).error is None
        state = await session.sending.send(each, where)
        assert isinstance(state, Answered)
        assert state.exchange.verdict.ok
    session.settings.remember_place("sandbox", "prod")
    assert session.settings.chosen.environment == "sandbox"
    session.environments.trash.remove(sandbox)
    assert session.environments.all == ()
    await session.aclose()
    assert not paths.environments.exists()
    assert not paths.preferences.exists()
    assert not paths.secrets.exists()


async def test_the_sandbox_can_be_saved_over(session: Session):
    sandbox = session.environments.use_sandbox("sandbox", seed=7)
    kept = session.environments.save(
        msgspec.structs.replace(sandbox, name="kept"), secret=SECRET, replaces=sandbox
    )
    assert session.environments.all == (kept,)
    assert HOST not in kept.host


def test_among_several_none_is_guessed(session: Session):
    session.environments.save(environment("A"), secret="")
    assert session.environments.where_exactly().environment.name == "A", "the only one"
    write(session, "B", f'host = "{HOST}"\nsecret_id = "a"\n')
    with pytest.raises(FileError) as several:
        session.environments.where_exactly()
    assert code_of(several) == (ErrorCode.ENVIRONMENT_NOT_CHOSEN, {"known": "A, B"})
    session.settings.remember_place("B", "prod")
    assert session.environments.where_exactly().environment.name == "B"


# -- variables -------------------------------------------------------------------------------


def test_a_file_that_does_not_open_is_an_environment_too(session: Session):
    session.environments.save(environment("A"), secret="")
    write(session, "B", "host = ")
    with pytest.raises(FileError) as caught:
        session.environments.where_exactly()
    assert caught.value.parameters["file"] == "B.toml"
    assert session.environments.where_exactly("A").environment.name == "A"


def test_a_variable_goes_into_the_file_beside_what_somebody_wrote_meanwhile(session: Session):
    made = session.environments.save(environment(), secret=SECRET)
    file = session.paths.environments / f"{made.name}.toml"
    file.write_text(f"# theirs\n{file.read_text('utf-8')}", "utf-8")
    session.environments.set_variable(made.name, "taskId", "1893450276920229889")
    session.environments.set_variable(made.name, "taskId", "7", made.env_types[0].name)
    text = file.read_text("utf-8")
    assert text.startswith("# theirs\n")
    now = next(each for each in session.environments.all if each.name == made.name)
    assert now.variables["taskId"] == "1893450276920229889"
    assert now.variables_at(made.env_types[0].name)["taskId"] == "7"
    assert now.secret_key == made.secret_key


def test_a_variable_of_an_environment_that_is_gone_is_refused(session: Session):
    with pytest.raises(FileError) as error:
        session.environments.set_variable(environment().name, "taskId", "1")
    assert code_of(error)[0] is ErrorCode.ENVIRONMENT_UNKNOWN


def test_a_variable_of_a_throw_away_environment_lives_as_long(session: Session):
    sandbox = session.environments.use_sandbox("沙箱")
    session.environments.set_variable(sandbox.name, "taskId", "1")
    now = next(each for each in session.environments.all if each.name == "沙箱")
    assert now.variables["taskId"] == "1"
    assert not session.environments.is_kept(now)
    assert not (session.paths.environments / "沙箱.toml").exists()


@pytest.mark.parametrize(("old", "new"), [(HOST, f"{HOST}/gw"), (f"{HOST}/gw", HOST)])
def test_a_secret_stays_while_only_the_prefix_changes(session: Session, old: str, new: str):
    saved = session.environments.save(environment(host=old), secret=SECRET)
    moved = msgspec.structs.replace(saved, host=new)
    session.environments.save(moved, secret="", replaces=saved)
    (kept,) = session.environments.all
    assert kept.host == new
    assert SECRET in session.paths.secrets.read_text(encoding="utf-8")
    session.environments.save(kept, secret="another-key", replaces=kept)
    assert SECRET not in session.paths.secrets.read_text(encoding="utf-8")


async def test_a_deployment_behind_a_prefix_is_called_there(tmp_path: Path):
    weda = Weda()
    session = open_session(tmp_path, weda)
    saved = session.environments.save(environment(host=f"{HOST}/gw"), secret=SECRET)
    weda.call_answer = lambda _: httpx.Response(200, json={"Response": {"Data": {}}})
    result = await session.sending.send(draft(session, READ), Target(saved, "dev"))
    assert isinstance(result, Answered)
    assert [call.url.path for call in (*weda.token_calls, *weda.calls)] == [
        "/gw/auth/v1/token/clientCredential",
        "/gw/weda/workflow/v1/dev/DescribeInstanceApproverList",
    ]
    await session.aclose()
