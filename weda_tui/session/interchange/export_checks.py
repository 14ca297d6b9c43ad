"""What an export refuses: a request that ``send`` refuses, or one that takes a secret elsewhere.

A name that other programs read as theirs, such as ``{{$env.KEY}}``, is refused for any address.

    {{vars.host}}/weda/…   X: {{access_token}}   ►  exported
    http://evil/           X: {{access_token}}   ►  EXPORT_SENDS_SECRET

Whoever runs what was exported fills in their own key, and a saved request may come from somebody
else. Postman reads the variables in a value again, also those that two values make together, so
every text is looked at after each of these steps.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target, split_host
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.address import (
    ImportAddress,
    head_of,
    path_at,
    resolve_address,
    without_credentials,
)
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import FILE, RequestDraft, check_header
from weda_tui.core.requests.route_headers import check_route_headers
from weda_tui.core.requests.url import is_below
from weda_tui.core.requests.variables import DYNAMIC, LARGEST
from weda_tui.core.text import template
from weda_tui.formats.code.open_variables import (
    FIXED_NAMES,
    SECRET_NAMES,
    named_variable,
    with_names,
)
from weda_tui.formats.postman.environment import is_secret
from weda_tui.formats.postman.scripts import KEY_TOKEN, USER_TOKEN
from weda_tui.session.interchange.open_requests import kind_of, layers_of, open_request
from weda_tui.session.session import Session

_MOST_STEPS = 20
"""How often Postman looks for variables in what variables have given."""
_HOME = re.compile(rf"\{{\{{\s*{re.escape(template.HOST)}\s*\}}\}}(?=[/?#]|\Z)")
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_IN_A_URL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BRACE = re.compile("[{}]")
_NO_HOST = f"https://{template.HOST}"
"""What stands for the address of a deployment where none is known."""
_IMPLIED = {TokenKind.KEY: KEY_TOKEN, TokenKind.USER: USER_TOKEN, TokenKind.BASIC: "basic_auth"}
"""The names of what goes into a header that a request does not have."""


class ExportChecks:
    """Decides which requests of a bundle an export may hold."""

    def __init__(
        self,
        session: Session,
        bundle: Imported,
        where: Target | None,
        *,
        is_template: bool,
        captures: bool,
    ) -> None:
        """``is_template`` says that variables stay variables, whose values come from anywhere.

        ``captures`` says that the format keeps values of answers for later requests.
        """
        self._session, self._bundle = session, bundle
        self._where = None if is_template else where
        places = session.environments.all if where is None else [where.environment]
        self._hosts = tuple(each.host for each in places) or (_NO_HOST,)
        """The addresses of the deployments that what is exported may be for."""
        self._is_template = is_template
        self._given = self._values_anywhere() if captures else {}
        self._tainted = self._tainted_names() if captures else SECRET_NAMES

    def check(self, saved: SavedRequest, before: RequestDraft) -> None:
        """Raise ``FileError`` for a request that is left out.

        ``before`` is its draft with everything that the file has: also the headers that are left
        out because the token is sent without a word. The codes are ``EXPORT_SENDS_SECRET``,
        ``EXPORT_FOREIGN_VARIABLE``, ``HEADER_INVALID``, ``HOST_HEADER_OTHER``, ``URL_OTHER_PATH``,
        ``URL_INVALID`` and ``VARIABLE_TOO_LARGE``.
        """
        for name, value in before.headers:
            check_header(name, value)
        sent = open_request(self._session, self._bundle, saved, self._where, named_variable)
        for name, value in sent.headers:
            check_header(name, value)
        if _NOT_IN_A_URL.search(sent.url):
            raise FileError(ErrorCode.URL_INVALID, url=with_names(sent.url))
        if foreign := self._foreign_names(saved, before):
            raise FileError(ErrorCode.EXPORT_FOREIGN_VARIABLE, names=", ".join(foreign))
        host = self._foreign_head(saved, with_names(sent.url))
        if host is None:
            self._check_route_headers(saved, before)
            return
        names = self._secret_names(saved, before)
        if names:
            raise FileError(
                ErrorCode.EXPORT_SENDS_SECRET,
                names=", ".join(names),
                host=without_credentials(host),
            )

    # -- the address -------------------------------------------------------------------------

    def _foreign_head(self, saved: SavedRequest, sent: str = "") -> str | None:
        """Return the scheme and host of an address elsewhere; ``None`` for the deployment's."""
        urls = [list(_steps(saved.draft.url.strip(), each))[-1] for each in self._values(saved)]
        if sent and not self._is_template:
            urls.append(sent)
        hosts = [self._where.environment.host] if self._where else []
        for url in urls:
            if _OTHER_SCHEME.match(url):
                raise FileError(ErrorCode.URL_INVALID, url=without_credentials(url))
            rest = _path_at_home(url, hosts)
            if rest is None or _leaves_prefix(rest, self._hosts):
                return head_of(url) or url
        return None

    def _check_route_headers(self, saved: SavedRequest, before: RequestDraft) -> None:
        """Refuse a header that leads away from any of the deployments that it may be for."""
        typed = dict.fromkeys((*before.headers, *saved.draft.headers))
        for values in self._values(saved):
            headers = [(name, list(_steps(value, values))[-1]) for name, value in typed]
            for host in self._hosts:
                check_route_headers(headers, host)

    # -- what is sent there ------------------------------------------------------------------

    def _secret_names(self, saved: SavedRequest, before: RequestDraft) -> list[str]:
        """Return the names in a request, also in its variables, that stand for a secret."""
        texts = dict.fromkeys((*before.texts, *saved.draft.texts))
        found = [
            name
            for values in self._values(saved)
            for text in texts
            for step in _steps(text, values)
            for name in template.names(step)
            if name in self._tainted or is_secret(name, "") or self._may_join(name, values)
        ]
        implied = _IMPLIED.get(kind_of(self._session, saved.draft))
        return list(dict.fromkeys([*found, *([implied] if implied else [])]))

    def _foreign_names(self, saved: SavedRequest, before: RequestDraft) -> list[str]:
        """Return the names in a request by which other programs read what is no variable of it."""
        drafts = (before, saved.draft)
        bodies = (FILE.sub("", each.body) for each in drafts)
        rest = (text for each in drafts for text in each.texts[:-1])
        found = [
            name
            for values in self._values(saved)
            for text in dict.fromkeys((*rest, *bodies))
            for step in _steps(text, values)
            for name in template.foreign_names(step)
            if name not in DYNAMIC
        ]
        return list(dict.fromkeys(found))

    def _values_anywhere(self) -> dict[str, set[str]]:
        """Return every value that a variable has in any request, folder or environment.

        A script of Postman's sets variables for all requests that follow, and an environment hides
        what a collection says: any of them may be the one that is sent.
        """
        layers = [
            each.values
            for saved in self._bundle.requests
            for each in (*saved.draft.layers, *layers_of(self._bundle, saved))
        ]
        for environment in self._session.environments.all:
            for each in environment.env_types:
                layers += _place_values(Target(environment, each.name))
        found: dict[str, set[str]] = {}
        for values in layers:
            for name, value in _flat([values]).items():
                found.setdefault(name, set()).add(value)
        return found

    def _tainted_names(self) -> frozenset[str]:
        """Return the names that may hold a secret, or what a server chose: a template as well."""
        captured = {name for saved in self._bundle.requests for name in saved.captures}
        tainted = frozenset({*SECRET_NAMES, *captured})
        while more := {
            name
            for name, given in self._given.items()
            if name not in tainted and any(tainted & {*template.names(each)} for each in given)
        }:
            tainted |= more
        return tainted

    def _may_join(self, name: str, values: Mapping[str, str]) -> bool:
        """Return whether a value of elsewhere may become a variable beside another one."""
        others = self._given.get(name, set[str]()) - {values.get(name, "")}
        return any(_BRACE.search(template.VARIABLE.sub("", each)) for each in others)

    def _values(self, saved: SavedRequest) -> Iterator[Mapping[str, str]]:
        """Yield the variables that a request may have, once for each place that it may be for."""
        own = [each.values for each in (*saved.draft.layers, *layers_of(self._bundle, saved))]
        if self._where is not None:
            yield _flat([*_place_values(self._where), *own])
            return
        yield _flat(own)
        if self._is_template:
            for environment in self._session.environments.all:
                for each in environment.env_types:
                    place = _place_values(Target(environment, each.name))
                    if any(place):
                        yield _flat([*place, *own])


