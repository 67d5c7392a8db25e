"""Files to text: refuses what is no text, says which letters were saved wrongly."""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from . import unseen
from .excerpt import excerpt, place_of
from .problem import Problem

SIZE_LIMIT = 2_000_000  # bytes; larger files are slow to review and to merge
_TOLD = 5  # faults of one sort told in a file; a wrongly saved file has thousands
_OWN_SIGNS = (".css", ".html")  # files that may use a font of signs

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
# Characters that reorder or hide text (Unicode TR 36): a reader would not see what is there.
HIDDEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Those that could make a whole line look like another; the rest are told of and read on.
_REORDERING = re.compile("[\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Those that end a line where a word processor set them, so that a space belongs there.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# æ, ø, å and typographic signs that were UTF-8, taken for Windows-1252, and saved again.
_DOUBLED = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122]|â€."
)
# How other sorts of files begin, and what an editor would call them.
_OTHER_SORTS = (
    (b"PK\x03\x04", "en Word-, Excel- eller zip-fil"),
    (b"%PDF", "en PDF"),
    (b"{\\rtf", "et tekstdokument (RTF)"),
    (b"\x89PNG", "et billede"),
    (b"\xff\xd8\xff", "et billede"),
    (b"\xff\xfe", "gemt som »Unicode« (UTF-16)"),
    (b"\xfe\xff", "gemt som »Unicode« (UTF-16)"),
)
_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
# Why something cannot be read, and what to do, by the number that the system gives for it.
_TO_ITSELF = ("den er et link til sig selv", "Slet linket, eller ret det.")
_TO_NOTHING = ("den er et link til noget, der ikke findes", "Slet linket, eller ret det.")
_NOT_ALLOWED = ("I må ikke læse den", "Ret dens rettigheder.")
_NO_FILE = ("den er ingen almindelig fil", "Slet den.")
_WHY = {
    errno.ENOENT: ("den findes ikke", "Se, om navnet er rigtigt."),
    errno.ELOOP: _TO_ITSELF,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EISDIR: ("den er en mappe", "Omdøb mappen, eller flyt den."),
    errno.ENXIO: _NO_FILE,
}
_UNKNOWN_WHY = ("disken eller nettet svarer ikke rigtigt", "Prøv igen, eller kopiér den igen.")
_ADVICE = "Gem teksten som almindelig tekst med tegnkodningen UTF-8."


def read_text(name: str, path: Path, found: list[Problem]) -> str | None:
    """The file as text, or None when it is too large or `decode` refuses it.

    Problems go into `found`.
    """
    raw = read_bytes(name, path, found)
    return None if raw is None else decode(name, raw, found)


def read_bytes(name: str, path: Path, found: list[Problem]) -> bytes | None:
    """The file's bytes, or None, and a problem in `found`, when it is too large or unreadable."""
    try:
        return _bytes(name, path, found)
    except OSError as error:
        found.append(_refused(name, path, error, "Filen"))
        return None


def _bytes(name: str, path: Path, found: list[Problem]) -> bytes | None:
    if _looked_at(path).st_size > SIZE_LIMIT:
        message = f"Filen må højst fylde {SIZE_LIMIT // 1_000_000} MB."
        hint = "Del den op i én fil pr. post."
        example = f"{path.parent.name}/{path.stem}/et-kort-navn.yaml"
        found.append(Problem(name, 1, 1, message, hint, "refused", example=example))
        return None
    return path.read_bytes()


def _looked_at(path: Path) -> os.stat_result:
    """What the system says of a file or a folder. To read a pipe would be to wait for ever."""
    found = path.stat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        raise OSError(errno.ENXIO, "no regular file")
    return found


def _refused(name: str, path: Path, error: OSError, what: str) -> Problem:
    why, hint = _WHY.get(error.errno or 0, _UNKNOWN_WHY)
    if error.errno == errno.ENOENT and path.is_symlink():
        why, hint = _TO_NOTHING
    message = f"{what} kan ikke læses: {why}."
    return Problem(name, 1, 1, message, hint, "refused", example=name)


def odd(name: str, path: Path, what: str = "Filen") -> Problem | None:
    """Why something that a folder holds is neither a file nor a folder, if it is none."""
    try:
        _looked_at(path)
    except OSError as error:
        return _refused(name, path, error, what)
    return None


