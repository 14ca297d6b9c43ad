"""The permissions of a file apply only as far as the user approved them on this machine."""

import os
import stat

import msgspec
import pytest

from tests.session.agents.agent import CLIENT, Person, calls, edit, file_of, place_at, send
from tests.session.weda import HOST, READ, SECRET, WRITE, Weda, draft, environment
from weda_tui.core.agents.rules import AgentBounds, strictest_bounds
from weda_tui.core.environments.deployment import AgentLevel, EnvTypeSetting, Target
from weda_tui.core.environments.route import ALL_USES, RouteUse
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.agents.limits import MOST_KEPT, AgentLimits
from weda_tui.session.agents.results import AgentRefused, NeedsPerson
from weda_tui.store.agents.approved_bounds import BoundsFile


@pytest.fixture
def limits(session: Session) -> AgentLimits:
    store = BoundsFile(session.paths.approved_agents)
    return AgentLimits(store, session.routes, session.paths.workspace_digests)


def target(session: Session, env_type: str = "prod") -> Target:
    session.environments.reload()
    return session.environments.where_exactly("总部", env_type)


def bounds(limits: AgentLimits, session: Session, *env_types: str) -> AgentBounds:
    environment = target(session).environment
    limits.keep_tighter(environment)
    return strictest_bounds(limits.find_all(environment, env_types or ("prod",)).values())


def test_what_nobody_approved_reads_at_most(session: Session, limits: AgentLimits) -> None:
    session.environments.save(environment(guard=Guard.NONE), secret=SECRET)
    assert bounds(limits, session).level is AgentLevel.READ
    file_of(session).write_text(file_of(session).read_text("utf-8") + '[agents]\nprod="confirm"\n')
    assert bounds(limits, session).level is AgentLevel.READ
    assert BoundsFile(session.paths.approved_agents).load().approved == ()


def test_a_looser_guard_or_level_counts_only_once_it_is_approved(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM, Guard.TYPE_NAME)
    edit(session, 'prod = "type-name"', 'prod = "none"')
    assert bounds(limits, session) == AgentBounds(AgentLevel.CONFIRM, Guard.TYPE_NAME)
    limits.approve(target(session).environment, "prod")
    assert bounds(limits, session) == AgentBounds(AgentLevel.CONFIRM, Guard.NONE)


def test_what_a_file_once_closed_stays_closed(session: Session, limits: AgentLimits) -> None:
    place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    edit(session, 'prod = "confirm"\ndev', 'prod = "read-only"\ndev')
    assert bounds(limits, session).guard is Guard.READ_ONLY
    edit(session, 'prod = "read-only"', 'prod = "none"')
    assert bounds(limits, session).guard is Guard.READ_ONLY
    edit(session, '[agents]\nprod = "confirm"', '[agents]\nprod = "none"')
    assert bounds(limits, session).level is AgentLevel.NONE
    edit(session, '[agents]\nprod = "none"', '[agents]\nprod = "confirm"')
    assert bounds(limits, session).level is AgentLevel.NONE


def test_a_level_that_was_never_approved_is_remembered_once_it_was_none(
    session: Session, limits: AgentLimits
) -> None:
    session.environments.save(environment(), secret=SECRET)
    text = file_of(session).read_text("utf-8")
    file_of(session).write_text(text + '[agents]\ndev = "none"\n', "utf-8")
    assert bounds(limits, session, "dev").level is AgentLevel.NONE
    file_of(session).write_text(text, "utf-8")
    assert bounds(limits, session, "dev").level is AgentLevel.NONE
    assert bounds(limits, session, "prod").level is AgentLevel.READ
    assert bounds(limits, session, "prod", "dev").level is AgentLevel.NONE


def test_an_env_type_that_the_file_does_not_name_is_closed(
    session: Session, limits: AgentLimits
) -> None:
    session.environments.save(environment(), secret=SECRET)
    assert bounds(limits, session, "staging").level is AgentLevel.NONE


def test_an_env_type_that_is_new_in_the_file_is_closed_until_a_person_approves_it(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM)
    edit(session, 'dev = "none"', 'dev = "none"\nstaging = "none"')
    assert bounds(limits, session, "staging").level is AgentLevel.NONE
    assert bounds(limits, session, "dev").level is AgentLevel.READ
    assert session.agents.is_looser(target(session, "staging"), AgentLevel.READ)
    session.agents.allow(target(session, "staging"), AgentLevel.READ)
    assert bounds(limits, session, "staging").level is AgentLevel.READ


