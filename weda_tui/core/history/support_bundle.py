"""A support bundle: what a colleague needs to understand one exchange, as small files. Pure.

All data is from an entry of the history, which is already masked. It is masked again, as a secret
may have become known since.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header
from weda_tui.core.requests.variables import passing_secrets, typed_values
from weda_tui.core.secrets.detection import SHORTEST, secrets_in_headers


class BundleFile(msgspec.Struct, frozen=True):
    """One file of a bundle."""

    name: str
    data: bytes


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """The versions with which the exchange was made."""

    program: str
    python: str
    system: str
    terminal: str


class Bundle(msgspec.Struct, frozen=True):
    """The files of one exchange, with the name of the archive."""

    name: str
    """The name of the archive, without its extension."""
    files: tuple[BundleFile, ...]
    is_cut: bool
    """Whether a body is cut."""


def make_bundle(
    record: HistoryRecord,
    environment: Environment | None,
    versions: Versions,
    texts: Iterable[tuple[str, str]],
    masker: Masker,
    log: Mapping[str, str | None] | None = None,
) -> Bundle:
    """Return the files of an entry.

    ``environment`` is the environment of the entry, if it still exists. ``texts`` are further files
    by name: those with a format of their own, and those for human readers. ``log`` says where the
    server logged the exchange.
    """
    own = Masker(_own_secrets(record))
    response = record.response
    files = [(name, text.encode("utf-8", "replace")) for name, text in texts]
    exchange = _exchange(record)
    files.append(("exchange.json", _json({**exchange, "serverLog": log} if log else exchange)))
    if response is not None:
        files.append(("response-headers.txt", _head(response.status, response.headers)))
        is_json = "json" in response.header("Content-Type").lower()
        files.append((f"response-body.{'json' if is_json else 'txt'}", response.body))
    files.append(("environment.json", _json(_place(record, environment))))
    files.append(("versions.json", _json(msgspec.structs.asdict(versions))))
    masked = tuple(BundleFile(name, own.data(masker.data(data))) for name, data in files)
    is_cut = record.is_request_cut or record.is_response_cut
    return Bundle(_name(record, (masker, own)), masked, is_cut)


def without_cut_secrets(record: HistoryRecord, masker: Masker) -> HistoryRecord:
    """Return an entry whose cut bodies end before a possible beginning of a secret.

    The bodies were masked with the secrets known then, and cut afterwards.
    """
    maskers = (masker, Masker(_own_secrets(record)))

    def end(body: bytes) -> bytes:
        for each in maskers:
            body = each.without_cut_end(each.data(body))
        return body

    replace, draft, request = msgspec.structs.replace, record.draft, record.request
    if record.is_request_cut:
        body = end(draft.body.encode("utf-8", "replace")).decode("utf-8", "replace")
        draft, request = (
            replace(draft, body=body),
            request and replace(request, body=end(request.body)),
        )
    response = record.response
    if response is not None and record.is_response_cut:
        response = replace(response, body=end(response.body))
    return replace(record, draft=draft, request=request, response=response)


def _own_secrets(record: HistoryRecord) -> set[str]:
    """Return the possible secrets in an entry; typed values count if they are long.

    A short value would also mask ordinary words in other texts.
    """
    layers, headers = record.draft.layers, [*record.draft.headers]
    if record.request is not None:
        headers += record.request.headers
    if record.response is not None:
        headers += record.response.headers
    typed = {value for value in typed_values(layers) if len(value) >= SHORTEST}
    return passing_secrets(layers) | typed | {*secrets_in_headers(headers)}


def _name(record: HistoryRecord, maskers: Iterable[Masker]) -> str:
    """Return a masked name of letters, digits and dashes, valid as a file name on any system."""
    entry = record.entry
    at = datetime.fromtimestamp(entry.started_at).astimezone().strftime("%Y%m%d-%H%M%S")
    call = f"{entry.endpoint_id}\n{entry.code or entry.ending.value}"
    for masker in maskers:
        call = masker.text(call)
    return re.sub("[^A-Za-z0-9]+", "-", f"weda-{at}-{call}").strip("-")[:100]


def _exchange(record: HistoryRecord) -> dict[str, object]:
    entry, verdict = record.entry, record.entry.verdict
    request, place = record.request, record.entry.conditions
    started_at = datetime.fromtimestamp(entry.started_at, UTC)
    return {
        "endpoint": entry.endpoint_id,
        "title": {"zh": entry.title.zh, "en": entry.title.en},
        "effect": entry.effect.value,
        "startedAt": started_at.isoformat(timespec="milliseconds"),
        "elapsedMs": round(entry.elapsed * 1000),
        "verdict": {
            "ending": entry.ending.value,
            "layer": verdict.layer.value if verdict else "",
            "code": entry.code,
            "message": verdict.message if verdict else "",
        },
        "requestId": entry.request_id,
        "status": entry.status,
        "size": entry.size,
        "request": request
        and {"method": request.method, "url": request.url, "headers": [*request.headers]},
        "token": {
            "kind": place.token_kind.value,
            "ageSeconds": place.token_age and round(place.token_age),
            "leftSeconds": place.token_left and round(place.token_left),
        },
        "serverClockAheadSeconds": place.clock_skew,
        "requestIsCut": record.is_request_cut,
        "responseIsCut": record.is_response_cut,
    }


def _place(record: HistoryRecord, environment: Environment | None) -> dict[str, object]:
    """Return where it was sent, without secrets and values of variables."""
    place = record.entry.conditions
    known: dict[str, object] = {
        "name": place.environment,
        "host": place.host,
        "envType": place.env_type,
        "guard": place.guard.value,
        "identity": place.identity,
    }
    if place.verify_tls is not None:
        known |= {"verifyTls": place.verify_tls, "hasCaFile": bool(place.ca_file)}
    if environment is not None:
        known |= {
            "envId": environment.env_id,
            "envTypes": [setting.name for setting in environment.env_types],
            "timeout": environment.timeout,
            "variables": [*environment.variables],
            "hasSecretKey": environment.secret_key is not None,
            "hasPassword": environment.password is not None,
        }
    return known


def _head(status: int, headers: Iterable[Header]) -> bytes:
    rows = [f"HTTP {status}", *(f"{name}: {value}" for name, value in headers)]
    return "\n".join([*rows, ""]).encode("utf-8", "replace")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
