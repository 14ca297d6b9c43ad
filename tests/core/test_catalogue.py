"""Look-up of endpoints by id."""

import pytest

from weda_tui.core.catalogue import Catalogue, Group, Module
from weda_tui.core.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.errors import ErrorCode, FileError


def endpoint(action: str, module: str = "workflow") -> Endpoint:
    return Endpoint(
        id=f"{module}.{action}",
        module=module,
        group="g",
        method="POST",
        path=f"/{action}",
        title=Bilingual(action, action),
        effect=Effect.READ,
        confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY,
    )


def module(name: str, *groups: tuple[str, ...]) -> Module:
    return Module(
        id=name,
        title=Bilingual(name, name),
        token_kind=TokenKind.KEY,
        groups=tuple(
            Group(str(index), Bilingual(), tuple(endpoint(action, name) for action in actions))
            for index, actions in enumerate(groups)
        ),
    )


CATALOGUE = Catalogue(
    (module("workflow", ("StartFlow", "StopFlow"), ("Revoke",)), module("model", ("list",)))
)


def test_endpoints_keep_the_order_of_groups_and_modules() -> None:
    assert list(CATALOGUE.by_id) == [
        "workflow.StartFlow",
        "workflow.StopFlow",
        "workflow.Revoke",
        "model.list",
    ]
    assert [e.action for e in CATALOGUE.modules[0].endpoints] == ["StartFlow", "StopFlow", "Revoke"]


def test_get_returns_the_endpoint() -> None:
    assert CATALOGUE.get("model.list").module == "model"


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [("workflow.StartFlw", "workflow.StartFlow"), ("model.List", "model.list"), ("☂", "")],
)
def test_an_unknown_id_names_the_nearest(wanted: str, nearest: str) -> None:
    with pytest.raises(FileError) as caught:
        CATALOGUE.get(wanted)
    assert caught.value.code is ErrorCode.ENDPOINT_UNKNOWN
    assert caught.value.parameters == {"target": wanted, "nearest": nearest}


def test_every_endpoint_is_folded_once() -> None:
    assert [folded.endpoint for folded in CATALOGUE.folded] == list(CATALOGUE.by_id.values())
    assert CATALOGUE.folded is CATALOGUE.folded
