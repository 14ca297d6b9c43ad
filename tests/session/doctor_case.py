"""Failing exchanges that are played to a complete session, and the doctor's score for each.

``doctor_cases`` contains them as data, modelled on the public documents: the request, the response
and the expected diagnosis. Authors of the doctor's patterns must never read ``unseen``.
"""

import re
import socket
import ssl
import tomllib
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import msgspec

from tests.session.weda import READ, SECRET, Weda, environment
from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.catalogue.mentioned import find_mentioned
from weda_tui.core.clock import Clock
from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.environments.deployment import EnvTypeSetting, Target
from weda_tui.core.errors import Delivery
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.models.data_model import DataModel, ModelList
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.template import VARIABLE
from weda_tui.gateway.content_encoding import CodingError
from weda_tui.gateway.transport import translate
from weda_tui.session import Session
from weda_tui.session.doctor import diagnose_call
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.models import ModelFiles
from weda_tui.store.paths import Paths

FOLDER = Path(__file__).parent / "doctor_cases"
FIRST_STEPS = 3
"""The number of first steps that must include the right step."""


_CATALOGUE = load_bundled_catalogue()


def endpoint_of(text: str) -> Endpoint | None:
    """Return the endpoint whose path a text contains, as ``explain`` finds it."""
    return find_mentioned(text, _CATALOGUE)


class Score(NamedTuple):
    """Which parts of the doctor's diagnosis of a case are right."""

    verdict: bool
    cause: bool
    executed: bool
    fix: bool
    said: str
    """The diagnosis in short, for the developer who corrects it."""


def load_cases(half: str) -> Iterator[dict[str, Any]]:
    """Yield the cases of ``seen``, ``practice`` or ``unseen``."""
    for file in sorted((FOLDER / half).glob("*.toml")):
        yield from tomllib.loads(file.read_text("utf-8"))["case"]


_FAILURES: tuple[tuple[str, type[Exception], Exception], ...] = (
    ("proxy", httpx.ProxyError, ConnectionRefusedError(111, "refused")),
    ("WRONG_VERSION_NUMBER", httpx.ConnectError, ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] x")),
    ("resolve", httpx.ConnectError, socket.gaierror(-2, "Name or service not known")),
    ("name or service", httpx.ConnectError, socket.gaierror(-2, "Name or service not known")),
    ("no route", httpx.ConnectError, OSError(113, "No route to host")),
    ("unreachable", httpx.ConnectError, OSError(101, "Network is unreachable")),
    ("refused", httpx.ConnectError, ConnectionRefusedError(111, "refused")),
    ("no answer within", httpx.ReadTimeout, TimeoutError()),
    ("read timed out", httpx.ReadTimeout, TimeoutError()),
    ("timed out", httpx.ConnectTimeout, TimeoutError()),
    ("reset", httpx.ReadError, ConnectionResetError(104, "reset by peer")),
    ("closed", httpx.RemoteProtocolError, EOFError()),
    ("disconnected", httpx.RemoteProtocolError, EOFError()),
    ("wrong version", httpx.ConnectError, ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] x")),
    ("not found", httpx.ConnectError, socket.gaierror(-2, "Name or service not known")),
)
_CERTIFICATES = {"expired": 10, "not yet": 9, "self-signed": 19, "issuer": 20, "hostname": 62}
"""The verification error codes of X.509 certificates in OpenSSL."""


def raised(words: str) -> Exception:
    """Return the exception for a failure described in words."""
    if "certificate" in words or "issuer" in words:
        error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {words}")
        error.verify_code = next((n for text, n in _CERTIFICATES.items() if text in words), 20)
        error.verify_message = words
        made: Exception = httpx.ConnectError(words)
        made.__cause__ = error
        return made
    if "decompress" in words or "gzip" in words:
        return CodingError("gzip", words)
    for text, kind, cause in _FAILURES:
        if text in words:
            made = kind(words)
            made.__cause__ = cause
            return made
    raise AssertionError(words)


def answer_of(case: dict[str, Any]) -> httpx.Response:
    """Return the response of a case, or raise the case's failure."""
    if "failure" in case:
        raise raised(case["failure"])
    answer = case["answer"]
    headers = {k: v for k, v in answer.get("headers", {}).items() if k.lower() != "content-length"}
    return httpx.Response(answer["status"], headers=headers, content=answer["body"].encode())


class Played(NamedTuple):
    """The result of a case, and the doctor's diagnosis."""

    case: dict[str, Any]
    result: Answered | Failed
    diagnosis: Diagnosis | None
    where: Target

    @property
    def score(self) -> Score:
        """The score of the diagnosis."""
        return _scored(self.result, self.diagnosis, self.case)


