"""Files of the workspace in a request body are sent unchanged and shown by name and size."""

from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.weda import EXPIRED_ANSWER, WRITE, Weda, draft, open_session, place
from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.formats.http.forms import MultipartPart, multipart
from weda_tui.session import Session
from weda_tui.session.sending.preflight import CHECKED_WHILE_TYPING

CONTENT = b"%PDF-1.7\r\n\x00\xff{{vars.host}}--weda"


@pytest.fixture
def weda() -> Weda:
    return Weda()


@pytest.fixture
def session(tmp_path: Path, weda: Weda) -> Session:
    session = open_session(tmp_path, weda)
    uploads = session.paths.workspace / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "报告.pdf").write_bytes(CONTENT)
    return session


def form(session: Session, *parts: MultipartPart) -> RequestDraft:
    content_type, body = multipart(parts)
    headers = (("Content-Type", content_type),)
    return draft(session, WRITE, headers=headers, body=body)


FILE_BODY = "{{$file uploads/报告.pdf}}"
FILE = MultipartPart("file", "uploads/报告.pdf", "application/pdf", is_file=True)


async def test_a_part_with_a_file_is_sent_with_its_bytes(session: Session, weda: Weda) -> None:
    parted = form(session, MultipartPart("name", "{{who}}"), FILE)
    parted = msgspec.structs.replace(
        parted, layers=(VariableLayer(VariableOrigin.SET, {"who": "张伟"}),)
    )
    result = await session.sending.send(parted, place(session), consent=GuardDecision.ASK)
    assert isinstance(result, Answered)
    (call,) = weda.calls
    assert call.content == (
        b'--weda-tui-boundary\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
        + "张伟".encode()
        + b"\r\n--weda-tui-boundary\r\n"
        + 'Content-Disposition: form-data; name="file"; filename="报告.pdf"\r\n'.encode()
        + b"Content-Type: application/pdf\r\n\r\n"
        + CONTENT
        + b"\r\n--weda-tui-boundary--\r\n"
    )
    assert call.headers["Content-Length"] == str(len(call.content))
    shown = result.exchange.request.body
    assert f"<uploads/报告.pdf: {len(CONTENT)} B>".encode() in shown
    assert b"PDF-1.7" not in shown


async def test_a_whole_body_may_be_a_file(session: Session, weda: Weda) -> None:
    whole = draft(session, WRITE, headers=(), body="{{$file uploads/报告.pdf}}")
    await session.sending.send(whole, place(session), consent=GuardDecision.ASK_NAME)
    assert weda.calls[0].content == CONTENT


async def test_a_replay_sends_the_same_bytes(session: Session, weda: Weda) -> None:
    answers = iter([EXPIRED_ANSWER, {"Response": {"RequestId": "r", "Data": "x"}}])
    weda.call_answer = lambda _: httpx.Response(200, json=next(answers))
    result = await session.sending.send(
        form(session, FILE), place(session), consent=GuardDecision.ASK
    )
    assert isinstance(result, Answered)
    assert result.exchange.is_replay
    assert [CONTENT in call.content for call in weda.calls] == [True, True]


@pytest.mark.parametrize("later", [None, b"", CONTENT * 2])
async def test_the_size_that_is_shown_is_the_size_that_was_sent(
    session: Session, weda: Weda, later: bytes | None
) -> None:
    """A file that is changed or removed between the first and the second call affects neither."""
    file = session.paths.workspace / "uploads" / "报告.pdf"
    answers = iter([EXPIRED_ANSWER, {"Response": {"RequestId": "r", "Data": "x"}}])

    def answer(_: httpx.Request) -> httpx.Response:
        file.unlink(missing_ok=True)
        if later is not None:
            file.write_bytes(later)
        return httpx.Response(200, json=next(answers))

    weda.call_answer = answer
    result = await session.sending.send(
        form(session, FILE), place(session), consent=GuardDecision.ASK
    )
    assert isinstance(result, Answered)
    assert result.exchange.is_replay
    shown = result.exchange.request.body
    assert f"<uploads/报告.pdf: {len(CONTENT)} B>".encode() in shown
    assert b"PDF-1.7" not in shown


def test_a_preview_says_name_and_size(session: Session) -> None:
    preflight = session.sending.preflight(form(session, FILE), place(session))
    assert preflight.error is None
    assert preflight.request is not None
    assert f"<uploads/报告.pdf: {len(CONTENT)} B>".encode() in preflight.request.body
    assert b"PDF" not in preflight.request.body


@pytest.mark.parametrize("name", ["/etc/passwd", "../../id_rsa", ".git/config", "link"])
async def test_a_file_outside_is_refused_before_anything_leaves(
    session: Session, weda: Weda, tmp_path: Path, name: str
) -> None:
    (tmp_path / "id_rsa").write_text("canary")
    (session.paths.workspace / "link").symlink_to(tmp_path / "id_rsa")
    parted = form(session, MultipartPart("file", name, is_file=True))
    where = place(session)
    preflight = session.sending.preflight(parted, where)
    assert preflight.error is not None
    assert preflight.error.code is ErrorCode.BODY_FILE_OUTSIDE
    result = await session.sending.send(parted, where, consent=GuardDecision.ASK_NAME)
    assert isinstance(result, Failed)
    assert (weda.calls, weda.token_calls) == ([], [])


