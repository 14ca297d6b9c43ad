"""``catalogue models``: the data models of a deployment."""

from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, environment_option, flag, json_option, option
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.help import columns
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.models.data_model import DataModel, ModelField, ModelList, ModelsProblem
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.models import age_words, count_words, problem_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``catalogue models``."""
    words = strings.models.command
    examples = (
        "weda-tui catalogue models --env hq --refresh",
        "weda-tui catalogue models --env hq --add customer",
        "weda-tui send model.customer.list --env hq",
    )
    return CliCommand(
        "models",
        HelpPage(strings, (strings.cli.program.catalogue_models, words.details), examples),
        _models,
        [
            environment_option(strings),
            flag("--refresh", words.refresh),
            option("--add", "NAME", words.add),
            option("--remove", "NAME", words.remove),
            json_option(strings),
        ],
    )


def _models(
    env: str | None, refresh: bool, add: str | None, remove: str | None, as_json: bool
) -> int:
    session = open_session()
    where = session.environments.where_exactly(env, needs_env_type=refresh)
    status = _change(session, where.environment, add, remove)
    if refresh:
        result = run(session, lambda session: session.live.refresh(where))
        if isinstance(result, ModelsProblem):
            status = _print_problem(result)
    known = session.live.known(where.environment)
    if as_json:
        output.json_line(_described(known, where.environment))
    elif known.by_name:
        output.data(columns([_row(model) for model in known.by_name.values()]))
    _print_models(known, session.clock.wall())
    return status


def _change(
    session: Session, environment: Environment, add: str | None, remove: str | None
) -> ExitStatus:
    words = current().strings.models.command
    if add is not None:
        session.live.add(environment, add)
        output.talk(words.added.format(name=add))
    if remove is not None:
        if remove not in session.live.known(environment).added:
            output.talk("✗ " + words.not_added.format(name=strip_control_characters(remove)))
            return ExitStatus.USAGE
        session.live.drop(environment, remove)
    return ExitStatus.OK


def _print_problem(problem: ModelsProblem) -> ExitStatus:
    words = problem_words(problem, current().strings)
    output.talk(f"✗ {words.what}\n  {words.hint}")
    result = problem.error or problem.verdict
    return exit_status(result) if result is not None else ExitStatus.VERDICT


def _print_models(known: ModelList, now: float) -> None:
    strings = current().strings
    words = strings.models
    if not known.by_name:
        output.talk(words.command.empty)
        return
    facts = [count_words(known, strings), age_words(known, now, strings)]
    if known.left_out:
        facts.append(words.left_out.format(count=count(known.left_out)))
    output.talk("   ".join(filter(None, facts)))


def _row(model: DataModel) -> tuple[str, str, str]:
    words = current().strings.models
    fields = words.fields.format(count=count(len(model.fields)))
    title = strip_control_characters(model.title)
    return model.name, title, fields if model.fields else words.name_only


def _described(known: ModelList, environment: Environment) -> dict[str, Any]:
    return {
        "environment": environment.name,
        "fetchedAt": known.fetched_at,
        "leftOut": known.left_out,
        "models": [_model(model, known) for model in known.by_name.values()],
    }


def _model(model: DataModel, known: ModelList) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "isAdded": model.name in known.added,
        "fields": [_field(field) for field in model.fields],
    }


def _field(field: ModelField) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title,
        "kind": field.kind,
        "required": field.is_required,
        "system": field.is_system,
        "related": field.related or None,
        "values": [value.value for value in field.options],
    }
