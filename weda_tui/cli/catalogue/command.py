"""``catalogue``: the endpoints that can be called."""

from collections.abc import Sequence
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.catalogue import models
from weda_tui.cli.catalogue.endpoint_page import endpoint_page
from weda_tui.cli.command import (
    CliCommand,
    CommandGroup,
    HelpEntry,
    HelpPage,
    argument,
    json_option,
    option,
)
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import pad
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.catalogue.endpoint import Endpoint, preset_words
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import search
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import confidence_mark, effect_mark
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return the group ``catalogue``."""
    words = strings.cli.program
    entries = {
        "list": HelpEntry(words.catalogue_list, _build_list),
        "show": HelpEntry(words.catalogue_show, _build_show),
        "search": HelpEntry(words.catalogue_search, _build_search),
        "models": HelpEntry(words.catalogue_models, models.build),
    }
    return CommandGroup(
        "catalogue", HelpPage(strings, (words.catalogue, strings.cli.catalogue.details)), entries
    )


def _build_list(strings: Strings) -> click.Command:
    words = strings.cli.program.catalogue_list
    return CliCommand(
        "list", HelpPage(strings, (words,)), _list, [_env_option(strings), json_option(strings)]
    )


def _build_show(strings: Strings) -> click.Command:
    words = strings.cli.program.catalogue_show
    examples = ("weda-tui catalogue show workflow.StartFlow",)
    endpoint_id = argument("endpoint_id", "ID")
    parameters = [endpoint_id, _env_option(strings), json_option(strings)]
    return CliCommand("show", HelpPage(strings, (words,), examples), _show, parameters)


def _build_search(strings: Strings) -> click.Command:
    words = strings.cli.program.catalogue_search
    examples = ("weda-tui catalogue search approver", "weda-tui catalogue search cxspr")
    parameters = [click.Argument(["query"], metavar="Q", nargs=-1, required=True)]
    page = HelpPage(strings, (words,), examples)
    return CliCommand(
        "search", page, _search, [*parameters, _env_option(strings), json_option(strings)]
    )


def _env_option(strings: Strings) -> click.Option:
    return option("--env", "NAME", strings.models.command.env)


def _session() -> Session:
    """Open the workspace; report files of its modules that cannot be read."""
    session = open_session()
    _ = session.modules.catalogue
    for problem in session.modules.problems:
        refuse(problem, current().strings)
    return session


def _catalogue(env: str | None, *, is_searched: bool = False) -> Catalogue:
    """Return the catalogue of the named environment; a search without one covers all of them."""
    session = _session()
    if is_searched and env is None:
        return session.endpoints.everywhere(session.environments.all)
    return session.endpoints.at(
        None if env is None else session.environments.where_exactly(env, needs_env_type=False)
    )


def _list(env: str | None, as_json: bool) -> int:
    catalogue = _catalogue(env)
    endpoints = [endpoint for module in catalogue.modules for endpoint in module.endpoints]
    if as_json:
        _print_json(endpoints)
        return ExitStatus.OK
    strings = current().strings
    output.data("\n\n".join(_groups(catalogue, strings)))
    output.talk(_legend(len(endpoints), strings))
    return ExitStatus.OK


def _search(query: Sequence[str], env: str | None, as_json: bool) -> int:
    strings, text = current().strings, " ".join(query)
    matches = search(_catalogue(env, is_searched=True), text)
    endpoints = [match.endpoint for match in matches]
    if as_json:
        _print_json(endpoints)
    elif endpoints:
        settings = (preset_words(m.endpoint, m.preset, strings.language) for m in matches)
        ends = [f"   → {each}" if each else "" for each in settings]
        rows = _rows(endpoints, strings)
        output.data("\n".join(f"{row}{end}" for row, end in zip(rows, ends, strict=True)))
    if not endpoints:
        output.talk(strings.cli.catalogue.none_found.format(query=text))
    return ExitStatus.OK


def _show(endpoint_id: str, env: str | None, as_json: bool) -> int:
    session = _session()
    where = session.environments.where_exactly(env, needs_env_type=False) if env else None
    endpoint = session.endpoints.get(endpoint_id, where)
    if as_json:
        output.json_line({**_summary(endpoint), **_details(endpoint)})
    else:
        output.data(endpoint_page(endpoint, current().strings))
    return ExitStatus.OK


def _groups(catalogue: Catalogue, strings: Strings) -> list[str]:
    language = strings.language
    return [
        "\n".join(
            (
                f"{module.title.text(language)} / {group.title.text(language)}",
                *(f"  {row}" for row in _rows(group.endpoints, strings)),
            )
        )
        for module in catalogue.modules
        for group in module.groups
    ]


def _rows(endpoints: Sequence[Endpoint], strings: Strings) -> list[str]:
    id_width = max(cells(endpoint.id) for endpoint in endpoints)
    return [
        f"{pad(endpoint.id, id_width)}  {pad(effect_mark(endpoint.effect, strings), 2)}  "
        f"{endpoint.title.text(strings.language)}{confidence_mark(endpoint.confidence)}"
        for endpoint in endpoints
    ]


def _legend(number: int, strings: Strings) -> str:
    words = strings.cli.catalogue
    return f"{words.found.format(count=count(number))}   {words.legend}"


def _print_json(endpoints: Sequence[Endpoint]) -> None:
    summaries = [_summary(endpoint) for endpoint in endpoints]
    output.json_line({"endpoints": summaries})


def _summary(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "id": endpoint.id,
        "module": endpoint.module,
        "group": endpoint.group,
        "method": endpoint.method or None,
        "path": endpoint.path or None,
        "title": endpoint.title,
        "effect": endpoint.effect,
        "confidence": endpoint.confidence,
        "auth": endpoint.token_kind,
    }


def _details(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "summary": endpoint.summary,
        "parameters": endpoint.parameters,
        "body": endpoint.body,
        "response": endpoint.response,
        "exampleBody": endpoint.example_body,
        "exampleResponse": endpoint.example_response,
        "notes": endpoint.notes,
        "failureCauses": endpoint.failure_causes,
        "errors": endpoint.errors,
        "source": endpoint.source,
        "faults": [
            explain(fault, current().strings).what for fault in endpoint.details.value.faults
        ],
    }
