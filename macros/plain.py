"""Plain language: sentences, their length, and how hard a text is to read."""

import re

# Kommunale sprogpolitikker råder til under 20-25 ord; at 30 most readers lose the thread.
LONGEST_SENTENCE = 30  # words
# Björnsson's readability index, LIX (1968): words of more than six letters are "long".
LONG_WORD = 6

_WORD = re.compile(r"[0-9A-Za-zÆØÅæøåÉéÜüÖöÄä§][0-9A-Za-zÆØÅæøåÉéÜüÖöÄä'’/-]*")
# Dots that do not end a sentence: abbreviations, ordinals and dates.
_SHORTENED = re.compile(
    r"\b(?:fx|ca|bl\.a|m\.fl|mv|stk|nr|jf|pct|kr|mio|inkl|evt|osv|kap|s|u\.å|dvs|cand|mag)\.",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d{1,2}\.(?=[ -][a-zæøå])")
_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][«\")]))\s+(?=[A-ZÆØÅÉ»\"(0-9])"  # a full stop and a capital
    r"|\n\s*\n(?:[-*] )?|\n\s*[-*] "  # a new paragraph or list item
)
# The same for the browser, by the names it uses.
PATTERNS = {"word": _WORD, "shortened": _SHORTENED, "ordinal": _ORDINAL, "end": _END}


def sentences(text: str) -> list[str]:
    """The sentences of a plain text."""
    held = text
    for no_end in (_SHORTENED, _ORDINAL):
        held = no_end.sub(lambda match: match[0].replace(".", "\0"), held)
    parts = _END.split(held)
    return [part.replace("\0", ".").strip() for part in parts if part.strip()]


def words(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(text)


def lix(text: str) -> int:
    """LIX: words per sentence plus the percentage of long words; 0 for no words."""
    found = words(text)
    if not found:
        return 0
    long = sum(len(word) > LONG_WORD for word in found)
    return round(len(found) / max(len(sentences(text)), 1) + 100 * long / len(found))
