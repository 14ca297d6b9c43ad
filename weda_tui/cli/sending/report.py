"""The output of ``send``: a response, an error, or the request of a dry run."""

import mmap
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
from msgspec import Raw

from weda_tui.cli import output
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Mark, Outcome, Verdict, unanswered_state
from weda_tui.core.bodies.pieces import (
    Body,
    charset_of,
    is_utf8,
    json_string,
    masked_body,
    pieces_of,
    utf8_pieces,
)
from weda_tui.core.doctor.cause_checks import CauseState
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.server_logs import LogPlace
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    GuardError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)
from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.text import format_json, utf8_body
from weda_tui.core.masking import Masker, masked_pieces
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.variables import Used
from weda_tui.core.secrets.detection import masked_headers
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Response
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.i18n import quantities
from weda_tui.i18n.phrases.answers import executed_words
from weda_tui.i18n.phrases.diagnosis import (
    CommandValues,
    executed_line,
    finding_of,
    meaning_of,
    plain_lines,
)
from weda_tui.i18n.phrases.doctor import checked_words, evidence_words, state_words
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words, env_type_words, guard_words, token_state_words
from weda_tui.i18n.phrases.sending import (
    decision_words,
    reach_words,
    short_value,
    source_words,
    token_use_words,
)
from weda_tui.i18n.phrases.server_logs import log_notes
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText
from weda_tui.session.sending.preflight import DryRun, Preflight

MOST_CAUSES = 4
WHOLE = 8 * 2**20
"""Maximum bytes of a body that is printed as a whole; a larger body is printed in pieces."""


