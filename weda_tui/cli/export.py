"""``export``: saved requests, an environment or a module in the format of another program."""

from collections.abc import Iterator
from pathlib import Path

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, flag, option
from weda_tui.cli.environments.routes import report_export_route
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.environments.deployment import Target
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, PROGRAM_FORMATS, ExportFormat
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import env_type_words, unwritten_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

POSTMAN = ExportFormat.POSTMAN.value
POSTMAN_ENVIRONMENT = "postman-env"
FORMATS = (
    POSTMAN,
    POSTMAN_ENVIRONMENT,
    *(each.value for each in EXPORT_FORMATS if each is not ExportFormat.POSTMAN),
)
CODE = tuple(each.value for each, traits in EXPORT_FORMATS.items() if traits.has_values)
"""Formats that contain the address and the values of one environment."""


def build(strings: Strings) -> click.Command:
    """Return ``export``."""
    words, more = strings.environments.transfer, strings.imported
    examples = (
        "weda-tui export approvals --format postman -o approvals.json",
        "weda-tui export hq --format postman-env -o hq.postman_environment.json",
        "weda-tui export approvals/list-todo --format python --env hq",
        "weda-tui export workflow --format openapi",
    )
    parameters = [
        argument("name", "PATH|ENV"),
        option(
            "--format format_",
            "F",
            f"{more.export_format}: {' '.join(FORMATS)}",
            required=True,
            choices=FORMATS,
        ),
        option("--env", "NAME", more.export_env),
        option("--env-type", "T", words.export_env_type),
        option("-o --output file", "FILE", words.export_file),
        flag("--force", strings.transfer.commands.force),
    ]
    page = HelpPage(strings, (more.export, more.export_details), examples)
    return CliCommand("export", page, _export, parameters)


def _export(
    name: str, format_: str, env: str | None, env_type: str | None, file: str | None, force: bool
) -> int:
    from weda_tui.session.files import check_free
    from weda_tui.session.runs.outputs import OutputFile, check_outputs

    session = open_session()
    if file is not None and not force:
        is_pair = format_ == POSTMAN and bool(env or env_type) and bool(Path(file).name)
        check_free(file, *([str(_environment_path(Path(file)))] if is_pair else ()))
    elif file is not None:
        output = OutputFile("--output", file)
        check_outputs((output,), {}, session.paths.workspace, lambda: _files_read(session))
    if format_ == POSTMAN_ENVIRONMENT:
        if env is not None and env != name:
            words = current().strings.imported
            raise click.UsageError(words.env_twice.format(name=name, env=env))
        return _export_environment(session, name, env_type, file)
    where = session.environments.where_exactly(env, env_type) if env or env_type else None
    return _export_requests(session, name, format_, where, file)


def _files_read(session: Session) -> Iterator[Path]:
    """Yield the workspace files that an export may read."""
    paths = session.paths
    yield from paths.collections.rglob("*.toml")
    yield from paths.environments.rglob("*.toml")
    yield from paths.modules.rglob("*")


def _export_requests(
    session: Session, name: str, format_: str, where: Target | None, file: str | None
) -> int:
    from weda_tui.session.interchange.exports import export, export_place
    from weda_tui.session.interchange.locustfile_place import check_place

    if file is not None and format_ in CODE:
        check_place(ExportFormat(format_), file, session.paths.workspace)
    strings = current().strings
    words = strings.imported
    language = strings.language
    found = export(session, name, ExportFormat(format_), where=where, language=language)
    is_postman = format_ == ExportFormat.POSTMAN
    place = export_place(session, where) if where is not None and is_postman else None
    report_export_route(place.route if place is not None else found.route)
    if where is not None and (is_postman or format_ in CODE):
        output.talk(words.target.format(place=where.name))
    _write(
        session, found.data, file, words.exported.format(name=name, count=found.count, file=file)
    )
    left_open = found.open
    if where is not None and place is not None and file is not None:
        beside = _environment_path(Path(file))
        told = strings.environments.transfer.exported.format(
            name=where.environment.name, file=beside
        )
        _write(session, place.data, str(beside), told)
        left_open = tuple(each for each in found.open if each not in place.filled)
    elif where is not None and format_ not in CODE:
        output.talk(words.env_apart if is_postman else words.env_unused.format(format=format_))
    left = (*found.left, *(place.left if place is not None else ()))
    for each in found.unresolved:
        reason = explain(each.error, strings).what
        output.talk(words.unresolved.format(path=each.path, reason=reason))
    for replaced in found.env_types:
        output.talk(env_type_words(replaced, strings))
    for what in left:
        output.talk(words.left_behind.format(what=unwritten_words(what, strings)))
    if left_open:
        text = words.environment if format_ in PROGRAM_FORMATS else words.empty
        output.talk(text.format(names=", ".join(left_open)))
    return ExitStatus.OK


def _write(session: Session, text: bytes, file: str | None, said: str) -> None:
    """Write the export to a file or to stdout; report if it was cleaned for a terminal."""
    from weda_tui.session.files import write_file

    if file is not None:
        write_file(file, text, session.paths.workspace)
        output.talk(said)
    elif output.document(text):
        output.talk(current().strings.imported.cleaned)


def _environment_path(file: Path) -> Path:
    """Return the path of the Postman environment that belongs to a collection."""
    name = file.name.removesuffix(".json").removesuffix(".postman_collection")
    return file.with_name(f"{name}.postman_environment.json")


def _export_environment(session: Session, name: str, env_type: str | None, file: str | None) -> int:
    from weda_tui.session.interchange.exports import export_place

    strings = current().strings
    words = strings.environments.transfer
    where = session.environments.where_exactly(name, needs_env_type=False)
    first = where.environment.env_types[0].name
    where = session.environments.where_exactly(name, env_type or first)
    place = export_place(session, where)
    report_export_route(place.route)
    output.talk(strings.imported.target.format(place=where.name))
    _write(session, place.data, file, words.exported.format(name=name, file=file))
    output.talk(words.emptied.format(names=", ".join(place.emptied)))
    for what in place.left:
        output.talk(strings.imported.left_behind.format(what=unwritten_words(what, strings)))
    return ExitStatus.OK
