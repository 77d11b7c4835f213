"""Placeholder until the profile's author replaces it."""

from datetime import date

from referrals.dossier import Dossier


def sections_with_gaps(dossier: Dossier, today: date) -> dict[str, int]:
    return {}
