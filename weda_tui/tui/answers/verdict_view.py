"""The verdict band: whether the call succeeded, and the facts about it."""

from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.answers.verdict import Mark, Outcome, Verdict
from weda_tui.core.errors import Delivery, TokenError
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import Answered, Cancelled, Exchange, Failed, PagesEnd, Settled
from weda_tui.i18n.phrases.answers import executed_words, failure_layer_words
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.phrases.facts import layer_words
from weda_tui.i18n.quantities import clock_time, count, elapsed
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, paragraph, wrap

if TYPE_CHECKING:  # imported with the first response
    from weda_tui.core.doctor.error_book import CodeEntry
    from weda_tui.core.requests.paging import ListPage


def verdict_lines(
    state: Settled,
    strings: Strings,
    width: int,
    *,
    with_key: bool = False,
    page: "CodeEntry | None" = None,
    is_explained: bool = True,
    of_list: "ListPage | None" = None,
) -> list[Line]:
    """Return the band of two rows and, for a failure, its meaning and what to do.

    ``page`` is the error book's page for the code of a failed response. ``with_key`` writes ``F6``
    into the first row, for a pane without a heading. If ``is_explained`` is false, the doctor
    explains the failure instead. ``of_list`` is the page of its list that the response is.
    """
    match state:
        case Answered():
            text = sentence(state.exchange.verdict, state.exchange.response.size, strings, of_list)
            lines = _answered(state, strings, width, page, text, is_explained=is_explained)
        case Failed():
            lines = _failed(state, strings, width)
            lines = lines if is_explained else lines[: lines.index(Line())]
        case Cancelled():
            lines = _cancelled(state, strings, width)
    if with_key:
        first = lines[0]
        lines[0] = first._replace(left=[Run(" F6 ", "focus bold", "result"), *first.left[1:]])
    return lines


def sentence(
    verdict: Verdict, size: int, strings: Strings, of_list: "ListPage | None" = None
) -> str:
    """Return the summary of a success: the count of records in the body, otherwise its size.

    For one page of several, the summary is the range of the records.
    """
    words = strings.tui.result
    if of_list is not None and of_list.total and (of_list.pages or 0) > 1 and of_list.count:
        return strings.table.range_of.format(
            first=count(of_list.first), last=count(of_list.last or 0), total=count(of_list.total)
        )
    if verdict.count is None:
        return words.body_size.format(size=byte_size(size)) if size else words.no_body
    if verdict.total is None:
        return words.records.format(count=count(verdict.count))
    return words.records_of.format(count=count(verdict.count), total=count(verdict.total))


def pages_lines(exchange: Exchange, strings: Strings, width: int) -> list[Line]:
    """Return how many pages a response combines and why no more; nothing for a single page."""
    pages = exchange.pages
    if pages is None:
        return []
    text = find_text(strings.pages, pages.end).format(
        count=count(pages.count),
        page=count(pages.count + 1),
        code=f" {pages.code}" if pages.code else "",
    )
    role = "dim" if pages.end is PagesEnd.LAST else "caution"
    return paragraph(text, width - 1, role)


