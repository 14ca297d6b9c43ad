"""Replace an unknown variable of a draft by the nearest known name."""

from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.requests.draft import RequestDraft


def replace_variable(draft: RequestDraft, error: WedaError | None) -> RequestDraft | None:
    """Return the draft with the unknown variable renamed to the nearest known name.

    Return ``None`` for any other error, or if no known name is close.
    """
    if error is None or error.code is not ErrorCode.VARIABLE_UNKNOWN:
        return None
    name, nearest = (str(error.parameters[each]) for each in ("name", "nearest"))
    renamed = draft.renamed(name, nearest) if nearest else draft
    return renamed if renamed != draft else None
