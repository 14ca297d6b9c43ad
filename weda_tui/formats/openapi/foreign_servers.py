"""Servers of a document that no deployment of this workspace has."""

import json
from collections.abc import Sequence
from typing import Any

from weda_tui.formats.foreign_json import list_of, object_of
from weda_tui.formats.openapi.text import json_text


def without_foreign_servers(
    data: bytes, hosts: Sequence[str], *, name: str
) -> tuple[bytes, tuple[str, ...]]:
    """Return a document without servers at other places than ``hosts``, and their addresses.

    Who opens a document sends where its servers say. A document without such servers stays as it
    is, byte for byte. Raises ``FileError`` as ``json_text`` does.
    """
    foreign: list[str] = []
    document = _without(json.loads(json_text(data, name=name)), hosts, foreign)
    if not foreign:
        return data, ()
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace"), tuple(dict.fromkeys(foreign))


def _without(node: Any, hosts: Sequence[str], foreign: list[str]) -> Any:
    """Return a part of a document without foreign servers, which are added to ``foreign``."""
    if isinstance(node, list):
        return [_without(each, hosts, foreign) for each in list_of(node)]
    if not isinstance(node, dict):
        return node
    kept = object_of(node)
    urls = [str(object_of(each).get("url", "")) for each in list_of(kept.get("servers"))]
    if found := [url for url in urls if not _is_known(url, hosts)]:
        foreign += found
        del kept["servers"]
    return {key: _without(value, hosts, foreign) for key, value in kept.items()}


def _is_known(url: str, hosts: Sequence[str]) -> bool:
    """Return whether an address is below that of the document, or at one of ``hosts``."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return True
    return any(url == host or url.startswith(f"{host}/") for host in hosts)
