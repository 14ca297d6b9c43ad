"""The headers of a draft as form rows.

First each header that is sent, then a place to add a header, then the documented headers that are
not sent.
"""

from typing import NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, EnumValue, Parameter
from weda_tui.core.requests.draft import CONTENT_TYPE, RequestDraft, draft_for
from weda_tui.core.requests.form import Form, FormRow, FormRowKind

NAMES = (
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control",
    "Content-Language", "Content-Type", "Cookie", "If-Match", "If-Modified-Since", "If-None-Match",
    "Idempotency-Key", "Origin", "Prefer", "Referer", "traceparent", "User-Agent",
    "X-Forwarded-For", "X-Request-Id", "X-Requested-With",
)  # fmt: skip
"""Names of headers that are often sent, for completion."""


def read_header_form(endpoint: Endpoint, draft: RequestDraft) -> Form:
    """Return the rows of the sent headers, a row to add one, and the documented unsent headers."""
    documented = {each.name.lower(): each for each in _documented(endpoint)}
    rows = [
        FormRow(
            location="header", path=(index,), raw=value, text=value,
            parameter=_parameter(name, documented),
        )
        for index, (name, value) in enumerate(draft.headers)
    ]  # fmt: skip
    more = Parameter(name="", location="header", type="string")
    rows.append(
        FormRow(
            location="header", path=(len(rows),), parameter=more, kind=FormRowKind.ADD_KEY,
            is_required=True,
        )
    )  # fmt: skip
    given = {name.strip().lower() for name, _ in draft.headers}
    rows += [
        FormRow(location="header", path=(each.name,), parameter=each)
        for name, each in documented.items()
        if name not in given
    ]
    return Form(rows=tuple(rows))


def _parameter(name: str, documented: dict[str, Parameter]) -> Parameter:
    known = documented.get(name.strip().lower())
    if known is None:
        return Parameter(name=name, location="header", type="string")
    return msgspec.structs.replace(known, name=name)


def _documented(endpoint: Endpoint) -> list[Parameter]:
    """Return the documented headers of a call, the content type of its body first."""
    name, value = CONTENT_TYPE
    own = [each for each in endpoint.parameters if each.location == "header"]
    if CONTENT_TYPE not in draft_for(endpoint).headers or any(
        each.name.lower() == name.lower() for each in own
    ):
        return own
    listed = (EnumValue(value, Bilingual(zh="", en="")),)
    return [Parameter(name=name, location="header", type="string", enum=listed), *own]


def documented_type(row: FormRow) -> str:
    """Return the documented content type if a row has another one; otherwise an empty string."""
    listed = [str(each.value) for each in row.parameter.enum]
    is_type = row.location == "header" and row.name.strip().lower() == CONTENT_TYPE[0].lower()
    if not is_type or not row.text or not listed or "{{" in row.text:
        return ""
    return "" if _media_type(row.text) in map(_media_type, listed) else listed[0]


def _media_type(value: str) -> str:
    return value.partition(";")[0].strip().lower()


class HeaderCompletion(NamedTuple):
    """Header names that can replace ``text[start:end]``."""

    start: int
    end: int
    options: tuple[str, ...]
    """The header names, at least one."""

    def written(self, option: str) -> tuple[str, int]:
        """Return the text of an option, and the offset of the cursor in it."""
        return option, len(option)


def complete_header(typed: str, at: int) -> HeaderCompletion | None:
    """Return the header names that complete the typed text; ``None`` if there are none.

    Names that begin with the text are preferred to names that only contain it. ``at`` is the
    position of the cursor; names are offered only at the end of the text.
    """
    wanted = typed.strip().casefold()
    found = [name for name in NAMES if name.casefold().startswith(wanted)]
    found = found or [name for name in NAMES if wanted in name.casefold()]
    is_whole = any(name.casefold() == wanted for name in found)
    if not wanted or at < len(typed) or is_whole or not found:
        return None
    return HeaderCompletion(0, len(typed), tuple(found))
