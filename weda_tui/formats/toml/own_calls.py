"""A user's description of one module's calls as a TOML file; its name is the module's name.

title = "CRM"

[calls.ListOrders]
method = "GET"
path = "/crm/v2/{envType}/orders"
title = "List orders"
effect = "read"                     # read | write | destructive
auth = "wedaClientCredentials"      # wedaPassword | wedaBasic | none
parameters = '{"properties": {"status": {"type": "string"}}}'

Where a document describes the call, only what differs from it stands here.
"""

from typing import Any

from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.catalogue.own_call import (
    METHODS,
    OwnCall,
    OwnModule,
    is_action,
    is_path,
    parameters_fault,
)
from weda_tui.core.text.control_characters import clean_lines
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.reader import TomlReader

KEYS = ("title", "calls")
CALL_KEYS = ("method", "path", "title", "summary", "effect", "auth", "parameters")


def parse_own_module(text: str, *, file: str, name: str) -> OwnModule:
    """Read the user's description of module ``name``.

    Raises ``FileError`` with ``file`` and the line: ``TOML_SYNTAX``, ``TOML_UNKNOWN_KEY`` or
    ``TOML_BAD_VALUE``.
    """
    reader = _CallReader(text, file)
    reader.allow_only(KEYS)
    calls = tuple(reader.call(action) for action in reader.table("calls"))
    return OwnModule(id=name, title=reader.line("title"), calls=calls)


def render_own_module(module: OwnModule, previous: str | None) -> str:
    """Return the new text of the file; comments and order of ``previous`` are kept."""
    wanted: dict[str, Any] = {"title": module.title} if module.title else {}
    if module.calls:
        wanted["calls"] = {call.action: _said(call) for call in module.calls}
    return toml_text.render(wanted, {}, previous, is_multi_line=True)


def _said(call: OwnCall) -> dict[str, str]:
    """Return the keys and values of a call's description, without empty ones."""
    told = {
        "method": call.method,
        "path": call.path,
        "title": call.title,
        "summary": call.summary,
        "effect": str(call.effect or ""),
        "auth": str(call.token_kind or ""),
        "parameters": call.parameters,
    }
    return {key: value for key, value in told.items() if value}


class _CallReader(TomlReader):
    """Reads the descriptions of calls."""

    def call(self, action: str) -> OwnCall:
        path = ("calls", action)
        self.allow_only(CALL_KEYS, *path)
        if not is_action(action):
            raise self.bad_value(path, "[A-Za-z0-9_.-]+")
        own_call = OwnCall(
            action=action,
            method=self._one_of(METHODS, *path, "method"),
            path=self.fitting(is_path, "/…", *path, "path"),
            title=self.line(*path, "title"),
            summary=self._lines(*path, "summary"),
            effect=Effect(effect) if (effect := self._one_of(Effect, *path, "effect")) else None,
            token_kind=TokenKind(kind)
            if (kind := self._one_of(TokenKind, *path, "auth"))
            else None,
            parameters=self.fitting(_is_schema, "JSON Schema", *path, "parameters"),
        )
        if own_call.path and not own_call.method:
            raise self.bad_value((*path, "path"), "method = …, path = …")
        return own_call

    def _lines(self, *path: str) -> str:
        value = self.string(*path)
        if "\n".join(clean_lines(value)) != value.replace("\r\n", "\n"):
            raise self.bad_value(path, "printable string")
        return value

    def _one_of(self, known: Any, *path: str) -> str:
        names = [str(each) for each in known]
        return self.fitting(names.__contains__, " | ".join(names), *path)


def _is_schema(text: str) -> bool:
    return parameters_fault(text) is None
