"""The list of checks: each fact is shown below the step that it belongs to."""

import msgspec
import pytest
from rich.cells import cell_len

from tests.tui.views.values import EN, HOST, ZH, endpoint, roles, text, where
from weda_tui.core.answers.verdict import ErrorLayer, Verdict
from weda_tui.core.answers.verdict import Outcome as Judged
from weda_tui.core.environments.check import (
    CheckStep,
    Fact,
    FactCode,
    Faulty,
    Outcome,
    Passed,
    Skipped,
    StepKind,
    StepResult,
    Warned,
    plan_steps,
)
from weda_tui.core.environments.deployment import EnvTypeSetting
from weda_tui.core.environments.form_texts import FieldFault, Reason
from weda_tui.core.errors import ErrorCode, FileError, TokenError, WedaError
from weda_tui.core.guard.level import Guard
from weda_tui.tui.environments.check_view import CheckState, draw_afterwards, draw_checks

TRIED = msgspec.structs.replace(
    where().environment,
    env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE)),
)
PLAN = plan_steps(TRIED)
INVALID = FieldFault("name", FileError(ErrorCode.NAME_INVALID, text="a/b"))
WRONG = TokenError(ErrorCode.TOKEN_WRONG_PASSWORD, status=400, detail="invalid_grant [/x]")
UNKNOWN = Verdict(
    outcome=Judged.FAILURE, layer=ErrorLayer.GATEWAY, code="INVALID_ENV", message="env not found"
)
FOUND: dict[StepKind, Outcome] = {
    StepKind.ADDRESS: Passed(Fact(FactCode.RESOLVED, {"addresses": "10.20.4.18"})),
    StepKind.PORT: Passed(Fact(FactCode.PORT_OPEN, {"port": "443"})),
    StepKind.TLS: Passed(Fact(FactCode.TLS_GOOD, {"version": "TLSv1.3", "days": 211})),
    StepKind.HTTP: Passed(Fact(FactCode.SPEAKS_WEDA, {"status": 200, "code": ""})),
    StepKind.CLOCK: Warned(Fact(FactCode.CLOCK_SLOW, {"skew": 307.0})),
    StepKind.KEY_TOKEN: Passed(Fact(FactCode.TOKEN_ISSUED, {"lifetime": 259200.0})),
    StepKind.USER_TOKEN: Faulty(WRONG),
    StepKind.ENV_TYPE: Passed(Fact(FactCode.ANSWERED, {"module": "workflow"})),
    StepKind.MODULE: Skipped(Fact(FactCode.NO_USER_TOKEN)),
}


def result(step: CheckStep) -> StepResult:
    is_dev = step.subject == "dev"
    outcome = Faulty(UNKNOWN) if is_dev else FOUND[step.kind]
    return StepResult(step, outcome, 0.0 if isinstance(outcome, Skipped) else 0.023)


def state(count: int = len(PLAN), **changes: object) -> CheckState:
    """Return a check of which ``count`` steps are done."""
    results = tuple(map(result, PLAN[:count]))
    made = CheckState(plan=PLAN, results=results, is_running=count < len(PLAN))
    return msgspec.structs.replace(made, **changes)


def checks(
    state: CheckState, *faults: FieldFault, host: str = HOST, width: int = 60, height: int = 0
) -> list[str]:
    return text(draw_checks(host, faults, state, ZH, width, height), width)


def marks(state: CheckState, *faults: FieldFault, host: str = HOST, height: int = 0) -> list[str]:
    """Return the rows that begin with a mark."""
    rows = checks(state, *faults, host=host, height=height)
    return [row.strip() for row in rows if row[:3].strip()]


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("https://weda.cn", "https，域名"),
        ("http://10.20.4.18:8080", "http，IP"),
        ("http://[::1]:8080", "http，IP"),
    ],
)
def test_the_spelling_is_told_before_anything_connects(host: str, said: str) -> None:
    assert marks(CheckState(), host=host) == ["✓  地址格式", "–  密钥令牌"]
    assert said in checks(CheckState(), host=host)[1]


def test_a_bad_address_says_why() -> None:
    fault = FieldFault("host", WedaError(ErrorCode.HOST_NO_SCHEME, text="weda.cn"))
    assert marks(CheckState(), fault, host="weda.cn") == ["✗  地址格式", "–  密钥令牌"]
    said = "".join(row.strip() for row in checks(CheckState(), fault, host="weda.cn"))
    assert "请以 http:// 或 https:// 开头" in said, "and what to write instead"
    assert marks(CheckState(), host="") == ["–  地址格式", "–  密钥令牌"]


def test_a_key_that_is_there_is_not_asked_for() -> None:
    missing = FieldFault("secret_key", Reason.MISSING)
    assert "     填写 SecretKey 后按 F5" in checks(CheckState(), missing)
    assert "     尚未尝试，按 F5 获取" in checks(CheckState())


