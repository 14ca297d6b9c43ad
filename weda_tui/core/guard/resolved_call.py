"""What a resolved address really calls: its path decides, not the endpoint of the draft.

A URL can be edited by hand, and both the action and the env type are *in the path*
(private-deployment guide, section 2.1).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import Confidence, Effect, Endpoint
from weda_tui.core.catalogue.modules import Catalogue, Module, PathTemplate
from weda_tui.core.environments.deployment import ENV_TYPES, Environment, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.method_overrides import REPLACING
from weda_tui.core.guard.request_readings import read_request
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.core.requests.free_call import undocumented_effect
from weda_tui.core.requests.url import Segments, may_be_any, path_readings

UNNAMED = "?"
"""An env type in a path that neither the environment nor the public documents name."""
_SEVERITY = (Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE)
_STRICTNESS = tuple(Guard)
_BATCH = re.compile(r"\$batch(?![a-z0-9_-])")
"""The last segment of a call that contains other calls."""
_ACTION = re.compile("[a-z0-9_-]+")
"""The name of a call in a segment, beside an extension, a namespace and parameters."""


class PossibleCall(NamedTuple):
    """A call that the request is under one of its readings."""

    endpoint: Endpoint
    action: str
    """The name of the call in the path, in lower case."""


class ResolvedCall(msgspec.Struct, frozen=True):
    """What sending to an address calls."""

    endpoint: Endpoint
    """The endpoint that the path names; the draft's own if the path names none."""
    effect: Effect
    env_type: str
    """The env type in the path, else the chosen env type; in doubt that of the strictest guard."""
    shipped: Endpoint | None = None
    """The endpoint of the bundled catalogue that the path names, if any."""
    possible: tuple[PossibleCall, ...] = ()
    """All calls that the request may be under any reading, except bundled reads.

    The widest reach of these calls counts.
    """
    known: "ResolvedCall | None" = None
    """The call by its path as written, if variables in the path may make it another call."""
    holds_request: bool = False
    """Whether the body may be read as a second request, which makes the call at least a write."""
    is_ambiguous: bool = False
    """Whether servers may read the method or the path in more than one way."""