def is_file(path: Path | os.DirEntry[str]) -> bool:
    """Whether there is a file; what may not be looked at is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; what may not be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def listed(name: str, folder: Path, found: list[Problem]) -> list[os.DirEntry[str]] | None:
    """What a folder holds, in order, without what is hidden: editors leave such files behind.

    None, and a problem in `found`, when it cannot be read.
    """
    try:
        with os.scandir(folder) as held:
            return sorted((one for one in held if one.name[0] != "."), key=lambda one: one.name)
    except OSError as error:
        found.append(_refused(name, folder, error, "Mappen"))
        return None


def walked(name: str, folder: Path, found: list[Problem]) -> Iterator[tuple[str, Path]]:
    """All that a folder and those in it hold, by name; links to folders are not followed."""
    for one in listed(name, folder, found) or ():
        inner = f"{name}/{one.name}"
        yield inner, Path(one)
        if one.is_dir(follow_symlinks=False):
            yield from walked(inner, Path(one), found)


def decode(name: str, raw: bytes, found: list[Problem]) -> str | None:
    """Bytes as text, or None when they are no UTF-8 text or hold hidden characters.

    Problems go into `found`; letters saved wrongly are told of, but do not stop the reading.
    A byte order mark, which Windows programs put first, is allowed and left out.
    """
    problem = _not_text(name, raw)
    if problem:
        found.append(problem)
        return None
    text = raw.decode("utf-8-sig")
    # Most texts hold no such sign, which is soon seen.
    hidden = [] if text.replace("\n", "").isprintable() else list(_hidden(name, text))
    found += hidden
    if not name.endswith(_OWN_SIGNS):
        found += unseen.problems(name, text)
    if "Ã" in text or "Â" in text or "â€" in text:
        found += _doubled(name, text)
    return None if hidden else text


def _not_text(name: str, raw: bytes) -> Problem | None:
    """Why the bytes are no text that we read, if they are none."""
    for start, what in _OTHER_SORTS:
        if raw.startswith(start):
            message = f"Filen skal være almindelig tekst, men er {what}."
            return Problem(name, 1, 1, message, _ADVICE, "refused", example=_example(name))
    if b"\0" in (raw[:1], raw[1:2]):  # every other byte of simple letters
        message = "Filen skal være almindelig tekst, men er gemt som »Unicode« (UTF-16)."
        return Problem(name, 1, 1, message, _ADVICE, "refused", example=_example(name))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _other_encoding(name, raw, error.start)
    if name.endswith(".yaml") and _PAGE.match(text):
        message = "Filen skal være YAML, men er en hjemmeside (HTML)."
        hint = "Kopiér teksten fra siden, ikke sidens kode, og skriv den ind felt for felt."
        return Problem(name, 1, 1, message, hint, "refused", example=_example(name))
    return None


def _example(name: str) -> str:
    """What a file of data begins with."""
    return "id: et-kort-navn\ntitle: En titel" if name.endswith(".yaml") else ""


def _other_encoding(name: str, raw: bytes, start: int) -> Problem:
    """Text in an older encoding, shown as it was meant when Windows-1252 makes sense of it."""
    line = raw.count(b"\n", 0, start) + 1
    begun = raw.rfind(b"\n", 0, start) + 1
    column = len(raw[begun:start].decode("utf-8", "replace")) + 1
    meant = raw[begun:].split(b"\n")[0].decode("cp1252", "replace").rstrip("\r")
    message = "Filen skal være gemt som UTF-8, men her står et tegn i en anden kodning."
    hint = "Gem filen igen med tegnkodningen UTF-8."
    if meant[column - 1 : column] in tuple("æøåÆØÅéüöä"):
        hint = f"Det ligner et »{meant[column - 1]}«. {hint}"
    shown, caret = excerpt(meant, column)
    right = visible_text(meant)
    return Problem(
        name, line, column, message, hint, "refused", example=right, source=shown, caret=caret
    )


def visible_text(line: str) -> str:
    """A line without what must not be in it, as an example to copy."""
    clean = HIDDEN.sub("", CONTROL.sub("", _BREAKS.sub(" ", line))).replace("\u00a0", " ").strip()
    return clean if len(clean) <= 90 else f"{clean[:89]}…"


def _hidden(name: str, text: str) -> Iterator[Problem]:
    told = 0
    for pattern, what in ((CONTROL, "styretegn"), (_REORDERING, "usynlige tegn")):
        for match in pattern.finditer(text):
            line, column, whole = _place(text, match.start())
            code = f"U+{ord(match[0]):04X} {unicodedata.name(match[0], '')}".strip()
            message = f"Teksten må ikke indeholde {what}, men her er {code}."
            remove = (
                "Skriv et mellemrum i stedet for tegnet."
                if _BREAKS.match(match[0])
                else "Slet tegnet."
            )
            hint = f"{remove} Det følger ofte med, når man kopierer fra en anden side."
            source, caret = excerpt(whole, column)
            yield Problem(
                name, line, column, message, hint, "refused",
                example=visible_text(whole), source=source, caret=caret,
            )  # fmt: skip
            told += 1
            if told == _TOLD:
                return


def _doubled(name: str, text: str) -> Iterator[Problem]:
    """Letters such as »Ã¦«; told once a line."""
    told: set[int] = set()
    for match in _DOUBLED.finditer(text):
        line, column, whole = _place(text, match.start())
        if line in told or len(told) == _TOLD:
            continue
        told.add(line)
        right = _undoubled(match[0])
        what = f"skal være et »{right}«" if right else "er gemt med forkert tegnkodning"
        message = f"Her står »{match[0]}«, som {what}."
        hint = "Åbn den oprindelige tekst som UTF-8, og kopiér den igen, eller ret bogstaverne."
        example = visible_text(_DOUBLED.sub(lambda found: _undoubled(found[0]) or found[0], whole))
        yield Problem(name, line, column, message, hint, "encoding", example=example)


def _undoubled(letters: str) -> str:
    """What the letters were before they were saved wrongly, if that can be told."""
    raw = b"".join(
        char.encode("latin-1") if ord(char) < 256 else char.encode("cp1252", "replace")
        for char in letters
    )
    return raw.decode("utf-8", "ignore")


def _place(text: str, start: int) -> tuple[int, int, str]:
    """The line, the column and the whole line of a place in the text."""
    begun = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[begun : end if end >= 0 else len(text)]
    return *place_of(text, start), line
