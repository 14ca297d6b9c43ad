"""Journey 2: a call fails with an expired token, is explained, and succeeds after one key.

The program renews a token that is refused once. Here the gateway refuses the new token too, as a
gateway with a wrong clock does, until the gateway is repaired.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.deployment import PROGRAM, add_environment, deployment, free_port, surroundings
from tests.journeys.terminal import Terminal


@pytest.mark.parametrize(("columns", "rows", "keys"), [(80, 24, ("2",)), (160, 48, ("f7", "2"))])
def test_an_expired_token_is_explained_and_one_key_later_the_call_succeeds(
    tmp_path: Path, columns: int, rows: int, keys: tuple[str, ...]
) -> None:
    port = free_port()
    with ExitStack() as gateway:
        made = gateway.enter_context(deployment(tmp_path, port, "--fault", "INVALID_ACCESS_TOKEN"))
        add_environment(tmp_path, made)
        with Terminal(
            [*PROGRAM, "--workspace", str(tmp_path / "w"), "--lang", "zh"],
            columns=columns,
            rows=rows,
            env=surroundings(tmp_path, made.secret_key),
        ) as terminal:
            terminal.wait_for("F5")
            terminal.settle()
            terminal.press("f5")
            terminal.wait_for("✗ 失败   INVALID_ACCESS_TOKEN")
            terminal.wait_for("未执行任何操作：被网关拒绝")
            terminal.wait_for("(?:否    令牌已过期|已排除 4 个)")
            terminal.wait_for("2  刷新令牌并重新发送  读：可安全重新发送")
            terminal.wait_for('"message": "access token verify failed: jwt expired"')
            gateway.close()
            with deployment(tmp_path, port):
                terminal.press(*keys)
                terminal.wait_for(r"✓ 成功\s+\d+ 条")
                terminal.wait_until_gone("诊断")
                terminal.press("ctrl+q")
                assert terminal.exit_status() == 0
