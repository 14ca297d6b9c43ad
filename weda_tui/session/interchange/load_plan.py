"""Plans a load test of saved requests: values are inserted, later values become slots."""

import re
from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import Assertion, SavedRequest, Scalar
from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Target, TokenBody
from weda_tui.core.environments.route import origin_of, without_login
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision, decide, decide_load, stricter
from weda_tui.core.guard.method_overrides import content_types
from weda_tui.core.guard.resolved_call import worse
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.interchange.unwritten import Unwritten
from weda_tui.core.json.strings import JsonStrings
from weda_tui.core.load.plan import (
    BASIC,
    USER_TOKEN,
    LoadCheck,
    LoadExpected,
    LoadPlan,
    LoadRequest,
    LoadRoute,
    LoadSlot,
    Template,
)
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, file_names, file_reference
from weda_tui.core.requests.endpoint_of_url import effect_of_draft, reading_methods, writing_words
from weda_tui.core.requests.escapes import path_words
from weda_tui.core.requests.variables import (
    DYNAMIC,
    Moment,
    VariableLayer,
    VariableOrigin,
    Variables,
)
from weda_tui.core.secrets.credentials import carries_key
from weda_tui.core.text import template
from weda_tui.core.text.template import VARIABLE
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.code.open_variables import (
    EnvironmentNames,
    VariableMark,
    body_text,
    named_variable,
    split_marks,
    with_names,
)
from weda_tui.formats.load.judging import PLAIN_SUBJECTS, read_path
from weda_tui.formats.load.locust import is_python_pattern
from weda_tui.formats.postman.tests import names_secret
from weda_tui.gateway.certificates import placed
from weda_tui.gateway.route_files import load_route
from weda_tui.gateway.system_proxy import seen_system_proxy
from weda_tui.session.interchange.open_requests import layers_of, prepared, resolved_draft
from weda_tui.session.session import Session

_WRITTEN = frozenset(
    {VariableOrigin.ENVIRONMENT, VariableOrigin.ENV_TYPE, VariableOrigin.COLLECTION,
     VariableOrigin.REQUEST}
)  # fmt: skip
_BUILT_IN = frozenset(
    {template.HOST, template.ENV_TYPE, template.ENV_ID, template.ACCESS_TOKEN, USER_TOKEN, BASIC}
)
"""Names whose values the target provides, as in a run, not a response or a row."""
_FIXED = frozenset({template.ENV_TYPE, template.ENV_ID})
"""Built-in names that are read from the environment if no target is chosen."""
_MADE = frozenset({template.HOST, template.ACCESS_TOKEN, USER_TOKEN, BASIC, *DYNAMIC})
"""Names whose values come from no response, no row and no environment variable."""
_SUBJECTS = frozenset({"verdict", "status", "time", "size"})


class LateNames(msgspec.Struct, frozen=True):
    """The names whose values are not in the files."""

    columns: frozenset[str] = frozenset()
    """The columns of the data."""
    gaps: frozenset[str] = frozenset()
    """The columns that some rows lack; for these rows the value of the files is used."""
    given: frozenset[str] = frozenset()
    """The names with a value in the environment."""


