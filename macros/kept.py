"""What the site's scripts may keep in the reader's browser. A test holds it to the scripts."""

from typing import NamedTuple

PREFIX = "samskabelse:v1:"


class Kept(NamedTuple):
    """One key in the browser's local storage, in Danish for the page about privacy."""

    key: str
    title: str
    where: tuple[tuple[str, str], ...]  # title and address of the pages that use it
    begins: str
    holds: str
    lasts: str
    deleting: str
    open_ended: bool = False  # whether more follows after the key


KEPT = (
    Kept(
        f"{PREFIX}forloeb",
        "Jeres svar på tjeklister",
        (("Tjeklister", "tjeklister/"), ("Min tjekliste", "tjeklister/min-tjekliste/")),
        "Fra jeres første svar på en tjekliste.",
        "Forløbets navn, svar, noter, ansvarlige, frister, hvilke punkter I har set, og hvilken "
        "dag I sidst brugte forløbet.",
        "Til et forløb ikke har været åbnet i to år. Så bliver det slettet, næste gang I åbner "
        "en tjekliste.",
        "Brug knappen nederst på enhver tjekliste.",
    ),
    Kept(
        f"{PREFIX}selvvurdering",
        "Jeres selvvurdering",
        (("Selvvurdering", "selvvurdering/seks-principper/"),),
        "Når I trykker på knappen, der gemmer.",
        "Jeres svar og den dag, I gemte dem.",
        "Et halvt år. Derefter bliver de slettet, næste gang I åbner selvvurderingen.",
        "Brug knappen samme sted.",
    ),
    Kept(
        f"{PREFIX}udkast:",
        "Kladder i formularer",
        (("Indsend en case", "bidrag/case/"), ("Indsend en kilde", "bidrag/kilde/"),
         ("Indsend et ord", "bidrag/ord/")),
        "Når I begynder at skrive i en formular.",
        "Kladden til det, I skriver, og den dag, I sidst rettede i den. Hver formular har sin "
        "egen kladde, og det har hver tekst, I retter i.",
        "Et år. Derefter bliver kladden slettet, næste gang I åbner formularen.",
        "Brug »Slet kladden« i formularen.",
        open_ended=True,
    ),
)  # fmt: skip
