"""The fifteen criteria of the Danish simplified monitoring, and which tests hold them.

https://digst.dk/digital-inklusion/webtilgaengelighed/monitorering-og-tilsyn/forenklede-monitoreringer
"""

import pytest

FIFTEEN = {
    "1.1.1": "Ikke-tekstligt indhold",
    "1.3.1": "Information og relationer",
    "1.3.4": "Visningsretning",
    "1.3.5": "Identificer formålet med input",
    "1.4.3": "Kontrast (minimum)",
    "1.4.4": "Ændring af tekststørrelse",
    "1.4.12": "Tekstafstand",
    "2.1.1": "Tastatur",
    "2.2.1": "Justerbar hastighed",
    "2.4.2": "Sider med titler",
    "2.4.4": "Formål med links (i kontekst)",
    "2.5.3": "Etiket i navn",
    "3.1.1": "Sproget på siden",
    "3.1.2": "Sproget i dele af indholdet",
    "4.1.2": "Navn, rolle, værdi",
}
# Those that axe has rules for by itself.
BY_AXE = (
    "1.1.1", "1.3.1", "1.3.5", "1.4.3", "1.4.4", "1.4.12", "2.1.1", "2.2.1", "2.4.2", "2.4.4",
    "3.1.1", "3.1.2", "4.1.2",
)  # fmt: skip


def held(item: pytest.Item) -> list[str]:
    """The criteria that a test says it holds."""
    return [one for mark in item.iter_markers("wcag") for one in mark.args]
