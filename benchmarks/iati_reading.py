"""How fast somebody else's IATI file is read and how much memory it needs, beside lxml's own walk over the same file.

    python -m benchmarks.iati_reading [MEGABYTES]

A fictional file in the manner of a large publisher, with the usual faults, is written into a folder of its own and
taken away afterwards. The peer only finds the activities and forgets them: it understands nothing, so that it is the
least that any reader with lxml can take. Each reads in a process of its own, so that its peak memory is its own; time
is the processor's, so that a busy machine does not count.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

MEGABYTES = 100
SLOWEST_MB_A_SECOND = 4.0
MEMORY_LIMIT_MB = 120

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL = "</iati-activities>\n"
ACTIVITY = """\
  <iati-activity xml:lang="{language}" default-currency="EUR" hierarchy="1">
    <iati-identifier>XX-FICTIF-7-{number}</iati-identifier>
    <reporting-org ref="XX-FICTIF-7" type="21"><narrative>Fictional Network</narrative></reporting-org>
    <title>
      <narrative>Fictional activity {number} of a large publisher</narrative>
      <narrative xml:lang="fr">Activité fictive {number} d'un grand éditeur</narrative>
    </title>
    <description type="1"><narrative>{words}</narrative></description>
    <participating-org ref="XX-FICTIF-1" role="1" type="10"><narrative>Fictional Ministry</narrative>
    </participating-org>
    <participating-org ref="XX-FICTIF-7" role="4" type="21"><narrative>Fictional Network</narrative>
    </participating-org>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2024-01-01{zone}"/>
    <activity-date type="3" iso-date="2026-12-31"/>
    <recipient-country code="ML" percentage="100"/>
    <location ref="ZZ01"><name><narrative>Imaginary Valley</narrative></name></location>
    <sector vocabulary="1" code="15150" percentage="100"/>
{transactions}    <result type="1" aggregation-status="1">
      <title><narrative>Result of activity {number}</narrative></title>
{indicators}    </result>
  </iati-activity>
"""
TRANSACTION = """\
    <transaction ref="T-{number}">
      <transaction-type code="3"/>
      <transaction-date iso-date="2025-03-0{day}"/>
      <value value-date="2025-03-0{day}">{amount}</value>
      <description><narrative>Fictional payment</narrative></description>
      <receiver-org ref="XX-FICTIF-9"><narrative>Fictional Partner</narrative></receiver-org>
    </transaction>
"""
INDICATOR = """\
      <indicator measure="1" ascending="1">
        <title><narrative>Indicator {number}</narrative></title>
        <baseline year="2023" value="{low}"><comment><narrative>Counted once</narrative></comment></baseline>
{periods}      </indicator>
"""
PERIOD = """\
        <period>
          <period-start iso-date="{year}-01-01"/>
          <period-end iso-date="{year}-12-31"/>
          <target value="{target}"/>
          <actual value="{actual}"><location ref="ZZ01"/></actual>
          <actual value="{women}"><dimension name="sex" value="female"/></actual>
          <actual value="{men}"><dimension name="sex" value="male"/></actual>
        </period>
"""


def write_file(path: Path, megabytes: int) -> tuple[int, int]:
    """Write the file; how many activities it holds and how many bytes. Every tenth activity has the usual faults."""
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        written += file.write(HEAD)
        while written < megabytes * 1_000_000:
            number += 1
            written += file.write(activity(number))
        file.write(TAIL)
    return number, path.stat().st_size


def activity(number: int) -> str:
    """One activity, the same on every run."""
    faulty = number % 10 == 0
    years = (2024, 2024, 2025) if faulty else (2024, 2025, 2026)
    periods = [
        PERIOD.format(year=year, target=100 + number % 50, actual=60 + turn, women=40, men=20 + turn)
        for turn, year in enumerate(years)
    ]
    indicators = "".join(
        INDICATOR.format(number=place, low="1 200" if faulty else 12, periods="".join(periods)) for place in range(4)
    )
    transactions = "".join(TRANSACTION.format(number=day, day=day, amount=1_000 * day) for day in range(1, 5))
    return ACTIVITY.format(
        number=number,
        language="EN" if faulty else "en",
        zone="Z" if faulty else "",
        words="Nothing of this took place, neither here nor there. " * (3 + number % 5),
        transactions=transactions,
        indicators=indicators,
    )


def peer(path: str) -> int:
    """What everybody writes first: find the activities with lxml, and forget each."""
    from lxml import etree

    found = 0
    for _event, element in etree.iterparse(path, tag="iati-activity", huge_tree=True):
        found += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return found


def reader(path: str) -> int:
    """Ours: everything understood, mended and told."""
    from toguna.collect.iati import read_activities

    reading = read_activities(Path(path))
    return sum(1 for _ in reading)


def measure(how: str, path: str) -> None:
    """Read the file one way, and print what it took."""
    import resource
    import time

    read = {"peer": peer, "reader": reader}[how]
    begun = time.process_time()
    found = read(path)
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"found": found, "seconds": took, "peak": peak}) + "\n")


def main(megabytes: int) -> int:
    """Write the file, read it both ways, compare; 1 when a limit is passed."""
    program = "from benchmarks.iati_reading import measure; import sys; measure(*sys.argv[1:])"
    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as folder:
        path = Path(folder) / "activities.xml"
        activities, size = write_file(path, megabytes)
        print(f"{activities:,} activities, {size / 1e6:.0f} MB")
        print(f"{'':<28}{'seconds':>9}{'MB/s':>8}{'activities/s':>14}{'peak':>8}")
        told = {}
        for how, name in (("peer", "lxml iterparse, no reading"), ("reader", "toguna iati read")):
            command = [sys.executable, "-c", program, how, str(path)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            told[how] = one = json.loads(answer.splitlines()[-1])
            assert one["found"] == activities, name
            print(
                f"{name:<28}{one['seconds']:>9.1f}{size / 1e6 / one['seconds']:>8.1f}"
                f"{activities / one['seconds']:>14,.0f}{one['peak']:>6.0f}MB"
            )
    speed = size / 1e6 / told["reader"]["seconds"]
    fine = speed >= SLOWEST_MB_A_SECOND and told["reader"]["peak"] <= MEMORY_LIMIT_MB
    print(f"limits: {SLOWEST_MB_A_SECOND:.0f} MB/s and {MEMORY_LIMIT_MB} MB: {'kept' if fine else 'passed over'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES))
