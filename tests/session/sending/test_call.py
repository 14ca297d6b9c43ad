from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.sending.exchange import Response
from weda_tui.session.sending.call import Call

PART = Response(status=200, reason="", headers=(), body=b'{"access_token":"eyJ')


def test_what_came_of_a_token_call_that_broke_off_is_no_answer_to_show() -> None:
    where = Target(Environment(name="hq", host="http://h", env_types=()), "dev")
    call = Call(RequestDraft(endpoint_id="", method="GET", url="http://h/"), where, Clock())
    error = NotReachableError(ErrorCode.CONNECTION_LOST, host="h", port=80, received=20)
    error.partial = PART
    assert call.failed(error, Masker([])).response is None
    call.request = PreparedRequest(method="GET", url="http://h/", headers=(), body=b"")
    assert call.failed(error, Masker([])).response is PART
