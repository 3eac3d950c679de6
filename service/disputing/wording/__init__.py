"""Words for print: a dispute in a sentence that can be printed as it stands, in five languages."""

from service.disputing.wording.lexicon import LANGUAGES
from service.disputing.wording.printing import Held, print_words

__all__ = ["LANGUAGES", "Held", "print_words"]
