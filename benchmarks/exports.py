"""How long a large export takes and how much memory it needs, against what ODK Central needs for its zipped CSV.

    python -m benchmarks.exports [RECORDS]

20,000 fictional household surveys with ten members each stand in a database of their own (SQLite, or DATABASE_URL);
each file is made by a process of its own, as the worker makes it, so that its peak memory is its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

RECORDS = 20_000
AT_ONCE = 500
CENTRAL_SECONDS = 17.0
MEMORY_LIMIT_MB = 300
FORMATS = ("csv", "xlsx", "geojson")

# A program of its own imports Django only once the folder is known, so these run in processes that this one starts.
FILL = "from benchmarks.exports import fill; import sys; fill(int(sys.argv[1]))"
MAKE = "from benchmarks.exports import make; import sys; make(sys.argv[1])"


def fill(records: int) -> None:
    """Put the surveys into a fresh database, each as if its phone had sent it and it had been read."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from benchmarks.household import FORM_ID, FORM_VERSION, household, household_form, instance_of
    from toguna.store.accounts.models import User
    from toguna.store.fieldwork.actions import add_form, record_id_of
    from toguna.store.fieldwork.models import Reading, Record, RecordVersion, VersionBytes
    from toguna.store.organisations.models import Organisation

    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(code="bench", name={"fr": "Organisation fictive"}, kind="cso")
    by = User.objects.create_user("bench@example.org", role="mel_officer", organisation=organisation, name="Fictif")
    add_form(form_id=FORM_ID, version=FORM_VERSION, title={"fr": "Enquête"}, xform=household_form(), by=None)
    seeded = Random(2026)
    for first in range(0, records, AT_ONCE):
        rows, versions, payloads, readings = [], [], [], []
        for _number in range(first, min(first + AT_ONCE, records)):
            instance = instance_of(seeded)
            body = household(seeded, instance_id=instance)
            record = Record(id=record_id_of(FORM_ID, instance), form_id=FORM_ID, instance_id=instance, sender=by,
                            way_in="openrosa", organisation=organisation, fictional=True)  # fmt: skip
            version = RecordVersion(id=record.pk, record=record, number=1, sha256=instance[-36:], size=len(body),
                                    form_version=FORM_VERSION, sender=by, instance_id=instance)  # fmt: skip
            rows.append(record)
            versions.append(version)
            payloads.append(VersionBytes(version=version, body=body))
            readings.append(Reading(version=version, mapping="answers", readable=True, title="menage"))
        with transaction.atomic():
            Record.objects.bulk_create(rows)
            RecordVersion.objects.bulk_create(versions)
            VersionBytes.objects.bulk_create(payloads)
            Reading.objects.bulk_create(readings)
            for record, version in zip(rows, versions, strict=True):
                record.current_version = version
            Record.objects.bulk_update(rows, ["current_version"])


def make(file_format: str) -> None:
    """Make one file as the worker does, and print what it took."""
    import resource

    import django

    django.setup()
    from benchmarks.household import FORM_ID
    from toguna.flow.exports import Export, ask_for, export_later
    from toguna.flow.jobs import job_file
    from toguna.store.accounts.models import User
    from toguna.store.fieldwork.models import Job

    asked = Export(FORM_ID, file_format, {}, labels=True, personal=True)
    job = ask_for(asked, by=User.objects.get(email="bench@example.org"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    export_later.call(str(job.pk))
    took = time.perf_counter() - begun
    job = Job.objects.get(pk=job.pk)
    path = job_file(job)
    assert path is not None, job.message
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": took, "before": before, "peak": peak, "size": path.stat().st_size, "message": job.message}
    sys.stdout.write(json.dumps(told) + "\n")


def run(program: str, *arguments: str) -> str:
    """Run a program of this module in a process of its own."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(records: int) -> int:
    """Fill, export in each format, and compare; 1 when a limit is passed."""
    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as name:
        os.environ |= {"TOGUNA_VAR": name, "DJANGO_SETTINGS_MODULE": "toguna.config.settings"}
        begun = time.perf_counter()
        run(FILL, str(records))
        weight = sum(path.stat().st_size for path in Path(name).iterdir() if path.is_file()) / 1e6
        kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else f"SQLite, {weight:.0f} MB"
        print(f"{records:,} records with 10 repeats each ({kind}) in {time.perf_counter() - begun:.0f} s")
        print(f"{'format':<10}{'seconds':>9}{'records/s':>11}{'file':>10}{'at start':>11}{'peak':>10}{'limit':>9}")
        fine = True
        for file_format in FORMATS:
            told = json.loads(run(MAKE, file_format).splitlines()[-1])
            print(
                f"{file_format:<10}{told['seconds']:>9.1f}{records / told['seconds']:>11,.0f}"
                f"{told['size'] / 1e6:>8.1f}MB{told['before']:>9.0f}MB{told['peak']:>8.0f}MB{MEMORY_LIMIT_MB:>7}MB"
            )
            fine &= told["peak"] <= MEMORY_LIMIT_MB
            if file_format == "csv":
                fine &= told["seconds"] <= CENTRAL_SECONDS * records / RECORDS
        print(f"zipped CSV of ODK Central, same records: {CENTRAL_SECONDS:.0f} s")
    print("within the limits" if fine else "over a limit")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS))
