"""JUnit XML that every reader accepts."""

from xml.etree import ElementTree as ET

from hypothesis import given

from tests.strategies import outside_text
from weda_tui.formats.junit import Case, write_junit

CASES = (
    Case(group="审批/启动", name="发起", seconds=1.2345),
    Case(
        group="a",
        name="b",
        seconds=0,
        outcome="failure",
        kind="assertion",
        message="m",
        details="d",
    ),
    Case(group="a", name="c", seconds=0, outcome="error", message="m"),
    Case(group="a", name="d", seconds=0, outcome="skipped", message="m"),
)


def test_counts_names_and_outcomes() -> None:
    suites = ET.fromstring(write_junit("总部 · prod", CASES, 2.5))  # noqa: S314
    (suite,) = suites
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped", "time")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1", "time": "2.500"}
    assert suite.get("name") == "总部 · prod"
    first, failed, *_ = suite
    assert (first.get("classname"), first.get("name"), first.get("time")) == (
        "审批.启动",
        "发起",
        "1.234",
    )
    assert [child.tag for case in suite for child in case] == ["failure", "error", "skipped"]
    assert (failed[0].get("message"), failed[0].get("type"), failed[0].text) == (
        "m",
        "assertion",
        "d",
    )


ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "disabled", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "time", "disabled", "skipped",
                  "timestamp", "hostname", "id", "package"},
    "testcase": {"name", "assertions", "time", "classname", "status"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"message"},
    "system-out": set[str](),
}  # fmt: skip
"""The attributes of each element that the schema of Jenkins' xUnit plugin (junit-10.xsd) allows."""


def test_each_attribute_is_one_of_the_schema_of_jenkins() -> None:
    skipped = Case(group="a", name="e", seconds=0, outcome="skipped", kind="k", output="o")
    suites = ET.fromstring(write_junit("总部", (*CASES, skipped), 2.5))  # noqa: S314
    for element in suites.iter():
        assert {*element.attrib} <= ATTRIBUTES[element.tag], element.tag
    assert suites.get("tests") == "5"


@given(outside_text, outside_text)
def test_any_text_makes_a_valid_document(one: str, other: str) -> None:
    case = Case(group=one, name=other, seconds=0, outcome="failure", kind=other, message=one,
                details=other, output=one)  # fmt: skip
    suites = ET.fromstring(write_junit(other, (case,), 0))  # noqa: S314
    assert suites[0][0][0].tag == "failure"
    assert "\x1b" not in write_junit(other, (case,), 0).decode()
