"""What the server seals, and what browsers seal for it (C-9)."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from contactreductie.core import sealing
from contactreductie.core.sealing import Unsealable
from tests.factories import envelopes
from tests.factories.clock import MONDAY
from tests.factories.envelopes import b64url

DAY = timedelta(days=1)
OTHER_SECRET = "another-secret-" + "o" * 40
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def from_b64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def envelope(content: bytes = b"reason=damaged", context: str = "7:contact") -> dict[str, Any]:
    return envelopes.sealed(content, context=context)


def sealed(data: dict[str, Any]) -> str:
    return sealing.seal(data, purpose="screen pop", now=MONDAY)


def opened(text: str, *, purpose: str = "screen pop", after: timedelta = DAY) -> dict[str, Any]:
    return sealing.unseal(text, purpose=purpose, max_age=DAY, now=MONDAY + after)


@given(data=st.dictionaries(st.text(), JSON))
def test_sealed_data_comes_back_as_it_was(data: dict[str, Any]):
    assert opened(sealed(data)) == data


def test_sealed_data_shows_nothing_and_fits_in_an_address():
    text = sealed({"customer": "K-1020"})

    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")
    assert b"K-1020" not in base64.urlsafe_b64decode(text)
    assert sealed({"customer": "K-1020"}) != text


def test_sealed_data_opens_until_its_age_and_no_longer():
    text = sealed({"a": 1})

    assert opened(text, after=DAY) == {"a": 1}
    with pytest.raises(Unsealable):
        opened(text, after=DAY + timedelta(seconds=1))


def test_sealed_data_of_another_purpose_does_not_open():
    with pytest.raises(Unsealable):
        opened(sealed({"a": 1}), purpose="token")


def test_sealed_data_does_not_open_after_the_secret_changed(settings: Settings):
    text = sealed({"a": 1})
    settings.SECRET_KEY = OTHER_SECRET
    with pytest.raises(Unsealable):
        opened(text)


def test_former_secret_opens_but_no_longer_seals(settings: Settings):
    former, old_key = settings.SECRET_KEY, sealing.public_key_jwk()
    old_text, old_envelope = sealed({"a": 1}), envelope()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_SECRET, [former]

    assert opened(old_text) == {"a": 1}
    assert sealing.open_envelope(old_envelope, context="7:contact") == b"reason=damaged"
    assert sealing.public_key_jwk() != old_key

    new_text, new_envelope = sealed({"b": 2}), envelope(b"new")
    settings.SECRET_KEY_FALLBACKS = []
    assert opened(new_text) == {"b": 2}
    assert sealing.open_envelope(new_envelope, context="7:contact") == b"new"


@pytest.mark.parametrize("place", [0, 5, 12, 40, -2])
def test_sealed_data_with_one_character_changed_does_not_open(place: int):
    text = list(sealed({"a": 1}))
    text[place] = "A" if text[place] != "A" else "B"
    with pytest.raises(Unsealable):
        opened("".join(text))


@given(text=st.text() | st.binary().map(b64url))
def test_any_other_text_is_unsealable_and_nothing_worse(text: str):
    with pytest.raises(Unsealable):
        opened(text)


def test_public_key_is_the_same_in_every_process_and_has_no_private_part():
    key = sealing.public_key_jwk()

    assert key == sealing.public_key_jwk()
    assert sorted(key) == ["crv", "kty", "x", "y"]
    assert [len(from_b64url(key[name])) for name in ("x", "y")] == [32, 32]


def test_envelope_opens_with_its_context():
    content = "reason=damaged&note=één 😀".encode()
    assert sealing.open_envelope(envelope(content), context="7:contact") == content


@pytest.mark.parametrize("context", ["8:contact", "7:contac", "", "\ud800"])
def test_envelope_in_another_context_does_not_open(context: str):
    with pytest.raises(Unsealable):
        sealing.open_envelope(envelope(), context=context)


def test_envelope_does_not_open_with_the_key_of_another_secret(settings: Settings):
    made = envelope()
    settings.SECRET_KEY = OTHER_SECRET
    with pytest.raises(Unsealable):
        sealing.open_envelope(made, context="7:contact")


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"v": None},
        {"epk": None},
        {"epk": {}},
        {"epk": "EC"},
        {"iv": ""},
        {"iv": b64url(bytes(11))},
        {"iv": b64url(bytes(13))},
        {"iv": b64url(b"other nonce.")},
        {"iv": 12},
        {"data": ""},
        {"data": "A"},
        {"data": "@@@@"},
        {"data": "é"},
        {"data": b64url(bytes(15))},
        {"data": b64url(bytes(40))},
        {"data": ["A"]},
    ],
    ids=str,
)
def test_changed_envelope_does_not_open(changed: dict[str, Any]):
    with pytest.raises(Unsealable):
        sealing.open_envelope(envelope() | changed, context="7:contact")


@pytest.mark.parametrize(
    "changed",
    [
        {"crv": "P-384"},
        {"kty": "OKP"},
        {"x": b64url(bytes(32)), "y": b64url(bytes(32))},
        {"x": b64url(b"\xff" * 32)},
        {"y": b64url(bytes(31))},
        {"y": b64url(bytes(66))},
        {"x": 1},
        {"y": None},
    ],
    ids=str,
)
def test_envelope_with_another_point_or_curve_does_not_open(changed: dict[str, Any]):
    made = envelope()
    with pytest.raises(Unsealable):
        sealing.open_envelope(made | {"epk": made["epk"] | changed}, context="7:contact")


@given(made=JSON)
def test_anything_else_is_no_envelope_and_nothing_worse(made: Any):
    with pytest.raises(Unsealable):
        sealing.open_envelope(made, context="7:contact")


@given(
    name=st.sampled_from(["v", "epk", "iv", "data", "x", "y", "crv"]),
    value=JSON | st.binary().map(b64url),
)
def test_envelope_with_any_part_replaced_does_not_open(name: str, value: Any):
    made = envelope()
    part = made if name in made else made["epk"]
    if value != part[name]:
        part[name] = value
        with pytest.raises(Unsealable):
            sealing.open_envelope(made, context="7:contact")


@given(cut=st.integers(1, 40))
def test_truncated_envelope_does_not_open(cut: int):
    made = envelope()
    with pytest.raises(Unsealable):
        sealing.open_envelope(made | {"data": made["data"][:-cut]}, context="7:contact")
