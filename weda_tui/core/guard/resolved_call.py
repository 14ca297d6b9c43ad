"""What a resolved address really calls: its path decides, not the endpoint a draft came from.

A URL can be edited by hand, and both the action and the env type stand *in the path*
(private-deployment guide, section 2.1).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from json import detect_encoding
from urllib.parse import unquote_plus, urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import Confidence, Effect, Endpoint
from weda_tui.core.catalogue.modules import Catalogue, Module, PathTemplate
from weda_tui.core.environments.deployment import ENV_TYPES, Environment, Guard, Target
from weda_tui.core.json.text import decode_body
from weda_tui.core.requests.free_call import undocumented_effect
from weda_tui.core.requests.route_headers import is_method_header, other_paths
from weda_tui.core.requests.url import (
    Segments,
    fold_name,
    fold_segment,
    may_be_any,
    path_readings,
    unquote_wholly,
)
from weda_tui.core.text import template

REPLACING = frozenset({"DELETE", "PATCH", "PUT"})
"""Methods that change what is there; of a list, that is all of it."""
WRITING = REPLACING | {"POST"}
METHODS = REPLACING | {"GET", "HEAD", "OPTIONS", "POST"}
"""Methods that say what they do; any other one may write."""

_FIELDS = frozenset({"-method", "$httpmethod", "-httpmethod"})
"""Parameters that name a method, whatever the value; ``_`` and ``-`` are the same. Any other one
with ``method`` or ``verb`` in it, and ``_m``, counts where its value is a method that writes."""
_BRIEF = "-m"
_NOT_FOR_THE_CALL = frozenset({"access-control-request-method"})
"""What a browser asks about a later call."""
_FORM_FIELD = re.compile(r"(?:^|[&;])([^=&;]{1,10000})=([^&;]{0,1000})")
_PART = re.compile(
    r"""\bname\*?\s*=\s*(?:"([^"\r\n]*)"|([^";\s]+))[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]*)""",
    re.IGNORECASE,
)
"""A field of a multipart form: its name, quoted or not, and the first line of its value."""
_MEMBER = re.compile(
    r"""(?P<name>"(?:[_-]method|\$httpmethod|_httpmethod|x[_-](?:http[_-])?method[_-]override)")"""
    r"""\s*:\s*(?P<value>"[^"]*"|\{\{[^{}]*\}\}|\w+)""",
    re.IGNORECASE,
)
_ASCII_ESCAPE = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)

Pairs = Iterable[tuple[str, str]]


def find_overrides(url: str, headers: Sequence[tuple[str, str]], body: bytes) -> list[str]:
    """Return the methods that a request may be taken for, apart from its own.

    A value that is open (``{{name}}``) may become any.
    """
    query = urlsplit(url).query
    fields = (*_form_fields(query), *_body_fields(headers, body))
    values = [value for name, value in headers if _is_override_header(name, value)]
    values += [value for name, value in fields if _is_override_field(name, value)]
    found: set[str] = set()
    for value in values:
        if _is_open(value):
            found |= WRITING
        else:
            found |= {word if word in METHODS else "POST" for word in _words(value)}
    return sorted(found)


