"""Uids, folding and former addresses."""

import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from identifiers.folding import fold, is_unspaced
from identifiers.models import FormerAddress
from identifiers.uid import ALPHABET, PATTERN, mint_uid
from places.models import Place, PlaceName


def test_uids_are_short_and_do_not_repeat() -> None:
    minted = {mint_uid() for _ in range(10_000)}
    assert len(minted) == 10_000
    assert all(re.fullmatch(PATTERN, uid) for uid in minted)
    assert not set("aeiou01l") & set(ALPHABET)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bütöv Azərbaycan", "butov azerbaycan"),
        ("Düşmənə nifrət!", "dusmene nifret"),
        ("İstanbul", "istanbul"),
        ("Nagorno-Karabakh", "nagorno karabakh"),
        ("Côte d’Ivoire", "cote divoire"),
        ("ЁЛКА", "елка"),
        ("Straße", "STRASSE"),
        ("Xankəndi", "xankendi"),
        ("Yıldız", "yildiz"),
        ("ﬁle", "file"),
        ("E/CN.4/1993/50", "e cn 4 1993 50"),
        ("Արցախ", "արցախ"),
    ],
)
def test_two_spellings_of_one_word_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(st.characters(codec="ascii")))
def test_words_fold_alike_beside_any_letters(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} e".strip()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
    folded.encode()


def test_scripts_without_spaces_are_known() -> None:
    assert is_unspaced("ရခိုင်")
    assert is_unspaced("新疆")
    assert not is_unspaced("արցախ")


@pytest.mark.django_db
class TestFormerAddresses:
    def test_they_lead_to_todays_uid_through_any_number_of_merges(self) -> None:
        addresses = FormerAddress.objects
        addresses.lead("place", "old-slug", "bbbbbbbbbb")
        addresses.lead("place", "bbbbbbbbbb", "cccccccccc")
        addresses.lead("place", "cccccccccc", "dddddddddd")
        assert addresses.today("place", ["old-slug", "bbbbbbbbbb", "cccccccccc", "unknown"]) == {
            "old-slug": "dddddddddd", "bbbbbbbbbb": "dddddddddd", "cccccccccc": "dddddddddd",
        }  # fmt: skip

    def test_each_kind_of_record_has_its_own(self) -> None:
        FormerAddress.objects.lead("place", "sumgait", "bbbbbbbbbb")
        assert FormerAddress.objects.today("organization", ["sumgait"]) == {}

    def test_an_address_never_leads_to_itself(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            FormerAddress.objects.create(kind="place", value="bbbbbbbbbb", uid="bbbbbbbbbb")

    def test_a_merge_that_is_undone_leads_back(self) -> None:
        FormerAddress.objects.lead("place", "bbbbbbbbbb", "cccccccccc")
        FormerAddress.objects.lead("place", "cccccccccc", "bbbbbbbbbb")
        assert FormerAddress.objects.today("place", ["bbbbbbbbbb", "cccccccccc"]) == {"cccccccccc": "bbbbbbbbbb"}


@pytest.mark.django_db
def test_a_name_is_found_by_its_folded_form() -> None:
    place = Place.objects.create(slug="stepanakert", name="Stepanakert")
    PlaceName.objects.create(place=place, text="Xankəndi", relation="contested")
    assert PlaceName.objects.get(folded="xankendi").place == place
