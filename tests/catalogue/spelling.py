"""Writes the pinyin of the texts of bundled documents and commands to a file: ``make docs``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import weda_tui
from weda_tui.core.catalogue import search_index
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.files import read_packaged_toml
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import BUNDLED, spell, syllables
from weda_tui.i18n.text import Text
from weda_tui.i18n.words.commands import KeyWords
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

COMMAND_SYNONYMS = "i18n/words/command_synonyms.toml"
FILE = Path(weda_tui.__file__).parent / BUNDLED


def command_texts() -> Iterator[str]:
    """Yield the names of commands in Ctrl+P and F1, folded, and their synonyms."""
    texts = [text for text in vars(KeyWords).values() if isinstance(text, Text)]
    for language in get_args(Language):
        yield from (normalise(text.of(KeyWords(language))) for text in texts)
    for words in read_packaged_toml(COMMAND_SYNONYMS, dict[str, str]).values():
        yield from map(normalise, words.split("、"))


def spelling() -> str:
    """Return the content of the file: each text that a search reads, sorted, one per line."""
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
    for text in command_texts():
        ask(text)
    return json.dumps(dict(sorted(asked.items())), ensure_ascii=False, indent=0) + "\n"


def write_spelling() -> list[str]:
    """Write the file; return its name if it changed."""
    text = spelling()
    if FILE.exists() and FILE.read_text("utf-8") == text:
        return []
    FILE.write_text(text, encoding="utf-8")
    return [FILE.name]