class Report:
    """Prints in one language, with all secrets masked."""

    def __init__(
        self, strings: Strings, maskers: Sequence[Masker], limit: int | None = None
    ) -> None:
        """``limit`` is the maximum size in bytes of a printed body; ``None`` for no limit."""
        self._strings, self._limit = strings, limit
        self._maskers = maskers

    # -- an answer ---------------------------------------------------------------------------

    def print_body(self, response: Response) -> None:
        """Print a body: formatted on a terminal, byte for byte into a pipe.

        A body with a secret is printed in UTF-8, because only text can be searched for secrets. A
        large body is not formatted.
        """
        self._print_text(response.received, _content_type(response))

    def print_part(self, response: Response) -> None:
        """Print the received part of a body, as ``print_body`` does; at most ``WHOLE`` bytes."""
        self._print_text(response.received[:WHOLE], _content_type(response))

    def masked(self, body: Body, content_type: str) -> Iterator[bytes] | None:
        """Return a body with its secrets masked, as written to a pipe; ``None`` if it has none."""
        return masked_body(body, content_type, self._maskers)

    def _print_text(self, body: bytes | mmap.mmap, content_type: str) -> None:
        if output.is_terminal(sys.stdout) and len(body) <= WHOLE:
            hidden = self._hide(utf8_body(body[:], content_type))
            output.data((format_json(hidden) or hidden).decode("utf-8", "replace"))
            return
        if output.is_terminal(sys.stdout):
            output.pieces(self._masked(body, charset_of(body, content_type)))
        else:
            output.pieces(self.masked(body, content_type) or pieces_of(body))

    def print_exchange(self, exchange: Exchange, file: str | None = None) -> None:
        """Print the JSON object of a response, without its body if that was written to ``file``."""
        response = exchange.response
        fields = {
            "verdict": verdict_report(exchange.verdict, self._hide_text),
            "status": response.status,
            "elapsedMs": round(exchange.elapsed * 1000),
            "size": response.size,
            "request": self._request(exchange.request),
            "headers": self._headers(response.headers),
        }
        if file is not None:
            output.json_value({**fields, "body": None, "file": self._hide_text(file)})
        else:
            self._print_with_body(fields, response)

    def print_request(self, request: PreparedRequest) -> None:
        """Show the sent request."""
        self._talk(f"{_as_text(request)}\n")

    def print_outcome(
        self,
        exchange: Exchange,
        where: Target,
        page: CodeEntry | None = None,
        headline: Sequence[str] = (),
    ) -> None:
        """Show the result in one line; after a failure, its meaning and what to do.

        ``page`` is the error book's page for the code, ``headline`` the first lines of the doctor.
        """
        words, verdict = self._strings.cli.send, exchange.verdict
        facts = [
            self._outcome(verdict),
            f"HTTP {exchange.response.status}",
            quantities.elapsed(exchange.elapsed),
            quantities.size(exchange.response.size),
            self._count(verdict),
            words.request_id.format(id=verdict.request_id) if verdict.request_id else "",
            self._strings.facts.replayed if exchange.is_replay else "",
            self.place(where),
        ]
        self._talk("\n".join(["   ".join(filter(None, facts)), *headline]))
        if exchange.response.has_stray_bytes:
            self._talk(f"  ! {self._strings.network.stray_bytes}")
        if exchange.response.withheld:
            self._talk(f"  ! {self._strings.network.withheld}")
        meaning = meaning_of(exchange, page, self._strings)
        if meaning is not None:
            for item in verdict.items:
                name = item.name or words.item.format(number=item.index + 1)
                self._talk(f"  ✗ {name}  {item.code}  {item.message}".rstrip())
            if verdict.message and not verdict.items:
                self._talk(f"  {words.server_says.format(message=verdict.message)}")
            for line in _unsaid(meaning, headline):
                self._talk(f"  {line}")

    def print_saved(self, file: str, *, is_masked: bool) -> None:
        """Show the file of the body, and whether secrets in it are masked."""
        words = self._strings.cli.send
        text = words.saved_masked if is_masked else words.saved
        self._talk(f"  {text.format(file=file)}")

    def print_not_saved(self, file: str) -> None:
        """Show that no file was written."""
        self._talk(f"  {self._strings.cli.send.not_saved.format(file=file)}")

    def headline(
        self, diagnosis: Diagnosis | None, state: Answered | Failed, where: Target
    ) -> list[str]:
        """Return the finding, and the first step with its command; empty without a diagnosis."""
        if diagnosis is None:
            return []
        finding = finding_of(diagnosis, state, self._strings)
        steps = plain_lines(diagnosis, _command_values(state, where), self._strings)
        return [f"  {line}" for line in (finding.what, *(steps[:1] or [finding.hint])) if line]

    def explain_diagnosis(
        self,
        diagnosis: Diagnosis,
        state: Answered | Failed,
        where: Target,
        log_place: LogPlace | None = None,
    ) -> None:
        """Show whether the call was executed, the likely causes, and the further steps.

        ``log_place`` is the place of the deployment's logs, if the user has set it.
        """
        if isinstance(state, Answered):
            self._talk(f"  {executed_line(diagnosis, state, self._strings)}")
        for cause in diagnosis.causes[:MOST_CAUSES]:
            if cause.state is CauseState.NO:
                continue
            mark = state_words(cause.state, self._strings)
            known = cause.state is CauseState.YES
            evidence = evidence_words(cause, self._strings) if known else ""
            text = f"{mark}  {checked_words(cause, self._strings)}"
            self._talk(f"  {text}   {evidence}".rstrip())
        known = _command_values(state, where)
        for line in plain_lines(diagnosis, known, self._strings)[1:]:
            self._talk(f"  {line}")
        if any(step.log is not None for step in diagnosis.steps):
            for note in log_notes(log_place, where.environment.name, self._strings):
                self._talk(f"    {note}")

    def _outcome(self, verdict: Verdict) -> str:
        words = self._strings.cli.send
        if verdict.ok:
            return words.ok
        if verdict.mark is Mark.PARTIAL:
            return words.some_failed
        mark = words.failed if verdict.outcome is Outcome.FAILURE else words.unknown
        return f"{mark} {verdict.code}".rstrip()

    def _count(self, verdict: Verdict) -> str:
        words, count = self._strings.cli.send, verdict.count
        if count is None:
            return ""
        if verdict.failed:
            return words.partly.format(failed=verdict.failed, count=count)
        if verdict.total is None:
            return words.records.format(count=quantities.count(count))
        total = quantities.count(verdict.total)
        return words.records_of.format(count=quantities.count(count), total=total)

    # -- no answer ---------------------------------------------------------------------------

    def print_failure(
        self, failed: Failed, request: PreparedRequest | None, *, has_body: bool = True
    ) -> None:
        """Print the JSON object of a call without a response, or with an incomplete one.

        The received part of a body is not printed if the body is too large or was meant for a file.
        """
        came = failed.response
        text = self._hide_text(explain(failed.error, self._strings).what)
        fields = {
            "verdict": unanswered_report(failed.error, failed.delivery, text),
            "status": came.status if came else None,
            "elapsedMs": round(failed.elapsed * 1000),
            "size": came.size if came else 0,
            "request": self._request(failed.request or request),
            "headers": self._headers(came.headers) if came else {},
        }
        failure = {
            "executed": failed.delivery.value,
            "detail": self._hide_text(failed.error.detail),
        }
        body = None
        if came is not None and has_body:
            body = self._body(came.received[:WHOLE], _content_type(came))
        output.json_value({**fields, "body": body, "failure": failure})

    def explain_failure(
        self,
        failed: Failed,
        where: Target,
        headline: Sequence[str] = (),
        *,
        is_printed: bool = True,
    ) -> None:
        """Show why there is no response, or an incomplete one, and what to do.

        ``headline`` holds the first lines of the doctor; ``is_printed`` says whether the received
        part was printed.
        """
        words, meaning = self._strings.cli.send, explain(failed.error, self._strings)
        mark = words.no_answer if failed.request else words.not_sent
        facts = [quantities.elapsed(failed.elapsed), self.place(where)]
        if (came := failed.response) is not None:
            mark = self._strings.network.cut
            answer = self._strings.tui.result.cut_answer.format(status=came.status)
            facts[:0] = [answer, quantities.size(came.size)]
        first = "   ".join([f"{mark} {failed.error.code.value}", *facts])
        self._talk("\n".join([first, *headline]))
        lines = [*_unsaid(meaning, headline), executed_words(failed, self._strings)]
        if failed.error.detail:
            lines.append(f"{self._strings.network.detail}: {failed.error.detail}")
        if is_printed and came is not None and came.size > WHOLE:
            lines.append(words.part_printed.format(size=quantities.size(WHOLE)))
        self._talk("\n".join(f"  {line}" for line in lines if line))

    # -- before sending ----------------------------------------------------------------------

    def print_explanation(
        self, explanation: DryRun, request: PreparedRequest, *, as_json: bool
    ) -> None:
        """Print exactly the request that would be sent; as JSON, with the facts that decide it."""
        if as_json:
            preflight = explanation.preflight
            where = preflight.target
            place = {"environment": where.environment.name, "envType": where.env_type}
            output.json_value(
                {
                    **self._request_fields(request),
                    "where": place,
                    "effect": preflight.effect.value,
                    "guard": where.guard.value,
                    "token": preflight.token.state.value,
                    "explain": self._explanation(explanation),
                }
            )
            return
        output.data(self._hide_text(_as_text(request)))

    def print_plan_details(self, explanation: DryRun) -> None:
        """Show the source of each variable, what would be asked, and what would be sent first."""
        words, preflight = self._strings.explanation, explanation.preflight
        if preflight.before:
            self._talk(f"  {words.first}: {' → '.join(preflight.before)}")
        for used in explanation.variables:
            source = source_words(used.origin, used.layer, used.hides, self._strings)
            self._talk(f"  {{{{{used.name}}}}} = {short_value(used.value)}   {source}")
        name = preflight.target.environment.name
        asks = decision_words(preflight.decision, preflight.repeated_after, name, self._strings)
        self._talk(f"  {words.guard}: {asks}")
        if preflight.is_open:
            self._talk(f"  ! {words.open_path}")
        if preflight.holds_request:
            self._talk(f"  ! {words.request_inside}")
        if reach := reach_words(preflight.reach, self._strings):
            self._talk(f"  ! {reach}")
        call = explanation.token_call
        token = token_use_words(preflight.token, is_first=call is not None, strings=self._strings)
        self._talk(f"  {words.token}: {token}")
        if call is not None:
            self._talk("".join(f"    {line}\n" for line in _as_text(call).split("\n")).rstrip())

    def _explanation(self, explanation: DryRun) -> dict[str, Any]:
        preflight, records = explanation.preflight, explanation.records
        token, call = preflight.token, explanation.token_call
        has_one = token.token is not None and call is None
        age = token.token.lifetime - token.remaining if token.token is not None else 0.0
        return {
            "first": list(preflight.before),
            "variables": [self._variable(used) for used in explanation.variables],
            "guard": {
                "name": preflight.target.guard.value,
                "asks": preflight.decision.value,
                "repeatedAfter": preflight.repeated_after,
            },
            "records": {
                "all": preflight.reach.is_open,
                "count": records.count,
                "ids": [self._hide_text(each) for each in records.ids],
            },
            "token": {
                "kind": token.kind.value,
                "state": token.state.value,
                "ageSeconds": round(max(0.0, age)) if has_one else None,
                "leftSeconds": round(token.remaining) if has_one else None,
                "fetchedFirst": call is not None,
                "call": self._request(call),
            },
            "route": _route(preflight.route),
        }

    def _variable(self, used: Used) -> dict[str, Any]:
        hides = [
            {"value": self._hide_text(each.value), "from": each.origin.value, "of": each.name}
            for each in used.hides
        ]
        return {
            "name": used.name,
            "value": self._hide_text(used.value),
            "from": used.origin.value,
            "of": used.layer,
            "hides": hides,
        }

    def print_preflight(self, preflight: Preflight) -> None:
        """Show the target of the call, its effect, its guard, and the state of its token."""
        words, token = self._strings.cli.send, preflight.token
        state = token_state_words(token.state, self._strings)
        has_life = token.state in {TokenState.VALID, TokenState.EXPIRING}
        left = quantities.time_left(token.remaining)
        facts = [
            self.place(preflight.target),
            words.effect.format(effect=effect_words(preflight.effect, self._strings)),
            words.guard.format(guard=guard_words(preflight.target.guard, self._strings)),
            (words.token_left if has_life else words.token).format(state=state, left=left),
        ]
        self._talk("   ".join(facts))

    def place(self, where: Target) -> str:
        """Return the environment and the env type, for example 总部 · prod 正式."""
        meaning = env_type_words(where.env_type, self._strings)
        env_type = f"{where.env_type} {meaning}".rstrip()
        return self._strings.cli.send.place.format(
            environment=where.environment.name, env_type=env_type
        )

    # -- pieces ------------------------------------------------------------------------------

    def _request(self, request: PreparedRequest | None) -> dict[str, Any] | None:
        return None if request is None else self._request_fields(request)

    def _request_fields(self, request: PreparedRequest) -> dict[str, Any]:
        return {
            "method": request.method,
            "url": self._hide_text(request.url),
            "headers": self._headers(request.headers),
            "body": self._body(request.body, "") if request.body else None,
        }

    def _headers(self, headers: Sequence[Header]) -> dict[str, str]:
        """Return headers by name, with cookies masked; repeated headers are joined by commas."""
        joined: dict[str, str] = {}
        for name, value in masked_headers(headers, self._hide_text):
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined

    def _body(self, body: bytes, content_type: str) -> Raw | str:
        """Return JSON with its digits unchanged, or text if the body is not JSON."""
        text = self._hide(utf8_body(body, content_type))
        if (value := decoded(text, Raw)) is not None:
            return value
        laid_out = format_json(text)
        return Raw(laid_out) if laid_out else text.decode("utf-8", "replace")

    def _print_with_body(self, fields: dict[str, Any], response: Response) -> None:
        """Print a JSON object whose last member is a body; a large body is printed in pieces.

        Raises ``LimitError`` if a text that is not JSON exceeds the limit after escaping.
        """
        body, content_type = response.received, _content_type(response)
        if len(body) <= WHOLE:
            output.json_value({**fields, "body": self._body(body[:], content_type)})
            return
        charset = charset_of(body, content_type)
        is_plain = is_utf8(charset) and not self._holds_secret(body, charset)
        text = body if is_plain else b"".join(self._masked(body, charset))
        if (found := _find_json(text)) is not None:
            value = pieces_of(found)
        else:
            size = sum(map(len, json_string(pieces_of(text))))
            if self._limit is not None and size > self._limit:
                raise LimitError(ErrorCode.BODY_TOO_BIG, limit=self._limit)
            value = json_string(pieces_of(text))
        begun = msgspec.json.encode(fields)[:-1]
        output.json_pieces(chain((begun, b',"body":'), value, (b"}\n",)))

    def _masked(self, body: bytes | mmap.mmap, charset: tuple[str, str]) -> Iterator[bytes]:
        return masked_pieces(utf8_pieces(body, charset), self._maskers)

    def _holds_secret(self, body: bytes | mmap.mmap, charset: tuple[str, str]) -> bool:
        return any(masker.finds(utf8_pieces(body, charset)) for masker in self._maskers)

    def _hide(self, text: bytes) -> bytes:
        """Mask UTF-8; a body has to be decoded first, or its charset could hide a secret."""
        for masker in self._maskers:
            text = masker.data(text)
        return text

    def _hide_text(self, text: str) -> str:
        for masker in self._maskers:
            text = masker.text(text)
        return text.encode("utf-8", "replace").decode()

    def _talk(self, text: str) -> None:
        output.talk(self._hide_text(text))


