"""The fields of `kommune/brand.yaml`: who publishes the site, and how it looks.

Like the field table of the data, this is the one description: the checker, the schema, the
file that `samskabelse new brand` writes and the guide to the fields are made from it.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from . import vocabulary as words
from .fields import Choice, Record, Reference, Shaped, Text, Title, Url

FILE = "kommune/brand.yaml"
ASSETS = "kommune/assets"


def _limit(length: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=length)


def is_cvr(number: str) -> bool:
    """Whether eight digits are a CVR number: weighed, they give a multiple of 11."""
    return sum(int(d) * w for d, w in zip(number, (2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0


def is_gln(number: str) -> bool:
    """Whether thirteen digits end in their own check digit."""
    weights = (1, 3) * 6 + (1,)
    return sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 10 == 0


Colour = Annotated[
    str, _limit(60),
    Shaped(
        "#[0-9a-fA-F]{6}", "en farve som »#0f4f49«",
        "Skriv # og seks tegn (0-9, a-f), og sæt citationstegn om.",
    ),
]  # fmt: skip
Cvr = Annotated[
    str, _limit(60),
    Shaped(
        r"\d{8}", "et CVR-nummer på otte cifre, hvor cifrene passer sammen",
        "Slå nummeret op på cvr.dk, og skriv det i citationstegn uden mellemrum.", is_cvr,
    ),
]  # fmt: skip
Gln = Annotated[
    str, _limit(60),
    Shaped(
        r"5798\d{9}",
        "et EAN-nummer på 13 cifre, der begynder med 5798 og har rigtigt kontrolciffer",
        "Kopiér nummeret fra jeres regning, og skriv det i citationstegn uden mellemrum.", is_gln,
    ),
]  # fmt: skip
Email = Annotated[
    str, _limit(120),
    Shaped(
        r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "en e-mailadresse",
        "Brug en fælles postkasse, fx »kontakt@eksempel.dk«.",
    ),
]  # fmt: skip
Phone = Annotated[
    str, _limit(60),
    Shaped(
        r"\+?[0-9][0-9 ]{6,17}[0-9]", "et telefonnummer",
        'Skriv kun cifre, mellemrum og eventuelt + først, i citationstegn: "+45 12 34 56 78".',
    ),
]  # fmt: skip
ImageFile = Annotated[
    str, _limit(60),
    Shaped(
        r"[a-z0-9][a-z0-9_-]*\.(?:svg|png)", "navnet på en svg- eller png-fil",
        f"Læg filen i {ASSETS}/, og skriv kun dens navn med små bogstaver.",
    ),
]  # fmt: skip
FontFile = Annotated[
    str, _limit(60),
    Shaped(
        r"[a-z0-9][a-z0-9_-]*\.woff2", "navnet på en woff2-fil",
        f"Læg filen i {ASSETS}/, og skriv kun dens navn med små bogstaver.",
    ),
]  # fmt: skip
Family = Annotated[
    str, _limit(40),
    Shaped(
        r"[A-Za-z0-9][A-Za-z0-9 -]*", "navnet på en skrift med bogstaver, tal og mellemrum",
        "Skriv skriftens navn, fx »IBM Plex Sans«.",
    ),
]  # fmt: skip
Branch = Annotated[
    str,
    _limit(80),
    Shaped(r"[A-Za-z0-9][A-Za-z0-9._/-]*", "navnet på en gren i git", "Den hedder oftest »main«."),
]
WebUrl = Annotated[
    Url,
    Shaped(r"https?://.*", "en adresse, der begynder med https://", "Kopiér den fra browseren."),
]
SiteUrl = Annotated[
    Url,
    Shaped(
        r"https?://[^?#]*/", "sitets adresse, der begynder med https:// og slutter med /",
        "Skriv adressen på forsiden, fx »https://samskabelse.eksempel.dk/«.",
    ),
]  # fmt: skip
WasUrl = Annotated[
    Url,
    Shaped(
        r"https://was\.digst\.dk/[^\s]+", "en adresse på was.digst.dk",
        "Kopiér adressen på jeres offentliggjorte erklæring i WAS-Tool.",
    ),
]  # fmt: skip


class Logo(Record):
    """The logo in the header."""

    file: ImageFile = Field(
        title="Fil", description=f"Fil i {ASSETS}/. Vises på en hvid flade.", examples=["logo.svg"]
    )
    dark: ImageFile | None = Field(
        None,
        title="Fil til mørk visning",
        description="Vises på en mørk flade. Udelades den, bruges den almindelige.",
        examples=["logo-moerk.svg"],
    )
    alt: Title = Field(
        title="Tekst i stedet",
        description="Hvad logoet forestiller; læses op for dem, der ikke ser det.",
        examples=["Eksempelkøbing Kommunes byvåben"],
    )


class DarkColours(Record):
    """Colours for readers whose screen is dark."""

    primary: Colour | None = Field(None, title="Hovedfarve", examples=["#123a36"])
    link: Colour | None = Field(None, title="Links", examples=["#8fd3c6"])
    focus: Colour | None = Field(None, title="Fokusring", examples=["#f0a27c"])
    accent: Colour | None = Field(None, title="Pyntefarve", examples=["#d9a441"])


class Colours(Record):
    """The colours the others are made from."""

    primary: Colour = Field(
        title="Hovedfarve",
        description="Sidehoved og knapper. Alle andre farver laves af den, så de kan læses.",
        examples=["#0f4f49"],
    )
    link: Colour | None = Field(None, title="Links", examples=["#0b5c55"])
    accent: Colour | None = Field(
        None,
        title="Pyntefarve",
        description="Streger og markeringer. Advarsler får samme kulør.",
        examples=["#d9a441"],
    )
    focus: Colour | None = Field(
        None,
        title="Fokusring",
        description="Rammen om det, man er nået til med tastaturet.",
        examples=["#9a4420"],
    )
    dark: DarkColours | None = Field(
        None,
        title="Mørk visning",
        description="Udelades de, laves de af de lyse.",
        examples=[{"link": "#8fd3c6"}],
    )


class Font(Record):
    """A typeface of one's own."""

    family: Family = Field(title="Navn", examples=["IBM Plex Sans"])
    regular: FontFile = Field(
        title="Almindelig", description=f"Fil i {ASSETS}/.", examples=["plex-sans.woff2"]
    )
    bold: FontFile | None = Field(None, title="Fed", examples=["plex-sans-fed.woff2"])
    licence: Text = Field(
        title="Licens",
        description="Hvad der giver jer ret til at bruge skriften på nettet.",
        examples=["SIL Open Font License 1.1"],
    )