def _is_override_header(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _NOT_FOR_THE_CALL:
        return False
    return is_method_header(name) or (_hints(folded) and _may_write(value))


def _is_override_field(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _FIELDS or is_method_header(name):
        return True
    return (folded == _BRIEF or _hints(folded)) and _may_write(value)


def _hints(name: str) -> bool:
    return "method" in name or "verb" in name


def _may_write(value: str) -> bool:
    return _is_open(value) or not WRITING.isdisjoint(_words(value))


def _is_open(value: str) -> bool:
    return template.VARIABLE.search(value) is not None


def _words(value: str) -> list[str]:
    return [word.upper() for word in re.findall("[A-Za-z]+", value)]


def _body_fields(headers: Sequence[tuple[str, str]], body: bytes) -> Pairs:
    """Return what may name a method in a body, by the ways in which its type may be read.

    A body whose content is encoded cannot be read: it may name any method.
    """
    if not body:
        return ()
    types = [value.casefold() for name, value in headers if fold_name(name) == "content-type"]
    kinds = " ".join(types)
    is_form = "urlencoded" in kinds or not kinds.strip()
    is_multipart = "multipart" in kinds
    is_json = "json" in kinds
    if not (is_form or is_multipart or is_json):
        return ()
    if _is_encoded(headers):
        return (("-method", "{{encoded}}"),)
    text, _ = decode_body(body, kinds)
    if is_multipart:
        return _parts(text)
    detected = body.decode(detect_encoding(body), "replace") if is_json else ""
    return (*(_form_fields(text) if is_form else ()), *_members(text), *_members(detected))


def _is_encoded(headers: Sequence[tuple[str, str]]) -> bool:
    codings = [value.strip() for name, value in headers if fold_name(name) == "content-encoding"]
    return any(coding.casefold() not in {"", "identity"} for coding in codings)


def _form_fields(text: str) -> Pairs:
    return [(_unquote(match[1]), _unquote(match[2])) for match in _FORM_FIELD.finditer(text)]


def _parts(text: str) -> Pairs:
    for match in _PART.finditer(text):
        name = (match[1] or match[2] or "").rpartition("'")[2]
        yield _unquote(name), match[3]


def _members(text: str) -> Pairs:
    if "\\u00" in text:
        text = _ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    for match in _MEMBER.finditer(text):
        yield match["name"].strip('"'), match["value"]


def _unquote(text: str) -> str:
    plain = unquote_plus(text)
    return unicodedata.normalize("NFKC", unquote_wholly(plain) or plain)


UNNAMED = "?"
"""Stands for an env type in a path that neither the environment nor the public documents name."""
_SEVERITY = (Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE)
_STRICTNESS = tuple(Guard)
_BATCH = re.compile(r"\$batch(?![a-z0-9_-])")
"""The last segment of a call that holds others."""
_ACTION = re.compile("[a-z0-9_-]+")
"""The name of a call in a segment, without an extension and parameters."""


class ResolvedCall(msgspec.Struct, frozen=True):
    """What leaves for an address."""

    endpoint: Endpoint
    """The one that the path names; the draft's own where the path names none."""
    effect: Effect
    env_type: str
    """The one in the path; the chosen one where the path holds none; the strictest in doubt."""
    shipped: Endpoint | None = None
    """The endpoint of the bundled catalogue that the path names, if any."""
    known: "ResolvedCall | None" = None
    """The call as its path stands, where that has open values that may make it another one."""


def find_target(
    catalogue: Catalogue,
    endpoint: Endpoint,
    method: str,
    url: str,
    where: Target,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> ResolvedCall:
    """Return what sending to ``url`` calls, for a draft that came from ``endpoint``.

    The bundled catalogue decides about the paths and methods that it has: no file of a workspace
    changes their effect. Escapes, dots, doubled slashes, case and another prefix do not hide a
    path. A method that the path is not documented with hides nothing either: one that deletes or
    replaces, sent where only other methods are documented (OData without a key), may hit all there
    is. A path that nobody documents goes by its method, unless its last segment is the action of a
    bundled write. Where servers read a path or a method differently (headers, the query and the
    body may name other ones), each reading counts: the most severe effect, and the env type with
    the strictest guard. A path may be any that has dots to follow or escapes without end, or an
    open value in it (``{{name}}``, which an answer will bring).
    """
    own = urlsplit(url).path
    paths = [own, *other_paths(headers, own)]
    overrides = find_overrides(url, headers, body)
    found = _worst_of(catalogue, endpoint, [method.upper(), *overrides], paths, where)
    is_open = any(map(may_be_any, paths))
    if not is_open and not any(map(template.VARIABLE.search, paths)):
        return found
    names = [setting.name for setting in where.environment.env_types]
    return msgspec.structs.replace(
        found,
        effect=Effect.DESTRUCTIVE,
        env_type=_strictest([found.env_type, *names], where.environment),
        known=None if is_open else found,
    )


def _worst_of(
    catalogue: Catalogue,
    endpoint: Endpoint,
    methods: Sequence[str],
    paths: Sequence[str],
    where: Target,
) -> ResolvedCall:
    """Return the worst of what the methods and paths call."""
    targets = [
        _find(catalogue, endpoint, method, segments, where)
        for method in dict.fromkeys(methods)
        for path in dict.fromkeys(paths)
        for segments in path_readings(path)
    ]
    found = max(targets, key=lambda target: _SEVERITY.index(target.effect))
    env_type = _strictest([target.env_type for target in targets], where.environment)
    return msgspec.structs.replace(found, env_type=env_type)


def worse(effect: Effect, other: Effect) -> Effect:
    """Return the more severe of two effects."""
    return max(effect, other, key=_SEVERITY.index)


def with_shipped_effects(bundled: Catalogue, module: Module) -> Module:
    """Return a module of a workspace; its calls that the bundled catalogue has too do the same.

    A call with the id of a bundled one is never weaker than that one, whatever its path.
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
    """Return what a call of a workspace does by its own word and by its path, the worse of them."""
    own = _effect_by_word(endpoint)
    if not endpoint.path.startswith("/"):
        return own
    path = re.sub(r"\{[^{}]*\}", "x", endpoint.path)
    folded = tuple(map(fold_segment, filter(None, path.split("/"))))
    shipped, hidden = bundled.fitting(folded), _hidden(bundled, folded, 0)
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
    """Return what a call of a workspace says that it does.

    WeDa reads by POST, so a POST may be called a read. No other method does less than it says.
    """
    if endpoint.method.upper() in {"POST", ""}:
        return endpoint.effect
    return worse(endpoint.effect, undocumented_effect(endpoint.method))


def effect_of_path(catalogue: Catalogue, method: str, path: Segments) -> Effect:
    """Return what a call of a path does, by what the catalogue has of it."""
    folded = tuple(map(fold_segment, path))
    hidden = _hidden(catalogue, folded, 0)
    return _effect(catalogue, folded, catalogue.fitting(folded), hidden, method.upper())


def _find(
    catalogue: Catalogue, endpoint: Endpoint, method: str, path: Segments, where: Target
) -> ResolvedCall:
    segments = where.environment.below_prefix(path)
    folded = tuple(map(fold_segment, segments))
    matches = catalogue.fitting(folded)
    if own := _own(endpoint, folded, matches):
        matches.insert(0, own)
    whole = tuple(map(fold_segment, path))
    hidden = _hidden(catalogue, whole, len(path) - len(segments))
    effect = _effect(catalogue, folded, matches, hidden, method)
    if not matches:
        return ResolvedCall(endpoint, effect, _env_type_anywhere(path, where))
    shipped, theirs = _by_source(catalogue, matches)
    deciding = [_best(found, method) for found in (shipped, theirs) if found]
    at = next((found.env_type_at for found in deciding if found.env_type_at is not None), None)
    env_types = [where.env_type if at is None else _known(segments[at], where.environment)]
    if hidden or theirs:
        env_types.append(_env_type_anywhere(path, where))
    env_type = _strictest(env_types, where.environment)
    named = max(deciding, key=lambda found: (found.endpoint is endpoint, *_rank(found)))
    known = _best(shipped, method).endpoint if shipped else None
    return ResolvedCall(named.endpoint, effect, env_type, known)


def _effect(
    catalogue: Catalogue,
    path: Segments,
    matches: list[PathTemplate],
    hidden: list[PathTemplate],
    method: str,
) -> Effect:
    """Return what a call of ``path`` does, which fits ``matches`` and ends as ``hidden`` do."""
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
    """Return whether a workspace only says where a call of the program is: its effect stands."""
    endpoint = template.endpoint
    return endpoint.method == method and endpoint.module not in catalogue.own


def _effect_of_action(catalogue: Catalogue, path: Segments) -> Effect:
    """Return what bundled calls do that end in the last segment of a path, whatever follows it."""
    action = _ACTION.match(fold_segment(path[-1])) if path else None
    return catalogue.effects_of_actions.get(action[0], Effect.READ) if action else Effect.READ


def _is_batch(path: Segments) -> bool:
    """Return whether a path is that of an OData batch, whose body says what it does."""
    return bool(path) and _BATCH.match(fold_segment(path[-1])) is not None


def _by_source(
    catalogue: Catalogue, matches: list[PathTemplate]
) -> tuple[list[PathTemplate], list[PathTemplate]]:
    """Return the templates of the bundled catalogue, and those of the workspace."""
    shipped = [match for match in matches if not catalogue.is_own(match.endpoint)]
    return shipped, [match for match in matches if catalogue.is_own(match.endpoint)]


def _effect_at(shipped: list[PathTemplate], theirs: list[PathTemplate], method: str) -> Effect:
    """Return what the templates that fit a path say of it, those of a workspace are ``theirs``.

    A bundled one of the method decides, unless one of a workspace is more exact and worse.
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


def _hidden(catalogue: Catalogue, folded: Segments, start: int) -> list[PathTemplate]:
    """Return the bundled templates that fit the end of a path elsewhere than at ``start``."""
    return [
        match
        for index in range(max(0, len(folded) - catalogue.longest), len(folded))
        if index != start
        for match in catalogue.fitting(folded[index:])
        if not catalogue.is_own(match.endpoint)
    ]


def _own(endpoint: Endpoint, folded: Segments, matches: list[PathTemplate]) -> PathTemplate | None:
    """Return the template of the draft's own endpoint where a path is one of it."""
    for match in matches:
        if match.endpoint is endpoint:
            return match
    own = PathTemplate.of(endpoint) if endpoint.path.startswith("/") else None
    return own if own is not None and own.fits(folded) else None


def _best(matches: list[PathTemplate], method: str) -> PathTemplate:
    """Return the one that names a path best, of its method where any is."""
    same_method = [match for match in matches if match.endpoint.method == method]
    return max(same_method or matches, key=_rank)


def _rank(template: PathTemplate) -> tuple[int, int]:
    """Order templates that fit one path: the most literal, then the most severe."""
    return template.literals, _SEVERITY.index(template.endpoint.effect)


def _env_type_anywhere(segments: Segments, where: Target) -> str:
    """Return the env type in a path without a template, before the chosen one."""
    environment = where.environment
    names = {*ENV_TYPES, *(setting.name for setting in environment.env_types)}
    named = [_known(s, environment) for s in segments if fold_segment(s) in names or s in names]
    others = [name for name in named if name != where.env_type]
    return _strictest([*others, where.env_type], environment)


def _known(segment: str, environment: Environment) -> str:
    """Return an env type as the environment spells it, or as the public documents do.

    Of names that differ in case alone it is the one with the strictest guard. Any other name is
    ``UNNAMED``: a segment may be filled in with a value that nobody may see. What is no name of one
    might be read as any: it counts as the one with the strictest guard.
    """
    names = [setting.name for setting in environment.env_types]
    for known in (names, ENV_TYPES):
        if same := [name for name in known if name.casefold() == fold_segment(segment)]:
            return _strictest(same, environment)
    is_name = re.fullmatch("[A-Za-z0-9_-]+", segment)
    return UNNAMED if is_name or not names else _strictest(names, environment)


def _strictest(env_types: Sequence[str], environment: Environment) -> str:
    return max(env_types, key=lambda name: _STRICTNESS.index(environment.guard_of(name)))
