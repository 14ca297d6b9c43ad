"""Read the typed texts of an environment's form into an environment, or report their faults."""

import re
from collections.abc import Callable, Collection, Iterator

import msgspec

from weda_tui.core.environments.deployment import (
    NO_PROXY,
    SYSTEM_PROXY,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    is_timeout,
    parse_host,
    parse_origin,
    parse_secret_ref,
)
from weda_tui.core.environments.form_texts import (
    PLAIN_FIELDS,
    EnvironmentTexts,
    FieldFault,
    Reason,
    variable_field,
)
from weda_tui.core.errors import WedaError
from weda_tui.core.masking import MASK
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.file_names import check_name, fold_name, free_name
from weda_tui.core.text.template import ACCESS_TOKEN, ENV_TYPE, HOST

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TOKEN = re.compile(r"[!-~]+")
"""Printable ASCII without blanks, which a header can carry."""
_DEVICE_ID_LENGTHS = range(16, 49)
"""Allowed numbers of characters (public sign-in page)."""
_VARIABLE = re.compile(r"[^{}\s]+")


def parse_proxy(text: str) -> str:
    """Return ``SYSTEM_PROXY``, ``NO_PROXY`` or the address of a proxy, normalised like an origin.

    Raises ``WedaError`` with a ``HOST_…`` code. An address with a password is refused, because it
    would be written to a file that a team commits.
    """
    text = text.strip()
    return text if text in {SYSTEM_PROXY, NO_PROXY} else parse_origin(text)


def is_alias(text: str) -> bool:
    """Return whether an alias can be typed with any input method: letters, digits, ``. _ -``."""
    return _ALIAS.fullmatch(text) is not None


def is_client_id(text: str) -> bool:
    """Return whether a client id can be sent."""
    return _TOKEN.fullmatch(text) is not None


def is_device_id(text: str) -> bool:
    """Return whether a device id can be sent: 16 to 48 characters (public sign-in page)."""
    return _TOKEN.fullmatch(text) is not None and len(text) in _DEVICE_ID_LENGTHS


def is_variable_name(name: str) -> bool:
    """Return whether ``{{name}}`` can refer to a variable of this name."""
    return _VARIABLE.fullmatch(name) is not None and strip_control_characters(name) == name


def is_built_in(name: str) -> bool:
    """Return whether a name is built in, that is, defined in every environment."""
    return name in {HOST, ENV_TYPE, ACCESS_TOKEN} or name.startswith("$")


class EnvironmentInput(msgspec.Struct, frozen=True, kw_only=True):
    """The environment that the fields describe at one moment; exactly this is checked and saved."""

    environment: Environment
    secret: str
    """The typed SecretKey; empty if the stored one or a variable is used."""
    password: str = ""
    """The typed password, like ``secret``."""

    def __repr__(self) -> str:
        return f"EnvironmentInput({self.environment.name!r}, {MASK})"


def read_environment(
    texts: EnvironmentTexts, *, old: Environment | None = None, taken: Collection[str] = ()
) -> EnvironmentInput | tuple[FieldFault, ...]:
    """Read the fields into an environment, or return the faults in the order of the fields.

    ``old`` is the environment that is edited; its secrets are kept if none is typed. ``taken`` are
    the names of the other environments.
    """
    faults = tuple(_faults(texts, old, taken))
    if faults:
        return faults
    password, password_ref = "", None
    if texts.username:
        password, password_ref = _read_secret(texts.password, old.password if old else None)
    secret, secret_ref = _read_secret(texts.secret_key, old.secret_key if old else None)
    agents = {each.name: each.agents for each in old.env_types} if old else {}
    environment = Environment(
        host=parse_host(texts.host),
        env_types=tuple(
            EnvTypeSetting(
                each.name,
                each.guard,
                _variables(texts, each.name),
                agents.get(each.name, each.agents),
            )
            for each in texts.env_types
        ),
        **{name: getattr(texts, name) for name in (*PLAIN_FIELDS, "verify_tls", "token_body")},
        secret_key=secret_ref,
        password=password_ref,
        timeout=float(texts.timeout),
        proxy=parse_proxy(texts.proxy),
        variables=_variables(texts, ""),
        record=old.record if old else True,
    )
    return EnvironmentInput(environment=environment, secret=secret, password=password)


def _variables(texts: EnvironmentTexts, env_type: str) -> dict[str, str]:
    rows = (each for each in texts.variables if each.env_type == env_type)
    return {each.name: each.value for each in rows if each.name}


def _read_secret(typed: str, kept: SecretRef | None) -> tuple[str, SecretRef | None]:
    """Return the typed secret, if any, and the place where the environment stores it."""
    if is_reference(typed):
        return "", parse_secret_ref(typed)
    is_elsewhere = kept is not None and not kept.is_kept
    return typed, None if typed and is_elsewhere else kept


