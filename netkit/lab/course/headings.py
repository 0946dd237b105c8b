"""What schools call the columns of a class list, in English and in German: the same words for whoever reads the list or writes one."""

from __future__ import annotations

import re

__all__ = ["EMAILS", "FIRST_NAMES", "LAST_NAMES", "LOGINS", "NAMES", "NUMBERS", "word_of"]

NUMBERS = (
    "student id", "sid", "id number", "student number", "sis user id", "orgdefinedid", "identifier", "matriculation number",
    "id nummer", "matrikelnummer", "matrikel nr", "matrikelnr", "idnumber", "id",
)  # fmt: skip
"""A number or another id that the school gives, the best first."""

LOGINS = (
    "sis login id", "login id", "login", "username", "user name", "netid", "user", "github username", "anmeldename", "benutzername",
    "benutzerkennung", "nutzername", "kennung",
)  # fmt: skip
"""What one signs in with."""

EMAILS = ("email address", "email", "e mail", "mail", "e mail adresse", "e mailadresse", "email adresse", "mailadresse")
"""An address of mail."""

NAMES = ("student", "name", "student name", "full name", "vollständiger name")
"""A whole name."""

LAST_NAMES = ("last name", "surname", "family name", "lastname", "nachname", "familienname")
FIRST_NAMES = ("first name", "given name", "firstname", "vorname")


def word_of(heading: str) -> str:
    """A heading in small letters, with one space for whatever stands between its words."""
    return re.sub(r"[\s_.-]+", " ", heading).strip().casefold()
