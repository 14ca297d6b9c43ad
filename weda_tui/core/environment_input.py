"""What somebody types for an environment, read into one: or what is wrong, field by field."""

import re
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum

import msgspec

from weda_tui.core.environment import (
    PRESET_ENV_TYPES,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    is_timeout,
    parse_host,
    parse_secret_ref,
)
from weda_tui.core.environment_name import check_name, fold_name
from weda_tui.core.errors import WedaError
from weda_tui.core.masking import MASK

FIELDS = (
    "host",
    "secret_id",
    "secret_key",
    "username",
    "password",
    "name",
    "env_id",
    "timeout",
)
"""The texts, in the order in which they are asked for; ``env_types`` are chosen, not typed."""


class EnvironmentTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What the fields hold, without blanks at their ends."""

    host: str = ""
    secret_id: str = ""
    secret_key: str = ""
    """The secret itself, ``env:NAME``, or nothing for the one that is kept already."""
    username: str = ""
    """Empty for an environment without a user; nothing is asked of ``password`` then."""
    password: str = ""
    """As ``secret_key``."""
    name: str = ""
    env_id: str = ""
    timeout: str = ""
    """Seconds, in decimals."""
    env_types: tuple[EnvTypeSetting, ...] = PRESET_ENV_TYPES

    def __repr__(self) -> str:
        return f"EnvironmentTexts({self.name!r})"


class EnvironmentInput(msgspec.Struct, frozen=True, kw_only=True):
    """What the fields mean at one moment: the same is checked and saved."""

    environment: Environment
    secret: str
    """The SecretKey that was typed, empty when the kept one or a variable is meant."""
    password: str = ""
    """The same for the password."""

    def __repr__(self) -> str:
        return f"EnvironmentInput({self.environment.name!r}, {MASK})"


class Reason(StrEnum):
    """Why a field cannot be taken, where no error says it."""

    MISSING = "missing"
    BOUND_ELSEWHERE = "bound-elsewhere"
    """The kept secret serves another address, which is the fault's ``text``."""
    TAKEN = "taken"
    """Another environment has the name, which is the fault's ``text``."""
    BAD_TIMEOUT = "bad-timeout"
    NO_ENV_TYPE = "no-env-type"


class FieldFault(msgspec.Struct, frozen=True):
    """A field that cannot be taken, and why."""

    field: str
    """One of ``FIELDS``, or ``env_types``."""
    reason: Reason | WedaError
    text: str = ""


def read_environment(
    texts: EnvironmentTexts, *, old: Environment | None = None, taken: Collection[str] = ()
) -> EnvironmentInput | tuple[FieldFault, ...]:
    """Read the fields; the faults come in the order of the fields.

    ``old`` is the environment that is edited: what no field shows is taken over from it, and its
    secrets are kept where none is typed. ``taken`` are the names of the others.
    """
    faults = tuple(_faults(texts, old, taken))
    if faults:
        return faults
    password, password_ref = "", None
    if texts.username:
        password, password_ref = _read_secret(texts.password, old.password if old else None)
    secret, secret_ref = _read_secret(texts.secret_key, old.secret_key if old else None)
    environment = Environment(
        name=texts.name,
        host=parse_host(texts.host),
        env_types=texts.env_types,
        env_id=texts.env_id,
        secret_id=texts.secret_id,
        secret_key=secret_ref,
        username=texts.username,
        password=password_ref,
        timeout=float(texts.timeout),
        verify_tls=old.verify_tls if old else True,
        ca_file=old.ca_file if old else "",
        variables=old.variables if old else {},
        record=old.record if old else True,
    )
    return EnvironmentInput(environment=environment, secret=secret, password=password)


def _read_secret(typed: str, kept: SecretRef | None) -> tuple[str, SecretRef | None]:
    """Return the secret that was typed, if any, and where the environment has it."""
    if _is_reference(typed):
        return "", parse_secret_ref(typed)
    is_elsewhere = kept is not None and not kept.is_kept
    return typed, None if typed and is_elsewhere else kept


def _is_reference(typed: str) -> bool:
    """Return whether where a secret is was typed, rather than the secret."""
    return typed.startswith("env:") or typed == "prompt"


def suggest_name(host: str, taken: Collection[str]) -> str:
    """Return a free name for an address as it is typed; empty while it is none."""
    try:
        address = parse_host(host).partition("://")[2]
    except WedaError:
        return ""
    name = re.sub(r"[\[\]]", "", address).replace(":", "-")
    known = set(map(fold_name, taken))
    number = 1
    while fold_name(name if number == 1 else f"{name}-{number}") in known:
        number += 1
    return name if number == 1 else f"{name}-{number}"


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


def _secret_faults(
    field: str, texts: EnvironmentTexts, old: Environment | None
) -> Iterator[FieldFault]:
    """Return what is wrong with a secret; one that is kept for another address serves no other.

    An environment that never had a SecretKey may go on without.
    """
    typed: str = getattr(texts, field)
    kept = old.secret_ref(SecretName(field)) if old else None
    if _is_reference(typed):
        if error := _refusal(parse_secret_ref, typed):
            yield FieldFault(field, error)
    elif not typed and kept is None and (old is None or field == SecretName.PASSWORD):
        yield FieldFault(field, Reason.MISSING)
    elif not typed and old is not None and _is_bound_elsewhere(old, kept, texts.host):
        yield FieldFault(field, Reason.BOUND_ELSEWHERE, old.host)


def _is_bound_elsewhere(old: Environment, kept: SecretRef | None, host: str) -> bool:
    """Return whether a kept secret does not serve the address; a variable serves any."""
    if kept is None or not kept.is_kept:
        return False
    try:
        return parse_host(host) != old.host
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
