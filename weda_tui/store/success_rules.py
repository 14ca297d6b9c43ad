"""The success rules of a workspace: one file, ``rules/success.toml``."""

from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml.success_rules import parse_rules, render_rules
from weda_tui.store.workspace_files import lock_folder, read_text, write_text


class LoadedRules(msgspec.Struct, frozen=True):
    """The rules and the text of their file, ``None`` without a file."""

    by_endpoint: dict[str, str] = {}
    text: str | None = None


def load_rules(path: Path) -> LoadedRules:
    """Read the rules; a missing file has none. Raises ``FileError``."""
    text = read_text(path.parent.parent, path)
    return LoadedRules() if text is None else LoadedRules(parse_rules(text, file=path.name), text)


def save_rule(path: Path, endpoint_id: str, rule: str, *, known: str) -> LoadedRules:
    """Write the rule of one endpoint, or remove it if empty. Rules of other endpoints are kept.

    ``known`` is the rule that this save replaces. Raises ``FileError``: ``FILE_CHANGED`` if the
    disk holds another rule, ``TOML_…`` for a broken file, ``FILE_UNWRITABLE``.
    """
    workspace = path.parent.parent
    with lock_folder(workspace, path.parent):
        before = load_rules(path)
        if before.by_endpoint.get(endpoint_id, "") not in {known, rule}:
            raise FileError(ErrorCode.FILE_CHANGED, file=path.name)
        rules = {**before.by_endpoint, endpoint_id: rule}
        if not rule:
            del rules[endpoint_id]
        text = render_rules(rules, before.text)
        write_text(workspace, path, text)
    return LoadedRules(rules, text)