def test_every_step_is_told_in_full_where_there_is_room() -> None:
    assert checks(state()) == [
        "  ✓  域名解析",
        "     10.20.4.18 · 23 ms",
        "  ✓  网络连通",
        "     端口 443 · 23 ms",
        "  ✓  TLS",
        "     TLS 1.3，证书有效期还剩 211 天 · 23 ms",
        "  ✓  微搭网关",
        "     网关有响应（HTTP 200） · 23 ms",
        "  !  时钟",
        "     本机时钟慢 5m07s，请校准 · 23 ms",
        "  ✓  密钥令牌",
        "     已获取，有效期 72h00m · 23 ms",
        "  ✗  用户令牌",
        "     登录接口拒绝了此用户名和密码（HTTP 400）。",
        "     服务器返回的信息：invalid_grant [/x]。密码错误，或未",
        "     开启“用户名密码登录”；审批流不受影响。",
        "  ✓  prod 正式",
        "     审批流有响应 · 23 ms",
        "  ✗  dev 体验",
        "     INVALID_ENV: 环境不正确，或不存在。",
        "     核对环境 ID 和路径中的 prod、dev。服务器返回的信息：",
        "     env not found",
        "  –  权限",
        "     已跳过：没有用户令牌",
        "  –  OData",
        "     已跳过：没有用户令牌",
        "  –  数据模型",
        "     已跳过：没有用户令牌",
        "  –  云存储",
        "     已跳过：没有用户令牌",
        "  –  登录与令牌",
        "     已跳过：没有用户令牌",
        "",
        "     仍可按 Ctrl+S 保存",
    ]


def test_with_less_room_a_step_is_a_row_and_a_cross_stays_whole() -> None:
    rows = checks(state(), height=25)
    assert len(rows) <= 25
    assert "  ✓  TLS         TLS 1.3，证书有效期还剩 211 天" in rows
    assert "     登录接口拒绝了此用户名和密码（HTTP 400）。" in rows


def test_with_hardly_any_room_only_what_needs_somebody_is_told() -> None:
    assert marks(state(), height=8) == [
        "!  时钟", "✗  用户令牌", "✗  dev 体验", "✓  6 项通过", "–  5 项已跳过",
    ]  # fmt: skip


def test_steps_appear_as_they_finish() -> None:
    rows = checks(state(2))
    assert rows[4] == "  ~  TLS"
    assert rows[5] == "     微搭网关", "it waits"
    assert roles(draw_checks(HOST, (), state(2), ZH, 60))["~"] == "focus"
    assert "Ctrl+S" not in "\n".join(rows)


def test_nothing_is_cut_and_nothing_is_wider_than_the_column() -> None:
    for width in (28, 40, 60, 100):
        for strings in (ZH, EN):
            for height in (0, 20, 8):
                lines = draw_checks(HOST, (), state(), strings, width, height)
                in_rows = height == 20
                for row in text(lines, width):
                    assert cell_len(row) <= width
                    assert in_rows or "…" not in row


def test_a_check_is_fit_unless_the_way_in_or_a_token_is_crossed() -> None:
    assert not state().is_fit
    fine = tuple(
        msgspec.structs.replace(each, outcome=FOUND[StepKind.PORT])
        if isinstance(each.outcome, Faulty)
        else each
        for each in state().results
    )
    assert state(results=fine).is_fit
    assert not state(2).is_fit, "it is not over"
    refused = msgspec.structs.replace(fine[-1], outcome=Faulty(UNKNOWN))
    assert state(results=(*fine[:-1], refused)).is_fit, "a module may refuse"


def test_what_hinders_saving_stands_last_and_takes_nothing_away() -> None:
    refused = FileError(ErrorCode.FILE_UNWRITABLE, file="a.toml", reason="disk full")
    assert marks(state(save_error=refused))[-1] == "✗  保存"
    assert marks(state(save_error=refused))[:-1] == marks(state())
    assert marks(CheckState(), INVALID) == ["✓  地址格式", "–  密钥令牌", "✗  保存"]
    taken = FieldFault("name", Reason.TAKEN, "总部")
    assert "已存在名为 总部 的环境" in "\n".join(checks(CheckState(), taken))


def test_an_empty_name_is_not_a_failure_yet() -> None:
    assert marks(CheckState(), FieldFault("name", Reason.MISSING)) == ["✓  地址格式", "–  密钥令牌"]


def test_what_comes_afterwards_names_the_action_where_it_fits_whole() -> None:
    assert any("StopFlow" in row for row in text(draw_afterwards(endpoint(), EN, 60), 60))
    narrow = text(draw_afterwards(endpoint(), EN, 24), 24)
    assert not any("Stop" in row and "…" in row for row in narrow)
