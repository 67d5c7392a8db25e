"""Danish as readers expect it."""

import pytest

from macros import danish


def test_sorting_puts_ae_oe_aa_last() -> None:
    names = ["Århus", "Aabenraa", "Ærø", "Zoo", "Øster", "Ballerup", "Aalborg", "Vejle", "Vejen"]
    sorted_names = [
        "Ballerup", "Vejen", "Vejle", "Zoo", "Ærø", "Øster", "Aabenraa", "Aalborg", "Århus",
    ]  # fmt: skip
    assert sorted(names, key=danish.sort_key) == sorted_names


def test_sorting_counts_numbers_and_ignores_case_and_accents() -> None:
    assert sorted(["b", "A", "2", "10 veje", "é"], key=danish.sort_key)[-3:] == ["A", "b", "é"]
    assert sorted(["m²", "m3", "mod"], key=danish.sort_key) == ["m²", "m3", "mod"]


def test_foreign_letters_are_filed_as_danish_ones() -> None:
    """As a browser files them (`Intl.Collator("da")`), so that both sort alike."""
    names = ["Öland", "Zoo", "Ähus", "Thy", "Þing", "Über", "Yrsa", "Øl", "Ær", "Tun", "Ål"]
    filed = ["Þing", "Thy", "Tun", "Über", "Yrsa", "Zoo", "Ähus", "Ær", "Øl", "Öland", "Ål"]
    assert sorted(names, key=danish.sort_key) == filed


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Den økologiske å", "den-oekologiske-aa"),
        ("  INSP! & Co. ", "insp-co"),
        ("Café München", "cafe-munchen"),
        ("§ 50-undersøgelse", "50-undersoegelse"),
    ],
)
def test_slugs_spell_out_ae_oe_aa(text: str, slug: str) -> None:
    assert danish.slug(text) == slug


@pytest.mark.parametrize(
    ("value", "said"),
    [("2013", "2013"), ("2013-07", "juli 2013"), ("2013-07-01", "1. juli 2013")],
)
def test_dates_are_said_in_danish(value: str, said: str) -> None:
    assert danish.date(value) == said


def test_spans_and_endings() -> None:
    assert danish.span("2011", "2018") == "2011–2018"
    assert danish.span("2011", "slut ikke oplyst") == "2011 – slut ikke oplyst"
    assert danish.ended("Samskabelse er politisk!") == "Samskabelse er politisk!"
    assert danish.ended("Er det et luftkastel?") == "Er det et luftkastel?"
    assert danish.ended("En kommune") == "En kommune."


def test_numbers_lists_and_counts() -> None:
    assert danish.number(1234567) == "1.234.567"
    assert danish.number(1234.5) == "1.234,5"
    assert danish.join(["a", "b", "c"]) == "a, b og c"
    assert danish.join([]) == ""
    assert danish.count(1, "case", "cases") == "1 case"
    assert danish.count(1200, "case", "cases") == "1.200 cases"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("roskild", "roskilde"),
        ("Ærø", "aeroe"),
        ("klima", "klima-miljoe"),
        ("xyz", None),
    ],
)
def test_near_misses_are_guessed(wrong: str, right: str | None) -> None:
    assert danish.nearest(wrong, ["roskilde", "aeroe", "klima-miljoe"]) == right
