"""Each controller declares in short protocols everything that it may use."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Protocol

import pytest

import weda_tui.tui
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.workbench.bench import IntentRoutes

MOST_NAMES = 9


def protocols() -> Iterator[type]:
    """Yield the protocols that controllers ask for."""
    for info in pkgutil.walk_packages(weda_tui.tui.__path__, "weda_tui.tui."):
        if info.name.endswith("controller"):
            for cls in vars(importlib.import_module(info.name)).values():
                if inspect.isclass(cls) and Protocol in cls.__bases__:
                    yield cls


def names(protocol: type) -> set[str]:
    """Return the names of a protocol, including those of its bases."""
    own = [each for each in protocol.__mro__ if Protocol in each.__bases__]
    found = {name for each in own for name in (*vars(each), *inspect.get_annotations(each))}
    return {name for name in found if not name.startswith("_")}


def test_a_protocol_of_a_controller_has_at_most_nine_names() -> None:
    found = {each.__qualname__: len(names(each)) for each in protocols()}
    assert found
    assert {name: count for name, count in found.items() if count > MOST_NAMES} == {}


class First(Intent):
    """An intent."""


class Second(Intent):
    """Another intent."""


def test_an_intent_goes_to_its_one_handler() -> None:
    routes, handled = IntentRoutes(), list[Intent]()
    first, second = First(), Second()
    routes.add(First, handled.append)
    assert routes.handle(first)
    assert not routes.handle(second)
    assert handled == [first]
    with pytest.raises(ValueError, match="First"):
        routes.add(First, handled.append)
