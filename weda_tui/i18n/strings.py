"""One record a place, one field a sentence. Placeholders are named: ``{host}``."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from weda_tui.core.endpoint import Language

if TYPE_CHECKING:
    from weda_tui.i18n.body_strings import BodyStrings, NoteStrings, ViewStrings
    from weda_tui.i18n.book_strings import BookStrings, RuleStrings
    from weda_tui.i18n.check_strings import CheckStrings
    from weda_tui.i18n.cli_strings import CliStrings
    from weda_tui.i18n.comparison_strings import ComparisonStrings
    from weda_tui.i18n.doctor_strings import DoctorStrings
    from weda_tui.i18n.environment_strings import EnvironmentStrings
    from weda_tui.i18n.error_strings import (
        AuthCodeStrings,
        ErrorDetailStrings,
        ErrorStrings,
        GatewayCodeStrings,
        TokenKindStrings,
        VerdictStrings,
    )
    from weda_tui.i18n.explanation_strings import ExplanationStrings
    from weda_tui.i18n.fact_strings import FactStrings
    from weda_tui.i18n.field_strings import FieldStrings
    from weda_tui.i18n.filter_strings import FilterStrings
    from weda_tui.i18n.following_strings import CopyStrings, FollowingStrings, KeptValueStrings
    from weda_tui.i18n.history_strings import HistoryStrings
    from weda_tui.i18n.imported_strings import ImportedStrings
    from weda_tui.i18n.model_strings import ModelStrings
    from weda_tui.i18n.network_strings import NetworkStrings
    from weda_tui.i18n.path_strings import PathStrings
    from weda_tui.i18n.route_strings import RouteStrings
    from weda_tui.i18n.run_strings import AssertionStrings, RunCommandStrings, RunStrings
    from weda_tui.i18n.saved_strings import SavedStrings
    from weda_tui.i18n.table_strings import TableStrings
    from weda_tui.i18n.timing_strings import TimingStrings
    from weda_tui.i18n.transfer_strings import TransferStrings
    from weda_tui.i18n.tui_strings import TuiStrings


class Strings(ABC):
    """Every sentence of the program in one language; a place's are loaded when first asked for."""

    language: Language

    @cached_property
    @abstractmethod
    def errors(self) -> "ErrorStrings": ...
    @cached_property
    @abstractmethod
    def error_details(self) -> "ErrorDetailStrings": ...
    @cached_property
    @abstractmethod
    def verdicts(self) -> "VerdictStrings": ...
    @cached_property
    @abstractmethod
    def gateway_codes(self) -> "GatewayCodeStrings": ...
    @cached_property
    @abstractmethod
    def auth_codes(self) -> "AuthCodeStrings": ...
    @cached_property
    @abstractmethod
    def token_kinds(self) -> "TokenKindStrings": ...
    @cached_property
    @abstractmethod
    def facts(self) -> "FactStrings": ...
    @cached_property
    @abstractmethod
    def fields(self) -> "FieldStrings": ...
    @cached_property
    @abstractmethod
    def filters(self) -> "FilterStrings": ...
    @cached_property
    @abstractmethod
    def following(self) -> "FollowingStrings": ...
    @cached_property
    @abstractmethod
    def copying(self) -> "CopyStrings": ...
    @cached_property
    @abstractmethod
    def keeping(self) -> "KeptValueStrings": ...
    @cached_property
    @abstractmethod
    def history(self) -> "HistoryStrings": ...
    @cached_property
    @abstractmethod
    def comparison(self) -> "ComparisonStrings": ...
    @cached_property
    @abstractmethod
    def models(self) -> "ModelStrings": ...
    @cached_property
    @abstractmethod
    def body(self) -> "BodyStrings": ...
    @cached_property
    @abstractmethod
    def path(self) -> "PathStrings": ...
    @cached_property
    @abstractmethod
    def table(self) -> "TableStrings": ...
    @cached_property
    @abstractmethod
    def view(self) -> "ViewStrings": ...
    @cached_property
    @abstractmethod
    def notes(self) -> "NoteStrings": ...
    @cached_property
    @abstractmethod
    def imported(self) -> "ImportedStrings": ...
    @cached_property
    @abstractmethod
    def network(self) -> "NetworkStrings": ...
    @cached_property
    @abstractmethod
    def check(self) -> "CheckStrings": ...
    @cached_property
    @abstractmethod
    def saved(self) -> "SavedStrings": ...
    @cached_property
    @abstractmethod
    def timing(self) -> "TimingStrings": ...
    @cached_property
    @abstractmethod
    def transfer(self) -> "TransferStrings": ...
    @cached_property
    @abstractmethod
    def environments(self) -> "EnvironmentStrings": ...
    @cached_property
    @abstractmethod
    def routes(self) -> "RouteStrings": ...
    @cached_property
    @abstractmethod
    def rules(self) -> "RuleStrings": ...
    @cached_property
    @abstractmethod
    def book(self) -> "BookStrings": ...
    @cached_property
    @abstractmethod
    def doctor(self) -> "DoctorStrings": ...
    @cached_property
    @abstractmethod
    def explanation(self) -> "ExplanationStrings": ...
    @cached_property
    @abstractmethod
    def assertions(self) -> "AssertionStrings": ...
    @cached_property
    @abstractmethod
    def run(self) -> "RunStrings": ...
    @cached_property
    @abstractmethod
    def run_command(self) -> "RunCommandStrings": ...
    @cached_property
    @abstractmethod
    def cli(self) -> "CliStrings": ...
    @cached_property
    @abstractmethod
    def tui(self) -> "TuiStrings": ...
