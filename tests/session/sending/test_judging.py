import httpx
import pytest

from tests.session.weda import READ, Weda, draft, place
from weda_tui.core.answers.verdict import RULE_CODE, ErrorLayer, Outcome
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.core.sending.exchange import Answered, Exchange
from weda_tui.session import Session

ODD = {"state": "done", "requestId": "r-1"}


async def sent(session: Session, weda: Weda, answer: object, status: int = 200) -> Exchange:
    weda.call_answer = lambda _: httpx.Response(status, json=answer)
    result = await session.sending.send(
        draft(session), session.environments.where() or place(session)
    )
    assert isinstance(result, Answered), result
    return result.exchange


async def test_a_rule_settles_an_unknown_shape_either_way(session: Session, weda: Weda) -> None:
    assert (await sent(session, weda, ODD)).verdict.outcome is Outcome.UNKNOWN
    session.judging.save_rule(READ, "$.state == 'done'", known="")
    verdict = (await sent(session, weda, ODD)).verdict
    assert (verdict.ok, verdict.rule, verdict.request_id) == (True, "$.state == 'done'", "r-1")
    verdict = (await sent(session, weda, {"state": "lost"})).verdict
    assert (verdict.outcome, verdict.layer, verdict.code) == (
        Outcome.FAILURE,
        ErrorLayer.BUSINESS,
        RULE_CODE,
    )


async def test_a_rule_overrules_the_envelope_but_no_http_status(
    session: Session, weda: Weda
) -> None:
    session.judging.save_rule(READ, "$.code == 200", known="")
    assert (await sent(session, weda, {"code": 200, "data": {}})).verdict.ok
    refused = (await sent(session, weda, {"code": "SYS_ERR"})).verdict
    assert (refused.layer, refused.code) == (ErrorLayer.GATEWAY, "SYS_ERR")
    assert (await sent(session, weda, {"code": 200}, 500)).verdict.outcome is Outcome.FAILURE


async def test_a_rule_of_another_endpoint_does_nothing(session: Session, weda: Weda) -> None:
    session.judging.save_rule("model.list", "$.state == 'done'", known="")
    assert (await sent(session, weda, ODD)).verdict.outcome is Outcome.UNKNOWN


async def test_an_answer_is_judged_again_by_a_new_rule(session: Session, weda: Weda) -> None:
    exchange = await sent(session, weda, ODD)
    session.judging.save_rule(READ, "$.state", known="")
    again = await session.judging.judge_again(
        session.modules.catalogue.get(READ), exchange, Masker()
    )
    assert again.verdict.ok
    session.judging.save_rule(READ, "", known="$.state")
    again = await session.judging.judge_again(session.modules.catalogue.get(READ), again, Masker())
    assert again.verdict == exchange.verdict


async def test_a_file_that_does_not_open_judges_by_the_envelope_and_is_told(
    session: Session, weda: Weda
) -> None:
    session.paths.rules.parent.mkdir(parents=True)
    for text, code in (
        ("x = ", ErrorCode.TOML_SYNTAX),
        (f"'{READ}' = '$.='", ErrorCode.RULE_INVALID),
    ):
        session.paths.rules.write_text(text)
        exchange = await sent(session, weda, ODD)
        assert exchange.verdict.outcome is Outcome.UNKNOWN
        assert exchange.no_rule is not None
        assert exchange.no_rule.code is code
        with pytest.raises(FileError) as raised:
            session.judging.check({READ})
        assert raised.value.code is code
    session.judging.check({"model.list"})
    session.paths.rules.unlink()
    assert (await sent(session, weda, ODD)).no_rule is None


async def test_no_rule_is_saved_that_cannot_be_read(session: Session) -> None:
    with pytest.raises(FileError):
        session.judging.save_rule(READ, "$.=", known="")
    assert not session.paths.rules.exists()