class LoadPlanning:
    """Makes the load plan of a bundle that ``ExportChecks`` has passed."""

    def __init__(
        self,
        session: Session,
        bundle: Imported,
        where: Target | None,
        names: LateNames = LateNames(),  # noqa: B008 - frozen
        *,
        has_pattern: Callable[[LoadExpected], bool] = is_python_pattern,
        check: Callable[[SavedRequest, RequestDraft], None],
    ) -> None:
        """``has_pattern`` says whether a program reads a regular expression as a run does.

        ``check`` is ``ExportChecks.check_finished``.
        """
        self._has_pattern, self._may_send = has_pattern, check
        self._session, self._bundle, self._where = session, bundle, where
        self._names = EnvironmentNames()
        self._given, self._gaps = names.given, names.gaps
        self._of_files: dict[str, set[str]] = {}
        """The values of the files for the gaps; several if requests have different values."""
        self._captured = {name for each in bundle.requests for name in each.captures}
        self._seen = (names.columns - self._captured).union(names.given, _FIXED)
        """The late names whose values a guard has checked."""
        others = self._captured.union(names.columns, names.given) - _BUILT_IN
        self._late = others.union({template.HOST}, DYNAMIC)
        """The names whose values come while the test runs, whatever the files say."""
        self.left: list[Unwritten] = []
        """The parts of the requests that are not in the load test."""
        self.refused: list[tuple[str, FileError]] = []
        """The requests that must not be sent as they are."""
        self.hidden: dict[str, str] = {}
        """Values that are secrets or fill gaps in the data, by their environment variables."""

    def plan(self) -> LoadPlan:
        """Return the plan. Raises ``FileError`` if a file of the route cannot be read."""
        requests = tuple(filter(None, map(self._request, self._bundle.requests)))
        names = {each.name for each in requests}
        for each in requests:
            for path in (path for path in each.depends if path not in names):
                self.left.append(Unwritten(each.name, f"depends {path}"))
        requests = tuple(
            replace(each, depends=tuple(path for path in each.depends if path in names))
            for each in requests
        )
        for name, values in self._of_files.items():
            if len(values) == 1:
                self.hidden[self._names[name]] = values.pop()
        route = _route(self._session, self._where) if self._where is not None else LoadRoute()
        return LoadPlan(self._bundle.name, requests, route)

    def _request(self, saved: SavedRequest) -> LoadRequest | None:
        draft = saved.draft
        if files := file_names(draft.body):
            self.left.append(Unwritten(saved.path, file_reference(files[0])))
            return None
        if not draft.url.startswith(f"{{{{{template.HOST}}}}}"):
            self.left.append(Unwritten(saved.path))  # no other host is load-tested
            return None
        self.left += [Unwritten(saved.path, part) for part in self._unwritten(saved)]
        values = self._values(saved)
        saved = replace(saved, draft=self._unfolded(draft, values))
        sent = prepared(
            resolved_draft(
                self._session, self._bundle, saved, self._where, named_variable, self._is_late
            )
        )
        try:
            self._may_send(saved, _in_braces(draft, sent))
        except FileError as error:
            self.refused.append((saved.path, error))
            return None
        url = self._template(sent.url, values)
        if unknown := self._unknown_env_type(url):
            self.left.append(Unwritten(saved.path, unknown))  # no guard knows the env type
            return None
        is_withheld = _carries_key(sent)
        endpoint = self._session.modules.catalogue.by_id.get(draft.endpoint_id)
        for name in {piece.name for text in _texts(sent) for piece in _open(text)}:
            if (value := _known(values, name)) is None:
                continue
            if not self._is_late(name):
                self.hidden[self._names[name]] = value
            elif self._is_of_files(name, values) and self._first(name, values) is None:
                self._of_files.setdefault(name, set()).add(value)
        finished = _in_braces(saved.draft, sent)
        effect = self._effect(draft, finished, values)
        methods, words = self._limits(finished, url) if effect is Effect.READ else ((), ())
        if not _words_in(finished.url).isdisjoint(words):  # it is unclear which word is meant
            effect, methods, words = Effect.WRITE, (), ()
        return LoadRequest(
            name=saved.path,
            title=saved.title,
            method=sent.method,
            url=url,
            headers=tuple((name, self._template(value, values)) for name, value in sent.headers),
            body=self._body(saved.draft, sent, values),
            checks=tuple(
                filter(
                    None,
                    (
                        self._check(saved, each, values, is_withheld=is_withheld)
                        for each in saved.asserts
                    ),
                )
            ),
            captures={n: source for n, source in saved.captures.items() if _is_readable(source)},
            is_withheld=is_withheld,
            depends=saved.depends,
            answers_nothing=endpoint is not None
            and endpoint.answers_nothing
            and endpoint.method == sent.method,
            is_write=effect is not Effect.READ,
            read_methods=methods,
            written_words=words,
            named=self._named(url, effect) if effect is not Effect.READ else "",
        )

    def _effect(self, draft: RequestDraft, finished: RequestDraft, values: Variables) -> Effect:
        """Return the worst effect of a request: as typed, as sent, and with values of files."""

        def put_in(match: re.Match[str]) -> str:
            name = match[1]
            value = _known(values, name) if self._is_of_files(name, values) else None
            return match[0] if value is None else value

        filled = replace(
            finished,
            url=VARIABLE.sub(put_in, finished.url),
            headers=tuple((name, VARIABLE.sub(put_in, text)) for name, text in finished.headers),
            body=VARIABLE.sub(put_in, finished.body),
        )
        catalogue, effect = self._session.modules.catalogue, Effect.READ
        for each in (draft, finished, filled):
            effect = worse(effect, effect_of_draft(catalogue, each))
        return effect

    def _limits(
        self, finished: RequestDraft, url: Template
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the methods and words that show whether a read is still a read when it is sent.

        Empty if no value comes later.
        """
        names = {name for text in finished.texts for name in template.names(text)}
        if names <= _MADE:
            return (), ()
        catalogue = self._session.modules.catalogue
        methods = reading_methods(catalogue, finished.url)
        late = {slot.name for slot in url.path_slots} - _MADE
        return methods, writing_words(catalogue, methods, finished.url, late)

    def _unknown_env_type(self, url: Template) -> str:
        """Return the URL segment by which a response, or an unchecked row, chooses the env type.

        The rows of a load test are checked before it starts.
        """
        named = self._env_types(url)
        return next((each for each in named if not self._seen.issuperset(template.names(each))), "")

    def _named(self, url: Template, effect: Effect) -> str:
        """Return the env type that the user has to type for a write, if a guard asks for it."""
        if self._where is None:
            return ""
        written = (each for each in self._env_types(url) if not template.names(each))
        called = next(written, self._where.env_type)
        guarded = decide(self._where.environment.guard_of(called), effect)
        asked = stricter(guarded, decide_load(called))
        return called if asked in {GuardDecision.ASK_NAME, GuardDecision.REFUSE} else ""

    def _env_types(self, url: Template) -> list[str]:
        """Return the segments of a URL that name an env type, with open names in braces."""
        braces = (p if isinstance(p, str) else f"{{{{{p.name}}}}}" for p in url.pieces[1:])
        segments = re.split(r"[?#]", "".join(braces))[0].split("/")[1:]
        fitting = self._session.modules.catalogue.fitting(tuple(map(str.casefold, segments)))
        places = {each.env_type_at for each in fitting if each.env_type_at is not None}
        return [segments[place] for place in places]

    def _unwritten(self, saved: SavedRequest) -> Iterator[str]:
        """Yield the parts of a request that ``run`` supports and a load test does not."""
        if saved.poll is not None:
            yield "poll"
        names = [name.lower() for name, _ in saved.draft.headers]
        yield from (f"header {name}" for name in dict.fromkeys(names) if names.count(name) > 1)
        if self._session.judging.rule_of(saved.draft.endpoint_id):
            yield "success rule"
        yield from (f"capture {n}" for n, s in saved.captures.items() if not _is_readable(s))

    # -- values ------------------------------------------------------------------------------

    def _is_late(self, name: str) -> bool:
        return name in self._late

    def _is_made_late(self, name: str, values: Variables) -> bool:
        """Return whether the value in the files contains another late name."""
        used = values.used_by(f"{{{{{name}}}}}")
        return any(self._is_late(each) for each in used if each != name)

    def _is_of_files(self, name: str, values: Variables) -> bool:
        """Return whether a late name has the value of the files until another value comes."""
        waits = name in self._gaps or name in self._captured
        return waits and name not in self._given and not self._is_made_late(name, values)

    def _first(self, name: str, values: Variables) -> str | None:
        """Return the value of a captured name in the files, unless it is or contains a secret."""
        found = _known(values, name)
        if found is None or name not in self._captured or not self._is_of_files(name, values):
            return None
        holds_secret = not _BUILT_IN.isdisjoint(values.used_by(f"{{{{{name}}}}}"))
        is_open = holds_secret or self._session.gate.known().text(found) != found
        return None if is_open else found

    def _values(self, saved: SavedRequest) -> Variables:
        layers = (*saved.draft.layers, *layers_of(self._bundle, saved))
        layers = (
            *layers,
            VariableLayer(VariableOrigin.ROW, {}),
        )  # values captured in this session are not used
        if self._where is None:
            return Variables(layers, Moment())
        return self._session.sending.variables(self._where, replace(saved.draft, layers=layers))

    def _unfolded(self, draft: RequestDraft, values: Variables) -> RequestDraft:
        """Return a draft in which a variable that contains a late one is replaced by its text."""
        return replace(
            draft,
            url=self._unfold(draft.url, values),
            headers=tuple((name, self._unfold(text, values)) for name, text in draft.headers),
            body=self._unfold(draft.body, values),
        )

    def _unfold(self, text: str, values: Variables) -> str:
        def replaced(match: re.Match[str]) -> str:
            name = match[1]
            source = next(iter(values.sources(name)), None)
            if name in self._late or source is None or source.origin not in _WRITTEN:
                return match[0]
            is_late = any(map(self._is_late, values.used_by(match[0])))
            return self._unfold(source.value, values) if is_late else match[0]

        return VARIABLE.sub(replaced, text)

    def _body(self, draft: RequestDraft, sent: PreparedRequest, values: Variables) -> Template:
        """Return the body; slots inside JSON strings differ from slots for whole values."""
        body = self._template(body_text(sent.body), values)
        if not draft.is_meant_as_json:
            is_form = any("urlencoded" in kind for kind in content_types(sent.headers))
            return Template(tuple(map(_in_form, body.pieces))) if is_form else body
        strings = JsonStrings()
        pieces: list[str | LoadSlot] = []
        for piece in body.pieces:
            if isinstance(piece, str):
                strings.read(piece)
                pieces.append(piece)
            elif strings.is_inside:
                pieces.append(_in_string(piece, values))
            else:
                pieces.append(replace(piece, as_json=True))
        return Template(tuple(pieces))

    def _template(self, text: str, values: Variables) -> Template:
        pieces = split_marks(text)
        return Template(
            tuple(self._slot(p.name, values) if isinstance(p, VariableMark) else p for p in pieces)
        )

    def _slot(self, name: str, values: Variables) -> LoadSlot:
        is_fixed = name in self._given or name in _FIXED
        first = self._first(name, values)
        return LoadSlot(name, self._names[name], is_fixed=is_fixed, first=first)

    # -- assertions --------------------------------------------------------------------------

    def _check(
        self, saved: SavedRequest, check: Assertion, values: Variables, *, is_withheld: bool
    ) -> LoadCheck | None:
        """Return an assertion; ``None`` for one that only ``run`` can judge, which is reported.

        For a response to a key or a password most assertions are left out, because many of them
        together would reveal the whole response.
        """
        on, several = self._filled(check.on, values), check.expected
        if isinstance(several, tuple):
            expected: LoadExpected = tuple(self._filled(each, values) for each in several)
        else:
            expected = self._filled(several, values)
        is_hidden = names_secret(check.on) or (is_withheld and check.on not in PLAIN_SUBJECTS)
        is_secret = is_hidden and check.operator != "exists"
        is_pattern = check.operator != "matches" or self._has_pattern(expected)
        if not isinstance(on, str) or not _is_readable(on) or is_secret or not is_pattern:
            self.left.append(Unwritten(saved.path, f"assert {check.on} {check.operator}"))
            return None
        return LoadCheck(on, check.operator, expected)

    def _filled(self, value: Scalar, values: Variables) -> Scalar | Template:
        if not isinstance(value, str) or "{{" not in value:
            return value
        masker = self._session.gate.known()

        def shown(name: str) -> str:
            found = _known(values, name)
            is_open = found is None or name in self._late or masker.text(found) != found
            return named_variable(name) if is_open or found is None else found

        text = self._unfold(value, values)
        filled = template.render(text, {name: shown(name) for name in template.names(text)})
        made = self._template(filled, values)
        return made if made.slots else filled


def _carries_key(sent: PreparedRequest) -> bool:
    """Return whether a request contains a key or a password, or a place for one."""
    named = replace(
        sent, url=with_names(sent.url), body=wire_bytes(with_names(body_text(sent.body)))
    )
    is_basic = any(value.strip().lower().startswith("basic") for _, value in sent.headers)
    return is_basic or carries_key(named)


def _in_string(slot: LoadSlot, values: Variables) -> LoadSlot:
    """Return a slot marked as part of a JSON string."""
    source = next(iter(values.sources(slot.name)), None)
    has_file_value = source is not None and source.origin in _WRITTEN
    return replace(slot, in_string=True, is_of_files=has_file_value and not slot.is_fixed)


def _in_form(piece: str | LoadSlot) -> str | LoadSlot:
    return replace(piece, in_form=True) if isinstance(piece, LoadSlot) else piece


def _words_in(url: str) -> frozenset[str]:
    """Return the words in the path of a URL, ignoring its variables."""
    path = re.split(r"[?#]", VARIABLE.sub("", url), maxsplit=1)[0]
    return path_words(path)


def _texts(sent: PreparedRequest) -> tuple[str, ...]:
    return (sent.url, body_text(sent.body), *(value for _, value in sent.headers))


def _in_braces(draft: RequestDraft, sent: PreparedRequest) -> RequestDraft:
    """Return a request as it is sent, with later values in braces."""
    return replace(
        draft,
        method=sent.method,
        url=with_names(sent.url),
        headers=tuple((name, with_names(value)) for name, value in sent.headers),
        body=with_names(body_text(sent.body)),
    )


def _open(text: str) -> list[VariableMark]:
    return [each for each in split_marks(text) if isinstance(each, VariableMark)]


def _known(values: Variables, name: str) -> str | None:
    """Return the value of a variable; ``None`` if it, or a variable in it, has no value."""
    try:
        return values[name]
    except (KeyError, FileError):
        return None


def _is_readable(source: str) -> bool:
    """Return whether a load test can evaluate the subject of an assertion or a capture."""
    if source.startswith("$"):
        return read_path(source) is not None
    return source in _SUBJECTS or source.lower().startswith("header ")


def _route(session: Session, where: Target) -> LoadRoute:
    """Return the route of a load test.

    Raises ``FileError``: ``LOAD_PROXY`` for a proxy that Locust does not support,
    ``CA_FILE_INVALID``.
    """
    environment = where.environment
    proxy = environment.proxy
    if proxy == SYSTEM_PROXY:
        proxy = seen_system_proxy(*origin_of(environment.host))
    scheme, host, port = ("", "", 0) if proxy in {"", NO_PROXY} else origin_of(proxy)
    if scheme not in {"", "http"} or "@" in proxy:
        raise FileError(ErrorCode.LOAD_PROXY, proxy=without_login(proxy))
    loaded = load_route(environment, session.paths.workspace)
    return LoadRoute(
        name=where.name,
        fingerprint=loaded.fingerprint,
        host=environment.host,
        verify_tls=environment.verify_tls,
        authorities=loaded.ca.certificates,
        certificate=placed(environment.client_certificate, session.paths.workspace),
        certificate_key=placed(environment.client_key, session.paths.workspace),
        proxy_host=host,
        proxy_port=port or (80 if host else 0),
        timeout=environment.timeout,
        token_form=environment.token_body is TokenBody.FORM,
    )
