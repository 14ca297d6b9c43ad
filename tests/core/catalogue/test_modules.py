"""Lookup of endpoints by id."""

from typing import Any

import msgspec
import pytest

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module, PathTemplate
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
            EndpointGroup(
                str(index), Bilingual(), tuple(endpoint(action, name) for action in actions)
            )
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


def test_a_parameter_may_have_text_around_it() -> None:
    for template, path, fits in [
        ("/odata/{envType}/{model}", "/odata/dev/demo", True),
        ("/odata/{envType}/{model}", "/odata/dev/demo('1')", True),
        ("/odata/{envType}/{model}('{id}')", "/odata/dev/demo('1')", True),
        ("/odata/{envType}/{model}('{id}')", "/odata/dev/demo", False),
        ("/odata/{envType}/{model}('{id}')", "/odata/dev/('1')", False),
        ("/odata/{envType}/{model}('{id}')", "/odata/dev/demo('a\nb')", True),
        ("/a.c", "/abc", False),
        ("/A/{b}", "/a/x", True),
    ]:
        made = PathTemplate.of(msgspec.structs.replace(endpoint("x"), path=template))
        assert made.fits(tuple(path.strip("/").split("/"))) is fits, (template, path)


def test_a_template_of_many_parameters_takes_no_long_time() -> None:
    made = msgspec.structs.replace(endpoint("x"), path=f"/crm/{'{a}-' * 40}x")
    template = PathTemplate.of(made)
    assert not template.fits(("crm", "-" * 100_000))
    assert template.fits(("crm", "-" * 100_000 + "x"))


def test_only_what_stands_on_the_deployment_has_a_template() -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"path": "{uploadUrl}"},
        {"path": "", "method": "", "confidence": Confidence.TITLE_ONLY},
        {},
    )
    endpoints = tuple(
        msgspec.structs.replace(endpoint(str(number)), **change)
        for number, change in enumerate(changes)
    )
    group = EndpointGroup("g", Bilingual(), endpoints)
    module = Module(id="m", title=Bilingual(), token_kind=TokenKind.KEY, groups=(group,))
    templates = Catalogue((module,)).templates
    assert [template.endpoint.action for template in templates] == ["2"]


def test_every_endpoint_is_folded_once() -> None:
    assert [folded.endpoint for folded in CATALOGUE.folded] == list(CATALOGUE.by_id.values())
    assert CATALOGUE.folded is CATALOGUE.folded


def test_a_path_is_one_of_all_the_templates_that_fit_it_in_the_catalogues_order() -> None:
    paths = ("/a/{x}", "/a/b", "/a/b/c", "/{x}/b", "/a/{x}('{id}')", "/")
    endpoints = tuple(msgspec.structs.replace(endpoint(path), path=path) for path in paths)
    group = EndpointGroup("g", Bilingual(), endpoints)
    module = Module(id="m", title=Bilingual(), token_kind=TokenKind.KEY, groups=(group,))
    catalogue = Catalogue((module,))

    def found(*path: str) -> list[str]:
        return [template.endpoint.path for template in catalogue.fitting(path)]

    assert found("a", "b") == ["/a/{x}", "/a/b", "/{x}/b"]
    assert found("a", "b('1')") == ["/a/{x}", "/a/{x}('{id}')"]
    assert found("a", "b", "c") == ["/a/b/c"]
    assert found() == ["/"]
    assert found("x", "y") == []