class Fonts(Record):
    """The typefaces of headings and of text."""

    headings: Font | None = Field(None, title="Overskrifter")
    body: Font | None = Field(None, title="Brødtekst")


class Contact(Record):
    """How readers reach whoever publishes the site."""

    email: Email | None = Field(
        None,
        title="E-mail",
        description="En fælles postkasse, ikke en persons.",
        examples=["samskabelse@eksempel.dk"],
    )
    phone: Phone | None = Field(
        None,
        title="Telefon",
        description="Myndigheder skal kunne kontaktes både skriftligt og på telefon.",
        examples=["12 34 56 78"],
    )
    address: Text | None = Field(
        None, title="Adresse", examples=["Rådhustorvet 1, 1234 Eksempelkøbing"]
    )
    opening_hours: WebUrl | None = Field(
        None, title="Åbningstider", examples=["https://www.eksempel.dk/aabningstider"]
    )
    secure_mail: WebUrl | None = Field(
        None,
        title="Sikker post",
        description="Side, hvor man kan skrive sikkert, fx med Digital Post.",
        examples=["https://www.eksempel.dk/sikker-post"],
    )


class Links(Record):
    """Pages that the law, or good manners, asks for."""

    privacy: WebUrl | None = Field(
        None,
        title="Privatlivspolitik",
        description="Jeres egen side om behandling af personoplysninger.",
        examples=["https://www.eksempel.dk/privatliv"],
    )
    cookies: WebUrl | None = Field(
        None, title="Cookies", examples=["https://www.eksempel.dk/cookies"]
    )
    accessibility: WebUrl | None = Field(
        None,
        title="Om tilgængelighed",
        description="Jeres egen side, hvis der er mere at sige end i erklæringen.",
        examples=["https://www.eksempel.dk/tilgaengelighed"],
    )
    parent: WebUrl | None = Field(
        None,
        title="Jeres hovedside",
        description="Den hjemmeside, dette site hører under.",
        examples=["https://www.eksempel.dk/"],
    )


