from hypothesis import given
from hypothesis import strategies as st

from service.api.access.tokens import hashed, is_well_formed, new_token, visible_prefix


def test_a_new_key_is_well_formed_and_no_two_are_alike() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(is_well_formed(one) and len(one) == 53 for one in made)
    assert len({hashed(one) for one in made}) == 200


def test_the_prefix_shows_too_little_to_guess_the_rest() -> None:
    token = new_token()
    assert token.startswith(visible_prefix(token))
    assert len(token) - len(visible_prefix(token)) == 41


@given(st.integers(4, 52), st.sampled_from("0Az"))
def test_a_mistyped_character_is_noticed(place: int, character: str) -> None:
    token = new_token()
    if token[place] != character:
        assert not is_well_formed(token[:place] + character + token[place + 1 :])


@given(st.text(max_size=80))
def test_other_text_is_no_key(text: str) -> None:
    assert not is_well_formed(text)
