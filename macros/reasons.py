"""Why the system stops a command, in words for people."""

import errno
import socket

from .excerpt import visible

# What the system says most often: what is wrong, and what to do.
_REASONS = {
    errno.EACCES: "Adgangen er nægtet. Ret rettighederne, eller vælg et andet sted.",
    errno.EPERM: "Adgangen er nægtet. Ret rettighederne, eller vælg et andet sted.",
    errno.EROFS: "Her kan kun læses, ikke skrives. Vælg et andet sted.",
    errno.ENOENT: "Findes ikke. Se efter, om navnet er skrevet rigtigt.",
    errno.EISDIR: "Skal være en fil, men er en mappe. Vælg et andet navn.",
    errno.ENOTDIR: "En del af stien er en fil, men skal være en mappe. Vælg et andet sted.",
    errno.EEXIST: "Her ligger allerede noget andet med det navn. Vælg et andet navn.",
    errno.ENAMETOOLONG: "Navnet er for langt. Vælg et kortere.",
    errno.ENOSPC: "Der er ikke mere plads. Ryd op, og prøv igen.",
    errno.EADDRINUSE: "Porten bruges af et andet program. Vælg en anden.",
    errno.EADDRNOTAVAIL: "Den adresse har maskinen ikke. Brug 127.0.0.1.",
    errno.ELOOP: "Genvejene her fører i ring. Ret dem.",
}


def said(error: BaseException) -> str:
    """What to say of an error: the system's in our words, and any other in its own."""
    return reason(error) if isinstance(error, OSError | UnicodeError) else str(error)


def reason(error: Exception) -> str:
    """Why the system stopped a command, and at which file."""
    if isinstance(error, OverflowError):
        return "Et tal er for stort eller for lille. En port er et tal fra 0 til 65535."
    if not isinstance(error, OSError):
        return "En tekst eller et filnavn er ikke i UTF-8. Gem det i UTF-8, og prøv igen."
    if isinstance(error, socket.gaierror):
        return "Ingen maskine har det navn. Brug 127.0.0.1."
    place = f"{visible(str(error.filename))}: " if error.filename else ""
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return place + _REASONS.get(error.errno or 0, f"Systemet sagde nej ({name}).")
