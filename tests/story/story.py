"""The whole way, by the commands that a programme officer would type, in whatever installation the environment names.

Prints, as JSON, what the attendance indicator stood at before and after one sheet, and the edition's hash.
"""

import json
import os
import re
from io import StringIO
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from toguna.store.accounts.actions import issue_device  # noqa: E402
from toguna.store.accounts.models import User  # noqa: E402
from toguna.store.fieldwork.models import Record  # noqa: E402
from toguna.store.publications.models import Edition  # noqa: E402

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "attendance_planned.xml"
OFFICER, COORDINATOR, AGENT = "suivi@demo.example", "coordination@demo.example", "agent@demo.example"
INDICATOR = "/programmes/DEMO/indicators/D-PLACES/"


def told(*words: str, **options: object) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=out, **options)
    return out.getvalue()


def send(token: str) -> int:
    """Post the sample as a phone does."""
    with SAMPLE.open("rb") as sheet:
        answer = Client().post(
            f"/openrosa/key/{token}/submission", {"xml_submission_file": sheet}, headers={"host": "localhost"}
        )
    return answer.status_code


def release(on: str) -> Edition:
    """Compute and release."""
    told("compute", "DEMO")
    told("edition", "release", "DEMO", "--by", OFFICER, "--on", on, "--leave-out-as-needed")
    return Edition.objects.order_by("-number")[0]


def page() -> str:
    """The indicator's public page, as anybody reads it."""
    text = Client().get(INDICATOR, headers={"host": "localhost"}).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def main() -> None:
    """Live the story."""
    told("migrate", verbosity=0)
    told("createcachetable")
    told("collectstatic", interactive=False, verbosity=0)
    told("demo", "--without-records")
    token = issue_device(by=None, user=User.objects.get(email=AGENT), label="curl").token
    before = release("2026-01-15")
    page_before = page()
    statuses = [send(token), send(token)]
    instance = Record.objects.get().instance_id
    told("records", "check", instance, "--by", COORDINATOR)
    told("records", "verify", instance, "--by", OFFICER)
    after = release("2026-02-15")
    print(  # noqa: T201
        json.dumps(
            {
                "statuses": statuses,
                "records": Record.objects.count(),
                "editions": [before.number, after.number],
                "hashes": [before.sha256, after.sha256],
                "pages": [page_before, page()],
            }
        )
    )


if __name__ == "__main__":
    main()
