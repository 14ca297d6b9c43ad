"""Every sentence of the program, by the place where it is read."""

from functools import cached_property
from typing import TYPE_CHECKING

from weda_tui.i18n.text import Words

if TYPE_CHECKING:  # loaded when a place is first asked for
    from weda_tui.i18n.words.answers import (
        AuthCodeWords,
        GatewayCodeWords,
        NetworkWords,
        RuleWords,
        TimingWords,
        VerdictWords,
    )
    from weda_tui.i18n.words.bodies import (
        BodyWords,
        JsonPathWords,
        NoteWords,
        TableWords,
        ViewWords,
    )
    from weda_tui.i18n.words.collections import SavedWords
    from weda_tui.i18n.words.commands import TuiWords
    from weda_tui.i18n.words.comparison import ComparisonWords
    from weda_tui.i18n.words.doctor import BookWords, DoctorWords
    from weda_tui.i18n.words.environments import CheckWords, EnvironmentWords
    from weda_tui.i18n.words.errors import ErrorDetailWords, ErrorWords
    from weda_tui.i18n.words.facts import FactWords
    from weda_tui.i18n.words.filters import FilterWords
    from weda_tui.i18n.words.history import HistoryWords
    from weda_tui.i18n.words.interchange import ImportedWords
    from weda_tui.i18n.words.links import CopyWords, FollowingWords, KeptValueWords
    from weda_tui.i18n.words.models import ModelWords
    from weda_tui.i18n.words.program import CliWords
    from weda_tui.i18n.words.requests import FieldWords
    from weda_tui.i18n.words.runs import AssertionWords, RunCommandWords, RunWords
    from weda_tui.i18n.words.secrets import RouteWords
    from weda_tui.i18n.words.sending import ExplanationWords
    from weda_tui.i18n.words.storage import TransferWords
    from weda_tui.i18n.words.tokens import TokenKindWords


