"""An article in a terminal: its text with the figures marked, and what stands against each."""

from collections import Counter

from rich.console import Console
from rich.text import Text

from service.api.article_schemas import ArticleClaim, ArticleReading, CheckedArticle, ReadArticle, Standing
from service.article import ReadingState
from service.cli.tables import of_what, table_of_matches, when

_STYLES = {
    Standing.CONFLICTS: "bold white on red",
    Standing.AGREES: "black on green",
    Standing.ALONE: "black on cyan",
    Standing.NOT_UNDERSTOOD: "black on yellow",
    None: "bold",
}


def show_article(console: Console, text: str, told: CheckedArticle | ReadArticle) -> None:
    """Print a text with its figures marked, then each figure as it is understood with what is stored of the same."""
    marked = Text(text)
    for one in told.claims:
        marked.stylize(_STYLES[one.standing], one.anchors.figure.start, one.anchors.figure.end)
    console.print(marked)
    for one in told.claims:
        _show_claim(console, one)
    stands = Counter(one.standing for one in told.claims)
    console.print(
        f"{len(told.claims)} figures: {stands[Standing.CONFLICTS]} contradicted, {stands[Standing.AGREES]} borne out, "
        f"{stands[Standing.ALONE]} of which nothing is stored, {stands[Standing.NOT_UNDERSTOOD]} not understood. "
        f"Numbers that are no figures: {len(told.not_claims)}."
    )
    if isinstance(told, ReadArticle):
        states = Counter(one.state for one in told.claims)
        waiting = states[ReadingState.WAITING]
        console.print(
            f"Article {told.article.id}, version {told.article.version}: {told.outcome.value}. "
            f"{len(told.claims) - waiting} of its figures are stored, {waiting} wait for a person."
        )


def _show_claim(console: Console, one: ArticleClaim | ArticleReading) -> None:
    figure = one.anchors.figure.exact
    if one.claim is None:
        if one.reasons:
            console.print(f"\n{figure}: {' '.join(one.reasons)}", markup=False)
        return
    unsure = f" (unsure: {' '.join(one.reasons)})" if one.reasons else ""
    console.print(f"\n{figure}: {of_what(one.claim)}, {when(one.claim)}{unsure}", markup=False)
    if one.matches:
        console.print(table_of_matches(one.matches))
