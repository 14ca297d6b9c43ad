"""No file written into a workspace or an export contains a secret that this machine keeps.

This includes secrets that the writing process never used, and halves of a secret.
"""

import ast
import json
import re
import zipfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

import weda_tui
from tests.adversarial.machine import READ, Machine, answer_as_weda
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_history import session_at
from tests.canaries import SECRET_ID
from tests.tui.workbench.fakes import FakeBench
from weda_tui.core.bodies.document import Document
from weda_tui.core.catalogue.own_call import OwnCall
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.entry import HistoryLimits
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Response
from weda_tui.session import Session
from weda_tui.session.comparison import Ignoring
from weda_tui.tui.answers.success_rule_dialog import example_for
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.bodies.messages import SaveRequested
from weda_tui.tui.collections.save import LONGEST_NAME, Candidate, save_example
from weda_tui.tui.collections.save_example_dialog import SaveExample

KEY = "vaultOtherKey0123456789abcdefghi"
"""The secret of an approved environment to which nothing is sent."""
OBJECT = "cloud://env.bucket/logs/report.txt"
CALL = f'endpoint = "{READ}"\n'


@pytest.fixture
def other(machine: Machine) -> Machine:
    given = ("--host", machine.sites.plain.base, "--secret-id", SECRET_ID)
    added = machine.run("env", "add", "other", *given, stdin=f"{KEY}\n\n")
    assert added.status == 0, added.talk
    machine.write("collections/lure/go.toml", CALL)
    return machine


def answer(machine: Machine, reply: Reply) -> None:
    """Make the deployment answer every request with ``reply``."""

    def answered(_: str) -> Reply:
        return reply

    machine.sites.plain.answers = answered


def files_of(machine: Machine) -> bytes:
    """Return the names and the contents of all files of the workspace."""
    files = [each for each in machine.workspace.rglob("*") if each.is_file()]
    return b"\n".join(str(each).encode() + each.read_bytes() for each in files)


# -- one gate ------------------------------------------------------------------------------------


async def _rule(session: Session) -> None:
    session.judging.save_rule(READ, f'$.usedKey == "{KEY}"', known="")


async def _request(session: Session) -> None:
    draft = RequestDraft(endpoint_id=READ, method="POST", url="", body=f'{{"k": "{KEY}"}}')
    session.collections.changes.save(SavedRequest(path="lure/new", draft=draft))


async def _title(session: Session) -> None:
    session.collections.changes.create(
        KEY, "lure", RequestDraft(endpoint_id=READ, method="", url="")
    )


async def _renamed(session: Session) -> None:
    session.collections.changes.rename("lure/go", KEY)


async def _folder(session: Session) -> None:
    session.collections.changes.make_folder(KEY)


async def _settings(session: Session) -> None:
    session.collections.changes.change_settings("lure", variables={"k": KEY})


async def _left_out(session: Session) -> None:
    await Ignoring(session).leave_out(f"$.Response.Data.{KEY}")


async def _note(session: Session) -> None:
    session.error_book.save_note("AuthFailure", f"use {KEY}", known="")


async def _own_call(session: Session) -> None:
    session.modules.save_call("crm", OwnCall(action="Find", method="GET", path=f"/crm/{KEY}"))


async def _variable(session: Session) -> None:
    session.environments.set_variable("hq", "k", KEY)


WRITERS: dict[str, Callable[[Session], Awaitable[None]]] = {
    "rule": _rule,
    "request": _request,
    "title": _title,
    "renamed": _renamed,
    "folder": _folder,
    "settings": _settings,
    "left out": _left_out,
    "note": _note,
    "own call": _own_call,
    "variable": _variable,
}


@pytest.mark.parametrize("writer", WRITERS)
async def test_no_writer_puts_a_kept_secret_into_the_workspace(other: Machine, writer: str) -> None:
    async with session_at(other) as session:
        with pytest.raises(FileError) as refused:
            await WRITERS[writer](session)
        assert refused.value.code in {ErrorCode.SECRET_IN_REQUEST, ErrorCode.SECRET_IN_RULE}
        assert KEY not in str(refused.value.parameters)
    assert KEY.encode() not in files_of(other)