class Repository(Record):
    """Where the files of this edition live."""

    url: WebUrl = Field(title="Adresse", examples=["https://github.com/eksempel/samskabelse"])
    forge: Annotated[str, Choice(words.FORGES)] | None = Field(
        None,
        title="Slags",
        description="Kan udelades for github.com og gitlab.com.",
        examples=["github"],
    )
    branch: Branch = Field("main", title="Gren", examples=["main"])


class Brand(Record):
    """Whoever publishes the site: name, look, contact and legal links."""

    name: Title = Field(
        title="Navn",
        description="Sitets navn. Står øverst på alle sider og i browserens faneblad.",
        examples=["Samskabelse i Eksempelkøbing"],
    )
    publisher: Title = Field(
        title="Udgiver", description="Hvem der står bag.", examples=["Eksempelkøbing Kommune"]
    )
    genitive: Title | None = Field(
        None,
        title="Udgiver i ejefald",
        description="Udelades den, sættes et s eller en apostrof på udgiveren.",
        examples=["Eksempelkøbing Kommunes"],
    )
    municipality: Annotated[str, Reference("published_by", ("municipality",))] | None = Field(
        None,
        title="Kommune",
        description="Kommunens id i data. Udelades den, er udgiveren ikke en kommune.",
        examples=["roskilde"],
    )
    url: SiteUrl | None = Field(
        None,
        title="Sitets adresse",
        description="Skal til, før sitemap og QR-koder kan laves.",
        examples=["https://samskabelse.eksempel.dk/"],
    )
    logo: Logo | None = Field(None, title="Logo")
    favicon: ImageFile | None = Field(
        None,
        title="Ikon i fanebladet",
        description="Kvadratisk svg, eller png på mindst 48 gange 48 billedpunkter.",
        examples=["ikon.svg"],
    )
    colours: Colours = Field(title="Farver")
    fonts: Fonts | None = Field(
        None, title="Skrifter", description="Udelades de, bruges læserens egne skrifter."
    )
    contact: Contact = Field(default_factory=lambda: Contact.model_validate({}), title="Kontakt")
    cvr: Cvr | None = Field(None, title="CVR-nummer", examples=["12345674"])
    ean: Gln | None = Field(
        None, title="EAN-nummer", description="GLN til elektroniske regninger.",
        examples=["5798000000001"],
    )  # fmt: skip
    was_url: WasUrl | None = Field(
        None,
        title="Tilgængelighedserklæring",
        description="Adressen på jeres erklæring i WAS-Tool. /was/ fører dertil.",
        examples=["https://was.digst.dk/samskabelse-eksempel-dk"],
    )
    links: Links = Field(default_factory=lambda: Links.model_validate({}), title="Links")
    repository: Repository | None = Field(
        None,
        title="Filernes plads",
        description="Udelades den, går rettelser til det nationale site.",
    )
    languages: tuple[Annotated[str, Choice(words.INTERFACES)], ...] = Field(
        ("da",),
        title="Sprog",
        description="Sitets knapper og menuer findes kun på dansk.",
        examples=[["da"]],
    )
    analytics: Annotated[str, Choice(words.ANALYTICS)] = Field(
        "none",
        title="Måling af besøg",
        description="Sitet måler ikke besøg, og andet kan ikke vælges.",
        examples=["none"],
    )

    @property
    def possessive(self) -> str:
        """The publisher in the genitive."""
        ends = "'" if self.publisher[-1].lower() in "sxz" else "s"
        return self.genitive or f"{self.publisher}{ends}"


# What a public authority must have, each with the law or reason in a few words.
REQUIRED: Sequence[tuple[str, str]] = (
    ("contact.email", "skriftlig kontakt om tilgængelighed"),
    ("contact.phone", "telefonisk kontakt om tilgængelighed"),
    ("cvr", "hvem der er ansvarlig"),
    ("links.privacy", "oplysning om personoplysninger"),
    ("was_url", "lov om tilgængelighed"),
)
# What is good to have.
ADVISED: Sequence[tuple[str, str]] = (
    ("municipality", "så vi ved, hvilken kommune det er"),
    ("url", "sitemap og QR-koder"),
    ("logo", "genkendelse"),
    ("favicon", "genkendelse i fanebladet"),
    ("contact.address", "besøg"),
    ("contact.secure_mail", "personlige oplysninger"),
    ("links.parent", "vej tilbage til hovedsiden"),
    ("repository", "rettelser går til jer selv"),
)
