"""A household survey as field teams send it, for the measurements: a form, and as many fictional submissions of it.

Twelve questions and a repeat of eight: with ten members a submission weighs 3.5 kB. Everything comes from a seed.
"""

from pathlib import Path
from random import Random
from uuid import UUID

FORM_ID, FORM_VERSION = "hh_survey", "1"
MEMBERS = 10
VILLAGES = ["kati", "segou", "mopti", "sikasso", "kayes"]
NAMES = ["Aminata Fictive", "Oumar Fictif", "Fatoumata Fictive", "Bakary Fictif", "Kadiatou Fictive"]


def household_form() -> bytes:
    """The form, as phones fetch it."""
    return (Path(__file__).parent / "hh_survey.xml").read_bytes()


def instance_of(seeded: Random) -> str:
    """A new instanceID."""
    return f"uuid:{UUID(int=seeded.getrandbits(128), version=4)}"


def household(seeded: Random, *, members: int = MEMBERS, instance_id: str = "") -> bytes:
    """One household's submission, as a phone sends it."""
    each = "".join(_member(seeded, number) for number in range(1, members + 1))
    answers = (
        "<start>2026-01-12T08:14:03.120+00:00</start><end>2026-01-12T08:39:41.007+00:00</end>"
        f"<today>2026-01-12</today><deviceid>collect:{seeded.getrandbits(32):08x}</deviceid>"
        f"<village>{seeded.choice(VILLAGES)}</village>"
        f"<gps>{seeded.uniform(11, 15):.7f} {seeded.uniform(-11, -3):.7f} 312.4 4.9</gps>"
        f"<head>{seeded.choice(NAMES)}</head><consent>yes</consent><hh_size>{members}</hh_size><water>forage</water>"
        f"<area_ha>{seeded.uniform(0.2, 9):.2f}</area_ha>{each}"
        "<remark>Ménage visité en présence du chef de village ; réponses relues avec le répondant.</remark>"
    )
    meta = (
        f"<orx:meta><orx:instanceID>{instance_id or instance_of(seeded)}</orx:instanceID>"
        "<orx:instanceName>menage</orx:instanceName></orx:meta>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<data id="{FORM_ID}" version="{FORM_VERSION}" xmlns:orx="http://openrosa.org/xforms">{answers}{meta}</data>'
    ).encode()


def _member(seeded: Random, number: int) -> str:
    return (
        f"<member><m_name>{seeded.choice(NAMES)} {number}</m_name><m_sex>{seeded.choice('fm')}</m_sex>"
        f"<m_age>{seeded.randint(0, 80)}</m_age><m_school>{seeded.choice(('yes', 'no'))}</m_school>"
        f"<m_work>maraichage elevage</m_work><m_muac>{seeded.uniform(9, 20):.1f}</m_muac>"
        "<m_vaccine>rougeole polio penta</m_vaccine>"
        f"<m_note>Vu au domicile lors de la visite de suivi no {seeded.randint(1, 9)}</m_note></member>"
    )
