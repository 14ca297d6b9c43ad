"""Draws the documentation of an endpoint: parameters, response, failures, source."""

from collections.abc import Iterator

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, FailureCause, Parameter
from weda_tui.core.requests.field_values import plain_text
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import confidence_words, effect_mark, effect_words
from weda_tui.i18n.phrases.requests import type_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import DOWNLOAD, UPLOAD
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad, paragraph, wrap

EFFECT_ROLES = {Effect.READ: "dim", Effect.WRITE: "caution", Effect.DESTRUCTIVE: "fail"}
"""The role for the effect of a call; reading is not emphasised."""


def title_lines(endpoint: Endpoint, strings: Strings, width: int) -> list[Line]:
    """Return two rows: title and effect, action and confidence; a third row names its flow."""
    title = endpoint.title.text(strings.language)
    effect = effect_words(endpoint.effect, strings)
    if cells([Run(title), Run(effect)]) + 4 > width:
        effect = effect_mark(endpoint.effect, strings)
    confidence = confidence_words(endpoint.confidence, strings)
    action = cut(endpoint.action, width - 4 - cells([Run(confidence)]))
    return [
        Line(
            [Run("  "), Run(title, "bold")], [Run(effect, EFFECT_ROLES[endpoint.effect]), Run(" ")]
        ),
        Line([Run("  "), Run(action, "dim")], [Run(confidence, "faint"), Run(" ")]),
        *_flow_lines(endpoint, strings),
    ]


_FLOWS = {
    "storage.getUploadInfo": UPLOAD,
    "storage.putObject": UPLOAD,
    "storage.getDownloadInfo": DOWNLOAD,
}
"""Calls that are steps of a flow, with the command that starts the flow."""


def _flow_lines(endpoint: Endpoint, strings: Strings) -> list[Line]:
    if endpoint.id not in _FLOWS:
        return []
    command = _FLOWS[endpoint.id]
    remark = strings.transfer.screen.entry_remark
    return [
        Line(
            [
                Run("  › ", "dim"),
                Run(command.words(strings.tui.keys), "key", command.id),
                Run(f"   Space {command.space}", "bold", command.id),
                Run(f"  {remark}", "dim"),
            ]
        )
    ]


def docs_lines(endpoint: Endpoint, strings: Strings, width: int) -> list[Line]:
    """Return the whole documentation as rows no wider than ``width``."""
    words = strings.tui.with_
    lines = paragraph(endpoint.summary.text(strings.language), width - 1, "dim")
    if endpoint.has_path:
        lines += _request(endpoint, strings, width)
    else:
        lines += [Line(), *paragraph(words.title_only, width - 1, "caution")]
    if endpoint.response:
        lines += [Line(), Line([Run("  "), Run(words.docs_answer, "bold")])]
        for field in endpoint.response:
            lines += _parameter(field, strings, width)
    if endpoint.failure_causes:
        lines += [Line(), Line([Run("  "), Run(words.docs_failures, "bold")])]
        for cause in endpoint.failure_causes:
            lines += _cause(cause, strings, width)
    for fault in endpoint.details.value.faults:
        lines += [Line(), *paragraph(f"✗ {explain(fault, strings).line}", width - 1, "fail")]
    notes = endpoint.notes.text(strings.language)
    if notes:
        lines += [Line(), *paragraph(f"! {notes}", width - 1, "caution")]
    confidence = confidence_words(endpoint.confidence, strings)
    lines += [
        Line(),
        Line([Run("  "), Run(words.docs_source, "bold"), Run(f"  {confidence}", "dim")]),
    ]
    return lines + paragraph(endpoint.source, width - 1, "faint")


def _request(endpoint: Endpoint, strings: Strings, width: int) -> Iterator[Line]:
    words = strings.tui.with_
    yield Line()
    yield Line([Run("  "), Run(words.docs_parameters, "bold")])
    parameters = [*endpoint.parameters, *endpoint.body]
    if not parameters:
        yield Line([Run("  "), Run(words.docs_none, "faint")])
    for parameter in parameters:
        yield from _parameter(parameter, strings, width)


def field_names(parameters: tuple[Parameter, ...], most: int) -> str:
    """Return the first names, joined for one row; for an array, the names of its items."""
    flat = parameters
    if len(flat) == 1 and flat[0].name == "[]":
        flat = flat[0].children
    names = [parameter.name for parameter in flat]
    return " · ".join(names[:most]) + (" …" if len(names) > most else "")


def body_words(endpoint: Endpoint | None, strings: Strings) -> str:
    """Return the words shown in place of a body: why there is none."""
    words = strings.tui.with_
    if endpoint is None:
        return words.no_parameters
    if not endpoint.has_path:
        return words.title_only
    has_parameters = any(each.location != "path" for each in endpoint.parameters)
    return (
        words.no_body if not endpoint.id or endpoint.body or has_parameters else words.no_parameters
    )


def _parameter(
    parameter: Parameter, strings: Strings, width: int, depth: int = 0
) -> Iterator[Line]:
    indent = "  " * (depth + 1)
    star = " *" if parameter.required else ""
    name = pad(f"{indent}{parameter.name}{star}", max(20, len(indent) + len(parameter.name) + 3))
    rest = max(12, width - len(name) - 2)
    first, *more = wrap(" · ".join(_facts(parameter, strings)), rest) or [""]
    yield Line([Run(name), Run(first, "dim")])
    for line in more:
        yield Line([Run(" " * len(name)), Run(line, "dim")])
    for value in parameter.enum:
        text = f"{plain_text(value.value)}  {value.meaning.text(strings.language)}"
        for line in wrap(text, rest):
            yield Line([Run(" " * len(name)), Run(line, "faint")])
    if notes := parameter.notes.text(strings.language):
        for line in wrap(f"! {notes}", rest):
            yield Line([Run(" " * len(name)), Run(line, "caution")])
    for child in parameter.children:
        yield from _parameter(child, strings, width, depth + 1)


def _facts(parameter: Parameter, strings: Strings) -> Iterator[str]:
    """Yield type, whether it is required, meaning, default and example, in words."""
    words = strings.fields
    yield type_words(parameter.type, words.types)
    if parameter.required:
        yield words.required
    if meaning := parameter.description.text(strings.language):
        yield meaning
    if parameter.default:
        yield words.default.format(value=parameter.default)
    if parameter.example:
        yield words.example.format(value=parameter.example)


def _cause(cause: FailureCause, strings: Strings, width: int) -> Iterator[Line]:
    code = f"  {cause.code}  "
    first, *more = wrap(cause.meaning.text(strings.language), max(12, width - len(code) - 2)) or [
        ""
    ]
    yield Line([Run(code, "dim"), Run(first)])
    for line in more:
        yield Line([Run(" " * len(code)), Run(line)])
