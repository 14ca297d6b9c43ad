"""The page of one endpoint as text."""

from collections.abc import Iterator, Sequence

from weda_tui.cli.help import pad, page_width, wrap
from weda_tui.core.catalogue.endpoint import Endpoint, EnumValue, Language, Parameter
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import confidence_words, effect_words, token_kind_words
from weda_tui.i18n.strings import Strings

_WIDEST_NAME = 34
"""Maximum cells of the column for names and types; a longer entry gets its own line."""


def endpoint_page(endpoint: Endpoint, strings: Strings) -> str:
    """Return all facts that the catalogue has about an endpoint."""
    return "\n".join(_Page(strings).lines(endpoint))


class _Page:
    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._language: Language = strings.language
        self._width = page_width()

    def lines(self, endpoint: Endpoint) -> Iterator[str]:
        words, language = self._strings.cli.catalogue, self._language
        yield f"{endpoint.id}  {endpoint.title.text(language)}"
        yield f"{endpoint.method} {endpoint.path}" if endpoint.has_path else words.no_path
        yield from self._facts(endpoint)
        for text in (endpoint.summary.text(language), endpoint.notes.text(language)):
            if text:
                yield ""
                yield from self._wrapped(text)
        if endpoint.has_path:
            yield from self._request_and_answer(endpoint)
        for fault in endpoint.details.value.faults:
            meaning = explain(fault, self._strings)
            yield from ("", *wrap(f"✗ {meaning.what} {meaning.hint}", self._width))
        if endpoint.source:
            yield from ("", *wrap(f"{words.source}: {endpoint.source}", self._width))

    def _request_and_answer(self, endpoint: Endpoint) -> Iterator[str]:
        words, language = self._strings.cli.catalogue, self._language
        yield from self._fields(words.request_parameters, endpoint.parameters)
        if endpoint.body:
            yield from self._fields(words.body, endpoint.body)
        else:
            yield from ("", words.body, f"  {words.no_body}")
        yield from self._fields(words.response, endpoint.response)
        yield from self._example(words.example_body, endpoint.example_body)
        yield from self._example(words.example_response, endpoint.example_response)
        if endpoint.failure_causes:
            yield from ("", words.failures)
            for cause in endpoint.failure_causes:
                yield from self._wrapped(f"{cause.code}  {cause.meaning.text(language)}")

    def _facts(self, endpoint: Endpoint) -> Iterator[str]:
        words, strings = self._strings.cli.catalogue, self._strings
        facts = (
            f"{words.effect}: {effect_words(endpoint.effect, strings)}",
            f"{words.token}: {token_kind_words(endpoint.token_kind, strings)}",
            f"{words.confidence}: {confidence_words(endpoint.confidence, strings)}",
        )
        yield "   ".join(facts)

    def _fields(self, title: str, parameters: Sequence[Parameter]) -> Iterator[str]:
        if not parameters:
            return
        yield from ("", title)
        rows = list(_flattened(parameters, 1))
        heads = [
            f"{'  ' * depth}{'*' if each.required else ' '} {each.name}  {each.type}"
            for depth, each in rows
        ]
        column = max((cells(h) for h in heads if cells(h) <= _WIDEST_NAME), default=0) + 2
        for head, (_, parameter) in zip(heads, rows, strict=True):
            lines = wrap(self._meaning(parameter), self._width - column)
            if cells(head) > _WIDEST_NAME:
                yield head
                yield f"{' ' * column}{lines[0]}".rstrip()
            else:
                yield f"{pad(head, column)}{lines[0]}".rstrip()
            yield from (f"{' ' * column}{line}" for line in lines[1:])
        if any(parameter.required for _, parameter in rows):
            yield f"  * {self._strings.cli.catalogue.required}"

    def _meaning(self, parameter: Parameter) -> str:
        text, notes = (
            words.text(self._language) for words in (parameter.description, parameter.notes)
        )
        if parameter.enum:
            values = "; ".join(self._value(value) for value in parameter.enum)
            text = f"{text} ({self._strings.cli.catalogue.values.format(values=values)})"
        return f"{text} ! {notes}".strip() if notes else text.strip()

    def _value(self, value: EnumValue) -> str:
        meaning = value.meaning.text(self._language)
        return f"{value.value} = {meaning}" if meaning else str(value.value)

    def _example(self, title: str, example: str) -> Iterator[str]:
        if example:
            yield from ("", title, *(f"  {line}" for line in example.splitlines()))

    def _wrapped(self, text: str) -> Iterator[str]:
        yield from (f"  {line}" for line in wrap(text, self._width - 2))


def _flattened(parameters: Sequence[Parameter], depth: int) -> Iterator[tuple[int, Parameter]]:
    for parameter in parameters:
        yield depth, parameter
        yield from _flattened(parameter.children, depth + 1)
