import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import names, outside_text
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests import variables
from weda_tui.core.requests.variables import (
    DEEPEST,
    DYNAMIC,
    LARGEST,
    Moment,
    VariableLayer,
    VariableOrigin,
    Variables,
    VariableSource,
    bound_to,
    layers_over,
    variables_at,
)
from weda_tui.core.text import template

WRITTEN = [
    VariableOrigin.ENVIRONMENT,
    VariableOrigin.ENV_TYPE,
    VariableOrigin.COLLECTION,
    VariableOrigin.REQUEST,
]


def place(
    variables: dict[str, str] | None = None,
    dev: dict[str, str] | None = None,
    env_type: str = "dev",
) -> Target:
    settings = (EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE, dev or {}))
    environment = Environment(
        name="总部", host="http://h", env_types=settings, variables=variables or {}
    )
    return Target(environment, env_type)


def written(values: dict[str, str]) -> Variables:
    return Variables((VariableLayer(VariableOrigin.ENVIRONMENT, values),), Moment())


def refusal(values: dict[str, str], name: str) -> FileError:
    with pytest.raises(FileError) as caught:
        _ = written(values)[name]
    return caught.value


def test_each_layer_hides_the_ones_before_it():
    where = place({"a": "environment"}, {"a": "env type"})
    layers = tuple(
        VariableLayer(origin, {"a": origin.value}, "n")
        for origin in (VariableOrigin.COLLECTION, VariableOrigin.REQUEST, VariableOrigin.SET)
    )
    assert variables_at(place({"a": "environment"}))["a"] == "environment"
    assert variables_at(where)["a"] == "env type"
    for count in range(1, 4):
        variables = variables_at(where, layers[:count])
        assert variables["a"] == layers[count - 1].origin
    assert variables_at(where, layers).sources("a") == (
        VariableSource(VariableOrigin.SET, "n", "set"),
        VariableSource(VariableOrigin.REQUEST, "n", "request"),
        VariableSource(VariableOrigin.COLLECTION, "n", "collection"),
        VariableSource(VariableOrigin.ENV_TYPE, "dev", "env type"),
        VariableSource(VariableOrigin.ENVIRONMENT, "总部", "environment"),
    )


def test_the_variables_of_another_env_type_do_not_count():
    assert "a" not in variables_at(place(dev={"a": "1"}, env_type="prod"))


def test_nothing_hides_the_address_the_env_type_and_the_token():
    names = {"vars.host": "http://evil", "WeDa.EnvType": "prod", "access_token": "stolen"}
    variables = variables_at(
        place(names, names), (VariableLayer(VariableOrigin.SET, names),), token="t"
    )
    assert [variables[name] for name in names] == ["http://h", "dev", "t"]
    assert [source.origin for source in variables.sources("vars.host")] == [
        VariableOrigin.BUILT_IN,
        VariableOrigin.SET,
        VariableOrigin.ENV_TYPE,
        VariableOrigin.ENVIRONMENT,
    ]


def test_an_environment_that_knows_its_id_has_it_as_a_variable():
    environment = Environment(name="总部", host="http://h", env_types=(), env_id="lowcode-1")
    assert variables_at(Target(environment, "dev"))["WeDa.EnvId"] == "lowcode-1"


def test_there_is_no_token_where_a_call_takes_none():
    assert "access_token" not in variables_at(place())


def test_what_a_file_says_is_expanded_through_every_layer():
    where = place({"base": "{{vars.host}}/{{path}}", "path": "a"}, {"path": "b-{{n}}"})
    variables = variables_at(where, (VariableLayer(VariableOrigin.SET, {"n": "1"}),))
    assert template.render("<{{base}}>", variables) == "<http://h/b-1>"
    assert variables.used_by("{{base}}") == ("base", "vars.host", "path", "n")


@pytest.mark.parametrize("origin", [VariableOrigin.SET, VariableOrigin.BUILT_IN])
def test_what_comes_from_outside_is_text(origin: VariableOrigin):
    layers = (
        VariableLayer(VariableOrigin.ENVIRONMENT, {"user": "u", "outer": "<{{answer}}>"}),
        VariableLayer(origin, {"answer": "{{user}}"}),
    )
    variables = Variables(layers, Moment())
    assert template.render("{{answer}} {{outer}}", variables) == "{{user}} <{{user}}>"
    assert variables.used_by("{{outer}}") == ("outer", "answer")


@given(names, outside_text)
def test_a_value_from_outside_is_never_read_again(name: str, value: str):
    hostile = f"{value}{{{{{name}}}}}{{{{$uuid}}}}"
    variables = variables_at(place(), (VariableLayer(VariableOrigin.SET, {name: hostile}),))
    if name not in {"vars.host", "WeDa.EnvType"}:
        assert template.render(f"<{{{{{name}}}}}>", variables) == f"<{hostile}>"


def test_a_cycle_is_named():
    values = {"x": "{{a}}", "a": "1{{b}}", "b": "{{c}}", "c": "{{a}}"}
    error = refusal(values, "x")
    assert error.code is ErrorCode.VARIABLE_CYCLE
    assert error.parameters == {"names": "a → b → c → a"}
    assert refusal({"me": "{{me}}"}, "me").parameters == {"names": "me → me"}


