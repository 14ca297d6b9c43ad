"""``import``: documents of other programs as a module, an environment or a collection."""

from pathlib import Path
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, json_option, option
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import pad
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.interchange.environment_import import EnvironmentPlan
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.core.text.cells import cells
from weda_tui.formats.detection import Format
from weda_tui.formats.openapi.text import LARGEST
from weda_tui.i18n.phrases.environment_words import environment_rows, environment_summary
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import part_words
from weda_tui.i18n.phrases.interchange import (
    Row,
    next_step,
    request_report,
    request_rows,
    request_summary,
)
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session.interchange.imports import Plan, apply_import, plan_import
from weda_tui.session.modules import ImportPlan
from weda_tui.session.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``import``."""
    words = strings.cli.importing
    examples = (
        "weda-tui import crm.openapi.yaml",
        "weda-tui import approvals.postman_collection.json",
        "weda-tui import copied-from-the-browser.sh --into inbox",
        "curl -s https://crm.example.cn/openapi.json | weda-tui import - --into crm",
    )
    parameters = [
        argument("file", "FILE|-"),
        option("--format format_", "|".join(Format), words.format, choices=tuple(Format)),
        option("--into", "NAME", words.into),
        json_option(strings),
    ]
    page = HelpPage(strings, (strings.cli.program.importing, words.details), examples)
    return CliCommand("import", page, _import, parameters)


def _import(file: str, format_: str | None, into: str | None, as_json: bool) -> int:
    strings = current().strings
    session = open_session()
    modules = session.modules
    if file == "-":
        data = output.read_stdin(LARGEST + 1)
    else:
        if _is_command(file):
            raise click.UsageError(strings.cli.importing.command_given)
        data = modules.read_file(file)
    name = "stdin" if file == "-" else Path(file).name

    async def write(session: Session) -> Plan:
        await session.gate.read()
        plan = plan_import(session, data, file=name, into=into or "", format_=format_ or "")
        apply_import(session, plan)
        return plan

    plan = run(session, write)
    match plan:
        case EnvironmentPlan():
            report, rows = _environment_report(plan), environment_rows(plan, strings)
            sentences = environment_summary(plan, strings)
        case RequestPlan():
            report, rows = request_report(plan), request_rows(plan, strings)
            sentences = [*request_summary(plan, strings), next_step(plan, strings)]
        case ImportPlan():
            report, rows = _report(plan, strings), _rows(plan, strings)
            sentences = [_summary(plan, strings)]
    if as_json:
        output.json_line(report)
    else:
        _print_plan(rows, sentences)
    for problem in plan.problems if isinstance(plan, ImportPlan) else ():
        refuse(problem, strings)
    return ExitStatus.OK


def _is_command(file: str) -> bool:
    """Return whether the argument is not a file but the curl command itself."""
    return file.split(maxsplit=1)[:1] == ["curl"] and file.strip() != "curl"


def _print_plan(rows: list[Row], sentences: list[str]) -> None:
    width = max((cells(name) for _, name, _ in rows), default=0)
    if rows:
        output.data("\n".join(f"{mark} {pad(name, width)}  {text}" for mark, name, text in rows))
    for sentence in sentences:
        output.talk(sentence)


def _environment_report(plan: EnvironmentPlan) -> dict[str, Any]:
    return {
        "environment": plan.environment.name,
        "isNew": plan.replaces is None,
        "added": plan.added,
        "changed": plan.changed,
        "leftOut": [{"name": each.name, "reason": each.why} for each in plan.left_out],
    }


def _report(plan: ImportPlan, strings: Strings) -> dict[str, Any]:
    changes = plan.changes
    return {
        "module": plan.name,
        "isNew": plan.is_new,
        "new": [endpoint.id for endpoint in changes.new],
        "changed": [{"id": each.after.id, "parts": each.parts} for each in changes.changed],
        "gone": [endpoint.id for endpoint in changes.gone],
        "same": changes.same,
        "kept": [f"{plan.name}.{action}" for action in plan.kept],
        "problems": [{"code": p.code, "message": explain(p, strings).what} for p in plan.problems],
    }


def _rows(plan: ImportPlan, strings: Strings) -> list[Row]:
    """Return a row for each new, changed or removed call."""
    changes, language = plan.changes, strings.language
    rows = [("+", each.id, each.title.text(language)) for each in changes.new]
    for each in changes.changed:
        parts = " · ".join(part_words(part, strings) for part in each.parts)
        rows.append(("~", each.after.id, parts))
    return [*rows, *(("-", each.id, each.title.text(language)) for each in changes.gone)]


def _summary(plan: ImportPlan, strings: Strings) -> str:
    words, changes = strings.cli.importing, plan.changes
    text = words.summary.format(
        module=plan.name,
        new=len(changes.new),
        changed=len(changes.changed),
        gone=len(changes.gone),
        same=changes.same,
    )
    return f"{text}\n{words.kept.format(count=count(len(plan.kept)))}" if plan.kept else text
