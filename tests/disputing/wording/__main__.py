"""Print the cases anew, to be read by somebody before they are kept: `python -m tests.disputing.wording`."""

import sys

from service.disputing.wording import LANGUAGES, Held, print_words
from tests.disputing.wording.cases import CASES, STALE


def printed() -> dict[str, dict[str, str]]:
    """Every case in every language."""
    return {
        name: {
            language: print_words([Held(one) for one in held], language, STALE.get(name)).text for language in LANGUAGES
        }
        for name, held in CASES.items()
    }


if __name__ == "__main__":
    for case, texts in printed().items():
        sys.stdout.write(f'["{case}"]\n')
        for language, text in texts.items():
            sys.stdout.write(f"{language} = '{text}'\n" if "'" not in text else f'{language} = "{text}"\n')
        sys.stdout.write("\n")