async def test_what_is_left_out_may_be_compared_again(other: Machine) -> None:
    other.write("rules/ignored.toml", f'paths = ["$.{KEY}"]\n')
    async with session_at(other) as session:
        with suppress(FileError):
            await Ignoring(session).compare_again(f"$.{KEY}")
        session.error_book.save_note("AuthFailure", "", known="")


async def test_the_example_of_a_rule_holds_no_kept_secret(other: Machine) -> None:
    response = Response(
        status=200, reason="OK", headers=(), body=json.dumps({"usedKey": KEY, "count": 2}).encode()
    )
    async with session_at(other) as session:
        assert KEY not in example_for(session.judging.masked_body(response))


# -- objects of the cloud storage ----------------------------------------------------------------


def answer_with_object(machine: Machine, content: bytes) -> None:
    """Make the deployment's storage return an object with ``content``."""

    def answered(path: str) -> Reply:
        if path == "/object":
            return Reply(content)
        if "/auth/" in path:
            return answer_as_weda(path)
        url = f"{machine.sites.plain.base}/object"
        return json_reply([{"cloudObjectId": OBJECT, "downloadUrl": url}])

    machine.sites.plain.answers = answered


@pytest.mark.parametrize(
    "spelling", [KEY.encode(), KEY.encode().hex().encode(), KEY.encode("utf-16")]
)
def test_no_object_with_a_secret_is_saved_in_the_workspace(other: Machine, spelling: bytes) -> None:
    content = b"2026 GET /weda key=" + spelling + b"\n"
    answer_with_object(other, content)
    inside, outside = other.workspace / "report.txt", other.folder / "report.txt"
    ran = other.run("storage", "download", OBJECT, "--to", str(inside), "--env", "hq")
    assert ran.status == 2, ran.talk
    assert "report.txt" in ran.talk
    assert not inside.exists()
    assert spelling not in files_of(other)
    ran = other.run("storage", "download", OBJECT, "--to", str(outside), "--env", "hq")
    assert ran.status == 0, ran.talk
    assert outside.read_bytes() == content


def test_a_link_out_of_nowhere_makes_no_other_place_of_the_workspace(other: Machine) -> None:
    answer_with_object(other, KEY.encode())
    (other.folder / "elsewhere").symlink_to(other.workspace)
    to = str(other.folder / "elsewhere" / "report.txt")
    assert other.run("storage", "download", OBJECT, "--to", to, "--env", "hq").status == 2
    assert KEY.encode() not in files_of(other)


# -- cuts ----------------------------------------------------------------------------------------


def beginnings(data: bytes) -> int:
    """Return the length of the longest beginning of the key that occurs in ``data``."""
    return max(n for n in range(len(KEY) + 1) if KEY[:n].encode() in data)


@pytest.mark.parametrize("kept", [5, 16, len(KEY) - 1])
def test_a_report_holds_no_beginning_of_a_secret(other: Machine, kept: int) -> None:
    data = {"Rows": "", "Audit": [KEY]}
    pad = 200 - json.dumps(data).index(KEY) - kept
    data["Rows"] = "a" * pad
    answer(other, json_reply({"Response": {"RequestId": "r-1", "Data": data}}))
    wrong = '[[assert]]\non = "$.Response.Data"\nequals = "x"\n'
    other.write("collections/lure/wrong.toml", CALL + wrong)
    file = other.workspace / "report.xml"
    other.run("run", "lure/wrong", "--env", "hq", "--junit", str(file))
    report = file.read_bytes()
    assert b"<failure" in report
    assert beginnings(report) < 4


def test_no_end_of_a_value_says_which_guess_is_right(other: Machine) -> None:
    wrong = '[[assert]]\non = "$.Response.Data.Row"\nequals = "x"\n'
    other.write("collections/lure/wrong.toml", CALL + wrong)
    file = other.workspace / "report.xml"
    for guess in (KEY[:6], KEY.encode().hex()[:10], "nothing"):
        row = {"Row": f"who knows {guess}…"}
        answer(other, json_reply({"Response": {"RequestId": "r-1", "Data": row}}))
        other.run("run", "lure/wrong", "--env", "hq", "--junit", str(file))
        assert f"who knows {guess}…" in file.read_text("utf-8")
        file.unlink()


