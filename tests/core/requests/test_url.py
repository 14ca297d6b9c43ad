from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.requests.url import (
    path_values,
    query_parts,
    read_path_value,
    set_queries,
    set_query,
)
from weda_tui.core.requests.url import write_path_value as written

LIST = "/v1/model/{envType}/{modelName}/list"
URL = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/{{modelName}}/list"


def test_path_parameters_are_found_in_the_url() -> None:
    for url, path, values in [
        (URL, LIST, {"envType": "{{WeDa.EnvType}}", "modelName": "{{modelName}}"}),
        ("http://x/v1/model/pre/a%20b/list?x#f", LIST, {"envType": "pre", "modelName": "a%20b"}),
        ("{{vars.host}}/v1/model/prod//list", LIST, {"envType": "prod", "modelName": ""}),
        ("{{h}}/d/{{t}}('{{id}}')", "/d/{name}('{id}')", {"name": "{{t}}", "id": "{{id}}"}),
        ("https://x.cn/up?sign=1", "{uploadUrl}", {"uploadUrl": "https://x.cn/up?sign=1"}),
        ("https://x.cn/a/b", "{base}/{name}", {"base": "https://x.cn/a", "name": "b"}),
        ("{{h}}/d/{{a-b}}-x-y?q=/", "/{p}-{q}", {"p": "{{a-b}}", "q": "x-y"}),
    ]:
        spans = path_values(url, path)
        assert spans is not None, (url, path)
        assert {name: url[slice(*span)] for name, span in spans.items()} == values, (url, path)


def test_a_template_of_many_parameters_takes_no_long_time() -> None:
    dashes = "-" * 100_000
    for front in ("/crm/", "https://x.cn/"):
        assert path_values(f"{front}{dashes}", f"{front}{'{a}-' * 40}x") is None
        assert path_values(f"{front}{dashes}x", f"{front}{'{a}-' * 40}x") is not None


def test_another_path_has_no_parameters() -> None:
    assert path_values("{{vars.host}}/elsewhere", LIST) is None


QUERY = "{{h}}/l?a=1&pageSize=10&b=%E4%B8%AD+x&&flag#part"


def test_query_parameters_are_read_decoded() -> None:
    assert [(part.name, part.value) for part in query_parts(QUERY)] == [
        ("a", "1"), ("pageSize", "10"), ("b", "中 x"), ("flag", ""),
    ]  # fmt: skip
    assert not list(query_parts("https://x.cn/l#a?b=1"[:13]))


def test_setting_one_leaves_the_others() -> None:
    for url, name, value, result in [
        (QUERY, "pageSize", "20", QUERY.replace("=10", "=20")),
        (QUERY, "pageSize", None, "{{h}}/l?a=1&b=%E4%B8%AD+x&&flag#part"),
        (QUERY, "new", "a&b={{v}} 中", QUERY.replace("#", "&new=a%26b%3D{{v}}%20%E4%B8%AD#")),
        ("{{h}}/l", "$filter", "a eq 1", "{{h}}/l?$filter=a%20eq%201"),
        ("{{h}}/l?a=1", "a", None, "{{h}}/l"),
        ("{{h}}/l?a=1&a=2", "a", None, "{{h}}/l"),
        ("{{h}}/l?a=1&b=2", "b", None, "{{h}}/l?a=1"),
        ("{{h}}/l?", "a", "1", "{{h}}/l?a=1"),
        ("{{h}}/l#f", "a", "1", "{{h}}/l?a=1#f"),
    ]:
        assert set_query(url, name, value) == result, (url, name, value)


def test_several_are_set_as_one_after_the_other() -> None:
    values = {"new": "1", "pageSize": "20", "a": "b=c", "last": ""}
    url = QUERY
    for name, value in values.items():
        url = set_query(url, name, value)
    assert set_queries(QUERY, values) == url
    assert set_queries("{{h}}/l?a=1&a=2", {"a": "3"}) == "{{h}}/l?a=3&a=2"
    assert set_queries("{{h}}/l#f", {}) == "{{h}}/l#f"


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(texts, texts)
def test_what_is_set_reads_back(name: str, value: str) -> None:
    url = set_query("{{h}}/l?a=1", name + "n", value)
    parts = list(query_parts(url))
    assert (name + "n", value) in [(part.name, part.value) for part in parts]
    assert url.startswith("{{h}}/l?a=1&")
    assert read_path_value(written(value, LIST)) == value
    assert not set("/?#") & set(written(value, LIST))
