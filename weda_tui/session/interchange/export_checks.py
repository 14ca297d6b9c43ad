"""What an export refuses: a request that ``send`` refuses, or one that an attacker could misuse.

    {{vars.host}}/weda/…           X: {{order}}          ►  exported
    {{vars.host}}/weda/…           X: {{access_token}}   ►  TOKEN_MISPLACED
    {{vars.host}}/?t={{access_token}}                    ►  EXPORT_ADDRESS_SECRET
    {{vars.host}}/{{open}}/…       below a prefix        ►  EXPORT_ADDRESS_OPEN
    http://elsewhere/              X: {{order}}          ►  exported with the value of ``order``
    http://elsewhere/              X: {{access_token}}   ►  EXPORT_SENDS_SECRET
    any address                    X: {{$env.KEY}}       ►  EXPORT_FOREIGN_VARIABLE

The user who runs an export fills in a key, and the saved request may have been written by an
attacker. So a request to another host is exported as constant text. Postman looks for variables
again in the values of variables, also for those that two values form together, so every text is
checked after each of these steps. Postman also prefers an environment to a collection, and keeps
the values that scripts and captures set, so a value counts as known only if nothing else can hide
it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target, split_host
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.address import head_of, without_credentials
from weda_tui.core.interchange.export_names import (
    FIXED_NAMES,
    SECRET_NAMES,
    place_with_written_names,
    written,
)
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import (
    PreparedRequest,
    RequestDraft,
    check_header,
    without_plain_files,
)
from weda_tui.core.requests.header_names import fold_name, is_method_header
from weda_tui.core.requests.route_headers import (
    check_route_headers,
    is_host_header,
    is_path_header,
    templates_named,
)
from weda_tui.core.requests.url import is_below
from weda_tui.core.requests.variables import DYNAMIC, LARGEST
from weda_tui.core.secrets.credentials import may_return_tokens
from weda_tui.core.secrets.token_places import REVOKE, split_member
from weda_tui.core.text import template
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.code.open_variables import (
    MARK,
    body_text,
    name_of,
    named_variable,
    with_names,
)
from weda_tui.formats.postman.environment import is_secret
from weda_tui.formats.postman.scripts import PASSWORD, SECRET_ID, SECRET_KEY, USERNAME
from weda_tui.formats.postman.tests import reads_secret
from weda_tui.session.interchange.open_requests import (
    TOKENS,
    layers_of,
    open_request,
    resolved_draft,
)
from weda_tui.session.session import Session

_MOST_STEPS = 20
"""How often Postman replaces variables in the values of variables."""
_HOME = f"{{{{{template.HOST}}}}}"
"""The address of the deployment in a request returned by ``fit``."""
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_IN_A_URL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OPENING = re.compile(r'\{\{|\A\{(?!["}])|\{\Z')
"""What may begin a variable, alone or next to another value; the start of JSON does not."""
_NO_HOST = f"https://{template.HOST}"
"""The placeholder for the address of a deployment if none is known."""
_IN_BRACES = re.compile(r"\{\{([^{}]*)(?:\}\})?")
"""What another program may read as a variable, or as the beginning of one."""
_TAGS = re.compile(r"\{%|\{#|<<|\$\{|\$\(")
"""The start of a template, a file or a variable in other programs that read an export."""
_PLACED = frozenset({template.HOST, template.ENV_TYPE})
"""Names whose values the user of an export has from the environment alone."""
_AUTHORIZATIONS = frozenset(map(str.casefold, TOKENS.values()))
_MADE = frozenset(name for text in TOKENS.values() for name in template.names(text))
"""Names for which a program has a secret without being given a value."""
_FRAMING = frozenset({"content-length", "transfer-encoding"})
_CONNECTIONS = frozenset({"connection", "proxy-connection"})
"""Headers that may name other headers, which a proxy then removes."""
_CONNECTION_ENDS = frozenset({"close", "keep-alive"})
_LEADING = (is_host_header, is_path_header, is_method_header)
"""Predicates for headers that decide where a request is sent."""
_KEYS = SECRET_NAMES - {SECRET_ID, USERNAME}
"""Names whose value is a secret itself."""
_BODIES = {
    f"POST {_HOME}{REVOKE}": ("token", _KEYS - {SECRET_KEY, PASSWORD, "basic_auth", "BASIC_AUTH"}),
    f"POST {_HOME}/auth/v1/signin": ("password", frozenset({PASSWORD})),
}
"""Calls of the auth module with a secret in the body: the member, and the allowed names."""


class ExportChecks:
    """Decides which requests of a bundle may be exported, and which parts of them.

    The bundle has passed ``with_written_names``.
    """

    def __init__(
        self,
        session: Session,
        bundle: Imported,
        where: Target | None,
        *,
        is_template: bool,
        captures: bool,
        late: Collection[str] = (),
        own_places: Callable[[PreparedRequest], list[str]],
    ) -> None:
        """``is_template`` says that variables are exported as variables, with values from anywhere.

        ``captures`` says that scripts keep the captured values of all requests. ``late`` are the
        names whose values come from responses and rows, whatever the files say. ``own_places``
        returns the parts of a request that the programs reading the export interpret as their own.
        """
        self._session, self._bundle = session, bundle
        self._place = place_with_written_names(where) if where else None
        self._where = None if is_template else self._place
        places = session.environments.all if where is None else [where.environment]
        self._hosts = tuple(each.host for each in places) or (_NO_HOST,)
        """The addresses of the deployments for which the export may be used."""
        self._is_template = is_template
        self._keeps, self._late = captures, frozenset(late)
        self._own_places = own_places
        self._captured = frozenset(name for each in bundle.requests for name in each.captures)
        self._given = self._values_anywhere() if captures else {}
        self._scripted = self._values_of_scripts() if captures else {}
        self._tainted = self._tainted_names()

    def check(self, saved: SavedRequest, before: RequestDraft) -> SavedRequest:
        """Return a request as it is exported: constant text if it is sent to another host.

        ``before`` is its draft with everything in the file, also the headers that are removed
        because the token is sent automatically. Raises ``FileError`` for a request that is left
        out: ``EXPORT_SENDS_SECRET``, ``EXPORT_ADDRESS_OPEN``, ``EXPORT_ADDRESS_SECRET``,
        ``TOKEN_MISPLACED``, ``EXPORT_FOREIGN_VARIABLE``, ``HEADER_INVALID``, ``HOST_HEADER_OTHER``,
        ``URL_OTHER_PATH``, ``URL_INVALID`` and ``VARIABLE_TOO_LARGE``.
        """
        for name, value in before.headers:
            check_header(name, value)
        sent = open_request(self._session, self._bundle, saved, self._where, named_variable)
        for name, value in sent.headers:
            check_header(name, value)
        for name, value in (*saved.draft.headers, *sent.headers):
            _check_framing(name, value)
        if _NOT_IN_A_URL.search(sent.url):
            raise FileError(ErrorCode.URL_INVALID, url=with_names(sent.url))
        if foreign := self._foreign_names(saved, before):
            raise FileError(ErrorCode.EXPORT_FOREIGN_VARIABLE, names=", ".join(foreign))
        host = self._foreign_head(saved, with_names(sent.url))
        if host is not None:
            saved = self._constant(saved, before, host)
        else:
            self._check_route_headers(saved, before)
            self._check_address(saved)
            self._check_tokens(saved, before)
        if own := self._own_places(sent):
            raise FileError(ErrorCode.EXPORT_FOREIGN_VARIABLE, names=", ".join(own))
        return saved

    def check_finished(self, saved: SavedRequest, finished: RequestDraft) -> None:
        """Check again what a program sends, with braces for values that come while it runs.

        ``saved`` is the request that was checked. Raises ``FileError`` as ``check`` does.
        """
        made = replace(saved, draft=finished)
        if self._foreign_head(made) is not None:
            raise FileError(ErrorCode.URL_INVALID, url=finished.url)
        self._check_route_headers(made, finished)
        self._check_address(made)
        self._check_tokens(made, finished)
        for name, value in finished.headers:
            is_own = name.lower() == "authorization" and value.casefold() in _AUTHORIZATIONS
            if not is_own and (names := _MADE.intersection(template.names(value))):
                raise FileError(ErrorCode.TOKEN_MISPLACED, name=min(names))

    def answers_tokens(self, saved: SavedRequest) -> bool:
        """Return whether a response may contain tokens; a run shows nothing of such a response."""
        sent = open_request(self._session, self._bundle, saved, self._where, named_variable)
        return may_return_tokens(
            PreparedRequest(
                method=sent.method,
                url=with_names(sent.url).replace(_HOME, self._hosts[0]),
                headers=tuple((name, with_names(value)) for name, value in sent.headers),
                body=wire_bytes(with_names(body_text(sent.body))),
            )
        )

    def withheld_names(
        self, saved: SavedRequest, texts: Iterable[str], *, knows_captured: bool = False
    ) -> list[str]:
        """Return the names in expectations whose values a script must not know.

        These are names of secrets, of values of the target and of captured values, also within
        variables. With ``knows_captured``, for a script that inserts captured values but does not
        show them, captured values that are not secret are allowed.
        """
        more = FIXED_NAMES if knows_captured else FIXED_NAMES | self._captured
        return self._names(saved, texts, more)

    # -- the address -------------------------------------------------------------------------

    def _foreign_head(self, saved: SavedRequest, sent: str = "") -> str | None:
        """Return scheme and host of an address elsewhere; ``None`` for the deployment's address.

        A different spelling of the deployment's address counts as elsewhere, because another
        program may read it as another host.
        """
        homes = [_HOME, *([self._where.environment.host] if self._where else [])]
        for url in self._addresses(saved, sent):
            if _OTHER_SCHEME.match(url):
                raise FileError(ErrorCode.URL_INVALID, url=without_credentials(url))
            rest = _path_at_home(url, homes)
            if rest is None or _leaves_prefix(rest, self._hosts):
                shown = self._session.gate.known().text(url)
                return head_of(shown) or shown
        return None

    def _addresses(self, saved: SavedRequest, sent: str = "") -> list[str]:
        """Return the addresses that a request may have; parts that remain in braces are unknown."""
        url = saved.draft.url.strip()
        urls = [list(_steps(url, each))[-1] for each in self._values(saved)]
        return [*urls, *([sent] if sent and not self._is_template else [])]

    def _check_address(self, saved: SavedRequest) -> None:
        """Refuse an address of the deployment that contains a secret or has an open path."""
        url = saved.draft.url
        if names := self._names(saved, [url], frozenset()):
            raise FileError(ErrorCode.EXPORT_ADDRESS_SECRET, names=", ".join(names))
        if not any(split_host(host)[1] for host in self._hosts):
            return
        paths = [re.split("[?#]", each, maxsplit=1)[0] for each in self._addresses(saved)]
        names = [name for path in paths for name in _open_names(path)]
        if names:
            raise FileError(ErrorCode.EXPORT_ADDRESS_OPEN, names=", ".join(dict.fromkeys(names)))

    def _check_tokens(self, saved: SavedRequest, before: RequestDraft) -> None:
        """Refuse a secret outside the Authorization header and the bodies that auth calls need.

        A secret that the user of the export stores under a name of their own is not checked.
        """
        headers = dict.fromkeys((*before.headers, *saved.draft.headers))
        texts = [value for name, value in headers if name.strip().lower() != "authorization"]
        is_plain = not any(is_path_header(name) for name, _ in headers)
        call = f"{saved.draft.method} {saved.draft.url}" if is_plain else ""
        member, allowed = _BODIES.get(call, ("", frozenset[str]()))
        for body in (before.body, saved.draft.body):
            placed, rest = split_member(body, member)
            texts.append(without_plain_files(rest if placed in allowed else body))
        for name in self._names(saved, texts, frozenset()):
            if name in self._tainted or self._may_join(name, {}):
                raise FileError(ErrorCode.TOKEN_MISPLACED, name=name)

    def _check_route_headers(self, saved: SavedRequest, before: RequestDraft) -> None:
        """Refuse a header that leads away from any of the deployments the export may be used for.

        A header that sets the host, path or method must have no open value.
        """
        typed = dict.fromkeys((*before.headers, *saved.draft.headers))
        for values in self._values(saved):
            for name, value in typed:
                header = (name, list(_steps(value, values))[-1])
                with templates_named(value):
                    for host in self._hosts:
                        check_route_headers([header], host)
                open_ = _open_names(header[1])
                if open_ and any(leads(name) for leads in _LEADING):
                    raise FileError(ErrorCode.EXPORT_ADDRESS_OPEN, names=", ".join(open_))

    # -- what is sent elsewhere --------------------------------------------------------------

    def _constant(self, saved: SavedRequest, before: RequestDraft, host: str) -> SavedRequest:
        """Return a request to another host as constant text, without variables of its own.

        Raises ``FileError`` (``EXPORT_SENDS_SECRET``) if anything in braces remains.
        """
        left: dict[str, None] = {}
        draft = saved.draft
        for each in (before, saved.draft):
            draft = resolved_draft(
                self._session,
                self._bundle,
                replace(saved, draft=each),
                self._place,
                named_variable,
                self._is_withheld,
            )
            for text in draft.texts:
                left |= dict.fromkeys(map(name_of, MARK.findall(text)))
                bare = MARK.sub("", text)
                left |= dict.fromkeys(name or "{{" for name in _IN_BRACES.findall(bare))
                left |= dict.fromkeys(_TAGS.findall(bare))
        if left:
            raise FileError(
                ErrorCode.EXPORT_SENDS_SECRET, names=", ".join(left), host=without_credentials(host)
            )
        return replace(saved, draft=draft, variables={})

    def _is_withheld(self, name: str) -> bool:
        """Return whether a value must not be inserted into a text that is sent to another host."""
        return name in self._captured or name in _KEYS or is_secret(name, "")

    # -- names -------------------------------------------------------------------------------

    def _names(self, saved: SavedRequest, texts: Iterable[str], more: frozenset[str]) -> list[str]:
        """Return the names of secrets and of ``more`` in texts, also within their variables.

        Braces that may become a name once other variables have a value are included.
        """
        found: dict[str, None] = {}
        for values in self._values(saved):
            steps = [step for text in texts for step in _steps(text, values)]
            for name in (name for step in steps for name in template.names(step)):
                is_named = name in self._tainted or name in more or is_secret(name, "")
                if is_named or self._may_join(name, values):
                    found[name] = None
            if any("{{" in template.VARIABLE.sub("\0", step) for step in steps):
                found["{{"] = None
        return list(found)

    def _foreign_names(self, saved: SavedRequest, before: RequestDraft) -> list[str]:
        """Return the names in a request that other programs read as variables of their own."""
        drafts = (before, saved.draft)
        bodies = (without_plain_files(each.body) for each in drafts)
        rest = (text for each in drafts for text in each.texts[:-1])
        texts = tuple(dict.fromkeys((*rest, *bodies)))
        found = [
            name
            for values in self._values(saved)
            for text in texts
            for step in _steps(text, values)
            for name in template.foreign_names(step)
            if name not in DYNAMIC
        ]
        return list(dict.fromkeys(found))

    def _tainted_names(self) -> frozenset[str]:
        """Return the names of keys, of tokens in responses, and of variables that contain these."""
        tokens = {
            name
            for saved in self._bundle.requests
            if saved.captures and self.answers_tokens(saved)
            for name in saved.captures
        }
        named = {
            name
            for saved in self._bundle.requests
            for name, source in saved.captures.items()
            if reads_secret(source)
        }
        tainted = _KEYS | tokens | named
        while more := {
            name
            for name, given in self._given.items()
            if name not in tainted
            and any(
                each in tainted or is_secret(each, "")
                for value in given
                for each in template.names(value)
            )
        }:
            tainted |= more
        return tainted

    def _may_join(self, name: str, values: Mapping[str, str]) -> bool:
        """Return whether a value from elsewhere may form a variable together with another value."""
        others = self._given.get(name, set[str]()) - {values.get(name, "")}
        return any(map(self._may_open, others))

    def _may_open(self, value: str) -> bool:
        """Return whether a value, or the value of a variable in it, may open a variable."""
        waiting, seen = [value], set[str]()
        while waiting:
            text = waiting.pop()
            if _OPENING.search(template.VARIABLE.sub("", text)):
                return True
            names = set(template.names(text)) - seen
            seen |= names
            waiting += (each for name in names for each in self._given.get(name, ()))
        return False

    # -- values ------------------------------------------------------------------------------

    def _values_of_scripts(self) -> dict[str, set[str]]:
        """Return the values set by Postman scripts, which hide all others in every request."""
        bundle = self._bundle
        return _by_name(each.variables for each in (*bundle.folders, *bundle.requests))

    def _values_anywhere(self) -> dict[str, set[str]]:
        """Return every value that a variable has in any request, folder or environment."""
        layers: list[Mapping[str, str]] = [self._bundle.variables]
        for environment in self._session.environments.all:
            for each in environment.env_types:
                layers += _place_values(Target(environment, each.name))
        found = _by_name(layers)
        for name, values in self._values_of_scripts().items():
            found.setdefault(name, set()).update(values)
        return found

    def _values(self, saved: SavedRequest) -> Iterator[Mapping[str, str]]:
        """Yield the variables that a request may have, once for each target it may be used with.

        If scripts keep values from request to request, only values that nothing can hide are
        included. The variables are yielded again without those that a value of a response or a row
        may hide.
        """
        collection, *inner = (each.values for each in layers_of(self._bundle, saved))
        places: list[list[Mapping[str, str]]] = [[]]
        if self._where is not None:
            places = [_place_values(self._where)]
        elif self._is_template:
            places += [
                _place_values(Target(environment, each.name))
                for environment in self._session.environments.all
                for each in environment.env_types
            ]
        for place in places:
            if not self._keeps:
                layers = (each.values for each in saved.draft.layers)
                known = _flat([*place, *layers, collection, *inner])
                yield known
                if self._late.intersection(known):
                    yield {name: known[name] for name in known.keys() - self._late}
                continue
            outer = {
                name: value
                for name, value in _flat([*place, collection]).items()
                if self._scripted.get(name, {value}) == {value}
                and (name not in collection or self._given.get(name) == {value})
            }
            known = _flat([outer, *inner])
            yield {name: value for name, value in known.items() if name not in self._captured}


def refuse_requests(
    checks: ExportChecks, bundle: Imported, before: Mapping[str, RequestDraft]
) -> tuple[Imported, list[tuple[str, FileError]]]:
    """Return a bundle of the requests that may be exported, and the reasons for the others."""
    kept: list[SavedRequest] = []
    refused: list[tuple[str, FileError]] = []
    for saved in bundle.requests:
        try:
            kept.append(checks.check(saved, before.get(saved.path, saved.draft)))
        except FileError as error:
            refused.append((saved.path, error))
    return replace(bundle, requests=tuple(kept)), refused


def _check_framing(name: str, value: str) -> None:
    """Refuse a header that sets where a body ends, as ``send`` does.

    ``fit`` removed the spellings that every server reads; the remaining ones may be read by only
    one of two servers. Raises ``FileError`` (``HEADER_INVALID``).
    """
    folded = fold_name(name)
    names_others = folded in _CONNECTIONS and value.strip().lower() not in _CONNECTION_ENDS
    if folded in _FRAMING or names_others:
        raise FileError(ErrorCode.HEADER_INVALID, name=name)


def _place_values(where: Target) -> list[Mapping[str, str]]:
    types = where.environment.env_types
    own = [each.variables for each in types if each.name == where.env_type]
    return [written(each) for each in (where.environment.variables, *own)]


def _flat(layers: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the values of layers as one dictionary; the layers come weakest first."""
    return {name: value for values in layers for name, value in values.items()}


