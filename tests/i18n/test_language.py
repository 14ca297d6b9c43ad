import subprocess
import sys

from weda_tui.i18n.language import choose_language, strings_for


def test_the_wish_wins_then_the_locale() -> None:
    for environ, wanted, chosen in [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "de_DE", "LC_ALL": ""}, None, "en"),
        ({"LANG": "zh_CN"}, "en", "en"),
        ({}, "zh", "zh"),
        ({"LC_MESSAGES": "ZH_TW"}, "fr", "zh"),
    ]:
        assert choose_language(environ, wanted) == chosen, (environ, wanted)


def test_both_languages_are_there() -> None:
    assert strings_for("zh").facts.effect_read == "只读"
    assert strings_for("en").facts.effect_read == "read-only"


def test_only_the_language_spoken_is_loaded() -> None:
    code = (
        "import sys; from weda_tui.i18n.language import strings_for; strings_for('zh');"
        "print([name for name in sys.modules if name.startswith('weda_tui.i18n')"
        " and name.endswith('en')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
