"""The pictures: each in both languages, small, and there where a page names it."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.film import key_caps
from tests.screenshots import FOLDER, LANGUAGES, PICTURES, TOUR
from weda_tui.core.catalogue.endpoint import Language

ROOT = FOLDER.parent
SVG = "{http://www.w3.org/2000/svg}"
NAMES = {picture.name for picture in PICTURES} | {"tour"}
MOST_BYTES = 400_000
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
NAMED = re.compile(r"""(?:\]\(|src=["'])([^)"']*\.(?:svg|png|gif))\b""")


def test_each_picture_is_there_in_both_languages_and_nothing_else() -> None:
    names = {f"{name}-{language}.svg" for name in NAMES for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == names


def test_each_picture_is_small() -> None:
    large = [path.name for path in FOLDER.iterdir() if path.stat().st_size > MOST_BYTES]
    assert large == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_pictures_that_are_there_in_its_language(page: Path) -> None:
    language = "zh" if page.name.endswith(".zh-CN.md") else "en"
    for name in NAMED.findall(page.read_text("utf-8")):
        assert (page.parent / name).resolve().is_relative_to(FOLDER)
        assert (page.parent / name).is_file(), name
        assert name.endswith(f"-{language}.svg"), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tour_has_a_frame_a_step(language: Language) -> None:
    root = ET.parse(FOLDER / f"tour-{language}.svg").getroot()  # noqa: S314
    (keys,) = (group for group in root.iter(f"{SVG}g") if group.get("class") == "keys")
    caps = [[text.text for text in frame.iter(f"{SVG}text")] for frame in keys]
    assert caps == [key_caps(step.keys) for step in TOUR]
    assert all(1.5 <= step.seconds <= 3 for step in TOUR)
