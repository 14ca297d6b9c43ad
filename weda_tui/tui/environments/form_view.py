"""The rows of the environment form, and the faults of its fields in words."""

from weda_tui.core.environments.deployment import (
    LONGEST_TIMEOUT,
    NO_PROXY,
    SYSTEM_PROXY,
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    read_host,
)
from weda_tui.core.environments.form_texts import EnvironmentTexts, FieldFault, Reason
from weda_tui.core.environments.input import serves_another
from weda_tui.core.errors import WedaError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import env_type_words, guard_mark, guard_words
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.words.requests import FormWords
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad, paragraph, wrap

OWN_PROXY = "own"
"""The answer for a proxy with an address of its own."""

GROUPS = {
    "address": ("host",),
    "key": ("secret_id", "secret_key"),
    "place": ("name", "env_types"),
    "user": ("username", "password", "client_id", "device_id"),
    "connection": (
        "env_id",
        "alias",
        "verify_tls",
        "ca_file",
        "client_certificate",
        "client_key",
        "proxy_kind",
        "proxy",
        "timeout",
        "token_body",
    ),
    "variables": ("variables",),
}
"""The fields of each group; groups follow the tokens that need the fields."""
OPTIONAL = ("user", "connection", "variables")
"""The groups that a new environment does not need."""


def group_words(group: str, strings: Strings) -> tuple[str, str]:
    """Return the name of a group, and which modules use its fields."""
    words = strings.environments.editor
    names = {
        "address": (words.group_address, ""),
        "key": (words.group_key, words.group_key_for),
        "user": (words.group_user, words.group_user_for),
        "place": (words.group_place, ""),
        "connection": (words.group_connection, words.group_connection_for),
    }
    return names.get(group, (words.group_variables, "{{…}}"))


def answer_run(field: str, answer: str, strings: Strings) -> Run:
    """Return an answer in words; unverified certificates are shown as a caution."""
    words = strings.environments.editor
    if field == "verify_tls":
        return Run(words.verify_on) if answer == "True" else Run(words.verify_off, "caution")
    if field == "proxy_kind":
        names = {SYSTEM_PROXY: words.proxy_system, NO_PROXY: words.proxy_none}
        return Run(names.get(answer, words.proxy_own))
    return Run(answer.upper() if answer == "json" else answer)


LABEL = 16
"""The width in cells of the column of labels."""
REQUIRED = frozenset({"host", "secret_id", "secret_key", "name"})


def draw_label(field: str, strings: Strings) -> list[Line]:
    """Return the label of a field, with a star if the field is required."""
    star = " *" if field in REQUIRED else ""
    return [Line([Run("  "), Run(field_words(field, strings) + star)])]


def draw_hint(text: str, fault: str, width: int) -> list[Line]:
    """Return the hint or the fault of a field; at least one row."""
    said, role = (f"✗ {fault}", "fail") if fault else (text, "faint")
    margin = " " * (LABEL + 2)
    lines = [Line([Run(margin), Run(part, role)]) for part in wrap(said, width - LABEL - 3)]
    return lines or [Line()]


def fault_words(fault: FieldFault, strings: Strings) -> str:
    """Return the fault of a field in words and, if not obvious, what to write instead."""
    if isinstance(fault.reason, WedaError):
        return explain(fault.reason, strings).line
    words, more = strings.tui.form, strings.environments.editor
    if fault.reason is Reason.MISSING:
        return words.missing.format(field=field_words(fault.field, strings))
    is_key = fault.field == SecretName.KEY
    text = {
        Reason.BOUND_ELSEWHERE: words.secret_key_bound if is_key else words.password_bound,
        Reason.TAKEN: words.taken,
        Reason.BAD_TIMEOUT: words.bad_timeout,
        Reason.NO_ENV_TYPE: words.bad_env_types,
        Reason.BAD_ALIAS: more.bad_alias,
        Reason.BAD_CLIENT_ID: more.bad_client_id,
        Reason.BAD_DEVICE_ID: more.bad_device_id,
        Reason.BAD_VARIABLE: more.bad_variable,
        Reason.BUILT_IN: more.built_in,
        Reason.TWICE: more.twice,
        Reason.NO_SUCH_ENV_TYPE: more.no_such_env_type,
    }[fault.reason]
    most = int(LONGEST_TIMEOUT)
    return text.format(most=most, host=fault.text, name=fault.text, env_type=fault.text)


