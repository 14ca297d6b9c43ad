"""The dialog for the namespace of a cluster, and the pod of the service that logged a call."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.doctor.server_logs import LogPlace, Service, is_kubernetes_name
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.server_logs import log_source
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, paragraph
from weda_tui.tui.widgets.field import Field, NamedField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of


class ClusterQuestion(Modal[LogPlace]):
    """Returns a place in a cluster."""

    DEFAULT_CSS = "ClusterQuestion NamedField > Lines { width: 13; }"

    _namespace = query_one("#log-namespace", Field)
    _pod = query_one("#log-pod", Field)
    _footer = query_one("#log-foot", Lines)

    def __init__(self, name: str, service: Service, known: LogPlace, strings: Strings) -> None:
        """``name`` is the name of the environment; ``known`` fills the fields."""
        super().__init__(classes="choosing")
        self._name, self._service, self._known, self._strings = name, service, known, strings
        self._refused = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, two fields, their explanation, and the keys."""
        words = self._strings.doctor.log
        with Vertical(classes="panel"):
            yield title_of(self.help_title(self._strings))
            yield NamedField(words.namespace, id="log-namespace")
            yield NamedField(words.pod, id="log-pod")
            yield Lines(self._draw_footer, id="log-foot", surface="panel")

    def on_mount(self) -> None:
        """Fill the fields, and focus the namespace."""
        self._namespace.value = self._known.namespace
        self._pod.value = self._known.pods.get(self._service, "")
        self._namespace.focus()

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._refuse("")

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        namespace, pod = self._namespace.value.strip(), self._pod.value.strip()
        words = self._strings.doctor.log
        bad = [each for each in (namespace, pod) if each and not is_kubernetes_name(each)]
        if bad:
            self._refuse(words.bad_name.format(text=strip_control_characters(bad[0])))
        elif not namespace:
            self._refuse(words.no_namespace)
        else:
            others = {k: v for k, v in self._known.pods.items() if k != self._service}
            pods = others | ({self._service.value: pod} if pod else {})
            self.dismiss(LogPlace(namespace, pods))

    def _refuse(self, said: str) -> None:
        self._refused = said
        self._footer.redraw()

    def help_title(self, strings: Strings) -> str:
        """Return the title, which names the environment."""
        return f"{strip_control_characters(self._name)}: {strings.doctor.log.cluster}"

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        next_field = HelpRow("Tab", strings.saved.dialog.next)
        close = HelpRow("Esc", strings.tui.keys.close)
        return [HelpRow("Enter", strings.doctor.log.copy), next_field, close]

    def _draw_footer(self, width: int) -> list[Line]:
        hint = self._strings.doctor.log.pod_hint.format(service=self._service.value)
        texts = [(self._refused, "fail")] if self._refused else []
        texts += [(hint, "dim"), (log_source(self._strings), "faint")]
        lines = [line for text, role in texts for line in paragraph(text, width - 1, role)]
        return [*lines, Line(), panel_keys(self.help_rows(self._strings), width)]