def _by_name(layers: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    """Return all values that a name has in any of the layers."""
    found: dict[str, set[str]] = {}
    for values in layers:
        for name, value in values.items():
            found.setdefault(name, set()).add(value)
    return found


def _open_names(text: str) -> list[str]:
    """Return the names in a text whose values were not checked."""
    return [n for n in template.names(text) if n not in _PLACED and n not in DYNAMIC]


def _steps(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a text, then the text with variables inserted, until it no longer changes.

    Raises ``FileError`` (``VARIABLE_TOO_LARGE``), also for more than ``_MOST_STEPS`` levels.
    """
    yield text
    for _ in range(_MOST_STEPS + 1):
        size = 0

        def put_in(match: re.Match[str]) -> str:
            nonlocal size
            value = values.get(match[1])
            if value is None:
                return match[0]
            size += len(value)
            if size > LARGEST:
                raise FileError(ErrorCode.VARIABLE_TOO_LARGE, name=match[1])
            return value

        changed = template.VARIABLE.sub(put_in, text)
        if changed == text:
            return
        text = changed
        yield text
    deeper = next((name for name in template.names(text) if name in values), "")
    raise FileError(ErrorCode.VARIABLE_TOO_LARGE, name=deeper)


def _path_at_home(url: str, homes: Iterable[str]) -> str | None:
    """Return what follows the deployment's address; ``None`` for an address elsewhere."""
    behind = (url[len(home) :] for home in homes if url.startswith(home))
    return next((each for each in behind if each[:1] in {"", "/", "?", "#"}), None)


def _leaves_prefix(rest: str, hosts: Iterable[str]) -> bool:
    """Return whether a path leads above its beginning.

    Dots are read as by any client; below the prefix of a deployment, as by any server.
    """
    path = re.split(r"[?#]", re.sub(r"[\t\r\n]", "", rest), maxsplit=1)[0]
    depth = 0
    for segment in re.split(r"[/\\]", path)[1:]:
        if _DOTS.fullmatch(segment):
            depth -= segment.lower().replace("%2e", ".") == ".."
        elif segment:
            depth += 1
        if depth < 0:
            return True
    prefixes = (split_host(host)[1] for host in hosts)
    return not all(is_below(prefix + path, prefix) for prefix in prefixes)
