"""The ``Data`` of the workflow calls, with the field names of the public page (1301/94470).

``StartUserId`` and ``Uid`` are 19-digit JSON numbers, as in the page's samples; elsewhere ids are
text. ``GetFlowInstances`` and ``GetFlowInstanceTasks`` give times as text, the rest as epoch ms.
"""

from datetime import datetime, timedelta, timezone

from weda_tui.sandbox.flows.model import User

Json = dict[str, object]
CHINA = timezone(timedelta(hours=8))
"""The zone of times that are text, and of days."""


def person(user: User, *, with_extra: bool) -> Json:
    """Return a user as an answer names them."""
    named: Json = {"UserId": user.id, "Source": user.source}
    return named | extra_info(user) if with_extra else named


def extra_info(user: User) -> Json:
    """Return ``UserExtraInfo``: only its id is confirmed."""
    return {"UserExtraInfo": {"Id": user.id}}


def time_text(milliseconds: int) -> str:
    """Return ``yyyy-MM-ddTHH:mm:ss.SSS+0800``."""
    at = datetime.fromtimestamp(milliseconds // 1000, CHINA)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}+0800"


def end_text(milliseconds: int | None) -> str | None:
    """Return the same for an end, which may not have come yet."""
    return None if milliseconds is None else time_text(milliseconds)
