"""Apply a step of the doctor to a draft, without sending the draft."""

import re
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.doctor.causes import StepId
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.json.edit import set_value
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text import template

_ADDRESS = re.compile(r"(://|\{\{[^{}]*\}\}|[^/?#{}])*")
_HOST = f"{{{{{template.HOST}}}}}"


def edit_draft(draft: RequestDraft, step: Remedy) -> RequestDraft | None:
    """Return the draft as changed by a step; ``None`` if the step changes nothing."""
    match step.id:
        case StepId.SET_METHOD:
            edited = msgspec.structs.replace(draft, method=step.text)
        case StepId.USE_BUILT_IN_TOKEN:
            kept = (each for each in draft.headers if each[0].strip().lower() != "authorization")
            edited = msgspec.structs.replace(draft, headers=tuple(kept))
        case StepId.USE_TOKEN_KIND:
            edited = msgspec.structs.replace(draft, token_kind=TokenKind(step.text))
        case StepId.RESTORE_VALUE if step.field is not None:
            body = set_value(draft.body, step.field.path, step.text)
            edited = msgspec.structs.replace(draft, body=draft.body if body is None else body)
        case StepId.DROP_PREFIX:
            edited = msgspec.structs.replace(draft, url=_with_path(draft.url, step.text))
        case StepId.USE_ADDRESS:
            edited = msgspec.structs.replace(draft, url=_ADDRESS.sub(_HOST, draft.url, count=1))
        case _:
            return None
    return None if edited == draft else edited


def _with_path(url: str, path: str) -> str:
    """Return a URL whose path is only its end ``path``; the part before may be a variable."""
    whole = urlsplit(url).path if "://" in url else url.partition("}}")[2].partition("?")[0]
    return url.replace(whole, path, 1) if whole.endswith(path) else url
