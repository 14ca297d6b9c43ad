"""``env agents``: what agents may do in an env type; the user has to approve more rights."""

import sys

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import columns
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.environments.deployment import AgentLevel, Environment, Target
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.facts import guard_words, level_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.agents.results import AgentPlace

_NOTHING = "–"


def build(strings: Strings) -> click.Command:
    """Return ``env agents``."""
    words = strings.agents.levels
    examples = ("weda-tui env agents hq", "weda-tui env agents hq none --env-type prod")
    parameters: list[click.Parameter] = [
        argument("name", "NAME"),
        click.Argument(
            ["level"],
            metavar="[none|read|confirm]",
            required=False,
            type=click.Choice([each.value for each in AgentLevel]),
        ),
        option("--env-type", "T", words.env_type),
    ]
    page = HelpPage(strings, (words.command, words.details), examples)
    return CliCommand("agents", page, _agents, parameters)


def _agents(name: str, level: str | None, env_type: str | None) -> int:
    session, strings = open_session(), current().strings
    environment = session.environments.where_exactly(name, needs_env_type=False).environment
    if level is None:
        output.data(columns(agent_rows(environment, session, strings)))
        return ExitStatus.OK
    where = _place(session, environment, env_type, strings)
    return _allow(session, where, AgentLevel(level), strings)


def agent_rows(
    environment: Environment, session: Session, strings: Strings
) -> list[tuple[str, str]]:
    """Return each env type of an environment and what agents may do in it.

    Raises ``FileError``.
    """
    return [
        (each.env_type, _place_words(each, strings)) for each in session.agents.places(environment)
    ]


def credential_rows(environment: Environment, strings: Strings) -> list[tuple[str, str]]:
    """Return the credentials of an environment, and where the secrets are stored.

    A credential that the environment does not have is an empty text.
    """
    words = strings.cli.env
    return [
        (words.secret_id_label, strip_control_characters(environment.secret_id)),
        (words.secret_key_label, str(environment.secret_key or "")),
        (words.username_label, strip_control_characters(environment.username)),
        (words.password_label, str(environment.password or "")),
    ]


def _place(
    session: Session, environment: Environment, env_type: str | None, strings: Strings
) -> Target:
    """Return the target; an env type has to be named if there are several.

    Raises ``click.UsageError``, and the errors of ``where_exactly``.
    """
    names = [each.name for each in environment.env_types]
    if env_type is None and len(names) > 1:
        known = ", ".join(names)
        raise click.UsageError(strings.agents.levels.env_type_needed.format(known=known))
    return session.environments.where_exactly(environment.name, env_type or names[0])


def _allow(session: Session, where: Target, level: AgentLevel, strings: Strings) -> int:
    words, said = strings.agents.levels, level_words(level, strings)
    if session.agents.is_looser(where, level):
        if not output.is_terminal(sys.stdin):
            raise GuardError(
                ErrorCode.AGENTS_NEED_PERSON,
                environment=where.environment.name,
                env_type=where.env_type,
            )
        guard = guard_words(where.guard, strings)
        question = words.ask.format(place=where.name, level=said, guard=guard)
        _talk_of_identity(session, where, strings)
        _talk_of_others(session, where, strings)
        if not click.confirm(question, err=True):
            output.talk(words.refused)
            return ExitStatus.GUARD
    session.agents.allow(where, level)
    output.talk(words.done.format(place=where.name, level=said))
    if level is AgentLevel.NONE:
        _talk_of_others(session, where, strings)
    return ExitStatus.OK


def _talk_of_identity(session: Session, where: Target, strings: Strings) -> None:
    """Show the credentials that agents would use if these differ from the approved ones."""
    places = session.agents.places(where.environment)
    if any(each.has_new_identity for each in places if each.env_type == where.env_type):
        output.talk(strings.agents.levels.identity.format(name=where.environment.name))
        rows = credential_rows(where.environment, strings)
        output.talk(columns([(label, text or _NOTHING) for label, text in rows]))


def _talk_of_others(session: Session, where: Target, strings: Strings) -> None:
    """Show the rights of agents at the same place under other names, which this does not change."""
    for name, each in session.agents.other_places(where).items():
        level = _place_words(each, strings)
        output.talk(strings.agents.levels.other.format(place=name, level=level))


def _place_words(place: AgentPlace, strings: Strings) -> str:
    return level_words(
        place.level, strings, is_narrowed=place.is_narrowed, has_new_identity=place.has_new_identity
    )