async def test_an_env_type_that_a_person_adds_in_the_form_is_open_and_one_that_goes_is_closed(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.CONFIRM)
    before = where.environment
    for names in (["dev"], ["dev", "staging"]):
        settings = tuple(EnvTypeSetting(each, Guard.NONE) for each in names)
        after = msgspec.structs.replace(before, env_types=settings)
        await session.environments.store(after, secret="", replaces=before, approves=None)
        before = after
    saved = target(session, "staging").environment
    assert limits.find(saved, "staging").level is AgentLevel.READ
    edit(session, 'dev = "none"', 'dev = "none"\nprod = "none"')
    assert bounds(limits, session).level is AgentLevel.NONE


def test_an_env_type_that_was_gone_from_the_file_comes_back_closed(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM)
    text = file_of(session).read_text("utf-8")
    edit(session, 'dev = "none"', "")
    session.environments.reload()
    file_of(session).write_text(text, "utf-8")
    assert bounds(limits, session, "dev").level is AgentLevel.NONE
    assert bounds(limits, session, "prod").level is AgentLevel.CONFIRM


def test_an_env_type_that_is_new_over_another_approved_route_is_closed(
    session: Session, limits: AgentLimits
) -> None:
    before = place_at(session, AgentLevel.CONFIRM).environment
    session.environments.reload()
    edit(session, 'dev = "none"', 'dev = "none"\nstaging = "none"')
    edit(session, f'host = "{HOST}"', f'host = "{HOST}:444"')
    moved = target(session).environment
    session.routes.approve(session.routes.status(moved), ALL_USES)
    assert moved.host != before.host
    assert bounds(limits, session, "staging").level is AgentLevel.NONE
    assert bounds(limits, session, "dev").level is AgentLevel.READ


def test_what_a_person_is_not_shown_whole_makes_no_env_type_known(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM)
    edit(session, 'dev = "none"', 'dev = "none"\nstaging = "none"')
    environment = target(session).environment
    session.environments.save(environment, secret=SECRET, replaces=environment)
    session.agents.allow(target(session, "prod"), AgentLevel.READ)
    session.agents.allow(target(session, "staging"), AgentLevel.NONE)
    assert bounds(limits, session, "staging").level is AgentLevel.NONE


def test_other_credentials_are_closed_until_a_person_approves_them(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM)
    edit(session, 'secret_id = "AKID-1234567890"', 'secret_id = "AKIDadmin"')
    assert bounds(limits, session).level is AgentLevel.NONE
    assert bounds(limits, session, "dev").level is AgentLevel.NONE
    assert all(e.has_new_identity for e in session.agents.places(target(session).environment))
    session.agents.allow(target(session), AgentLevel.NONE)
    session.agents.allow(target(session, "dev"), AgentLevel.READ)
    assert bounds(limits, session).level is AgentLevel.NONE
    assert bounds(limits, session, "dev").level is AgentLevel.READ
    assert limits.has_new_identity(target(session).environment, "prod")
    assert not limits.has_new_identity(target(session).environment, "dev")


def test_credentials_that_are_put_back_are_open_again(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM)
    text = file_of(session).read_text("utf-8")
    edit(session, 'secret_id = "AKID-1234567890"', 'secret_id = "AKIDadmin"')
    assert bounds(limits, session).level is AgentLevel.NONE
    file_of(session).write_text(text, "utf-8")
    assert bounds(limits, session).level is AgentLevel.CONFIRM


@pytest.mark.parametrize(
    ("approves", "level"),
    [(None, AgentLevel.CONFIRM), ((), AgentLevel.NONE)],
    ids=["form", "import"],
)
async def test_credentials_that_a_person_saves_are_approved(
    session: Session, limits: AgentLimits, approves: tuple[RouteUse, ...] | None, level: AgentLevel
) -> None:
    before = place_at(session, AgentLevel.CONFIRM).environment
    after = msgspec.structs.replace(before, secret_id="AKIDadmin")
    await session.environments.store(after, secret="", replaces=before, approves=approves)
    assert bounds(limits, session).level is level


async def test_credentials_that_a_person_gives_anew_are_approved_where_the_last_ones_were(
    session: Session, limits: AgentLimits
) -> None:
    before = place_at(session, AgentLevel.CONFIRM).environment
    after = msgspec.structs.replace(before, secret_id="AKIDnew", username="zhangwei")
    session.environments.save(after, secret="another-secret", replaces=before)
    assert bounds(limits, session).level is AgentLevel.CONFIRM
    edit(session, 'secret_id = "AKIDnew"', 'secret_id = "AKIDadmin"')
    before = target(session).environment
    session.environments.save(before, secret="third-secret", replaces=before)
    assert bounds(limits, session).level is AgentLevel.NONE


