"""Output files: an old file of the same kind is replaced, and no other file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.junit import write_junit
from weda_tui.formats.prometheus import Metric, MetricValue, write_metrics
from weda_tui.session.runs.outputs import OutputFile, OutputKind, check_outputs

METRICS = write_metrics([Metric(name="weda_x", help="x", values=[MetricValue(1, {})])])
OWN = {
    OutputKind.REPORT: b"row,verdict,code,requestId\r\n1,success,,\r\n",
    OutputKind.JUNIT: write_junit("a", [], 0.0),
    OutputKind.HTML: b"<!DOCTYPE html>\n<html>",
    OutputKind.METRICS: METRICS,
}


def refusal(
    *outputs: OutputFile,
    workspace: Path,
    inputs: dict[str, str] | None = None,
    read: Callable[[], list[Path]] = list,
) -> FileError:
    with pytest.raises(FileError) as caught:
        check_outputs(outputs, inputs or {}, workspace, read)
    return caught.value


@pytest.mark.parametrize("kind", OutputKind)
def test_an_old_file_of_the_same_kind_is_replaced_and_no_other(
    kind: OutputKind, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    output = OutputFile("--it", str(file), kind)
    check_outputs((output,), {}, tmp_path)
    for content in (b"", b"\n", OWN[kind], b"\xef\xbb\xbf" + OWN[kind]):
        file.write_bytes(content)
        check_outputs((output,), {}, tmp_path)
    others = {text for each, text in OWN.items() if each is not kind}
    notes = (b"# Notes\n", b"name,remark\n1,2\n", b"<?xml version='1.0'?><project/>", b'{"a": 1}')
    for content in (*others, *notes):
        file.write_bytes(content)
        error = refusal(output, workspace=tmp_path)
        assert error.code is ErrorCode.OUTPUT_IS_OTHER
        assert error.parameters == {"option": "--it", "file": str(file), "output": kind.value}


@pytest.mark.parametrize("is_there", [True, False])
def test_one_file_is_written_once_and_never_read_before(tmp_path: Path, is_there: bool) -> None:
    file, link = tmp_path / "a.xml", tmp_path / "b.xml"
    if is_there:
        file.write_bytes(OWN[OutputKind.JUNIT])
    link.symlink_to(file)
    junit = OutputFile("--junit", str(file), OutputKind.JUNIT)
    page = OutputFile("--html", str(link), OutputKind.HTML)
    twice = refusal(junit, page, workspace=tmp_path)
    assert (twice.code, twice.parameters) == (
        ErrorCode.OUTPUT_SAME_FILE, {"one": "--junit", "other": "--html"},
    )  # fmt: skip
    data = refusal(junit, workspace=tmp_path, inputs={"--data": str(link)})
    assert data.parameters == {"one": "--data", "other": "--junit"}
    check_outputs((junit, OutputFile("--html", "")), {"--data": ""}, tmp_path)


def test_a_file_that_is_read_is_not_written(tmp_path: Path) -> None:
    file, other = tmp_path / "body.html", tmp_path / "other.html"
    for each in (file, other):
        each.write_bytes(OWN[OutputKind.HTML])
    output = OutputFile("--html", str(file), OutputKind.HTML)
    error = refusal(output, workspace=tmp_path, read=lambda: [file])
    assert error.code is ErrorCode.OUTPUT_IS_READ
    check_outputs((output,), {}, tmp_path, lambda: [other, tmp_path / "gone"])


def test_what_is_no_plain_file_is_told_by_who_writes_it(tmp_path: Path) -> None:
    for file in (tmp_path, Path("/dev/null")):
        check_outputs((OutputFile("--html", str(file), OutputKind.HTML),), {}, tmp_path)