async def test_a_value_of_a_variable_brings_no_file_in(session: Session, weda: Weda) -> None:
    tricky = draft(session, WRITE, body='"{{value}}"')
    where = place(session)
    for origin in (VariableOrigin.CAPTURED, VariableOrigin.REQUEST):
        layer = VariableLayer(origin, {"value": "{{$file uploads/报告.pdf}}"})
        layered = msgspec.structs.replace(tricky, layers=(layer,))
        await session.sending.send(layered, where, consent=GuardDecision.ASK_NAME)
    assert [call.content for call in weda.calls if b"PDF-1.7" in call.content] == []
    assert b"$file" in weda.calls[0].content


async def test_a_file_with_the_boundary_in_it_is_refused(session: Session, weda: Weda) -> None:
    (session.paths.workspace / "uploads" / "报告.pdf").write_bytes(b"x--weda-tui-boundary--x")
    result = await session.sending.send(
        form(session, FILE), place(session), consent=GuardDecision.ASK
    )
    assert isinstance(result, Failed)
    assert result.error.code is ErrorCode.BODY_FILE_BOUNDARY
    assert weda.calls == []


def test_a_where_that_a_file_may_hold_counts_as_open(session: Session) -> None:
    body = '{"filter": {"where": {"$and": [{"a": {"$eq": 1}}]}}, "x": {{$file uploads/报告.pdf}}}'
    url = "{{vars.host}}/v1/model/dev/demo/deleteMany"
    hidden = draft(session, "model.deleteMany", url=url, body=body)
    hidden = msgspec.structs.replace(hidden, headers=(("Authorization", "x"),))
    assert session.sending.plan(hidden, place(session)).reach.is_open


def test_an_export_names_the_files_that_it_does_not_hold(session: Session) -> None:
    from weda_tui.core.interchange.export_format import ExportFormat
    from weda_tui.session.interchange.exports import export_draft

    for format_ in ExportFormat:
        if format_ is ExportFormat.HTTP:
            with pytest.raises(FileError, match="export_foreign_variable"):
                export_draft(session, form(session, FILE), format_, None)
            continue
        if format_ in {ExportFormat.LOCUST, ExportFormat.K6}:
            with pytest.raises(FileError, match="export_empty"):
                export_draft(session, form(session, FILE), format_, None)
            continue
        found = export_draft(session, form(session, FILE), format_, None)
        assert "{{$file uploads/报告.pdf}}" in found.open


@pytest.mark.parametrize("field", ["ca_file", "client_certificate", "client_key"])
@pytest.mark.parametrize("is_whole", [False, True])
async def test_what_an_environment_names_is_refused_before_anything_leaves(
    session: Session, weda: Weda, field: str, is_whole: bool
) -> None:
    path = session.paths.workspace / "uploads" / "报告.pdf"
    named = str(path) if is_whole else "uploads/报告.pdf"
    other = Environment(name="other", host="https://weda.other.cn", env_types=PRESET_ENV_TYPES)
    other = msgspec.structs.replace(other, **{field: named})
    session.environments.save(other, secret="")
    whole = draft(session, WRITE, headers=(("Authorization", "none"),), body=FILE_BODY)
    where = place(session)
    preflight = session.sending.preflight(whole, where)
    assert preflight.error is not None
    assert preflight.error.code is ErrorCode.BODY_FILE_PRIVATE
    result = await session.sending.send(whole, where, consent=GuardDecision.ASK_NAME)
    assert isinstance(result, Failed)
    assert (weda.calls, weda.token_calls) == ([], [])


# -- a body of JSON with files in it -----------------------------------------------------------


@pytest.mark.parametrize("body", ["{{$file t.json}}", '{"a": {{$file t.json}}}'])
def test_a_file_of_json_is_no_fault(session: Session, body: str) -> None:
    (session.paths.workspace / "t.json").write_text('{"b": 1}')
    assert (
        session.sending.preflight(draft(session, WRITE, body=body), place(session)).body_fault
        is None
    )


@pytest.mark.parametrize("body", ['{"a": "{{$file t.txt}}"}', '{"a": {{$file t.txt}}}'])
def test_a_file_that_makes_a_body_no_json_is_named(session: Session, body: str) -> None:
    (session.paths.workspace / "t.txt").write_text('a "word"\nand another')
    fault = session.sending.preflight(draft(session, WRITE, body=body), place(session)).body_fault
    assert fault is not None
    assert (fault.file, fault.line, fault.column) == ("t.txt", 1, body.index("{{") + 1)


def test_a_file_larger_than_a_body_that_is_checked_is_not_read(session: Session) -> None:
    (session.paths.workspace / "t.txt").write_text('"' * (CHECKED_WHILE_TYPING + 1))
    body = draft(session, WRITE, body='{"a": "{{$file t.txt}}"}')
    assert session.sending.preflight(body, place(session)).body_fault is None