def test_an_assertion_tells_nothing_of_the_key_of_another_environment(other: Machine) -> None:
    data = {"Log": [f"key {KEY}"]}
    answer(other, json_reply({"Response": {"RequestId": "r-1", "Data": data}}))
    guesses = ("vault[A-N]", "vault[O-Z]")
    tests = (f'[[assert]]\non = "$.Response.Data.Log[0]"\nmatches = "{each}"\n' for each in guesses)
    other.write("collections/lure/bits.toml", CALL + "".join(tests))
    file = other.workspace / "report.xml"
    other.run("run", "lure/bits", "--env", "hq", "--junit", str(file))
    report = file.read_text("utf-8")
    assert [each for each in guesses if each not in report] == [], "which is right"


@pytest.mark.parametrize("kept", [5, len(KEY) - 1])
def test_a_bundle_holds_no_beginning_of_a_secret(other: Machine, kept: int) -> None:
    begin, middle = b'{"Response": {"RequestId": "r-1", "Data": {"Rows": "', b'", "Audit": ["'
    pad = b"a" * (HistoryLimits().body - len(begin) - len(middle) - kept)
    body = begin + pad + middle + KEY.encode() + b'", "' + b"b" * 100_000 + b'"]}}}'
    answer(other, Reply(body))
    assert other.run("send", "lure/go", "--env", "hq").status == 0
    entries = json.loads(other.run("history", "--json").text)["entries"]
    newest = str(max(each["id"] for each in entries))
    file = other.workspace / "bundle.zip"
    assert other.run("history", "bundle", newest, "-o", str(file)).status == 0
    with zipfile.ZipFile(file) as archive:
        data = b"".join(map(archive.read, archive.namelist()))
    assert b'"Rows"' in data
    assert beginnings(data) < 4


def test_the_name_of_a_bundle_holds_no_secret(other: Machine) -> None:
    error = {"Code": f"KeyRevoked.{KEY}", "Message": "no"}
    answer(other, json_reply({"Response": {"RequestId": "r-1", "Error": error}}))
    other.run("send", "lure/go", "--env", "hq")
    entries = json.loads(other.run("history", "--json").text)["entries"]
    newest = str(max(each["id"] for each in entries))
    assert other.run("history", "bundle", newest, "-o", str(other.workspace)).status == 0
    (file,) = other.workspace.glob("*.zip")
    assert "KeyRevoked" in file.name
    assert beginnings(file.name.encode()) < 4


async def test_the_name_that_an_example_is_offered_holds_no_beginning(other: Machine) -> None:
    message = "x" * (LONGEST_NAME - len("Denied ") - 20) + KEY
    error = {"Code": "Denied", "Message": message}
    answer(other, json_reply({"Response": {"RequestId": "r-1", "Error": error}}))
    bench = FakeBench()
    async with session_at(other) as session:
        where = session.environments.where_exactly("hq", "dev")
        draft = session.collections.load("basic/read").request.draft
        sent = await session.sending.send(draft, where)
        assert isinstance(sent, Answered)
        kept = Candidate(sent.exchange, draft, "title", "dev", 100)
        await save_example(bench, session, kept, "", lambda _: None)
    dialog, _ = bench.asked[-1]
    assert isinstance(dialog, SaveExample)
    offered = dialog._offered
    assert "Denied xxx" in offered
    assert beginnings(offered.encode()) < 4


async def test_a_saved_body_ends_before_a_secret_that_was_cut(tmp_path: Path) -> None:
    bench, file = FakeBench(), tmp_path / "body.json"
    document = Document(f'{{"Audit": ["{KEY[:20]}'.encode(), "application/json")
    bodies = BodyController(bench, tmp_path, lambda: Masker([KEY]))
    bodies.on_save_requested(SaveRequested(document, ""))
    await bench.answer(str(file))
    await bench.finish()
    assert file.read_bytes() == b'{"Audit": ["'


def test_a_report_is_not_written_over_a_link_that_came_meanwhile(other: Machine) -> None:
    outside, file = other.folder / "outside.xml", other.workspace / "report.xml"

    def link(path: str) -> Reply:
        if not file.is_symlink():
            file.symlink_to(outside)
        return json_reply({"Response": {"RequestId": "r-1", "Data": {}}})

    other.sites.plain.answers = link
    ran = other.run("run", "lure/go", "--env", "hq", "--junit", str(file))
    assert ran.status != 0
    assert not outside.exists()


