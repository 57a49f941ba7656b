"""What every answer carries, and what happens to somebody who tries passwords."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from toguna.config import settings as installed
from toguna.rules.roles import Role
from toguna.store.accounts.models import User

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def test_every_door_forbids_foreign_scripts_frames_and_sniffing() -> None:
    client = Client()
    for address in ("/", "/account/login/", "/openrosa/formList", "/desk/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert answer["X-Content-Type-Options"] == "nosniff", address


def test_guessing_a_password_is_slowed_down(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ACCOUNT_RATE_LIMITS = installed.ACCOUNT_RATE_LIMITS
    cache.clear()
    user = factories.user(Role.MEL_OFFICER)
    statuses = [
        Client().post(reverse("account_login"), {"login": user.email, "password": f"essai {number}"}).status_code
        for number in range(7)
    ]
    right = Client().post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})
    cache.clear()
    assert statuses[0] == 200
    assert right.status_code != 302, "even the right password waits now"


def test_nobody_signs_up_by_themselves() -> None:
    answer = Client().post(reverse("account_signup"), {"email": "x@example.org", "password1": factories.PASSWORD})
    assert "account_signup" not in str(answer.content)
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_form_without_its_token_changes_nothing() -> None:
    user = factories.user(Role.MEL_OFFICER)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(reverse("desk:compute", kwargs={"code": "x"})).status_code == 403


def test_over_https_cookies_and_transport_are_secured() -> None:
    program = (
        "from toguna.config import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TOGUNA_HTTPS": "yes", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True", "True", "True", "True", "True", "False"]
