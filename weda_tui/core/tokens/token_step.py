"""One call of a token exchange, as a person may see it."""

import msgspec

from weda_tui.core.errors import WedaError
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import Response


class TokenStep(msgspec.Struct, frozen=True, kw_only=True):
    """A token call: what left and what came back. Nothing in it is secret: all is masked."""

    request: PreparedRequest
    response: Response | None
    """Its body in UTF-8; ``None`` when no answer came."""
    error: WedaError | None
    """Why it gave no token."""
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds."""

    def masked(self, masker: Masker) -> "TokenStep":
        """Return the step without what has become known since."""
        return msgspec.structs.replace(
            self,
            request=self.request.masked(masker),
            response=masked_answer(self.response, masker) if self.response else None,
            error=self.error.masked(masker) if self.error else None,
        )


def masked_answer(response: Response, masker: Masker) -> Response:
    """Return an answer as a person may see it: headers and body masked, the body in UTF-8."""
    return msgspec.structs.replace(
        response,
        reason=masker.text(response.reason),
        headers=tuple((name, masker.text(value)) for name, value in response.headers),
        body=masker.data(utf8_body(response.body, response.header("Content-Type"))),
    )
