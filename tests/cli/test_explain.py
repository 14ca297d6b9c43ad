import json
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book
from weda_tui.store.error_notes import save_note

REFUSED = '{"code":"INVALID_ACCESS_TOKEN","requestId":"r-1","message":"jwt expired"}'
BUSINESS = '{"Response":{"RequestId":"r","Error":{"Code":"FailedOperation","Message":"坏"}}}'


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path))
    return tmp_path


def test_json_has_the_verdict_of_send_and_an_explanation() -> None:
    ran = run_cli("explain", "-", "--json", "--lang", "zh", stdin=f"ERROR {REFUSED}")
    report = json.loads(ran.data)
    assert ran.status == 1
    assert report["verdict"] == {
        "ok": False,
        "state": "failure",
        "layer": "gateway",
        "code": "INVALID_ACCESS_TOKEN",
        "message": "jwt expired",
        "requestId": "r-1",
    }
    assert list(report["explanation"]) == ["meaning", "causes", "steps"]
    assert report["explanation"]["meaning"] == "令牌无效或过期"
    assert report["explanation"]["causes"][0].startswith("令牌已过期")
    assert "刷新令牌并重新发送" in report["explanation"]["steps"]


def test_for_people_it_says_who_refused_and_whether_anything_was_executed() -> None:
    text = run_cli("explain", "-", "--lang", "zh", stdin=f"HTTP/1.1 200 OK\n\n{REFUSED}").text
    first = "✗ 失败 INVALID_ACCESS_TOKEN   网关   HTTP 200   requestId r-1   未执行任何操作"
    assert text.splitlines()[0] == first
    assert "服务器返回的信息：jwt expired" in text


def test_every_documented_code_is_explained_when_pasted_alone() -> None:
    for entry in load_error_book().entries:
        code = entry.code
        ran = run_cli("explain", "-", "--json", "--lang", "en", stdin=code)
        report = json.loads(ran.data)
        assert (ran.status, report["verdict"]["code"]) == (1, code)
        assert report["verdict"]["layer"] == entry.layer, code
        assert report["explanation"]["meaning"] == entry.meaning.en, code


def test_the_endpoints_documented_causes_are_among_them() -> None:
    arguments = ("explain", "-", "--json", "--lang", "en", "--endpoint", "workflow.CompleteTask")
    causes = json.loads(run_cli(*arguments, stdin=BUSINESS).data)["explanation"]["causes"]
    assert "task not found" in causes
    assert run_cli("explain", "-", "--endpoint", "x.y", stdin=BUSINESS).status == 2


def test_a_success_is_one_and_an_unknown_shape_is_none() -> None:
    ran = run_cli("explain", "-", "--json", "--lang", "zh", stdin='{"data":{},"requestId":"r"}')
    assert ran.status == 0
    assert json.loads(ran.data)["explanation"]["meaning"] == "这是成功的响应。"
    ran = run_cli("explain", "-", "--lang", "zh", stdin='{"a":1}')
    assert ran.status == 1
    assert ran.text.startswith("? 无法判定")
    assert "为这个接口编写成功规则" in ran.text


def test_a_code_nobody_documents_is_said_to_be_one_with_what_there_is() -> None:
    body = '{"code":"SOMETHING_NEW","requestId":"r-9","message":"坏了"}'
    text = run_cli("explain", "-", "--lang", "zh", stdin=body).text
    for words in (
        "错误码手册中没有 SOMETHING_NEW",
        "网关",
        "requestId r-9",
        "服务器返回的信息：坏了",
    ):
        assert words in text
    family = BUSINESS.replace("FailedOperation", "FailedOperation.New")
    assert "属于 FailedOperation" in run_cli("explain", "-", "--lang", "zh", stdin=family).text


def test_a_batch_names_its_failed_items() -> None:
    body = '[{"objectId":"a"},{"code":"OBJECT_NOT_EXIST","message":"gone"}]'
    text = run_cli("explain", "-", "--lang", "zh", stdin=body).text
    assert text.splitlines()[0] == "! 部分失败 OBJECT_NOT_EXIST   云存储   2 个中 1 个失败"
    assert "✗ 第 2 个  OBJECT_NOT_EXIST  gone" in text


