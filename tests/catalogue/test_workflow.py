"""The pitfalls of the workflow module, each documented at its field."""

from tests.catalogue.facts import every
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
WORKFLOW = CATALOGUE.modules[0]
ENDPOINTS = WORKFLOW.endpoints


def test_groups_are_those_a_developer_thinks_in() -> None:
    assert WORKFLOW.token_kind is TokenKind.KEY
    assert [(g.id, g.title.zh, g.title.en, len(g.endpoints)) for g in WORKFLOW.groups] == [
        ("definition", "流程定义", "Definitions", 4),
        ("instance", "流程实例", "Instances", 15),
        ("task", "审批任务", "Tasks", 9),
        ("message", "消息", "Messages", 3),
        ("manage", "管理后台", "Administration", 11),
    ]


class TestTraps:
    def test_env_type_sits_in_the_path(self) -> None:
        for endpoint in ENDPOINTS:
            (env_type,) = endpoint.parameters
            assert (env_type.name, env_type.location, env_type.required) == (
                "envType",
                "path",
                True,
            )
            assert [value.value for value in env_type.enum] == ["prod", "dev", "pre"]
            assert "/{envType}/" in endpoint.path

    def test_user_type_says_which_value_is_safe(self) -> None:
        tasks = dict(every(CATALOGUE.get("workflow.GetFlowInstanceTasks").body))
        source = tasks["TaskAssignee.Type"]
        assert "微搭用户用 4" in source.description.zh
        assert "4 for WeDa users" in source.description.en

    def test_names_that_the_pages_spell_in_two_ways(self) -> None:
        revoke_type = dict(every(CATALOGUE.get("workflow.Revoke").body))["RevokeType"]
        assert "RevokerType" in revoke_type.notes.zh
        assert "RevokerType" in revoke_type.notes.en
        assert "NeedStartInputparams" in dict(
            every(CATALOGUE.get("workflow.GetFlowInstances").body)
        )

    def test_a_string_that_holds_json_shows_its_fields(self) -> None:
        fields = dict(every(CATALOGUE.get("workflow.GetFlowInstanceOperations").response))
        assert fields["Result.Content"].type == "string"
        assert "Result.Content.action" in fields

    def test_times_say_their_unit(self) -> None:
        fields = dict(every(CATALOGUE.get("workflow.GetFlowInstanceTasks").response))
        assert "yyyy-MM-ddTHH:mm:ss.SSS+0800" in fields["Result.StartTime"].description.en
        filters = dict(every(CATALOGUE.get("workflow.ListProcessInstances").body))
        assert filters["Filter.FlowStartTime"].description.en.endswith("epoch ms")
