"""Journey 2: a call fails with an expired token, is explained, and succeeds after one key.

The program renews a token that is refused once. Here the gateway refuses the new token too, as a
gateway with a wrong clock does, until the gateway is repaired.
"""

import shutil
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from tests.journeys.counting_port import counting
from tests.journeys.deployment import PROGRAM, add_environment, surroundings
from tests.journeys.terminal import Terminal
from weda_tui.sandbox.server.sockets import background

SIZES = {(80, 24): ("2",), (160, 48): ("f7", "2")}
"""Sizes of the window, with the keys that apply the second step there."""


def test_an_expired_token_is_explained_and_one_key_later_the_call_succeeds(tmp_path: Path) -> None:
    with ExitStack() as gateway, ExitStack() as windows:
        broken = gateway.enter_context(background(seed=7, fault="INVALID_ACCESS_TOKEN"))
        port = gateway.enter_context(counting(broken.base))
        made = replace(broken, base=port.base)
        add_environment(tmp_path, made)
        terminals: dict[Terminal, tuple[str, ...]] = {}
        for (columns, rows), keys in SIZES.items():
            own = shutil.copytree(tmp_path, tmp_path.with_name(f"of-{columns}"))
            terminal = Terminal(
                [*PROGRAM, "--workspace", str(own / "w"), "--lang", "zh"],
                columns=columns,
                rows=rows,
                env=surroundings(own, made.secret_key),
            )
            terminals[windows.enter_context(terminal)] = keys
            terminal.wait_for("F5")
            terminal.settle()
            terminal.press("f5")
            terminal.wait_for("✗ 失败   INVALID_ACCESS_TOKEN")
            terminal.wait_for("未执行任何操作：被网关拒绝")
            terminal.wait_for("(?:否    令牌已过期|已排除 4 个)")
            terminal.wait_for("2  刷新令牌并重新发送  读：可安全重新发送")
            terminal.wait_for('"message": "access token verify failed: jwt expired"')
        gateway.close()
        with background(seed=7) as repaired, counting(repaired.base, port.number):
            for terminal, keys in terminals.items():
                terminal.press(*keys)
                terminal.wait_for(r"✓ 成功\s+\d+ 条")
                terminal.wait_until_gone("诊断")
                terminal.press("ctrl+q")
                assert terminal.exit_status() == 0