class Strings(Words):
    """Every sentence in one language; those of a place are loaded when first asked for."""

    @cached_property
    def errors(self) -> "ErrorWords":
        from weda_tui.i18n.words.errors import ErrorWords

        return ErrorWords(self.language)

    @cached_property
    def error_details(self) -> "ErrorDetailWords":
        from weda_tui.i18n.words.errors import ErrorDetailWords

        return ErrorDetailWords(self.language)

    @cached_property
    def verdicts(self) -> "VerdictWords":
        from weda_tui.i18n.words.answers import VerdictWords

        return VerdictWords(self.language)

    @cached_property
    def gateway_codes(self) -> "GatewayCodeWords":
        from weda_tui.i18n.words.answers import GatewayCodeWords

        return GatewayCodeWords(self.language)

    @cached_property
    def auth_codes(self) -> "AuthCodeWords":
        from weda_tui.i18n.words.answers import AuthCodeWords

        return AuthCodeWords(self.language)

    @cached_property
    def token_kinds(self) -> "TokenKindWords":
        from weda_tui.i18n.words.tokens import TokenKindWords

        return TokenKindWords(self.language)

    @cached_property
    def facts(self) -> "FactWords":
        from weda_tui.i18n.words.facts import FactWords

        return FactWords(self.language)

    @cached_property
    def fields(self) -> "FieldWords":
        from weda_tui.i18n.words.requests import FieldWords

        return FieldWords(self.language)

    @cached_property
    def filters(self) -> "FilterWords":
        from weda_tui.i18n.words.filters import FilterWords

        return FilterWords(self.language)

    @cached_property
    def following(self) -> "FollowingWords":
        from weda_tui.i18n.words.links import FollowingWords

        return FollowingWords(self.language)

    @cached_property
    def copying(self) -> "CopyWords":
        from weda_tui.i18n.words.links import CopyWords

        return CopyWords(self.language)

    @cached_property
    def keeping(self) -> "KeptValueWords":
        from weda_tui.i18n.words.links import KeptValueWords

        return KeptValueWords(self.language)

    @cached_property
    def history(self) -> "HistoryWords":
        from weda_tui.i18n.words.history import HistoryWords

        return HistoryWords(self.language)

    @cached_property
    def comparison(self) -> "ComparisonWords":
        from weda_tui.i18n.words.comparison import ComparisonWords

        return ComparisonWords(self.language)

    @cached_property
    def models(self) -> "ModelWords":
        from weda_tui.i18n.words.models import ModelWords

        return ModelWords(self.language)

    @cached_property
    def body(self) -> "BodyWords":
        from weda_tui.i18n.words.bodies import BodyWords

        return BodyWords(self.language)

    @cached_property
    def path(self) -> "JsonPathWords":
        from weda_tui.i18n.words.bodies import JsonPathWords

        return JsonPathWords(self.language)

    @cached_property
    def table(self) -> "TableWords":
        from weda_tui.i18n.words.bodies import TableWords

        return TableWords(self.language)

    @cached_property
    def view(self) -> "ViewWords":
        from weda_tui.i18n.words.bodies import ViewWords

        return ViewWords(self.language)

    @cached_property
    def notes(self) -> "NoteWords":
        from weda_tui.i18n.words.bodies import NoteWords

        return NoteWords(self.language)

    @cached_property
    def imported(self) -> "ImportedWords":
        from weda_tui.i18n.words.interchange import ImportedWords

        return ImportedWords(self.language)

    @cached_property
    def network(self) -> "NetworkWords":
        from weda_tui.i18n.words.answers import NetworkWords

        return NetworkWords(self.language)

    @cached_property
    def check(self) -> "CheckWords":
        from weda_tui.i18n.words.environments import CheckWords

        return CheckWords(self.language)

    @cached_property
    def saved(self) -> "SavedWords":
        from weda_tui.i18n.words.collections import SavedWords

        return SavedWords(self.language)

    @cached_property
    def timing(self) -> "TimingWords":
        from weda_tui.i18n.words.answers import TimingWords

        return TimingWords(self.language)

    @cached_property
    def transfer(self) -> "TransferWords":
        from weda_tui.i18n.words.storage import TransferWords

        return TransferWords(self.language)

    @cached_property
    def environments(self) -> "EnvironmentWords":
        from weda_tui.i18n.words.environments import EnvironmentWords

        return EnvironmentWords(self.language)

    @cached_property
    def routes(self) -> "RouteWords":
        from weda_tui.i18n.words.secrets import RouteWords

        return RouteWords(self.language)

    @cached_property
    def rules(self) -> "RuleWords":
        from weda_tui.i18n.words.answers import RuleWords

        return RuleWords(self.language)

    @cached_property
    def book(self) -> "BookWords":
        from weda_tui.i18n.words.doctor import BookWords

        return BookWords(self.language)

    @cached_property
    def doctor(self) -> "DoctorWords":
        from weda_tui.i18n.words.doctor import DoctorWords

        return DoctorWords(self.language)

    @cached_property
    def explanation(self) -> "ExplanationWords":
        from weda_tui.i18n.words.sending import ExplanationWords

        return ExplanationWords(self.language)

    @cached_property
    def assertions(self) -> "AssertionWords":
        from weda_tui.i18n.words.runs import AssertionWords

        return AssertionWords(self.language)

    @cached_property
    def run(self) -> "RunWords":
        from weda_tui.i18n.words.runs import RunWords

        return RunWords(self.language)

    @cached_property
    def run_command(self) -> "RunCommandWords":
        from weda_tui.i18n.words.runs import RunCommandWords

        return RunCommandWords(self.language)

    @cached_property
    def cli(self) -> "CliWords":
        from weda_tui.i18n.words.program import CliWords

        return CliWords(self.language)

    @cached_property
    def tui(self) -> "TuiWords":
        from weda_tui.i18n.words.commands import TuiWords

        return TuiWords(self.language)


EN, ZH = Strings("en"), Strings("zh")
