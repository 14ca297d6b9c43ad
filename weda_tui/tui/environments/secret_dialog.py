"""The question for a secret that is not stored; asked once per run, with hidden input."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, panel_title


class SecretQuestion(Modal[str]):
    """Returns the secret."""

    _field = query_one("#secret", Field)

    def __init__(self, environment: Environment, name: SecretName, strings: Strings) -> None:
        super().__init__(classes="choosing")
        self._environment, self._name, self._strings = environment, name, strings

    def compose(self) -> ComposeResult:
        """Lay out the title, the address the secret is sent to, the field, the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Field(id="secret", password=True)
            yield Lines(self._draw_footer, surface="panel")

    def on_mount(self) -> None:
        """Focus the field."""
        self._field.focus()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        if secret := event.value.strip():
            self.dismiss(secret)

    def help_title(self, strings: Strings) -> str:
        """Return the title, which names the environment of the secret."""
        words, is_key = strings.tui.token, self._name is SecretName.KEY
        sentence = words.ask_secret_key if is_key else words.ask_password
        return sentence.format(name=self._environment.name)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        return [HelpRow("Enter", strings.tui.token.go_on), HelpRow("Esc", strings.tui.keys.close)]

    def _draw_title(self, width: int) -> list[Line]:
        hint = self._strings.tui.token.ask_hint.format(host=self._environment.host)
        lines = panel_title(self.help_title(self._strings))
        lines += paragraph(hint, width - 1, "dim")
        return [*lines, Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        return [Line(), panel_keys(self.help_rows(self._strings), width)]
