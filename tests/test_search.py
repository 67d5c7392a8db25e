"""The search index: what it is made of, and what a search costs however large the site is."""

import gzip
import json
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import serve
from playwright.sync_api import Browser

from macros import search
from macros.addresses import address
from macros.link import Site
from macros.search import Record
from macros.vocabulary import NEARBY

WORDS = Counter(
    "samskabelse proces ældre området borger inddragelse kommune by råd frivillig".split()
)
MANY = 11_000  # pages: ten thousand cases and the rest
COLD = 200_000  # bytes, packed, from an empty cache to the first results
TYPED = ("frivillige", "samskabelse", "kommune", "ældre borgere", "fri", "samskablse")


def test_compounds_are_split_into_words_of_the_site() -> None:
    compounds = search.Compounds(WORDS)
    assert set(compounds.split("samskabelsesproces")) == {"samskabelses", "proces"}
    assert set(compounds.split("ældreområdet")) == {"ældre", "området"}
    assert set(compounds.split("borgerinddragelsen")) == {"borger", "inddragelsen"}
    assert list(compounds.split("kommunerne")) == []
    assert list(compounds.split("proces")) == []


def test_words_stand_by_their_first_letter_the_most_used_first() -> None:
    used = Counter({"åben": 1, "kommune": 2, "borger": 5, "bruger": 7, "by": 9, "2013": 8})
    lists = search.word_lists(used)
    assert list(lists.items()) == [("b", ["bruger", "borger"]), ("k", ["kommune"]), ("å", ["åben"])]


def test_a_neuter_has_the_stem_of_its_adjective() -> None:
    words = ["grønt", "grønne", "lokalt", "lokale", "projekt", "plante", "planen", "budget", "kort"]
    found = search.stems(words)
    assert found["grønt"] == found["grønne"] == "grøn"
    assert found["lokalt"] == found["lokale"] == "lokal"
    assert found["plante"] != found["planen"]
    assert (found["budget"], found["kort"]) == (search.stem("budget"), search.stem("kort"))


def test_forms_of_a_word_are_found_together_and_other_words_are_not() -> None:
    """Snowball takes the et off »kvalitet«, and leaves »led« of both »ledige« and »ledelse«."""
    words = ["kvalitet", "kvaliteter", "budget", "budgets", "budgettet", "huset", "huse", "ledelse"]
    derived = ["ledige", "ledig", "ærlighed", "ærligt", "tider", "tidlig"]
    found = search.stems([*words, *derived])
    assert found["kvalitet"] == found["kvaliteter"]
    assert found["budget"] == found["budgets"] == found["budgettet"]
    assert found["huset"] == found["huse"]
    assert found["ledige"] == found["ledig"] != found["ledelse"]
    assert found["ærlighed"] == found["ærligt"]
    assert found["tider"] != found["tidlig"]
    assert all(word.startswith(one) for word, one in found.items())


def test_what_is_searched_for_instead_is_on_the_site(built: Path) -> None:
    files = sorted((built / search.FOLDER).glob("*.js"), key=lambda one: (len(one.name), one.name))
    texts = {path.name: path.read_text("utf-8") for path in files}
    told = {word for words, *_ in _runs(texts).values() for word in words.split(" ")}
    assert not NEARBY.keys() - told
    assert _data(texts["om.js"])["nearby"] == NEARBY


def test_synonyms_come_from_the_glossary_and_go_both_ways(site: Site) -> None:
    found = search.synonyms(site)
    assert len(found) > 60
    assert "new public management" in found["npm"]
    assert "npm" in found["new public management"]
    assert all(others and name not in others for name, others in found.items())


def test_a_word_is_found_by_all_its_names(site: Site) -> None:
    records = {one.address: one.text for one in search.term_records(site)}
    terms = site.of_kind("term")
    assert len(records) == len(terms) > 60
    for node in terms:
        said = f", {records[address(site, node.id)]}, "
        for name in (*node.entry.synonyms, *node.entry.english):  # type: ignore[attr-defined]
            assert f", {name}, " in said, node.id