def _route(status: RouteStatus | None) -> dict[str, Any] | None:
    """Return the address of a connection, and what it trusts."""
    if status is None:
        return None
    route = status.route
    return {
        "address": route.address,
        "proxy": route.proxy or None,
        "systemProxy": status.system_proxy or None,
        "verifyTls": route.verify_tls,
        "ca": route.ca or None,
        "clientCertificate": route.client_certificate or None,
        "fingerprint": status.fingerprint,
        "approved": status.is_approved,
    }


def _as_text(request: PreparedRequest) -> str:
    head = [f"{request.method} {request.url}"]
    head += [f"{name}: {value}" for name, value in request.headers]
    body = request.body.decode("utf-8", "replace")
    return "\n".join([*head, "", body] if body else head)


def _find_json(text: bytes | mmap.mmap) -> bytes | mmap.mmap | None:
    """Return JSON unchanged, or formatted if it has a lone surrogate; ``None`` if it is no JSON."""
    if decoded(text, Raw) is not None:
        return text
    return format_json(text[:]) if _has_lone_surrogate(text) else None


def _has_lone_surrogate(body: bytes | mmap.mmap) -> bool:
    """Return whether JSON may hold a lone surrogate, for which msgspec rejects it."""
    return re.search(rb"\\u[dD][89a-fA-F]", body) is not None


