"""The constraints contain each runtime dependency with its hashes, and later runs keep them."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.wheelhouse import (
    CONSTRAINTS,
    CONSTRAINTS_HEAD,
    EXTRAS,
    ROOT,
    HashMismatchError,
    format_pins,
    hashes_of,
    merge_pins,
    pin_of,
    read_pins,
)

LINUX = "msgspec-0.20.0-cp311-cp311-manylinux_2_17_x86_64.whl"
MAC = "msgspec-0.20.0-cp311-cp311-macosx_11_0_arm64.whl"
CLICK = "click-8.3.1-py3-none-any.whl"
FILES = {LINUX: "a" * 64, CLICK: "b" * 64}


def test_a_name_is_normalised() -> None:
    assert pin_of("jaraco.context-6.0.1-py3-none-any.whl") == "jaraco-context==6.0.1"
    assert pin_of("SecretStorage-3.4.0-py3-none-any.whl") == "secretstorage==3.4.0"


def test_what_was_written_is_read_again() -> None:
    pins = merge_pins({}, {**FILES, MAC: "c" * 64})
    text = format_pins(CONSTRAINTS_HEAD, pins)
    assert read_pins(text) == pins
    assert text.endswith(
        f"# {CLICK}\nclick==8.3.1 \\\n    --hash=sha256:{'b' * 64}\n"
        f"# {MAC}\n# {LINUX}\nmsgspec==0.20.0 \\\n"
        f"    --hash=sha256:{'c' * 64} \\\n    --hash=sha256:{'a' * 64}\n"
    )


def test_wheels_of_another_platform_are_added() -> None:
    known = merge_pins({}, FILES)
    merged = merge_pins(known, {MAC: "c" * 64, CLICK: "b" * 64})
    assert merged["msgspec==0.20.0"] == {LINUX: "a" * 64, MAC: "c" * 64}
    assert merged["click==8.3.1"] == {CLICK: "b" * 64}
    assert known["msgspec==0.20.0"] == {LINUX: "a" * 64}


def test_a_wheel_that_changed_is_refused() -> None:
    with pytest.raises(HashMismatchError, match=re.escape(CLICK)):
        merge_pins(merge_pins({}, FILES), {CLICK: "c" * 64})


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / CLICK
    file.write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hashes_of([file]) == {CLICK: digest}


def test_every_runtime_dependency_is_in_the_constraints() -> None:
    text = CONSTRAINTS.read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [each for extra in EXTRAS for each in project["optional-dependencies"][extra]]
    wanted = [*project["dependencies"], *optional]
    named = {re.split(r"[<>=!~;\[ ]", each)[0] for each in wanted}
    pins = read_pins(text)
    assert named <= {pin.partition("==")[0] for pin in pins}
    assert format_pins(CONSTRAINTS_HEAD, pins) == text
    assert "://" not in text
