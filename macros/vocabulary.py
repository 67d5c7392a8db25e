"""Closed lists of values, with the Danish words readers and editors see for them.

Each vocabulary is a `dict` from the value written in YAML to a `Word`. They are
closed because filters, labels and relations depend on them; adding a value is a
change here and nowhere else.
"""

from typing import NamedTuple


class Word(NamedTuple):
    """A value's Danish label and what it means."""

    label: str
    description: str = ""


class Kind(NamedTuple):
    """What one entry of a kind is called, and many."""

    label: str
    plural: str


CERTAINTIES = {
    "confirmed": Word("bekræftet", "Står i primærkilden eller i mindst to uafhængige kilder."),
    "single_source": Word(
        "én kilde", "Står kun ét sted, eller flere sider har samme afsender. Kan bruges med kilde."
    ),
    "inferred": Word("udledt", "Redaktionens slutning af det, kilden siger. Står ikke i kilden."),
    "uncertain": Word("usikkert", "Kilden er uklar, udateret, ufuldstændig eller modsagt."),
    "not_found": Word("ikke fundet", "Eftersøgt, men ikke fundet. Må ikke udfyldes."),
}

AREAS = {
    "socialomraadet": Word("Socialområdet", "Psykiatri, handicap og udsathed."),
    "aeldre": Word("Ældre og pleje"),
    "boern-unge": Word("Børn og unge"),
    "beskaeftigelse": Word("Beskæftigelse"),
    "integration": Word("Integration"),
    "sundhed": Word("Sundhed og forebyggelse"),
    "by-land": Word("By, landsbyer og lokalsamfund"),
    "klima-miljoe": Word("Klima, energi og miljø"),
    "kultur-fritid": Word("Kultur, fritid og turisme"),
    "demokrati": Word("Demokrati og politikudvikling"),
    "bolig": Word("Bolig og boligområder"),
    "uddannelse": Word("Uddannelse og skole"),
}

FORMS = {
    "co-creation": Word(
        "Afgrænset proces (co-creation)",
        "Afgrænset, ofte faciliteret proces, hvor borgere eller brugere er med til at forme "
        "politik eller løsning.",
    ),
    "co-production": Word(
        "Længere samarbejde (co-production)",
        "Længere samarbejde på tværs af sektorer, hvor parter også gennemfører sammen.",
    ),
    "begge": Word("Begge dele", "Kilden beskriver både en afgrænset proces og et samarbejde."),
    "uklart": Word("Uklart", "Kilden giver ikke grundlag for at afgøre det."),
}

SET_KINDS = {
    "principle": Word("Princip"),
    "way": Word("Vej"),
    "trait": Word("Kendetegn"),
    "step": Word("Trin"),
}

# What one is called, and the heading over all of them.
CONCEPT_KINDS = {
    "phase": Kind("Fase", "Faser"),
    "form": Kind("Form", "Former for samskabelse"),
    "level": Kind("Niveau", "Niveauer: hvor dybt samskabelsen går"),
    "co": Kind("Led", "De fire Co'er"),
    "paradigm": Kind("Styringsparadigme", "Styringsparadigmer"),
    "feature": Kind("Træk", "Træk ved New Public Governance"),
    "reason": Kind("Begrundelse", "Hvorfor netop nu?"),
    "gain": Kind("Gevinst", "Gevinster"),
    "democracy": Kind("Demokratiform", "Tre slags demokrati"),
    "requirement": Kind("Krav", "Hvad det kræver i praksis"),
    "step": Kind("Skridt", "Hvordan man griber det an"),
    "leadership": Kind("Ledelse", "Ledelse"),
    "guideline": Kind("Ledetråd", "Fem ledetråde for ledelse"),
    "competence": Kind("Kompetence", "Medarbejdernes kompetencer"),
    "possibility": Kind("Mulighed", "Muligheder"),
    "challenge": Kind("Udfordring", "Udfordringer"),
}

# Words of the trade that a text may use only if the glossary explains them. A word is
# found by its beginning, so that its endings count too.
JARGON = (
    "co-creation", "co-production", "co-governance", "co-design", "governance", "empowerment",
    "outcome", "output", "recovery", "rehabilitering", "synergi", "interessent", "evidens",
    "legitimitet", "satspulje", "facilit", "interdependens", "bonding", "bridging", "wicked",
    "npm", "npg", "bum", "rbs", "stakeholder", "transformativ", "iterativ", "holistisk",
    "inkrement", "operationaliser", "implementer", "incitament", "diskurs", "rationale",
)  # fmt: skip