async def play(case: dict[str, Any], folder: Path) -> Played:
    """Send the request of a case and diagnose the result."""
    session, result, where = await _played(case, folder)
    return Played(case, result, diagnose_call(session, result, where), where)


async def _played(case: dict[str, Any], folder: Path) -> tuple[Session, Answered | Failed, Target]:
    weda, now = Weda(), _now(case)
    session = Session(
        _paths(folder),
        environ={},
        clock=Clock(wall=lambda: now, monotonic=lambda: 0.0),
        use_keyring=False,
        transport=weda.transport,
    )
    try:
        return session, *await _sent(session, weda, case, folder)
    finally:
        await session.aclose()


def _now(case: dict[str, Any]) -> float:
    """Return the time of this machine: the server's time, unless the case defines another time."""
    if local := case.get("known", {}).get("local_time"):
        return datetime.fromisoformat(local).timestamp()
    date = case.get("answer", {}).get("headers", {}).get("Date")
    return parsedate_to_datetime(date).timestamp() if date else 1_800_000_000.0


def _paths(folder: Path) -> Paths:
    return Paths(workspace=folder / "workspace", state=folder / "state")


async def _sent(
    session: Session, weda: Weda, case: dict[str, Any], folder: Path
) -> tuple[Answered | Failed, Target]:
    endpoint = session.modules.catalogue.get(case["endpoint"])
    where = _saved_place(session, case, endpoint)
    _keep_models(folder, where, case)
    draft = _draft_of(case, endpoint)
    if case["call"] == "token":
        weda.token_answer = weda.user_answer = lambda _: answer_of(case)
        draft = draft_for(session.modules.catalogue.get(READ if _is_key(where) else OF_USERS))
    elif "failure" in case:
        return _failed(case, endpoint.id, where, draft.url), where
    elif "earlier" in case:
        await _send(session, msgspec.structs.replace(draft, body=case["earlier"]), where)
    weda.call_answer = lambda _: answer_of(case)
    return await _send(session, draft, where), where


async def _send(session: Session, draft: RequestDraft, where: Target) -> Answered | Failed:
    result = await session.sending.send(draft, where, consent=GuardDecision.ASK_NAME)
    assert isinstance(result, Answered | Failed), result
    return result


OF_USERS = "storage.getDownloadInfo"
"""An endpoint that needs a user's token."""


def _is_key(where: Target) -> bool:
    return not where.environment.username


def _saved_place(session: Session, case: dict[str, Any], endpoint: Endpoint) -> Target:
    """Save the environment of a case and return the case's target."""
    request, known = case["request"], case.get("known", {})
    parts = urlsplit(request.get("url", "") or "https://weda.example.cn/")
    is_user = known.get("sent_kind") == "password" or endpoint.token_kind is TokenKind.USER
    is_user = is_user or (case["call"] == "token" and "username" in request["body"])
    prefix = _prefix_of(endpoint, parts.path) if case["call"] == "token" else ""
    named = msgspec.structs.replace(
        environment(host=f"{parts.scheme}://{parts.netloc}{prefix}"),
        env_types=tuple(EnvTypeSetting(name, Guard.NONE) for name in ("prod", "dev")),
        username="zhangwei" if is_user else "",
    )
    if not endpoint.path.startswith("/"):  # a signed URL, whose headers come from another call
        headers = " ".join(value for _, value in draft_for(endpoint).headers)
        names = [match[1] for match in VARIABLE.finditer(headers)]
        named = msgspec.structs.replace(named, variables=dict.fromkeys(names, "x"))
    if "proxy" in case.get("failure", ""):
        named = msgspec.structs.replace(named, proxy=_proxy_of(case["failure"]))
    saved = session.environments.save(named, secret=SECRET, password="p4ss" if is_user else "")
    return Target(saved, case["env_type"])


def _prefix_of(endpoint: Endpoint, path: str) -> str:
    """Return the prefix before the endpoint's own path, which belongs to the environment."""
    return path.removesuffix(endpoint.path) if path.endswith(endpoint.path) else ""


def _proxy_of(words: str) -> str:
    """Return the proxy named in the words of a failure, else ``_PROXY``."""
    found = _PROXY_NAMED.search(words)
    return f"http://{found[1]}" if found else _PROXY


_PROXY = "http://127.0.0.1:7890"
_PROXY_NAMED = re.compile(r"proxy\b[^,;]{0,60}?(?<![\w.])((?:\w[\w-]*\.)+\w+:\d+)")