def _answered(
    state: Answered,
    strings: Strings,
    width: int,
    page: "CodeEntry | None",
    said: str,
    *,
    is_explained: bool,
) -> list[Line]:
    """Return the rows of a response; ``said`` is its summary if it is a success."""
    words, exchange = strings.tui.result, state.exchange
    verdict, response = exchange.verdict, exchange.response
    clock = [Run(clock_time(exchange.started_at), "dim"), Run(" ")]
    size = byte_size(response.size)
    request_id = [Run(f"requestId {verdict.request_id}", "dim")] if verdict.request_id else []
    http = [Run(f"HTTP {response.status}", "dim")]
    took, weight = [Run(elapsed(exchange.elapsed), "dim")], [Run(size, "dim")]
    again = [Run(strings.facts.replayed, "text")] if exchange.is_replay else []
    unruled = exchange.no_rule and explain(exchange.no_rule, strings)
    without_rule = paragraph(unruled.what, width - 1, "caution") if unruled is not None else []
    match verdict.outcome:
        case Outcome.OK:
            band = Line(
                [Run("  "), Run(f" {words.ok} ", "chip-ok"), Run(f"  {said}", "ok bold")],
                fill="okbg",
            )
            facts = _facts([http, again, took, weight, request_id], [4, 3, 2], clock, width)
            rule = strings.rules.settled.format(rule=verdict.rule) if verdict.rule else ""
            settled = paragraph(rule, width - 1, "dim") if rule else []
            return [band, facts, *settled, *without_rule]
        case Outcome.UNKNOWN:
            shape = words.unknown_shape.format(status=response.status)
            band = Line(
                [Run("  "), Run(f" {words.unknown} ", "dim reverse bold"), Run(f"  {shape}")]
            )
            facts = _facts([http, again, took, weight, request_id], [4, 3, 2], clock, width)
            return [band, facts, *without_rule]
        case Outcome.FAILURE:
            if response.status < 300:
                http = [
                    Run(f"HTTP {response.status}", "dim strike"),
                    Run(f" {words.does_not_count}", "dim"),
                ]
            band = _failure_band(verdict, strings)
            facts = [_facts([http, again, request_id, took, weight], [4, 3], clock, width)]
            if cells(facts[0].left) > width:
                own_row = Line([Run("  "), *request_id])
                facts = [_facts([http, again, took, weight], [3, 2], clock, width), own_row]
            explained = _explained_verdict(verdict, strings, width, page) if is_explained else []
            items = item_lines(verdict, exchange.request, strings, width)
            return [band, *facts, *items, *explained, *without_rule]


def _failure_band(verdict: Verdict, strings: Strings) -> Line:
    """Return the first row: the code, or the failed count of a batch, and the layer that failed."""
    words = strings.tui.result
    if verdict.mark is Mark.PARTIAL:
        shown = words.some_failed.format(
            failed=count(verdict.failed), count=count(verdict.count or 0)
        )
        chip, text, fill = Run(f" {words.partly} ", "chip-caution"), "caution bold", "cautionbg"
        layer = verdict.part_of
    else:
        chip, text, fill = Run(f" {words.failed} ", "chip-fail"), "fail bold", "failbg"
        shown, layer = verdict.code, verdict.layer
    right = [Run(layer_words(layer, strings), "dim"), Run(" ")]
    code = Run(shown, text, "error_book") if verdict.code else Run(shown, text)
    return Line([Run("  "), chip, Run("  "), code], right, fill=fill)


MOST_ITEM_ROWS = 5


def item_lines(
    verdict: Verdict, request: PreparedRequest, strings: Strings, width: int
) -> list[Line]:
    """Return a row for each failed item of a batch: its name, code and message of the server.

    An item without a name in the response has the name from the request.
    """
    if not verdict.items:
        return []
    words, asked = strings.tui.result, _asked_for(request)
    shown = verdict.items[:MOST_ITEM_ROWS]
    lines = [Line()]
    for item in shown:
        name = item.name or (asked[item.index] if item.index < len(asked) else "")
        name = name or words.item.format(number=count(item.index + 1))
        runs = [
            Run("  ✗ ", "fail"),
            Run(cut(name, max(12, width - 34))),
            Run(f"  {item.code}", "fail"),
        ]
        lines.append(Line([*runs, Run(f"  {item.message}".rstrip(), "dim")]))
    if left := verdict.failed - len(shown):
        lines.append(Line([Run(f"    {words.more_items.format(count=count(left))}", "dim")]))
    return lines


class _Asked(msgspec.Struct, rename="camel"):
    object_id: str = ""
    cloud_object_id: str = ""


def _asked_for(request: PreparedRequest) -> list[str]:
    """Return the object names in the request of a batch call, in order; none for other calls."""
    try:
        asked = msgspec.json.decode(request.body, type=list[_Asked])
    except (msgspec.DecodeError, RecursionError):
        return []
    return [each.object_id or each.cloud_object_id for each in asked]


def _explained_verdict(
    verdict: Verdict, strings: Strings, width: int, page: "CodeEntry | None"
) -> list[Line]:
    lines = [Line()]
    explained = explain_verdict(verdict, strings, page)
    if explained is not None:
        lines += paragraph(explained.what, width - 1, "bold")
        lines += paragraph(explained.hint, width - 1, "dim")
    if verdict.message:
        text = f"{strings.tui.result.server_says}  {verdict.message}"
        lines += paragraph(text, width - 1, "dim")
    return lines


