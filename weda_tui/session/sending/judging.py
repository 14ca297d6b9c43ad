"""Judges responses by their envelope and by the success rules of the user."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from weda_tui.core.answers.intermediaries import name_foreign, with_request_id
from weda_tui.core.answers.verdict import Verdict, judge, settle
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.outline import ends, outline
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.detection import has_many_secrets, secrets_in_answer
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.formats.jsonpath.conditions import Condition, read_condition
from weda_tui.store.success_rules import load_rules, save_rule

JUDGED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a response is judged on the event loop rather than in a thread."""

JUDGED_WHOLE = 1024 * 1024
"""Bytes up to which a response is judged in one step."""


def judge_large(judging: Callable[[bytes], Verdict], response: Response) -> Verdict:
    """Judge a large response by its outline, so that no step blocks the event loop for long.

    A response without an outline whose body is in a file is judged by its beginning; no document
    describes such a response.
    """
    short = outline(response.received)
    if short is None:
        return judging(response.body)
    verdict = judging(short.text)
    if verdict.count is None:
        return verdict
    at = short.array_at
    one_more = judging(short.text[:at] + b"{}," + short.text[at:])
    is_counted = one_more.count == verdict.count + 1
    number = verdict.count + short.left_out if is_counted else verdict.count
    return msgspec.structs.replace(verdict, count=number)


class RuledVerdict(NamedTuple):
    """The result of judging a response."""

    verdict: Verdict
    no_rule: FileError | None = None
    """Why the success rule of the endpoint was not applied."""


class Judging:
    """The verdicts of one workspace."""

    def __init__(
        self, path: Path, masker: Callable[[], Masker], of_files: Callable[[], Masker], limit: int
    ) -> None:
        """``path`` is the file with the success rules.

        ``masker`` returns a masker for the secrets that the session has seen. ``of_files``, called
        in a thread, returns one for every secret of this machine, for what is written. A response
        of more than ``limit`` bytes is judged by its beginning and end.
        """
        self._path, self._masker, self._limit = path, masker, limit
        self._of_files = of_files
        self._conditions: dict[str, Condition] = {}

    def rule_of(self, endpoint_id: str) -> str:
        """Return the success rule of an endpoint, empty for none. Raises ``FileError``."""
        return load_rules(self._path).by_endpoint.get(endpoint_id, "")

    def check(self, endpoint_ids: Iterable[str]) -> None:
        """Raise ``FileError`` if the rules of some endpoints cannot be read."""
        rules = load_rules(self._path).by_endpoint
        for endpoint_id in endpoint_ids:
            if rule := rules.get(endpoint_id):
                self._condition(rule)

    def save_rule(
        self, endpoint_id: str, rule: str, *, known: str, response: Response | None = None
    ) -> None:
        """Write the success rule of an endpoint, replacing ``known``; an empty rule removes it.

        ``response`` is the response that the rule was written for. Raises ``FileError``:
        ``RULE_INVALID``, ``SECRET_IN_RULE``, and those of ``store.success_rules.save_rule``.
        """
        if rule:
            read_condition(rule)
            of_answer = Masker(secrets_in_answer(response) if response is not None else ())
            if of_answer.text(self._of_files().text(rule)) != rule:
                raise FileError(ErrorCode.SECRET_IN_RULE)
        save_rule(self._path, endpoint_id, rule, known=known)

    async def judge(
        self,
        endpoint: Endpoint,
        method: str,
        response: Response,
        known: Masker,
        *,
        is_withheld: bool = False,
    ) -> RuledVerdict:
        """Judge a response, a large one in a thread; secrets in the verdict are not masked yet.

        ``known`` masks the secrets that the server may know before a rule reads the body; see
        ``try_rule``. No rule reads a body that is withheld (``is_withheld``) or that has too many
        secrets to be shown.
        """
        try:
            rule, no_rule = "" if is_withheld else self.rule_of(endpoint.id), None
        except FileError as error:
            rule, no_rule = "", error
        judging = partial(self._judge, endpoint, method, response, rule, known)
        if rule or len(response.body) > JUDGED_ON_THE_LOOP:
            judged = await asyncio.to_thread(judging)
        else:
            judged = judging()
        return judged if no_rule is None else judged._replace(no_rule=no_rule)

    async def judge_again(self, endpoint: Endpoint, exchange: Exchange, known: Masker) -> Exchange:
        """Return an exchange with the verdict that the current rules give; see ``judge``."""
        response = exchange.response
        judged = await self.judge(endpoint, exchange.request.method, response, known)
        verdict = name_foreign(judged.verdict, exchange.request.url, response)
        verdict, masker = with_request_id(verdict, response), self._masker()
        no_rule = judged.no_rule and judged.no_rule.masked(masker)
        return msgspec.structs.replace(exchange, verdict=verdict.masked(masker), no_rule=no_rule)

    def try_rule(self, rule: str, response: Response, known: Masker | None = None) -> bool | None:
        """Return whether a response meets a rule; ``None`` if the rule cannot be applied to it.

        Secrets are masked first: a rule comes from a file, and its verdict could reveal a secret.
        ``known`` masks them, by default every secret that the session has seen. Raises
        ``FileError`` (``RULE_INVALID``).
        """
        known = self._masker() if known is None else known
        return self._condition(rule)(self.masked_body(response, known))

    def masked_body(self, response: Response, known: Masker | None = None) -> bytes:
        """Return the body of a response as rules read it: in UTF-8, with secrets masked.

        ``known`` masks them, by default every secret of this machine, because a rule made from this
        body may be written to the file. For a thread.
        """
        body = utf8_body(response.body, response.header("Content-Type"))
        known = self._of_files() if known is None else known
        return Masker(secrets_in_answer(response)).data(known.data(body))

    def _judge(
        self, endpoint: Endpoint, method: str, response: Response, rule: str, known: Masker
    ) -> RuledVerdict:
        judging = partial(
            judge,
            response.status,
            response.header("Content-Type"),
            module=endpoint.module,
            answers_nothing=endpoint.answers_nothing and endpoint.method == method,
        )
        if response.size > self._limit:
            verdict = judging(ends(response.received) or response.body)
        elif response.size > JUDGED_WHOLE:
            verdict = judge_large(judging, response)
        else:
            verdict = judging(response.body)
        if not rule or response.status >= 300 or has_many_secrets(response):
            return RuledVerdict(verdict)
        try:
            return RuledVerdict(settle(verdict, rule, holds=self.try_rule(rule, response, known)))
        except FileError as error:
            return RuledVerdict(verdict, error)

    def _condition(self, rule: str) -> Condition:
        if rule not in self._conditions:
            self._conditions[rule] = read_condition(rule)
        return self._conditions[rule]