def _keep_models(folder: Path, where: Target, case: dict[str, Any]) -> None:
    """Store the data models that were listed last in a case, as an earlier session would have."""
    if models := case.get("known", {}).get("models"):
        found = msgspec.convert([{"name": name} for name in models], tuple[DataModel, ...])
        listed = ModelList(models=found, fetched_at=1.0)
        ModelFiles(_paths(folder).models).save(where.environment, listed)


def _draft_of(case: dict[str, Any], endpoint: Endpoint) -> RequestDraft:
    request, draft = case["request"], draft_for(endpoint)
    kinds = {"password": TokenKind.USER, "client_credentials": TokenKind.KEY}
    kind = kinds.get(case.get("known", {}).get("sent_kind", ""))
    headers = dict(draft.headers) | request.get("headers", {})
    return msgspec.structs.replace(
        draft,
        method=request.get("method", draft.method),
        url=request.get("url", draft.url),
        headers=tuple(headers.items()),
        body=request["body"],
        token_kind=kind if endpoint.token_kind in kinds.values() else None,
    )


def _failed(case: dict[str, Any], endpoint: str, where: Target, address: str) -> Failed:
    """Return the result of a call that got no response."""
    environment = where.environment
    values = {"vars.host": environment.host, "WeDa.EnvType": case["env_type"]}
    url = VARIABLE.sub(lambda match: values.get(match[1].strip(), "x"), address)
    error = raised(case["failure"])
    is_read = isinstance(
        error, CodingError | httpx.ReadTimeout | httpx.ReadError | httpx.RemoteProtocolError
    )
    proxy = environment.proxy if isinstance(error, httpx.ProxyError) else ""
    phase = "receive" if isinstance(error, CodingError) else "wait" if is_read else "connect"
    found = translate(error, url, proxy=proxy, seconds=30.0, phase=phase)
    return Failed(
        error=found,
        endpoint_id=endpoint,
        request=PreparedRequest(method="POST", url=url, headers=(), body=b""),
        started_at=0.0,
        elapsed=30.0,
    )


def _scored(result: Answered | Failed, diagnosis: Diagnosis | None, case: dict[str, Any]) -> Score:
    wanted = case["expects"]
    if isinstance(result, Answered):
        verdict = result.exchange.verdict
        outcome, code = verdict.outcome.value, verdict.code
    else:
        outcome, code = _outcome_unread(result, diagnosis), wanted["code"]
    if diagnosis is None:
        return Score(outcome == wanted["outcome"], False, False, False, f"{outcome} {code}")
    first = diagnosis.causes[0] if diagnosis.causes else None
    cause = first.id.value if first is not None else ""
    steps = [step.id.value for step in diagnosis.steps[:FIRST_STEPS]]
    executed = {Executed.YES: "partly" if wanted["executed"] == "partly" else "yes"}.get(
        diagnosis.executed, diagnosis.executed.value
    )
    is_same = (
        wanted["cause"] == "documented"
        and bool(getattr(first and first.evidence, "documented", ""))
    ) or any({cause, wanted["cause"]} == each for each in ALIKE)
    is_code = not wanted["code"] or code == wanted["code"] or code.startswith(("HTTP", "RED"))
    said = (
        f"{outcome} {code} | {cause} | {executed} | {' '.join(steps)} | {first and first.evidence}"
    )
    return Score(
        verdict=outcome == wanted["outcome"] and is_code,
        cause=not wanted["cause"] or cause == wanted["cause"] or is_same,
        executed=executed == wanted["executed"],
        fix=not set(steps).isdisjoint(wanted["fix"]),
        said=said,
    )


def _outcome_unread(failed: Failed, diagnosis: Diagnosis | None) -> str:
    """Return the outcome of a call without a readable response.

    It is unknown whether a write that the server handled has failed; all other calls have failed.
    """
    is_open = diagnosis is not None and diagnosis.executed is Executed.MAYBE
    return "unknown" if is_open and failed.delivery is Delivery.ANSWERED else "failure"


ALIKE = (
    {"host", "unreachable"},  # a wrong name, and a network that cannot resolve it
    {"service-down", "unreachable"},
    {"inner-host", "unreachable"},  # a name that only the deployment's own network can resolve
    {"service-down", "server"},
    {"host", "redirect"},
    {"size", "over-limit"},
    {"id-shape", "value-unfit"},
    {"value-type", "value-unfit"},  # the value is wrong, but only the server knows how
    {"value-not-listed", "value-unfit"},
    {"licence", "env-status"},  # not paid, and stopped for this reason
    {"id-shape", "not-found"},  # the ID is wrong, so the server does not find it
    {"account", "not-found"},  # a user who does not exist
)
"""Pairs of causes that cannot be distinguished from outside, or that need the same action."""