def _data(text: str) -> Any:
    """What a file of the index holds."""
    assert not re.search("[<>&\u2028\u2029]", text)
    told = text.removeprefix("samskabelse.told(").removesuffix(");\n")
    return json.loads(f"[{told}]")[1]


def _runs(files: dict[str, str]) -> dict[str, list[Any]]:
    """Every stem of the index."""
    runs = [_data(text) for name, text in files.items() if re.fullmatch(r"r\d+\.js", name)]
    firsts = _data(files["om.js"])["firsts"].split(" ")
    assert [next(iter(run)) for run in runs] == firsts == sorted(firsts)
    return {stem: told for run in runs for stem, told in run.items()}


def _pages(places: str) -> list[tuple[int, int]]:
    """The pages of a stem, and how much it counts on each."""
    numbers = [int(one, 36) for one in places.split(".")]
    steps = numbers[::2]
    return [(sum(steps[: at + 1]), weight) for at, weight in enumerate(numbers[1::2])]


def test_the_index_holds_text_as_data(site: Site) -> None:
    records = [
        Record("x/", "Case", "</script><b>", "Æblers æbler", "samskabelsesproces"),
        Record("y/", "Oversigt", "Æble", "", "en tekst, der kun gentager"),
        Record("z/", "Kilde", "Frugt", "altid det samme", "et æble"),
        Record("ord/#pære", "Ord", "Pære", "En frugt.", "pear"),
    ]
    files = search.files(site, records)
    assert _data(files["p0.js"]) == [
        "</script><b>", "Case", "x/", "Æblers æbler", "samskabelsesproces",
    ]  # fmt: skip
    assert _data(files["p1.js"])[4] == ""
    assert _data(files["p3.js"])[3:] == ["En frugt.", ""]
    stems = _runs(files)
    words, places = stems[search.stem("æbler")]
    assert set(words.split(" ")) == {"æble", "æbler", "æblers"}
    found = dict(_pages(places))
    assert set(found) == {0, 1, 2}
    assert found[1] > found[0] > found[2] >= 1  # a title over a summary over a source
    assert not {"gentag", "sam"} & stems.keys()
    assert _data(files["om.js"])["count"] == len(records)


def test_what_is_quoted_reads_as_it_does_on_the_page() -> None:
    word = '<button type="button" class="term"><u>inddragelse</u>,</button>'
    html = f"<h1>Et</h1><p>Om {word} sagt kort.</p>"
    assert search.text_of(html) == "Om inddragelse, sagt kort."


@pytest.mark.parametrize(
    "html",
    [
        "<h1>ord</h1>", "<script>ord</script>", "<style>ord</style>", "<nav>ord</nav>",
        "<form>ord</form>", "<sup>ord</sup>", "<template>ord</template>",
        '<p class="edit">ord</p>', '<p class="paper-only">ord</p>',
        *(f'<section class="{one}">ord</section>'
          for one in ("part sources", "part near", "part mentions", "words", "whose")),
    ],
)  # fmt: skip
def test_what_is_no_text_of_the_page_is_left_out(html: str) -> None:
    assert search.text_of(f"<p>Før</p>{html}<p>efter</p>") == "Før efter"


def _counts(site: Site, word: str, *records: Record) -> list[int]:
    """How much a word counts in each of some records, in their order."""
    found = dict(_pages(_runs(search.files(site, records))[search.stem(word)][1]))
    return [found.get(number, 0) for number in range(len(records))]


