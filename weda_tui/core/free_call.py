"""A request that no endpoint of the catalogue stands for: its address says everything."""

from weda_tui.core import template
from weda_tui.core.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind

FREE_CALL = Endpoint(
    id="",
    module="",
    group="",
    method="GET",
    path=f"{{{{{template.HOST}}}}}/",
    title=Bilingual(),
    effect=Effect.WRITE,
    confidence=Confidence.OWN,
    token_kind=TokenKind.KEY,
)
"""What a draft without an endpoint is; what it does, its path decides (``core.target``)."""
