import msgspec

from tests.tui.views.values import EN, ZH, text
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.core.storage.transfer import Direction, ItemResult, Moving, Planned, TransferItem
from weda_tui.tui.storage.view import (
    Transfer,
    TransferStage,
    heading,
    item_row,
    plan_rows,
    progress_rows,
    summary_rows,
)

WHERE = Target(
    Environment(
        name="总部 [/api]",
        host="https://weda.example.cn",
        env_types=(EnvTypeSetting("prod", Guard.TYPE_NAME),),
    ),
    "prod",
)
ITEMS = (
    TransferItem(object_id="dir/报告 [b].pdf", file="/home/报告 [b].pdf", size=2048),
    TransferItem(object_id="dir/b", file="/home/b", size=1),
    TransferItem(object_id="dir/c", file="/home/c", size=1),
)
GONE = FileError(ErrorCode.FILE_UNREADABLE, file="/home/c", reason="\x1b]0;x\x07")
ADDRESS = ObjectAddress(url="http://store/a", origin="http://store")
PLAN = Planned(
    direction=Direction.UPLOAD,
    where=WHERE,
    items=ITEMS,
    addresses=(ADDRESS, ADDRESS, ItemResult(item=ITEMS[2], error=GONE)),
    asked_at=0.0,
)
REFUSED = Verdict(
    outcome=Outcome.FAILURE, layer=ErrorLayer.STORAGE, code="AccessDenied", message="no [/] way"
)


def transfer(stage: TransferStage = TransferStage.CONFIRM, **changes: object) -> Transfer:
    shown = Transfer(
        direction=Direction.UPLOAD,
        where=WHERE,
        decision=GuardDecision.ASK_NAME,
        stage=stage,
        items=ITEMS,
        plan=PLAN,
    )
    return msgspec.structs.replace(shown, **changes)


def rows(shown: Transfer, width: int = 80) -> list[str]:
    return text([item_row(shown, index, width, ZH) for index in range(3)], width)


def test_the_title_names_the_place() -> None:
    (title, _) = text(heading(transfer(), ZH))
    assert title.startswith("  上传 3 个文件")
    assert title.endswith("总部 [/api] ›  prod 正式")


def test_the_plan_names_the_host_the_step_down_and_the_guard() -> None:
    said = "\n".join(text(plan_rows(transfer(), EN)))
    assert "http://store   ! not encrypted (http)" in said
    assert "no token is sent to it" in said
    assert "2 · 2.0 KB" in said
    assert "! " in said.splitlines()[-2]
    assert "总部 [/api]" in said


def test_a_row_for_every_state() -> None:
    before = rows(transfer())
    assert before[0].startswith("    报告 [b].pdf")
    assert "→ dir/报告 [b].pdf" in before[0]
    assert before[0].endswith("2.0 KB")
    assert before[2].startswith("  ✗ c")
    assert "␛]0;x␇" in before[2]
    done = ItemResult(item=ITEMS[0], verdict=Verdict(outcome=Outcome.OK), cloud_object_id="x")
    moving = Moving(item=ITEMS[1], position=2, count=3, done=1, total=4)
    during = rows(transfer(TransferStage.MOVING, results=(done,), moving=moving))
    assert during[0].startswith("  ✓ 报告 [b].pdf")
    assert during[1].startswith("  ~ b")
    stopped = transfer(TransferStage.DONE, results=(done,), moving=moving, is_stopped=True)
    assert rows(stopped)[1].startswith("  – b")
    assert "已取消：3 个中完成 1 个" in text(summary_rows(stopped, 0, ZH, 80))[0]
    for width in (30, 50, 80):
        assert all(len(row) <= width for row in rows(stopped, width))


def test_the_bar_is_as_long_as_what_is_done() -> None:
    moving = Moving(item=ITEMS[0], position=1, count=1, done=1, total=4, rate=1.0, left=3.0)
    bar, facts = text(progress_rows(transfer(TransferStage.MOVING, moving=moving), ZH, 84), 84)
    assert (bar.count("━"), bar.count("─")) == (20, 60)
    assert facts.strip().split("   ") == ["25 %", "1 B / 4 B", "1 B/s", "剩余 3s", "报告 [b].pdf"]
    assert text(progress_rows(transfer(TransferStage.MOVING), ZH, 84)) == ["", ""]
    unknown = Moving(item=ITEMS[0], position=1, count=1, done=1)
    bar, _ = text(progress_rows(transfer(TransferStage.MOVING, moving=unknown), ZH, 84), 84)
    assert bar.count("─") == 80


def test_the_end_says_what_became_of_the_current_file() -> None:
    refused = ItemResult(item=ITEMS[0], verdict=REFUSED)
    shown = transfer(TransferStage.DONE, items=ITEMS[:1], results=(refused,))
    said = "\n".join(text(summary_rows(shown, 0, EN, 80)))
    assert "✗ 1 of 1 failed" in said
    assert "✗ The object store denies access (AccessDenied)." in said
    assert "Server message: no [/] way" in said
    done = ItemResult(
        item=ITEMS[0], verdict=Verdict(outcome=Outcome.OK), cloud_object_id="cloud://e/a", size=3
    )
    shown = transfer(TransferStage.DONE, items=ITEMS[:1], results=(done,))
    said = "\n".join(text(summary_rows(shown, 0, EN, 80)))
    assert "✓ 1 of 1 done · 3 B" in said
    assert "cloud://e/a" in said
