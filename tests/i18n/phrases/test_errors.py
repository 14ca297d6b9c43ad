import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from tests.strategies import outside_text
from weda_tui.core import errors
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict, judge
from weda_tui.core.errors import ErrorCode, FileError, Parameter, WedaError
from weda_tui.core.history.entry import Problem
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import (
    GUIDE_CODES,
    SIGN_IN_CODES,
    explain,
    explain_verdict,
    placeholders,
)
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.i18n.text import FailureText, sentence_names
from weda_tui.i18n.words.errors import ErrorWords
from weda_tui.store.bundled_error_book import load_error_book

PACKAGE = Path(errors.__file__).parents[1]
LANGUAGES = pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])


def documented_parameters() -> dict[ErrorCode, set[str]]:
    """Return the parameters in the comment of each code in ``core/errors.py``."""
    source = Path(errors.__file__).read_text(encoding="utf-8").partition("class ErrorCode(")[2]
    lines = re.findall(r'^    [A-Z_]+ = "(\w+)"(?:  # (.+))?$', source, re.MULTILINE)
    return {ErrorCode(value): set(names.split(", ")) - {""} for value, names in lines}


PARAMETERS = documented_parameters()
SAMPLES: dict[str, Parameter] = {
    "line": 7, "column": 3, "port": 8080, "status": 401, "seconds": 30.0, "retry_after": 12.0,
    "received": 2048, "limit": 200 * 2**20, "phase": "wait", "unfit": "path 3",
    "expects": "string", "parts": "values data:17", "at": 1.7e9, "output": "junit",
}  # fmt: skip


def sample(code: ErrorCode) -> WedaError:
    return WedaError(code, **{name: SAMPLES.get(name, f"<{name}>") for name in PARAMETERS[code]})


def words_of(strings: Strings, code: ErrorCode) -> FailureText:
    words = getattr(strings.errors, code.value)
    assert isinstance(words, FailureText)
    return words


def names_in(words: FailureText) -> set[str]:
    return placeholders(words.what) | placeholders(words.hint) | placeholders(words.fallback_hint)


def all_words(strings: Strings) -> Iterator[FailureText]:
    for record in (
        *(strings.errors, strings.verdicts, strings.gateway_codes, strings.error_details),
        *(strings.auth_codes, strings.token_kinds),
    ):
        for name in sentence_names(type(record)):
            value: object = getattr(record, name)
            if isinstance(value, FailureText):
                yield value


def test_every_code_has_its_field_and_no_field_is_left_over() -> None:
    assert set(PARAMETERS) == set(ErrorCode)
    assert set(sentence_names(ErrorWords)) == {code.value for code in ErrorCode}


@LANGUAGES
def test_the_words_name_exactly_the_parameters_of_the_code(strings: Strings) -> None:
    assert {code: names_in(words_of(strings, code)) for code in ErrorCode} == PARAMETERS


def test_both_languages_say_each_value_in_the_same_place() -> None:
    for code in ErrorCode:
        chinese, english = words_of(ZH, code), words_of(EN, code)
        for field in FailureText.__struct_fields__:
            said = placeholders(getattr(chinese, field)), placeholders(getattr(english, field))
            assert said[0] == said[1], (code, field)


@LANGUAGES
def test_every_failure_is_explained(strings: Strings) -> None:
    for code in ErrorCode:
        words = explain(sample(code), strings)
        assert words.what, code
        assert words.hint, code
        assert placeholders(words.what.replace("<", "")) == set(), code


