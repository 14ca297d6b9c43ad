"""The command with which the user sends what an agent may not send."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.json.text import decode_body
from weda_tui.core.masking import Masker
from weda_tui.core.requests.body import find_draft_fault
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import DYNAMIC, VariableLayer, VariableOrigin
from weda_tui.core.text import template
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.session.sending.send_plan import SendPlan
from weda_tui.store.paths import PROGRAM, Paths, find_paths

_OF_THE_PLACE = frozenset({template.HOST, template.ENV_TYPE, template.ENV_ID})
"""Variables of a URL that depend on the target only, which the command names."""
LONGEST_COMMAND = 8000
"""The longest command that a user can still paste and read, in characters."""


def send_command(
    draft: RequestDraft, base: RequestDraft, target: str, where: Target, paths: Paths
) -> str:
    """Return the command that sends a draft; empty if no command sends exactly the same.

    ``base`` is what the command sends for ``target``, an endpoint or a saved request, without
    options.
    """
    is_same_call = (draft.method, draft.url) == (base.method, base.url)
    lost = {name.lower() for name, _ in base.headers} - {name.lower() for name, _ in draft.headers}
    if not target or not is_same_call or lost:
        return ""
    more = [header for header in draft.headers if header not in base.headers]
    replaced = {name.lower() for name, _ in more}
    kept = [header for header in base.headers if header[0].lower() not in replaced]
    if [*kept, *more] != [*draft.headers]:
        return ""
    words = [each for name, value in more for each in ("--header", f"{name}: {value}")]
    if draft.body != base.body or (draft.body and "/" not in target):
        if draft.body.startswith("@") or draft.body == "-":  # the command would read a file
            return ""
        words += ["--body", _body_on_one_line(draft)]
    return _command("send", words, _values(draft.layers), [target], where, paths)


def settled_draft(draft: RequestDraft, plan: SendPlan) -> RequestDraft | None:
    """Return a draft with the values its plan resolved to, independent of later file changes.

    An agent may edit a saved request, or a variable of the environment, before the user runs the
    command. ``None`` if there is no such draft: a value is different each time, or contains braces.
    """
    if plan.request is None or plan.has_files:
        return None
    names = {*template.names(draft.url)} - _OF_THE_PLACE
    body, _ = decode_body(plan.request.body, "")
    try:
        values = {name: plan.variables[name] for name in names}
        headers = tuple(
            (name, template.render(text, plan.variables)) for name, text in draft.headers
        )
    except (KeyError, FileError):
        return None
    texts = (body, *values.values(), *(text for _, text in headers))
    is_one = body.encode("utf-8", "replace") == plan.request.body and names.isdisjoint(DYNAMIC)
    if not is_one or any("{{" in text for text in texts):
        return None
    layer = VariableLayer(VariableOrigin.SET, values)
    return replace(draft, headers=headers, body=body, layers=(layer,))


def run_command(
    chosen: Sequence[str], given: Mapping[str, str], where: Target, paths: Paths
) -> str:
    """Return the command that runs saved requests."""
    return _command("run", [], given, chosen, where, paths)


def masked_command(command: str, masker: Masker) -> str:
    """Return a command; empty for a command with a secret, which would send a mask instead."""
    return command if masker.text(command) == command else ""


def _values(layers: Sequence[VariableLayer]) -> dict[str, str]:
    """Return the values given at the moment of sending; for equal names, the last one."""
    given: dict[str, str] = {}
    for layer in layers:
        if layer.origin in {VariableOrigin.SET, VariableOrigin.CAPTURED, VariableOrigin.ROW}:
            given |= layer.values
    return given


def _body_on_one_line(draft: RequestDraft) -> str:
    """Return JSON of several lines on one line, digit for digit; any other body unchanged."""
    if not draft.is_meant_as_json or find_draft_fault(draft) is not None:
        return draft.body
    return " ".join(line.strip() for line in draft.body.split("\n"))


def _command(
    name: str,
    options: Sequence[str],
    given: Mapping[str, str],
    operands: Sequence[str],
    where: Target,
    paths: Paths,
) -> str:
    """Return a command line; empty if a word is unsafe to paste, or the line is too long.

    ``--set`` ends the name of a value at the first ``=``, so a name that contains ``=`` cannot be
    given. Names that an agent may choose, of a folder or a file, are placed after ``--`` and are
    never read as options.
    """
    place = ["--env", where.environment.name, "--env-type", where.env_type]
    if paths.workspace != find_paths(None, {}).workspace:
        place += ["--workspace", str(paths.workspace)]
    values = [each for key, value in given.items() for each in ("--set", f"{key}={value}")]
    every = [PROGRAM, name, *options, *values, *place, "--", *operands]
    command = " ".join(map(quote_word, every))
    is_plain = all(strip_control_characters(word) == word for word in every)
    is_plain = is_plain and not any(word.startswith("-") for word in operands)
    is_plain = is_plain and all(key and "=" not in key for key in given)
    return command if is_plain and len(command) <= LONGEST_COMMAND else ""