def find_target(
    catalogue: Catalogue,
    endpoint: Endpoint,
    method: str,
    url: str,
    where: Target,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> ResolvedCall:
    """Return what sending to ``url`` calls, for a draft that was made from ``endpoint``.

    The bundled catalogue decides about the paths and methods that it contains: no file of a
    workspace changes their effect, and a draft of a bundled call never has a weaker effect than
    that call. Escapes, dots, doubled slashes, case and another prefix do not hide a path.

    A method that is not documented for the path does not hide the call either: a method that
    deletes or replaces, on a path with only other methods (OData without a key), may affect all
    records.

    The effect of an undocumented path follows from its method, unless its last segment is the
    action of a bundled write, or the path of a bundled write is the beginning of it. If servers
    read a path or a method in several ways, each reading counts: the most severe effect, the env
    type with the strictest guard, and every possible call.

    A path counts as any path if it has dots to resolve, endless escapes, or a variable
    (``{{name}}``) whose value an earlier response will supply. A body that contains a second
    request is a write.
    """
    readings = read_request(method, url, headers, body)
    calls = [
        _find(catalogue, endpoint, each, segments, where)
        for each in readings.methods
        for segments in readings.paths
    ]
    found = _worst_of(catalogue, endpoint, calls, where.environment)
    is_ambiguous = len(calls) > 1 or readings.is_any or readings.is_open
    found = msgspec.structs.replace(found, is_ambiguous=is_ambiguous)
    if readings.holds_request:
        effect = worse(found.effect, Effect.WRITE)
        found = msgspec.structs.replace(found, effect=effect, holds_request=True)
    if not readings.is_any and not readings.is_open:
        return found
    names = [setting.name for setting in where.environment.env_types]
    return msgspec.structs.replace(
        found,
        effect=Effect.DESTRUCTIVE,
        env_type=_strictest([found.env_type, *names], where.environment),
        known=None if readings.is_any else found,
    )


def _worst_of(
    catalogue: Catalogue, endpoint: Endpoint, calls: Sequence[ResolvedCall], place: Environment
) -> ResolvedCall:
    """Return the worst of the calls that a draft of ``endpoint`` may be."""
    worst = max(calls, key=lambda call: _SEVERITY.index(call.effect))
    is_bundled = bool(endpoint.module) and endpoint.module not in catalogue.own
    return msgspec.structs.replace(
        worst,
        effect=worse(worst.effect, endpoint.effect) if is_bundled else worst.effect,
        env_type=_strictest([call.env_type for call in calls], place),
        possible=tuple(dict.fromkeys(each for call in calls for each in call.possible)),
    )


def worse(effect: Effect, other: Effect) -> Effect:
    """Return the more severe of two effects."""
    return max(effect, other, key=_SEVERITY.index)


def with_shipped_effects(bundled: Catalogue, module: Module) -> Module:
    """Return a module of a workspace in which bundled calls keep their bundled effects.

    A call with the id of a bundled call never has a weaker effect than that call, whatever its
    path.
    """
    groups = tuple(
        msgspec.structs.replace(
            group, endpoints=tuple(_with_shipped_effect(bundled, each) for each in group.endpoints)
        )
        for group in module.groups
    )
    return msgspec.structs.replace(module, groups=groups)


def _with_shipped_effect(bundled: Catalogue, endpoint: Endpoint) -> Endpoint:
    named = bundled.by_id.get(endpoint.id)
    is_own = named is None or endpoint.confidence is Confidence.OWN
    by_path = _effect_by_path(bundled, endpoint) if is_own else endpoint.effect
    effect = max((by_path, named.effect if named else by_path), key=_SEVERITY.index)
    same = effect is endpoint.effect
    return endpoint if same else msgspec.structs.replace(endpoint, effect=effect)


def _effect_by_path(bundled: Catalogue, endpoint: Endpoint) -> Effect:
    """Return the worse of a workspace call's declared effect and the effect of its path."""
    own = _effect_by_word(endpoint)
    if not endpoint.path.startswith("/"):
        return own
    path = re.sub(r"\{[^{}]*\}", "x", endpoint.path)
    folded = tuple(map(fold_segment, filter(None, path.split("/"))))
    shipped = bundled.fitting(folded)
    is_documented = _is_documented(bundled, shipped, endpoint.method.upper())
    hidden = _hidden(bundled, folded, 0, is_documented=is_documented)
    readings = path_readings(path)
    if may_be_any(path):
        effects = [Effect.DESTRUCTIVE]
    elif not shipped and not hidden:
        effects = [own, *(_effect_of_action(bundled, each) for each in readings)]
    else:
        effects = [_effect_at(shipped, [PathTemplate.of(endpoint)], endpoint.method)]
        effects += [_best(hidden, endpoint.method).endpoint.effect] if hidden else []
    if any(map(_is_batch, readings)):
        effects.append(Effect.DESTRUCTIVE)
    return max(effects, key=_SEVERITY.index)


def _effect_by_word(endpoint: Endpoint) -> Effect:
    """Return the effect that a call of a workspace declares.

    WeDa reads by POST, so a POST may be declared a read. Any other method has at least the effect
    that the method implies.
    """
    if endpoint.method.upper() in {"POST", ""}:
        return endpoint.effect
    return worse(endpoint.effect, undocumented_effect(endpoint.method))


def effect_of_path(catalogue: Catalogue, method: str, path: Segments) -> Effect:
    """Return the effect of a call to a path, according to the catalogue."""
    folded = tuple(map(fold_segment, path))
    matches, method = catalogue.fitting(folded), method.upper()
    is_documented = _is_documented(catalogue, matches, method)
    hidden = _hidden(catalogue, folded, 0, is_documented=is_documented)
    return _effect(catalogue, folded, matches, hidden, method)


def _find(
    catalogue: Catalogue, endpoint: Endpoint, method: str, path: Segments, where: Target
) -> ResolvedCall:
    segments = where.environment.below_prefix(path)
    folded = tuple(map(fold_segment, segments))
    matches = catalogue.fitting(folded)
    if own := _own(endpoint, folded, matches):
        matches.insert(0, own)
    whole = tuple(map(fold_segment, path))
    is_documented = _is_documented(catalogue, matches, method)
    hidden = _hidden(catalogue, whole, len(path) - len(segments), is_documented=is_documented)
    effect = _effect(catalogue, folded, matches, hidden, method)
    possible = tuple(_possible(catalogue, endpoint, folded, matches, hidden, method))
    if not matches:
        env_type = _env_type_anywhere(path, where)
        return ResolvedCall(endpoint, effect, env_type, possible=possible)
    shipped, theirs = _by_source(catalogue, matches)
    deciding = [_best(found, method) for found in (shipped, theirs) if found]
    at = next((found.env_type_at for found in deciding if found.env_type_at is not None), None)
    env_types = [where.env_type if at is None else _known(segments[at], where.environment)]
    if hidden or theirs:
        env_types.append(_env_type_anywhere(path, where))
    env_type = _strictest(env_types, where.environment)
    named = max(deciding, key=lambda found: (found.endpoint is endpoint, *_rank(found)))
    known = _best(shipped, method).endpoint if shipped else None
    return ResolvedCall(named.endpoint, effect, env_type, known, possible)


def _possible(
    catalogue: Catalogue,
    endpoint: Endpoint,
    path: Segments,
    matches: list[PathTemplate],
    hidden: list[PathTemplate],
    method: str,
) -> Iterator[PossibleCall]:
    """Yield the calls that a call of ``path`` may be, except bundled reads.

    If no bundled call has the path, the draft's own endpoint is one of them.
    """
    shipped, theirs = _by_source(catalogue, matches)
    named = [_best(shipped, method).endpoint] if shipped else [endpoint]
    named += [_best(theirs, method).endpoint] if theirs else []
    calls = [PossibleCall(each, name) for each in named for name in _actions(path) or [""]]
    calls += [PossibleCall(each.endpoint, each.end) for each in hidden]
    for call in calls:
        is_read = call.endpoint.effect is Effect.READ and not catalogue.is_own(call.endpoint)
        if not is_read or call.endpoint is endpoint:
            yield call


def _effect(
    catalogue: Catalogue,
    path: Segments,
    matches: list[PathTemplate],
    hidden: list[PathTemplate],
    method: str,
) -> Effect:
    """Return the effect of a call of ``path``; ``matches`` fit it, ``hidden`` fit a part of it."""
    shipped, theirs = _by_source(catalogue, matches)
    known = _effect_at(shipped, theirs, method) if matches else undocumented_effect(method)
    behind = [_best(hidden, method).endpoint.effect] if hidden else []
    behind += [each.endpoint.effect for each in theirs if _is_defined(catalogue, each, method)]
    if not shipped:
        behind.append(_effect_of_action(catalogue, path))
    if _is_batch(path):
        behind.append(Effect.DESTRUCTIVE)
    return max((known, *behind), key=_SEVERITY.index)


def _is_defined(catalogue: Catalogue, template: PathTemplate, method: str) -> bool:
    """Return whether a workspace only defines the path of a bundled call: its effect is kept."""
    endpoint = template.endpoint
    return endpoint.method == method and endpoint.module not in catalogue.own


def _effect_of_action(catalogue: Catalogue, path: Segments) -> Effect:
    """Return the worst effect of the bundled calls named in the last segment of a path."""
    effects = catalogue.effects_of_actions
    found = (effects.get(name, Effect.READ) for name in _actions(path))
    return max(found, key=_SEVERITY.index, default=Effect.READ)


def _actions(path: Segments) -> list[str]:
    """Return the names in the last segment of a path."""
    return _ACTION.findall(fold_segment(path[-1])) if path else []


def _is_batch(path: Segments) -> bool:
    """Return whether a path is an OData batch, whose body says what is called."""
    return bool(path) and _BATCH.match(fold_segment(path[-1])) is not None


def _by_source(
    catalogue: Catalogue, matches: list[PathTemplate]
) -> tuple[list[PathTemplate], list[PathTemplate]]:
    """Return the templates of the bundled catalogue, and those of the workspace."""
    shipped = [match for match in matches if not catalogue.is_own(match.endpoint)]
    return shipped, [match for match in matches if catalogue.is_own(match.endpoint)]


def _effect_at(shipped: list[PathTemplate], theirs: list[PathTemplate], method: str) -> Effect:
    """Return the effect of the templates that fit a path; ``theirs`` are those of a workspace.

    A bundled template of the method decides, unless a workspace's template is more exact and worse.
    """
    deciding = [_best(found, method) for found in (shipped, theirs) if found]
    if shipped and deciding[0].endpoint.method == method:
        deciding = [
            each for each in deciding if each is deciding[0] or each.literals > deciding[0].literals
        ]
    effect = max((found.endpoint.effect for found in deciding), key=_SEVERITY.index)
    if any(each.endpoint.method == method for each in shipped or theirs):
        return effect
    undocumented = Effect.DESTRUCTIVE if method in REPLACING else undocumented_effect(method)
    return worse(effect, undocumented)


def _is_documented(catalogue: Catalogue, matches: list[PathTemplate], method: str) -> bool:
    """Return whether the bundled catalogue has the path of ``matches`` with this method."""
    return any(each.endpoint.method == method for each in _by_source(catalogue, matches)[0])


def _hidden(
    catalogue: Catalogue, folded: Segments, start: int, *, is_documented: bool
) -> list[PathTemplate]:
    """Return the bundled templates that servers may find elsewhere in a path than at ``start``.

    These are the templates that fit another end of the path. For an undocumented path also those
    that end in an action followed by more text: servers may read that text as an extension, as
    parameters or as more of the path.
    """
    starts = range(max(0, len(folded) - catalogue.longest), len(folded))
    found = [m for index in starts if index != start for m in catalogue.fitting(folded[index:])]
    if not is_documented:
        found += _cut_at_actions(catalogue, folded)
    return [match for match in found if not catalogue.is_own(match.endpoint)]


def _cut_at_actions(catalogue: Catalogue, folded: Segments) -> Iterator[PathTemplate]:
    """Yield the templates that fit a part of a path that ends in the name of an action."""
    for end, segment in enumerate(folded, 1):
        is_last = end == len(folded)
        for name in _ACTION.findall(segment):
            for each in catalogue.by_end.get(name, ()) if not is_last or name != segment else ():
                start = end - len(each.segments)
                if start >= 0 and each.fits((*folded[start : end - 1], name)):
                    yield each


def _own(endpoint: Endpoint, folded: Segments, matches: list[PathTemplate]) -> PathTemplate | None:
    """Return the template of the draft's own endpoint if it fits the path."""
    for match in matches:
        if match.endpoint is endpoint:
            return match
    own = PathTemplate.of(endpoint) if endpoint.path.startswith("/") else None
    return own if own is not None and own.fits(folded) else None


def _best(matches: list[PathTemplate], method: str) -> PathTemplate:
    """Return the template that fits a path best; templates of the same method are preferred."""
    same_method = [match for match in matches if match.endpoint.method == method]
    return max(same_method or matches, key=_rank)


def _rank(template: PathTemplate) -> tuple[int, int]:
    """Return a key that orders the templates of one path by literals, then by severity."""
    return template.literals, _SEVERITY.index(template.endpoint.effect)


def _env_type_anywhere(segments: Segments, where: Target) -> str:
    """Return the strictest env type of a path without a template and the chosen one."""
    environment = where.environment
    names = {*ENV_TYPES, *(setting.name for setting in environment.env_types)}
    named = [_known(s, environment) for s in segments if fold_segment(s) in names or s in names]
    others = [name for name in named if name != where.env_type]
    return _strictest([*others, where.env_type], environment)


def _known(segment: str, environment: Environment) -> str:
    """Return an env type as the environment spells it, or as the public documents do.

    Of names that differ only in case, returns the one with the strictest guard. Any other name is
    ``UNNAMED``, because the segment may hold a value that must not be shown. A segment that is not
    a valid name may be read as any env type, so it counts as the one with the strictest guard.
    """
    names = [setting.name for setting in environment.env_types]
    for known in (names, ENV_TYPES):
        if same := [name for name in known if name.casefold() == fold_segment(segment)]:
            return _strictest(same, environment)
    is_name = re.fullmatch("[A-Za-z0-9_-]+", segment)
    return UNNAMED if is_name or not names else _strictest(names, environment)


def _strictest(env_types: Sequence[str], environment: Environment) -> str:
    return max(env_types, key=lambda name: _STRICTNESS.index(environment.guard_of(name)))
