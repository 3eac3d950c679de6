"""One normal form of names: what two spellings of one name share, and what no name may hold.

Used for sources, filters, endpoints' filters and claimants alike, so that an outlet never conflicts with itself and
nobody can pass for it by letters that cannot be seen.
"""

import re
import unicodedata

BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: they make a name read otherwise than it is written."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point."""
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－⁃᠆", "-") | dict.fromkeys("’‘‚‛ʼʹʻ′`＇", "'") | dict.fromkeys("“”„‟″«»＂", '"')
)
_LOOK_ALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"})
"""Scripts with letters that cannot be told apart by eye. Others stand beside Latin in honest names (NHKニュース)."""

KEY_VERSION = 1
"""Of this form: names that are stored in another one are brought to it."""


def name_key(name: str) -> str:
    """Fold a name: compatibility forms, case, spaces, dashes, apostrophes, and what cannot be seen.

    Idempotent: the key of a key is itself. Of ASCII letters only case, spaces and "`" are folded, in one go.
    """
    if name.isascii():
        return " ".join(name.replace("`", "'").lower().split())
    folded = name
    while (again := _fold(folded)) != folded:
        folded = again
    return folded


def _fold(name: str) -> str:
    alike = unicodedata.normalize("NFKC", name).replace(" \u0301", "'").translate(_ALIKE)
    return " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", alike).casefold()).split())


def mixed_scripts(name: str) -> tuple[str, ...]:
    """Give the scripts that one word of the name mixes although their letters look alike; none for an honest name."""
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name)):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & _LOOK_ALIKE_SCRIPTS
        if len(scripts) > 1:
            return tuple(sorted(one.capitalize() for one in scripts))
    return ()