def _failed(state: Failed, strings: Strings, width: int) -> list[Line]:
    words = strings.tui.result
    explained = explain(state.error, strings)
    status = state.error.parameters.get("status") if isinstance(state.error, TokenError) else None
    answer = words.token_answer.format(status=status) if status else words.no_answer
    if state.response is not None:
        answer = words.cut_answer.format(status=state.response.status)
    chip = [Run("  "), Run(f" {_chip_words(state, strings)} ", "chip-fail"), Run("  ")]
    layer = [Run(failure_layer_words(state.error, strings), "dim"), Run(" ")]
    clock = [Run(clock_time(state.started_at), "dim"), Run(" ")]
    sentence = explained.what
    if state.request is None:
        sentence = sentence.removeprefix(strings.network.unsent_lead)
        if not any(sentence.startswith(str(each)) for each in state.error.parameters.values()):
            sentence = sentence[:1].upper() + sentence[1:]
    what, *rest = wrap(sentence, width - cells(chip) - cells(layer) - 2)
    margin = Run(" " * cells(chip))
    return [
        Line([*chip, Run(what, "fail bold")], layer, fill="failbg"),
        *(Line([margin, Run(line, "fail bold")], fill="failbg") for line in rest),
        Line([Run(f"  {answer} · {elapsed(state.elapsed)}", "dim")], clock),
        Line(),
        *paragraph(executed_words(state, strings), width - 1, "bold"),
        *paragraph(explained.hint, width - 1, "dim"),
        Line(),
        *paragraph(words.draft_kept, width - 1, "faint"),
    ]


def _chip_words(state: Failed, strings: Strings) -> str:
    if state.request is None:
        return strings.network.unsent
    match state.delivery:
        case Delivery.NOT_SENT:
            return strings.tui.result.not_sent
        case Delivery.SENT:
            return strings.network.no_answer
        case Delivery.ANSWERED:
            return strings.network.cut


def _cancelled(state: Cancelled, strings: Strings, width: int) -> list[Line]:
    words = strings.tui.result
    sentence = words.cancelled_after if state.was_sent else words.cancelled_before
    after = sentence.format(elapsed=elapsed(state.elapsed))
    role = "caution" if state.is_write else "text"
    first, *more = wrap(f"{words.cancelled}   {after}", width - 3)
    spent = Run(first.removeprefix(words.cancelled), role)
    lines = [Line([Run("  "), Run(words.cancelled, f"{role} bold"), spent])]
    lines += [Line([Run("  "), Run(part, role)]) for part in more]
    if not state.is_write:
        return [*lines, *paragraph(words.draft_kept, width - 1, "dim")]
    doubt = words.cancelled_write.format(place=state.target.name)
    return [*lines, *paragraph(doubt, width - 1, "caution")]


def _facts(facts: list[list[Run]], dropped: list[int], clock: list[Run], width: int) -> Line:
    """Join facts with ``·``; leave out those in ``dropped``, in that order, until the rest fits.

    The clock is shown at the right if there is room for it.
    """
    kept = dict(enumerate(facts))
    for index in dropped:
        if cells(_joined([*kept.values()])) + 3 <= width:
            break
        kept.pop(index)
    runs = _joined([*kept.values()])
    has_room = cells(runs) + cells(clock) + 4 <= width
    return Line([Run("  "), *runs], clock if has_room else [])


def _joined(facts: list[list[Run]]) -> list[Run]:
    runs: list[Run] = []
    for fact in facts:
        if fact:
            runs += [Run(" · ", "dim"), *fact] if runs else fact
    return runs


def detail_lines(state: Failed, strings: Strings, width: int) -> list[Line]:
    """Return the system message about a failure, in its original English."""
    words = strings.network
    return [
        *paragraph(words.detail, width - 1, "dim"),
        *paragraph(f"{state.error.code.value} · {state.error.detail}", width - 1, "text"),
        Line(),
    ]