def test_the_status_is_given_where_the_text_has_none(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text('{"data":{}}')
    ran = run_cli("explain", str(file), "--status", "502", "--json")
    assert json.loads(ran.data)["verdict"]["code"] == "HTTP 502"
    assert run_cli("explain", str(file), "--status", "99").status == 2


@pytest.mark.parametrize("text", ["", "hello", " \n"])
def test_a_text_without_an_answer_is_unreadable(text: str) -> None:
    ran = run_cli("explain", "-", "--lang", "zh", stdin=text)
    assert (ran.status, ran.text) == (2, "")
    assert "没有响应、错误码" in ran.talk


def test_a_file_that_is_not_there_is_named() -> None:
    ran = run_cli("explain", "nowhere.json")
    assert ran.status == 2
    assert "nowhere.json" in ran.talk


def test_a_teams_note_is_told(workspace: Path) -> None:
    save_note(workspace / "notes" / "codes.toml", "FailedOperation", "ask 张伟", known="")
    assert "ask 张伟" in run_cli("explain", "-", "--lang", "zh", stdin=BUSINESS).text


def test_words_of_the_server_do_nothing_to_a_terminal() -> None:
    body = json.dumps({"code": "SYS_ERR", "message": "\x1b]0;t\x07 [/]"})
    ran = run_cli("explain", "-", stdin=body, terminal=True)
    assert "\x1b" not in ran.text
    assert "[/]" in ran.text


@pytest.mark.parametrize(
    ("body", "status", "ok", "state"),
    [
        ("", "204", True, "success"),
        (" \n", "204", True, "success"),
        ("", "200", False, "unknown"),
        ("", "502", False, "failure"),
        ('{"a":1}', "200", False, "unknown"),
        ("HTTP/1.1 204 No Content\r\n\r\n", "500", True, "success"),
        (BUSINESS, "200", False, "failure"),
    ],
)
def test_json_tells_success_failure_and_unknown_apart(
    body: str, status: str, ok: bool, state: str
) -> None:
    ran = run_cli("explain", "-", "--json", "--status", status, stdin=body)
    verdict = json.loads(ran.data)["verdict"]
    assert (verdict["ok"], verdict["state"]) == (ok, state)
    assert ran.status == (0 if ok else 1)


def test_an_empty_answer_is_one_where_its_status_is_known() -> None:
    ran = run_cli("explain", "-", "--status", "204", "--lang", "en", stdin="")
    assert (ran.status, ran.text.splitlines()[0]) == (0, "✓ OK   HTTP 204")
    assert run_cli("explain", "-", stdin="").status == 2


def test_a_call_without_an_answer_is_explained_by_where_it_went() -> None:
    text = "curl: (7) Failed to connect to 10.0.0.8 port 8080 after 2 ms: Connection refused"
    ran = run_cli("explain", "-", "--lang", "en", stdin=text)
    assert ran.status == 1
    assert "connection_refused   network" in ran.text
    assert "10.0.0.8:8080" in ran.text
    assert "Server message" not in ran.text
    assert "Nothing listens there" in ran.text


def test_a_page_of_a_gateway_is_explained_by_its_status() -> None:
    body = (
        "HTTP/1.1 413 Request Entity Too Large\nContent-Type: text/html\n\n"
        "<html><title>413 Request Entity Too Large</title><center>nginx</center></html>"
    )
    text = run_cli("explain", "-", "--lang", "en", stdin=body).text
    assert "The request, batch or response is too big" in text
    assert "Use a smaller page, batch or body" in text


@pytest.mark.parametrize(
    ("request_id", "is_shown"), [("7f3a9c21-0b", True), ("x'; rm -rf /", False)]
)
def test_the_log_of_the_server_is_searched_by_what_is_a_request_id(
    request_id: str, is_shown: bool
) -> None:
    body = json.dumps(
        {
            "Response": {
                "RequestId": request_id,
                "Error": {"Code": "FailedOperation", "Message": "x"},
            }
        }
    )
    command = f"docker exec allin-one-runtime grep -rF -- '{request_id}' /data/log"
    text = run_cli("explain", "-", "--lang", "en", stdin=body).text
    assert (f"(kept 7 days)\n  {command}" in text) is is_shown
    assert ("docker" in text) is is_shown
    report = json.loads(run_cli("explain", "-", "--json", stdin=body).text)
    assert report["serverLog"] == (command if is_shown else "")


def test_the_endpoint_is_found_by_the_path_in_the_text() -> None:
    path = load_bundled_catalogue().by_id["workflow.CompleteTask"].path.replace("{envType}", "prod")
    text = f"POST https://weda.example.cn{path} -> {BUSINESS}"
    assert json.loads(run_cli("explain", "-", "--json", stdin=text).text)["endpoint"] == (
        "workflow.CompleteTask"
    )
    assert "   workflow.CompleteTask\n" in run_cli("explain", "-", stdin=text).text


DUMP = """AxiosError: Request failed
  config: {
    url: 'https://weda.corp.cn/weda/workflow/v1/prod/CompleteTask',
    method: 'post',
    data: '{"TaskId":"1728000000000000525","ButtonAction":99}',
  },
  response: { status: 200, data: %s }"""


def test_the_request_in_the_text_is_checked_like_one_that_was_sent() -> None:
    said = "操作人与任务处理人不一致"
    ran = run_cli("explain", "-", "--lang", "zh", stdin=DUMP % answer_of("FailedOperation", said))
    assert "未执行任何操作" in ran.text.splitlines()[0], "a documented check before the work"
    assert "ButtonAction 的取值应为：1, 2, 3, 4, 17" in ran.text
    assert "可能已经生效" not in ran.text
    alone = run_cli("explain", "-", "--lang", "zh", stdin=answer_of("FailedOperation", said))
    assert "无法确定是否已执行" in alone.text.splitlines()[0]


def answer_of(code: str, message: str) -> str:
    error = {"Code": code, "Message": message}
    response = {"RequestId": "481e695d-ca41-4b37", "Error": error}
    return json.dumps({"Response": response}, ensure_ascii=False)


LOST = "java.net.SocketTimeoutException: Read timed out\n POST https://w.cn/weda/workflow/v1/prod/"


def test_a_write_without_an_answer_may_have_been_executed() -> None:
    ran = run_cli("explain", "-", "--lang", "zh", stdin=f"{LOST}StartFlow")
    assert "无法确定是否已执行" in ran.text.splitlines()[0]
    ran = run_cli("explain", "-", "--lang", "zh", stdin=f"{LOST}GetFlowInstances")
    assert "未改动数据：这个接口只读取数据" in ran.text.splitlines()[0]
    refused = "connect ECONNREFUSED 10.20.30.40:443 POST /weda/workflow/v1/prod/StartFlow"
    ran = run_cli("explain", "-", "--lang", "zh", stdin=refused)
    assert "未执行任何操作" in ran.text.splitlines()[0]


def test_words_of_a_server_begin_no_line_of_ours() -> None:
    body = json.dumps(
        {
            "code": "SYS_ERR\n✓ OK",
            "message": "boom\n\n✓ OK   Nothing was executed",
            "requestId": "abcdef1234\nfake: line",
        }
    )
    lines = run_cli("explain", "-", "--lang", "en", stdin=body).text.splitlines()
    assert not any(line.strip().startswith(("✓ OK", "fake:")) for line in lines)


@pytest.mark.parametrize("code", ["9" * 4301, "429", "40003"])
def test_a_code_of_digits_is_no_http_status(code: str) -> None:
    ran = run_cli("explain", "-", "--json", stdin=json.dumps({"code": code, "message": "x"}))
    assert ran.status == 1
    assert json.loads(ran.data)["verdict"]["code"] == code


@pytest.mark.parametrize("text", ["undefined", "password", "--------"])
def test_what_is_no_request_id_is_searched_nowhere(text: str) -> None:
    body = json.dumps({"code": "SYS_ERR", "message": "x", "requestId": text})
    ran = run_cli("explain", "-", "--lang", "en", stdin=body)
    assert "docker" not in ran.text
    assert "Search the server's log" not in ran.text


def test_a_record_with_a_code_is_no_failure() -> None:
    record = {"data": {"record": {"code": "KH00001", "error": "none"}}, "requestId": "r-1"}
    ran = run_cli("explain", "-", "--lang", "en", stdin=json.dumps(record))
    assert (ran.status, ran.text.splitlines()[0]) == (0, "✓ OK   requestId r-1")


@pytest.mark.parametrize(
    ("text", "words", "not_there"),
    [
        (
            "curl: (60) unable to get local issuer certificate: https://curl.se/docs/sslcerts.html",
            "Specify the authority's CA file",
            "curl.se",
        ),
        (
            "curl: (7) connect to 10.0.0.8 port 443: No route to host",
            "cannot be reached",
            "port or",
        ),
        (
            "upstream connect error or disconnect/reset before headers. reset reason: overflow",
            "503 · envoy",
            "Server message",
        ),
        (
            "timeout of 3000ms exceeded POST /weda/workflow/v1/prod/DescribeInstanceApproverList",
            "Nothing was changed: this endpoint only reads",
            "Nothing was executed",
        ),
    ],
)
def test_what_a_program_prints_is_said_as_it_is(text: str, words: str, not_there: str) -> None:
    shown = run_cli("explain", "-", "--lang", "en", stdin=text).text
    assert words in shown
    assert not_there not in shown
