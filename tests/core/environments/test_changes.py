"""The changes of an edit, one per row; for a secret the row only says that it is new."""

import msgspec

from weda_tui.core.environments.changes import FieldChange, find_changes
from weda_tui.core.environments.deployment import EnvTypeSetting
from weda_tui.core.environments.form_texts import EnvironmentTexts, VariableText
from weda_tui.core.guard.level import Guard

BEFORE = EnvironmentTexts(
    host="https://weda.cn",
    name="总部",
    timeout="10",
    env_types=(EnvTypeSetting("prod", Guard.NONE), EnvTypeSetting("dev", Guard.NONE)),
    variables=(VariableText("a", "1"), VariableText("b", "1", "dev")),
)


def test_nothing_changed() -> None:
    more = (*BEFORE.variables, VariableText("", ""))
    assert find_changes(BEFORE, msgspec.structs.replace(BEFORE, variables=more)) == ()


def test_each_thing_that_is_other_is_one_change() -> None:
    after = msgspec.structs.replace(
        BEFORE,
        timeout="30",
        secret_key="hush",
        verify_tls=False,
        env_types=(EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("pre", Guard.NONE)),
        variables=(VariableText("a", "2"), VariableText("c", "3")),
    )
    assert find_changes(BEFORE, after) == (
        FieldChange("secret_key", "", "", "••••"),
        FieldChange("timeout", "", "10", "30"),
        FieldChange("verify_tls", "", "True", "False"),
        FieldChange("guard", "prod", "none", "confirm"),
        FieldChange("guard", "dev", "none", ""),
        FieldChange("guard", "pre", "", "none"),
        FieldChange("variable", "a", "1", "2"),
        FieldChange("variable", "b (dev)", "1", ""),
        FieldChange("variable", "c", "", "3"),
    )
