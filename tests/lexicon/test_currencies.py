from tests.lexicon.currencies import TARGET, document


def test_the_committed_names_of_currencies_are_those_of_the_locale_data() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "run `python -m tests.lexicon.currencies`"
