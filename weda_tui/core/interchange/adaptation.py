"""Adapt imported requests to this workspace.

The address and the env type become variables, endpoints are recognised, secrets are removed.

https://weda.example.cn/weda/workflow/v1/prod/StartFlow   Authorization: Bearer eyJ…
  ► {{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StartFlow, endpoint workflow.StartFlow
"""

import re
from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue, PathTemplate
from weda_tui.core.collections.example import replace_secrets
from weda_tui.core.collections.saved_request import Example, SavedRequest
from weda_tui.core.environments.deployment import ENV_TYPES, Environment, split_host
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.address import (
    ImportAddress,
    UnresolvedAddress,
    credentials_in,
    head_of,
    path_at,
    resolve_address,
    without_credentials,
)
from weda_tui.core.interchange.export_names import FIXED_NAMES
from weda_tui.core.interchange.import_plan import Imported, Loss, LossKind
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import METHOD, Header, RequestDraft, without_files
from weda_tui.core.requests.header_names import fold_name
from weda_tui.core.requests.variables import DYNAMIC
from weda_tui.core.secrets.patterns import (
    Replace,
    is_placeholder,
    is_secret_header,
    is_variable,
    without_named_texts,
    without_secrets,
)
from weda_tui.core.secrets.token_answers import PARTS
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.template import ACCESS_TOKEN, ENV_TYPE, HOST, VARIABLE, names

BUILT_IN = frozenset({HOST, ENV_TYPE, ACCESS_TOKEN})
_HOST, _ENV_TYPE, _TOKEN = (f"{{{{{name}}}}}" for name in (HOST, ENV_TYPE, ACCESS_TOKEN))
_BUILT_IN_TOKENS = frozenset(
    {
        *(_TOKEN, "{{user_access_token}}", "{{basic_auth}}", "{{SECRET_ID}}:{{SECRET_KEY}}"),
        *("{{ACCESS_TOKEN}}", "{{USER_ACCESS_TOKEN}}", "{{BASIC_AUTH}}"),
    }
)
"""Placeholders for a token, or the key itself, which is sent without an Authorization header."""
_TOKEN_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BAD_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_COMPUTED = frozenset({"content-length", "connection", "transfer-encoding"})
"""Headers that are computed again when a request is sent."""


class ImportContext(msgspec.Struct, frozen=True, dict=True):
    """The environments, the catalogue and the secrets of this workspace."""

    environments: tuple[Environment, ...]
    catalogue: Catalogue
    masker: Masker
    guessable: Masker = Masker()
    """Hides the secrets that an attacker could guess; see ``Secrets.guessable``."""
    chosen: str = ""
    """The host of the selected deployment; empty for none."""

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the environments."""
        return frozenset(each.host for each in self.environments)

    @cached_property
    def env_types(self) -> frozenset[str]:
        """All env types, case-folded, and the built-in variable for the env type."""
        own = {each.name for one in self.environments for each in one.env_types}
        return frozenset(name.casefold() for name in {*own, *ENV_TYPES, _ENV_TYPE})

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names that have a value in an environment, or everywhere."""
        own = {
            name
            for one in self.environments
            for each in (one, *one.env_types)
            for name in each.variables
        }
        return frozenset({*own, *BUILT_IN, *DYNAMIC})

    def hide(self, text: str, where: str) -> str:
        """Return a text without the secrets that cannot be guessed.

        Raises ``FileError`` (``SECRET_IN_REQUEST``) for a text with a secret that can be guessed: a
        gap in the text would show an attacker which guess is right.
        """
        if self.guessable.text(text) != text:
            part = strip_control_characters(self.guessable.text(where))
            raise FileError(ErrorCode.SECRET_IN_REQUEST, part=part)
        return self.masker.text(text)

    def hide_data(self, data: bytes, where: str) -> bytes:
        """Return UTF-8 data without secrets; see ``hide``."""
        if self.guessable.finds([data]):
            raise FileError(ErrorCode.SECRET_IN_REQUEST, part=where)
        return self.masker.data(data)

    def find(self, method: str, segments: tuple[str, ...]) -> PathTemplate | None:
        """Return the documented path that matches a call, if any."""
        folded = tuple(segment.casefold() for segment in segments)
        fitting = [
            each
            for each in self.catalogue.fitting(folded)
            if each.endpoint.method == method.upper()
            and (each.env_type_at is None or folded[each.env_type_at] in self.env_types)
        ]
        return max(fitting, key=lambda each: each.literals, default=None)


