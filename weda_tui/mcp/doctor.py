"""Tools that explain a given response, and look up codes of the error reference."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.mentioned import find_mentioned
from weda_tui.core.doctor.cause_checks import Cause, Documented
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.pasted import PastedDiagnosis, diagnose_text
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import decode_body
from weda_tui.i18n.phrases.doctor import cause_words, executed_words, explain_answer, step_words
from weda_tui.i18n.phrases.facts import confidence_words, layer_words
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.answers import verdict_document
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.results import Document, Json, plain
from weda_tui.mcp.servers_words import known_code

MOST_CODES = 10


class ExplainResponse(ToolArguments, frozen=True, kw_only=True):
    """The tool ``explain_response``."""

    text: str
    status: int | None = None
    endpoint: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Return verdict, causes and steps. Raises ``FileError``."""
        return await asyncio.to_thread(self._explain, call)

    def _explain(self, call: ToolCall) -> Document:
        data, session = self.text.encode("utf-8", "replace"), call.session
        about = self._endpoint(call, data)
        found = diagnose_text(data, session.error_book.pages, about, status=self.status)
        if found is None:
            raise FileError(ErrorCode.NOTHING_TO_EXPLAIN)
        found = _without_quotations(found)
        explanation = explain_answer(found, call.strings)
        executed = executed_words(found.diagnosis.executed, call.strings) if found.diagnosis else ""
        facts: Document = {
            "verdict": verdict_document(found.verdict),
            "status": found.status,
            "endpoint": about.id if about else "",
            "meaning": explanation.meaning,
            "executedMeaning": executed,
            "causes": list(explanation.causes),
            "steps": list(explanation.steps),
            "note": session.error_book.notes().get(found.verdict.code, ""),
        }
        return {name: each for name, each in facts.items() if each not in ("", None, [])}

    def _endpoint(self, call: ToolCall, data: bytes) -> Endpoint | None:
        """Return the named endpoint, else the only endpoint whose path occurs in the text."""
        endpoints, where = call.session.endpoints, _place_of(call)
        if self.endpoint:
            return endpoints.get(self.endpoint, where)
        return find_mentioned(decode_body(data, "")[0], endpoints.at(where))


def _without_quotations(found: PastedDiagnosis) -> PastedDiagnosis:
    """Return a diagnosis without quotations from the diagnosed text.

    The client already has the text, and a mask in a quotation would confirm a guess of a secret.
    """
    verdict, diagnosis = found.verdict, found.diagnosis
    verdict = replace(verdict, code=known_code(verdict.code), message="", request_id="", items=())
    if diagnosis is not None:
        diagnosis = replace(
            diagnosis,
            causes=tuple(_without_evidence(each) for each in diagnosis.causes),
            steps=tuple(replace(each, field=None) for each in diagnosis.steps),
        )
    return found._replace(verdict=verdict, diagnosis=diagnosis)


def _without_evidence(cause: Cause) -> Cause:
    evidence = cause.evidence
    is_documented = isinstance(evidence, Documented)
    return replace(cause, evidence=replace(evidence, said="") if is_documented else None)


def _place_of(call: ToolCall) -> Target | None:
    """Return the default target; ``None`` without one, because a text can still be explained."""
    with suppress(FileError):
        return call.where(needs_env_type=False)
    return None


class LookUpCode(ToolArguments, frozen=True, kw_only=True):
    """The tool ``look_up_code``."""

    code: str

    async def run(self, call: ToolCall) -> Document:
        """Return the page of a code, else the pages that match the words. Raises ``FileError``."""
        return await asyncio.to_thread(self._find, call)

    def _find(self, call: ToolCall) -> Document:
        book, notes = call.session.error_book.pages, call.session.error_book.notes()
        page = book.exactly(self.code.strip())
        entries = (page,) if page else book.search(self.code)
        alike = [] if entries else book.alike(self.code)
        return {
            "codes": [code_document(each, notes, call.strings) for each in entries[:MOST_CODES]],
            "found": len(entries),
            **({"alike": list[Json](alike)} if alike else {}),
        }


def code_document(entry: CodeEntry, notes: Mapping[str, str], strings: Strings) -> Json:
    """Return a page of the error reference in one language."""
    language = strings.language
    return plain(
        {
            "code": entry.code,
            "layer": layer_words(entry.layer, strings),
            "status": entry.status,
            "meaning": entry.meaning.text(language),
            "hint": entry.hint.text(language),
            "causes": [cause_words(each, strings) for each in entry.causes],
            "steps": [step_words(each, strings) for each in entry.steps],
            "executed": entry.executed.value,
            "executedMeaning": executed_words(entry.executed, strings),
            "confidence": confidence_words(entry.confidence, strings),
            "source": entry.source,
            "note": notes.get(entry.code, ""),
        }
    )