def hint_words(
    field: str,
    texts: EnvironmentTexts,
    old: Environment | None,
    has_keyring: bool | None,
    strings: Strings,
) -> str:
    """Return the hint of a field; ``has_keyring`` is ``None`` while unknown."""
    words = strings.tui.form
    match field:
        case "secret_key":
            kept = old.secret_key if old else None
            if old and kept and not texts.secret_key and serves_another(old, kept, texts.host):
                return words.secret_follows.format(place=str(kept), host=texts.host)
            return _secret_hint(texts.secret_key, kept, has_keyring, words)
        case "password":
            if not texts.username and not texts.password:
                return words.password_hint
            kept = old.password if old else None
            if old and kept and not texts.password and serves_another(old, kept, texts.host):
                return words.secret_follows.format(place=str(kept), host=texts.host)
            return _secret_hint(texts.password, kept, has_keyring, words)
        case "host":
            return _host_hint(texts.host, words)
        case "name":
            return words.name_hint.format(file=texts.name or "…")
        case _:
            hints = {
                "secret_id": words.secret_id_hint,
                "username": words.username_hint,
                "env_id": words.env_id_hint,
                "timeout": words.timeout_hint,
            }
            return hints.get(field) or more_hint(field, strings)


def absent_words(field: str, environment: Environment, strings: Strings) -> str:
    """Return the words for a kept secret that no store holds for the address."""
    words = strings.tui.form
    sentence = words.secret_key_absent if field == SecretName.KEY else words.password_absent
    return sentence.format(host=strip_control_characters(environment.host))


def _host_hint(typed: str, words: FormWords) -> str:
    """Return the hint of an address; it says what becomes of a path in the address."""
    try:
        address = read_host(typed)
    except WedaError:
        return words.host_hint
    if address.cut:
        return words.host_cut.format(cut=strip_control_characters(address.cut), host=address.host)
    return words.host_kept.format(host=address.host) if address.prefix else words.host_hint


def _secret_hint(
    typed: str, kept: SecretRef | None, has_keyring: bool | None, words: FormWords
) -> str:
    if typed.startswith("env:"):
        return words.secret_key_env
    if kept is not None and not typed:
        return words.secret_key_kept.format(place=str(kept))
    if has_keyring is None:
        return ""
    return words.secret_key_keyring if has_keyring else words.secret_key_file


def more_hint(field: str, strings: Strings) -> str:
    """Return the hint of a field that most environments do not need."""
    words = strings.environments.editor
    return {
        "alias": words.alias_hint,
        "client_id": words.client_id_hint,
        "device_id": words.device_id_hint,
        "verify_tls": words.verify_hint,
        "ca_file": words.ca_file_hint,
        "client_certificate": words.client_certificate_hint,
        "client_key": words.client_key_hint,
        "proxy_kind": words.proxy_hint,
        "proxy": words.proxy_address_hint,
        "token_body": words.token_body_hint,
    }[field]


def field_words(field: str, strings: Strings) -> str:
    """Return the name of a field."""
    words, more = strings.tui.form, strings.environments.editor
    labels = {
        "host": words.host,
        "secret_id": words.secret_id,
        "secret_key": words.secret_key,
        "username": words.username,
        "password": words.password,
        "name": words.name,
        "env_id": words.env_id,
        "timeout": words.timeout,
        "env_types": words.env_types,
        "alias": more.alias,
        "client_id": more.client_id,
        "device_id": more.device_id,
        "verify_tls": more.verify_tls,
        "ca_file": more.ca_file,
        "client_certificate": more.client_certificate,
        "client_key": more.client_key,
        "proxy_kind": more.proxy,
        "proxy": more.proxy_address,
        "token_body": more.token_body,
    }
    return labels[field]


