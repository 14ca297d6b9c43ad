"""The rows of the environment form, and what is wrong with a field in words."""

from typing import assert_never

from weda_tui.core.environment import (
    LONGEST_TIMEOUT,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
)
from weda_tui.core.environment_input import EnvironmentTexts, FieldFault, Reason
from weda_tui.core.errors import WedaError
from weda_tui.i18n.explain import explain
from weda_tui.i18n.facts import env_type_words, guard_mark, guard_words
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.tui_strings import FormStrings
from weda_tui.tui.drawings.where import env_type_role
from weda_tui.tui.widgets.paint import Line, Run, pad
from weda_tui.tui.widgets.wrap import wrap

LABEL = 16
"""Cells of the labels' column."""
REQUIRED = frozenset({"host", "secret_id", "secret_key", "name"})


def draw_label(field: str, strings: Strings) -> list[Line]:
    """Return the name of a field, with a star where something has to stand in it."""
    star = " *" if field in REQUIRED else ""
    return [Line([Run("  "), Run(_label(field, strings.tui.form) + star)])]


def draw_hint(text: str, fault: str, width: int) -> list[Line]:
    """Return what helps with a field, or what is wrong with it; at least one row."""
    said, role = (f"✗ {fault}", "fail") if fault else (text, "faint")
    margin = " " * (LABEL + 2)
    lines = [Line([Run(margin), Run(part, role)]) for part in wrap(said, width - LABEL - 3)]
    return lines or [Line()]


def fault_words(fault: FieldFault, strings: Strings) -> str:
    """Return what is wrong with a field and, where that is not plain, what to write instead."""
    words = strings.tui.form
    match fault.reason:
        case WedaError() as error:
            said = explain(error, strings)
            return f"{said.what}{'' if strings.language == 'zh' else ' '}{said.hint}"
        case Reason.MISSING:
            return words.missing.format(field=_label(fault.field, words))
        case Reason.BOUND_ELSEWHERE:
            is_key = fault.field == SecretName.KEY
            bound = words.secret_key_bound if is_key else words.password_bound
            return bound.format(host=fault.text)
        case Reason.TAKEN:
            return words.taken.format(name=fault.text)
        case Reason.BAD_TIMEOUT:
            return words.bad_timeout.format(most=int(LONGEST_TIMEOUT))
        case Reason.NO_ENV_TYPE:
            return words.bad_env_types
        case _:
            assert_never(fault.reason)


def hint_words(
    field: str,
    texts: EnvironmentTexts,
    old: Environment | None,
    has_keyring: bool | None,
    strings: Strings,
) -> str:
    """Return what helps with a field; ``has_keyring`` is ``None`` while nobody knows."""
    words = strings.tui.form
    match field:
        case "secret_key":
            kept = old.secret_key if old else None
            return _secret_hint(texts.secret_key, kept, has_keyring, words)
        case "password":
            if not texts.username and not texts.password:
                return words.password_hint
            return _secret_hint(texts.password, old.password if old else None, has_keyring, words)
        case "name":
            return words.name_hint.format(file=texts.name or "…")
        case _:
            hints = {
                "host": words.host_hint,
                "secret_id": words.secret_id_hint,
                "username": words.username_hint,
                "env_id": words.env_id_hint,
            }
            return hints.get(field, words.timeout_hint)


def _secret_hint(
    typed: str, kept: SecretRef | None, has_keyring: bool | None, words: FormStrings
) -> str:
    if typed.startswith("env:"):
        return words.secret_key_env
    if kept is not None and not typed:
        return words.secret_key_kept.format(place=str(kept))
    if has_keyring is None:
        return ""
    return words.secret_key_keyring if has_keyring else words.secret_key_file


def _label(field: str, words: FormStrings) -> str:
    labels = {
        "host": words.host,
        "secret_id": words.secret_id,
        "secret_key": words.secret_key,
        "username": words.username,
        "password": words.password,
        "name": words.name,
        "env_id": words.env_id,
        "timeout": words.timeout,
    }
    return labels.get(field, words.env_types)


def draw_title(strings: Strings, *, is_first: bool, is_new: bool) -> list[Line]:
    """Return what the form is for."""
    words = strings.tui.form
    if not is_first:
        title = words.new_title if is_new else words.edit_title
        return [Line([Run("  "), Run(title, "bold")]), Line()]
    return [
        Line([Run("  "), Run(words.first_title, "bold")]),
        Line([Run("  "), Run(words.first_intro, "dim")]),
        Line(),
    ]


def draw_env_types_title(strings: Strings) -> list[Line]:
    """Return the heading of the env types, with the keys that change them."""
    words = strings.tui.form
    return [Line([Run("  "), Run(words.env_types)], [Run(words.guards_hint, "faint"), Run(" ")])]


def draw_env_type(setting: EnvTypeSetting, is_chosen: bool, strings: Strings) -> Line:
    """Return an env type with its guard; one that is not chosen has none."""
    name, guard = setting.name, setting.guard
    mark = guard_mark(guard)
    return Line(
        [
            Run("  "),
            Run("[x] " if is_chosen else "[ ] ", "bold" if is_chosen else "faint"),
            Run(
                pad(f"{name} {env_type_words(name, strings)}", 16),
                env_type_role(name) if is_chosen else "faint",
            ),
            Run(
                f"{mark} {guard_words(guard, strings)}".strip() if is_chosen else "",
                "caution" if mark == "!" else "dim",
            ),
        ]
    )


def draw_more(strings: Strings) -> list[Line]:
    """Return the sign that the form goes on below, with the key that its end names."""
    words = strings.tui.form
    keys = [Run("Ctrl+S", "bold", "save"), Run(f" {strings.tui.keys.save}", "dim", "save")]
    return [Line([Run("  "), Run(f"↓ {words.more_below}", "dim"), Run("   "), *keys])]


def draw_ending(strings: Strings, width: int, *, is_first: bool) -> list[Line]:
    """Return the chip, and at first run the ways without a deployment."""
    words = strings.tui.form
    chip = [
        Run("  "),
        Run(f" F5 {words.check_save} ", "chip-focus", "check"),
        Run(f"   → {words.check_save_hint}", "dim"),
    ]
    lines = [Line(), Line(chip), Line([Run("  "), Run(words.save_only, "faint", "save")])]
    if not is_first:
        return lines
    return [
        *lines,
        Line(),
        Line([Run("  "), Run("─" * max(0, width - 4), "line")]),
        Line(),
        Line([Run("  F7 ", "dim"), Run(words.no_deployment, "bold")]),
        Line(),
        _way("1", words.use_sandbox, words.use_sandbox_hint, "sandbox"),
        _way("2", words.browse, words.browse_hint, "browse"),
    ]


def _way(key: str, title: str, hint: str, action: str) -> Line:
    runs = [Run(f"{key} ", "bold", action), Run(pad(title, 20), "text", action), Run(hint, "dim")]
    return Line([Run("  "), *runs])