def fit(
    read: Imported,
    known: ImportContext,
    values: Mapping[str, str] | None = None,
    *,
    keeps_env_type: bool = False,
) -> Imported:
    """Return the imported requests as they will be stored, with all changes added to the losses.

    ``values`` are the variables of the place that the requests are for, if there is one. With
    ``keeps_env_type`` an env type in a URL is not replaced by the variable for the selected env
    type. Raises ``FileError`` (``SECRET_IN_REQUEST``) for a secret of this machine that could be
    guessed.
    """
    fitting = _Fitting(known, read, values or {}, keeps_env_type=keeps_env_type)
    requests = [fitted for each in read.requests if (fitted := fitting.request(each))]
    kept = {each.path for each in requests}
    folders = tuple(
        msgspec.structs.replace(
            folder,
            description=fitting.said(folder.description, folder.path),
            variables=fitting.variables(folder.variables, folder.path),
            order=_still_there(folder.order, folder.path, kept, read),
        )
        for folder in read.folders
    )
    return msgspec.structs.replace(
        read,
        description=fitting.said(read.description, ""),
        requests=tuple(requests),
        folders=folders,
        order=_still_there(read.order, "", kept, read),
        variables=fitting.variables(read.variables, ""),
        losses=tuple(dict.fromkeys((*read.losses, *fitting.losses))),
    )


def drop_file_references(read: Imported) -> Imported:
    """Return the import without the files that its bodies name: the user has not chosen them."""
    requests: list[SavedRequest] = []
    losses = list(read.losses)
    for saved in read.requests:
        body, files = without_files(saved.draft.body)
        losses += (
            Loss(LossKind.FILE, strip_control_characters(file), saved.path) for file in files
        )
        draft = msgspec.structs.replace(saved.draft, body=body)
        requests.append(msgspec.structs.replace(saved, draft=draft) if files else saved)
    return msgspec.structs.replace(read, requests=tuple(requests), losses=tuple(losses))


def _still_there(
    order: Iterable[str], parent: str, kept: Collection[str], read: Imported
) -> tuple[str, ...]:
    folders = {folder.path for folder in read.folders}
    paths = ((name, f"{parent}/{name}" if parent else name) for name in order)
    return tuple(name for name, path in paths if path in kept or path in folders)


def _is_secret(name: str, value: str) -> bool:
    """Return whether a variable holds a secret: by its name, by its form or in a URL."""
    if not value or is_variable(value):
        return False
    is_named = is_secret_header(name, value)
    has_user = credentials_in(value) or ":" in credentials_in(f"https://{value}")
    is_inside = without_secrets(value, lambda _: MASK) != value
    return is_named or bool(has_user) or is_inside