def raised_failures() -> Iterator[tuple[str, ErrorCode, set[str]]]:
    """Yield every call in the package whose first argument is a code, with its keyword names."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "ErrorCode." in text else ():
            match node:
                case ast.Call(
                    args=[ast.Attribute(value=ast.Name(id="ErrorCode"), attr=name)], keywords=words
                ):
                    names = {word.arg for word in words}
                    if None not in names:
                        place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                        yield place, ErrorCode[name], {arg for arg in names if arg}
                case _:
                    pass


def test_every_failure_is_raised_with_its_documented_parameters() -> None:
    found = list(raised_failures())
    assert len(found) > 10
    wrong = [(place, code, names) for place, code, names in found if names != PARAMETERS[code]]
    assert wrong == []


def test_the_examples_of_the_style() -> None:
    refused = WedaError(ErrorCode.CONNECTION_REFUSED, host="10.20.4.11", port=8080)
    assert explain(refused, ZH) == FailureText(
        "10.20.4.11:8080 上没有服务在监听。", "请检查端口是否正确。"
    )
    assert explain(refused, EN) == FailureText(
        "Nothing is listening on 10.20.4.11:8080.", "Check that the port is correct."
    )
    slow = WedaError(ErrorCode.TIMED_OUT, seconds=30.0, phase="wait")
    assert explain(slow, ZH) == FailureText(
        "30 秒内没有响应，请求超时。", "超时发生在等待响应时。可在环境中修改超时时间。"
    )


def test_the_nearest_name_is_offered_only_when_there_is_one() -> None:
    known = WedaError(
        ErrorCode.TOML_UNKNOWN_KEY, file="总部.toml", line=7, key="hots", nearest="host"
    )
    assert explain(known, ZH) == FailureText("总部.toml 第 7 行：未知的键 hots。", "是否指 host？")
    strange = WedaError(ErrorCode.TOML_UNKNOWN_KEY, file="f", line=7, key="zz", nearest="")
    assert explain(strange, ZH).hint == "请删除它，或按文档改名。"


def test_a_variable_is_shown_in_its_braces() -> None:
    error = WedaError(ErrorCode.VARIABLE_UNKNOWN, name="vars.hots", nearest="vars.host")
    assert explain(error, EN) == FailureText(
        "The variable {{vars.hots}} has no value.", "Did you mean vars.host?"
    )


@pytest.mark.parametrize(
    ("ref", "expected"),
    [("env:HQ_KEY", "请先设置 HQ_KEY 再启动"), ("keyring", "两次 F2"), ("file", "两次 F2")],
)
def test_a_missing_secret_says_where_it_goes(ref: str, expected: str) -> None:
    for code in (ErrorCode.SECRET_MISSING, ErrorCode.PASSWORD_MISSING):
        error = WedaError(code, environment="总部", ref=ref)
        assert expected in explain(error, ZH).hint


@pytest.mark.parametrize("strings", [EN, ZH])
@pytest.mark.parametrize(
    "code",
    [
        *(ErrorCode.PROXY_NAME, ErrorCode.PROXY_REFUSED),
        *(ErrorCode.PROXY_DENIED, ErrorCode.PROXY_FAILED),
    ],
)
def test_a_proxy_of_the_file_is_not_exempted_by_a_variable(
    code: ErrorCode, strings: Strings
) -> None:
    values = {"proxy": "http://10.0.0.1:3128", "reason": "403"}
    of_the_system = explain(WedaError(code, **values), strings)
    assert "NO_PROXY" in of_the_system.hint
    assert "proxy =" not in of_the_system.hint
    of_the_file = explain(WedaError(code, **values, proxy_file="environments/hq.toml"), strings)
    assert of_the_file.what == of_the_system.what
    assert "environments/hq.toml" in of_the_file.hint
    assert "proxy =" in of_the_file.hint


@pytest.mark.parametrize(
    ("received", "said"),
    [(0, "No data was received"), (2048, "The response is incomplete: 2.0 KB was received")],
)
def test_a_lost_connection_says_how_much_came(received: int, said: str) -> None:
    error = WedaError(ErrorCode.CONNECTION_LOST, host="h", port=80, received=received)
    assert explain(error, EN).hint.startswith(said)


def test_what_an_older_version_kept_of_a_failure_is_told_as_far_as_it_goes() -> None:
    kept = Problem("TokenError", "token_rate_limited", {"retry_after": 12})
    assert (
        explain(kept.error(), EN).what
        == "Too many token calls: the rate limit was reached (HTTP ?)."
    )


def test_an_unknown_wait_after_a_limit_is_not_zero_seconds() -> None:
    for seconds, hint in ((0, "Try again in a minute."), (12, "Try again in 12 s.")):
        error = WedaError(ErrorCode.TOKEN_RATE_LIMITED, status=429, retry_after=seconds)
        assert explain(error, EN).hint == hint


@given(outside_text)
def test_no_value_acts_on_the_terminal_or_as_a_placeholder(text: str) -> None:
    words = explain(WedaError(ErrorCode.TOKEN_SERVER_ERROR, status=500, detail=f"!{text}"), EN)
    assert f"Server message: {strip_control_characters('!' + text)}." in words.hint
    assert strip_control_characters(words.hint) == words.hint


@LANGUAGES
def test_each_code_of_the_guide_has_its_own_words(strings: Strings) -> None:
    for code in GUIDE_CODES:
        body = f'{{"code":"{code}","requestId":"r","message":"m"}}'.encode()
        words = explain_verdict(judge(200, "application/json", body), strings)
        assert words == getattr(strings.gateway_codes, code.lower()), code


def test_the_codes_of_the_guide_are_those_with_words() -> None:
    fields = sentence_names(type(ZH.gateway_codes))
    assert {field.upper() for field in fields} == GUIDE_CODES
    assert len(GUIDE_CODES) == 13


@pytest.mark.parametrize("code", sorted(SIGN_IN_CODES))
def test_each_code_of_sign_in_has_words_with_a_next_step(code: str) -> None:
    body = f'{{"error":"{code}","error_description":"m"}}'.encode()
    for strings in (ZH, EN):
        words = explain_verdict(judge(400, "application/json", body), strings)
        assert words == getattr(strings.auth_codes, SIGN_IN_CODES[code])
        assert words is not None
        assert words.hint
    fields = sentence_names(type(ZH.auth_codes))
    assert set(SIGN_IN_CODES.values()) == set(fields)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("want user token but you got client_credentials token", "user_wanted"),
        ("want client_credentials token but you got user token", "key_wanted"),
    ],
)
def test_a_token_of_the_wrong_kind_says_which_one_is_wanted(message: str, field: str) -> None:
    body = f'{{"code":"PERMISSION_DENIED","requestId":"r","message":"{message}"}}'.encode()
    for strings in (ZH, EN):
        words = explain_verdict(judge(200, "application/json", body), strings)
        assert words == getattr(strings.token_kinds, field)


def test_a_success_needs_no_words() -> None:
    assert explain_verdict(Verdict(outcome=Outcome.OK), ZH) is None


@LANGUAGES
def test_any_other_code_says_who_refused(strings: Strings) -> None:
    for layer in set(ErrorLayer) - {ErrorLayer.NONE}:
        verdict = Verdict(outcome=Outcome.FAILURE, layer=layer, code="SYS_ERR\x1b2")
        words = explain_verdict(verdict, strings)
        assert words, layer
        assert words.what, layer
        assert "SYS_ERR␛2" in words.what or layer is ErrorLayer.PROXY, layer


@LANGUAGES
def test_an_unknown_shape_is_not_called_a_success(strings: Strings) -> None:
    words = explain_verdict(Verdict(outcome=Outcome.UNKNOWN), strings)
    assert words == strings.verdicts.unknown


@LANGUAGES
def test_sentences_are_plain(strings: Strings) -> None:
    for words in all_words(strings):
        for text in (words.what, words.hint, words.fallback_hint):
            assert not re.search(
                r"[!！]|\b(please|sorry|oops)\b|抱歉|请稍后|操作失败", text, re.IGNORECASE
            ), text
            assert text == text.strip()


def test_chinese_has_full_width_marks_and_a_blank_beside_latin_and_digits() -> None:
    for words in all_words(ZH):
        for text in (words.what, words.hint, words.fallback_hint):
            assert not re.search(r"[\u4e00-\u9fff][,.?;]|[\u4e00-\u9fff][A-Za-z0-9]", text), text
            assert not re.search(r"[A-Za-z0-9][\u4e00-\u9fff]", text), text


@LANGUAGES
def test_the_servers_words_are_called_as_they_stand_on_the_screen(strings: Strings) -> None:
    refused = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="X", message="no")
    for layer in ErrorLayer:
        said = explain_verdict(msgspec.structs.replace(refused, layer=layer), strings)
        assert said is not None
        hint = said.hint.lower().replace("server message", "")
        assert "message" not in hint, "a body may spell that name otherwise"


def test_a_code_without_words_of_its_own_has_those_of_its_page() -> None:
    book = load_error_book()
    refused = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.MODEL, code="TABLE_NOT_EXIST")
    words = explain_verdict(refused, ZH, book.find(refused.code))
    assert words is not None
    assert (words.what, words.hint) == ("表不存在。", "发布该模型。")
    family = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="FailedOperation.New")
    words = explain_verdict(family, EN, book.find(family.code))
    assert words is not None
    assert words.what == (
        "FailedOperation.New is not in the error reference; it belongs to FailedOperation. "
        "Operation failed."
    )
    unknown = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.GATEWAY, code="NOBODYS_CODE")
    words = explain_verdict(unknown, ZH, book.find(unknown.code))
    assert words is not None
    assert words.what == "错误码手册中没有 NOBODYS_CODE。"


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.ENOENT, "文件或文件夹不存在", "no such file or folder"),
        (errno.EACCES, "没有权限", "permission denied"),
        (errno.EISDIR, "它是文件夹", "it is a folder"),
    ],
)
def test_what_the_system_says_of_a_file_is_said_in_the_users_language(
    number: int, zh: str, en: str
) -> None:
    error = FileError(ErrorCode.FILE_UNREADABLE, file="a.csv", reason=os.strerror(number))
    assert explain(error, ZH).what == f"无法读取 a.csv：{zh}。"
    assert explain(error, EN).what == f"Cannot read a.csv: {en}."


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            FailureText("x was changed elsewhere.", "Reload it."),
            "x was changed elsewhere. Reload it.",
        ),
        (FailureText("x 已在别处被修改。", "重新载入。"), "x 已在别处被修改。重新载入。"),
        (FailureText("Nothing to send.", ""), "Nothing to send."),
    ],
)
def test_on_one_line_the_hint_stands_apart_from_what_is_wrong(words: FailureText, line: str):
    assert words.line == line


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (errno.ENOSPC, "the disk is full", "磁盘已满"),
        (errno.EDQUOT, "the disk quota is used up", "磁盘配额已用完"),
    ],
)
def test_a_disk_that_is_full_is_named(number: int, english: str, chinese: str) -> None:
    error = FileError(ErrorCode.BODY_NOT_STORED, file="/state/bodies", reason=os.strerror(number))
    assert english in explain(error, EN).what
    assert chinese in explain(error, ZH).what


@pytest.mark.parametrize(
    ("name", "word"),
    [("hq", "hq"), ("总部", "总部"), ("a b", "'a b'"), ("$(id);x", "'$(id);x'"), ("-x", "-x")],
)
@LANGUAGES
def test_a_name_in_a_command_to_paste_is_one_word_of_it(strings: Strings, name: str, word: str):
    error = FileError(ErrorCode.SECRET_MISSING, environment=name, ref="file")
    assert f"weda-tui env secret {word}" in explain(error, strings).hint


@pytest.mark.parametrize(
    ("kind", "options"),
    [("wedaPassword", "--user --env 'a b'"), ("wedaClientCredentials", "--env 'a b'")],
)
def test_the_command_that_asks_for_a_token_again_names_the_kind_and_the_environment(
    kind: str, options: str
) -> None:
    refused = WedaError(
        ErrorCode.TOKEN_WRONG_SECRET, status=401, detail="", holds=60.0,
        holds_kind=kind, holds_in="a b",
    )  # fmt: skip
    assert f"weda-tui token --refresh {options}" in explain(refused, EN).hint.replace(" or ", " ")
    assert f"weda-tui token --refresh {options}" in explain(refused, ZH).hint