def _content_type(response: Response) -> str:
    return response.header("Content-Type")


def _unsaid(meaning: FailureText, headline: Sequence[str]) -> list[str]:
    """Return the meaning and the hint of a failure, without a meaning that the headline says."""
    is_told = meaning.what.rstrip("。.") in "".join(headline[:1])
    return [line for line in ("" if is_told else meaning.what, meaning.hint) if line]


def _command_values(state: Answered | Failed, where: Target) -> CommandValues:
    name, host = where.environment.name, where.environment.host
    if isinstance(state, Failed):
        return CommandValues(name, host, state.endpoint_id, "")
    exchange = state.exchange
    return CommandValues(name, host, exchange.endpoint_id, exchange.verdict.code)


def verdict_report(verdict: Verdict, hide: Callable[[str], str]) -> dict[str, Any]:
    """Return the JSON of a verdict, the same in all output; ``hide`` masks the server's words."""
    return {
        "ok": verdict.ok,
        "state": verdict.state.value,
        "layer": verdict.layer.value,
        "code": hide(verdict.code),
        "message": hide(verdict.message),
        "requestId": hide(verdict.request_id),
    }


def unanswered_report(error: WedaError, delivery: Delivery, message: str) -> dict[str, Any]:
    """Return the JSON of a verdict for a call without a response."""
    return {
        "ok": False,
        "state": unanswered_state(delivery).value,
        "layer": layer_of(error),
        "code": error.code.value,
        "message": message,
        "requestId": "",
    }


_LAYERS = {
    NotReachableError: "network",
    LimitError: "limit",
    TokenError: "token",
    GuardError: "guard",
}
_OTHER_LAYER = "file"
LAYERS = tuple(dict.fromkeys((*ErrorLayer, *_LAYERS.values(), _OTHER_LAYER)))
"""All values of ``verdict.layer`` in JSON."""


def layer_of(error: WedaError) -> str:
    """Return the ``verdict.layer`` in JSON for a call without a response."""
    layers = (layer for kind, layer in _LAYERS.items() if isinstance(error, kind))
    return next(layers, _OTHER_LAYER)