def test_an_unknown_variable_inside_another_is_named_with_the_nearest():
    error = refusal({"a": "{{aproverId}}", "approverId": "1"}, "a")
    assert error.code is ErrorCode.VARIABLE_UNKNOWN
    assert error.parameters == {"name": "aproverId", "nearest": "approverId"}


@pytest.mark.parametrize("leaf", ["", "xx"])
def test_variables_that_double_themselves_end_at_once(leaf: str):
    values = {f"v{n}": f"{{{{v{n + 1}}}}}{{{{v{n + 1}}}}}" for n in range(30)} | {"v30": leaf}
    error = refusal(values, "v0")
    assert error.code is ErrorCode.VARIABLE_TOO_LARGE
    assert error.parameters == {"name": "v0"}


def test_a_deep_chain_ends_and_a_long_value_is_refused():
    chain = {f"v{n}": f"{{{{v{n + 1}}}}}" for n in range(DEEPEST + 2)}
    assert refusal(chain | {f"v{DEEPEST + 2}": "x"}, "v0").code is ErrorCode.VARIABLE_TOO_LARGE
    big = {"a": "{{b}}{{b}}", "b": "x" * (LARGEST // 2 + 1)}
    assert refusal(big, "a").code is ErrorCode.VARIABLE_TOO_LARGE


def test_times_are_those_of_the_send_and_ids_are_new_at_each_place():
    ids = (f"id-{n}" for n in range(9))
    variables = variables_at(place(), moment=Moment(1_795_570_938.25, lambda: next(ids)))
    said = template.render(
        "{{$timestamp}} {{$isoTimestamp}} {{$timestamp}} {{$uuid}} {{$guid}} {{$randomUUID}}",
        variables,
    )
    assert said == "1795570938 2026-11-25T01:42:18.250Z 1795570938 id-0 id-1 id-2"


def test_another_resolution_at_the_same_moment_has_its_time_and_its_ids_in_their_order():
    ids = iter("abcd")
    first = Variables((), Moment(1_800_000_000.0, lambda: next(ids)))
    made = [first["$guid"], first["$guid"], first["$timestamp"]]
    again = Variables((), first.moment)
    assert [again["$guid"], again["$guid"], again["$timestamp"]] == made
    assert again["$guid"] == "c"


def test_an_id_is_a_uuid_of_version_4():
    value = variables_at(place())["$guid"]
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", value
    )


def test_a_layer_hides_a_dynamic_name_and_both_are_listed():
    variables = variables_at(place({"$timestamp": "1"}))
    assert variables["$timestamp"] == "1"
    assert [source.origin for source in variables.sources("$timestamp")] == [
        VariableOrigin.ENVIRONMENT,
        VariableOrigin.DYNAMIC,
    ]


def test_an_undefined_name_is_no_variable():
    variables = variables_at(place({"a": "1"}))
    assert "b" not in variables
    assert variables.sources("b") == ()
    with pytest.raises(KeyError):
        _ = variables["b"]
    assert sorted(variables) == sorted({"a", "vars.host", "WeDa.EnvType", *DYNAMIC})
    assert len(variables) == len(list(variables))


values = st.text(st.sampled_from("ab{} $x")) | st.sampled_from(["{{a}}", "{{b}}", "{{c}}{{a}}"])


@given(st.dictionaries(st.sampled_from("abc"), values), st.sampled_from("abc"))
def test_any_set_of_values_ends_in_text_or_a_named_fault(layer: dict[str, str], name: str):
    def outcome() -> str:
        try:
            return written(layer)[name]
        except FileError as error:
            return error.code
        except KeyError:
            return "no such variable"

    if name not in layer:
        assert outcome() == "no such variable"
    elif template.names(layer[name]):
        assert outcome() != layer[name]
    else:
        assert outcome() == layer[name]


def test_values_of_the_moment_of_sending_go_over_the_route_they_are_bound_to() -> None:
    written = VariableLayer(VariableOrigin.REQUEST, {"a": "1"})
    passing = tuple(
        VariableLayer(origin, {"b": "2"})
        for origin in (VariableOrigin.ROW, VariableOrigin.CAPTURED, VariableOrigin.SET)
    )
    layers = (written, *passing)
    assert layers_over(layers, "one") == layers
    bound = bound_to(layers, "one")
    assert bound_to(bound, "other") == bound
    assert layers_over(bound, "one") == layers
    assert layers_over(bound, "other") == (written,)
    assert layers_over(bound_to(layers, ""), "one") == (written,)


def test_what_all_values_of_a_text_come_to_has_an_end() -> None:
    long = "x" * (1024 * 1024)
    with pytest.raises(FileError) as caught:
        template.render("{{a}}" * 64, {"a": long})
    assert caught.value.code is ErrorCode.VARIABLE_TOO_LARGE


def test_the_steps_of_all_values_of_a_request_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variables, "MOST_STEPS_IN_ALL", 10_000)
    values = {"a": "{{b}}" * 900, "b": ""}
    known = Variables((VariableLayer(VariableOrigin.ENVIRONMENT, values),), Moment())
    assert template.render("{{a}}" * 11, known) == ""
    with pytest.raises(FileError) as caught:
        template.render("{{a}}" * 12, known)
    assert caught.value.code is ErrorCode.VARIABLE_TOO_LARGE
