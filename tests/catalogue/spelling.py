"""How the texts of the bundled documents are spelt, for the file beside them: ``make docs``."""

import json
from pathlib import Path

import pytest

import weda_tui
from weda_tui.core.catalogue import search_index
from weda_tui.core.text.pinyin import BUNDLED, spell, syllables
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

FILE = Path(weda_tui.__file__).parent / BUNDLED


def spelling() -> str:
    """Return the file: each text that a search reads, in order, a line each."""
    asked: dict[str, str] = {}

    def ask(text: str) -> tuple[str, ...]:
        if text.isascii():
            return syllables(text)
        asked[text] = " ".join(spelt := spell(text))
        return spelt

    search_index._phrases.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "syllables", ask)
        _ = load_bundled_catalogue().folded
    search_index._phrases.cache_clear()
    return json.dumps(dict(sorted(asked.items())), ensure_ascii=False, indent=0) + "\n"


def write_spelling() -> list[str]:
    """Write the file anew; return its name where it changed."""
    text = spelling()
    if FILE.exists() and FILE.read_text("utf-8") == text:
        return []
    FILE.write_text(text, encoding="utf-8")
    return [FILE.name]