def refuse_requests(
    checks: ExportChecks, bundle: Imported, before: Mapping[str, RequestDraft]
) -> tuple[Imported, list[tuple[str, FileError]]]:
    """Return a bundle of the requests that may be exported, and why the others may not."""
    kept: list[SavedRequest] = []
    refused: list[tuple[str, FileError]] = []
    for saved in bundle.requests:
        try:
            checks.check(saved, before.get(saved.path, saved.draft))
        except FileError as error:
            refused.append((saved.path, error))
        else:
            kept.append(saved)
    return msgspec.structs.replace(bundle, requests=tuple(kept)), refused


def _place_values(where: Target) -> list[Mapping[str, str]]:
    types = where.environment.env_types
    own = [each.variables for each in types if each.name == where.env_type]
    return [where.environment.variables, *own]


def _flat(layers: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the values of layers, weakest first, without the names that none of them has."""
    return {n: v for values in layers for n, v in values.items() if n not in FIXED_NAMES}


def _steps(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a text, then with variables put in, as often as that changes it.

    Raises ``FileError`` (``VARIABLE_TOO_LARGE``).
    """
    yield text
    for _ in range(_MOST_STEPS):
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


def _path_at_home(url: str, hosts: Iterable[str]) -> str | None:
    """Return what follows the deployment's address; ``None`` for an address elsewhere."""
    if match := _HOME.match(url):
        return url[match.end() :]
    address = resolve_address(url, {})
    return path_at(address, hosts) if isinstance(address, ImportAddress) else None


def _leaves_prefix(rest: str, hosts: Iterable[str]) -> bool:
    """Return whether a path leads above where it begins.

    By dots as any client reads them; below the prefix of a deployment, as any server does.
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
