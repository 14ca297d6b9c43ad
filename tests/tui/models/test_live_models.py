"""Data models in the tree, and the filter of a draft, with the sandbox."""

import json
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.models.live import refresh, wait_for_models
from tests.tui.screens.network import SilentNetwork, answering, calls, transport
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField, ModelList
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree, TreeRows
from weda_tui.tui.filters.dialog import FilterBuilder
from weda_tui.tui.widgets.code_area import JsonArea
from weda_tui.tui.widgets.tabs import Tabs

SCHEMAS = "/weda/model/v1/getSchemaList"


async def open_call(e: Explorer, endpoint_id: str) -> None:
    e.main.controllers.open_endpoint(e.main.catalogue.get(endpoint_id))
    await e.pilot.pause()


def draft(e: Explorer) -> RequestDraft:
    assert e.main.draft is not None
    return e.main.draft


async def into_tree(e: Explorer, *keys: str) -> None:
    """Go to the row of the data models, unfold it, and press further keys."""
    await e.press("f3", "down")
    rows = e.main.query_one(TreeRows)
    module = next(n for n, node in enumerate(rows.nodes) if node.key == "model")
    rows.cursor = module
    await e.press("right", *keys)


async def test_nothing_is_asked_until_a_key_asks(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await into_tree(e)
        assert "获取模型列表          尚未获取" in e.text
        assert not transport(e).requests
        await e.press("right", "enter")
        await wait_for_models(e)
        assert "6 · 刚刚获取" in e.text
        assert "客户 12" in e.text
        assert "customer" in next(row for row in e.rows if "客户 12" in row)
        assert [r.url.path for r in calls(e)][:1] == [SCHEMAS]


async def test_words_in_the_filter_lead_to_the_key(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", *"获取模型列表", "enter")
        await wait_for_models(e)
        assert "已获取 6" in e.text


async def test_a_letter_does_the_same_and_the_calls_are_there(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await into_tree(e, "0", "Q")
        await wait_for_models(e)
        assert "已获取 6" in e.text
        await e.press("ctrl+p")
        await e.type("customer.create")
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.customer.create"
        assert "客户名称" in e.text


async def test_a_record_call_of_a_model_is_sent(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        await e.send()
        assert transport(e).requests[-1].url.path == "/v1/model/prod/customer/list"
        assert "成功" in e.text
        tree = e.main.query_one(EndpointTree)
        assert tree.verdicts["model.customer.list"]


async def test_a_new_record_lacks_what_the_model_requires(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.create")
        await e.press("f5")
        assert "缺少 data.name" in e.text


async def test_while_the_list_comes_it_says_so_and_esc_elsewhere_keeps_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await into_tree(e, "0", "Q")
        await network.arrived.wait()
        await e.pilot.pause()
        assert "~ 正在获取列表" in e.text
        network.release.set()
        await wait_for_models(e)
        assert "6 · 刚刚获取" in e.text


async def test_a_refusal_says_why_and_what_can_be_done_and_keeps_the_old_list(
    tmp_path: Path,
) -> None:
    refused = False

    def before(request: httpx.Request) -> httpx.Response | None:
        if refused and request.url.path == SCHEMAS:
            error = {"Code": "UnauthorizedOperation", "Message": "无权限"}
            return httpx.Response(200, json={"Response": {"Error": error}})
        return None

    async with explorer(tmp_path, before=before) as e:
        await refresh(e)
        refused = True
        await into_tree(e, "0", "Q")
        await wait_for_models(e)
        assert "✗ 获取失败" in e.text
        assert "UnauthorizedOperation" in e.text
        assert "可改为按标识添加模型" in e.text
        assert "客户 12" in e.text


async def test_without_a_network_the_kept_list_is_there(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)

    def broken() -> httpx.Response:
        raise httpx.ConnectError("no network")

    async with explorer(tmp_path, environments="none", before=answering(broken, "/")) as e:
        e.main.controllers.models.show()
        await wait_for_models(e)
        await into_tree(e)
        assert "客户 12" in e.text
        await e.press("0", "Q")
        await wait_for_models(e)
        assert "✗ 获取失败" in e.text
        assert "客户 12" in e.text


async def test_a_model_is_added_by_its_key_opened_and_taken_away(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await into_tree(e, "right", "down", "enter")
        assert "按标识添加数据模型" in e.text
        await e.type("my_model")
        await e.press("enter")
        await wait_for_models(e)
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.my_model.list"
        await e.press("f3", "down", "delete")
        await wait_for_models(e)
        assert "已移除 my_model" in e.text
        assert "model.my_model.list" not in e.main.catalogue.by_id


async def test_a_key_faster_than_the_start_is_not_undone_by_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await into_tree(e, "0", "Q")
        await network.arrived.wait()
        e.main.controllers.models.show_first()
        await e.pilot.pause()
        assert "~ 正在获取列表" in e.text
        network.release.set()
        await wait_for_models(e)
        assert "已获取 6" in e.text


async def test_a_listed_model_and_a_documented_call_are_not_taken_away(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        await e.press("f3", "down", "delete")
        assert "它来自部署的列表" in e.text
        await e.press("0", "W")
        assert len(e.app.screen_stack) == 1 + (e.app.screen_stack[0] is not e.main)


async def test_another_deployment_has_its_own_models(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        where = e.main.where
        assert where is not None
        other = msgspec.structs.replace(
            where.environment, name="华东", host="https://other.example.cn"
        )
        e.session.environments.save(other, secret="x", password="y")
        e.main.controllers.switch_to(e.session.environments.where("华东"))
        await wait_for_models(e)
        assert "model.customer.list" not in e.main.catalogue.by_id
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.customer.list"
        e.main.controllers.switch_to(where)
        await wait_for_models(e)
        assert "model.customer.list" in e.main.catalogue.by_id


async def test_two_thousand_models_are_listed_and_found(tmp_path: Path) -> None:
    fields = tuple(ModelField(name=f"f{n}", kind=FieldKind.TEXT, type="string") for n in range(20))
    models = tuple(
        DataModel(name=f"model_{n}", title=f"模型{n}", fields=fields) for n in range(2000)
    )
    async with explorer(tmp_path) as e:
        where = e.main.where
        assert where is not None
        e.session.live._keep(where.environment, ModelList(models=models, fetched_at=1.0))
        e.main.controllers.models.show()
        await wait_for_models(e)
        await into_tree(e)
        assert "2,000 · " in e.text
        await e.press("ctrl+p")
        await e.type("模型1999")
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id.startswith("model.model_1999.")


# -- the filter of a draft ----------------------------------------------------------------------


async def test_a_filter_goes_into_the_form_and_is_undone(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        before = draft(e).body
        await e.press("ctrl+f")
        assert isinstance(e.app.screen, FilterBuilder)
        assert "筛选 customer 客户" in e.text
        await e.press("ctrl+n")
        await e.type("city")
        await e.press("enter")
        await e.type("上海")
        await e.press("enter")
        assert json.loads(draft(e).body)["filter"]["where"] == {"city": {"$eq": "上海"}}
        assert "筛选条件已写入请求" in e.text
        await e.press("ctrl+z")
        assert draft(e).body == before


async def test_a_filter_goes_into_the_json_by_one_edit(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.deleteMany")
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.pilot.pause()
        area = e.main.query_one(JsonArea)
        area.focus()
        await e.pilot.pause()
        before = draft(e).body
        await e.press("ctrl+f")
        await e.press("ctrl+n")
        await e.type("name")
        await e.press("enter")
        await e.type("x")
        await e.press("enter")
        assert '"name": {"$eq": "x"}' in draft(e).body
        assert area.text == draft(e).body
        await e.press("ctrl+z")
        assert draft(e).body == before


async def test_the_key_is_offered_where_there_is_a_filter(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_call(e, "model.list")
        assert "Ctrl+F 筛选条件" in e.rows[-1]
        await open_call(e, "model.create")
        assert "Ctrl+F" not in e.rows[-1]


async def test_esc_leaves_the_draft_untouched(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        before = draft(e)
        await e.press("ctrl+f", "ctrl+n", "enter", "x", "escape", "escape")
        assert draft(e) == before


async def test_an_odata_filter_goes_into_the_address(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "odata.list")
        await e.press("ctrl+f", "ctrl+n")
        await e.type("title")
        await e.press("enter")
        await e.type("O'Brien")
        await e.press("enter")
        assert "$filter=title%20eq%20'O''Brien'" in draft(e).url
        await e.press("ctrl+z")
        assert "filter" not in draft(e).url


@pytest.mark.parametrize(
    ("endpoint_id", "body", "said"),
    [
        ("model.list", '{"filter": "x"}', "请求体或其中的 filter 不是 JSON 对象"),
        ("model.create", "{}", "没有可编辑的筛选条件"),
    ],
)
async def test_where_no_filter_can_be_built_it_says_why(
    tmp_path: Path, endpoint_id: str, body: str, said: str
) -> None:
    async with explorer(tmp_path) as e:
        await open_call(e, endpoint_id)
        e.main.panes.stages.editor.show_draft(msgspec.structs.replace(draft(e), body=body))
        await e.pilot.pause()
        await e.press("ctrl+f")
        assert said in e.text


async def test_a_filter_of_odata_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_call(e, "odata.list")
        url = draft(e).url + "?$filter=startswith(a,'b')"
        e.main.panes.stages.editor.show_draft(msgspec.structs.replace(draft(e), url=url))
        await e.pilot.pause()
        await e.press("ctrl+f")
        assert "未知的函数 startswith" in e.text
