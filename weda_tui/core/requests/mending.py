"""A draft in which the one variable without a value has the nearest known name."""

from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.requests.draft import RequestDraft


def replace_variable(draft: RequestDraft, error: WedaError | None) -> RequestDraft | None:
    """Return the draft with the nearest name; ``None`` for another error, or without one."""
    if error is None or error.code is not ErrorCode.VARIABLE_UNKNOWN:
        return None
    name, nearest = (str(error.parameters[each]) for each in ("name", "nearest"))
    renamed = draft.renamed(name, nearest) if nearest else draft
    return renamed if renamed != draft else None
