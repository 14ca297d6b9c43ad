"""Tools that find and describe an endpoint."""

import asyncio
from collections.abc import Iterator, Sequence

from weda_tui.core.catalogue.endpoint import Endpoint, Language, Parameter, preset_words
from weda_tui.core.catalogue.search import Match, search
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.results import Document, Json, parsed, plain

MOST_FOUND = 50


class SearchEndpoints(ToolArguments, frozen=True, kw_only=True):
    """The tool ``search_endpoints``."""

    query: str
    environment: str = ""
    limit: int = 10

    async def run(self, call: ToolCall) -> Document:
        """Return the best matching endpoints. Raises ``FileError``."""
        matches = await asyncio.to_thread(self._search, call)
        shown = matches[: max(1, min(self.limit, MOST_FOUND))]
        return {
            "endpoints": [_match(each, call.strings.language) for each in shown],
            "found": len(matches),
        }

    def _search(self, call: ToolCall) -> Sequence[Match]:
        session = call.session
        if self.environment:
            where = call.where(self.environment, needs_env_type=False)
            return search(session.endpoints.at(where), self.query)
        return search(session.endpoints.everywhere(session.environments.all), self.query)


class DescribeEndpoint(ToolArguments, frozen=True, kw_only=True):
    """The tool ``describe_endpoint``."""

    endpoint: str
    environment: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Return all known facts of an endpoint. Raises ``FileError``."""
        return describe(await asyncio.to_thread(self._find, call), call.strings)

    def _find(self, call: ToolCall) -> Endpoint:
        is_here = bool(self.environment) or not call.session.endpoints.knows(self.endpoint, None)
        has_places = is_here and bool(call.session.environments.all)
        where = call.where(self.environment, needs_env_type=False) if has_places else None
        return call.session.endpoints.get(self.endpoint, where)


def describe(endpoint: Endpoint, strings: Strings) -> Document:
    """Return the document of an endpoint for an agent, in one language."""
    language = strings.language
    return {
        **_summary(endpoint, language),
        "token": token_kind_words(endpoint.token_kind, strings),
        "summary": endpoint.summary.text(language),
        "notes": endpoint.notes.text(language),
        "parameters": [*_parameters(endpoint.parameters, language)],
        "body": [*_parameters(endpoint.body, language)],
        "example": parsed(endpoint.example_body),
        "response": [*_parameters(endpoint.response, language)],
        "exampleResponse": parsed(endpoint.example_response),
        "failures": [
            {"code": each.code, "meaning": each.meaning.text(language)}
            for each in endpoint.failure_causes
        ],
        "source": endpoint.source,
        "faults": [explain(fault, strings).what for fault in endpoint.details.value.faults],
    }


def _match(match: Match, language: Language) -> Json:
    sets = preset_words(match.endpoint, match.preset, language)
    return {**_summary(match.endpoint, language), **({"sets": sets} if sets else {})}


def _summary(endpoint: Endpoint, language: Language) -> Document:
    return {
        "id": endpoint.id,
        "title": endpoint.title.text(language),
        "method": endpoint.method,
        "path": endpoint.path,
        "effect": endpoint.effect.value,
        "confidence": endpoint.confidence.value,
    }


def _parameters(parameters: Sequence[Parameter], language: Language) -> Iterator[Json]:
    for each in parameters:
        facts: Document = {
            "name": each.name,
            "in": "" if each.location in {"body", "response"} else each.location,
            "type": each.type,
            "format": each.format,
            "required": each.required or None,
            "about": each.description.text(language),
            "values": {str(v.value): v.meaning.text(language) for v in each.enum},
            "default": each.default,
            "max": each.maximum or None,
            "notes": each.notes.text(language),
            "fields": [*_parameters(each.children, language)],
        }
        yield plain(facts)
