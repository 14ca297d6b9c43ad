"""An export that is run or imported again sends what a send puts on the wire.

The recorder sees every byte, so equality covers the method, the path and query, each header with
its value and its repetitions, and the body. Two things are excluded: headers that every client sets
itself (``CLIENTS_OWN``), and what the export names as lost.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.wire.hostile import CASES, bundle
from tests.wire.programs import COMMANDS, KEY, NEWMAN, RUN, run, run_language
from tests.wire.recorder import Recorded, Recorder, recorder
from tests.wire.sending import (
    POSTMANS_OWN,
    Seen,
    by_case,
    differences,
    open_session,
    place_at,
    send_all,
)
from weda_tui.core.environments.deployment import Target
from weda_tui.core.interchange.adaptation import ImportContext, fit
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.interchange.import_plan import Imported, hide_nothing
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.masking import Masker
from weda_tui.formats.detection import Format
from weda_tui.formats.http.message import METHODS
from weda_tui.session import Session
from weda_tui.session.interchange.exports import Exported, export_bundle, export_place
from weda_tui.session.interchange.imports import READERS


class Wire(msgspec.Struct, frozen=True):
    """A recorder, a session, and the requests that the sends of the session put on the wire."""

    server: Recorder
    session: Session
    where: Target
    sent: dict[str, Seen]
    token_call: Recorded

    def export(self, format_: ExportFormat) -> Exported:
        return export_bundle(self.session, bundle(), format_, self.where)

    def import_again(self, format_: Format, data: bytes) -> Imported:
        environments = self.session.environments.all
        known = ImportContext(environments, self.session.modules.catalogue, Masker())
        return fit(READERS[format_](data, "export", hide_nothing), known)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    with recorder() as server:
        sent = send_all(tmp_path_factory.mktemp("sent"), server, bundle())
        session = open_session(tmp_path_factory.mktemp("exported"))
        where = place_at(session, server.host)
        (token_call,) = server.token_calls()
        yield Wire(server, session, where, sent, token_call)


def changed_cases(found: Exported) -> set[str]:
    """Return the cases that an export reports as changed."""
    requests = (each for each in found.left if each.path != "recorder")
    return {each.path.partition(" ")[2] for each in requests if each.what != UnwrittenPart.TOKENS}


LEFT_UNREAD = {"get with a body", "head with a body", "delete with a body"}
"""Cases whose body a server may read as the next request, on connections that Newman keeps open."""


def test_a_send_changes_nothing_but_the_address(wire: Wire) -> None:
    assert len(CASES) >= 40
    assert wire.sent.keys() == {case.name for case in CASES}
    assert all(target.isascii() for _, target, _, _ in wire.sent.values())
    case = next(each for each in CASES if each.name == "repeated headers")
    _, _, headers, body = wire.sent[case.name]
    assert [value for name, value in headers if name == "x-a"] == [b"1", b"1", b"3"]
    assert body == b""
    assert wire.sent["binary"][3] == b"\xff\xfe\x80%s'\\\r\n\x01"
    assert wire.sent["chinese path and query"][1].startswith(b"/%E5%AE%A1%E6%89%B9/")


@pytest.mark.parametrize("language", RUN)
def test_a_program_sends_what_a_send_does(wire: Wire, language: str, tmp_path: Path) -> None:
    found = wire.export(ExportFormat(language))
    run_language(language, found.data, tmp_path)
    named = changed_cases(found)
    assert differences(wire.sent, by_case(wire.server.requests())).keys() == named
    assert wire.server.token_calls() == []
    assert named == ({"head with a body"} if language == "curl" else set())


@pytest.mark.parametrize("language", RUN[:2])
def test_a_program_fetches_its_token_as_we_do(wire: Wire, language: str, tmp_path: Path) -> None:
    found = export_bundle(wire.session, bundle(CASES[:2]), ExportFormat(language), wire.where)
    assert found.open == ("SECRET_ID", "SECRET_KEY")
    run(COMMANDS[language], found.data, tmp_path, **KEY)
    (call,) = wire.server.token_calls()
    for name in ("Authorization", "Content-Type", "Content-Length"):
        assert call.values(name) == wire.token_call.values(name)
    assert (call.method, call.target, call.body) == (
        wire.token_call.method,
        wire.token_call.target,
        wire.token_call.body,
    )
    seen = by_case(wire.server.requests())
    assert differences({name: wire.sent[name] for name in seen}, seen) == {}
    assert len(seen) == 2


@pytest.mark.parametrize("language", RUN)
def test_an_ipv6_address_is_one(wire: Wire, language: str, tmp_path: Path) -> None:
    try:
        server_at = recorder(is_ipv6=True)
        with server_at as server:
            few = bundle(CASES[:3])
            sent = send_all(tmp_path / "sent", server, few)
            session = open_session(tmp_path / "exported")
            where = place_at(session, server.host)
            found = export_bundle(session, few, ExportFormat(language), where)
            run_language(language, found.data, tmp_path)
            assert differences(sent, by_case(server.requests())) == {}
    except OSError:
        pytest.skip("no IPv6 here")


@pytest.mark.parametrize(
    ("format_", "reader"),
    [
        (ExportFormat.HTTP, Format.HTTP),
        (ExportFormat.HAR, Format.HAR),
        (ExportFormat.CURL, Format.CURL),
        (ExportFormat.POSTMAN, Format.POSTMAN),
    ],
)
def test_what_is_imported_again_is_sent_the_same(
    wire: Wire, format_: ExportFormat, reader: Format, tmp_path: Path
) -> None:
    """In a command or an archive, ``{{x}}`` may be read as a variable, so such cases are excluded.

    So are bytes, which a saved request cannot hold, and methods that editors do not know. The body
    of 240 kB is longer than any argument; a larger one is read in the same way.
    """
    is_resolved = format_ in {ExportFormat.HAR, ExportFormat.CURL}
    held = [each for each in CASES if not {"literal", "binary"} & {*each.name.split()}]
    cases = tuple(each for each in (held if is_resolved else CASES) if each.name != "2.2 MB")
    if format_ is ExportFormat.HTTP:
        cases = tuple(each for each in cases if each.method in METHODS)
    found = export_bundle(wire.session, bundle(cases), format_, wire.where)
    if format_ is ExportFormat.HTTP:
        refused = {each.path.partition(" ")[2] for each in found.unresolved}
        assert refused == {case.name for case in cases if case.is_refused}
        cases = tuple(each for each in cases if not each.is_refused)
    again = wire.import_again(reader, found.data)
    assert {each.name for each in again.losses} <= {"$ACCESS_TOKEN", "--noproxy"}
    if format_ is not ExportFormat.CURL:
        assert [each.title for each in again.requests] == [e.title for e in bundle(cases).requests]
    got = send_all(tmp_path, wire.server, again)
    wire.server.token_calls()
    sent = {case.name: wire.sent[case.name] for case in cases}
    lost = {case.name for case in cases if "binary" in case.name}
    lost |= {"head with a body"} if format_ is ExportFormat.CURL else set()
    lost |= LEFT_UNREAD if format_ is ExportFormat.POSTMAN else set()
    if format_ is ExportFormat.HTTP:
        lost = {case.name for case in cases if case.is_named}
    assert differences(sent, got).keys() == lost
    if format_ is ExportFormat.HTTP:
        assert changed_cases(found) == lost


@pytest.mark.skipif(not NEWMAN, reason="no newman here")
def test_newman_sends_what_a_send_does(wire: Wire, tmp_path: Path) -> None:
    found = wire.export(ExportFormat.POSTMAN)
    place = tmp_path / "place.json"
    place.write_bytes(export_place(wire.session, wire.where).data)
    variables = [f"{name}={value}" for name, value in KEY.items()]
    given = [part for each in variables for part in ("--env-var", each)]
    run([NEWMAN, "run", "-x", "-e", str(place), *given], found.data, tmp_path)
    seen = by_case(wire.server.requests(), POSTMANS_OWN)
    wire.server.token_calls()
    named = {each.path.partition(" ")[2] for each in found.left}
    assert named == {
        *("quotes in the path", "dots in the path", "utf-8 header", "headers that differ in case"),
        *("binary", "240 kB of binary"),
        *LEFT_UNREAD,
    }
    assert differences(wire.sent, seen).keys() - named == {"quotes in the query"}
    assert seen["quotes in the query"][1] == wire.sent["quotes in the query"][1].replace(
        b"'", b"%27"
    )


def test_an_archive_is_one(wire: Wire) -> None:
    found = wire.export(ExportFormat.HAR)
    assert found.open == ("access_token",)
    log = json.loads(found.data)["log"]
    assert (log["version"], {*log["creator"]}) == ("1.2", {"name", "version"})
    for entry, case in zip(log["entries"], CASES, strict=True):
        check_entry(entry)
        _, target, _, body = wire.sent[case.name]
        assert entry["request"]["url"] == wire.server.host + target.decode()
        assert entry["request"]["bodySize"] == len(body)


def check_entry(entry: dict[str, Any]) -> None:
    """Check an entry against the requirements of HAR 1.2."""
    request, response = entry["request"], entry["response"]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= {*entry}
    required = {"method", "url", "httpVersion", "cookies", "headers", "queryString"}
    assert required | {"headersSize", "bodySize"} <= {*request}
    required = {"status", "statusText", "httpVersion", "cookies", "headers", "content"}
    assert required | {"redirectURL", "headersSize", "bodySize"} <= {*response}
    for row in (*request["headers"], *request["queryString"]):
        assert isinstance(row["name"], str)
        assert isinstance(row["value"], str)
    assert request["url"].isascii()
    assert not {*request["url"]} & {*' "<>#'}
    assert request["headersSize"] == -1
    if "postData" in request:
        assert {"mimeType", "text"} <= {*request["postData"]}
