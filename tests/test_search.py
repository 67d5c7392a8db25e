"""What the index is helped with."""

from collections import Counter

from macros import search
from macros.link import Site

WORDS = Counter(
    "samskabelse proces ældre området borger inddragelse kommune by råd frivillig".split()
)


def test_compounds_are_split_into_words_of_the_site() -> None:
    compounds = search.Compounds(WORDS)
    assert set(compounds.split("samskabelsesproces")) == {"samskabelses", "proces"}
    assert set(compounds.split("ældreområdet")) == {"ældre", "området"}
    assert set(compounds.split("borgerinddragelsen")) == {"borger", "inddragelsen"}
    assert list(compounds.split("kommunerne")) == []
    assert list(compounds.split("proces")) == []


def test_word_list_puts_the_most_used_first() -> None:
    assert search.word_list(Counter({"kommune": 2, "borger": 5, "by": 9})) == ["borger", "kommune"]


def test_synonyms_come_from_the_glossary_and_go_both_ways(site: Site) -> None:
    found = search.synonyms(site)
    assert len(found) > 60
    assert "new public management" in found["npm"]
    assert "npm" in found["new public management"]
    assert all(name not in others for name, others in found.items())
