"""The catalogue: modules, their groups and their endpoints."""

import re
from functools import cached_property

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.search_index import GROUPS, Folded, fold
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.literals import values_between
from weda_tui.core.text.template import nearest_name

GUIDE_EXAMPLE = "workflow.DescribeInstanceApproverList"
"""The endpoint that the first start opens.

It is the guide's own example (2.1): read-only and without parameters.
"""
_ENV_TYPE = "{envType}"


class EndpointGroup(msgspec.Struct, frozen=True):
    """A few endpoints of a module that belong together."""

    id: str
    title: Bilingual
    endpoints: tuple[Endpoint, ...]


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """One OpenAPI document: a module of WeDa, or a document that a user imported."""

    id: str
    title: Bilingual
    token_kind: TokenKind
    groups: tuple[EndpointGroup, ...]

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints in the order of the document."""
        return tuple(endpoint for group in self.groups for endpoint in group.endpoints)


class PathTemplate(msgspec.Struct, frozen=True):
    """An endpoint's path, prepared for comparison with resolved paths."""

    endpoint: Endpoint
    segments: tuple[str | tuple[str, ...], ...]
    """The case-folded segments.

    An empty string stands for a parameter, which any segment fits. For parameters with text around
    them, such as ``{datasourceName}('{recordId}')``, the texts are given.
    """
    env_type_at: int | None
    """The index of the env type among the segments, if there is one."""

    @classmethod
    def of(cls, endpoint: Endpoint) -> "PathTemplate":
        """Return the template of an endpoint whose path starts with a slash."""
        parts = [part for part in endpoint.path.split("/") if part]
        is_there = _ENV_TYPE in parts
        env_type_at = parts.index(_ENV_TYPE) if is_there else None
        return cls(endpoint, tuple(map(_segment, parts)), env_type_at)

    @property
    def literals(self) -> int:
        """The number of segments that are not just a parameter."""
        return sum(map(bool, self.segments))

    @property
    def end(self) -> str:
        """The last segment, case-folded; empty if it is not just literal text."""
        last = self.segments[-1] if self.segments else ""
        return last if isinstance(last, str) else ""

    def fits(self, path: tuple[str, ...]) -> bool:
        """Return whether a path, given as case-folded segments, matches this template."""
        if len(path) != len(self.segments):
            return False
        for wanted, given in zip(self.segments, path, strict=True):
            if wanted in (given, ""):
                continue
            if isinstance(wanted, str) or not values_between(given, wanted, shortest=1):
                return False
        return True


def _segment(part: str) -> str | tuple[str, ...]:
    if "{" not in part:
        return part.casefold()
    texts = re.split(r"\{[^{}]*\}", part.casefold())
    return tuple(texts) if any(texts) else ""


