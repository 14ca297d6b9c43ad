"""External text never becomes code of an exported program, whatever characters it contains."""

import ast
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.session.weda import open_session
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.formats.curl.write import write_curl
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_bundle, export_draft

SHELL = shutil.which("sh") or ""
START, END = "\ue0f0", "\ue0f1"
RUN = f"{START}(: > CANARY){END}"
PIECES = [START, END, RUN, "(: > CANARY)", "$(: > CANARY)", "`: > CANARY`", "'", '"', "\\", "\n",
          ";: > CANARY;", "-o", " ", "{{", "}}", "{{v1}}", f"{{{{{RUN.replace(' ', '')}}}}}",
          f"{START}V1{END}", "%s", "a", "é", "\udcff", "\0"]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
"""Text of a file that tries to escape from its quotes."""
drafts = st.builds(
    RequestDraft,
    endpoint_id=st.just(""),
    method=st.sampled_from(["POST", "GET", "HEAD"]),
    url=st.tuples(st.sampled_from(["{{vars.host}}/", "https://h.cn/", RUN, ""]), texts).map(
        "".join
    ),
    headers=st.lists(st.tuples(st.just("X-A") | texts, texts), max_size=2).map(tuple),
    body=texts,
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return open_session(tmp_path_factory.mktemp("w"))


def in_all(text: str) -> RequestDraft:
    return RequestDraft(endpoint_id="", method="POST", url=f"{{{{vars.host}}}}/{text}",
                        headers=(("X-A", text),), body=text)  # fmt: skip


def exported(session: Session, draft: RequestDraft, value: str, format_: ExportFormat) -> bytes:
    """Return the export of a request with a variable."""
    saved = SavedRequest(path="r", name=value, draft=draft, variables={"v1": value})
    found = export_bundle(session, Imported(requests=(saved,)), format_, None)
    assume(found.count)
    return found.data


def runs(program: bytes) -> bool:
    """Run a program with a ``curl`` that does nothing; return whether it had any other effect."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.sh").write_bytes(b"curl() { :; }\n" + program)
        subprocess.run([SHELL, "x.sh"], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL,
                       check=False, timeout=120)  # fmt: skip
        return sorted(each.name for each in Path(folder).iterdir()) != ["x.sh"]


@pytest.mark.skipif(not SHELL, reason="no POSIX shell here")
@given(draft=drafts, value=texts)
@example(draft=in_all(RUN), value="")
@example(draft=in_all("{{v1}}"), value=RUN)
@example(draft=in_all(f"{{{{{RUN.replace(' ', '')}}}}}"), value="")
@settings(max_examples=60, deadline=None)
def test_no_text_is_run_by_the_shell(session: Session, draft: RequestDraft, value: str) -> None:
    assert not runs(exported(session, draft, value, ExportFormat.CURL))


@pytest.mark.skipif(not SHELL, reason="no POSIX shell here")
def test_a_request_that_was_sent_is_copied_as_it_is() -> None:
    sent = PreparedRequest(method="POST", url="https://h/", headers=(("X", RUN),),
                           body=RUN.encode())  # fmt: skip
    command = write_curl(sent)
    assert not runs(command.encode())
    assert f"'{RUN}'" in command


@given(draft=drafts, value=texts)
@example(draft=in_all(RUN), value="")
@example(draft=in_all("{{v1}}"), value=RUN)
@settings(max_examples=60, deadline=None)
def test_python_has_outside_text_in_literals_alone(
    session: Session, draft: RequestDraft, value: str
) -> None:
    code = exported(session, draft, value, ExportFormat.PYTHON).decode("utf-8", "replace")
    tree = ast.parse(code)
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    assert names <= {
        *("os", "sys", "httpx", "client", "response", "access_token", "print"),
        *("each", "here", "once", "options", "dict"),
    }
    for each in ast.walk(tree):
        if isinstance(each, ast.Subscript) and ast.unparse(each.value) == "os.environ":
            assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", ast.literal_eval(each.slice))


ATOM = r'(?:"(?:[^"\\\n]|\\.)*"|process\.env\.[A-Za-z_][A-Za-z0-9_]*|access_token|Buffer\.\w+)'
EXPRESSION = rf'{ATOM}(?:\(|\)|\[|\]|, "hex"| \+ |, |{ATOM})*'
CALL = re.compile(
    rf'  await call\(\w+, "\w+", {EXPRESSION}, \[\n'
    rf'(?:    \["(?:[^"\\\n]|\\.)*", {EXPRESSION}\],\n)*  \](?:, {EXPRESSION})?\);\n\}}\)\(\);\n'
)


@given(draft=drafts, value=texts)
@example(draft=in_all(RUN), value="")
@example(draft=in_all("{{v1}}"), value=RUN)
@settings(max_examples=60, deadline=None)
def test_node_has_outside_text_in_literals_alone(
    session: Session, draft: RequestDraft, value: str
) -> None:
    code = exported(session, draft, value, ExportFormat.NODE).decode("utf-8", "replace")
    start = code.index("  await call(")
    assert CALL.fullmatch(code[start:]), code[start:]


@pytest.mark.parametrize("format_", ExportFormat)
def test_marks_of_a_file_are_text_in_every_format(session: Session, format_: ExportFormat) -> None:
    text = f"{START}V1{END}{START}{END}"
    found = export_draft(session, in_all(text), format_, None)
    wanted = {
        "vars.host",
        "VARS_HOST",
        "WEDA_HOST",
        "access_token",
        "ACCESS_TOKEN",
        "SECRET_ID",
        "SECRET_KEY",
    }
    assert {*found.open} <= wanted
    shown = found.data.decode()
    assert text in shown or json.dumps(text)[1:-1] in shown or ascii(text)[1:-1] in shown
