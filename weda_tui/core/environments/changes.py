"""The changes that an edit makes to an environment, field by field."""

from collections.abc import Iterator

import msgspec

from weda_tui.core.environments.form_texts import FIELDS, MORE_FIELDS, EnvironmentTexts

SECRETS = frozenset({"secret_key", "password"})


class FieldChange(msgspec.Struct, frozen=True):
    """One changed value."""

    kind: str
    """A field of ``EnvironmentTexts``; ``guard`` or ``variable`` for a single guard or variable."""
    subject: str
    """The env type of a guard, or the name of a variable with its env type if it has one."""
    before: str
    """The old value; empty if there was none, and always empty for a secret."""
    after: str
    """The new value; empty if it was removed. For a new secret a mask, never the secret."""


def find_changes(before: EnvironmentTexts, after: EnvironmentTexts) -> tuple[FieldChange, ...]:
    """Return the changes in the order of the form."""
    return tuple(_changes(before, after))


def _changes(before: EnvironmentTexts, after: EnvironmentTexts) -> Iterator[FieldChange]:
    for field in (*FIELDS, *MORE_FIELDS):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield FieldChange(field, "", old, "••••" if field in SECRETS else new)
    if before.verify_tls != after.verify_tls:
        yield FieldChange("verify_tls", "", str(before.verify_tls), str(after.verify_tls))
    if before.token_body != after.token_body:
        yield FieldChange("token_body", "", before.token_body, after.token_body)
    yield from _guards(before, after)
    yield from _variables(before, after)


def _guards(before: EnvironmentTexts, after: EnvironmentTexts) -> Iterator[FieldChange]:
    old = {each.name: each.guard.value for each in before.env_types}
    new = {each.name: each.guard.value for each in after.env_types}
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield FieldChange("guard", name, old.get(name, ""), new.get(name, ""))


def _variables(before: EnvironmentTexts, after: EnvironmentTexts) -> Iterator[FieldChange]:
    old, new = _by_name(before), _by_name(after)
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            name, env_type = key
            subject = f"{name} ({env_type})" if env_type else name
            yield FieldChange("variable", subject, old.get(key, ""), new.get(key, ""))


def _by_name(texts: EnvironmentTexts) -> dict[tuple[str, str], str]:
    return {
        (each.name, each.env_type): each.value
        for each in texts.variables
        if each.name or each.value
    }
