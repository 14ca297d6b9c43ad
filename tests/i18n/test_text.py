"""A sentence is read in the language of the place that holds it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import weda_tui.i18n.words
from weda_tui.i18n.text import (
    FailureText,
    Localized,
    Nested,
    Text,
    Words,
    find_failure,
    find_text,
    sentence_names,
)
from weda_tui.i18n.words.doctor import CommandStepWords


class Inner(Words):
    greeting = Text(en="hello", zh="你好")


class Outer(Words):
    inner = Nested(lambda: Inner)
    lost = Localized(en=FailureText("lost", "look"), zh=FailureText("丢了", "找找"))


def test_a_sentence_is_in_the_language_of_its_place() -> None:
    assert Outer("en").inner.greeting == "hello"
    assert Outer("zh").inner.greeting == "你好"
    assert Inner.greeting.of(Inner("zh")) == "你好"


def test_a_place_within_another_is_made_once() -> None:
    outer = Outer("zh")
    assert outer.inner is outer.inner


def test_a_member_of_a_closed_set_finds_its_words() -> None:
    assert find_text(Inner("en"), "greeting") == "hello"
    assert find_failure(Outer("zh"), "lost") == FailureText("丢了", "找找")
    assert sentence_names(Outer) == ["inner", "lost"]
    for name in ("missing", "lost", "language_"):
        with pytest.raises(TypeError, match=name):
            find_text(Outer("en"), name)
    with pytest.raises(TypeError, match="inner"):
        find_failure(Outer("en"), "inner")


def test_words_of_a_failure_stand_on_one_line() -> None:
    assert FailureText("lost", "look").line == "lost look"
    assert FailureText("丢了。", "找找").line == "丢了。找找"
    assert FailureText("lost", "").line == "lost"


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every sentence in every language."""
    for module in pkgutil.iter_modules(weda_tui.i18n.words.__path__):
        places = vars(importlib.import_module(f"weda_tui.i18n.words.{module.name}")).values()
        for place in places:
            if not (isinstance(place, type) and issubclass(place, Words)):
                continue
            if place is CommandStepWords:
                continue  # all of its values are quoted
            names = [name for name, value in vars(place).items() if isinstance(value, Localized)]
            for words in (place("en"), place("zh")):
                for name in names:
                    yield f"{place.__name__}.{name}", str(getattr(words, name))


_COMMAND = re.compile(r"weda-tui (?:[\w-]+ |\{\w+:shell\} )*\{(\w+)\}")


def test_a_value_in_a_command_that_is_pasted_is_quoted() -> None:
    found = [(name, each) for name, text in sentences() for each in _COMMAND.findall(text)]
    own = ("ErrorWords.route_needs_person", "fingerprint")
    assert [each for each in found if each != own] == [], "write {name:shell}"
    assert own in found
