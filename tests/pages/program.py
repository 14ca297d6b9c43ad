"""Tables of the program's data: codes, calls, formats, guards, faults."""

from collections import Counter

from tests.pages.files import MEANING, meaning
from tests.pages.markdown import Bilingual, code, table, text
from weda_tui.cli.export import FORMATS, POSTMAN_ENVIRONMENT
from weda_tui.core.catalogue.endpoint import Confidence, Effect
from weda_tui.core.guard.decision import GuardDecision, decide
from weda_tui.core.guard.level import Guard
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, ExportFormat
from weda_tui.formats.detection import Format
from weda_tui.i18n.phrases.facts import confidence_words, effect_words, layer_words
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.mcp.tools import TOOLS
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

CODE = Bilingual("Code", "错误码")
WHO = Bilingual("Module", "模块")
NEXT_STEP = Bilingual("Next step", "下一步")
FORMAT = Bilingual("`--format`", "`--format`")
FORMAT_NAME = Bilingual("Format", "格式")
ENDING = Bilingual("File", "文件")
GUARD = Bilingual("Guard", "操作保护")
FAULT = Bilingual("Fault", "故障")
ASKS = {
    GuardDecision.SEND: Bilingual("sends", "直接发送"),
    GuardDecision.ASK: Bilingual("asks", "确认后发送"),
    GuardDecision.ASK_NAME: Bilingual("asks for the environment's name", "输入环境名称后发送"),
    GuardDecision.REFUSE: Bilingual("never sends", "不发送"),
}
TOOL = Bilingual("Tool", "工具")
TOTAL = Bilingual("total", "合计")
ENDPOINTS = Bilingual("Endpoints", "接口")


def codes(strings: Strings) -> str:
    """Return a table of all documented codes, with their meanings and remedies."""
    rows = (
        [
            code(entry.code),
            text(layer_words(entry.layer, strings)),
            text(entry.meaning.text(strings.language)),
            text(entry.hint.text(strings.language)),
        ]
        for entry in load_error_book().entries
    )
    return table([each.of(strings) for each in (CODE, WHO, MEANING, NEXT_STEP)], rows)


def agent_tools(strings: Strings) -> str:
    """Return a table of the tools that a coding agent can call."""
    rows = ([code(each.name), text(find_text(strings.agents.tools, each.name))] for each in TOOLS)
    return table([TOOL.of(strings), MEANING.of(strings)], rows)


def calls(strings: Strings) -> str:
    """Return a table of each module's number of calls, and the catalogue's confidence in them."""
    sure = (Confidence.DOCUMENTED, Confidence.CLIENT_CODE, Confidence.TITLE_ONLY)
    total: Counter[Confidence] = Counter()
    rows: list[list[str]] = []
    for module in load_bundled_catalogue().modules:
        counts = Counter(each.confidence for each in module.endpoints)
        total += counts
        name = f"{text(module.title.text(strings.language))} ({code(module.id)})"
        rows.append([name, *_figures(counts, sure)])
    rows.append([TOTAL.of(strings), *_figures(total, sure)])
    head = [WHO.of(strings), ENDPOINTS.of(strings)]
    return table([*head, *(text(confidence_words(each, strings)) for each in sure)], rows)


def _figures(counts: Counter[Confidence], kinds: tuple[Confidence, ...]) -> list[str]:
    return [str(figure) for figure in (counts.total(), *(counts[each] for each in kinds))]


def import_formats(strings: Strings) -> str:
    """Return a table of the import formats."""
    rows = ([code(each.value), meaning("imports", each.value, strings)] for each in Format)
    return table([FORMAT.of(strings), MEANING.of(strings)], rows)


def export_formats(strings: Strings) -> str:
    """Return a table of the export formats, with their file name endings."""
    rows = ([code(name), *_traits(name), meaning("exports", name, strings)] for name in FORMATS)
    head = (FORMAT, FORMAT_NAME, ENDING, MEANING)
    return table([each.of(strings) for each in head], rows)


def _traits(name: str) -> list[str]:
    if name == POSTMAN_ENVIRONMENT:
        return ["Postman", code(".postman_environment.json")]
    traits = EXPORT_FORMATS[ExportFormat(name)]
    return [text(traits.name), code(f".{traits.ending}")]


def guards(strings: Strings) -> str:
    """Return a table of the levels of a guard, and what each asks for a call of each effect."""
    rows = (
        [code(guard.value), *(ASKS[decide(guard, effect)].of(strings) for effect in Effect)]
        for guard in Guard
    )
    head = (text(effect_words(each, strings)) for each in Effect)
    return table([GUARD.of(strings), *head], rows)
