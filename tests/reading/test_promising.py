"""Where a figure may start: what is passed over holds none."""

import pytest

from service.reading.figures import find
from service.reading.quantity import find_quantities

SENTENCES = (
    ("en", "The bank said on Monday that it would pay up to Rs 4.12 lakh crore, or nearly half of what was asked."),
    ("en", "More than a third of them left; a dozen stayed, and prices rose by at least 3 percent."),
    ("en", "Nobody said anything of that kind in the town on that day."),
    ("de", "Rund dreihundert Menschen und etwa eine halbe Million Euro fehlten, hieß es am Abend."),
    ("fr", "Une trentaine de navires et près de deux mille personnes attendaient au large."),
    ("es", "Unos dos mil quinientos vecinos y casi la mitad de las casas quedaron sin luz."),
    ("it", "Circa duecento persone e oltre la metà delle case sono rimaste senza luce."),
    ("uk", "Близько п'ятисот людей і майже половина будинків лишилися без світла."),
    ("ru", "Около двухсот человек и почти половина домов остались без света."),
    ("pl", "Około dwustu osób i prawie połowa domów pozostała bez prądu."),
)


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_what_is_passed_over_holds_no_figure(language: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_quantities(text, language=language)
    monkeypatch.setattr(find, "promising_of", lambda tokens, _lexicon: [True] * len(tokens))
    assert [one[:2] for one in found] == [one[:2] for one in find_quantities(text, language=language)]
