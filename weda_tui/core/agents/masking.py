"""Mask an exchange for an agent: every secret is hidden, by value."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from weda_tui.core.agents.rules import quoted
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.bodies.pieces import masked_body
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint
from weda_tui.core.environments.check import Faulty, StepResult
from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord, Problem
from weda_tui.core.masking import SHORTEST_SECRET, Masker
from weda_tui.core.requests.draft import CONTENT_TYPE
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.runs.assertions import with_text
from weda_tui.core.runs.results import RunResult
from weda_tui.core.secrets.detection import (
    MOST_FOUND,
    has_many_secrets,
    secrets_in_answer,
    secrets_in_short_texts,
    without_many_secrets,
    without_message,
)
from weda_tui.core.sending.exchange import Exchange, Failed, Response
from weda_tui.core.text.control_characters import strip_control_characters

LARGEST_SHOWN = 16 * 2**20
"""The most bytes of a body that an agent receives; the rest of a larger body is not sent."""
_NOTHING = Masker()


def words_of_program(endpoints: Iterable[Endpoint]) -> str:
    """Return the texts in calls that are the program's own: call names, paths and codes."""
    calls = (text for each in endpoints for text in (each.id, each.path))
    return "\n".join((*calls, ": ".join(CONTENT_TYPE), "Authorization", *sorted(DOCUMENTED)))


class AnswerSecrets:
    """The secrets of recent responses, which another response may have under any name."""

    def __init__(self, own_words: Callable[[], str] = str) -> None:
        """``own_words`` returns texts of the program: a value that is in them is no secret."""
        self._own_words = own_words
        self._found: dict[str, None] = {}  # threads write this, too: it is read as a copy
        self._made: tuple[tuple[str, ...], Masker] = (), Masker()
        """The hidden values with their masker, cached because creating a masker is slow."""

    @property
    def found(self) -> tuple[str, ...]:
        """The newest secrets, as many as can be masked."""
        return tuple(self._found)

    @property
    def masker(self) -> Masker:
        """The masker of these secrets."""
        found = self.found
        if self._made[0] != found:
            self._made = found, Masker(found)
        return self._made[1]

    def hide(self, response: Response) -> Masker:
        """Store the secrets of a response; return a masker for them and the earlier secrets.

        A short value is hidden only in its own response. Slow: call this in a thread.
        """
        if has_many_secrets(response):
            response = response.without_body()
        self.note(response)
        return Masker(others=(own_masker(response), self.masker))

    def hide_in_verdict(self, response: Response, verdict: Verdict) -> Verdict:
        """Store the secrets of a response; return its verdict, masked as by ``masked_exchange``.

        Slow: call this in a thread.
        """
        hiding = self.hide(response)
        if has_many_secrets(response, verdict):
            verdict = without_message(verdict)
        return _masked_verdict(verdict, hiding, own_masker(verdict=verdict))

    def note(self, response: Response) -> None:
        """Store the secrets of a response. Slow for a large body: call this in a thread."""
        own_words = self._own_words()
        for secret in secrets_in_answer(response):
            self._found.pop(secret, None)
            if secret not in own_words:
                self._found[secret] = None
        for secret in self.found[:-MOST_FOUND]:
            self._found.pop(secret, None)


def masked_exchange(exchange: Exchange, masker: Masker) -> Exchange:
    """Return an exchange with the secrets of ``masker``, and everything like a secret, masked.

    Slow: call this in a thread.
    """
    exchange = without_many_secrets(exchange)
    own = own_masker(exchange.response, exchange.verdict)
    lack, no_rule = exchange.no_new_token, exchange.no_rule
    return msgspec.structs.replace(
        exchange,
        request=exchange.request.masked(masker).masked(own),
        response=_masked_response(exchange.response, masker, own),
        verdict=_masked_verdict(exchange.verdict, masker, own),
        no_new_token=_masked_error(lack, masker, own) if lack is not None else None,
        no_rule=no_rule.masked(masker).masked(own) if no_rule is not None else None,
    )


def _masked_verdict(verdict: Verdict, masker: Masker, own: Masker) -> Verdict:
    """Return a masked verdict with its code kept if the code is documented.

    Otherwise a response could have the code masked by presenting it as a secret.
    """
    masked = verdict.masked(masker).masked(own)
    is_known = verdict.code in DOCUMENTED
    return msgspec.structs.replace(masked, code=verdict.code) if is_known else masked


def _masked_error(error: WedaError, masker: Masker, own: Masker = _NOTHING) -> WedaError:
    """Return an error with hidden values, and everything like a secret in its text, masked."""
    texts = (str(value) for value in error.parameters.values())
    found = Masker(secrets_in_short_texts((*texts, error.detail)))
    return error.masked(masker).masked(own).masked(found)


def masked_step(result: StepResult, masker: Masker) -> StepResult:
    """Return the result of a step of a check with the secrets of ``masker`` masked.

    An error is masked as by ``masked_failure``. A verdict was already masked together with its
    response: see ``AnswerSecrets.hide_in_verdict``.
    """
    match result.outcome:
        case Faulty(WedaError() as error):
            return msgspec.structs.replace(result, outcome=Faulty(_masked_error(error, masker)))
        case _:
            return result.masked(masker)