# -- no writer without it ------------------------------------------------------------------------

SOURCE = Path(weda_tui.__file__).parent
FIRST = {
    "write_atomic",
    "write_file",
    "write_files",
    "write_text",
    "save_body",
    "save_as",
    "incoming_file",
}
"""Functions that write a file; functions of ``store`` that call one of them also write a file."""
GATED = {
    "cli/export.py": ["session/interchange/exports.py"],
    "cli/load/report.py": ["cli/load/report.py"],
    "cli/runs/bulk.py": ["cli/runs/bulk.py"],
    "cli/runs/monitor.py": ["cli/runs/monitor.py"],
    "cli/runs/report.py": ["cli/runs/report.py"],
    "cli/sending/send.py": ["cli/sending/send.py"],
    "session/collections/service.py": ["session/session.py"],
    "session/comparison.py": ["session/comparison.py"],
    "session/environments/service.py": ["session/environments/service.py"],
    "session/error_book.py": ["session/session.py"],
    "session/history_bundles.py": ["session/history_bundles.py"],
    "session/interchange/imports.py": ["cli/import_.py", "tui/interchange/import_dialog.py"],
    "session/modules.py": ["session/session.py"],
    "session/runs/undo.py": ["session/runs/undo.py"],
    "session/sending/judging.py": ["session/session.py"],
    "session/storage/transfers.py": ["session/session.py"],
    "tui/bodies/controller.py": ["tui/screens/main.py", "tui/history/screen.py"],
    "tui/interchange/export.py": ["session/interchange/exports.py"],
    "tui/runs/dialog.py": ["tui/runs/dialog.py"],
    "tui/runs/load_work.py": ["tui/runs/load_work.py"],
    "tui/runs/monitor_work.py": ["tui/runs/monitor_work.py"],
    "tui/runs/rows_work.py": ["tui/runs/rows_work.py"],
}
"""Modules that write into a workspace or an export, with the modules that use the file gate."""
PRIVATE = {
    "session/external_editor.py",
    "session/files.py",
    "session/network.py",
    "session/settings.py",
}
"""Modules that write only private files of the program, or that the other modules write with."""


def calls(function: ast.AST) -> set[str]:
    """Return the plain names of the functions that a function calls."""
    called = [each.func for each in ast.walk(function) if isinstance(each, ast.Call)]
    return {each.id for each in called if isinstance(each, ast.Name)}


def writers() -> set[str]:
    """Return the functions of ``store`` that write files, directly or through other functions."""
    trees = [ast.parse(each.read_text("utf-8")) for each in (SOURCE / "store").rglob("*.py")]
    functions = {
        each.name: calls(each)
        for tree in trees for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)
    }  # fmt: skip
    found, before = set(FIRST), set[str]()
    while found != before:
        before = set(found)
        found |= {name for name, called in functions.items() if called & found}
    return found


FILE_MODULES = re.compile(r"weda_tui\.(store|session\.files)\b")


def users(names: set[str]) -> set[str]:
    """Return the modules outside ``store`` that import one of the names from a file module."""
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        text = file.read_text("utf-8")
        if not FILE_MODULES.search(text):
            continue
        for each in ast.walk(ast.parse(text)):
            if not isinstance(each, ast.ImportFrom) or not FILE_MODULES.match(each.module or ""):
                continue
            if names & {name.name for name in each.names}:
                found.add(file.relative_to(SOURCE).as_posix())
    return {each for each in found if not each.startswith(("store/", "sandbox/"))}


def test_every_writer_of_files_is_listed() -> None:
    assert users(writers()) == {*GATED, *PRIVATE}
    opening = {
        each.relative_to(SOURCE).as_posix()
        for each in SOURCE.rglob("*.py")
        if "IncomingFile(" in each.read_text("utf-8").replace("class IncomingFile(", "")
    }
    assert opening == {"session/files.py"}
    for file in {each for where in GATED.values() for each in where}:
        assert re.search(r"\bgate\b", (SOURCE / file).read_text("utf-8"))
