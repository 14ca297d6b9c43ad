"""The tokens of the chosen target, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.tui.tokens.controller import TokenController
from weda_tui.tui.tokens.dialog import TokenDetails
from weda_tui.tui.workbench.state import OpenRequest, RequestEditing


class TokenFake(FakeBench):
    def show_tokens(self, token: TokenStatus, other: TokenStatus) -> None:
        self.calls.append(("show_tokens", token.kind, other.kind))


def ignore(request: OpenRequest) -> None:
    del request


def controller(folder: Path) -> tuple[TokenController, TokenFake]:
    bench = TokenFake()
    return TokenController(bench, session_in(folder), RequestEditing(ignore)), bench


def test_states_that_look_the_same_are_shown_once(tmp_path: Path) -> None:
    tokens, bench = controller(tmp_path)
    tokens.refresh()
    tokens.refresh()
    assert [call[0] for call in bench.calls] == ["show_tokens"]


def test_details_need_a_target(tmp_path: Path) -> None:
    tokens, bench = controller(tmp_path)
    assert tokens.why_no_details() == bench.words.tui.with_.choose_environment
    tokens.show_details()
    assert not bench.asked
    settings = (EnvTypeSetting("prod", Guard.NONE),)
    environment = Environment(name="HQ", host="https://weda.example.cn", env_types=settings)
    bench.target = Target(environment, "prod")
    assert tokens.why_no_details() is None
    tokens.show_details()
    assert isinstance(bench.asked[0][0], TokenDetails)