def is_reference(typed: str) -> bool:
    """Return whether the typed text is a reference to a secret and not the secret itself."""
    return typed.startswith("env:") or typed == "prompt"


def suggest_name(host: str, taken: Collection[str]) -> str:
    """Return a free name for an address that is being typed; empty while it is invalid."""
    try:
        address = parse_host(host).partition("://")[2]
    except WedaError:
        return ""
    return free_name(re.sub(r"[:/]", "-", re.sub(r"[\[\]]", "", address)), taken)


def _faults(
    texts: EnvironmentTexts, old: Environment | None, taken: Collection[str]
) -> Iterator[FieldFault]:
    if error := _refusal(parse_host, texts.host):
        yield FieldFault("host", error)
    if not texts.secret_id:
        yield FieldFault("secret_id", Reason.MISSING)
    yield from _secret_faults("secret_key", texts, old)
    if texts.username:
        yield from _secret_faults("password", texts, old)
    elif texts.password:
        yield FieldFault("username", Reason.MISSING)
    yield from _name_faults(texts.name, taken)
    is_number = re.fullmatch(r"[0-9]{1,5}(\.[0-9]+)?", texts.timeout)
    if not is_number or not is_timeout(float(texts.timeout)):
        yield FieldFault("timeout", Reason.BAD_TIMEOUT)
    if not texts.env_types:
        yield FieldFault("env_types", Reason.NO_ENV_TYPE)
    yield from _more_faults(texts)
    yield from _variable_faults(texts)


def _more_faults(texts: EnvironmentTexts) -> Iterator[FieldFault]:
    if texts.alias and not is_alias(texts.alias):
        yield FieldFault("alias", Reason.BAD_ALIAS)
    if texts.client_id and not is_client_id(texts.client_id):
        yield FieldFault("client_id", Reason.BAD_CLIENT_ID)
    if texts.device_id and not is_device_id(texts.device_id):
        yield FieldFault("device_id", Reason.BAD_DEVICE_ID)
    if texts.client_key and not texts.client_certificate:
        yield FieldFault("client_certificate", Reason.MISSING)
    if error := _refusal(parse_proxy, texts.proxy):
        yield FieldFault("proxy", error)


def _variable_faults(texts: EnvironmentTexts) -> Iterator[FieldFault]:
    known = {"", *(each.name for each in texts.env_types)}
    seen: set[tuple[str, str]] = set()
    for index, each in enumerate(texts.variables):
        field, key = variable_field(index), (each.name, each.env_type)
        if not each.name and not each.value:
            continue
        if not is_variable_name(each.name):
            yield FieldFault(field, Reason.BAD_VARIABLE)
        elif is_built_in(each.name):
            yield FieldFault(field, Reason.BUILT_IN, each.name)
        elif key in seen:
            yield FieldFault(field, Reason.TWICE, each.name)
        elif each.env_type not in known:
            yield FieldFault(field, Reason.NO_SUCH_ENV_TYPE, each.env_type)
        seen.add(key)


def _secret_faults(
    field: str, texts: EnvironmentTexts, old: Environment | None
) -> Iterator[FieldFault]:
    """Yield the faults of a secret; a stored secret cannot be used for another address.

    An environment that never had a SecretKey may stay without one.
    """
    typed: str = getattr(texts, field)
    kept = old.secret_ref(SecretName(field)) if old else None
    if is_reference(typed):
        if error := _refusal(parse_secret_ref, typed):
            yield FieldFault(field, error)
    elif not typed and kept is None and (old is None or field == SecretName.PASSWORD):
        yield FieldFault(field, Reason.MISSING)
    elif not typed and old is not None and _is_bound_elsewhere(old, kept, texts.host):
        yield FieldFault(field, Reason.BOUND_ELSEWHERE, old.host)


def _is_bound_elsewhere(old: Environment, kept: SecretRef | None, host: str) -> bool:
    """Return whether a stored secret is bound to another address; a variable is never bound."""
    return kept is not None and kept.is_kept and _is_other_host(old, host)


def serves_another(old: Environment, reference: SecretRef, host: str) -> bool:
    """Return whether a secret from a variable will now be sent to another address."""
    return reference.kind == "env" and _is_other_host(old, host)


def _is_other_host(old: Environment, host: str) -> bool:
    try:
        return parse_origin(host) != old.origin
    except WedaError:
        return False


def _name_faults(name: str, taken: Collection[str]) -> Iterator[FieldFault]:
    if not name:
        yield FieldFault("name", Reason.MISSING)
    elif error := _refusal(check_name, name):
        yield FieldFault("name", error)
    else:
        same = [other for other in taken if fold_name(other) == fold_name(name)]
        yield from (FieldFault("name", Reason.TAKEN, other) for other in same[:1])


def _refusal(parse: Callable[[str], object], text: str) -> WedaError | None:
    try:
        parse(text)
    except WedaError as error:
        return error
    return None
