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


async def copy_as(e: Explorer, key: str) -> None:
    await open_endpoint(e, "StopFlow")
    await e.send()
    await e.press("escape", "escape", "space", "x")
    assert "复制为" in e.text
    assert "剪贴板中没有机密" in e.text
    await e.press(key)
    for _ in range(20):
        await e.pilot.pause()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("1", "curl -X POST https://weda.example.cn/weda/workflow/v1/prod/StopFlow"),
        ("2", "response = client.request("),
        ("3", "await call("),
        ("4", "POST https://weda.example.cn/weda/workflow/v1/prod/StopFlow HTTP/1.1"),
        ("5", '"schema": "https://schema.getpostman.com/json/collection/v2.1.0/'),
    ],
)
async def test_a_draft_is_copied(tmp_path: Path, copied: list[str], key: str, said: str) -> None:
    async with explorer(tmp_path) as e:
        await copy_as(e, key)
        (text,) = copied
        assert said in text
        assert MASK not in text
        assert e.session.tokens.masker().text(text) == text
        assert "已复制" in e.text
        assert ("不含机密，需填写" in e.text) is (key != "1"), "curl fetches the token itself"


async def test_esc_copies_nothing(tmp_path: Path, copied: list[str]) -> None:
    async with explorer(tmp_path, size=(80, 24), language="en") as e:
        await open_endpoint(e, "StopFlow")
        await e.press("escape", "escape", "space", "x")
        assert "Copy as" in e.text
        await e.press("escape")
        assert not copied


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
async def test_no_body_acts_on_a_terminal(tmp_path: Path, copied: list[str], key: str) -> None:
    file = tmp_path / "workspace" / "collections" / "team" / "list.toml"
    file.parent.mkdir(parents=True)
    body = '"{a: 1\\u001b[201~\\u0015touch x\\u007f\\u202e\\n}"'
    file.write_text(f'endpoint = "workflow.StopFlow"\nbody = {body}\n')
    async with explorer(tmp_path, language="en") as e:
        await e.press("space", "f")
        await e.pilot.pause()
        await e.press("down", "enter", "enter", "escape", "space", "x", key)
        for _ in range(20):
            await e.pilot.pause()
        (text,) = copied
        assert "StopFlow" in text
        assert "touch x" in text
        assert text.replace("\n", "").replace("\t", "").isprintable()