# Words that readers search for, each after the word of the site's that is nearest in meaning: it is
# searched for instead where no page has theirs, and readers are told so. A word is known with its
# endings.
NEARBY = {
    "ældre": "demens dement alzheimer alderdom pensionist senior hjemmepleje hjemmehjælp",
    "fællesskaber": "ensom ensomhed ensomme isolation",
    "udsatte": "hjemløs hjemløshed fattig fattigdom",
    "psykisk": "stress angst depression psykiatri",
    "ledige": "arbejdsløs arbejdsløshed kontanthjælp",
    "handicap": "funktionsnedsættelse udviklingshæmmet udviklingshæmmede",
    "boligområder": "ghetto almen almene lejer",
    "klimatilpasning": "oversvømmelse stormflod skybrud regnvand",
    "energi": "vindmølle solcelle varmepumpe",
    "natur": "skov park biodiversitet",
    "foreninger": "idrætsklub sportsklub fodboldklub spejder",
    "medarbejdere": "fagforening tillidsrepræsentant",
    "kommunalbestyrelsen": "kommunalvalg",
    "initiativret": "borgerforslag",
    "retssikkerhed": "jura lovgivning forvaltningslov",
    "personoplysninger": "gdpr databeskyttelse persondata",
    "besparelser": "spareøvelse nedskæring",
    "samskabelse": "sammenskabelse medskabelse",
    "uddannelse": "kursus kurser",
}

# Words that say nothing of what is sought when other words stand beside them.
SMALL = (
    "ad af at blev bliver bør da de dem den denne der deres det dets dette dig din disse dit du en "
    "er et for fra får han hans har have havde hende hendes her hun hvad hvem hvilke hvilken "
    "hvilket hvis hvor hvordan hvorfor hvornår i ja jeg jer jeres jo kan kunne man med men mig min "
    "mit må nu når og også om op os på sig sin sine sit skal skulle som så sådan til ud var ved vi "
    "vil ville vores være"
)

# What each kind of entry is called, one and many.
KINDS = {
    "tour": Kind("Rute", "ruter"),
    "set": Kind("Principsæt", "principsæt"),
    "principle": Kind("Princip", "principper"),
    "way": Kind("Vej", "veje"),
    "trait": Kind("Kendetegn", "kendetegn"),
    "step": Kind("Trin", "trin"),
    "phase": Kind("Fase", "faser"),
    "concept": Kind("Begreb", "begreber"),
    "case": Kind("Case", "cases"),
    "charter": Kind("Charter", "chartre"),
    "clause": Kind("Punkt", "punkter i chartre, artikel og manifest"),
    "draft": Kind("Arbejdsudkast", "arbejdsudkast"),
    "draft_clause": Kind("Punkt i arbejdsudkast", "punkter i arbejdsudkast"),
    "milestone": Kind("Begivenhed", "begivenheder"),
    "critique": Kind("Kritik", "kritikpunkter"),
    "checklist": Kind("Tjekliste", "tjeklister"),
    "item": Kind("Tjekpunkt", "tjekpunkter"),
    "workshop": Kind("Værkstedsplan", "værkstedsplaner"),
    "guide": Kind("Guide", "guider"),
    "question": Kind("Spørgsmål i guide", "spørgsmål i guider"),
    "outcome": Kind("Anbefaling i guide", "anbefalinger i guider"),
    "assessment": Kind("Selvvurdering", "selvvurderinger"),
    "assertion": Kind("Udsagn i selvvurdering", "udsagn i selvvurderinger"),
    "term": Kind("Ord", "ord"),
    "source": Kind("Kilde", "kilder"),
    "region": Kind("Region", "regioner"),
    "municipality": Kind("Kommune", "kommuner"),
    "page": Kind("Side", "sider"),
}

# Relations typed with a reason. They are named by a noun that reads the same at both
# ends, since the reason, and not the direction, is what a reader needs.
RELATION_TYPES = {
    "supports": Word("støtte", "Det ene taler for det andet."),
    "elaborates": Word("uddybning", "Det ene forklarer eller konkretiserer det andet."),
    "tension": Word("spænding", "De to trækker hver sin vej."),
    "challenges": Word("udfordring", "Det ene sætter spørgsmålstegn ved det andet."),
}

