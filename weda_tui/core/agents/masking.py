"""What an agent may see of an exchange: everything that is a secret is masked, by value."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from weda_tui.core.agents.rules import quoted
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.bodies.pieces import masked_body
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint
from weda_tui.core.environments.check import Crossed, StepResult
from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord, Problem
from weda_tui.core.masking import SHORTEST_SECRET, Masker
from weda_tui.core.requests.draft import CONTENT_TYPE
from weda_tui.core.runs.answer_values import Taken
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

LARGEST_SEEN = 16 * 2**20
"""Bytes of a body that an agent gets: the rest of a larger one stays where it is."""
_NOTHING = Masker()


def words_of_program(endpoints: Iterable[Endpoint]) -> str:
    """Return what stands in calls of the program itself: their names, their paths, codes."""
    calls = (text for each in endpoints for text in (each.id, each.path))
    return "\n".join((*calls, ": ".join(CONTENT_TYPE), "Authorization", *sorted(DOCUMENTED)))


class AnswerSecrets:
    """What was a secret in the answers of late: another one may have it under any name."""

    def __init__(self, own_words: Callable[[], str] = str) -> None:
        """``own_words`` returns text of the program: what stands in there is no secret."""
        self._own_words = own_words
        self._found: dict[str, None] = {}  # written in threads, too: read from a copy
        self._made: tuple[tuple[str, ...], Masker] = (), Masker()
        """What is hidden, and by what: to make that takes its time."""

    @property
    def found(self) -> tuple[str, ...]:
        """The newest ones, as many as can be masked."""
        return tuple(self._found)

    @property
    def masker(self) -> Masker:
        """What hides them."""
        found = self.found
        if self._made[0] != found:
            self._made = found, Masker(found)
        return self._made[1]

    def hide(self, response: Response) -> Masker:
        """Remember what is secret in an answer; return what hides it, and those before.

        What is short is a secret in its own answer alone. For a thread.
        """
        if has_many_secrets(response):
            response = response.without_body()
        self.note(response)
        return Masker(others=(own_masker(response), self.masker))

    def hide_in_verdict(self, response: Response, verdict: Verdict) -> Verdict:
        """Remember what is secret in an answer; return its verdict as ``masked_exchange`` does.

        For a thread.
        """
        hiding = self.hide(response)
        if has_many_secrets(response, verdict):
            verdict = without_message(verdict)
        return _masked_verdict(verdict, hiding, own_masker(verdict=verdict))

    def note(self, response: Response) -> None:
        """Remember what is secret in an answer; its body may take its time: for a thread."""
        own_words = self._own_words()
        for secret in secrets_in_answer(response):
            self._found.pop(secret, None)
            if secret not in own_words:
                self._found[secret] = None
        for secret in self.found[:-MOST_FOUND]:
            self._found.pop(secret, None)


def masked_exchange(exchange: Exchange, masker: Masker) -> Exchange:
    """Return an exchange without what ``masker`` hides, nor what looks like a secret in it.

    Takes its time: for a thread.
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
    """Return a verdict whose code stays where it is documented: an answer may name it a secret."""
    masked = verdict.masked(masker).masked(own)
    is_known = verdict.code in DOCUMENTED
    return msgspec.structs.replace(masked, code=verdict.code) if is_known else masked


def _masked_error(error: WedaError, masker: Masker, own: Masker = _NOTHING) -> WedaError:
    """Return a failure without what is hidden, nor what looks like a secret in its words."""
    said = (str(value) for value in error.parameters.values())
    found = Masker(secrets_in_short_texts((*said, error.detail)))
    return error.masked(masker).masked(own).masked(found)


def masked_step(result: StepResult, masker: Masker) -> StepResult:
    """Return what came of a step of a check without what ``masker`` hides.

    An error is masked as ``masked_failure`` does; a verdict came masked as its answer is: see
    ``AnswerSecrets.hide_in_verdict``.
    """
    match result.outcome:
        case Crossed(WedaError() as error):
            return msgspec.structs.replace(result, outcome=Crossed(_masked_error(error, masker)))
        case _:
            return result.masked(masker)


def masked_failure(failed: Failed, masker: Masker) -> Failed:
    """Return a failure, and what had come of an answer, as ``masked_exchange`` does."""
    response = failed.response
    own = own_masker(response)
    return msgspec.structs.replace(
        failed,
        error=_masked_error(failed.error, masker, own),
        request=failed.request.masked(masker).masked(own) if failed.request is not None else None,
        response=_masked_response(response, masker, own) if response is not None else None,
    )


def masked_result(result: RunResult, masker: Masker) -> RunResult:
    """Return what a request of a run came to, as ``masked_exchange`` does."""
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
            if isinstance(each, Taken)
            else each
            for each in result.captures
        ),
    )


def entries_with_words(
    entries: Sequence[HistoryEntry], words: Sequence[str], masker: Masker
) -> tuple[HistoryEntry, ...]:
    """Return the entries that have every word in what a list shows of them, masked.

    A search of what is masked only afterwards would tell a secret, letter by letter.
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
    """Return a title that a file of the workspace may have: safe to draw, and in quotes as such."""
    zh, en = (text and quoted(strip_control_characters(text)) for text in (title.zh, title.en))
    return Bilingual(zh=zh, en=en)


def masked_record(record: HistoryRecord, masker: Masker) -> HistoryRecord:
    """Return an entry of the history, masked when it was kept, without what ``masker`` hides."""
    request, response = record.request, record.response
    own = own_masker(response)
    return msgspec.structs.replace(
        record,
        entry=masked_entry(record.entry, masker),
        request=request.masked(masker) if request is not None else None,
        response=_masked_response(response, masker, own) if response is not None else None,
    )


def masked_entry(entry: HistoryEntry, masker: Masker) -> HistoryEntry:
    """Return a row of the history without what ``masker`` hides."""
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
    """Return what hides the secrets of an answer, those that the history masks.

    What a verdict says may have stood behind the part of a body that is looked at.
    """
    found = secrets_in_answer(response, shortest=SHORTEST_SECRET) if response is not None else ()
    return Masker({*found, *secrets_in_short_texts(verdict.texts if verdict is not None else ())})


def _masked_response(response: Response, masker: Masker, own: Masker) -> Response:
    kind = response.header("Content-Type")
    whole = response.received
    begun = whole[:LARGEST_SEEN]
    pieces = masked_body(begun, kind, (masker, own))
    body = begun if pieces is None else b"".join(pieces)
    is_cut = response.is_beginning or len(whole) > LARGEST_SEEN
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
