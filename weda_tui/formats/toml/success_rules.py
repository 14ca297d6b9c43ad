"""A user's rules for when a response to a call is a success: ``rules/success.toml``.

"crm.ListOrders" = "$.status == 'done'"
"model.list" = "$.data.records"

The key is the endpoint's id, the value a condition of ``formats.jsonpath.conditions``.
"""

from collections.abc import Mapping
from typing import Any

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.toml import text as toml_text


def parse_rules(text: str, *, file: str) -> dict[str, str]:
    """Return the rule of each endpoint, whether or not it can be read as a condition.

    Raises ``FileError`` with ``file`` and the line: ``TOML_SYNTAX`` or ``TOML_BAD_VALUE``.
    """
    rules: dict[str, str] = {}
    for endpoint_id, rule in toml_text.load(text, file=file).items():
        if not isinstance(rule, str) or strip_control_characters(rule) != rule or not rule.strip():
            raise toml_text.bad_value(text, (endpoint_id,), "JSONPath", file)
        rules[endpoint_id] = rule.strip()
    return rules


def render_rules(rules: Mapping[str, str], previous: str | None) -> str:
    """Return the new text of the file; comments and order of ``previous`` are kept."""
    wanted: dict[str, Any] = dict(rules)
    return toml_text.render(wanted, {}, previous)
