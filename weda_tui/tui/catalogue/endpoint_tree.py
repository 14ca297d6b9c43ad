"""WHAT: the tree of all endpoints, filtered while the user types."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from rich.cells import cell_len
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.catalogue.endpoint import (
    Confidence,
    Effect,
    Endpoint,
    Preset,
    TokenKind,
    preset_words,
)
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.catalogue.search import Match, search
from weda_tui.core.errors import FileError
from weda_tui.core.models.model_calls import MODULE, group_of
from weda_tui.core.text.folding import normalise
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import confidence_mark, effect_mark, token_kind_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Command, Handler, Handlers, bindings, screen_bindings
from weda_tui.tui.layout.headings import heading, stage_name, what_tabs
from weda_tui.tui.models.view import ModelsShown, problem_lines, state_runs
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import Rows

_VERDICT_MARKS = {
    Mark.OK: Run("✓ ", "ok"),
    Mark.FAILURE: Run("✗ ", "fail"),
    Mark.PARTIAL: Run("! ", "caution"),
    Mark.UNKNOWN: Run("? ", "dim"),
}


class TreeFlow(msgspec.Struct, frozen=True, gc=False):
    """A row for a task that needs several calls: a command, found by its words."""

    command: Command
    is_best: bool = True
    """Whether the beginning of its name is enough to prefer the command to the endpoints found."""


FLOWS = {
    "storage": (TreeFlow(commands.UPLOAD), TreeFlow(commands.DOWNLOAD)),
    MODULE: (
        TreeFlow(commands.REFRESH_MODELS, is_best=False),
        TreeFlow(commands.ADD_MODEL, is_best=False),
    ),
}
"""The rows at the beginning of a module, by the id of the module."""


class TreeNode(msgspec.Struct, frozen=True, gc=False):
    """One visible row of the tree; not tracked by the garbage collector, as there are thousands."""

    depth: int
    item: Module | EndpointGroup | Endpoint | TreeFlow
    key: str
    is_open: bool = False


class TreeRows(Rows):
    """The rows of the tree: modules, groups, endpoints."""

    BINDINGS = [Binding("right", "unfold", show=False), Binding("left", "fold", show=False)]

    def __init__(self, catalogue: Catalogue, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._catalogue = catalogue
        self._open = {module.id for module in catalogue.modules[:1]} | {
            f"{module.id}/{group.id}"
            for module in catalogue.modules[:1]
            for group in sorted(module.groups, key=lambda group: -len(group.endpoints))[:1]
        }
        self.nodes: list[TreeNode] = []
        self._found: Mapping[str, set[str]] | None = None
        self.presets: Mapping[str, Preset] = {}
        """The values that the words of the filter set, by the id of the endpoint found."""
        self.filter_text = ""
        self.strings = default_strings()
        self.verdicts: Mapping[str, Mark] = {}
        self.models = ModelsShown()
        self.has_environment = True
        self.current = ""

    def use(self, catalogue: Catalogue) -> None:
        """List another catalogue; unfolded nodes stay unfolded."""
        self._catalogue = catalogue
        self.rebuild()

    def rebuild(self, *, to_best: bool = False) -> None:
        """Build the list of visible nodes again.

        The cursor stays on its node, or with ``to_best`` goes to the best match. In that case the
        list is scrolled to its beginning first, in case a longer list was scrolled before.
        """
        before = self.node_key
        matches = search(self._catalogue, self.filter_text)
        found = _by_group(matches) if self.filter_text.strip() else None
        self._found = found
        is_meant = {each.endpoint.id: each.preset for each in matches if each.preset is not None}
        self.presets = is_meant if found is not None else {}
        self.nodes = list(self._visible(found))
        flow = self._flow_named(is_only=not matches) if to_best else None
        best = flow.command.id if flow else matches[0].endpoint.id if matches else before
        wanted = best if to_best else before
        if to_best and self.is_attached:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.show_rows(len(self.nodes), cursor=self._index_of(wanted))

    def _visible(self, found: Mapping[str, set[str]] | None) -> Iterator[TreeNode]:
        for module in self._catalogue.modules:
            keys = [f"{module.id}/{group.id}" for group in module.groups]
            flows = [flow for flow in FLOWS.get(module.id, ()) if self._is_meant(flow)]
            flows = flows if self.has_environment else []
            if found is not None and not flows and not any(key in found for key in keys):
                continue
            is_open = found is not None or module.id in self._open
            yield TreeNode(0, module, module.id, is_open)
            if not is_open:
                continue
            yield from (TreeNode(1, flow, flow.command.id) for flow in flows)
            for key, group in zip(keys, module.groups, strict=True):
                if found is None:
                    is_open, endpoints = key in self._open, group.endpoints
                elif key in found:
                    ids = found[key]
                    is_open, endpoints = True, [e for e in group.endpoints if e.id in ids]
                else:
                    continue
                yield TreeNode(1, group, key, is_open)
                if is_open:
                    yield from (TreeNode(2, endpoint, endpoint.id) for endpoint in endpoints)

    def _flow_named(self, *, is_only: bool) -> TreeFlow | None:
        """Return the command row whose name or words begin with the text of the filter.

        ``is_only`` says that the filter finds nothing else.
        """
        typed = normalise(self.filter_text).strip()
        for flow in (flow for flows in FLOWS.values() for flow in flows):
            words = (flow.command.id, normalise(flow.command.words(self.strings.tui.keys)))
            is_begun = any(each.startswith(typed) for each in words)
            if typed in words or ((flow.is_best or is_only) and is_begun):
                return flow
        return None

    def _is_meant(self, flow: TreeFlow) -> bool:
        words = normalise(f"{flow.command.id} {flow.command.words(self.strings.tui.keys)}")
        return all(word in words for word in normalise(self.filter_text).split())

    def _index_of(self, key: str) -> int:
        return next((index for index, node in enumerate(self.nodes) if node.key == key), 0)

    @property
    def item(self) -> Module | EndpointGroup | Endpoint | None:
        """The module, group or endpoint under the cursor; ``None`` for a command row."""
        item = self.nodes[self.cursor].item if self.cursor < len(self.nodes) else None
        return item if isinstance(item, Module | EndpointGroup | Endpoint) else None

    @property
    def node_key(self) -> str:
        """The key of the node under the cursor."""
        return self.nodes[self.cursor].key if self.cursor < len(self.nodes) else ""

    def reveal(self, endpoint: Endpoint) -> None:
        """Unfold the nodes above an endpoint, and put the cursor on the endpoint."""
        self._open |= {endpoint.module, f"{endpoint.module}/{endpoint.group}"}
        self.rebuild()
        if index := self._index_of(endpoint.id):
            self.cursor = index

    def toggle(self, index: int) -> None:
        """Unfold a folded node, or fold an unfolded one."""
        self._open ^= {self.nodes[index].key}
        self.rebuild()

    def action_unfold(self) -> None:
        """Unfold the node under the cursor, or go to its first row."""
        if self.cursor >= len(self.nodes):
            return
        node = self.nodes[self.cursor]
        if isinstance(node.item, Endpoint | TreeFlow):
            return
        if node.is_open:
            self.action_move(1)
        else:
            self.toggle(self.cursor)

    def action_fold(self) -> None:
        """Fold the node under the cursor, or go to its parent."""
        if self.cursor >= len(self.nodes):
            return
        node = self.nodes[self.cursor]
        if node.is_open and not self.filter_text.strip():
            self.toggle(self.cursor)
            return
        for index in range(self.cursor - 1, -1, -1):
            if self.nodes[index].depth < node.depth:
                self.cursor = index
                return

    def row(self, index: int, width: int) -> Line:
        """Draw a node."""
        node = self.nodes[index]
        strings = self.strings
        if isinstance(node.item, Endpoint):
            return self._endpoint_row(node.item, width, strings)
        if isinstance(node.item, TreeFlow):
            return self._flow_row(node.item, strings)
        glyph = "▾" if node.is_open else "▸"
        indent = " " * (2 + 2 * node.depth)
        title = node.item.title.text(strings.language)
        left = [
            Run(f"{indent}{glyph} ", "dim"),
            Run(title, "bold" if node.is_open else "text"),
            Run(f" {self._count(node.item, node.key)}", "dim"),
        ]
        right: list[Run] = []
        if isinstance(node.item, EndpointGroup) and (name := group_of(node.item.id)):
            right = [Run(name, "faint"), Run(" ")] if name != title else []
        if isinstance(node.item, Module) and node.item.token_kind is not TokenKind.NONE:
            right = [Run(token_kind_words(node.item.token_kind, strings), "faint"), Run(" ")]
        return Line(left, right)

    def _count(self, item: Module | EndpointGroup, key: str) -> str:
        """Return the number of endpoints; with a filter, also the number of matches."""
        groups = (item,) if isinstance(item, EndpointGroup) else item.groups
        total = sum(len(group.endpoints) for group in groups)
        if self._found is None:
            return f"{total}"
        keys = (
            [key] if isinstance(item, EndpointGroup) else [f"{key}/{group.id}" for group in groups]
        )
        return f"{sum(len(self._found.get(each, ())) for each in keys)} / {total}"

    @property
    def found(self) -> int | None:
        """The number of endpoints that the filter found; ``None`` without a filter."""
        return None if self._found is None else sum(map(len, self._found.values()))

    def _flow_row(self, flow: TreeFlow, strings: Strings) -> Line:
        remark = {
            commands.REFRESH_MODELS: state_runs(self.models, strings),
            commands.ADD_MODEL: [],
        }.get(flow.command, [Run(strings.transfer.screen.entry_remark, "faint")])
        words = flow.command.words(strings.tui.keys)
        return Line([Run("    "), Run("› ", "dim"), Run(words, "key")], [*remark, Run(" ")])

    def _endpoint_row(self, endpoint: Endpoint, width: int, strings: Strings) -> Line:
        outcome = self.verdicts.get(endpoint.id)
        verdict = _VERDICT_MARKS[outcome] if outcome else Run("  ")
        confidence = confidence_mark(endpoint.confidence)
        effect = effect_mark(endpoint.effect, strings)
        effect_width = cell_len(effect) + 1 if effect else 0
        right = [
            Run(effect + " " if effect else "", EFFECT_ROLES[endpoint.effect]),
            Run(endpoint.method, "faint"),
            Run(" "),
        ]
        mark = f" {confidence}" if confidence else ""
        room = width - 7 - effect_width - len(endpoint.method) - 2 - len(mark)
        role = "faint" if endpoint.confidence is Confidence.TITLE_ONLY else "text"
        if endpoint.id == self.current:
            role += " bold"
        title = cut(endpoint.title.text(strings.language), room)
        left = [Run("     "), verdict, Run(title, role), Run(mark, "dim")]
        if preset := self.presets.get(endpoint.id):
            setting = preset_words(endpoint, preset, strings.language)
            short = (f"{preset.field} {preset.value}", preset.value)
            found = [Run(f" → {each}", "focus") for each in (setting, *short)]
            lines = (Line([*left, each], end) for each in found for end in (right, right[:1]))
            fitting = (each for each in lines if cells([*each.left, *each.right]) < width)
            return next(fitting, Line(left, right))
        return Line(left, right)


def _by_group(matches: Sequence[Match]) -> dict[str, set[str]]:
    """Return the ids of the matches, by the key of their group."""
    found: dict[str, set[str]] = {}
    for match in matches:
        endpoint = match.endpoint
        found.setdefault(f"{endpoint.module}/{endpoint.group}", set()).add(endpoint.id)
    return found


class EndpointTree(Pane):
    """The stage WHAT; with the class ``-folded`` only two rows of it are shown."""

    @dataclass
    class Chosen(Intent):
        """An endpoint was chosen."""

        endpoint: Endpoint
        preset: Preset | None = None
        """The value that the words of the filter set in the draft."""

    endpoint: var[Endpoint | None] = var(None)
    verdicts: var[Mapping[str, Mark]] = var[Mapping[str, Mark]]({})
    has_environment: var[bool] = var(True)
    catalogue: var[Catalogue] = var(Catalogue(()))
    module_problems: var[tuple[FileError, ...]] = var[tuple[FileError, ...]](())
    models: var[ModelsShown] = var(ModelsShown())

    _filter = query_one("#filter", Field)
    _rows = query_one("#tree", TreeRows)
    _heading = query_one("#what-heading", Lines)
    _legend = query_one("#legend", Lines)
    _remark = query_one("#tree-remark", Lines)

    BINDINGS = [
        *bindings(commands.FILTER),
        *screen_bindings(
            commands.NEW_CALL, commands.EDIT_CALL, commands.REMOVE_CALL, commands.REFRESH_MODELS
        ),
        Binding("left_square_bracket,【", "screen.next_what_tab(-1)", show=False, priority=True),
        *screen_bindings(commands.NEXT_WHAT_TAB, is_priority=True),
    ]

    def __init__(
        self,
        catalogue: Catalogue = Catalogue(()),  # noqa: B008 - frozen
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(EndpointTree.catalogue, catalogue)

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, filter, tree and legend."""
        yield Lines(self._draw_heading, id="what-heading")
        with Horizontal(id="filter-row"):
            yield (field := Field(id="filter"))
            field.passes = commands.TAB_CHARACTERS
        yield Lines(self._draw_remark, id="tree-remark")
        yield TreeRows(self.catalogue, id="tree")
        yield Lines(self._draw_legend, id="legend")

    def start(self) -> None:
        """Show the tree, unfolded at the open endpoint."""
        self._rows.verdicts, self._rows.models = self.verdicts, self.models
        self._rows.has_environment = self.has_environment
        self.watch_strings(self.strings)
        if self.endpoint is None:
            self._rows.rebuild()
        self.watch_endpoint(self.endpoint)

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self, strings: Strings) -> None:
        """Draw in the new language."""
        if self.is_ready:
            self._rows.strings = strings
            self._filter.placeholder = strings.tui.what.filter
            self._redraw()

    def watch_endpoint(self, endpoint: Endpoint | None) -> None:
        """Put the cursor on the open endpoint."""
        if self.is_ready and endpoint is not None:
            self._rows.current = endpoint.id
            self.reveal(endpoint)
            self._redraw()

    def reveal(self, endpoint: Endpoint) -> None:
        """Put the cursor on an endpoint of the tree; clear a filter that hides the endpoint."""
        if not self.is_ready:
            return
        self._rows.reveal(endpoint)
        if self._rows.item is not endpoint and endpoint.id in self.catalogue.by_id:
            self._filter.value = self._rows.filter_text = ""
            self._rows.reveal(endpoint)

    def watch_verdicts(self, verdicts: Mapping[str, Mark]) -> None:
        """Mark the endpoints that were called in this session."""
        if self.is_ready:
            self._rows.verdicts = verdicts
            self._redraw()

    def watch_catalogue(self, catalogue: Catalogue) -> None:
        """List the new catalogue."""
        if self.is_ready:
            self._rows.use(catalogue)
            self._redraw()

    def watch_models(self, models: ModelsShown) -> None:
        """Show the state of the list of models."""
        if self.is_ready:
            self._rows.models = models
            self._redraw()

    def watch_module_problems(self) -> None:
        """Show the problems of module files above the tree."""
        if self.is_ready:
            self._redraw()

    def watch_has_environment(self) -> None:
        """Show or hide the rows that need an environment, and the remark that there is none."""
        if self.is_ready:
            self._rows.has_environment = self.has_environment
            self._rows.rebuild()
            self._redraw()

    def watch_is_focused(self) -> None:
        """Draw the heading with or without the focus."""
        if self.is_ready:
            self._redraw()

    def _redraw(self) -> None:
        for lines in (self._heading, self._legend, self._remark):
            lines.redraw()
        self._rows.refresh()

    @property
    def item(self) -> Module | EndpointGroup | Endpoint | None:
        """The module, group or endpoint under the cursor of the tree."""
        return self._rows.item if self.is_ready else None

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the tree."""
        return {
            commands.CHOOSE: Handler(self._rows.action_choose),
            commands.FOLD: Handler(self._rows.action_fold),
            commands.FILTER: Handler(self.action_filter),
        }

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Focus the filter."""
        self.focus_inside(self._filter)

    @property
    def listed(self) -> TreeRows:
        """The tree."""
        return self._rows

    def leave_field(self) -> None:
        """Clear the filter and focus the tree."""
        self._filter.value = ""
        self.focus_inside(self._rows)

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """The function that begins a filter with a text; ``None`` unless the tree has the focus."""
        return self._filter.begin if self.is_ready and self._rows.has_focus else None

    def action_filter(self) -> None:
        """Focus the filter."""
        self.focus_inside(self._filter)

    @on(Field.Changed, "#filter")
    def _on_filter_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._rows.filter_text = event.value
        self._rows.rebuild(to_best=bool(event.value.strip()))
        self._remark.redraw()
        self._heading.redraw()

    @on(Field.Submitted, "#filter")
    def _on_filter_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.focus_inside(self._rows)
        if event.value.strip():
            self._rows.action_choose()

    def key_down(self) -> None:
        """Move the focus from the filter to the tree."""
        if self._filter.has_focus:
            self.focus_inside(self._rows)

    @on(Rows.RowChosen, "#tree")
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        node = self._rows.nodes[event.index]
        if isinstance(node.item, Endpoint):
            self.post_message(self.Chosen(node.item, self._rows.presets.get(node.item.id)))
        elif isinstance(node.item, TreeFlow):
            self.post_message(Lines.Pressed(node.item.command.id))
        else:
            self._rows.toggle(event.index)

    # -- drawing -----------------------------------------------------------------------------

    def _module(self) -> Module:
        if self.endpoint is not None:
            for module in self.catalogue.modules:
                if module.id == self.endpoint.module:
                    return module
        return self.catalogue.modules[0]

    def _label(self, strings: Strings) -> list[Run]:
        return stage_name("F3", strings.tui.stage.what, "what", is_focused=self.is_focused)

    def _count(self, strings: Strings) -> list[Run]:
        if (found := self._rows.found) is not None:
            place = strings.tui.stage.place_of.format(at=found, count=len(self.catalogue.by_id))
            return [Run(f"{place} ", "faint")]
        module = self._module()
        title = module.title.text(strings.language)
        return [Run(f"{title} {len(module.endpoints)} ", "faint")]

    def fold(self, is_folded: bool) -> None:
        """Show only two rows of the stage, or all of it."""
        if is_folded != self.has_class("-folded"):
            self.set_class(is_folded, "-folded")
            if self.is_ready:
                self._heading.redraw()

    def _draw_heading(self, width: int) -> list[Line]:
        label, found = self._label(self.strings), self._rows.found
        if self.has_class("-folded"):
            return [Line(label, self._count(self.strings)), self._folded_row()]
        tabs = what_tabs(self.strings, "endpoints")
        room = width - cells([Run(" "), *label, *tabs]) - 2
        counts = (self._count(self.strings), [Run(f"{found} ", "faint")])
        fitting = (each for each in counts if found is not None and cells(each) < room)
        counted = next(fitting, list[Run]())
        return [heading(label, [*counted, Run(" "), *tabs], is_focused=self.is_focused)]

    def _folded_row(self) -> Line:
        if self.endpoint is None:
            return Line([Run("  " + self.strings.tui.what.choose_step, "dim")])
        outcome = self.verdicts.get(self.endpoint.id)
        verdict = _VERDICT_MARKS[outcome] if outcome else Run("  ")
        title = Run(self.endpoint.title.text(self.strings.language), "bold", "what")
        return Line([Run(" "), verdict, title], [Run(self.endpoint.method, "faint"), Run(" ")])

    def _draw_remark(self, width: int) -> list[Line]:
        words = self.strings.tui.what
        query = self._filter.value.strip()
        if query and not self._rows.nodes:
            return [Line([Run("  " + words.nothing_found.format(query=query), "dim")])]
        lines: list[Line] = []
        if self.module_problems:
            text = explain(self.module_problems[0], self.strings).what
            lines = paragraph(f"✗ {text}", width, "fail")
            if more := len(self.module_problems) - 1:
                lines.append(Line([Run("  "), Run(words.more_broken.format(count=more), "dim")]))
        lines += problem_lines(self.models, self.strings, width)
        if not self.has_environment:
            lines.append(Line([Run("  " + words.browse_only, "dim")]))
        return lines

    def _draw_legend(self, width: int) -> list[Line]:
        words = self.strings.tui.what
        write = effect_mark(Effect.WRITE, self.strings)
        destructive = effect_mark(Effect.DESTRUCTIVE, self.strings)
        marks = [
            Run(f"  {write}", "caution"),
            Run(f" {words.legend_write}   ", "dim"),
            Run(destructive, "fail"),
            Run(f" {words.legend_destructive}", "dim"),
        ]
        origins = f"  ~ {words.legend_client_code}   ? {words.legend_title_only}"
        return [Line(marks), Line([Run(origins, "faint")])]
