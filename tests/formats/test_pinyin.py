import subprocess
import sys

import pytest

from weda_tui.formats.pinyin import initials_of
from weda_tui.store.bundled_catalogue import load_bundled_catalogue


@pytest.mark.parametrize(
    ("title", "initials"),
    [
        ("客户", "kh"),
        ("银行账户", "yhzh"),  # 行 is háng in this word
        ("CRM 客户 2.0", "crmkh20"),
        ("订单（旧）", "ddj"),
        ("ＣＲＭ单据", "crmdj"),
        ("customer", ""),
        ("", ""),
    ],
)
def test_initials_of_a_title(title: str, initials: str) -> None:
    assert initials_of(title) == initials


def test_the_bundled_documents_say_the_same() -> None:
    for call in load_bundled_catalogue().by_id.values():
        assert initials_of(call.title.zh) in call.pinyin.split()


def test_the_library_is_loaded_only_when_a_title_asks() -> None:
    code = (
        "import sys; from weda_tui.formats.pinyin import initials_of; "
        "initials_of('customer'); sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