def draw_title(strings: Strings) -> list[Line]:
    """Return the title rows of the form of the first run."""
    words = strings.tui.form
    return [
        Line([Run("  "), Run(words.first_title, "bold")]),
        Line([Run("  "), Run(words.first_intro, "dim")]),
        Line(),
    ]


def draw_group(group: str, strings: Strings) -> list[Line]:
    """Return the heading of a group of fields."""
    name, serves = group_words(group, strings)
    above = [] if group == "address" else [Line()]
    return [*above, Line([Run(" "), Run(name, "dim")], [Run(serves, "faint"), Run(" ")])]


def draw_fold(
    group: str, strings: Strings, *, is_open: bool, is_at: bool, filled: str
) -> list[Line]:
    """Return the heading of a group that folds; ``filled`` is a value to show while folded."""
    name, serves = group_words(group, strings)
    above = [Line()] if is_open or group == OPTIONAL[0] else []
    mark = Run("▾ " if is_open else "▸ ", "focus bold" if is_at else "dim")
    right = [Run(filled) if filled and not is_open else Run(serves, "faint"), Run(" ")]
    return [*above, Line([Run("  "), mark, Run(name, "bold" if is_at else "text")], right)]


def scope_run(env_type: str, strings: Strings) -> Run:
    """Return the scope of a variable: an env type, or all of them."""
    return Run(cut(env_type, 4)) if env_type else Run(strings.environments.editor.everywhere)


def draw_variables_hint(strings: Strings, width: int) -> list[Line]:
    """Return the hint that says how variables are added and removed."""
    hint = strings.environments.editor.variables_hint
    return paragraph(hint, width - 1, "faint")


def draw_env_types_title(strings: Strings) -> list[Line]:
    """Return the heading of the env types, with the keys that change them."""
    words = strings.tui.form
    return [Line([Run("  "), Run(words.env_types)], [Run(words.guards_hint, "faint"), Run(" ")])]


def draw_env_type(setting: EnvTypeSetting, is_chosen: bool, strings: Strings) -> Line:
    """Return the row of an env type, with its guard if it is chosen."""
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
    """Return the hint that the form continues below, with the key that saves."""
    words = strings.tui.form
    keys = Run.key("Ctrl+S", strings.tui.keys.save, "save")
    return [Line([Run("  "), Run(f"↓ {words.more_below}", "dim"), Run("   "), *keys])]


def draw_ending(strings: Strings, width: int) -> list[Line]:
    """Return the chip that checks and saves, and the hint how to save without a check."""
    words = strings.tui.form
    chip = [Run("  "), Run(f" F5 {words.check_save} ", "chip-focus", "check")]
    hint = Run(f"   → {words.check_save_hint}", "dim")
    if cells([*chip, hint]) < width:
        chip.append(hint)
    return [Line(), Line(chip), Line([Run("  "), Run(words.save_only, "faint", "save")])]


def ways_without(strings: Strings) -> tuple[tuple[str, str, str, str], ...]:
    """Return the ways without a deployment: key, title, explanation, action."""
    words = strings.tui.form
    return (
        ("1", words.use_sandbox, words.use_sandbox_hint, "sandbox"),
        ("2", words.use_import, words.use_import_hint, "browse(True)"),
        ("3", words.browse, words.browse_hint, "browse"),
    )


def draw_ways(strings: Strings, width: int, *, is_tall: bool) -> list[Line]:
    """Return the ways without a deployment: a row each, or one or two rows on a low screen."""
    ways = ways_without(strings)
    title = [Run("  "), *Run.key("F7", strings.tui.form.no_deployment, "ways")]
    if is_tall:
        rows = [_way(*way) for way in ways]
        return [Line.rule(width), Line(), Line(title), Line(), *rows, Line()]
    brief = [
        run for key, name, _, action in ways for run in (Run("  "), *Run.key(key, name, action))
    ]
    whole = Line([*title, Run(" "), *brief])
    return [whole] if cells(whole.left) <= width else [Line(title), Line(brief)]


def _way(key: str, title: str, hint: str, action: str) -> Line:
    runs = [Run(f"{key} ", "bold", action), Run(pad(title, 22), "text", action), Run(hint, "dim")]
    return Line([Run("  "), *runs])
