"""Space x copies the draft as program code without a secret."""

from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import open_endpoint
from weda_tui.core.masking import MASK
from weda_tui.tui import clipboard


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts copied to the clipboard."""
    texts: list[str] = []

    async def keep(text: str, *_: object) -> clipboard.CopyDestination:
        texts.append(text)
        return clipboard.CopyDestination.NATIVE

    monkeypatch.setattr(clipboard, "copy", keep)
    return texts


async def until_copied(e: Explorer, copied: list[str]) -> str:
    """Wait for a copy, and return its text."""
    for _ in range(1000):
        if copied:
            break
        await e.pilot.pause()
    await e.pilot.pause()
    return copied.pop()


async def test_a_draft_is_copied_in_each_format(
    tmp_path: Path, copied: list[str], subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "StopFlow")
        await e.send()
        await e.press("escape", "escape")
        for key, name, said in (
            ("1", "curl", "curl -X POST https://weda.example.cn/weda/workflow/v1/prod/StopFlow"),
            ("2", "Python · httpx", "response = client.request("),
            ("3", "Node · http", "await call("),
            ("4", "HTTP", "POST https://weda.example.cn/weda/workflow/v1/prod/StopFlow HTTP/1.1"),
            ("5", "Postman", '"schema": "https://schema.getpostman.com/json/collection/v2.1.0/'),
        ):
            with subtests.test(key=key):
                await e.press("space", "x")
                assert "复制为" in e.text
                assert "剪贴板中没有机密" in e.text
                await e.press(key)
                text = await until_copied(e, copied)
                assert not copied
                assert said in text
                assert MASK not in text
                assert e.session.tokens.masker().text(text) == text
                assert f"已复制：{name}" in e.text
                is_open = f"已复制：{name}（不含机密，需填写" in e.text
                assert is_open is (key != "1"), "curl fetches the token itself"


async def test_no_body_acts_on_a_terminal_and_esc_copies_none(
    tmp_path: Path, copied: list[str], subtests: pytest.Subtests
) -> None:
    file = tmp_path / "workspace" / "collections" / "team" / "list.toml"
    file.parent.mkdir(parents=True)
    body = '"{a: 1\\u001b[201~\\u0015touch x\\u007f\\u202e\\n}"'
    file.write_text(f'endpoint = "workflow.StopFlow"\nbody = {body}\n')
    async with explorer(tmp_path, language="en") as e:
        await e.press("space", "f")
        await e.pilot.pause()
        await e.press("down", "enter", "enter", "escape", "space", "x")
        assert "Copy as" in e.text
        await e.press("escape")
        assert e.app.screen is e.main
        assert not copied
        for key in ("1", "2", "3", "4"):
            with subtests.test(key=key):
                await e.press("space", "x", key)
                text = await until_copied(e, copied)
                assert not copied
                assert "StopFlow" in text
                assert "touch x" in text
                assert text.replace("\n", "").replace("\t", "").isprintable()