def masked_failure(failed: Failed, masker: Masker) -> Failed:
    """Return a failure, and its partial response, masked as by ``masked_exchange``."""
    response = failed.response
    own = own_masker(response)
    return msgspec.structs.replace(
        failed,
        error=_masked_error(failed.error, masker, own),
        request=failed.request.masked(masker).masked(own) if failed.request is not None else None,
        response=_masked_response(response, masker, own) if response is not None else None,
    )


def masked_result(result: RunResult, masker: Masker) -> RunResult:
    """Return the result of a request of a run, masked as by ``masked_exchange``."""
    exchange = without_many_secrets(result.exchange) if result.exchange is not None else None
    own = own_masker(exchange.response, exchange.verdict) if exchange is not None else own_masker()

    def hide(text: str) -> str:
        found = Masker(secrets_in_short_texts([text]))
        return found.text(own.text(masker.text(text)))

    return msgspec.structs.replace(
        result,
        exchange=masked_exchange(exchange, masker) if exchange is not None else None,
        error=_masked_error(result.error, masker, own) if result.error is not None else None,
        checks=tuple(
            msgspec.structs.replace(each, judgement=with_text(each.judgement, hide))
            for each in result.checks
        ),
        captures=tuple(
            msgspec.structs.replace(each, value=hide(each.value))
            if isinstance(each, Captured)
            else each
            for each in result.captures
        ),
    )


def entries_with_words(
    entries: Sequence[HistoryEntry], words: Sequence[str], masker: Masker
) -> tuple[HistoryEntry, ...]:
    """Return the entries whose masked list text contains every word.

    The text is masked before the search. Otherwise an agent could find out a secret letter by
    letter.
    """
    if not entries:
        return ()
    wanted = [word.casefold() for word in words]
    text = masker.text("\0".join(map(_listed, entries)))
    return tuple(
        entry
        for entry, text in zip(entries, text.casefold().split("\0"), strict=True)
        if all(word in text for word in wanted)
    )


def _listed(entry: HistoryEntry) -> str:
    title, place = entry.title, entry.conditions
    parts = (
        title.zh, title.en, entry.endpoint_id, entry.method, entry.url, entry.code,
        place.environment, place.env_type,
    )  # fmt: skip
    return "\n".join(parts).replace("\0", "")


def quoted_title(title: Bilingual) -> Bilingual:
    """Return a title, which may be from a file of the workspace, safe to draw and in quotes."""
    zh, en = (text and quoted(strip_control_characters(text)) for text in (title.zh, title.en))
    return Bilingual(zh=zh, en=en)


def masked_record(record: HistoryRecord, masker: Masker) -> HistoryRecord:
    """Return a history record, masked when it was stored, with the secrets of ``masker`` masked."""
    request, response = record.request, record.response
    own = own_masker(response)
    return msgspec.structs.replace(
        record,
        entry=masked_entry(record.entry, masker),
        request=request.masked(masker) if request is not None else None,
        response=_masked_response(response, masker, own) if response is not None else None,
    )


def masked_entry(entry: HistoryEntry, masker: Masker) -> HistoryEntry:
    """Return a row of the history with the secrets of ``masker`` masked."""
    verdict, own = entry.verdict, own_masker(verdict=entry.verdict)

    def problem(kept: Problem | None) -> Problem | None:
        return Problem.of(_masked_error(kept.error(), masker)) if kept is not None else None

    return msgspec.structs.replace(
        entry,
        url=masker.text(entry.url),
        verdict=_masked_verdict(verdict, masker, own) if verdict is not None else None,
        problem=problem(entry.problem),
        no_new_token=problem(entry.no_new_token),
    )


def own_masker(response: Response | None = None, verdict: Verdict | None = None) -> Masker:
    """Return a masker of the secrets in a response, the same as the history masks.

    The texts of the verdict are searched, too, as they may be from a part of the body that is not
    searched.
    """
    found = secrets_in_answer(response, shortest=SHORTEST_SECRET) if response is not None else ()
    return Masker({*found, *secrets_in_short_texts(verdict.texts if verdict is not None else ())})


def _masked_response(response: Response, masker: Masker, own: Masker) -> Response:
    kind = response.header("Content-Type")
    whole = response.received
    begun = whole[:LARGEST_SHOWN]
    pieces = masked_body(begun, kind, (masker, own))
    body = begun if pieces is None else b"".join(pieces)
    is_cut = response.is_beginning or len(whole) > LARGEST_SHOWN
    if is_cut and not response.withheld:
        body = own.without_cut_end(masker.without_cut_end(body))
    return msgspec.structs.replace(
        response,
        reason=own.text(masker.text(response.reason)),
        headers=tuple(
            (own.text(masker.text(name)), own.text(masker.text(value)))
            for name, value in response.headers
        ),
        body=body,
        file=None,
        stored=response.size if is_cut and not response.withheld else 0,
    )
