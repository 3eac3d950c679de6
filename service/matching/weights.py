"""What a word weighs: rare words say more than common ones.

The table is learnt from the labels of a statistics catalogue (`python -m tests.evaluation.weights DATA_DIR` writes it):
ln((n + 1) / (labels with the word + 1)) / ln(n + 1), so that a word of every label weighs 0 and an unknown word 1.
"""

from functools import cache
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"
UNKNOWN = 1.0


@cache
def word_weights() -> dict[str, float]:
    """The table: word as read, weight from 0 to 1."""
    rows = (line.split("\t") for line in (LEXICON / "weights.tsv").read_text(encoding="utf-8").splitlines())
    return {word: float(weight) for word, weight in rows}