def test_a_word_counts_by_where_it_stands_and_on_what(site: Site) -> None:
    kinds = (
        "Side",
        "Kommune",
        "Case",
        "Tjekliste",
        "Punkt i arbejdsudkast",
        "Bag om sitet",
        "Kilde",
    )
    by_kind = _counts(site, "haver", *(Record("x/", kind, "Haver", "", "") for kind in kinds))
    assert by_kind == sorted(set(by_kind), reverse=True)
    other = " ".join(f"{one}{two}" for one in "bcdfghjklm" for two in "aeiouyæøå")
    places = [("Proces", "", ""), ("", "Proces", ""), ("", "", "proces"),
              ("", "", "samskabelsesproces"), ("", "", "samskabelse")]  # fmt: skip
    by_place = _counts(site, "proces", *(Record("x/", "Case", *place) for place in places))
    assert by_place == sorted(set(by_place), reverse=True)
    texts = (Record("x/", "Case", "", "", f"haver {more}") for more in ("", other))
    short, long_ = _counts(site, "haver", *texts)
    assert short > long_
    titles = ("Hvad er en have?", "Haver i byen", "Haver i byen og på landet")
    by_title = _counts(site, "haver", *(Record("x/", "Case", title, "", "") for title in titles))
    assert by_title == sorted(set(by_title), reverse=True)


def test_years_are_words_and_other_numbers_are_not() -> None:
    assert search.words_in("Charter 2013: § 18, kode 20134") == ["charter", "2013", "kode"]


def test_a_common_word_is_told_of_where_it_counts_most(site: Site) -> None:
    records = [
        Record(f"{number}/", "Case", "ord" if number % 2 else "andet", "", "ord " * (number % 4))
        for number in range(2 * search.MOST_PAGES + 200)
    ]
    words, places, many = _runs(search.files(site, records))["ord"]
    found = dict(_pages(places))
    assert words == "ord"
    assert len(found) == search.MOST_PAGES < many
    assert all(number % 2 for number in found)


def test_files_are_small_and_new_content_gets_a_new_version(built: Path, site: Site) -> None:
    folder = built / search.FOLDER
    runs = list(folder.glob("r*.js"))
    assert len(runs) > 20
    for path in runs:
        assert len(gzip.compress(path.read_bytes())) < 12_000, path.name
    one = [Record("x/", "Side", "Et", "", "")]
    versions = {
        _data(search.files(site, records)["om.js"])["version"]
        for records in (one, one, [Record("x/", "Side", "To", "", "")])
    }
    assert len(versions) == 2


def _many(built: Path) -> list[Record]:
    """So many pages, each of sentences from the real ones."""
    draw = random.Random(11)  # noqa: S311 - the same every time
    real = [_data(path.read_text("utf-8")) for path in (built / search.FOLDER).glob("p*.js")]
    sentences = [s for one in real for s in re.split(r"(?<=[.!?]) ", one[4]) if 20 < len(s) < 300]
    assert len(sentences) > 2_000
    return [
        Record(
            f"cases/sag-{number}/", "Case", f"{draw.choice(real)[0]} {number}",
            draw.choice(sentences), " ".join(draw.choices(sentences, k=14)),
        )
        for number in range(MANY)
    ]  # fmt: skip


@pytest.mark.slow
def test_a_search_costs_little_among_very_many_pages(
    built: Path, site: Site, browser: Browser, tmp_path: Path
) -> None:
    for name in ("soeg", "assets"):
        shutil.copytree(built / name, tmp_path / name)
    shutil.rmtree(tmp_path / search.FOLDER)
    search.build(tmp_path, site, _many(built))
    with serve(tmp_path) as here:
        for typed in TYPED:
            tab = browser.new_page()
            loaded: list[int] = []
            tab.on("response", lambda answer, loaded=loaded: loaded.append(_packed(answer.body())))
            tab.goto(f"{here}soeg/?q={typed}", wait_until="networkidle")
            assert tab.locator("ol[data-results] > li").count() == 20, typed
            print(typed, sum(loaded), len(loaded))
            assert sum(loaded) < COLD, typed
            tab.close()


def _packed(content: bytes) -> int:
    return len(gzip.compress(content))