SOURCE_KINDS = {
    "artikel": Word("Artikel", "Artikel i avis, fagblad eller medie."),
    "interview": Word("Interview"),
    "case": Word("Casebeskrivelse", "Ofte skrevet af konsulent eller organisation, der var med."),
    "kommune": Word("Kommunens egen side"),
    "pressemeddelelse": Word("Pressemeddelelse"),
    "evaluering": Word("Evaluering"),
    "forskning": Word("Forskning", "Forskning eller forskningsomtale."),
    "bog": Word("Bog eller bogkapitel"),
    "rapport": Word("Rapport", "Rapport eller notat."),
    "strategi": Word("Strategi", "Strategi-, politik- eller plandokument."),
    "publikation": Word("Publikation", "Magasin, pjece eller anden udgivelse."),
    "referat": Word("Referat", "Politisk referat eller dagsorden."),
    "projekt": Word("Projektside"),
    "forening": Word("Foreningens egen side"),
    "fond": Word("Fondens side"),
    "organisation": Word("Organisationens side"),
    "analyse": Word("Analyse"),
    "manifest": Word("Manifest"),
    "charter": Word("Charter", "Charter eller erklæring."),
    "arrangement": Word("Program", "Program eller invitation til et arrangement."),
    "debat": Word("Debatindlæg"),
    "oversigt": Word("Oversigt", "Oversigt eller kort omtale."),
    "lokal-hjemmeside": Word("Lokal hjemmeside"),
    "beretning": Word("Beretning", "Beretning fra forening eller center."),
    "oplaeg": Word("Oplæg", "Slides eller oplæg."),
    "data": Word("Datasæt", "Register eller datasæt."),
}

ACCESS = {
    "full": Word("læst helt"),
    "excerpt": Word("læst i uddrag", "Kun begyndelsen af en gemt kopi, typisk ca. 2.000 tegn."),
    "metadata": Word(
        "kun titel eller resumé læst", "Kun titel, resumé eller indholdsfortegnelse er set."
    ),
    "mention": Word("kun nævnt", "Ikke set; kun omtalt i en anden kilde."),
}

# Where in a source a claim stands when no locator says it: what was read of the source.
PLACES = {
    "full": "hele teksten",
    "excerpt": "begyndelsen af teksten",
    "metadata": "titel eller resumé",
    "mention": "kun som omtalt af andre",
}

LANGUAGES = {
    "da": Word("dansk"),
    "en": Word("engelsk"),
    "no": Word("norsk"),
    "sv": Word("svensk"),
    "de": Word("tysk"),
}

STATUSES = {
    "active": Word("gælder"),
    "moved": Word("flyttet"),
    "retired": Word("udgået"),
}

CRITIQUE_GROUPS = {
    "barkholt": Word("Niels Christian Barkholt"),
    "kommentarer": Word("Kommentartråden til Barkholt"),
    "pestoff": Word("Victor Pestoff"),
    "review": Word("Agger og Tortzens forskningsreview"),
    "flere": Word("Flere stemmer"),
}

CHARTER_STATUSES = {
    "published": Word("offentliggjort"),
    "unknown": Word("udfald ukendt"),
    "draft": Word("arbejdsudkast"),
}

TEXT_FOUND = {
    "full": Word("set i sin helhed"),
    "partial": Word("set delvist"),
    "none": Word("ikke fundet"),
}

# What a guide ends in: whether to co-create, and what to do when not.
ADVICE = {
    "samskab": Word("Samskab", "Sagen, tiden og viljen ser ud til at være der."),
    "vent": Word("Vent", "Noget skal på plads, før I inviterer andre."),
    "lad-vaere": Word(
        "Lad være", "Der er ikke noget at samskabe om, eller det kan ikke betale sig."
    ),
    "noget-andet": Word("Brug noget andet", "En anden form for samarbejde passer bedre."),
}

AUDIENCES = {
    "alle": Word("Alle"),
    "politiker": Word("Politiker"),
    "leder": Word("Leder"),
    "medarbejder": Word("Medarbejder"),
    "forening": Word("Forening og borger"),
    "underviser": Word("Underviser og oplægsholder"),
    "skeptiker": Word("Skeptiker"),
}

# What a step of a tour asks of its reader.
ACTIONS = {
    "laes": Word("Læs"),
    "se": Word("Se"),
    "goer": Word("Gør"),
    "tal-om": Word("Tal om"),
}

# What a step of a workshop can show of the entry that the workshop is about.
MATERIALS = {
    "quote": Word("Ordlyden"),
    "explanation": Word("Hvad det betyder"),
    "practice": Word("I praksis"),
    "pitfalls": Word("Faldgruber"),
    "questions": Word("Spørgsmål"),
    "cases": Word("Cases"),
    "checklist": Word("Tjekliste"),
}

# Where the files of a site can live on the web.
FORGES = {
    "github": Word("GitHub"),
    "gitlab": Word("GitLab"),
    "forgejo": Word("Forgejo", "Også Codeberg og Gitea."),
}

# The languages that buttons and menus are in.
INTERFACES = {"da": Word("dansk")}

# What may count the visits.
ANALYTICS = {"none": Word("ingen", "Sitet måler ikke besøg.")}
