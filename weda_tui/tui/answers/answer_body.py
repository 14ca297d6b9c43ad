"""Shows the body of a response in the reader, and copies other parts of the exchange."""

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.json.text import decode_body
from weda_tui.core.json.tree import Path
from weda_tui.core.masking import MASK
from weda_tui.core.secrets.detection import masked_headers
from weda_tui.core.sending.exchange import Exchange, Response, Sending
from weda_tui.core.text.control_characters import show_acting
from weda_tui.core.tokens.access_token import KINDS
from weda_tui.formats.curl.write import write_curl
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import elapsed
from weda_tui.session import Session
from weda_tui.tui.answers.section_host import AnswerHost
from weda_tui.tui.bodies.copying import ExtraCopyItem
from weda_tui.tui.widgets.messages import CopyRequested, Noticed


class AnswerBody:
    """Shows the bodies of responses; a response to the same call keeps the cursor position."""

    def __init__(self, host: AnswerHost, session: Session) -> None:
        self._host, self._session = host, session
        self._head = b""
        """The beginning of the response that is being received."""
        self._place: tuple[str, Path] = ("", ())
        """The call of the previous response, and the path that was under the cursor."""

    def keep_place(self) -> None:
        """Store the position of the cursor in the body, for the next response to the same call."""
        exchange, reader = self._host.facts.exchange, self._host.widgets.reader
        self._place = ("", ())
        if exchange is not None and exchange.verdict.ok:
            path = reader.document_view.path if reader.part is None else ()
            self._place = (exchange.endpoint_id, path)

    def show_head(self, state: Sending) -> bool:
        """Show the beginning of a response that is being received; return whether it changed."""
        reader = self._host.widgets.reader
        is_other = bool(state.head) and state.head is not self._head
        if is_other:
            self._head = state.head
            reader.notes.annotate(None)
            reader.show_head(state.head, state.content_type, self._session.tokens.masker().text)
        elif not state.head:
            reader.dim()
        return is_other

    def show(self, exchange: Exchange) -> None:
        """Show the body of a response, at the position of the cursor in the previous response."""
        reader, endpoint = self._host.widgets.reader, self._endpoint_of(exchange)
        content_type = exchange.response.header("Content-Type")
        reader.document_name = exchange.endpoint_id.rpartition(".")[2]
        reader.copying.beside = self._beside(exchange)
        reader.table_mode.page = self._host.facts.page
        module = (
            self._session.modules.catalogue.module_of(endpoint) if endpoint is not None else None
        )
        reader.notes.annotate(endpoint, module, is_success=exchange.verdict.ok)
        if exchange.response.body:
            mask = self._session.tokens.masker().text
            reader.show(exchange.response.received, content_type, mask)
        else:
            reader.clear()
        (endpoint_id, path), self._place = self._place, ("", ())
        if path and exchange.verdict.ok and exchange.endpoint_id == endpoint_id:
            reader.go_to_path(path)

    def show_part(self, response: Response | None) -> None:
        """Show the part of a response that was received before a failure."""
        reader = self._host.widgets.reader
        if response is None:
            reader.clear()
            return
        reader.document_name = "partial"
        reader.notes.annotate(None)
        mask = self._session.tokens.masker().text
        reader.show(response.received, response.header("Content-Type"), mask)

    def _endpoint_of(self, exchange: Exchange) -> Endpoint | None:
        """Return the endpoint of the response, if it is known."""
        endpoint = self._host.facts.endpoint
        if endpoint is not None and endpoint.id == exchange.endpoint_id:
            return endpoint
        return self._session.modules.catalogue.by_id.get(exchange.endpoint_id)

    # -- copying what is not the body ---------------------------------------------------------

    def copy_curl(self) -> None:
        """Copy the request as a curl command with masked secrets, which fetches the token itself.

        The command fetches the token only over an approved route; otherwise the token is masked and
        the notice says why.
        """
        facts = self._host.facts
        if facts.request_shown is not None:
            try:
                text = self._session.sending.curl(facts.request_shown, *facts.sent_with)
                what = self._curl_words(text, *facts.sent_with)
            except FileError as error:
                self._host.post_message(Noticed(f"✗ {explain(error, self._host.words).line}"))
                return
            self._host.post_message(CopyRequested(text, what, is_program=True))

    def _curl_words(self, text: str, where: Target | None, kind: TokenKind) -> str:
        words = self._host.words.explanation
        if where is None or kind not in KINDS or MASK not in text:
            return words.curl
        status = self._session.routes.status(where.environment, kind)
        return words.curl if status.is_approved else words.curl_unapproved

    def copy_request_id(self) -> None:
        """Copy the requestId, or say why there is none."""
        facts, words = self._host.facts, self._host.words.tui.result
        if facts.has_answer and facts.request_id:
            self._host.post_message(CopyRequested(facts.request_id, "requestId"))
        elif facts.preview is not None or facts.settled is None:
            self._host.post_message(Noticed(words.nothing_yet))
        elif facts.exchange is not None:
            self._host.post_message(Noticed(words.no_request_id))
        else:
            self._host.post_message(Noticed(words.no_answer))

    def _beside(self, exchange: Exchange) -> tuple[ExtraCopyItem, ...]:
        """Return the parts of an exchange that can be copied besides the body."""
        words = self._host.words.copying
        return (
            ExtraCopyItem("h", words.headers, lambda: self._header_text(exchange)),
            ExtraCopyItem("x", words.exchange, lambda: self._exchange_text(exchange)),
        )

    def _header_text(self, exchange: Exchange) -> str:
        mask = self._session.tokens.masker().text
        headers = masked_headers(exchange.response.headers, mask)
        return "\n".join(f"{name}: {value}" for name, value in headers)

    def _exchange_text(self, exchange: Exchange) -> str:
        """Return the request as a curl command, followed by the response.

        A command with a mask in it is commented out, because it must not be run.
        """
        response = exchange.response
        text, _ = decode_body(bytes(response.received), response.header("Content-Type"))
        request, spent = exchange.request, elapsed(exchange.elapsed)
        curl = write_curl(request)
        if request.lacks_secret:
            curl = f"# {curl.replace(chr(10), f'{chr(10)}# ')}"
        masked = show_acting(self._session.tokens.masker().text(text))
        return f"{curl}\n# → HTTP {response.status} · {spent}\n{masked}"
