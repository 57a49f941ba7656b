"""Writes the sample submissions of this folder. Everybody and every place in them is made up from the lists below."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from tests.samples.library import library_samples
from toguna.collect.forms import attendance_version
from toguna.collect.xml_submission import write_submission
from toguna.rules.attendance import (
    AttendanceSheet,
    HalfDay,
    Participant,
    PlaceMention,
    Sex,
    StakeholderGroup,
    StatedTotals,
    UnnamedSeats,
)

FOLDER = Path(__file__).parent
ACTIVITY = "A-001"
# Place names and family names that exist nowhere, so that nobody is taken for a neighbour.
COMMUNE = PlaceMention("Commune fictive de Balanfara", "toguna-demo", "C01")
VILLAGES = ("Tounkassi-Fictif", "Soréma-Fictif", "Balanfara-Fictif")
FAMILIES = ("Exemple", "Fictif", "Inventé", "Modèle", "Essai", "Imaginaire")
WOMEN = ("Aïcha", "Fanta", "Mariam", "Oumou", "Ramata", "Salimata")
MEN = ("Adama", "Boubacar", "Issa", "Moussa", "Seydou", "Yacouba")
FUNCTIONS = (
    "Conseillère communale",
    "Enseignant",
    "Présidente de groupement",
    "Cultivateur",
    "Relais communautaire",
    "",
)


def participants(seed: int, number: int) -> tuple[Participant, ...]:
    """People from the lists, the same for the same seed. The last one refuses that a name is kept."""
    chance = random.Random(seed)
    lines = []
    for line in range(1, number + 1):
        sex = chance.choice((Sex.FEMALE, Sex.MALE))
        given = chance.choice(WOMEN if sex is Sex.FEMALE else MEN)
        consent = line < number
        age, by_year = chance.randint(16, 70), chance.random() < 0.3
        lines.append(
            Participant(
                line=line,
                name=f"{given} {chance.choice(FAMILIES)}" if consent else None,
                sex=sex,
                age=None if by_year else age,
                birth_year=2025 - age if by_year else None,
                commune=COMMUNE,
                village=chance.choice(VILLAGES),
                function=chance.choice(FUNCTIONS),
                # No country has the calling code 999, so that no telephone rings.
                phone=f"+999 0000 {chance.randint(0, 9999):04}" if consent and chance.random() < 0.5 else None,
                disability=chance.choice((True, False, False, False, None)),
                displaced=chance.choice((True, False, False, None)),
                stakeholder_group=chance.choice((None, *StakeholderGroup)),
                consent=consent,
            )
        )
    return tuple(lines)


PLANNED = AttendanceSheet(
    activity_code=ACTIVITY,
    session=1,
    half_day=HalfDay.MORNING,
    held_on=date(2025, 3, 12),
    venue="Salle de réunion fictive",
    place=COMMUNE,
    totals=StatedTotals(total=20),
    participants=participants(1, 8),
    unnamed=(UnnamedSeats(7, Sex.FEMALE, 15, 29), UnnamedSeats(5, Sex.MALE)),
    remarks="Fiche fictive, faite pour les essais.",
)
HEAD_COUNT = replace(
    PLANNED,
    session=2,
    half_day=HalfDay.FULL_DAY,
    totals=StatedTotals(total=60, women=35, men=25),
    participants=(),
    unnamed=(UnnamedSeats(35, Sex.FEMALE), UnnamedSeats(25, Sex.MALE, estimated=True)),
)
UNPLANNED = replace(
    PLANNED,
    activity_code=None,
    activity_title="Causerie fictive au marché",
    totals=StatedTotals(),
    participants=participants(2, 3),
    unnamed=(),
)
CORRECTED = replace(
    PLANNED, unnamed=(UnnamedSeats(7, Sex.FEMALE, 15, 29), UnnamedSeats(4, Sex.MALE)), totals=StatedTotals(19)
)
LOOKS_WRONG = replace(
    PLANNED,
    held_on=date(2199, 1, 1),
    place=PlaceMention("Balanfra"),
    totals=StatedTotals(total=35, women=20, men=12),
    participants=(
        *PLANNED.participants[:2],
        replace(PLANNED.participants[0], line=3),
        replace(PLANNED.participants[1], line=4, name="Issa Modèle", age=140, birth_year=None, phone="12"),
    ),
)

_HEAD = f'id="fiche_presence" version="{attendance_version()}"'
_META = "<meta><instanceID>{}</instanceID></meta>"


def instance(number: int) -> str:
    """The instance id of the sample with this number."""
    return f"uuid:{UUID(int=0xF1C710F5_0000_4000_8000_000000000000 + number)}"


def samples() -> dict[str, bytes]:
    """Every sample by its file name."""
    meta = [_META.format(instance(number)) for number in range(20)]
    expansion = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(5)
    )  # five levels of ten are bomb enough to be recognised, and harmless where they are not
    bad = {
        "not_xml": "Ceci n'est pas du XML.",
        "broken_xml": f"<data {_HEAD}><venue>Salle{meta[10]}</data>",
        "external_entity": f'<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f"<data {_HEAD}><venue>&x;</venue>{meta[11]}</data>",
        "billion_laughs": f"<!DOCTYPE data [{expansion}]><data {_HEAD}><venue>&l4;</venue>{meta[12]}</data>",
        "unknown_form": f'<data id="formulaire_inconnu" version="1"><venue>Salle</venue>{meta[13]}</data>',
        "unknown_version": f'<data id="fiche_presence" version="1999010101"><venue>Salle</venue>{meta[14]}</data>',
        "no_instance_id": f"<data {_HEAD}><venue>Salle</venue></data>",
        "name_without_consent": f"<data {_HEAD}><plan>planned</plan><activity_code>{ACTIVITY}</activity_code>"
        "<session>1</session><half_day>morning</half_day><held_on>2025-03-12</held_on>"
        f"<commune>{COMMUNE}</commune><participant><consent>no</consent><name>Nom À Ne Pas Garder</name>"
        f"<phone>+999 0000 0000</phone><sex>female</sex><age>34</age></participant>{meta[15]}</data>",
    }
    latin = f'<?xml version="1.0" encoding="ISO-8859-1"?><data {_HEAD}><venue>École</venue>{meta[16]}</data>'
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return {
        "attendance_planned.xml": write_submission(PLANNED, instance_id=instance(1)),
        "attendance_head_count.xml": write_submission(HEAD_COUNT, instance_id=instance(2)),
        "attendance_unplanned.xml": write_submission(UNPLANNED, instance_id=instance(3)),
        "attendance_corrected.xml": write_submission(CORRECTED, instance_id=instance(4), deprecated_id=instance(1)),
        "attendance_looks_wrong.xml": write_submission(LOOKS_WRONG, instance_id=instance(5)),
        **{f"bad_{name}.xml": (declaration + text).encode() for name, text in bad.items() if name != "not_xml"},
        "bad_not_xml.xml": bad["not_xml"].encode(),
        "bad_encoding.xml": latin.encode("latin-1"),
        **library_samples(),
    }


if __name__ == "__main__":
    for name, content in samples().items():
        (FOLDER / name).write_bytes(content)
