"""The success rules of a workspace: one file, ``rules/success.toml``."""

from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.success_rules import parse_rules, render_rules
from weda_tui.store.workspace_files import lock_folder, read_file, write_file


class LoadedRules(msgspec.Struct, frozen=True):
    """The rules and the text that says them, ``None`` where there is no file."""

    by_endpoint: dict[str, str] = {}
    text: str | None = None


def load_rules(path: Path) -> LoadedRules:
    """Read the rules; a missing file has none. Raises ``FileError``."""
    data = read_file(path.parent.parent, path)
    if data is None:
        return LoadedRules()
    text = toml_text.decode(data, file=path.name)
    return LoadedRules(parse_rules(text, file=path.name), text)


def save_rule(path: Path, endpoint_id: str, rule: str, *, known: str) -> LoadedRules:
    """Write the rule of one endpoint; an empty one is taken out. Those of others stay.

    ``known`` is the rule this replaces. Raises ``FileError``: ``FILE_CHANGED`` when the disk holds
    another, ``TOML_…`` for a file that is broken, ``FILE_UNWRITABLE``.
    """
    workspace = path.parent.parent
    with lock_folder(workspace, path.parent):
        before = load_rules(path)
        if before.by_endpoint.get(endpoint_id, "") not in {known, rule}:
            raise FileError(ErrorCode.FILE_CHANGED, file=path.name)
        rules = {key: each for key, each in before.by_endpoint.items() if key != endpoint_id}
        if rule:
            rules = {**before.by_endpoint, endpoint_id: rule}
        text = render_rules(rules, before.text)
        write_file(workspace, path, text.encode())
    return LoadedRules(rules, text)
