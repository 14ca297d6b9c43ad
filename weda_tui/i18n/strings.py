"""All sentences of the program, by the place where they are read."""

from collections.abc import Mapping
from typing import get_args

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n import words
from weda_tui.i18n.text import Nested, Words


class TuiWords(Words):
    """All sentences of the explorer in one language."""

    stage = Nested(lambda: words.commands.StageWords)
    where = Nested(lambda: words.environments.TargetWords)
    what = Nested(lambda: words.catalogue.EndpointPaneWords)
    with_ = Nested(lambda: words.requests.RequestPaneWords)
    fault = Nested(lambda: words.requests.JsonFaultWords)
    outside = Nested(lambda: words.requests.ExternalEditorWords)
    result = Nested(lambda: words.answers.ResponsePaneWords)
    token = Nested(lambda: words.tokens.TokenDetailWords)
    form = Nested(lambda: words.requests.FormWords)
    guard = Nested(lambda: words.guard.GuardWords)
    go_to = Nested(lambda: words.commands.GoToWords)
    importing = Nested(lambda: words.interchange.ImportDialogWords)
    own = Nested(lambda: words.catalogue.OwnCallWords)
    keys = Nested(lambda: words.commands.KeyWords)
    help = Nested(lambda: words.commands.HelpDialogWords)


class CliWords(Words):
    """All sentences of the command line in one language."""

    program = Nested(lambda: words.program.ProgramWords)
    help = Nested(lambda: words.program.HelpPageWords)
    usage = Nested(lambda: words.program.UsageWords)
    send = Nested(lambda: words.sending.SendCommandWords)
    exchange = Nested(lambda: words.sending.ExchangeFieldWords)
    catalogue = Nested(lambda: words.catalogue.CatalogueCommandWords)
    importing = Nested(lambda: words.interchange.ImportCommandWords)
    env = Nested(lambda: words.environments.EnvironmentCommandWords)
    token = Nested(lambda: words.tokens.TokenCommandWords)
    sandbox = Nested(lambda: words.program.SandboxWords)
    book = Nested(lambda: words.doctor.BookCommandWords)


class Strings(Words):
    """All sentences in one language; the sentences of a place are loaded when first read."""

    errors = Nested(lambda: words.errors.ErrorWords)
    gateway_codes = Nested(lambda: words.answers.GatewayCodeWords)
    auth_codes = Nested(lambda: words.answers.AuthCodeWords)
    error_details = Nested(lambda: words.errors.ErrorDetailWords)
    verdicts = Nested(lambda: words.answers.VerdictWords)
    token_kinds = Nested(lambda: words.tokens.TokenKindWords)
    facts = Nested(lambda: words.facts.FactWords)
    fields = Nested(lambda: words.requests.FieldWords)
    filters = Nested(lambda: words.filters.FilterWords)
    following = Nested(lambda: words.links.FollowingWords)
    copying = Nested(lambda: words.links.CopyWords)
    keeping = Nested(lambda: words.links.KeptValueWords)
    history = Nested(lambda: words.history.HistoryWords)
    comparison = Nested(lambda: words.comparison.ComparisonWords)
    models = Nested(lambda: words.models.ModelWords)
    body = Nested(lambda: words.bodies.BodyWords)
    path = Nested(lambda: words.bodies.JsonPathWords)
    table = Nested(lambda: words.bodies.TableWords)
    view = Nested(lambda: words.bodies.ViewWords)
    notes = Nested(lambda: words.bodies.NoteWords)
    imported = Nested(lambda: words.interchange.ImportedWords)
    network = Nested(lambda: words.answers.NetworkWords)
    check = Nested(lambda: words.environments.CheckWords)
    saved = Nested(lambda: words.collections.SavedWords)
    timing = Nested(lambda: words.answers.TimingWords)
    transfer = Nested(lambda: words.storage.TransferWords)
    environments = Nested(lambda: words.environments.EnvironmentWords)
    routes = Nested(lambda: words.secrets.RouteWords)
    pages = Nested(lambda: words.answers.PagesWords)
    rules = Nested(lambda: words.answers.RuleWords)
    book = Nested(lambda: words.doctor.BookWords)
    doctor = Nested(lambda: words.doctor.DoctorWords)
    explanation = Nested(lambda: words.sending.ExplanationWords)
    assertions = Nested(lambda: words.runs.AssertionWords)
    run = Nested(lambda: words.runs.RunWords)
    run_command = Nested(lambda: words.runs.RunCommandWords)
    agents = Nested(lambda: words.agents.AgentWords)
    bulk = Nested(lambda: words.runs.BulkWords)
    load = Nested(lambda: words.load.LoadWords)
    cli = Nested(lambda: CliWords)
    tui = Nested(lambda: TuiWords)


BY_LANGUAGE: Mapping[Language, Strings] = {each: Strings(each) for each in get_args(Language)}
EN, ZH = BY_LANGUAGE["en"], BY_LANGUAGE["zh"]
