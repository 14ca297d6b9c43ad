"""What the tab of the authentication says: the token of a call, the variables that it stands in."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import Used
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.requests.address_view import auth_lines
from weda_tui.tui.widgets.drawing.paint import Line


def auth_reading(
    endpoint: Endpoint,
    draft: RequestDraft | None,
    where: Target | None,
    session: Session,
    strings: Strings,
    width: int,
) -> list[Line]:
    """Return which token a call takes, where that comes from, and every variable with its value."""
    host = where.environment.host if where else "{{vars.host}}"
    used = [] if draft is None or where is None else _used(draft, where, session)
    return auth_lines(endpoint.token_kind, host, used, strings, width)


def _used(draft: RequestDraft, where: Target, session: Session) -> list[Used]:
    variables = session.sending.variables(where, draft, MASK)
    names = dict.fromkeys(n for text in draft.texts for n in variables.used_by(text))
    found = (session.sending.look_up(name, where, draft) for name in names)
    return [each for each in found if each is not None]