class _Fitting:
    """Adapts the requests of one import, and collects the losses."""

    def __init__(
        self,
        known: ImportContext,
        read: Imported,
        values: Mapping[str, str],
        *,
        keeps_env_type: bool,
    ) -> None:
        self._known, self._outer = known, dict(values)
        self._keeps_env_type = keeps_env_type
        self._variables = {
            "": dict(read.variables),
            **{each.path: dict(each.variables) for each in read.folders},
        }
        captured = (name for each in read.requests for name in each.captures)
        self._valued = known.variables.union(captured)
        self._named = {each.name for each in read.losses}
        self.losses: list[Loss] = []

    def request(self, saved: SavedRequest) -> SavedRequest | None:
        """Return a request as it will be stored; ``None`` if it cannot be sent at all."""
        draft = self._without_credentials(saved.draft, saved.path)
        if not METHOD.fullmatch(draft.method) or not draft.url:
            name = f"{draft.method} {draft.url}".strip() or saved.path
            self._lose(LossKind.REQUEST, name, saved.path)
            return None
        method = draft.method.upper()
        if method != draft.method:
            self._lose(LossKind.METHOD, draft.method, saved.path)
        values = self._values(saved)
        url, endpoint = self._at_home(draft, values)
        self._name_unknown(draft.url, url, values)
        url = without_secrets(url, self._replace(saved.path))
        headers = tuple(self._headers(draft, url, endpoint, saved.path))
        for name in (name for name, _ in draft.headers if fold_name(name) in PARTS):
            self._lose(LossKind.OPTION, name, saved.path)
        body = without_secrets(draft.body, self._replace(saved.path))
        fitted = msgspec.structs.replace(
            draft,
            endpoint_id=endpoint.id if endpoint else draft.endpoint_id,
            method=method,
            url=self._by_value(url, saved.path),
            headers=headers,
            body=self._by_value(body, saved.path),
        )
        asserts = tuple(
            each
            for each in saved.asserts
            if self._is_bare(f"{each.on} {each.expected}", "test", saved.path)
        )
        captures = {
            name: source
            for name, source in saved.captures.items()
            if self._is_bare(f"{name} {source}", name, saved.path)
        }
        for name in (name for text in fitted.texts for name in names(text)):
            if name.startswith("$") and name not in DYNAMIC:
                self._lose(LossKind.VARIABLE, f"{{{{{name}}}}}", saved.path)
        rest = (value for name, value in fitted.headers if name.strip().lower() != "authorization")
        if any(ACCESS_TOKEN in names(text) for text in (fitted.url, *rest, fitted.body)):
            self._lose(LossKind.TOKEN_PLACE, _TOKEN, saved.path)
        return msgspec.structs.replace(
            saved,
            draft=fitted,
            asserts=asserts,
            captures=captures,
            description=self.said(saved.description, saved.path),
            variables=self.variables(saved.variables, saved.path),
            examples=tuple(self._example(each, saved.path) for each in saved.examples),
        )

    def _example(self, example: Example, where: str) -> Example:
        """Return an example response without secrets."""
        for text in (example.name, example.body, *(value for _, value in example.headers)):
            self._hide(text, where)
        hidden = replace_secrets(example, self._known.masker)
        if hidden != example:
            self._lose(LossKind.SECRET, example.name, where)
        return hidden

    def said(self, text: str, where: str) -> str:
        """Return a description without secrets."""
        bare = without_named_texts(without_secrets(text, lambda _: MASK), lambda _: MASK)
        masked = self._hide(bare, where)
        if masked != text:
            self._lose(LossKind.SECRET, "description", where)
        return masked

    def variables(self, values: Mapping[str, str], where: str) -> dict[str, str]:
        """Return variables except those that are built in or hold a secret."""
        kept: dict[str, str] = {}
        for name, value in values.items():
            if name in BUILT_IN:
                self._lose(LossKind.VARIABLE, name, where)
            elif _is_secret(name, value) or not self._is_bare(
                f"{name} {value}", name, where or name
            ):
                self._lose(LossKind.SECRET, name, where)
            else:
                kept[name] = value
        return kept

    # -- the address -------------------------------------------------------------------------

    def _values(self, saved: SavedRequest) -> Mapping[str, str]:
        """Return the variables of a request, its folders and its draft."""
        folder, layers = saved.path, [dict(saved.variables)]
        while folder:
            folder = folder.rpartition("/")[0]
            layers.append(self._variables.get(folder, {}))
        layers += [dict(layer.values) for layer in reversed(saved.draft.layers)]
        return ChainMap(*layers, self._outer)

    def _without_credentials(self, draft: RequestDraft, where: str) -> RequestDraft:
        """Return a draft with the ``user:password@`` of its URL in an Authorization header."""
        credentials = credentials_in(draft.url)
        if not credentials:
            return draft
        headers = draft.headers
        if any(name.strip().lower() == "authorization" for name, _ in headers):
            self._lose(LossKind.SECRET, "URL", where)
        else:
            headers = (*headers, ("Authorization", f"Basic {credentials}"))
        return msgspec.structs.replace(draft, url=without_credentials(draft.url), headers=headers)

    def _at_home(
        self, draft: RequestDraft, values: Mapping[str, str]
    ) -> tuple[str, Endpoint | None]:
        """Return the URL with the built-in variables, and its endpoint in the catalogue.

        ``values`` are the variables of the request.
        """
        address = resolve_address(draft.url, values)
        if isinstance(address, UnresolvedAddress):
            if address.name and address.name not in self._known.variables:
                self._lose(LossKind.VARIABLE, f"{{{{{address.name}}}}}", "")
            return draft.url, None
        origin = without_credentials(address.origin)
        below = self._below_ours(draft.url, ImportAddress(origin, address.rest))
        if below is None:
            self._lose_host(head_of(draft.url), origin)
            return draft.url, None
        self._lose_deployment(ImportAddress(origin, address.rest))
        path, mark, query = below.partition("?")
        segments = path.split("/")[1:]
        read = tuple(self._env_type_in(segment, values) for segment in segments)
        found = self._known.find(draft.method, read)
        if found is not None and found.env_type_at is not None and not self._keeps_env_type:
            named = segments[found.env_type_at]
            if named.casefold() != _ENV_TYPE.casefold():
                self._lose(LossKind.ENV_TYPE, named, "")
            segments[found.env_type_at] = _ENV_TYPE
        path = "".join(f"/{segment}" for segment in segments) if path else ""
        return f"{_HOST}{path}{mark}{query}", found.endpoint if found else None

    def _env_type_in(self, segment: str, values: Mapping[str, str]) -> str:
        """Return the built-in env type variable for a segment that is a variable for an env type.

        A variable without a value here counts as such a variable. Other segments are returned
        unchanged.
        """
        variable = VARIABLE.fullmatch(segment)
        if variable is None:
            return segment
        value = values.get(variable[1], "").strip().casefold()
        is_empty = not value and variable[1] not in self._known.variables
        return _ENV_TYPE if is_empty or value in self._known.env_types else segment

    def _name_unknown(self, url: str, fitted: str, values: Mapping[str, str]) -> None:
        """Report the variables of a URL that have no value here and were not reported before."""
        kept = set(names(fitted))
        for name in names(url):
            is_given = values.get(name) or name in self._valued
            if name in kept and not is_given and f":{name}" not in self._named:
                self._lose(LossKind.VARIABLE, f"{{{{{name}}}}}", "")

    def _lose_host(self, head: str, origin: str) -> None:
        """Report a host that no environment has.

        A URL on a known host outside the path of the deployment is not reported.
        """
        origins = {split_host(each)[0] for each in self._known.hosts}
        if path_at(ImportAddress(origin, ""), origins) is not None:
            return
        if head == origin:
            self._lose(LossKind.HOST, origin, "")
        else:
            self._lose(LossKind.BASE, f"{head} = {origin}", "")

    def _lose_deployment(self, address: ImportAddress) -> None:
        """Report the URL of a deployment that is not the selected deployment."""
        known = self._known
        named = [e for e in known.environments if path_at(address, [e.host]) is not None]
        if known.chosen and named and all(each.host != known.chosen for each in named):
            self._lose(LossKind.ADDRESS, f"{named[0].host} ({named[0].name})", "")

    def _below_ours(self, url: str, address: ImportAddress) -> str | None:
        """Return the path and query of a URL on a deployment of the environments, else ``None``."""
        if VARIABLE.fullmatch(address.origin):
            below = address.rest
        else:
            below = path_at(address, self._known.hosts)
            leading = VARIABLE.match(url)
            if below is None and leading is not None and leading[1] == HOST:
                below = url[leading.end() :]
        return below if below is not None and below[:1] in {"", "/", "?", "#"} else None

    # -- headers and secrets -----------------------------------------------------------------

    def _headers(
        self, draft: RequestDraft, url: str, endpoint: Endpoint | None, where: str
    ) -> Iterable[Header]:
        for name, value in draft.headers:
            lowered = name.strip().lower()
            if lowered.startswith(":") or lowered in _COMPUTED or fold_name(name) in PARTS:
                continue
            if lowered == "host":
                if value.strip().lower() not in draft.url.lower():
                    self._lose(LossKind.HEADER, f"Host: {value}", where)
            elif not _TOKEN_NAME.fullmatch(name.strip()) or _BAD_VALUE.search(value):
                self._lose(LossKind.HEADER, name, where)
            elif self._hide(name, where) != name:
                self._lose(LossKind.SECRET, "header", where)
            elif lowered == "authorization":
                if kept := self._authorization(value.strip(), endpoint, where):
                    yield name, kept
            elif is_secret_header(name, value):
                yield name, self._replace(where)(name)
            else:
                yield name, self._by_value(without_secrets(value, self._replace(where)), where)

    def _authorization(self, value: str, endpoint: Endpoint | None, where: str) -> str:
        """Return the value of an Authorization header without its secret; empty to omit the header.

        The built-in token is used for a call that needs a token, and for an unknown call.
        """
        scheme, _, credentials = value.partition(" ")
        if credentials.strip() in _BUILT_IN_TOKENS:
            return ""
        if endpoint is not None and endpoint.token_kind is not TokenKind.NONE:
            self._lose(LossKind.TOKEN, "Authorization", where)
            return ""
        if is_placeholder(credentials or value):
            if scheme.lower() != "bearer" or is_variable(credentials):
                return value
            self._lose(LossKind.TOKEN, "Authorization", where)
            return ""
        self._lose(LossKind.SECRET, "Authorization", where)
        stand_ins = {"bearer": _TOKEN, "basic": "{{basic_auth}}"}
        stand_in = stand_ins.get(scheme.lower()) if credentials else None
        return f"{scheme} {stand_in}" if stand_in else "{{authorization}}"

    def _by_value(self, text: str, where: str) -> str:
        """Return a text without the secrets that this workspace knows."""
        masked = self._hide(text, where)
        if masked == text:
            return text
        return masked.replace(MASK, self._replace(where)("secret"))

    def _hide(self, text: str, where: str) -> str:
        """Return a text without the secrets that are known here; see ``ImportContext.hide``."""
        return self._known.hide(text, where)

    def _is_bare(self, text: str, name: str, where: str) -> bool:
        """Return whether a text holds no known secret; report ``name`` as a loss otherwise."""
        is_bare = self._hide(text, where) == text
        if not is_bare:
            self._lose(LossKind.SECRET, name, where)
        return is_bare

    def _replace(self, where: str) -> Replace:
        def replace(name: str) -> str:
            self._lose(LossKind.SECRET, name, where)
            safe = re.sub(r"[^\w.-]+", "_", self._hide(name, where)).lower() or "secret"
            return f"{{{{{safe}_value}}}}" if safe in FIXED_NAMES else f"{{{{{safe}}}}}"

        return replace

    def _lose(self, what: LossKind, name: str, where: str) -> None:
        name = strip_control_characters(self._known.masker.text(name))
        self.losses.append(Loss(what, name, where))