async def test_a_call_with_other_credentials_is_refused_with_words_of_its_own(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    edit(session, 'secret_id = "AKID-1234567890"', 'secret_id = "AKIDadmin"')
    result = await send(session, draft(session, WRITE), where, person)
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENT_IDENTITY_CHANGED
    assert (calls(weda), person.questions) == ([], [])


def test_whoever_reads_a_file_keeps_what_it_closes(session: Session, limits: AgentLimits) -> None:
    place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    edit(session, 'prod = "confirm"\ndev', 'prod = "read-only"\ndev')
    session.environments.reload()
    edit(session, 'prod = "read-only"', 'prod = "none"')
    assert limits.find(target(session).environment, "prod").guard is Guard.READ_ONLY


async def test_what_a_person_closes_in_the_form_is_kept(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    open_text = file_of(session).read_text("utf-8")
    closed = (EnvTypeSetting("prod", Guard.READ_ONLY, agents=AgentLevel.NONE),)
    await session.environments.store(
        msgspec.structs.replace(where.environment, env_types=closed),
        secret="",
        replaces=where.environment,
        approves=None,
    )
    file_of(session).write_text(open_text, "utf-8")
    closed_bounds = AgentBounds(AgentLevel.NONE, Guard.READ_ONLY)
    assert limits.find(target(session).environment, "prod") == closed_bounds


def test_a_session_that_opens_keeps_what_a_file_closes(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    edit(session, 'prod = "confirm"\ndev', 'prod = "read-only"\ndev')
    Session(session.paths, environ={}, use_keyring=False)
    edit(session, 'prod = "read-only"', 'prod = "none"')
    assert limits.find(target(session).environment, "prod").guard is Guard.READ_ONLY


def test_another_name_of_the_same_place_opens_nothing(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session, AgentLevel.NONE)
    file = session.paths.environments / "copy.toml"
    file.write_text(file_of(session).read_text("utf-8").replace('prod = "none"', ""), "utf-8")
    session.environments.reload()
    copy = session.environments.where_exactly("copy", "prod").environment
    assert limits.find(copy, "prod").level is AgentLevel.NONE
    session.agents.allow(target(session), AgentLevel.CONFIRM)
    file.write_text(file_of(session).read_text("utf-8"), "utf-8")
    session.environments.reload()
    copy = session.environments.where_exactly("copy", "prod").environment
    assert (copy.agents_of("prod"), limits.find(copy, "prod").level) == ("confirm", "read")


def test_what_is_approved_by_one_name_takes_nothing_from_another(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    copy = msgspec.structs.replace(where.environment, name="copy")
    session.environments.save(copy, secret=SECRET)
    session.agents.allow(Target(copy, "prod"), AgentLevel.CONFIRM)
    assert bounds(limits, session) == AgentBounds(AgentLevel.CONFIRM, Guard.CONFIRM)
    assert limits.find(copy, "prod") == AgentBounds(AgentLevel.CONFIRM, Guard.CONFIRM)


def test_what_is_approved_by_one_name_opens_no_other_one(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.READ)
    admin = msgspec.structs.replace(where.environment, name="admin")
    session.environments.save(admin, secret=SECRET)
    session.agents.allow(Target(admin, "prod"), AgentLevel.NONE)
    session.agents.allow(where, AgentLevel.CONFIRM)
    assert bounds(limits, session).level is AgentLevel.CONFIRM
    edited = (EnvTypeSetting("prod", Guard.CONFIRM, agents=AgentLevel.CONFIRM),)
    opened = msgspec.structs.replace(admin, env_types=edited)
    assert limits.find(opened, "prod").level is AgentLevel.NONE
    others = session.agents.other_places(where)
    assert {name: each.level for name, each in others.items()} == {"admin · prod": AgentLevel.NONE}


def test_names_that_an_agent_makes_up_are_kept_up_to_a_number(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.CONFIRM)
    own = BoundsFile(session.paths.approved_agents)
    names = [f"made-up-{number}" for number in range(2 * MOST_KEPT)]
    made_up = tuple(EnvTypeSetting(each, Guard.NONE, agents=AgentLevel.NONE) for each in names)
    limits.keep_tighter(msgspec.structs.replace(where.environment, env_types=made_up))
    assert len(own.load().approved) == MOST_KEPT
    moved = msgspec.structs.replace(where.environment, host="https://new", env_types=made_up[:3])
    before = own.load()
    limits.keep_tighter(moved)
    assert own.load() == before, "no route of it is approved"
    session.agents.allow(where, AgentLevel.READ)
    assert limits.find(where.environment, "prod").level is AgentLevel.READ


def test_what_a_person_closes_is_kept_also_where_an_agent_made_up_many_names(
    session: Session, limits: AgentLimits
) -> None:
    where = place_at(session, AgentLevel.CONFIRM, Guard.CONFIRM)
    names = [f"made-up-{number}" for number in range(MOST_KEPT)]
    made_up = tuple(EnvTypeSetting(each, Guard.NONE, agents=AgentLevel.NONE) for each in names)
    limits.keep_tighter(msgspec.structs.replace(where.environment, env_types=made_up))
    edit(session, '[agents]\nprod = "confirm"', '[agents]\nprod = "none"')
    assert bounds(limits, session).level is AgentLevel.NONE
    edit(session, '[agents]\nprod = "none"', '[agents]\nprod = "confirm"')
    assert bounds(limits, session).level is AgentLevel.NONE
    assert limits.find(where.environment, "another").level is AgentLevel.NONE


def test_agents_are_shut_out_without_a_question(session: Session, limits: AgentLimits) -> None:
    place_at(session, AgentLevel.CONFIRM, Guard.TYPE_NAME)
    edit(session, 'prod = "type-name"', 'prod = "none"')
    where = target(session)
    assert not session.agents.is_looser(where, AgentLevel.NONE)
    session.agents.allow(where, AgentLevel.NONE)
    assert bounds(limits, session) == AgentBounds(AgentLevel.NONE, Guard.TYPE_NAME)
    limits.approve(target(session).environment, "prod")
    assert bounds(limits, session) == AgentBounds(AgentLevel.NONE, Guard.NONE)


def test_another_address_or_workspace_starts_again(session: Session, limits: AgentLimits) -> None:
    where = place_at(session, AgentLevel.CONFIRM)
    moved = msgspec.structs.replace(where.environment, host="https://other.example.cn")
    assert limits.find(where.environment, "prod").level is AgentLevel.CONFIRM
    assert limits.find(moved, "prod").level is AgentLevel.READ
    store = BoundsFile(session.paths.approved_agents)
    elsewhere = AgentLimits(store, session.routes, ("another",))
    assert elsewhere.find(where.environment, "prod").level is AgentLevel.READ


def test_what_was_closed_over_one_route_is_closed_over_an_older_one(
    session: Session, limits: AgentLimits
) -> None:
    older = place_at(session, AgentLevel.READ).environment
    newer = msgspec.structs.replace(
        older, proxy="none", env_types=(EnvTypeSetting("prod", Guard.NONE, agents=AgentLevel.NONE),)
    )
    limits.approve(newer, "prod")
    assert limits.find(older, "prod").level is AgentLevel.NONE
    limits.approve(older, "prod")
    assert limits.find(older, "prod").level is AgentLevel.READ
    assert limits.find(newer, "prod").level is AgentLevel.NONE
    assert limits.find(older, "prod").level is AgentLevel.READ
    stricter = (EnvTypeSetting("prod", Guard.READ_ONLY, agents=AgentLevel.NONE),)
    limits.approve(msgspec.structs.replace(newer, env_types=stricter), "prod")
    unapproved = msgspec.structs.replace(older, proxy="http://proxy.example.cn:1")
    assert limits.find(unapproved, "prod") == AgentBounds(AgentLevel.NONE, Guard.READ_ONLY)


@pytest.mark.parametrize("name", ["PROD", "Prod"])
def test_an_env_type_in_other_letters_is_the_same_one(
    session: Session, limits: AgentLimits, name: str
) -> None:
    where = place_at(session, AgentLevel.NONE)
    other = (EnvTypeSetting(name, Guard.NONE, agents=AgentLevel.CONFIRM),)
    edited = msgspec.structs.replace(where.environment, env_types=other)
    assert limits.find(edited, name).level is AgentLevel.NONE
    limits.approve(edited, name)
    assert limits.find(edited, name).level is AgentLevel.CONFIRM


def test_what_is_approved_lies_in_a_private_file_outside_the_workspace(
    session: Session, limits: AgentLimits
) -> None:
    place_at(session)
    file = session.paths.approved_agents
    assert not file.is_relative_to(session.paths.workspace)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_an_env_type_that_is_gone_from_the_file_still_counts_in_a_path(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    edit(session, 'dev = "none"', 'dev = "none"\nstaging = "read-only"')
    session.agents.allow(target(session, "staging"), AgentLevel.CONFIRM)
    for line in ('\nstaging = "read-only"', '\nstaging = "confirm"'):
        edit(session, line, "")
    unknown = draft(session, method="POST", url=f"{HOST}/crm/staging/orders", endpoint_id="")
    result = await send(session, unknown, where, person)
    assert isinstance(result, AgentRefused)
    assert result.error.parameters["env_type"] == "staging"
    assert (calls(weda), person.questions) == ([], [])


async def test_a_damaged_file_lets_nothing_go(session: Session, weda: Weda) -> None:
    where = place_at(session)
    session.paths.approved_agents.write_text("{")
    result = await send(session, draft(session), where, Person())
    assert not isinstance(result, Answered)
    with pytest.raises(FileError) as caught:
        session.agents.places(where.environment)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert calls(weda) == []


def test_an_environment_is_not_saved_where_that_could_not_bind_agents(session: Session) -> None:
    where = place_at(session)
    session.paths.approved_agents.write_text("{")
    before = file_of(session).read_text("utf-8")
    with pytest.raises(FileError):
        session.environments.save(
            msgspec.structs.replace(where.environment, timeout=9.0),
            secret="",
            replaces=where.environment,
        )
    assert file_of(session).read_text("utf-8") == before


async def test_the_file_is_read_again_for_each_call(session: Session, weda: Weda) -> None:
    where = place_at(session)
    assert isinstance(await send(session, draft(session), where), Answered)
    edit(session, '[agents]\nprod = "confirm"', '[agents]\nprod = "none"')
    assert isinstance(await send(session, draft(session), where), AgentRefused)
    session.agents.allow(target(session), AgentLevel.READ)
    assert isinstance(await send(session, draft(session), where), Answered)
    write = await session.agents.send(draft(session, WRITE), where, client=CLIENT, ask=Person())
    assert isinstance(write, NeedsPerson)
    assert [path.rpartition("/")[2] for path in calls(weda)] == [READ.partition(".")[2]] * 2


def test_what_is_tighter_in_another_workspace_binds_until_the_place_is_approved_here(
    session: Session, limits: AgentLimits
) -> None:
    store = BoundsFile(session.paths.approved_agents)
    elsewhere = AgentLimits(store, session.routes, ("another",))
    place_at(session, AgentLevel.CONFIRM, Guard.NONE)
    environment = target(session).environment
    closed = msgspec.structs.replace(
        environment,
        name="other",
        env_types=(EnvTypeSetting("PROD", Guard.READ_ONLY, agents=AgentLevel.NONE),),
    )
    elsewhere.approve(closed, "PROD")
    assert bounds(limits, session) == AgentBounds(AgentLevel.NONE, Guard.READ_ONLY)
    assert bounds(limits, session, "dev").level is AgentLevel.READ
    assert "PROD" in limits.approved_env_types(environment)
    limits.approve(environment, "prod")
    assert bounds(limits, session) == AgentBounds(AgentLevel.CONFIRM, Guard.NONE)


def test_what_is_looser_or_over_another_route_in_another_workspace_counts_for_nothing(
    session: Session, limits: AgentLimits
) -> None:
    store = BoundsFile(session.paths.approved_agents)
    elsewhere = AgentLimits(store, session.routes, ("another",))
    place_at(session, AgentLevel.READ, Guard.CONFIRM)
    environment = target(session).environment
    loose = EnvTypeSetting("prod", Guard.NONE, agents=AgentLevel.CONFIRM)
    elsewhere.approve(msgspec.structs.replace(environment, env_types=(loose,)), "prod")
    closed = EnvTypeSetting("prod", Guard.READ_ONLY, agents=AgentLevel.NONE)
    moved = msgspec.structs.replace(environment, host=f"{HOST}:444", env_types=(closed,))
    elsewhere.approve(moved, "prod")
    assert bounds(limits, session) == AgentBounds(AgentLevel.READ, Guard.CONFIRM)


def test_what_a_file_tightens_keeps_what_is_tighter_in_another_workspace(
    session: Session, limits: AgentLimits
) -> None:
    store = BoundsFile(session.paths.approved_agents)
    elsewhere = AgentLimits(store, session.routes, ("another",))
    place_at(session, AgentLevel.CONFIRM, Guard.NONE)
    closed = EnvTypeSetting("prod", Guard.NONE, agents=AgentLevel.NONE)
    environment = target(session).environment
    elsewhere.approve(msgspec.structs.replace(environment, env_types=(closed,)), "prod")
    edit(session, 'prod = "none"\ndev', 'prod = "read-only"\ndev')
    assert bounds(limits, session) == AgentBounds(AgentLevel.NONE, Guard.READ_ONLY)
    edit(session, 'prod = "read-only"\ndev', 'prod = "none"\ndev')
    assert bounds(limits, session) == AgentBounds(AgentLevel.NONE, Guard.READ_ONLY)