class Catalogue:
    """All modules in order, with look-up of endpoints by id and by path."""

    def __init__(
        self,
        modules: tuple[Module, ...],
        *,
        own: frozenset[str] = frozenset(),
        base: "Catalogue | None" = None,
    ) -> None:
        """Create a catalogue; ``own`` are the ids of the modules not shipped with the program.

        ``base`` is a catalogue with fewer groups, whose computed data is reused.
        """
        self.modules = modules
        self.own = own
        self._base = base

    def with_more(self, module_id: str, groups: tuple[EndpointGroup, ...]) -> "Catalogue":
        """Return a catalogue with more groups in a module.

        Their calls are special cases of existing calls, so paths are still recognised by the
        existing calls.
        """
        modules = tuple(
            msgspec.structs.replace(module, groups=(*module.groups, *groups))
            if module.id == module_id
            else module
            for module in self.modules
        )
        return Catalogue(modules, own=self.own, base=self)

    def is_own(self, endpoint: Endpoint) -> bool:
        """Return whether the workspace, not the program, defines how a call is sent."""
        return endpoint.module in self.own or endpoint.confidence is Confidence.OWN

    def module_of(self, endpoint: Endpoint) -> Module | None:
        """Return the module of an endpoint."""
        return next((each for each in self.modules if each.id == endpoint.module), None)

    @cached_property
    def by_id(self) -> dict[str, Endpoint]:
        """Every endpoint by its id."""
        return {endpoint.id: endpoint for module in self.modules for endpoint in module.endpoints}

    @cached_property
    def folded(self) -> tuple[Folded, ...]:
        """The folded words of every endpoint, for the search.

        Computed once, at some 0.03 ms an endpoint: for a large import this is done outside the
        event loop.
        """
        known = {each.endpoint.id: each for each in self._base.folded} if self._base else {}
        return tuple(
            known.get(endpoint.id) or fold(endpoint, (group.title, module.title))
            for module in self.modules
            for group in module.groups
            for endpoint in group.endpoints
        )

    @cached_property
    def search_texts(self) -> tuple[str, ...]:
        """All searchable text of every endpoint."""
        return tuple(f"{each.names}{each.rest}" for each in self.folded)

    @cached_property
    def names(self) -> str:
        """The titles and synonyms of every endpoint."""
        return "".join(each.names for each in self.folded)

    @cached_property
    def spellings(self) -> list[str]:
        """The words of titles and synonyms, and the spellings of the Chinese words, sorted."""
        found = set[str]()
        for phrase in (phrase for each in self.folded for phrase in each.phrases):
            if phrase.weight >= GROUPS:
                found |= {*phrase.text.split(), phrase.spelt, phrase.initials}
        return sorted(found)

    @cached_property
    def starts(self) -> str:
        """The spellings of titles and synonyms, one a line, with capitals where syllables begin."""
        phrases = (phrase for each in self.folded for phrase in each.phrases)
        return "\n".join({each.starts: None for each in phrases if each.weight >= GROUPS})

    @cached_property
    def templates(self) -> tuple[PathTemplate, ...]:
        """The path templates of all endpoints with a path on the deployment."""
        if self._base is not None:
            return self._base.templates
        endpoints = self.by_id.values()
        return tuple(PathTemplate.of(each) for each in endpoints if each.path.startswith("/"))

    @cached_property
    def longest(self) -> int:
        """The number of segments of the longest path."""
        return max((len(each.segments) for each in self.templates), default=0)

    @cached_property
    def effects_of_actions(self) -> dict[str, Effect]:
        """The worst effect of the bundled calls, by their names and the ends of their paths.

        For a call of which only the title is known, the name is the only key, wherever a workspace
        places the call.
        """
        if self._base is not None:
            return self._base.effects_of_actions
        bundled = [each for each in self.by_id.values() if each.module not in self.own]
        named = [(each.action.rpartition(".")[2].casefold(), each) for each in bundled]
        paths = [each for each in self.templates if not self.is_own(each.endpoint)]
        found: dict[str, Effect] = {}
        for name, endpoint in (*named, *((each.end, each.endpoint) for each in paths)):
            if name:
                known = found.get(name, Effect.READ)
                found[name] = max(known, endpoint.effect, key=tuple(Effect).index)
        return found

    def fitting(self, path: tuple[str, ...]) -> list[PathTemplate]:
        """Return the templates that match a path, given as case-folded segments, in their order."""
        ends = {path[-1], ""} if path else {""}
        near = [each for end in ends for each in self._by_shape.get((len(path), end), ())]
        return [template for _, template in sorted(near) if template.fits(path)]

    @cached_property
    def by_end(self) -> dict[str, list[PathTemplate]]:
        """The templates whose last segment is literal, by that segment."""
        found: dict[str, list[PathTemplate]] = {}
        for each in self.templates:
            if each.end:
                found.setdefault(each.end, []).append(each)
        return found

    @cached_property
    def _by_shape(self) -> dict[tuple[int, str], list[tuple[int, PathTemplate]]]:
        """Templates with their positions, by segment count and last segment (if literal)."""
        found: dict[tuple[int, str], list[tuple[int, PathTemplate]]] = {}
        for place, each in enumerate(self.templates):
            found.setdefault((len(each.segments), each.end), []).append((place, each))
        return found

    def get(self, endpoint_id: str) -> Endpoint:
        """Return the endpoint; raises ``FileError`` (``ENDPOINT_UNKNOWN``) with the nearest id."""
        endpoint = self.by_id.get(endpoint_id)
        if endpoint is None:
            nearest = nearest_name(endpoint_id, self.by_id, 0.4)
            raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=endpoint_id, nearest=nearest)
        return endpoint
